"""What may be said at any moment, whatever is being asked: stop, who, later, wrong person …

Rules enforced here (domain.md §5):
1. Never decide on the first word: `không nhắn nữa` stops, `không hiểu` asks for help, `không phải
   tôi` is the wrong person.
2. A command is the whole message. `hồ sơ bị hủy`, `tôi bị từ chối hồ sơ`, `Huy đây`, `dừng xe mua
   rau` are not commands.
3. `DUNG` in capitals is written as commands are written and stops; `dung` may be `đúng` and only
   proposes to stop, and not even that where `đúng` would be an answer.
4. Whatever would end the interview is a report that the engine makes sure of first.
"""

from __future__ import annotations

from collections.abc import Mapping

from survey_flows.interview import sayings
from survey_flows.interview.events import Asked
from survey_flows.interview.inputs import Command
from survey_flows.interview.normalise import Heard
from survey_flows.interview.phrases import Phrasebook, Turns
from survey_flows.interview.reading import Aside, NoValue, Report, Told, Wish
from survey_flows.interview.state import MissingKind

Intent = Aside | Wish | Told | NoValue

_MESSAGES: Mapping[Intent, str] = {
    Wish(Command.STOP): sayings.STOP,
    Wish(Command.BACK): sayings.BACK,
    Wish(Command.PAUSE): sayings.PAUSE,
    Wish(Command.RESUME): sayings.RESUME,
    Wish(Command.LANGUAGE): sayings.OTHER_LANGUAGE,
    Wish(Command.DONE): sayings.DONE,
    Wish(Command.SKIP): sayings.SKIP,
    Aside(Asked.HELP): sayings.HELP,
    Aside(Asked.WHO): sayings.WHO,
    Aside(Asked.WHY): sayings.WHY,
    Aside(Asked.SCAM): sayings.SCAM,
    Aside(Asked.PAY): sayings.PAY,
    Aside(Asked.PRIVACY): sayings.PRIVACY,
    Aside(Asked.INSULT): sayings.INSULT,
    Aside(Asked.GREETING): sayings.GREETING,
    Aside(Asked.THANKS): sayings.THANKS,
    Aside(Asked.LANGUAGE): sayings.CANNOT_READ,
    NoValue(MissingKind.DONT_KNOW): sayings.DO_NOT_KNOW,
    NoValue(MissingKind.NOT_APPLICABLE): sayings.DOES_NOT_APPLY,
    Told(Report.REFUSES): sayings.REFUSES,
    Told(Report.WRONG_PERSON): sayings.WRONG_PERSON,
    Told(Report.MOVED): sayings.MOVED,
    Told(Report.AWAY): sayings.AWAY,
    Told(Report.INELIGIBLE): sayings.INELIGIBLE,
    Told(Report.DECEASED): sayings.DECEASED,
    Told(Report.INCAPABLE): sayings.INCAPABLE,
}

_OPENING = (
    "thôi/xin/làm_ơn/đề_nghị/yêu_cầu/vui_lòng/mong/dẹp_đi/tha_cho_tôi/từ_nay/lần_sau/tôi/tôi_đề_nghị/"
    "tôi_yêu_cầu/"
    "phiền_quá/mệt_quá/ơi/các_bạn/mấy_người/bạn/em/anh/chị/nhớ/bảo_rồi/nói_rồi/tôi_nói_rồi/tôi_bảo_rồi/"
    "tôi_xin/bực_quá?"
)
"""What may stand before a wish to be left alone. Never who else said so: `cán bộ bảo đừng nhắn`."""
_TO_US = (
    "nhắn/nhắn_tin/gửi_tin/gửi_nữa/gửi_cho_tôi/gửi/gọi/gọi_điện"
    "/làm_phiền/spam/quấy_rầy/hỏi/liên_lạc/liên_hệ/khảo_sát"
)
_TO_US_PLAIN = (
    "nhắn_tin/nhắn_nữa/nhắn_cho/gửi/gọi/gọi_điện/làm_phiền/spam/quấy_rầy/liên_lạc/liên_hệ/nhắn_hoài/"
    "hỏi_nữa/hỏi_hoài"
    "/nhận_tin/nhận_tin_nhắn/khảo_sát_nữa/=nhắn/=hỏi"
)
"""The same where the word before may be typed without diacritics (`dung goi`, never `dung nhan`)."""

