"""A stop is never missed, and what only looks like one never stops (domain.md §5, trap 8)."""

from __future__ import annotations

from collections.abc import Iterable

from survey_flows.interview.inputs import Command
from survey_flows.interview.reading import Report, Told, Wish
from survey_flows.interview.replies import read
from survey_flows.questionnaire.model import Item, ItemKind
from tests.survey_flows.interview.conversation import plain
from tests.survey_flows.interview.reply_items import ITEMS

CLOSED = (*ITEMS.values(), None)
EVERYWHERE = (*CLOSED, plain("idea", ItemKind.TEXT))

LOOKS_LIKE_ONE = [
    "hồ sơ bị hủy",
    "tôi bị từ chối hồ sơ",
    "Huy đây",
    "tôi tên Huy",
    "dừng xe mua rau",
    "chan",
    "chan nhe",
    "dung ngay",
    "dung hen nhan ket qua",
    "cán bộ không gửi giấy hẹn cho tôi nữa",
    "không nhận được giấy hẹn nữa",
    "hủy đăng ký kinh doanh",
    "từ chối nhận kết quả",
    "đừng chậm trễ nữa",
    "đừng gửi giấy sai nữa",
    "đừng gọi dân lên nhiều lần",
    "đừng hỏi nhiều giấy tờ",
    "đề nghị dừng thu phí",
    "đề nghị hủy bỏ thủ tục rườm rà",
    "bỏ số thứ tự đi",
    "hủy hộ khẩu",
    "không gửi giấy hẹn cho tôi nữa",
    "cán bộ bảo đừng nhắn",
    "chị Chặn",
    "Huy nè",
    "em tên Dừng",
    "dừng đèn đỏ",
    "chân số",
    "shop",
    "tôi bị từ chối",
    "cán bộ đừng làm phiền dân",
    "đừng hỏi lâu quá",
    "hồ sơ dừng lại ở huyện",
    "tạm dừng xe ăn cơm",
    "chặn bò lại",
    "tắt máy",
    "hủy đơn hàng",
    "xóa nợ",
    "không liên lạc được nữa",
    "họ không gửi giấy nữa",
    "lấy số ở xã",
    "mưa ngừng rồi",
]
HEARD_BESIDE_TEXT = [
    "HUY",
    "stop.",
    "DUNG!",
    "đừng nhắn tin cho tôi nữa",
    "xóa số của tôi",
    "Không nhắn nữa",
    "canecl",
]
HEARD = [
    "không hài lòng, đừng nhắn nữa",
    "tôi bận lắm đừng nhắn nữa",
    "nhắn hoài mệt quá dừng đi",
    "đã bảo đừng nhắn mà",
    "cho tôi ra khỏi danh sách, xóa số đi",
    "còn nhắn nữa là tôi chặn",
    "làm sao để hủy",
    "kết thúc khảo sát",
    "ket thuc",
    "từ chói",
    "dừg nt",
    "đừng nahwns nữa",
    "ddungwf nhawns nuwax",
    "please stop texting me",
    "no more messages",
]
DOUBTFUL = ["dừng chắc", "thôi ngừng chuyện đó", "hủy rồi"]


def test_what_only_looks_like_a_stop_does_not_stop() -> None:
    assert stopped(LOOKS_LIKE_ONE, EVERYWHERE) == []


def test_a_stop_is_a_stop_even_where_any_text_is_an_answer() -> None:
    assert stopped(HEARD_BESIDE_TEXT, EVERYWHERE) == [
        (text, at) for text in HEARD_BESIDE_TEXT for at in range(len(EVERYWHERE))
    ]


def test_a_stop_is_heard_with_reasons_around_it_and_slips_in_it() -> None:
    assert stopped(HEARD, CLOSED) == [(text, at) for text in HEARD for at in range(len(CLOSED))]


def test_a_short_doubtful_word_of_leaving_is_asked_about() -> None:
    assert [text for text in DOUBTFUL if read(text, None) != Told(Report.STOPS)] == []


def stopped(texts: Iterable[str], items: tuple[Item | None, ...]) -> list[tuple[str, int]]:
    """Return which texts stop, and at which of `items`."""
    return [
        (text, at)
        for text in texts
        for at, item in enumerate(items)
        if read(text, item) == Wish(Command.STOP)
    ]
