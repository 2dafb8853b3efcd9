"""A compiled questionnaire as bytes and back, so that a server starts without the compiler.

Compact JSON in UTF-8. Fields at their default are left out, so a field added later changes neither
the bytes nor the digest of the questionnaires already in the field. The digest is SHA-256 over
these bytes without the digest itself: the same questions give the same digest whether they were
written in Excel or in Markdown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, replace
from enum import Enum
from typing import Any, Final

from survey_flows.errors import InvalidQuestionnaire, Issue
from survey_flows.questionnaire.model import Choice, Factor, Item, ItemKind, ItemRole, Questionnaire

_FORMAT: Final = 1


def to_bytes(questionnaire: Questionnaire) -> bytes:
    """The questionnaire as compact JSON."""
    return _encoded({"format": _FORMAT, **_plain(questionnaire)})


def from_bytes(stored: bytes) -> Questionnaire:
    """The questionnaire that `to_bytes` wrote; raise `InvalidQuestionnaire` if it is not intact."""
    try:
        content = json.loads(stored)
        version = content.pop("format")
        if version != _FORMAT:
            raise _not_intact(f"format {version!r} is not known to this program (it knows {_FORMAT})")
        questionnaire = _questionnaire(content)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise _not_intact(f"not a stored questionnaire: {problem!r}") from problem
    if with_digest(questionnaire).digest != questionnaire.digest:
        raise _not_intact("its content does not match its digest")
    return questionnaire


def with_digest(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with the digest of its content."""
    content = _plain(replace(questionnaire, digest=""))
    return replace(questionnaire, digest=hashlib.sha256(_encoded(content)).hexdigest())


def _encoded(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _plain(value: Choice | Factor | Item | Questionnaire) -> dict[str, object]:
    """Field by field what differs from the default."""
    content = {field.name: (getattr(value, field.name), _default(field)) for field in fields(value)}
    return {name: _plain_value(given) for name, (given, default) in content.items() if given != default}


def _plain_value(value: object) -> object:
    match value:
        case Choice() | Factor() | Item():
            return _plain(value)
        case Enum():
            return value.value
        case tuple():
            return [_plain_value(part) for part in value]
        case Mapping():
            return dict(value)
        case _:
            return value


def _default(field: Field[Any]) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _questionnaire(content: dict[str, Any]) -> Questionnaire:
    read = dict(content, items=tuple(map(_item, content["items"])))
    read |= {name: tuple(map(_factor, content[name])) for name in ("factors", "quality") if name in content}
    read |= {name: tuple(content[name]) for name in ("languages", "satisfied_codes") if name in content}
    return Questionnaire(**read)


def _item(content: dict[str, Any]) -> Item:
    read = dict(content, kind=ItemKind(content["kind"]))
    if "role" in content:
        read["role"] = ItemRole(content["role"])
    if "choices" in content:
        read["choices"] = tuple(Choice(**choice) for choice in content["choices"])
    if "appearance" in content:
        read["appearance"] = tuple(content["appearance"])
    return Item(**read)


def _factor(content: dict[str, Any]) -> Factor:
    return Factor(**content | {"criteria": tuple(content["criteria"])})


def _not_intact(message: str) -> InvalidQuestionnaire:
    issue = Issue("stored", "stored questionnaire", message, "compile the form again")
    return InvalidQuestionnaire("stored questionnaire", [issue])
