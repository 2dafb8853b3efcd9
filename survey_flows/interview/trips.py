"""How many trips an application took, as people tell it: `2 lần`, `nộp 1 lần lấy 1 lần`, `hơn chục lần`.

Rules (domain.md §5): four and more are one answer; a count told loosely (`nhiều lần`) or of no trip
at all is only probable; a spread that crosses the answers (`2-3 lần`, `vài lần`) tells nothing.
"""

from __future__ import annotations

import re

from survey_flows.interview.meanings import Meaning, perhaps, plain
from survey_flows.interview.normalise import Heard, words
from survey_flows.interview.numbers import numeral
from survey_flows.interview.phrases import Phrasebook, any_of

_SAID_ALONE = {"hai": 2, "ba": 3}
_UNIT = "(?:lần|lan|chuyến|chuyen|lượt|luot|bận|ban|bữa|l)"
_TIMES = re.compile(rf"(?P<number>[^ ]+) {_UNIT} ")
_ROUND_WORDS = (
    "duy nhất;đi;mất;tốn;tổng;tổng cộng;tất cả;cả thảy;phải;đúng;chỉ;có;mới;mỗi;tới;tận;cả;đã;lại;hết;là"
)
_ROUND_WORDS += (
    ";đi tới đi lui;đi đi lại lại;đi qua đi lại;chạy đi chạy lại;chạy tới chạy lui;đi lên đi xuống;lên xuống;"
    "đi lại;đi về;chạy;lên xã;lên huyện;ra xã;ra huyện;lên ủy ban;ra ủy ban;lên phường;ra phường"
)
_CLOSING_WORDS = (
    "thôi;luôn;à;duy nhất;là xong;mới xong;mới được;đi;rồi;=lận;tất cả;cả thảy;tổng cộng;đi lại;"
    "chứ mấy;cả nộp cả lấy;cả nộp cả nhận;nộp và nhận;nộp và lấy;nộp nhận;nộp lấy;cả nộp và nhận"
)
_ROUND = re.compile(f"{any_of(_ROUND_WORDS)}*")
_CLOSE = re.compile(f"(?<= ){any_of(_CLOSING_WORDS)}+$")
_OR_MORE = re.compile(
    rf"(?:(?:từ|tu) )?(?P<least>[^ ]+) {_UNIT} (?:trở lên|tro len|hơn|trở đi|có dư) "
    rf"|(?:hơn|hon|trên|tren|quá|qua) (?P<over>[^ ]+) {_UNIT} "
)
_FROM_TO = re.compile(
    rf"(?:khoảng |khoang |tầm )?(?P<one>[^ ]+) (?:đến |den |tới )?(?P<other>[^ ]+) {_UNIT} "
)
_TENS = re.compile(
    r"(?:(?:cỡ|khoảng|gần|hơn|tầm|khoang) )?(?:(?P<tens>[^ ]+) )?"
    rf"(?:chục|chuc|mươi|muoi) (?:mấy |may )?{_UNIT} "
)
_TEENS = re.compile(f"{any_of('mười')}{any_of('một;hai;ba;bốn;lăm;sáu;bảy;tám;chín')}{_UNIT} ")

_LONGEST = 9
_NO_PLAIN_COUNT = words(
    """
    gọi goi điện dien nhắn nhan hỏi hoi bị bi trả tra sửa sua đóng dong hẹn hen khoảng khoang hơn hon gần gan
    tầm tam cỡ co chừng chung chắc chac hình hinh như nhu hay hoặc hoac mấy may vài vai không khong chưa
    chua quên quen nhớ
    biết biet đâu dau nếu neu lẽ mà ma nhưng nhung ít it nhiều nhieu đã mỗi moi từ tu trên hẹn hụt trượt thứ
    thu
    nộp nop nhận nhan lấy lay dưới duoi trên tren đôi dừng dung đầu dau sau người nguoi_khác con vợ chồng
    nhờ nho cho đến den tới
    toi_lui dăm
    """
)
"""Beside these a count is loose, of something else, or not all."""

