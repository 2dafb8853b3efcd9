"""A story of what went wrong, told in no turn of phrase that we know: `lên mấy lần toàn bảo sếp đi vắng`.

Rules (domain.md §5, label COMPLAINT):
1. Only a message of six words or more that is no answer and no wish is weighed.
2. It speaks of an office, a paper or a person there (`_OFFICE`) and of something that hurts (`_HURT`), or
   of several things that hurt.
3. What praises too, or asks for something, is no complaint: it is asked again.
A complaint is thanked for and the question asked once more; nothing is recorded on its account.
"""

from __future__ import annotations

import re

from survey_flows.interview.normalise import Heard, words
from survey_flows.interview.phrases import any_of

_SHORTEST = 6
_OFFICE = re.compile(
    r"(?<!\S)"
    + any_of(
        """
        hồ sơ; giấy; giấy tờ; cán bộ; nhân viên; công chức; ủy ban; =xã; phường; huyện; tỉnh; một cửa;
        1 cửa; sổ đỏ; =sổ; quầy; phòng chờ; máy lấy số; dịch vụ công; cổng; trang web; thủ tục; kết quả;
        công an; địa chính; tư pháp; trung tâm; lệ phí; =dân; con dấu; công chứng; khai sinh; đăng ký;
        bộ phận; =họ; cô ở; anh ở; chị ở; tiếp dân; sếp; lãnh đạo; =hẹn; thái độ; căn cước; chứng thực;
        trụ sở; bảo vệ
        """
    )
)
_HURT = re.compile(
    r"(?<!\S)"
    + any_of(
        """
        =bắt; =bị; =chặn; không cho; không chịu; không thèm; bỏ quên; phiền phức; phiền hà; rườm rà;
        nhiêu khê; lằng nhằng; rắc rối; =hư; =bẩn; nóng như; =chờ; =đợi; đi vắng; đi họp; nghỉ trưa;
        nghỉ sớm; đi muộn; về sớm; mấy lần; nhiều lần; lần nào cũng; cả buổi; cả ngày; cả tháng;
        cả tuần; cả năm; chưa xong; vẫn chưa; không gặp; không ai; không thấy ai; =quát; =nạt; =mắng;
        =chửi; hách dịch; cửa quyền; lạnh tanh; lạnh lùng; sai tên; in sai; làm sai; ghi sai; báo lỗi;
        =khổ; =hành; kéo dài; chậm trễ; đùn đẩy; chỉ qua chỉ lại; vòng vo; nên bỏ; đỡ khổ; =cáu; cau có;
        khó chịu; khó khăn; xa quá; không giải thích; không hướng dẫn; mất công; tốn công; mất mấy ngày;
        =vòi; vòi vĩnh; =ngâm; =lơ; =bơ; chơi điện thoại; bấm điện thoại; ngồi chơi; làm việc riêng;
        không nộp được; không vào được; =treo; lâu quá; quá lâu; quá chậm; chậm như; =trễ; quá hẹn;
        làm khó; gây khó; tự lo; không nghe máy; mất hồ sơ; thất lạc; photo lại; làm lại; nộp lại;
        bổ sung; =thiếu; đi lại; phải lên; phải đi; nghỉ làm; từ chối; không tiếp; không nhận; ưu tiên;
        =chen; quen biết
        """
    )
)
_PRAISE = words("tốt nhiệt vui nhanh lòng ổn ok ưng tuyệt được")
_ASKS = words("gì sao nào đâu không mấy bao ai")
_ASKED_AT_THE_END = 2
_ENOUGH = 2
"""Things that hurt: with so many, no office need be named."""


def is_grievance(heard: Heard) -> bool:
    """Whether a message tells what went wrong at an office."""
    said = heard.words
    if len(said) < _SHORTEST or heard.asks or not _PRAISE.isdisjoint(said):
        return False
    if not _ASKS.isdisjoint(said[-_ASKED_AT_THE_END:]):
        return False
    hurts = set(_HURT.findall(heard.spoken))
    return len(hurts) >= _ENOUGH or (bool(hurts) and _OFFICE.search(heard.spoken) is not None)
