"""Template messages: the right template with the right fields, a report under our id, and SMS otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.zns import TemplateSettings, ZnsChannel, ZnsSettings
from bot.emulators import faults
from bot.emulators.faults import Fault
from bot.emulators.ledger import Event
from bot.emulators.zalo import ZaloEmulator
from bot.emulators.zalo_templates import Template
from bot.ports import Allowance, Blocked, DeliveryState, Letter, Outgoing, SendFailed, Uncertain
from tests.bot.channels.conftest import NOON, PHONE, SECRET, Collector, OneToken, question

TEXT = "<co_quan> mời ông/bà góp ý về <dich_vu>. Mã: <ma>"
TEMPLATE = Template("643118", TEXT, frozenset({"co_quan", "dich_vu", "ma"}), {"dich_vu": 20})
INVITE = TemplateSettings(
    "643118", {"co_quan": "department", "dich_vu": "service", "ma": "code"}, {"dich_vu": 20}
)
FACTS = (("department", "Sở Nội vụ"), ("service", "Giấy phép lái xe"), ("code", "K7M2P9QX"))


def invitation(*facts: tuple[str, str]) -> Outgoing:
    """A letter with these facts, as fieldwork writes it."""
    letter = Letter(
        "the text of an SMS", template="letter.invite", facts=tuple({**dict(FACTS), **dict(facts)}.items())
    )
    return Outgoing(41, PHONE, letter)


@pytest.fixture
async def emulator(collector: tuple[Collector, str]) -> AsyncIterator[ZaloEmulator]:
    """Zalo with one approved template."""
    _, url = collector
    async with ZaloEmulator(
        "3608", "secret", "5798", SECRET, f"{url}/hooks/zalo", now=lambda: NOON, retry_base_s=0.01
    ) as zalo:
        zalo.templates.approve(TEMPLATE)
        yield zalo


@pytest.fixture
async def channel(emulator: ZaloEmulator, collector: tuple[Collector, str]) -> AsyncIterator[ZnsChannel]:
    """ZNS with the invitation's template, and none for reminders."""
    settings = ZnsSettings(
        "3608",
        "5798",
        SECRET,
        {"letter.invite": INVITE},
        emulator.url,
        price_vnd=200,
        connect_s=0.2,
        answer_s=0.25,
    )
    zns = ZnsChannel(settings, OneToken(emulator.tokens.grant()["access_token"]), lambda: NOON)
    collector[0].parse = zns.parse_webhook
    yield zns
    await zns.close()


async def test_an_invitation_arrives_with_its_facts_and_is_reported_under_our_id(
    emulator: ZaloEmulator, channel: ZnsChannel, collector: tuple[Collector, str]
) -> None:
    receipt = await channel.send(invitation())
    assert (receipt.outbox_id, receipt.price_vnd) == (41, 200)
    assert emulator.ledger.texts(PHONE) == ["Sở Nội vụ mời ông/bà góp ý về Giấy phép lái xe. Mã: K7M2P9QX"]
    await emulator.settled()
    [report] = [report for parsed in collector[0].parsed for report in parsed.reports]
    assert (report.outbox_id, report.state) == (41, DeliveryState.DELIVERED)


async def test_what_is_left_of_the_day_is_known(emulator: ZaloEmulator, channel: ZnsChannel) -> None:
    await channel.send(invitation())
    assert channel.allowance == Allowance(4999, 5000)


async def test_a_fact_too_long_for_its_field_is_cut_but_never_a_code(
    emulator: ZaloEmulator, channel: ZnsChannel
) -> None:
    await channel.send(invitation(("service", "Cấp, đổi giấy phép lái xe các hạng A1, A2")))
    assert "về Cấp, đổi giấy phép…." in emulator.ledger.texts(PHONE)[0]
    short = TemplateSettings("643118", INVITE.fields, {"ma": 5})
    other = ZnsChannel(
        ZnsSettings("3608", "5798", SECRET, {"letter.invite": short}), OneToken("t"), lambda: NOON
    )
    with pytest.raises(Blocked, match="code"):
        await other.send(invitation())


async def test_a_phone_without_zalo_is_reached_another_way(
    emulator: ZaloEmulator, channel: ZnsChannel
) -> None:
    emulator.templates.without_zalo.add(PHONE)
    with pytest.raises(Blocked, match="-118"):
        await channel.send(invitation())


async def test_what_has_no_template_goes_another_way(channel: ZnsChannel) -> None:
    for content in (Letter("a reminder", template="letter.reminder"), Letter("a notice"), question()):
        with pytest.raises(Blocked, match="no template"):
            await channel.send(Outgoing(1, PHONE, content))


@pytest.mark.parametrize("broken", [{}, {"co_quan", "dich_vu", "ma", "ten"}])
async def test_a_template_that_does_not_fit_any_more_sends_letters_another_way(
    emulator: ZaloEmulator, channel: ZnsChannel, broken: set[str]
) -> None:
    """The province changed the template at Zalo and not here."""
    emulator.templates.approve(Template("643118", TEXT, frozenset(broken)))
    with pytest.raises(Blocked, match="does not fit"):
        await channel.send(invitation())


async def test_when_the_days_quota_is_used_up_everybody_waits(
    emulator: ZaloEmulator, channel: ZnsChannel
) -> None:
    emulator.templates.daily_quota = 1
    await channel.send(invitation())
    with pytest.raises(SendFailed) as failed:
        await channel.send(invitation())
    assert failed.value.stops_channel
    assert failed.value.retry_after_s == 3600.0


@pytest.mark.parametrize(
    "fault",
    [
        faults.silence(),
        faults.garbage(),
        faults.truncated(),
        faults.page(502),
        faults.refusal(500),
        faults.refusal(-114),
    ],
    ids=lambda fault: f"{fault.kind.value} {fault.status}",
)
async def test_what_is_not_clearly_refused_is_never_sent_again_by_itself(
    emulator: ZaloEmulator, channel: ZnsChannel, fault: Fault
) -> None:
    """A template message costs money, and there is no request id the provider would know again."""
    emulator.faults.next(fault)
    with pytest.raises(Uncertain):
        await channel.send(invitation())
    assert emulator.ledger.count(Event.SENT) <= 1