_OFTEN: Phrasebook[Meaning] = Phrasebook(
    {
        plain("2"): """
        lần nộp lần nhận; lần nộp lần lấy; một lần nộp một lần lấy; một lần nộp một lần nhận;
        đi hai lần một nộp một lấy; hai lần một nộp một lấy; hai lần 1 nộp 1 nhận; 2 lần 1 nộp 1 nhận; 2 lần
        1 nộp 1 lấy; hai lần một
        nộp một nhận; hai lần nộp với lấy; nộp một lần nhận một lần;
        nộp một lần lấy một lần; đi hai lần; đi hai lần nộp và nhận;
        hai lần nộp và nhận; lần đầu nộp lần sau lấy; lần đầu nộp lần sau nhận; hai lần cả nộp cả nhận;
        lần 1 nộp lần 2 lấy; lần 1 nộp lần 2 nhận; lần một nộp lần hai lấy; một lần đi nộp một lần đi lấy
        """,
        plain("4"): """
        bốn năm lần; năm sáu lần; bốn lần trở lên; trên bốn lần; hơn bốn lần; năm bảy lần; chục lần;
        cả chục lần; hàng chục lần; sáu bảy lần; hơn chục lần; mười mấy lần; gần chục lần; từ bốn lần trở lên
        """,
        perhaps("4"): """
        nhiều lần; nhiều; rất nhiều lần; nhiều lắm; đi đi lại lại suốt; đi lại nhiều; đi lại nhiều lần;
        đi lại suốt; vô số lần; không đếm xuể; nhiều lần lắm; không biết bao nhiêu lần;
        đi không biết bao nhiêu lần; đi mãi; đi suốt; quá nhiều lần
        """,
        perhaps("0"): """
        ngồi nhà làm; nhờ người đi hộ; không phải đi; không đi lần nào; không lần nào; không đi; làm ở nhà;
        làm trên mạng; làm online; chưa đi lần nào; ở nhà làm; không phải đi lần nào;
        nộp trên mạng; nộp online; làm qua mạng; nộp online không phải đi; nhờ dịch vụ làm; nhờ con đi;
        con đi hộ
        """,
    }
)


def times(heard: Heard) -> Meaning | None:
    """Return how many trips: 1, 2, 3, or 4 for four and more; 0 is only ever probable."""
    bare = heard.bare
    if len(bare.words) == 1:
        number = _SAID_ALONE.get(bare.words[0]) or numeral(bare.words[0])
        if number is not None:
            return _count(number)
    found = _OFTEN.find(heard) or _OFTEN.find(bare)
    if found is not None:
        return found
    line = _trimmed(bare.spoken if _TIMES.search(bare.spoken) is not None else heard.spoken)
    whole = _TIMES.fullmatch(line)
    if whole is not None:
        number = _counted(whole["number"])
        return None if number is None else _count(number)
    return _many(line) or _sum_of_trips(line) or _only_count(bare)


def _only_count(heard: Heard) -> Meaning | None:
    """Read `đi 3 lần mới gặp người`: one count of trips, and nothing that doubts it."""
    found = list(_TIMES.finditer(heard.spoken))
    said = heard.words
    if len(found) != 1 or heard.asks or len(said) > _LONGEST or not _NO_PLAIN_COUNT.isdisjoint(said):
        return None
    number = _counted(found[0]["number"])
    rest = (heard.spoken[: found[0].start()] + heard.spoken[found[0].end() :]).split()
    if number is None or any(numeral(word) is not None for word in rest):
        return None
    return _count(number)


def _trimmed(spoken: str) -> str:
    """Return what is left of `tôi phải đi 2 lần mới xong` without its round words: `2 lần`."""
    found = _ROUND.match(spoken)
    line = spoken if found is None else spoken[found.end() :]
    return _CLOSE.sub("", line)


def _many(line: str) -> Meaning | None:
    """Read four and more: `hơn 4 lần`, `từ 4 lần trở lên`, `5-6 lần`, `hai chục lần`."""
    more = _OR_MORE.fullmatch(line)
    if more is not None:
        least, over = _counted(more["least"] or ""), _counted(more["over"] or "")
        enough = (least is not None and least >= 4) or (over is not None and over >= 3)
        return plain("4") if enough else None
    spread = _FROM_TO.fullmatch(line)
    if spread is not None:
        one, other = _counted(spread["one"]), _counted(spread["other"])
        if one is not None and other is not None and 4 <= one < other < 100:
            return plain("4")
    if _TEENS.fullmatch(line):
        return plain("4")
    tens = _TENS.fullmatch(line)
    return plain("4") if tens is not None and (tens["tens"] is None or _counted(tens["tens"])) else None


_WHAT_FOR = words(
    "nộp nop nhận nhan lấy lay và va đi di đến kết quả ket qua hồ sơ ho so bổ sung bo giấy giay"
)


def _sum_of_trips(line: str) -> Meaning | None:
    """Read `1 lần nộp 1 lần lấy`: trips to hand in and trips to fetch are added."""
    rest = _TIMES.sub("", line).split()
    if set(rest) - _WHAT_FOR or len(rest) < 2:
        return None
    numbers = [
        {"hai": 2, "ba": 3}.get(found["number"]) or numeral(found["number"])
        for found in _TIMES.finditer(line)
    ]
    known = [number for number in numbers if number is not None]
    if len(known) != len(numbers) or len(known) not in {2, 3}:
        return None
    return _count(known[0] if known[0] == sum(known[1:]) and len(known) > 2 else sum(known))


def _counted(word: str) -> int | None:
    """Return a numeral before "times", where even `hai`, `ba` and `nam` are clear."""
    if word[:1] == "0" and word[1:].isdigit() and len(word) == 2:
        word = word[1:]
    return {"hai": 2, "ba": 3, "nam": 5}.get(word) or numeral(word)


def _count(number: int) -> Meaning | None:
    if number == 0:
        return perhaps("0")
    return plain(str(min(number, 4))) if number < 100 else None
