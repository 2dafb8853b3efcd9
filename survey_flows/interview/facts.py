"""What happened to the file: the appointment slip, and the day of the result.

Each is a list of phrases and, beside it, a small grammar in which every word must have its place:
`đúng ngày ghi trên giấy hẹn` is on time, `đúng là lâu` nothing (domain.md §5).
"""

from __future__ import annotations

import re

from survey_flows.interview.appointments import slip_in_parts
from survey_flows.interview.meanings import Meaning, perhaps, plain
from survey_flows.interview.normalise import Heard
from survey_flows.interview.phrases import Phrasebook, Turns, any_of

_SLIP: Phrasebook[Meaning] = Phrasebook(
    {
        plain("got"): """
        có; giấy hẹn có; có chứ; có rồi; ừ có; vâng có; đã có; có đấy; có giấy hẹn; có giấy; có phiếu hẹn;
        có phiếu;
        có giấy hẹn trả kết quả; được cấp giấy hẹn;
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
        hẹn lời; hẹn mồm; nói mồm; chỉ nói mồm; dặn mồm; bảo mồm; hẹn bằng lời; hẹn bằng lời nói;
        chỉ hẹn bằng lời;
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
        "^ không có/đưa/cấp/nhận? giấy/gì/giấy_tờ/giấy_hẹn/hẹn_gì/giấy_hẹn_gì hẹn/gì/hết/cả? mà/nên/rồi/"
        "cả/bắt?"
        " đợi/chờ/phải_đợi/phải_chờ .. ngày/tuần/tháng/hôm/bữa $",
        "^ không có/đưa/cấp? giấy/gì/giấy_tờ/giấy_hẹn gì/hết/cả? mà/nên/rồi? phải/vẫn_phải"
        " quay_lại/lên_lại/đi_lại/lên_hỏi/đến_hỏi/chờ/đợi ..",
    ]
)
_SLIP_ORAL = Turns(
    [
        "^ chỉ/cán_bộ? dặn/hẹn/bảo/kêu/nói tôi? hôm/tuần/ngày/tháng/bữa sau .. lại/lấy $",
        "^ chỉ/cán_bộ? dặn/hẹn/bảo/kêu/nói tôi? mai/ngày_mai/thứ_2/thứ_3/thứ_4/thứ_5/thứ_6/mốt .. lại/lấy $",
        "^ chỉ/cán_bộ? dặn/hẹn/bảo/kêu .. hôm/ngày/tuần nữa .. lại/lấy $",
        "^ chỉ/cán_bộ? dặn/hẹn/bảo/kêu/nói .. sau/nữa/thứ_hai/thứ_ba/thứ_tư/thứ_năm/thứ_sáu quay_lại/lên/"
        "đến/tới/ra lại/lấy? $",
        "^ không giấy/có_giấy/phiếu/có_phiếu gì? chỉ? hẹn/dặn/nói/bảo bằng? miệng/mồm/lời $",
        "^ không có/có_đưa/đưa giấy/giấy_hẹn nhưng/mà có? hẹn/dặn/nói/bảo bằng? miệng/mồm/lời $",
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
        lâu; lâu lắm; lâu quá; hơi trễ; hơi chậm; hơi muộn; không sớm; chờ lâu; hẹn mấy lần; hẹn đi hẹn lại;
        hẹn mai hẹn mốt; hẹn lần hẹn lữa; hẹn lên hẹn xuống
        """,
    }
)

_LATE_BY = Turns(
    [
        "^ trễ/muộn/chậm so_với/hơn giấy_hẹn/ngày_hẹn/hẹn/lịch_hẹn $",
        "^ người_ta/họ/cán_bộ? hẹn .. ngày/tuần/tháng/hôm mà? .. .. ngày/tuần/tháng/hôm/năm .. mới .. $",
        "^ hẹn ngày/hôm/mùng? .. mà/tới/đến/thì .. mới có/được/xong/trả/lấy_được/lấy/nhận được/kết_quả? $",
        "^ bị? trễ/muộn/chậm/quá_hẹn/quá_hạn/trễ_hẹn hơn/mất/có/tới/đến/gần? .. ngày/tuần/tháng/"
        "hôm/năm/buổi/tiếng $",
    ]
)
_ON_THE_DAY = Turns(
    [
        "^ bà/ông/tôi/em/chị/anh? đến/tới/đúng ngày/bữa/hôm? hẹn bà/ông/tôi/em/lên/ra? lên/ra? là/"
        "thì có/được/lấy_được/nhận_được/lấy/nhận luôn/ngay/được/liền? $",
        "^ hẹn ngày/hôm nào thì/là? lấy/có/nhận/trả/được ngày/hôm đó/đấy/ấy? luôn? $",
    ]
)
_EARLY_BY = Turns(
    [
        "^ hẹn .. mà .. đã có/xong/được/trả/lấy_được .. $",
        "^ sớm/sớm_hơn/sớm_hẹn/trước_hẹn .. ngày/tuần/hôm/bữa/buổi/tiếng/giờ $",
    ]
)

