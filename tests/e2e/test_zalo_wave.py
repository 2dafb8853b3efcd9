"""A wave by Zalo and SMS with Telegram absent: what citizens live through, and what the office can count."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.status import alarms_of
from bot.emulators.faults import page, refusal
from bot.emulators.ledger import Event
from bot.emulators.zalo_bot import ZaloBotEmulator
from bot.emulators.zalo_templates import Template
from bot.usecases.record_departures import ERASURE_REQUESTED
from survey_flows.fieldwork.dispositions import Disposition
from tests.builders import MORNING, Templates, phone
from tests.e2e.zalo_province import PROVINCE, Province, Town

LAN = "246845883529197922"


@pytest.fixture
async def province(templates: Templates, tmp_path: Path) -> AsyncIterator[Province]:
    """The day before fieldwork; the second person of the list has no Zalo."""
    async with Province(tmp_path / "province", templates) as found:
        yield found


async def test_invitations_go_by_zns_and_to_who_has_no_zalo_by_sms(province: Province) -> None:
    province.zalo.templates.without_zalo.update(phone(one) for one in range(1, 7) if one % 2)
    await province.at(MORNING)
    await province.after(minutes=11)
    invited = {entry.address for entry in province.zalo.ledger.entries(Event.SENT)}
    by_sms = set(province.invited())
    assert invited.isdisjoint(by_sms)
    assert len(invited | by_sms) == 2, "everybody sampled was reached once"
    assert all(int(number[-1]) % 2 for number in by_sms)
    for number in by_sms:
        assert "cho Zalo So Noi vu Son La" in province.texts(number)[0]
    assert await province.findings() == []


async def test_a_person_answers_on_the_account_with_buttons_and_words_and_goes_on_a_day_later(
    province: Province,
) -> None:
    await province.at(MORNING)
    number = province.zalo.ledger.entries(Event.SENT)[0].address
    await province.says(LAN, f"SL {province.code_in_letters(number)}")
    assert "đồng ý trả lời" in province.shown[LAN].text
    assert await province.finish_by_zalo(LAN, steps=8, in_words=True) == 8
    said = await province.answers_of(number)
    assert len(said) == 8
    await province.after(hours=25)
    await province.finish_by_zalo(LAN)
    answers = await province.answers_of(number)
    assert {item: answers[item] for item in said} == said
    assert (await province.case_of(number)).case.disposition is Disposition.COMPLETE
    assert province.zalo.tokens.refreshes >= 1, "its token is older than a day by now"
    assert province.zalo.tokens.spent_twice == 0
    assert province.texts(number) == [], "never written to by SMS"
    assert await province.findings() == []


async def test_following_through_the_codes_link_opens_the_interview(province: Province) -> None:
    await province.at(MORNING)
    number = province.zalo.ledger.entries(Event.SENT)[0].address
    province.zalo.person_follows(LAN, province.code_in_letters(number))
    await province.quiet()
    assert "đồng ý trả lời" in province.shown[LAN].text
    province.zalo.person_follows("a-stranger")
    await province.quiet()
    assert "xin gửi mã" in province.shown["a-stranger"].text


async def test_nobody_is_let_in_by_a_number_typed_into_zalos_form(province: Province) -> None:
    await province.at(MORNING)
    number = province.zalo.ledger.entries(Event.SENT)[0].address
    province.zalo.person_shares_number("a-stranger", number)
    await province.quiet()
    assert "xin gửi mã" in province.shown["a-stranger"].text
    assert (await province.case_of(number)).case.answered_at is None


async def test_who_unfollows_in_the_middle_goes_on_by_sms_in_the_same_place(province: Province) -> None:
    await province.at(MORNING)
    number = province.zalo.ledger.entries(Event.SENT)[0].address
    await province.says(LAN, province.code_in_letters(number))
    await province.finish_by_zalo(LAN, steps=6)
    said = await province.answers_of(number)
    province.zalo.person_leaves(LAN)
    await province.quiet()
    for _ in range(6):
        await province.after(hours=12)
    sent = len(province.zalo.ledger.texts(LAN))
    assert "tra loi do" in province.texts(number)[-1]
    await province.text(number, "tiep tuc")
    await province.finish_by_sms(number)
    answers = await province.answers_of(number)
    assert {item: answers[item] for item in said} == said
    assert (await province.case_of(number)).case.disposition is Disposition.COMPLETE
    assert len(province.zalo.ledger.texts(LAN)) == sent
    assert await province.findings() == []


async def test_the_bot_platform_asks_in_words_alone(templates: Templates, tmp_path: Path) -> None:
    async with ZaloBotEmulator("700:token", now=lambda: MORNING, retry_base_s=0.02) as bot:
        section = (
            '[zalo_bot]\nenabled = true\ntoken = "700:token"\nsecret = "tests-only-secret-of-the-bot"\n'
            f'base_url = "{bot.base_url}"\nmessages_per_second = 5000\n'
        )
        async with Province(tmp_path / "bot", templates, more=section) as province:
            await province.at(MORNING)
            number = province.zalo.ledger.entries(Event.SENT)[0].address
            words: str | None = province.code_in_letters(number)
            while words is not None:
                bot.person_sends("a-chat", words)
                await bot.settled()
                await province.quiet()
                words = "1" if "\n1. " in bot.ledger.texts("a-chat")[-1] else None
            assert (await province.case_of(number)).case.disposition is Disposition.COMPLETE
            assert len(await province.answers_of(number)) > 15
            assert await province.findings() == []


async def test_a_reminder_outside_the_window_goes_by_sms_instead(
    templates: Templates, tmp_path: Path
) -> None:
    """The settings allow a day after the person's last word; the plan reminds after two."""
    async with Province(tmp_path / "window", templates, window_hours=24) as province:
        await province.at(MORNING)
        number = province.zalo.ledger.entries(Event.SENT)[0].address
        await province.says(LAN, province.code_in_letters(number))
        await province.finish_by_zalo(LAN, steps=4)
        on_zalo = len(province.zalo.ledger.texts(LAN))
        await province.after(hours=48)
        for _ in range(3):  # not on Zalo, not by ZNS, for which it has no template, but by SMS
            await province.after(minutes=11)
        assert len(province.zalo.ledger.texts(LAN)) == on_zalo
        assert sum("tra loi do" in text for text in province.texts(number)) == 1
        await province.says(LAN, "tiếp tục")
        assert len(province.zalo.ledger.texts(LAN)) == on_zalo + 1, "their own word opens the window again"
        assert await province.findings() == []


