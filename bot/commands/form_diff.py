"""`sipas form diff OLD NEW`: what a new version changes, and whether open interviews could go on with it."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import asdict
from typing import Final

from bot.commands.console import console, either, note
from bot.exit_codes import DONE, PROBLEMS
from bot.forms import compile_named_form
from survey_flows.questionnaire.changes import Change, ChangeKind, changes
from survey_flows.questionnaire.translation import ROOT

_PATH: Final = re.compile(rf"/{ROOT}/([^\W\d][\w.\-]*)")
"""How a questionnaire keeps a reference; an author writes ${name}."""
_SAYINGS = {
    ChangeKind.REMOVED: ("bỏ câu", "removed"),
    ChangeKind.RENAMED: ("đổi tên câu", "renamed"),
    ChangeKind.RETYPED: ("đổi kiểu", "another type"),
    ChangeKind.CODE_REMOVED: ("bỏ mã", "code removed"),
    ChangeKind.CODE_REUSED: ("mã mang nghĩa khác", "code means something else"),
    ChangeKind.ADDED: ("thêm câu", "added"),
    ChangeKind.CODE_ADDED: ("thêm mã", "code added"),
    ChangeKind.RULE: ("đổi quy tắc", "rule changed"),
    ChangeKind.MOVED: ("đổi thứ tự", "moved"),
    ChangeKind.WORDING: ("đổi lời", "wording"),
}


def diff(arguments: argparse.Namespace) -> int:
    """Compare two forms; exit code 1 when answers already given would lose their place."""
    old, new = compile_named_form(arguments.old), compile_named_form(arguments.new)
    found = changes(old, new)
    losing = [change for change in found if change.loses_answers]
    if arguments.json:
        told = {
            "old": str(old.version),
            "new": str(new.version),
            "can_continue": not losing,
            "changes": [{**asdict(change), "loses_answers": change.loses_answers} for change in found],
        }
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return PROBLEMS if losing else DONE
    console().print(f"{old.version} → {new.version}", markup=False)
    for change in found:
        console().print(line(change), markup=False, soft_wrap=True)
    if not found:
        note("Hai phiên bản như nhau.", "The two versions ask the same.")
    elif losing:
        note(
            "Phỏng vấn đang dở phải đi hết trên phiên bản cũ: có trả lời không còn chỗ ở phiếu mới.",
            "Open interviews must end on the old version: answers already given would lose their place.",
        )
    elif all(change.kind is ChangeKind.WORDING for change in found):
        note(
            "Chỉ đổi lời: dữ liệu hai phiên bản gộp được.",
            "Wording only: the data of both can be put together.",
        )
    else:
        note(
            "Không trả lời nào mất chỗ; phỏng vấn đang dở vẫn giữ phiên bản của mình cho tới hết.",
            "No answer loses its place; open interviews still keep their own version to the end.",
        )
    return PROBLEMS if losing else DONE


def line(change: Change) -> str:
    """One change as officers read it."""
    mark = "✗" if change.loses_answers else "·"
    what = f" {change.what}" if change.what else ""
    written = (_PATH.sub(r"${\1}", text) for text in (change.before, change.after))
    texts = " → ".join(f"“{text}”" if text else "∅" for text in written)
    return f"  {mark} {change.item}: {either(*_SAYINGS[change.kind])}{what}: {texts}"
