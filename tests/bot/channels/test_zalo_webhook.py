"""What Zalo's webhook may say, and who may say it: signature over bytes, freshness, every event."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.zalo import ZaloChannel, ZaloSettings
from bot.channels.zalo_events import payload_of, read_event
from bot.ports import ChannelName, DeliveryState, DepartureKind, Parsed, TextKind, Unauthentic
from survey_flows.interview.codec import read_token
from survey_flows.interview.inputs import Chose, Medium
from tests.bot.channels.conftest import OneToken

APP, OA, SECRET = "360846524940903967", "388613280878808645", "the-secret-key-of-the-page"
PERSON = "246845883529197922"
NOW = datetime(2024, 10, 14, 5, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp() * 1000))


def channel(secret: str = SECRET) -> ZaloChannel:
    """The account at noon."""
    return ZaloChannel(ZaloSettings(APP, OA, secret), OneToken("t"), lambda: NOW)


def event(name: str = "user_send_text", /, **parts: object) -> bytes:
    """An event's body as Zalo writes it."""
    document = {"app_id": APP, "event_name": name, "timestamp": STAMP, **parts}
    return json.dumps(document, ensure_ascii=False).encode()


def said(text: str, msg_id: str = "96d3cdf3af150460909") -> bytes:
    """Somebody's words."""
    return event(sender={"id": PERSON}, recipient={"id": OA}, message={"text": text, "msg_id": msg_id})


