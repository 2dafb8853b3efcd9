"""An answer and then why: `không hài lòng, chờ lâu quá`, `có, 200k`, `2 lần vì thiếu giấy`.

People give the answer first and a reason after it. What stands before the first comma, full stop or
`vì` is read by itself; the rest only decides whether that may be recorded (domain.md §5, traps 4, 5):

1. A second thought takes the answer back: `hài lòng, nhưng chậm`, `có, mà thôi`; so does a question.
2. Praise must be followed by praise (`rất hài lòng, cán bộ nhiệt tình`); anything else may be scorn
   (`rất hài lòng, chờ có ba tiếng`). Blame may have any reason that holds no praise.
3. After a yes no word may deny, after a no none may affirm, or speak of not knowing and not wanting.
4. The reason may come first (`thủ tục nhanh gọn, hài lòng`, `chờ lâu nên không hài lòng`); then it is
   held to the same.
5. A single digit in the reason may be another answer on a scale, and any number another count.
"""

from __future__ import annotations

import re

from survey_flows.interview.normalise import Heard, fold, words
from survey_flows.interview.numbers import numeral
from survey_flows.interview.spelling import listen

_CUT = re.compile(
    r"\s*(?:[,;.!]+(?=\s|[^\W\d_])|\s[-–]\s|\s(?=(?:vì|vi|do|bởi|tại vì|tai vi|là vì|bởi vì)\s"
    r"|(?:không|khong) (?:có|co) (?:gì|gi|ý kiến|y kien)\s))\s*"
)
_LAST_CUT = re.compile(r".*(?:[,;.!]+\s|\s(?:nên|cho nên|vì vậy|vì thế|nen|cho nen)\s)\s*", re.DOTALL)
"""Up to the last break: what follows may be the answer to which all before is the reason."""
_CONTRARY = words(
    """
    câu cau nhưng nhung nhg nhug mà ma tuy song trừ tru còn chứ hay hoặc hoac ngoại đùa giỡn thật nếu neu giá
    đừng stop dừng nhầm lộn sửa hả à hở nhỉ sao thế
    """
)
_CAUSES = words("mà ma")
"""What joins two complaints: `quạt hỏng mà ngồi đông`."""
_PRAISE = words(
    """
    cán bộ nhân viên nhiệt tình vui vẻ nhanh gọn tốt làm việc rất quá lắm chu đáo tận lịch sự niềm nở hướng
    dẫn dễ thân thiện giải quyết cảm ơn cám em các anh chị đúng hẹn hạn được hỗ trợ thủ tục mọi người đều
    thái độ ok ổn nhiệt và rõ ràng cụ thể gọn gàng chính xác phục vụ dân trả kết ạ nhé chóng tuyệt vời tuyệt
    đã ở xã phường đây thì là luôn hết tôi mình cũng can bo nhan vien nhiet tinh vui ve tot lam nhanh gon
    cam on don giản đơn ngay xong sớm chuyên nghiệp cởi mở hòa nhã dễ chịu yên tâm kỹ tư vấn nhiều hơn trước
    có nhờ buổi đi cháu cô chú bác so với năm ngoái bạn nghe huy dung vì vi do bởi tại đỡ phút đến tới lấy
    liền lần nào cũng
    mong chúc
    """
)
_STILL = words("còn con")
_NO_TROUBLE = re.compile(
    r"(?:không|khong) (?:phải|cần|mất|bị|có gì phải|phai|can|mat|bi) "
    r"(?:chờ|đợi|đi lại|cho|doi|di lai|chờ đợi|phiền|chê|phàn nàn|hạch sách|gây khó|làm khó)"
    r" (?:lâu |gì |lau |dễ |nhiều |nhieu )?"
)
"""`không phải chờ` is praise."""
_NO_MORE_TO_SAY = re.compile(
    r"(?:không|khong|chưa|chua|chẳng) (?:có |co )?(?:ý kiến|y kien|góp ý|gop y|gì thêm|gi them|gì|gi)"
    r"(?: (?:gì|gi|thêm|them|nữa|nua|cả|hết|khác|để góp ý|để nói|phải nói))* "
)
"""`không có ý kiến gì thêm` takes nothing away from any degree."""
_NOT_GOOD = re.compile(
    r"(?:không|khong|chưa|chua|chẳng|kém|bớt) (?:được |duoc |thật |mấy )?"
    r"(?:tốt|tot|hài lòng|hai long|ổn|nhanh|vui|nhiệt tình|nhiet tinh|được|duoc) "
)
"""`thái độ chưa tốt` praises nothing."""
_LENGTH = re.compile(
    r"(?<!\S)[0-9] (?:tháng|thang|lần|lan|ngày|ngay|tuần|tuan|tiếng|tieng|giờ|gio|buổi|buoi|năm|nam"
    r"|phút|phut|người|k|tr) "
)
"""A number that counts something is no second answer: `vì chờ 2 tháng`."""
_WISHED = words("mong hy hi chúc ước cố")
"""How a wish begins, which takes nothing away from a 4: `4, mong lần sau nhanh hơn`."""
_NOTHING_TO_BLAME = re.compile(
    r"(?:không|khong|chẳng) (?:có |co |còn )?(?:gì |gi |điều gì )?(?:(?:để|phải|de) )?"
    r"(?:chê|phàn nàn|che|phan nan|khen không chê|mong gì hơn|đòi hỏi gì)(?: (?:gì|cả|hết|nữa))* "
)
"""`không có gì phàn nàn` before or after an answer leaves it as it is."""
_GOOD = words(
    """
    kỹ kĩ nhiệt tận lễ phép nhanh gọn xong vui vẻ thương thân thiện chu đáo tốt dẫn  giúp tử tế niềm mát
    phút
    sạch thoáng tuyệt đúng hạn mừng khen giỏi quý nhẹ nhàng dễ tình tinh nhiet tan vui
    """
)
_HARM = words(
    """
    chờ đợi lâu chậm trễ muộn quát nạt mắng bắt hành tiền phong bì hạch sách nhũng lần tháng tuần tiếng buổi
    năm không khong chưa chua chẳng kém tệ bẩn nóng hỏng sai thiếu phiền khó mệt bực nói chắc sợ thì bị mới
    cho doi lau cham tre bat hanh tien lan thang tuan tieng buoi moi bi hả à chớ hết hơi may cười
    đuổi về
    """
)
"""A reason for praise has a good word and none of these: `chờ có ba tiếng` after praise is scorn."""
_PLAIN_PRAISE, _PLAIN_GOOD, _PLAIN_HARM = (frozenset(map(fold, table)) for table in (_PRAISE, _GOOD, _HARM))
"""The same for what was typed without marks."""
_NO_BLAME = words("hài lòng hai long tốt tot nhiệt nhanh được tuyệt ổn ok vui ưng")
_NO_NEUTRAL = words("hài lòng hai long tốt tệ chậm lâu kém dở tuyệt không hay khong")
_MILDLY, _SLOW = words("hơi hoi"), words("lâu lau chậm cham")
"""`bình thường, đợi hơi lâu` blames too little to be a 2."""
_AFTER_YES = words("không khong chưa chua đâu dau chẳng hem đâu hề")
_AFTER_NO = words(
    """
    có co không khong phải đúng vâng ừ biết nhớ rõ hiểu trả hỏi cần muốn thích quan tham rảnh bận được tốt
    thôi bị ai gì đâu phiền lừa nhắn liên
    """
)
_NOBODY = re.compile(
    r"(?:không|khong|chưa|đâu|làm gì|lam gi|nào) (?:có |co |hề |thấy |được )*"
    r"(?:ai|chuyện|gì|gi|bị|phải|đòi|nghe) "
)
"""A no said once more: `không, chả ai báo gì`."""
_BY_THE_RULES = re.compile(
    r"(?:chỉ |chi )?(?:đóng|nộp|trả|thu|nop|dong|tra) (?:đúng|theo|dung)"
    r" (?:lệ phí|phí|giá|quy định|biên lai|mức|le phi) "
)
"""`không, đóng đúng lệ phí` is no bribe."""
_UNDECIDED = words("biết biet nhớ nho rõ ro hiểu hieu muốn muon cần can thích rảnh trả tham nhưng mà chắc")
_MORE_THAN_A_YES = words("lẽ thể vẻ khi lúc chút thỉnh đôi hình chắc")
_ON_TIME = 2
"""The place of "on time" among early, on time and late: only it can be denied by what follows."""
_LONGEST = 24


