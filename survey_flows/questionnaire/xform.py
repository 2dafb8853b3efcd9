"""The XForm of a form: the XML that ODK Collect, Enketo and Kobo read, made by pyxform."""

from __future__ import annotations

from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData

from survey_flows.errors import InvalidQuestionnaire, Issue
from survey_flows.questionnaire.sheets import FileType, as_workbook, read_sheets


def xform_of(source: bytes, *, file_type: FileType, name: str) -> str:
    """The XForm as XML text; raises `InvalidQuestionnaire` with what pyxform objects to."""
    workbook = DefinitionData(**as_workbook(read_sheets(source, file_type)))
    try:
        structure = workbook_to_json(workbook, form_name=name, fallback_form_name=name, warnings=[])
        return str(create_survey_element_from_dict(structure).to_xml(validate=False, pretty_print=True))
    except PyXFormError as problem:
        raise InvalidQuestionnaire(name, [Issue("pyxform", "form", str(problem))]) from problem
