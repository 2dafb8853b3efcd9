"""A stop is never missed, and what only looks like one never stops (domain.md §5, trap 8)."""

from __future__ import annotations

import pytest

from survey_flows.interview.inputs import Command
from survey_flows.interview.reading import Wish
from survey_flows.interview.replies import read
from survey_flows.questionnaire.model import ItemKind
from tests.survey_flows.interview.conversation import plain
from tests.survey_flows.interview.test_replies import ITEMS


@pytest.mark.parametrize(
    "text",
    [
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
    ],
)
def test_what_only_looks_like_a_stop_does_not_stop(text: str) -> None:
    for item in (*ITEMS.values(), plain("idea", ItemKind.TEXT), None):
        assert read(text, item) != Wish(Command.STOP)


@pytest.mark.parametrize(
    "text", ["HUY", "stop.", "DUNG!", "đừng nhắn tin cho tôi nữa", "xóa số của tôi", "Không nhắn nữa"]
)
def test_a_stop_is_a_stop_even_where_any_text_is_an_answer(text: str) -> None:
    for item in (*ITEMS.values(), plain("idea", ItemKind.TEXT), None):
        assert read(text, item) == Wish(Command.STOP)
