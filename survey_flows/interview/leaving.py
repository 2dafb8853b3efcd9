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
from collections.abc import Mapping

from survey_flows.interview.leaving_words import BREAK, letters_of
from survey_flows.interview.normalise import Heard
from survey_flows.interview.spelling import listen

_SIGNS = re.compile(r"[,;:!?()\n–/]+|(?<!\.)\.(?!\.)|\s-+\s")
"""What parts a message; dots in a row only slow it down: `đừng... nhắn... nữa`."""
_KNOWN = {
    "~": "[IYRBPMClWyh]",  # who, how, how it is felt: says nothing of its own
    "#": "[^.FQt]",  # any word but of offices and other people, and not just "now"
    "@": "[TvAj]",  # what can only be ours
    "<": r"\.(?:[^.FQbq]*[MCTV])?[^.FQKNbq]*",  # nobody else acts, and this is neither denied nor asked
}
_ANY_END = re.compile(r"E(?![^\[\]]*\])")
_AN_END = re.compile(r"E(?=[^\[\]ε]*\])")
"""`E` outside and inside brackets: here an end of many things (`tắt`) is one like `dừng`."""


class Rule:
    """One form of leaving: letters one of which it needs, the form over the letters, and an example."""

    __slots__ = ("_form", "_needs", "example")

    def __init__(self, needs: str, form: str, example: str) -> None:
        for sign, letters in _KNOWN.items():
            form = form.replace(sign, letters)
        form = _AN_END.sub("Eε", _ANY_END.sub("[Eε]", form))
        needs = needs.replace("E", "Eε")
        self._needs, self._form, self.example = frozenset(needs), re.compile(form), example

    def fits(self, said: str) -> bool:
        """Whether a message in letters has this form."""
        return not self._needs.isdisjoint(said) and self._form.search(said) is not None


