"""Lists of names in a report: as many as it says, none of them in two lists, together all there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from scoring.consistency_figures import Listing, NameList
from scoring.consistency_wording import (
    PHRASES,
    FindingCode,
    Said,
    figure_text,
    filled,
    joined,
    place_text,
)
from scoring.tables import Text


def contradictions_of_lists(relation: Listing) -> Iterator[Said]:
    """Yield lists shorter or longer than said, then names in two lists, or names that are missing."""
    for each in relation.lists:
        if each.stated is not None and each.stated.value != len(each.names):
            holes: dict[str, Text | str] = {
                "stated": figure_text(each.stated),
                "found": str(len(each.names)),
                "place": place_text(each.place),
                "names": "; ".join(each.names),
            }
            yield Said(FindingCode.LIST_LENGTH_DIFFERS, holes)
    spelled: dict[str, str] = {}
    twice: dict[str, str] = {}
    for each in relation.lists:
        for name in each.names:
            (twice if _key(name) in spelled else spelled).setdefault(_key(name), name)
    found = str(len(spelled))
    whole = relation.whole
    lists = joined([_list_text(each) for each in relation.lists], "; ")
    if twice:
        beside: Text | str = "" if whole is None else filled(PHRASES["while"], whole=figure_text(whole))
        said: dict[str, Text | str] = {
            "names": "; ".join(twice.values()),
            "lists": lists,
            "found": found,
            "whole": beside,
        }
        yield Said(FindingCode.LISTS_OVERLAP, said)
    elif whole is not None and whole.value != len(spelled):
        missing: dict[str, Text | str] = {"whole": figure_text(whole), "found": found, "lists": lists}
        yield Said(FindingCode.LISTS_INCOMPLETE, missing)


def _key(name: str) -> str:
    """Names are the same whatever their case, spaces and the way their accents are stored."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def _list_text(each: NameList) -> Text:
    if each.stated is not None:
        return figure_text(each.stated)
    where = place_text(each.place)
    return Text(*(f"{each.name} ({text})" if text else each.name for text in (where.vi, where.en)))
