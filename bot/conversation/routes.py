"""Find, or bind, the address that the next letter to each case leaves for.

The rule is `survey_flows.fieldwork.routing`; this brings it what is known of each person's addresses, and
binds the sampled phone where a letter leaves on a channel the person has not been on yet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.ports import BY_PHONE, RunningWave
from storage.cases import CaseRecord
from storage.contacts import Endpoint, NewBinding
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.routing import choose_channel
from survey_flows.ids import CaseId


async def find_routes(
    unit: UnitOfWork,
    wave: RunningWave,
    records: Sequence[CaseRecord],
    endpoints: Mapping[CaseId, Sequence[Endpoint]],
    *,
    shut: Collection[str],
    now: datetime,
) -> dict[CaseId, Endpoint]:
    """Where to write to each of `records`, by case; who cannot be written to at present is left out."""
    routes: dict[CaseId, Endpoint] = {}
    elsewhere: list[tuple[CaseRecord, str]] = []
    for record in records:
        known = {entry.channel: entry for entry in endpoints[record.case.id] if not entry.is_blocked}
        channel = choose_channel(
            wave.protocol,
            last=record.channel,
            known=known,
            dead=unreachable(endpoints[record.case.id]),
            shut=shut,
        )
        if channel is None:
            continue
        if channel in known:
            routes[record.case.id] = known[channel]
        elif channel in BY_PHONE:
            elsewhere.append((record, channel))
    if elsewhere:
        routes |= await _bind_phones(unit, elsewhere, now)
    return routes


async def _bind_phones(
    unit: UnitOfWork, elsewhere: Sequence[tuple[CaseRecord, str]], now: datetime
) -> dict[CaseId, Endpoint]:
    people = await unit.contacts.people([record.person for record, _ in elsewhere])
    wanted = [(record, channel) for record, channel in elsewhere if people[record.person].phone]
    bindings = [
        NewBinding(channel, people[record.person].phone, record.case.id, is_verified=True)
        for record, channel in wanted
    ]
    bound = await unit.contacts.bind_many(bindings, now)
    return {record.case.id: endpoint for (record, _), endpoint in zip(wanted, bound, strict=True)}


def unreachable(endpoints: Sequence[Endpoint]) -> frozenset[str]:
    """The channels on which every address of this person is dead."""
    alive = {entry.channel for entry in endpoints if not entry.is_blocked}
    return frozenset(entry.channel for entry in endpoints if entry.is_blocked) - alive