def signed(body: bytes, timestamp: str = STAMP, secret: str = SECRET, app: str = APP) -> str:
    """The plain SHA-256 that Zalo puts into the header."""
    return hashlib.sha256(app.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def parse(body: bytes, header: str, **more: str) -> Parsed:
    """Hand a call to the channel."""
    return channel().parse_webhook({"X-ZEvent-Signature": header, **more}, {}, body)


# ---------------------------------------------------------------------- who may speak


@pytest.mark.parametrize("prefix", ["", "mac=", "MAC="])
def test_a_signature_counts_with_its_prefix_and_without(prefix: str) -> None:
    body = said("Có")
    assert parse(body, prefix + signed(body)).messages[0].text == "Có"


def test_the_timestamp_may_stand_in_a_header_and_in_seconds() -> None:
    body = json.dumps(
        {"event_name": "user_send_text", "sender": {"id": PERSON}, "message": {"text": "1"}}
    ).encode()
    stamp = str(int(NOW.timestamp()))
    parsed = parse(body, signed(body, stamp), **{"X-ZEvent-Timestamp": stamp})
    assert parsed.messages[0].text == "1"


def test_a_timestamp_that_a_person_writes_is_not_taken_for_zalos() -> None:
    body = said('{"timestamp":"1000000000000"}')
    assert parse(body, signed(body)).messages
    with pytest.raises(Unauthentic):
        parse(body, signed(body, "1000000000000"))


@pytest.mark.parametrize(
    "header",
    ["", "mac=", "0" * 64, "mac=" + "é" * 64, signed(said("Có"), secret="the-app-secret-instead"),
     signed(said("Có"), app="999"), signed(said("Không"))],
)  # fmt: skip
def test_a_forged_signature_is_refused(header: str) -> None:
    with pytest.raises(Unauthentic):
        parse(said("Có"), header)


def test_an_hmac_is_no_signature() -> None:
    """What several public clients compute."""
    body = said("Có")
    wrong = hmac.digest(SECRET.encode(), APP.encode() + body + STAMP.encode(), "sha256").hex()
    with pytest.raises(Unauthentic):
        parse(body, f"mac={wrong}")


def test_the_bytes_are_signed_not_what_they_mean() -> None:
    body = said("Có, ở Hà Nội")
    for other in (json.dumps(json.loads(body)).encode(), body + b" ", body.replace(b", ", b",", 1)):
        with pytest.raises(Unauthentic):
            parse(other, signed(body))


def test_without_a_key_nothing_is_authentic() -> None:
    body = said("Có")
    with pytest.raises(Unauthentic):
        channel(secret="").parse_webhook({"X-ZEvent-Signature": signed(body, secret="")}, {}, body)


@pytest.mark.parametrize(
    ("age", "is_taken"),
    [
        (timedelta(0), True),
        (timedelta(hours=1, minutes=51), True),  # the last of Zalo's own tries
        (timedelta(hours=2, minutes=1), False),
        (timedelta(days=7), False),
        (timedelta(minutes=-4), True),
        (timedelta(minutes=-6), False),
    ],
)
def test_what_is_stale_or_of_the_future_is_refused(age: timedelta, is_taken: bool) -> None:
    stamp = str(int((NOW - age).timestamp() * 1000))
    body = event(timestamp=stamp, sender={"id": PERSON}, message={"text": "1", "msg_id": "m"})
    if is_taken:
        assert parse(body, signed(body, stamp)).messages
        return
    with pytest.raises(Unauthentic):
        parse(body, signed(body, stamp))


# ---------------------------------------------------------------------- what is said


def test_words_come_with_their_person_their_id_and_their_time() -> None:
    [message] = read_event(said("Rất hài lòng 🙂"), OA).messages
    assert (message.kind, message.text) == (TextKind.TYPED, "Rất hài lòng 🙂")
    assert (message.address, message.account) == (PERSON, OA)
    assert message.external_id == "user_send_text:96d3cdf3af150460909"
    assert message.sent_at == NOW


def test_ids_beyond_what_a_double_can_hold_stay_exact_as_numbers_too() -> None:
    body = said("1").replace(f'"{PERSON}"'.encode(), PERSON.encode())
    assert read_event(body, OA).messages[0].address == PERSON


@pytest.mark.parametrize(("token", "kind"), [("7|b1|4", TextKind.CHOICE), ("-1|!|stop", TextKind.COMMAND)])
def test_a_tap_comes_back_as_its_token(token: str, kind: TextKind) -> None:
    [message] = read_event(said(payload_of("Hài lòng [một phần]", token)), OA).messages
    assert (message.kind, message.text) == (kind, token)


@given(
    label=st.text("aĐ [|]!7\n", max_size=30),
    revision=st.integers(0, 999),
    code=st.text("abz_09", min_size=1, max_size=12),
)
@settings(max_examples=30, deadline=None)
def test_any_label_brings_its_choice_back(label: str, revision: int, code: str) -> None:
    [message] = read_event(said(payload_of(label, f"{revision}|b1|{code}")), OA).messages
    assert read_token(message.text, Medium.CHAT) == Chose("b1", code, revision)


def test_who_follows_through_a_link_brings_the_code_along() -> None:
    [plain] = read_event(event("follow", follower={"id": PERSON}), OA).messages
    [invited] = read_event(event("follow", follower={"id": PERSON}, ref="K7M2P9QX"), OA).messages
    assert (plain.text, invited.text) == ("/start", "/start K7M2P9QX")
    assert plain.address == PERSON


@pytest.mark.parametrize(
    ("name", "kind"),
    [("unfollow", DepartureKind.LEFT), ("user_withdraw", DepartureKind.WITHDREW)],
)
def test_who_leaves_departs_without_a_word(name: str, kind: DepartureKind) -> None:
    for person in ({"follower": {"id": PERSON}}, {"sender": {"id": PERSON}}, {"user_id": PERSON}):
        parsed = read_event(event(name, **person), OA)
        assert parsed.messages == ()
        [departure] = parsed.departures
        assert (departure.address, departure.kind) == (PERSON, kind)


@pytest.mark.parametrize("name", ["oa_send_text", "oa_send_image", "user_seen_message", "user_click_chatnow"])
def test_echoes_and_receipts_are_nobodys_business(name: str) -> None:
    body = event(
        name, sender={"id": OA}, recipient={"id": PERSON}, message={"text": "K7M2P9QX", "msg_id": "x"}
    )
    assert read_event(body, OA) == Parsed()


@pytest.mark.parametrize("parts", [{"tracking_id": "41"}, {"message": {"tracking_id": "41", "msg_id": "z1"}}])
def test_a_template_message_that_arrived_is_reported_under_our_id(parts: dict[str, object]) -> None:
    [report] = read_event(
        event("user_received_message", sender=OA, recipient="84912345678", **parts), OA
    ).reports
    assert (report.channel, report.outbox_id, report.state) == (ChannelName.ZNS, 41, DeliveryState.DELIVERED)


@pytest.mark.parametrize("tracking_id", ["", "abc", "4" * 30])
def test_a_report_under_no_id_of_ours_says_nothing(tracking_id: str) -> None:
    body = event("user_received_message", sender=OA, recipient="84912345678", tracking_id=tracking_id)
    assert read_event(body, OA) == Parsed()


def test_places_and_files_are_read() -> None:
    place = {"payload": {"coordinates": {"latitude": "21.328", "longitude": "103.91"}}}
    parts = {"sender": {"id": PERSON}}
    [where] = read_event(event("user_send_location", **parts, message={"attachments": [place]}), OA).messages
    assert (where.kind, where.text) == (TextKind.SENT, "location 21.328000 103.910000")
    file = {"payload": {"url": "photo-1"}}
    [image] = read_event(event("user_send_image", **parts, message={"attachments": [file]}), OA).messages
    assert (image.kind, image.text) == (TextKind.SENT, "image photo-1")
    [sticker] = read_event(event("user_send_sticker", **parts, message={"msg_id": "s"}), OA).messages
    assert sticker.kind is TextKind.UNSUPPORTED


def test_a_number_typed_into_zalos_form_proves_nothing_and_is_not_kept() -> None:
    filled = {"name": "Lò Thị Lan", "phone": "0912345678", "address": "Bản Mòng"}
    body = event("user_submit_info", sender={"id": PERSON}, info=filled)
    [message] = read_event(body, OA).messages
    assert (message.kind, message.text, message.address) == (TextKind.UNSUPPORTED, "", PERSON)
    assert message.raw == b"{}"
    assert read_event(body, OA).messages[0].external_id == message.external_id, "a repeat is known as one"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"event_name": 7}', b'"\xff"', event("user_send_telepathy", sender={"id": PERSON}),
     event("user_send_text", message={"text": "1"}), b"[" * 5000],
)  # fmt: skip
def test_what_nobody_can_read_is_kept_aside(body: bytes) -> None:
    parsed = read_event(body, OA)
    assert parsed.messages == ()
    [aside] = parsed.unreadable
    assert aside.raw == body
    assert PERSON not in aside.reason


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_reading_never_raises(body: bytes) -> None:
    read_event(body, OA)
