"""`sipas form run FILE --json`: a program plays the respondent, a line at a time.

The first line out is the opening prompt; then one line out for every line in, flushed at once. The record
comes when the interview has ended or the input has; the exit code is 0 either way.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.channels.terminal import Look
from bot.commands.failures import CommandError
from bot.commands.line_door import LineDoor, Told
from bot.exit_codes import DONE
from bot.forms import compile_named_form

_LONGEST_LINE = 1_000_000  # characters; nothing a respondent sends is longer


def run(arguments: argparse.Namespace) -> int:
    """Serve the dialogue on standard input and output."""
    questionnaire = compile_named_form(arguments.form)
    if arguments.language and arguments.language not in questionnaire.languages:
        spoken = ", ".join(questionnaire.languages)
        raise CommandError(f"Phiếu chỉ có ngôn ngữ: {spoken} | The form speaks: {spoken}")
    door = LineDoor(
        questionnaire,
        language=arguments.language,
        look=Look(arguments.channel),
        clock=lambda: datetime.now(UTC),
    )
    _tell(door.open(arguments.now))
    for line in _lines():
        if line.strip():
            _tell(_answer(door, line))
        if door.state.is_final:
            break
    _tell(door.record())
    return DONE


def _answer(door: LineDoor, line: str) -> Told:
    if len(line) > _LONGEST_LINE:
        return {"error": "too-long", "message": f"a line of more than {_LONGEST_LINE} characters"}
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as problem:
        return {"error": "invalid-json", "message": str(problem)}
    return door.hear(told)


def _lines() -> Iterator[str]:
    """Lines as text; bytes that are no UTF-8 become U+FFFD, as on any channel."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")


def _tell(told: Told) -> None:
    # A lone surrogate a respondent typed cannot be written as UTF-8, but as a JSON escape.
    text = json.dumps(told, ensure_ascii=False)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
