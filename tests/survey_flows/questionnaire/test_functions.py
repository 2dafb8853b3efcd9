"""Every function of the ODK XForms specification, by examples of what its prose says.

Specification: https://getodk.github.io/xforms-spec, section "XPath Functions". Expressions go through `read`,
as a form's do; `${…}` refer to the answers below.
"""

from __future__ import annotations

import math

import pytest

from survey_flows.questionnaire.expressions import compiled, read
from survey_flows.questionnaire.functions import Lookups
from survey_flows.questionnaire.vocabulary import SIGNATURES
from tests.oracle.judge import document

ANSWERS = {
    "n": "5",
    "m": "-2.5",
    "blank": "",
    "codes": "a b c",
    "t": "Mường La",
    "d": "2024-09-28",
    "at": "2024-09-28T06:30:15.250+07:00",
    "time": "18:00",
    "field": "21.3 103.9 0 0; 21.4 103.9 0 0; 21.4 104.0 0 0; 21.3 103.9 0 0",
    "own": "so far",
}
LOOKUPS = Lookups(
    label=lambda item, code, language: f"{item}/{code}/{language}",
    cell=lambda table, column, key_column, key: f"{table}.{column}[{key_column}={key}]",
)


def value_of(expression: str) -> object:
    """The value of an expression of the item `own`."""
    expressed = read(expression, own="own", items=ANSWERS)
    assert expressed.defects == ()
    return compiled(expressed.xpath, LOOKUPS)(document(ANSWERS))


