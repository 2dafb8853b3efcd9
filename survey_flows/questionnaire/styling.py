"""Wordings without the marks that style them in Collect: a conversation is plain text.

Rules (XLSForm reference, "Styling prompts"): `**bold**`, `__bold__`, `*slanted*`, `_slanted_`, `# Heading`,
`[name](address)`, `<span …>` and `<font …>`, and a backslash before a mark that is meant. A mark inside a
word or beside a number is none: `ten_cua_toi`, `2*3`, `Họ tên *`.
"""

from __future__ import annotations

import re
from typing import Final

_BREAK: Final = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:span|font|p|b|i|u|strong|em|big|small|center|div|h[1-6])(?:\s[^<>]*)?>", re.IGNORECASE
)
_HEADING: Final = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
_LINK: Final = re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+)\)")
_MARKED: Final = tuple(
    re.compile(rf"(?<![\w\\{one}])(?:{mark})(?=[^\s*_,.;:!?)])([^\n]+?)(?<=[^\s\\])(?:{mark})(?![\w{one}])")
    for one, mark in (("*", r"\*\*"), ("_", "__"), ("*", r"\*"), ("_", "_"))
)
_MEANT: Final = re.compile(r"\\([*_#\[\]<>\\])")


def unstyled(text: str) -> str:
    """A wording as it is read out.

    >>> unstyled("# Phần I: **đọc kỹ** [ở đây](https://vidu.vn), <span style='color:red'>ngay</span>")
    'Phần I: đọc kỹ ở đây (https://vidu.vn), ngay'
    >>> unstyled("Có ____ người, ____ con; __chỉ__ *một* **số**"), unstyled("Lương < 5 triệu hay > 5")
    ('Có ____ người, ____ con; chỉ một số', 'Lương < 5 triệu hay > 5')
    >>> unstyled("ten_cua_toi 2*3*4, Họ tên *, \\\\*không\\\\*, ${_a} và ${_b}")
    'ten_cua_toi 2*3*4, Họ tên *, *không*, ${_a} và ${_b}'
    """
    plain = _TAG.sub("", _BREAK.sub("\n", text)) if "<" in text else text
    plain = _LINK.sub(r"\1 (\2)", _HEADING.sub("", plain))
    for marked in _MARKED:
        plain = marked.sub(r"\1", plain)
    return _MEANT.sub(r"\1", plain)
