"""Answers about what happened: yes or no, how often, the slip, in time or late, where.

Each vocabulary knows *meanings* ("late"); which code of the form carries a meaning is found by the
code's name or, when the form has as many choices as the vocabulary, by its place (`code_for`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey_flows.interview.normalise import Heard
from survey_flows.interview.numbers import numeral
from survey_flows.interview.phrases import Phrasebook, bare_answer, line_of, patterns
from survey_flows.questionnaire.model import Choice

Meaning = tuple[str, bool]
"""What was said, and whether it is plain enough to be recorded."""

ORDER: Mapping[str, tuple[str, ...]] = {
    "yesno": ("yes", "no"),
    "trips": ("1", "2", "3", "4"),
    "slip": ("got", "instant", "oral", "none"),
    "punct": ("early", "ontime", "late"),
    "place": ("commune", "district", "department", "centre", "portal", "other"),
}
"""Meanings in the order of domain.md §4.0."""

_CODES: Mapping[str, frozenset[str]] = {
    "yes": frozenset({"yes", "y", "co", "true", "ok", "agree", "dong_y"}),
    "no": frozenset({"no", "n", "khong", "false", "disagree", "refuse", "khong_dong_y"}),
    "1": frozenset({"1", "one", "t1", "once"}),
    "2": frozenset({"2", "two", "t2", "twice"}),
    "3": frozenset({"3", "three", "t3"}),
    "4": frozenset({"4", "four", "t4", "t4p", "4p", "4plus", "4_plus", "more", "four_or_more", "four_plus"}),
    "got": frozenset({"got", "yes", "slip_yes", "given", "received"}),
    "instant": frozenset(
        {"instant", "slip_instant", "at_once", "none_instant", "immediate", "no_at_once", "none_at_once"}
    ),
    "oral": frozenset({"oral", "slip_oral", "told", "none_oral", "verbal", "no_oral", "none_told"}),
    "none": frozenset({"none", "slip_none", "no", "none_later", "no_later", "none_returned", "nothing"}),
    "early": frozenset({"early", "som", "before"}),
    "ontime": frozenset({"ontime", "on_time", "dung", "dung_hen", "punctual"}),
    "late": frozenset({"late", "tre", "muon", "after"}),
    "commune": frozenset({"commune", "xa", "pl_commune", "commune_desk"}),
    "district": frozenset({"district", "huyen", "pl_district", "district_desk"}),
    "department": frozenset({"department", "dept", "so", "pl_dept", "department_desk"}),
    "centre": frozenset({"centre", "center", "pasc", "pl_pasc", "provincial_centre", "centre_desk"}),
    "portal": frozenset({"portal", "pl_portal", "online", "portals"}),
    "other": frozenset({"other", "khac", "pl_other"}),
}

_YES_OR_NO: Phrasebook[Meaning] = Phrasebook(
    {
        (
            "yes",
            True,
        ): "có;yes;y;ừ;vâng;phải;đúng;đúng rồi;đúng vậy;đúng thế;chính xác;đồng ý;có chứ;có nhé;có rồi;có ạ;sao không;chứ sao;có mà"
        ";dạ vâng;dạ phải;phải rồi;phải đó;chuẩn;chuẩn luôn;quá đúng;dĩ nhiên;tất nhiên;đương nhiên;có đấy;có luôn;rồi có;đã có;ừ có;vâng có;co",
        (
            "no",
            True,
        ): "không;no;n;chưa;chưa có;không có;không phải;đâu có;có đâu;làm gì có;làm chi có;có gì đâu;tuyệt đối không;không luôn;hoàn toàn không"
        ";không hề;không hề có;chưa bao giờ;không bao giờ;chưa từng;không có đâu;không đâu;chưa hề;chưa đâu;không có gì;chẳng có;làm gì có chuyện đó;không có chuyện đó"
        ";không có chuyện đấy;không không;không có nha;dạ không;chưa từng có;không đúng;đâu;không đời nào;không bị;không có gì hết;không có gì cả;đâu có đâu",
        (
            "yes",
            False,
        ): "có chút chút;hơi hơi;hình như có;chắc có;chắc là có;có lẽ có;không phải không có;không phải là không có;có một chút;có một ít;cũng có;có chút;đôi khi;thỉnh thoảng;một ít;có lúc",
        (
            "no",
            False,
        ): "chắc không;chắc là không;hình như không;có lẽ không;chắc chưa;chắc là chưa;hình như chưa;gần như không;hầu như không;không hẳn",
    }
)
_CONSENT: Phrasebook[Meaning] = Phrasebook(
    {
        (
            "yes",
            True,
        ): "đồng ý;có;ok;yes;y;vâng;ừ;được;hỏi đi;vâng hỏi đi;tham gia;bắt đầu;bắt đầu đi;sẵn sàng;tôi đồng ý;tôi tham gia;đồng ý tham gia;có đồng ý;nhất trí"
        ";ok hỏi đi;được hỏi đi;cứ hỏi;cứ hỏi đi;start;agree;i agree;tôi sẵn sàng;rồi hỏi đi;hỏi đi cháu;được thôi;đồng ý trả lời;có tham gia;dạ vâng;đúng rồi;dạ được;được rồi hỏi đi",
        (
            "no",
            True,
        ): "không;no;n;không đồng ý;không tham gia;thôi không;không đâu;dạ không;không được;chưa đồng ý",
        ("yes", False): "cũng được;ừ thì hỏi;thử xem;hỏi thử xem;tạm được;đúng;phải;sure",
        ("no", False): "thôi;chưa;khỏi cần",
    }
)
_HARASSED: Phrasebook[Meaning] = Phrasebook(
    {
        (
            "yes",
            True,
        ): "có bị;bị;có gây khó;bị làm khó;bị làm khó dễ;có làm khó dễ;bị gây khó;bị gây khó dễ;có gây khó dễ;bị hạch sách;bị nhũng nhiễu;có bị làm khó;có bị gây khó;có bị hạch sách;có bị gây khó dễ",
        (
            "no",
            True,
        ): "không gây khó;không bị;không có chuyện đó;không bị làm khó;không gây khó dễ;không làm khó;không bị gây khó;không làm khó dễ;không ai gây khó;không ai làm khó;không bị gây khó dễ",
        (
            "yes",
            False,
        ): "cau có;hành lên hành xuống;hành;quát;quát mắng;khó chịu;hách dịch;hạch sách;thái độ;bị hành;làm khó;gây khó;nhũng nhiễu;quan liêu;có thái độ",
        (
            "no",
            False,
        ): "không sao;tốt lắm;tốt;nhiệt tình;bình thường;rất tốt;ok;dễ chịu;vui vẻ;thoải mái;không vấn đề gì;ổn",
    }
)
_PAID: Phrasebook[Meaning] = Phrasebook(
    {
        (
            "yes",
            True,
        ): "có đòi;có đòi thêm tiền;có gợi ý;bị đòi;bị đòi tiền;bị đòi thêm tiền;có bị đòi;có đòi tiền;có đưa;có đưa tiền;có bị gợi ý;có gợi ý đưa tiền",
        (
            "no",
            True,
        ): "không ai đòi;không mất thêm đồng nào;không mất đồng nào;không đòi;không ai đòi tiền;không ai đòi gì;không ai gợi ý;không gợi ý;không mất thêm tiền;không phải đưa;không đưa;không mất tiền;không đòi thêm;không bị đòi;không tốn thêm đồng nào",
        (
            "yes",
            False,
        ): "biết ý thì đưa;bồi dưỡng;bồi dưỡng chút đỉnh;bồi dưỡng một chút;mình tự nguyện đưa;tự nguyện đưa;cảm ơn chút ít;có cảm ơn;có bồi dưỡng;lót tay;có lót tay;phong bì;có phong bì;cà phê;mất thêm tiền;tiền trà nước;trà nước",
        ("no", False): "đúng giá;đúng phí;đúng lệ phí;miễn phí;không sao;minh bạch",
    }
)
_GAVE_FEEDBACK: Phrasebook[Meaning] = Phrasebook(
    {
        (
            "yes",
            True,
        ): "có góp ý;có kiến nghị;có phản ánh;đã góp ý;có gọi đường dây nóng;có kiến nghị trên cổng;có gửi đơn;có phản ánh trên cổng;có góp ý rồi;có góp ý trực tiếp;có phản ánh rồi",
        (
            "no",
            True,
        ): "không có ý kiến gì;không góp ý;chưa góp ý;không có góp ý;không kiến nghị;không phản ánh;không góp ý gì;chưa bao giờ góp ý;không góp ý bao giờ;tôi không góp ý bao giờ;chưa góp ý bao giờ;không có ý kiến;chưa từng góp ý;không có kiến nghị gì",
        (
            "yes",
            False,
        ): "góp ý rồi;gọi đường dây nóng;viết đơn;góp ý miệng;nói miệng;góp ý trực tiếp;kiến nghị rồi;phản ánh rồi",
        ("no", False): "không cần góp ý",
    }
)
_SPECIAL = {"yn_harass": _HARASSED, "yn_fee": _PAID, "yn_feedback": _GAVE_FEEDBACK}
_THIN_YES = frozenset({"yn_harass", "yn_fee"})
"""Where a bare `vâng` may only be politeness: these accuse somebody."""
_SAYS_YES = frozenset({"có", "co", "yes", "y"})
_WITH_AMOUNT = re.compile(
    r"(?:có|co) (?:đưa |dua |mất |mat |đòi |doi )?[0-9]+ ?(?:k|nghìn|nghin|ngàn|ngan|trăm|tram|triệu|trieu|đồng|dong) "
)

_SLIP: Phrasebook[Meaning] = Phrasebook(
    {
        (
            "got",
            True,
        ): "có;có giấy hẹn;có giấy;có phiếu hẹn;có phiếu;có giấy hẹn trả kết quả;được cấp giấy hẹn;nhận giấy hẹn;có nhận giấy hẹn;có nhận;có được nhận;có đưa giấy hẹn;giấy hẹn",
        (
            "instant",
            True,
        ): "không cần giấy hẹn vì có luôn;không vì lấy ngay;không vì lấy luôn;làm xong lấy luôn;lấy luôn;lấy ngay;có luôn;có kết quả luôn;có kết quả ngay;nhận ngay;nhận luôn;trả ngay;trả luôn;được trả ngay;làm xong có luôn;xong ngay;lấy kết quả luôn;lấy kết quả ngay;không có vì lấy luôn;không có vì lấy ngay;không vì có luôn;không cần vì lấy ngay;nhận kết quả ngay;nhận kết quả luôn;không vì nhận ngay;không vì nhận luôn",
        (
            "oral",
            True,
        ): "hẹn miệng;dặn miệng;nói miệng;hẹn bằng miệng;dặn tuần sau quay lại;chỉ hẹn miệng;không có chỉ hẹn miệng;chỉ nói miệng;dặn quay lại;báo miệng;thông báo miệng;không có giấy chỉ nói miệng;chỉ dặn miệng;không có giấy chỉ hẹn miệng",
        (
            "none",
            True,
        ): "không có giấy phải quay lại;không có giấy hẹn phải quay lại;không có giấy mà phải quay lại;không hẹn gì phải quay lại",
        ("got", False): "có tin nhắn hẹn ngày;có hẹn;có nhắn tin hẹn;có tin nhắn;có hẹn ngày;vâng;ừ",
        ("oral", False): "gọi điện báo;hẹn qua điện thoại;gọi điện hẹn;hẹn qua zalo",
    }
)
_SLIP_NONE = patterns(["^ không có? giấy hẹn? đợi/chờ/phải_đợi/phải_chờ .. ngày/tuần/tháng/hôm $"])
_SLIP_ORAL = patterns(["^ dặn/hẹn .. hôm/tuần/ngày/tháng sau .. lại/lấy $"])

_TIMELY: Phrasebook[Meaning] = Phrasebook(
    {
        (
            "ontime",
            True,
        ): "đúng;đúng hẹn;đúng ngày;đúng giờ;đúng hạn;đúng thời hạn;đúng thời gian;kịp;kịp hẹn;kịp thời;đúng lịch;trả đúng hẹn;đúng ngày hẹn;đúng như hẹn;đúng hẹn luôn;đúng hẹn rồi;on time",
        (
            "early",
            True,
        ): "sớm;sớm hẹn;sớm hơn;sớm hơn hẹn;trước hẹn;trước hạn;trước ngày hẹn;trước thời hạn;sớm hơn ngày hẹn;sớm hơn giấy hẹn;trả sớm;early;nhanh hơn hẹn;được sớm;có sớm",
        (
            "late",
            True,
        ): "trễ;trễ hẹn;muộn;chậm;chậm hẹn;quá hẹn;quá hạn;lỡ hẹn;sai hẹn;không đúng hẹn;chưa đúng hẹn;không đúng hạn;không đúng ngày;trễ hạn;trả trễ;trả muộn;muộn hơn;muộn hẹn;trễ quá;trễ lắm;bị trễ;chậm trễ;không kịp;late;chậm hơn hẹn;muộn hơn hẹn;trễ hơn hẹn;trễ rồi",
        (
            "ontime",
            False,
        ): "không hề trễ;không trễ;không muộn;không chậm;không sớm không muộn;không sớm không trễ;không bị trễ;ok;tốt;đúng đó;không lỡ hẹn;không sai hẹn",
        ("early", False): "nhanh;nhanh lắm;rất nhanh;nhanh hơn;xong sớm",
        (
            "late",
            False,
        ): "lâu;lâu lắm;lâu quá;hơi trễ;hơi chậm;hơi muộn;không sớm;chờ lâu;hẹn mấy lần;hẹn đi hẹn lại",
    }
)
_COLLIDING = frozenset({"dung"})

_TIMES = re.compile(r"(?P<number>[^ ]+) (?:lần|lan|chuyến|chuyen|lượt|luot|bận|ban) ")
_OFTEN: Phrasebook[Meaning] = Phrasebook(
    {
        (
            "2",
            True,
        ): "lần nộp lần nhận;lần nộp lần lấy;một lần nộp một lần lấy;một lần nộp một lần nhận;nộp một lần nhận một lần;nộp một lần lấy một lần;đi hai lần;đi hai lần nộp và nhận;hai lần nộp và nhận",
        (
            "4",
            True,
        ): "bốn năm lần;năm sáu lần;bốn lần trở lên;trên bốn lần;hơn bốn lần;năm bảy lần;chục lần;cả chục lần;hàng chục lần;sáu bảy lần;hơn chục lần;mười mấy lần",
        (
            "4",
            False,
        ): "nhiều lần;nhiều;rất nhiều lần;nhiều lắm;đi đi lại lại suốt;đi lại nhiều;đi lại nhiều lần;đi lại suốt;vô số lần;không đếm xuể;nhiều lần lắm;đi mãi;đi suốt;quá nhiều lần",
        (
            "0",
            False,
        ): "ngồi nhà làm;nhờ người đi hộ;không phải đi;không đi lần nào;không lần nào;không đi;làm ở nhà;làm trên mạng;làm online;chưa đi lần nào;ở nhà làm;không phải đi lần nào",
    }
)

_PLACES: Mapping[str, re.Pattern[str]] = {
    name: patterns(words.split(";"))
    for name, words in {
        "centre": "trung_tâm? phục_vụ? hành_chính_công tỉnh?;ttpvhcc;ttphcc;tthcc;pvhcc;trung_tâm phục_vụ;trung_tâm tỉnh;hành_chính_công tỉnh",
        "portal": "cổng quốc_gia;cổng;cổng dịch_vụ_công;dịch_vụ_công;dvc;dvcqg;vneid;trực_tuyến;online;mạng;internet;web;app;cổng tỉnh;cổng dịch_vụ_công quốc_gia",
        "commune": "một_cửa xã/phường;xã;phường;thị_trấn;trụ_sở? ủy_ban xã/phường;ủy_ban xã;nhà_văn_hóa",
        "district": "một_cửa? ủy_ban? huyện;một_cửa? quận;một_cửa? ủy_ban? thành_phố;ủy_ban huyện;huyện;thị_xã",
        "department": "sở tư_pháp/nội_vụ/xây_dựng/tài_chính/y_tế/công_thương/nông_nghiệp/giao_thông/tài_nguyên/lao_động/giáo_dục/khoa_học/kế_hoạch/văn_hóa môi_trường?;sở",
        "other": "bưu_điện;bưu_cục;nơi khác;chỗ khác;khác",
    }.items()
}
_AROUND_PLACES = frozenset(
    "ở o tại tai trên tren ra lên len một mot cửa cua bộ bo phận phan ủy uy ban nộp nop nhận nhan qua bằng bang và va với voi"
    " cả ca đi di ngoài vào vao gửi gui lấy lay kết ket quả qua trụ tru sở công cong dịch dich vụ vu quốc quoc gia cổng trung"
    " tâm tam phục phuc hồ ho sơ so của cua tôi toi dạ da ạ em".split()
)
_COMMUNE_OR_FAR = frozenset({"xa"})


def code_for(choices: tuple[Choice, ...], vocabulary: str, meaning: str) -> str | None:
    """Return the form's code that carries `meaning`, or None when no choice clearly does."""
    names = _CODES[meaning] if meaning in _CODES else frozenset[str]()
    for choice in choices:
        if choice.code.lower() in names:
            return choice.code
    order = ORDER[vocabulary]
    if len(choices) == len(order) and meaning in order:
        return choices[order.index(meaning)].code
    return None


