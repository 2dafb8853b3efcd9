"""Words of satisfaction: which are recorded, which proposed and which asked again (domain.md §5)."""

from __future__ import annotations

from survey_flows.interview.reading import Certain, Probable, Unclear
from survey_flows.interview.replies import read
from tests.survey_flows.interview.reply_items import ITEMS, misread

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
PLAIN = [
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
]
LIKELY = [
    ("👍", "4"),
    ("😡", "1"),
    ("4/5", "4"),
    ("4?", "4"),
    ("4...", "4"),
    ("hài lòng :))", "4"),
    ("-1", "1"),
    ("10/10!", "5"),
]


def test_doubtful_words_about_satisfaction_are_asked_again() -> None:
    assert [
        text for text in NEVER_AN_ANSWER if not isinstance(read(text, ITEMS["sat5"]), Unclear | Probable)
    ] == []


def test_plain_degrees_are_recorded() -> None:
    assert misread(("sat5", text, Certain(degree)) for text, degree in PLAIN) == []


def test_likely_degrees_are_proposed() -> None:
    assert misread(("sat5", text, Probable(degree)) for text, degree in LIKELY) == []