_TURNS: tuple[tuple[Intent, tuple[str, ...]], ...] = (
    (
        Aside(Asked.INTEGRITY),
        (
            "bấm/trả_lời/chấm/điền/đánh_giá hộ/giùm/dùm/thay",
            "bấm/trả_lời/điền/đánh_giá giúp tôi/bố/mẹ/bà/ông/chồng/vợ/em/con",
            "dặn/bảo/yêu_cầu/bắt/ép/nhờ/nhắc/kêu/chỉ .. chấm/chọn/bấm/đánh_giá/ghi/trả_lời",
            "dặn/yêu_cầu/bắt/ép/nhắc/nhờ/kêu .. phải? hài_lòng",
            "bảo/dặn/kêu/nhắc cho/đánh/ghi/nhắn .. 4/5/điểm/sao/hài_lòng/tốt",
            "trả_lời/bấm/điền/làm/nhắn thay/hộ/giùm/giúp tôi/bố/mẹ/bà/ông/chồng/vợ/em/con/cụ/ba/má/cha/"
            "anh/chị/bác",
            "bảo .. phải hài_lòng",
        ),
    ),
    (
        Aside(Asked.SCAM),
        (
            "lừa_đảo",
            "đừng hòng lừa/lừa_tôi",
            "mã otp",
            "otp",
            "đừng .. lừa",
            "báo công_an",
            "định lừa",
            "chiêu lừa",
            "trò lừa",
            "định/tính/toan lừa",
            "không/đừng .. bị/mắc lừa",
            "tin_nhắn/link/bọn/đồ/lại/toàn/chắc/nghi/giống lừa/lừa_đảo/giả/giả_mạo/rác",
            "lừa tiền/dân/người/tôi/gạt",
            "^ không/đừng_hòng/không_đời_nào cung_cấp/đưa/cho thông_tin/mã/số_tài_khoản/mật_khẩu ..",
            "link .. virus/độc/lừa",
            "^ có .. lừa/lừa_đảo/giả/giả_mạo/thật/đáng_tin không $",
        ),
    ),
    (
        Aside(Asked.PRIVACY),
        (
            "ai cho .. số .. tôi",
            "lấy .. số .. ở_đâu/đâu",
            "thông_tin .. lộ",
            "có .. bị trù_dập/trù_úm/gây_khó_dễ/trả_thù không $",
            "bị trù_dập không",
            "có .. ghi tên",
            "sao .. biết/có/lấy số/tên .. tôi",
            "lấy .. số .. ở_đâu/đâu/đâu_ra",
            "ai cho/cung_cấp/đưa/cho_phép .. số/thông_tin",
            "^ có .. lộ/bảo_mật/bí_mật/ẩn_danh/ghi_âm/lưu/theo_dõi .. không $",
            "^ .. có biết/xem/đọc .. tôi .. không $",
            "^ .. có bị .. gì/sao/phạt/trù/trù_dập/gọi/bắt không $",
            "^ trả_lời/nói_thật/nói .. có .. bị/sao/ảnh_hưởng .. không $",
            "ai .. đọc/xem/biết câu_trả_lời/được_câu_trả_lời/tôi_trả_lời/trả_lời/tin_này",
            "ai .. đọc được",
            "có ai biết",
        ),
    ),
    (
        Aside(Asked.PAY),
        (
            "^ .. mất/tốn/tính/trừ phí/tiền/cước .. không $",
            "nhắn_tin/sms .. mất/tốn/tính phí/tiền/cước",
            "tiền bồi_dưỡng .. đâu/chưa",
            "^ .. có/được .. tiền/quà/thưởng/thù_lao/hỗ_trợ .. không $",
            "^ .. có .. mất/tốn/tính/trừ .. phí/tiền/cước/gì không $",
            "^ .. bao_nhiêu tiền .. $",
        ),
    ),
    (
        Wish(Command.STOP),
        (
            f"^ {_OPENING} {_OPENING} =đừng có/bao_giờ/tiếp_tục/lại? {_TO_US}",
            f"^ {_OPENING} đừng có/bao_giờ/tiếp_tục? {_TO_US_PLAIN}",
            f"^ {_OPENING} chớ/cấm/khỏi/khỏi_cần/miễn có? {_TO_US_PLAIN} .. $",
            f"^ {_OPENING} thôi/ngừng/ngưng/dừng/stop ngay/việc/ngay_việc/lại? {_TO_US_PLAIN}",
            f"^ {_OPENING} không/không_được/không_muốn/đừng {_TO_US_PLAIN} .. nữa/này $",
            f"^ {_OPENING} không_muốn/không_cần/không_thích nhận/bị tin/tin_nhắn/nhắn_tin/làm_phiền/"
            "liên_hệ/liên_lạc",
            f"^ {_OPENING} không làm_phiền/quấy_rầy/spam tôi/em/mình/tui/người_khác/nhau? nữa? $",
            f"^ {_OPENING} xóa/bỏ/gỡ/loại/rút/đưa số/số_điện_thoại/tên/tôi/em/sđt/sdt .. tôi/đi/khỏi/ra/"
            "danh_sách",
            "^ xóa/bỏ/gỡ số/số_điện_thoại .. tôi",
            "^ tôi/em/tao/tui/mình? sẽ/phải/xin? =chặn/block số/số_này/nhé/đấy/đây/luôn/nha/máy/bây_giờ",
            "^ xin/tôi_xin/tôi từ_chối nhận/không? tin/tin_nhắn? $",
            "^ hủy/từ_chối đăng_ký/nhận/nhận_tin/nhận_tin_nhắn khảo_sát/tin/tin_nhắn/từ? $",
            "^ stop/=dừng/ngừng/hủy gửi/nhận/nhắn? tin/tin_nhắn/khảo_sát/này/lại/đi/ngay/hết? đi/ngay/lại? $",
            "^ đề_nghị/yêu_cầu/xin/tôi_yêu_cầu/tôi_đề_nghị/tôi_muốn/mong dừng/ngừng/ngưng/hủy/không_nhắn",
        ),
    ),
    (
        Told(Report.DECEASED),
        (
            "^ .. ông/bà/bố/mẹ/anh/chị/chồng/vợ/cha/má/con/em/ấy/ý/này/tôi mất rồi/năm_ngoái/lâu_rồi $",
            "qua_đời",
            "từ_trần",
            "^ .. ông/bà/bố/mẹ/anh/chị/chồng/vợ/cha/ấy/người/này .. chết rồi $",
            "^ .. ông/bà/bố/mẹ/anh/chị/chồng/vợ/cha/ấy/người/này đã mất",
            "^ .. bố/mẹ/ba/má/cụ/ông_cụ/bà_cụ/máy/số_này/ông/bà/chồng/vợ/cha em/tôi/mình/ấy/nhà_tôi/"
            "cháu? =mất"
            " rồi/năm/tháng/hồi/cách_đây/lâu/từ .. $",
            "^ .. ông/bà/bố/mẹ/cụ/ông_cụ/bà_cụ/ấy khuất/khuất_núi/qua_đời/từ_trần/tạ_thế/quy_tiên",
        ),
    ),
    (
        Told(Report.WRONG_PERSON),
        (
            "^ tôi không_phải .. $",
            "^ số này của chồng/vợ/con/bố/mẹ/anh/chị/em/công_ty/cháu/bạn/người .. $",
            "^ số .. công_ty cũ .. $",
            "^ .. không_phải số của tôi $",
            "^ .. không_phải .. chủ số",
            "^ .. nhầm số .. $",
            "^ đây không_phải .. $",
            "^ đây/này/đó là số/máy/điện_thoại của? con/vợ/chồng/bố/mẹ/em/anh/chị/cháu/người_khác/"
            "công_ty .. $",
            "^ số/máy/sim/điện_thoại này? là? của con/vợ/chồng/bố/mẹ/em/anh/chị/cháu/người/công_ty/ba/"
            "má/bạn .. $",
            "^ không có ai tên/là .. $",
            "^ không_có/không ai tên .. $",
            "^ tôi/em/cháu là con/vợ/chồng/cháu/em/mẹ/bố/con_trai/con_gái của .. $",
            "^ tôi? mới mua/đổi/dùng sim/số .. $",
        ),
    ),
    (
        Told(Report.MOVED),
        (
            "^ ông/bà/anh/chị/nó/bố/mẹ/người .. chuyển đi .. $",
            "^ .. không còn ở đây .. $",
            "^ .. chuyển .. sống/ở nơi/tỉnh khác .. $",
            "^ .. chuyển vào/ra/lên/xuống/về =nam/bắc/sài_gòn/hà_nội/thành_phố/tp/quê/tỉnh/miền_nam/"
            "miền_bắc/huyện_khác ..",
            "^ .. không còn? ở/sống đây/đó/xã_này/địa_phương/nhà_này/thôn_này/bản_này nữa $",
            "^ .. chuyển/dọn/đổi nhà/hộ_khẩu/khẩu/chỗ_ở/nơi_ở/đi rồi/lâu_rồi $",
        ),
    ),
    (
        Wish(Command.PAUSE),
        (
            "^ tôi/em/giờ/bây_giờ/mình/lúc_này? đang bận/gặt/lái/họp/ăn/làm/đi/ngủ/cấy/nấu/cày/chở/dạy/"
            "học/chăn/bế/tập/chạy/đưa/đón/trông"
            "/tắm/ốm/nằm/lội/phun/bán/giặt/xây/trực/đám/dở .. $",
            "^ đang ở/ngoài/trên/trong đồng/ruộng/ngoài_đồng/chợ/rẫy/đường/công_ty/ngoài/nương/viện/xe/"
            "ngoài_ruộng .. $",
            "^ khi_nào/lúc_nào/bao_giờ/hôm_nào rảnh/rỗi/tiện .. $",
            "^ tôi? rảnh/rỗi .. trả_lời/nhắn/làm .. $",
            "^ =tối/chiều/mai/lát/trưa/tí/cuối_tuần/tuần_sau/hôm_khác/khi_khác/lúc_khác/bữa_khác rảnh/"
            "về? tôi/em/mình? trả_lời/nhắn/làm/tính",
            "^ để .. trả_lời sau $",
            "^ =tối/chiều/mai/lát/trưa/tí .. trả_lời/nhắn/làm .. $",
            "^ để =tối/mai/lát/chiều/hôm .. $",
        ),
    ),
    (
        Wish(Command.BACK),
        (
            "^ câu vừa_rồi/trước/nãy/hồi_nãy/lúc_nãy/vừa_nãy/ban_nãy",
            "^ hồi_nãy/lúc_nãy/vừa_nãy/ban_nãy/nãy .. nhầm/sai/lộn",
            "^ tôi/em? muốn/cho/xin/cần sửa/đổi/chọn_lại/trả_lời_lại/quay_lại .. $",
            "^ sửa lại? câu .. $",
            "^ đổi câu_trả_lời .. $",
            "^ cho_tôi/cho_em/cho/cho_mình sửa/đổi/quay_lại/chọn_lại/làm_lại .. $",
            "^ tôi/em/mình? bấm/chọn/nhấn/ấn/gõ/nhắn/trả_lời/đánh lộn/nhầm/sai .. $",
            "^ nhầm/lộn câu .. $",
            "^ cho tôi? sửa",
            "^ tôi? bấm/chọn/trả_lời nhầm câu .. $",
            "^ quay_lại câu .. $",
        ),
    ),
    (
        Aside(Asked.COMPLAINT),
        (
            "^ tôi? muốn/xin/cần kiến_nghị/khiếu_nại/phản_ánh/tố_cáo/góp_ý .. $",
            "bị từ_chối .. hồ_sơ",
            "hồ_sơ .. bị .. hủy/trả_lại/từ_chối/mất/thất_lạc",
            "không ai nghe máy",
            "bắt/bắt_tôi/bắt_dân .. đi_lại/chờ/bổ_sung/về",
            "thiếu giấy_tờ .. bắt",
            "hồ_sơ/nộp .. tháng/năm/tuần .. chưa xong/có/được",
            "tố_cáo",
            "khiếu_nại",
            "làm/bị mất .. hồ_sơ",
            "mất hồ_sơ",
            "^ muốn kiến_nghị/khiếu_nại/phản_ánh/tố_cáo .. $",
            "tôi/em/dân đề_nghị/kiến_nghị/phản_ánh/tố_cáo",
            "^ phản_ánh cán_bộ",
            "cán_bộ .. quát/quát_tháo/nạt/chửi/mắng/hành dân/tôi/mọi_người",
            "đi lại .. lần .. chưa/không/vẫn .. xong/được",
            "đi .. lần .. vẫn/mà chưa/không xong/được",
            "chờ/đợi .. buổi/ngày/tiếng/sáng/tháng/tuần .. không .. ai/tiếp/gặp",
            "vẫn chưa xong",
            "hết .. lần này .. lần khác",
            "trả lại .. lần",
            "gọi .. không ai",
            "giờ/nay vẫn? chưa thấy/có/xong",
        ),
    ),
    (
        Aside(Asked.LANGUAGE),
        (
            "không biết .. tiếng kinh/việt/phổ_thông",
            "kuv tsis",
            "tsis paub",
            "nói tiếng thái/mông/mường/dao/anh",
            "có tiếng thái/mông/mường/dao/anh/dân_tộc/khmer/tày/nùng không",
            "không .. đọc được .. chữ",
            "không biết chữ",
        ),
    ),
    (
        Aside(Asked.WHO),
        (
            "^ tin? nhắn? của ai",
            "^ số .. của ai",
            "^ xin/cho/cho_tôi hỏi ai/bạn_là_ai/đây_là_ai/bên_nào/đơn_vị_nào ..",
            "^ cơ_quan/đơn_vị/tổ_chức/bên/công_ty nào hỏi/nhắn/gọi/gửi/khảo_sát/đây/vậy/thế/đấy? đấy/"
            "vậy/thế/đây? $",
            "^ ai nhắn/gọi/hỏi/gửi/kêu/bảo tin/tôi/nhắn/hỏi? đấy/vậy/thế/đây/đó? $",
            "^ bạn/em/anh/chị/mày/chú/cô/cháu/ông/bà/mấy_người/các_anh/các_bạn/đây là ai/cơ_quan_nào/"
            "đơn_vị_nào/bên_nào ..",
        ),
    ),
    (
        Told(Report.INELIGIBLE),
        (
            "^ .. hồ_sơ tôi/em/của_tôi? vẫn/còn/vẫn_còn/chưa? đang/chưa/được? giải_quyết/xử_lý/xong/chờ/"
            "thụ_lý xong? $",
            "^ tôi/em? vẫn/mới? chưa được/ai/thấy/lấy/nhận? có/trả/nhận/lấy/thấy/được kết_quả/giấy/sổ .. $",
            "^ đã/có .. kết_quả đâu ..",
        ),
    ),
    (
        Wish(Command.SKIP),
        (
            "^ xin/cho/xin_phép/cho_em/cho_tôi? bỏ_qua/qua/chuyển/miễn câu này/khác .. $",
            "^ không muốn/tiện/thể? trả_lời câu này .. $",
            "^ câu này xin/tôi/em? bỏ_qua/qua/không_trả_lời/khó_nói/tế_nhị/không_tiện .. $",
        ),
    ),
    (
        NoValue(MissingKind.DONT_KNOW),
        (
            "^ không/không_thể/chẳng biết/nhớ/rõ phải/nên/là? trả_lời/đánh_giá/chọn/nói/đi/gọi/có_giấy/"
            "có sao/thế_nào/gì/mấy/là_gì ..",
            "^ không/không_còn nhớ/biết/rõ mấy/bao_nhiêu/ngày/tên/là/lần/chính_xác/được .. $",
            "^ không để_ý ngày/lắm/mấy/đến/gì/nên .. $",
            "^ lâu quá/rồi .. quên/không_nhớ .. $",
            "^ quên mất/rồi .. $",
        ),
    ),
)

