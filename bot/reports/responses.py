"""From stored records to frames: one frame per form, one row per valid response, typed columns.

Criteria become small integers, null where the item was skipped, not known or not asked; single
answers stay codes; multiple answers stay codes joined by a blank. This frame is also what is
exported and hashed, so anyone can compute the figures again with `scoring` alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scoring.responses import Factor, Instrument
from scoring.tables import QuestionWording, Text
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole, Questionnaire

if TYPE_CHECKING:
    import polars as pl


class FormKind(StrEnum):
    """Which tables a form's answers go to."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    INTER_AGENCY = "inter_agency"
    FULL = "full"  # of people served in whatever way
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Record:
    """One valid response: whose unit and service, and item name to coded value (XForm notation).

    `place` is the commune inside the unit whose desk served the person, "" for the unit itself.
    """

    unit: str
    service: str
    answers: Mapping[str, str]
    place: str = ""


@dataclass(frozen=True, slots=True)
class FormResponses:
    """All valid responses to one form. Build with `form_responses`."""

    kind: FormKind
    questionnaire: Questionnaire
    instrument: Instrument
    frame: pl.DataFrame


def form_responses(
    kind: FormKind, questionnaire: Questionnaire, records: Iterable[Record], blocks: Mapping[str, str]
) -> FormResponses:
    """Put records of one form into a frame; `blocks` maps each unit code to its block code."""
    import polars as pl

    rows = sorted(
        records, key=lambda each: (each.unit, each.place, each.service, sorted(each.answers.items()))
    )
    criteria = {name for factor in questionnaire.factors for name in factor.criteria}
    columns: dict[str, pl.Series] = {
        "unit": pl.Series([each.unit for each in rows], dtype=pl.String),
        "block": pl.Series([blocks[each.unit] for each in rows], dtype=pl.String),
        "place": pl.Series([each.place for each in rows], dtype=pl.String),
        "service": pl.Series([each.service for each in rows], dtype=pl.String),
    }
    for item in questionnaire.items:
        values = [each.answers.get(item.name) for each in rows]
        if item.name in criteria:
            codes = [None if value is None else int(value) for value in values]
            columns[item.name] = pl.Series(codes, dtype=pl.Int8)
        elif is_tabulated(item):
            columns[item.name] = pl.Series(values, dtype=pl.String)
    return FormResponses(kind, questionnaire, instrument_of(questionnaire), pl.DataFrame(columns))


def instrument_of(questionnaire: Questionnaire) -> Instrument:
    """The satisfaction part of a questionnaire, as `scoring` wants it."""
    satisfaction = next(
        item for item in questionnaire.items if item.name in questionnaire.factors[0].criteria
    )
    return Instrument(
        questionnaire.code,
        tuple(
            Factor(each.code, text_of(each.names).vi, each.criteria, is_routed=each.is_routed)
            for each in questionnaire.factors
        ),
        frozenset(map(int, questionnaire.satisfied_codes)),
        tuple(int(choice.code) for choice in satisfaction.choices),
    )


def is_tabulated(item: Item) -> bool:
    """Whether an item's answers are counted in tables (texts and criteria are not)."""
    return item.kind in {ItemKind.SELECT_ONE, ItemKind.SELECT_MULTIPLE} and item.role in {
        ItemRole.PROCESS,
        ItemRole.FILTER,
        ItemRole.EXPECTATION,
        ItemRole.DEMOGRAPHIC,
    }


def question_of(item: Item) -> QuestionWording:
    """What tables call a question and its answers."""
    return QuestionWording(
        item.name,
        text_of(item.labels),
        {choice.code: text_of(choice.labels) for choice in item.choices},
        takes_several=item.kind is ItemKind.SELECT_MULTIPLE,
    )


def text_of(labels: Mapping[str, str]) -> Text:
    """Vietnamese and English of a label."""
    return Text(labels.get("vi", ""), labels.get("en", ""))


def criterion_names(questionnaire: Questionnaire) -> dict[str, str]:
    """What each criterion is about: its question without the words all of them begin with.

    "How satisfied are you with A?" and "… with B?" become "A" and "B".
    """
    labels = {
        name: text_of(questionnaire.by_name[name].labels).vi
        for factor in questionnaire.factors
        for name in factor.criteria
    }
    shared = _shared_words([label.split() for label in labels.values()])
    shortened = {name: " ".join(label.split()[shared:]).rstrip("?") for name, label in labels.items()}
    return {name: text[:1].upper() + text[1:] for name, text in shortened.items()}


def _shared_words(labels: Sequence[Sequence[str]]) -> int:
    count = 0
    for words in zip(*labels, strict=False):
        if len(set(words)) > 1:
            break
        count += 1
    return count if len(labels) > 1 else 0


def digest_of(forms: Sequence[FormResponses]) -> str:
    """SHA-256 over all answers, in form order: the same answers give the same digest.

    Rows are taken without what describes the person; that follows by block and item, so that the digest
    can be had again from data in which the two are kept apart.
    """
    digest = hashlib.sha256()
    for form in sorted(forms, key=lambda each: each.questionnaire.code):
        digest.update(f"{form.questionnaire.version}\n".encode())
        names = {item.name for item in form.questionnaire.items if item.role is ItemRole.DEMOGRAPHIC}
        described = [name for name in form.frame.columns if name in names]
        rows = form.frame.drop(described)
        digest.update(rows.sort(rows.columns).write_csv().encode())
        for name in described:
            column = form.frame.select("block", name).sort("block", name)
            digest.update(column.write_csv().encode())
    return digest.hexdigest()
