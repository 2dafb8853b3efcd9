"""An answer followed by a reason is the answer; a second thought takes it back (domain.md §5)."""

from __future__ import annotations

import pytest

from survey_flows.interview.labels import label, question
from survey_flows.interview.replies import read


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
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
    ],
)
def test_a_reason_leaves_the_answer_as_it_is(text: str, kind: str, meant: str) -> None:
    item = question(kind)
    assert label(read(text, item), item) == meant


@pytest.mark.parametrize(
    ("text", "kind"),
    [
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
    ],
)
def test_a_second_thought_or_scorn_takes_it_back(text: str, kind: str) -> None:
    item = question(kind)
    assert label(read(text, item), item) == "UNCLEAR"
