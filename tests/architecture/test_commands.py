"""Every command of `sipas` exists, is documented, and `sipas` itself starts light."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest

from bot.cli import build_parser
from tests.architecture.tree import ROOT, read

HEAVY = (
    "aiohttp", "alembic", "apscheduler", "asyncio", "cryptography", "jinja2", "lxml", "matplotlib",
    "narwhals", "numpy", "polars", "pydantic", "pyxform", "rich", "sqlalchemy", "storage", "survey_flows",
    "telegram",
)  # fmt: skip


def leaves(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every command as typed, with the `module:function` it runs."""
    nested = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not nested:
        yield " ".join(words), str(parser.get_default("run"))
    for action in nested:
        for word, inner in action.choices.items():
            yield from leaves(inner, (*words, word))


COMMANDS = dict(leaves(build_parser()))
GROUPS = ("", *dict.fromkeys(command.split()[0] for command in COMMANDS), *COMMANDS)


@pytest.mark.parametrize("run", COMMANDS.values(), ids=COMMANDS.keys())
def test_every_command_has_its_function(run: str) -> None:
    module, _, function = run.partition(":")
    assert callable(getattr(import_module(f"bot.commands.{module}"), function))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_table_of_commands(command: str) -> None:
    assert f"`sipas {command}" in read("docs/commands.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_in_the_table_of_commands(command: str) -> None:
    parser = build_parser()
    for word in command.split():
        [nested] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        parser = nested.choices[word]
    [row] = [line for line in read("docs/commands.md").splitlines() if line.startswith(f"| `sipas {command}")]
    options = {option for action in parser._actions for option in action.option_strings} - {"-h", "--help"}
    assert {option for option in options if f"{option}" not in row} == set()


@pytest.mark.parametrize("words", GROUPS)
def test_help_is_vietnamese_with_english_beside(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every help text can be printed: a percent sign in one would stop argparse."""
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args([*words.split(), "--help"])
    assert ended.value.code == 0
    assert " | " in capsys.readouterr().out


def test_the_command_line_loads_nothing_heavy() -> None:
    """`sipas --help` answers at once: a command imports what it needs when it runs (goal: 0.2 s of CPU)."""
    code = "import bot.cli, sys; bot.cli.build_parser().format_help(); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert loaded & set(HEAVY) == set()
