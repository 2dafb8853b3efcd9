"""What happened to the file: the appointment slip, the day of the result, the number of trips."""

from __future__ import annotations

import re

from survey_flows.interview.meanings import Meaning, perhaps, plain
from survey_flows.interview.normalise import Heard
from survey_flows.interview.numbers import numeral
from survey_flows.interview.phrases import Phrasebook, Turns

_SLIP: Phrasebook[Meaning] = Phrasebook(
    {
        plain("got"): """
        có; có giấy hẹn; có giấy; có phiếu hẹn; có phiếu; có giấy hẹn trả kết quả; được cấp giấy hẹn;
        nhận giấy hẹn; có nhận giấy hẹn; có nhận; có được nhận; có đưa giấy hẹn; giấy hẹn
        """,
        plain("instant"): """
        không cần giấy hẹn vì có luôn; không vì lấy ngay; không vì lấy luôn; làm xong lấy luôn; lấy luôn;
        lấy ngay; có luôn; có kết quả luôn; có kết quả ngay; nhận ngay; nhận luôn; trả ngay; trả luôn;
        được trả ngay; làm xong có luôn; xong ngay; lấy kết quả luôn; lấy kết quả ngay;
        không có vì lấy luôn; không có vì lấy ngay; không vì có luôn; không cần vì lấy ngay;
        nhận kết quả ngay; nhận kết quả luôn; không vì nhận ngay; không vì nhận luôn
        """,
        plain("oral"): """
        hẹn miệng; dặn miệng; nói miệng; hẹn bằng miệng; dặn tuần sau quay lại; chỉ hẹn miệng;
        không có chỉ hẹn miệng; chỉ nói miệng; dặn quay lại; báo miệng; thông báo miệng;
        không có giấy chỉ nói miệng; chỉ dặn miệng; không có giấy chỉ hẹn miệng
        """,
        plain("none"): """
        không có giấy phải quay lại; không có giấy hẹn phải quay lại; không có giấy mà phải quay lại;
        không hẹn gì phải quay lại
        """,
        perhaps("got"): """
        có tin nhắn hẹn ngày; có hẹn; có nhắn tin hẹn; có tin nhắn; có hẹn ngày; vâng; ừ
        """,
        perhaps("oral"): "gọi điện báo; hẹn qua điện thoại; gọi điện hẹn; hẹn qua zalo",
    }
)
_SLIP_NONE = Turns(["^ không có? giấy hẹn? đợi/chờ/phải_đợi/phải_chờ .. ngày/tuần/tháng/hôm $"])
_SLIP_ORAL = Turns(["^ dặn/hẹn .. hôm/tuần/ngày/tháng sau .. lại/lấy $"])

_TIMELY: Phrasebook[Meaning] = Phrasebook(
    {
        plain("ontime"): """
        đúng; đúng hẹn; đúng ngày; đúng giờ; đúng hạn; đúng thời hạn; đúng thời gian; kịp; kịp hẹn;
        kịp thời; đúng lịch; trả đúng hẹn; đúng ngày hẹn; đúng như hẹn; đúng hẹn luôn; đúng hẹn rồi;
        on time
        """,
        plain("early"): """
        sớm; sớm hẹn; sớm hơn; sớm hơn hẹn; trước hẹn; trước hạn; trước ngày hẹn; trước thời hạn;
        sớm hơn ngày hẹn; sớm hơn giấy hẹn; trả sớm; early; nhanh hơn hẹn; được sớm; có sớm
        """,
        plain("late"): """
        trễ; trễ hẹn; muộn; chậm; chậm hẹn; quá hẹn; quá hạn; lỡ hẹn; sai hẹn; không đúng hẹn;
        chưa đúng hẹn; không đúng hạn; không đúng ngày; trễ hạn; trả trễ; trả muộn; muộn hơn; muộn hẹn;
        trễ quá; trễ lắm; bị trễ; chậm trễ; không kịp; late; chậm hơn hẹn; muộn hơn hẹn; trễ hơn hẹn;
        trễ rồi
        """,
        perhaps("ontime"): """
        không hề trễ; không trễ; không muộn; không chậm; không sớm không muộn; không sớm không trễ;
        không bị trễ; ok; tốt; đúng đó; không lỡ hẹn; không sai hẹn
        """,
        perhaps("early"): "nhanh; nhanh lắm; rất nhanh; nhanh hơn; xong sớm",
        perhaps("late"): """
        lâu; lâu lắm; lâu quá; hơi trễ; hơi chậm; hơi muộn; không sớm; chờ lâu; hẹn mấy lần; hẹn đi hẹn lại
        """,
    }
)

