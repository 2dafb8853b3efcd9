"""What ODK Collect may do, joined to the writer and the use cases: see `OfflineDoor` in `bot/doors.py`."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from bot.conversation.versions import with_versions
from bot.door import StaffDoor
from bot.doors import Entrance, OfflineForm, Origin, Submitted
from bot.ports import NotStored
from bot.usecases.interview_in_person import address_of_interview, cases_of, find_interviewer
from bot.usecases.receive_message import receive_messages
from bot.usecases.receive_submission import Submission, judge_submission, keep_files, set_aside
from bot.web.odk_texts import CHECK_CODE_LABELS
from storage.interviewers import Interviewer
from storage.unit_of_work import UnitOfWork
from survey_flows.ids import QuestionnaireVersion
from survey_flows.interview import codec
from survey_flows.questionnaire.instances import NotAnInstance, read_instance
from survey_flows.questionnaire.model import Questionnaire

_log = logging.getLogger("sipas.odk")


@dataclass(frozen=True, slots=True)
class OdkDoor(StaffDoor):
    """An XForm is made once per version and kept; None for a form no device may carry."""

    _made: dict[QuestionnaireVersion, OfflineForm | None] = field(default_factory=dict)

    async def admit(self, name: str, password: str, origin: Origin) -> Entrance:
        """Whether name and password are right; wrong ones are counted with those of the pages."""
        found = await self._admit(name, password, origin)
        return found if isinstance(found, Entrance) else Entrance.OPEN

    async def forms(self, name: str) -> list[OfflineForm]:
        """The forms of this interviewer's open cases, by id and version."""
        wave = self.wave()
        if not wave.takes_answers:
            return []

        async def look(unit: UnitOfWork) -> set[QuestionnaireVersion]:
            who = await _known(unit, name)
            if who is None:
                return set()
            open_ones = [one.case.id for one, is_open in await cases_of(unit, wave, who) if is_open]
            stand = await unit.conversations.of(open_ones) if open_ones else {}
            return {
                one.questionnaire if one.state is None else codec.decode(one.state).questionnaire
                for one in stand.values()
            }

        made = [await self._form(version) for version in sorted(await self._read(look))]
        return [one for one in made if one is not None]

    async def submit(self, name: str, document: bytes, files: Mapping[str, bytes]) -> tuple[Submitted, str]:
        """Take a form that was filled in: noted, checked and stored in one transaction."""
        now, wave = self.clock.now(), self.wave()
        try:
            instance = await asyncio.to_thread(read_instance, document)
        except NotAnInstance as problem:
            reason = str(problem)
            digest = hashlib.sha256(document).hexdigest()

            async def keep(unit: UnitOfWork) -> None:
                who = await _known(unit, name)
                if who is not None:
                    await set_aside(unit, who, digest, document, reason, now=now)

            await self._run(keep)
            return Submitted.NO_FORM, "unreadable"

        async def take(unit: UnitOfWork) -> tuple[Submitted, str]:
            who = await _known(unit, name)
            if who is None:
                raise NotStored  # taken off between the password and this turn
            sent = Submission(who, instance, document, partial(address_of_interview, who))
            judged = await judge_submission(unit, wave, sent, now=now)
            await keep_files(unit, instance.instance_id, files, now=now)
            if judged.reason == "repeat":
                return Submitted.REPEATED, ""
            if judged.reason:
                return Submitted.SET_ASIDE, judged.reason
            await receive_messages(unit, judged.messages, wave, now=now)
            return Submitted.TAKEN, ""

        return await self._run(take)

    async def _form(self, version: QuestionnaireVersion) -> OfflineForm | None:
        if version not in self._made:
            wave = self.wave()
            source = await self._read(lambda unit: unit.waves.source_of(version))
            wave = await self._read(lambda unit: with_versions(unit, wave, {version}))
            self._made[version] = await asyncio.to_thread(
                _offline, version, source or b"", wave.questionnaires[version]
            )
        return self._made[version]


def _offline(
    version: QuestionnaireVersion, source: bytes, questionnaire: Questionnaire
) -> OfflineForm | None:
    from survey_flows.questionnaire.offline_files import files_beside
    from survey_flows.questionnaire.xform import collect_form_of  # pyxform is slow to import

    xml = collect_form_of(source, questionnaire, CHECK_CODE_LABELS).encode()
    beside = files_beside(xml, questionnaire)
    if beside.missing:
        _log.warning("%s is not offered to ODK Collect: it reads %s", version, ", ".join(beside.missing))
        return None
    titles = questionnaire.titles
    title = titles.get("vi") or next(iter(titles.values()), questionnaire.code)
    tables = {name: text.encode() for name, text in beside.tables.items()}
    return OfflineForm(questionnaire.code, version, title, xml, beside.media, tables)


async def _known(unit: UnitOfWork, name: str) -> Interviewer | None:
    """Who goes by this name, unless they were taken off."""
    who = await find_interviewer(unit, name)
    return None if who is None or who.ended_at is not None else who
