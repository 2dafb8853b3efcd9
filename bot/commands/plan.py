"""`sipas plan`: what a plan file would do, in plain words, before anybody is asked anything.

Exit codes: 0 the plan is sound, 1 it has problems (all of them are printed, with their lines),
2 there is no such plan.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.commands import plan_words as words
from bot.commands.console import console, either, next_step, note
from bot.commands.plan_area_words import area_rules, choice_of, count
from bot.commands.plan_kinds import kind_name
from bot.commands.plan_meanings import meaning_of, source_of
from bot.commands.plan_problems import problem_of
from bot.config import ConfigError
from bot.exit_codes import DONE, PROBLEMS
from bot.language import is_english
from bot.plans import plan_names, read_form_source, read_plan_text
from survey_flows.errors import InvalidPlan, Issue
from survey_flows.plans.ambiguities import questions_not_arising
from survey_flows.plans.open_questions import QUESTIONS
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.plans.totals import expected, unit_totals
from survey_flows.plans.values import SeedTotal


def list_(arguments: argparse.Namespace) -> int:
    """Print the built-in plans, one a line, or one JSON list."""
    plans = [parse_plan(read_plan_text(name), source=name) for name in plan_names()]
    if arguments.json:
        rows = [
            {"name": one.source, "title": one.name, "forms": one.ceiling, "units": len(one.units)}
            for one in plans
        ]
        console().print_json(json.dumps(rows, ensure_ascii=False))
        return DONE
    table = Table(title=either("Kế hoạch có sẵn", "Built-in plans"), title_justify="left")
    for heading in (either("Tên", "Name"), either("Đợt khảo sát", "Survey")):
        table.add_column(heading)
    for heading in (either("Đơn vị", "Units"), either("Phiếu", "Forms")):
        table.add_column(heading, justify="right")
    for one in plans:
        title = either(one.name, one.name_en)
        table.add_row(one.source, title, count(len(one.units)), count(one.ceiling))
    console().print(table)
    next_step("sipas plan check TÊN", "giải thích một kế hoạch", "explain a plan")
    return DONE


def check(arguments: argparse.Namespace) -> int:
    """Explain a plan; for one that cannot be used, print everything that is wrong."""
    try:
        plan = _read(arguments.plan)
    except InvalidPlan as error:
        if arguments.json:
            console().print_json(_issues_json(arguments.plan, error.issues))
            return PROBLEMS
        found = count(len(error.issues))
        note(
            f"{arguments.plan}: {found} chỗ chưa dùng được",
            f"{arguments.plan}: {found} problems in this plan",
        )
        for issue in error.issues:
            console().print(Text(f"  ✗ {problem_of(issue)}", style="red"))
        return PROBLEMS
    if arguments.json:
        console().print_json(json.dumps(_explained(plan), ensure_ascii=False))
        return DONE
    _print_explanation(plan)
    next_step(f"sipas plan totals {arguments.plan}", "số phiếu từng đơn vị", "forms by unit")
    return DONE


def totals(arguments: argparse.Namespace) -> int:
    """Print the forms each unit gets, beside the decision's number."""
    plan = _read(arguments.plan)
    if arguments.json:
        console().print_json(json.dumps(_totals(plan), ensure_ascii=False))
        return DONE
    console().print(_totals_table(plan))
    for one in plan.totals:
        note(f"  ✓ {agreement_of(plan, one)}", f"  ✓ {agreement_of(plan, one)}")
    if not plan.totals:
        note("Văn bản không nêu cỡ mẫu nào.", "The decision gives no sample size.")
    return DONE


def agreement_of(plan: Plan, total: SeedTotal) -> str:
    """What the decision says of some units, beside what the plan's rules give."""
    found = expected(plan.units, plan.households, plan.verification, total)
    said = [
        (total.units, found.units, either("đơn vị", "units")),
        (total.each, total.each, either("phiếu mỗi đơn vị", "forms each")),
        (total.forms, found.forms, either("phiếu", "forms")),
        (total.villages, found.villages, either("thôn", "villages")),
        (total.verified, found.verified, either("phiếu phúc tra", "forms verified")),
    ]
    figures = "; ".join(
        f"{count(ours)} {what}" for given, ours, what in said if given is not None and ours is not None
    )
    units = (plan.unit(code).name for code in total.codes)
    whom = "; ".join(units if total.codes else (kind_name(kind, plan) for kind in total.kinds))
    if total.unit_class is not None:
        whom += either(" loại ", " class ") + "I" * total.unit_class
    if total.with_communes:
        whom += either(" gồm cả xã", " with communes")
    return f"{whom}: {figures} ({total.source})"