_GETTING = any_of(
    "xong;trả;nhận;được;lấy;có;kết quả;bị;thì;là;được trả;hồ sơ;trả kết quả;nhận kết quả;mình;cũng"
)
_REFERRING = any_of(
    "hơn;so với;ngày;giấy;thời hạn;thời gian;hạn;hẹn;lịch;giờ;hôm;ghi;trên;trong;quy định;dự kiến;kết quả;"
    "theo;như;"
    "cả;mất;hẳn;đến;tới;gần;tuần;tháng;bữa;lắm;quá;trời;luôn;rồi;phiếu;giấy hẹn;mấy;vài;nửa;nhiều;lần;trả;"
    "mới có;mới được;mới xong;mới trả;mới lấy được"
)
_DUE = any_of("hẹn;hạn;ngày;giấy;thời hạn;thời gian;lịch;giờ")
_AMOUNT = r"(?:[0-9]{1,2} |(?:một|mot|hai|ba|bốn|bon|năm|sáu|bảy|mười|muoi) )"
_EARLY = re.compile(
    f"{_GETTING}*(?:{any_of('sớm')}|{any_of('trước;nhanh hơn')}(?={_DUE}|{_AMOUNT}))"
    f"(?:{_REFERRING}|{_AMOUNT})*"
)
_LATE = re.compile(
    f"{_GETTING}*(?:{any_of('trễ;muộn;chậm;chậm trễ;lâu hơn')}"
    f"|{any_of('quá;lố;lỡ;trật;sai')}(?={_DUE}))"
    f"(?:{_REFERRING}|{_AMOUNT})*"
)
_ON_TIME = re.compile(
    f"(?P<getting>{_GETTING}*)(?P<not>{any_of('không;chưa;không có;không được;đâu có;đâu')})?"
    f"(?:{any_of('trả;nhận;được;lấy')})*"
    f"{any_of('đúng;kịp;y;chuẩn;y chang;đúng y chang;như;y như;đúng như;đúng y')}"
    f"{any_of('hẹn;hạn;ngày;bữa;giờ;lịch;thời hạn;thời gian;hôm;theo;phiếu;giấy')}"
    f"(?:{_REFERRING}|{any_of('ngày giờ;đúng giờ;đúng ngày')})*(?P<denial>{any_of('đâu')})?"
)
"""How a result came: getting it · not · early, late or on time · beside what, by how much."""

_HANDING = any_of(
    "có;được;đã;họ;cán bộ;đưa;cấp;nhận;phát;ghi;cầm;lấy;giao;trao;viết;nhận được;cho;tôi;một;tờ;cái"
)
_PAPER = any_of("giấy hẹn;phiếu hẹn;phiếu;giấy tiếp nhận;giấy biên nhận;giấy hẹn trả")
_SLIP_GIVEN = re.compile(
    f"(?:{any_of('họ;cán bộ;bên đó;ở đó')})?{any_of('có;được;đã')}{_HANDING}*(?:{_PAPER}|{any_of('giấy')}$)"
    f"(?:{any_of('hẹn;trả;ngày;kết quả;về;đàng hoàng;đầy đủ;rồi;và;hồ sơ;luôn')})*"
)
_NOT_AT_ONCE = re.compile(f"{any_of('không;chưa')}{any_of('lấy;trả;nhận;được;có luôn;có ngay;có liền')}")
"""`không, lấy luôn` is no slip because at once; `không lấy luôn` is not at once."""
_AT_ONCE = re.compile(
    f"(?:{any_of('không;không cần;không có;khỏi;khỏi cần')}"
    f"(?:{any_of('giấy;giấy hẹn;hẹn;phiếu;phiếu hẹn')})?(?:{any_of('vì;do;mà')})?)?"
    f"(?:{any_of('làm;xong;làm xong;là;thì;ngồi;đợi;chờ;một lúc;tí;chút;cái;phát;được;kết quả;tới;đến;nộp')}"
    r"|[0-9]{1,2} phút )*"
    f"{any_of('lấy;trả;nhận;có;xong')}(?:{any_of('được;kết quả;giấy')})*{any_of('ngay;luôn;liền')}"
    f"(?:{any_of('kết quả;tại chỗ;trong ngày;trong buổi;luôn;rồi;tại quầy')})*"
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
    spoken = heard.bare.spoken
    if _SLIP_INSTANT.occurs_in(heard.bare) or _AT_ONCE.fullmatch(spoken):
        return None if _NOT_AT_ONCE.match(spoken) and "," not in heard.line else plain("instant")
    if _SLIP_GIVEN.fullmatch(spoken):
        return plain("got")
    return plain("oral") if _SLIP_ORAL.occurs_in(heard.bare) else slip_in_parts(heard.bare)


def timely(heard: Heard) -> Meaning | None:
    """Return early, on time or late."""
    if heard.plain == ("dung",) and heard.words in {("dung",), ("dừng",)}:
        return None
    found = _TIMELY.find(heard) or _TIMELY.find(heard.bare)
    if found is not None:
        return found
    spoken = heard.bare.spoken
    on_time = _ON_TIME.fullmatch(spoken)
    if on_time is not None:
        if on_time["denial"] and not on_time["not"]:
            return None
        if "cũng" in heard.words:
            return perhaps("late" if on_time["not"] else "ontime")
        return plain("late" if on_time["not"] else "ontime")
    if _LATE_BY.occurs_in(heard.bare) or _LATE.fullmatch(spoken):
        return plain("late")
    if _ON_THE_DAY.occurs_in(heard.bare):
        return plain("ontime")
    return plain("early") if _EARLY_BY.occurs_in(heard.bare) or _EARLY.fullmatch(spoken) else None
