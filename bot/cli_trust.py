"""The part of the command line about people who ask in person, and about invitations people doubt."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Command = Callable[[Group, str, str, str], argparse.ArgumentParser]


def add_interviewers(commands: Group, command: Command) -> None:
    """`sipas interviewers …`; `command` adds one command."""
    interviewer = commands.add_parser("interviewers", help="Điều tra viên | Interviewers: add, assign, list")
    team = interviewer.add_subparsers(dest="interviewers_command", metavar="STEP", required=True)
    for step, text in (
        ("add", "Thêm điều tra viên, in mật khẩu một lần | Add one, print the password once"),
        ("password", "Đặt lại mật khẩu | Make another password"),
        ("remove", "Cho nghỉ: hết quyền, phiếu chưa có người | Take off; their cases are nobody's"),
    ):
        named = command(team, step, f"interviewers:{step}", text)
        named.add_argument("name", metavar="NAME", help="tên đăng nhập | the name they sign in by")
    command(team, "list", "interviewers:list_", "Ai, bao nhiêu phiếu | Who, and how many cases")
    command(team, "aside", "interviewers:aside", "Phiếu ODK giữ riêng | ODK forms kept apart, and why")
    giving = command(
        team, "assign", "interviewers:assign", "Giao phiếu để gọi hoặc đến hỏi | Give cases to call or visit"
    )
    giving.add_argument("name", metavar="NAME", help="tên đăng nhập | the name they sign in by")
    giving.add_argument("--cases", type=int, nargs="+", metavar="CASE", help="số phiếu | numbers of cases")
    giving.add_argument("--unit", default="", metavar="UNIT", help="chỉ đơn vị này | of this unit only")
    giving.add_argument("--count", type=int, metavar="N", help="nhiều nhất N phiếu | N cases at most")
    giving.add_argument(
        "--without-phone", action="store_true", help="chỉ người không có số | only who has no phone"
    )
    giving.add_argument(
        "--dry-run", action="store_true", help="chỉ xem, không thay đổi | show only, change nothing"
    )


def add_check(commands: Group, command: Command) -> None:
    """`sipas check CODE`."""
    checking = command(
        commands, "check", "check:check", "Lời mời có mã này có thật không | Is an invitation genuine"
    )
    checking.add_argument("code", metavar="CODE", help="mã kiểm tra người dân đọc | the check code read out")
