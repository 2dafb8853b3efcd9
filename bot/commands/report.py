"""`sipas report`: compute the indices, print them, write them as DOCX, PDF, XLSX and HTML."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.commands.console import console, next_step, note
from bot.commands.context import Office, run
from bot.commands.differences import differs_from_published
from bot.commands.failures import CommandError
from bot.commands.hidden import say_hidden
from bot.commands.plan_meanings import meanings_of
from bot.commands.told import keep_handed_out, say_whom_it_is_for, told_before
from bot.usecases.collect_results import Results, collect_results
from survey_flows.ids import UnitCode
from survey_flows.plans.open_questions import QUESTIONS
from survey_flows.plans.plan import Plan
from survey_flows.questionnaire.dates import LOCAL
from survey_flows.verification.backcheck import BackCheckOutcome
from survey_flows.verification.validity import FLAG_NAMES, REASON_NAMES, Flag, Reason, ValidityRules

if TYPE_CHECKING:
    from bot.reports.compile import ReportUnit, Validity
    from bot.reports.model import Flow, Report, UnitDeviation, UnitOutcomes, YearFigure
    from bot.reports.told import Earlier

Kind = TypeVar("Kind", Reason, Flag)


@dataclass(frozen=True, slots=True)
class Written:
    """Where a report went; `pdf` is None where none was wanted or LibreOffice is not there."""

    report: Report
    xlsx: Path
    html: Path
    docx: Path
    pdf: Path | None = None

    @property
    def paths(self) -> list[Path]:
        """Every file."""
        return [path for path in (self.docx, self.pdf, self.xlsx, self.html) if path is not None]


def report(arguments: argparse.Namespace) -> int:
    """Print the results table and write the files."""

    async def work(office: Office) -> bool:
        history = tuple(one for path in arguments.previous for one in read_previous(path, office.plan))
        written = await write_report(
            office,
            arguments.to,
            is_dry_run=arguments.dry_run,
            history=history,
            has_pdf=not arguments.no_pdf,
            handed_to=arguments.hand_out.strip(),
        )
        print_report(written, is_dry_run=arguments.dry_run)
        if written.pdf is None and not arguments.no_pdf:
            note(
                "Không có bản PDF: máy này không có LibreOffice (soffice); mở sipas.docx rồi lưu thành PDF",
                "No PDF: LibreOffice (soffice) is not on this machine; open sipas.docx and save it as PDF",
            )
        say_hidden(written.report)
        if not arguments.dry_run:
            say_whom_it_is_for(office, arguments.hand_out.strip())
        return await differs_from_published(office, written.report)

    differs = run(work, arguments.config, arguments.wave)
    if arguments.dry_run:
        next_step("sipas report", "ghi các tệp", "write the files")
    else:
        next_step("sipas verify", "kiểm tra cơ sở dữ liệu", "check the database")
    return 1 if differs else 0


def read_previous(path: Path, plan: Plan) -> tuple[YearFigure, ...]:
    """Earlier years' figures of the plan's units, from a CSV or Excel file.

    Raises CommandError when there is no such file, InvalidFrame with every line that is wrong.
    """
    from bot.reports.years import Domains, read_figures

    try:
        content = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: không đọc được | cannot be read ({error.strerror})") from error
    named = [(str(unit.code), (unit.name, *unit.aliases, unit.code)) for unit in plan.units]
    named += [(code, (name, f"khối {name}", code)) for code, name in plan.blocks.items()]
    return read_figures(content, path.name, Domains.of(named, plan.province))


async def write_report(
    office: Office,
    folder: Path,
    *,
    is_synthetic: bool = False,
    is_dry_run: bool = False,
    history: Sequence[YearFigure] = (),
    has_pdf: bool = False,
    handed_to: str = "",
) -> Written:
    """Compute the report of the present data and write it to `folder`; CommandError when nobody answered.

    A dry run computes everything and writes nothing. `history` are earlier years' figures to compare with.
    `has_pdf`: the Word document as PDF too, where LibreOffice is there. `handed_to`: who gets it outside the
    office; what it tells is then kept, and in a running wave held back where it would tell of few people.
    """
    from bot.reports.pdf import office_program

    async with office.database.reading() as unit:
        results = await collect_results(unit, office.wave.id, validity_rules(office.plan))
        earlier = await told_before(unit, office.wave, is_handed_out=bool(handed_to))
    if not results.forms:
        raise CommandError("Chưa có phiếu hợp lệ nào để tính | no valid form yet")
    compiled = compile_results(office, results, is_synthetic=is_synthetic, history=history, earlier=earlier)
    program = office_program() if has_pdf else None
    written = Written(
        compiled,
        folder / "sipas.xlsx",
        folder / "sipas.html",
        folder / "sipas.docx",
        folder / "sipas.pdf" if program else None,
    )
    if is_dry_run:
        return written
    if handed_to:  # kept before it can leave
        await keep_handed_out(office, compiled, handed_to)
    return _write(written, program)


def _day(moment: str) -> str:
    """The day of a stored moment, by the calendar of Viet Nam."""
    return f"{datetime.fromisoformat(moment).astimezone(LOCAL):%d/%m/%Y}"


def validity_rules(plan: Plan) -> ValidityRules:
    """When a form counts and which flags are raised, as the plan says (A-19)."""
    heard = {Flag.SPEEDING: plan.validity.speeding, Flag.STRAIGHT_LINING: plan.validity.straight_lining}
    return ValidityRules(
        minimum_share=plan.validity.minimum_answered,
        flags=frozenset(flag for flag, choice in heard.items() if choice == "flag"),
    )


def _write(written: Written, program: str | None) -> Written:
    from bot.reports.charts_pictures import painted
    from bot.reports.docx_report import document
    from bot.reports.html import page
    from bot.reports.pdf import NoPdf, as_pdf
    from bot.reports.xlsx import workbook

    compiled = written.report
    written.html.parent.mkdir(parents=True, exist_ok=True)
    written.xlsx.write_bytes(workbook(compiled))
    written.html.write_text(page(compiled), encoding="utf-8")
    draw = cache(lambda picture: painted(compiled, picture))
    written.docx.write_bytes(document(compiled, draw))
    if written.pdf is not None and program is not None:
        try:
            written.pdf.write_bytes(as_pdf(document(compiled, draw, is_for_print=True), program))
        except NoPdf as problem:
            note(f"Không xuất được PDF: {problem}", f"No PDF: {problem}")
            return replace(written, pdf=None)
    return written


def compile_results(
    office: Office,
    results: Results,
    *,
    earlier: Earlier,
    is_synthetic: bool,
    history: Sequence[YearFigure] = (),
) -> Report:
    """The report of a wave's results as of now."""
    return compiled_by(
        office.plan, results, now=office.now, is_synthetic=is_synthetic, history=history, earlier=earlier
    )


