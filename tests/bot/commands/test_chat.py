"""`sipas chat`: a form played in the terminal, as its respondent would meet it."""

from __future__ import annotations

import io

import pytest

from bot.cli import main
from bot.exit_codes import DONE


def test_a_stop_is_followed_by_silence_until_the_respondent_asks_back_in(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1\nHUY\nalo\ntham gia lai\n"))
    assert main(["chat", "soc_trang_short", "--channel", "sms"]) == DONE
    told = capsys.readouterr().out
    before, silence, after = told.partition("(Sau khi dừng")
    assert silence
    assert "Cam on ong/ba da tro lai" in after
    assert "Trạng thái: asking" in after
    assert "Cam on" not in before
