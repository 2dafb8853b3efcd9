"""Cards and SMS as people read them."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.render import (
    CARD_LIMIT,
    WORDS,
    ZALO_BUTTONS,
    ZALO_LIMIT,
    Card,
    progress_bar,
    render_card,
    render_sms,
    render_zalo,
    signed,
)
from bot.channels.segments import segments
from bot.ports import Letter
from survey_flows.interview.inputs import Command
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptKind, PromptRow
from survey_flows.questionnaire.model import ItemKind
from tests.bot.channels.conftest import SENDER

SATISFACTION = Prompt(
    kind=PromptKind.QUESTION,
    text="Ông/bà có hài lòng với thái độ của công chức không?",
    revision=12,
    item="b3",
    section="Công chức giải quyết hồ sơ",
    notice="Đã ghi nhận.",
    hint="Chọn một mức.",
    choices=tuple(
        PromptChoice(str(code), label)
        for code, label in enumerate(
            ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"), 1
        )
    ),
    progress=(12, 31),
    commands=(Command.BACK, Command.PAUSE, Command.WHO, Command.STOP),
)


def laid_out(card: Card) -> str:
    """A card as a picture in text."""
    rows = ["  ".join(f"[{button.label}]" for button in row) for row in card.rows]
    return "\n".join([card.text, "", *rows])


def test_a_question_as_a_card() -> None:
    assert (
        laid_out(render_card(SATISFACTION))
        == """\
Đã ghi nhận.

Công chức giải quyết hồ sơ
▰▰▰▱▱▱▱▱▱▱ 12/31

Ông/bà có hài lòng với thái độ của công chức không?

Chọn một mức.

[Rất không hài lòng]
[Không hài lòng]
[Bình thường]
[Hài lòng]
[Rất hài lòng]
[◀ Câu trước]  [⏸ Để sau]
[Ai đang hỏi?]  [Dừng hẳn]"""
    )


def test_a_question_as_an_sms() -> None:
    text = render_sms(SATISFACTION)
    assert (
        text
        == """\