_BOOK: Phrasebook[Intent] = Phrasebook(_MESSAGES)
_PATTERNS = tuple((intent, Turns(turns)) for intent, turns in _TURNS)
_STOP_TURNS = next(turns for intent, turns in _PATTERNS if intent == Wish(Command.STOP))

_RIGHT_IS_AN_ANSWER = frozenset({"punct", "yesno", "yn_harass", "yn_fee", "yn_feedback", "consent"})
_COMMANDS_OF_OPEN_QUESTIONS = frozenset(
    {Command.STOP, Command.BACK, Command.PAUSE, Command.SKIP, Command.RESUME, Command.LANGUAGE}
)
_ASIDES_OF_OPEN_QUESTIONS = frozenset({Asked.HELP, Asked.WHO, Asked.SCAM})

_LONGEST = 16
"""Messages of more words are stories: only turns of phrase in them are looked for."""
_LONGEST_BESIDE_TEXT = 8


def intent_of(heard: Heard, vocabulary: str) -> tuple[Intent, str] | None:
    """Return what is said beside answering, and by which rule of `replies.py`; None when nothing is.

    `vocabulary` is the item's reading, "" where nothing in particular is asked.
    """
    if heard.plain == ("dung",):
        shouted = _dung(heard, vocabulary)
        return None if shouted is None else (shouted, "wish: phrase")
    if len(heard.words) <= _LONGEST:
        found = _BOOK.find(heard) or _BOOK.find(heard.bare)
        if found is not None:
            return found, "wish: phrase"
    for intent, turns in _PATTERNS:
        if turns.occurs_in(heard):
            return intent, "wish: turn"
    return None


