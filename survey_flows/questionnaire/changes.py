"""What a new version of a form changes, and whether an interview begun on the old one could go on with it.

A published version is immutable and interviews are pinned to theirs (`ids.QuestionnaireVersion`); a
correction is a new version. This says what to write into its note:
- an item renamed, removed or of another type loses the answers given: such interviews stay on the old
  version, as do those where a code was taken away;
- an item or code added, a routing or a constraint changed keeps the answers, but they were asked under
  other rules;
- wordings alone change nothing that is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from survey_flows.questionnaire.model import Item, Questionnaire


class ChangeKind(StrEnum):
    """What became different; the first five lose answers already given."""

    REMOVED = "removed"
    RENAMED = "renamed"
    RETYPED = "retyped"
    CODE_REMOVED = "code_removed"
    CODE_REUSED = "code_reused"
    ADDED = "added"
    CODE_ADDED = "code_added"
    RULE = "rule"
    MOVED = "moved"
    WORDING = "wording"


LOSES_ANSWERS: Final = frozenset(
    {
        ChangeKind.REMOVED, ChangeKind.RENAMED, ChangeKind.RETYPED, ChangeKind.CODE_REMOVED,
        ChangeKind.CODE_REUSED,
    }
)  # fmt: skip
_RULES: Final = (
    "relevant", "constraint", "calculation", "required", "is_required", "choice_filter", "default",
    "maximum_choices", "is_read_only",
)  # fmt: skip
_WORDINGS: Final = (
    "labels",
    "hints",
    "sections",
    "constraint_messages",
    "required_messages",
    "media",
    "guidance",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: of which item, in what, before and after ("" for what is not there)."""

    kind: ChangeKind
    item: str
    what: str = ""
    before: str = ""
    after: str = ""

    @property
    def loses_answers(self) -> bool:
        """Whether an answer given to the old version has no place in the new one."""
        return self.kind in LOSES_ANSWERS


def changes(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Every difference, in the order of the new form, what was taken away last."""
    renamed = _renamed(old, new)
    return (*_of_new(old, new, renamed), *_removed(old, new, renamed), *_moved(old, new))


def _of_new(old: Questionnaire, new: Questionnaire, renamed: Mapping[str, str]) -> Iterator[Change]:
    for item in new.items:
        if item.name in renamed:
            yield Change(ChangeKind.RENAMED, item.name, "name", renamed[item.name], item.name)
        elif item.name in old.by_name:
            yield from _between(old.by_name[item.name], item)
        else:
            yield Change(ChangeKind.ADDED, item.name, after=_first(item.labels))


def _removed(old: Questionnaire, new: Questionnaire, renamed: Mapping[str, str]) -> Iterator[Change]:
    for item in old.items:
        if item.name not in new.by_name and item.name not in renamed.values():
            yield Change(ChangeKind.REMOVED, item.name, before=_first(item.labels))


def _renamed(old: Questionnaire, new: Questionnaire) -> dict[str, str]:
    """New name -> old name, where type and first wording are the same and both names are unknown there."""
    gone = {(item.kind, _first(item.labels)): item.name for item in old.items if item.name not in new.by_name}
    return {
        item.name: gone[item.kind, _first(item.labels)]
        for item in new.items
        if item.name not in old.by_name and _first(item.labels) and (item.kind, _first(item.labels)) in gone
    }


def _between(old: Item, new: Item) -> Iterator[Change]:
    if old.kind is not new.kind:
        yield Change(ChangeKind.RETYPED, new.name, "type", old.kind.value, new.kind.value)
    before = {choice.code: choice for choice in old.choices}
    after = {choice.code: choice for choice in new.choices}
    for code in (code for code in before if code not in after):
        yield Change(ChangeKind.CODE_REMOVED, new.name, code, _first(before[code].labels))
    for code in (code for code in after if code not in before):
        yield Change(ChangeKind.CODE_ADDED, new.name, code, after=_first(after[code].labels))
    labels = {_first(choice.labels): code for code, choice in before.items()}
    for code in (code for code in before if code in after):
        worded, rewritten = _first(before[code].labels), _first(after[code].labels)
        if before[code].labels != after[code].labels:
            # The label of another code: codes were exchanged, and old answers would mean something else.
            is_reused = labels.get(rewritten, code) != code
            kind = ChangeKind.CODE_REUSED if is_reused else ChangeKind.WORDING
            yield Change(kind, new.name, code, worded, rewritten)
    for rule in _RULES:
        if getattr(old, rule) != getattr(new, rule):
            yield Change(
                ChangeKind.RULE, new.name, rule, _shown(getattr(old, rule)), _shown(getattr(new, rule))
            )
    for wording in _WORDINGS:
        if getattr(old, wording) != getattr(new, wording):
            texts = _first(getattr(old, wording)), _first(getattr(new, wording))
            yield Change(ChangeKind.WORDING, new.name, wording, *texts)


def _moved(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    """The first item whose place among those common to both differs; the others follow from it."""
    common = [item.name for item in new.items if item.name in old.by_name]
    before = [item.name for item in old.items if item.name in new.by_name]
    for was, is_now in zip(before, common, strict=True):
        if was != is_now:
            yield Change(ChangeKind.MOVED, is_now, "order", was, is_now)
            return


def _first(texts: Mapping[str, object]) -> str:
    return str(texts.get("vi") or next(iter(texts.values()), ""))


def _shown(value: object) -> str:
    return "" if value is None else str(value)
