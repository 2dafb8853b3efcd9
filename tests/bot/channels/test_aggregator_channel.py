"""SMS over an aggregator: one request id, one message; what is unclear is asked, never sent again."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms_aggregator import AggregatorChannel, AggregatorSettings
from bot.channels.sms_codes import ESMS, SmsVerdict
from bot.config import SmsVerdictName
from bot.emulators import faults
from bot.emulators.aggregator import AggregatorEmulator
from bot.emulators.faults import Fault
from bot.emulators.ledger import Event
from bot.ports import (
    Blocked,
    ChannelError,
    DeliveryState,
    Letter,
    Outgoing,
    SendFailed,
    Unauthentic,
    Uncertain,
)
from tests.bot.channels.conftest import NOON, NUMBER, PHONE, SECRET, SENDER, Collector, question

KEYS = ("the-api-key", "the-secret-key-of-the-account")
BRANDNAME = "SNV SON LA"
INVITATION = Letter("Mời ông/bà góp ý. Gửi SL K7M2P9QX đến 8099", template="letter.invite")
SEND, STATUS = "SendMultipleMessage_V4_post_json", "GetSendStatus_json"


@dataclass
class Account:
    """Our channel, the aggregator, and what the collector was told."""

    channel: AggregatorChannel
    emulator: AggregatorEmulator
    collector: Collector

    def from_now_on(self, **changes: object) -> None:
        """Change a setting of the channel."""
        settings = replace(self.channel.settings, **changes)  # type: ignore[arg-type]
        self.channel = AggregatorChannel(settings, SENDER)


@pytest.fixture
async def account(collector: tuple[Collector, str]) -> AsyncIterator[Account]:
    """An account with a brandname and a number that people reply to."""
    taken, url = collector
    incoming = f"{url}/hooks/sms?key={SECRET}"
    async with AggregatorEmulator(
        KEYS, BRANDNAME, NUMBER, incoming, now=lambda: NOON, retry_base_s=0.01
    ) as emulator:
        settings = AggregatorSettings(
            emulator.api_url,
            *KEYS,
            brandname=BRANDNAME,
            number=NUMBER,
            webhook_key=SECRET,
            public_url=url,
            connect_s=0.2,
            answer_s=0.25,
            part_vnd=300,
            brandname_part_vnd=850,
        )
        found = Account(AggregatorChannel(settings, SENDER), emulator, taken)
        taken.parse = found.channel.parse_webhook
        yield found
        await found.channel.close()


async def test_an_invitation_leaves_under_the_brandname_and_a_question_from_the_number(
    account: Account,
) -> None:
    receipt = await account.channel.send(Outgoing(1, PHONE, INVITATION))
    asked = await account.channel.send(Outgoing(2, PHONE, question()))
    assert [one.sender for one in account.emulator.accepted.values()] == [BRANDNAME, NUMBER]
    assert receipt.provider_id == account.emulator.accepted["1"].sms_id
    assert (receipt.price_vnd, asked.price_vnd) == (850, 300)


async def test_the_same_message_twice_is_one_sms(account: Account) -> None:
    first = await account.channel.send(Outgoing(1, PHONE, INVITATION))
    again = await account.channel.send(Outgoing(1, PHONE, INVITATION))
    assert first == again and account.emulator.ledger.count(Event.SENT) == 1


@pytest.mark.parametrize(
    "fault", [faults.garbage(), faults.truncated(), faults.silence(0.4)], ids=lambda one: one.kind.value
)
async def test_taken_without_an_answer_is_asked_about_and_found(account: Account, fault: Fault) -> None:
    account.emulator.faults.next(fault, method=SEND)
    receipt = await account.channel.send(Outgoing(1, PHONE, INVITATION))
    assert receipt.provider_id == account.emulator.accepted["1"].sms_id
    assert account.emulator.ledger.count(Event.SENT) == 1


@pytest.mark.parametrize(
    "fault", [faults.drop(), faults.page(502), faults.page(200)], ids=["drop", "502", "200"]
)
async def test_what_never_arrived_may_be_tried_again(account: Account, fault: Fault) -> None:
    account.emulator.faults.next(fault, method=SEND)
    with pytest.raises(SendFailed) as failed:
        await account.channel.send(Outgoing(1, PHONE, INVITATION))
    assert failed.value.is_retryable and not failed.value.stops_channel
    await account.channel.send(Outgoing(1, PHONE, INVITATION))
    assert account.emulator.ledger.count(Event.SENT) == 1


async def test_without_an_answer_to_either_question_it_stays_uncertain(account: Account) -> None:
    account.emulator.faults.next(faults.truncated(), method=SEND)
    account.emulator.faults.next(faults.page(500), method=STATUS)
    with pytest.raises(Uncertain):
        await account.channel.send(Outgoing(1, PHONE, INVITATION))


async def test_an_empty_account_stops_the_channel_and_loses_nothing(account: Account) -> None:
    account.emulator.balance_vnd = 0
    with pytest.raises(SendFailed) as failed:
        await account.channel.send(Outgoing(1, PHONE, INVITATION))
    assert failed.value.is_retryable and failed.value.stops_channel and "103" in failed.value.reason
    account.emulator.balance_vnd = 5_000
    await account.channel.send(Outgoing(1, PHONE, INVITATION))
    assert await account.channel.balance() == 4_150


async def test_an_account_that_runs_low_is_spoken_of(account: Account) -> None:
    account.from_now_on(low_balance_vnd=500_000)
    account.emulator.balance_vnd = 499_999
    assert account.channel.trouble() == ""
    await account.channel.tend()
    account.emulator.balance_vnd = 0
    await account.channel.tend()  # not asked again so soon
    assert "499999 VND left" in account.channel.trouble()
    await account.channel.close()


@pytest.mark.parametrize(
    "changes", [{"api_secret": "wrong"}, {"brandname": "NOBODY"}, {"api_url": "http://127.0.0.1:9/x"}]
)
async def test_a_wrong_account_condemns_no_message(account: Account, changes: dict[str, object]) -> None:
    account.from_now_on(**changes)
    with pytest.raises(SendFailed) as failed:
        await account.channel.send(Outgoing(1, PHONE, INVITATION))
    assert failed.value.is_retryable
    await account.channel.close()


async def test_no_question_leaves_where_nobody_could_answer_it(account: Account) -> None:
    account.from_now_on(number="")
    with pytest.raises(SendFailed) as failed:
        await account.channel.send(Outgoing(2, PHONE, question()))
    await account.channel.send(Outgoing(1, PHONE, INVITATION))
    assert not failed.value.is_retryable
    await account.channel.close()


async def test_a_code_may_be_read_otherwise_by_configuration(account: Account) -> None:
    account.from_now_on(rules=ESMS.overridden({"104": "blocked", "999": "taken"}), brandname="NOBODY")
    with pytest.raises(Blocked):
        await account.channel.send(Outgoing(1, PHONE, INVITATION))
    assert account.channel.settings.rules.verdict("999") is SmsVerdict.TAKEN
    assert ESMS.verdict("999") is SmsVerdict.UNCLEAR
    await account.channel.close()


@pytest.mark.parametrize("joins_badly", [False, True], ids=["&", "?"])
async def test_a_report_finds_its_message_however_the_fields_are_joined(
    account: Account, joins_badly: bool
) -> None:
    account.emulator.joins_badly = joins_badly
    account.emulator.unreachable = {"+84900000002"}
    await account.channel.send(Outgoing(11, PHONE, INVITATION))
    await account.channel.send(Outgoing(12, "+84900000002", INVITATION))
    await account.emulator.settled()
    reports = [report for parsed in account.collector.parsed for report in parsed.reports]
    assert {one.outbox_id: one.state for one in reports} == {
        11: DeliveryState.SENT,
        12: DeliveryState.FAILED,
    }


async def test_a_reply_arrives_with_its_words(account: Account) -> None:
    account.emulator.faults.duplicate_next(3)
    await account.emulator.person_sends(PHONE, "Có, tôi đồng ý & 100% 🙂")
    await account.emulator.settled()
    messages = account.collector.messages
    assert {(one.text, one.address) for one in messages} == {("Có, tôi đồng ý & 100% 🙂", PHONE)}
    assert len(messages) == 3 and len({one.external_id for one in messages}) == 1


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"Phone": "0912345678", "Content": "Có"}).encode(),
        b"Phone=0912345678&Content=C%C3%B3",
    ],
)
def test_a_reply_may_come_as_json_or_as_a_form(body: bytes) -> None:
    [message] = OFFLINE.parse_webhook({}, {"key": SECRET}, body).messages
    assert (message.address, message.text) == (PHONE, "Có")


def test_a_stranger_is_turned_away_and_a_broken_call_is_kept() -> None:
    """Anything but "taken" would have the aggregator call again and again."""
    for key in ("", "x", "khóa"):
        with pytest.raises(Unauthentic):
            OFFLINE.parse_webhook({}, {"key": key, "outbox": "1"}, b"")
    for broken in (b'{"Phone":', b'{"Phone": "\\ud800"}'):
        [unreadable] = OFFLINE.parse_webhook({}, {"key": SECRET}, broken).unreadable
        assert (unreadable.raw, unreadable.reason) == (broken, "neither JSON nor a form")


@given(
    query=st.dictionaries(
        st.sampled_from(
            ["outbox", "SendStatus", "SendSuccess", "SendFailed", "phonenumber", "content", "end"]
        ),
        st.text(max_size=30),
    )
)
def test_any_call_is_read_or_quarantined(query: dict[str, str]) -> None:
    parsed = OFFLINE.parse_webhook({}, {**query, "key": SECRET}, b"")
    assert len(parsed.messages) + len(parsed.reports) + len(parsed.unreadable) == 1


async def test_errors_and_reprs_keep_the_secrets(account: Account) -> None:
    said = [repr(account.channel), repr(account.channel.settings)]
    for fault in (faults.page(403), faults.page(429), faults.drop()):
        account.emulator.faults.next(fault, times=2)
        with pytest.raises(ChannelError) as failed:
            await account.channel.send(Outgoing(1, PHONE, INVITATION))
        account.emulator.faults.clear()
        said += [repr(failed.value), str(failed.value)]
    assert not any(secret in text for text in said for secret in (*KEYS, SECRET))


OFFLINE = AggregatorChannel(
    AggregatorSettings("http://127.0.0.1:9", *KEYS, BRANDNAME, NUMBER, SECRET, "http://127.0.0.1:9")
)


def test_the_configuration_knows_every_verdict() -> None:
    assert set(get_args(SmsVerdictName)) == {verdict.value for verdict in SmsVerdict}
