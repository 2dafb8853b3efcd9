"""The interviewer's pages, joined to the writer, the use cases and the renderer: see `bot/doors.py`."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta, timezone

from bot.channels.render_page import render_page
from bot.channels.web_form import read_form, values_in
from bot.door import StaffDoor
from bot.doors import Answered, CaseLine, CaseView, Entrance, Fields, Origin, PageView, Shown
from bot.ports import ChannelName, Inbound, TextKind
from bot.usecases.interview_in_person import (
    Outcome,
    address_of_interview,
    begin_interview,
    cases_of,
    has_proposal,
    hidden_from_interviewer,
    is_first_time,
    read_contact,
    record_outcome,
    sign_in,
)
from bot.usecases.open_page import show_page
from storage.cases import CaseRecord
from storage.interviewers import Interviewer
from storage.unit_of_work import UnitOfWork
from survey_flows.fieldwork.dispositions import meaning, name_of
from survey_flows.ids import CaseId
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt

MODES = {"phone": ChannelName.PHONE, "visit": ChannelName.VISIT}
_NOT_FOR_INTERVIEWERS = f"|!|{Command.REVIEW.value}"


class InterviewerDoor(StaffDoor):
    """What `bot/doors.py` says of it."""

    __slots__ = ()

    async def sign_in(self, name: str, password: str, token: str, origin: Origin) -> Entrance:
        """Exchange name and password for a session."""
        found = await self._admit(name, password, origin)
        if isinstance(found, Entrance):
            return found
        now = self.clock.now()
        await self._run(lambda unit: sign_in(unit, found, token, now=now))
        return Entrance.OPEN

    async def sign_out(self, token: str) -> None:
        """End the session."""
        await self._run(lambda unit: unit.interviewers.close_session(token))

    async def cases(self, token: str) -> tuple[str, list[CaseLine]] | None:
        """The pseudonym of the interviewer and their cases, open ones first."""
        who = await self._read(lambda unit: unit.interviewers.by_session(token, self.clock.now()))
        if who is None:
            return None
        known = who
        found = await self._read(lambda unit: cases_of(unit, self.wave(), known))
        lines = [self._line(record, is_open=is_open) for record, is_open in found]
        return who.pseudonym, sorted(lines, key=lambda line: (not line.is_open, line.again, line.case))

    async def case(self, token: str, case: int) -> CaseView | None:
        """Whom to ask for."""
        now = self.clock.now()

        async def look(unit: UnitOfWork) -> CaseView | None:
            who = await unit.interviewers.by_session(token, now)
            found = None if who is None else await read_contact(unit, self.wave(), who, CaseId(case), now=now)
            if found is None:
                return None
            line = self._line(found.record, is_open=True)
            check = found.record.check_code
            return CaseView(line, found.name, found.phone, found.address, found.attempts, check)

        return await self._run(look)

    async def begin(self, token: str, case: int, mode: str) -> bool:
        """Begin or go on with the interview."""
        now, channel = self.clock.now(), MODES[mode]

        async def start(unit: UnitOfWork) -> tuple[Interviewer, bool] | None:
            who = await unit.interviewers.by_session(token, now)
            if who is None or not await begin_interview(
                unit, self.wave(), who, CaseId(case), channel, now=now
            ):
                return None
            return who, await has_proposal(unit, CaseId(case))

        begun = await self._run(start)
        if begun is None:
            return False
        who, proposed = begun
        await self._say(who, case, channel, "/start")
        if proposed:  # "do you mean …?" quotes what the person wrote alone: back to its question
            await self._say(who, case, channel, f"-1|!|{Command.BACK.value}")
        return True

    async def show(self, token: str, case: int, mode: str) -> PageView | None:
        """The page of the interview."""
        who = await self._who(token, case)
        shown = None if who is None else await self._shown(who, case, MODES[mode])
        return None if shown is None else self._page(shown)

    async def send(self, token: str, case: int, mode: str, nonce: str, fields: Fields) -> Answered | None:
        """Take a page that was filled in."""
        who, channel = await self._who(token, case), MODES[mode]
        if who is None:
            return None
        message = read_form(channel, address_of_interview(who, CaseId(case)), nonce, fields)
        if message is None or message.text.endswith(_NOT_FOR_INTERVIEWERS):
            return None
        shown = await self.writer.answer(message)
        stands = await self._shown(who, case, channel)
        if shown is None:
            return None if stands is None else Answered(self._page(stands), moves_on=True)
        moves_on = stands is not None and stands.content == shown.content
        typed = values_in(fields) if isinstance(shown.content, Prompt) and shown.content.faults else {}
        return Answered(self._page(shown, typed), moves_on)

    async def record(
        self, token: str, case: int, mode: str, nonce: str, outcome: str, *, again: str
    ) -> str | None:
        """Note what came of a contact."""
        now, channel = self.clock.now(), MODES[mode]
        again_at: datetime | None = None
        if outcome not in set(Outcome):
            return "outcome.choose"
        if outcome == Outcome.CALL_BACK:
            again_at = self._moment(again)
            if again_at is None or again_at <= now:
                return "outcome.when"

        async def note(unit: UnitOfWork) -> bool:
            who = await unit.interviewers.by_session(token, now)
            if who is None:
                return False
            if not await is_first_time(unit, who, CaseId(case), channel, nonce, now=now):
                return True
            return await record_outcome(
                unit,
                self.wave(),
                who,
                CaseId(case),
                Outcome(outcome),
                channel=channel,
                again_at=again_at,
                now=now,
            )

        return "" if await self._run(note) else None

    @property
    def _zone(self) -> timezone:
        return timezone(timedelta(hours=self.wave().hours.utc_offset_hours))

    async def _who(self, token: str, case: int) -> Interviewer | None:
        """The interviewer, if this case is theirs."""
        who = await self._read(lambda unit: unit.interviewers.by_session(token, self.clock.now()))
        owners = await self._read(lambda unit: unit.interviewers.owners([CaseId(case)]))
        return who if who is not None and owners.get(CaseId(case)) == who.id else None

    async def _shown(self, who: Interviewer, case: int, channel: ChannelName) -> Shown | None:
        address = address_of_interview(who, CaseId(case))

        async def look(unit: UnitOfWork) -> Shown | None:
            hidden = await hidden_from_interviewer(unit, CaseId(case))
            return await show_page(
                unit, self.wave(), address, channel=channel, hidden=hidden, now=self.clock.now()
            )

        return await self._read(look)

    def _page(self, shown: Shown, typed: dict[str, str] | None = None) -> PageView:
        return render_page(shown, self.sender, typed=typed)

    async def _say(self, who: Interviewer, case: int, channel: ChannelName, token: str) -> None:
        address = address_of_interview(who, CaseId(case))
        nonce = secrets.token_urlsafe(9)
        await self.writer.answer(
            Inbound(
                channel=channel,
                account="web",
                external_id=f"{address}:{nonce}",
                address=address,
                kind=TextKind.COMMAND,
                text=token,
                raw=token.encode(),
            )
        )

    def _line(self, record: CaseRecord, *, is_open: bool) -> CaseLine:
        wave, case = self.wave(), record.case
        again = ""
        if case.later_until is not None and not meaning(case.disposition).is_final:
            again = case.later_until.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")
        return CaseLine(
            case.id,
            wave.unit_names.get(case.unit, case.unit),
            wave.service_names.get((case.unit, case.service), case.service),
            name_of(case.disposition),
            again,
            is_open,
        )

    def _moment(self, written: str) -> datetime | None:
        """A day and an hour as they are written here: 15/11/2024 08:30."""
        for shape in ("%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %Hh%M"):
            try:
                return datetime.strptime(written.strip(), shape).replace(tzinfo=self._zone)
            except ValueError:
                continue
        return None
