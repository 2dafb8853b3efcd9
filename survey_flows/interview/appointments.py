"""What became of the appointment slip, told in several parts: `không có giấy, chỉ dặn thứ 5 xuống lấy`.

Rules (domain.md §4.0, the question of the slip; §5, labels SLIP_*):
1. The parts are looked for one by one: a slip, given or denied; a day that was named by mouth, or not
   even that; a result at once; a wait or another trip.
2. Each answer needs its own parts and none of another's; whatever else is told makes it unclear.
"""

from __future__ import annotations

import re

from survey_flows.interview.meanings import Meaning, plain
from survey_flows.interview.normalise import Heard, words
from survey_flows.interview.phrases import any_of

_LONGEST = 16
_NOT = any_of("không;chưa;đâu;chẳng")
_HAND = any_of("có;đưa;cấp;nhận;phát;viết;ghi;được;cầm;thấy;cần;ai;cho")
_DENIED = re.compile(rf"(?<!\S){_NOT}{_HAND}*{any_of('giấy;giấy hẹn;phiếu;phiếu hẹn;giấy tờ')}")
_GIVEN = re.compile(
    rf"^{any_of('có;được;đã có;có đưa;có nhận;có cấp;có phát;được cấp;được phát;được đưa')}+"
    rf"{any_of('giấy hẹn;phiếu hẹn;giấy biên nhận;giấy tiếp nhận')}"
    rf"|(?<!\S){any_of('đưa;in;cấp;viết;phát;ghi;giao')}(?:{any_of('cho')})?(?:{any_of('tôi;mình;em')})?"
    rf"(?:{any_of('bà;ông;bác;cô;chú;chị;anh;cháu;mệ')})?(?:{any_of('một;1')})?(?:{any_of('tờ;cái')})?"
    rf"{any_of('giấy hẹn;phiếu hẹn;biên nhận;giấy biên nhận')}"
    rf"|^{any_of('có;có giấy;được hẹn có;hẹn có')}{any_of('biên nhận;phiếu hẹn;phiếu;giấy')}"
)
_OFFER = any_of("có;ai;thấy;được;cho")
_NO_WORD = re.compile(rf"(?<!\S){_NOT}{_OFFER}*{any_of('dặn;hẹn;bảo;nói;báo;kêu')}")
_ALOUD = re.compile(rf"(?<!\S){any_of('dặn;hẹn;bảo;nói;báo')}(?:{any_of('bằng')})?{any_of('lời;miệng;mồm')}")
_BY_MOUTH = re.compile(
    rf"(?<!\S){any_of('hẹn;dặn')}{any_of('bữa sau;hôm sau;tuần sau;mai;ngày mai;hôm khác')}$"
    rf"|(?<!\S){any_of('dặn;hẹn;bảo;nói;báo;kêu')}(?:[^ ]+ ){{0,4}}?"
    rf"{any_of('ngày;tuần;tháng;thứ;hôm;mai;mốt;sau;nữa;bữa')}(?:[^ ]+ ){{0,4}}?"
    rf"{any_of('lấy;nhận;lên;xuống;tới;đến;ra;quay lại;lại')}"
    rf"|{_ALOUD.pattern}"
)
_AT_ONCE = re.compile(
    rf"(?<!\S){any_of('lấy;có;nhận;xong;trả;được;đưa')}(?:{any_of('kết quả')})?"
    rf"{any_of('luôn;liền;ngay;tại chỗ')}"
    rf"|(?<!\S)[0-9]{{1,2}} {any_of('phút')}{any_of('là;thì;sau là')}{any_of('có;xong;được;lấy được')}"
    rf"|(?<!\S){any_of('cầm về;cầm;mang về')}{any_of('luôn;liền;ngay')}"
)
_WAITED = re.compile(
    rf"(?<!\S){any_of('phải;phải tự;tự')}{any_of('quay lại;lên hỏi;đi lại;chờ;đợi;lên lại;đến hỏi;hỏi')}"
    rf"|(?<!\S){any_of('lên lại;lên hỏi;tới hỏi;đến hỏi;ra hỏi;hỏi mãi;hỏi hoài')}"
    rf"|(?<!\S)[0-9]+ {any_of('ngày;tuần;tháng')}(?:{any_of('sau')})?"
    rf"{any_of('mới có;mới được;mới xong;mới lấy')}"
    rf"|(?<!\S){any_of('chờ;đợi')}(?:[^ ]+ ){{0,2}}?{any_of('ngày;tuần;tháng;hôm;bữa;mãi')}"
)
_SECOND_THOUGHTS = words("mà ma nhưng nhung nếu neu hay hoặc quên nhớ biết chắc hình")


def slip_in_parts(heard: Heard) -> Meaning | None:
    """Return what became of the slip, or None when the parts do not agree on one answer."""
    said = heard.spoken
    if heard.asks or len(heard.words) > _LONGEST or not _SECOND_THOUGHTS.isdisjoint(heard.words):
        return None
    no_paper = _DENIED.search(said) is not None
    denied = no_paper or said.startswith(("không ", "khong "))
    unsaid = _NO_WORD.search(said) is not None
    by_mouth = not unsaid and _BY_MOUTH.search(said) is not None
    at_once, waited = _AT_ONCE.search(said) is not None, _WAITED.search(said) is not None
    if _GIVEN.search(said) is not None and not (denied or at_once or unsaid or "gì" in heard.words):
        return plain("got")
    match denied, by_mouth, at_once, unsaid or waited:
        case True, True, False, False:
            return plain("oral")
        case False, True, False, False if _ALOUD.search(said) is not None:
            return plain("oral")
        case (True, False, True, False) | (False, False, True, False):
            return plain("instant")
        case True, False, False, True if no_paper or (unsaid and waited):
            return plain("none")
        case _:
            return None
