"""What no conversation of ours can ask, refused at its cell with what to use instead.

The linter says the same to an author earlier and with more around it; a form is compiled from the
command line, from a plan and in tests, so the compiler does not rely on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from survey_flows.errors import Issue
from survey_flows.questionnaire.layout import Layout
from survey_flows.questionnaire.model import ItemRole
from survey_flows.questionnaire.question_types import REFUSED, fate_of

_STATIC: Final = frozenset({"", "yes", "no", "true", "false", "true()", "false()", "1", "0"})
_LONGEST_TOKEN: Final = 50  # bytes, of Telegram's 64; the rest is for revision and separators
_SELECTS: Final = frozenset({"select one", "select all that apply", "rank"})

# What pyxform hands over is a tree of dictionaries without a type.
Node = Mapping[str, Any]


def find_refusals(nodes: Iterable[Node], layout: Layout) -> Iterator[Issue]:
    """Every question that cannot be asked as it is written."""
    for node in nodes:
        name, kind = str(node["name"]), str(node["type"])
        if kind in ("group", "repeat"):
            yield from find_refusals(node["children"], layout)
            continue
        place = layout.place(name, "type")
        if fate_of(kind) is None:
            message = f"a question of type “{kind}” cannot be asked in a conversation"
            hint = REFUSED.get(kind, "use select_one, a number, a text, a date or a note")
            yield Issue("unsupported-type", place, message, hint)
        if kind in _SELECTS and "${" in str(node.get("itemset", "")):
            message = "choices cannot come from the answers of a repeat"
            yield Issue("unsupported-list", place, message, "ask with text, or list the choices")
        if "search(" in str(node.get("control", {}).get("appearance", "")):
            message = "search() belongs to Collect alone"
            hint = "use select_one_from_file, with choice_filter where only some fit"
            yield Issue("unsupported-search", layout.place(name, "appearance"), message, hint)
        if str(node.get("bind", {}).get("readonly", "")).lower() not in _STATIC:
            message = "whether a question is read-only cannot depend on answers"
            hint = "write yes or no, or two questions with relevant"
            yield Issue("unsupported-read-only", layout.place(name, "read_only"), message, hint)
        if str(node.get("role", ItemRole.OTHER)) not in {role.value for role in ItemRole}:
            message = f"there is no role “{node['role']}”"
            yield Issue("unknown-role", layout.place(name, "role"), message, "known: " + ", ".join(ItemRole))
        yield from _too_long(node, layout)


def _too_long(node: Node, layout: Layout) -> Iterator[Issue]:
    name = str(node["name"])
    rounds = layout.paths.repeats_around.get(name, ())
    suffix = sum(len(str(layout.paths.most_rounds.get(repeat, 1))) + 1 for repeat in rounds)
    codes = [str(choice["name"]) for choice in node.get("choices", ())]
    length = len(name.encode()) + suffix + max((len(code.encode()) for code in codes), default=0)
    if length > _LONGEST_TOKEN:
        message = f"name and code take {length} bytes; a button carries {_LONGEST_TOKEN}"
        yield Issue("too-long-code", layout.place(name, "name"), message, "shorten either")
