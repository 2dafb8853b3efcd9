"""A provider reports on messages of ours: note it on the lattice, and act on a dead or a living number.

Reports come late, twice and out of order; a state never goes back (I14, storage/deliveries.py). A letter
that failed for good makes its endpoint unusable and its case due at once, so that fieldwork tries another
channel or closes it; one that arrived after all makes the endpoint usable again, and an invitation that
waits to leave in its place stays here. Only a change of what is known has consequences: a repeated report has
none.

A letter of which a provider says nothing for hours, though it told of others since, did not arrive either
(`notice_silence`): a person whom ZNS does not reach gets the SMS at once rather than a reminder days later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.ports import DeliveryReport, DeliveryState
from storage.outbox import DeliveryRow
from storage.unit_of_work import UnitOfWork

BATCH = 200
_DEAD = frozenset({DeliveryState.FAILED, DeliveryState.EXPIRED})


async def record_delivery(unit: UnitOfWork, reports: Sequence[DeliveryReport], *, now: datetime) -> None:
    """Note `reports` inside the caller's transaction."""
    ids = {report.outbox_id for report in reports}
    before = await unit.messages.delivery_states(ids)
    await unit.messages.record_delivery(
        [
            DeliveryRow(outbox_id=report.outbox_id, state=report.state.value, detail=report.detail)
            for report in reports
        ],
        now,
    )
    after = await unit.messages.delivery_states(ids)
    died = [one for one in ids if after[one] in _DEAD and before.get(one) not in _DEAD]
    rose = [one for one in ids if after[one] not in _DEAD and before.get(one) in _DEAD]
    await _give_up(unit, died, now)
    risen = await unit.messages.targets(rose)
    for _, endpoint_id in risen:
        await unit.contacts.unblock(endpoint_id)
    reached = {case_id for case_id, _ in risen if case_id is not None}
    await unit.messages.take_back_invitations(reached, "the other arrived")
    await unit.cases.note_reached(reached)


async def notice_silence(unit: UnitOfWork, channel: str, patience: timedelta, *, now: datetime) -> int:
    """Give up the letters that left on `channel` more than `patience` ago and did not arrive.

    Not those to people who wrote since. Returns how many, at most `BATCH`.
    """
    silent = await unit.messages.unreported(channel, now - patience, BATCH)
    await unit.messages.note_silence(silent, now)
    await _give_up(unit, silent, now, spares_since=now - patience)
    return len(silent)


async def _give_up(
    unit: UnitOfWork, ids: Iterable[int], now: datetime, *, spares_since: datetime | None = None
) -> None:
    """These letters reached nobody: their addresses are dead, and their cases are looked at now.

    With `spares_since`, not where the person gave a sign of life since then.
    """
    targets = await unit.messages.targets(ids)
    records = await unit.cases.get({case_id for case_id, _ in targets if case_id is not None})
    for case_id, endpoint_id in targets:
        answered_at = records[case_id].case.answered_at if case_id is not None else None
        if spares_since is not None and answered_at is not None and answered_at > spares_since:
            continue
        await unit.contacts.block(endpoint_id, now)
        if case_id is not None:
            await unit.cases.make_due([case_id], now)
