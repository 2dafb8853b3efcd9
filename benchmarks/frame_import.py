"""A province's whole register through `sipas frame import`: rows a second, CPU a row, peak memory.

Makes up one CSV (quoted addresses, every unit and service of Sơn La 2024) and imports it as an officer
would: read, screened, sealed, stored, audited. The peer in the same run only moves the cells: polars
reads the same file as text and bare `sqlite3` inserts the same columns, unsealed and unchecked. Each in
a process of its own, so that peaks do not mix. `frame_import.py 1000000` is the size the goal names.
"""

from __future__ import annotations

import contextlib
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
from importlib.resources import files
from pathlib import Path

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


def import_list(path: Path) -> dict[str, float]:
    """Import through the command, in an office of its own; figures of the import alone."""
    from bot.cli import main as sipas

    os.chdir(path.parent)
    with contextlib.redirect_stdout(io.StringIO()):
        if sipas(["init", "--plan", _PLAN]) or sipas(["wave", "new"]):
            raise SystemExit("the office could not be set up")
        cpu, wall = time.process_time(), time.perf_counter()
        sipas(["frame", "import", str(path)])
        figures = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    with contextlib.closing(sqlite3.connect("var/sipas.db")) as database:
        [figures["stored"]] = database.execute("SELECT count(*) FROM frame_units").fetchone()
    return figures


def move_cells(path: Path) -> dict[str, float]:
    """The peer: the same cells from the same file into one table, nothing understood and nothing sealed."""
    import polars as pl

    cpu, wall = time.process_time(), time.perf_counter()
    frame = pl.read_csv(path, infer_schema_length=0)
    with contextlib.closing(sqlite3.connect(path.parent / "peer.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        names = ", ".join(f'"{name}"' for name in frame.columns)
        database.execute(f"CREATE TABLE frame ({names})")
        marks = ", ".join("?" * frame.width)
        statement = f"INSERT INTO frame VALUES ({marks})"  # noqa: S608 - marks only
        database.executemany(statement, frame.iter_rows())
        database.commit()
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "stored": frame.height}


def _figures(part: str, path: Path) -> dict[str, float]:
    """Run one part in a process of its own."""
    command = [sys.executable, __file__, part, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    match sys.argv[1:]:
        case [("import" | "peer") as part, path]:
            figures = (import_list if part == "import" else move_cells)(Path(path))
            figures["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(json.dumps(figures))
            return
        case [rows]:
            wanted = int(rows)
        case _:
            wanted = _ROWS
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "register.csv"
        write_list(register, wanted)
        ours, peer = _figures("import", register), _figures("peer", register)
    if not ours["stored"] == peer["stored"] == wanted:
        raise SystemExit(f"{wanted} rows written, {ours['stored']} imported, {peer['stored']} by the peer")
    print(
        f"frame_import: {wanted} rows, {wanted / ours['wall']:.0f} rows/s ({ours['wall']:.1f} s),"
        f" {1e6 * ours['cpu'] / wanted:.1f} µs CPU a row, peak {ours['peak']:.0f} MB;"
        f" cells only (polars, sqlite3) {1e6 * peer['cpu'] / wanted:.1f} µs, {peer['peak']:.0f} MB:"
        f" ratio {ours['cpu'] / peer['cpu']:.1f}"
    )


if __name__ == "__main__":
    main()
