"""One small form for every kind of defect, with the cell where it stands.

Row 1 names the sheet, row 2 holds the headings, the survey's rows follow from 3; a heading row of the
choices stands one below their sheet's name. Column B is the first heading.
"""

from __future__ import annotations

from dataclasses import dataclass

CHOICES = """| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """A form with one defect: its code, its cell as shown, the sheets."""

    code: str
    where: str
    sheets: str


def survey(headings: str, *rows: str, choices: str = CHOICES) -> str:
    """A form with these columns and rows, and the list `yn`."""
    return "\n".join(["| survey |", f"| | {headings} |", *(f"| | {row} |" for row in rows), choices])


def one(
    code: str, expression: str, character: int = 0, *, column: str = "relevant", kind: str = "integer"
) -> Broken:
    """A question `b` with an expression after a question `a` (yes or no) and a number `n`."""
    place = f"survey!E5 ({column})" + (f", character {character}" if character else "")
    rows = ("select_one yn | a | A? | ", "integer | n | N? | ", f"{kind} | b | B? | {expression}")
    return Broken(code, place, survey(f"type | name | label | {column}", *rows))


def row(code: str, where: str, headings: str, *rows: str, choices: str = CHOICES) -> Broken:
    """A form of these rows."""
    return Broken(code, where, survey(headings, *rows, choices=choices))


LIST = "| choices |\n| | list_name | name | label |\n"

BROKEN: tuple[Broken, ...] = (
    # characters
    one("curly-quotes", "${a} = ‘yes’", 8),
    one("open-quote", "${a} = 'yes", 8),
    one("open-reference", "${a = 'yes'", 1),
    one("open-reference", "$ {a} = 'yes'", 1),
    one("bare-reference", "$a = 'yes'", 1),
    one("bare-reference", "{a} = 'yes'", 1),
    one("wrong-operator", "${a} == 'yes'", 6),
    one("wrong-operator", "${n} > 1 && ${n} < 5", 10),
    one("wrong-operator", "${n} > 1 \\|\\| ${n} < 5", 10),
    one("wrong-operator", "${n} <> 1", 6),
    one("wrong-operator", "${n} => 1", 6),
    one("wrong-operator", "${n} ≥ 1", 6),
    one("wrong-operator", "!(${n} = 1)", 1),
    one("wrong-operator", "${n} > 1 AND ${n} < 5", 10),
    one("wrong-operator", "${n} / 2 > 1", 6),
    one("wrong-operator", "${n} % 2 = 0", 6),
    one("wrong-operator", "${n}^2 > 4", 5),
    one("wrong-operator", "${n} > 1 và ${n} < 5", 10),
    one("wrong-operator", "${n} in ('1', '2')", 6),
    one("wrong-operator", "${n} > 0,5", 8),
    one("wrong-operator", "${n} > = 1", 6),
    one("wrong-operator", "if(${n} > 1，1, 0) = 1", 12),
    one("bare-reference", "$(n) > 1", 1),
    one("unbalanced-parentheses", "(${n} > 1", 10),
    one("unbalanced-parentheses", "${n} > 1)", 9),
    one("unbalanced-parentheses", "(${n} > 1]", 10),
    one("unfinished-expression", "${n} >", 7),
    one("syntax", "${n} 5", 6),
    # calls
    one("unknown-function", "select(${a}, 'yes')", 1),
    one("unknown-function", "abscond(${n})", 1),
    one("wrong-arguments", "selected(${a})", 1),
    one("wrong-arguments", "${n} > 1 and today(1) > 3", 14),
    one("bare-name", "${a} = yes", 8),
    one("bare-name", "today < '2024-01-01'", 1),
    row("position-of-group", "survey!F5 (calculation), character 1",
        "type | name | label | repeat_count | calculation",
        "begin repeat | r | R | 2 |", "begin group | g | G | |", "calculate | c | | | position(..)",
        "text | t | T? | |", "end group | | | |", "end repeat | | | |"),
    one("unnamed-question", "jr:choice-name(${a}, ${a}) = 'Yes'", 22),
    one("lone-operand", "${n} = 1 or 2", 13),
    one("unquoted-date", "today() > 2024-01-31", 11),
    one("wrong-date", "today() > date('31/01/2024')", 16),
    one("wrong-date", "today() > '31/1/2024'", 11),
    one("wrong-date", ". <= '2024-31-01'", 6, column="constraint", kind="date"),
    one("wrong-date-pattern", "format-date(today(), 'dd/mm/yyyy') != ''", 22),
    # references
    one("unknown-reference", "${aa} = 'yes'", 1),
    row("unknown-reference", "survey!D3 (label), character 6", "type | name | label", "text | b | Dear ${c}"),
    row("unknown-reference", "choices!D6 (label), character 1", "type | name | label",
        "select_one l | b | B?",
        choices=LIST + "| | l | 1 | ${c} |\n"),
    row("unknown-reference", "survey!E3 (trigger)", "type | name | label | trigger", "text | b | B? | ${c}"),
    one("self-reference", "${b} > 1", 1),
    one("self-reference", "${b} + 1", 1, column="calculation", kind="calculate"),
    one("self-reference", "${n} > 1 and selected(., 'yes')", 23),
    row("later-reference", "survey!E3 (relevant), character 1", "type | name | label | relevant",
        "integer | a | A? | ${b} > 1", "integer | b | B? | "),
    row("circular", "survey!E3 (relevant)", "type | name | label | relevant",
        "integer | a | A? | ${b} > 1", "integer | b | B? | ${a} > 1"),
    row("circular", "survey!E3 (relevant)", "type | name | label | relevant",
        "begin group | g | G | ${a} > 1", "integer | a | A? | ", "end group | | | "),
    row("outside-repeat", "survey!E6 (relevant), character 1",
        "type | name | label | relevant | repeat_count",
        "begin repeat | r | R | | 3", "integer | a | A? | | ", "end repeat | | | | ",
        "text | b | B? | ${a} > 1 | "),
    one("earlier-submission", "${last-saved#a}", 1, column="default", kind="text"),
    # meaning
    one("contradiction", ". > 5 and . < 3", column="constraint"),
    one("contradiction", ". > 5 and . < 6", column="constraint"),
    one("contradiction", ". >= 0 and . <= -1", column="constraint", kind="decimal"),
    one("contradiction", ". > date('2024-12-31') and . < date('2024-01-01')", column="constraint",
        kind="date"),
    one("contradiction", "false()", column="constraint", kind="image"),
    one("no-choice-satisfies", "string-length(.) > 3", column="constraint", kind="select_one yn"),
    one("no-choice-satisfies", "count-selected(.) > 2", column="constraint", kind="select_multiple yn"),
    one("no-choice-satisfies", "not(selected(., 'yes') or selected(., 'no'))", column="constraint",
        kind="select_multiple yn"),
    one("contradiction", "string-length(.) > 10 and string-length(.) < 5", column="constraint", kind="text"),
    one("contradiction", ". > today() and . < today()", column="constraint", kind="date"),
    one("contradiction", ". >= ${n} and ${n} > .", column="constraint", kind="decimal"),
    row("contradiction", "survey!F3 (constraint)", "type | name | label | parameters | constraint",
        "range | b | B? | start=1 end=5 | . > 5"),
    one("never-relevant", "regex(${a}, 'y.*') and not(regex(${a}, 'y.*'))"),
    row("unreachable", "survey!F4 (relevant)", "type | name | label | constraint | relevant",
        "integer | a | A? | . >= 18 and . < 120 | ", "text | b | B? | | ${a} < 18"),
    row("unreachable", "survey!F4 (relevant)", "type | name | label | parameters | relevant",
        "range | a | A? | start=1 end=5 | ", "text | b | B? | | ${a} > 5"),
    one("always-true", ". > 5 or . < 10", column="constraint"),
    one("always-true", ". != 1 or . != 2", column="constraint"),
    one("never-relevant", "${a} = 'yes' and ${a} = 'no'"),
    one("never-relevant", "${n} > 60 and ${n} < 18"),
    one("never-relevant", "${n} > ${n} + 1 and 1 > 2"),
    one("switched-off", "false()"),
    row("unreachable", "survey!E5 (relevant)", "type | name | label | relevant", "select_one yn | a | A? | ",
        "begin group | g | G | ${a} = 'yes'", "text | b | B? | ${a} = 'no'", "end group | | | "),
    row("unreachable", "survey!E5 (relevant)", "type | name | label | relevant", "select_one yn | a | A? | ",
        "select_one yn | c | C? | ${a} = 'yes'", "text | b | B? | ${c} = 'yes' and ${a} = 'no'"),
    one("unknown-code", "${a} = 'maybe'", 8),
    one("unknown-code", "'Yes' = ${a}", 1),
    one("unknown-code", "selected(${a}, 'si')", 16),
    one("unknown-code", ". != 'maybe'", 6, column="constraint", kind="select_one yn"),
    one("unknown-code", "maybe", column="default", kind="select_one yn"),
    one("unknown-code", "yes maybe", column="default", kind="select_multiple yn"),
    one("wrong-default", "abc", column="default"),
    one("wrong-default", "1.5", column="default"),
    one("wrong-default", "1,5", column="default", kind="decimal"),
    one("wrong-default", "31/12/2024", column="default", kind="date"),
    one("wrong-default", "8h30", column="default", kind="time"),
    row("compares-multiple", "survey!E4 (relevant), character 6", "type | name | label | relevant",
        "select_multiple yn | a | A? | ", "text | b | B? | ${a} = 'yes no'"),
    row("filter-leaves-none", "survey!E4 (choice_filter)", "type | name | label | choice_filter",
        "select_one p | a | A? | ", "select_one d | b | B? | p = ${a}",
        choices="| choices |\n| | list_name | name | label | p |\n| | p | 1 | One | |\n"
        "| | p | 2 | Two | |\n| | d | 1 | One | 1 |\n"),
    row("compares-multiple", "survey!E4 (relevant), character 6", "type | name | label | relevant",
        "select_multiple yn | a | A? | ", "text | b | B? | ${a} != 'yes'"),
    row("filter-empties", "survey!E3 (choice_filter)", "type | name | label | choice_filter",
        "select_one l | b | B? | area = 'south'",
        choices="| choices |\n| | list_name | name | label | area |\n| | l | 1 | One | north |\n"),
    # rows
    row("duplicate-column", "survey, column heads", "type | name | label | label", "text | b | B? | "),
    row("misspelt-column", "survey, column heads", "type | name | label | relevent", "text | b | B? | "),
    row("perhaps-column", "choices, column heads", "type | name | label", "select_one l | b | B?",
        choices="| choices |\n| | list_name | name | label | lable |\n| | l | 1 | One | |\n"),
    row("missing-column", "survey, column heads", "loại | name | label", "text | b | B?"),
    row("missing-column", "choices, column heads", "type | name | label", "select_one l | b | B?",
        choices="| choices |\n| | list_name | mã | label |\n| | l | 1 | One |\n"),
    row("empty-form", "survey, column heads", "type | name | label", choices=""),
    row("missing-name", "survey!C3 (name)", "type | name | label", "text | | B?"),
    row("duplicate-name", "survey!C4 (name)", "type | name | label", "text | b | B?", "text | b | C?"),
    row("duplicate-name", "survey!C4 (name)", "type | name | label", "select_one yn or_other | b | B?",
        "text | b_other | C?"),
    row("name-elsewhere", "survey!C5 (name)", "type | name | label", "text | b | B?", "begin group | g | G",
        "text | b | C?", "end group | | "),
    row("invalid-name", "survey!C3 (name)", "type | name | label", "text | 2 b | B?"),
    row("unknown-role", "survey!E3 (role)", "type | name | label | role", "text | b | B? | boss"),
    row("no-type", "survey!B3 (type)", "type | name | label", " | b | B?"),
    row("unknown-type", "survey!B3 (type)", "type | name | label", "integr | b | B?"),
    row("unknown-type", "survey!B3 (type)", "type | name | label", "selct_one yn | b | B?"),
    row("unsupported-type", "survey!B3 (type)", "type | name | label", "geoshape | b | B?"),
    row("unknown-list", "survey!B3 (type)", "type | name | label", "select_one ny | b | B?"),
    row("too-long-code", "survey!C3 (name)", "type | name | label", f"select_one yn | {'b' * 48} | B?"),
    row("required-note", "survey!E3 (required)", "type | name | label | required", "note | b | B. | yes"),
    row("required-read-only", "survey!F3 (read_only)", "type | name | label | required | read_only",
        "text | b | B? | yes | yes"),
    row("empty-read-only", "survey!E3 (read_only)", "type | name | label | read_only", "text | b | B? | yes"),
    row("empty-calculation", "survey!E3 (calculation)", "type | name | label | calculation",
        "calculate | b | | "),
    row("range-without-limits", "survey!3 (parameters)", "type | name | label", "range | b | B?"),
    row("wrong-range", "survey!E3 (parameters)", "type | name | label | parameters",
        "range | b | B? | start=a end=5"),
    row("wrong-range", "survey!E3 (parameters)", "type | name | label | parameters",
        "range | b | B? | begin=1 end=5"),
    row("wrong-range", "survey!E3 (parameters)", "type | name | label | parameters",
        "range | b | B? | start=1 end=5 step=0"),
    row("wrong-range", "survey!E3 (parameters)", "type | name | label | parameters",
        "range | b | B? | start=1 end=5 step=9"),
    row("filter-with-other", "survey!E3 (choice_filter)", "type | name | label | choice_filter",
        "select_one yn or_other | b | B? | name = 'yes'"),
    row("open-reference", "survey!D4 (label), character 6", "type | name | label", "text | a | A?",
        "text | b | Dear ${a"),
    row("message-without-constraint", "survey!E3 (constraint_message)",
        "type | name | label | constraint_message", "text | b | B? | Wrong"),
    row("unbounded-repeat", "survey!3 (repeat_count)", "type | name | label", "begin repeat | r | R",
        "text | b | B?", "end repeat | | "),
    row("trigger-not-reference", "survey!E4 (trigger)", "type | name | label | trigger", "text | a | A? | ",
        "text | b | B? | a"),
    row("unopened-group", "survey!B4 (type)", "type | name | label", "text | b | B?", "end group | | "),
    row("crossed-group", "survey!B5 (type)", "type | name | label", "begin group | g | G", "text | b | B?",
        "end repeat | | "),
    row("unclosed-group", "survey!B3 (type)", "type | name | label", "begin group | g | G", "text | b | B?"),
    # choices
    row("unused-list", "choices!B6 (list_name)", "type | name | label", "text | b | B?"),
    row("choice-without-list", "choices!B6 (list_name)", "type | name | label", "text | b | B?",
        choices=LIST + "| | | 1 | One |\n"),
    row("choice-without-code", "choices!C7 (name)", "type | name | label", "select_one l | b | B?",
        choices=LIST + "| | l | 1 | One |\n| | l | | Two |\n"),
    row("duplicate-code", "choices!C7 (name)", "type | name | label", "select_one l | b | B?",
        choices=LIST + "| | l | 1 | One |\n| | l | 1 | Two |\n"),
    row("blank-in-code", "choices!C6 (name)", "type | name | label", "select_multiple l | b | B?",
        choices=LIST + "| | l | 1 a | One |\n"),
    row("blank-in-single-code", "choices!C6 (name)", "type | name | label", "select_one l | b | B?",
        choices=LIST + "| | l | 1 a | One |\n"),
    row("stop-word", "choices!C6 (name)", "type | name | label", "select_one l | b | B?",
        choices=LIST + "| | l | stop | One |\n"),
    row("stop-word", "choices!D6 (label)", "type | name | label", "select_one l | b | B?",
        choices=LIST + "| | l | 1 | Dừng |\n"),
    row("duplicate-label", "choices!D7 (label)", "type | name | label", "select_one l | b | B?",
        choices=LIST + "| | l | 1 | One |\n| | l | 2 | one |\n"),
    # wordings
    row("not-on-channel", "survey!B3 (type)", "type | name | label", "image | b | B?"),
    row("only-a-picture", "survey!D3 (image)", "type | name | image", "text | b | bus.png"),
    row("only-a-picture", "choices!D6 (image)", "type | name | label", "select_one l | b | B?",
        choices="| choices |\n| | list_name | name | image |\n| | l | 1 | bus.png |\n"),
    row("picture-left-out", "choices!E6 (image)", "type | name | label", "select_one l | b | B?",
        choices="| choices |\n| | list_name | name | label | image |\n| | l | 1 | Bus | bus.png |\n"),
    row("missing-label", "survey!D4 (label)", "type | name | label", "text | b | B?", "text | c | "),
    row("missing-translation", "survey!E3 (label::vi)", "type | name | label::en | label::vi",
        "text | b | B? | ",
        "text | c | C? | C?", choices=""),
    row("missing-translation", "choices!E6 (label::vi)", "type | name | label::en | label::vi",
        "select_one l | b | B? | B?",
        choices="| choices |\n| | list_name | name | label::en | label::vi |\n| | l | 1 | One | |\n"),
    row("untranslated", "survey!G3 (hint::vi)", "type | name | label::en | label::vi | hint::en | hint::vi",
        "text | b | B? | B? | Say | "),
    row("untranslated", "survey!H3 (constraint_message::vi)",
        "type | name | label::en | label::vi | constraint | constraint_message::en | constraint_message::vi",
        "integer | b | B? | B? | . > 1 | More | "),
    row("not-gsm-7", "survey!D3 (label::sms)", "type | name | label::sms", "text | b | Hỏi"),
    row("too-long-text", "survey!D3 (label)", "type | name | label", f"text | b | {'word ' * 900}"),
    row("too-long-text", "survey!D3 (label)", "type | name | label", f"text | b | {'word ' * 500}"),
    row("over-sms-budget", "survey!D3 (label::sms)", "type | name | label::sms",
        f"text | b | {'word ' * 100}"),
    row("too-many-choices", "survey!B3 (type)", "type | name | label", "select_one l | b | B?",
        choices=LIST + "".join(f"| | l | {number} | Xã {number} |\n" for number in range(120))),
    row("too-long-list", "survey!B3 (type)", "type | name | label", "select_one l | b | B?",
        choices=LIST + "".join(f"| | l | {number} | {'word ' * 9}{number} |\n" for number in range(45))),
    row("list-over-sms-budget", "survey!B3 (type)", "type | name | label", "select_one l | b | B?",
        choices=LIST + "".join(f"| | l | {number} | {'word ' * 9}{number} |\n" for number in range(15))),
    row("long-choice", "choices!D6 (label)", "type | name | label", "select_one l | b | B?",
        choices=LIST + f"| | l | 1 | {'word ' * 30} |\n"),
)  # fmt: skip
