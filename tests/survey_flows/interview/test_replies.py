"""What people type, and what it is taken for. `replies.tsv` is a sample written for this project."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Command
from survey_flows.interview.normalise import plain_ascii
from survey_flows.interview.reading import (
    Aside,
    Certain,
    Doubt,
    NoValue,
    Probable,
    Reading,
    Report,
    Told,
    Unclear,
    Wish,
)
from survey_flows.interview.replies import agrees, is_refusal, read
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole
from tests.survey_flows.interview.conversation import CONSENT, plain, satisfaction, select, yes_no

ITEMS: dict[str, Item] = {
    "sat5": satisfaction("q"),
    "yesno": yes_no("q"),
    "yn_harass": yes_no("q", reading="yn_harass"),
    "yn_fee": yes_no("q", reading="yn_fee"),
    "yn_feedback": yes_no("q", reading="yn_feedback"),
    "trips": select("q", "1 lần", "2 lần", "3 lần", "Từ 4 lần trở lên", reading="trips"),
    "slip": select(
        "q",
        "Có giấy hẹn",
        "Không, vì được trả kết quả ngay",
        "Không, chỉ hẹn bằng lời",
        "Không, dù phải quay lại lấy",
        reading="slip",
        codes=("yes", "instant", "oral", "none"),
    ),
    "punct": select(
        "q", "Sớm hơn hẹn", "Đúng hẹn", "Trễ hẹn", reading="punct", codes=("early", "ontime", "late")
    ),
    "place": select(
        "q",
        "Bộ phận một cửa xã, phường, thị trấn",
        "Bộ phận một cửa huyện, thành phố",
        "Bộ phận một cửa của sở, ngành",
        "Trung tâm phục vụ hành chính công tỉnh",
        "Cổng dịch vụ công trên mạng",
        "Nơi khác",
        reading="place",
        is_multiple=True,
        codes=("commune", "district", "department", "centre", "portal", "other"),
    ),
    "multi3": select("q", *(f"Điều {letter}" for letter in "abcdefghi"), is_multiple=True, maximum=3),
    "consent": CONSENT,
}
CODES = {
    **{f"S{degree}": str(degree) for degree in range(1, 6)},
    "YES": "yes",
    "NO": "no",
    "T0": "0",
    "T1": "1",
    "T2": "2",
    "T3": "3",
    "T4P": "4",
    "SLIP_YES": "yes",
    "SLIP_INSTANT": "instant",
    "SLIP_ORAL": "oral",
    "SLIP_NONE": "none",
    "EARLY": "early",
    "ONTIME": "ontime",
    "LATE": "late",
    "PL_COMMUNE": "commune",
    "PL_DISTRICT": "district",
    "PL_DEPT": "department",
    "PL_PASC": "centre",
    "PL_PORTAL": "portal",
    "PL_OTHER": "other",
}
INTENTS = {
    "STOP": Wish(Command.STOP),
    "BACK": Wish(Command.BACK),
    "LATER": Wish(Command.PAUSE),
    "SKIP": Wish(Command.SKIP),
    "DK": NoValue(MissingKind.DONT_KNOW),
    "NA": NoValue(MissingKind.NOT_APPLICABLE),
    "NONE": NoValue(MissingKind.NOT_APPLICABLE),
    "UNCLEAR": Unclear(Doubt.UNCLEAR),
    "BATCH": Unclear(Doubt.BATCH),
    "OVERLIMIT": Unclear(Doubt.OVERLIMIT),
    "REFUSE": Told(Report.REFUSES),
    "WRONG_PERSON": Told(Report.WRONG_PERSON),
    "DECEASED": Told(Report.DECEASED),
    "MOVED": Told(Report.MOVED),
    "INELIGIBLE": Told(Report.INELIGIBLE),
}
"""The other labels of the sample are named like `Asked` members."""
ENDS = (Wish(Command.STOP), Told(Report.STOPS), *(Told(report) for report in Report))


def sample() -> list[tuple[str, str, str]]:
    """Rows of (text, kind of item, expected label); `any` rows once for every kind."""
    path = Path(__file__).with_name("replies.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        (row["text"], kind, row["expected"])
        for row in rows
        for kind in (ITEMS if row["question_type"] == "any" else [row["question_type"]])
    ]


def passes(kind: str, expected: str, reading: Reading) -> bool:
    """Score as domain.md §5 does: a proposal may also be unclear."""
    if expected == "PL_MULTI":
        return isinstance(reading, Certain | Probable) and len(reading.value.split()) > 1
    if expected.endswith("?"):
        wanted = CODES.get(expected[:-1], expected[:-1].replace(",", " "))
        return reading in {Probable(wanted), Unclear()}
    if expected in CODES or expected[0].isdigit():
        return reading == Certain(CODES.get(expected, expected.replace(",", " ")))
    if kind == "consent" and expected == "REFUSE":
        return reading in {Certain("no"), Told(Report.REFUSES)}
    if expected in INTENTS:
        return reading == INTENTS[expected]
    about = {"LANG": "language"}.get(expected, expected.lower())
    return isinstance(reading, Aside) and reading.about.value == about


def records(reading: Reading) -> bool:
    return isinstance(reading, Certain | NoValue)


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


NEVER_AN_ANSWER = [
    "hài lòng không",
    "hài lòng à",
    "hai long a",
    "HL?",
    "hài lòng gì mà hài lòng",
    "hài lòng cc",
    "hài lòng cái con khỉ",
    "1 rất hài lòng",
    "5 không hài lòng",
    "hl khl",
    "số 1",
    "hai",
    "nam",
    "4 hoặc 5",
    "khoảng 4",
    "4,5",
    "3-4",
    "04",
    "4%4",
    "không rất hài lòng",
    "rất không thể hài lòng",
    "không hài lòng nhưng cũng được",
    "hài lòng nhưng chậm",
    "hài lòng 😡",
    "không hài lòng 😊",
    "chả hài lòng gì",
    "nếu nhanh hơn thì hài lòng",
    "hết hài lòng",
    "rất không hài lòng quá",
    "rất không hài lòng lắm",
    "hài lòng hay không hài lòng",
    "không bình thường",
    "gần 5",
    "⭐⭐⭐⭐⭐",
    "9/10",
    "đừng",
    "bình thường?",
    "\ufffd\ufffd",
    "ha\u0300i lo\u0300ng kho\u0302ng",
    "thôi thì hài lòng",
    "ừ thì hài lòng",
    "hài lòng vậy",
    "hài lòng quá nhỉ",
    "hài lòng với cô ở quầy 3 thôi",
    "có hài lòng đâu",
    "tưởng là hài lòng",
    "không biết là hài lòng hay không",
    "dưới mức hài lòng",
    "câu 4",
    "4 +",
    "45%",
    "không 5",
    "hai lăm",
    "hÃ i lÃ²ng",
]


@pytest.mark.parametrize("text", NEVER_AN_ANSWER)
def test_doubtful_words_about_satisfaction_are_asked_again(text: str) -> None:
    assert isinstance(read(text, ITEMS["sat5"]), Unclear | Probable)
    if text != "hl khl":
        assert not isinstance(read(text, ITEMS["sat5"]), Certain)


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("ha\u0300i lo\u0300ng", "4"),
        ("HÀI LÒNG!", "4"),
        ("4️⃣", "4"),
        ("①", "1"),
        ("5 rhl", "5"),
        ("4. Hài lòng", "4"),
        ("r k hl", "1"),
        ("rathailong", "5"),
        ("điểm 4", "4"),
        ("bốn", "4"),
        ("hài lòng 👍😊", "4"),
        ("không hài lòng 👎", "2"),
        ("thấy hài lòng", "4"),
        ("khoong haif lofng", "2"),
        ("ra61t ha2i lo2ng", "5"),
        ("Satisfied", "4"),
        ("dạ vâng, cháu rất hài lòng ạ!", "5"),
    ],
)
def test_plain_degrees_are_recorded(text: str, degree: str) -> None:
    assert read(text, ITEMS["sat5"]) == Certain(degree)


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("👍", "4"),
        ("😡", "1"),
        ("4/5", "4"),
        ("4?", "4"),
        ("4...", "4"),
        ("hài lòng :))", "4"),
        ("-1", "1"),
        ("10/10!", "5"),
    ],
)
def test_likely_degrees_are_proposed(text: str, degree: str) -> None:
    assert read(text, ITEMS["sat5"]) == Probable(degree)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("punct", "dung ngay", Certain("ontime")),
        ("punct", "dung han", Certain("ontime")),
        ("punct", "dung hen nhan ket qua", Unclear()),
        ("punct", "dung", Unclear()),
        ("punct", "khong dung", Unclear()),
        ("punct", "khong dung hen", Certain("late")),
        ("punct", "2. đúng hẹn", Certain("ontime")),
        ("punct", "2. trễ", Unclear()),
        ("yesno", "cô", Unclear()),
        ("yesno", "1 không", Unclear()),
        ("yesno", "khong dung", Unclear()),
        ("yesno", "ko bt", NoValue(MissingKind.DONT_KNOW)),
        ("yesno", "chứ sao", Certain("yes")),
        ("yesno", "làm gì có", Certain("no")),
        ("yn_harass", "vâng", Probable("yes")),
        ("yn_fee", "có 500k", Certain("yes")),
        ("trips", "nam lan", Certain("4")),
        ("trips", "hai", Certain("2")),
        ("trips", "hai ba lần", Unclear()),
        ("trips", "2 lần nộp 1 lần lấy", Certain("3")),
        ("trips", "1 lần nộp", Unclear()),
        ("trips", "0", Unclear()),
        ("trips", "100", Unclear()),
        ("trips", "079201001234", Unclear()),
        ("slip", "co", Certain("yes")),
        ("place", "xa", Unclear()),
        ("place", "o xa", Unclear()),
        ("place", "xã và huyện", Probable("commune district")),
        ("place", "công an xã", Unclear()),
        ("place", "1,2", Certain("commune district")),
        ("place", "không", Unclear()),
        ("multi3", "1 và 3", Certain("1 3")),
        ("multi3", "1-3", Probable("1 3")),
        ("multi3", "1,10", Unclear()),
        ("multi3", "11", Unclear()),
        ("multi3", "1234", Unclear()),
        ("multi3", "điều a", Certain("1")),
        ("multi3", "không cần", NoValue(MissingKind.NOT_APPLICABLE)),
        ("consent", "nghi", Unclear()),
        ("consent", "cho hỏi", Unclear()),
        ("consent", "xin hỏi", Unclear()),
        ("consent", "hỏi lẹ đi", Certain("yes")),
        ("punct", "trễ đâu", Unclear()),
        ("punct", "đâu có đúng hẹn", Certain("late")),
        ("punct", "hẹn trước", Unclear()),
        ("punct", "đúng ngày ghi trên giấy hẹn", Certain("ontime")),
        ("punct", "quá hẹn 5 ngày", Certain("late")),
        ("slip", "không lấy luôn", Unclear()),
        ("slip", "không, lấy luôn", Certain("instant")),
        ("trips", "hơn chục lần", Certain("4")),
        ("trips", "hơn 2 lần", Unclear()),
        ("trips", "mười hai lần", Certain("4")),
        ("trips", "phải đi 3 lần mới xong", Certain("3")),
        ("place", "o xa lam", Unclear()),
        ("place", "xa huyen", Unclear()),
        ("place", "UBND xã Chiềng Sơn", Certain("commune")),
        ("place", "xã hội", Unclear()),
        ("place", "trụ sở xã", Certain("commune")),
        ("place", "bưu điện xã", Certain("other")),
        ("yn_harass", "cán bộ không làm khó gì tôi", Certain("no")),
        ("yn_fee", "không mất thêm xu nào", Certain("no")),
        ("yn_fee", "cảm ơn cán bộ ít tiền", Unclear()),
        ("consent", "không?", Unclear()),
    ],
)
def test_traps_of_the_other_vocabularies(kind: str, text: str, expected: Reading) -> None:
    assert read(text, ITEMS[kind]) == expected


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


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (ItemKind.INTEGER, "35", "35"),
        (ItemKind.INTEGER, "35 tuổi", "35"),
        (ItemKind.INTEGER, "1.500", "1500"),
        (ItemKind.INTEGER, "35.", "35"),
        (ItemKind.INTEGER, "ba lăm", None),
        (ItemKind.INTEGER, "079201001234", None),
        (ItemKind.DECIMAL, "1,5", "1.5"),
        (ItemKind.DECIMAL, "một rưỡi", None),
        (ItemKind.DATE, "1/9/2023", "2023-09-01"),
        (ItemKind.DATE, "2023-09-01", "2023-09-01"),
        (ItemKind.DATE, "31/2/2024", None),
        (ItemKind.DATE, "hôm qua", None),
    ],
)
def test_numbers_and_days(kind: ItemKind, text: str, value: str | None) -> None:
    assert read(text, plain("q", kind)) == (Unclear() if value is None else Certain(value))


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


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("sat5", "không, hài lòng", Unclear()),
        ("sat5", "ko. hài lòng", Unclear()),
        ("sat5", "hài lòng đâu", Unclear()),
        ("sat5", "hài lòng đi", Unclear()),
        ("sat5", "câu 4", Unclear()),
        ("sat5", "không hài lòng đâu", Certain("2")),
        ("sat5", "rất rất rất hài lòng luôn", Certain("5")),
        ("sat5", "mức độ 4", Certain("4")),
        ("sat5", "dạ, hài lòng", Certain("4")),
        ("sat5", "2 không hài lòng", Certain("2")),
        ("sat5", "không hài lòng rồi", Unclear()),
        ("punct", "trễ 3 ngày", Certain("late")),
        ("punct", "quá hẹn hơn 1 tuần", Certain("late")),
        ("punct", "sớm hơn 2 ngày", Certain("early")),
        ("punct", "không trễ ngày nào", Unclear()),
        ("punct", "đúng rồi", Unclear()),
        ("trips", "1 lần thôi", Certain("1")),
        ("trips", "một hai lần", Unclear()),
        ("trips", "lần 2", Unclear()),
        ("trips", "10 ngày", Unclear()),
        ("yn_feedback", "không có ý kiến", Certain("no")),
        ("yn_feedback", "không nhớ", NoValue(MissingKind.DONT_KNOW)),
        ("consent", "được rồi", Unclear()),
        ("consent", "không, cảm ơn", Certain("no")),
        ("multi3", "1 hoặc 2", Unclear()),
        ("multi3", "trừ 1", Unclear()),
        ("multi3", "1 đến 3", Unclear()),
        ("multi3", "1~3", Probable("1 3")),
        ("multi3", "câu 1 câu 3", Unclear()),
    ],
)
def test_more_that_people_write(kind: str, text: str, expected: Reading) -> None:
    assert read(text, ITEMS[kind]) == expected


def test_tc_stops_but_where_it_abbreviates_a_choice() -> None:
    education = select("q", "Tiểu học", "Trung cấp, cao đẳng", "Đại học")
    assert read("TC", ITEMS["sat5"]) == Wish(Command.STOP)
    assert read("TC", education) == Told(Report.STOPS)


def test_a_long_story_is_never_an_answer() -> None:
    story = "hôm đó tôi đi nộp hồ sơ " * 4 + "rồi hài lòng"
    for item in ITEMS.values():
        assert not isinstance(read(story, item), Certain | Probable | NoValue)
