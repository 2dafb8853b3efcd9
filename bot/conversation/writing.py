"""Everything one batch of messages will write, gathered so that each table is written once."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.ports import ChannelName
from storage.cases import CaseUpdate
from storage.conversations import Conversation
from storage.interviews import AnswerRow, ParadataRow, StoredInterview
from storage.outbox import NewMessage
from survey_flows.fieldwork.dispositions import Disposition
from survey_flows.ids import CaseId
from survey_flows.interview.state import InterviewState


@dataclass(slots=True)
class Writing:
    """What has been decided so far, and not yet written."""

    interviews: dict[CaseId, StoredInterview] = field(default_factory=dict)
    answers: list[AnswerRow] = field(default_factory=list)
    paradata: list[ParadataRow] = field(default_factory=list)
    updates: dict[CaseId, CaseUpdate] = field(default_factory=dict)
    closings: list[tuple[CaseId, Disposition, str]] = field(default_factory=list)
    completions: list[tuple[Conversation, InterviewState, ChannelName]] = field(default_factory=list)
    withdrawals: list[CaseId] = field(default_factory=list)
    replies: dict[int, NewMessage] = field(default_factory=dict)  # by endpoint: the last one stands
    moved: set[CaseId] = field(default_factory=set)  # asked in place: what waits elsewhere is old
