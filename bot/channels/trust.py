"""Whether a text may be sent to a citizen: what tells a public survey from a fraud, checked before it leaves.

Rules (domain.md §6, "Invitation rules"; reliability.md §5.1; issue of trust):
* no link: none in an SMS or a Zalo template, and elsewhere only to an address under .gov.vn;
* no forbidden words: nobody is asked for an OTP, a password, an ID or account number, money, or to install
  or open anything; saying that these are never asked for is what an honest letter does;
* what we start names the department, a landline to check and the word to stop; the first letter and its
  reminders also the decision;
* an SMS loses no letter on its way, fits into so many parts, and no hole is left unfilled.

An error forbids sending, a warning is for a person to weigh. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.channels.segments import segments, unaccent
from bot.ports import ChannelName, Sender

STOP_WORDS: Final = ("HUY", "STOP")
"""Words that letters teach, each understood by the interview."""

_BARE: Final = frozenset({ChannelName.SMS, ChannelName.ZNS})
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*"
    r"\.(?:vn|com|net|org|info|top|xyz|site|online|shop|me|ly|cc|gl|io|app|link)\b(?:/\S*)?",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(r"^(?:https?://)?(?:[a-z0-9-]+\.)+gov\.vn(?:[/?#]|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"\b(?:otp|ma xac (?:thuc|minh)|mat khau|password|passcode|ma pin|cvv"
    r"|so (?:the|tai khoan|can cuoc|cccd|cmnd|cmtnd)|tai khoan ngan hang|bank account|id number|card number"
    r"|(?:anh|hinh|chup) (?:the )?(?:can cuoc|cccd|cmnd)|chuyen (?:khoan|tien)|nop tien|dong tien|dat coc"
    r"|transfer money|pay a fee|(?:bam|nhan) vao (?:link|lien ket|duong dan|day)|click|truy cap|dang nhap"
    r"|(?:cai(?: dat)?|tai) (?:ung dung|app|phan mem)|install|download"
    r"|trung thuong|qua tang|you have won|prize)\b"
)
_DENIED = re.compile(r"\b(?:khong|chang|dung|cam|no|not|never|nor|don't|without)\b")
_HOLE = re.compile(r"\{[a-z_]+\}")
_LANDLINE = re.compile(r"(?:\+84|0)2\d{8,9}")
_SERVICE_NUMBER = re.compile(r"10\d\d|1800\d{4,6}|1900\d{4,6}")


class Role(Enum):
    """What a text is, for what it must hold."""

    FIRST = "first"  # an invitation and its reminders: from strangers to a stranger
    STARTED = "started"  # another letter that we start, to somebody who answers already
    REPLY = "reply"  # an answer to the person's own message
    QUESTION = "question"  # a questionnaire's own words


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing wrong with a text: a code, what to tell an officer in both languages, how bad it is."""

    code: str
    vietnamese: str
    english: str
    is_error: bool = True


def doubts_of(
    text: str, *, channel: ChannelName, role: Role, sender: Sender, parts_at_most: int = 3
) -> list[Doubt]:
    """Everything wrong with a text as it would leave, with the facts filled in; [] for a good one."""
    found = [*_links(text, channel), *_forbidden(text, role), *_holes(text)]
    if role in {Role.FIRST, Role.STARTED}:
        found += _missing(text, role, sender)
    if channel is ChannelName.SMS:
        found += _parts(text, parts_at_most)
    return found


def doubts_of_sender(sender: Sender) -> list[Doubt]:
    """What is wrong with the facts themselves: nobody could check, or nobody could reply."""
    found = []
    bare = re.sub(r"[ .()-]", "", sender.hotline)
    if not _LANDLINE.fullmatch(bare) and not _SERVICE_NUMBER.fullmatch(bare):
        found.append(
            Doubt(
                "hotline",
                f"“{sender.hotline}” không phải số máy bàn của cơ quan (02…) hay tổng đài (1022, 1800…): "
                "người dân không kiểm tra được ai đang hỏi",
                f"“{sender.hotline}” is no landline (02…) or service number: people cannot check who asks",
            )
        )
    number = sender.reply_number
    if number and not re.fullmatch(r"\+?\d{3,15}", number.replace(" ", "")):
        found.append(
            Doubt(
                "reply",
                f"“{number}” là tên thương hiệu: không ai nhắn lại được; cần một đầu số",
                f"“{number}” is a brandname: nobody can reply to it; a number is needed",
            )
        )
    if not number and not sender.oa_name:
        found.append(
            Doubt(
                "reply",
                "Không có đầu số và không có Zalo OA: người được mời không có chỗ trả lời bằng tin nhắn",
                "neither a number nor an Official Account: whoever is invited has nowhere to reply to",
            )
        )
    return found


def _links(text: str, channel: ChannelName) -> Iterator[Doubt]:
    for found in _LINK.finditer(text):
        if channel in _BARE:
            yield Doubt(
                "link",
                f"có đường dẫn “{found[0]}”: tin nhắn không bao giờ kèm đường dẫn",
                f"holds the link “{found[0]}”: a text message never does",
            )
        elif not _OFFICIAL.match(found[0]):
            yield Doubt(
                "link",
                f"đường dẫn “{found[0]}” không thuộc .gov.vn",
                f"the link “{found[0]}” is not under .gov.vn",
            )


def _forbidden(text: str, role: Role) -> Iterator[Doubt]:
    """A forbidden word that its own clause does not deny; in a question, for a person to weigh."""
    for sentence in re.split(r"[.!?;:\n]", unaccent(text).lower()):
        for found in _FORBIDDEN.finditer(sentence):
            if _DENIED.search(sentence[: found.start()]):
                continue
            yield Doubt(
                "forbidden",
                f"có “{found[0]}”: thư lừa đảo hay đòi hoặc hứa điều này",
                f"holds “{found[0]}”: what frauds ask for or promise",
                is_error=role is not Role.QUESTION,
            )


def _holes(text: str) -> Iterator[Doubt]:
    for hole in sorted(set(_HOLE.findall(text))):
        yield Doubt("hole", f"còn chỗ trống {hole}", f"{hole} is not filled in")


def _missing(text: str, role: Role, sender: Sender) -> Iterator[Doubt]:
    plain = unaccent(text)
    facts = [
        ("department", sender.department, "tên cơ quan hỏi", "the department"),
        ("hotline", sender.hotline, "số máy bàn để kiểm tra", "the landline to check"),
    ]
    if role is Role.FIRST:
        facts.append(("decision", sender.decision, "số quyết định", "the decision"))
    for code, fact, vietnamese, english in facts:
        if not fact or unaccent(fact) not in plain:
            yield Doubt(code, f"không nêu {vietnamese}", f"does not name {english}")
    if not any(re.search(rf"\b{word}\b", plain) for word in STOP_WORDS):
        words = ", ".join(STOP_WORDS)
        yield Doubt("stop", f"không nói từ để ngừng ({words})", f"does not tell the word to stop ({words})")


def _parts(text: str, parts_at_most: int) -> Iterator[Doubt]:
    plain = unaccent(text)
    if plain.count("?") > text.count("?"):
        yield Doubt("lost", "có ký tự mà SMS không gửi được", "holds characters that an SMS cannot carry")
    parts = segments(plain).parts
    if parts > parts_at_most:
        yield Doubt(
            "parts",
            f"dài {parts} phần SMS, kế hoạch cho {parts_at_most}",
            f"takes {parts} parts of SMS, the plan allows {parts_at_most}",
            is_error=False,
        )
