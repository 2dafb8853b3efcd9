"""What the Official Account sends, when it may, and what each refusal means for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from bot.channels.zalo import ZaloChannel, ZaloSettings
from bot.channels.zalo_rules import (
    FREE_WINDOW,
    LAST_WINDOW,
    OA_ERRORS,
    OFFICIAL_ACCOUNT,
    TEMPLATES,
    Verdict,
    failure,
)
from bot.config import ZaloVerdict
from bot.emulators import faults
from bot.emulators.ledger import Event
from bot.emulators.zalo import ShownZalo, ZaloEmulator
from bot.ports import Blocked, Letter, Outgoing, OutOfWindow, SendFailed, TextKind, Uncertain
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptKind
from tests.bot.channels.conftest import NOON, PERSON, SECRET, SENDER, Line, OneToken, question


def shown_to(line: Line) -> list[ShownZalo]:
    """What the person's Zalo shows from now on."""
    assert isinstance(line.emulator, ZaloEmulator)
    shown: list[ShownZalo] = []
    line.emulator.on_message = shown.append
    return shown


def office(line: Line) -> ZaloEmulator:
    """The other side."""
    assert isinstance(line.emulator, ZaloEmulator)
    return line.emulator


async def test_a_tapped_button_reads_like_words_and_means_its_choice(zalo: Line) -> None:
    shown = shown_to(zalo)
    await zalo.channel.send(Outgoing(7, PERSON, question()))
    [message] = shown
    titles = [title for title, _ in message.buttons]
    assert titles[:2] == ["Có", "Không"]
    payload = message.buttons[1][1]
    assert payload.startswith("Không")
    await zalo.says(payload)
    await zalo.emulator.settled()
    [tap] = zalo.collector.messages
    assert (tap.kind, tap.text) == (TextKind.CHOICE, "3|b1|0")


async def test_more_choices_than_buttons_are_numbered(zalo: Line) -> None:
    shown = shown_to(zalo)
    many = Prompt(
        kind=PromptKind.QUESTION,
        text="Ông/bà chờ bao lâu?",
        revision=3,
        item="b2",
        choices=tuple(PromptChoice(str(number), f"{number} ngày") for number in range(1, 9)),
        commands=(Command.BACK,),
    )
    await zalo.channel.send(Outgoing(7, PERSON, many))
    [message] = shown
    assert "8. 8 ngày" in message.text
    assert len(message.buttons) <= 5


async def test_the_longest_letter_fits(zalo: Line) -> None:
    shown = shown_to(zalo)
    await zalo.channel.send(Outgoing(7, PERSON, Letter("ư" * 5000)))
    assert len(shown[0].text) == 2000


@pytest.mark.parametrize(
    ("age", "price"), [(timedelta(hours=47), 0), (timedelta(hours=49), 55), (timedelta(days=6), 55)]
)
async def test_two_days_are_free_and_a_week_is_paid(zalo: Line, age: timedelta, price: int) -> None:
    assert isinstance(zalo.channel, ZaloChannel)
    now = NOON + age
    office(zalo)._now = lambda: now
    settings = ZaloSettings("3608", "5798", SECRET, office(zalo).url, price_vnd=55)
    channel = ZaloChannel(
        settings, OneToken(office(zalo).tokens.grant()["access_token"]), lambda: now, SENDER
    )
    receipt = await channel.send(Outgoing(7, PERSON, question(), heard_at=NOON))
    await channel.close()
    assert receipt.price_vnd == price
    assert (channel.allowance is not None) == (price == 0)


@pytest.mark.parametrize(
    ("window", "age"), [(LAST_WINDOW, timedelta(days=7)), (FREE_WINDOW, timedelta(hours=48))]
)
async def test_outside_its_window_a_message_is_not_even_tried(
    zalo: Line, window: timedelta, age: timedelta
) -> None:
    settings = ZaloSettings("3608", "5798", SECRET, office(zalo).url, window=window)
    channel = ZaloChannel(settings, OneToken("t"), lambda: NOON + age)
    with pytest.raises(OutOfWindow, match="wrote"):
        await channel.send(Outgoing(7, PERSON, question(), heard_at=NOON))
    assert zalo.ledger.count(Event.REJECTED) == 0


async def test_a_refused_token_is_renewed_once(zalo: Line) -> None:
    emulator = office(zalo)
    tokens = OneToken("an old token")

    async def renewed(refused: str) -> str:
        assert refused == "an old token"
        return emulator.tokens.grant()["access_token"]

    tokens.renewed = renewed  # type: ignore[method-assign]
    settings = ZaloSettings("3608", "5798", SECRET, emulator.url)
    channel = ZaloChannel(settings, tokens, lambda: NOON)
    assert (await channel.send(Outgoing(7, PERSON, question()))).outbox_id == 7
    await channel.close()
    assert [entry.detail for entry in zalo.ledger.entries(Event.REJECTED)] == ["-216"]


async def test_a_token_refused_twice_stops_the_channel_not_the_message(zalo: Line) -> None:
    zalo.faults.next(faults.refusal(-216), times=2)
    with pytest.raises(SendFailed) as failed:
        await zalo.channel.send(Outgoing(7, PERSON, question()))
    assert failed.value.stops_channel
    assert failed.value.is_retryable


@pytest.mark.parametrize("code", sorted(OA_ERRORS))
async def test_every_error_of_the_table_comes_out_as_its_verdict(zalo: Line, code: int) -> None:
    """With HTTP 200, as Zalo writes them."""
    zalo.faults.next(faults.refusal(code, "user 84912345678 refused"), times=2)
    expected = failure(OA_ERRORS[code], "")
    with pytest.raises(type(expected)) as raised:
        await zalo.channel.send(Outgoing(7, PERSON, question()))
    assert type(raised.value) is type(expected)
    assert "84912345678" not in str(raised.value)


async def test_an_unknown_error_is_this_messages_own(zalo: Line) -> None:
    zalo.faults.next(faults.refusal(-99999, "?"))
    with pytest.raises(SendFailed) as failed:
        await zalo.channel.send(Outgoing(7, PERSON, question()))
    assert not failed.value.is_retryable


def test_a_configuration_wins_over_the_table() -> None:
    rules = OFFICIAL_ACCOUNT.overridden({"-230": "channel", "-99999": "blocked"})
    assert rules.verdict(-230) is Verdict.CHANNEL
    assert isinstance(rules.failure(-99999), Blocked)
    assert OFFICIAL_ACCOUNT.verdict(-230) is Verdict.WINDOW


def test_a_configuration_may_name_every_verdict_and_no_other() -> None:
    assert {one.value for one in Verdict} == set(get_args(ZaloVerdict))


def test_what_nobody_knows_of_zns_may_have_been_delivered() -> None:
    assert isinstance(TEMPLATES.failure(-55555), Uncertain)


async def test_the_rate_of_the_app_is_obeyed_by_waiting(zalo: Line) -> None:
    office(zalo).per_minute = 2
    for number in range(2):
        await zalo.channel.send(Outgoing(number, PERSON, question()))
    with pytest.raises(SendFailed) as failed:
        await zalo.channel.send(Outgoing(3, PERSON, question()))
    assert failed.value.stops_channel
    assert failed.value.retry_after_s == 60.0
