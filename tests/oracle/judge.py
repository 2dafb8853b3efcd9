"""`rxeval`, an evaluator of XForms that shares no line with ours, as a judge of our logic.

It is given the XForm that pyxform makes of the same XLSForm. What it keeps of an answer that no
longer applies, we blank (decision 13, row “not relevant”): round by round every answer is put in
where its item applies and taken out where it does not, until nothing changes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from xml.etree import ElementTree as ET

import rxeval
from lxml import etree
from pyxform.xls2xform import convert

from survey_flows.questionnaire.expressions import compiled, read

TODAY = "2024-10-01"
NOW = "2024-10-01T08:30:00.000+07:00"


def ours(expression: str, values: Mapping[str, str]) -> str:
    """The text our evaluator makes of an expression about `/data/<item>`."""
    expressed = read(expression, own=next(iter(values)), items=values)
    assert expressed.defects == (), (expression, expressed.defects)
    return str(compiled(f"string({expressed.xpath})")(document(values)))


def theirs(expression: str, values: Mapping[str, str]) -> str:
    """The text the judge makes of it; raise RuntimeError when it knows no answer."""
    submission = etree.tostring(document(values), encoding="unicode")
    return str(rxeval.eval_expression(expression, submission, today=TODAY, now=NOW))


def agree(one: str, other: str) -> bool:
    """Whether two texts are the same, numbers up to the twelfth digit (row “digits”)."""
    if one == other:
        return True
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-12, abs_tol=1e-12)
    except ValueError:
        return False


@dataclass(frozen=True)
class Verdict:
    """What the judge says of a form with some answers, by item name."""

    relevant: frozenset[str]
    missing: frozenset[str]
    invalid: frozenset[str]
    calculated: Mapping[str, str]


class Judge:
    """One form before the judge.

    `rounds` says of each repeat (at the top of the form) how many rounds it has: a number, or the item
    whose codes are counted. Its items are called as ours, `age.2` for the second round. The dates of
    items whose names begin with `days` are given as days since 1970-01-01 (row “dates”).
    """

    def __init__(
        self, xform: str, rounds: Mapping[str, int | str] | None = None, *, days: str = "\0"
    ) -> None:
        self._session = rxeval.Session(xform, today=TODAY, now=NOW)
        self.rounds = rounds or {}
        self._days = days
        self._single = _paths(self._session.instance_xml())
        self._path = self._single
        self._name: dict[str, str] = {}
        self.defaults = {
            name: value for name, path in self._path.items() if (value := self._session.get(path))
        }
        self._held = dict(self.defaults)  # ours only propose a default (row “defaults”)

    @property
    def names(self) -> frozenset[str]:
        """Everything that holds a value now."""
        return frozenset(self._path)

    def hear(self, answers: Mapping[str, str]) -> Verdict:
        """What holds when exactly these answers were given."""
        self._open_rounds(answers)
        applying = frozenset(self._path)
        for _ in range(len(self._path) + 1):
            wanted = {name: value for name, value in answers.items() if name in applying}
            self._put(dict.fromkeys(self._held, "") | wanted)
            found = self._session.recompute()
            assert found["failed"] == [], found["failed"]
            holding = [_numbered(path) for path, holds in found["relevant"].items() if holds]
            seen = frozenset(self._name[path] for path in holding if path in self._name)
            if seen == applying:
                break
            applying = seen
        return Verdict(
            applying,
            frozenset(self._name[_numbered(path)] for path in found["missing"]),
            frozenset(self._name[_numbered(path)] for path, _ in found["invalid"]),
            {name: str(self._session.get(path)) for name, path in self._path.items()},
        )

    def _open_rounds(self, answers: Mapping[str, str]) -> None:
        """Add and remove rounds until there are as many as the answers say."""
        wanted = {
            repeat: count if isinstance(count, int) else len(answers.get(count, "").split())
            for repeat, count in self.rounds.items()
        }
        for repeat, count in wanted.items():
            path = f"/data/{repeat}"
            while (there := self._session.recompute()["repeats"].get(path, 0)) < count:
                self._session.add_row(path)
            for position in range(there, count, -1):
                self._session.remove_row(path, position)
                self._held = {
                    name: text for name, text in self._held.items() if not name.endswith(f".{position}")
                }
        self._path = dict(_rounds_named(self._single, wanted))
        self._name = {_numbered(path): name for name, path in self._path.items()}

    def _put(self, answers: Mapping[str, str]) -> None:
        for name, value in answers.items():
            if self._held.get(name, "") != value:
                self._session.set(self._path[name], _in_days(value) if name.startswith(self._days) else value)
                self._held[name] = value

    def offered(self, name: str) -> tuple[str, ...]:
        """The codes that a question offers now."""
        return tuple(str(choice["value"]) for choice in self._session.choices(self._path[name]) or ())


def _rounds_named(single: Mapping[str, str], rounds: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Every item of every round with its path."""
    for name, path in single.items():
        _, root, *steps = path.split("/")
        if steps[0] not in rounds:
            yield name, path
            continue
        for number in range(1, rounds[steps[0]] + 1):
            yield f"{name}.{number}", "/".join(["", root, f"{steps[0]}[{number}]", *steps[1:]])


def _in_days(value: str) -> str:
    return str((date.fromisoformat(value) - date(1970, 1, 1)).days) if value else ""


def _numbered(path: str) -> str:
    """A path without the number of an only round, which the judge leaves out."""
    return path.replace("[1]", "")


@lru_cache(maxsize=32)
def xform_of(markdown: str) -> str:
    """The XForm of an XLSForm in Markdown."""
    return str(convert(markdown, file_type=".md").xform)


def document(values: Mapping[str, str]) -> etree._Element:
    """The answers as `/data/<item>`."""
    root = etree.Element("data")
    for name, value in values.items():
        etree.SubElement(root, name).text = value
    return root


def _paths(instance: str) -> dict[str, str]:
    """The path of every node without children, by name; names are unique in a form."""
    found: dict[str, str] = {}

    def walk(node: ET.Element, path: str) -> None:
        for child in node:
            name = child.tag.rpartition("}")[2]
            if name == "meta":
                continue
            walk(child, f"{path}/{name}")
            if not len(child):
                found[name] = f"{path}/{name}"

    root = ET.fromstring(instance)  # noqa: S314 - of our own making
    walk(root, f"/{root.tag.rpartition('}')[2]}")
    return found
