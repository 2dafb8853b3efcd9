"""Every kind of question is asked, read and recorded, in a chat and by text message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey_flows.interview.engine import present
from survey_flows.interview.events import Answered, Misread, Retracted
from survey_flows.interview.inputs import Command, Medium, Sent, SentKind
from survey_flows.interview.numbers import decimal, integer
from survey_flows.interview.prompts import PromptMedium
from survey_flows.interview.reading import Certain, Doubt, Probable, Reading, Unclear
from survey_flows.interview.replies import read
from survey_flows.interview.spelling import listen
from survey_flows.interview.state import MissingKind, Status
from survey_flows.interview.values import place_in, steps_of, value_in
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole
from tests.survey_flows.interview.conversation import (
    ALL_KINDS,
    CONSENT,
    DISTRICT,
    PROVINCE,
    RANKING,
    Conversation,
    form,
    plain,
    satisfaction,
    select,
)

MARK = Item("mark", ItemKind.RANGE, {"vi": "Chấm điểm?"}, parameters={"start": "1", "end": "5", "step": "1"})
METRES = replace(MARK, name="metres", parameters={"start": "0", "end": "500", "step": "10"})


def asking(*items: Item, medium: Medium = Medium.CHAT, language: str = "vi") -> Conversation:
    """A conversation that has come to the first of these questions."""
    questionnaire = form(CONSENT, *items, code="-".join(item.name for item in items))
    return Conversation(questionnaire, medium, language).opens().says("đồng ý")


def test_a_ranking_by_taps() -> None:
    talk = asking(RANKING, plain("idea", ItemKind.TEXT))
    talk.taps("c")
    assert [(choice.code, choice.place) for choice in talk.prompt().choices] == [("a", 0), ("b", 0), ("c", 1)]
    talk.presses(Command.DONE)
    assert "mỗi ý một lần" in talk.prompt().notice
    talk.taps("a")
    assert list(talk.state.ticked) == ["c", "a", "b"]  # the last one left needs no tap
    talk.taps("a")
    assert list(talk.state.ticked) == ["c", "b"]
    talk.taps("a").presses(Command.DONE)
    assert talk.events() == (Answered("order", "c b a", None, None),)


def test_a_ranking_by_numbers() -> None:
    talk = asking(RANKING, plain("idea", ItemKind.TEXT), medium=Medium.SMS)
    assert "vd 1 2 3" in talk.prompt().hint
    talk.says("3 1")
    assert talk.events() == (Misread("order", "RANKING"),)
    talk.says("3 1 2")
    assert talk.events() == (Answered("order", "c a b", None, None),)


def test_a_short_range_has_buttons_and_a_long_one_is_typed() -> None:
    talk = asking(MARK, METRES, plain("idea", ItemKind.TEXT))
    assert [choice.label for choice in talk.prompt().choices] == ["1", "2", "3", "4", "5"]
    talk.taps("4")
    assert talk.prompt().choices == ()
    assert talk.prompt().hint == "Một số từ 0 đến 500, cách nhau 10."
    talk.says("505").says("125")
    assert talk.events() == (Misread("metres", "CONSTRAINT"),)
    talk.says("120")
    assert talk.state.answers == {"consent": "yes", "mark": "4", "metres": "120"}


def test_by_text_message_the_number_typed_is_the_mark_itself() -> None:
    zero = replace(MARK, parameters={"start": "0", "end": "10", "step": "1"})
    talk = asking(zero, plain("idea", ItemKind.TEXT), medium=Medium.SMS)
    assert (talk.prompt().choices, talk.prompt().hint) == ((), "Nhan mot so tu 0 den 10")
    talk.says("0")
    assert talk.state.answers["mark"] == "0"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (ItemKind.TIME, "8h30", Certain("08:30:00")),
        (ItemKind.TIME, "8 giờ rưỡi sáng", Certain("08:30:00")),
        (ItemKind.TIME, "2h chiều", Certain("14:00:00")),
        (ItemKind.TIME, "12h đêm", Certain("00:00:00")),
        (ItemKind.TIME, "20:15", Certain("20:15:00")),
        (ItemKind.TIME, "25h", Unclear()),
        (ItemKind.TIME, "sáng", Unclear()),
        (ItemKind.DATETIME, "31/12/2024 8h30", Certain("2024-12-31T08:30:00")),
        (ItemKind.DATETIME, "8h30 ngày 31/12/2024", Certain("2024-12-31T08:30:00")),
        (ItemKind.DATETIME, "31/2/2024 8h30", Unclear()),
        (ItemKind.BARCODE, "SL-2024/0071", Certain("SL-2024/0071")),
        (ItemKind.BARCODE, "không có", Unclear()),
        (ItemKind.GEOPOINT, "21.3281, 103.9144", Certain("21.3281 103.9144 0 0")),
        (ItemKind.GEOPOINT, "91.0, 10.0", Unclear()),
        (ItemKind.RANK, "3 > 1 > 2", Certain("c a b")),
        (ItemKind.RANK, "312", Probable("c a b")),
        (ItemKind.RANK, "1 1 2", Unclear(Doubt.RANKING)),
        (ItemKind.TEXT, "8h30", Unclear()),
    ],
)
def test_values_as_people_write_them(kind: ItemKind, text: str, expected: Reading) -> None:
    assert value_in(text, replace(RANKING, kind=kind)) == expected


def test_a_range_counts_in_its_own_steps_and_a_wrong_one_has_none() -> None:
    down = replace(MARK, parameters={"start": "1", "end": "0", "step": "0.25"})
    assert steps_of(down) == ("1", "0.75", "0.5", "0.25", "0")
    assert steps_of(replace(MARK, parameters={"start": "a"})) == ()
    assert steps_of(replace(MARK, parameters={"step": "0"})) == ()
    assert value_in("1", replace(MARK, parameters={"step": "0"})) == Unclear()


def test_times_and_codes_are_recorded_in_xforms_notation() -> None:
    talk = asking(
        plain("hour", ItemKind.TIME), plain("when", ItemKind.DATETIME), plain("slip_code", ItemKind.BARCODE)
    )
    assert talk.prompt().hint.startswith("Ví dụ: 8h30")
    talk.says("2h chiều", "1/10/2024 9h", "SL-7")
    assert talk.state.status is Status.COMPLETE
    assert list(talk.state.answers.values())[1:] == ["14:00:00", "2024-10-01T09:00:00", "SL-7"]


@pytest.mark.parametrize(
    ("kind", "sent", "reference"),
    [
        (ItemKind.IMAGE, SentKind.IMAGE, "AgACAgUA"),
        (ItemKind.AUDIO, SentKind.AUDIO, "voice-7"),
        (ItemKind.VIDEO, SentKind.VIDEO, "clip-7"),
        (ItemKind.FILE, SentKind.FILE, "paper.pdf"),
        (ItemKind.FILE, SentKind.IMAGE, "paper.jpg"),
        (ItemKind.GEOPOINT, SentKind.LOCATION, "21.3281 103.9144"),
    ],
)
def test_what_is_sent_answers_a_question_that_asks_for_it(
    kind: ItemKind, sent: SentKind, reference: str
) -> None:
    talk = asking(plain("thing", kind), plain("idea", ItemKind.TEXT))
    talk.says("đây ạ")
    assert talk.events()[0] == Misread("thing", "UNCLEAR")
    talk.sends(Sent(sent, reference))
    assert talk.state.answers["thing"].startswith(reference)
    talk.sends(Sent(sent, reference))
    assert talk.events() == (Misread("idea", "KIND"),)


def test_a_place_that_is_none_is_not_recorded() -> None:
    talk = asking(plain("spot", ItemKind.GEOPOINT)).sends(Sent(SentKind.LOCATION, "here"))
    assert talk.events() == (Misread("spot", "KIND"),)
    assert place_in("21.3281 203.9144") is None


def test_sending_something_ends_a_pause() -> None:
    talk = asking(plain("slip", ItemKind.IMAGE), plain("idea", ItemKind.TEXT)).says("để sau")
    talk.sends(Sent(SentKind.IMAGE, "x"))
    assert talk.state.answers["slip"] == "x"


def test_what_a_text_message_cannot_carry_is_passed_over() -> None:
    talk = asking(plain("slip", ItemKind.IMAGE), plain("idea", ItemKind.TEXT), medium=Medium.SMS)
    assert Answered("slip", None, MissingKind.NOT_REACHED, None) in talk.events()
    assert talk.prompt().item == "idea"


def test_words_sent_by_sms_to_a_question_for_a_picture_answer_nothing() -> None:
    talk = asking(plain("slip", ItemKind.IMAGE), satisfaction("polite"))
    talk.medium = Medium.SMS
    reminder = present(talk.questionnaire, talk.state, medium=Medium.SMS)
    assert reminder is not None and "BO QUA" in reminder.hint
    talk.says("5")
    assert talk.events() == (Answered("slip", None, MissingKind.NOT_REACHED, None),)
    assert talk.prompt().item == "polite"


def test_hidden_items_are_never_asked_and_read_only_ones_are_read_out() -> None:
    fixed = replace(plain("office", ItemKind.TEXT), default="'Sở Nội vụ'", is_read_only=True)
    talk = asking(plain("secret", ItemKind.HIDDEN), fixed, satisfaction("polite"))
    assert talk.prompt().item == "polite"
    assert talk.prompt().notice == "Câu office?: Sở Nội vụ"
    assert talk.prompt().progress == (0, 1)


def test_a_default_is_offered_and_never_recorded_by_itself() -> None:
    people = replace(plain("people", ItemKind.INTEGER), default="4")
    talk = asking(people, plain("idea", ItemKind.TEXT))
    assert "people" not in talk.state.answers
    assert "ghi sẵn: 4" in talk.prompt().hint
    assert Command.KEEP in talk.prompt().commands
    for words in ("giữ nguyên", "ok", "đúng rồi"):
        kept = asking(people, plain("idea", ItemKind.TEXT)).says(words)
        assert kept.state.answers["people"] == "4"
    talk.says("5")
    assert talk.state.answers["people"] == "5"


def test_a_one_is_an_answer_and_keeps_nothing_that_stands_there() -> None:
    people = replace(plain("people", ItemKind.INTEGER), default="4")
    talk = asking(people, plain("idea", ItemKind.TEXT)).says("1")
    assert talk.state.answers["people"] == "1"
    talk.presses(Command.BACK).says("5").presses(Command.BACK).says("1")
    assert talk.state.answers["people"] == "1"
    day = replace(plain("day", ItemKind.DATE), default="'2024-09-24'")
    assert "day" not in asking(day, plain("idea", ItemKind.TEXT)).says("1").state.answers


def test_the_forms_own_words_say_that_more_was_chosen_than_it_allows() -> None:
    wishes = replace(
        select("wishes", "A", "B", "C", is_multiple=True),
        maximum_choices=2,
        constraint="count-selected(.) <= 2",
        constraint_messages={"vi": "Chọn hai điều thôi ạ."},
    )
    assert asking(wishes).says("1 2 3").prompt().notice == "Chọn hai điều thôi ạ."
    plain_words = asking(replace(wishes, constraint_messages={})).says("1 2 3")
    assert "tối đa 2" in plain_words.prompt().notice


def test_choices_are_ticked_beforehand_where_the_form_proposes_them() -> None:
    wishes = replace(select("wishes", "A", "B", "C", is_multiple=True), default="'1 3'")
    one = replace(select("one", "A", "B"), default="'2'")
    talk = asking(wishes, one)
    assert [choice.is_selected for choice in talk.prompt().choices] == [True, False, True]
    talk.presses(Command.DONE)
    assert [choice.is_selected for choice in talk.prompt().choices] == [False, True]
    talk.presses(Command.KEEP)
    assert talk.state.answers == {"consent": "yes", "wishes": "1 3", "one": "2"}


def test_there_is_nothing_to_keep_where_nothing_stands() -> None:
    talk = asking(satisfaction("polite")).says("giữ nguyên")
    assert "chưa có câu trả lời" in talk.prompt().notice


def test_answers_are_quoted_in_later_questions_and_choices_follow_them() -> None:
    talk = asking(PROVINCE, DISTRICT, plain("idea", ItemKind.TEXT)).taps("sl")
    assert talk.prompt().text == "Huyện nào của Sơn La?"
    assert [choice.code for choice in talk.prompt().choices] == ["mc", "yc"]
    talk.says("3")
    assert talk.events() == (Misread("district", "UNCLEAR"),)
    talk.says("2")
    assert talk.state.answers["district"] == "yc"


def test_a_choice_that_is_no_longer_offered_is_asked_again() -> None:
    talk = asking(PROVINCE, DISTRICT, plain("idea", ItemKind.TEXT)).taps("sl", "mc")
    talk.says("sửa câu 1", "lai châu")
    assert talk.events() == (Answered("province", "lc", None, "sl"), Retracted("district", "mc"))
    assert [choice.code for choice in talk.prompt().choices] == ["pt"]


def test_a_value_that_a_later_answer_forbids_is_asked_again() -> None:
    household = plain("household", ItemKind.INTEGER)
    children = plain("children", ItemKind.INTEGER, constraint=". <= /data/household")
    talk = asking(household, children, plain("idea", ItemKind.TEXT)).says("5", "3", "sửa câu 1", "2")
    assert talk.events() == (Answered("household", "2", None, "5"), Retracted("children", "3"))
    assert talk.prompt().item == "children"


def test_a_question_without_any_choice_left_is_passed_over() -> None:
    nowhere = replace(DISTRICT, choice_filter="of = 'nowhere'")
    talk = asking(PROVINCE, nowhere, plain("idea", ItemKind.TEXT)).taps("sl")
    assert talk.state.missing == {"district": MissingKind.NOT_APPLICABLE}
    assert talk.prompt().item == "idea"


def test_a_form_may_insist_once_with_its_own_words_and_no_more() -> None:
    polite = replace(satisfaction("polite"), required_messages={"vi": "Câu này rất cần cho cơ quan."})
    talk = asking(polite, plain("idea", ItemKind.TEXT)).says("bỏ qua")
    assert talk.events() == (Misread("polite", "REQUIRED"),)
    assert talk.prompt().notice == "Câu này rất cần cho cơ quan."
    talk.says("bỏ qua")
    assert talk.state.missing == {"polite": MissingKind.REFUSED}


def test_a_requirement_may_depend_on_an_answer() -> None:
    idea = replace(
        plain("idea", ItemKind.TEXT),
        required="/data/polite = '1'",
        required_messages={"vi": "Xin cho biết lý do."},
    )
    talk = asking(satisfaction("polite"), idea).taps("1").says("bỏ qua")
    assert talk.prompt().notice == "Xin cho biết lý do."
    talk = asking(satisfaction("polite"), idea).taps("5").says("bỏ qua")
    assert talk.state.status is Status.COMPLETE


def test_media_are_named_in_the_language_of_the_reader() -> None:
    polite = replace(
        satisfaction("polite"),
        media={"audio": {"vi": "polite.mp3", "en": "polite_en.mp3"}},
        choices=tuple(
            replace(choice, media={"image": {"vi": f"{choice.code}.png"}}) if choice.code == "5" else choice
            for choice in satisfaction("polite").choices
        ),
    )
    assert asking(polite).prompt().media == (
        PromptMedium("audio", "polite.mp3"),
        PromptMedium("image", "5.png", "5"),
    )
    assert asking(polite, language="en").prompt().media[0].name == "polite_en.mp3"


def test_a_screener_ends_the_interview_when_nothing_follows() -> None:
    adult = replace(select("adult", "Có", "Không", codes=("yes", "no")), role=ItemRole.SCREENER)
    talk = asking(adult, satisfaction("polite", relevant="/data/adult = 'yes'")).taps("no")
    assert talk.state.status is Status.INELIGIBLE


@pytest.mark.parametrize("medium", list(Medium))
def test_all_kinds_in_one_interview(medium: Medium) -> None:
    talk = Conversation(ALL_KINDS, medium).opens().says("đồng ý")
    if medium is Medium.SMS:
        talk.says("4 5 2 2")
    else:
        talk.says("4", "5", "không", "2")
    talk.says("vì nhanh", "3 1 2", "8", "120", "sơn la", "1", "8h30", "1/10/2024 9h", "SL-7")
    if medium is Medium.CHAT:
        for kind in (SentKind.IMAGE, SentKind.AUDIO, SentKind.VIDEO, SentKind.FILE):
            talk.sends(Sent(kind, kind.value))
        talk.sends(Sent(SentKind.LOCATION, "21.3281 103.9144"))
    talk.says("giữ nguyên", "1 2")
    assert talk.state.status is Status.COMPLETE
    assert talk.state.answers["order"] == "c a b"
    assert "secret" not in talk.state.answers
    assert set(talk.state.missing) == (
        {"slip", "voice", "clip", "paper", "spot"} if medium is Medium.SMS else set()
    )


def test_whole_numbers_may_be_long_or_said_and_a_telephone_number_is_none() -> None:
    said = {
        "3500000000": "3500000000",
        "3.500.000.000": "3500000000",
        "mười tám": "18",
        "hai mươi lăm tuổi": "25",
    }
    assert {text: integer(listen(text)) for text in said} == said
    assert integer(listen("0912345678")) is None


def test_a_decimal_that_may_be_thousands_is_asked_again() -> None:
    assert decimal(listen("1.500")) is None
    assert decimal(listen("1,5")) == "1.5"


def test_na_is_a_name_where_any_text_is_an_answer() -> None:
    assert read("Na", plain("name", ItemKind.TEXT)) == Certain("Na")
