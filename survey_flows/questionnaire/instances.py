"""What a form filled in on a device says: the instance document of ODK, read for its questionnaire.

Rules (ODK XForms Specification, "Primary Instance"; OpenRosa Metadata Schema):
1. The root carries the form's `id` and `version`; `meta/instanceID` names this one filling for good.
2. Groups do not matter: an item is the last step of its path, with the rounds of the repeats around it.
3. An element without text is a question without an answer, or one that did not apply.
4. A document type is refused, and no entity or network address is followed: it comes from a device.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from lxml import etree

from survey_flows.questionnaire.model import ItemKind, Questionnaire

CHECK_CODE: Final = "sipas_check_code"
BEGUN: Final = "sipas_start"
ENDED: Final = "sipas_end"
_OWN: Final = frozenset({CHECK_CODE, BEGUN, ENDED})
_NEVER_ASKED: Final = frozenset({ItemKind.NOTE, ItemKind.CALCULATE, ItemKind.HIDDEN})
_LONGEST_ID: Final = 200
_MOST_ELEMENTS: Final = 20_000


class NotAnInstance(ValueError):
    """The document is no filled-in form of any questionnaire; the text says why."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One element without children: its name, the groups around it with their rounds, what it holds."""

    name: str
    around: tuple[tuple[str, int], ...]
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Instance:
    """A filled-in form. `begun_at` and `ended_at` are what the device's clock said, None when unreadable."""

    form: str
    version: str
    instance_id: str
    check_code: str
    begun_at: datetime | None
    ended_at: datetime | None
    leaves: tuple[Leaf, ...] = field(repr=False)


def read_instance(document: bytes) -> Instance:
    """Read an instance document; raise `NotAnInstance` when it is none or does not name itself."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise NotAnInstance("this is no XML") from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotAnInstance("a document type is not taken")
    leaves: list[Leaf] = []
    _gather(root, (), leaves)
    own = {leaf.name: leaf.text for leaf in leaves if leaf.name in _OWN and leaf.around == ()}
    ids = [leaf.text for leaf in leaves if leaf.name == "instanceID" and leaf.around == (("meta", 1),)]
    instance_id = ids[0] if ids else ""
    if not 0 < len(instance_id) <= _LONGEST_ID:
        raise NotAnInstance("it has no instanceID")
    return Instance(
        form=root.get("id", ""),
        version=root.get("version", ""),
        instance_id=instance_id,
        check_code="".join(sign for sign in own.get(CHECK_CODE, "").upper()[:40] if sign.isalnum()),
        begun_at=_moment(own.get(BEGUN, "")),
        ended_at=_moment(own.get(ENDED, "")),
        leaves=tuple(leaves),
    )


def values_in(instance: Instance, questionnaire: Questionnaire) -> dict[str, str]:
    """The answers by item, in the notation of the questionnaire; what is never asked is left out."""
    repeats = {item.repeat for item in questionnaire.items if item.repeat}
    values: dict[str, str] = {}
    for leaf in instance.leaves:
        item = questionnaire.by_name.get(leaf.name + _suffix(leaf.around, repeats))
        if item is None or item.kind in _NEVER_ASKED or item.is_read_only or not leaf.text:
            continue
        values[item.name] = _stored(item.kind, leaf.text)
    return values


def _gather(element: etree._Element, around: tuple[tuple[str, int], ...], leaves: list[Leaf]) -> None:
    if len(around) > 20 or len(leaves) > _MOST_ELEMENTS:
        raise NotAnInstance("it is larger than any form")
    rounds: Counter[str] = Counter()
    for child in element:
        name = etree.QName(child).localname
        rounds[name] += 1
        if len(child):
            _gather(child, (*around, (name, rounds[name])), leaves)
        else:
            leaves.append(Leaf(name, around, (child.text or "").strip()))


def _suffix(around: tuple[tuple[str, int], ...], repeats: Collection[str]) -> str:
    return "".join(f".{number}" for group, number in around if group in repeats)


def _stored(kind: ItemKind, text: str) -> str:
    """A value as the questionnaire notes it: a device adds seconds and its offset to an hour."""
    match kind:
        case ItemKind.TIME:
            return text[:5]
        case ItemKind.DATETIME:
            return text[:16]
        case ItemKind.DATE:
            return text[:10]
        case ItemKind.GEOPOINT:
            return " ".join(text.split()[:2])
        case _:
            return text


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
