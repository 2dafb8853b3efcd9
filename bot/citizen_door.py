"""The citizen's pages, joined to the writer, the use cases and the renderer: see `bot/doors.py`.

What a person sends goes through the writer like every channel's messages; what is shown next comes back
with the commit. Reading a page takes a snapshot and waits for nobody.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.render_page import render_page
from bot.channels.web_form import ACCOUNT, read_form, values_in
from bot.door import Door
from bot.doors import Answered, Check, Entrance, Fields, Origin, PageView, Shown
from bot.ports import ChannelName, Inbound, NotStored, TextKind
from bot.usecases.open_page import (
    check_invitation,
    enter_by_code,
    holds_slip,
    keep_place,
    leave_page,
    show_page,
)
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt


@dataclass(frozen=True, slots=True)
class CitizenDoor(Door):
    """`new_code` makes the code somebody comes back with."""

    new_code: Callable[[], str]

    async def enter(self, code: str, address: str, origin: Origin) -> Entrance:
        """Let a code open its interview to `address`, and tell the interview that somebody is there."""
        now = self.clock.now()
        entrance = await self._run(
            lambda unit: enter_by_code(unit, self.wave(), code, address, origin, now=now)
        )
        if entrance is Entrance.OPEN:
            await self.writer.answer(
                Inbound(
                    channel=ChannelName.WEB,
                    account=ACCOUNT,
                    external_id=f"{address}:{secrets.token_urlsafe(9)}",
                    address=address,
                    kind=TextKind.COMMAND,
                    text="/start",
                    raw=b"/start",
                )
            )
        return entrance

    async def holds(self, code: str, address: str) -> bool:
        """Whether `address` is answering the slip of this code already. Raises `NotStored`."""
        now = self.clock.now()
        return await self._read(lambda unit: holds_slip(unit, self.wave(), code, address, now=now))

    async def show(self, address: str) -> PageView | None:
        """The page of the interview open to `address`. Raises `NotStored`."""
        shown = await self._shown(address)
        return None if shown is None else render_page(shown, self.sender)

    async def send(self, address: str, nonce: str, fields: Fields) -> Answered | None:
        """Take a page that was sent back; a repeat shows where the interview stands."""
        message = read_form(ChannelName.WEB, address, nonce, fields)
        if message is None:
            return None
        shown = await self.writer.answer(message)
        if shown is None:
            view = await self.show(address)
            return None if view is None else Answered(view, moves_on=True)
        if message.kind is TextKind.COMMAND and message.text.endswith(f"|!|{Command.PAUSE.value}"):
            return Answered(render_page(shown, self.sender, code=await self._keep(address)), moves_on=False)
        stands = await self._shown(address)
        moves_on = stands is not None and stands.content == shown.content
        typed = values_in(fields) if isinstance(shown.content, Prompt) and shown.content.faults else {}
        return Answered(render_page(shown, self.sender, typed=typed), moves_on)

    async def leave(self, address: str) -> None:
        """Close the interview to `address`."""
        now = self.clock.now()
        await self._run(lambda unit: leave_page(unit, address, now=now))

    async def check(self, code: str, origin: Origin) -> Check:
        """Say whether a check code stands in an invitation of this survey."""
        now = self.clock.now()
        return await self._run(lambda unit: check_invitation(unit, self.wave().wave, code, origin, now=now))

    async def _shown(self, address: str) -> Shown | None:
        now = self.clock.now()
        return await self._read(lambda unit: show_page(unit, self.wave(), address, now=now))

    async def _keep(self, address: str) -> str:
        code, now = self.new_code(), self.clock.now()
        try:
            is_kept = await self._run(lambda unit: keep_place(unit, self.wave(), address, code, now=now))
        except NotStored:
            return ""
        return code if is_kept else ""