RULES: Mapping[str, tuple[Rule, ...]] = {
    "an order not to": (
        Rule("N", r"\.[^.Qt]*N(?:~|[GgUJqH])*A#*\.", "đừng nhắn tin cho tôi"),
        Rule("N", r"\.[^.Q]*N(?:~|[GgUJqH])*[Aa][^.FQ]*M", "đừng nhắn giờ này nữa"),
        Rule("ky", r"\.#*[ky]P?A#*\.|\.(?:~)*k_A#*\.", "khỏi nhắn nha em"),
        Rule("Nky", r"\.#*[Nky](?:~|[GgUJq])*j#*\.", "thôi nhận tin nhé"),
        Rule("Nk", r"\.[^.FQts]*[Nk](?:~|[GgUJq])*[HTv](?:~|[TDAHLvVr])*\.", "đừng hỏi tôi nữa"),
        Rule("Nk", r"\.[^.FQts]*[Nk](?:~|[GgUJq])*[HT](?:~|T)*M#*\.", "mai mốt đừng gửi nữa cưng"),
        Rule("yd", r"\.#*[yd](?:~|[Gg]){0,3}[AHa](?:~|[TDAHLv_])*M", "thôi nhắn chi nữa"),
        Rule("N", r"\.[^.FQts]*N(?:~)*_?(?:~)*V(?:~|[TDAHLv])*M", "đừng bắt tôi trả lời nữa"),
        Rule("Nk", r"\.[^.FQts]*[Nk](?:~)*u(?:~|[TDAHLv])*M", "xin đừng gửi lại nữa"),
        Rule("d", r"\.[^.FQKq]*d[IYPlH]*A[^.FQ]*M", "đúng nhắn tin lung tung nữa"),
        Rule("d", r"\.[^.FQKq]*d[IYPlH]*A(?:~|[TDL])*\.", "đứng làm phiền tôi"),
        Rule("R", r"\.#*R[IYP]*K[IPG]*(?:A|H[Tv])#*\.", "đề nghị không liên hệ với tôi"),
        Rule("N", r"\.[^.FQt]*N[^.FQtEX]*[ATj]#*\.", "đừng kết bạn làm phiền tôi"),
        Rule("N", r"\.[^.FQt]*N(?:~)*[ZX][^.FQt]*[DL]#*M", "đừng đưa tên tôi vào danh sách nữa"),
    ),
    "not wanted": (
        Rule("K", r"\.[^.FQq]*K[IYPMl]*[WRBJG](?:~|[JGgHS])*[TAj][^.FQUVt]*\.", "không muốn bị làm phiền"),
        Rule("K", r"\.[^.FQq]*K(?:~|[JGg])*j[^.FQUVt]*\.", "mình không nhận tin nữa đâu"),
        Rule("K", r"\.[^.FQq]*K[IYPMl]*[WRBJ](?:~|[JG])*H(?:~|T)*\.", "không cần gọi cho tôi"),
        Rule("K", r"\.[^.FQq]*K[IYPMl]*[WJ](?:~|[JG])*G(?:~)*D#*\.", "không có nhu cầu nhận thông tin này"),
        Rule("i", r"\.(?:~)*[RB](?:~|_){0,5}i(?:~)*\.", "để cho bà già này yên thân"),
        Rule("K", r"\.(?:~)*K[IYPMl]*[BW][IYP]*G(?:~|M)*\.", "không muốn nhận"),
        Rule("K", r"\.[^.FQq]*K[IYPl]*G(?:~)*H[^.FQUVt]*\.", "từ nay tôi không nhận bất kỳ tin nào"),
    ),
    "no more": (
        Rule("K", r"\.[^.FQq]*K(?:~|[Gg])*[AHGgaTj](?:~|[TDAHGL])*M", "không gửi cho tôi nữa nhé"),
        Rule("K", r"\.(?:~)*y[IYP]*K[IYP]*v(?:~)*M", "thôi không khảo sát gì nữa"),
        Rule("K", r"\.(?:~)*K[IYPBW]*l(?:~|[Vv])*\.", "không muốn tiếp tục"),
    ),
    "an end": (
        Rule("E", r"\.(?:~|[TAHvVZJx])*E(?:~|[TVvADHrGjE]|[Ok]+P*L|[ks])*O?(?:~)*\.", "thôi dừng ở đây nhé"),
        Rule("E", r"<E(?:~|[VGHr])*@#*\.", "theo luật tôi ngừng nhận tin"),
        Rule("df", r"\.(?:~|o)*B[IYP]*[df](?:~)*\.", "tôi muốn huy"),
        Rule("ef", r"\.(?:~|[TAHv])*[ef](?:~|[GH])*[TvrLAj](?:~|[TVvADHLrOj])*\.", "nghỉ nhắn giùm"),
        Rule("efz", r"\.(?:~|[TAHv])*[efz](?:~)*[vr](?:~|[TVvADHLrOj])*\.", "bỏ đăng ký giùm"),
        Rule("eEf", r"<[eEf](?:~)*D(?:~|[DL])*\.", "chặn số này"),
        Rule("y", r"\.[IYP]*B[IYP]*y(?:~)+\.", "bác xin thôi từ đây"),
        Rule("Ee", r"\.[^.QbK]*[AHaT](?:~|[TAH])*C(?:~|[TAH.])*[Ee](?:~)*\.", "nhắn hoài mệt quá dừng đi"),
        Rule(
            "y",
            r"\.[^.QbK]*(?:[AHaT](?:~|[TAH])*C|l[AHT])(?:~)*\.?y(?:~)*\.",
            "nhắn hoài vậy trời, thôi nghen",
        ),
        Rule("E", r"\.(?:~)*EU(?:~|o)*\.", "dừng được rồi"),
        Rule("E", r"\.[^.FQqbK]*[AH]P*I?P*IR?P*E(?:~|E)*\.", "nhắn tôi là tôi chặn sạch"),
        Rule("E", r"<[IRByo]P*E(?:~)*\.", "nói chung là tôi muốn kết thúc"),
        Rule("E", r"<E[^.FQKNbq]{0,3}[TjA]#*\.", "tắt chuông tin nhắn này kiểu gì"),
        Rule("x", r"\.(?:~)*E(?:~)*K[IYP]*x", "dừng đi không tao chửi"),
        Rule("y", r"A[^.FQ]*\.(?:[^.FQ]*\.)?y[IYRB]*P(?:~)*\.$", "ngày nào cũng nhắn, thôi nghen"),
        Rule("f", r"\.fH(?:~)*\.", "huy tin"),
        Rule("f", r"\.fR(?:~)*\.", "huy giúp em với"),
        Rule("f", r"\.f\.(?:(?:~|[fKVv])+\.)+$", "huy, khong tham gia"),
        Rule("df", r"\.[^.FQKqd]*C[^.FQKqd]*\.?[IYP]*[df][IYPRUo]*\.$", "hoi nhieu qua, dung"),
    ),
    "a refusal": (
        Rule("c", r"\.(?:~)*c(?:~|[Ga])*\.", "tôi xin từ chối nhận"),
        Rule("c", r"<c(?:~|[GVl])*[TAHSj]#*\.", "theo luật tôi từ chối nhận tin"),
        Rule("c", r"<c(?:~|[vV])*\.(?:~|G)*[TjA]", "từ chối khảo sát và tin nhắn"),
    ),
    "taken out": (
        Rule("X", r"<X(?:~)*[DL][^.FQKh]*\.", "yêu cầu xóa số của tôi ngay"),
        Rule("X", r"<X(?:~)*[Ok][^.FQKh]*\.", "gỡ tôi khỏi đây"),
        Rule("GZzERB", r"<[GZzERB]P*(?:I|D)(?:~|D)*[Ok]+(?:~|D)*L#*\.", "đưa tôi ra khỏi danh sách"),
        Rule("XzZE", r"<[XzZE][^.FQ]{0,4}[Ok](?:~|D)*[Lv]#*\.", "xóa đầu số này khỏi danh sách"),
        Rule("n", r"<[DA](?:~|[DZo])*n", "đưa số này vào danh sách đen"),
        Rule("n", r"\.[^.FQK]*n[^.FQK]{0,3}\.", "vào danh sách đen nằm chơi nhé"),
        Rule("B", r"<BP*[Ok]+(?:~)*[Lv]#*\.", "cho tôi ra khỏi nhóm này"),
        Rule("zZEX", r"<[zZEX](?:~|D)*[Ok]+(?:~|D)*L#*\.", "rút khỏi danh sách"),
        Rule("z", r"<z(?:~)*D(?:~|D)*I(?:~|[OLk])*\.", "bỏ số của tôi giùm"),
        Rule("z", r"<z(?:~)*D[IYRPM]*\.", "bỏ số này đi"),
        Rule("GZzE", r"<[GZzE]P*[ID](?:~|D)*O?k(?:~)*\.", "lấy số tôi ra khỏi đó"),
        Rule("zE", r"<[zE]P*[ID](?:~|D)*[Ok]#*\.", "bỏ tôi ra"),
        Rule("X", r"\.(?:~)*X(?:~|[LOD])*\.", "xóa tôi đi"),
    ),
    "consent withdrawn": (
        Rule("EXZ", r"<[EXZ](?:~)*J", "tôi rút lại sự đồng ý"),
        Rule("K", r"\.#*K[IYP]*J(?:~|[dS_])*[DS](?:~)*\.", "không đồng ý cho dùng số của tôi"),
        Rule("KNcE", r"\.#*[KNcE](?:~|[JGH])*S#*[DT]", "không đồng ý cho sử dụng số của tôi"),
    ),
    "a threat": (
        Rule("M", r"\.#*[AHTa](?:~|T)*M[^FQ]{0,8}[xEe]", "nhắn nữa tao chặn"),
        Rule("l", r"\.#*l(?:~|G)*[AHTa][^FQ]{0,10}[xE]", "còn gửi tin là tôi kiện"),
        Rule("x", r"\.#*[AH]P*[HT]P*IR?x#*\.", "gửi thêm tin nào tôi tố cáo tin đó"),
        Rule("x", r"\.(?:~)*x[AD](?:~|o)*\.", "report spam"),
        Rule("x", r"x#{0,4}l(?:~|[GU])*[AHT]", "tôi sẽ kiện nếu cứ nhắn"),
    ),
}

