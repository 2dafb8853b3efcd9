"""An answer followed by a reason is the answer; a second thought takes it back (domain.md §5)."""

from __future__ import annotations

from survey_flows.interview.labels import label, question
from survey_flows.interview.replies import read

REASONED = [
    ("không hài lòng, chờ lâu quá", "sat5", "S2"),
    ("không hài lòng vì bị hủy hồ sơ", "sat5", "S2"),
    ("rất hài lòng, cán bộ nhiệt tình", "sat5", "S5"),
    ("hài lòng vì nhanh gọn", "sat5", "S4"),
    ("hài lòng, không phải chờ", "sat5", "S4"),
    ("bình thường, không có gì đặc biệt", "sat5", "S3"),
    ("rất hài lòng 5", "sat5", "S5"),
    ("có, tháng trước", "yesno", "YES"),
    ("không, cán bộ đàng hoàng", "yn_fee", "NO"),
    ("2 lần vì thiếu giấy", "trips", "T2"),
    ("đúng hẹn, không phải chờ", "punct", "ONTIME"),
    ("trễ, chờ thêm 3 ngày", "punct", "LATE"),
]
TAKEN_BACK = [
    ("rất hài lòng, chờ có 3 tiếng", "sat5"),
    ("rất hài lòng vì được đuổi về", "sat5"),
    ("hài lòng, nhưng hơi lâu", "sat5"),
    ("hài lòng, không hài lòng gì cũng vậy", "sat5"),
    ("không hài lòng, à hài lòng", "sat5"),
    ("hài lòng vì sao?", "sat5"),
    ("rất hài lòng 1", "sat5"),
    ("có, mà không nhiều", "yesno"),
    ("có, không nhớ", "yesno"),
    ("không, mà cũng có", "yesno"),
    ("2 lần vì thiếu giấy, rồi 3 lần", "trips"),
    ("đúng hẹn, nhưng trễ 1 ngày", "punct"),
]


def label_of(text: str, kind: str) -> str:
    item = question(kind)
    return label(read(text, item), item)


def test_a_reason_leaves_the_answer_as_it_is() -> None:
    assert [(text, kind, label_of(text, kind)) for text, kind, _ in REASONED] == REASONED


def test_a_second_thought_or_scorn_takes_it_back() -> None:
    assert [text for text, kind in TAKEN_BACK if label_of(text, kind) != "UNCLEAR"] == []
