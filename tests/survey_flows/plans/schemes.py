"""The plan files that are built in, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from survey_flows.plans.plan import Plan, parse_plan

SCHEMES = ("son_la_2024", "lang_son_2022", "lang_son_2023_2025", "lai_chau_2024", "soc_trang_2017_2020")
BUILT_IN = (*SCHEMES, "mau")


def text_of(name: str) -> str:
    """The text of a built-in plan file."""
    return files("survey_flows.plans").joinpath(f"{name}.toml").read_text(encoding="utf-8")


@cache
def scheme(name: str) -> Plan:
    """A built-in plan."""
    return parse_plan(text_of(name), source=f"{name}.toml")
