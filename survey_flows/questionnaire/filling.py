"""Wordings that quote an answer: “You said ${reason}” becomes what the respondent said.

Light on purpose: a running server imports this, and nothing of the compiler.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from survey_flows.questionnaire.model import SMS_WORDING, Choice, Item, ItemKind

_REFERENCE: Final = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATED: Final = frozenset({ItemKind.DATE, ItemKind.CALCULATE})
_SEVERAL: Final = frozenset({ItemKind.SELECT_MULTIPLE, ItemKind.RANK})


@lru_cache(maxsize=4096)
def references_in(text: str) -> tuple[str, ...]:
    """The items a wording quotes, each once, in order.

    >>> references_in("${a} hay ${b}, ${a}?")
    ('a', 'b')
    """
    return tuple(dict.fromkeys(_REFERENCE.findall(text))) if "${" in text else ()


def filled(text: str, values: Mapping[str, str]) -> str:
    """The wording with every `${name}` replaced by its value; blank when there is none.

    >>> filled("Bác nói ${reason}.", {"reason": "phải chờ lâu"})
    'Bác nói phải chờ lâu.'
    """
    return _REFERENCE.sub(lambda found: values.get(found.group(1), ""), text) if "${" in text else text


def value_in_words(item: Item, value: str, language: str) -> str:
    """A value as people read it: labels of choices, a day as day/month/year.

    >>> value_in_words(Item("d", ItemKind.DATE, {}), "2024-10-02", "vi")
    '02/10/2024'
    >>> value_in_words(Item("due", ItemKind.CALCULATE, {}), "2024-10-09", "vi")
    '09/10/2024'
    """
    if item.choices and value:
        labels = {choice.code: _label(choice, language) for choice in item.choices}
        codes = value.split() if item.kind in _SEVERAL else [value]
        return ", ".join(labels.get(code, code) for code in codes)
    if item.kind in _DATED and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value).strftime("%d/%m/%Y")
        except ValueError:
            return value
    return value


def _label(choice: Choice, language: str) -> str:
    spoken = (text for wording, text in choice.labels.items() if text and wording != SMS_WORDING)
    return choice.labels.get(language) or next(spoken, choice.code)
