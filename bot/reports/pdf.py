"""A Word document as PDF, by LibreOffice where there is one on this machine.

LibreOffice runs with a profile of its own in a folder that goes away, so it neither meets an open window of
the officer nor leaves anything behind.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAMS = ("soffice", "libreoffice")
LONGEST_S = 300.0


class NoPdf(Exception):
    """The document could not be turned into PDF; the message says why."""


def office_program() -> str | None:
    """Where LibreOffice is; None on a machine without."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def as_pdf(document: bytes, program: str) -> bytes:
    """The document as PDF. Raises NoPdf when LibreOffice fails or takes too long."""
    with tempfile.TemporaryDirectory(prefix="sipas-pdf-") as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(document)
        command = [
            program,
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(source),
        ]
        try:
            done = subprocess.run(  # noqa: S603 - a program of the machine, with a file of ours
                command, capture_output=True, text=True, timeout=LONGEST_S, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise NoPdf(f"{program}: {LONGEST_S:.0f} s") from error
        made = source.with_suffix(".pdf")
        if not made.exists():
            raise NoPdf(f"{program}: {(done.stderr or done.stdout).strip() or done.returncode}")
        return made.read_bytes()
