"""The study described in DDI-Codebook 2.5, the format data archives take: study, method, files, variables.

Elements stand in the order of the published schema, so that a validating reader takes them. Texts are
Vietnamese first with English beside, one string; identifiers of variables are unique over all files. No
frequencies are given: small ones would tell what the data themselves keep back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from bot.reports.bundle_tables import Rows, Variable
from bot.reports.responses import text_of
from survey_flows.plans.plan import Plan

NAMESPACE = "ddi:codebook:2_5"
REQUIRED = (
    "stdyDscr/citation/titlStmt/titl",
    "stdyDscr/citation/titlStmt/IDNo",
    "stdyDscr/stdyInfo/abstract",
    "stdyDscr/stdyInfo/sumDscr/nation",
    "stdyDscr/method/dataColl/sampProc",
    "stdyDscr/dataAccs/useStmt/restrctn",
    "fileDscr/fileTxt/fileName",
    "dataDscr/var/labl",
)
"""What an archive asks for at least, as paths below the root."""


@dataclass(frozen=True, slots=True)
class Study:
    """What is said of the study beside its plan. `restriction` tells who may use the files; dates are ISO."""

    wave: str
    produced_on: str
    restriction: str
    software: str


def ddi_of(study: Study, plan: Plan, tables: Sequence[Rows]) -> bytes:
    """The codebook as XML in UTF-8."""
    root = ET.Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", "xml:lang": "vi"})
    _document(root, study, plan)
    _study(root, study, plan)
    for number, table in enumerate(tables, 1):
        _file(root, number, table)
    data = ET.SubElement(root, "dataDscr")
    for number, table in enumerate(tables, 1):
        for place, variable in enumerate(table.variables, 1):
            _variable(data, number, place, variable)
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def missing_elements(content: bytes) -> list[str]:
    """Which of `REQUIRED` are not there or empty; for what this program wrote itself."""
    root = ET.fromstring(content)  # noqa: S314  our own output, no entities
    spaces = {"d": NAMESPACE}
    found = []
    for path in REQUIRED:
        elements = root.findall("/".join(f"d:{part}" for part in path.split("/")), spaces)
        if not elements or not all((each.text or "").strip() for each in elements):
            found.append(path)
    return found


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text
    return element


def _document(root: ET.Element, study: Study, plan: Plan) -> None:
    citation = ET.SubElement(ET.SubElement(root, "docDscr"), "citation")
    _text(ET.SubElement(citation, "titlStmt"), "titl", f"{plan.name} | {plan.name_en}")
    production = ET.SubElement(citation, "prodStmt")
    _text(production, "producer", plan.invite.department)
    _text(production, "prodDate", study.produced_on, date=study.produced_on)
    _text(production, "software", study.software)


def _study(root: ET.Element, study: Study, plan: Plan) -> None:
    described = ET.SubElement(root, "stdyDscr")
    citation = ET.SubElement(described, "citation")
    title = ET.SubElement(citation, "titlStmt")
    _text(title, "titl", plan.name)
    _text(title, "parTitl", plan.name_en, **{"xml:lang": "en"})
    _text(title, "IDNo", study.wave)
    _text(ET.SubElement(citation, "rspStmt"), "AuthEnty", plan.invite.department)
    production = ET.SubElement(citation, "prodStmt")
    _text(production, "producer", plan.invite.department)
    _text(production, "prodDate", study.produced_on, date=study.produced_on)
    _info(described, plan)
    _method(described, plan)
    access = ET.SubElement(ET.SubElement(described, "dataAccs"), "useStmt")
    _text(access, "restrctn", study.restriction)


def _info(described: ET.Element, plan: Plan) -> None:
    hours = plan.contact_hours()
    info = ET.SubElement(described, "stdyInfo")
    _text(
        info,
        "abstract",
        f"Khảo sát mức độ hài lòng đối với sự phục vụ hành chính, {plan.province}, năm {plan.year}. | "
        f"Satisfaction with public administrative services, {plan.province}, {plan.year}.",
    )
    summary = ET.SubElement(info, "sumDscr")
    window = ((plan.window_from, "start"), (plan.window_to, "end"))
    for day, event in window:
        _text(summary, "timePrd", day.isoformat(), date=day.isoformat(), event=event)
    for day, event in ((hours.first_day, "start"), (hours.last_day, "end")):
        _text(summary, "collDate", day.isoformat(), date=day.isoformat(), event=event)
    _text(summary, "nation", "Việt Nam | Viet Nam", abbr="VN")
    _text(summary, "geogCover", plan.province)
    _text(summary, "anlyUnit", "Người đã giao dịch thủ tục hành chính | person who used a service")
    _text(
        summary,
        "universe",
        "Người dân, tổ chức có kết quả giải quyết thủ tục trong kỳ | people and organisations served then",
    )
    _text(summary, "dataKind", "Dữ liệu khảo sát | survey data")


def _method(described: ET.Element, plan: Plan) -> None:
    method = ET.SubElement(described, "method")
    collection = ET.SubElement(method, "dataColl")
    _text(collection, "dataCollector", plan.invite.department)
    _text(
        collection,
        "sampProc",
        "Mẫu hệ thống trong từng lĩnh vực của từng đơn vị, dự phòng theo thứ tự rút; chi tiết: plan.toml | "
        "systematic within each service of each unit, reserves in drawn order; details: plan.toml",
    )
    _text(collection, "collMode", "Trả lời bằng tin nhắn hoặc trang web | self-completed by message or page")
    notes = ET.SubElement(method, "notes")
    notes.text = "; ".join(f"{one.question} {one.setting} = {one.value}" for one in plan.ambiguities)


def _file(root: ET.Element, number: int, table: Rows) -> None:
    described = ET.SubElement(root, "fileDscr", {"ID": f"F{number}"})
    text = ET.SubElement(described, "fileTxt")
    _text(text, "fileName", f"responses_{table.form}.csv")
    size = ET.SubElement(text, "dimensns")
    _text(size, "caseQnty", str(len(table.rows)))
    _text(size, "varQnty", str(len(table.variables)))
    _text(text, "fileType", "CSV UTF-8; Parquet; SPSS")


def _variable(data: ET.Element, number: int, place: int, variable: Variable) -> None:
    is_nominal = bool(variable.codes)
    attributes = {"ID": f"F{number}V{place}", "name": variable.name, "files": f"F{number}"}
    element = ET.SubElement(data, "var", attributes | ({"nature": "nominal"} if is_nominal else {}))
    _text(element, "labl", variable.label or variable.name)
    if variable.item is not None:
        question = ET.SubElement(element, "qstn")
        _text(question, "qstnLit", text_of(variable.item.labels).vi or variable.name)
    for code, wording in variable.codes.items():
        category = ET.SubElement(element, "catgry")
        _text(category, "catValu", code)
        _text(category, "labl", wording or code)
    ET.SubElement(element, "varFormat", {"type": "character"})
