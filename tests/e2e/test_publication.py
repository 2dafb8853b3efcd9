"""From a closed wave to its publication, a correction, a bundle, and the figures computed again."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.test_commands import Run, collected, dump, made, office, run

__all__ = ["collected", "made", "office", "run"]

PUBLISH = ("publish", "--decision", "2915/QĐ-UBND", "--date", "2024-12-15")


@pytest.fixture
def closed(run: Run, collected: list[int]) -> list[int]:
    """A wave with answers, after fieldwork."""
    assert run("wave", "close")[0] == 0
    return collected


def acts(office: Path) -> list[tuple[str, str]]:
    """What the audit trail says of publications."""
    with closing(sqlite3.connect(office / "var" / "sipas.db")) as database:
        found = database.execute("SELECT act, detail FROM audit WHERE act LIKE 'results.%' ORDER BY seq")
        return [(act, detail) for act, detail in found.fetchall()]


def told(office: Path) -> list[str]:
    """On what occasions reports left the office."""
    with closing(sqlite3.connect(office / "var" / "sipas.db")) as database:
        return [row[0] for row in database.execute("SELECT occasion FROM told_reports ORDER BY number")]


@pytest.mark.usefixtures("collected")
def test_an_open_wave_is_not_published_and_what_is_handed_out_of_it_is_noted(office: Path, run: Run) -> None:
    before = dump(office)
    code, said = run(*PUBLISH)
    assert (code, "not closed" in said) == (1, True)
    code, said = run("export", "--to", "out", "--public")
    assert (code, "waits for the end" in said) == (1, True)
    assert dump(office) == before
    code, said = run("report", "--to", "out", "--no-pdf", "--hand-out", "Sở Y tế")
    assert (code, "Noted as handed out to Sở Y tế" in said.replace("\n", " ")) == (0, True)
    assert told(office) == ["handed out: Sở Y tế"]
    assert [act for act, _ in acts(office)] == ["results.hand_out"]


def test_a_wave_is_published_once_and_corrected_by_number(office: Path, run: Run, closed: list[int]) -> None:
    before = dump(office)
    assert "nothing was kept" in run(*PUBLISH, "--dry-run")[1].replace("\n", " ")
    assert dump(office) == before
    code, said = run(*PUBLISH)
    assert (code, "Published" in said) == (0, True)
    before = dump(office)
    assert "nothing changed" in run(*PUBLISH)[1].replace("\n", " ")
    assert dump(office) == before
    [(act, detail)] = acts(office)
    kept = json.loads(detail)
    assert (act, kept["number"], kept["decision"]) == ("results.publish", 0, "2915/QĐ-UBND")
    assert len(kept["data"]) == len(kept["settings"]) == 64

    with closing(sqlite3.connect(office / "var" / "sipas.db")) as database, database:
        database.execute("UPDATE responses SET validity = 'quarantined' WHERE case_id = ?", (closed[0],))
    code, said = run("report", "--dry-run")
    assert code == 1
    assert "figures differ" in said
    assert "Table 1 · " in said
    assert "was" in said
    code, said = run(*PUBLISH)
    assert (code, "--correction" in said) == (1, True)
    assert len(acts(office)) == 1
    code, said = run(*PUBLISH, "--correction", "one form failed verification")
    assert (code, "Correction 1" in said) == (0, True)
    assert [act for act, _ in acts(office)] == ["results.publish", "results.correct"]
    assert told(office) == ["publication 0", "publication 1"]
    assert run("report", "1", "--dry-run")[0] == 0
    code, said = run("export", "7", "--dry-run")
    assert (code, "no wave 7; there are: 1 (" in said.replace("\n", " ")) == (1, True)
    refused = pytest.raises(sqlite3.IntegrityError, match="append-only")
    with closing(sqlite3.connect(office / "var" / "sipas.db")) as database, refused:
        database.execute("UPDATE publications SET figures = '[]'")


def test_a_bundle_recomputes_elsewhere_and_a_changed_figure_is_told(
    office: Path, run: Run, closed: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(office)
    assert run("export", "--to", "out", "--dry-run")[0] == 0
    assert not (office / "out").exists()
    assert run("export", "--to", "out")[0] == 0
    assert dump(office) == before
    assert {file.stat().st_mode & 0o777 for file in (office / "out").iterdir()} == {0o600}
    elsewhere = tmp_path / "elsewhere"
    (office / "out").rename(elsewhere)
    monkeypatch.chdir(elsewhere)
    code, said = run("recompute", str(elsewhere))
    assert code == 0, said
    assert "as printed" in said
    manifest = json.loads((elsewhere / "manifest.json").read_text(encoding="utf-8"))
    (elsewhere / "figures.json").write_text("[]", encoding="utf-8")
    assert run("recompute", str(elsewhere))[0] == 1, "a file that is not the manifest's"
    del manifest["files"]["figures.json"]
    (elsewhere / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    code, said = run("recompute", str(elsewhere))
    assert (code, "figures differ" in said) == (1, True)
    assert run("recompute", str(tmp_path / "nothing"))[0] == 1
