"""Who is in the list N."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.sampling.eligibility import EligibilityRules, exclusion_of, screen
from survey_flows.sampling.frame import Exclusion, FrameRow, RespondentType, SubmissionMode

IN_PERSON = EligibilityRules(
    window_from=date(2023, 9, 1),
    window_to=date(2024, 9, 30),
    province="Sơn La",
    modes=frozenset({SubmissionMode.DIRECT}),
)
ONLINE = replace(IN_PERSON, modes=frozenset({SubmissionMode.ONLINE, SubmissionMode.POSTAL}))
LIST = replace(
    IN_PERSON,
    modes=frozenset(SubmissionMode),
    require_result=False,
    require_window=False,
    require_address=False,
)
ROW = FrameRow(
    file="x.csv",
    row=2,
    unit=UnitCode("MAI_SON"),
    service=ServiceCode("TNMT"),
    name="Lò Văn An",
    phone="+84912345678",
    address="Bản Bó",
    province="Sơn La",
    respondent_type=RespondentType.CITIZEN,
    mode=SubmissionMode.DIRECT,
    submitted_on=date(2024, 1, 5),
    result_on=date(2024, 1, 9),
    birth_year=1980,
)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (ROW, None),
        (replace(ROW, result_on=None), Exclusion.NO_RESULT),
        (replace(ROW, result_on=date(2023, 8, 31)), Exclusion.OUT_OF_WINDOW),
        (replace(ROW, result_on=date(2023, 9, 1)), None),
        (replace(ROW, result_on=date(2024, 9, 30)), None),
        (replace(ROW, result_on=date(2024, 10, 1)), Exclusion.OUT_OF_WINDOW),
        (replace(ROW, province="Hòa Bình"), Exclusion.OUT_OF_PROVINCE),
        (replace(ROW, mode=SubmissionMode.ONLINE), Exclusion.ONLINE_OR_POSTAL),
        (replace(ROW, mode=SubmissionMode.POSTAL), Exclusion.ONLINE_OR_POSTAL),
        (replace(ROW, address=""), Exclusion.NO_ADDRESS),
        (replace(ROW, phone=""), Exclusion.NO_PHONE),
        (replace(ROW, phone="", province="Hà Nội"), Exclusion.OUT_OF_PROVINCE),
    ],
)
def test_reasons_to_leave_a_line_out_in_person(row: FrameRow, reason: Exclusion | None) -> None:
    assert exclusion_of(row, IN_PERSON) is reason


def test_online_departments_ask_online_and_postal_users_only() -> None:
    assert exclusion_of(replace(ROW, mode=SubmissionMode.POSTAL), ONLINE) is None
    assert exclusion_of(ROW, ONLINE) is Exclusion.NOT_ONLINE


def test_out_of_province_users_can_be_let_in() -> None:
    row = replace(ROW, province="Hà Nội")
    assert exclusion_of(row, replace(IN_PERSON, exclude_out_of_province=False)) is None


def test_representatives_need_a_phone_and_nothing_else() -> None:
    row = replace(ROW, result_on=None, submitted_on=None, address="")
    assert exclusion_of(row, LIST) is None
    assert exclusion_of(replace(row, phone=""), LIST) is Exclusion.NO_PHONE


def test_a_line_without_dates_is_outside_the_window() -> None:
    row = replace(ROW, result_on=None, submitted_on=None)
    assert exclusion_of(row, replace(IN_PERSON, require_result=False)) is Exclusion.OUT_OF_WINDOW


def test_one_line_a_person_a_service_and_the_newest_stays() -> None:
    older = replace(ROW, row=3, result_on=date(2023, 12, 1))
    accentless = replace(ROW, row=4, name="LO VAN AN", result_on=date(2024, 5, 1))
    namesake = replace(ROW, row=5, birth_year=1981)
    elsewhere = replace(ROW, row=6, service=ServiceCode("TU_PHAP"))
    screening = screen([ROW, older, accentless, namesake, elsewhere], lambda _unit, _service: IN_PERSON)
    assert [row.row for row in screening.eligible] == [4, 5, 6]
    assert [(row.row, why) for row, why in screening.excluded] == [
        (3, Exclusion.DUPLICATE),
        (2, Exclusion.DUPLICATE),
    ]
    assert screening.counts() == {Exclusion.DUPLICATE: 2}


def test_exclusions_are_counted_by_reason() -> None:
    rows = [replace(ROW, phone=""), replace(ROW, phone=""), replace(ROW, result_on=None), ROW]
    screening = screen(rows, lambda _unit, _service: IN_PERSON)
    assert screening.counts() == {Exclusion.NO_RESULT: 1, Exclusion.NO_PHONE: 2}
    assert len(screening.eligible) == 1
