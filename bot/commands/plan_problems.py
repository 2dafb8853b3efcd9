"""What is wrong with a plan file, in the words of who has to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.language import is_english
from survey_flows.errors import Issue

_PROBLEMS: Mapping[str, str] = MappingProxyType(
    {
        # of the shape of the file
        "toml": "tệp không đúng cú pháp TOML: thiếu dấu ngoặc, dấu nháy hoặc ghi một khóa hai lần",
        "missing": "thiếu khóa bắt buộc",
        "extra_forbidden": "khóa lạ, có thể gõ sai tên",
        "literal_error": "giá trị không nằm trong các lựa chọn được phép",
        "string_type": "phải là chữ, trong dấu nháy kép",
        "string_pattern_mismatch": "mã viết sai kiểu: chữ hoa không dấu, số và dấu gạch dưới",
        "string_too_short": "không được để trống",
        "string_too_long": "quá dài",
        "int_type": "phải là số nguyên, không có dấu nháy",
        "bool_type": "phải là true hoặc false",
        "date_type": "phải là ngày, viết 2026-09-30",
        "time_type": "phải là giờ, viết 08:00:00",
        "greater_than_equal": "số quá nhỏ",
        "less_than_equal": "số quá lớn",
        "too_short": "danh sách có quá ít mục",
        "too_long": "danh sách có quá nhiều mục",
        # of what the file says
        "window": "thời gian khảo sát mâu thuẫn",
        "year": "năm không thuộc đề án",
        "province": "không phải tên tỉnh của thời gian khảo sát",
        "merged": "tỉnh có lẽ đã nhập vào tỉnh khác trước khi hết thời gian khảo sát: theo nguồn thứ cấp,"
        " chưa đối chiếu nguyên văn nghị quyết",
        "misprint": "tên in nhầm trỏ tới đơn vị không có",
        "block": "khối không có trong [blocks]",
        "band": "khoảng số phiếu của lĩnh vực đông nhất không hợp lý",
        "census": "ngưỡng hỏi tất cả lớn hơn số phiếu",
        "code": "mã dùng hai lần",
        "kind": "loại đơn vị không có trong [kinds]",
        "form": "chưa có phiếu hỏi",
        "require_result": "chưa nói có phải đã nhận kết quả không",
        "quota": "chưa có số phiếu",
        "services": "lĩnh vực của đơn vị chưa đúng",
        "n": "số phiếu của các lĩnh vực không khớp số phiếu của đơn vị",
        "list": "cách phân bổ và danh sách đại diện không đi với nhau",
        "communes": "số xã không khớp quy tắc chọn",
        "class": "loại của xã không khớp lý do được chọn",
        "seat": "có hơn một nơi đặt trụ sở",
        "name": "một tên chỉ hai đơn vị",
        "contact": "quy định liên hệ không dùng được",
        "households": "xã phải có mỗi thôn một danh sách hộ",
        "continuous": "thời gian của phiếu rút gọn mâu thuẫn",
        "totals": "không cộng ra con số của văn bản",
    }
)


def problem_of(issue: Issue) -> str:
    """One problem as a line: where, in Vietnamese what, then the exact message and what to do."""
    if is_english():
        return str(issue)
    said = _PROBLEMS.get(issue.code, "giá trị chưa đúng")
    where = issue.where.replace(", line ", ", dòng ")
    hint = f" → {issue.hint}" if issue.hint else ""
    return f"{where}: {said} | {issue.message}{hint}"
