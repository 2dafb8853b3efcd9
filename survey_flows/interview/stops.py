"""Whoever wants to hear no more is understood, however they put it; a small grammar of leaving.

Rules (issue: "STOP and its relatives are never missed"; domain.md §5, traps 1, 3 and 8):
1. An order not to: `đừng`, `khỏi`, `không muốn` … and right after it what we do to people (`nhắn`,
   `làm phiền`, `hỏi`). It counts wherever it stands, for people give reasons before it and after it.
2. A part of the message, between its commas, that is nothing but an end (`dừng`, `hủy`, `kết thúc`),
   a taking out (`xóa … số`), a block or a refusal, with what is ended, politeness and urgency. One word
   from outside, and it is something else: `dừng xe`, `hồ sơ bị hủy`, `hủy đăng ký kinh doanh`.
3. A reproach and then an end: `nhắn hoài mệt quá dừng đi`.
4. What others said is no order: `cán bộ bảo đừng nhắn`. What concerns others neither: `đừng làm phiền dân`.
5. Words without marks are taken as they are typed, and so are wrong tones, save where the rest of the
   message could mean another thing: `dung` alone may be `đúng`, `chan` is `chán`, `Huy` is a name.
6. A message with a word of leaving that means nothing else is perhaps a stop when it is short or names
   what we do (`may_want_out`): the engine asks.
"""

from __future__ import annotations

import re

from survey_flows.interview.normalise import Heard, fold, words
from survey_flows.interview.spelling import listen


def _spelt(text: str) -> frozenset[str]:
    """Return words with and without their marks."""
    return words(text) | words(fold(text))


_CUES = _spelt(
    """
    dừng đừng ngừng ngưng hủy tắt thoát rút nghỉ kết chấm từ chặn block stop cancel quit unsubscribe unsub
    remove end opt leave out rời kt miễn bớt receive messaging take mesages mesage xóa bỏ gỡ loại gạch đưa
    nhắn nhận gửi gọi hỏi phiền spam quấy khỏi liên more text off
    contact message messages khảo đang sms disturb dứng
    """
)
"""One of these is in every wish to leave; a message without any is looked at no further."""

_DO_NOT = _spelt("đừng cấm khỏi ngừng ngưng miễn bớt dứng đứng đang") | words(
    "chớ thôi thoi dừng đúng đùng dùng"
)
"""`đúng`, `dứng`, `đang` (short `đg`) are slips that what follows decides about."""
_SLIPS = words("đúng đùng dùng dứng đứng đang dang dung mien thôi thoi bot dừng cam khoi")
_NOT = words("không khong chả chẳng")
_REQUESTS = _spelt("nghị yêu mong xin ơn vui lòng")
_WISHES = _spelt("muốn cần thích đồng ý chấp phép")
_YOU = words("các người bạn mấy anh chị mọi ai")
_BETWEEN = _spelt("có bao giờ tiếp tục lại mà thèm được phải bị cố nên ngay việc thêm cho")
_HARD = _spelt("spam quấy phiền")
_PAIRS = frozenset(
    {("nhắn", "tin"), ("làm", "phiền"), ("liên", "lạc"), ("liên", "hệ"), ("gửi", "tin"), ("nhận", "tin")}
)
_FOLDED_PAIRS = frozenset((fold(one), fold(other)) for one, other in _PAIRS)
_SOFT = words("nhan goi gui hoi nham khao sat")
_TAIL = _spelt(
    """
    tôi em mình tao tui anh chị bác cô chú ông bà con cháu cho số này nữa hoài tin nhắn gì chi hết cả rác mà
    nhé ạ đó đấy nghe đi nhiều mãi linh tinh vào máy giùm giúp với bạn ơi ở đây đâu khảo sát mấy
    các những thông báo kiểu loại dạng link nào ni cái quảng cáo trên đó
    thêm tự động bất kỳ cứ
    """
) | words("nha nghen sms hen")
_NO_MORE = _spelt("nữa nửa nủa")
_OF_OFFICES = _spelt("giấy hồ sơ sổ đơn dân sai thủ tục phí xã huyện phường cán bộ kết quả lần con")
"""What a `đừng … nữa` may be about instead of us."""
_OTHERS = _spelt("dân cán họ nhau bà")
_REPORTERS = _spelt("cán họ xã trưởng viên ấy ban công sếp lãnh")
_SAID = words("bảo dặn kêu nói nhắc bao dan keu noi nhac cấm yêu yeu")

