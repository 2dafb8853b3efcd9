"""One unit's draw: official sample, reserve, borrowing, census, lists, and the record."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.ids import FrameUnitId, ServiceCode
from survey_flows.sampling.draw import draw_unit, repeated_picks, replay
from survey_flows.sampling.frame import FrameUnit
from survey_flows.sampling.record import first_difference
from survey_flows.sampling.rules import (
    AllocationMethod,
    DrawRules,
    IntervalMethod,
    ListReserve,
    Shortage,
    UnitKind,
)
from tests.survey_flows.sampling.builders import UNIT, A, B, C, people, rules


def test_official_sample_and_reserve_of_the_plans_example() -> None:
    """Golden test 1: 20 serials from 1.500, then 10 from the renumbered rest."""
    draw = draw_unit(rules((A, 20)), {A: people(A, 1500)})
    service = draw.services[0]
    assert service.interval == 75
    assert [pick.serial for pick in service.selected] == list(range(1, 1427, 75))
    assert [pick.serial for pick in service.reserve] == [2, 152, 302, 452, 602, 752, 902, 1052, 1202, 1352]
    assert [pick.position for pick in service.reserve] == list(range(10))


def test_floor_variant_as_the_old_text_reads() -> None:
    draw = draw_unit(rules((A, 40), draw=DrawRules(interval=IntervalMethod.FLOOR)), {A: people(A, 1500)})
    assert draw.services[0].selected[-1].serial == 1444


def test_fewer_than_60_people_are_all_asked_without_reserve() -> None:
    """Golden test 3: N = 59 against n = 60."""
    so = rules((A, None), (B, None), quota=60, allocation=AllocationMethod.BUSIEST_TWO, census_below=60)
    draw = draw_unit(so, {A: people(A, 40), B: people(B, 19, first_id=100)})
    assert draw.is_census
    assert (draw.selected_count, draw.reserve_count) == (59, 0)
    assert [service.n for service in draw.services] == [40, 19]


def test_a_census_asks_a_person_of_two_services_once() -> None:
    same = [FrameUnit(FrameUnitId(at), UNIT, B, f"Lò Văn {at}", f"A-{at}") for at in range(100, 105)]
    doubled = [FrameUnit(FrameUnitId(1 + at), UNIT, A, f"Lò Văn {at}", f"A-{at}") for at in range(100, 110)]
    so = rules((A, None), (B, None), quota=60, allocation=AllocationMethod.BUSIEST_TWO, census_below=60)
    draw = draw_unit(
        so, {A: doubled, B: [FrameUnit(FrameUnitId(1000 + x.id), UNIT, B, x.name, x.person) for x in same]}
    )
    assert draw.is_census
    assert [len(service.selected) for service in draw.services] == [10, 0]


def test_sixty_people_are_no_census() -> None:
    so = rules((A, None), quota=60, allocation=AllocationMethod.BUSIEST_TWO, census_below=60)
    draw = draw_unit(so, {A: people(A, 60)})
    assert not draw.is_census
    assert (draw.selected_count, draw.reserve_count) == (60, 0)


def test_a_short_reserve_is_borrowed_from_the_sibling_with_the_larger_remainder() -> None:
    """Golden test 4: N = 75, n = 60 → official 60, own reserve 15 of 30, 15 borrowed."""
    draw = draw_unit(
        rules((A, 60), (B, 10), (C, 10)),
        {A: people(A, 75), B: people(B, 40, first_id=1000), C: people(C, 200, first_id=2000)},
    )
    short = draw.services[0]
    assert len(short.selected) == 60
    assert [pick.borrowed_from for pick in short.reserve] == [None] * 15 + [C] * 15
    lender = draw.services[2]
    own = {pick.frame_unit for pick in (*lender.selected, *lender.reserve)}
    assert not own & {pick.frame_unit for pick in short.reserve}
    assert [pick.position for pick in short.reserve] == list(range(30))


def test_borrowing_goes_on_to_the_next_service_and_then_without() -> None:
    draw = draw_unit(
        rules((A, 20), (B, 2), (C, 2)),
        {A: people(A, 20), B: people(B, 9, first_id=100), C: people(C, 7, first_id=200)},
    )
    lent = [pick.borrowed_from for pick in draw.services[0].reserve]
    assert lent == [B] * 6 + [C] * 4
    none = draw_unit(rules((A, 20)), {A: people(A, 22)})
    assert len(none.services[0].reserve) == 2


def test_borrowing_can_be_switched_off() -> None:
    draw = draw_unit(
        rules((A, 20), (B, 2), draw=DrawRules(borrows_reserve=False)),
        {A: people(A, 20), B: people(B, 90, first_id=100)},
    )
    assert draw.services[0].reserve == ()


def test_nobody_is_lent_who_is_already_in_a_sample_of_the_unit() -> None:
    a = people(A, 10)
    both = [FrameUnit(FrameUnitId(500 + one.id), UNIT, B, one.name, one.person) for one in a]
    draw = draw_unit(rules((A, 10), (B, 1)), {A: a, B: both})
    assert draw.services[0].reserve == ()


def test_district_services_keep_their_own_numbers_even_when_a_list_is_short() -> None:
    draw = draw_unit(
        rules((A, 30), (B, 40), (C, 30)),
        {A: people(A, 12), B: people(B, 900, first_id=100), C: people(C, 800, first_id=2000)},
    )
    assert [len(service.selected) for service in draw.services] == [12, 40, 30]
    assert len(draw.services[0].reserve) == 15


def test_commune_services_make_up_for_each_other() -> None:
    xa = rules((A, None), (B, None), quota=10, kind=UnitKind.XA, shortage=Shortage.OTHER_SERVICES)
    draw = draw_unit(xa, {A: people(A, 3), B: people(B, 200, first_id=100)})
    assert [len(service.selected) for service in draw.services] == [3, 7]


def test_a_list_of_representatives_is_taken_from_the_top() -> None:
    listed = rules((A, None), quota=30, allocation=AllocationMethod.LIST, lists=frozenset({A}))
    draw = draw_unit(listed, {A: people(A, 43)})
    assert [pick.frame_unit for pick in draw.services[0].selected] == list(range(1, 31))
    assert [pick.frame_unit for pick in draw.services[0].reserve] == list(range(31, 44))
    without = rules(
        (A, None),
        quota=30,
        allocation=AllocationMethod.LIST,
        lists=frozenset({A}),
        draw=DrawRules(list_reserve=ListReserve.NONE),
    )
    assert draw_unit(without, {A: people(A, 43)}).reserve_count == 0


def test_the_mixed_unit_asks_all_procedure_users_and_twenty_representatives() -> None:
    kcn = rules(
        (A, None), (B, None), quota=20, allocation=AllocationMethod.CENSUS_AND_LIST, lists=frozenset({B})
    )
    draw = draw_unit(kcn, {A: people(A, 8), B: people(B, 31, first_id=100)})
    assert [len(service.selected) for service in draw.services] == [8, 20]
    assert [len(service.reserve) for service in draw.services] == [0, 11]


def test_a_unit_without_any_user_draws_nobody() -> None:
    draw = draw_unit(rules((A, 30), (B, 20)), {})
    assert (draw.selected_count, draw.reserve_count) == (0, 0)
    assert draw.services[0].interval == 0


@pytest.mark.parametrize("frames", [{ServiceCode("X"): people(A, 3)}, {A: [*people(A, 3), *people(A, 1)]}])
def test_frames_that_do_not_fit_the_rules_are_refused(frames: dict[ServiceCode, list[FrameUnit]]) -> None:
    with pytest.raises(ValueError, match=r"no service|twice"):
        draw_unit(rules((A, 3)), frames)


SIZES = st.lists(st.integers(0, 300), min_size=1, max_size=4)


@given(sizes=SIZES, wanted=st.lists(st.integers(1, 60), min_size=4, max_size=4), data=st.data())
def test_every_draw_keeps_the_invariants(sizes: list[int], wanted: list[int], data: st.DataObject) -> None:
    """Inside the list, distinct, min(n, N), reserve apart from selected, nobody borrowed twice."""
    allocation = data.draw(
        st.sampled_from([AllocationMethod.FIXED, AllocationMethod.BUSIEST_TWO, AllocationMethod.PROPORTIONAL])
    )
    codes = [ServiceCode(f"S{at}") for at in range(len(sizes))]
    frames = {
        code: people(code, size, first_id=10_000 * at)
        for at, (code, size) in enumerate(zip(codes, sizes, strict=True))
    }
    unit = rules(
        *zip(codes, wanted, strict=False),
        quota=sum(wanted[: len(sizes)]) if allocation is AllocationMethod.FIXED else 60,
        allocation=allocation,
        census_below=data.draw(st.sampled_from([0, 60])),
        draw=DrawRules(seed=data.draw(st.none() | st.integers(0, 99)), reserve_share=Fraction(1, 2)),
    )
    draw = draw_unit(unit, frames)
    ids = {code: {one.id for one in listed} for code, listed in frames.items()}
    everybody: list[FrameUnitId] = []
    for service in draw.services:
        assert len(service.selected) == min(service.n, service.size)
        assert all(pick.frame_unit in ids[service.service] for pick in service.selected)
        for pick in service.reserve:
            assert pick.frame_unit in ids[pick.borrowed_from or service.service]
        assert len(service.reserve) <= -(-service.n // 2)
        everybody += [pick.frame_unit for pick in (*service.selected, *service.reserve)]
    assert len(set(everybody)) == len(everybody)
    if draw.is_census:
        assert draw.selected_count == sum(sizes)
        assert draw.reserve_count == 0
    elif allocation is not AllocationMethod.FIXED:
        assert draw.selected_count == min(60, sum(sizes))


@given(seed=st.integers(0, 10_000))
def test_the_record_replays_byte_for_byte_whatever_the_order_of_the_frames(seed: int) -> None:
    frames = {A: people(A, 200), B: people(B, 33, first_id=1000)}
    unit = rules((A, 30), (B, 30), draw=DrawRules(seed=seed))
    record = draw_unit(unit, frames).record
    shuffled = {code: random.Random(seed).sample(listed, len(listed)) for code, listed in frames.items()}
    assert replay(record, shuffled) == record


def test_the_record_tells_a_changed_list_and_holds_no_name() -> None:
    frames = {A: people(A, 200)}
    record = draw_unit(rules((A, 30)), frames).record
    assert replay(record, {A: frames[A][:-1]}) != record
    assert "Lò" not in record.decode()
    written = json.loads(record)
    assert written["services"][0]["N"] == 200
    assert written["services"][0]["k"] == "20/3"
    assert record == json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_the_record_is_the_same_on_every_machine() -> None:
    """Golden digest: a change of order, draw or format shows here (reliability.md I19)."""
    frames = {A: people(A, 731), B: people(B, 20, first_id=1000), C: people(C, 90, first_id=2000)}
    unit = rules((A, 40), (B, 20), (C, 10), draw=DrawRules(seed=7))
    assert (
        hashlib.sha256(draw_unit(unit, frames).record).hexdigest()
        == "5ea7ab1e7f913d941baf427cb9f02fc57b73d74f050d04f6fbf8876bc7b8317d"
    )


@pytest.mark.parametrize(
    "record",
    [b"", b"[]", b"{}", b'{"version":99,"order":"x"}', b'{"version":2,"order":"vi-given-name-1","rules":{}}'],
)
def test_what_is_no_record_cannot_be_replayed(record: bytes) -> None:
    with pytest.raises(ValueError, match="record"):
        replay(record, {})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda r: r["services"][0].update(N=201), "services.A.N"),
        (lambda r: r["services"][0]["selected"].pop(), "services.A.selected.30"),
        (lambda r: r["services"][0]["draws"][0].__setitem__(4, 7), "services.A.draws.1.5"),
        (lambda r: r["rules"]["draw"].update(seed=3), "rules.draw.seed"),
        (lambda r: r["services"].pop(), "services.B"),
        (lambda r: r.update(note="x"), "note"),
        (lambda r: r["files"].append(["a.csv", "0", 1]), "files.a.csv"),
    ],
)
def test_the_first_difference_between_records_has_its_place(
    change: Callable[[dict[str, Any]], object], place: str
) -> None:
    record = draw_unit(rules((A, 30), (B, 5)), {A: people(A, 200), B: people(B, 20, first_id=900)}).record
    changed = json.loads(record)
    change(changed)
    found = first_difference(json.dumps(changed).encode(), record)
    assert found is not None
    assert found.place == place


def test_a_changed_list_is_named_before_the_sample_it_changes() -> None:
    frames = {A: people(A, 200)}
    record = draw_unit(rules((A, 30)), frames).record
    assert first_difference(record, record) is None
    found = first_difference(record, replay(record, {A: frames[A][:-1]}))
    assert found is not None
    assert (found.place, found.recorded, found.found) == ("services.A.frame.lines", "200", "199")


def test_another_spacing_of_the_same_record_is_not_the_same_bytes() -> None:
    record = draw_unit(rules((A, 3)), {A: people(A, 20)}).record
    found = first_difference(json.dumps(json.loads(record), indent=1).encode(), record)
    assert found is not None
    assert found.path == ("bytes",)


@pytest.mark.parametrize("services", [[], [{}], [1], None])
def test_a_damaged_record_is_refused(services: object) -> None:
    record = draw_unit(rules((A, 3)), {A: people(A, 20)}).record
    damaged = json.dumps(json.loads(record) | {"services": services, "files": None}).encode()
    with pytest.raises(ValueError, match="damaged"):
        first_difference(damaged, record)


def test_starts_and_borrowing_are_told() -> None:
    """Golden test 4: official 60 of 75, 15 of its own reserve, 15 borrowed from the larger remainder."""
    frames = {A: people(A, 75), B: people(B, 200, first_id=1000)}
    [short, _] = json.loads(draw_unit(rules((A, 60), (B, 10)), frames).record)["services"]
    assert short["draws"] == [
        ["selected", "A", 75, 60, 0], ["reserve", "A", 15, 15, 0], ["borrowed", "B", 185, 15, 0],
    ]  # fmt: skip
    assert [pick[2:] for pick in short["reserve"]] == [[]] * 15 + [["B"]] * 15


def test_a_person_picked_twice_in_a_wave_is_found_and_the_first_pick_stands() -> None:
    first = draw_unit(rules((A, 5)), {A: people(A, 5)})
    other = [FrameUnit(FrameUnitId(900 + at), UNIT, A, f"Lò Văn {at}", f"A-{at}") for at in range(2)]
    second = draw_unit(rules((A, 5)), {A: other})
    persons = {one.id: one.person for one in (*people(A, 5), *other)}
    repeated = repeated_picks([first, second], persons)
    assert [(pick.frame_unit, pick.first) for pick in repeated] == [(900, 1), (901, 2)]
