"""Which language officers read: Vietnamese, or English when they asked for it."""

from __future__ import annotations

import os


def is_english() -> bool:
    """Whether officers asked for English (`--english` or SIPAS_LANGUAGE=en)."""
    return os.environ.get("SIPAS_LANGUAGE", "vi").startswith("en")


def either(vietnamese: str, english: str) -> str:
    """The text in the language officers asked for."""
    return english if is_english() else vietnamese
