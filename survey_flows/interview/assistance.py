"""Whether somebody helped the respondent to read or to tap (assisted mode).

Rule (domain.md §1.3 and §4): who cannot read may be helped, and the response must say so. Forms ask it
under one of two names; "self" is no help, "nobody" is help that was wanting.
"""

from __future__ import annotations

from collections.abc import Mapping

ASSISTANCE_ITEMS = frozenset({"assistance", "reads"})
"""The questions that ask who read and tapped."""

_UNASSISTED = frozenset({"", "self", "nobody"})


def is_help(item: str, value: str | None) -> bool:
    """Whether this answer says that somebody helped."""
    return item in ASSISTANCE_ITEMS and (value or "") not in _UNASSISTED


def help_in(answers: Mapping[str, str]) -> str:
    """Return who helped, as the code of the answer that says so; "" for nobody.

    >>> help_in({"reads": "self", "assistance": "family"})
    'family'
    """
    return next((answers[item] for item in sorted(ASSISTANCE_ITEMS) if is_help(item, answers.get(item))), "")