def compiled_by(
    plan: Plan,
    results: Results,
    *,
    now: datetime,
    is_synthetic: bool,
    history: Sequence[YearFigure] = (),
    earlier: Earlier | None = None,
) -> Report:
    """The report's values, communes inside their districts (A-25), figures as the plan wants them."""
    from bot.reports.compile import ReportUnit, compile_report
    from bot.reports.instruments import form_kinds, instruments
    from bot.reports.model import MethodNote, ReportHead
    from bot.reports.responses import Record, form_responses
    from bot.reports.settings import settings_of
    from bot.reports.told import NOTHING
    from scoring.fieldwork_tables import BackcheckCounts, UnitCounts
    from scoring.tables import Text

    reporting = {one.code: one.parent or one.code for one in plan.units}
    blocks: dict[str, str] = {one.code: one.block for one in plan.units}
    kinds = form_kinds(plan)
    forms = [
        form_responses(
            kinds[one.code],
            one.form,
            [
                Record(
                    unit=reporting[form.unit],
                    service=form.service,
                    answers=form.answers,
                    place=form.unit if reporting[form.unit] != form.unit else "",
                )
                for form in results.forms
                if form.questionnaire in one.versions
            ],
            blocks,
        )
        for one in instruments(plan, results.questionnaires)
    ]
    hours = plan.contact_hours()
    units = [
        ReportUnit(
            one.code,
            one.name,
            one.block,
            services={
                service.code: service.name
                for owner in (one, *plan.children(one.code))
                for service in owner.services
                if plan.households is None  # there they are lists of villages
            },
            places={child.code: child.name for child in plan.children(one.code)},
        )
        for one in plan.units
        if one.parent is None and (one.services or plan.children(one.code))
    ]
    counts = [
        UnitCounts(unit=unit.name, block=unit.block, **_counted(plan, results, UnitCode(unit.code)))
        for unit in units
    ]
    outcomes = results.outcomes
    return compile_report(
        ReportHead(
            title=Text(plan.name, plan.name_en),
            province=plan.province,
            department=plan.invite.department,
            year=plan.year,
            fieldwork=f"{hours.first_day:%d/%m/%Y} – {hours.last_day:%d/%m/%Y}",
            generated_on=f"{now:%d/%m/%Y}",
            legal_basis="; ".join(plan.legal_basis),
            window=f"{plan.window_from:%d/%m/%Y} – {plan.window_to:%d/%m/%Y}",
            decision=plan.invite.decision,
        ),
        units,
        {code: name for code, name in plan.blocks.items() if any(unit.block == code for unit in units)},
        forms,
        counts,
        method=[
            MethodNote(
                one.question,
                Text(*QUESTIONS[one.question]),
                Text(*meanings_of(one, plan)),
                one.setting,
                one.value,
            )
            for one in plan.ambiguities
        ],
        backcheck=BackcheckCounts(
            collected=sum(results.collected.values()),
            drawn=results.drawn,
            confirmed=outcomes.get(BackCheckOutcome.CONFIRMED, 0),
            content_failed=outcomes.get(BackCheckOutcome.CONTENT_FAILED, 0),
            unreachable=outcomes.get(BackCheckOutcome.WRONG_OR_UNREACHABLE, 0),
            uncooperative=outcomes.get(BackCheckOutcome.NON_COOPERATIVE, 0),
        )
        if results.drawn
        else None,
        validity=_validity(plan, results, units),
        settings=replace(settings_of(plan.scoring), is_ranked=plan.households is None),
        is_synthetic=is_synthetic,
        history=history,
        deviations=[_deviations(plan, results, unit) for unit in units],
        flow=_flow(results),
        endings=[_endings(plan, results, unit) for unit in units] if results.endings else (),
        corrections=[
            f"{one['from']} → {one['to']} ({_day(one['at'])}): {one['note']}" for one in results.corrections
        ],
        earlier=earlier or NOTHING,
    )


