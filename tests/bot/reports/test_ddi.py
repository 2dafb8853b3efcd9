"""The codebook keeps to DDI-Codebook 2.5: which elements stand where, in which order, how often, with what.

The rules for the elements we write, in a few words each. Those of `var`, `dataColl`, `dataAccs`, `dataDscr`,
`fileDscr` and `fileTxt` were read in the published `codebook.xsd` (DDI Alliance, 2012-01-17), the others are
from its documentation as we know it; the schema itself leans on those of XHTML and Dublin Core, which a test
must not fetch. `?` at most one, `*` any number, `+` one at least, nothing: exactly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from lxml import etree

from bot.reports.bundle import bundle_files
from bot.reports.ddi import NAMESPACE
from tests.bot.reports.test_bundle import source

CHILDREN: Mapping[str, str] = {
    "codeBook": "docDscr* stdyDscr+ fileDscr* dataDscr* otherMat*",
    "docDscr": "citation? guide* docStatus* docSrc* controlledVocabUsed* notes*",
    "citation": "titlStmt rspStmt? prodStmt? distStmt? serStmt* verStmt* biblCit* holdings* notes*",
    "titlStmt": "titl subTitl* altTitl* parTitl* IDNo*",
    "rspStmt": "AuthEnty* othId*",
    "prodStmt": "producer* copyright? prodDate* prodPlac* software* fundAg* grantNo*",
    "stdyDscr": "citation+ studyAuthorization* stdyInfo* studyDevelopment* method* dataAccs* othrStdyMat* "
    "notes*",
    "stdyInfo": "studyBudget* subject* abstract* sumDscr* qualityStatement* notes* exPostEvaluation*",
    "sumDscr": "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox? boundPoly* anlyUnit* universe* "
    "dataKind*",
    "method": "dataColl* notes* anlyInfo? stdyClas* dataProcessing* codingInstructions*",
    "dataColl": "timeMeth* dataCollector* collectorTraining* frequenc* sampProc* sampleFrame* "
    "targetSampleSize* deviat* collMode* resInstru* instrumentDevelopment* sources? collSitu* actMin* "
    "ConOps* weight* cleanOps*",
    "dataAccs": "setAvail* useStmt* notes*",
    "useStmt": "confDec* specPerm* restrctn* contact* citReq* deposReq* conditions* disclaimer*",
    "fileDscr": "fileTxt* locMap? notes*",
    "fileTxt": "fileName? fileCitation? fileCont? fileStrc? dimensns? fileType? format? filePlac? dataChck* "
    "ProcStat? dataMsng? software* verStmt?",
    "dimensns": "caseQnty* varQnty* logRecL* recPrCas* recNumTot*",
    "dataDscr": "varGrp* nCubeGrp* var* nCube* notes*",
    "var": "location* labl* imputation? security? embargo? respUnit? anlysUnit? qstn* valrng* invalrng* "
    "undocCod* universe* TotlResp? sumStat* txt* stdCatgry* catgryGrp* catgry* codInstr* verStmt* concept* "
    "derivation? varFormat? geoMap* catLevel* notes*",
    "qstn": "preQTxt* qstnLit* postQTxt* forward* backward* ivuInstr*",
    "catgry": "catValu? labl* txt* catStat* mrow?",
}
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "codeBook": frozenset({"version"}),
    "prodDate": frozenset({"date"}),
    "timePrd": frozenset({"date", "event", "cycle"}),
    "collDate": frozenset({"date", "event", "cycle"}),
    "nation": frozenset({"abbr"}),
    "var": frozenset({"name", "files", "nature"}),
    "varFormat": frozenset({"type"}),
}
ANYWHERE = frozenset({"ID", "{http://www.w3.org/XML/1998/namespace}lang"})
VALUES: Mapping[str, frozenset[str]] = {
    "event": frozenset({"start", "end", "single"}),
    "nature": frozenset({"nominal", "ordinal", "interval", "ratio", "percent", "other"}),
    "type": frozenset({"numeric", "character"}),
}


def name(element: etree._Element) -> str:
    assert etree.QName(element).namespace == NAMESPACE
    return etree.QName(element).localname


def problems(root: etree._Element) -> Iterator[str]:
    """Where a document leaves the rules."""
    for element in root.iter():
        tag, inside = name(element), [name(child) for child in element]
        rule = CHILDREN.get(tag, "")
        pattern = "".join(
            f"(?:{word.rstrip('?*+')} ){word[-1] if word[-1] in '?*+' else ''}" for word in rule.split()
        )
        if not re.fullmatch(pattern, "".join(f"{child} " for child in inside)):
            yield f"{tag}: {' '.join(inside)}"
        if rule and (element.text or "").strip():
            yield f"{tag} holds elements, not text"
        for key, value in element.attrib.items():
            if key not in ANYWHERE | ATTRIBUTES.get(tag, frozenset()):
                yield f"{tag} has no attribute {key!r}"
            if str(value) not in VALUES.get(str(key), {value}):
                yield f"{tag} {key!r}: {value!r}"
            if key == "date":
                date.fromisoformat(str(value))


@pytest.fixture(scope="module", params=[False, True], ids=["restricted", "public"])
def codebook(request: pytest.FixtureRequest) -> etree._Element:
    content = bundle_files(source(), is_public=request.param)["ddi.xml"]
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False))


def test_every_element_stands_where_the_schema_has_it(codebook: etree._Element) -> None:
    assert list(problems(codebook)) == []


def test_identifiers_are_unique_names_and_variables_point_at_files(codebook: etree._Element) -> None:
    identifiers = [str(each.get("ID")) for each in codebook.iter() if each.get("ID")]
    assert len(identifiers) == len(set(identifiers))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", each) for each in identifiers)
    files = {each.get("ID") for each in codebook.iter(f"{{{NAMESPACE}}}fileDscr")}
    assert {each.get("files") for each in codebook.iter(f"{{{NAMESPACE}}}var")} == files


def test_an_element_out_of_order_is_found(codebook: etree._Element) -> None:
    moved = etree.fromstring(etree.tostring(codebook))
    title = next(moved.iter(f"{{{NAMESPACE}}}titlStmt"))
    title.append(title[0])
    title.append(etree.SubElement(title, f"{{{NAMESPACE}}}titl"))
    assert any(each.startswith("titlStmt: ") for each in problems(moved))
