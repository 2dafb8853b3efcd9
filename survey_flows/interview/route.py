"""The way through one questionnaire: which items are asked, in which order, given the answers.

Rules:
1. Only items that apply are asked, in form order; an answer whose item stops applying leaves the
   data (its history stays in the events).
2. NOTE items are read above the next question, CALCULATE items are never shown nor stored.
3. All that depends on the form alone, or on the path alone, is worked out once and kept: a step
   costs look-ups, not a walk over the form with its expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey_flows.interview.reading import Reading
from survey_flows.interview.replies import read
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.logic import Logic, logic_for
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole, Questionnaire

_ROUTES_KEPT = 64
_PATHS_KEPT = 1024
_READINGS_KEPT = 4096
_LONGEST_REMEMBERED = 24  # characters; longer texts are stories, and may name people


@dataclass(frozen=True, slots=True)
class Path:
    """The items that apply to one respondent at one moment.

    `asked` are the items that take an answer, in order; `position` counts them from 0; `notes` are
    the NOTE items to read above an item; `closing_notes` those after the last item.
    """

    asked: tuple[str, ...]
    position: Mapping[str, int]
    notes: Mapping[str, tuple[Item, ...]]
    closing_notes: tuple[Item, ...]


class Route:
    """The way through one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.version = questionnaire.version
        self.items = questionnaire.by_name
        self.logic: Logic = logic_for(questionnaire)
        first = next((item for item in questionnaire.items if _takes_answer(item)), None)
        self.consent: Item | None = first if first is not None and first.role is ItemRole.CONSENT else None
        self._gated = frozenset(item.name for item in questionnaire.items if item.relevant)
        self._may_retract = {
            item.name: gated
            for item in questionnaire.items
            if (gated := tuple(name for name in self.logic.affected_by(item.name) if name in self._gated))
        }
        self._paths: dict[tuple[str, ...], Path] = {}
        self._readings: dict[tuple[str, str], Reading] = {}

    def reading_of(self, text: str, item: Item) -> Reading:
        """Return what `text` means as a reply to `item`; short replies recur and are remembered."""
        if len(text) > _LONGEST_REMEMBERED:
            return read(text, item)
        key = (item.name, text)
        reading = self._readings.get(key)
        if reading is None:
            if len(self._readings) >= _READINGS_KEPT:
                self._readings.clear()
            reading = self._readings[key] = read(text, item)
        return reading

    def along(self, answers: Mapping[str, str]) -> Path:
        """Return the path of a respondent who gave `answers`."""
        applying = self.logic.relevant_items(answers)
        path = self._paths.get(applying)
        if path is None:
            if len(self._paths) >= _PATHS_KEPT:
                self._paths.clear()
            path = self._paths[applying] = self._lay(applying)
        return path

    def next_open(
        self, path: Path, answers: Mapping[str, str], missing: Mapping[str, MissingKind]
    ) -> Item | None:
        """Return the first item on the path that has neither value nor kind of nonresponse."""
        for name in path.asked:
            if name not in answers and name not in missing:
                return self.items[name]
        return None

    def before(self, path: Path, name: str) -> Item | None:
        """Return the item asked before `name`; never the consent, which is given once."""
        position = path.position.get(name, 0) - 1
        if position < 0:
            return None
        item = self.items[path.asked[position]]
        return None if item is self.consent else item

    def no_longer_applying(
        self, changed: str, answers: Mapping[str, str], missing: Mapping[str, MissingKind]
    ) -> list[str]:
        """Return the answered items that a new answer to `changed` takes off the path, in form order.

        Going on until nothing changes is the logic's affair: an answer to an item that does not
        apply counts as blank there.
        """
        return [
            name
            for name in self._may_retract.get(changed, ())
            if (name in answers or name in missing) and not self.logic.is_relevant(name, answers)
        ]

    def _lay(self, applying: tuple[str, ...]) -> Path:
        asked: list[str] = []
        notes: dict[str, tuple[Item, ...]] = {}
        waiting: list[Item] = []
        for name in applying:
            item = self.items[name]
            if item.kind is ItemKind.NOTE:
                waiting.append(item)
            elif _takes_answer(item):
                asked.append(name)
                if waiting:
                    notes[name] = tuple(waiting)
                    waiting = []
        position = {name: index for index, name in enumerate(asked)}
        return Path(tuple(asked), position, notes, tuple(waiting))


_ROUTES: dict[int, Route] = {}


def route_for(questionnaire: Questionnaire) -> Route:
    """Return the route of a questionnaire, laid on first use and kept.

    Kept by identity: a route holds its questionnaire, so the identity cannot pass to another.
    """
    known = _ROUTES.get(id(questionnaire))
    if known is None:
        if len(_ROUTES) >= _ROUTES_KEPT:
            _ROUTES.clear()
        known = _ROUTES[id(questionnaire)] = Route(questionnaire)
    return known


def _takes_answer(item: Item) -> bool:
    return item.kind is not ItemKind.NOTE and item.kind is not ItemKind.CALCULATE
