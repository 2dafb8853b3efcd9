"""`make test` runs its tests in parts, side by side: each test belongs to one of them."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT, read
from tests.conftest import COUNTS_FOR_THE_FLOOR


def variable(name: str) -> list[str]:
    """The words of a variable of the Makefile."""
    [words] = re.findall(rf"^{name} := (.+)$", read("Makefile"), re.MULTILINE)
    return str(words).split()


def test_what_counts_for_the_floor_is_what_is_run_traced() -> None:
    """The part that takes the rest leaves out what counts: nobody else would run it."""
    assert {f"{folder}/" for folder in variable("FLOOR")} == set(COUNTS_FOR_THE_FLOOR)


def test_the_parts_overlap_nowhere_and_name_folders_that_are_there() -> None:
    folders = [*variable("FLOOR"), *variable("RUNNING"), "tests/bot"]
    assert len(set(folders)) == len(folders)
    assert all((ROOT / folder).is_dir() for folder in folders)


def test_every_part_is_asked_for() -> None:
    targets = set(re.findall(r"^([a-z]+): \$\(STAMP\)$", read("Makefile"), re.MULTILINE))
    assert set(variable("PARTS")) == targets - {"setup", "demo", "check", "test", "bench", "soak"}
