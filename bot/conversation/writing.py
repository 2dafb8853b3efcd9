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
    withdrawals: dict[CaseId, str] = field(default_factory=dict)  # and the channel of the STOP
    replies: dict[int, NewMessage] = field(default_factory=dict)  # by endpoint: the last one stands
    moved: set[CaseId] = field(default_factory=set)  # asked in place: what waits elsewhere is old

    def unsay(self, case_id: CaseId) -> None:
        """Forget a stop or a refusal of this batch: its person asked back in before anything was written."""
        self.withdrawals.pop(case_id, None)
        self.closings = [entry for entry in self.closings if entry[0] != case_id]
