"""Write a composed form: its rows as an XLSForm in Markdown, its factors as TOML.

Columns stand in one order in every form, and only where something stands in them, except those a
translator is to fill in: they are there from the beginning, empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

_WORDED: Final = ("Tiếng Việt (vi)", "English (en)", "sms")
_SURVEY: Final = (
    "type",
    "name",
    *(f"label::{language}" for language in _WORDED),
    *(f"hint::{language}" for language in _WORDED),
    "required",
    "relevant",
    "constraint",
    *(f"constraint_message::{language}" for language in _WORDED),
    "calculation",
    "appearance",
)
_CHOICES: Final = ("list_name", "name", *(f"label::{language}" for language in _WORDED))
_BAR: Final = "\\|"
_ROLES: Final = ("consent", "screener", "process", "filter", "expectation", "demographic", "other")


@dataclass(slots=True)
class Draft:
    """A form while it is being composed: its rows by column, and what goes into the TOML.

    `factors` and `quality` are (names, is routed, criteria); `translated` are a translator's columns in
    every sheet with wordings, `translated_beside` those of the survey alone (hints, messages).
    """

    survey: list[dict[str, str]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    factors: list[tuple[Mapping[str, str], bool, list[str]]] = field(default_factory=list)
    quality: list[tuple[Mapping[str, str], bool, list[str]]] = field(default_factory=list)
    roles: dict[str, list[str]] = field(default_factory=dict)
    readings: dict[str, list[str]] = field(default_factory=dict)
    translated: list[str] = field(default_factory=list)
    translated_beside: list[str] = field(default_factory=list)


def as_markdown(code: str, recipe: Mapping[str, Any], draft: Draft) -> str:
    """The three sheets."""
    head = [f"# {line}".rstrip() for line in recipe["about"].strip().splitlines()]
    head += ["#", "# Composed from bank.toml and recipes.toml; a translator's columns are filled in here."]
    settings = {
        "form_title": recipe["form_title"],
        "form_id": code,
        "default_language": _WORDED[0],
    }
    sheets = [
        _sheet(
            "survey",
            draft.survey,
            [*_used(_SURVEY, draft.survey), *draft.translated, *draft.translated_beside],
        ),
        _sheet("choices", draft.choices, [*_used(_CHOICES, draft.choices), *draft.translated]),
        _sheet("settings", [settings], list(settings)),
    ]
    return "\n".join([*head, "", "\n\n".join(sheets)]) + "\n"


def as_factors(code: str, recipe: Mapping[str, Any], draft: Draft) -> str:
    """The TOML beside the form (`survey_flows.questionnaire.factors`)."""
    lines = [
        f"# Beside {code}.md: factors, roles of the items, vocabularies of replies.",
        "# Composed from bank.toml and recipes.toml.",
        "",
        f"minutes = {recipe['minutes']}",
        'satisfied_codes = ["4", "5"]',
        "",
        "[title]",
        *(f"{language} = {_quoted(text)}" for language, text in recipe["title"].items()),
    ]
    for table, groups in (("factors", draft.factors), ("quality", draft.quality)):
        for number, (names, is_routed, criteria) in enumerate(groups):
            worded = ", ".join(f"{language} = {_quoted(text)}" for language, text in names.items())
            lines += ["", f"[[{table}]]", f'code = "{chr(ord("A") + number)}"']
            lines += ["routed = true"] if is_routed else []
            lines += [f"names = {{ {worded} }}", f"criteria = {_listed(criteria)}"]
    lines += [
        "",
        "[roles]",
        *(f"{role} = {_listed(draft.roles[role])}" for role in _ROLES if role in draft.roles),
    ]
    lines += [
        "",
        "[readings]",
        *(f"{reading} = {_listed(names)}" for reading, names in draft.readings.items()),
    ]
    return "\n".join(lines) + "\n"


def _used(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> list[str]:
    filled = {column for row in rows for column, cell in row.items() if cell}
    return [column for column in columns if column in filled]


def _sheet(name: str, rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> str:
    lines = [f"| {name} |", _line(columns)]
    lines += [_line([row.get(column, "") for column in columns]) for row in rows]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    """One row; its first column, which would name a sheet, is empty."""
    return "| |" + "".join(f" {cell.replace('|', _BAR)} |" if cell else " |" for cell in cells)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _listed(names: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
