"""The files an XForm names beside itself, for a device that fills it in without a connection.

Pictures, recordings and films are named `jr://images/NAME` and the like (ODK XForms specification, media);
their bytes are the office's. Tables (`jr://file-csv/NAME`, ODK's `select_one_from_file` and `pulldata`) are
written again from the compiled questionnaire, so that a device reads what the form was published with: the
columns it can ask for, no other. A table that cannot be written from it whole makes the form one that no
device may carry, for its answers would not be checked alike.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from survey_flows.questionnaire.attachments import table_name
from survey_flows.questionnaire.model import Item, Questionnaire

_MEDIUM: Final = re.compile(r"jr://(?:images|audio|video)/(.+)")
_TABLE: Final = re.compile(r"jr://file-csv/(.+)")
_FILE: Final = "jr://file"
_ITEMS: Final = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)/root/item")
_XFORMS: Final = "{http://www.w3.org/2002/xforms}"

Line = dict[str, str]


@dataclass(frozen=True, slots=True)
class FilesBeside:
    """`media`: names of pictures, recordings and films; `tables`: CSV text by file name. `missing`: tables
    that cannot be written from the questionnaire."""

    media: tuple[str, ...]
    tables: Mapping[str, str]
    missing: tuple[str, ...] = ()


def files_beside(xform: bytes, questionnaire: Questionnaire) -> FilesBeside:
    """What the XForm of `questionnaire` names."""
    root = etree.fromstring(xform)
    values = (element.text or "" for element in root.iter(f"{_XFORMS}value"))
    media = tuple(dict.fromkeys(found[1] for text in values if (found := _MEDIUM.fullmatch(text.strip()))))
    tables: dict[str, str] = {}
    missing: list[str] = []
    for instance in root.iter(f"{_XFORMS}instance"):
        source = instance.get("src", "")
        if not source.startswith(_FILE):
            continue
        named = _TABLE.fullmatch(source)
        lines = None if named is None else _lines(root, str(instance.get("id")), named[1], questionnaire)
        if named is None or lines is None:
            missing.append(source)
        else:
            tables[named[1]] = _written(lines)
    return FilesBeside(media, tables, tuple(missing))


def _lines(root: etree._Element, instance: str, file: str, questionnaire: Questionnaire) -> list[Line] | None:
    """The lines of a table, or None where something else than its choices and `pulldata` reads it."""
    if any(
        one == instance
        for bind in root.iter(f"{_XFORMS}bind")
        for expression in bind.attrib.values()
        for one in _ITEMS.findall(str(expression))
    ):
        return None
    lines: list[Line] = []
    for item, value, label in _choosing(root, instance, questionnaire):
        language = next(iter(questionnaire.languages), "vi")
        lines = lines or [{} for _ in item.choices]
        if len(lines) != len(item.choices):
            return None
        for line, choice in zip(lines, item.choices, strict=True):
            line |= {value: choice.code, label: choice.labels.get(language, choice.code), **choice.attributes}
    return _with_cells(lines, questionnaire.lookups.get(table_name(file), {}))


def _choosing(
    root: etree._Element, instance: str, questionnaire: Questionnaire
) -> Iterator[tuple[Item, str, str]]:
    """The questions whose choices are the table's lines, with the columns of code and label."""
    for itemset in root.iter(f"{_XFORMS}itemset"):
        asked = itemset.getparent()
        if asked is None or instance not in _ITEMS.findall(str(itemset.get("nodeset"))):
            continue
        name = str(asked.get("ref")).rpartition("/")[2]
        item = next((one for one in questionnaire.items if one.name.partition(".")[0] == name), None)
        value, label = (itemset.find(f"{_XFORMS}{part}") for part in ("value", "label"))
        if item is not None and value is not None and label is not None:
            yield item, str(value.get("ref")), str(label.get("ref"))


def _with_cells(lines: list[Line], lookups: Mapping[str, Mapping[str, str]]) -> list[Line] | None:
    """The lines with the cells `pulldata` may find; where there are none yet, a line for each key.

    None where nothing is known, or the column of the keys is not among those the choices brought.
    """
    if not lines and not lookups:
        return None
    known = {column for line in lines for column in line}
    added: dict[tuple[str, str], Line] = {}
    for columns, cells in lookups.items():
        key_column, _, wanted = columns.partition("|")
        if lines and key_column not in known:
            return None
        for line in lines:
            line.setdefault(wanted, cells.get(line[key_column], ""))
        for key, cell in {} if lines else cells.items():
            added.setdefault((key_column, key), {key_column: key})[wanted] = cell
    return [*lines, *added.values()]


def _written(lines: list[Line]) -> str:
    """CSV as ODK reads it: a heading, UTF-8, one line each."""
    columns = list(dict.fromkeys(column for line in lines for column in line))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()
