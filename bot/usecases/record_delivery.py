"""A provider reports on messages of ours: note it on the lattice, and act on a dead or a living number.

Reports come late, twice and out of order; a state never goes back (I14, storage/deliveries.py). A letter
that failed for good makes its endpoint unusable and its case due at once, so that fieldwork tries another
channel or closes it; one that arrived after all makes the endpoint usable again. Only a change of what is
known has consequences: a repeated report has none.
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
    for case_id, endpoint_id in await unit.messages.targets(died):
        await unit.contacts.block(endpoint_id, now)
        if case_id is not None:
            await unit.cases.make_due([case_id], now)
    for _, endpoint_id in await unit.messages.targets(rose):
        await unit.contacts.unblock(endpoint_id)
