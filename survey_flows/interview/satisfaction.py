"""The five degrees of satisfaction, in words.

A small grammar instead of a list: how much · not · how much · satisfied · how much. A word the
grammar has no place for makes the whole message unclear: `hài lòng gì mà hài lòng`, `hài lòng chết
liền`, `hài lòng không` record nothing (domain.md §5, trap 5). Digits and words must agree (trap 4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey_flows.interview.normalise import Heard, words
from survey_flows.interview.numbers import leading_number, several_numbers, single_number, trailing_number
from survey_flows.interview.phrases import Phrasebook, Turns, any_of
from survey_flows.interview.reading import Doubt

Degree = tuple[int, bool]
"""A degree of 1 to 5, and whether it is said plainly enough to be recorded."""

_VERY = """
        rất; quá trời; quá chừng; rất là; rất rất; rất chi là; rất chi; vô cùng; cực kỳ; cực kì; cực; hoàn
        toàn; quá; quá là;
        quá ư; hết sức; r; siêu; rất ư là; quá chi; thật sự rất; thực sự rất
        """
_NOT = "không;chưa;không thấy;chưa thấy;không cảm thấy;không có;đéo;cha;cóc"
_LOWEST_NOT = words("rất rat r vô vo cực cuc hết het thật that thực thuc")
"""Whose first words say "very" before a not as plainly as `rất`; `quá`, `hoàn toàn` do not."""

_THINKING = (
    "ok;cũng;vẫn;thấy vậy là;vậy là;thế là;thấy;cho;chấm;cảm thấy;mức;chọn;đánh giá;trả lời;là;"
    "thật sự;thực sự;quả thật;nói thật"
)
_SATISFIED = any_of("hài lòng")


_GRAMMAR = re.compile(
    rf"{any_of(_THINKING)}*"
    rf"(?P<very>{any_of(_VERY)}+)?"
    rf"(?P<not>{any_of(_NOT)})?"
    rf"{_SATISFIED}"
    rf"(?P<after>(?:quá chừng|quá trời|lắm lắm|dữ lắm|du lam|lắm|lam|rồi|roi|quá|qua|đâu|dau|vô cùng|vo cung"
    rf"|cực kỳ|cực kì"
    rf"|cuc ky|cuc ki) )?"
    rf"(?:(?:luôn|luon|rồi|roi) )?(?P<topic>(?:về|ve|với|voi|ở|o) .*)?"
)
"""How much · not · how much · satisfied · how much · with what."""
_NEUTRAL = re.compile(
    f"{any_of('thôi;thì')}*{any_of(_THINKING)}*{any_of('rất;chỉ')}?{any_of('bình thường')}"
    f"{any_of('thôi;luôn;như mọi nơi;như bao nơi khác;như các nơi khác;như mọi khi')}*"
)
_BUT = words(
    """
    nhưng nhung mà ma còn con trừ tru chỉ chi thôi thoi không khong chưa chua hơi hoi nếu neu lần lan trước
    """
)
"""Words of a second thought: `hài lòng với cô ở quầy 3 thôi` is not satisfied with the whole."""
_ALL_OF_IT = words(
    """
    với voi về ve ở o thái thai độ do cán can bộ bo nhân viên nhan vien phục phuc vụ vu cách cach làm lam việc
    viec nói chuyện noi chuyen tiếp tiep dân dan nhận nhan dịch dich khâu khau hồ ho sơ so tinh thần than
    công cong chức chuc của cua các cac mấy may em cháu chau anh chị chi cô co chú chu bạn ban xã xa phường
    phuong huyện huyen tỉnh tinh một mot cửa cua quầy quay đây day kết ket quả qua giải giai quyết quyet thủ
    thu tục tuc ủy uy cơ quan trung tâm lần này khoản bên đó sự hướng dẫn
    """
)
"""Satisfied with these is satisfied: who and what the whole survey asks about. `cái máy lấy số` is not."""


_PLAIN: Mapping[int, str] = {
    3: """
        bình thường như mọi lần; bình thường như mọi khi; bình thường; bt; cũng bình thường; bình thường
        thôi; bt thôi; cũng bt; cũng bình thường thôi;
        cũng bt thôi; bình thường như mọi nơi; thấy bình thường; thấy cũng bình thường;
        mức bình thường; mức chọn bình thường; đánh giá bình thường; rất bình thường;
        bình thường luôn; thấy bt; neutral; normal
    """,
    5: "rất ưng ý; very satisfied; rất vừa lòng; rất ưng; rất vừa ý",
    4: "satisfied; nhìn chung tôi hài lòng; nhìn chung em hài lòng",
    2: "dissatisfied; not satisfied",
    1: "very dissatisfied",
}
_LIKELY: Mapping[int, str] = {
    1: """
        không hài lòng chút nào; không hài lòng tí nào; không hài lòng tẹo nào; không hề hài lòng;
        không hề hài lòng chút nào; không thể chấp nhận được; không chấp nhận được; quá tệ; tệ quá; rất tệ;
        tệ hại; quá kém; rất kém; kém quá; tồi tệ; quá chán; rất chán; chán lắm; rất bất mãn; rất không;
        thất vọng toàn tập; rất thất vọng; quá thất vọng; hài lòng chết liền; quá đáng; rất bực;
        quá bực mình; bực mình lắm; không hài lòng một chút nào; không một chút hài lòng; rất không tốt;
        quá kém cỏi; terrible; hoàn toàn không; chưa khi nào hài lòng; chưa khi nào hài lòng cả
    """,
    2: """
        bất mãn; chán; không tốt; không ưng; không ưng lắm; chưa hài lòng lắm; chưa hẳn hài lòng;
        hài lòng thế nào được; không hài lòng lắm; không mấy hài lòng; không được hài lòng; ít hài lòng;
        không được hài lòng lắm; chưa thật hài lòng; chưa thực sự hài lòng; chưa được hài lòng; kém; tệ; dở;
        thất vọng; không được; không được tốt; không ổn; chưa tốt; chưa tốt lắm; không vừa lòng;
        không vừa ý; không ưng ý; hơi thất vọng; không được tốt lắm; không tốt lắm; hơi không hài lòng;
        chưa ổn; chưa được; chưa hài lòng cho lắm; không hài lòng cho lắm; bad; không thật hài lòng;
        không thấy hài lòng
    """,
    3: """
        trung bình; mức trung bình; cũng được; tạm được; tạm tạm; tạm; tàm tạm; tạm ổn; cũng tạm; cũng tạm
        được; sao cũng được;
        thế nào cũng được; bảo hài lòng thì cũng không hẳn; không phải là không hài lòng;
        không phải không hài lòng; không tốt không xấu; không xấu không tốt; không hẳn; nửa nọ nửa kia;
        chấp nhận được; được thôi; cũng thường; thường; thường thôi; không có gì đặc biệt; vừa vừa;
        vừa phải; bình bình; hơi bình thường; không đến nỗi; không đến nỗi nào; không đến nỗi tệ;
        không khen không chê; chắc bình thường; tạm chấp nhận được; kiểu gì cũng được; không hẳn hài lòng
    """,
    4: """
        không có gì không hài lòng; không có gì không hài lòng hết; ok; ổn; được; tốt; cũng tốt; cũng ok;
        cũng ổn; được lắm; gần như hài lòng; ai mà không hài lòng;
        chẳng có gì để chê; không chê; không có gì phải chê; không có gì để chê; không hài lòng mới lạ;
        ngon lành; ngon; nhiệt tình; khá hài lòng; tương đối hài lòng; cơ bản hài lòng; nhìn chung hài lòng;
        nói chung hài lòng; nói chung là hài lòng;
        hài lòng thôi; ưng; ưng ý; ưng bụng; vừa lòng; vừa ý; thỏa mãn; không thể không hài lòng;
        không có gì chê; không chê gì; chẳng chê; có hài lòng; khá tốt; khá; khá ổn; tốt rồi; được rồi;
        ổn rồi; tốt thôi; không có gì phàn nàn; không phàn nàn gì; không phàn nàn; không ý kiến gì; làm tốt;
        làm được; good; fine; nice; tử tế; chu đáo; tận tình; lịch sự;
        ổn áp; chắc hài lòng; chắc là hài lòng; có lẽ hài lòng; hình như hài lòng; tạm hài lòng; gần hài lòng;
        hài lòng phần nào; đa phần hài lòng; hài lòng tương đối; cơ bản là hài lòng; hài lòng hơn trước;
        không có gì để phàn nàn; ưng cái bụng; mãn nguyện; vui vẻ; 4 sao; bốn sao; 8 điểm; 9 điểm
    """,
    5: """
        tuyệt; tuyệt vời; tuyệt cú mèo; tuyệt quá; quá tuyệt; quá tuyệt vời; tốt lắm; rất tốt; quá tốt;
        tốt quá; cực tốt; xuất sắc; hoàn hảo; không chê vào đâu được; không còn gì hài lòng bằng;
        không thể hài lòng hơn; hài lòng vl; hài lòng hết sức; hài lòng tuyệt đối;
        không gì bằng; số một; quá ok; quá ổn; rất ok; rất ổn; rất nhiệt tình; hài lòng vô cùng;
        hài lòng cực; mỹ mãn; rất chu đáo; great; excellent; perfect; không thể tốt hơn; 10 điểm; mười điểm;
        hài lòng vô cùng tận; đỉnh; quá đỉnh; hết ý; hết sảy; không còn gì để chê; 5 sao; năm sao; rất tuyệt;
        hài lòng quá trời; hài lòng cực kỳ luôn; hài lòng kinh khủng; hài lòng dã man; 100 điểm
    """,
}
_BOOK: Phrasebook[Degree] = Phrasebook(
    {(degree, True): phrases for degree, phrases in _PLAIN.items()}
    | {(degree, False): phrases for degree, phrases in _LIKELY.items()}
)

_FOR_ALL = Turns(
    [
        "cái/câu/mục/chỗ gì/nào cũng",
        "tất_cả/toàn_bộ",
        "^ đánh/cho/chọn/chấm/bấm hết 1/2/3/4/5",
        "^ 1/2/3/4/5 tất $",
        "cả 2/3/4/5/6/7/8/9/10 câu",
        "mấy câu sau/kia/còn_lại/này? đều/cũng",
        "từ trên xuống dưới",
        "chấm/cho/đánh/chọn/bấm 1/2/3/4/5 hết",
        "đồng_loạt",
        "^ .. hài_lòng tất $",
        "^ .. 1/2/3/4/5 điểm hết $",
        "^ tất",
        "^ .. hài_lòng/ok/tốt/bình_thường/1/2/3/4/5/một/hai/ba/bốn/năm hết/cả rồi/luôn/đi/mọi_câu/mọi_thứ? $",
        "hết tất_cả",
        "từ đầu đến cuối",
        "mọi thứ/câu/mục/cái",
        "các câu còn_lại/sau/kia/khác",
        "như nhau hết",
    ]
)
_RATED = Turns(
    [
        "hài_lòng",
        "chấm/cho/chọn/đánh/bấm 1/2/3/4/5",
        ".. 1/2/3/4/5/một/bốn/năm .. $",
        "bình_thường",
        "ok",
        "tốt",
    ]
)

_NO_THEN = re.compile(r"(?:^|\s)(?:không|khong|ko|k|hông|hong|chưa|chua)\s*[,.;:!]+\s*\w")
"""`không, hài lòng` is a no to something else, and satisfied."""
_NEITHER = 3
_RESIGNED = words("vậy vay")
"""`hài lòng vậy`: satisfied, then, if it must be."""
_MARKS = re.compile(r"[1-5]{3,}(?: \w{1,6})?[ .!]*")

FRIENDLY = frozenset("💕👍😊🙂😀😃😄😁👌❤💯🥰😍🤩😘🎉💖☺")
"""Pictures that take nothing away from an answer."""
_VERY_HAPPY = frozenset("😍🤩🥰💯❤💖")
_CROSS = frozenset("😡🤬😠👎💢")
_SAD = frozenset("😞😔😢😕🙁☹😟😣😩😤😒")


def degree_of(heard: Heard) -> Degree | Doubt:
    """Return the degree of satisfaction a message tells, or why nobody can tell."""
    number = single_number(heard, may_praise=True)
    if number is not None and 1 <= number <= 5:
        return number, True
    if not heard.words:
        return _of_pictures(heard)
    if _BOOK.find(heard) is None and _BOOK.find(heard.bare) is None and _is_batch(heard):
        return Doubt.BATCH
    split = leading_number(heard) or trailing_number(heard)
    worded = _in_words(heard if split is None else split[1])
    if worded is None or _NO_THEN.search(heard.line) is not None:
        return _out_of(heard)
    if split is not None:
        return (split[0], True) if worded[0] == split[0] else Doubt.UNCLEAR
    if heard.words[-1] == "ha" and worded[0] > _NEITHER:
        return Doubt.UNCLEAR
    if heard.words[-1] in _RESIGNED:
        worded = (worded[0], False)
    return _with_pictures(worded, heard)


def is_divided(heard: Heard) -> bool:
    """Whether the message speaks for two things: a `no` set off, or a face that says otherwise."""
    return bool(heard.pictures) or _NO_THEN.search(heard.line) is not None


def _in_words(heard: Heard) -> Degree | None:
    for form in (heard, heard.bare):
        known = _BOOK.find(form)
        if known is not None:
            return known
        found = _GRAMMAR.fullmatch(form.spoken)
        if _NEUTRAL.fullmatch(form.spoken) is not None:
            return 3, True
        if found is not None:
            degree = _degree(found)
            if not found["topic"] or degree is None:
                return degree
            topic = set(found["topic"].split())
            return None if _BUT & topic else (degree[0], degree[1] and topic <= _ALL_OF_IT)
    return None


def _degree(found: re.Match[str]) -> Degree | None:
    very, negated, after = found["very"], found["not"], (found["after"] or "").strip()
    if negated:
        if after in {"lắm", "lam"}:
            return None if very else (2, False)
        if after and after not in {"đâu", "dau"}:
            return None
        if not very:
            return (2, not found[0].startswith(("cũng", "cung")))
        return (1, very.split()[0] in _LOWEST_NOT)
    if after in {"đâu", "dau"}:
        return None
    return (5 if very or after not in {"rồi", "roi", ""} else 4), True


def _is_batch(heard: Heard) -> bool:
    """Whether one message rates several questions: `45545`, `4 4 5`, `5 hết`, `hài lòng tất cả`."""
    if _MARKS.fullmatch(heard.line):
        return True
    numbers = several_numbers(heard)
    if numbers is not None:
        return len(numbers) >= 3 and all(1 <= number <= 5 for number in numbers)
    return _RATED.occurs_in(heard) and (_FOR_ALL.occurs_in(heard) or _FOR_ALL.occurs_in(heard.bare))


def _out_of(heard: Heard) -> Degree | Doubt:
    """Read `10/10`, `4/5`: a mark on a scale is a probable answer when the scale is one we know."""
    mark, slash, scale = heard.line.strip(" .!").partition("/")
    if slash and mark.isdigit() and mark.isascii():
        if scale == "5" and mark in "12345" and len(mark) == 1:
            return int(mark), False
        if scale == "10" and mark == "10":
            return 5, False
    return Doubt.UNCLEAR


def _with_pictures(worded: Degree, heard: Heard) -> Degree | Doubt:
    """Words and faces must not contradict each other."""
    pictures = set(heard.pictures)
    if not pictures:
        return worded
    if worded[0] >= 4 and pictures <= FRIENDLY:
        return worded
    if worded[0] <= 2 and pictures <= _CROSS | _SAD:
        return worded
    return Doubt.UNCLEAR


def _of_pictures(heard: Heard) -> Degree | Doubt:
    pictures = set(heard.pictures)
    if pictures <= _VERY_HAPPY:
        return 5, False
    if pictures <= _CROSS:
        return 1, False
    if pictures <= FRIENDLY:
        return 4, False
    return Doubt.UNCLEAR
