"""The repository as these tests read it: the files under version control, and the modules among them."""

from __future__ import annotations

import ast
import gc
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "storage", "survey_flows", "scoring")
BINARY = frozenset({".png", ".xls", ".xlsx", ".db", ".woff2", ".gz", ".zip"})


@cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control that is there; in a copy without its history, every file."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
        names = listed.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        hidden = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        names = [str(path) for path in hidden if not any(part.startswith(".") for part in path.parts)]
    return tuple(ROOT / name for name in names if name and (ROOT / name).is_file())


@cache
def texts() -> dict[str, str]:
    """The text of every tracked file by its name from the root."""
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in tracked()
        if path.suffix not in BINARY
    }


@cache
def modules() -> dict[str, ast.Module]:
    """Every Python file, parsed."""
    gc.disable()  # a million small objects that all stay: looking through them costs more than parsing
    try:
        return {name: ast.parse(text, name) for name, text in texts().items() if name.endswith(".py")}
    finally:
        gc.enable()


def of_package(name: str, package: str) -> bool:
    """Whether a file belongs to one of the four packages."""
    return name.startswith(f"{package}/")


def read(name: str) -> str:
    """A file that must be there, by its name from the root."""
    return (ROOT / name).read_text(encoding="utf-8")
