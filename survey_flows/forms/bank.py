"""Compose the built-in forms from one bank of questions, so that a wording stands in one place.

Rules (docs/decisions/0014-item-bank.md):
1. A question is worded once, with words that differ by audience left open: the citizen's form and the
   organisation's form of a survey hold the same items under the same names and codes.
2. A composed form is an ordinary XLSForm in Markdown with its factors TOML. Both are committed; the
   tests compare them with what the bank composes, so neither can drift.
3. What a translator filled in (the columns of the province's languages, recorded sound) belongs to
   the form: `compose` takes the form as it stands and keeps those cells.

Pure: takes texts, gives texts. `bank.toml` and `recipes.toml` say what their tables mean.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from survey_flows.errors import InvalidQuestionnaire, Issue
from survey_flows.forms.layout import Draft, as_factors, as_markdown
from survey_flows.questionnaire.sheets import read_sheets

# What TOML hands over is a tree of dictionaries without a type.
Table = Mapping[str, Any]

LANGUAGES: Final = {"vi": "Tiếng Việt (vi)", "en": "English (en)", "sms": "sms"}
"""The languages of every form, as its columns name them."""

_BESIDE: Final = ("hint", "constraint_message")
_DEFAULT_READINGS: Final = {"select_multiple": "multi"}
_TOPIC: Final = re.compile(r"\s*\*\s*")
_BLANK: Final = re.compile(r"\{(\w+)\}")
_NAME: Final = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class ComposedForm:
    """A form as the two files it is kept in."""

    markdown: str
    factors: str


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions, and the recipes of the forms."""

    questions: Table
    recipes: Table

    @property
    def codes(self) -> tuple[str, ...]:
        """The forms there are recipes for."""
        return tuple(self.recipes["forms"])


def read_bank(bank: str, recipes: str) -> Bank:
    """Read `bank.toml` and `recipes.toml`; raise `InvalidQuestionnaire` when one is no TOML."""
    try:
        return Bank(tomllib.loads(bank), tomllib.loads(recipes))
    except tomllib.TOMLDecodeError as problem:
        raise InvalidQuestionnaire(
            "item bank", [Issue("toml", "item bank", f"not TOML: {problem}")]
        ) from None


def compose(bank: Bank, code: str, *, kept: str = "") -> ComposedForm:
    """Compose the form `code`; cells a translator filled in the form `kept` are taken over.

    Raise `InvalidQuestionnaire` when the recipe names what the bank does not have.
    """
    try:
        composer = _Composer(bank, code)
        draft = composer.compose()
    except KeyError as problem:
        message = f"the recipe or the bank names {problem}, which there is not"
        raise InvalidQuestionnaire(code, [Issue("bank", f"recipes.toml: {code}", message)]) from None
    _prepare_translation(draft, composer.recipe["languages"], kept)
    return ComposedForm(as_markdown(code, composer.recipe, draft), as_factors(code, composer.recipe, draft))


