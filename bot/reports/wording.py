"""What reports say around the tables: Vietnamese first, English beside."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.tables import Text

WORDS: Mapping[str, Text] = {
    "synthetic": Text("DỮ LIỆU MÔ PHỎNG", "SYNTHETIC DATA"),
    "synthetic_why": Text(
        "Người trả lời và câu trả lời do máy tạo ra để chạy thử; không phản ánh cơ quan nào.",
        "Respondents and answers were generated for a trial run; they say nothing about any agency.",
    ),
    "cover": Text("Bìa", "Cover"),
    "province": Text("SIPAS toàn tỉnh", "SIPAS of the province"),
    "by_block": Text("Chỉ số theo khối", "Index by block"),
    "by_unit": Text("Chỉ số theo đơn vị", "Index by unit"),
    "by_factor": Text("Chỉ số theo yếu tố", "Index by factor"),
    "process": Text("Quá trình giải quyết và mong đợi", "How procedures went, and what people wish for"),
    "views": Text("Nhận định và mong đợi", "What people think and expect"),
    "years": Text("Chỉ số qua các năm", "Index over the years"),
    "levels": Text("Mức độ hài lòng từng tiêu chí", "Levels of satisfaction, by criterion"),
    "flow": Text("Từ mẫu đến phiếu hợp lệ", "From sample to valid forms"),
    "figures": Text("Bảng số", "Figures"),
    "follow": Text("Theo dõi đơn vị:", "Follow a unit:"),
    "all_units": Text("tất cả", "all"),
    "tables": Text("Các biểu số", "Tables"),
    "table": Text("Biểu số", "Table"),
    "method": Text("Phương pháp", "Method"),
    "checks": Text("Kiểm tra các con số", "Checks of the figures"),
    "contents": Text("Nội dung", "Contents"),
    "fieldwork": Text("Thời gian khảo sát", "Fieldwork"),
    "wanted": Text("Chỉ tiêu (số phiếu)", "Forms wanted"),
    "issued": Text("Số người được mời", "People issued"),
    "collected": Text("Số phiếu thu", "Forms collected"),
    "valid": Text("Số phiếu hợp lệ", "Valid forms"),
    "verified": Text("Số phiếu phúc tra", "Forms verified by phone"),
    "reaching": Text("Đơn vị đạt từ {target} %", "Units at {target} % or above"),
    "department": Text("Cơ quan thực hiện", "Conducted by"),
    "legal_basis": Text("Căn cứ", "Legal basis"),
    "generated_on": Text("Ngày lập", "Prepared on"),
    "digest": Text("Mã băm dữ liệu (SHA-256)", "Digest of the data (SHA-256)"),
    "recompute": Text(
        "Ai có tệp dữ liệu cùng mã băm này đều tính lại được các con số.",
        "Whoever holds the data with this digest can compute every figure again.",
    ),
    "interval": Text("Thanh mảnh: khoảng tin cậy 95 %", "Thin bar: 95 % interval"),
    "unit_legend": Text(
        "● đạt mục tiêu · ○ chưa đạt · vòng nhỏ: năm trước · vạch ngang: khoảng tin cậy 95 %",
        "● target reached · ○ not reached · small ring: last year · bar: 95 % interval",
    ),
    "target": Text("Mục tiêu {target} %", "Target {target} %"),
    "percent": Text("Chỉ số hài lòng (%)", "Satisfaction index (%)"),
    "of_people": Text("% số người trả lời", "% of respondents"),
    "of_ticks": Text("% số lượt chọn", "% of ticks"),
    "unit": Text("Đơn vị", "Unit"),
    "base": Text("Số người", "People"),
    "rank": Text("Hạng", "Rank"),
    "setting": Text("Vấn đề", "Question"),
    "choice": Text("Cách làm của đợt này", "This wave's choice"),
    "code": Text("Mã", "Code"),
    "page": Text("Trang &P / &N", "Page &P of &N"),
}
