"""Compile the questionnaires a wave needs, from package files or a file of the province's own."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from bot.config import ConfigError
from bot.plans import read_form_source
from survey_flows.questionnaire.model import Questionnaire

_FILE_TYPES: dict[str, Literal["md", "xlsx", "csv"]] = {".md": "md", ".xlsx": "xlsx", ".csv": "csv"}


def compile_named_form(name: str) -> Questionnaire:
    """The built-in form `name`, or an XLSForm file with its factors TOML beside it.

    Raises ConfigError when there is no such form, InvalidQuestionnaire with every defect.
    """
    from survey_flows.questionnaire.xlsform import compile_form

    path = Path(name)
    if path.suffix in _FILE_TYPES:
        factors = path.with_suffix(".toml")
        for needed in (path, factors):
            if not needed.exists():
                raise ConfigError([f"{needed}: no such file (a form has its factors beside it as .toml)"])
        return compile_form(
            path.read_bytes(),
            file_type=_FILE_TYPES[path.suffix],
            factors=factors.read_text(encoding="utf-8"),
            name=path.stem,
        )
    form, factors_text = read_form_source(name)
    return compile_form(form.encode(), file_type="md", factors=factors_text, name=name)
