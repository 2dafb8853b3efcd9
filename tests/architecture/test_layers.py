"""The import contracts of pyproject.toml hold, and they cover what they say."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, modules, read


def test_every_import_contract_is_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]


def test_the_lists_of_layers_are_exhaustive_for_every_package() -> None:
    """A new room cannot be added without being given its place."""
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    exhaustive = {
        container
        for contract in contracts
        if contract["type"] == "layers" and contract.get("exhaustive")
        for container in contract["containers"]
    }
    assert exhaustive >= set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_have_no_drawer_for_leftovers(package: str) -> None:
    """A module named for what it is not (utils, helpers …) has no single purpose."""
    drawers = {
        "utils",
        "util",
        "helpers",
        "helper",
        "manager",
        "service",
        "handler",
        "data",
        "info",
        "misc",
        "common",
    }
    names = {Path(name).stem for name in modules() if name.startswith(f"{package}/")}
    assert not names & drawers