TEXTS = [
    ("string(${n})", "5"),
    ("string(2.50)", "2.5"),
    ("string()", "so far"),
    ("string(5000000 * 1000)", "5000000000"),
    ("string(0 - 2147483649)", "-2147483649"),
    ("string(1 div 1000000)", "0.000001"),
    ("substr(5000000 * 1000, 0, 3)", "500"),
    ("substring-before(5000000000 + 0.5, '.')", "5000000000"),
    ("translate(if(${n} = 5, 3000000000, 'x'), '0', 'o')", "3ooooooooo"),
    ("concat('a')", "a"),
    ("concat(${codes} | ${n}, '-', 1 = 1)", "5a b c-true"),
    ("join(', ', ${n} | ${m}, 'x')", "5, -2.5, x"),
    ("join(', ', ${codes})", "a b c"),
    ("substr('hindrance', 0, 4)", "hind"),
    ("substr('hindrance', 4)", "rance"),
    ("substr('hindrance', -3)", "nce"),
    ("substr('hindrance', 2, -2)", "ndran"),
    ("substr('abc', 2, 1)", ""),
    ("substr('abc', -9, 9)", "abc"),
    ("substring('12345', 2, 3)", "234"),
    ("substring-before('xã/huyện', '/')", "xã"),
    ("substring-after('xã/huyện', '/')", "huyện"),
    ("translate(${t}, 'ườ', 'uo')", "Muong La"),
    ("normalize-space('  a   b ')", "a b"),
    ("digest('', 'SHA-256', 'hex')", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("digest('', 'md5')", "1B2M2Y8AsgTpgAmY7PhCfg=="),
    ("digest('', 'SHA-1', 'base64')", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
    ("digest('a', 'CRC')", ""),
    ("base64-decode('Tcaw4budbmc=')", "Mường"),
    ("base64-decode('?')", ""),
    ("pulldata('communes', 'name', 'code', ${n})", "communes.name[code=5]"),
    ("if(${n} > 3, 'many', 'few')", "many"),
    ("if(${blank}, 'there', 'not there')", "not there"),
    ("coalesce(${blank}, ${n})", "5"),
    ("coalesce(number('x'), ${blank}, 'last')", "last"),
    ("once('new')", "so far"),
    ("selected-at(${codes}, 0)", "a"),
    ("selected-at(${codes}, 3)", ""),
    ("selected-at(${codes}, -1)", ""),
    ("jr:choice-name(selected-at(${codes}, 1), '${codes}')", "codes/b/"),
    ("jr:choice-name('a', ' /data/group/codes ', 'en')", "codes/a/en"),
    ("indexed-repeat(${n} | ${m}, ${n}, 2)", "-2.5"),
    ("indexed-repeat(${n} | ${m}, ${n}, 3)", ""),
    ("today()", ""),
    ("now()", ""),
    ("date('2024-09-28')", "2024-09-28"),
    ("date(${at})", "2024-09-28"),
    ("date(1)", "1970-01-02"),
    ("date(${blank})", ""),
    ("date('2024-02-30')", ""),
    ("date(1 div 0)", ""),
    ("date-time(${d})", "2024-09-28T00:00:00.000+07:00"),
    ("date-time(0.5)", "1970-01-01T12:00:00.000+07:00"),
    ("date-time('2024-09-28T00:00:00Z')", "2024-09-28T07:00:00.000+07:00"),
    ("date-time('x')", ""),
    ("format-date(${d}, '%d/%m/%Y %e.%n.%y %a %b')", "28/09/2024 28.9.24 Sat Sep"),
    ("format-date(${d} + 7, '%d/%m')", "05/10"),
    ("format-date(${blank}, '%Y')", ""),
    ("format-date('hôm qua', '%Y')", ""),
    ("format-date-time(${at}, '%H:%M:%S.%3 %h 100%% %q')", "06:30:15.250 6 100% %q"),
]
NUMBERS = [
    ("number('12.5')", 12.5),
    ("number(${d})", 19994),
    ("number('1970-01-02T12:00:00+07:00')", 1.5),
    ("number(${time})", 0.75),
    ("number(true())", 1),
    ("number()", math.nan),
    ("number('x')", math.nan),
    ("int(2.9) + int(-2.9)", 0),
    ("int('x')", math.nan),
    ("round(2.5)", 3),
    ("round(-2.5)", -2),
    ("round(2.345, 2)", 2.35),
    ("round(1.005, 2)", 1.01),
    ("round(1234, -2)", 1200),
    ("round(1234, -40)", 0),
    ("round(1.5, 40)", 1.5),
    ("round(1 div 0)", math.inf),
    ("floor(-2.5)", -3),
    ("ceiling(-2.5)", -2),
    ("abs(${m})", 2.5),
    ("pow(2, 10)", 1024),
    ("pow(0, -1)", math.nan),
    ("pow(10, 999)", math.nan),
    ("sqrt(16)", 4),
    ("sqrt(-1)", math.nan),
    ("exp(0)", 1),
    ("exp10(3)", 1000),
    ("log(exp(1))", 1),
    ("log10(1000)", 3),
    ("log(0)", math.nan),
    ("pi()", math.pi),
    ("sin(pi() div 2)", 1),
    ("cos(0)", 1),
    ("tan(0)", 0),
    ("asin(1)", math.pi / 2),
    ("acos(1)", 0),
    ("atan(1)", math.pi / 4),
    ("atan2(1, -1)", 3 * math.pi / 4),
    ("string-length(${t})", 8),
    ("string-length()", 6),
    ("count(${n} | ${blank})", 2),
    ("count-non-empty(${n} | ${blank})", 1),
    ("sum(${n} | ${m} | ${blank})", 2.5),
    ("min(${n}, ${m}, ${blank})", -2.5),
    ("max(${n} | ${m})", 5),
    ("max(${blank})", math.nan),
    ("count-selected(${codes})", 3),
    ("count-selected(' a  b ')", 2),
    ("decimal-date-time('1970-01-01T07:00:00+07:00')", 0),
    ("decimal-date-time('1970-01-02')", 1 - 7 / 24),
    ("decimal-date-time(12.5)", 12.5),
    ("decimal-time('12:00')", 0.5),
    ("decimal-time('06:00:00.000+07:00')", 0.25),
    ("decimal-time(${at})", (6 * 3600 + 30 * 60 + 15.25) / 86400),
    ("distance(${field})", 36708.5589),
    ("area(${field})", 57687684.2),
    ("enclosed-area('21.3 103.9; nowhere; 99 0')", 0),
    ("${d} - '2024-09-01'", 27),
    ("${m} mod 2", -0.5),
    ("-${n} * 2 div 4", -2.5),
    ("1.953 + '16.37'", 1.953 + 16.37),
    ("3.14159265358979323", math.pi),
]
TRUTHS = [
    ("true() and not(false())", True),
    ("boolean(${blank}) or boolean(0)", False),
    ("boolean('false')", True),
    ("boolean-from-string('1') and boolean-from-string('true')", True),
    ("boolean-from-string('yes')", False),
    ("regex(${t}, '[A-Za-zÀ-ỹ ]+')", True),
    ("regex('a1', '[0-9]+')", False),
    ("contains(${t}, 'ng L') and starts-with(${t}, 'M') and ends-with(${t}, 'La')", True),
    ("selected(${codes}, 'b') and is-selected(${codes}, ' c ')", True),
    ("selected(${codes}, '') or selected(${blank}, '')", False),
    ("checklist(1, 2, 'yes', 1, 'no', 0, ${blank})", True),
    ("checklist(-1, 1, 1, 1)", False),
    ("checklist(2, -1, ${n} | ${m})", True),
    ("weighted-checklist(3, 5, 'yes', 2, ${blank}, 9, 1, 1.5)", True),
    ("weighted-checklist(-1, 3, 1, 4)", False),
    ("${d} < '2024-10-01' and ${d} >= '2024-09-28'", True),
    ("${d} = '2024-09-28' and ${d} = 19994 and 19994 = ${d}", True),
    ("${at} > ${d} and ${at} < ${d} + 1", True),
    ("${time} > '17:59' and ${time} <= '18:00'", True),
    ("'x' < 1 or 1 < 'x'", False),
    ("if(1 = 1, 1, 'x') = '1' and if(1 = 1, true(), 'x') = 'y'", True),
    ("if(1 = 2, 1, 'x') != 'x'", False),
]


@pytest.mark.parametrize(("expression", "value"), TEXTS)
def test_texts(expression: str, value: str) -> None:
    assert value_of(expression) == value


@pytest.mark.parametrize(("expression", "value"), NUMBERS)
def test_numbers(expression: str, value: float) -> None:
    assert value_of(expression) == pytest.approx(value, nan_ok=True, rel=1e-6)


@pytest.mark.parametrize(("expression", "value"), TRUTHS)
def test_truths(expression: str, value: bool) -> None:
    assert value_of(expression) is value


def test_every_function_has_an_example() -> None:
    examples = " ".join(expression for expression, _ in (*TEXTS, *NUMBERS, *TRUTHS))
    assert [name for name in SIGNATURES if f"{name}(" not in examples] == []
