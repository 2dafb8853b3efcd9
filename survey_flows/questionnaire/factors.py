"""The TOML beside a form: what an XLSForm has no column for.

    minutes = 9                      # how long it takes, told to the respondent
    satisfied_codes = ["4", "5"]     # which codes count as satisfied

    [title]
    vi = "…"

    [[factors]]                      # yếu tố, in report order
    code = "E"
    routed = true                    # only some respondents are asked
    criteria = ["ip_e1", "ip_e2"]
    names = { vi = "…", en = "…", sms = "…" }

    [[quality]]                      # the same for an index of quality, beside satisfaction: code, names,
                                     # criteria (Sóc Trăng, domain.md 4(e)); its items keep their roles

    [roles]                          # what an item is for (model.ItemRole)
    consent = ["consent"]

    [readings]                       # which vocabulary of replies an item takes (model.Item.reading)
    yesno = ["q9", "q10"]

Criteria have the role `satisfaction` and the reading `sat5` without being listed again.
"""

from __future__ import annotations

import tomllib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from survey_flows.errors import InvalidQuestionnaire, Issue
from survey_flows.questionnaire.model import Factor, ItemRole

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_CRITERION_READING = "sat5"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _FactorTable(_Table):
    code: _Text
    names: dict[str, _Text]
    criteria: Annotated[list[_Text], Field(min_length=1)]
    routed: bool = False


class FormTable(_Table):
    """The TOML file as read; names of items are checked against the form by `lint`."""

    title: dict[str, _Text]
    minutes: Annotated[int, Field(gt=0, le=120)] = 7
    satisfied_codes: Annotated[list[_Text], Field(min_length=1)] = ["4", "5"]
    factor_tables: Annotated[list[_FactorTable], Field(alias="factors")] = []
    quality_tables: Annotated[list[_FactorTable], Field(alias="quality")] = []
    roles: dict[ItemRole, list[_Text]] = {}
    readings: dict[_Text, list[_Text]] = {}

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors as values."""
        return tuple(map(_factor, self.factor_tables))

    @property
    def quality(self) -> tuple[Factor, ...]:
        """The factors of the index of quality."""
        return tuple(map(_factor, self.quality_tables))

    @property
    def role_by_item(self) -> dict[str, ItemRole]:
        """What each item named is for; criteria are for satisfaction unless said otherwise."""
        roles = {name: ItemRole.SATISFACTION for table in self.factor_tables for name in table.criteria}
        return roles | {name: role for role, names in self.roles.items() for name in names}

    @property
    def reading_by_item(self) -> dict[str, str]:
        """Which vocabulary each item named takes."""
        readings = {name: _CRITERION_READING for table in self.factor_tables for name in table.criteria}
        return readings | {name: reading for reading, names in self.readings.items() for name in names}

    def named_items(self) -> dict[str, str]:
        """Every item the file names, with one place where it does."""
        places = {
            name: f"factors[{index}].criteria"
            for index, table in enumerate(self.factor_tables)
            for name in table.criteria
        }
        for index, table in enumerate(self.quality_tables):
            places |= dict.fromkeys(table.criteria, f"quality[{index}].criteria")
        for role, names in self.roles.items():
            places |= dict.fromkeys(names, f"roles.{role}")
        for reading, names in self.readings.items():
            places |= dict.fromkeys(names, f"readings.{reading}")
        return places


def _factor(table: _FactorTable) -> Factor:
    return Factor(table.code, table.names, tuple(table.criteria), table.routed)


def without_factors(title: str, language: str) -> FormTable:
    """What a form that lies alone says by itself: its title; roles and readings are in its columns."""
    return FormTable(title={language: title.strip() or "?"})


def read_factors(text: str) -> FormTable:
    """Read the TOML; raise `InvalidQuestionnaire` with every defect."""
    try:
        return FormTable.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        issue = Issue("toml", "factors file", f"not TOML: {problem}")
        raise InvalidQuestionnaire("factors file", [issue]) from problem
    except ValidationError as problem:
        issues = [
            Issue("factors", f"factors file: {_place(error['loc'])}", error["msg"])
            for error in problem.errors(include_url=False)
        ]
        raise InvalidQuestionnaire("factors file", issues) from problem


def _place(steps: tuple[int | str, ...]) -> str:
    """`factors[2].names`, as an author would look for it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