def answer_and_reason(heard: Heard) -> tuple[Heard, Heard] | None:
    """Return what stands before the first break, and the rest; None when nothing is set off."""
    if heard.asks or heard.pictures or heard.is_garbled or len(heard.words) > _LONGEST:
        return None
    split = _CUT.split(heard.line.strip(), maxsplit=1)
    if len(split) != 2 or not split[0] or not split[1]:
        return None
    head, rest = listen(split[0]), listen(split[1])
    return (head, rest) if head.words and rest.words else None


def reason_and_answer(heard: Heard) -> tuple[Heard, Heard] | None:
    """Return what stands after the last break, and what stands before it; None when nothing is set off."""
    if heard.asks or heard.pictures or heard.is_garbled or len(heard.words) > _LONGEST:
        return None
    line = heard.line.strip(" .,;!")
    split = _LAST_CUT.match(line)
    if split is None:
        return None
    reason, answer = listen(split[0].strip(" .,;!").removesuffix(" nên")), listen(line[split.end() :])
    return (answer, reason) if answer.words and reason.words else None


def leaves(reading: str, place: int, is_yes: bool, rest: Heard) -> bool:
    """Whether a reason leaves an answer as it is: the choice at `place` (from 1) of an item's `reading`."""
    if reading == "sat5":
        return _leaves_degree(place, rest)
    if reading == "trips":
        return _leaves_count(rest)
    if reading == "punct":
        if place != _ON_TIME:
            return (_CONTRARY - _CAUSES).isdisjoint(rest.words)
        no_waiting = rest.spoken.startswith(("không phải ", "không cần "))
        return _CONTRARY.isdisjoint(rest.words) and (no_waiting or _AFTER_YES.isdisjoint(rest.words))
    if is_yes:
        return _leaves_yes(rest)
    return reading != "consent" and _leaves_no(rest)


