"""What a picture, a recording, a file or a place answers, and what of it is recorded."""

from __future__ import annotations

from collections.abc import Mapping

from survey_flows.interview.inputs import Sent, SentKind
from survey_flows.interview.normalise import clean
from survey_flows.interview.values import place_in
from survey_flows.questionnaire.model import ItemKind

_TAKEN: Mapping[ItemKind, frozenset[SentKind]] = {
    ItemKind.IMAGE: frozenset({SentKind.IMAGE}),
    ItemKind.AUDIO: frozenset({SentKind.AUDIO}),
    ItemKind.VIDEO: frozenset({SentKind.VIDEO}),
    ItemKind.FILE: frozenset({SentKind.FILE, SentKind.IMAGE, SentKind.AUDIO, SentKind.VIDEO}),
}
_LONGEST = 256


def what_was_sent(said: Sent, kind: ItemKind) -> str | None:
    """Return the value that `said` gives for an item of `kind`; None when it is no answer to it."""
    reference = clean(said.reference)
    if kind is ItemKind.GEOPOINT and said.kind is SentKind.LOCATION:
        return place_in(reference)
    is_taken = said.kind in _TAKEN.get(kind, frozenset[SentKind]())
    return reference if is_taken and 0 < len(reference) <= _LONGEST else None