_LATE_BY = Turns(
    ["^ bị? trễ/muộn/chậm/quá_hẹn/quá_hạn/trễ_hẹn hơn/mất/có/tới/đến/gần? .. ngày/tuần/tháng/hôm $"]
)
_EARLY_BY = Turns(["^ sớm/sớm_hơn/sớm_hẹn/trước_hẹn .. ngày/tuần/hôm $"])

_SAID_ALONE = {"hai": 2, "ba": 3}
_TIMES = re.compile(r"(?P<number>[^ ]+) (?:lần|lan|chuyến|chuyen|lượt|luot|bận|ban) ")
_OFTEN: Phrasebook[Meaning] = Phrasebook(
    {
        plain("2"): """
        lần nộp lần nhận; lần nộp lần lấy; một lần nộp một lần lấy; một lần nộp một lần nhận;
        nộp một lần nhận một lần; nộp một lần lấy một lần; đi hai lần; đi hai lần nộp và nhận;
        hai lần nộp và nhận
        """,
        plain("4"): """
        bốn năm lần; năm sáu lần; bốn lần trở lên; trên bốn lần; hơn bốn lần; năm bảy lần; chục lần;
        cả chục lần; hàng chục lần; sáu bảy lần; hơn chục lần; mười mấy lần
        """,
        perhaps("4"): """
        nhiều lần; nhiều; rất nhiều lần; nhiều lắm; đi đi lại lại suốt; đi lại nhiều; đi lại nhiều lần;
        đi lại suốt; vô số lần; không đếm xuể; nhiều lần lắm; đi mãi; đi suốt; quá nhiều lần
        """,
        perhaps("0"): """
        ngồi nhà làm; nhờ người đi hộ; không phải đi; không đi lần nào; không lần nào; không đi; làm ở nhà;
        làm trên mạng; làm online; chưa đi lần nào; ở nhà làm; không phải đi lần nào
        """,
    }
)


def slip(heard: Heard) -> Meaning | None:
    """Return what became of the appointment slip. A bare `không` leaves three answers open."""
    found = _SLIP.find(heard) or _SLIP.find(heard.bare)
    if found is not None:
        return found
    if heard.words == ("co",):
        return plain("got")
    if _SLIP_NONE.occurs_in(heard):
        return plain("none")
    return plain("oral") if _SLIP_ORAL.occurs_in(heard) else None


def timely(heard: Heard) -> Meaning | None:
    """Return early, on time or late."""
    if heard.plain == ("dung",) and heard.words in {("dung",), ("dừng",)}:
        return None
    found = _TIMELY.find(heard) or _TIMELY.find(heard.bare)
    if found is None and _LATE_BY.occurs_in(heard.bare):
        return plain("late")
    return plain("early") if found is None and _EARLY_BY.occurs_in(heard.bare) else found


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
    line = bare.spoken.removeprefix("đi ").removeprefix("di ").removeprefix("mất ").removesuffix("thôi ")
    whole = _TIMES.fullmatch(line)
    if whole is not None:
        number = _counted(whole["number"])
        return None if number is None else _count(number)
    return _sum_of_trips(line)


def _sum_of_trips(line: str) -> Meaning | None:
    """Read `1 lần nộp 1 lần lấy`: trips to hand in and trips to fetch are added."""
    rest = _TIMES.sub("", line).split()
    if set(rest) - {"nộp", "nop", "nhận", "nhan", "lấy", "lay", "và", "va"} or len(rest) < 2:
        return None
    numbers = [
        {"hai": 2, "ba": 3}.get(found["number"]) or numeral(found["number"])
        for found in _TIMES.finditer(line)
    ]
    known = [number for number in numbers if number is not None]
    return _count(sum(known)) if len(known) == len(numbers) == 2 else None


def _counted(word: str) -> int | None:
    """Return a numeral before "times", where even `hai`, `ba` and `nam` are clear."""
    return {"hai": 2, "ba": 3, "nam": 5}.get(word) or numeral(word)


def _count(number: int) -> Meaning | None:
    if number == 0:
        return perhaps("0")
    return plain(str(min(number, 4))) if number < 100 else None
