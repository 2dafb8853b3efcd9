"""Leaving is heard in every combination of an end or a "not", what we do, and politeness, however typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.interview.inputs import Command
from survey_flows.interview.leaving import RULES, letters
from survey_flows.interview.normalise import fold
from survey_flows.interview.reading import Wish
from survey_flows.interview.replies import decide, read
from survey_flows.interview.spelling import listen
from survey_flows.questionnaire.model import ItemKind
from tests.survey_flows.interview.conversation import plain

ACTS = ("nhắn", "nhắn tin", "gửi tin nhắn", "làm phiền", "liên hệ", "liên lạc", "spam", "quấy rầy")
TO_US = ("", " tôi", " cho tôi nữa", " vào số này", " đến máy tôi nữa")
SURVEY = (" khảo sát", " nhắn tin", " tin nhắn này", " việc nhắn tin", " liên lạc với tôi", " hết", " ở đây")
MINE = ("số tôi", "tên tôi", "số điện thoại của tôi", "số này", "thông tin của tôi")
RECEIVING = ("không muốn", "không cần", "không thích", "không đồng ý", "từ chối", "không có nhu cầu")


def either(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


CORES = st.one_of(
    st.builds(
        "{} {}{}".format,
        either("đừng", "đừng có", "cấm", "chớ có", "không được"),
        either(*ACTS),
        either(*TO_US),
    ),
    st.builds("{}{}".format, either("dừng", "ngừng", "hủy", "chấm dứt", "kết thúc"), either(*SURVEY)),
    st.builds(
        "{} {}{}".format,
        either("xóa", "gỡ", "bỏ", "loại", "gạch"),
        either(*MINE),
        either(" ra", " khỏi danh sách", " ra khỏi hệ thống", " đi"),
    ),
    st.builds("{} nhận {}".format, either(*RECEIVING), either("tin", "tin nhắn", "tin nhắn kiểu này nữa")),
    st.builds("{} {}".format, either("chặn", "block", "tôi sẽ chặn"), either("số này", "số này luôn")),
    st.builds(
        "{} nữa là tôi {}".format, either("nhắn", "nhắn tin", "gọi"), either("chặn", "kiện", "báo công an")
    ),
    st.builds(
        "{} {}".format, either("tôi muốn", "cho tôi", "em xin"), either("dừng", "ngừng", "kết thúc", "thoát")
    ),
)
BEFORE = either(
    "", "thôi ", "xin ", "làm ơn ", "các bạn ơi ", "mệt quá ", "nói rồi ", "từ nay ", "thưa các anh chị, "
)
AFTER = either("", " nhé", " ạ", " giùm", " ngay lập tức", " giúp tôi với", " nghe chưa", " cảm ơn", "!!!")
TYPED: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace("không", "k").replace("nhắn tin", "nt").replace("nữa", "nx"),
    lambda text: text.replace(",", ""),
)

NOT_LEAVING = [
    "đừng dừng nhé",
    "tôi không muốn dừng",
    "chưa muốn dừng",
    "bao giờ thì hết khảo sát",
    "khi nào các bạn ngừng",
    "sao không thấy nhắn nữa",
    "tôi không nhận được tin nhắn nào cả",
    "cán bộ bảo tôi thôi về đi",
    "họ chặn không cho tôi vào",
    "xã dừng làm việc lúc mấy giờ",
    "đừng xóa câu trả lời của tôi",
    "hôm nay đừng gọi, mai hãy gọi",
    "tôi bị chặn ở cổng ủy ban",
    "xin thôi việc",
    "xóa tên khỏi hộ nghèo",
    "trả lời xong có xóa thông tin không",
]
LONG = [
    ("tôi đã nói với các anh nhiều lần rồi mà vẫn cứ nhắn, đừng nhắn tin cho tôi nữa", True),
    ("đề nghị các anh xóa số điện thoại của tôi ra khỏi danh sách nhắn tin này ngay", True),
    ("mong cán bộ đừng gọi điện làm phiền bà con trong xã nhiều lần như vậy nữa", False),
    ("đề nghị bỏ bớt giấy tờ, đừng bắt dân đi lại nhiều lần, dừng thu các khoản ngoài quy định", False),
    ("nên xóa bỏ thủ tục cũ và ngừng việc hẹn đi hẹn lại làm dân mệt mỏi", False),
]


@settings(max_examples=60)
@given(BEFORE, CORES, AFTER, st.sampled_from(TYPED))
def test_every_combination_of_its_parts_is_heard(
    before: str, core: str, after: str, typed: Callable[[str], str]
) -> None:
    assert read(typed(before + core + after), None) == Wish(Command.STOP)


@settings(max_examples=30)
@given(BEFORE, CORES.filter(lambda core: not core.startswith(("đừng", "dừng", "chặn", "hủy", "tôi sẽ chặn"))))
def test_nor_do_diacritics_matter_where_no_other_word_is_meant(before: str, core: str) -> None:
    text = fold(before + core)
    assert read(text, None) == Wish(Command.STOP)


def test_neighbours_tell_what_a_word_without_its_marks_is() -> None:
    leaving = [
        "huy di",
        "met qua dung lai",
        "chan so nay",
        "xin vui long dung",
        "roi nhom",
        "dung hoi toi nua",
    ]
    other = ["dung ngay", "dung luon", "chan roi", "chan that", "phai huy di lam lai", "ten con toi la Huy"]
    assert [text for text in leaving if read(text, None) != Wish(Command.STOP)] == []
    assert [text for text in other if read(text, None) == Wish(Command.STOP)] == []
    assert read("nhắn ngay mai, huy di thì tiếc", None) != Wish(Command.STOP), "typed with marks"


def test_every_form_has_an_example_that_fits_it() -> None:
    ways = [way for name in RULES for way in RULES[name]]
    assert [way.example for way in ways if not way.fits(letters(listen(way.example)))] == []
    decisions = {way.example: decide(way.example, None) for way in ways}
    assert [text for text, found in decisions.items() if found.reading != Wish(Command.STOP)] == []
    by_other_rules = [
        text for text, found in decisions.items() if not found.rule.startswith(("leaving: ", "wish: "))
    ]
    assert by_other_rules == []


def test_what_denies_asks_or_is_about_others_is_not_leaving() -> None:
    assert [text for text in NOT_LEAVING if read(text, None) == Wish(Command.STOP)] == []


def test_a_long_text_stops_only_when_it_can_mean_nothing_else() -> None:
    idea = plain("idea", ItemKind.TEXT)
    assert [
        text for text, is_leaving in LONG if (read(text, idea) == Wish(Command.STOP)) is not is_leaving
    ] == []
