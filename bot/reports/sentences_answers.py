"""Sentences about factors, criteria, answers and forms; their parts are those of `sentences`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.reports.sentences import (
    NBSP,
    Lines,
    Named,
    all_same,
    ends,
    listed,
    lower_first,
    number,
    of_all,
    points,
    shown,
    upper_first,
)
from scoring.tables import Printing, Row, RowKind, Table

# --- sentences about factors and criteria


def factors_of(table: Table) -> Iterator[str]:
    """A sentence a factor: its index, highest and lowest unit, median over units."""
    lines = Lines(table)
    for row in lines.rows(RowKind.TOTAL):
        one = lines.named(row, "index", by="measure")
        if one is None:
            continue
        high, low = (lines.named(row, end, by=f"{end}_unit") for end in ("highest", "lowest"))
        median = lines.named(row, "median", by="measure")
        about = lower_first(one.name)
        # a factor may be called "overall satisfaction" itself
        said = f"Chỉ số {'' if about.startswith('hài lòng') else 'hài lòng về '}{about} là {one.percent}"
        if high and low and high.printed != low.printed:
            among = " được nêu" if lines.hides else ""
            said += f"; đơn vị cao nhất{among} đạt {high.percent} ({high.name}{few(high)})"
            said += f", đơn vị thấp nhất đạt {low.percent} ({low.name}{few(low)})"
        if median is not None:
            said += f", trung vị là {median.percent}"
        yield f"{said}."


def few(one: Named) -> str:
    """A warning behind a name whose figure rests on few people (domain.md A-36)."""
    return ", ít người trả lời" if one.is_small else ""


def weakest_factor(table: Table) -> str:
    """Which factor people are least content with, and how far it is from the best."""
    lines = Lines(table)
    values = lines.all_named("index", by="measure", kind=RowKind.TOTAL)
    if len(values) < 2 or all_same(values):
        return ""
    high, low = ends(values)
    among = " được nêu" if len(values) < len(lines.rows(RowKind.TOTAL)) else ""
    far = points(high[0].value - low[0].value, table.printing)
    return (
        f"Trong {number(len(values))} yếu tố{among}, thấp nhất là "
        f"{listed([lower_first(one.name) for one in low])} ({low[0].percent}), cao nhất là "
        f"{listed([lower_first(one.name) for one in high])} ({high[0].percent}), cách nhau {far}."
    )


def weakest_criteria(table: Table, most: int = 3) -> str:
    """The criteria people are least content with, the lowest first; those that print alike stay together."""
    lines = Lines(table)
    values = lines.all_named("index", by="measure", kind=RowKind.DETAIL)
    if len(values) <= most or all_same(values):
        return ""
    ordered = sorted(values, key=lambda one: one.value)
    last = ordered[most - 1].printed
    chosen = [one for place, one in enumerate(ordered) if place < most or one.printed == last]
    if len(chosen) > 2 * most:
        return ""
    among = " trong các tiêu chí được nêu" if len(values) < len(lines.rows(RowKind.DETAIL)) else ""
    told = listed([f"{lower_first(one.name)} ({one.percent})" for one in chosen])
    return f"Các tiêu chí thấp nhất{among}: {told}."


# --- sentences about answers


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of a table of answers: the rows under its heading."""

    question: str
    rows: tuple[Row, ...]


def questions_of(table: Table) -> list[Answered]:
    """The questions of a table with the rows that belong to each."""
    found: list[tuple[str, list[Row]]] = []
    for row in table.rows:
        if row.kind is RowKind.HEADING:
            found.append((str(row.cells[0]), []))
        elif found:
            found[-1][1].append(row)
    return [Answered(question, tuple(rows)) for question, rows in found]


NOT_TOLD = "Không nêu số liệu của câu này: không có câu trả lời, hoặc quá ít để không lộ ai đã trả lời gì."
"""What stands in the place of a question's answers when none of them may be told."""


def answers_of(table: Table, asked: Answered, *, most: int = 12) -> str:
    """The shares of a question's answers from the most frequent on; of ticks where several were allowed."""
    lines = Lines(table)
    ticks = any(lines.estimate(row, "ticks_share") for row in asked.rows)
    code = "ticks_share" if ticks else "people_share"
    found = [(row, one) for row in asked.rows if (one := lines.named(row, code, by="answer")) is not None]
    if not found:
        return ""
    found.sort(key=lambda pair: -pair[1].value)
    parts = []
    for place, (_, same) in enumerate(groupby(found[:most], key=lambda pair: pair[1].printed)):
        members = list(same)
        names = listed([f"“{one.name}”" for _, one in members])
        each = "cùng " if len(members) > 1 else ""
        share = f"{each}{members[0][1].percent}"
        if (
            ticks
            and len(members) == 1
            and (people := lines.named(members[0][0], "people_share", by="answer"))
        ):
            share += f" số lượt chọn ({people.percent} số người)"
        elif ticks:
            share += " số lượt chọn"
        lead = ("nhiều nhất là ", "tiếp đến là ")[place] if place < 2 and len(found) > 2 else ""
        parts.append(f"{lead}{names}: {share}")
    base = max(lines.count(row, "base") for row in asked.rows)
    if not base:
        return f"{upper_first('; '.join(parts))}."
    hidden = "; phương án khác không nêu" if len(found) < len(asked.rows) else ""
    return f"Trong {number(base)} người trả lời, {'; '.join(parts)}{hidden}."


