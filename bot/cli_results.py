"""The part of the command line about results: places beyond the quota, the report, its publication, the
data behind it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Command = Callable[[Group, str, str, str], argparse.ArgumentParser]


_ALLOW = """\
Cho phép một lĩnh vực của một đơn vị có nhiều phiếu hơn chỉ tiêu. Không có lệnh này, máy không bao giờ vượt
chỉ tiêu. Phiếu đã đến muộn được tính trước, sớm tính trước; chỗ còn lại dành cho người trả lời muộn, phiếu
phúc tra tính lại, dự phòng. Lý do bắt buộc; người ra lệnh, lý do, số chỗ nằm trong nhật ký, không xóa được.
| Lets one service of one unit have more forms than its quota, which is otherwise never exceeded. Forms that
came too late count first, the earliest before the others. The reason is required, and kept for good.

Ví dụ | for example:
  sipas wave allow SO_GTVT GPLX --places 2 --reason "GĐ Sở duyệt 12/11: 2 phiếu về muộn do bão" --dry-run
"""


def add_allow(waves: Group, command: Command) -> None:
    """`sipas wave allow`."""
    allowing = command(
        waves,
        "allow",
        "wave_allow:allow",
        "Cho thêm phiếu ngoài chỉ tiêu, có lý do | Exceed a quota, and why",
    )
    allowing.description, allowing.formatter_class = _ALLOW, argparse.RawDescriptionHelpFormatter
    allowing.add_argument("unit", metavar="UNIT", help="mã hoặc tên đơn vị | code or name of the unit")
    allowing.add_argument("service", metavar="SERVICE", help="mã hoặc tên lĩnh vực | code or name")
    allowing.add_argument(
        "--places", type=int, required=True, metavar="N", help="thêm mấy phiếu | how many more forms"
    )
    allowing.add_argument(
        "--reason", required=True, metavar="TEXT", help="ai cho phép, vì sao (lưu vết) | who and why, kept"
    )
    _dry_run(allowing)


def add_results(commands: Group, command: Command) -> None:
    """`sipas report`, `publish`, `export`, `recompute`; `command` adds one command."""
    report = command(
        commands, "report", "report:report", "Tính chỉ số và xuất báo cáo | Indices; DOCX, PDF, XLSX, HTML"
    )
    report.add_argument("--to", type=Path, default=Path("var/report"), metavar="DIR", help="thư mục | folder")
    _wave(report)
    _previous(report)
    report.add_argument(
        "--hand-out",
        default="",
        metavar="WHO",
        help="gửi cho ai ngoài cơ quan (ghi sổ) | who gets it outside the office (noted)",
    )
    report.add_argument("--no-pdf", action="store_true", help="không xuất PDF | no PDF")
    _dry_run(report)

    publishing = command(
        commands,
        "publish",
        "publish:publish",
        "Công bố: chốt số liệu theo quyết định | Freeze the figures under a decision, or correct them",
    )
    publishing.add_argument("--decision", required=True, metavar="NUMBER", help="số quyết định | its number")
    publishing.add_argument("--date", required=True, metavar="DATE", help="ngày (2024-12-15) | its date")
    publishing.add_argument(
        "--correction", default="", metavar="WHY", help="ban hành đính chính, lý do | a correction, and why"
    )
    _wave(publishing)
    _previous(publishing)
    _dry_run(publishing)

    exporting = command(
        commands, "export", "export:export", "Xuất dữ liệu khử định danh | De-identified data: CSV, SPSS, DDI"
    )
    exporting.add_argument(
        "--to", type=Path, default=Path("var/bundle"), metavar="DIR", help="thư mục | folder"
    )
    exporting.add_argument(
        "--public", action="store_true", help="gói công khai, không đơn vị | the public bundle, without units"
    )
    exporting.add_argument(
        "--k", type=int, default=5, help="mỗi nhóm đặc điểm có ít nhất k người | k-anonymity (default: 5)"
    )
    _wave(exporting)
    _previous(exporting)
    _dry_run(exporting)

    recomputing = command(
        commands,
        "recompute",
        "recompute:recompute",
        "Tính lại mọi số liệu từ gói dữ liệu | Every figure again, from a bundle alone",
    )
    recomputing.add_argument("bundle", type=Path, metavar="BUNDLE", help="thư mục gói | the bundle's folder")


def _wave(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "wave", nargs="?", type=int, metavar="WAVE", help="số của đợt | its number (default: the present one)"
    )


def _previous(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--previous",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="chỉ số các năm trước (CSV, Excel) | earlier years' figures",
    )


def _dry_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="chỉ xem, không thay đổi | show only, change nothing"
    )
