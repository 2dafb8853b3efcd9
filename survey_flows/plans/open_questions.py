"""The 44 questions the official texts leave open, in words (domain.md §2, A-01 to A-44).

Each is answered by named settings of a plan file (`ambiguities`); officers read the question in
Vietnamese, with English beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

QUESTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "A-01": (
            "Mẫu số khi mỗi người trả lời số câu khác nhau",
            "Denominator when people answer different numbers of items",
        ),
        "A-02": ("Câu bỏ qua, “không biết” tính thế nào", "What a skipped item or “don't know” counts"),
        "A-03": ("Ai được tính vào n của đơn vị", "Who is in n of a unit"),
        "A-04": (
            "Người chưa từng góp ý có hỏi về xử lý góp ý không",
            "Whether people who gave no feedback are asked about it",
        ),
        "A-05": ("Khoảng cách k = N/n không tròn", "An interval k = N/n that is not whole"),
        "A-06": ("Nói ngẫu nhiên nhưng luôn bắt đầu từ số 01", "Called random, yet always starting at 01"),
        "A-07": ("Xếp tên người theo vần abc thế nào", "What abc order of people means"),
        "A-08": ("Xếp tên thôn, tổ có số thế nào", "How numbered villages are ordered"),
        "A-09": ("Người có tên nhiều lần trong danh sách", "People who stand in a list more than once"),
        "A-10": ("Một người trúng mẫu hai lần", "One person selected twice"),
        "A-11": ("Cỡ mẫu dự phòng và cách làm tròn", "Size of the reserve and its rounding"),
        "A-12": ("Thiếu mẫu dự phòng", "A reserve that is too short"),
        "A-13": ("Dùng dự phòng khi nào, theo thứ tự nào", "When the reserve is used, and in which order"),
        "A-14": ("Đơn vị ít người: hỏi tất cả từ ngưỡng nào", "Below which number everyone is asked"),
        "A-15": ("Chia phiếu giữa các lĩnh vực thế nào", "How forms are divided among services"),
        "A-16": ("Người ngoài tỉnh có bị loại không", "Whether users from other provinces are left out"),
        "A-17": ("Chia 40-50 và 10-20 giữa hai lĩnh vực", "Dividing 40-50 and 10-20 between two services"),
        "A-18": (
            "Chọn xã nào; chia phiếu xã cho các lĩnh vực",
            "Which communes; how their forms are divided",
        ),
        "A-19": ("Phiếu thế nào là không hợp lệ", "What makes a form invalid"),
        "A-20": ("Tên đơn vị in nhầm trong văn bản", "Names misprinted in the decision"),
        "A-21": (
            "Vị trí cần chọn không có hoặc trùng nơi đã chọn",
            "A position that is missing or taken already",
        ),
        "A-22": ("Chọn hộ trong thôn theo quy tắc nào", "By which rule households of a village are chosen"),
        "A-23": ("Điều kiện biết đọc, biết viết", "The condition of being able to read and write"),
        "A-24": ("Chỉ số toàn tỉnh tính thế nào", "How the index of the province is made"),
        "A-25": ("Chỉ số huyện có gồm xã không", "Whether a district's index includes its communes"),
        "A-26": ("Chỉ số khối tính thế nào", "How the index of a block is made"),
        "A-27": ("Đơn vị nhiều lĩnh vực", "A unit with several services"),
        "A-28": ("Đơn vị dùng hai loại phiếu", "A unit with two kinds of forms"),
        "A-29": (
            "Số phiếu đại diện nhiều hơn số cơ quan được mời",
            "More forms for representatives than offices",
        ),
        "A-30": ("Phần trăm của câu được chọn nhiều ý", "Percentages of multiple-answer questions"),
        "A-31": ("Được chọn mấy điều mong đợi", "How many expectations may be chosen"),
        "A-32": ("20 % phúc tra của cái gì", "What the back-check's 20 % are taken of"),
        "A-33": ("Các nội dung phúc tra là gì", "What the back-check asks"),
        "A-34": (
            "Phiếu không đạt phúc tra, người không gọi được",
            "A form that fails the back-check; people not reached",
        ),
        "A-35": ("Làm tròn", "Rounding"),
        "A-36": ("0 % hay 100 % trên cơ sở rất nhỏ", "0 % or 100 % of a tiny base"),
        "A-37": ("Phiếu hỏng dù có dự phòng", "Failures in spite of a reserve"),
        "A-38": (
            "Tổng số phiếu văn bản nêu có khớp quy tắc không",
            "Whether the decision's totals follow from its rules",
        ),
        "A-39": ("Thứ tự thang đo", "The direction of the scale"),
        "A-40": ("Cơ quan được đánh giá thấy gì", "What an assessed agency may see"),
        "A-41": ("Cấp hành chính và khối thay đổi", "Administrative levels and blocks that change"),
        "A-42": ("Cuối thời gian được khảo sát", "The end of the eligible period"),
        "A-43": ("Phải đã nhận kết quả mới được hỏi", "Whether the result must have been received"),
        "A-44": (
            "Phiếu người dân và phiếu tổ chức có cùng câu hỏi không",
            "Whether citizens and organisations are asked the same",
        ),
    }
)
