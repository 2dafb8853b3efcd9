"""The way through one questionnaire: which items are asked, in which order, given the answers.

Rules:
1. Only items that apply are asked, in form order; an answer whose item stops applying leaves the
   data (its history stays in the events).
2. NOTE and read-only items are read above the next question; CALCULATE and HIDDEN items are never
   shown nor stored.
3. What an answer decides is looked at again: what stops applying, choices that are no longer offered,
   values the form no longer accepts. An answer that no longer stands is asked again.
4. All that depends on the form alone, or on the path alone, is worked out once and kept: a step
   costs look-ups, not a walk over the form with its expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from survey_flows.interview.reading import Certain, Probable, Reading, Unclear
from survey_flows.interview.replies import read
from survey_flows.interview.state import MissingKind
from survey_flows.interview.values import FEW_STEPS, steps_of, value_in
from survey_flows.questionnaire.logic import Logic, logic_for
from survey_flows.questionnaire.model import Choice, Item, ItemKind, ItemRole, Questionnaire
from survey_flows.questionnaire.moment import Moment

_ROUTES_KEPT = 64
_PATHS_KEPT = 1024
_READINGS_KEPT = 4096
_LONGEST_REMEMBERED = 24  # characters; longer texts are stories, and may name people
_NEVER_ASKED = frozenset({ItemKind.NOTE, ItemKind.CALCULATE, ItemKind.HIDDEN})
_READ_HERE = frozenset(
    {
        ItemKind.RANK,
        ItemKind.RANGE,
        ItemKind.TIME,
        ItemKind.DATETIME,
        ItemKind.BARCODE,
        ItemKind.GEOPOINT,
    }
)
_CLOCK = ("today(", "now(")


@dataclass(frozen=True, slots=True)
class Path:
    """The items that apply to one respondent at one moment.

    `asked` are the items that take an answer, in order; `position` counts them from 0; `notes` are
    the items to read above an item; `closing_notes` those after the last item. `screens` are the
    items of each screen that are asked, in order.
    """

    asked: tuple[str, ...]
    position: Mapping[str, int]
    notes: Mapping[str, tuple[Item, ...]]
    closing_notes: tuple[Item, ...]
    screens: Mapping[str, tuple[str, ...]]


class Route:
    """The way through one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.version = questionnaire.version
        self.items = {item.name: _as_asked(item) for item in questionnaire.items}
        self.logic: Logic = logic_for(questionnaire)
        first = next((item for item in questionnaire.items if takes_answer(item)), None)
        self.consent: Item | None = (
            self.items[first.name] if first is not None and first.role is ItemRole.CONSENT else None
        )
        self._uses_clock = any(word in written for item in questionnaire.items for word in _CLOCK
                               for written in _expressions(item))  # fmt: skip
        self._moments: dict[str, Moment] = {}
        self.varying = frozenset(item.name for item in questionnaire.items if item.choice_filter)
        self.proposing = frozenset(
            item.name
            for item in questionnaire.items
            if takes_answer(item) and (item.default or item.calculation)
        )
        deciding = frozenset(
            item.name
            for item in questionnaire.items
            if item.relevant or item.choice_filter or item.constraint
        )
        self._may_retract = {
            item.name: gated
            for item in questionnaire.items
            if (gated := tuple(name for name in self.logic.affected_by(item.name) if name in deciding))
        }
        factor_of = {name: factor.code for factor in questionnaire.factors for name in factor.criteria}
        self._parts = {
            item.name: next(iter(item.sections.values()), "") or factor_of.get(item.name, "")
            for item in questionnaire.items
        }
        self._offered: dict[tuple[str, tuple[str, ...]], Item] = {}
        self._paths: dict[tuple[str, ...], Path] = {}
        self._readings: dict[tuple[str, str], Reading] = {}

    def moment(self, now: datetime | None, language: str) -> Moment:
        """Return the moment expressions are evaluated at; the same one for ever when none asks the time."""
        if self._uses_clock:
            return Moment(now, language)
        known = self._moments.get(language)
        if known is None:
            known = self._moments[language] = Moment(None, language)
        return known

    def asked(self, name: str, answers: Mapping[str, str], moment: Moment) -> Item:
        """Return an item as it is asked now: with the choices its filter lets through."""
        item = self.items[name]
        if name not in self.varying:
            return item
        choices = self.logic.choices_of(name, answers, moment)
        key = (name, tuple(choice.code for choice in choices))
        offered = self._offered.get(key)
        if offered is None:
            if len(self._offered) >= _PATHS_KEPT:
                self._offered.clear()
            offered = self._offered[key] = replace(item, choices=choices)
        return offered

    def reading_of(self, text: str, item: Item) -> Reading:
        """Return what `text` means as a reply to `item`; short replies recur and are remembered."""
        if len(text) > _LONGEST_REMEMBERED or item.name in self.varying:
            return _reading(text, item)
        key = (item.name, text)
        reading = self._readings.get(key)
        if reading is None:
            if len(self._readings) >= _READINGS_KEPT:
                self._readings.clear()
            reading = self._readings[key] = _reading(text, item)
        return reading

    def along(self, answers: Mapping[str, str], moment: Moment) -> Path:
        """Return the path of a respondent who gave `answers`."""
        applying = self.logic.relevant_items(answers, moment)
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

    def at_number(self, path: Path, number: int) -> Item | None:
        """Return question `number` of the path, counted from 1 without the consent; None beyond it."""
        position = number - 1 + (0 if self.consent is None else 1)
        if not (number > 0 and position < len(path.asked)):
            return None
        return self.items[path.asked[position]]

    def number_of(self, path: Path, name: str) -> int:
        """Return the number of a question on the path, from 1; 0 for the consent and off the path."""
        position = path.position.get(name, -1)
        return position + 1 if self.consent is None else max(position, 0)

    def part_of(self, name: str) -> str:
        """Return the part of the questionnaire an item belongs to: its section, else its factor."""
        return self._parts.get(name, "")

    def no_longer_standing(
        self,
        changed: str,
        answers: Mapping[str, str],
        missing: Mapping[str, MissingKind],
        moment: Moment,
    ) -> list[str]:
        """Return the answered items that a new answer to `changed` undoes, in form order.

        They stop applying, or their choice is no longer offered, or their value no longer accepted.
        Going on until nothing changes is the logic's affair: an answer to an item that does not
        apply counts as blank there.
        """
        affected = self._may_retract.get(changed)
        if not affected:
            return []
        logic = self.logic
        gone: list[str] = []
        left = answers
        for name in affected:
            if name not in answers and name not in missing:
                continue
            value = answers.get(name, "")
            if (
                not logic.is_relevant(name, left, moment)
                or not logic.is_offered(name, value, left, moment)
                or logic.violates(name, value, left, moment)
            ):
                gone.append(name)
                left = {other: kept for other, kept in left.items() if other != name}
        return gone

    def _lay(self, applying: tuple[str, ...]) -> Path:
        asked: list[str] = []
        notes: dict[str, tuple[Item, ...]] = {}
        screens: dict[str, list[str]] = {}
        waiting: list[Item] = []
        for name in applying:
            item = self.items[name]
            if takes_answer(item):
                asked.append(name)
                if item.screen:
                    screens.setdefault(item.screen, []).append(name)
                if waiting:
                    notes[name] = tuple(waiting)
                    waiting = []
            elif is_read(item):
                waiting.append(item)
        position = {name: index for index, name in enumerate(asked)}
        together = {screen: tuple(names) for screen, names in screens.items() if len(names) > 1}
        return Path(tuple(asked), position, notes, tuple(waiting), together)


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


def takes_answer(item: Item) -> bool:
    """Whether the item is put to the respondent."""
    return item.kind not in _NEVER_ASKED and not item.is_read_only


def is_read(item: Item) -> bool:
    """Whether the item is only shown: a note, or a question whose value is not the respondent's to change."""
    return item.kind is ItemKind.NOTE or (item.is_read_only and item.kind not in _NEVER_ASKED)


def _as_asked(item: Item) -> Item:
    """Return the item with buttons: a range of few steps has its values as choices."""
    if item.kind is not ItemKind.RANGE:
        return item
    steps = steps_of(item)
    if not 0 < len(steps) <= FEW_STEPS:
        return item
    return replace(item, choices=tuple(Choice(step, {"vi": step}) for step in steps))


def _reading(text: str, item: Item) -> Reading:
    reading = read(text, item)
    if item.kind not in _READ_HERE or not isinstance(reading, Certain | Probable | Unclear):
        return reading
    own = value_in(text, item)
    return reading if own == Unclear() else own


def _expressions(item: Item) -> tuple[str, ...]:
    return (
        item.relevant,
        item.constraint,
        item.calculation,
        item.required,
        item.choice_filter,
        item.default,
    )