def yes_or_no(heard: Heard, reading: str) -> Meaning | None:
    """Return yes or no; `reading` is the item's vocabulary (`yesno`, `yn_fee`, `consent` …)."""
    bare = bare_answer(heard)
    if reading == "consent":
        return _CONSENT.find(heard) or _CONSENT.find(bare)
    special = _SPECIAL.get(reading)
    if special is not None:
        found = special.find(heard) or special.find(bare)
        if found is not None:
            return found
        if reading == "yn_fee" and _WITH_AMOUNT.fullmatch(line_of(bare)):
            return "yes", True
    found = _YES_OR_NO.find(heard) or _YES_OR_NO.find(bare)
    if found is None and bare.plain == ("co",):
        found = ("yes", True)
    if found == ("yes", True) and reading in _THIN_YES and not _SAYS_YES & set(heard.words):
        return "yes", False
    return found


def slip(heard: Heard) -> Meaning | None:
    """Return what became of the appointment slip. A bare `không` leaves three answers open."""
    found = _SLIP.find(heard) or _SLIP.find(bare_answer(heard))
    if found is not None:
        return found
    if heard.plain == ("co",):
        return "got", True
    line = line_of(heard)
    if _SLIP_NONE.search(line):
        return "none", True
    return ("oral", True) if _SLIP_ORAL.search(line) else None