def _leaves_degree(degree: int, rest: Heard) -> bool:
    if _NO_MORE_TO_SAY.fullmatch(rest.spoken) is not None:
        return True
    if degree >= 3 and _NOTHING_TO_BLAME.fullmatch(rest.spoken) is not None:
        return True
    spoken = _LENGTH.sub("", rest.spoken)
    if degree <= 2:
        spoken = _NOT_GOOD.sub("", spoken)
    said = frozenset(spoken.split()) - (_STILL if degree <= 2 else frozenset())
    if degree == 3 and not _MILDLY.isdisjoint(said):
        said -= _SLOW
    if degree == 3 and rest.spoken.startswith("không có gì "):
        said -= {"không"}
    contrary = _CONTRARY - _CAUSES if degree <= 2 else _CONTRARY
    if not contrary.isdisjoint(said) or any(word.isdigit() and len(word) == 1 for word in said):
        return False
    if degree == 4 and rest.words[0] in _WISHED:
        return True
    if degree >= 4:
        return _praises(rest)
    return (_NO_BLAME if degree <= 2 else _NO_NEUTRAL).isdisjoint(said)


def _praises(rest: Heard) -> bool:
    """Whether every word may stand in praise, or one praises and none can be scorn."""
    left = frozenset(_LENGTH.sub("", _NO_TROUBLE.sub("", rest.spoken)).split())
    if rest.line.isascii():
        return _PLAIN_PRAISE.issuperset(left) or (
            not _PLAIN_GOOD.isdisjoint(left) and _PLAIN_HARM.isdisjoint(left)
        )
    return _PRAISE.issuperset(left) or (not _GOOD.isdisjoint(left) and _HARM.isdisjoint(left))


def _leaves_yes(rest: Heard) -> bool:
    said = frozenset(rest.words)
    return (_CONTRARY | _AFTER_YES | _MORE_THAN_A_YES).isdisjoint(said)


def _leaves_no(rest: Heard) -> bool:
    if _BY_THE_RULES.match(rest.spoken) is not None:
        return True
    if _NOBODY.match(rest.spoken) is not None and _UNDECIDED.isdisjoint(rest.words):
        return True
    said = frozenset(rest.words)
    return (_CONTRARY | _AFTER_NO).isdisjoint(said)


def _leaves_count(rest: Heard) -> bool:
    said = frozenset(rest.words)
    return (_CONTRARY | _AFTER_YES).isdisjoint(said) and all(
        numeral(word) is None and word not in {"hai", "ba", "nam"} for word in said
    )
