"""`sipas serve` as an operator meets it: what it refuses, how it ends."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import socket
import sqlite3
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from bot.cli import main
from bot.emulators.sms import SmsEmulator
from bot.emulators.telegram import TelegramEmulator
from storage import Keyring
from tests.builders import (
    MORNING,
    NUMBER,
    SMS_KEY,
    TOKEN,
    Settings,
    Shape,
    Templates,
    eventually,
    write_config,
)
from tests.e2e.serving import answering


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def config(tmp_path: Path, templates: Templates) -> Path:
    shutil.copy(asyncio.run(templates.of(Shape())), tmp_path / "sipas.db")
    return write_config(tmp_path, Settings())


def refused(config: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What `sipas serve` says when it refuses to start."""
    assert main(["--config", str(config), "serve"]) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.err


def change(config: Path, old: str, new: str) -> None:
    text = config.read_text(encoding="utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (f'token = "{TOKEN}"\n', "SIPAS_TELEGRAM_TOKEN"),
        ('secret = "tests-only-secret-of-the-webhook-0001"\n', "SIPAS_TELEGRAM_SECRET"),
        ('password = "tests-only"\n', "SIPAS_SMS_PASSWORD"),
        (f'webhook_key = "{SMS_KEY}"\n', "SIPAS_SMS_WEBHOOK_KEY"),
    ],
)
def test_it_refuses_to_start_without_a_secret_and_says_where_to_put_it(
    config: Path, capsys: pytest.CaptureFixture[str], line: str, names: str
) -> None:
    change(config, line, "")
    assert names in refused(config, capsys)


def test_it_names_everything_that_is_missing_at_once(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(config, f'token = "{TOKEN}"\n', "")
    change(config, f'webhook_key = "{SMS_KEY}"\n', "")
    said = refused(config, capsys)
    assert "SIPAS_TELEGRAM_TOKEN" in said
    assert "SIPAS_SMS_WEBHOOK_KEY" in said


def test_it_refuses_a_short_webhook_secret(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(config, "tests-only-secret-of-the-webhook-0001", "short")
    assert "32" in refused(config, capsys)


def test_it_refuses_to_start_without_any_channel(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(config, "enabled = true", "enabled = false")
    said = refused(config, capsys)
    assert "chưa bật kênh nào" in said
    assert "no channel" not in said, "officers read one language"


def test_english_is_said_when_asked_for(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIPAS_LANGUAGE", "en")
    change(config, "enabled = true", "enabled = false")
    said = refused(config, capsys)
    assert "no channel is enabled" in said
    assert "The configuration cannot be used" in said


def test_it_refuses_an_unknown_schema(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(config.parent / "sipas.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    said = refused(config, capsys)
    assert "9999" in said
    assert "sipas init" in said


def test_it_refuses_a_database_without_tables(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (config.parent / "sipas.db").write_bytes(b"")
    assert "sipas init" in refused(config, capsys)


def test_it_refuses_a_file_that_is_no_database(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (config.parent / "sipas.db").write_bytes(b"this is a text file, not a database" * 100)
    assert main(["--config", str(config), "serve"]) != 0
    assert "Traceback" not in capsys.readouterr().err


def test_it_refuses_another_key(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = config.parent / "sipas.key"
    key.write_text(Keyring.generate().to_text() + "\n", encoding="ascii")
    assert "key" in refused(config, capsys)


@pytest.mark.parametrize("text", ["", "not a key\n", "{}"])
def test_it_refuses_a_key_that_is_none(config: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (config.parent / "sipas.key").write_text(text, encoding="ascii")
    assert "key" in refused(config, capsys).lower()


def test_it_refuses_a_missing_key(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (config.parent / "sipas.key").unlink()
    assert "sipas init" in refused(config, capsys)


def test_it_refuses_a_key_that_others_may_read(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (config.parent / "sipas.key").chmod(0o644)
    assert "chmod 600" in refused(config, capsys)


def test_it_refuses_to_start_without_a_wave(
    config: Path, templates: Templates, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(templates.empty(), config.parent / "sipas.db")
    assert "sipas wave new" in refused(config, capsys)


def test_it_refuses_a_stored_plan_that_no_longer_holds(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(config.parent / "sipas.db")) as database, database:
        database.execute("UPDATE waves SET plan_text = replace(plan_text, 'share_percent', 'share')")
    said = refused(config, capsys)
    assert "verification.share_percent" in said
    assert "sipas wave new" in said


def test_it_refuses_a_missing_or_broken_configuration(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "sipas init" in refused(config.parent / "nowhere.toml", capsys)
    change(config, "[sms]", "[sms")
    assert "TOML" in refused(config, capsys)


def test_it_refuses_an_unknown_key_of_the_configuration(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(config, "in_flight = 64", "in_fligth = 64")
    assert "in_fligth" in refused(config, capsys)


def test_it_refuses_a_rehearsal_clock_on_a_public_address(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(config, "[server]\n", '[server]\nhost = "0.0.0.0"\n')
    assert "loopback" in refused(config, capsys)


def test_it_says_when_its_port_is_taken(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = tomllib.loads(config.read_text(encoding="utf-8"))["server"]["port"]
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert str(port) in refused(config, capsys)


@pytest.mark.xdist_group("processes")
async def test_sigterm_finishes_what_is_under_way_and_ends_cleanly(
    tmp_path: Path, templates: Templates
) -> None:
    settings = Settings(starts_at=MORNING, log="INFO")
    shutil.copy(await templates.of(Shape(quota=20, people=20, reserve_percent=0)), tmp_path / "sipas.db")
    telegram = TelegramEmulator(TOKEN, now=lambda: MORNING)
    sms = SmsEmulator(
        "sipas",
        "tests-only",
        NUMBER,
        settings.get_url,
        now=lambda: MORNING,
        retry_base_s=0.05,
        retry_cap_s=0.2,
    )
    async with telegram, sms:
        settings.telegram_url, settings.sms_url = telegram.base_url, sms.sendsms_url
        config = write_config(tmp_path, settings)
        log = tmp_path / "server.log"
        with log.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "--config", str(config), "serve", stdout=output, stderr=output
            )
        try:
            await answering(settings.url, log)
            await eventually(lambda: len(sms.ledger.texts("+84910000001")) > 0)
            async with aiohttp.ClientSession(settings.url) as http, http.get("/readyz") as answer:
                assert answer.status == 200
            process.send_signal(signal.SIGHUP)
            await eventually(lambda: "budgets were read again" in log.read_text(encoding="utf-8"))
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 20) == 0
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        said = log.read_text(encoding="utf-8")
        assert "listening on 127.0.0.1" in said
        assert "stopping" in said
        assert "Traceback" not in said
        assert "+8491" not in said and "0910" not in said
    with closing(sqlite3.connect(tmp_path / "sipas.db")) as database:
        [states] = [dict(database.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())]
    assert "sending" not in states, "every message on its way has its outcome"
    assert not (tmp_path / "sipas.db-wal").exists() or (tmp_path / "sipas.db-wal").stat().st_size == 0
