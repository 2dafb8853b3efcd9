"""`sipas form lint`: every defect of a form with its place, what it costs by SMS, how long it takes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from shlex import quote

from rich.markup import escape

from bot.commands.console import console, either, next_step
from bot.commands.form_effort import Effort, effort_of
from bot.exit_codes import DONE, PROBLEMS, WARNINGS
from bot.forms import FormSource, read_form
from bot.language import is_english
from bot.plans import read_plan_text
from survey_flows.plans.plan import parse_plan
from survey_flows.questionnaire.inspection import Finding, Inspection, Language, Severity, inspect_form

_MARKS = {Severity.ERROR: "✗", Severity.LIMIT: "⊘", Severity.WARNING: "!", Severity.NOTE: "·"}
_NAMES = {
    Severity.ERROR: ("lỗi", "errors"),
    Severity.LIMIT: ("chỗ hội thoại chưa hỏi được", "that a conversation cannot ask"),
    Severity.WARNING: ("cảnh báo", "warnings"),
    Severity.NOTE: ("ghi chú", "notes"),
}


def lint(arguments: argparse.Namespace) -> int:
    """Inspect one form; exit code 0 clean, 1 errors, 4 only warnings or limits."""
    form = read_form(arguments.form)
    channels = _channels(arguments.plan)
    inspection = inspect_form(
        form.source,
        file_type=form.file_type,
        name=form.name,
        factors=form.factors,
        attachments=form.attachments,
        channels=channels,
    )
    effort = effort_of(inspection.questionnaire) if inspection.questionnaire is not None else None
    if arguments.json:
        print(json.dumps(_as_json(form, inspection, effort), ensure_ascii=False, indent=1))
    else:
        _print(arguments.form, inspection, effort, has_plan=bool(arguments.plan))
    return _exit_code(inspection, has_plan=bool(arguments.plan))


def _channels(plan: str | None) -> tuple[str, ...]:
    return parse_plan(read_plan_text(plan), source=plan).contact_protocol().channel_order if plan else ()


def _exit_code(inspection: Inspection, *, has_plan: bool) -> int:
    counts = inspection.counts
    if counts[Severity.ERROR] or (has_plan and counts[Severity.LIMIT]):
        return PROBLEMS
    return WARNINGS if counts[Severity.LIMIT] or counts[Severity.WARNING] else DONE


def _print(name: str, inspection: Inspection, effort: Effort | None, *, has_plan: bool) -> None:
    language: Language = "en" if is_english() else "vi"
    out = console()
    counts = inspection.counts
    told = [f"{counts[severity]} {either(*_NAMES[severity])}" for severity in Severity if counts[severity]]
    out.print(
        f"[bold]{escape(Path(name).stem)}[/]: "
        + (", ".join(told) or either("không có lỗi", "nothing to mend"))
    )
    for finding in inspection.findings:
        hint = finding.hint(language)
        advice = f" → {hint}" if hint else ""
        line = f"{finding.where(language)}: {finding.message(language)}{advice} [{finding.said_by}]"
        out.print(f"  {_MARKS[finding.severity]} {line}", markup=False, soft_wrap=True)
    if effort is not None:
        out.print(either(*effort.sentences()), markup=False, soft_wrap=True)
    if _exit_code(inspection, has_plan=has_plan) == PROBLEMS:
        next_step(f"sipas form lint {quote(name)}", "sửa rồi kiểm tra lại", "mend it and look again")
    elif inspection.questionnaire is not None:
        next_step(f"sipas chat {quote(name)}", "trả lời thử", "try it")


def _as_json(form: FormSource, inspection: Inspection, effort: Effort | None) -> dict[str, object]:
    counts = inspection.counts
    return {
        "form": form.name,
        **{f"{severity.value}s": counts[severity] for severity in Severity},
        "compiles": inspection.questionnaire is not None,
        "findings": [_finding(finding) for finding in inspection.findings],
        "effort": effort.as_json() if effort is not None else None,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity.value,
        "code": finding.said_by,
        "sheet": finding.sheet,
        "row": max(finding.row, 0),
        "column": finding.column,
        "letter": finding.letter,
        "character": finding.offset + 1 if finding.offset >= 0 else None,
        "vi": {"where": finding.where("vi"), "message": finding.message("vi"), "hint": finding.hint("vi")},
        "en": {"where": finding.where("en"), "message": finding.message("en"), "hint": finding.hint("en")},
    }
