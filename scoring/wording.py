"""What the report tables are called: titles, headings and notes, Vietnamese with English beside."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.tables import Text

TITLES: Mapping[str, Text] = {
    "1": Text("Kết quả phát và thu phiếu theo đơn vị", "Forms issued and collected, by unit"),
    "1a": Text("Phiếu không hợp lệ và phiếu cần xem lại", "Forms that do not count, and forms to look at"),
    "2": Text("Cơ cấu người trả lời: khối sở, ban, ngành", "Respondents: departments"),
    "2a": Text("Cơ cấu người trả lời: khối huyện, thành phố", "Respondents: districts and city"),
    "3": Text("Quá trình giải quyết thủ tục: chung", "How procedures went: all procedure forms"),
    "3a": Text(
        "Quá trình giải quyết thủ tục: phiếu trực tiếp, khối sở",
        "How procedures went: in person, departments",
    ),
    "3b": Text(
        "Quá trình giải quyết thủ tục: phiếu trực tiếp, khối huyện",
        "How procedures went: in person, districts",
    ),
    "3c": Text("Quá trình giải quyết thủ tục: phiếu trực tuyến", "How procedures went: online"),
    "4": Text("Chỉ số hài lòng (SIPAS): khối sở, ban, ngành", "Satisfaction index (SIPAS): departments"),
    "4a": Text(
        "Chỉ số hài lòng (SIPAS): khối huyện, thành phố", "Satisfaction index (SIPAS): districts and city"
    ),
    "4b": Text("Chỉ số hài lòng (SIPAS): toàn tỉnh", "Satisfaction index (SIPAS): the province"),
    "4c": Text("Chỉ số hài lòng (SIPAS): các xã trong từng huyện", "Satisfaction index (SIPAS): communes"),
    "4d": Text("Chỉ số hài lòng (SIPAS): theo lĩnh vực của đơn vị", "Satisfaction index (SIPAS): services"),
    "5": Text("Chỉ số theo yếu tố và tiêu chí: phiếu trực tiếp", "Factor and criterion indices: in person"),
    "5a": Text(
        "Chỉ số theo yếu tố và tiêu chí: phiếu trực tiếp, khối sở",
        "Factor and criterion indices: in person, departments",
    ),
    "5b": Text(
        "Chỉ số theo yếu tố và tiêu chí: phiếu trực tiếp, khối huyện",
        "Factor and criterion indices: in person, districts",
    ),
    "5c": Text("Chỉ số theo yếu tố và tiêu chí: phiếu trực tuyến", "Factor and criterion indices: online"),
    "5d": Text(
        "Chỉ số theo nội dung và tiêu chí: phiếu tổ chức", "Content and criterion indices: organisations"
    ),
    "5e": Text(
        "Chỉ số theo yếu tố của từng đơn vị: phiếu trực tiếp", "Factor indices, unit by unit: in person"
    ),
    "5g": Text(
        "Chỉ số theo yếu tố của từng đơn vị: phiếu trực tuyến", "Factor indices, unit by unit: online"
    ),
    "5h": Text(
        "Chỉ số theo nội dung của từng đơn vị: phiếu tổ chức", "Content indices, unit by unit: organisations"
    ),
    "6": Text("Mong đợi của người dân, tổ chức: chung", "What people wish for: all procedure forms"),
    "6a": Text("Mong đợi: khối huyện, thành phố", "What people wish for: districts and city"),
    "6b": Text("Mong đợi của tổ chức: phiếu tổ chức", "What organisations wish for"),
    "PT": Text("Kết quả phúc tra", "Verification calls"),
}

HEADINGS: Mapping[str, Text] = {
    "rank": Text("Hạng", "Rank"),
    "unit": Text("Đơn vị", "Unit"),
    "block": Text("Khối", "Block"),
    "part": Text("Xã, lĩnh vực", "Commune, service"),
    "domain": Text("Phạm vi", "Domain"),
    "target": Text("Chỉ tiêu", "Target"),
    "issued": Text("Số người được mời", "People issued"),
    "collected": Text("Số phiếu thu", "Collected"),
    "valid": Text("Số phiếu hợp lệ", "Valid"),
    "failed": Text("Không thu được", "Not collected"),
    "replaced": Text("Đã thay mẫu dự phòng", "Replaced from reserve"),
    "invalid": Text("Không tính", "Do not count"),
    "collected_rate": Text("Tỷ lệ thu (%)", "Collected (%)"),
    "valid_rate": Text("Tỷ lệ hợp lệ (%)", "Valid (%)"),
    "answer": Text("Phương án trả lời", "Answer"),
    "people": Text("Số người", "People"),
    "people_share": Text("% số người", "% of people"),
    "ticks": Text("Số lượt chọn", "Ticks"),
    "ticks_share": Text("% số lượt chọn", "% of ticks"),
    "base": Text("Số người trả lời", "Respondents"),
    "sipas": Text("SIPAS (%)", "SIPAS (%)"),
    "index": Text("Chỉ số (%)", "Index (%)"),
    "error": Text("Sai số chuẩn", "Standard error"),
    "interval": Text("Khoảng tin cậy 95 %", "95 % interval"),
    "ratio": Text("Hài lòng / trả lời", "Satisfied / answered"),
    "change": Text("So với năm trước", "Change"),
    "places": Text("Hạng có thể từ – đến", "Place may be from – to"),
    "change_interval": Text("Khoảng của thay đổi (điểm)", "Interval of the change (points)"),
    "skipped": Text("Bỏ trống", "Skipped"),
    "routed_out": Text("Không thuộc diện hỏi", "Not asked"),
    "measure": Text("Yếu tố, tiêu chí", "Factor, criterion"),
    "highest": Text("Cao nhất (%)", "Highest (%)"),
    "highest_unit": Text("Đơn vị cao nhất", "Highest unit"),
    "lowest": Text("Thấp nhất (%)", "Lowest (%)"),
    "lowest_unit": Text("Đơn vị thấp nhất", "Lowest unit"),
    "median": Text("Trung vị", "Median"),
    "outcome": Text("Kết quả gọi", "Outcome of the call"),
    "forms": Text("Số phiếu", "Forms"),
    "share": Text("Tỷ lệ (%)", "Share (%)"),
    "whole": Text("Tổng cộng", "Total"),
    "pooled_block": Text("Cả khối (gộp câu trả lời)", "Whole block (answers pooled)"),
    "mean_of_units": Text("Trung bình các đơn vị", "Mean of units"),
    "mean_of_blocks": Text("Toàn tỉnh (trung bình các khối)", "Province (mean of blocks)"),
    "pooled": Text("Toàn tỉnh (gộp câu trả lời)", "Province (answers pooled)"),
    "mean_of_all_units": Text("Toàn tỉnh (trung bình các đơn vị)", "Province (mean of units)"),
    "drawn": Text("Số phiếu phúc tra", "Forms called"),
    "confirmed": Text("Xác nhận đủ 03 nội dung", "All three contents confirmed"),
    "content_failed": Text("Không đạt nội dung", "A content failed"),
    "unreachable": Text("Sai số điện thoại hoặc không liên lạc được", "Wrong number or unreachable"),
    "uncooperative": Text("Không hợp tác", "Would not cooperate"),
    "form_in_person": Text("Phiếu trực tiếp", "In-person form"),
    "form_online": Text("Phiếu trực tuyến", "Online form"),
    "form_inter_agency": Text("Phiếu tổ chức", "Inter-agency form"),
    "form_full": Text("Phiếu đầy đủ", "Full form"),
    "form_household": Text("Phiếu hộ gia đình", "Household form"),
    "pending": Text("Chưa gọi xong", "Not called yet"),
    "low": Text("Từ (%)", "From (%)"),
    "high": Text("Đến (%)", "To (%)"),
    "deff": Text("Hệ số thiết kế", "Design effect"),
    "share_of": Text("Tính trên", "Of"),
    "before": Text("Năm trước (%)", "Before (%)"),
    "low_points": Text("Từ (điểm)", "From (points)"),
    "high_points": Text("Đến (điểm)", "To (points)"),
    "adjusted_p": Text("p, xét cùng lúc", "p, all together"),
    "best_rank": Text("Hạng cao nhất có thể", "Best place it may have"),
    "worst_rank": Text("Hạng thấp nhất có thể", "Worst place it may have"),
    "rate": Text("Tỷ lệ", "Rate"),
    "above": Text("Tử số", "Numerator"),
    "below": Text("Mẫu số", "Denominator"),
    "cases": Text("Số người được mời", "Cases issued"),
    "eligibility": Text("Hệ số đủ điều kiện (e)", "Eligible among unknown (e)"),
}

NOTES: Mapping[str, Text] = {
    "places": Text(
        "Hạng có thể từ … đến …: do sai số chọn mẫu, hạng thực của đơn vị nằm trong khoảng này, đúng cho mọi "
        "đơn vị cùng lúc.",
        "Place may be from … to …: given the error of sampling; holds for all units at once.",
    ),
    "small": Text(
        "* Dưới {base} người trả lời: chỉ tham khảo.",
        "* Fewer than {base} respondents: for orientation only.",
    ),
    "hidden": Text(
        "– Dưới {base} người trả lời: không nêu chỉ số.",
        "– Fewer than {base} respondents: no figure is given.",
    ),
    "withheld": Text(
        "ẩn, ≥, ≤: số liệu không nêu, hoặc chỉ nêu mức, để không suy ra được câu trả lời của từng người.",
        "ẩn, ≥, ≤: withheld, or told as a bound, so that nobody's answers can be worked out.",
    ),
    "collected": Text(
        "Chỉ tiêu: số phiếu cần thu. Số người được mời gồm mẫu chính thức và người dự phòng đã thay. "
        "Không thu được = chỉ tiêu − số phiếu thu; tỷ lệ thu tính trên chỉ tiêu.",
        "Target: forms wanted. People issued: the official sample and the reserves that stepped in. "
        "Not collected = target − collected; the rate is of the target.",
    ),
    "flags": Text(
        "Phiếu gắn cờ vẫn được tính: trả lời nhanh hay chọn một mức cho mọi câu là chuyện thường gặp.",
        "Flagged forms count: answering fast or giving one answer throughout is common among honest people.",
    ),
    "without_communes": Text(
        "Chỉ số của huyện, của khối và của tỉnh không gồm phiếu của xã; xã có dòng riêng ở Biểu 4c.",
        "Districts', blocks' and the province's indices leave communes' forms out; communes are in table 4c.",
    ),
    "without_communes_factors": Text("Không gồm phiếu của xã.", "Communes' forms are left out."),
    "ticks": Text(
        "Câu chọn nhiều phương án: % số người có thể cộng quá 100; % số lượt chọn cộng bằng 100.",
        "Several answers allowed: shares of people may exceed 100 in sum; shares of ticks add up to 100.",
    ),
    "everybody": Text(
        "Tỷ lệ tính trên tất cả phiếu hợp lệ, kể cả phiếu bỏ trống câu này.",
        "Shares of all valid forms, including those that left the question empty.",
    ),
    "answered": Text(
        "Tỷ lệ tính trên số người trả lời câu hỏi.", "Shares of the people who answered the question."
    ),
    "spread": Text(
        "Cao nhất: {highest} ({highest_units}). Thấp nhất: {lowest} ({lowest_units}). Trung vị: {median}. "
        "Đạt từ {target} % trở lên: {reaching}/{count} đơn vị.",
        "Highest: {highest} ({highest_units}). Lowest: {lowest} ({lowest_units}). Median: {median}. "
        "At or above {target} %: {reaching} of {count} units.",
    ),
    "sipas": Text(
        "SIPAS = số câu trả lời hài lòng, rất hài lòng / số câu trả lời. Sai số tính theo người trả lời.",
        "SIPAS = satisfied answers / answers given. Errors treat each respondent as one cluster.",
    ),
    "sipas_fixed": Text(
        "SIPAS = số câu trả lời hài lòng, rất hài lòng / (số câu của phiếu × số người trả lời); "
        "câu bỏ trống vẫn ở mẫu số. Sai số tính theo người trả lời.",
        "SIPAS = satisfied answers / (criteria of the form × respondents); skipped criteria stay "
        "below the line. Errors treat each respondent as one cluster.",
    ),
    "sipas_mean_of_persons": Text(
        "SIPAS = trung bình tỷ lệ câu hài lòng của từng người trả lời. Sai số tính theo người trả lời.",
        "SIPAS = mean of each respondent's own share of satisfied answers. Errors are between respondents.",
    ),
}

STATEMENTS: Mapping[str, Text] = {
    "pair_real": Text(
        "{higher} cao hơn {lower} {points} điểm phần trăm: vượt quá mức có thể do ngẫu nhiên.",
        "{higher} is above {lower} by {points} points: more than chance explains.",
    ),
    "pair_unsure": Text(
        "{higher} và {lower} cách nhau {points} điểm phần trăm: chưa đủ để nói đơn vị nào hơn.",
        "{higher} and {lower} are {points} points apart: not enough to say which is better.",
    ),
    "ranking": Text(
        "{units} đơn vị tạo thành {pairs} cặp; ở {real} cặp chênh lệch vượt quá mức ngẫu nhiên "
        "(chắc {confidence} % cho tất cả các cặp cùng lúc). Các thứ hạng khác có thể do ngẫu nhiên.",
        "{units} units make {pairs_en}; in {real} of them the difference is more than chance explains "
        "({confidence} % sure of all pairs together). The other places may be chance.",
    ),
    "neighbours": Text(
        "Trong {pairs} cặp đơn vị đứng liền nhau, ở {unsure} cặp chưa thể nói đơn vị nào thực sự đứng trên. "
        "Phân biệt được: {apart}.",
        "Neighbours in the ranking: {pairs_en}; of {unsure} nobody can say which is really higher. "
        "Told apart: {apart}.",
    ),
    "neighbours_none": Text(
        "Trong {pairs} cặp đơn vị đứng liền nhau, chưa phân biệt được cặp nào: chênh lệch có thể do "
        "ngẫu nhiên.",
        "Neighbours in the ranking: {pairs_en}; none can be told apart, the difference may be chance.",
    ),
    "change_real": Text(
        "{points} điểm phần trăm (từ {low} đến {high}): thay đổi thật, không chỉ do chọn mẫu.",
        "{points} points ({low} to {high}): a real change, not only the luck of the draw.",
    ),
    "change_unsure": Text(
        "{points} điểm phần trăm (từ {low} đến {high}): có thể chỉ do chọn mẫu.",
        "{points} points ({low} to {high}): may be the luck of the draw.",
    ),
    "change_bare": Text(
        "{points} điểm phần trăm; không biết sai số của số liệu trước nên không thể nói "
        "có phải ngẫu nhiên không.",
        "{points} points; the error of the earlier figure is not known, so nobody can say whether this is "
        "chance.",
    ),
    "changes": Text(
        "{lines} dòng; {real} thay đổi vượt quá mức ngẫu nhiên khi xét cùng lúc các dòng của một chỉ tiêu.",
        "{lines} lines; {real} changes are more than chance explains, the lines of a measure taken together.",
    ),
    "changes_bare": Text(
        "{lines} dòng; không biết sai số của số liệu trước nên không thể nói thay đổi nào là thật.",
        "{lines} lines; the error of the earlier figures is not known, so nobody can say which change "
        "is real.",
    ),
    "change_unknown": Text("Không có số liệu để so sánh.", "There is nothing to compare with."),
}
"""What is said of differences (`scoring.compare`)."""