def _read(name: str) -> Plan:
    plan = parse_plan(read_plan_text(name), source=Path(name).stem)
    missing = [Issue("form", f"form {code}", problem) for code, problem in _missing_forms(plan)]
    if missing:
        raise InvalidPlan(name, missing)
    return plan


def _missing_forms(plan: Plan) -> Iterable[tuple[str, str]]:
    for code in plan.forms:
        if Path(code).suffix:  # a file of the province's own is read when the wave is made
            continue
        try:
            read_form_source(code)
        except ConfigError as error:
            yield code, "; ".join(error.problems)


def _print_explanation(plan: Plan) -> None:
    console().print(Text(either(plan.name, plan.name_en), style="bold"))
    basis = "; ".join(plan.legal_basis)
    note(f"Căn cứ: {basis}", f"Legal basis: {basis}")
    _section(either("Hỏi ai", "Who is asked"), words.respondents(plan))
    heading = either("Bao nhiêu phiếu, theo quy tắc nào", "How many, by what rule")
    _section(heading, [])
    console().print(Padding(_kinds_table(plan), (0, 2)))
    areas = list(area_rules(plan))
    if areas:
        _section(either("Chọn xã, thôn, hộ", "Communes, villages, households"), areas)
        for choice in plan.choices:
            chosen = "; ".join(
                f"{one.area.name.removeprefix('UBND ')} ({choice_of(one)})" for one in choice.outcome.chosen
            )
            console().print(Padding(Text(f"{plan.unit(choice.district).name}: {chosen}"), (0, 0, 0, 4)))
    _section(either("Ai có trong danh sách N", "Who belongs to the list N"), words.eligibility(plan))
    _section(either("Chọn người", "The draw"), words.draw_rule(plan))
    _section(either("Liên hệ", "Contact"), words.contact(plan))
    _section(either("Phiếu nào được tính", "Which forms count"), words.counting(plan))
    _section(either("Phúc tra", "Back-check"), words.verification(plan))
    _section(either("Chỗ văn bản không nói rõ", "What the texts leave open"), [])
    console().print(Padding(_questions_table(plan), (0, 2)))
    absent = questions_not_arising(plan.ambiguities)
    if absent:
        names = ", ".join(absent)
        note(f"  Không đặt ra ở kế hoạch này: {names}", f"  Not arising here: {names}")
    waiting = list(words.before_real_use(plan))
    if waiting:
        _section(either("Còn phải làm trước khi mời người thật", "Before inviting real people"), waiting)


def _section(title: str, lines: Iterable[str]) -> None:
    console().print()
    console().print(Text(title, style="bold cyan"))
    for line in lines:
        console().print(Padding(Text(f"• {line}"), (0, 0, 0, 2)))


def _kinds_table(plan: Plan) -> Table:
    table = Table()
    table.add_column(either("Loại đơn vị", "Kind"))
    table.add_column(either("Đơn vị", "Units"), justify="right")
    table.add_column(either("Phiếu mỗi đơn vị", "Forms each"), justify="right")
    table.add_column(either("Tổng", "In all"), justify="right")
    table.add_column(either("Quy tắc", "Rule"))
    for line in words.kind_lines(plan):
        table.add_row(line.name, count(line.units), line.each, count(line.forms), line.rule)
    table.add_section()
    table.add_row(
        either("Tổng", "All"),
        count(len(plan.units)),
        "",
        count(plan.ceiling),
        either("nhiều nhất", "at most"),
    )
    return table


