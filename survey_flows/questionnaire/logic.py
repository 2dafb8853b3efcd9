"""Which items apply, which values are valid, what is calculated: a form's expressions, evaluated.

Rules (ODK XForms, "bind attributes"; design.md decision 2):
- an item without `relevant` always applies, and costs nothing;
- an answer to an item that does not apply counts as blank wherever it is referred to, so a stale
  answer cannot keep a question alive;
- a calculation is never stored: it is computed where it is referred to, whatever it refers to first;
  circles are refused;
- a calculation on a question that is asked is its value until the respondent gives another;
- a hidden or read-only item has its default as value; a question that is asked is blank until
  answered, and `default_of` says what to propose;
- a constraint is not asked of a blank value;
- dates, times and date-times are their ISO text, and count as days where a number is wanted (`dates`);
- `choice_filter` is asked of each choice, whose columns are bare names there.

What the interview asks of it (every method is a pure function of its arguments; `moment` carries the
time and language, and may be left out for a form that asks for neither):

    is_relevant(item, answers, moment)        does it apply
    relevant_items(answers, moment)           all that apply, in form order
    is_required(item, answers, moment)        must it have a value
    violates(item, value, answers, moment)    does the value break the constraint
    calculate(item, answers, moment)          the value of a calculation (of any kind of item)
    choices_of(item, answers, moment)         the choices that pass its filter
    is_offered(item, value, answers, moment)  are all codes of a value still among these
    default_of(item, answers, moment)         the value to propose before there is an answer
    affected_by(item)                         what to look at again when its answer changes
    shown(item, answers, moment)              its value as people read it, in `moment.language`
    fill(text, answers, moment)               a wording with each ${name} replaced by what `shown` says

The scratch document of `evaluation` makes a `Logic` unfit for use by several threads at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from survey_flows.questionnaire.attachments import lookup_key, table_name
from survey_flows.questionnaire.bindings import CLOCK, Bindings
from survey_flows.questionnaire.dates import as_date
from survey_flows.questionnaire.evaluation import REMEMBERED, CompiledExpression, Value, Values
from survey_flows.questionnaire.expressions import LANGUAGE
from survey_flows.questionnaire.filling import filled, references_in, value_in_words
from survey_flows.questionnaire.functions import Lookups
from survey_flows.questionnaire.hidden import CHOICE, TODAY
from survey_flows.questionnaire.model import Choice, ItemKind, Questionnaire
from survey_flows.questionnaire.moment import TIMELESS, Moment

_LOGICS_KEPT: Final = 64
_NO_NUMBER: Final = frozenset({"NaN", "Infinity", "-Infinity"})


class Logic:
    """The expressions of one questionnaire. All methods are pure functions of their arguments."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        """Compile every expression; raise `InvalidQuestionnaire` naming each one that is defective."""
        self.questionnaire = questionnaire
        items = questionnaire.items
        self._items = questionnaire.by_name
        self._names = tuple(item.name for item in items)
        self._first_language = next(iter(questionnaire.languages), "")
        bound = self._bound = Bindings(questionnaire, Lookups(label=self._label, cell=self._cell))
        self._relevances = bound.relevances
        self._constraints = bound.constraints
        self._calculations = bound.calculations
        self._requirements = bound.requirements
        self._filters = bound.filters
        self._defaults = bound.defaults
        self._is_never_asked = bound.is_never_asked
        self._given = bound.given
        self._gates = tuple(name for name in self._names if name in bound.gates)
        self._gating_clock = tuple(sorted(bound.gates & CLOCK))
        self._paths: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._offers: dict[tuple[str, Values], tuple[Choice, ...]] = {}

    def is_relevant(self, item: str, answers: Mapping[str, str], moment: Moment = TIMELESS) -> bool:
        """Whether `item` applies to a respondent who gave `answers`."""
        relevance = self._relevances.get(item)
        return relevance is None or bool(relevance.of(self._values(relevance, answers, moment)))

    def relevant_items(self, answers: Mapping[str, str], moment: Moment = TIMELESS) -> tuple[str, ...]:
        """All items that apply, calculations included, in form order."""
        key = tuple([answers.get(name, "") for name in self._gates])
        if self._gating_clock:
            key += tuple([_clock(name, moment) for name in self._gating_clock])
        path = self._paths.get(key)
        if path is None:
            if len(self._paths) >= REMEMBERED:
                self._paths.clear()
            path = self._paths[key] = tuple(self._applying(answers, moment))
        return path

    def is_required(self, item: str, answers: Mapping[str, str], moment: Moment = TIMELESS) -> bool:
        """Whether `item` must have a value, given the other `answers`."""
        requirement = self._requirements.get(item)
        if requirement is None:
            return self._items[item].is_required
        return bool(requirement.of(self._values(requirement, answers, moment)))

    def affected_by(self, item: str) -> tuple[str, ...]:
        """Items one of whose expressions, except the default, depends on `item`, also through others.

        In form order; `item` itself is not among them.
        """
        return self._bound.dependents_of(item)

    def violates(self, item: str, value: str, answers: Mapping[str, str], moment: Moment = TIMELESS) -> bool:
        """Whether `value` breaks the constraint of `item`, given the other `answers`."""
        constraint = self._constraints.get(item)
        if constraint is None or value == "":
            return False
        references = constraint.references
        if len(references) == 1 and references[0] == item:  # as most are: about the value alone
            return not constraint.of((value,))
        values = self._values(constraint, answers, moment)
        own = [value if name == item else other for name, other in zip(references, values, strict=True)]
        return not constraint.of(tuple(own))

    def calculate(self, item: str, answers: Mapping[str, str], moment: Moment = TIMELESS) -> str:
        """The value of a calculation; "" when it does not apply or yields no number."""
        calculation = self._calculations.get(item)
        if calculation is None or not self.is_relevant(item, answers, moment):
            return ""
        return _worth(calculation.of(self._values(calculation, answers, moment)))

    def choices_of(
        self, item: str, answers: Mapping[str, str], moment: Moment = TIMELESS
    ) -> tuple[Choice, ...]:
        """The choices of `item` that pass its filter, in their order."""
        offer = self._filters.get(item)
        choices = self._items[item].choices
        if offer is None:
            return choices
        values = self._values(offer, answers, moment)
        offered = self._offers.get((item, values))
        if offered is None:
            if len(self._offers) >= REMEMBERED:
                self._offers.clear()
            offered = self._offers[item, values] = tuple(
                choice for choice in choices if offer.of(_seen_by(choice, offer.references, values))
            )
        return offered

    def is_offered(
        self, item: str, value: str, answers: Mapping[str, str], moment: Moment = TIMELESS
    ) -> bool:
        """Whether every code of `value` is among the choices `item` offers now; True without a filter."""
        if item not in self._filters or value == "":
            return True
        offered = {choice.code for choice in self.choices_of(item, answers, moment)}
        is_one = self._items[item].kind is ItemKind.SELECT_ONE
        return offered.issuperset([value] if is_one else value.split())

    def default_of(self, item: str, answers: Mapping[str, str], moment: Moment = TIMELESS) -> str:
        """The value to propose for `item` before it is answered: its calculation, else its default."""
        if item in self._calculations:
            return self._as_stored(item, self.calculate(item, answers, moment))
        default = self._defaults.get(item)
        if default is None:
            return ""
        return self._as_stored(item, _worth(default.of(self._values(default, answers, moment))))

    def shown(self, item: str, answers: Mapping[str, str], moment: Moment = TIMELESS) -> str:
        """The value of `item` as people read it in `moment.language`: labels instead of codes."""
        if not self.is_relevant(item, answers, moment):
            return ""
        value = answers.get(item, "")
        if item in self._is_never_asked or (value == "" and item in self._calculations):
            value = self.default_of(item, answers, moment)
        return value_in_words(self._items[item], value, moment.language or self._first_language)

    def fill(self, text: str, answers: Mapping[str, str], moment: Moment = TIMELESS) -> str:
        """The wording `text` with every `${name}` replaced by what `shown` says of it."""
        names = references_in(text)
        if not names:
            return text
        return filled(
            text, {name: self.shown(name, answers, moment) for name in names if name in self._items}
        )

    def _applying(self, answers: Mapping[str, str], moment: Moment) -> Iterator[str]:
        """The items that apply; what several conditions need is derived once."""
        known: dict[str, str | None] = {}
        held: dict[CompiledExpression, bool] = {}
        for name in self._names:
            relevance = self._relevances.get(name)
            if relevance is not None and relevance not in held:
                held[relevance] = bool(relevance.of(self._values(relevance, answers, moment, known)))
            if relevance is None or held[relevance]:
                yield name

    def _values(
        self,
        expression: CompiledExpression,
        answers: Mapping[str, str],
        moment: Moment,
        known: dict[str, str | None] | None = None,
    ) -> Values:
        """The values an expression refers to, what has to be derived for them added to `known`."""
        needs = expression.needs
        if needs is None:
            needs = self._bound.needs_of(expression)
        if not needs:
            return tuple([answers.get(name, "") for name in expression.references])
        derived = {} if known is None else known
        for name in needs:
            if name not in derived:
                derived[name] = self._derive(name, answers, moment, derived)
        return tuple(
            [derived[name] if name in derived else answers.get(name, "") for name in expression.references]
        )

    def _derive(
        self, name: str, answers: Mapping[str, str], moment: Moment, known: dict[str, str | None]
    ) -> str | None:
        """The value of an item as others see it, all it needs being `known`; None when it does not apply."""
        if name in CLOCK:
            return _clock(name, moment)
        relevance = self._relevances.get(name)
        if relevance is not None and not relevance.of(self._values(relevance, answers, moment, known)):
            return None
        value = "" if name in self._is_never_asked else answers.get(name, "")
        if value == "" and name in self._calculations:
            calculation = self._calculations[name]
            value = _worth(calculation.of(self._values(calculation, answers, moment, known)))
        elif value == "" and name in self._given:
            default = self._defaults[name]
            value = self._as_stored(name, _worth(default.of(self._values(default, answers, moment, known))))
        return value

    def _as_stored(self, item: str, value: str) -> str:
        """A date is kept as ISO text, though it may be reckoned as a day number."""
        return as_date(value) if value and self._items[item].kind is ItemKind.DATE else value

    def _label(self, name: str, code: str, language: str) -> str:
        """What `jr:choice-name` says; within a repeat all instances have the same choices."""
        item = self._items.get(name) or self._items.get(f"{name}.1")
        is_known = item is not None and any(choice.code == code for choice in item.choices)
        if item is None or not is_known:
            return ""
        return value_in_words(item, code, language or self._first_language)

    def _cell(self, table: str, column: str, key_column: str, key: str) -> str:
        """What `pulldata` finds."""
        lookups = self.questionnaire.lookups.get(table_name(table), {})
        return lookups.get(lookup_key(column, key_column), {}).get(key, "")


_LOGICS: Final[dict[int, Logic]] = {}


def logic_for(questionnaire: Questionnaire) -> Logic:
    """The logic of a questionnaire, compiled on first use and kept.

    Kept by identity: a `Logic` holds its questionnaire, so the identity cannot pass to another.
    """
    known = _LOGICS.get(id(questionnaire))
    if known is None:
        if len(_LOGICS) >= _LOGICS_KEPT:
            _LOGICS.clear()
        known = _LOGICS[id(questionnaire)] = Logic(questionnaire)
    return known


def _clock(name: str, moment: Moment) -> str:
    if name == LANGUAGE:
        return moment.language
    return moment.today_text if name == TODAY else moment.now_text


def _seen_by(choice: Choice, references: tuple[str, ...], values: Values) -> Values:
    """The values of a filter's references when it looks at `choice`."""
    own = {CHOICE + column: text for column, text in choice.attributes.items()}
    own[f"{CHOICE}name"] = choice.code
    return tuple(
        own.get(name, "") if name.startswith(CHOICE) else value
        for name, value in zip(references, values, strict=True)
    )


def _worth(result: Value) -> str:
    """A result as a value: no number is no value."""
    text = str(result)
    return "" if text in _NO_NUMBER else text
