"""A condition as an officer reads it: “câu 8 là “Trễ hẹn””, instead of `/data/q8 = 'late'`.

For paper forms, codebooks and whoever checks a routing by eye. What has no plain wording is shown as
the expression itself, never left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from survey_flows.questionnaire.expressions import ROOT
from survey_flows.questionnaire.linting.grammar import Node, SyntaxProblem, function_of, parse, reference_of
from survey_flows.questionnaire.model import Item, Questionnaire

_PATH: Final = re.compile(rf"/{ROOT}/([^\W\d][\w.\-]*)")
_NUMBERS: Final = frozenset({"(integer)", "(decimal)", "(float)"})
_SAYINGS: Final[Mapping[str, tuple[str, str]]] = {
    "item": ("câu {n}", "question {n}"),
    "own": ("câu trả lời", "the answer"),
    "=": ("{a} là {b}", "{a} is {b}"),
    "!=": ("{a} không phải {b}", "{a} is not {b}"),
    "<": ("{a} nhỏ hơn {b}", "{a} is below {b}"),
    "<=": ("{a} không quá {b}", "{a} is at most {b}"),
    ">": ("{a} lớn hơn {b}", "{a} is above {b}"),
    ">=": ("{a} từ {b} trở lên", "{a} is at least {b}"),
    "blank": ("{a} để trống", "{a} is left blank"),
    "filled": ("{a} có trả lời", "{a} is answered"),
    "selected": ("{a} có chọn {b}", "{a} includes {b}"),
    "unselected": ("{a} không chọn {b}", "{a} does not include {b}"),
    "count": ("số ý chọn ở {a}", "the number of choices in {a}"),
    "own count": ("số ý chọn", "the number of choices"),
    "own length": ("số ký tự", "the length"),
    "length": ("số ký tự của {a}", "the length of {a}"),
    "and": (" và ", " and "),
    "or": (" hoặc ", " or "),
    "not": ("không phải ({a})", "not ({a})"),
    "today": ("ngày hôm nay", "today"),
    "otherwise": ("thỏa điều kiện {a}", "{a} holds"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Puts the expressions of one questionnaire into words; `numbers` are the questions' on paper."""

    questionnaire: Questionnaire
    language: str
    numbers: Mapping[str, str]

    def condition(self, expression: str, own: str = "") -> str:
        """The condition in words; "" for none."""
        if not expression:
            return ""
        try:
            root = parse(_PATH.sub(r"${\1}", expression)).root
        except SyntaxProblem:
            return self._say("otherwise", a=expression)
        return self._truth(root, own) or self._say("otherwise", a=_PATH.sub(r"\1", expression))

    def _say(self, key: str, **words: str) -> str:
        text = _SAYINGS[key][0 if self.language == "vi" else 1]
        for name, word in words.items():
            text = text.replace("{" + name + "}", word)
        return text

    def _truth(self, node: Node, own: str) -> str:
        """A condition; "" when it has no plain wording."""
        match node.symbol:
            case "(":
                inner = self._truth(node[0], own)
                return f"({inner})" if inner else ""
            case "and" | "or":
                sides = [self._truth(part, own) for part in node]
                return self._say(str(node.symbol)).join(sides) if all(sides) else ""
            case "=" | "!=" | "<" | "<=" | ">" | ">=":
                return self._comparison(node, own)
        match function_of(node), list(node):
            case "selected", [item, code]:
                return self._pair("selected", item, code, own)
            case "not", [inner] if function_of(inner) == "selected" and len(inner) == 2:
                return self._pair("unselected", inner[0], inner[1], own)
            case "not", [inner]:
                said = self._truth(inner, own)
                return self._say("not", a=said) if said else ""
            case _:
                return ""

    def _comparison(self, node: Node, own: str) -> str:
        left, right = node[0], node[1]
        if right.symbol == "(string)" and str(right.value) == "" and node.symbol in {"=", "!="}:
            named = self._value(left, None, own)
            return self._say("blank" if node.symbol == "=" else "filled", a=named) if named else ""
        return self._pair(str(node.symbol), left, right, own)

    def _pair(self, key: str, left: Node, right: Node, own: str) -> str:
        about = self._item(left, own) or self._item(right, own)
        first, second = self._value(left, about, own), self._value(right, about, own)
        return self._say(key, a=first, b=second) if first and second else ""

    def _item(self, node: Node, own: str) -> Item | None:
        name = own if node.symbol == "." else reference_of(node)
        return self.questionnaire.by_name.get(name)

    def _value(self, node: Node, about: Item | None, own: str) -> str:
        """An operand; a code is shown as its label."""
        name = reference_of(node)
        if node.symbol == ".":
            return self._say("own")
        if name:
            return self._say("item", n=self.numbers[name]) if name in self.numbers else name
        if node.symbol == "(string)" or node.symbol in _NUMBERS:
            return self._literal(str(node.value), about, is_text=node.symbol == "(string)")
        return self._computed(node, own)

    def _computed(self, node: Node, own: str) -> str:
        inner = self._value(node[0], None, own) if len(node) == 1 else ""
        match str(node.symbol) if node.symbol in {"-", "("} else function_of(node):
            case "-" if inner:
                return f"-{inner}"
            case "count-selected" if inner:
                return self._say("own count" if node[0].symbol == "." else "count", a=inner)
            case "string-length" if inner:
                return self._say("own length" if node[0].symbol == "." else "length", a=inner)
            case "date" | "number" | "(":
                return inner
            case "today":
                return self._say("today")
            case _:
                return ""

    def _literal(self, code: str, about: Item | None, *, is_text: bool) -> str:
        for choice in about.choices if about is not None else ():
            if choice.code == code:
                return f"“{choice.labels.get(self.language) or code}”"
        return f"“{code}”" if is_text and not code.isdecimal() else code
