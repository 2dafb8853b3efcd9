"""What is imported is declared, and what is declared is imported or has its reason."""

from __future__ import annotations

import ast
import re
import sys
import tomllib

import pytest

from tests.architecture.tree import PACKAGES, modules, read

DISTRIBUTION_OF = {
    "docx": "python-docx",
    "python_calamine": "python-calamine",
    "telegram": "python-telegram-bot",
}
"""Names under which a distribution is imported, where they differ."""

COMES_WITH = {"yarl": "aiohttp", "pydantic_core": "pydantic", "numpy": "matplotlib"}
"""Libraries that are part of another one's interface."""

NOT_IMPORTED = {
    "aiosqlite": "SQLAlchemy's driver for readers, named in their URL",
    "tzdata": "data: the time zones the PostgreSQL driver asks for",
}


def imported(package: str) -> set[str]:
    """The outer names a package imports, the standard library and our own left out."""
    names: set[str] = set()
    for file, tree in modules().items():
        if not file.startswith(f"{package}/"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - set(PACKAGES) - {"__future__"}


def declared(file: str) -> set[str]:
    """The distributions a pyproject file asks for."""
    dependencies = tomllib.loads(read(file))["project"]["dependencies"]
    return {re.split(r"[\[<>=~!]", one)[0].lower() for one in dependencies}


def test_every_import_is_declared() -> None:
    wanted = {DISTRIBUTION_OF.get(name, name) for package in PACKAGES for name in imported(package)}
    wanted = {COMES_WITH.get(name, name) for name in wanted}
    assert wanted - declared("pyproject.toml") == set()


def test_every_declared_dependency_is_imported_or_has_its_reason() -> None:
    used = {DISTRIBUTION_OF.get(name, name) for package in PACKAGES for name in imported(package)}
    assert declared("pyproject.toml") - used == set(NOT_IMPORTED) & declared("pyproject.toml")


def test_scoring_alone_declares_what_it_imports() -> None:
    """`pip install ./scoring` must be enough; extras are what the command line needs, and the solver."""
    assert imported("scoring") - {"polars", "rich", "highspy"} <= declared("scoring/pyproject.toml")


@pytest.mark.parametrize("file", ["pyproject.toml", "scoring/pyproject.toml"])
def test_every_dependency_is_bounded(file: str) -> None:
    """A lower bound is what was tried; whatever follows semantic versions has an upper one too."""
    unbounded = [one for one in tomllib.loads(read(file))["project"]["dependencies"] if ">=" not in one]
    assert unbounded == []
