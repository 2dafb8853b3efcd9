"""Compile the questionnaires a wave needs, from package files or a file of the province's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.config import ConfigError
from bot.plans import read_form_source
from survey_flows.questionnaire.model import Questionnaire

_FILE_TYPES: dict[str, Literal["md", "xlsx", "csv"]] = {
    ".md": "md", ".xlsx": "xlsx", ".xlsm": "xlsx", ".csv": "csv",
}  # fmt: skip
_OTHER_TABLES = frozenset({".xls", ".ods", ".xml", ".tsv", ".txt", ".doc", ".docx", ".pdf", ".json"})


@dataclass(frozen=True, slots=True)
class FormSource:
    """A form as it lies in a file or in the package, with what lies beside it."""

    name: str
    source: bytes
    file_type: Literal["md", "xlsx", "csv"]
    factors: str | None
    attachments: Mapping[str, str]


def read_form(name: str) -> FormSource:
    """The built-in form `name`, or an XLSForm file; see `compile_named_form` for what lies beside it.

    Raises ConfigError when there is no such form.
    """
    path = Path(name)
    file_type = _FILE_TYPES.get(path.suffix.lower())
    if path.suffix.lower() in _OTHER_TABLES:
        reason = (
            f"{path}: không đọc được tệp {path.suffix}; mở bằng Excel rồi lưu thành .xlsx"
            f" | {path}: a form is .xlsx, .csv or .md; save it as .xlsx"
        )
        raise ConfigError([reason])
    if file_type is None:
        form, factors_text = read_form_source(name)
        return FormSource(name, form.encode(), "md", factors_text, {})
    if not path.exists():
        raise ConfigError([f"{path}: không có tệp này | {path}: no such file"])
    factors = path.with_suffix(".toml")
    text = _text_of(factors) if factors.exists() else None
    return FormSource(path.stem, path.read_bytes(), file_type, text, _FilesBeside(path))


def compile_named_form(name: str) -> Questionnaire:
    """The built-in form `name`, or an XLSForm file.

    A file may have its factors beside it (the same name with `.toml`) and the tables it names: `.csv`
    files in the folder `<name>-media`, as ODK lays them, or beside the form. Raises ConfigError when
    there is no such form, InvalidQuestionnaire with every defect.
    """
    from survey_flows.questionnaire.xlsform import compile_form

    form = read_form(name)
    return compile_form(
        form.source,
        file_type=form.file_type,
        factors=form.factors,
        name=form.name,
        attachments=form.attachments,
    )


class _FilesBeside(Mapping[str, str]):
    """The texts of the files that came with a form, each read when the form names it."""

    def __init__(self, form: Path) -> None:
        self._folders = (form.with_name(f"{form.stem}-media"), form.parent)

    def __getitem__(self, name: str) -> str:
        for folder in self._folders:
            path = folder / name
            if Path(name).name == name and path.is_file():
                return _text_of(path)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (path.name for folder in self._folders for path in folder.glob("*.csv"))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        reason = (
            f"{path}: không phải chữ UTF-8 (byte {problem.start}); lưu lại theo UTF-8"
            f" | {path}: not UTF-8 text (byte {problem.start}); save it as UTF-8"
        )
        raise ConfigError([reason]) from problem
