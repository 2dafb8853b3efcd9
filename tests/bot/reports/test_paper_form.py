"""The questionnaire on paper and its codebook: what an enumerator and an analyst find there."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from bot.cli import main
from bot.exit_codes import DONE, PROBLEMS
from bot.forms import compile_named_form
from bot.reports.codebook import item_lines, write_codebook
from bot.reports.paper_form import write_paper_form
from bot.reports.paper_layout import blocks, numbered
from survey_flows.forms import form_files
from survey_flows.questionnaire.in_words import Reader
from survey_flows.questionnaire.model import Questionnaire
from survey_flows.questionnaire.xlsform import compile_form

EVERY_KIND = """| survey |
| | type | name | label::vi | label::en | relevant | constraint | repeat_count | parameters |
| | note | hello | Xin chào | Hello | | | | |
| | select_one yn | a | Có dùng không? | Used? | | | | |
| | integer | n | Mấy lần? | How often? | ${a} = 'yes' | . >= 1 and . <= 9 | | |
| | select_multiple ways | w | Cách nào? | How? | ${a} = 'yes' and ${n} > 1 | count-selected(.) <= 2 | | |
| | rank ways | r | Xếp thứ tự | In order | selected(${w}, 'web') | | | |
| | range | g | Mấy điểm? | Points? | not(selected(${w}, 'web')) | | | start=0 end=10 step=1 |
| | date | d | Ngày nào? | Which day? | ${n} != '' | . <= today() | | |
| | time | t | Mấy giờ? | What time? | ${n} = 3 or ${n} = 4 | | | |
| | text | x | Ý kiến | Remarks | string-length(${x0}) > 3 | | | |
| | text | x0 | Tên | Name | | string-length(.) < 9 | | |
| | image | p | Ảnh | Picture | | | | |
| | calculate | c | | | | | | |
| | begin repeat | m | Người | Person | | | 2 | |
| | text | who | Ai? | Who? | | | | |
| | end repeat | | | | | | | |
| choices |
| | list_name | name | label::vi | label::en |
| | yn | yes | Có | Yes |
| | yn | no | Không | No |
| | ways | web | Trên mạng | Online |
| | ways | desk | Tại quầy | At the desk |
""".replace("| | calculate | c | | | | | | |\n", "")


REPEATED = """| survey |
| | type | name | label | guidance_hint | repeat_count | calculation | relevant | constraint |
| | integer | people | Mấy người? | Đọc chậm | | | | . <= 3 |
| | begin repeat | r | Người | | ${people} | | | |
| | calculate | nth | | | | position(..) | | |
| | text | who | Người thứ ${nth}? | | | | | |
| | integer | age | ${who} bao nhiêu tuổi? | | | | | |
| | end repeat | | | | | | | |
| | text | last | ${people} người, còn ai? | | | | ${people} > 1 | |
"""


@cache
def every_kind() -> Questionnaire:
    factors = '[title]\nvi = "Thử"\nen = "Trial"\n'
    return compile_form(EVERY_KIND.encode(), file_type="md", factors=factors, name="every_kind")


def texts(document: bytes) -> list[str]:
    """All paragraphs, those of tables included, in order."""
    paper = Document(io.BytesIO(document))
    return [
        "".join(run.text or "" for run in paragraph.iter(qn("w:t")))
        for paragraph in paper.element.body.iter(qn("w:p"))
    ]


def test_the_head_is_that_of_an_administrative_document() -> None:
    printed = texts(write_paper_form(every_kind(), "vi", agency="Sở Nội vụ"))
    assert printed[:4] == [
        "SỞ NỘI VỤ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "PHIẾU KHẢO SÁT",
    ]


def test_every_question_is_numbered_with_boxes_or_room_to_write() -> None:
    printed = "\n".join(texts(write_paper_form(every_kind(), "vi")))
    for line in (
        "1. Có dùng không? (đánh dấu một ô)\n☐ Có\n☐ Không\n",
        "2. Mấy lần?\n......",
        "3. Cách nào? (đánh dấu nhiều nhất 2 ô)\n☐ Trên mạng\n☐ Tại quầy\n",
        "4. Xếp thứ tự (ghi số thứ tự, 1 là trước nhất)\n[…] Trên mạng\n",
        "5. Mấy điểm? (từ 0 đến 10)\n......",
        "6. Ngày nào?\nngày …… tháng …… năm ……",
        "7. Mấy giờ?\n…… giờ …… phút",
        "10. Ảnh\n(kèm theo phiếu)",
        "11. Ai? (ghi cho từng lần, thêm giấy nếu cần)",
    ):
        assert line in printed
    assert printed.count("Ai?") == 1


def test_routing_is_told_in_words_at_both_ends() -> None:
    printed = texts(write_paper_form(every_kind(), "vi"))
    assert "→ nếu câu 1 là “Có” thì trả lời câu 2" in printed
    assert "Chỉ trả lời nếu câu 1 là “Có” và câu 2 lớn hơn 1." in printed
    english = texts(write_paper_form(every_kind(), "en"))
    assert "→ if question 1 is “Yes”, answer question 2" in english


def test_what_a_screen_would_fill_in_is_left_to_the_pen() -> None:
    form = compile_form(REPEATED.encode(), file_type="md", name="repeated")
    printed = "\n".join(texts(write_paper_form(form, "vi")))
    for line in (
        "1. Mấy người?\nĐiều tra viên: Đọc chậm\n....",
        "→ nếu câu 1 từ 1 trở lên thì trả lời câu 2, 3",
        "2. Người thứ ……? (ghi cho từng lần, thêm giấy nếu cần)",
        "3. …… (câu 2) bao nhiêu tuổi?",
        "4. …… (câu 1) người, còn ai?",
    ):
        assert line in printed


def test_a_battery_is_a_grid_whose_heading_comes_again_on_every_page() -> None:
    form = compile_named_form("son_la_in_person")
    paper = Document(io.BytesIO(write_paper_form(form, "vi")))
    grids = [table for table in paper.tables if len(table.columns) == 6]
    criteria = sum(len(factor.criteria) for factor in form.factors)
    assert sum(len(table.rows) - 1 for table in grids) == criteria
    for table in grids:
        assert list(table.rows[0]._tr.iter(qn("w:tblHeader")))


@pytest.mark.parametrize("code", form_files)
def test_every_form_of_ours_is_printed_with_every_question_once(code: str) -> None:
    form = compile_named_form(code)
    printed = "\n".join(texts(write_paper_form(form, "vi")))
    numbers = numbered(form)
    for item in form.items:
        if item.name in numbers and item.instance <= 1:
            assert f"{numbers[item.name]}. {item.labels['vi']}" in printed
    assert "thỏa điều kiện" not in printed
    listed = [item.name for _, members in blocks(form) for block in members for item in block.items]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("item", "vietnamese"),
    [
        ("r", "câu 3 có chọn “Trên mạng”"),
        ("g", "câu 3 không chọn “Trên mạng”"),
        ("d", "câu 2 có trả lời"),
        ("t", "câu 2 là 3 hoặc câu 2 là 4"),
        ("x", "số ký tự của câu 9 lớn hơn 3"),
    ],
)
def test_a_condition_is_put_into_words(item: str, vietnamese: str) -> None:
    form = every_kind()
    assert Reader(form, "vi", numbered(form)).condition(form.by_name[item].relevant) == vietnamese


def test_a_condition_without_plain_words_is_shown_as_it_stands() -> None:
    form = every_kind()
    reader = Reader(form, "vi", numbered(form))
    assert reader.condition("regex(/data/x, 'a+')") == "thỏa điều kiện regex(x, 'a+')"
    assert reader.condition("((") == "thỏa điều kiện (("
    assert reader.condition("") == ""


def test_the_codebook_holds_labels_codes_relevance_and_missing_codes() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_codebook(every_kind(), "vi")))
    items, codes, missing = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    assert items[3][:4] == ("2", "n", "Mấy lần?", "integer")
    assert items[3][5] == "câu 1 là “Có”"
    assert items[3][6] == "câu trả lời từ 1 trở lên và câu trả lời không quá 9"
    assert ("a", "yes", "Có") in codes
    assert [row[0] for row in missing[1:]] == ["dont_know", "refused", "not_applicable", "not_reached"]
    assert len(item_lines(every_kind(), "vi")) == len(items) - 1


def test_the_codebook_says_what_rounds_ranges_and_given_values_are() -> None:
    repeated = compile_form(REPEATED.encode(), file_type="md", name="repeated")
    lines = {line[1]: line for line in item_lines(repeated, "vi")}
    assert lines["age.1 … age.3"][0] == "3"
    table = """| survey |
