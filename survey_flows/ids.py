"""Identifiers, one type each, so that mypy catches a case passed for a person."""

from __future__ import annotations

from typing import NewType

WaveId = NewType("WaveId", int)
CaseId = NewType("CaseId", int)
PersonId = NewType("PersonId", int)
FrameUnitId = NewType("FrameUnitId", int)
UnitCode = NewType("UnitCode", str)
ServiceCode = NewType("ServiceCode", str)
QuestionnaireVersion = NewType("QuestionnaireVersion", str)
