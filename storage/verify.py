"""Is what the database says possible? The invariants of reliability.md §3, checked on a database.

Most are held by constraints already; here they are looked for again, with queries of their own, because
a database may have been restored, edited or written by an older program. Each check is one query that
finds what must not exist. I4 (interviews) and I19 (draws) are replayed by functions the caller gives:
storage does not know how to interview or to draw. Findings name ids, never a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, text

from storage.interviews import AnswerRow, StoredInterview
from storage.tables_fieldwork import interviews, waves
from storage.unit_of_work import Database, UnitOfWork
from survey_flows.ids import CaseId, ServiceCode, UnitCode, WaveId
from survey_flows.sampling.frame import FrameUnit

ReplayDraw = Callable[[WaveId, UnitCode, bytes, Mapping[ServiceCode, Sequence[FrameUnit]]], str | None]
"""(wave, unit, the draw's record, the eligible lines now) -> what is wrong, or None."""

ReplayInterview = Callable[[StoredInterview, Sequence[AnswerRow]], str | None]
"""(the stored interview, every answer of the case) -> what is wrong, or None."""

_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be. `subject` says where ("case 17", "cell so_y_te/kham_benh")."""

    invariant: str
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class _Check:
    """`query` returns the subject and one figure for each violation."""

    invariant: str
    subject: str
    message: str
    query: str


# Moments are microseconds: 60000000 is a minute (a message may be on the wire by then), 86400000000 a day.
_CHECKS = (
    _Check(
        "I1",
        "inbox row {0}",
        "stored twice ({1} rows with its key)",
        "SELECT min(id), count(*) FROM inbox GROUP BY channel, account, external_index HAVING count(*) > 1",
    ),
    _Check(
        "I1",
        "inbox row {0}",
        "acknowledged and never handled",
        "SELECT id, 0 FROM inbox WHERE handled_at IS NULL",
    ),
    _Check(
        "I2",
        "case {0}",
        "an answer at revision {1} is newer than the interview's state",
        "SELECT a.case_id, max(a.revision) FROM answers a LEFT JOIN interviews i ON i.case_id = a.case_id "
        "GROUP BY a.case_id, i.revision HAVING i.revision IS NULL OR max(a.revision) > i.revision",
    ),
    _Check(
        "I2",
        "case {0}",
        "complete, but no response is stored",
        "SELECT c.id, 0 FROM cases c LEFT JOIN responses r ON r.case_id = c.id "
        "WHERE c.disposition = 'complete' AND r.case_id IS NULL",
    ),
    _Check(
        "I3",
        "case {0}",
        "{1} questions wait to be sent at once",
        "SELECT case_id, count(*) FROM outbox WHERE is_question AND state = 'queued' AND case_id IS NOT NULL "
        "GROUP BY case_id HAVING count(*) > 1",
    ),
    _Check(
        "I5",
        "case {0}",
        "has {1} replacements",
        "SELECT replaces, count(*) FROM cases WHERE replaces IS NOT NULL "
        "GROUP BY replaces HAVING count(*) > 1",
    ),
    _Check(
        "I5",
        "case {0}",
        "was released {1} times",
        "SELECT case_id, count(*) FROM disposition_history WHERE disposition = 'issued' "
        "GROUP BY case_id HAVING count(*) > 1",
    ),
    _Check(
        "I5",
        "case {0}",
        "replaces case {1}, but is not a released reserve of the same cell",
        "SELECT r.id, r.replaces FROM cases r JOIN cases p ON p.id = r.replaces "
        "WHERE r.role <> 'reserve' OR r.released_at IS NULL OR r.cell_id <> p.cell_id",
    ),
    _Check(
        "I6",
        "cell {0}",
        "has {1} cases in flight and completed, above target and overrides",
        "SELECT unit || '/' || service, in_flight + completed FROM cells "
        "WHERE in_flight + completed > target + overrides",
    ),
    _Check(
        "I6",
        "cell {0}",
        "counts places its cases do not have ({1} of them)",
        "SELECT e.unit || '/' || e.service, count(c.id) FROM cells e LEFT JOIN cases c ON c.cell_id = e.id "
        "AND c.place <> 'none' GROUP BY e.id, e.unit, e.service, e.in_flight, e.completed "
        "HAVING e.in_flight <> coalesce(sum(CASE WHEN c.place = 'in_flight' THEN 1 ELSE 0 END), 0) "
        "OR e.completed <> coalesce(sum(CASE WHEN c.place = 'completed' THEN 1 ELSE 0 END), 0)",
    ),
    _Check(
        "I8",
        "message {0}",
        "was sent after the opt-out of its person (case {1})",
        "SELECT DISTINCT o.id, coalesce(o.case_id, 0) FROM outbox o JOIN endpoints e ON e.id = o.endpoint_id "
        "LEFT JOIN people p ON p.id = e.person_id "
        "JOIN suppressions s ON s.address_index = e.address_index OR s.address_index = p.phone_index "
        "WHERE o.state = 'sent' AND (o.not_before > s.at OR o.sent_at > s.at + 60000000)",
    ),
    _Check(
        "I9",
        "case {0}",
        "got {1} invitations",
        "SELECT case_id, count(*) FROM outbox "
        # One that was not delivered, or of which nothing was told for hours, is none: the next is no second.
        "WHERE kind = 'invitation' AND state IN ('sent', 'uncertain', 'sending') "
        "AND error NOT LIKE 'no report%' AND NOT EXISTS (SELECT 1 FROM deliveries d "
        "WHERE d.outbox_id = outbox.id AND d.state IN ('failed', 'expired')) "
        "GROUP BY case_id HAVING count(*) > 1",
    ),
    _Check(
        "I9",
        "case {0}",
        "got {1} reminders",
        "SELECT case_id, count(*) FROM outbox "
        "WHERE kind = 'reminder' AND state IN ('sent', 'uncertain', 'sending') "
        "AND error NOT LIKE 'no report%' AND NOT EXISTS (SELECT 1 FROM deliveries d "
        "WHERE d.outbox_id = outbox.id AND d.state IN ('failed', 'expired')) "
        "GROUP BY case_id HAVING count(*) > 2",
    ),
    _Check(
        "I9",
        "case {0}",
        "got {1} messages within 24 hours beside replies",
        "WITH unasked AS (SELECT id, case_id, sent_at FROM outbox "
        "WHERE kind IN ('invitation', 'reminder', 'notice') AND sent_at IS NOT NULL) "
        "SELECT case_id, max(messages) FROM (SELECT o.case_id, count(*) AS messages FROM unasked o "
        "JOIN unasked n ON n.case_id = o.case_id AND n.sent_at >= o.sent_at "
        "AND n.sent_at < o.sent_at + 86400000000 GROUP BY o.case_id, o.id) AS days "
        "GROUP BY case_id HAVING max(messages) > 3",
    ),
    _Check(
        "I10",
        "case {0}",
        "{1} cases with its phone were invited in one wave",
        "SELECT min(c.id), count(*) FROM cases c JOIN people p ON p.id = c.person_id "
        "WHERE c.invited_at IS NOT NULL AND p.phone_index IS NOT NULL "
        "GROUP BY c.wave_id, p.phone_index HAVING count(*) > 1",
    ),
    _Check(
        "I10",
        "case {0}",
        "{1} valid responses of one phone count for the same service",
        "SELECT min(r.case_id), count(*) FROM responses r JOIN cases c ON c.id = r.case_id "
        "JOIN people p ON p.id = c.person_id WHERE p.phone_index IS NOT NULL AND r.validity = 'valid' "
        "GROUP BY r.wave_id, r.unit, r.service, p.phone_index HAVING count(*) > 1",
    ),
    _Check(
        "I11",
        "slip {0}",
        "was taken up by {1} people, more than it is for",
        "SELECT s.id, count(*) FROM slips s JOIN slip_cases c ON c.slip_id = s.id "
        "GROUP BY s.id, s.answerable HAVING count(*) > s.answerable",
    ),
    _Check(
        "I11",
        "slip {0}",
        "was taken up before it opened, after it expired or was cancelled (interview {1})",
        "SELECT s.id, c.id FROM slips s JOIN slip_cases c ON c.slip_id = s.id "
        "WHERE c.opened_at < s.opens_at OR c.opened_at >= s.expires_at OR c.opened_at > s.cancelled_at",
    ),
    _Check(
        "I2",
        "interview {0} of a slip",
        "an answer at revision {1} is newer than its state",
        "SELECT a.slip_case_id, max(a.revision) FROM slip_answers a JOIN slip_cases c "
        "ON c.id = a.slip_case_id GROUP BY a.slip_case_id, c.revision HAVING max(a.revision) > c.revision",
    ),
    _Check(
        "I13",
        "message {0}",
        "its effect was queued {1} times",
        "SELECT min(id), count(*) FROM outbox GROUP BY effect HAVING count(*) > 1",
    ),
    _Check(
        "I14",
        "case {0}",
        "its disposition is not the last of its history (entry {1})",
        "SELECT c.id, coalesce(h.seq, 0) FROM cases c LEFT JOIN disposition_history h ON h.case_id = c.id "
        "AND h.seq = (SELECT max(l.seq) FROM disposition_history l WHERE l.case_id = c.id) "
        "WHERE c.disposition <> 'reserved' AND (h.disposition IS NULL OR h.disposition <> c.disposition)",
    ),
    _Check(
        "I14",
        "case {0}",
        "history entry {1} is older than the one before it",
        "SELECT h.case_id, h.seq FROM disposition_history h JOIN disposition_history b "
        "ON b.case_id = h.case_id AND b.seq < h.seq WHERE h.at < b.at",
    ),
    _Check(
        "I14",
        "message {0}",
        "has a delivery report of rank {1} that its state does not have",
        "SELECT outbox_id, rank FROM deliveries WHERE rank <> "
        "CASE state WHEN 'queued' THEN 0 WHEN 'sent' THEN 1 ELSE 2 END",
    ),
)


async def verify(
    database: Database,
    *,
    replay_draw: ReplayDraw | None = None,
    replay_interview: ReplayInterview | None = None,
    anchor: tuple[int, str] | None = None,
) -> list[Finding]:
    """Everything that must not be and is, in one snapshot; empty for a sound database.

    `anchor` is an audit head printed earlier (`Audit.head`).
    """
    findings: list[Finding] = []
    async with database.reading() as unit:
        session = unit._session
        for check in _CHECKS:
            findings.extend(
                Finding(check.invariant, check.subject.format(*row), check.message.format(*row))
                for row in await session.rows(text(check.query))
            )
        findings += [Finding("I15", "audit", broken) for broken in await unit.audit.verify(anchor)]
        findings += await _draws(unit, replay_draw)
        if replay_interview is not None:
            findings += await _interviews(unit, replay_interview)
    return findings


async def _draws(unit: UnitOfWork, replay: ReplayDraw | None) -> list[Finding]:
    findings = []
    for (wave_id,) in await unit._session.rows(select(waves.c.id).order_by(waves.c.id)):
        for code, record, sha256 in await unit.samples.draws(WaveId(wave_id)):
            subject = f"draw of {code} in wave {wave_id}"
            if hashlib.sha256(record).hexdigest() != sha256:
                findings.append(Finding("I19", subject, "its record does not have its hash"))
            elif replay is not None:
                lines = await unit.samples.frame_units(WaveId(wave_id), code)
                if (wrong := replay(WaveId(wave_id), code, record, lines)) is not None:
                    findings.append(Finding("I19", subject, wrong))
    return findings


async def _interviews(unit: UnitOfWork, replay: ReplayInterview) -> list[Finding]:
    findings: list[Finding] = []
    after = 0
    page = select(interviews.c.case_id).order_by(interviews.c.case_id).limit(_PAGE)
    while ids := [
        CaseId(row[0]) for row in await unit._session.rows(page.where(interviews.c.case_id > after))
    ]:
        stored = await unit.interviews.load(ids)
        answers = await unit.interviews.answers(ids)
        wrongs = {case_id: replay(stored[case_id], answers[case_id]) for case_id in ids}
        findings += [
            Finding("I4", f"case {case}", wrong) for case, wrong in wrongs.items() if wrong is not None
        ]
        after = ids[-1]
    for one, given in await unit.slips.histories():
        if (wrong := replay(one, given)) is not None:
            findings.append(Finding("I4", f"interview {one.case_id} of a slip", wrong))
    return findings
