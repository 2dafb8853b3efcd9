"""Which language officers read: Vietnamese, or English when they asked for it."""

from __future__ import annotations

import os


def is_english() -> bool:
    """Whether officers asked for English (`--english` or SIPAS_LANGUAGE=en)."""
    return os.environ.get("SIPAS_LANGUAGE", "vi").startswith("en")


def prefer(language: str) -> None:
    """Speak the configuration's `language` unless the command line or the environment chose one."""
    os.environ.setdefault("SIPAS_LANGUAGE", language)


def either(vietnamese: str, english: str) -> str:
    """The text in the language officers asked for."""
    return english if is_english() else vietnamese