| | type | name | label | parameters | constraint | default | calculation |
| | range | g | Mấy điểm? | start=0 end=1 step=0.25 | | | |
| | range | h | Mấy điểm? | | . != 5 | | |
| | hidden | w | | | | 2024 | |
| | calculate | c | | | | | ${g} * 2 |
"""
    lines = {
        line[1]: line for line in item_lines(compile_form(table.encode(), file_type="md", name="given"), "vi")
    }
    assert lines["g"][6] == "từ 0 đến 1, bước 0.25"
    assert lines["h"][6].startswith("từ 1 đến 10, bước 1; ")
    assert (lines["w"][10], lines["c"][10]) == ("'2024'", "${g} * 2")


def test_the_command_writes_the_xform_the_paper_and_the_codebook(tmp_path: Path) -> None:
    form = tmp_path / "phieu.md"
    form.write_text(EVERY_KIND, encoding="utf-8")
    assert main(["form", "export", str(form), "--to", str(tmp_path / "out"), "--language", "en"]) == DONE
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "phieu.xml",
        "phieu_en.docx",
        "phieu_en_codebook.xlsx",
    ]
    root = etree.parse(tmp_path / "out" / "phieu.xml").getroot()
    assert root.tag.endswith("}html")


def test_a_broken_form_or_an_unknown_language_writes_nothing(tmp_path: Path) -> None:
    form = tmp_path / "phieu.md"
    form.write_text(EVERY_KIND, encoding="utf-8")
    assert main(["form", "export", str(form), "--to", str(tmp_path / "out"), "--language", "fr"]) == PROBLEMS
    form.write_text(EVERY_KIND.replace("'yes' and", "'si' and"), encoding="utf-8")
    assert main(["form", "export", str(form), "--to", str(tmp_path / "out")]) == PROBLEMS
    assert not (tmp_path / "out").exists()
