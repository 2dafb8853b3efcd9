"""A province's whole register through `sipas frame import`: seconds, CPU a row, memory, and a bare peer.

Makes up one list (quoted addresses, every unit and service of Sơn La 2024) and imports it as an officer
would: read and screened in one process, sealed, stored and audited in the other. The peer in the same run
only moves the cells: the standard library's `csv` reads the same file and bare `sqlite3` inserts the same
columns, unsealed, unchecked, without an index. Each in a process of its own, so that peaks do not mix.
`frame_import.py 1000000` is the size the goal names; `frame_import.py 200000 xlsx` takes a workbook, which
the peer reads with calamine.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

_ROWS = 100_000
_PLAN = "son_la_2024"
_FAMILIES = ["Lò", "Quàng", "Cà", "Lường", "Tòng", "Nguyễn", "Trần", "Vàng", "Giàng", "Sùng", "Hà", "Đinh"]
_MIDDLES = ["Văn", "Thị", "Minh", "Đức", "Thanh", "Bích", "Ngọc", "A", "Thu", "Xuân"]
_GIVEN = [
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Hạnh",
    "Hương",
    "Khánh",
    "Lan",
    "Mai",
    "Nga",
    "Phượng",
    "Quyết",
    "Tiến",
]
_PLACES = ("Bản Bó", "Bản Mòng", "Tiểu khu 3", "Bản Nà Ớt", "Tổ 12", "Bản Pá Khoang", "Bản Hua Tát")
_NETWORKS = ("091", "097", "098", "086", "035", "078")
_HEADER = (
    "Đơn vị,Lĩnh vực,Họ và tên,Số điện thoại,Địa chỉ,Hình thức nộp,"
    "Ngày nộp,Ngày trả kết quả,Mã hồ sơ,Năm sinh"
)


def write_list(path: Path, rows: int) -> None:
    """One list of all units, no two lines alike."""
    from survey_flows.plans.plan import parse_plan

    text = files("survey_flows.plans").joinpath(f"{_PLAN}.toml").read_text(encoding="utf-8")
    units = [unit for unit in parse_plan(text, source=_PLAN).frame_rules().units if unit.services]
    rng = random.Random(2024)
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEADER + "\n")
        for at in range(rows):
            unit = units[at * len(units) // rows]
            service = unit.services[rng.randrange(len(unit.services))]
            name = " ".join(rng.choice(part) for part in (_FAMILIES, _MIDDLES, _MIDDLES, _GIVEN))
            phone = f"{rng.choice(_NETWORKS)}{rng.randrange(10**7):07}"
            day, month = rng.randrange(1, 29), rng.randrange(1, 9)
            file.write(
                f'"{unit.names[0]}","{service.names[0]}",{name},{phone},'
                f'"{rng.choice(_PLACES)}, {unit.names[0]}, tỉnh Sơn La",Trực tiếp,'
                f"{day:02}/{month:02}/2024,{day:02}/{month + 1:02}/2024,"
                f"H52.{at:07},{rng.randrange(1945, 2006)}\n"
            )


def write_workbook(register: Path, path: Path) -> None:
    """The same list as Excel saves it, its texts shared."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book, register.open(encoding="utf-8", newline="") as file:
        sheet = book.add_worksheet("Danh sách")
        for at, row in enumerate(csv.reader(file)):
            for place, cell in enumerate(row):
                sheet.write_string(at, place, cell)


def import_list(path: Path) -> dict[str, float]:
    """Import through the command, in an office of its own; figures of the import alone."""
    from bot.cli import main as sipas

    os.chdir(path.parent)
    with contextlib.redirect_stdout(io.StringIO()):
        if sipas(["init", "--plan", _PLAN]) or sipas(["wave", "new"]):
            raise SystemExit("the office could not be set up")
        cpu, wall = _cpu(), time.perf_counter()
        sipas(["frame", "import", str(path)])
        figures = {"cpu": _cpu() - cpu, "wall": time.perf_counter() - wall}
    with contextlib.closing(sqlite3.connect("var/sipas.db")) as database:
        [figures["stored"]] = database.execute("SELECT count(*) FROM frame_units").fetchone()
    return figures


def move_cells(path: Path) -> dict[str, float]:
    """The peer: the same cells from the same file into one table, nothing understood and nothing sealed."""
    cpu, wall = _cpu(), time.perf_counter()
    with contextlib.ExitStack() as opened:
        database = opened.enter_context(contextlib.closing(sqlite3.connect(path.parent / "peer.db")))
        if path.suffix == ".xlsx":
            from python_calamine import CalamineWorkbook

            rows: Iterator[list[Any]] = CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()
        else:
            rows = csv.reader(opened.enter_context(path.open(encoding="utf-8", newline="")))
        names = next(rows)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE frame ({})".format(", ".join(f'"{name}"' for name in names)))
        marks = ", ".join("?" * len(names))
        database.executemany(f"INSERT INTO frame VALUES ({marks})", rows)  # noqa: S608 - marks only
        database.commit()
        [stored] = database.execute("SELECT count(*) FROM frame").fetchone()
    return {"cpu": _cpu() - cpu, "wall": time.perf_counter() - wall, "stored": stored}


def _cpu() -> float:
    """CPU seconds of this process and of those it waited for."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def _figures(part: str, path: Path) -> dict[str, float]:
    """Run one part in a process of its own."""
    command = [sys.executable, __file__, part, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    match sys.argv[1:]:
        case [("import" | "peer") as part, path]:
            figures = (import_list if part == "import" else move_cells)(Path(path))
            for name, who in (("peak", resource.RUSAGE_SELF), ("reader", resource.RUSAGE_CHILDREN)):
                figures[name] = resource.getrusage(who).ru_maxrss / 1024
            print(json.dumps(figures))
            return
        case [rows, *kind]:
            wanted, is_workbook = int(rows), kind == ["xlsx"]
        case _:
            wanted, is_workbook = _ROWS, False
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "register.csv"
        write_list(register, wanted)
        if is_workbook:
            write_workbook(register, register.with_suffix(".xlsx"))
            register = register.with_suffix(".xlsx")
        ours, peer = _figures("import", register), _figures("peer", register)
    if not ours["stored"] == peer["stored"] == wanted:
        raise SystemExit(f"{wanted} rows written, {ours['stored']} imported, {peer['stored']} by the peer")
    print(
        f"frame_import: {wanted} {register.suffix[1:]} rows in {ours['wall']:.1f} s"
        f" ({1e6 * ours['wall'] / wanted:.1f} µs a row, {1e6 * ours['cpu'] / wanted:.1f} µs of CPU),"
        f" peak {ours['peak']:.0f} MB + {ours['reader']:.0f} MB reading;"
        f" cells only ({'calamine' if is_workbook else 'csv'}, sqlite3) {peer['wall']:.1f} s,"
        f" {1e6 * peer['cpu'] / wanted:.1f} µs, {peer['peak']:.0f} MB:"
        f" ratio {ours['wall'] / peer['wall']:.1f} of time, {ours['cpu'] / peer['cpu']:.1f} of CPU"
    )


if __name__ == "__main__":
    main()
