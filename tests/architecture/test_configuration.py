"""What may be configured is true: `config.example.toml` key by key, and the choices a plan offers."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel, SecretStr

from bot.config import ENVIRONMENT, Config, load_config
from survey_flows.plans.schema import PlanFile
from tests.architecture.tree import ROOT, read, texts

EXAMPLE = "config.example.toml"
SECRETS = {"token", "secret", "password", "webhook_key", "key", "oa_secret", "app_secret"}
_KEY = re.compile(r"^(?:# )?([a-z_]+)\s*= ")


def sections() -> dict[str, type[BaseModel]]:
    """The sections of the configuration by name."""
    return {name: type(getattr(Config(), name)) for name in Config.model_fields}


def test_the_example_parses_to_exactly_the_defaults() -> None:
    assert load_config(ROOT / EXAMPLE, {}) == Config()


def test_the_example_writes_out_every_default() -> None:
    """Nothing is left to be guessed: taking the file as it stands changes nothing."""
    written = tomllib.loads(read(EXAMPLE))
    assert list(written) == list(sections())
    for name, section in sections().items():
        shown = {key for key, field in section.model_fields.items() if key not in SECRETS}
        assert set(written[name]) == shown


@pytest.mark.parametrize(("section", "key"), sorted(ENVIRONMENT.values()))
def test_every_secret_is_named_with_its_environment_variable(section: str, key: str) -> None:
    part = read(EXAMPLE).partition(f"[{section}]")[2].partition("\n[")[0]
    variable = next(name for name, place in ENVIRONMENT.items() if place == (section, key))
    assert variable in part
    if key not in {"url", "key"}:  # the database's address is no secret, the key has its `file`
        assert re.search(rf"^# {key}\s*= ", part, re.MULTILINE)


def test_secrets_are_secrets_in_memory() -> None:
    for section in sections().values():
        for key, field in section.model_fields.items():
            assert (key in SECRETS) == (field.annotation == SecretStr | None)


def test_every_key_is_explained() -> None:
    """By a comment on its line, or in the comment right above it."""
    unexplained, above = [], ""
    for line in read(EXAMPLE).splitlines():
        if _KEY.match(line) and "#" not in line.partition("=")[2] and not above.startswith("#"):
            unexplained.append(line)
        above = line
    assert unexplained == []


def test_every_key_is_used_by_the_program() -> None:
    """A key nobody reads is a promise nobody keeps."""
    source = "\n".join(
        text
        for name, text in texts().items()
        if name.startswith("bot/") and name.endswith(".py") and name != "bot/config.py"
    )
    own = read("bot/config.py")
    unused = [
        f"{name}.{key}"
        for name, section in sections().items()
        for key in section.model_fields
        if not re.search(rf"\b(?:{name}|config\.{name})\.{key}\b", source + own)
    ]
    assert unused == []


def test_a_misspelt_key_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[sms]\nsendr = "8000"\n', encoding="utf-8")
    with pytest.raises(Exception, match=r"sms\.sendr"):
        load_config(path, {})


@pytest.mark.parametrize("section", ["scoring", "validity", "verification", "questionnaire"])
def test_a_plan_offers_no_choice_that_the_program_does_not_hear(section: str) -> None:
    """A setting with one permitted value documents a decision; one with several must be obeyed.

    What each choice changes is shown in tests/bot/reports/test_settings.py and by the use cases' tests.
    """
    source = "\n".join(
        text for name, text in texts().items() if name.startswith("bot/") and name.endswith(".py")
    )
    read_names = set(re.findall(rf"\b(?:plan\.{section}|plan|rules)\.(\w+)", source))
    table = PlanFile.model_fields[section].annotation
    assert isinstance(table, type)
    assert issubclass(table, BaseModel)
    choices = {
        name.removesuffix("_percent")
        for name, field in table.model_fields.items()
        if not (get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1)
    }
    assert {name for name in choices if not any(name in heard for heard in read_names)} == set()


@pytest.mark.parametrize("section", ["households", "continuous"])
def test_every_choice_of_the_other_designs_is_heard(section: str) -> None:
    """They are read where samples are drawn, slips are made or waves are."""
    source = "\n".join(
        text
        for name, text in texts().items()
        if name.endswith(".py")
        and name.startswith(
            ("bot/", *(f"survey_flows/plans/{module}" for module in ("annexes", "plan", "values")))
        )
        and not name.startswith("bot/commands/plan")
    )
    read_names = set(
        re.findall(r"(?:\b_?rules|\bhouseholds|\bcontinuous|\bself|_of\(office\.plan\))\.(\w+)", source)
    )
    [table] = [one for one in get_args(PlanFile.model_fields[section].annotation) if one is not type(None)]
    choices = {
        name
        for name, field in table.model_fields.items()
        if not (get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1)
    }
    unheard = {f"{section}.{name}" for name in choices if not any(name in heard for heard in read_names)}
    assert unheard == set()
