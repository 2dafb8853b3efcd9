"""What is Kannel's alone: coding, delivery reports, numbers, and what a query string may hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms_kannel import KannelChannel, KannelSettings
from bot.channels.sms_numbers import e164
from bot.emulators.ledger import Event
from bot.emulators.sms import SmsEmulator
from bot.ports import DeliveryState, Letter, Outgoing, Parsed, SendFailed, TextKind, Unauthentic
from tests.bot.channels.conftest import NUMBER, PASSWORD, PHONE, SECRET, Line, question

OFFLINE = KannelChannel(
    KannelSettings("http://127.0.0.1:9/sendsms", "sipas", PASSWORD, NUMBER, SECRET, "http://127.0.0.1:9")
)


def read(**query: str) -> Parsed:
    """Parse as the webhook does."""
    return OFFLINE.parse_webhook({}, {"key": SECRET, **query}, b"")


async def test_vietnamese_arrives_whole_because_it_leaves_without_diacritics(sms: Line) -> None:
    await sms.channel.send(Outgoing(1, PHONE, Letter("Bạn có hài lòng? {ok} [a] ~ €")))
    assert sms.ledger.texts(PHONE) == ["Ban co hai long? {ok} [a] ~ €"]


async def test_a_letter_is_reported_once_when_it_is_delivered(sms: Line) -> None:
    await sms.channel.send(Outgoing(12, PHONE, Letter("Mời ông/bà góp ý.")))
    await sms.emulator.settled()
    reports = [report for parsed in sms.collector.parsed for report in parsed.reports]
    assert [(report.outbox_id, report.state) for report in reports] == [(12, DeliveryState.DELIVERED)]
    assert sms.ledger.count(Event.REPORTED) == 1


async def test_a_question_asks_for_no_report_since_its_answer_is_one(sms: Line) -> None:
    await sms.channel.send(Outgoing(13, PHONE, question()))
    await sms.emulator.settled()
    assert sms.ledger.count(Event.SENT) == 1
    assert sms.ledger.count(Event.REPORTED) == 0


@pytest.mark.parametrize(
    ("state", "meaning"),
    [
        ("1", DeliveryState.DELIVERED),
        ("2", DeliveryState.FAILED),
        ("4", DeliveryState.QUEUED),
        ("8", DeliveryState.SENT),
        ("16", DeliveryState.FAILED),
    ],
)
def test_every_report_type_has_a_meaning(state: str, meaning: DeliveryState) -> None:
    (report,) = read(outbox="5", state=state).reports
    assert (report.outbox_id, report.state) == (5, meaning)


@pytest.mark.parametrize(
    ("outbox", "state"), [("5", "3"), ("5", ""), ("x", "1"), ("-1", "1"), ("9" * 30, "1")]
)
def test_an_odd_report_goes_to_quarantine(outbox: str, state: str) -> None:
    parsed = read(outbox=outbox, state=state)
    assert not parsed.reports and len(parsed.unreadable) == 1


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("0912345678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("+84912345678", "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("0912 345 678", "+84912345678"),
        ("8099", "8099"),
        ("VIETTEL", "VIETTEL"),
    ],
)
def test_a_number_has_one_spelling(given: str, written: str) -> None:
    assert e164(given) == written


def test_a_message_without_an_id_is_known_by_what_it_is() -> None:
    said = {"from": PHONE, "to": NUMBER, "text": "1", "time": "1728882000"}
    (first,), (again,) = read(**said).messages, read(**said).messages
    (later,) = read(**{**said, "time": "1728882060"}).messages
    assert first.external_id == again.external_id != later.external_id


def test_raw_utf16_is_quarantined_with_the_remedy() -> None:
    (kept,) = read(**{"from": PHONE, "text": "\ufffd\x00C", "charset": "UTF-16BE", "coding": "2"}).unreadable
    assert "mo-recode" in kept.reason


def test_a_binary_message_is_unsupported() -> None:
    (message,) = read(**{"from": PHONE, "text": "\x01\x02", "coding": "1"}).messages
    assert message.kind is TextKind.UNSUPPORTED


def test_our_key_is_not_kept_with_the_raw_message() -> None:
    (message,) = read(**{"from": PHONE, "text": "1"}).messages
    assert SECRET.encode() not in message.raw


@pytest.mark.parametrize("key", ["", "x", SECRET + "x", "khóa"])
def test_a_stranger_is_turned_away(key: str) -> None:
    with pytest.raises(Unauthentic):
        OFFLINE.parse_webhook({}, {"key": key, "from": PHONE, "text": "1"}, b"")


FIELDS = ["from", "to", "text", "charset", "coding", "time", "id", "outbox", "state"]


@given(query=st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40)))
def test_any_query_is_read_or_quarantined(query: dict[str, str]) -> None:
    parsed = read(**query)
    assert len(parsed.messages) + len(parsed.reports) + len(parsed.unreadable) == 1


async def test_wrong_credentials_stop_the_channel(sms: Line) -> None:
    assert isinstance(sms.emulator, SmsEmulator)
    settings = KannelSettings(
        sms.emulator.sendsms_url, "sipas", "wrong", NUMBER, SECRET, "http://127.0.0.1:9"
    )
    channel = KannelChannel(settings)
    with pytest.raises(SendFailed) as failed:
        await channel.send(Outgoing(1, PHONE, question()))
    assert failed.value.is_retryable and failed.value.stops_channel
    await channel.close()


async def test_an_empty_receiver_is_not_retried(sms: Line) -> None:
    with pytest.raises(SendFailed) as failed:
        await sms.channel.send(Outgoing(1, "", question()))
    assert not failed.value.is_retryable
