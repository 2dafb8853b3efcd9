"""The bundle a statistician gets: data, what they mean, and for the restricted one all that figures rest on.

Two kinds (docs/decisions/0016). The restricted bundle goes to whoever signed for it: rows with desk and
service, the exact composition of respondents apart from the rows, the plan, the forms, fieldwork's counts
and every published figure; with it anybody recomputes the report on another machine, without database or
key. The public one knows blocks, not units, services, helpers or months, so it gives away no figure of a
unit that the report hides; it is for analysis, not for recomputing. Either has a manifest with the SHA-256
of each file.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bot.reports.bundle_tables import Names, csv_of, forms_of, parquet_of, rows_of, sav_of
from bot.reports.codebook import write_codebook
from bot.reports.ddi import Study, ddi_of
from bot.reports.deidentify import MOST_ALIKE, Composition, composition, dealt, deidentified
from bot.reports.figures import PrintedFigure, as_lists, from_lists, printed_figures
from bot.reports.model import Report, YearFigure
from bot.reports.told import NOTHING, Earlier, told_from, told_json
from bot.usecases.collect_results import Results
from storage.queries import CellProgress
from survey_flows.errors import SurveyError
from survey_flows.ids import QuestionnaireVersion, ServiceCode, UnitCode
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.questionnaire.stored import from_bytes, to_bytes
from survey_flows.verification.backcheck import BackCheckOutcome
from survey_flows.verification.validity import Flag, Reason

FORMAT = 1
MANIFEST = "manifest.json"
RESTRICTION = {
    False: "Chỉ cho người đã ký cam kết bảo mật; không được tìm cách nhận ra người trả lời. | "
    "Restricted: for those who signed; identifying respondents is forbidden.",
    True: "Được dùng để phân tích; không được tìm cách nhận ra người trả lời. | "
    "Free for analysis; identifying respondents is forbidden.",
}


class InvalidBundle(SurveyError):
    """A folder is no bundle, not a whole one, or not the one that was made."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a bundle is made of. `code` names the program's version; `now` is printed as a day only."""

    wave: str
    plan: Plan
    plan_text: str
    results: Results
    report: Report
    now: datetime
    code: str
    history: Sequence[YearFigure] = ()
    is_synthetic: bool = False
    earlier: Earlier = NOTHING


@dataclass(frozen=True, slots=True)
class Opened:
    """A restricted bundle read back: what the report is compiled from, and the figures it must give."""

    plan: Plan
    results: Results
    history: tuple[YearFigure, ...]
    figures: tuple[PrintedFigure, ...]
    digest: str
    code: str
    made_at: datetime
    is_synthetic: bool
    earlier: Earlier = NOTHING


