"""The examples in scoring's docstrings run, and the package shows exactly its public names."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest

import scoring


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(scoring.__path__)])
def test_docstring_examples_hold(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"scoring.{name}"))
    assert failed == 0


def test_every_estimator_shows_an_example() -> None:
    """Formula, shapes and an example belong to whatever computes a figure; tables are drawn, not computed."""
    computing = {"compare", "contrasts", "estimates", "indices", "outcome_rates", "ranks", "shares", "tally"}
    without = [
        name
        for name in scoring.__all__
        if inspect.isfunction(getattr(scoring, name))
        and getattr(scoring, name).__module__.removeprefix("scoring.") in computing
        and ">>>" not in (inspect.getdoc(getattr(scoring, name)) or "")
    ]
    assert without == []


def test_every_public_name_is_there() -> None:
    assert all(hasattr(scoring, name) for name in scoring.__all__)