class _Composer:
    """One form in the making."""

    def __init__(self, bank: Bank, code: str) -> None:
        self.bank = bank.questions
        self.parts: Table = bank.recipes["parts"]
        self.recipe: Table = bank.recipes["forms"][code]
        self.names = dict(self._names())
        self.draft = Draft()

    def compose(self) -> Draft:
        """Lay out the form: consent, screener, then the parts."""
        recipe = self.recipe
        self._ask("consent", recipe["consent"], None)
        eligible = recipe.get("eligible", "")
        if eligible:
            self._part(recipe["screener"])
            self.draft.survey.append(
                {"type": "begin_group", "name": "eligible", "relevant": self._named(eligible)}
            )
        for part in recipe["parts"]:
            self._part(part)
        if eligible:
            self.draft.survey.append({"type": "end_group"})
        return self.draft

    def _part(self, name: str) -> None:
        part: Table = self.parts[name]
        heading = self.bank["headings"][part["heading"]]
        is_factor = part.get("is_factor", False)
        letter = chr(ord("A") + len(self.draft.factors))
        is_screen = self.recipe.get("has_screens", False) and (is_factor or part.get("is_screen", False))
        group = {
            "type": "begin_group",
            "name": f"factor_{letter.lower()}" if is_factor else part["group"],
            **self._worded("label", heading, None),
            "relevant": self._named(part.get("relevant", "")),
            "appearance": "field-list" if is_screen and len(self._items(part)) > 1 else "",
        }
        self.draft.survey.append(group)
        asked = [self._ask(*item) for item in self._items(part)]
        self.draft.survey.append({"type": "end_group"})
        if is_factor:
            self.draft.factors.append((heading, part.get("is_routed", False), asked))
        if part.get("is_quality", False):
            self.draft.quality.append((heading, False, asked))

    def _items(self, part: Table) -> list[tuple[str, str, Topic | None]]:
        """Name, question and topic of each item of a part."""
        prefix = self.recipe["prefix"] if part.get("is_factor", False) else ""
        items: list[tuple[str, str, Topic | None]] = []
        for name, asked in part["items"].items():
            question, *about = _TOPIC.split(asked)
            if about:
                for number, topic in enumerate(self.bank["topics"][about[0]], 1):
                    items.append((f"{prefix}{name}_{number}", question, topic))
            else:
                items.append((f"{prefix}{name}", question, None))
        return items

    def _names(self) -> Iterator[tuple[str, str]]:
        """The name in this form of each question of the bank it holds."""
        screener = [self.recipe["screener"]] if "screener" in self.recipe else []
        for part in (*screener, *self.recipe["parts"]):
            for name, question, _ in self._items(self.parts[part]):
                yield question, name

    def _ask(self, name: str, question: str, topic: Topic | None) -> str:
        """Add the row of an item, its choices and its place in the TOML."""
        asked: Table = self.bank["questions"][question]
        kind, _, choice_list = asked["type"].partition(" ")
        role, reading = asked["role"], asked.get("reading", "")
        is_required = asked.get("required", role != "demographic")
        row = {"type": asked["type"], "name": name}
        for what in ("label", "hint", "constraint_message"):
            row |= self._worded(what, asked if what == "label" else asked.get(what, {}), topic)
        if kind != "calculate":
            row["required"] = "yes" if is_required else "no"
        row["relevant"] = self._named(asked.get("relevant", "")).replace("{code}", topic[0] if topic else "")
        row["constraint"] = asked.get("constraint", "")
        row["calculation"] = asked.get("calculation", "")
        self.draft.survey.append(row)
        self._offer(choice_list)
        self.draft.roles.setdefault(role, []).append(name)
        if reading and reading != _DEFAULT_READINGS.get(kind, "choice"):
            self.draft.readings.setdefault(reading, []).append(name)
        return name

    def _offer(self, choice_list: str) -> None:
        """Add a list of choices, once; the form may bring its own rows for it."""
        if not choice_list or any(row["list_name"] == choice_list for row in self.draft.choices):
            return
        for code, *labels in self.bank["lists"][self.recipe.get("lists", {}).get(choice_list, choice_list)]:
            worded = dict(zip(LANGUAGES, labels, strict=True))
            self.draft.choices.append(
                {"list_name": choice_list, "name": code, **self._worded("label", worded, None)}
            )

    def _worded(self, what: str, texts: Table, topic: Topic | None) -> dict[str, str]:
        """The cells of a wording, by column, with the words left open filled in."""
        return {
            f"{what}::{LANGUAGES[language]}": self._filled(text, language, topic)
            for language, text in texts.items()
            if language in LANGUAGES
        }

    def _filled(self, text: str, language: str, topic: Topic | None) -> str:
        words = dict(self.bank["words"][self.recipe["audience"]][language])
        words["office"] = self.bank["offices"][self.recipe["office"]][language]
        words["minutes"] = str(self.recipe["minutes"])
        if topic is not None:
            words["topic"] = topic[1 + list(LANGUAGES).index(language)]
        return _BLANK.sub(lambda blank: words[blank[1]], text)

    def _named(self, expression: str) -> str:
        """An expression with the questions of the bank under their names in this form."""
        return _NAME.sub(lambda found: "${" + self.names[found[1]] + "}", expression)


Topic = list[str]
"""What a question is asked about: code, then the words in each of `LANGUAGES`."""


def _prepare_translation(draft: Draft, languages: Sequence[str], kept: str) -> None:
    """Give the form the columns a translator fills in, with what the form `kept` has in them."""
    if not languages:
        return
    beside = [
        what for what in _BESIDE if any(column.startswith(what) for row in draft.survey for column in row)
    ]
    draft.translated = [f"label::{language}" for language in languages]
    draft.translated += [f"media::audio::{language}" for language in (LANGUAGES["vi"], *languages)]
    draft.translated_beside = [f"{what}::{language}" for what in beside for language in languages]
    columns = [*draft.translated, *draft.translated_beside]
    if not kept:
        return
    sheets = read_sheets(kept.encode(), "md")
    for sheet, rows, key in (
        ("survey", draft.survey, ("name",)),
        ("choices", draft.choices, ("list_name", "name")),
    ):
        if sheet not in sheets:
            continue
        filled = {tuple(row.cells.get(part, "") for part in key): row.cells for row in sheets[sheet].rows}
        for row in rows:
            if "name" in row:
                cells = filled.get(tuple(row[part] for part in key), {})
                row.update({column: cells[column] for column in columns if column in cells})
