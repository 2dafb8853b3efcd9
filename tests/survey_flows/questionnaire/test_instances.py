"""What a device wrote down: the instance document of ODK, read for its questionnaire."""

from __future__ import annotations

from datetime import datetime

import pytest

from survey_flows.questionnaire.instances import NotAnInstance, read_instance, values_in
from survey_flows.questionnaire.xlsform import compile_form

FORM = """
| survey |
| | type | name | label | required | repeat_count | repeat_maximum |
| | time | hour | At what hour? | | | |
| | trigger | seen | Seen? | | | |
| | begin_group | home | Home | | | |
| | text | words | Words? | | | |
| | begin_repeat | child | Child | | 2 | |
| | integer | age | Age? | | | |
| | end_repeat | | | | | |
| | end_group | | | | | |
"""
DOCUMENT = """
<data id="visit" version="visit@1" xmlns:orx="http://openrosa.org/xforms">
 <sipas_start>2024-10-02T08:00:00.000+07:00</sipas_start><sipas_end>soon</sipas_end>
 <sipas_check_code>abc-123</sipas_check_code>
 <hour>10:30:00.000+07:00</hour><seen>OK</seen><deviceid>9</deviceid>
 <home><words> rất tốt </words><child><age>4</age></child><child><age>7</age></child></home>
 <orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta>
</data>
"""


def test_a_document_names_its_form_itself_and_the_person() -> None:
    found = read_instance(DOCUMENT.encode())
    assert (found.form, found.version, found.instance_id) == ("visit", "visit@1", "uuid:1")
    assert found.check_code == "ABC123"
    assert found.begun_at == datetime.fromisoformat("2024-10-02T08:00:00+07:00")
    assert found.ended_at is None


def test_groups_do_not_matter_and_rounds_do() -> None:
    form = compile_form(FORM.encode(), file_type="md", name="visit")
    values = values_in(read_instance(DOCUMENT.encode()), form)
    assert values == {"hour": "10:30", "seen": "OK", "words": "rất tốt", "age.1": "4", "age.2": "7"}


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"not xml",
        b"<data id='x'><meta><instanceID/></meta></data>",
        b"<data id='x'><group><instanceID>uuid:1</instanceID></group></data>",
        b"<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><d><meta><instanceID>&a;</instanceID></meta></d>",
        b"<d>" + b"<g>" * 40 + b"<a/>" + b"</g>" * 40 + b"</d>",
    ],
    ids=["empty", "text", "unnamed", "elsewhere", "entity", "deep"],
)
def test_what_is_no_filled_in_form_is_refused(document: bytes) -> None:
    with pytest.raises(NotAnInstance):
        read_instance(document)
