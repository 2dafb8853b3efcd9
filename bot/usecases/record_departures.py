"""A person left a channel, as the provider tells it: unfollowed the account, or took back their data.

Rules (channels.md §3.2; reliability.md I8, §5.6). Who unfollows is out of reach there until they write
again; their case is looked at at once, so that fieldwork goes on by another channel: leaving a chat is no
refusal of the survey. Who takes back their data is written to on no channel any more, the case is closed,
and an erasure is due: the request goes into the audit chain with its time, for the law counts the days.
Each event counts once, whatever the provider repeats.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.conversation.comeback import WITHDREW_DATA
from bot.ports import Departure, DepartureKind
from storage.inbox import InboundRow
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.ids import CaseId

ERASURE_REQUESTED = "erasure requested"
"""The act in the audit chain; its subject is the case."""


async def record_departures(
    unit: UnitOfWork, departures: Sequence[Departure], *, now: datetime
) -> tuple[set[CaseId], set[str]]:
    """Note `departures` inside the caller's transaction.

    Returns whom nothing may be sent to any more: cases, and addresses of strangers.
    """
    noted = await unit.messages.note_inbound(
        [InboundRow(one.channel.value, one.account, one.external_id, one.raw, now) for one in departures]
    )
    cases: set[CaseId] = set()
    strangers: set[str] = set()
    for departure, row in zip(departures, noted, strict=True):
        if row is None:
            continue
        channel, address = departure.channel.value, departure.address
        endpoint = (await unit.contacts.endpoints(channel, [address])).get(address)
        case_id = endpoint.case_id if endpoint is not None else None
        if departure.kind is DepartureKind.WITHDREW:
            if case_id is None:
                await unit.contacts.opt_out_address(channel, address, now, WITHDREW_DATA)
                strangers.add(address)
            else:
                await _forget(unit, case_id, channel, now)
                cases.add(case_id)
        if endpoint is not None:
            await unit.contacts.block(endpoint.id, now)
        if case_id is not None:
            await unit.cases.make_due([case_id], now)
        await unit.messages.mark_handled([row], [case_id], now)
    return cases, strangers


async def _forget(unit: UnitOfWork, case_id: CaseId, channel: str, now: datetime) -> None:
    """Stop everything, and write down that the person's data must be erased."""
    await unit.contacts.opt_in(case_id)  # a STOP said before: a word could lift that one
    await unit.contacts.opt_out(case_id, now, WITHDREW_DATA)
    await unit.messages.cancel_for_case([case_id], WITHDREW_DATA)
    found = await unit.conversations.of([case_id])
    if not meaning(found[case_id].disposition).is_final:
        await unit.cases.close([(case_id, Disposition.OPTED_OUT, WITHDREW_DATA)], now)
    await unit.audit.write("citizen", ERASURE_REQUESTED, f"case {case_id}", {"channel": channel}, now)
