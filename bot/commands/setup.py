"""`sipas init`: keys, configuration, database. Safe to repeat; never overwrites a key."""

from __future__ import annotations

import argparse
import os
import re
from importlib.resources import files
from pathlib import Path

from bot.commands.console import next_step, note
from bot.config import Config, load_config
from bot.plans import read_plan_text
from storage import HEAD_REVISION, Keyring, migrate, schema_of
from survey_flows.plans.plan import parse_plan


def init(arguments: argparse.Namespace) -> int:
    """Make what is missing and say what was there already."""
    parse_plan(read_plan_text(arguments.plan), source=arguments.plan)
    path: Path = arguments.config
    if arguments.dry_run:
        foretell(path)
        next_step("sipas init", "làm thật", "do it")
        return 0
    if path.exists():
        note(f"{path}: đã có, giữ nguyên", f"{path}: there already, kept")
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example_config(arguments.plan), encoding="utf-8")
        path.chmod(0o600)
        note(f"{path}: đã tạo", f"{path}: written")
    config = load_config(path)
    if config.keys.key is None and make_key(config.keys.file):
        note(
            f"{config.keys.file}: khóa mã hóa mới. Hãy cất một bản sao nơi an toàn: "
            "mất khóa là mất dữ liệu cá nhân",
            f"{config.keys.file}: new encryption key. Keep a copy in a safe: "
            "without it personal data is lost",
        )
    elif config.keys.key is None:
        note(f"{config.keys.file}: đã có khóa mã hóa, giữ nguyên", f"{config.keys.file}: encryption key kept")
    revision = migrate(config.database.url)
    note(f"Cơ sở dữ liệu sẵn sàng (lược đồ {revision})", f"Database ready (schema {revision})")
    next_step("sipas wave new", "tạo đợt khảo sát", "make the wave")
    return 0


def foretell(path: Path) -> None:
    """Say what `init` would make and what it would leave alone."""
    if path.exists():
        config = load_config(path)
        note(f"{path}: đã có, sẽ giữ nguyên", f"{path}: there already, would be kept")
    else:
        config = load_config(None)  # the example says what the defaults say
        note(f"{path}: sẽ tạo", f"{path}: would be written")
    _foretell_key(config)
    found = schema_of(config.database.url)
    if found is None:
        note(
            f"Cơ sở dữ liệu: sẽ tạo (lược đồ {HEAD_REVISION})",
            f"Database: would be made (schema {HEAD_REVISION})",
        )
    elif found == HEAD_REVISION:
        note(
            f"Cơ sở dữ liệu: đã ở lược đồ {found}, giữ nguyên",
            f"Database: at schema {found} already, would be kept",
        )
    else:
        note(
            f"Cơ sở dữ liệu: sẽ nâng từ lược đồ {found} lên {HEAD_REVISION}; hãy sao lưu trước",
            f"Database: would be brought from schema {found} to {HEAD_REVISION}; take a copy first",
        )


def _foretell_key(config: Config) -> None:
    file = config.keys.file
    if config.keys.key is not None:
        note("Khóa mã hóa: lấy từ SIPAS_KEY", "Encryption key: taken from SIPAS_KEY")
    elif file.exists():
        note(f"{file}: đã có khóa mã hóa, sẽ giữ nguyên", f"{file}: encryption key would be kept")
    else:
        note(f"{file}: sẽ tạo khóa mã hóa mới", f"{file}: a new encryption key would be made")


def make_key(path: Path) -> bool:
    """Write a new key with 0600 rights; False when there is one already, which is never overwritten."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(Keyring.generate().to_text() + "\n")
    return True


def example_config(plan: str) -> str:
    """The commented example, with the plan filled in."""
    packaged = files("bot").joinpath("config.example.toml")
    source = packaged if packaged.is_file() else Path(__file__).parents[2] / "config.example.toml"
    return re.sub(r'(?m)^plan = "[^"]*"', f'plan = "{plan}"', source.read_text(encoding="utf-8"), count=1)
