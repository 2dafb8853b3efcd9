"""Questionnaires by version, also those published after the collector started.

A version never changes, so what was read once is kept for the life of the process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.ports import RunningWave
from storage.unit_of_work import UnitOfWork
from survey_flows.ids import QuestionnaireVersion
from survey_flows.questionnaire.model import Questionnaire
from survey_flows.questionnaire.stored import from_bytes

_read: dict[QuestionnaireVersion, Questionnaire] = {}


async def with_versions(
    unit: UnitOfWork, wave: RunningWave, wanted: Iterable[QuestionnaireVersion]
) -> RunningWave:
    """Return `wave` knowing every version in `wanted`; the same object when it knows them already."""
    unknown = {version for version in wanted if version not in wave.questionnaires}
    if not unknown:
        return wave
    if not unknown <= _read.keys():
        compiled = await unit.waves.questionnaires()
        _read.update({version: from_bytes(compiled[version]) for version in unknown})
    return replace(
        wave, questionnaires={**wave.questionnaires, **{version: _read[version] for version in unknown}}
    )
