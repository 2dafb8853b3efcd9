"""What the tables of a scheme are called: by its blocks and its forms, in no other province's words.

The titles of `scoring.wording` are those of a scheme with departments and districts, asked by in-person
and online forms. A scheme with other blocks or forms gets the same tables under names of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.reports.responses import FormKind
from scoring.tables import Table, Text
from scoring.wording import HEADINGS, TITLES

_BY_BLOCK: Mapping[str, tuple[int, Text]] = {
    "2": (0, Text("Cơ cấu người trả lời", "Respondents")),
    "2a": (1, Text("Cơ cấu người trả lời", "Respondents")),
    "4": (0, Text("Chỉ số hài lòng (SIPAS)", "Satisfaction index (SIPAS)")),
    "4a": (1, Text("Chỉ số hài lòng (SIPAS)", "Satisfaction index (SIPAS)")),
}
_HOUSEHOLD: Mapping[str, Text] = {
    "2": Text("Cơ cấu người trả lời", "Respondents"),
    "3": Text("Nhận định, đánh giá của người dân", "What people see and think"),
    "4": Text("Mức độ hài lòng theo huyện, thành phố", "Satisfaction, by district and city"),
    "4b": Text("Mức độ hài lòng: toàn tỉnh", "Satisfaction: the province"),
    "4c": Text("Mức độ hài lòng theo xã, phường, thị trấn", "Satisfaction, by commune"),
    "5": Text("Mức độ hài lòng theo nội dung và tiêu chí", "Satisfaction, by content and criterion"),
    "5e": Text("Mức độ hài lòng theo nội dung, từng huyện", "Satisfaction by content, district by district"),
    "6": Text("Nhu cầu, mong đợi của người dân", "What people need and expect"),
}
_FULL: Mapping[str, Text] = {
    "3": Text(
        "Chất lượng dịch vụ và quá trình giải quyết: chung", "Quality of service and how procedures went"
    ),
    "3a": Text("Chất lượng dịch vụ và quá trình giải quyết: khối sở", "Quality of service: departments"),
    "3b": Text("Chất lượng dịch vụ và quá trình giải quyết: khối huyện", "Quality of service: districts"),
}


_USUAL: Mapping[str, str] = dict.fromkeys(("2", "3a", "4", "5a"), "so") | dict.fromkeys(
    ("2a", "3b", "4a", "5b", "6a"), "huyen"
)
"""Of which block the usual title of a table speaks."""

_OF_BLOCK: Mapping[str, Text] = {
    "2": Text("Cơ cấu người trả lời", "Respondents"),
    "3": Text("Quá trình giải quyết thủ tục", "How procedures went"),
    "4": Text("Chỉ số hài lòng (SIPAS)", "Satisfaction index (SIPAS)"),
    "5": Text("Chỉ số theo yếu tố và tiêu chí", "Factor and criterion indices"),
    "6": Text("Mong đợi", "What people wish for"),
}


def of_block(table: Table, block: str, name: str, kinds: Sequence[FormKind] = ()) -> Table:
    """A block's table under the name of its block, where the usual title speaks of another one."""
    if _USUAL.get(table.code) == block:
        return table
    start = _FULL["3"] if table.code[0] == "3" and FormKind.FULL in kinds else _OF_BLOCK[table.code[0]]
    vi = start.vi.removesuffix(": chung")
    return replace(table, title=Text(f"{vi}: khối {name[:1].lower()}{name[1:]}", f"{start.en}: {name}"))


def unranked(table: Table, units: Sequence[str]) -> Table:
    """A table of units by rank in the order of `units`, without the places; lines below it stay below."""
    at = next(place for place, column in enumerate(table.columns) if column.code == "unit")
    order = {name: place for place, name in enumerate(units)}
    rows = sorted(table.rows, key=lambda row: order.get(str(row.cells[at]), len(order)))
    return replace(
        table,
        columns=table.columns[at:],
        rows=tuple(replace(row, cells=row.cells[at:]) for row in rows),
    )


def titled(tables: Sequence[Table], kinds: Sequence[FormKind], blocks: Mapping[str, str]) -> Iterator[Table]:
    """The tables under their names in this scheme, a code that comes twice with a number behind it."""
    seen: Counter[str] = Counter()
    for table in tables:
        seen[table.code] += 1
        code = table.code if seen[table.code] == 1 else f"{table.code}-{seen[table.code]}"
        yield replace(table, code=code, title=_title(table, set(kinds), list(blocks.values())))


def _title(table: Table, kinds: set[FormKind], blocks: Sequence[str]) -> Text:
    usual = table.title
    if FormKind.HOUSEHOLD in kinds:
        return _HOUSEHOLD.get(table.code, usual)
    if table.code in _BY_BLOCK and len(blocks) == 1:
        return _BY_BLOCK[table.code][1]
    if usual != TITLES.get(table.code):
        return usual
    if table.code in _BY_BLOCK:
        place, start = _BY_BLOCK[table.code]
        own = f"{start.vi}: khối {blocks[place][:1].lower()}{blocks[place][1:]}"
        return usual if own == usual.vi else Text(own, f"{start.en}: {blocks[place]}")
    if FormKind.FULL in kinds and FormKind.IN_PERSON not in kinds:
        full, in_person = HEADINGS["form_full"], HEADINGS["form_in_person"]
        return _FULL.get(
            table.code,
            Text(
                usual.vi.replace(in_person.vi.lower(), full.vi.lower()),
                usual.en.replace("in person", full.en.lower()),
            ),
        )
    return usual


_TOPICS: tuple[tuple[str, str], ...] = (
    ("nộp hồ sơ và nhận kết quả ở đâu", "Cơ quan tiếp nhận hồ sơ và trả kết quả dịch vụ công"),
    ("nộp hồ sơ trên mạng ở đâu", "Nơi nộp hồ sơ trực tuyến"),
    ("nhận kết quả ở đâu", "Nơi nhận kết quả"),
    ("biết phải đến nơi đó", "Kênh thông tin để biết về cơ quan tiếp nhận hồ sơ và trả kết quả"),
    ("làm thủ tục này trên mạng", "Kênh thông tin để biết về dịch vụ công trực tuyến"),
    ("biết quy định", "Kênh thông tin để tiếp cận các quy định về thủ tục hành chính"),
    ("đi lại mấy lần", "Số lần đi lại để thực hiện dịch vụ công"),
    ("đăng nhập", "Số lần đăng nhập để thực hiện dịch vụ công"),
    ("gây khó dễ", "Công chức gây phiền hà, sách nhiễu"),
    ("đưa thêm tiền", "Công chức gợi ý nộp thêm tiền ngoài phí, lệ phí"),
    ("giấy hẹn", "Giấy hẹn trả kết quả"),
    ("sớm hơn, đúng hay trễ", "Trả kết quả đúng hẹn"),
    ("báo cho ông/bà biết trước", "Thông báo về sự trễ hẹn"),
    ("xin lỗi", "Xin lỗi về sự trễ hẹn"),
    ("từng góp ý", "Góp ý, phản ánh, kiến nghị"),
)
"""Words of a question, and the heading under which the published report tells its answers."""


def topic_of(question: str, taken: Collection[str] = ()) -> str:
    """What a question is about, in the words of the published report; the question itself where none fits."""
    lowered = question.lower()
    found = next((topic for words, topic in _TOPICS if words in lowered), question)
    return question if found in taken else found
