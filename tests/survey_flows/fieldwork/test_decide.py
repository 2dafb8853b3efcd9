"""What fieldwork does next with a case, at every instant of its life."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_flows.fieldwork.case import Case
from survey_flows.fieldwork.decide import Close, CloseReason, Decision, Invite, Remind, Resume, Wait, decide
from survey_flows.fieldwork.dispositions import Disposition, meaning
from survey_flows.fieldwork.protocol import ContactProtocol
from tests.survey_flows.fieldwork.cases import HOURS, PROTOCOL, a_case, at

TWO_CHANNELS = replace(PROTOCOL, channel_order=("zns", "sms"))
ENDED = HOURS.closes_for_good


def next_step(case: Case, now: datetime, *, is_opted_out: bool = False, is_resting: bool = False) -> Decision:
    return decide(case, PROTOCOL, HOURS, now=now, is_opted_out=is_opted_out, is_resting=is_resting)


def invited(now: datetime, **changes: object) -> Case:
    return a_case(Disposition.CONTACTED, invited_at=now, **changes)


def answering(now: datetime, **changes: object) -> Case:
    return a_case(Disposition.ANSWERING, invited_at=at(1), answered_at=now, **changes)


class TestInvitation:
    def test_a_released_case_is_invited_when_the_hours_are_open(self) -> None:
        assert next_step(a_case(), at(2, 9)) == Invite("sms")

    @pytest.mark.parametrize(
        ("now", "until"),
        [(at(28, month=9), at(1, 7, 30)), (at(2, 3), at(2, 7, 30)), (at(2, 21), at(3, 7, 30))],
    )
    def test_outside_the_hours_it_waits_for_the_opening(self, now: datetime, until: datetime) -> None:
        assert next_step(a_case(), now) == Wait(until)

    def test_a_release_in_the_future_is_waited_for(self) -> None:
        assert next_step(a_case(released_at=at(5, 12)), at(2, 9)) == Wait(at(5, 13, 30))

    def test_a_reserve_not_released_waits_without_a_date(self) -> None:
        assert next_step(a_case(Disposition.RESERVED), at(2, 9)) == Wait(None)

    def test_a_release_after_the_last_day_waits_for_the_end(self) -> None:
        assert next_step(a_case(released_at=ENDED + timedelta(days=1)), at(2)) == Wait(ENDED)


class TestSilence:
    def test_reminders_follow_the_gaps_and_then_it_is_noncontact(self) -> None:
        case = invited(at(2, 9))
        assert next_step(case, at(2, 9)) == Wait(at(5, 9))
        assert next_step(case, at(5, 9)) == Remind(1, "sms")
        case = replace(case, reminders=1, reminded_at=at(5, 9))
        assert next_step(case, at(9, 8, 59)) == Wait(at(9, 9))
        assert next_step(case, at(9, 9)) == Remind(2, "sms")
        case = replace(case, reminders=2, reminded_at=at(9, 9))
        assert next_step(case, at(9, 9)) == Wait(at(12, 9))
        assert next_step(case, at(12, 9)) == Close(Disposition.NONCONTACT, CloseReason.NO_ANSWER)

    def test_a_reminder_missed_by_days_is_sent_once_and_the_next_counts_from_it(self) -> None:
        case = invited(at(2, 9))
        assert next_step(case, at(20, 10)) == Remind(1, "sms")
        case = replace(case, reminders=1, reminded_at=at(20, 10))
        assert next_step(case, at(20, 10)) == Wait(at(24, 10))

    def test_a_late_last_reminder_still_leaves_the_time_to_answer(self) -> None:
        case = invited(at(2, 9), reminders=2, reminded_at=at(25, 9))
        assert next_step(case, at(26)) == Wait(at(28, 9))

    def test_a_reminder_due_at_night_waits_for_the_morning(self) -> None:
        assert next_step(invited(at(2, 9)), at(5, 22)) == Wait(at(6, 7, 30))

    def test_without_reminders_in_the_protocol_silence_ends_the_case(self) -> None:
        patient = replace(PROTOCOL, reminder_gaps_hours=(), noncontact_after_hours=48)
        case = invited(at(2, 9))
        assert decide(case, patient, HOURS, now=at(3)) == Wait(at(4, 9))
        assert decide(case, patient, HOURS, now=at(4, 9)) == Close(
            Disposition.NONCONTACT, CloseReason.NO_ANSWER
        )


class TestFallingSilent:
    def test_a_pause_is_reminded_within_the_same_two_and_then_it_is_a_break_off(self) -> None:
        case = answering(at(8, 10), reminders=1, reminded_at=at(4, 8))
        assert next_step(case, at(8, 11)) == Wait(at(9, 10))
        assert next_step(case, at(9, 10)) == Remind(2, "sms")
        case = replace(case, reminders=2, reminded_at=at(9, 10))
        assert next_step(case, at(9, 10)) == Wait(at(13, 10))
        assert next_step(case, at(13, 10)) == Close(Disposition.BREAK_OFF, CloseReason.FELL_SILENT)

    def test_an_answer_starts_the_patience_anew(self) -> None:
        case = answering(at(12, 10), reminders=2, reminded_at=at(9, 10))
        assert next_step(case, at(13, 10)) == Wait(at(16, 10))

    def test_whoever_asked_who_we_are_and_fell_silent_was_reached(self) -> None:
        case = invited(at(2, 9), answered_at=at(2, 10), reminders=2, reminded_at=at(5))
        assert next_step(case, at(15)) == Close(Disposition.BREAK_OFF, CloseReason.FELL_SILENT)

    def test_a_dead_invitation_channel_does_not_lose_somebody_who_answers(self) -> None:
        case = answering(at(8, 10), has_unreachable_channel=True)
        assert next_step(case, at(8, 11)) == Wait(at(9, 10))
        assert next_step(case, at(9, 10)) == Remind(1, "sms")


class TestPostponement:
    def test_a_named_time_is_kept(self) -> None:
        case = answering(at(8, 10), later_until=at(10, 19))
        assert next_step(case, at(9, 12)) == Wait(at(10, 19))
        assert next_step(case, at(10, 19)) == Remind(1, "sms")

    def test_a_named_time_in_the_night_is_the_next_morning(self) -> None:
        assert next_step(answering(at(8, 10), later_until=at(9, 22)), at(9)) == Wait(at(10, 7, 30))

    def test_once_kept_the_usual_gaps_go_on(self) -> None:
        case = answering(at(8, 10), later_until=at(10, 19), reminders=1, reminded_at=at(10, 19))
        assert next_step(case, at(10, 19)) == Wait(at(11, 19))

    def test_with_no_reminder_left_patience_counts_from_the_named_time(self) -> None:
        case = answering(at(8, 10), later_until=at(10, 19), reminders=2, reminded_at=at(7))
        assert next_step(case, at(13)) == Wait(at(14, 19))
        assert next_step(case, at(14, 19)) == Close(Disposition.BREAK_OFF, CloseReason.FELL_SILENT)


class TestRest:
    """A long interview by SMS that paused by itself."""

    def test_the_next_sitting_is_offered_at_its_time_and_not_before(self) -> None:
        case = answering(at(8, 10), later_until=at(9, 10))
        assert next_step(case, at(9, 9), is_resting=True) == Wait(at(9, 10))
        assert next_step(case, at(9, 10), is_resting=True) == Resume()

    def test_it_is_offered_even_when_no_reminder_is_left(self) -> None:
        case = answering(at(8, 10), later_until=at(9, 10), reminders=2, reminded_at=at(7))
        assert next_step(case, at(9, 10), is_resting=True) == Resume()

    def test_it_is_offered_once_then_the_usual_reminder_follows(self) -> None:
        case = answering(at(8, 10), later_until=at(9, 10), reminded_at=at(9, 10))
        assert next_step(case, at(9, 11), is_resting=True) == Wait(at(10, 10))
        assert next_step(case, at(10, 10), is_resting=True) == Remind(1, "sms")

    def test_it_waits_for_the_contact_hours(self) -> None:
        case = answering(at(8, 10), later_until=at(9, 22))
        assert next_step(case, at(9, 22), is_resting=True) == Wait(at(10, 7, 30))


class TestUnreachable:
    def test_a_number_the_only_channel_reports_dead_closes_the_case_even_at_night(self) -> None:
        case = invited(at(2, 9), has_unreachable_channel=True)
        assert next_step(case, at(2, 23)) == Close(Disposition.WRONG_NUMBER, CloseReason.UNREACHABLE)

    def test_a_dead_number_is_not_invited_again_for_the_sake_of_a_bot_that_cannot_write_first(self) -> None:
        plan = replace(PROTOCOL, channel_order=("sms", "telegram"))
        assert decide(invited(at(2, 9)), plan, HOURS, now=at(2, 10), unreachable={"sms"}) == Close(
            Disposition.WRONG_NUMBER, CloseReason.UNREACHABLE
        )

    def test_with_another_channel_left_the_invitation_leaves_there(self) -> None:
        case = invited(at(2, 9), has_unreachable_channel=True)
        assert decide(case, TWO_CHANNELS, HOURS, now=at(2, 10)) == Invite("sms")
        case = replace(case, invited_at=at(2, 10), invited_channel="sms")
        assert decide(case, TWO_CHANNELS, HOURS, now=at(2, 11), unreachable={"zns"}) == Wait(at(5, 10))

    def test_a_channel_that_dies_after_a_reminder_makes_no_second_invitation(self) -> None:
        case = invited(at(2, 9), reminders=1, reminded_at=at(5, 9), invited_channel="zns")
        assert isinstance(decide(case, TWO_CHANNELS, HOURS, now=at(5, 10), unreachable={"zns"}), Wait)
        later = at(5, 9) + timedelta(hours=PROTOCOL.reminder_gaps_hours[1])
        assert decide(case, TWO_CHANNELS, HOURS, now=later, unreachable={"zns"}) == Remind(2, "sms")

    def test_with_all_channels_dead_the_case_closes(self) -> None:
        case = invited(at(2, 9), invited_channel="sms")
        assert decide(case, TWO_CHANNELS, HOURS, now=at(2, 11), unreachable=("zns", "sms")) == Close(
            Disposition.WRONG_NUMBER, CloseReason.UNREACHABLE
        )

    def test_a_person_known_dead_on_a_channel_is_first_invited_on_the_next(self) -> None:
        assert decide(a_case(), TWO_CHANNELS, HOURS, now=at(2), unreachable=("zns",)) == Invite("sms")


class TestEnd:
    @pytest.mark.parametrize(
        ("case", "disposition"),
        [
            (a_case(Disposition.RESERVED), Disposition.UNUSED_RESERVE),
            (a_case(), Disposition.NONCONTACT),
            (invited(at(11, month=11)), Disposition.NONCONTACT),
            (answering(at(11, month=11)), Disposition.BREAK_OFF),
        ],
    )
    def test_after_the_last_day_everything_closes(self, case: Case, disposition: Disposition) -> None:
        assert next_step(case, ENDED) == Close(disposition, CloseReason.FIELDWORK_OVER)

    def test_a_reminder_that_would_come_after_the_end_is_never_sent(self) -> None:
        assert next_step(invited(at(10, month=11)), at(11, month=11)) == Wait(ENDED)

    def test_an_opt_out_closes_at_once(self) -> None:
        said = next_step(invited(at(2, 9)), at(2, 23), is_opted_out=True)
        assert said == Close(Disposition.OPTED_OUT, CloseReason.OPTED_OUT)

    @pytest.mark.parametrize("disposition", [each for each in Disposition if meaning(each).is_final])
    def test_a_closed_case_is_left_alone(self, disposition: Disposition) -> None:
        assert next_step(a_case(disposition), at(2), is_opted_out=True) == Wait(None)
        assert next_step(a_case(disposition), ENDED) == Wait(None)


INSTANTS = st.timedeltas(timedelta(days=-6), timedelta(days=50)).map(lambda gap: at(1, 0) + gap)
MAYBE = st.none() | INSTANTS
CASES = st.builds(
    a_case,
    st.sampled_from(Disposition),
    released_at=MAYBE,
    invited_at=MAYBE,
    reminders=st.integers(0, 3),
    reminded_at=MAYBE,
    answered_at=MAYBE,
    later_until=MAYBE,
    has_unreachable_channel=st.booleans(),
    invited_channel=st.sampled_from(["", "sms", "zns"]),
)
PROTOCOLS = st.sampled_from([PROTOCOL, TWO_CHANNELS, replace(PROTOCOL, reminder_gaps_hours=())])


@given(CASES, PROTOCOLS, INSTANTS, st.booleans(), st.sets(st.sampled_from(["sms", "zns"])))
def test_every_case_gets_a_decision_at_every_instant(
    case: Case, protocol: ContactProtocol, now: datetime, is_opted_out: bool, unreachable: set[str]
) -> None:
    said = decide(case, protocol, HOURS, now=now, is_opted_out=is_opted_out, unreachable=unreachable)
    match said:
        case Invite() | Remind():
            assert HOURS.is_open(now)
            assert not is_opted_out
            assert not meaning(case.disposition).is_final
            if isinstance(said, Remind):
                assert said.number == case.reminders + 1 <= protocol.maximum_reminders
        case Wait(until):
            assert until is None or now < until <= HOURS.closes_for_good
        case Close(disposition):
            assert meaning(disposition).is_final
            assert not meaning(case.disposition).is_final


@given(
    st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=9)), min_size=1, max_size=60),
    st.sampled_from(["silent", "answers once"]),
    INSTANTS,
)
def test_whenever_the_ticks_come_nobody_gets_more_than_one_invitation_and_two_reminders(
    gaps: list[timedelta], person: str, now: datetime
) -> None:
    """Ticks at any moments, late ones included: plan again, never replay."""
    case, sent = a_case(), []
    for gap in gaps:
        now += gap
        match next_step(case, now):
            case Invite():
                sent.append(("invite", now))
                case = replace(case, disposition=Disposition.CONTACTED, invited_at=now)
                if person == "answers once":
                    case = replace(case, disposition=Disposition.ANSWERING, answered_at=now)
            case Remind(number):
                sent.append((f"reminder {number}", now))
                case = replace(case, reminders=number, reminded_at=now)
            case Close(disposition):
                case = replace(case, disposition=disposition)
            case Wait():
                pass
    assert [what for what, _ in sent] == ["invite", "reminder 1", "reminder 2"][: len(sent)]
    assert all(HOURS.is_open(moment) for _, moment in sent)
    shortest = timedelta(hours=PROTOCOL.pause_reminder_hours)
    moments = [moment for _, moment in sent]
    assert all(late - early >= shortest for early, late in pairwise(moments))


@given(CASES, INSTANTS)
def test_waiting_until_the_named_moment_and_asking_again_brings_the_case_forward(
    case: Case, now: datetime
) -> None:
    for _ in range(6):
        said = next_step(case, now)
        if not isinstance(said, Wait):
            return
        if said.until is None:
            assert meaning(case.disposition).is_final or case.disposition is Disposition.RESERVED
            return
        now = said.until
    pytest.fail(f"still waiting at {now}")
