"""Simulated citizens read what is on the screen and behave like the people they stand for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from bot.channels.segments import unaccent
from bot.emulators.citizen_opinions import choose, choose_several, knows, tendency
from bot.emulators.citizen_reading import read
from bot.emulators.citizen_traits import LOSSES, LOST, Ending, Spelling, Temperament
from bot.emulators.citizens import (
    SMS,
    TELEGRAM,
    WILLING_WITH_RESERVE,
    WILLING_WITHOUT_RESERVE,
    Act,
    Citizen,
    Shown,
    answer_backcheck,
    population,
)
from bot.ports import Letter
from survey_flows.forms import son_la_forms
from survey_flows.interview.engine import advance, open_interview
from survey_flows.interview.inputs import Command, Medium, Opened, Said
from survey_flows.interview.prompts import Prompt, PromptKind
from survey_flows.interview.wording import say
from survey_flows.questionnaire.model import Item, ItemKind
from survey_flows.verification.backcheck import BackCheckOutcome
from tests.bot.emulators.screens import CODE, KEYWORD, confirmation, form, letter, question, show

NOON = datetime.fromisoformat("2024-10-02T10:00:00+07:00")
CALM = Temperament(
    ending=Ending.COMPLETES,
    prefers_telegram=True,
    letters_needed=1,
    start_after_s=600,
    pace_s=8,
    types_words=False,
    spelling=Spelling.DIGITS,
    slip_share=0,
    asks_who_at=None,
    goes_back_at=None,
    pauses_at=None,
    lapses_at=None,
    leaves_at=7,
)
IN_PERSON = form("son_la_in_person").by_name
SATISFACTION, TRIPS, WISHES = IN_PERSON["ip_a1"], IN_PERSON["q4"], IN_PERSON["x1"]


def a_citizen(**changes: object) -> Citizen:
    return Citizen("+84912345678", 1, replace(CALM, **changes), 0.95)  # type: ignore[arg-type]


def only(acts: list[Act]) -> Act:
    assert len(acts) == 1
    return acts[0]


def label_of(shown: Shown, act: Act) -> str:
    return next(label for label, token in shown.buttons if token == act.token)


class TestReading:
    def test_an_invitation_holds_a_code_and_is_no_question(self) -> None:
        for is_plain in (True, False):
            shown = letter(is_plain=is_plain)
            reading = read(shown.text, shown.buttons)
            assert (reading.code, reading.keyword) == (CODE, KEYWORD)
            assert not reading.is_question

    @pytest.mark.parametrize("channel", [SMS, TELEGRAM])
    def test_a_question_shows_its_choices(self, channel: str) -> None:
        shown = question(TRIPS, channel)
        reading = read(shown.text, shown.buttons)
        assert reading.is_question
        assert not reading.is_multiple
        assert [option.number for option in reading.options] == [1, 2, 3, 4]
        assert unaccent(reading.options[3].label) == "Tu 4 lan tro len"
        if channel == TELEGRAM:
            assert all(reading.command(name) for name in ("back", "pause", "who", "stop"))

    @pytest.mark.parametrize("channel", [SMS, TELEGRAM])
    def test_ticks_are_seen_on_a_question_with_several_answers(self, channel: str) -> None:
        shown = question(WISHES, channel, ticked=("time",))
        reading = read(shown.text, shown.buttons)
        assert reading.is_multiple
        ticked = [option.label for option in reading.options if option.is_ticked]
        assert [unaccent(label).split(" gian")[0] for label in ticked] == ["Rut ngan thoi"]

    def test_several_questions_in_one_message_are_answered_in_one(self) -> None:
        asked = form("lang_son_inter_agency")
        state = open_interview(asked)
        for text in ("", "dong y"):
            said = Said(text, Medium.SMS) if text else Opened(Medium.SMS)
            step = advance(asked, state, said, now=NOON)
            state = step.state
        shown = show(SMS, step.prompts[0])
        reading = read(shown.text, shown.buttons)
        assert reading.rows == 5
        assert [option.label for option in reading.options][3:] == ["Hai long", "Rat hai long"]
        act = only(a_citizen(prefers_telegram=False).react(shown, NOON))
        step = advance(asked, state, Said(act.text, Medium.SMS), now=NOON)
        assert {f"ia_a{number}" for number in range(1, 6)} <= set(step.state.answers)

    def test_how_far_one_agrees_is_no_consent(self) -> None:
        shown = question(form("soc_trang_full").by_name["st_q1_1"], TELEGRAM)
        assert not read(shown.text, shown.buttons).is_consent

    def test_labels_too_long_for_a_button_are_read_by_number(self) -> None:
        item = replace(
            TRIPS, choices=(*TRIPS.choices[:3], replace(TRIPS.choices[3], labels={"vi": "x" * 60}))
        )
        shown = question(item, TELEGRAM)
        assert read(shown.text, shown.buttons).options[0].label == "1 lần"

    @pytest.mark.parametrize("wording", ["vi", "sms"])
    def test_a_misunderstanding_is_noticed(self, wording: str) -> None:
        channel = SMS if wording == "sms" else TELEGRAM
        shown = question(SATISFACTION, channel, notice=say("misread.UNCLEAR", wording))
        assert read(shown.text, shown.buttons).is_misread


class TestOpinions:
    @pytest.mark.parametrize("code", son_la_forms)
    @pytest.mark.parametrize("channel", [SMS, TELEGRAM])
    def test_every_question_of_the_forms_has_a_figure_or_a_habit_behind_it(
        self, code: str, channel: str
    ) -> None:
        free = {"consent", "place_type", "organisation_kind", "position"}
        for item in form(code).items:
            if item.choices and item.kind is not ItemKind.NOTE and item.name not in free:
                shown = question(item, channel)
                assert knows(read(shown.text, shown.buttons)), f"{item.name}: {shown.text}"

    @pytest.mark.parametrize(
        ("name", "shares"),
        [
            ("q4", {"1": 42.04, "2": 51.32, "3": 4.83, "4": 1.34}),
            ("q5", {"yes": 1.39, "no": 98.61}),
            ("q6", {"yes": 0.48, "no": 99.52}),
            ("q7", {"yes": 68.48, "instant": 26.78, "oral": 4.35, "none": 0.38}),
            ("q8", {"ontime": 93.23, "early": 5.54, "late": 1.24}),
            ("q9", {"yes": 50, "no": 50}),
            ("q10", {"yes": 51.61, "no": 48.39}),
        ],
    )
    @pytest.mark.parametrize("channel", [SMS, TELEGRAM])
    def test_process_answers_follow_the_published_shares(
        self, name: str, shares: dict[str, float], channel: str
    ) -> None:
        """Within 2 points in 5,000 draws: three standard errors of a half."""
        item = IN_PERSON[name]
        counts = answers(item, channel)
        for code, share in shares.items():
            assert abs(counts[code] / 50 - share) < 2.2, (code, counts[code] / 50)

    @pytest.mark.parametrize(
        ("form_code", "name", "shares"),
        [
            (
                "son_la_in_person",
                "q1",
                {"commune": 44.5, "district": 27.1, "department": 3.3, "centre": 13.4},
            ),
            ("son_la_in_person", "q2", {"commune": 49.4, "people": 16.8, "media": 9.2, "internet": 16.3}),
            ("son_la_in_person", "q3", {"officials": 49.3, "board": 25.7, "province": 16.2, "nation": 8.6}),
            ("son_la_online", "o1", {"desk": 33.8, "nation": 6.4, "province": 51.3, "agency": 7.8}),
            ("son_la_online", "q2", {"desk": 46.4, "internet": 36.6, "media": 9.8}),
            ("son_la_in_person", "x1", {"dossiers": 20.2, "information": 16.4, "online": 12.9, "time": 9.7}),
        ],
    )
    def test_ticks_lie_near_the_published_shares(
        self, form_code: str, name: str, shares: dict[str, float]
    ) -> None:
        """Within 7 points: who ticks a second answer cannot tick the first again."""
        counts = answers(form(form_code).by_name[name], TELEGRAM)
        ticks = counts.total()
        for code, share in shares.items():
            assert abs(100 * counts[code] / ticks - share) < 7, (code, 100 * counts[code] / ticks)

    @pytest.mark.parametrize("channel", [SMS, TELEGRAM])
    def test_satisfaction_follows_the_leaning_and_is_lower_about_feedback(self, channel: str) -> None:
        usual, feedback = answers(SATISFACTION, channel), answers(IN_PERSON["ip_e3"], channel)
        assert abs((usual["4"] + usual["5"]) / 5000 - 0.95) < 0.015
        assert abs((feedback["4"] + feedback["5"]) / 5000 - 0.83) < 0.02
        assert usual["3"] > usual["2"] > usual["1"] > 0

    def test_units_lean_between_84_and_99_percent_around_95(self) -> None:
        leanings = [tendency(f"unit-{number}", 7) for number in range(400)]
        assert 0.84 <= min(leanings) < 0.87
        assert 0.98 < max(leanings) <= 0.99
        assert abs(sum(leanings) / 400 - 0.95) < 0.01


def answers(item: Item, channel: str) -> Counter[str]:
    """What 5,000 people who lean to 95 % answer, by code."""
    shown = question(item, channel)
    reading = read(shown.text, shown.buttons)
    random = Random(11)
    counts: Counter[str] = Counter()
    for _ in range(5000):
        several = item.kind is ItemKind.SELECT_MULTIPLE
        chosen = choose_several(random, reading) if several else (choose(random, reading, 0.95),)
        counts.update(item.choices[option.number - 1].code for option in chosen)
    return counts


class TestComing:
    def test_a_telegram_person_opens_the_bot_with_the_code_after_a_while(self) -> None:
        act = only(a_citizen().react(letter(), NOON))
        assert act.channel == TELEGRAM
        assert act.at == NOON + timedelta(minutes=10)
        assert (act.kind, act.text) in {("start", CODE), ("start", ""), ("type", CODE)}

    def test_whoever_opened_the_bot_without_the_code_sends_it_when_asked(self) -> None:
        citizen = a_citizen()
        citizen.react(letter(), NOON)
        asked = Shown(
            TELEGRAM, "Chào ông/bà. Để bắt đầu, xin gửi mã khảo sát gồm 8 ký tự trong tin nhắn mời."
        )
        assert only(citizen.react(asked, NOON)).text == CODE
        assert citizen.react(asked, NOON) == []

    def test_asked_to_show_the_number_the_person_does(self) -> None:
        act = only(
            a_citizen().react(show(TELEGRAM, Letter("Xin cho biết số.", contact_label="Gửi số")), NOON)
        )
        assert act.kind == "contact"

    def test_an_sms_person_replies_with_keyword_and_code(self) -> None:
        act = only(a_citizen(prefers_telegram=False).react(letter(), NOON))
        assert (act.kind, act.channel, act.text.upper()) == ("type", SMS, f"{KEYWORD} {CODE}")

    def test_some_need_the_second_reminder(self) -> None:
        citizen = a_citizen(letters_needed=3)
        assert citizen.react(letter(), NOON) == []
        assert citizen.react(letter("letter.reminder"), NOON + timedelta(days=3)) == []
        assert only(citizen.react(letter("letter.reminder"), NOON + timedelta(days=8))).channel == TELEGRAM

    def test_a_second_letter_while_about_to_come_changes_nothing(self) -> None:
        citizen = a_citizen(start_after_s=40 * 3600)
        citizen.react(letter(), NOON)
        assert citizen.react(letter(), NOON + timedelta(hours=1)) == []

    @pytest.mark.parametrize("hour", range(24))
    def test_nobody_takes_the_phone_out_at_night(self, hour: int) -> None:
        for delay in (60, 5 * 3600, 30 * 3600):
            act = only(a_citizen(start_after_s=delay).react(letter(), NOON.replace(hour=hour)))
            assert "06:30" <= act.at.astimezone(NOON.tzinfo).strftime("%H:%M") <= "21:30"


class TestAnswering:
    def test_a_card_is_tapped(self) -> None:
        shown = question(TRIPS, TELEGRAM)
        act = only(a_citizen().react(shown, NOON))
        assert (act.kind, act.message_id) == ("tap", "7")
        assert label_of(shown, act) in {"1 lần", "2 lần", "3 lần", "Từ 4 lần trở lên"}
        assert NOON < act.at < NOON + timedelta(minutes=3)

    def test_an_sms_is_answered_by_a_number(self) -> None:
        act = only(a_citizen(prefers_telegram=False).react(question(TRIPS, SMS), NOON))
        assert act.kind == "type"
        assert any(digit in act.text for digit in "1234")

    @pytest.mark.parametrize("spelling", [Spelling.FULL, Spelling.PLAIN, Spelling.SHORT])
    def test_some_type_the_words(self, spelling: Spelling) -> None:
        citizen = a_citizen(types_words=True, spelling=spelling)
        texts = {
            only(citizen.react(question(SATISFACTION, TELEGRAM, behind=at), NOON)).text for at in range(40)
        }
        assert any(not text[:1].isdigit() and len(text) > 1 for text in texts)

    def test_several_answers_are_ticked_one_by_one_and_then_done(self) -> None:
        citizen = a_citizen()
        ticked: list[str] = []
        for _ in range(4):
            shown = question(WISHES, TELEGRAM, ticked=tuple(ticked))
            label = label_of(shown, only(citizen.react(shown, NOON)))
            if label == "✔ Xong":
                break
            ticked.append(next(each.code for each in WISHES.choices if each.labels["vi"] == label[2:]))
        assert label == "✔ Xong"
        assert 1 <= len(set(ticked)) == len(ticked) <= 3

    def test_back_at_a_question_already_ticked_the_ticks_stay(self) -> None:
        shown = question(WISHES, TELEGRAM, ticked=("time", "online", "other"))
        assert label_of(shown, only(a_citizen().react(shown, NOON))) == "✔ Xong"

    def test_several_answers_go_into_one_sms(self) -> None:
        text = only(a_citizen(prefers_telegram=False).react(question(WISHES, SMS), NOON)).text
        assert 1 <= len(text.replace(",", " ").split()) <= 3

    def test_the_same_sms_twice_is_answered_once(self) -> None:
        citizen = a_citizen(prefers_telegram=False)
        citizen.react(question(TRIPS, SMS), NOON)
        assert citizen.react(question(TRIPS, SMS), NOON + timedelta(hours=1)) == []

    def test_an_open_question_gets_words_or_a_year(self) -> None:
        def asked(text: str) -> str:
            prompt = Prompt(PromptKind.QUESTION, text, revision=1, progress=(1, 9))
            return only(a_citizen().react(show(SMS, prompt), NOON)).text

        assert 1954 <= int(asked("Ong/ba sinh nam nao?")) <= 2004
        assert 20 <= int(asked("Ong/ba bao nhieu tuoi?")) <= 70
        assert asked("Di lai may lan?") in {"1", "2"}
        assert int(asked("Cho bao nhieu phut?")) <= 30
        assert asked("Ong/ba gop y gi them?")

    def test_consent_is_given(self) -> None:
        shown = question(IN_PERSON["consent"], TELEGRAM)
        assert label_of(shown, only(a_citizen().react(shown, NOON))) == "Đồng ý"

    def test_a_right_reading_is_confirmed_and_a_wrong_farewell_denied(self) -> None:
        right = confirmation(TELEGRAM, "Ý ông/bà là: Hài lòng?")
        assert label_of(right, only(a_citizen().react(right, NOON))) == "Đúng"
        wrong = confirmation(TELEGRAM, say("confirm.stops", "vi"))
        assert label_of(wrong, only(a_citizen().react(wrong, NOON))) == "Không phải"

    def test_a_slip_of_the_thumb_is_put_right_when_asked_again(self) -> None:
        citizen = a_citizen(slip_share=1)
        assert only(citizen.react(question(TRIPS, TELEGRAM), NOON)).kind == "type"
        again = question(TRIPS, TELEGRAM, notice=say("misread.UNCLEAR", "vi"))
        assert only(citizen.react(again, NOON + timedelta(minutes=5))).kind == "tap"

    def test_after_words_nobody_understood_the_number_is_sent(self) -> None:
        citizen = a_citizen(prefers_telegram=False, types_words=True, spelling=Spelling.SHORT)
        again = question(SATISFACTION, SMS, notice=say("misread.UNCLEAR", "sms"))
        assert only(citizen.react(again, NOON)).text in set("12345")

    def test_never_understood_even_a_patient_person_stops(self) -> None:
        citizen = a_citizen()
        again = question(TRIPS, TELEGRAM, notice=say("misread.UNCLEAR", "vi"))
        acts = [citizen.react(again, NOON + timedelta(hours=hour)) for hour in range(9)]
        assert sum(map(len, acts)) == 5


class TestHabits:
    def test_who_is_asking_is_asked_once_and_the_question_answered_after_the_explanation(self) -> None:
        citizen = a_citizen(asks_who_at=1)
        shown = question(TRIPS, TELEGRAM)
        assert label_of(shown, only(citizen.react(shown, NOON))) == "Ai đang hỏi?"
        explained = Shown(TELEGRAM, "Đây là khảo sát của Sở Nội vụ.")
        assert label_of(shown, only(citizen.react(explained, NOON + timedelta(minutes=5)))).endswith("lần")
        assert citizen.react(explained, NOON + timedelta(minutes=9)) == []

    def test_one_goes_back_once(self) -> None:
        citizen = a_citizen(goes_back_at=2)
        citizen.react(question(TRIPS, TELEGRAM, behind=1), NOON)
        shown = question(SATISFACTION, TELEGRAM, behind=2)
        assert label_of(shown, only(citizen.react(shown, NOON + timedelta(minutes=5)))) == "◀ Câu trước"
        again = only(citizen.react(question(TRIPS, TELEGRAM, behind=1), NOON + timedelta(minutes=9)))
        assert "lần" in label_of(question(TRIPS, TELEGRAM, behind=1), again)

    def test_a_pause_is_taken_and_ended_hours_later(self) -> None:
        citizen = a_citizen(pauses_at=1)
        shown = question(TRIPS, TELEGRAM)
        assert label_of(shown, only(citizen.react(shown, NOON))) == "⏸ Để sau"
        resumed = Prompt(PromptKind.NOTICE, say("paused", "vi"), revision=4, commands=(Command.RESUME,))
        act = only(citizen.react(show(TELEGRAM, resumed), NOON))
        assert act.kind == "tap"
        assert act.at > NOON + timedelta(minutes=29)
        assert only(citizen.react(shown, act.at)).kind == "tap"

    def test_by_sms_a_pause_is_typed_and_ended_in_words(self) -> None:
        citizen = a_citizen(pauses_at=1, prefers_telegram=False)
        citizen.react(question(TRIPS, SMS), NOON)
        act = only(citizen.react(Shown(SMS, say("paused", "sms")), NOON))
        assert act.text in {"tiếp tục", "tiep tuc"}

    def test_one_falls_silent_and_goes_on_when_reminded(self) -> None:
        citizen = a_citizen(lapses_at=1)
        assert citizen.react(question(TRIPS, TELEGRAM), NOON) == []
        reminder = Shown(TELEGRAM, "Ông/bà đang trả lời dở phiếu khảo sát. Xin nhắn bất kỳ để tiếp tục.")
        act = only(citizen.react(reminder, NOON + timedelta(days=2)))
        assert (act.kind, act.channel) == ("type", TELEGRAM)
        assert only(citizen.react(question(TRIPS, TELEGRAM), act.at)).kind == "tap"

    def test_the_form_done_nothing_more_is_said(self) -> None:
        citizen = a_citizen()
        assert citizen.react(Shown(TELEGRAM, say("closing.complete", "vi")), NOON) == []
        assert citizen.react(question(TRIPS, TELEGRAM), NOON) == []


class TestLeaving:
    def test_a_dead_number_reads_nothing(self) -> None:
        citizen = a_citizen(ending=Ending.WRONG_NUMBER)
        assert not citizen.is_reachable
        assert citizen.react(letter(), NOON) == []

    def test_who_never_answers_never_does(self) -> None:
        citizen = a_citizen(ending=Ending.NEVER_ANSWERS)
        assert all(citizen.react(letter(), NOON + timedelta(days=day)) == [] for day in range(9))

    @pytest.mark.parametrize("ending", sorted(LOST))
    def test_somebody_says_that_the_person_is_not_there_and_confirms_it(self, ending: Ending) -> None:
        citizen = a_citizen(ending=ending)
        said = only(citizen.react(letter(), NOON))
        assert (said.kind, said.channel) == ("type", SMS)
        sure = confirmation(SMS, "Nguoi duoc hoi da qua doi, dung khong?")
        assert "1" in only(citizen.react(sure, said.at)).text
        assert only(citizen.react(question(IN_PERSON["consent"], SMS), said.at)).kind == "type"
        assert citizen.react(question(IN_PERSON["consent"], SMS), said.at) == []

    def test_a_refusal_is_said_at_once_or_at_the_first_question(self) -> None:
        at_once = a_citizen(ending=Ending.REFUSES, leaves_at=4)
        assert only(at_once.react(letter(), NOON)).channel == SMS
        later = a_citizen(ending=Ending.REFUSES, leaves_at=5)
        assert only(later.react(letter(), NOON)).channel == TELEGRAM
        shown = question(IN_PERSON["consent"], TELEGRAM)
        assert label_of(shown, only(later.react(shown, NOON))) == "Không tham gia"

    def test_stop_is_said_at_once_or_in_the_middle_and_nothing_after(self) -> None:
        at_once = a_citizen(ending=Ending.STOPS, leaves_at=4)
        assert only(at_once.react(letter(), NOON)).channel == SMS
        assert at_once.react(letter(), NOON) == []
        later = a_citizen(ending=Ending.STOPS, leaves_at=3)
        for behind in (1, 2):
            assert only(later.react(question(TRIPS, TELEGRAM, behind=behind), NOON)).kind == "tap"
        shown = question(TRIPS, TELEGRAM, behind=3)
        assert label_of(shown, only(later.react(shown, NOON))) == "Dừng hẳn"
        assert later.react(question(TRIPS, TELEGRAM, behind=4), NOON) == []

    def test_a_break_off_ignores_every_reminder(self) -> None:
        citizen = a_citizen(ending=Ending.BREAKS_OFF, leaves_at=2)
        for behind in (1, 2):
            assert citizen.react(question(TRIPS, TELEGRAM, behind=behind), NOON)
        assert citizen.react(question(TRIPS, TELEGRAM, behind=3), NOON) == []
        assert citizen.react(letter("letter.reminder"), NOON + timedelta(days=2)) == []


class TestPopulation:
    PHONES = frozenset(f"+8491{number:07}" for number in range(4000))

    def test_the_same_seed_and_phone_are_the_same_person_whoever_is_asked_first(self) -> None:
        one = population(self.PHONES, 5, lambda _: "mai-son")
        other = population(self.PHONES, 5, lambda _: "mai-son")
        phones = sorted(self.PHONES)[:200]
        told = {phone: one(phone).react(letter(), NOON) for phone in phones}
        assert told == {phone: other(phone).react(letter(), NOON) for phone in reversed(phones)}
        assert one(phones[0]) is one(phones[0])

    def test_a_number_nobody_holds_is_out_of_reach(self) -> None:
        assert not population(self.PHONES, 5, lambda _: "mai-son")("+84999999999").is_reachable

    @pytest.mark.parametrize("willing", [WILLING_WITH_RESERVE, WILLING_WITHOUT_RESERVE])
    def test_people_end_as_the_mix_says(self, willing: float) -> None:
        """4,000 people: within 2.5 points of the share who complete, three standard errors."""
        people = population(self.PHONES, 5, lambda _: "mai-son", willing=lambda _: willing)
        endings = Counter(people(phone).temperament.ending for phone in self.PHONES)
        assert abs(endings[Ending.COMPLETES] / 4000 - willing) < 0.025
        assert set(endings) == set(Ending)
        assert sum(share for _, share in LOSSES) == pytest.approx(1)
        assert {name for name, _ in LOSSES} == set(Ending) - {Ending.COMPLETES}

    def test_back_check_calls_end_near_the_published_figures(self) -> None:
        random = Random(3)
        outcomes = Counter(answer_backcheck(random) for _ in range(8000))
        assert abs(outcomes[BackCheckOutcome.CONFIRMED] / 8000 - 0.868) < 0.015
        assert abs(outcomes[BackCheckOutcome.WRONG_OR_UNREACHABLE] / 8000 - 0.127) < 0.02
        assert 0 < outcomes[BackCheckOutcome.CONTENT_FAILED] < 80
        assert 0 < outcomes[BackCheckOutcome.NON_COOPERATIVE] < 80
