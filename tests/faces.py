"""Five drawn faces, from cross to happy: pictures for the choices of a scale."""

from __future__ import annotations

import struct
import zlib
from math import hypot
from pathlib import Path

from bot.plans import read_form_source

SIDE = 96
_FACE, _LINE, _AROUND = b"\xff\xd2\x4d", b"\x4a\x32\x0a", b"\xff\xff\xff"


def face(degree: int) -> bytes:
    """A PNG of a face: 1 is cross, 3 shows nothing, 5 is happy."""
    rows = b"".join(b"\0" + b"".join(_dot(x, y, degree) for x in range(SIDE)) for y in range(SIDE))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def put_faces(folder: Path) -> list[str]:
    """Write the five into a folder; returns their names."""
    names = [f"mat_{degree}.png" for degree in range(1, 6)]
    for degree, name in enumerate(names, 1):
        (folder / name).write_bytes(face(degree))
    return names


def form_with_faces(code: str, folder: Path, *, list_name: str = "sat5") -> Path:
    """A built-in form whose scale shows the faces, written as an officer hands it in."""
    form, factors = read_form_source(code)
    head, _, choices = form.partition("| choices |\n")
    lines = []
    for line in choices.splitlines():
        cell = ""
        if line.startswith("| | list_name"):
            cell = " media::image |"
        elif line.startswith(f"| | {list_name} |"):
            cell = f" mat_{line.split(' | ')[2]}.png |"
        lines.append(line + cell)
    path = folder / f"{code}_hinh.md"
    path.write_text(head + "| choices |\n" + "\n".join(lines) + "\n", encoding="utf-8")
    path.with_suffix(".toml").write_text(factors, encoding="utf-8")
    return path


def _dot(x: int, y: int, degree: int) -> bytes:
    """One pixel: eyes and a mouth that bends with the degree, on a round face."""
    middle = SIDE / 2
    across, down = (x - middle) / middle, (y - middle) / middle
    if hypot(across, down) > 0.94:
        return _AROUND
    is_eye = min(hypot(across - 0.36, down + 0.28), hypot(across + 0.36, down + 0.28)) < 0.11
    mouth = 0.42 - (degree - 3) * 0.13 * ((across / 0.5) ** 2 * 2 - 1)
    is_mouth = abs(across) < 0.5 and abs(down - mouth) < 0.055
    return _LINE if is_eye or is_mouth or hypot(across, down) > 0.89 else _FACE


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
