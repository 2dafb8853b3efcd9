"""Part I of a report: how the survey went, from its legal basis to who answered (domain.md SR-9).

What the plan and the tables know is told; the forces, the training and the supervision are left to write.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports import sentences as say
from bot.reports import sentences_answers as told
from bot.reports.model import Report
from bot.reports.outline_parts import Blank, Heading, Paragraph, Part, Picture, see, table_of
from bot.reports.responses import FormKind
from scoring.tables import RowKind
from scoring.wording import HEADINGS


def fieldwork(report: Report) -> Iterator[Part]:
    """Part I: whom the survey asked, how, and what came in."""
    head, year = report.head, report.head.year
    yield Heading(1, f"I. TÌNH HÌNH TRIỂN KHAI ĐO LƯỜNG SỰ HÀI LÒNG NĂM {year}")
    yield Heading(2, "1. Cơ sở")
    basis = [one.strip() for one in head.legal_basis.split(";") if one.strip()]
    for one in basis:
        yield Paragraph(f"- {one}.", is_item=True)
    if not basis:
        yield Blank(head.department, "các văn bản làm căn cứ")
    yield Heading(2, "2. Đối tượng đánh giá và đối tượng điều tra xã hội học")
    yield Heading(3, "a) Đối tượng đánh giá")
    for block in report.blocks:
        members = sum(unit.block == block.code for unit in report.units)
        yield Paragraph(f"- Khối {say.lower_first(block.name)}: {say.number(members)} đơn vị.", is_item=True)
    yield Heading(3, "b) Đối tượng điều tra xã hội học")
    yield Paragraph(_respondents(report))
    yield Heading(2, "3. Nội dung đo lường")
    yield from _contents(report)
    yield Heading(2, "4. Tiêu chí đo lường")
    for form in report.forms:
        yield Paragraph(
            f"- {form.name.vi}: {form.factors} nội dung, {form.criteria} tiêu chí; "
            f"{say.number(form.people)} phiếu hợp lệ.",
            is_item=True,
        )
    yield Heading(2, "5. Phương pháp xác định Chỉ số SIPAS")
    yield Paragraph(
        "Áp dụng phương pháp điều tra xã hội học bằng phiếu hỏi. Mẫu được chọn trước từ danh sách do các cơ "
        "quan lập; người được chọn tự trả lời qua tin nhắn điện thoại. "
        "Mọi lựa chọn về cách chọn mẫu, cách tính và cách làm tròn được nêu ở Phụ lục II."
    )
    yield Paragraph(_formula(report))
    yield Heading(2, "6. Triển khai khảo sát")
    yield Paragraph(f"Thời gian khảo sát: {head.fieldwork}.")
    yield from (Paragraph(one) for one in _flow(report))
    if report.flow is not None:
        yield Picture("flow", "Từ mẫu đến phiếu hợp lệ (Biểu số 1c)")
    yield Blank(head.department, "lực lượng, phân công, tập huấn điều tra viên và cộng tác viên")
    yield Heading(2, "7. Kiểm tra, giám sát và phúc tra")
    yield from (Paragraph(one) for one in _backcheck(report))
    yield Blank(head.department, "thành phần Đoàn Giám sát và thời gian phúc tra")
    yield Heading(2, "8. Tổng hợp, xử lý số liệu")
    yield Paragraph(
        "Câu trả lời được ghi nhận và tổng hợp bằng phần mềm; chỉ số được tính từ từng câu trả lời, chỉ làm "
        "tròn khi in. Mã băm của dữ liệu ở cuối Phụ lục III."
    )
    yield Heading(2, f"9. Kết quả thu phiếu{see(report, '1', '1a', '1b', '1c', '1d')}")
    for one in told.collected(report.issued, report.wanted, report.collected, report.valid, report.printing):
        yield Paragraph(one)
    yield from (Paragraph(one) for one in _deviations(report))
    yield Heading(2, f"10. Thành phần trả lời phiếu{see(report, '2', '2a')}")
    yield from _composition(report)


def _respondents(report: Report) -> str:
    window = f" trong thời gian {report.head.window}" if report.head.window else ""
    if any(form.kind == FormKind.HOUSEHOLD for form in report.forms):
        return "Là người từ đủ 18 tuổi đại diện hộ gia đình được chọn, dù hộ có sử dụng dịch vụ hay không."
    said = f"Là người dân, người đại diện tổ chức đã giao dịch với các cơ quan, đơn vị được đánh giá{window}"
    if any(form.kind == FormKind.INTER_AGENCY for form in report.forms):
        said += (
            "; với cơ quan không có hồ sơ thủ tục hành chính là người đại diện tổ chức có liên hệ công tác"
        )
    return f"{said}."


def _contents(report: Report) -> Iterator[Part]:
    for form in report.forms:
        names = [say.lower_first(each.name.vi) for each in report.factors if each.form == form.kind]
        names = list(dict.fromkeys(names))
        if names:
            yield Paragraph(f"- {form.name.vi}: {say.listed(names)}.", is_item=True)


def _formula(report: Report) -> str:
    """How the index is made, in the words of the first table of indices."""
    table = table_of(report, "4") or table_of(report, "4b")
    note = table.notes[0].vi if table is not None and table.notes else ""
    rule = say.lower_first(HEADINGS[report.province.rule].vi)
    return f"{note} Chỉ số chung: {rule}."


def _flow(report: Report) -> Iterator[str]:
    flow = report.flow
    if flow is None:
        return
    issued = flow.official + flow.reserve
    yield (
        f"Đã mời {say.number(issued)} người: {say.number(flow.official)} người thuộc mẫu chính thức và "
        f"{say.number(flow.reserve)} người dự phòng vào thay."
    )
    ends = [
        (flow.complete, "trả lời trọn phiếu"),
        (flow.partial, "trả lời dở dang nhưng đủ để tính"),
        (flow.refused, "từ chối hoặc ngừng giữa chừng"),
        (flow.noncontact, "không liên lạc được"),
        (flow.other, "không trả lời vì lý do khác"),
    ]
    said = [
        f"{say.number(count)} người {what} ({told.rate(count, issued, report.printing)})"
        for count, what in ends
        if count and issued
    ]
    if said:
        yield f"Trong đó {say.listed(said).replace(', ', '; ').replace(' và ', '; ')}."


def _backcheck(report: Report) -> Iterator[str]:
    checks, printing = report.backcheck, report.printing
    if checks is None or not checks.drawn:
        yield "Chưa phúc tra phiếu nào."
        return
    yield (
        f"Đã chọn {say.of_all(checks.drawn, checks.collected)} phiếu để phúc tra qua điện thoại "
        f"({told.rate(checks.drawn, checks.collected, printing)} số phiếu thu về"
        f"{see(report, 'PT', bare=True)})."
    )
    outcomes = [
        (checks.confirmed, "xác nhận đủ các nội dung"),
        (checks.content_failed, "có nội dung không đạt"),
        (checks.unreachable, "sai số điện thoại hoặc không liên lạc được"),
        (checks.uncooperative, "không hợp tác"),
        (checks.pending, "chưa gọi xong"),
    ]
    said = [
        f"{say.of_all(count, checks.drawn)} phiếu {what} ({told.rate(count, checks.drawn, printing)})"
        for count, what in outcomes
        if count
    ]
    yield f"Kết quả: {'; '.join(said)}."


def _deviations(report: Report) -> Iterator[str]:
    table = table_of(report, "1b")
    if table is None:
        return
    lines = say.Lines(table)
    total = lines.rows(RowKind.TOTAL)[-1]
    words = {
        "short": "{} người thiếu so với số phiếu kế hoạch giao do danh sách không đủ người",
        "borrowed": "{} người dự phòng lấy từ lĩnh vực khác của cùng đơn vị",
        "replaced": "{} người được thay bằng dự phòng",
        "missing": "{} phiếu không thu được",
        "over_quota": "{} phiếu đến sau khi đủ chỉ tiêu, không tính",
        "failed": "{} phiếu không đạt phúc tra, không tính",
    }
    said = [
        text.format(say.number(count)) for code, text in words.items() if (count := lines.count(total, code))
    ]
    if said:
        yield f"Những chỗ thực hiện khác kế hoạch{see(report, '1b')}: {'; '.join(said)}."
    else:
        yield "Thực hiện đúng kế hoạch: không thiếu mẫu, không thay mẫu, không có phiếu bị loại."
    for one in report.corrections:
        yield f"Phiếu hỏi được sửa trong khi khảo sát: {one}."


def _composition(report: Report) -> Iterator[Part]:
    for table in report.tables:
        if table.code[0] == "2":
            yield Paragraph(f"{table.title.vi} (Biểu số {table.code}):")
            for asked in told.questions_of(table):
                if said := told.composition_of(table, asked):
                    yield Paragraph(f"- {said}", is_item=True)