def answers_by_block(tables: Sequence[tuple[str, Table]], whole: Answered) -> str:
    """The most frequent answer of each block, where blocks have tables of their own.

    Two forms may ask different things in the same words: only a question with the same answers counts.
    """
    said = []
    known = {row.cells[0] for row in whole.rows}
    for block, table in tables:
        for asked in questions_of(table):
            if asked.question != whole.question or not {row.cells[0] for row in asked.rows} <= known:
                continue
            lines = Lines(table)
            values = [
                one
                for row in asked.rows
                if (one := lines.named(row, "people_share", by="answer")) is not None
            ]
            if values:
                high, _ = ends(values)
                names = listed([f"“{one.name}”" for one in high])
                said.append(f"khối {lower_first(block)}: {names} ({high[0].percent} số người)")
    return f"Câu trả lời nhiều nhất theo khối: {'; '.join(said)}." if len(said) > 1 else ""


_YES_NO = ("Có", "Không")


def wishes(table: Table) -> list[str]:
    """What people want, a sentence a question; wishes asked one by one with yes or no share one sentence."""
    asked = questions_of(table)
    alone = [one for one in asked if tuple(row.cells[0] for row in one.rows) == _YES_NO]
    if len(alone) < 2:
        alone = []
    said = [priorities(table, one) for one in asked if one not in alone]
    return [*filter(None, [_said_yes(table, alone), *said])]


def _said_yes(table: Table, asked: Sequence[Answered], most: int = 5) -> str:
    """The wishes most people said yes to, in the words of the question."""
    lines = Lines(table)
    found = [
        (one.question, yes)
        for one in asked
        if (yes := lines.named(one.rows[0], "people_share", by="answer")) is not None
    ]
    if not found:
        return ""
    found.sort(key=lambda pair: -pair[1].value)
    base = max(lines.count(row, "base") for one in asked for row in one.rows)
    told = [
        f"({place}) “{question}” ({yes.percent})" for place, (question, yes) in enumerate(found[:most], 1)
    ]
    among = f"Trong {number(base)} người trả lời, được" if base else "Được"
    return f"{among} hỏi từng điều, nhiều người nói “Có” nhất là: {'; '.join(told)}."


def priorities(table: Table, asked: Answered, most: int = 5) -> str:
    """What people want improved, the most wanted first and numbered, of ticks and of people."""
    lines = Lines(table)
    has_ticks = any(lines.estimate(row, "ticks_share") for row in asked.rows)
    code = "ticks_share" if has_ticks else "people_share"
    found = [(row, one) for row in asked.rows if (one := lines.named(row, code, by="answer")) is not None]
    found.sort(key=lambda pair: -pair[1].value)
    chosen = found[:most]
    if not chosen:
        return ""
    base = max(lines.count(row, "base") for row in asked.rows)
    told = []
    for place, (row, one) in enumerate(chosen, 1):
        people = lines.named(row, "people_share", by="answer")
        share = f"{one.percent} số lượt chọn" if has_ticks else f"{one.percent} số người trả lời"
        more = f", {people.percent} số người" if has_ticks and people else ""
        told.append(f"({place}) {lower_first(one.name)} ({share}{more})")
    of = f"{number(base)} người trả lời" if base else "Người trả lời"
    return f"{of} mong đợi nhiều nhất {number(len(chosen))} nội dung: {'; '.join(told)}."


# --- sentences about fieldwork


def collected(issued: int, wanted: int, received: int, valid: int, printing: Printing) -> list[str]:
    """Forms wanted, collected and valid, with rates rounded and never cut off."""
    if not wanted:
        return []
    said = [
        f"Tổng số phiếu thu về là {of_all(received, wanted)} phiếu, đạt {rate(received, wanted, printing)} "
        f"chỉ tiêu ({number(issued)} người đã được mời, kể cả người dự phòng vào thay)."
    ]
    if wanted > received:
        said.append(f"{number(wanted - received)} phiếu không thu được.")
    if received:
        said.append(
            f"Số phiếu hợp lệ là {of_all(valid, received)}, đạt {rate(valid, received, printing)} số phiếu "
            f"thu về; số liệu trong báo cáo này được tổng hợp từ {number(valid)} phiếu hợp lệ."
        )
    return said


def rate(numerator: int, denominator: int, printing: Printing) -> str:
    """A share of a full count."""
    return f"{shown(100 * numerator / denominator, printing)}{NBSP}%"


def composition_of(table: Table, asked: Answered) -> str:
    """Who answered, by one characteristic."""
    said = answers_of(table, asked, most=6)
    return f"{asked.question.rstrip('?.')}: {lower_first(said)}" if said else ""


def levels_of_form(table: Table) -> str:
    """Where the least content people are: the criterion with most answers on the two lowest levels."""
    lines = Lines(table)
    worst: list[tuple[float, str, int, int]] = []
    for row in lines.rows(RowKind.BODY):
        base = lines.count(row, "base")
        low = lines.count(row, "level1") + lines.count(row, "level2")
        if base:
            worst.append((low / base, lines.text(row, "measure"), low, base))
    if not worst or max(worst)[0] == 0:
        return ""
    _, name, low, base = max(worst, key=lambda one: one[0])
    return (
        f"Tiêu chí có nhiều người chọn hai mức thấp nhất của thang đo là {lower_first(name)}: "
        f"{of_all(low, base)} người ({rate(low, base, table.printing)})."
    )
