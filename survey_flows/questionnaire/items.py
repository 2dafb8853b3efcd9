"""From pyxform's tree to items: groups unfolded, repeats unrolled, every cell in its field.

Rules (XLSForm reference; ODK XForms):
- a group's `relevant` holds for every item in it; the nearest labelled group is the item's section;
- a `field-list` (or `table-list`) group is one screen, with all groups inside it;
- a repeat is unrolled into its rounds (`paths`, `repeats`); a round applies when the count reaches it;
  without a count, when the question after the round before was answered with yes;
- a range is also a constraint: within its ends, on its steps;
- metadata a telephone fills in is left out, unless an expression or wording refers to it: then `today`,
  `start` and `end` are the clock, and the rest is blank;
- a `calculation` with a `trigger` counts once the trigger has a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from survey_flows.errors import Issue
from survey_flows.questionnaire.added import another, another_choices, specify
from survey_flows.questionnaire.choices import ChoiceReader
from survey_flows.questionnaire.factors import FormTable
from survey_flows.questionnaire.languages import Translations
from survey_flows.questionnaire.layout import Layout
from survey_flows.questionnaire.model import Choice, Item, ItemKind, ItemRole
from survey_flows.questionnaire.paths import Rounds, literal, suffix_of
from survey_flows.questionnaire.question_types import NEVER_ANSWERED, Fate, fate_of
from survey_flows.questionnaire.tokens import tokens

YES: Final = frozenset({"yes", "true", "true()", "1"})
NO: Final = frozenset({"", "no", "false", "false()", "0"})
_SCREENS: Final = frozenset({"field-list", "table-list"})
_SELECTS: Final = frozenset({ItemKind.SELECT_ONE, ItemKind.SELECT_MULTIPLE, ItemKind.RANK})
_AT_MOST: Final = re.compile(r"count-selected\(\s*\.\s*\)\s*(<=|<)\s*(\d+)")
_ADDED_LABEL: Final = "Specify other."

# What pyxform hands over is a tree of dictionaries without a type.
Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What the groups and repeats around an item say about it."""

    sections: Mapping[str, str] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    rounds: Rounds = ()
    screen: str = ""

    def narrowed(self, condition: str) -> _Surroundings:
        """With one more condition."""
        return replace(self, conditions=(*self.conditions, condition)) if condition else self


def conjunction(conditions: Iterable[str]) -> str:
    """All conditions as one expression."""
    all_of = [condition for condition in conditions if condition]
    if len(all_of) == 1:
        return all_of[0]
    return " and ".join(f"({condition})" for condition in all_of)