_ENDS = words(
    """
    dừng ngừng ngưng hủy tắt thoát rút ngung thoat rut stop cancel quit unsubscribe unsub chặn block out xóa
    """
)
_END_PAIRS = frozenset({("ket", "thuc"), ("cham", "dut"), ("tu", "choi"), ("ra", "khoi")})
_ENDS_OF_SOMETHING = words("bỏ nghỉ off nghi rời roi kt")
_MAYBE_ENDS = words("dung huy dứng")
_ENDED = _spelt(
    """
    khảo sát tin nhắn sms msg survey đăng ký kí đki nhận gửi cuộc bảng thông báo quảng nhắn lại theo dõi ks
    nhóm liên lạc
    """
) | words("dk message messages")
_FILL = _spelt(
    """
    thôi xin làm ơn đề nghị yêu cầu vui lòng mong tôi tui tao em mình anh chị bạn ơi các cho giùm giúp với
    cái ngay lập tức lại đi nhé ạ luôn hết hẳn ở đây tại này số nữa đó đấy muốn cần phép được hãy
    vậy thế là phải sẽ chứ mà ra khỏi của liền bây giờ dứt khoát tất mọi hoàn toàn cháu con bác cô chú
    ông bà dạ vâng việc trình chương câu đến tới nhá lui lẹ lệnh điện thoại danh sách hệ thống thông ngưng
    đang để lắm
    """
) | words("nghen nha please pls ok hộ it now this me à ad admin quý vị nhờ nếu còn list thật mày")
_HOW = _spelt("làm sao để cách nào bằng thế như thì bấm kiểu gì muốn phải") | {"dược"}
_TITLES = words("anh chị ông bà cô chú bác cháu chi ong co chu bac chau")

_TAKES_OUT = words("xóa xoa gỡ rút rut gạch loại loai remove bỏ bo đưa dua go")
_TAKEN_OUT = _spelt("số tên thông tin điện đin thoại khỏi danh sách")
_AROUND_TAKEN_OUT = (_FILL | _TAKEN_OUT | _TAKES_OUT | _spelt("hệ thống chương trình")) - words("cái lại")
_PERSON = _spelt("số tên thông khỏi")
_OUT = _spelt("rút ra khỏi đi giúp tôi em mình của này xóa gỡ gạch giùm hộ")

_ENGLISH = words(
    """
    stop please pls it this now sending send texting text messaging message messages mesage mesages texts
    msg sms survey me my number to from the your list again anymore any more contact contacting call
    calling do not don t dont no want i leave alone opt out take off cancel unsubscribe unsub quit end
    remove never spam bother disturb receive thanks thank you asking ask questions these those spamming
    """
)
_ENGLISH_ENDS = words("stop cancel unsubscribe unsub quit end remove opt leave off")
_ENGLISH_NOT = words("no not don dont never")
_ENGLISH_ACTS = words(
    "receive messaging texting text texts message messages mesage mesages msg sms contact call send "
    "sending spam bother disturb survey"
)

_THREATS = words("chặn chan block báo bao kiện")
_REPROACH = words(
    "phiền mệt chán bực hoài nhắn spam rối hỏi quá điên dm bận phien met buc hoai thôi thoi hoi"
)
_URGE = words("đi ngay lại giùm luôn di lai gium giúp hộ")
_NO_REPROACH = words("không chưa bị đã hồ họ cán xe tạm khong chua bi ho can tam da")

_PART = re.compile(r"[.,;:!?()\n…–/]+|\s-+\s")
_LETTERS = re.compile("[a-z]+")
_LONGEST_DOUBT = 5
_LEAVING = words("dừng ngừng ngưng hủy chặn stop đừng tắt block cấm xóa khỏi")
_OURS = words("nhắn tin khảo số spam phiền")
_LONGEST_STOP = 6
_OTHER_STOPS = words("xe bus đèn tên bị đường trạm máy không hồ motion game")
_STORIES = words("bị xe hồ đèn tên không chưa đã máy cán họ mưa chó bò bi ho khong chua da ten") | {"nghe"}
_DOUBTFUL = words("dừng ngừng ngưng hủy chặn stop tắt block cancel thoát")


def wants_out(heard: Heard) -> bool:
    """Whether the message says, in whatever words, that no more shall come."""
    if _CUES.isdisjoint(heard.words):
        return False
    if _orders_not_to(heard.words) or _threatens(heard.words):
        return True
    pieces = [piece for piece in _PART.split(heard.line) if piece.strip()]
    if len(pieces) > 1 and any(_is_leaving(listen(piece)) for piece in pieces):
        return True
    return _is_leaving(heard) or _ends_after_reproach(heard.words)


def may_want_out(heard: Heard) -> bool:
    """Whether a message that means nothing else has a word of leaving in it.

    It must be short, or name what we do beside that word.
    """
    said = heard.words
    if not _STORIES.isdisjoint(said):
        return False
    if len(said) <= _LONGEST_DOUBT:
        return not _DOUBTFUL.isdisjoint(said)
    return len(said) <= 2 * _LONGEST_DOUBT and not (_LEAVING.isdisjoint(said) or _OURS.isdisjoint(said))


