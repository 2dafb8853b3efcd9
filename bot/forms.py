"""Compile the questionnaires a wave needs, from package files or a file of the province's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from bot.config import ConfigError
from bot.plans import read_form_source
from survey_flows.questionnaire.model import Questionnaire

_FILE_TYPES: dict[str, Literal["md", "xlsx", "csv"]] = {".md": "md", ".xlsx": "xlsx", ".csv": "csv"}


def compile_named_form(name: str) -> Questionnaire:
    """The built-in form `name`, or an XLSForm file.

    A file may have its factors beside it (the same name with `.toml`) and the tables it names: `.csv`
    files in the folder `<name>-media`, as ODK lays them, or beside the form. Raises ConfigError when
    there is no such form, InvalidQuestionnaire with every defect.
    """
    from survey_flows.questionnaire.xlsform import compile_form

    path = Path(name)
    if path.suffix in _FILE_TYPES:
        if not path.exists():
            raise ConfigError([f"{path}: no such file"])
        factors = path.with_suffix(".toml")
        return compile_form(
            path.read_bytes(),
            file_type=_FILE_TYPES[path.suffix],
            factors=factors.read_text(encoding="utf-8") if factors.exists() else None,
            name=path.stem,
            attachments=_FilesBeside(path),
        )
    form, factors_text = read_form_source(name)
    return compile_form(form.encode(), file_type="md", factors=factors_text, name=name)


class _FilesBeside(Mapping[str, str]):
    """The texts of the files that came with a form, each read when the form names it."""

    def __init__(self, form: Path) -> None:
        self._folders = (form.with_name(f"{form.stem}-media"), form.parent)

    def __getitem__(self, name: str) -> str:
        for folder in self._folders:
            path = folder / name
            if Path(name).name == name and path.is_file():
                try:
                    return path.read_text(encoding="utf-8-sig")
                except UnicodeDecodeError as problem:
                    reason = f"{path}: not UTF-8 text (byte {problem.start}); save it as “CSV UTF-8”"
                    raise ConfigError([reason]) from problem
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (path.name for folder in self._folders for path in folder.glob("*.csv"))

    def __len__(self) -> int:
        return sum(1 for _ in self)
