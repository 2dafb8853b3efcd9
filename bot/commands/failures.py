"""An error as a person should read it: what was wrong, where, what to do; and an exit code."""

from __future__ import annotations

import sys

from bot.config import ConfigError
from bot.exit_codes import PROBLEMS, WRONG_USE
from bot.language import either
from storage.errors import Duplicate, NotFound, SchemaMismatch, Stale, StorageError, WrongKey
from survey_flows.errors import InvalidFrame, InvalidPlan, InvalidQuestionnaire

_LINT = (
    "→ Từng lỗi bằng tiếng Việt, kèm cách sửa: sipas form lint TỆP",
    "→ Every defect in both languages, with what to write instead: sipas form lint FILE",
)


class CommandError(Exception):
    """A command cannot go on; the message is Vietnamese first, English beside."""


def explain(error: Exception) -> int:
    """Print `error` to stderr and return the exit code; anything unknown is re-raised."""
    match error:
        case ConfigError():
            _print("Cấu hình chưa dùng được | The configuration cannot be used:", error.problems)
            return WRONG_USE
        case CommandError():
            _print(str(error), [])
            return PROBLEMS
        case InvalidPlan() | InvalidQuestionnaire() | InvalidFrame():
            _print(_lead(error), [str(issue) for issue in error.issues])
            if isinstance(error, InvalidQuestionnaire):
                print(either(*_LINT), file=sys.stderr)
            return PROBLEMS
        case SchemaMismatch():
            found = error.found or either("trống", "empty")
            told = f"cơ sở dữ liệu ở lược đồ {found}, chương trình cần lược đồ {error.expected} | {error}"
            _print("Cơ sở dữ liệu khác phiên bản; chạy `sipas init` | Run `sipas init`:", [told])
            return WRONG_USE
        case WrongKey():
            told = f"cơ sở dữ liệu này được tạo với khóa khác: đặt lại khóa cũ | {error}"
            _print("Khóa mã hóa không khớp cơ sở dữ liệu | The key does not fit the database:", [told])
            return WRONG_USE
        case Duplicate() | NotFound() | Stale():
            _print("Chưa làm được bước này | Not possible at this step:", [str(error)])
            return PROBLEMS
        case StorageError():
            _print("Cơ sở dữ liệu từ chối | The database refused:", [str(error)])
            return PROBLEMS
        case _:
            raise error


def _lead(error: InvalidPlan | InvalidQuestionnaire | InvalidFrame) -> str:
    """What is wrong in one sentence; the places follow, each as exact as the file allows."""
    count = len(error.issues)
    match error:
        case InvalidQuestionnaire():
            vietnamese = f"Phiếu hỏi {error.source} chưa dùng được, {count} chỗ phải sửa trong tệp phiếu"
            english = f"the questionnaire cannot be used, {count} to mend in its file"
        case InvalidPlan():
            vietnamese = f"Kế hoạch {error.source} chưa dùng được, {count} chỗ phải sửa"
            english = f"the plan cannot be used, {count} to mend"
        case InvalidFrame():
            vietnamese = f"Danh sách {error.source} không đọc được, {count} lỗi"
            english = f"the list cannot be read, {count} problems"
    return f"{vietnamese} | {english}:"


def _print(headline: str, lines: list[str]) -> None:
    print(headline, *(f"  - {_said(line)}" for line in lines), sep="\n", file=sys.stderr)


def _said(line: str) -> str:
    """A line of the form "Vietnamese | English" in the officer's language; any other as it is."""
    vietnamese, is_told_twice, english = line.partition(" | ")
    return either(vietnamese, english) if is_told_twice else line