_INSTEAD = re.compile(
    r"\.[^.]*N[^.M]*\.[IYPtw]*[AH][^.NKMEx]*[UyuR][^.]*\.$|\.[IYP]*Es[^.]*\.[^.]*s"
    r"|\.[^.]*N[^.M]*\.[IYP]*w[^.NKMEx]*[VAH]"
)
"""Another way or time is asked for, or another question: `đừng gọi điện, nhắn tin thì được`."""
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
    is_unmarked = heard.line.isascii() or not any(
        sign.isalpha() and not sign.isascii() for sign in heard.line
    )
    said = (letters_of(clause.words, clause.plain, is_unmarked=is_unmarked) for clause in clauses)
    return BREAK + BREAK.join(said) + BREAK


def leaves(heard: Heard, *, is_beside_text: bool = False) -> str:
    """Return the name of the rule by which the message wants to hear no more; "" when by none.

    `is_beside_text`: only by the rules that any text as an answer cannot fulfil.
    """
    said = letters(heard)
    rules = _UNMISTAKABLE if is_beside_text else RULES
    return next((name for name, ways in rules.items() if any(rule.fits(said) for rule in ways)), "")


def asks_for_another_way(said: str) -> bool:
    """Whether a message in letters wants another channel, another time or another question instead."""
    return _INSTEAD.search(said) is not None


def speaks_of_others(heard: Heard) -> bool:
    """Whether offices, papers, traffic or other people are spoken of."""
    return not _OTHERS.isdisjoint(letters(heard))