@dataclass(slots=True)
class ItemReader:
    """Turns pyxform's tree into items."""

    layout: Layout
    table: FormTable
    choices: ChoiceReader
    translations: Translations
    languages: tuple[str, ...]
    issues: list[Issue] = field(default_factory=list)

    def items(self, nodes: Iterable[Node], around: _Surroundings | None = None) -> Iterator[Item]:
        """The items of a group and of the groups within it, in asking order."""
        within = around or _Surroundings()
        listed = list(nodes)
        for index, node in enumerate(listed):
            match node["type"]:
                case "group":
                    if not node.get("control", {}).get("bodyless"):
                        yield from self.items(node["children"], self._inside(node, within))
                case "repeat":
                    yield from self._rounds(node, within)
                case _:
                    follows = listed[index + 1] if index + 1 < len(listed) else {}
                    yield from self._question(node, within, is_with_other=_is_specify(node, follows))

    def _inside(self, node: Node, around: _Surroundings) -> _Surroundings:
        relevant = self._stored(node, "relevant", around.rounds)
        sections = self._wording(node.get("label"), around.rounds) or around.sections
        appearance = str(node.get("control", {}).get("appearance", "")).split()
        screen = around.screen
        if not screen and _SCREENS & set(appearance):
            screen = str(node["name"]) + suffix_of(around.rounds)
        return replace(around.narrowed(relevant), sections=sections, screen=screen)

    def _rounds(self, node: Node, around: _Surroundings) -> Iterator[Item]:
        name = str(node["name"])
        most = self.layout.paths.most_rounds.get(name, 1)
        is_open = name in self.layout.open_repeats
        shared = replace(around.narrowed(self._stored(node, "relevant", around.rounds)), screen="")
        for number in range(1, most + 1):
            rounds = (*around.rounds, (name, number))
            begun = shared.narrowed(self.layout.reaches(name, rounds))
            inner = replace(begun, rounds=rounds, screen=around.screen)
            appearance = str(node.get("control", {}).get("appearance", "")).split()
            if not inner.screen and _SCREENS & set(appearance):
                inner = replace(inner, screen=name + suffix_of(rounds))
            labels = self._wording(node.get("label"), rounds)
            sections = {language: f"{text} ({number})" for language, text in labels.items()}
            yield from self.items(node["children"], replace(inner, sections=sections or around.sections))
            if is_open and number < most:
                yield self._another(node, replace(begun, rounds=rounds))

    def _another(self, node: Node, around: _Surroundings) -> Item:
        name = str(node["name"])
        return Item(
            name=self.layout.another_name(name, around.rounds),
            kind=ItemKind.SELECT_ONE,
            labels=another(self._wording(node.get("label"), around.rounds), name, self.languages),
            reading="yesno",
            sections=around.sections,
            choices=another_choices(self.languages),
            relevant=conjunction(around.conditions),
            repeat=name,
            instance=around.rounds[-1][1],
        )

    def _question(self, node: Node, around: _Surroundings, *, is_with_other: bool) -> Iterator[Item]:
        fate = fate_of(str(node["type"]))
        name = str(node["name"])
        if fate is None or (fate.kind is None and (name not in self.layout.referred or not fate.calculation)):
            return
        if fate.kind is None:
            yield Item(name, ItemKind.CALCULATE, {}, is_required=False, calculation=fate.calculation)
        elif name in self.layout.paths.repeats_around and "jr:preload" not in node.get("bind", {}):
            yield self._item(node, fate, around, is_with_other=is_with_other)

    def _item(self, node: Node, fate: Fate, around: _Surroundings, *, is_with_other: bool) -> Item:
        base, kind, bind = str(node["name"]), fate.kind or ItemKind.CALCULATE, node.get("bind", {})
        rounds = around.rounds
        required = str(bind.get("required", ""))
        constraint = self._constraint(node, fate, rounds)
        parameters = node.get("parameters")
        default_reading = "multi" if kind is ItemKind.SELECT_MULTIPLE else "choice"
        is_conditional = required.lower() not in YES | NO
        is_added = base in self.layout.added
        return Item(
            name=base + suffix_of(rounds),
            kind=kind,
            labels=specify(self.languages) if is_added else self._wording(node.get("label"), rounds),
            role=self.table.role_by_item.get(base) or ItemRole(node.get("role", ItemRole.OTHER)),
            reading=self.table.reading_by_item.get(base) or str(node.get("reading", default_reading)),
            hints=self._wording(node.get("hint"), rounds),
            guidance=self._wording(node.get("guidance_hint"), rounds),
            sections=around.sections,
            choices=self._choices(node, kind, rounds, is_with_other=is_with_other),
            is_required=kind not in NEVER_ANSWERED and required.lower() in YES,
            relevant=conjunction((*around.conditions, self._stored(node, "relevant", rounds))),
            constraint=constraint,
            constraint_messages=self._wording(bind.get("jr:constraintMsg"), rounds),
            calculation=self._calculation(node, rounds),
            maximum_choices=maximum_choices(constraint) if kind is ItemKind.SELECT_MULTIPLE else None,
            required=self._stored(node, "required", rounds) if is_conditional else "",
            required_messages=self._wording(bind.get("jr:requiredMsg"), rounds),
            choice_filter=self._filter(node, rounds) if kind in _SELECTS else "",
            default=self._default(node, rounds),
            is_read_only=kind is not ItemKind.NOTE and str(bind.get("readonly", "")).lower() in YES,
            appearance=tuple(str(node.get("control", {}).get("appearance", "")).split()),
            parameters=dict(parameters) if kind is ItemKind.RANGE and parameters else {},
            media=self.translations.media(node),
            screen=around.screen,
            repeat=rounds[-1][0] + suffix_of(rounds[:-1]) if rounds else "",
            instance=rounds[-1][1] if rounds else 0,
        )

    def _choices(
        self, node: Node, kind: ItemKind, rounds: Rounds, *, is_with_other: bool
    ) -> tuple[Choice, ...]:
        if kind not in _SELECTS:
            return ()
        where = self.layout.place(str(node["name"]), "type")
        choices = self.choices.choices(node, is_with_other=is_with_other, where=where)
        if not rounds:
            return choices
        return tuple(replace(choice, labels=self._with_rounds(choice.labels, rounds)) for choice in choices)

    def _constraint(self, node: Node, fate: Fate, rounds: Rounds) -> str:
        own = self._stored(node, "constraint", rounds)
        limits = (
            range_limits(node.get("parameters") or {}) if fate.kind is ItemKind.RANGE else fate.constraint
        )
        return conjunction((limits, own))

    def _calculation(self, node: Node, rounds: Rounds) -> str:
        calculation = self._stored(node, "calculate", rounds)
        trigger = self.layout.trigger_of(str(node["name"]))
        if not calculation or not trigger:
            return calculation
        waited = " and ".join(
            f"string({self.layout.paths.stored(token.text, rounds)}) != ''"
            for token in tokens(trigger)
            if token.kind == "reference"
        )
        return f"if({waited}, {calculation}, '')"

    def _filter(self, node: Node, rounds: Rounds) -> str:
        name = str(node["name"])
        where = self.layout.place(name, "choice_filter")
        return self.layout.paths.stored(str(node.get("choice_filter", "")), rounds, where, name)

    def _default(self, node: Node, rounds: Rounds) -> str:
        default = str(node.get("default", ""))
        if not default or fate_is_media(str(node["type"])):
            return ""
        if node.get("_dynamic_default") or "${" in default:
            name = str(node["name"])
            return self.layout.paths.stored(default, rounds, self.layout.place(name, "default"), name)
        return literal(default)

    def _stored(self, node: Node, what: str, rounds: Rounds) -> str:
        source = str(node.get("bind", {}).get(what, ""))
        column, name = "calculation" if what == "calculate" else what, str(node["name"])
        return self.layout.paths.stored(source, rounds, self.layout.place(name, column), name)

    def _wording(self, given: object, rounds: Rounds) -> dict[str, str]:
        return self._with_rounds(self.translations.wording(given), rounds)

    def _with_rounds(self, texts: Mapping[str, str], rounds: Rounds) -> dict[str, str]:
        """Texts whose `${item}` mean the items of the same round."""
        filled_in = self.layout.paths.filled_in
        return {language: filled_in(text, rounds) for language, text in texts.items()}


