"""No letter leaves outside contact hours, whatever the clock does (reliability.md I7, F20)."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.bootstrap import Collector
from bot.emulators.ledger import Entry, Event
from bot.emulators.sms import ShownText
from bot.ports import RunningWave
from bot.usecases.deliver_outbox import Drops, Keeps, Leaves, may_leave
from storage.outbox import ClaimedMessage, MessageKind
from survey_flows.plans.plan import parse_plan
from tests.builders import BEFORE, MORNING, VIETNAM, Settings, Shape, Templates, World, tiny_plan

PLAN = parse_plan(tiny_plan(Shape()), source="tiny.toml")
FIRST, LAST = datetime(2024, 9, 25, tzinfo=UTC), datetime(2024, 11, 20, tzinfo=UTC)
moments = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC))
far_moments = moments | st.sampled_from(
    [datetime(1970, 1, 2, tzinfo=UTC), datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)]
)


def in_hours(moment: datetime) -> bool:
    """The plan's window in civil time, said once more: October 1 to November 11, 8 to 20, no lunch."""
    local = moment.astimezone(VIETNAM)
    minutes = local.hour * 60 + local.minute
    is_day = (10, 1) <= (local.month, local.day) <= (11, 11) and local.year == 2024
    return is_day and 8 * 60 <= minutes < 20 * 60 and not 11 * 60 + 30 <= minutes < 13 * 60 + 30


def claimed(kind: MessageKind, expires_at: datetime | None) -> ClaimedMessage:
    return ClaimedMessage(
        id=1,
        case_id=None,
        channel="sms",
        kind=kind,
        payload=b"",
        address="+84910000001",
        endpoint_id=1,
        attempts=1,
        is_suppressed=False,
        expires_at=expires_at,
    )


def wave(status: str) -> RunningWave:
    return RunningWave(
        wave=None,  # type: ignore[arg-type]  # not looked at
        status=status,
        protocol=PLAN.contact_protocol(),
        hours=PLAN.contact_hours(),
        sender=None,  # type: ignore[arg-type]  # not looked at
        questionnaires={},
        unit_names={},
        service_names={},
    )


@settings(max_examples=400, deadline=None)
@given(
    kind=st.sampled_from(list(MessageKind)),
    status=st.sampled_from(["draft", "drawn", "field", "paused", "closed"]),
    now=far_moments,
    expires_at=st.none() | far_moments,
    is_opted_out=st.booleans(),
    is_trusted=st.booleans(),
)
def test_what_we_start_by_ourselves_leaves_in_hours_only(
    *,
    kind: MessageKind,
    status: str,
    now: datetime,
    expires_at: datetime | None,
    is_opted_out: bool,
    is_trusted: bool,
) -> None:
    verdict = may_leave(
        claimed(kind, expires_at),
        wave(status),
        now=now,
        is_opted_out=is_opted_out,
        is_clock_trusted=is_trusted,
    )
    match verdict:
        case Leaves():
            assert not is_opted_out
            assert expires_at is None or now < expires_at
            if kind is not MessageKind.REPLY:
                assert in_hours(now) and status == "field" and is_trusted
        case Keeps(until=until):
            assert until > now
        case Drops(reason=reason):
            assert reason


class WildClock:
    """A clock that anybody may set to any time, forwards and backwards, and that claims to be right."""

    def __init__(self, now: datetime) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def is_trustworthy(self) -> bool:
        return True


@pytest.fixture(scope="module")
def prepared(templates: Templates) -> Templates:
    asyncio.run(templates.of(Shape(quota=6, people=12)))
    return templates


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(jumps=[MORNING, MORNING.replace(hour=20), MORNING.replace(hour=19), BEFORE])
@example(jumps=[MORNING.replace(hour=19, minute=59), MORNING.replace(hour=20)])
@example(jumps=[MORNING + timedelta(days=30), MORNING, MORNING + timedelta(days=60), MORNING])
@given(jumps=st.lists(far_moments, min_size=2, max_size=8))
def test_a_collector_whose_clock_jumps_anywhere_writes_in_hours_only(
    prepared: Templates, jumps: list[datetime]
) -> None:
    """The clock jumps at every letter that arrives, while others are on their way out."""
    with tempfile.TemporaryDirectory() as folder:
        letters = asyncio.run(letters_of(prepared, Path(folder), jumps))
    for letter in letters:
        assert in_hours(letter.simulated), letter.simulated
    invited = [letter.address for letter in letters if "moi ong/ba gop y" in letter.text]
    assert len(invited) == len(set(invited)), "I9: nobody is invited twice"


async def letters_of(templates: Templates, folder: Path, jumps: list[datetime]) -> list[Entry]:
    """What a collector sent while its clock was set to each of `jumps`, twice over."""
    clock = WildClock(jumps[0])
    world = World(folder, templates, Shape(quota=6, people=12), Settings(sms_in_flight=1), clock)
    planned = iter(jumps * 3)

    def leap(_shown: ShownText) -> None:
        clock.time = next(planned, clock.time)

    async with world:
        world.sms.on_text = leap
        for moment in jumps * 2:
            clock.time = moment
            await work(world.collector)
            await world.quiet()
        return world.sms.ledger.entries(Event.SENT)


async def work(collector: Collector) -> None:
    """One beat of everything the metronome does."""
    await collector.housekeeping()
    await collector.fieldwork()
    await collector.look_at_outbox()
