"""A reserve replaces a lost case: in order, in its service, once, and never an interview."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from survey_flows.fieldwork.case import Case, SampleRole
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.fieldwork.substitution import choose_reserve
from survey_flows.ids import CaseId, ServiceCode, UnitCode
from tests.survey_flows.fieldwork.cases import a_case


def a_reserve(number: int, position: int, **changes: object) -> Case:
    case = a_case(
        Disposition.RESERVED,
        id=CaseId(number),
        role=SampleRole.RESERVE,
        position=position,
        released_at=None,
    )
    return replace(case, **changes)  # type: ignore[arg-type]


RESERVES = [a_reserve(12, 2), a_reserve(10, 0), a_reserve(11, 1)]
REFUSED = a_case(Disposition.REFUSAL)


def test_the_first_reserve_in_list_order_is_chosen() -> None:
    chosen = choose_reserve(RESERVES, REFUSED)
    assert chosen is not None
    assert chosen.id == 10


def test_a_released_reserve_is_passed_over() -> None:
    used = replace(RESERVES[1], disposition=Disposition.ISSUED, replaces=CaseId(99))
    chosen = choose_reserve([RESERVES[0], used, RESERVES[2]], REFUSED)
    assert chosen is not None
    assert chosen.id == 11


def test_a_case_is_replaced_only_once() -> None:
    used = replace(RESERVES[1], disposition=Disposition.ISSUED, replaces=REFUSED.id)
    assert choose_reserve([RESERVES[0], used], REFUSED) is None


def test_a_reserve_that_is_lost_itself_is_replaced_by_the_next() -> None:
    lost = replace(RESERVES[1], disposition=Disposition.MOVED, replaces=REFUSED.id)
    chosen = choose_reserve([RESERVES[0], lost, RESERVES[2]], lost)
    assert chosen is not None
    assert chosen.id == 11


def test_another_service_or_unit_lends_nothing() -> None:
    strangers = [
        a_reserve(20, 0, service=ServiceCode("ho-tich")),
        a_reserve(21, 0, unit=UnitCode("song-ma")),
    ]
    assert choose_reserve(strangers, REFUSED) is None
    assert choose_reserve([], REFUSED) is None


def test_a_selected_case_is_never_a_reserve() -> None:
    assert choose_reserve([a_reserve(13, 0, role=SampleRole.SELECTED)], REFUSED) is None


@given(st.sampled_from(Disposition), st.permutations(RESERVES))
def test_the_choice_hangs_on_the_disposition_and_not_on_the_order_given(
    disposition: Disposition, reserves: list[Case]
) -> None:
    chosen = choose_reserve(reserves, a_case(disposition))
    if meaning(disposition).allows_substitution:
        assert chosen is not None
        assert chosen.position == 0
    else:
        assert chosen is None