def maximum_choices(constraint: str) -> int | None:
    """N of `count-selected(.) <= N`, unless an `or` makes it no limit."""
    found = _AT_MOST.search(constraint)
    if found is None or any(token.kind == "operator" and token.text == "or" for token in tokens(constraint)):
        return None
    return int(found.group(2)) - (found.group(1) == "<")


def range_limits(parameters: Mapping[str, Any]) -> str:
    """The constraint of a range: between its ends, on its steps.

    >>> range_limits({"start": "0", "end": "1", "step": "0.25"})
    '. >= 0 and . <= 1 and round((. - 0) div 0.25, 6) mod 1 = 0'
    """
    start, end, step = (str(parameters.get(name, usual)) for name, usual in _USUAL_RANGE)
    low, high = sorted((start, end), key=float)
    return f". >= {low} and . <= {high} and round((. - {low}) div {step.lstrip('-')}, 6) mod 1 = 0"


_USUAL_RANGE: Final = (("start", "1"), ("end", "10"), ("step", "1"))


def fate_is_media(question_type: str) -> bool:
    """Whether a default would be a file, which a conversation cannot propose."""
    fate = fate_of(question_type)
    return fate is not None and fate.kind in (ItemKind.IMAGE, ItemKind.AUDIO, ItemKind.VIDEO, ItemKind.FILE)


def _is_specify(node: Node, follows: Node) -> bool:
    """Whether `follows` is the question that `or_other` adds to `node`."""
    return is_added(follows) and follows.get("name") == f"{node.get('name')}_other"


def is_added(node: Node) -> bool:
    """Whether pyxform added this question for an `or_other`."""
    return node.get("label") == _ADDED_LABEL and "selected(../" in str(node.get("bind", {}).get("relevant"))
