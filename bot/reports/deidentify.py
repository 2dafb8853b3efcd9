"""From responses to rows nobody can be picked out of: what a statistician may hold outside the office.

Names, phones, addresses and case numbers never come near: a response has none of them. Left out are free
texts and everything that is neither a criterion nor a question with a list of answers. Order and number of
the rows follow their content, so neither tells when or as which case somebody answered; time is told as the
month. What describes a person (demographic items) is coarsened: numbers to decades, answers fewer than k
people gave are put together, and within each unit answers are blanked until everybody shares all that is
left with at least k − 1 others (k-anonymity by local suppression). What could not be helped is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.reports.responses import is_tabulated
from bot.usecases.collect_results import ValidForm
from survey_flows.ids import QuestionnaireVersion, UnitCode
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole, Questionnaire

MOST_ALIKE = 5
"""k: so many people at least share everything that describes them."""

MERGED = "gop"
"""The code of answers too few people gave."""

_BAND = 10


@dataclass(frozen=True, slots=True)
class Anonymity:
    """What de-identifying came to. `k` is what was wanted.

    `smallest` is the smallest group that shares unit and description; `blanked` and `merged` count
    answers; `small_units` units with fewer than k responses, where k cannot be had; `small_cells` groups of
    one desk and service with fewer than k responses: who knows that somebody was asked about one still sees
    few rows, which is why the file with them is not for everybody.
    """

    k: int
    smallest: int
    blanked: int
    merged: int
    small_units: int
    small_cells: int


@dataclass(frozen=True, slots=True)
class Composition:
    """How many people of one form and block gave a describing answer; "" for none."""

    version: str
    block: str
    item: str
    answer: str
    people: int


def describing(questionnaire: Questionnaire) -> list[Item]:
    """The items that describe the person and are told: lists of answers and whole numbers."""
    kinds = {ItemKind.SELECT_ONE, ItemKind.SELECT_MULTIPLE, ItemKind.INTEGER}
    return [item for item in questionnaire.items if item.role is ItemRole.DEMOGRAPHIC and item.kind in kinds]


def told(questionnaire: Questionnaire) -> list[Item]:
    """All items whose answers leave the office, in form order."""
    criteria = {name for factor in questionnaire.factors for name in factor.criteria}
    numbers = {item.name for item in describing(questionnaire)}
    return [
        item
        for item in questionnaire.items
        if item.name in criteria or is_tabulated(item) or item.name in numbers
    ]


def composition(
    forms: Sequence[ValidForm],
    questionnaires: Mapping[QuestionnaireVersion, Questionnaire],
    blocks: Mapping[str, str],
) -> list[Composition]:
    """Exact counts of every describing answer by form and block: what Biểu 2 prints, apart from the rows."""
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for form in forms:
        for item in filter(is_tabulated, describing(questionnaires[form.questionnaire])):
            answer = form.answers.get(item.name, "")
            counted[str(form.questionnaire), blocks[form.unit], item.name, answer] += 1
    return [Composition(*key, people) for key, people in sorted(counted.items())]


def deidentified(
    forms: Sequence[ValidForm],
    questionnaires: Mapping[QuestionnaireVersion, Questionnaire],
    reporting: Mapping[str, str],
    *,
    k: int = MOST_ALIKE,
) -> tuple[list[ValidForm], Anonymity]:
    """The rows, in an order that tells nothing; `reporting` maps each unit to the one it counts for."""
    items = {version: {item.name: item for item in told(form)} for version, form in questionnaires.items()}
    kept = [
        replace(
            form,
            answers={
                name: value for name, value in form.answers.items() if name in items[form.questionnaire]
            },
        )
        for form in forms
    ]
    describes = {
        version: {item.name: item for item in describing(form)} for version, form in questionnaires.items()
    }
    kept, merged = _merged([_banded(form, describes[form.questionnaire]) for form in kept], describes, k)
    kept, blanked = _blanked(kept, describes, reporting, k)
    classes = Counter(_class(form, describes, reporting) for form in kept)
    units = Counter(reporting[form.unit] for form in kept)
    cells = Counter((form.unit, form.service) for form in kept)
    counts = Anonymity(
        k=k,
        smallest=min((size for key, size in classes.items() if units[key[0]] >= k), default=0),
        blanked=blanked,
        merged=merged,
        small_units=sum(size < k for size in units.values()),
        small_cells=sum(size < k for size in cells.values()),
    )
    return sorted(kept, key=_by_content), counts


def dealt(
    forms: Sequence[ValidForm], counts: Sequence[Composition], blocks: Mapping[str, str]
) -> list[ValidForm]:
    """The rows with describing answers dealt out again by their counts.

    Whose they are is not known and does not matter: tables count them by form and block alone.
    """
    stock: dict[tuple[str, str, str], list[str]] = {}
    items: dict[tuple[str, str], set[str]] = {}
    for each in counts:
        stock.setdefault((each.version, each.block, each.item), []).extend([each.answer] * each.people)
        items.setdefault((each.version, each.block), set()).add(each.item)
    found = []
    for form in forms:
        version, block = str(form.questionnaire), blocks[form.unit]
        answers = dict(form.answers)
        for item in items.get((version, block), ()):
            answers.pop(item, None)
            answer = stock[version, block, item].pop()
            if answer:
                answers[item] = answer
        found.append(replace(form, answers=answers))
    return found


def _by_content(form: ValidForm) -> tuple[object, ...]:
    return form.questionnaire, form.unit, form.service, sorted(form.answers.items()), form.month, form.channel


def _banded(form: ValidForm, items: Mapping[str, Item]) -> ValidForm:
    """Whole numbers as decades: 37 becomes 30-39."""
    answers = dict(form.answers)
    for name, item in items.items():
        if item.kind is ItemKind.INTEGER and answers.get(name, "").lstrip("-").isdigit():
            low = int(answers[name]) // _BAND * _BAND
            answers[name] = f"{low}-{low + _BAND - 1}"
    return replace(form, answers=answers)


def _merged(
    forms: Sequence[ValidForm],
    describes: Mapping[QuestionnaireVersion, Mapping[str, Item]],
    k: int,
) -> tuple[list[ValidForm], int]:
    """Put answers together that fewer than k people gave; leave them out where even together they are few."""
    given = Counter(
        (name, form.answers[name])
        for form in forms
        for name in describes[form.questionnaire]
        if name in form.answers
    )
    rare = {key for key, people in given.items() if people < k}
    together = Counter[str]()
    for name, answer in rare:
        together[name] += given[name, answer]
    changed, found = 0, []
    for form in forms:
        answers = dict(form.answers)
        for name in describes[form.questionnaire]:
            if (name, answers.get(name)) in rare:
                changed += 1
                if together[name] >= k:
                    answers[name] = MERGED
                else:
                    del answers[name]
        found.append(replace(form, answers=answers))
    return found, changed


_Class = tuple[str, tuple[tuple[str, str], ...]]


def _class(
    form: ValidForm,
    describes: Mapping[QuestionnaireVersion, Mapping[str, Item]],
    reporting: Mapping[str, str],
) -> _Class:
    """Everything that is told of who somebody is."""
    names = describes[form.questionnaire]
    described = sorted((name, value) for name, value in form.answers.items() if name in names)
    return reporting[form.unit], tuple(described)


def _blanked(
    forms: Sequence[ValidForm],
    describes: Mapping[QuestionnaireVersion, Mapping[str, Item]],
    reporting: Mapping[str, str],
    k: int,
) -> tuple[list[ValidForm], int]:
    """Blank describing answers, the most telling first, of whoever shares theirs with too few."""
    found = list(forms)
    values: dict[str, set[str]] = {}
    for form in found:
        for name in describes[form.questionnaire]:
            values.setdefault(name, set()).add(form.answers.get(name, ""))
    blanked = 0
    for name in sorted(values, key=lambda each: (-len(values[each]), each)):
        for place in _alone(found, describes, reporting, k):
            if name in found[place].answers:
                answers = {key: value for key, value in found[place].answers.items() if key != name}
                found[place] = replace(found[place], answers=answers)
                blanked += 1
    return _joined(found, describes, reporting, k, blanked)


def _alone(
    forms: Sequence[ValidForm],
    describes: Mapping[QuestionnaireVersion, Mapping[str, Item]],
    reporting: Mapping[str, str],
    k: int,
) -> Iterator[int]:
    """Rows whose class holds fewer than k."""
    keys = [_class(form, describes, reporting) for form in forms]
    sizes = Counter(keys)
    yield from (place for place, key in enumerate(keys) if sizes[key] < k)


def _joined(
    forms: list[ValidForm],
    describes: Mapping[QuestionnaireVersion, Mapping[str, Item]],
    reporting: Mapping[str, str],
    k: int,
    blanked: int,
) -> tuple[list[ValidForm], int]:
    """Where a unit is left with a few rows wholly blank, blank its next smallest class too."""
    while True:
        few = {reporting[forms[place].unit] for place in _alone(forms, describes, reporting, k)}
        keys = [_class(form, describes, reporting) for form in forms]
        sizes = Counter(keys)
        chosen: set[_Class] = set()
        for unit in sorted(few, key=UnitCode):
            others = [key for key in sizes if key[0] == unit and key[1]]
            if others:
                chosen.add(min(others, key=lambda key: (sizes[key], key)))
        if not chosen:
            return forms, blanked
        for place, key in enumerate(keys):
            if key in chosen:
                names = describes[forms[place].questionnaire]
                answers = {name: value for name, value in forms[place].answers.items() if name not in names}
                blanked += len(key[1])
                forms[place] = replace(forms[place], answers=answers)
