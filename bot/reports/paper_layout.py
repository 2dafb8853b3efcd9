"""What stands where on a paper form: numbers, batteries that share their choices, routing.

Values only; `paper_form` draws them. Rules:
- every question that is asked has a number, in order; notes and calculations have none, and the consent
  is the introduction;
- consecutive questions of one section with the same choices and the same condition make one grid;
- an item of a repeat is printed once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from survey_flows.questionnaire.model import Item, ItemKind, ItemRole, Questionnaire

_UNNUMBERED: Final = frozenset({ItemKind.NOTE, ItemKind.CALCULATE, ItemKind.HIDDEN, ItemKind.ACKNOWLEDGE})
_SHORTEST_GRID: Final = 2
_ROUNDS: Final = re.compile(r"(\.\d+)+$")
_QUOTED: Final = re.compile(r"\$\{\s*([^{}]*?)\s*\}")


@dataclass(frozen=True, slots=True)
class Block:
    """Questions printed together: one of them, or a grid of several with the same choices."""

    items: tuple[Item, ...]

    @property
    def is_grid(self) -> bool:
        """Whether the questions share their choices."""
        return len(self.items) > 1


def numbered(questionnaire: Questionnaire) -> Mapping[str, str]:
    """The number of each question on paper; those of a repeat have the number of the first round."""
    numbers: dict[str, str] = {}
    by_origin: dict[tuple[str, str], str] = {}
    for item in questionnaire.items:
        if item.kind in _UNNUMBERED or item.role is ItemRole.CONSENT or item.is_read_only:
            continue
        origin = (item.repeat, _origin(item)) if item.repeat else ("", item.name)
        number = by_origin.setdefault(origin, str(len(by_origin) + 1))
        numbers[item.name] = number
    return numbers


def _origin(item: Item) -> str:
    """The name of an item of a repeat without its rounds."""
    return _ROUNDS.sub("", item.name)


def quoted(text: str, numbers: Mapping[str, str], sayings: tuple[str, str]) -> str:
    """A wording with room where it quotes an answer: `{n}` is the number of its question; or without one."""

    def room(found: re.Match[str]) -> str:
        number = numbers.get(found.group(1))
        return sayings[0].replace("{n}", number) if number else sayings[1]

    return _QUOTED.sub(room, text)


def blocks(questionnaire: Questionnaire) -> Iterator[tuple[Mapping[str, str], list[Block]]]:
    """The sections in order, each with its blocks."""
    printed = [
        item
        for item in questionnaire.items
        if item.instance <= 1 and item.kind not in {ItemKind.CALCULATE, ItemKind.HIDDEN}
    ]
    for _, members in groupby(printed, key=lambda item: sorted(item.sections.items())):
        section = list(members)
        yield section[0].sections, list(_blocks(section))


def _blocks(items: list[Item]) -> Iterator[Block]:
    for _, members in groupby(items, key=_likeness):
        alike = tuple(members)
        if (
            len(alike) >= _SHORTEST_GRID
            and alike[0].kind is ItemKind.SELECT_ONE
            and len(alike[0].choices) > 2
        ):
            yield Block(alike)
        else:
            yield from (Block((item,)) for item in alike)


def _likeness(item: Item) -> tuple[object, ...]:
    codes = tuple((choice.code, *sorted(choice.labels.items())) for choice in item.choices)
    return item.kind, codes, item.relevant, bool(item.hints), item.role is ItemRole.CONSENT


def followers(
    questionnaire: Questionnaire, numbers: Mapping[str, str]
) -> Mapping[str, list[tuple[str, list[str]]]]:
    """For each question those that depend on it alone: condition -> numbers asked then, in order."""
    found: dict[str, dict[str, list[str]]] = {}
    for item in questionnaire.items:
        if item.instance > 1 or item.name not in numbers or not item.relevant:
            continue
        named = [name for name in questionnaire.by_name if _refers(item.relevant, name)]
        if len(named) == 1 and named[0] in numbers:
            listed = found.setdefault(named[0], {}).setdefault(item.relevant, [])
            if numbers[item.name] not in listed:
                listed.append(numbers[item.name])
    return {name: list(conditions.items()) for name, conditions in found.items()}


def _refers(expression: str, name: str) -> bool:
    return re.search(rf"/data/{re.escape(name)}(?![\w.\-])", expression) is not None
