"""The grammar of leaving: what a message says of our messages, over the letters of `leaving_words.py`.

Rules (domain.md §5, traps 1, 3 and 8), each with its name, which `wants_out` looks through in order:
1. an order not to: `đừng`, `cấm`, `khỏi` … and what we do. After the mild words (`hỏi`, `gửi`), which
   offices do too, nothing else may follow.
2. not wanted: `không muốn`, `không nhận`, `không cho phép` … and what we send.
3. no more: `không` … what we do … `nữa`.
4. an end: `dừng`, `hủy`, `chặn`, `chấm dứt` …, before which only who and how it is asked is said, or
   which is followed by what we send.
5. a refusal: `từ chối`, `phản đối`, alone or of what we send.
6. taken out: `xóa`, `gỡ`, `bỏ` … a number, a name, a person from a list.
7. consent withdrawn: `rút lại sự đồng ý`, `không đồng ý cho dùng số`.
8. a threat: `nhắn nữa … chặn`, `còn gửi tin … khiếu nại`.
Offices, papers, traffic and other people (`F`) in the same part of the message make it about them; so do
a passive (`bị hủy`), a question when (`bao giờ dừng`) and a "not" before an end (`không dừng`).
"""

from __future__ import annotations

import re

from survey_flows.interview.leaving_words import BREAK, letters_of
from survey_flows.interview.normalise import Heard
from survey_flows.interview.spelling import listen

_SIGNS = re.compile(r"[.,;:!?()\n…–/]+|\s-+\s")
_KNOWN = {
    "~": "[IYRBPMClWyh]",  # who, how, how it is felt: says nothing of its own
    "#": "[^.FQt]",  # any word but of offices and other people, and not just "now"
    "@": "[TvAj]",  # what can only be ours
    "<": r"\.(?:[^.FQbq]*[MCTV])?[^.FQKNbq]*",  # nobody else acts, and this is neither denied nor asked
}


def _rule(written: str) -> re.Pattern[str]:
    for sign, letters in _KNOWN.items():
        written = written.replace(sign, letters)
    return re.compile(written)