def _deviations(plan: Plan, results: Results, unit: ReportUnit) -> UnitDeviation:
    """Where fieldwork in a unit and the communes inside it left the plan."""
    from bot.reports.model import UnitDeviation

    inside = _inside(plan, UnitCode(unit.code))
    cells = [cell for cell in results.progress if cell.unit in inside]
    target = sum(cell.target for cell in cells)
    collected = sum(results.collected.get(one, 0) for one in inside)
    return UnitDeviation(
        unit=unit.name,
        block=unit.block,
        short=max(0, sum(plan.unit(one).quota for one in inside) - target),
        borrowed=sum(results.borrowed.get(one, 0) for one in inside),
        replaced=sum(cell.replaced for cell in cells),
        missing=max(0, target - collected),
        over_quota=sum(results.over_quota.get(one, 0) for one in inside),
        failed=sum(results.reasons.get(one, Counter())[Reason.FAILED_VERIFICATION] for one in inside),
    )


def _endings(plan: Plan, results: Results, unit: ReportUnit) -> UnitOutcomes:
    """How the cases of a unit and the communes inside it ended."""
    from bot.reports.model import UnitOutcomes

    letters: Counter[str] = Counter()
    for one in _inside(plan, UnitCode(unit.code)):
        letters.update(results.endings.get(one, {}))
    return UnitOutcomes(unit.name, unit.block, letters)


