"""What every channel owes the product, whoever the provider is."""

from __future__ import annotations

import pytest

from bot.emulators import faults
from bot.emulators.faults import Fault
from bot.emulators.ledger import Event
from bot.emulators.sms import SmsEmulator
from bot.emulators.telegram import TelegramEmulator
from bot.emulators.zalo import ZaloEmulator
from bot.ports import ChannelError, DeliveryState, Letter, Outgoing, SendFailed, Uncertain
from tests.bot.channels.conftest import PASSWORD, SECRET, TOKEN, Line, question


async def test_a_prompt_reaches_the_person(line: Line) -> None:
    receipt = await line.channel.send(Outgoing(7, line.address, question()))
    assert receipt.outbox_id == 7
    (text,) = line.ledger.texts(line.address)
    assert "12/31" in text and "ng/b" in text


async def test_a_letter_names_the_sender(line: Line) -> None:
    await line.channel.send(Outgoing(7, line.address, Letter("Gọi {hotline}. {unknown} {0.__class__}")))
    (text,) = line.ledger.texts(line.address)
    assert "0212 3855 000" in text and "{unknown} {0.__class__}" in text


@pytest.mark.parametrize(
    "fault", [faults.garbage(), faults.truncated(), faults.silence()], ids=lambda f: f.kind.value
)
async def test_delivered_without_an_answer_is_uncertain(line: Line, fault: Fault) -> None:
    line.faults.next(fault)
    with pytest.raises(Uncertain):
        await line.channel.send(Outgoing(1, line.address, question()))
    assert line.ledger.count(Event.SENT) == 1


async def test_a_broken_connection_is_never_answered_by_a_second_send(line: Line) -> None:
    await line.channel.send(Outgoing(1, line.address, question("một")))  # a connection to reuse
    line.faults.always(faults.drop())
    with pytest.raises(Uncertain):
        await line.channel.send(Outgoing(2, line.address, question("hai")))
    assert len([e for e in line.ledger.entries(Event.REJECTED) if e.detail == "drop"]) == 1


async def test_a_gateway_timeout_page_is_uncertain(line: Line) -> None:
    line.faults.next(faults.page(504))
    with pytest.raises(Uncertain):
        await line.channel.send(Outgoing(1, line.address, question()))


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_trouble_at_the_provider_is_retryable(line: Line, status: int) -> None:
    line.faults.next(faults.refusal(status, "Temporal failure, try again later."))
    line.faults.next(faults.page(status))
    for _ in range(2):
        with pytest.raises(SendFailed) as failed:
            await line.channel.send(Outgoing(1, line.address, question()))
        assert failed.value.is_retryable and not failed.value.stops_channel


@pytest.mark.parametrize("status", [302, 403, 404])
async def test_a_strangers_page_never_condemns_a_message(line: Line, status: int) -> None:
    line.faults.next(faults.page(status))
    with pytest.raises(SendFailed) as failed:
        await line.channel.send(Outgoing(1, line.address, question()))
    assert failed.value.is_retryable


async def test_a_flood_limit_stops_the_channel(line: Line) -> None:
    line.faults.next(faults.flood(17))
    with pytest.raises(SendFailed) as failed:
        await line.channel.send(Outgoing(1, line.address, question()))
    assert failed.value.is_retryable and failed.value.stops_channel
    assert failed.value.retry_after_s is not None and failed.value.retry_after_s > 0


async def test_nobody_listening_is_retryable(line: Line) -> None:
    await line.channel.close()
    await line.emulator.close()
    with pytest.raises(SendFailed) as failed:
        await line.channel.send(Outgoing(1, line.address, question()))
    assert failed.value.is_retryable


async def test_a_slow_answer_in_time_is_a_receipt(line: Line) -> None:
    line.faults.next(faults.slow(0.02))
    assert (await line.channel.send(Outgoing(9, line.address, question()))).outbox_id == 9


async def test_errors_and_reprs_keep_the_secrets(line: Line) -> None:
    said = [repr(line.channel), repr(line.channel.settings)]
    for fault in (faults.page(403), faults.refusal(401, "Unauthorized"), faults.silence(), faults.drop()):
        line.faults.next(fault)
        with pytest.raises(ChannelError) as error:
            await line.channel.send(Outgoing(1, line.address, question()))
        said += [repr(error.value), str(error.value), repr(error.value.__cause__)]
    for secret in (TOKEN, PASSWORD, SECRET):
        assert not any(secret in text for text in said)


async def test_words_arrive_with_address_and_time(line: Line) -> None:
    await line.says("Có, tôi đồng ý 🙂 & 100%")
    await line.emulator.settled()
    (message,) = line.collector.messages
    assert message.text == "Có, tôi đồng ý 🙂 & 100%"
    assert message.address == line.address and message.is_private
    assert message.sent_at is not None and message.sent_at.year == 2024
    assert message.external_id and message.raw


async def test_fifty_copies_of_one_event_have_one_id(line: Line) -> None:
    line.faults.duplicate_next(50)
    await line.says("1")
    await line.emulator.settled()
    assert len(line.collector.messages) == 50
    assert len({message.external_id for message in line.collector.messages}) == 1


async def test_the_same_words_twice_are_two_messages(line: Line) -> None:
    await line.says("1")
    await line.says("1")
    await line.emulator.settled()
    assert len({message.external_id for message in line.collector.messages}) == 2


async def test_an_event_comes_again_until_taken_and_in_order(line: Line) -> None:
    line.collector.answers = [503, 500, 503]
    for word in ("một", "hai", "ba"):
        await line.says(word)
    await line.emulator.settled()
    assert [message.text for message in line.collector.messages] == ["một", "hai", "ba"]
    assert line.ledger.count(Event.DECLINED) == 3


async def test_an_unreachable_person_is_known(line: Line) -> None:
    if isinstance(line.emulator, SmsEmulator):
        line.emulator.unreachable.add(line.address)
        await line.channel.send(Outgoing(41, line.address, Letter("Mời ông/bà góp ý.")))
        await line.emulator.settled()
        reports = [report for parsed in line.collector.parsed for report in parsed.reports]
        assert [report.state for report in reports] == [DeliveryState.FAILED]
        assert {report.outbox_id for report in reports} == {41}
        return
    address = line.address
    if isinstance(line.emulator, TelegramEmulator):
        line.emulator.user_blocks(int(address))
    elif isinstance(line.emulator, ZaloEmulator):
        line.emulator.person_leaves(address)
    else:
        address = "never-wrote"
    with pytest.raises(ChannelError) as gone:
        await line.channel.send(Outgoing(41, address, question()))
    assert type(gone.value).__name__ == "Blocked"
