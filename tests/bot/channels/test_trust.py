"""What tells a public survey from a fraud: every rule, on texts a citizen might get."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.trust import Role, doubts_of, doubts_of_sender
from bot.ports import ChannelName
from tests.bot.channels.conftest import SENDER

HONEST = (
    f"{SENDER.department} ({SENDER.decision}) mời ông/bà góp ý, không mất phí, không hỏi OTP hay mật khẩu. "
    f"Trả lời: SL K7M2P9QX gửi 8099. Kiểm tra: {SENDER.hotline}. Ngừng: HUY"
)


def codes(text: str, channel: ChannelName = ChannelName.SMS, role: Role = Role.REPLY) -> set[str]:
    return {doubt.code for doubt in doubts_of(text, channel=channel, role=role, sender=SENDER)}


def test_an_honest_invitation_is_beyond_doubt() -> None:
    assert codes(HONEST, role=Role.FIRST) == set()


@pytest.mark.parametrize(
    ("removed", "code"),
    [
        (SENDER.department, "department"),
        (SENDER.decision, "decision"),
        (SENDER.hotline, "hotline"),
        ("HUY", "stop"),
    ],
)
def test_what_an_invitation_must_name_is_missed(removed: str, code: str) -> None:
    assert codes(HONEST.replace(removed, ""), role=Role.FIRST) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Xem https://sipas.vn/k",
        "Xem www.khaosat.com",
        "Xem bit.ly/3xyz",
        "Xem sonla.gov.vn",
        "Xem khaosat-sonla.top/abc",
    ],
)
def test_no_sms_holds_a_link(text: str) -> None:
    assert codes(text) == {"link"}


def test_a_chat_may_name_an_official_page_and_no_other() -> None:
    assert codes("Xem https://sipas.sonla.gov.vn/kiem-tra", ChannelName.TELEGRAM) == set()
    assert codes("Xem https://sonla-gov.vn/kiem-tra", ChannelName.ZALO) == {"link"}
    assert codes("Xem sonla.gov.vn.top/a", ChannelName.TELEGRAM) == {"link"}


@pytest.mark.parametrize(
    "text",
    [
        "Xin đọc mã OTP cho chúng tôi",
        "Không hỏi gì thêm. Nhập mật khẩu của ông/bà",
        "Chuyển khoản 10.000đ để nhận phiếu",
        "Bấm vào link bên dưới",
        "Tải ứng dụng để trả lời",
        "Ông/bà đã trúng thưởng",
        "Enter your password",
        "Gửi ảnh CCCD hai mặt",
    ],
)
def test_what_frauds_ask_for_is_forbidden(text: str) -> None:
    assert codes(text) == {"forbidden"}
    assert codes(text.upper(), ChannelName.TELEGRAM) == {"forbidden"}


def test_saying_that_it_is_never_asked_for_is_honest() -> None:
    for text in ("Không bao giờ hỏi OTP, mật khẩu hay số tài khoản", "We never ask for a password"):
        assert codes(text) == set()


def test_in_a_question_a_forbidden_word_is_for_a_person_to_weigh() -> None:
    [doubt] = doubts_of(
        "Việc nộp tiền qua mạng có dễ không?",
        channel=ChannelName.SMS,
        role=Role.QUESTION,
        sender=SENDER,
    )
    assert doubt.code == "forbidden" and not doubt.is_error


def test_holes_lost_signs_and_long_texts_are_named() -> None:
    assert codes("Kính gửi {name}") == {"hole"}
    assert codes("Góp ý 你好") == {"lost"}
    assert codes("Góp ý. " * 80) == {"parts"}
    assert codes("Góp ý. " * 80, ChannelName.ZALO) == set()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, set()),
        ({"hotline": "0212 3xxx xxx"}, {"hotline"}),
        ({"hotline": "0912 345 678"}, {"hotline"}),
        ({"hotline": "1022"}, set()),
        ({"reply_number": "SNV SON LA"}, {"reply"}),
        ({"reply_number": ""}, {"reply"}),
        ({"reply_number": "", "oa_name": "Sở Nội vụ Sơn La"}, set()),
    ],
)
def test_somebody_can_check_and_somebody_can_reply(changes: dict[str, str], found: set[str]) -> None:
    assert {doubt.code for doubt in doubts_of_sender(replace(SENDER, **changes))} == found


@given(text=st.text(max_size=200), role=st.sampled_from(Role), channel=st.sampled_from(ChannelName))
def test_any_text_is_judged_without_failing(text: str, role: Role, channel: ChannelName) -> None:
    for doubt in doubts_of(text, channel=channel, role=role, sender=SENDER):
        assert doubt.vietnamese != doubt.english
