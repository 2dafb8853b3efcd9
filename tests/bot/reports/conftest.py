"""One small report for all tests: a quarter of the province's forms."""

from __future__ import annotations

import pytest

from bot.reports.model import Report
from tests.bot.reports import examples


@pytest.fixture(scope="session")
def report() -> Report:
    """Every unit and form, few people."""
    return examples.report(scale=0.15)
