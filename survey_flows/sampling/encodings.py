"""The text of a list, whatever a Vietnamese office saved it in.

Rules: UTF-8 and UTF-16 are what they say they are. Bytes that are neither were saved by an older
Excel in Windows-1258, or typed in a font of before Unicode: TCVN3 (".VnTime"), where one Latin-1
letter stands for one Vietnamese letter, or VNI ("VNI-Times"), where a letter is followed by its marks.
Text from such a font may come in a Unicode file too, since the font was all that made it Vietnamese.
Each reading is judged by its syllables: the most Vietnamese wins, and what is Vietnamese already is
never touched. Text leaves here in NFC.

Sources: TCVN 5712:1993, form 3 (ABC); the VNI encoding for Windows; code page 1258.
"""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

BROKEN: Final = "\ufffd"
"""What stands for bytes nobody could read."""

_SAMPLE: Final = 20_000  # characters that are looked at to judge a reading
_SAMPLE_BYTES: Final = 10 * _SAMPLE  # which hold so many characters in any encoding, decomposed or not
_FIRST_LINES: Final = 20
_BLOCK: Final = 1 << 18  # bytes that are made text at once: a list of 200 MB is never text as a whole
_MARGIN: Final = 3  # a repaired text must score so much better: a few foreign names prove nothing

