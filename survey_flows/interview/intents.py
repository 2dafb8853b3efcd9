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

_TURNS: tuple[tuple[Intent, tuple[str, ...]], ...] = (
    (
        Aside(Asked.INTEGRITY),
        (
            "bấm/trả_lời/chấm/điền/đánh_giá hộ/giùm/dùm/thay",
            "bấm/trả_lời/điền/đánh_giá giúp tôi/bố/mẹ/bà/ông/chồng/vợ/em/con",
            "dặn/bảo/yêu_cầu/bắt/ép/nhờ/nhắc/kêu/chỉ .. chấm/chọn/bấm/đánh_giá/ghi/trả_lời",
            "dặn/yêu_cầu/bắt/ép/nhắc .. phải? hài_lòng",
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
            "sao .. biết/có số .. tôi",
        ),
    ),
    (
        Aside(Asked.PAY),
        (
            "^ .. mất/tốn/tính/trừ phí/tiền/cước .. không $",
            "nhắn_tin/sms .. mất/tốn/tính phí/tiền/cước",
            "tiền bồi_dưỡng .. đâu/chưa",
        ),
    ),
    (
        Wish(Command.STOP),
        (
            "^ xin? =đừng .. =nhắn/gửi/gọi/làm_phiền/spam/quấy_rầy",
            "^ xin? chớ/cấm/thôi_=đừng .. nhắn/gửi/gọi/làm_phiền/spam/quấy_rầy",
            "^ xin? đừng nhắn_tin/gửi/gọi/làm_phiền/spam/quấy_rầy/nhắn_nữa",
            "^ thôi/ngừng/ngưng/dừng =nhắn/nhắn_tin/gửi_tin/gọi_điện/làm_phiền",
            "^ không/không_được/không_muốn =nhắn/nhắn_tin/nhận_tin/nhận_tin_nhắn .. nữa $",
            "^ xóa/bỏ/gỡ số/số_điện_thoại .. tôi",
            "^ tôi? =chặn số_này/nhé/đấy/đây/luôn",
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
        ),
    ),
    (
        Told(Report.MOVED),
        (
            "^ ông/bà/anh/chị/nó/bố/mẹ/người .. chuyển đi .. $",
            "^ .. không còn ở đây .. $",
            "^ .. chuyển .. sống/ở nơi/tỉnh khác .. $",
        ),
    ),
    (
        Wish(Command.PAUSE),
        (
            "^ đang/giờ_đang/bây_giờ_đang bận/gặt/lái/họp/ăn/làm/đi/ngủ/cấy/nấu/cày/chở/dạy/học/chăn/bế .. $",
            "^ để .. trả_lời sau $",
            "^ =tối/chiều/mai/lát/trưa/tí .. trả_lời/nhắn/làm .. $",
            "^ để =tối/mai/lát/chiều/hôm .. $",
        ),
    ),
    (
        Wish(Command.BACK),
        (
            "^ câu vừa_rồi/trước/nãy/hồi_nãy",
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
        ),
    ),
    (
        Aside(Asked.LANGUAGE),
        (
            "không biết .. tiếng kinh/việt/phổ_thông",
            "kuv tsis",
            "tsis paub",
            "nói tiếng thái/mông/mường/dao/anh",
        ),
    ),
    (Aside(Asked.WHO), ("^ tin? nhắn? của ai", "^ số .. của ai")),
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