async def test_with_a_template_of_its_own_it_goes_by_zns(templates: Templates, tmp_path: Path) -> None:
    fields = 'fields = {co_quan = "department", dich_vu = "service"}'
    more = f'[zns.templates."letter.resume"]\nid = "103"\n{fields}\n'
    async with Province(tmp_path / "resume", templates, window_hours=24, more=more) as province:
        text = "<co_quan>: ông/bà đang trả lời dở phiếu về <dich_vu>."
        province.zalo.templates.approve(Template("103", text, frozenset({"co_quan", "dich_vu"})))
        await province.at(MORNING)
        number = province.zalo.ledger.entries(Event.SENT)[0].address
        await province.says(LAN, province.code_in_letters(number))
        await province.finish_by_zalo(LAN, steps=4)
        await province.after(hours=48)
        for _ in range(2):
            await province.after(minutes=11)
        assert "trả lời dở phiếu về Giấy phép lái xe" in province.zalo.ledger.texts(number)[-1]
        assert province.texts(number) == []
        assert await province.findings() == []


async def test_copies_disorder_and_trouble_change_no_answer(province: Province) -> None:
    """Each tap arrives ten times, some before their turn, and sending fails in every way there is."""
    await province.at(MORNING)
    number = province.zalo.ledger.entries(Event.SENT)[0].address
    await province.says(LAN, province.code_in_letters(number))
    troubles = [refusal(-216), refusal(-200), page(502), refusal(500)]
    for _ in range(6):
        province.zalo.faults.duplicate_next(10)
        if troubles:
            province.zalo.faults.next(troubles.pop(), method="cs")
        await province.finish_by_zalo(LAN, steps=1)
        await province.after(minutes=1)
    said = await province.answers_of(number)
    assert len(said) == 6
    old = province.shown[LAN].buttons[0][1]
    province.zalo.hold_events()
    for payload in (old, "xin chào", old):
        province.zalo.person_sends(LAN, payload)
    province.zalo.release_events(is_reversed=True)
    await province.quiet()
    await province.finish_by_zalo(LAN)
    answers = await province.answers_of(number)
    assert {item: answers[item] for item in said} == said
    assert (await province.case_of(number)).case.disposition is Disposition.COMPLETE
    assert await province.findings() == []