_TCVN3: Final = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
_VNI_MARKS: Final[Mapping[str, Mapping[str, str]]] = {
    "a": dict(zip("øùûõïêèéúüëâàáåãä", "àáảãạăằắẳẵặâầấẩẫậ", strict=True)),
    "e": dict(zip("øùûõïâàáåãä", "èéẻẽẹêềếểễệ", strict=True)),
    "o": dict(zip("øùûõïâàáåãä", "òóỏõọôồốổỗộ", strict=True)),
    "ô": dict(zip("øùûõï", "ờớởỡợ", strict=True)),
    "u": dict(zip("øùûõï", "ùúủũụ", strict=True)),
    "ö": dict(zip("øùûõï", "ừứửữự", strict=True)),
    "y": dict(zip("øùûõ", "ỳýỷỹ", strict=True)),
}
_VNI_ALONE: Final[Mapping[str, str]] = {
    "ô": "ơ", "ö": "ư", "ñ": "đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_VNI_LETTERS: Final = re.compile(
    "|".join(f"{letter}[{''.join(marks)}]" for letter, marks in _VNI_MARKS.items())
    + f"|[{''.join(_VNI_ALONE)}]",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\s\d!-/:-@\[-`{-~]+")
_SYLLABLE: Final = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"[aăâeêioôơuưy]{1,3}"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_TONED: Final[Mapping[str, str]] = {
    toned: plain
    for plain, family in {
        "a": "àáảãạ", "ă": "ằắẳẵặ", "â": "ầấẩẫậ", "e": "èéẻẽẹ", "ê": "ềếểễệ", "i": "ìíỉĩị",
        "o": "òóỏõọ", "ô": "ồốổỗộ", "ơ": "ờớởỡợ", "u": "ùúủũụ", "ư": "ừứửữự", "y": "ỳýỷỹỵ",
    }.items()
    for toned in family
}  # fmt: skip


class Encoding(StrEnum):
    """How a list was written."""

    UNICODE = "Unicode"
    WINDOWS_1258 = "Windows-1258"
    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in NFC, and what it was written in."""

    text: str
    encoding: Encoding


@dataclass(frozen=True, slots=True)
class Writing:
    """How the bytes of a list become text: a codec, what its font needs, and the name we call it by."""

    codec: str
    repair: Callable[[str], str]
    encoding: Encoding

    def text(self, content: bytes) -> str:
        """All of it, in NFC. Never raises: what cannot be read stands as U+FFFD."""
        return _composed(self.repair(content.decode(self.codec, errors="replace")))

    def lines(self, content: bytes) -> Iterator[list[str]]:
        """The physical lines of `text`, whatever ends them, a block at a time."""
        decode = codecs.getincrementaldecoder(self.codec)("replace")
        decoder = io.IncrementalNewlineDecoder(decode, translate=True)
        begun: list[str] = []  # of a line that ends in a later block
        for start in range(0, len(content), _BLOCK):
            text = decoder.decode(content[start : start + _BLOCK])
            end = text.rfind("\n")
            if end < 0:
                begun.append(text)
                continue
            yield self._cleaned("".join([*begun, text[:end]])).split("\n")
            begun = [text[end + 1 :]]
        begun.append(decoder.decode(b"", final=True))
        yield self._cleaned("".join(begun)).split("\n")

    def _cleaned(self, text: str) -> str:
        return _composed(self.repair(text)).replace("\x00", BROKEN)


def writing_of(content: bytes) -> Writing:
    """What a file is written in, told from its first characters and from whether all of it is UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Writing("utf-16", _unchanged, Encoding.UNICODE)
    first = content[:_SAMPLE_BYTES]
    if _is_utf8(content):
        repair, encoding = legacy_font(first.decode("utf-8-sig", errors="replace"))
        return Writing("utf-8-sig", repair, encoding)
    # A list with a few broken bytes, or with noise below its first lines, is still what those lines are.
    marked = [_is_utf8(line) for line in first.split(b"\n")[:_FIRST_LINES] if not line.isascii()]
    if sum(marked) > len(marked) / 2:
        return Writing("utf-8-sig", _unchanged, Encoding.UNICODE)
    # Else the most Vietnamese of all readings.
    readings = (
        Writing("cp1258", _unchanged, Encoding.WINDOWS_1258),
        Writing("latin-1", from_tcvn3, Encoding.TCVN3),
        Writing("latin-1", from_vni, Encoding.VNI),
        Writing("utf-8", _unchanged, Encoding.UNICODE),
    )
    return max(readings, key=lambda one: _score(one.text(first)[:_SAMPLE]))


def read_text(content: bytes) -> Text:
    """The text of a file. Never raises: what cannot be read stands as U+FFFD.

    >>> read_text("Hä vµ tªn, NguyÔn V¨n ¸nh".encode("latin-1")).text
    'Họ và tên, Nguyễn Văn ánh'
    """
    writing = writing_of(content)
    return Text(writing.text(content), writing.encoding)


def legacy_font(text: str) -> tuple[Callable[[str], str], Encoding]:
    """What turns text like `text` into Vietnamese, and the font it was typed in.

    For Unicode text that is Vietnamese already, or not Vietnamese at all, the text itself.
    """
    sample = text[:_SAMPLE]
    score, repair, encoding = _score(sample) + _MARGIN, _unchanged, Encoding.UNICODE
    for way, name in ((from_tcvn3, Encoding.TCVN3), (from_vni, Encoding.VNI)):
        if (found := _score(way(sample))) > score:
            score, repair, encoding = found, way, name
    return repair, encoding


def from_tcvn3(text: str) -> str:
    """Text typed in a TCVN3 font. Capitals with marks were a matter of the font: they come out small.

    >>> from_tcvn3("Së Néi vô tØnh S¬n La")
    'Sở Nội vụ tỉnh Sơn La'
    """
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Text typed in a VNI font.

    >>> from_vni("Sôû Noäi vuï tænh Sôn La, Nguyeãn Thò Ñöùc")
    'Sở Nội vụ tỉnh Sơn La, Nguyễn Thị Đức'
    """
    return _VNI_LETTERS.sub(_vni_letter, text)


def _vni_letter(found: re.Match[str]) -> str:
    written = found[0]
    small = written.lower()
    letter = _VNI_ALONE[small] if len(small) == 1 else _VNI_MARKS[small[0]][small[1]]
    return letter.upper() if written[0].isupper() else letter


def _is_utf8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _BLOCK):
            decoder.decode(content[start : start + _BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _score(text: str) -> int:
    """Words with marks that are Vietnamese syllables, less twice those that are not."""
    found = 0
    for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()):
        if not word.isascii():
            found += 1 if _is_syllable(word) else -2
    return found


def _is_syllable(word: str) -> bool:
    """Whether a word has the shape of a Vietnamese syllable: one vowel group, at most one tone."""
    tones = 0
    plain = []
    for letter in word:
        if letter in _TONED:
            tones += 1
            plain.append(_TONED[letter])
        else:
            plain.append(letter)
    return tones <= 1 and _SYLLABLE.fullmatch("".join(plain)) is not None


def _composed(text: str) -> str:
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _unchanged(text: str) -> str:
    return text