def _orders_not_to(said: tuple[str, ...]) -> bool:
    for at, word in enumerate(said):
        if word in _DO_NOT:
            is_wish = True
        elif word in _NOT:
            is_wish = not (_WISHES.isdisjoint(said[at + 1 : at + 3]) and _REQUESTS.isdisjoint(said[:at]))
        else:
            continue
        start = at + 1
        while start < len(said) and (
            (said[start] in _WISHES and word in _NOT)
            or (said[start] in _YOU and word == "cấm")
            or (said[start] in _BETWEEN and not _is_pair(said, start))
        ):
            start += 1
        if start < len(said) and not _is_told(said[:at]) and _is_meant_for_us(said, start, word, is_wish):
            return True
    return False


def _is_told(before: tuple[str, ...]) -> bool:
    """Whether others are quoted."""
    return not _REPORTERS.isdisjoint(before) and not _SAID.isdisjoint(before)


def _is_pair(said: tuple[str, ...], at: int) -> bool:
    return (fold(said[at]), fold(" ".join(said[at + 1 : at + 2]))) in _FOLDED_PAIRS


def _is_meant_for_us(said: tuple[str, ...], act: int, word: str, is_wish: bool) -> bool:
    """Whether what shall not be done is what we do."""
    is_pair = _is_pair(said, act)
    is_hard = is_pair or said[act] in _HARD or (said[act] == "nhắn" and word not in _SLIPS)
    if not is_hard and fold(said[act]) not in _SOFT and said[act] != "tin":
        return False
    rest = said[act + (2 if is_pair else 1) :]
    if rest and rest[0] in _OTHERS and rest[0] not in {"bà", "ba"}:
        return False
    until = next((at for at, follows in enumerate(rest) if follows in _NO_MORE), None)
    has_no_more = until is not None and (
        _TAIL.issuperset(rest[:until])
        or (word not in _NOT and word not in _SLIPS and until <= 5 and _OF_OFFICES.isdisjoint(rest[:until]))
    )
    if word in _NOT and fold(said[act]) in {"hoi", "khao"}:
        return False
    if said[act] not in {"nhắn", "nhan"} and fold(said[act]) == "nham":
        return until == 0
    if word in _NOT and not is_wish:
        return has_no_more
    if word in _SLIPS:
        return has_no_more or (word in {"dung", "dừng", "cam"} and _TAIL.issuperset(rest))
    return is_hard or has_no_more or _TAIL.issuperset(rest)


def _threatens(said: tuple[str, ...]) -> bool:
    """`nhắn nữa tao chặn`, `nhắn nữa tôi báo công an`."""
    for at, word in enumerate(said[:-2]):
        if fold(word) in {"nhan", "goi", "gui", "spam", "hoi", "tin"} and said[at + 1] in _NO_MORE:
            return not _THREATS.isdisjoint(said[at + 2 : at + 6])
    return False


def _is_leaving(heard: Heard) -> bool:
    """Whether every word belongs to leaving: an end, a taking out, a refusal or a block."""
    said, plain = heard.words, heard.plain
    if not said or len(said) > 14:
        return False
    if heard.line.isascii() and _leaves_in_english(frozenset(_LETTERS.findall(heard.line))):
        return True
    if "stop" in said and len(said) <= _LONGEST_STOP and _OTHER_STOPS.isdisjoint(said):
        return True
    if (
        not _TAKES_OUT.isdisjoint(said)
        and not _PERSON.isdisjoint(said)
        and not _OUT.isdisjoint(said)
        and _AROUND_TAKEN_OUT.issuperset(said)
    ):
        return True
    if said[-2:] in {("được", "không"), ("duoc", "khong")}:
        said, plain = said[:-2], plain[:-2]
    around = _FILL | _ENDED | _HOW
    ended = not _ENDED.isdisjoint(said)
    found, needs = False, False
    at = 0
    while at < len(said):
        word = said[at]
        if plain[at : at + 2] in _END_PAIRS:
            found, at = True, at + 2
        elif word in _ENDS:
            found, at = True, at + 1
        elif word in _ENDS_OF_SOMETHING or word in _MAYBE_ENDS:
            found, needs, at = True, True, at + 1
        elif word in around or (word == "bị" and {"chặn", "block"} & set(said) and "giờ" in said):
            at += 1
        else:
            return False
    if found and len(said) == 2 and said[0] in _TITLES:
        return False
    return found and (ended or not needs)


def _leaves_in_english(said: frozenset[str]) -> bool:
    if not said or not said <= _ENGLISH:
        return False
    return not _ENGLISH_ENDS.isdisjoint(said) or not (
        _ENGLISH_NOT.isdisjoint(said) or _ENGLISH_ACTS.isdisjoint(said)
    )


def _ends_after_reproach(said: tuple[str, ...]) -> bool:
    for at in range(1, len(said) - 1):
        if said[at] in _ENDS and said[at] != "chặn":
            before, after = said[:at], said[at + 1 :]
            return (
                not _REPROACH.isdisjoint(before)
                and _NO_REPROACH.isdisjoint(before)
                and not _URGE.isdisjoint(after)
                and (_FILL | _ENDED).issuperset(after)
            )
    return False
