"""The traps of the other vocabularies: yes and no, trips, slips, places, several answers, numbers, days."""

from __future__ import annotations

from survey_flows.interview.reading import Certain, NoValue, Probable, Reading, Unclear
from survey_flows.interview.replies import read
from survey_flows.interview.state import MissingKind
from survey_flows.questionnaire.model import ItemKind
from tests.survey_flows.interview.conversation import plain
from tests.survey_flows.interview.reply_items import misread

TRAPS: list[tuple[str, str, Reading]] = [
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
]
WRITTEN: list[tuple[str, str, Reading]] = [
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
]
VALUES = [
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
]


def test_traps_of_the_other_vocabularies() -> None:
    assert misread(TRAPS) == []


def test_more_that_people_write() -> None:
    assert misread(WRITTEN) == []


def test_numbers_and_days() -> None:
    read_as = [(kind, text, read(text, plain("q", kind))) for kind, text, _ in VALUES]
    meant = [(kind, text, Unclear() if value is None else Certain(value)) for kind, text, value in VALUES]
    assert read_as == meant
