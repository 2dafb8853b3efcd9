"""Yes or no, in general and for the three questions that people answer in other words.

Rules (domain.md §5, traps 1 and 2): `đâu có`, `có đâu`, `làm gì có` say no and `sao không` says yes;
a double negation is only probable; a bare `dạ`, `thôi`, `có thể` says nothing. A polite `vâng` never
accuses an official by itself: that must be confirmed.
"""

from __future__ import annotations

import re

from survey_flows.interview.meanings import Meaning, perhaps, plain
from survey_flows.interview.normalise import Heard
from survey_flows.interview.phrases import Phrasebook

_YES_OR_NO: Phrasebook[Meaning] = Phrasebook(
    {
        plain("yes"): """
        có; yes; y; ừ; vâng; phải; đúng; đúng rồi; đúng vậy; đúng thế; chính xác; đồng ý; có chứ; có nhé;
        có rồi; có ạ; sao không; chứ sao; có mà; dạ vâng; dạ phải; phải rồi; phải đó; chuẩn; chuẩn luôn;
        quá đúng; dĩ nhiên; tất nhiên; đương nhiên; có đấy; có luôn; rồi có; đã có; ừ có; vâng có; co
        """,
        plain("no"): """
        không; no; n; chưa; chưa có; không có; không phải; đâu có; có đâu; làm gì có; làm chi có; có gì đâu;
        tuyệt đối không; không luôn; hoàn toàn không; không hề; không hề có; chưa bao giờ; không bao giờ;
        chưa từng; không có đâu; không đâu; chưa hề; chưa đâu; không có gì; chẳng có; làm gì có chuyện đó;
        không có chuyện đó; không có chuyện đấy; không không; không có nha; dạ không; chưa từng có;
        =không đúng; đâu; không đời nào; không bị; không có gì hết; không có gì cả; đâu có đâu
        """,
        perhaps("yes"): """
        có chút chút; hơi hơi; hình như có; chắc có; chắc là có; có lẽ có; không phải không có;
        không phải là không có; có một chút; có một ít; cũng có; có chút; đôi khi; thỉnh thoảng; một ít;
        có lúc
        """,
        perhaps("no"): """
        chắc không; chắc là không; hình như không; có lẽ không; chắc chưa; chắc là chưa; hình như chưa;
        gần như không; hầu như không; không hẳn
        """,
    }
)
_CONSENT: Phrasebook[Meaning] = Phrasebook(
    {
        plain("yes"): """
        đồng ý; có; ok; yes; y; vâng; ừ; được; hỏi đi; vâng hỏi đi; tham gia; bắt đầu; bắt đầu đi; sẵn sàng;
        tôi đồng ý; tôi tham gia; đồng ý tham gia; có đồng ý; nhất trí; ok hỏi đi; được hỏi đi; cứ hỏi;
        cứ hỏi đi; start; agree; i agree; tôi sẵn sàng; rồi hỏi đi; hỏi đi cháu; được thôi; đồng ý trả lời;
        có tham gia; dạ vâng; đúng rồi; dạ được; được rồi hỏi đi
        """,
        plain("no"): """
        không; no; n; không đồng ý; không tham gia; thôi không; không đâu; dạ không; không được;
        chưa đồng ý
        """,
        perhaps("yes"): "cũng được; ừ thì hỏi; thử xem; hỏi thử xem; tạm được; đúng; phải; sure",
        perhaps("no"): "thôi; chưa; khỏi cần",
    }
)
_HARASSED: Phrasebook[Meaning] = Phrasebook(
    {
        plain("yes"): """
        có bị; bị; có gây khó; bị làm khó; bị làm khó dễ; có làm khó dễ; bị gây khó; bị gây khó dễ;
        có gây khó dễ; bị hạch sách; bị nhũng nhiễu; có bị làm khó; có bị gây khó; có bị hạch sách;
        có bị gây khó dễ
        """,
        plain("no"): """
        không gây khó; không bị; không có chuyện đó; không bị làm khó; không gây khó dễ; không làm khó;
        không bị gây khó; không làm khó dễ; không ai gây khó; không ai làm khó; không bị gây khó dễ
        """,
        perhaps("yes"): """
        cau có; hành lên hành xuống; hành; quát; quát mắng; khó chịu; hách dịch; hạch sách; thái độ;
        bị hành; làm khó; gây khó; nhũng nhiễu; quan liêu; có thái độ
        """,
        perhaps("no"): """
        không sao; tốt lắm; tốt; nhiệt tình; bình thường; rất tốt; ok; dễ chịu; vui vẻ; thoải mái;
        không vấn đề gì; ổn
        """,
    }
)
_PAID: Phrasebook[Meaning] = Phrasebook(
    {
        plain("yes"): """
        có đòi; có đòi thêm tiền; có gợi ý; bị đòi; bị đòi tiền; bị đòi thêm tiền; có bị đòi; có đòi tiền;
        có đưa; có đưa tiền; có bị gợi ý; có gợi ý đưa tiền
        """,
        plain("no"): """
        không ai đòi; không mất thêm đồng nào; không mất đồng nào; không đòi; không ai đòi tiền;
        không ai đòi gì; không ai gợi ý; không gợi ý; không mất thêm tiền; không phải đưa; không đưa;
        không mất tiền; không đòi thêm; không bị đòi; không tốn thêm đồng nào
        """,
        perhaps("yes"): """
        biết ý thì đưa; bồi dưỡng; bồi dưỡng chút đỉnh; bồi dưỡng một chút; mình tự nguyện đưa;
        tự nguyện đưa; cảm ơn chút ít; có cảm ơn; có bồi dưỡng; lót tay; có lót tay; phong bì; có phong bì;
        cà phê; mất thêm tiền; tiền trà nước; trà nước
        """,
        perhaps("no"): "đúng giá; đúng phí; đúng lệ phí; miễn phí; không sao; minh bạch",
    }
)
_GAVE_FEEDBACK: Phrasebook[Meaning] = Phrasebook(
    {
        plain("yes"): """
        có góp ý; có kiến nghị; có phản ánh; đã góp ý; có gọi đường dây nóng; có kiến nghị trên cổng;
        có gửi đơn; có phản ánh trên cổng; có góp ý rồi; có góp ý trực tiếp; có phản ánh rồi
        """,
        plain("no"): """
        không có ý kiến gì; không góp ý; chưa góp ý; không có góp ý; không kiến nghị; không phản ánh;
        không góp ý gì; chưa bao giờ góp ý; không góp ý bao giờ; tôi không góp ý bao giờ;
        chưa góp ý bao giờ; không có ý kiến; chưa từng góp ý; không có kiến nghị gì
        """,
        perhaps("yes"): """
        góp ý rồi; gọi đường dây nóng; viết đơn; góp ý miệng; nói miệng; góp ý trực tiếp; kiến nghị rồi;
        phản ánh rồi
        """,
        perhaps("no"): "không cần góp ý",
    }
)
_SPECIAL = {"yn_harass": _HARASSED, "yn_fee": _PAID, "yn_feedback": _GAVE_FEEDBACK}
_THIN_YES = frozenset({"yn_harass", "yn_fee"})
"""Where a bare `vâng` may only be politeness: these accuse somebody."""
_SAYS_YES = frozenset({"có", "co", "yes", "y"})
_WITH_AMOUNT = re.compile(
    r"(?:có|co) (?:đưa |dua |mất |mat |đòi |doi )?"
    r"[0-9]+ ?(?:k|nghìn|nghin|ngàn|ngan|trăm|tram|triệu|trieu|đồng|dong) "
)


def yes_or_no(heard: Heard, reading: str) -> Meaning | None:
    """Return yes or no; `reading` is the item's vocabulary (`yesno`, `yn_fee`, `consent` …)."""
    bare = heard.bare
    if reading == "consent":
        return _CONSENT.find(heard) or _CONSENT.find(bare)
    special = _SPECIAL.get(reading)
    if special is not None:
        found = special.find(heard) or special.find(bare)
        if found is not None:
            return found
        if reading == "yn_fee" and _WITH_AMOUNT.fullmatch(bare.spoken):
            return plain("yes")
    found = _YES_OR_NO.find(heard) or _YES_OR_NO.find(bare)
    if found == plain("yes") and reading in _THIN_YES and not _SAYS_YES & set(heard.words):
        return perhaps("yes")
    return found