RULES = {
    name: _rule("|".join(written))
    for name, written in {
        "an order not to": (
            r"\.[^.Qt]*N(?:~|[GgUJqH])*A#*\.",
            r"\.[^.Q]*N(?:~|[GgUJqH])*[Aa][^.FQ]*M",
            r"\.#*[ky]P?A#*\.",
            r"\.#*[Nky](?:~|[GgUJq])*j#*\.",
            r"\.#*[Nk](?:~|[GgUJq])*[HTv](?:~|[TDAHLvVr])*\.",
            r"\.#*[Nk](?:~|[GgUJq])*[HT](?:~|T)*M#*\.",
            r"\.#*[yd](?:~|[Gg]){0,3}[AHa](?:~|[TDAHLv])*M",
            r"\.#*N(?:~)*a(?:~|[TDL])*\.",
            r"\.[^.FQKq]*d[IYPlH]*A(?:~|[TDL])*\.",
            r"\.[^.FQKq]*d[IYPH]*aP*[IB](?:~|[TDL])*\.",
            r"\.#*R[IYP]*K[IPG]*A#*\.",
            r"\.(?:~)*d(?:~)*v(?:~)*\.",
        ),
        "not wanted": (
            r"\.[^.FQq]*K[IYPMl]*[WRBJG](?:~|[JGgHS])*[TAj][^.FQUV]*\.",
            r"\.[^.FQq]*K(?:~|[JGg])*j[^.FQUV]*\.",
            r"\.[^.FQq]*K[IYP]*HT#*\.",
            r"\.[^.FQq]*K[IYPMl]*[WRBJ](?:~|[JG])*H(?:~|T)*\.",
            r"\.[^.FQq]*K[IYPMl]*[WJ](?:~|[JG])*G(?:~)*D#*\.",
        ),
        "no more": (
            r"\.[^.FQq]*K(?:~|[Gg])*[AHGgaTj](?:~|[TDAHGL])*M",
            r"\.(?:~)*K[IYPBW]*l(?:~|[Vv])*\.",
        ),
        "an end": (
            r"\.(?:~|[TAHvVZJx])*E(?:~|[TVvADHrGj]|[Ok]P*L)*O?(?:~)*\.",
            r"<E(?:~|[VGHr])*@#*\.",
            r"\.(?:~)*B[IYP]*[df](?:~)*\.",
            r"\.(?:~|[TAHv])*[ef](?:~|[GH])*[TvrLAj](?:~|[TVvADHLrOj])*\.",
            r"\.(?:~|[TAHv])*[efz](?:~)*[vr](?:~|[TVvADHLrOj])*\.",
            r"<[eEf](?:~)*D(?:~|D)*\.",
            r"\.[IYP]*B[IYP]*y(?:~)+\.",
            r"\.[^.QbK]*[AHaT](?:~|[TAH])*C(?:~|[TAH.])*[Ee](?:~)*\.",
            r"\.[^.QbK]*(?:[AHaT](?:~|[TAH])*C|l[AHT])(?:~)*\.?y(?:~)*\.",
            r"<[IRByo]P*E(?:~)*\.",
        ),
        "a refusal": (
            r"\.(?:~)*c(?:~|[Ga])*\.",
            r"<c(?:~|[GVl])*[TAHSj]#*\.",
        ),
        "taken out": (
            r"<X(?:~)*[DL][^.FQKh]*\.",
            r"<X(?:~)*[Ok][^.FQKh]*\.",
            r"<[ZzERB]P*(?:I|D)(?:~|D)*[Ok]+(?:~|D)*L#*\.",
            r"<[XzZE][^.FQ]{0,4}[Ok](?:~|D)*[Lv]#*\.",
            r"<[DA](?:~|[DZo])*n",
            r"\.(?:~|[ZD])*n(?:~|o)*\.",
            r"<BP*[Ok]+(?:~)*[Lv]#*\.",
            r"<[zZEX](?:~|D)*[Ok]+(?:~|D)*L#*\.",
            r"<z(?:~)*D(?:~|D)*I(?:~|[OLk])*\.",
            r"<z(?:~)*D[IYRPM]*\.",
            r"<[zE]P*[ID](?:~|D)*[Ok]#*\.",
            r"\.(?:~)*X(?:~|[LOD])*\.",
        ),
        "consent withdrawn": (
            r"<[EXZ](?:~)*J",
            r"\.#*[KNcE](?:~|[JGH])*S#*[DT]",
        ),
        "a threat": (
            r"\.#*[AHTa](?:~|T)*M[^FQ]{0,8}[xEe]",
            r"\.#*l(?:~|G)*[AHTa][^FQ]{0,10}[xE]",
            r"\.(?:~)*x[AD](?:~|o)*\.",
            r"x#{0,4}l(?:~|[GU])*[AHT]",
        ),
    }.items()
}


_UNMISTAKABLE = {name: RULES[name] for name in ("an order not to", "not wanted", "taken out", "a threat")}
_OTHERS = frozenset("FQ")


def letters(heard: Heard) -> str:
    """Return the message in letters, parted and enclosed by `.`.

    >>> from survey_flows.interview.spelling import listen
    >>> letters(listen("thôi, đừng nhắn tin cho tôi nữa"))
    '.y.NABM.'
    """
    pieces = [piece for piece in _SIGNS.split(heard.line) if piece.strip()]
    clauses = [heard] if len(pieces) < 2 else [listen(piece) for piece in pieces]
    return BREAK + BREAK.join(letters_of(clause.words, clause.plain) for clause in clauses) + BREAK


def leaves(heard: Heard, *, is_beside_text: bool = False) -> str:
    """Return the name of the rule by which the message wants to hear no more; "" when by none.

    `is_beside_text`: only by the rules that any text as an answer cannot fulfil.
    """
    said = letters(heard)
    rules = _UNMISTAKABLE if is_beside_text else RULES
    return next((name for name, rule in rules.items() if rule.search(said)), "")


def speaks_of_others(heard: Heard) -> bool:
    """Whether offices, papers, traffic or other people are spoken of."""
    return not _OTHERS.isdisjoint(letters(heard))
