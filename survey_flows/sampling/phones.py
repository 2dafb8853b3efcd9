"""Phone numbers as offices write them, made into E.164.

Rules: only a Vietnamese mobile number can be invited. The plain case is decided by the table of
mobile prefixes (a full parse costs 27 µs, measured; the table 0.5); everything odd goes to
`phonenumbers`. Eleven-digit numbers from before the change of 2018 are moved to their ten-digit
form by the operators' table; a leading zero lost in a spreadsheet is put back.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from survey_flows.sampling.messages import ProblemCode

_PLAIN_MOBILE = re.compile(r"(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}")
_COUNTRY = re.compile(r"(?:\+|00)?84(?=\d{9,10}$)")
_NOISE = str.maketrans("", "", " .-()\u00a0\t'")
_SEPARATORS = re.compile(r"\s*[/,;&|]\s*|\s+(?:và|hoặc|hoac|or)\s+", re.IGNORECASE)
_ROUNDED = re.compile(r"^\d([.,]\d+)?[eE]\+?\d+$")

# Old prefix after the zero -> new prefix after the zero.
_MOVED = MappingProxyType(
    {
        "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",  # MobiFone
        "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",  # VinaPhone
        "162": "32", "163": "33", "164": "34", "165": "35", "166": "36",  # Viettel
        "167": "37", "168": "38", "169": "39",
        "186": "56", "188": "58", "199": "59",  # Vietnamobile, Gmobile
    }
)  # fmt: skip
_MOVED_NUMBER = re.compile(r"1\d{9}")


def read_phone(text: str) -> tuple[str, ProblemCode | None]:
    """The number in E.164 and what is odd about it; "" when it cannot be used.

    An empty cell is no problem here: its line is excluded later for want of a phone.

    >>> read_phone("0912 345 678")
    ('+84912345678', None)
    >>> read_phone("01689123456")
    ('+84389123456', None)
    >>> read_phone("0212 3852 123")
    ('', <ProblemCode.LANDLINE: 'landline'>)
    """
    if len(text) == 10 and text[0] == "0" and _PLAIN_MOBILE.fullmatch(text, 1):
        return "+84" + text[1:], None
    stripped = text.translate(_NOISE)
    if len(stripped) == 10 and stripped[0] == "0" and _PLAIN_MOBILE.fullmatch(stripped, 1):
        return "+84" + stripped[1:], None
    if not stripped:
        return "", None
    if _ROUNDED.match(text.strip()):
        return "", ProblemCode.ROUNDED_PHONE
    parts = [part for part in _SEPARATORS.split(text.strip()) if part]
    if len(parts) > 1:
        usable = next((phone for phone, _ in map(read_phone, parts) if phone), "")
        return usable, ProblemCode.SEVERAL_PHONES if usable else ProblemCode.MALFORMED_PHONE
    return _read_odd(stripped)


def _read_odd(stripped: str) -> tuple[str, ProblemCode | None]:
    national = _COUNTRY.sub("", stripped, count=1).removeprefix("0")
    if _MOVED_NUMBER.fullmatch(national) and (prefix := _MOVED.get(national[:3])):
        national = prefix + national[3:]
    if _PLAIN_MOBILE.fullmatch(national):
        return "+84" + national, None
    return _parse(stripped)


@lru_cache(maxsize=4096)
def _parse(text: str) -> tuple[str, ProblemCode | None]:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return "", ProblemCode.MALFORMED_PHONE
    if not phonenumbers.is_valid_number(number):
        return "", ProblemCode.MALFORMED_PHONE
    if number.country_code != 84:
        return "", ProblemCode.FOREIGN_PHONE
    if phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.MOBILE:
        return "", ProblemCode.LANDLINE
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), None
