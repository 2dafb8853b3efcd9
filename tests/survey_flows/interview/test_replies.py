"""What people type, and what it is taken for. `replies.tsv` is a sample written for this project."""

from __future__ import annotations

from collections import Counter

from survey_flows.interview.agreement import agrees, is_refusal
from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Command
from survey_flows.interview.normalise import plain_ascii
from survey_flows.interview.reading import Aside, Certain, NoValue, Probable, Report, Told, Unclear, Wish
from survey_flows.interview.replies import read
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole
from tests.survey_flows.interview.conversation import CONSENT, plain, select
from tests.survey_flows.interview.reply_items import ENDS, ITEMS, passes, records, sample


def test_the_sample_is_read_without_one_wrong_recording() -> None:
    results = [
        (text, kind, expected, reading)
        for text, kind, expected in sample()
        for reading in [read(text, ITEMS[kind])]
    ]
    failed = [result for result in results if not passes(*result[1:])]
    assert [result for result in failed if records(result[3])] == []
    assert [result for result in failed if result[3] in ENDS] == []
    share = 1 - len(failed) / len(results)
    assert share >= 0.99, Counter(result[2] for result in failed)


def test_the_sample_typed_without_diacritics_records_nothing_else() -> None:
    """The six collisions of domain.md §5, trap 3: folding may lose an answer, never change it."""
    for text, kind, expected in sample():
        bare = plain_ascii(text)
        reading = read(bare, ITEMS[kind])
        if bare == text or expected in {"MOVED", "INELIGIBLE"}:
            continue
        if isinstance(reading, Certain):
            assert passes(kind, expected, reading), (text, kind, expected, reading)
        assert reading != Wish(Command.STOP) or expected == "STOP", (text, kind)


def test_an_open_question_takes_what_is_typed() -> None:
    idea = plain("idea", ItemKind.TEXT)
    for text in ("không", "5", "cán bộ nên cười nhiều hơn", "dung", "bố tôi mất rồi", "tôi muốn khiếu nại"):
        assert read(text, idea) == Certain(text)
    assert read("e\u0302\u0301", idea) == Certain("ế")
    assert read("  hay\u200b  ", idea) == Certain("hay")
    assert read("bỏ qua", idea) == Wish(Command.SKIP)
    assert read("không biết", idea) == NoValue(MissingKind.DONT_KNOW)
    assert read("ai đây", idea) == Aside(Asked.WHO)
    assert read("\u200b\u0000", idea) == Unclear()
    long = read("a" * 5000, idea)
    assert isinstance(long, Certain)
    assert len(long.value) == 2000
    assert read("\ud800 ok\ud800 nhé", idea) == Certain("ok nhé")


def test_a_choice_is_known_by_its_own_words() -> None:
    education = select("q", "Tiểu học trở xuống", "Trung học cơ sở", "Trung học phổ thông", "Đại học")
    assert read("trung hoc co so", education) == Certain("2")
    assert read("phổ thông", education) == Probable("3")
    assert read("trung học", education) == Unclear()
    assert read("7", education) == Unclear()
    sex = select("q", "Nam", "Nữ")
    assert read("nam", sex) == Certain("1")
    assert read("nu", sex) == Certain("2")


def test_a_vocabulary_follows_the_forms_own_codes() -> None:
    named = select("q", "Trễ", "Sớm", "Đúng", reading="punct", codes=("tre", "som", "dung_hen"))
    assert read("muộn", named) == Certain("tre")
    by_place = select("q", "A", "B", "C", reading="punct", codes=("x", "y", "z"))
    assert read("muộn", by_place) == Certain("z")
    neither = select("q", "A", "B", reading="punct", codes=("x", "y"))
    assert read("muộn", neither) == Unclear()
    one_place = select("q", "Xã", "Huyện", reading="place", codes=("commune", "district"))
    assert read("một cửa huyện", one_place) == Certain("district")
    assert read("xã và huyện", one_place) == Unclear()
    assert read("tất cả", one_place) == Unclear()
    with_none = select("q", "A", "Không có", is_multiple=True, codes=("a", "none"))
    assert read("không", with_none) == Certain("none")
    lax = select("q", "A", "B", reading="sat5")
    assert read("hài lòng", lax) == Unclear()


def test_the_yes_of_a_confirmation() -> None:
    assert [agrees(text) for text in ("1", "đúng", "dung", "ok ạ", "vâng", "có")] == [True] * 6
    assert [agrees(text) for text in ("2", "không", "ko phải", "sai", "k")] == [
        False,
        False,
        False,
        None,
        False,
    ]
    assert [agrees(text) for text in ("3", "đúng không?", "dừng", "hình như có", "h?i")] == [None] * 5


def test_which_code_of_a_consent_says_no() -> None:
    assert is_refusal(CONSENT, "no")
    assert not is_refusal(CONSENT, "yes")
    acknowledgement = Item("c", ItemKind.ACKNOWLEDGE, {}, role=ItemRole.CONSENT)
    assert is_refusal(acknowledgement, "no")
    assert not is_refusal(acknowledgement, "OK")


def test_a_note_takes_no_answer() -> None:
    assert read("gì cũng được", plain("q", ItemKind.NOTE)) == Unclear()


def test_tc_stops_but_where_it_abbreviates_a_choice() -> None:
    education = select("q", "Tiểu học", "Trung cấp, cao đẳng", "Đại học")
    assert read("TC", ITEMS["sat5"]) == Wish(Command.STOP)
    assert read("TC", education) == Told(Report.STOPS)


def test_a_long_story_is_never_an_answer() -> None:
    story = "hôm đó tôi đi nộp hồ sơ " * 4 + "rồi hài lòng"
    for item in ITEMS.values():
        assert not isinstance(read(story, item), Certain | Probable | NoValue)