Da ghi nhan.
12/31 Ong/ba co hai long voi thai do cua cong chuc khong?
Chon mot muc.
1 Rat khong hai long
2 Khong hai long
3 Binh thuong
4 Hai long
5 Rat hai long
Tra loi bang so, vd: 1"""
    )
    assert segments(text).parts == 2


def test_a_bare_question_fits_one_sms() -> None:
    text = render_sms(replace(SATISFACTION, notice="", hint="", choices=SATISFACTION.choices[3:]))
    assert segments(text).parts == 1


def test_a_multiple_answer_shows_boxes_and_its_own_done() -> None:
    prompt = Prompt(
        kind=PromptKind.QUESTION,
        text="Chọn tối đa 3.",
        revision=4,
        item="n1",
        choices=(PromptChoice("a", "Thời gian", is_selected=True), PromptChoice("b", "Chi phí")),
        is_multiple=True,
        commands=(Command.BACK, Command.DONE),
        command_labels=("Quay lại", "Xong (1)"),
    )
    card = render_card(prompt)
    assert [[b.label for b in row] for row in card.rows] == [
        ["☑ Thời gian"],
        ["☐ Chi phí"],
        ["Xong (1)"],
        ["Quay lại"],
    ]
    assert [row[0].token for row in card.rows] == ["4|n1|a", "4|n1|b", "4|!|done", "4|!|back"]
    assert render_sms(prompt).splitlines()[1:] == [
        "1* Thoi gian",
        "2 Chi phi",
        "Chon mot hay nhieu so, vd: 1 3",
    ]


def test_an_earlier_answer_is_ticked() -> None:
    choices = (PromptChoice("1", "Có", is_selected=True), PromptChoice("0", "Không"))
    (row,) = render_card(Prompt(PromptKind.QUESTION, "?", 1, item="x", choices=choices)).rows
    assert [button.label for button in row] == ["✓ Có", "Không"]


def test_a_long_label_is_written_out_and_numbered() -> None:
    long = "Đến bưu điện xã hoặc điểm phục vụ bưu chính công ích gần nhà để nộp hồ sơ"
    choices = (PromptChoice("1", long), PromptChoice("2", "Qua mạng"))
    card = render_card(Prompt(PromptKind.QUESTION, "Nộp ở đâu?", 1, item="x", choices=choices))
    assert f"1. {long}\n2. Qua mạng" in card.text
    assert [row[0].label for row in card.rows] == ["1. Đến bưu điện xã hoặc điểm phục vụ bưu…", "2. Qua mạng"]


def test_a_code_no_button_can_carry_is_answered_by_its_number() -> None:
    choices = (PromptChoice("c" * 70, "Một"), PromptChoice("2", "Hai"))
    card = render_card(Prompt(PromptKind.QUESTION, "?", 1, item="x", choices=choices))
    assert card.rows == () and "1. Một\n2. Hai" in card.text


def test_a_letter_names_its_sender_and_nothing_else_is_interpreted() -> None:
    letter = Letter(
        "{department} hỏi ý kiến theo {decision}. {keyword} gửi {reply_number}. {bot_name} {} {x!r}"
    )
    assert render_card(letter, SENDER).text == (
        "Sở Nội vụ tỉnh Sơn La hỏi ý kiến theo Kế hoạch 01/KH-SNV. SIPAS gửi 8099. sipas_sonla_bot {} {x!r}"
    )
    assert render_sms(letter, SENDER).startswith("So Noi vu tinh Son La hoi y kien")
    assert signed("{department}", None) == "{department}"


def test_a_letters_buttons_belong_to_no_question() -> None:
    card = render_card(Letter("?", (Command.RESUME, Command.STOP)))
    assert [[b.token for b in row] for row in card.rows] == [["-1|!|resume", "-1|!|stop"]]


def test_commands_are_hinted_at_the_start_and_rarely_after() -> None:
    hinted = [
        behind
        for behind in range(31)
        if WORDS["vi"]["commands"] in render_sms(replace(SATISFACTION, progress=(behind, 31)))
    ]
    assert hinted == [0, 10, 20, 30]


def test_the_channels_own_words_follow_the_language() -> None:
    english = replace(SATISFACTION, language="en")
    assert render_sms(english).endswith("Reply with a number, e.g. 1")
    assert render_card(english).rows[-1][-1].label == "Stop"


@pytest.mark.parametrize("words", [word for words in WORDS.values() for word in words.values()])
def test_what_an_sms_adds_is_short_and_plain(words: str) -> None:
    assert segments(words).coding == 0 and len(words) <= 45


@pytest.mark.parametrize(
    ("behind", "total", "bar"), [(0, 31, "▱▱▱▱▱▱▱▱▱▱ 0/31"), (31, 31, "▰▰▰▰▰▰▰▰▰▰ 31/31")]
)
def test_progress_is_drawn(behind: int, total: int, bar: str) -> None:
    assert progress_bar(behind, total) == bar
    assert progress_bar(1, 0, 2) == "", "how many there are is not known yet"


SCREEN = Prompt(
    kind=PromptKind.QUESTION,
    text="Công chức",
    revision=12,
    item="c1",
    hint="Trả lời 2 câu trong 1 tin, vd 2 4",
    choices=SATISFACTION.choices,
    progress=(11, 31),
    number=12,
    rows=(PromptRow(1, "Thái độ?"), PromptRow(2, "Lắng nghe?")),
    awaits=2,
)


def test_a_screen_as_one_sms_has_its_scale_once() -> None:
    assert (
        render_sms(SCREEN)
        == """\