def timely(heard: Heard) -> Meaning | None:
    """Return early, on time or late."""
    if heard.plain == ("dung",) and heard.words in {("dung",), ("dừng",)}:
        return None
    return _TIMELY.find(heard) or _TIMELY.find(bare_answer(heard))


def times(heard: Heard) -> Meaning | None:
    """Return how many trips: 1, 2, 3, or 4 for four and more; 0 is only ever probable."""
    bare = bare_answer(heard)
    if len(bare.words) == 1:
        number = 2 if bare.words == ("hai",) else 3 if bare.words == ("ba",) else numeral(bare.words[0])
        if number is not None:
            return _count(number)
    found = _OFTEN.find(heard) or _OFTEN.find(bare)
    if found is not None:
        return found
    line = line_of(bare)
    line = line.removeprefix("đi ").removeprefix("di ").removeprefix("mất ")
    whole = _TIMES.fullmatch(line)
    if whole is not None:
        number = {"hai": 2, "ba": 3}.get(whole["number"]) or numeral(whole["number"])
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


def _count(number: int) -> Meaning | None:
    if number == 0:
        return "0", False
    return (str(min(number, 4)), True) if number < 100 else None


def places(heard: Heard) -> tuple[list[str], bool] | None:
    """Return every place named, in the vocabulary's order, and whether that is plain; None if unsure.

    A word that neither names a place nor belongs around one makes the message unclear: `văn phòng
    đăng ký đất huyện` is not the district's desk.
    """
    line = line_of(bare_answer(heard)).replace("1 cửa ", "một cửa ").replace("1 cua ", "một cửa ")
    if line.strip() in _COMMUNE_OR_FAR or line.strip() in {"o xa", "ở xa", "tai xa"}:
        return None
    found: list[str] = []
    for name, pattern in _PLACES.items():
        rest = pattern.sub("", line)
        if rest != line:
            found.append(name)
            line = rest if rest.endswith(" ") or not rest else rest + " "
    if not found or set(line.split()) - _AROUND_PLACES:
        return None
    order = ORDER["place"]
    return sorted(found, key=order.index), len(found) == 1
