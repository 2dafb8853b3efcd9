"""A provider reports on messages of ours: note it on the lattice, and act on a dead number.

Reports come late, twice and out of order; a state never goes back (I14): what was delivered cannot
fail any more. A letter that failed for good makes its endpoint unusable and its case due at once, so
that fieldwork tries another channel or closes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.ports import DeliveryReport, DeliveryState
from storage.outbox import DeliveryRow
from storage.unit_of_work import UnitOfWork

_DEAD = frozenset({DeliveryState.FAILED, DeliveryState.EXPIRED})


async def record_delivery(unit: UnitOfWork, reports: Sequence[DeliveryReport], *, now: datetime) -> None:
    """Note `reports` inside the caller's transaction."""
    await unit.messages.record_delivery(
        [
            DeliveryRow(outbox_id=report.outbox_id, state=report.state.value, detail=report.detail)
            for report in reports
        ],
        now,
    )
    dead = [report.outbox_id for report in reports if report.state in _DEAD]
    if not dead:
        return
    states = await unit.messages.delivery_states(dead)
    dead = [outbox_id for outbox_id in dead if states.get(outbox_id) in _DEAD]
    for case_id, endpoint_id in await unit.messages.targets(dead):
        await unit.contacts.block(endpoint_id, now)
        if case_id is not None:
            await unit.cases.make_due([case_id], now)
