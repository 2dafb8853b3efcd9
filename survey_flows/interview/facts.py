"""What happened to the file: the appointment slip, the day of the result, the number of trips."""

from __future__ import annotations

import re

from survey_flows.interview.meanings import Meaning, perhaps, plain
from survey_flows.interview.normalise import Heard
from survey_flows.interview.numbers import numeral
from survey_flows.interview.phrases import Phrasebook, Turns, either

_SLIP: Phrasebook[Meaning] = Phrasebook(
    {
        plain("got"): """
        có; có giấy hẹn; có giấy; có phiếu hẹn; có phiếu; có giấy hẹn trả kết quả; được cấp giấy hẹn;
        nhận giấy hẹn; có nhận giấy hẹn; có nhận; có được nhận; có đưa giấy hẹn; giấy hẹn; có giấy biên nhận;
        có tờ giấy hẹn; có tờ hẹn; có cầm giấy hẹn; có cầm giấy hẹn về; được nhận giấy hẹn; được đưa giấy hẹn;
        có được cấp giấy hẹn; có nhận được; có nhận được giấy hẹn; có biên nhận; có giấy tiếp nhận;
        có giấy tiếp nhận và hẹn trả; có đưa; có được đưa; có giấy biên nhận hẹn trả
        """,
        plain("instant"): """
        không cần giấy hẹn vì có luôn; không vì lấy ngay; không vì lấy luôn; làm xong lấy luôn; lấy luôn;
        lấy ngay; có luôn; có kết quả luôn; có kết quả ngay; nhận ngay; nhận luôn; trả ngay; trả luôn;
        được trả ngay; làm xong có luôn; xong ngay; lấy kết quả luôn; lấy kết quả ngay;
        không có vì lấy luôn; không có vì lấy ngay; không vì có luôn; không cần vì lấy ngay;
        nhận kết quả ngay; nhận kết quả luôn; không vì nhận ngay; không vì nhận luôn; nhận luôn kết quả;
        trả luôn kết quả; có liền; lấy liền; trả kết quả ngay; không cần giấy hẹn
        """,
        plain("oral"): """
        hẹn lời; hẹn mồm; nói mồm; chỉ nói mồm; dặn mồm; bảo mồm; hẹn bằng lời; chỉ hẹn bằng lời;
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
_SLIP_INSTANT = Turns(
    [
        "^ không/không_cần/không_có/không_có_giấy/không_cần_giấy/không_có_giấy_hẹn/không_cần_giấy_hẹn? "
        "vì/do/mà/được/làm?"
        " xong/làm_xong/đợi_tí/chờ_tí/làm_phát/được/đến/ra? lấy/trả/nhận/có/xong kết_quả/giấy?"
        " ngay/luôn/liền kết_quả/tại_chỗ/trong_ngày/trong_buổi/tại_quầy/luôn? $",
        "^ chờ/đợi .. phút .. ngay/luôn/liền $",
    ]
)
_SLIP_NONE = Turns(
    [
        "^ không có/đưa/cấp/nhận? giấy/gì/giấy_tờ/giấy_hẹn/hẹn_gì/giấy_hẹn_gì hẹn/gì/hết/cả? mà/nên/rồi/cả?"
        " đợi/chờ/phải_đợi/phải_chờ .. ngày/tuần/tháng/hôm/bữa $",
        "^ không có/đưa/cấp? giấy/gì/giấy_tờ/giấy_hẹn gì/hết/cả? mà/nên/rồi? phải/vẫn_phải"
        " quay_lại/lên_lại/đi_lại/lên_hỏi/đến_hỏi/chờ/đợi ..",
    ]
)
_SLIP_ORAL = Turns(
    [
        "^ cán_bộ? dặn/hẹn/bảo/kêu/nói tôi? hôm/tuần/ngày/tháng/bữa sau .. lại/lấy $",
        "^ cán_bộ? dặn/hẹn/bảo/kêu/nói tôi? mai/ngày_mai/thứ_2/thứ_3/thứ_4/thứ_5/thứ_6/mốt .. lại/lấy $",
        "^ cán_bộ? dặn/hẹn/bảo/kêu .. hôm/ngày/tuần nữa .. lại/lấy $",
        "^ không_có_giấy/không? chỉ/cán_bộ/có? hẹn/dặn/nói/bảo/báo bằng? miệng/mồm/lời thôi? $",
    ]
)

_TIMELY: Phrasebook[Meaning] = Phrasebook(
    {
        plain("ontime"): """
        đúng; đúng hẹn; đúng ngày; đúng giờ; đúng hạn; đúng thời hạn; đúng thời gian; kịp; kịp hẹn;
        kịp thời; đúng lịch; trả đúng hẹn; đúng ngày hẹn; đúng như hẹn; đúng hẹn luôn; đúng hẹn rồi;
        đúng boong; đúng phóc; y hẹn; như hẹn; đúng y hẹn; đúng y như hẹn; đúng ngày giờ; nhận đúng hẹn;
        trả đúng ngày; trả đúng hạn; nhận đúng ngày; được đúng hẹn; đúng theo hẹn; đúng theo giấy hẹn;
        đúng giấy hẹn; đúng hẹn ghi trong giấy; on time
        """,
        plain("early"): """
        sớm; sớm hẹn; sớm hơn; sớm hơn hẹn; trước hẹn; trước hạn; trước ngày hẹn; trước thời hạn;
        sớm hơn ngày hẹn; sớm hơn giấy hẹn; trả sớm; early; nhanh hơn hẹn; được sớm; có sớm;
        có sớm hơn; sớm hơn quy định; sớm hơn dự kiến; sớm hơn thời hạn; trước giấy hẹn; được trả sớm;
        sớm trước hẹn; nhận sớm; trả trước hẹn; trả sớm hơn; trả sớm hơn hẹn; được sớm hơn; sớm so với hẹn
        """,
        plain("late"): """
        trễ; trễ hẹn; muộn; chậm; chậm hẹn; quá hẹn; quá hạn; lỡ hẹn; sai hẹn; không đúng hẹn;
        chưa đúng hẹn; không đúng hạn; không đúng ngày; trễ hạn; trả trễ; trả muộn; muộn hơn; muộn hẹn;
        trễ quá; trễ lắm; bị trễ; chậm trễ; không kịp; late; chậm hơn hẹn; muộn hơn hẹn; trễ hơn hẹn;
        trễ rồi; trễ quá trời; muộn lắm; chậm lắm; chậm quá; muộn quá; lố hẹn; lố ngày; quá ngày hẹn;
        trả chậm; bị chậm; bị muộn; trả trễ hẹn; không được đúng hẹn; đâu có đúng hẹn; không đúng giờ;
        không đúng lịch; không đúng như hẹn; không kịp hẹn; quá thời hạn; quá hạn rồi; quá hẹn rồi; trễ ngày;
        không đúng thời gian; bị quá hẹn; bị trễ hẹn; bị sai hẹn; chậm so với hẹn; không như hẹn
        """,
        perhaps("ontime"): """
        không hề trễ; không trễ; không muộn; không chậm; không sớm không muộn; không sớm không trễ;
        không bị trễ; ok; tốt; đúng đó; không lỡ hẹn; không sai hẹn; chắc đúng hẹn;
        hình như đúng hẹn; gần đúng hẹn; tương đối đúng hẹn; không có trễ; đâu có trễ; chưa bao giờ trễ
        """,
        perhaps("early"): "nhanh; nhanh lắm; rất nhanh; nhanh hơn; xong sớm",
        perhaps("late"): """
        lâu; lâu lắm; lâu quá; hơi trễ; hơi chậm; hơi muộn; không sớm; chờ lâu; hẹn mấy lần; hẹn đi hẹn lại
        """,
    }
)

_LATE_BY = Turns(
    [
        "^ trễ/muộn/chậm so_với/hơn giấy_hẹn/ngày_hẹn/hẹn/lịch_hẹn $",
        "^ hẹn .. ngày/tuần/tháng mà .. ngày/tuần/tháng mới .. $",
        "^ bị? trễ/muộn/chậm/quá_hẹn/quá_hạn/trễ_hẹn hơn/mất/có/tới/đến/gần? .. ngày/tuần/tháng/hôm $",
    ]
)
_EARLY_BY = Turns(["^ sớm/sớm_hơn/sớm_hẹn/trước_hẹn .. ngày/tuần/hôm/bữa $"])

_SAID_ALONE = {"hai": 2, "ba": 3}
_UNIT = "(?:lần|lan|chuyến|chuyen|lượt|luot|bận|ban|l)"
_TIMES = re.compile(rf"(?P<number>[^ ]+) {_UNIT} ")
_ROUND_WORDS = "đi;mất;tốn;tổng;tổng cộng;tất cả;cả thảy;phải;đúng;chỉ;có;mới;mỗi;tới;cả;đã;lại;hết;là"
_CLOSING_WORDS = "thôi;duy nhất;là xong;mới xong;rồi;=lận;tất cả;cả thảy;tổng cộng;đi lại"
_ROUND = re.compile(f"{either(_ROUND_WORDS.split(';'))}*")
_CLOSE = re.compile(f"(?<= ){either(_CLOSING_WORDS.split(';'))}+$")
_OR_MORE = re.compile(
    rf"(?:(?:từ|tu) )?(?P<least>[^ ]+) {_UNIT} (?:trở lên|tro len|hơn|trở đi|có dư) "
    rf"|(?:hơn|hon|trên|tren|quá|qua) (?P<over>[^ ]+) {_UNIT} "
)
_FROM_TO = re.compile(
    rf"(?:khoảng |khoang |tầm )?(?P<one>[^ ]+) (?:đến |den |tới )?(?P<other>[^ ]+) {_UNIT} "
)
_TENS = re.compile(rf"(?:(?P<tens>[^ ]+) )?(?:chục|chuc|mươi|muoi) (?:mấy |may )?{_UNIT} ")

_OFTEN: Phrasebook[Meaning] = Phrasebook(
    {
        plain("2"): """
        lần nộp lần nhận; lần nộp lần lấy; một lần nộp một lần lấy; một lần nộp một lần nhận;
        nộp một lần nhận một lần; nộp một lần lấy một lần; đi hai lần; đi hai lần nộp và nhận;
        hai lần nộp và nhận; lần đầu nộp lần sau lấy; lần đầu nộp lần sau nhận; hai lần cả nộp cả nhận
        """,
        plain("4"): """
        bốn năm lần; năm sáu lần; bốn lần trở lên; trên bốn lần; hơn bốn lần; năm bảy lần; chục lần;
        cả chục lần; hàng chục lần; sáu bảy lần; hơn chục lần; mười mấy lần; gần chục lần; từ bốn lần trở lên
        """,
        perhaps("4"): """
        nhiều lần; nhiều; rất nhiều lần; nhiều lắm; đi đi lại lại suốt; đi lại nhiều; đi lại nhiều lần;
        đi lại suốt; vô số lần; không đếm xuể; nhiều lần lắm; đi mãi; đi suốt; quá nhiều lần
        """,
        perhaps("0"): """
        ngồi nhà làm; nhờ người đi hộ; không phải đi; không đi lần nào; không lần nào; không đi; làm ở nhà;
        làm trên mạng; làm online; chưa đi lần nào; ở nhà làm; không phải đi lần nào;
        nộp trên mạng; nộp online; làm qua mạng; nộp online không phải đi; nhờ dịch vụ làm; nhờ con đi;
        con đi hộ
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
    if _SLIP_INSTANT.occurs_in(heard.bare):
        return plain("instant")
    return plain("oral") if _SLIP_ORAL.occurs_in(heard.bare) else None


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
    line = _trimmed(bare.spoken)
    whole = _TIMES.fullmatch(line)
    if whole is not None:
        number = _counted(whole["number"])
        return None if number is None else _count(number)
    return _many(line) or _sum_of_trips(line)


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
    tens = _TENS.fullmatch(line)
    return plain("4") if tens is not None and (tens["tens"] is None or _counted(tens["tens"])) else None


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
    if word[:1] == "0" and word[1:].isdigit() and len(word) == 2:
        word = word[1:]
    return {"hai": 2, "ba": 3, "nam": 5}.get(word) or numeral(word)


def _count(number: int) -> Meaning | None:
    if number == 0:
        return perhaps("0")
    return plain(str(min(number, 4))) if number < 100 else None