async def test_who_takes_back_their_data_hears_no_more_and_the_request_is_on_record(
    province: Province,
) -> None:
    await province.at(MORNING)
    number = province.zalo.ledger.entries(Event.SENT)[0].address
    await province.says(LAN, province.code_in_letters(number))
    await province.finish_by_zalo(LAN, steps=3)
    province.zalo.faults.duplicate_next(3)
    province.zalo.person_withdraws(LAN)
    await province.quiet()
    record = await province.case_of(number)
    assert record.case.disposition is Disposition.OPTED_OUT
    sent = len(province.letters(number)) + len(province.zalo.ledger.texts(LAN))
    await province.says(LAN, "tham gia lại")  # undoes a STOP, not this
    for _ in range(10):
        await province.after(days=1)
    assert len(province.letters(number)) + len(province.zalo.ledger.texts(LAN)) == sent
    async with province.collector.database.reading() as unit:
        requests = [entry for entry in await unit.audit.entries() if entry.act == ERASURE_REQUESTED]
    assert [entry.subject for entry in requests] == [f"case {record.case.id}"]
    assert await province.findings() == []


async def test_what_was_sent_and_what_it_cost_is_counted(province: Province) -> None:
    await province.at(MORNING)
    number = province.zalo.ledger.entries(Event.SENT)[0].address
    await province.says(LAN, province.code_in_letters(number))
    await province.finish_by_zalo(LAN, steps=2)
    await province.after(minutes=11)
    async with province.collector.database.reading() as unit:
        spent = {(one.channel, one.kind): (one.messages, one.vnd) for one in await unit.queries.spent()}
        allowances = {one.channel: one.remaining for one in await unit.tokens.allowances()}
    assert spent["zns", "invitation"] == (2, 400)
    assert spent["zalo", "reply"] == (3, 0)
    assert allowances == {"zalo": 99, "zns": 4998}


async def test_an_account_that_must_be_authorised_again_is_an_alarm(province: Province) -> None:
    province.zalo.tokens.revoke()
    await province.at(MORNING)
    async with province.http.get("/readyz") as answer:
        assert answer.status == 503
        assert "sipas zalo authorize" in await answer.text()
    async with province.collector.database.reading() as unit:
        [(vietnamese, english)] = alarms_of(await unit.tokens.all())
    assert "cần cấp quyền lại" in vietnamese
    assert "must be authorised again" in english
    assert province.zalo.ledger.count(Event.SENT) == 0
    await province.authorise()
    await province.after(hours=1)
    async with province.http.get("/readyz") as answer:
        assert "authorize" not in await answer.text()


async def test_an_account_that_is_gone_for_everybody_leaves_the_wave_to_sms(
    templates: Templates, tmp_path: Path
) -> None:
    """Nobody authorises it again: after half an hour letters go another way."""
    shape = replace(PROVINCE, quota=6, people=20, reserve_percent=100)
    async with Province(tmp_path / "gone", templates, shape) as province:
        province.zalo.tokens.revoke()
        await province.at(MORNING)
        assert province.invited() == []
        for _ in range(3):
            await province.after(minutes=16)
        assert len(province.invited()) == 6
        assert province.zalo.ledger.count(Event.SENT) == 0
        assert await province.findings() == []


async def test_citizens_reach_the_quota_though_zalo_refuses_all_sends_from_the_third_day(
    templates: Templates, tmp_path: Path
) -> None:
    shape = replace(PROVINCE, quota=3, people=20, reserve_percent=100)
    async with Province(tmp_path / "refused", templates, shape) as province:
        town = Town(province, [phone(one) for one in range(1, 21)], seed=7, willing=0.85)
        await town.live(MORNING + timedelta(days=2))
        by_zalo = province.zalo.ledger.count(Event.SENT)
        province.zalo.refuses = lambda who: -118 if who.startswith("+") else -213
        await town.live(MORNING + timedelta(days=38))
        assert by_zalo > 0
        assert province.zalo.ledger.count(Event.SENT) == by_zalo
        assert (await province.dispositions())["complete"] == 3
        assert await province.findings() == []
