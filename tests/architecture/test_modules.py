"""What every source file must have and must not have."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, modules, texts

LINES_AT_MOST = 500
"""A file is read in one sitting: about 300 lines; beyond this it needs a reason below."""

LONGER_WITH_REASON = {
    "tests/builders.py": "the worlds that tests of a running collector start from, in one place",
}

UNDOCUMENTED_WITH_REASON = {
    "survey_flows/plans/schema.py": "one class a table of the plan file, where every key is explained",
}

# Joined here, so that this file does not contain what it looks for.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "com"), ("npmjs", "org"), ("crates", "io"),
        ("rubygems", "org"), ("anaconda", "org"), ("proxy", "golang", "org"),
    )
)  # fmt: skip
# The items of an XForms instance stand under its root element: XPath, and no path of a machine.
MACHINE_PATH = re.compile("(?<![\\w.:])/" + "(?:work|home|root(?!/item)|Users|tmp)" + r"/\w")
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")


def is_empty_init(name: str) -> bool:
    """Test folders are packages only so that two may hold files of one name."""
    return name.startswith("tests/") and name.endswith("__init__.py") and not texts()[name].strip()


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name for name, tree in modules().items() if not ast.get_docstring(tree) and not is_empty_init(name)
    ]
    assert silent == []


def test_the_first_line_of_a_docstring_is_a_whole_sentence() -> None:
    unfinished = []
    for name, tree in modules().items():
        first = (ast.get_docstring(tree) or ".").partition("\n\n")[0]
        if first.rstrip()[-1] not in ".?!:…":
            unfinished.append(name)
    assert unfinished == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_name_of_a_package_is_documented(package: str) -> None:
    """Public classes, functions and methods say what they mean; overriding methods inherit it."""
    silent = []
    for name, tree in modules().items():
        if not name.startswith(f"{package}/") or "/migrations/" in name or name in UNDOCUMENTED_WITH_REASON:
            continue
        for node in tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                silent += [f"{name}:{node.lineno} {node.name}" for _ in [0] if is_silent(node)]
            if isinstance(node, ast.ClassDef) and not node.bases and not node.name.startswith("_"):
                silent += [
                    f"{name}:{inner.lineno} {node.name}.{inner.name}"
                    for inner in node.body
                    if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and is_silent(inner)
                ]
    assert silent == []


def is_silent(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a public definition has no docstring."""
    return not node.name.startswith("_") and ast.get_docstring(node) is None


def test_files_are_short_enough_to_read_in_one_sitting() -> None:
    long = {
        name: text.count("\n")
        for name, text in texts().items()
        if name.endswith(".py") and text.count("\n") > LINES_AT_MOST and name not in LONGER_WITH_REASON
    }
    assert long == {}
    gone = {*LONGER_WITH_REASON, *UNDOCUMENTED_WITH_REASON} - set(texts())
    assert gone == set()


def test_nothing_is_left_for_later_in_the_source() -> None:
    left = [
        f"{name}:{number}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert left == []


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    found = [
        f"{name}:{number}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATH.search(line) or any(host in line for host in REGISTRIES)
    ]
    assert found == []


@pytest.mark.parametrize("package", ["survey_flows", "scoring"])
def test_the_pure_libraries_never_ask_what_time_it_is(package: str) -> None:
    """`now` comes in as an argument; import contracts cannot see a call of `datetime.now`."""
    asking = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        if name.startswith(f"{package}/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today"}
        and Path(name).name != "__main__.py"
    ]
    assert asking == []


@pytest.mark.parametrize("package", ["survey_flows", "scoring"])
def test_the_pure_libraries_keep_no_open_files(package: str) -> None:
    """Texts and bytes come in as arguments."""
    opening = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        if name.startswith(f"{package}/")
        and not name.startswith(("scoring/__main__", "scoring/command_line/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"open", "print", "input"}
    ]
    assert opening == []