def intent_beside_text(heard: Heard) -> Intent | None:
    """Return what is said beside answering an open question: there, most words are the answer."""
    if heard.plain == ("dung",) and heard.words == heard.plain:
        return Wish(Command.STOP) if _is_shouted_dung(heard) else None
    if len(heard.words) > _LONGEST_BESIDE_TEXT:
        return None
    found = _BOOK.find(heard) or _BOOK.find(heard.bare)
    match found:
        case NoValue():
            return found
        case Wish(command) if command in _COMMANDS_OF_OPEN_QUESTIONS:
            return found
        case Aside(about) if about in _ASIDES_OF_OPEN_QUESTIONS:
            return found
        case _:
            return Wish(Command.STOP) if _STOP_TURNS.occurs_in(heard) else None


def _is_shouted_dung(heard: Heard) -> bool:
    return heard.text.strip(" .!") == "DUNG"


def _dung(heard: Heard, vocabulary: str) -> Intent | None:
    """`dung`: see rule 3. `dừng` is in the phrasebook, `đúng` in the vocabularies."""
    if heard.words != ("dung",):
        return _BOOK.find(heard)
    if _is_shouted_dung(heard):
        return Wish(Command.STOP)
    return None if vocabulary in _RIGHT_IS_AN_ANSWER else Told(Report.STOPS)
