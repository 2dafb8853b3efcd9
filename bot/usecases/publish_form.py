"""Publish a corrected form in a wave that goes on.

Rules: a published version is immutable and stays. Whoever has not begun gets the new version, also
reserves not released yet; an interview that has begun ends on the version it began with, so that no
answer changes its question. The note says what was corrected and why; it is kept with the wave and
in the audit trail, with both versions, every difference between them (`changes`, as `sipas form diff`
tells them) and how many cases took which.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from storage.errors import NotFound, Stale
from storage.unit_of_work import UnitOfWork
from storage.waves import WaveStatus
from survey_flows.ids import QuestionnaireVersion, WaveId
from survey_flows.questionnaire.changes import changes
from survey_flows.questionnaire.model import Questionnaire
from survey_flows.questionnaire.stored import from_bytes, to_bytes


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: cases moved to the new version, interviews that go on with an older one."""

    before: QuestionnaireVersion
    now: QuestionnaireVersion
    moved: int
    kept: int


async def form_in_force(unit: UnitOfWork, wave: WaveId, code: str) -> QuestionnaireVersion:
    """The version new cases of this form get. Raises NotFound for a form the wave does not use."""
    forms = (await unit.waves.get(wave)).settings["forms"]
    if code not in forms:
        known = ", ".join(sorted(forms))
        raise NotFound(
            f"đợt này không dùng phiếu “{code}”; các phiếu: {known}"
            f" | the wave has no form {code!r}; it uses {known}"
        )
    return QuestionnaireVersion(forms[code])


async def publish_form(
    unit: UnitOfWork,
    wave: WaveId,
    form: Questionnaire,
    source: bytes,
    *,
    note: str,
    actor: str,
    now: datetime,
) -> Published:
    """Give `form` to every case that has not begun.

    Raises Stale when the wave is over or the form is the one in force, NotFound for a form the wave
    does not use, ValueError without a note.
    """
    if not note.strip():
        raise ValueError("a correction needs a note: what was wrong, what changed")
    known = await unit.waves.get(wave)
    if known.status is WaveStatus.CLOSED:
        raise Stale(
            "đợt đã kết thúc, không còn ai để hỏi phiếu đã sửa"
            " | the wave is closed: nobody could be asked the corrected form"
        )
    before = await form_in_force(unit, wave, form.code)
    if before == form.version:
        raise Stale(
            f"{before} đang dùng đã hỏi đúng như phiếu sửa"
            f" | {before} is in force already: the corrected form asks the same"
        )
    found = changes(from_bytes((await unit.waves.questionnaires())[before]), form)
    await unit.waves.add_questionnaire(form.version, form.code, source, to_bytes(form), now)
    older = {
        QuestionnaireVersion(one["from"])
        for one in known.settings.get("corrections", [])
        if one["form"] == form.code
    } | {before}
    moved, kept = await unit.cases.repin(wave, older, form.version)
    correction = {
        "form": form.code, "from": before, "to": form.version, "note": note.strip(), "at": now.isoformat(),
        "changes": [{**asdict(change), "loses_answers": change.loses_answers} for change in found],
    }  # fmt: skip
    settings = {
        **known.settings,
        "forms": {**known.settings["forms"], form.code: form.version},
        "corrections": [*known.settings.get("corrections", []), correction],
    }
    await unit.waves.set_settings(wave, settings)
    detail = {**correction, "moved": moved, "kept": kept}
    await unit.audit.write(actor, "form.publish", f"wave {wave}", detail, now)
    return Published(before, form.version, moved, kept)
