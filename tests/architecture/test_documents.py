"""What the documents say is so: links, paths, decisions, open questions, dependencies, the two commands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.plans import read_plan_text
from survey_flows.plans.plan import parse_plan
from survey_flows.questionnaire.expressions import KNOWN_FUNCTIONS
from survey_flows.questionnaire.model import ItemKind, ItemRole
from survey_flows.questionnaire.sheets import KNOWN_COLUMNS
from tests.architecture.tree import PACKAGES, ROOT, read, texts, tracked

LINK = re.compile(r"\[[^\]]+\]\(([^)#]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`((?:bot|storage|survey_flows|scoring|tests|docs|benchmarks)/[\w./-]*)`")
SECTIONS = ["## Context", "## Choice", "## Consequence"]


def documents() -> list[str]:
    """Every Markdown file that is prose (the forms are questionnaires, not prose)."""
    return [name for name in texts() if name.endswith(".md") and not name.startswith("survey_flows/forms/")]


def decisions() -> list[str]:
    """The records, in order."""
    return sorted(name for name in documents() if re.match(r"docs/decisions/\d{4}-", name))


@pytest.mark.parametrize("name", documents())
def test_every_link_and_path_leads_somewhere(name: str) -> None:
    broken = [
        link
        for link in LINK.findall(read(name))
        if not link.startswith("http") and not (ROOT / name).parent.joinpath(link).exists()
    ]
    broken += [path for path in PATH.findall(read(name)) if not (ROOT / path).exists()]
    assert broken == []


def test_decisions_are_numbered_and_listed_without_a_gap() -> None:
    numbers = [int(Path(name).name[:4]) for name in decisions()]
    assert numbers == list(range(1, len(numbers) + 1))
    index = read("docs/decisions/README.md")
    assert [name for name in decisions() if f"({Path(name).name})" not in index] == []


@pytest.mark.parametrize("name", decisions())
def test_a_decision_has_context_choice_and_consequence_on_a_page(name: str) -> None:
    text = read(name)
    assert text.startswith(f"# {Path(name).name[:4]} · ")
    assert [line for line in text.splitlines() if line.startswith("## ")] == SECTIONS
    assert len(text.split()) <= 420


@pytest.mark.parametrize("name", decisions())
def test_names_of_code_in_decisions_exist(name: str) -> None:
    """A record that names a function or constant is found when somebody renames it."""
    source = "\n".join(text for file, text in texts().items() if file.endswith((".py", "Makefile", ".toml")))
    named = re.findall(r"`(?:\w+\.)?(_?[a-z]+(?:_[a-z]+)+|_[a-z]+|[A-Z]+_[A-Z_]+)`", read(name))
    assert [word for word in named if not re.search(rf"\b{word}\b", source)] == []


def test_every_open_question_of_the_plan_is_in_the_documents_with_its_value() -> None:
    plan = parse_plan(read_plan_text("son_la_2024"), source="son_la_2024")
    rows = {
        row.split("|")[1].strip(): row
        for row in read("docs/ambiguities.md").splitlines()
        if row.startswith("| A-")
    }
    assert set(rows) == {one.question for one in plan.ambiguities}
    for one in plan.ambiguities:
        assert f"`{one.setting} = {one.value}`" in rows[one.question]


def test_every_open_question_marked_in_the_plan_file_is_a_setting() -> None:
    text = read_plan_text("son_la_2024")
    plan = parse_plan(text, source="son_la_2024")
    marked = set(re.findall(r"\bA-\d\d\b", text))
    assert marked == {one.question for one in plan.ambiguities}


def test_the_question_types_document_names_all_that_is_supported() -> None:
    text = read("docs/questionnaire_types.md")
    known = {*KNOWN_FUNCTIONS, *KNOWN_COLUMNS - {"choice_filter"}, *ItemRole, *ItemKind}
    missing = [
        word for word in sorted(known) if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
    ]
    assert missing == []


def test_every_dependency_has_its_reason_and_every_reason_its_dependency() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    declared = {re.split(r"[\[<>=~!]", one)[0].lower() for one in project["dependencies"]}
    explained = {
        name.lower() for name in re.findall(r"\*\*([\w-]+)\*\*", read("docs/decisions/0007-dependencies.md"))
    }
    provided = {"psycopg", "numpy", "argparse"}  # an extra, scoring's own, the standard library
    assert explained - provided == declared - provided


def test_the_readme_maps_every_folder_of_the_house() -> None:
    text = read("README.md")
    folders = {
        str(path.relative_to(ROOT).parts[0]) for path in tracked() if len(path.relative_to(ROOT).parts) > 1
    }
    assert {
        folder for folder in folders if not folder.startswith(".") and f"`{folder}/`" not in text
    } == set()
    assert set(PACKAGES) <= folders


def test_continuous_integration_runs_exactly_the_readmes_test_command() -> None:
    """And before it installs the SMS gateway, where it may: `make test` alone needs none."""
    [in_readme] = re.findall(r"^(make test)\b", read("README.md"), re.MULTILINE)
    assert commands(read(".ci/run")) == [
        "set -euo pipefail",
        'cd "$(dirname "$0")/.."',
        "make gateway",
        in_readme,
    ]


def test_the_two_commands_of_the_readme_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert {"demo", "test", "setup", "bench"} <= targets


def test_the_changelog_has_the_present_version() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert re.search(
        rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", read("CHANGELOG.md"), re.MULTILINE
    )


def commands(script: str) -> list[str]:
    """The lines of a shell script that do something."""
    return list(_commands(script))


def _commands(script: str) -> Iterator[str]:
    for line in script.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()
