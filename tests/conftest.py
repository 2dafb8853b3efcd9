"""Worlds for every test that needs a running collector; see tests/builders.py."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test, settings

from bot.clock import Clock
from tests.builders import MORNING, Settings, Shape, Templates, World

# Whether an example is fast is a matter for benchmarks/: a busy machine is no defect.
settings.register_profile("sipas", deadline=None, max_examples=50)
settings.register_profile("soak", deadline=None, max_examples=1000)
settings.load_profile("sipas")


# The floor is about the two pure libraries: what only a running collector touches does not count. `make test`
# runs what counts by itself, traced (that takes more than twice as long), and everything else untraced.
COUNTS_FOR_THE_FLOOR = ("tests/scoring/", "tests/survey_flows/")
TOO_LONG_TO_TRACE = (
    "tests/scoring/test_consistency_tables.py::test_a_table_with_one_figure_changed",
    "tests/scoring/test_engines.py",
    "tests/scoring/test_patterns.py",
    "tests/scoring/test_tables.py::test_the_best_rank_is_one",
    "tests/survey_flows/interview/test_every_form.py",
    "tests/survey_flows/interview/test_unseen_replies.py",
    "tests/survey_flows/plans/test_draw_settings.py",
    "tests/survey_flows/plans/test_draws_of_schemes.py",
    "tests/survey_flows/questionnaire/test_forms.py",
    "tests/survey_flows/sampling/test_any_list.py",
    "tests/survey_flows/sampling/test_ordering_icu.py",
)
"""They go over corpora, engines and files, and touch next to nothing that the others do not."""
PROPERTIES_TOO_LONG_TO_TRACE = ("tests/survey_flows/questionnaire/", "tests/survey_flows/sampling/")
"""Where examples one can read reach as much as hypothesis does."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        where = item.nodeid
        is_property = is_hypothesis_test(getattr(item, "obj", None))  # marked as such only later
        if (
            not where.startswith(COUNTS_FOR_THE_FLOOR)
            or where.startswith(TOO_LONG_TO_TRACE)
            or (is_property and where.startswith(PROPERTIES_TOO_LONG_TO_TRACE))
        ):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(autouse=True)
def officers_language() -> Iterator[None]:
    """Every test begins in Vietnamese, whatever the one before preferred."""
    before = os.environ.pop("SIPAS_LANGUAGE", None)
    yield
    os.environ.pop("SIPAS_LANGUAGE", None)
    if before is not None:
        os.environ["SIPAS_LANGUAGE"] = before


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("waves"))


class Worlds:
    """Opens worlds and closes them after the test."""

    def __init__(self, stack: AsyncExitStack, templates: Templates, folder: Path) -> None:
        self._stack = stack
        self._templates = templates
        self._folder = folder
        self._count = 0

    async def open(
        self, shape: Shape | None = None, settings: Settings | None = None, clock: Clock | None = None
    ) -> World:
        self._count += 1
        world = World(
            self._folder / f"world{self._count}",
            self._templates,
            shape or Shape(),
            settings or Settings(),
            clock,
        )
        return await self._stack.enter_async_context(world)


@pytest.fixture
async def worlds(templates: Templates, tmp_path: Path) -> AsyncIterator[Worlds]:
    async with AsyncExitStack() as stack:
        yield Worlds(stack, templates, tmp_path)


@pytest.fixture
async def world(worlds: Worlds) -> World:
    """Two people sampled and invited, one in reserve: the first morning of fieldwork."""
    world = await worlds.open()
    await world.at(MORNING)
    return world


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests measured, whichever process they ran in."""
    figures = [
        value
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == "figure" and report.when == "call"
    ]
    for figure in figures:
        terminalreporter.write_line(str(figure))
