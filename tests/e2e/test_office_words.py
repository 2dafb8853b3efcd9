"""What officers read when they draw, and when they let a quota be exceeded: names, never codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.test_commands import ALLOW, Run, made, office, run

__all__ = ["made", "office", "run"]


@pytest.fixture
def drawn(run: Run, monkeypatch: pytest.MonkeyPatch) -> str:
    """What `sipas draw` prints to an officer who reads Vietnamese."""
    assert run("frame", "import", "lists")[0] == 0
    monkeypatch.setenv("SIPAS_LANGUAGE", "vi")
    code, said = run("draw")
    assert code == 0
    return said


def test_a_draw_names_kinds_of_unit_as_officers_do(drawn: str, office: Path) -> None:
    assert "Sở, ban, ngành" in drawn
    assert "SO_" not in drawn and " SO " not in drawn


@pytest.mark.usefixtures("drawn")
def test_more_forms_than_the_quota_are_allowed_to_a_unit_by_name_and_with_a_reason(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("wave", "open")[0] == 0
    monkeypatch.setenv("SIPAS_LANGUAGE", "en")
    code, said = run(*ALLOW, "--reason", "the director agreed")
    assert code == 0
    assert "quota 4" in said and "Allowed 2 more: at most 6" in said and "2 places left" in said
    for wrong in ([*ALLOW, "--reason", " "], [*ALLOW[:3], "no such service", *ALLOW[4:], "--reason", "x"]):
        assert run(*wrong)[0] != 0
    assert run("verify")[0] == 0
