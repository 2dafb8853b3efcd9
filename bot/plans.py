"""Find the text of a plan or a form: a built-in by name, or a file of the province's own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from bot.config import ConfigError


def read_plan_text(name: str) -> str:
    """The TOML text of the plan `name` (built-in name or path); raises ConfigError when there is none."""
    return _read("survey_flows.plans", name, ".toml")


def plan_names() -> tuple[str, ...]:
    """The names of the built-in plans, in alphabetical order."""
    entries = files("survey_flows.plans").iterdir()
    return tuple(sorted(one.name.removesuffix(".toml") for one in entries if one.name.endswith(".toml")))


def read_form_source(name: str) -> tuple[str, str]:
    """The XLSForm Markdown and the factors TOML of the built-in form `name`."""
    return _read("survey_flows.forms", name, ".md"), _read("survey_flows.forms", name, ".toml")


def _read(package: str, name: str, suffix: str) -> str:
    path = Path(name)
    if path.suffix == suffix and path.exists():
        return path.read_text(encoding="utf-8")
    resource = files(package).joinpath(f"{name}{suffix}")
    if resource.is_file():
        return resource.read_text(encoding="utf-8")
    known = sorted(
        entry.name.removesuffix(suffix) for entry in files(package).iterdir() if entry.name.endswith(suffix)
    )
    raise ConfigError(
        [
            f"{name}: không phải tệp {suffix}, cũng không có sẵn (có sẵn: {', '.join(known)})"
            f" | {name}: neither a {suffix} file nor built in (built in: {', '.join(known)})"
        ]
    )
