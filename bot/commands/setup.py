"""`sipas init`: keys, configuration, database. Safe to repeat; never overwrites a key."""

from __future__ import annotations

import argparse
import os
import re
from importlib.resources import files
from pathlib import Path

from bot.commands.console import next_step, note
from bot.config import load_config
from bot.plans import read_plan_text
from storage import Keyring, migrate
from survey_flows.plans.plan import parse_plan


def init(arguments: argparse.Namespace) -> int:
    """Make what is missing and say what was there already."""
    parse_plan(read_plan_text(arguments.plan), source=arguments.plan)
    path: Path = arguments.config
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
