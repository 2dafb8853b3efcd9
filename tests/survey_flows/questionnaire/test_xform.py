"""The XForm that Collect reads asks what the form asks: its cascades, its settings."""

from __future__ import annotations

import pytest
from lxml import etree

from survey_flows.questionnaire.xform import collect_form_of, xform_of
from survey_flows.questionnaire.xlsform import compile_form

CASCADE = """| survey |
| | type | name | label | choice_filter |
| | select_one province | p | Tỉnh? | |
| | select_one district | d | Huyện? | province = ${p} and Rank > 1 |
| choices |
| | list_name | name | label | province | Rank | children |
| | province | sl | Sơn La | | | |
| | district | ms | Mai Sơn | sl | 2 | x |
| settings |
| | form_title | form_id | version | style | instance_name | note_to_self |
| | Phiếu thử | thu | 2024-10 | pages | ${p} | x |
""".encode()


def made(which: str) -> etree._Element:
    if which == "export":
        return etree.fromstring(xform_of(CASCADE, file_type="md", name="thu").encode())
    form = compile_form(CASCADE, file_type="md", name="thu")
    return etree.fromstring(collect_form_of(CASCADE, form, {"vi": "Mã"}).encode())


def named(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(f"{{*}}{name}"))


@pytest.mark.parametrize("which", ["export", "interviewer"])
def test_what_a_filter_compares_is_with_the_choices(which: str) -> None:
    root = made(which)
    [filtered] = [one.get("nodeset", "") for one in named(root, "itemset") if "[" in one.get("nodeset", "")]
    assert "province=" in filtered.replace(" ", "")
    [district] = [one for one in named(root, "item") if named(one, "Rank")]
    assert [one.text for one in named(district, "province")] == ["sl"]
    assert named(root, "children") == []


def test_what_the_settings_say_to_collect_is_in_the_exported_form() -> None:
    root = made("export")
    [instance] = [one for one in named(root, "thu") if one.get("id")]
    assert (instance.get("id"), instance.get("version")) == ("thu", "2024-10")
    assert len(named(root, "instanceName")) == 1


def test_the_wording_for_text_messages_is_no_language_of_collect() -> None:
    table = "| survey |\n| | type | name | label::vi | label::sms |\n| | text | a | Tên? | Ten? |\n"
    root = etree.fromstring(xform_of(table.encode(), file_type="md", name="thu", version="a1b2").encode())
    assert [one.get("lang") for one in named(root, "translation")] == ["vi"]
    [instance] = [one for one in named(root, "thu") if one.get("id")]
    assert instance.get("version") == "a1b2"
    alone = table.replace("| label::vi", "").replace("| Tên? ", "")
    assert [
        one.get("lang")
        for one in named(
            etree.fromstring(xform_of(alone.encode(), file_type="md", name="thu").encode()), "translation"
        )
    ] == ["sms"]


@pytest.mark.parametrize("name", ["phieu (2)", "2024 phiếu", "thu.v2", "-"])
def test_a_file_may_be_called_as_computers_call_copies(name: str) -> None:
    plain = b"| survey |\n| | type | name | label |\n| | text | a | A? |\n"
    assert named(etree.fromstring(xform_of(plain, file_type="md", name=name).encode()), "a")
    form = compile_form(plain, file_type="md", name=name)
    assert named(etree.fromstring(collect_form_of(plain, form, {"vi": "Mã"}).encode()), "a")