12/31 Cong chuc
1) Thai do?
2) Lang nghe?
1=Rat khong hai long, 2=Khong hai long, 3=Binh thuong, 4=Hai long, 5=Rat hai long
Tra loi 2 cau trong 1 tin, vd 2 4"""
    )
    own = (PromptRow(1, "Giới tính?", choices=(PromptChoice("m", "Nam"), PromptChoice("f", "Nữ"))),)
    assert "1) Gioi tinh? (1=Nam, 2=Nu)" in render_sms(replace(SCREEN, choices=(), rows=own))


def test_a_screen_as_a_card_marks_the_present_question() -> None:
    rows = (
        PromptRow(1, "Thái độ?", "4. Hài lòng"),
        PromptRow(2, "Lắng nghe?", "", True),
        PromptRow(3, "Rõ?"),
    )
    text = render_card(replace(SATISFACTION, rows=rows)).text
    assert "✓ 1. Thái độ? → 4. Hài lòng\n▶ 2. Lắng nghe?\n· 3. Rõ?" in text


def test_an_sms_keeps_its_diacritics_for_who_asked_for_them() -> None:
    text = render_sms(replace(SATISFACTION, is_accented=True))
    assert "12/31 Ông/bà có hài lòng" in text
    assert text.endswith("Trả lời bằng số, vd: 1")
    assert segments(text).coding == 2
    assert unicodedata.is_normalized("NFC", text)


def test_how_to_reply_is_left_out_where_it_alone_costs_a_part() -> None:
    long = replace(SATISFACTION, notice="", hint="", text="x" * 60)
    assert segments(render_sms(long)).parts == 1
    assert "Tra loi bang so" not in render_sms(long)
    assert "Tra loi bang so" in render_sms(replace(long, text="x" * 20))
    assert "Tra loi bang so" in render_sms(replace(long, progress=(0, 31)))  # who starts must know


def test_choices_are_written_out_for_who_does_not_find_the_buttons() -> None:
    card = render_card(replace(SATISFACTION, spells_out=True))
    assert "1. Rất không hài lòng\n2. Không hài lòng" in card.text
    assert card.rows[0][0].label == "1. Rất không hài lòng"


def test_numbers_share_rows_and_a_ranking_shows_its_places() -> None:
    marks = tuple(PromptChoice(str(mark), str(mark)) for mark in range(11))
    card = render_card(replace(SATISFACTION, choices=marks, expects=ItemKind.RANGE, commands=()))
    assert [[button.label for button in row] for row in card.rows] == [list("012345"), [*"6789", "10"]]
    order = (PromptChoice("a", "Nhanh"), PromptChoice("b", "Rõ", True, 1), PromptChoice("c", "Gần", True, 2))
    card = render_card(
        replace(SATISFACTION, choices=order, is_multiple=True, expects=ItemKind.RANK, commands=())
    )
    assert [row[0].label for row in card.rows] == ["○ Nhanh", "① Rõ", "② Gần"]


def test_a_question_as_a_zalo_message() -> None:
    message = render_zalo(SATISFACTION)
    assert message.text == (
        "Đã ghi nhận.\n\nCông chức giải quyết hồ sơ · Câu 12/31\n\n"
        "Ông/bà có hài lòng với thái độ của công chức không?\n\nChọn một mức."
    )
    assert [button.label for button in message.buttons] == [choice.label for choice in SATISFACTION.choices]
    assert message.buttons[0].token == "12|b3|1"
    first = render_zalo(replace(SATISFACTION, progress=(0, 31)))
    assert "quay lại · bỏ qua · để sau" in first.text  # no place left for these buttons


def test_zalo_gives_places_left_over_to_standing_buttons() -> None:
    yes_no = (PromptChoice("yes", "Có"), PromptChoice("no", "Không"))
    message = render_zalo(replace(SATISFACTION, choices=yes_no, progress=(0, 31)))
    assert [button.label for button in message.buttons] == [
        "Có", "Không", "◀ Câu trước", "⏸ Để sau", "Dừng hẳn",
    ]  # fmt: skip
    letter = render_zalo(Letter("{department} hỏi ý kiến.", (Command.RESUME, Command.STOP)), SENDER)
    assert letter.text == "Sở Nội vụ tỉnh Sơn La hỏi ý kiến."
    assert [button.token for button in letter.buttons] == ["-1|!|resume", "-1|!|stop"]


def test_zalo_numbers_what_has_no_button() -> None:
    many = tuple(PromptChoice(code, f"Điều {code}") for code in "abcdef")
    message = render_zalo(replace(SATISFACTION, choices=many, commands=(Command.DONE, Command.STOP)))
    assert "1. Điều a\n2. Điều b" in message.text
    assert "Xin nhắn số của câu trả lời" in message.text
    assert [button.label for button in message.buttons] == ["Dừng hẳn"]
    ticked = render_zalo(replace(SATISFACTION, is_multiple=True))
    assert "1. ☐ Rất không hài lòng" in ticked.text and "một hay nhiều số" in ticked.text
    marks = tuple(PromptChoice(str(mark), str(mark)) for mark in range(11))
    asked = render_zalo(replace(SATISFACTION, choices=marks, expects=ItemKind.RANGE))
    assert "Xin nhắn một trong các số: 0, 1, 2" in asked.text


prompts = st.builds(
    Prompt,
    kind=st.sampled_from(PromptKind),
    text=st.text(max_size=5000),
    revision=st.integers(0, 10_000),
    item=st.text(max_size=40),
    hint=st.text(max_size=50),
    notice=st.text(max_size=50),
    section=st.text(max_size=50),
    choices=st.lists(st.builds(PromptChoice, st.text(max_size=30), st.text(max_size=60), st.booleans())).map(
        tuple
    ),
    is_multiple=st.booleans(),
    progress=st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)),
    commands=st.lists(st.sampled_from(Command), unique=True).map(tuple),
)


@given(prompts)
def test_every_prompt_fits_every_channel(prompt: Prompt) -> None:
    card = render_card(prompt, SENDER)
    assert len(card.text.encode("utf-16-le", "surrogatepass")) // 2 <= CARD_LIMIT
    assert all(1 <= len(button.token.encode()) <= 64 for row in card.rows for button in row)
    assert segments(render_sms(prompt, SENDER)).coding == 0
    message = render_zalo(prompt, SENDER)
    assert len(message.text.encode("utf-16-le", "surrogatepass")) // 2 <= ZALO_LIMIT
    assert len(message.buttons) <= ZALO_BUTTONS