def _flow(results: Results) -> Flow:
    """From the sample to the forms that count, over the whole wave."""
    from bot.reports.model import Flow

    def total(name: str) -> int:
        return sum(getattr(cell, name) for cell in results.progress)

    collected = sum(results.collected.values())
    waiting = total("issued") - sum(total(name) for name in ("complete", "refused", "noncontact", "other"))
    return Flow(
        official=total("issued") - total("replaced"),
        reserve=total("replaced"),
        complete=total("complete"),
        partial=total("partial"),
        refused=total("refused"),
        noncontact=total("noncontact"),
        other=total("other") - total("partial") + waiting,
        collected=collected,
        valid=collected - sum(results.invalid.values()),
        over_quota=sum(results.over_quota.values()),
    )


def print_report(written: Written, *, is_dry_run: bool = False) -> None:
    """The results table and where the files are, or would be."""
    from bot.reports.console import results_table

    console().print(results_table(written.report))
    if is_dry_run:
        for path in written.paths:
            is_there = ("ghi đè", "overwrite") if path.exists() else ("ghi", "write")
            note(f"Chạy thử: sẽ {is_there[0]} {path}", f"Dry run: would {is_there[1]} {path}")
        return
    note(f"Văn bản: {written.docx}", f"Document: {written.docx}")
    if written.pdf is not None:
        note(f"Bản PDF: {written.pdf}", f"PDF: {written.pdf}")
    note(f"Bảng tính: {written.xlsx}", f"Workbook: {written.xlsx}")
    note(f"Trang web: {written.html}", f"Page: {written.html}")


def _validity(plan: Plan, results: Results, units: Sequence[ReportUnit]) -> Validity:
    """Forms that do not count, by the reasons there are, and the flags the plan wants raised."""
    from bot.reports.compile import Validity
    from scoring.fieldwork_tables import ValidityCounts
    from scoring.tables import Text

    def inside(found: Mapping[UnitCode, Counter[Kind]], code: str) -> Counter[Kind]:
        total: Counter[Kind] = Counter()
        for one in _inside(plan, UnitCode(code)):
            total.update(found.get(one, Counter()))
        return total

    there_are = {reason for counted in results.reasons.values() for reason in counted}
    raised = validity_rules(plan).flags
    return Validity(
        counts=[
            ValidityCounts(
                unit=unit.name,
                block=unit.block,
                collected=sum(results.collected.get(one, 0) for one in _inside(plan, UnitCode(unit.code))),
                invalid={str(one): count for one, count in inside(results.reasons, unit.code).items()},
                flagged={str(one): count for one, count in inside(results.flags, unit.code).items()},
            )
            for unit in units
        ],
        reasons={reason: Text(**REASON_NAMES[reason]) for reason in Reason if reason in there_are},
        flags={flag: Text(**FLAG_NAMES[flag]) for flag in Flag if flag in raised},
    )


def _inside(plan: Plan, code: UnitCode) -> set[UnitCode]:
    """A unit and the communes inside it."""
    return {code, *(one.code for one in plan.children(code))}


def _counted(plan: Plan, results: Results, code: UnitCode) -> dict[str, int]:
    inside = _inside(plan, code)
    cells = [cell for cell in results.progress if cell.unit in inside]
    collected = sum(results.collected.get(one, 0) for one in inside)
    return {
        "target": sum(cell.target for cell in cells),
        "issued": sum(cell.issued for cell in cells),
        "collected": collected,
        "valid": collected - sum(results.invalid.get(one, 0) for one in inside),
        "replaced": sum(cell.replaced for cell in cells),
    }