def bundle_files(source: Source, *, is_public: bool = False, k: int = MOST_ALIKE) -> dict[str, bytes]:
    """Every file of the bundle by name, the manifest last."""
    results, plan = source.results, source.plan
    reporting = {str(one.code): str(one.parent or one.code) for one in plan.units}
    block_of = {str(one.code): str(one.block) for one in plan.units}
    rows, anonymity = deidentified(results.forms, results.questionnaires, reporting, k=k)
    services = {str(each.code): each.name for one in plan.units for each in one.services}
    names = Names({str(one.code): one.name for one in plan.units}, plan.blocks, services, reporting, block_of)
    tables = rows_of(rows, results.questionnaires, names, is_public=is_public)
    files: dict[str, bytes] = {}
    for table in tables:
        files[f"responses_{table.form}.csv"] = csv_of(table)
        files[f"responses_{table.form}.parquet"] = parquet_of(table)
        files[f"responses_{table.form}.sav"] = sav_of(table, f"{plan.name_en} {table.form}")
    used = {form.questionnaire for form in results.forms}
    for version in sorted(used):
        form = results.questionnaires[version]
        files[f"codebook_{_safe(version)}.xlsx"] = write_codebook(form, "vi")
    study = Study(source.wave, f"{source.now:%Y-%m-%d}", RESTRICTION[is_public], source.code)
    files["ddi.xml"] = ddi_of(study, plan, tables)
    if not is_public:
        files |= _to_recompute(source, composition(results.forms, results.questionnaires, block_of))
    manifest = {
        "format": FORMAT,
        "kind": "public" if is_public else "restricted",
        "wave": source.wave,
        "made_on": f"{source.now:%Y-%m-%d}",
        "code": source.code,
        "is_synthetic": source.is_synthetic,
        "data_digest": source.report.data_digest,
        "responses": len(rows),
        "anonymity": asdict(anonymity),
        "restriction": RESTRICTION[is_public],
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    return {**files, MANIFEST: _json(manifest)}


def open_bundle(files: Mapping[str, bytes]) -> Opened:
    """Read a restricted bundle. Raises InvalidBundle where it is not whole or not what its manifest says."""
    manifest = _checked(files)
    if manifest["kind"] != "restricted":
        raise InvalidBundle(
            "đây là gói công khai, không đủ để tính lại; dùng gói hạn chế | a public bundle cannot be "
            "recomputed from; use the restricted one"
        )
    plan = parse_plan(files["plan.toml"].decode(), source="plan.toml")
    questionnaires = {
        form.version: form
        for name, content in files.items()
        if name.startswith("form_")
        for form in [from_bytes(content)]
    }
    forms = [
        form
        for name in sorted(files)
        if name.startswith("responses_") and name.endswith(".csv")
        for form in forms_of(files[name])
    ]
    counts = [
        Composition(line["version"], line["block"], line["item"], line["answer"], int(line["people"]))
        for line in csv.DictReader(io.StringIO(files["composition.csv"].decode("utf-8-sig")))
    ]
    block_of = {str(one.code): str(one.block) for one in plan.units}
    fieldwork = json.loads(files["fieldwork.json"])
    results = _results(fieldwork, questionnaires)
    return Opened(
        plan=plan,
        results=replace(results, forms=dealt(forms, counts, block_of)),
        history=tuple(YearFigure(**each) for each in fieldwork["history"]),
        figures=from_lists(json.loads(files["figures.json"])),
        digest=manifest["data_digest"],
        code=manifest["code"],
        made_at=datetime.fromisoformat(manifest["made_on"]),
        is_synthetic=manifest["is_synthetic"],
        earlier=Earlier(tuple(told_from(each) for each in json.loads(files.get("told.json", b"[]")))),
    )


def _checked(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest, after holding every file against it."""
    try:
        manifest: dict[str, Any] = json.loads(files[MANIFEST])
        wanted: dict[str, str] = manifest["files"]
    except (KeyError, ValueError, TypeError) as error:
        raise InvalidBundle(f"{MANIFEST}: không có hoặc không đọc được | missing or unreadable") from error
    if manifest.get("format") != FORMAT:
        raise InvalidBundle(f"{MANIFEST}: format {manifest.get('format')!r}, cần {FORMAT} | not known here")
    for name, digest in wanted.items():
        if name not in files:
            raise InvalidBundle(f"{name}: thiếu tệp | the file is missing")
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise InvalidBundle(f"{name}: tệp đã bị sửa, khác manifest | the file was changed")
    return manifest


def _to_recompute(source: Source, counts: Sequence[Composition]) -> dict[str, bytes]:
    """What only the restricted bundle holds."""
    results = source.results
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["version", "block", "item", "answer", "people"])
    writer.writerows([[one.version, one.block, one.item, one.answer, one.people] for one in counts])
    return {
        "plan.toml": source.plan_text.encode(),
        **{f"form_{_safe(version)}.json": to_bytes(form) for version, form in results.questionnaires.items()},
        "composition.csv": stream.getvalue().encode("utf-8-sig"),
        "fieldwork.json": _json(_fieldwork(source)),
        "figures.json": _json(as_lists(printed_figures(source.report))),
        **(
            {"told.json": _json([told_json(each) for each in told])}
            if (told := source.earlier.rounds)
            else {}
        ),
    }


def _fieldwork(source: Source) -> dict[str, Any]:
    """Counts by unit: nothing about anybody."""
    results = source.results
    return {
        "collected": results.collected,
        "invalid": results.invalid,
        "reasons": results.reasons,
        "flags": results.flags,
        "progress": [asdict(cell) for cell in results.progress],
        "drawn": results.drawn,
        "outcomes": results.outcomes,
        "over_quota": results.over_quota,
        "borrowed": results.borrowed,
        "endings": results.endings,
        "corrections": [dict(each) for each in results.corrections],
        "history": [asdict(each) for each in source.history],
    }


def _results(found: Mapping[str, Any], questionnaires: Mapping[QuestionnaireVersion, Any]) -> Results:
    def by_unit(name: str) -> dict[UnitCode, int]:
        return {UnitCode(unit): int(count) for unit, count in found[name].items()}

    return Results(
        questionnaires=questionnaires,
        forms=[],
        collected=by_unit("collected"),
        invalid=by_unit("invalid"),
        reasons={
            UnitCode(unit): Counter({Reason(name): count for name, count in each.items()})
            for unit, each in found["reasons"].items()
        },
        flags={
            UnitCode(unit): Counter({Flag(name): count for name, count in each.items()})
            for unit, each in found["flags"].items()
        },
        progress=[
            CellProgress(**{**cell, "unit": UnitCode(cell["unit"]), "service": ServiceCode(cell["service"])})
            for cell in found["progress"]
        ],
        drawn=found["drawn"],
        outcomes={BackCheckOutcome(name): count for name, count in found["outcomes"].items()},
        over_quota=by_unit("over_quota"),
        borrowed=by_unit("borrowed"),
        corrections=found["corrections"],
        endings={UnitCode(code): letters for code, letters in found.get("endings", {}).items()},
    )


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _safe(version: str) -> str:
    """A version as part of a file name."""
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in version)