def _questions_table(plan: Plan) -> Table:
    table = Table()
    table.add_column("", no_wrap=True)
    table.add_column(either("Câu hỏi", "Question"))
    table.add_column(either("Lựa chọn", "Choice"))
    table.add_column(either("Căn cứ", "Source"))
    last = ""
    for one in plan.ambiguities:
        question = either(*QUESTIONS[one.question])
        is_new = one.question != last
        last = one.question
        value = Text(meaning_of(one, plan), style="" if one.is_as_recommended else "yellow")
        if not one.is_as_recommended:
            value.append(either(f" (khuyến nghị: {one.recommended})", f" (recommended: {one.recommended})"))
        value.append(f"\n{one.setting}", style="dim")
        table.add_row(
            one.question if is_new else "",
            Text(question if is_new else ""),
            value,
            Text(source_of(one) if is_new or is_english() else ""),
        )
    return table


def _totals_table(plan: Plan) -> Table:
    has_villages = plan.households is not None
    table = Table(title=either(plan.name, plan.name_en), title_justify="left")
    table.add_column(either("Đơn vị", "Unit"), overflow="ellipsis", max_width=48, no_wrap=True)
    headings = [either("Phiếu của đơn vị", "Own"), either("Xã", "Communes")]
    headings += [either("Thôn", "Villages")] if has_villages else []
    headings += [either("Tổng", "In all"), either("Văn bản nêu", "Decision")]
    for heading in headings:
        table.add_column(heading, justify="right")
    table.add_column(either("Căn cứ", "Source"))
    lines = unit_totals(plan.units, plan.households, plan.totals)
    for line in lines:
        said = count(line.seed) if line.seed is not None else either("không nêu", "silent")
        numbers = [line.own, line.communes, *([line.villages] if has_villages else []), line.forms]
        table.add_row(line.unit.name, *map(count, numbers), said, line.source)
    table.add_section()
    said_all = [line.seed for line in lines if line.seed is not None]
    sums = [sum(line.own for line in lines), sum(line.communes for line in lines)]
    sums += [sum(line.villages for line in lines)] if has_villages else []
    table.add_row(
        either("Tổng", "All"),
        *map(count, [*sums, sum(line.forms for line in lines)]),
        count(sum(said_all)) if said_all else either("không nêu", "silent"),
        "",
    )
    return table


def _totals(plan: Plan) -> dict[str, object]:
    found = expected(plan.units, plan.households, plan.verification)
    return {
        "plan": plan.code,
        "forms": found.forms,
        "villages": found.villages,
        "verified": found.verified,
        "units": [
            {
                "code": line.unit.code,
                "name": line.unit.name,
                "own": line.own,
                "communes": line.communes,
                "villages": line.villages,
                "forms": line.forms,
                "decision": line.seed,
                "source": line.source,
            }
            for line in unit_totals(plan.units, plan.households, plan.totals)
        ],
        "decision": [
            {
                "kinds": list(one.kinds),
                "codes": list(one.codes),
                "with_communes": one.with_communes,
                "forms": one.forms,
                "each": one.each,
                "source": one.source,
            }
            for one in plan.totals
        ],
    }


def _explained(plan: Plan) -> dict[str, object]:
    return {
        "plan": plan.code,
        "valid": True,
        "sha256": plan.digest,
        "designs": list(plan.designs),
        "forms": list(plan.forms),
        "kinds": [
            {
                "kind": line.kind,
                "name": line.name,
                "units": line.units,
                "forms": line.forms,
                "rule": line.rule,
            }
            for line in words.kind_lines(plan)
        ],
        "questions": [
            {
                "question": one.question,
                "setting": one.setting,
                "value": one.value,
                "recommended": one.recommended,
                "source": one.source,
            }
            for one in plan.ambiguities
        ],
        "not_arising": list(questions_not_arising(plan.ambiguities)),
        "before_real_use": list(words.before_real_use(plan)),
    }


def _issues_json(name: str, issues: Iterable[Issue]) -> str:
    rows = [
        {"code": one.code, "where": one.where, "message": one.message, "hint": one.hint} for one in issues
    ]
    return json.dumps({"plan": name, "valid": False, "problems": rows}, ensure_ascii=False)
