"""The estimate of a wave's cost: figures that can be checked by hand, and what must hold for any wave."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.usecases.estimate_cost import Assumptions, CostCell, Purpose, Tariffs, estimate, released

TARIFFS = Tariffs(letter_part_vnd=850, question_part_vnd=350, zns_vnd=200)
CELL = CostCell(
    target=60, reserve=30, invitation_parts=2, reminder_parts=2, interview_messages=40, interview_parts=44
)


def test_a_wave_of_sixty_as_reckoned_by_hand() -> None:
    """Half answer: all 60 and the 30 in reserve are released, 45 answer, half of them by SMS.

    Three attempts bring a sixth of the 90 each: 75 are silent at the first reminder, 60 at the second.
    """
    lines = estimate([CELL], Assumptions(answer_percent=50, by_sms_percent=50), TARIFFS, reminders=2)
    assert [(one.purpose, one.channel, one.messages, one.parts, one.vnd) for one in lines] == [
        (Purpose.INVITATION, "sms", 90, 180, 153_000),
        (Purpose.REMINDER, "sms", 135, 270, 229_500),
        (Purpose.INTERVIEW, "sms", 900, 990, 346_500),
    ]


def test_letters_by_zalo_leave_the_rest_to_sms() -> None:
    lines = estimate(
        [CELL], Assumptions(answer_percent=100, by_sms_percent=0, zns_reach_percent=80), TARIFFS, reminders=0
    )
    found = {(one.purpose, one.channel): (one.messages, one.parts, one.vnd) for one in lines}
    assert found[Purpose.INVITATION, "zns"] == (48, None, 9_600)
    assert found[Purpose.INVITATION, "sms"] == (12, 24, 20_400)
    assert found[Purpose.REMINDER, "sms"] == (0, 0, 0)


CELLS = st.lists(
    st.builds(
        CostCell,
        st.integers(1, 100),
        st.integers(0, 60),
        st.integers(1, 4),
        st.integers(1, 4),
        st.integers(0, 60),
        st.integers(0, 120),
    ),
    max_size=8,
)


@given(cells=CELLS, answer=st.integers(1, 100), by_sms=st.integers(0, 100), reminders=st.integers(0, 2))
def test_more_answers_never_cost_more_letters(
    cells: list[CostCell], answer: int, by_sms: int, reminders: int
) -> None:
    def letters(percent: int) -> int:
        lines = estimate(cells, Assumptions(percent, by_sms), TARIFFS, reminders=reminders)
        return sum(one.vnd for one in lines if one.purpose is not Purpose.INTERVIEW)

    assert letters(100) <= letters(answer)
    for cell in cells:
        assert cell.target <= released(cell, answer / 100) <= cell.target + cell.reserve
