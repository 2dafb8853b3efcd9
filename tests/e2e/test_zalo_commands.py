"""`sipas zalo` as an officer meets it: authorise in two steps, look, take templates to Zalo."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Config
from bot.emulators.zalo import ZaloEmulator
from bot.requirements import missing_for_serving
from tests.builders import VIETNAM, Templates, key_text

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def zalo() -> Iterator[ZaloEmulator]:
    """Zalo on a loop of its own: commands run theirs."""
    loop = asyncio.new_event_loop()
    started: Future[ZaloEmulator] = Future()
    emulator = ZaloEmulator("3608", "app-secret", "5798", "s", "", now=lambda: datetime.now(UTC))

    def live() -> None:
        loop.run_until_complete(emulator.start())
        started.set_result(emulator)
        loop.run_forever()
        loop.run_until_complete(emulator.close())
        loop.close()

    thread = threading.Thread(target=live)
    thread.start()
    yield started.result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


@pytest.fixture
def run(
    zalo: ZaloEmulator,
    templates: Templates,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """An installation without a wave, told of its account."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIPAS_LANGUAGE", "en")
    monkeypatch.setenv("SIPAS_KEY", key_text())
    monkeypatch.setenv("SIPAS_ZALO_APP_SECRET", "app-secret")
    monkeypatch.setenv("COLUMNS", "400")
    shutil.copy(templates.empty(), tmp_path / "sipas.db")
    (tmp_path / "config.toml").write_text(
        f"""\
[database]
url = "sqlite+aiosqlite:///{tmp_path / "sipas.db"}"
[zalo]
app_id = "3608"
oa_id = "5798"
oauth_url = "{zalo.url}"
redirect_url = "https://so.example/zalo"
""",
        encoding="utf-8",
    )

    def command(*arguments: str) -> tuple[int, str]:
        code = main(list(arguments))
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out + said.err

    return command


def test_authorising_takes_two_steps_and_a_person(zalo: ZaloEmulator, run: Run) -> None:
    code, said = run("zalo", "status", "--json")
    assert (code, json.loads(said.partition("\n→")[0])["state"]) == (1, "needs_human")
    code, said = run("zalo", "authorize")
    assert code == 0
    [page] = [line for line in said.splitlines() if line.startswith("http")]
    address = zalo.tokens.consent(page)
    code, said = run("zalo", "authorize", address)
    assert (code, "Authorised" in said) == (0, True)
    code, said = run("zalo", "status")
    assert (code, "good" in said) == (0, True)
    assert "app-secret" not in said
    code, said = run("zalo", "authorize", address)
    assert code == 1
    assert "begin again" in said or "was begun" in said


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server whose own clock is set to another country's time."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("far_away")
def test_times_are_those_of_viet_nam_wherever_the_server_stands(zalo: ZaloEmulator, run: Run) -> None:
    [page] = [line for line in run("zalo", "authorize")[1].splitlines() if line.startswith("http")]
    assert run("zalo", "authorize", zalo.tokens.consent(page))[0] == 0
    told = json.loads(run("zalo", "status", "--json")[1].partition("\n→")[0])
    until = datetime.fromisoformat(told["access_until"]).astimezone(VIETNAM)
    assert f"token until {until:%d/%m/%Y %H:%M}," in run("zalo", "status")[1]


def test_a_wrong_code_and_another_attempt_are_explained(zalo: ZaloEmulator, run: Run) -> None:
    code, said = run("zalo", "authorize", "a-code")
    assert (code, "No authorisation was begun" in said) == (1, True)
    run("zalo", "authorize")
    code, said = run("zalo", "authorize", "a-code")
    assert (code, "refuses this code" in said) == (1, True)
    code, said = run("zalo", "authorize", "https://so.example/zalo?code=x&state=another")
    assert (code, "another attempt" in said) == (1, True)


def test_looking_only_keeps_nothing(run: Run) -> None:
    assert run("zalo", "authorize", "--dry-run")[0] == 0
    assert "No authorisation was begun" in run("zalo", "authorize", "a-code")[1]


def test_templates_come_with_the_lines_for_the_configuration(run: Run) -> None:
    code, said = run("zalo", "templates")
    assert code == 0
    assert '[zns.templates."letter.invite"]' in said
    assert '[zns.templates."letter.reminder"]' in said
    assert "<ma>" in said
    assert 'ma = "code"' in said


def test_without_an_account_nothing_can_be_authorised(run: Run, tmp_path: Path) -> None:
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    (tmp_path / "config.toml").write_text(text.replace('oa_id = "5798"', ""), encoding="utf-8")
    code, said = run("zalo", "authorize")
    assert (code, "oa_id" in said) == (2, True)


def test_serving_is_refused_without_the_keys_that_authenticate() -> None:
    def missing(**sections: object) -> str:
        return "\n".join(missing_for_serving(Config.model_validate(sections)))

    account = {"enabled": True, "app_id": "1", "oa_id": "2", "app_secret": "a", "oa_secret": ""}
    assert "SIPAS_ZALO_OA_SECRET" in missing(zalo=account)
    account["oa_secret"] = "a-key-of-the-page"
    assert missing(zalo=account) == ""
    assert "letter.invite" in missing(zalo=account, zns={"enabled": True})
    assert "SIPAS_ZALO_BOT_SECRET" in missing(zalo_bot={"enabled": True, "token": "t", "secret": "short"})
