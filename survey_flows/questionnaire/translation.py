"""An expression of a form, parsed and written as XPath that libxml2 evaluates as ODK would.

XPath 1.0 leaves to the moment of running what each operand is; ODK's dates, which count as numbers in
one place and are texts in another, need it decided. So every sub-expression gets its kind while it is
read, and a conversion is written exactly where one kind meets the need for another:
- an operand of `<`, `+`, … becomes a number through our `number()`, which knows dates; a literal that is
  a number or a date becomes that number at once;
- `=` compares as XPath does, except that a date beside a number counts as one;
- an item is its text (a node that is there but blank would count as true; its text does not), unless
  a function takes nodes;
- `once(x)` is its argument, or the item's own value when there is one.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from survey_flows.questionnaire.defects import Defect, DefectCode
from survey_flows.questionnaire.functions import PREFIX, pattern_of
from survey_flows.questionnaire.tokens import Token, is_name, tokens
from survey_flows.questionnaire.values import number_of, text_of
from survey_flows.questionnaire.vocabulary import SIGNATURES, Kind, Signature

ROOT: Final = "data"
LANGUAGE: Final = "__language"  # the hidden value beside the items that says which language is read

_STRENGTH: Final = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5,
    "*": 6, "div": 6, "mod": 6, "|": 8,
}  # fmt: skip
_NEGATION: Final = 7
_END: Final = Token("end", "", -1)
_OTHER_ELSEWHERE: Final = {
    "=": "to compare write one “=”",
    ">": "“at least” is written >=",
    "<": "“at most” is written <=",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-expression: what it is as written so far, its kind, and its text when it is a literal."""

    xpath: str
    kind: Kind
    literal: str | None = None

    def taken_as(self, kind: Kind) -> str:
        """The XPath of it where `kind` is wanted."""
        match kind:
            case Kind.NODES | Kind.EACH:
                return self.xpath
            case Kind.NUMBER:
                return self._as_number()
            case Kind.TEXT if self.kind in (Kind.NUMBER, Kind.UNKNOWN):
                return f"{PREFIX}:string({self.xpath})"  # libxml2 writes from 2^31 on with an exponent
            case _:
                return f"string({self.xpath})" if self.kind is Kind.NODES else self.xpath

    def _as_number(self) -> str:
        if self.literal is not None:
            number = number_of(self.literal)
            if math.isnan(number):
                return "(0 div 0)"
            return _exact(text_of(number)) if number >= 0 else f"(-{_exact(text_of(-number))})"
        if self.kind in (Kind.NUMBER, Kind.TRUTH):
            return self.xpath
        return f"{PREFIX}:number({self.xpath})"


class Unreadable(Exception):
    """An expression that is none: what is wrong stands in `defect`."""

    def __init__(self, code: DefectCode, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.defect = Defect(code, offset, message, hint)


class Translator:
    """Reads the tokens of one expression of item `own`, by strength of operators.

    `implied` holds, afterwards, what is referred to without being named: the item's own value, the
    language.
    """

    def __init__(self, source: str, own: str, items: Collection[str]) -> None:
        self._pieces = [token for token in tokens(source) if token.kind != "blank"]
        self._own = own
        self._items = items
        self._length = len(source)
        self._at = 0
        self.implied: dict[str, None] = {}

    def translate(self) -> str:
        """The whole expression as XPath; raise `Unreadable`."""
        whole = self._expression(0)
        if self._next is not _END:
            raise self._unexpected(self._next)
        return whole.taken_as(Kind.VALUE)

    @property
    def _next(self) -> Token:
        return self._pieces[self._at] if self._at < len(self._pieces) else _END

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _expression(self, strength: int) -> Part:
        left = self._operand()
        while self._next.kind == "operator" and _STRENGTH.get(self._next.text, 0) > strength:
            operator = self._take()
            left = self._joined(left, operator, self._expression(_STRENGTH[operator.text]))
        return left

    def _operand(self) -> Part:
        token = self._take()
        match token.kind:
            case "number":
                return Part(_exact(token.text), Kind.NUMBER)
            case "literal":
                return Part(token.text, Kind.TEXT, token.text[1:-1])
            case "reference" | "path":
                return Part(f"/{ROOT}/{token.referred}", Kind.NODES)
            case "own":
                return self._own_value()
            case "function":
                return self._call(token)
            case "open":
                inner = self._expression(0)
                self._close(token)
                return Part(f"({inner.xpath})", inner.kind)
            case "operator" if token.text == "-":
                return Part(f"-{self._expression(_NEGATION).taken_as(Kind.NUMBER)}", Kind.NUMBER)
            case _:
                raise self._unexpected(token)

    def _own_value(self) -> Part:
        self.implied[self._own] = None
        return Part(f"/{ROOT}/{self._own}", Kind.NODES)

    def _joined(self, left: Part, operator: Token, right: Part) -> Part:
        match operator.text:
            case "or" | "and":
                written = (left.taken_as(Kind.TRUTH), right.taken_as(Kind.TRUTH))
                return Part(f"{written[0]} {operator.text} {written[1]}", Kind.TRUTH)
            case "=" | "!=":
                return _compared(left, operator.text, right)
            case "|":
                for part in (left, right):
                    if part.kind is not Kind.NODES:
                        message = "“|” joins items, nothing else"
                        raise Unreadable(DefectCode.ARGUMENTS, operator.offset, message, "for “or” write or")
                return Part(f"{left.xpath} | {right.xpath}", Kind.NODES)
            case text:
                written = (left.taken_as(Kind.NUMBER), right.taken_as(Kind.NUMBER))
                kind = Kind.TRUTH if text[0] in "<>" else Kind.NUMBER
                return Part(f"{written[0]} {text} {written[1]}", kind)

    def _call(self, function: Token) -> Part:
        opened = self._take()
        arguments: list[tuple[Part, int]] = []
        while self._next.kind != "close":
            if arguments and self._next.text != ",":
                raise self._unexpected(self._next)
            if arguments:
                self._take()
            offset = self._next.offset
            arguments.append((self._expression(0), offset))
        self._close(opened)
        return self._called(function, [part for part, _ in arguments], [at for _, at in arguments])

    def _called(self, function: Token, arguments: list[Part], offsets: list[int]) -> Part:
        name, signature = function.text, SIGNATURES[function.text]
        if not arguments and signature.may_omit:
            arguments, offsets = [self._own_value()], [function.offset]
        elif (
            not signature.least <= len(arguments) <= (math.inf if signature.most is None else signature.most)
        ):
            message = f"{name}() takes {_count(signature)}, not {len(arguments)}"
            raise Unreadable(DefectCode.ARGUMENTS, function.offset, message)
        for index, (part, offset) in enumerate(zip(arguments, offsets, strict=True)):
            if signature.kind_of(index) is Kind.NODES and part.kind is not Kind.NODES:
                message = f"{name}() takes an item, such as ${{name}}"
                raise Unreadable(DefectCode.ARGUMENTS, offset, message)
        match name:
            case "once":
                arguments.insert(0, self._own_value())
                name, signature = "coalesce", SIGNATURES["coalesce"]
            case "jr:choice-name":
                self._name_item(arguments, offsets)
            case "regex" if (pattern := arguments[1].literal) is not None and pattern_of(pattern) is None:
                message = f"“{pattern}” is not a pattern we can read"
                raise Unreadable(DefectCode.PATTERN, offsets[1], message, "write it simpler")
            case "if":
                signature = replace(signature, gives=_common_kind(arguments[1:]))
            case _:
                pass
        written = ", ".join(part.taken_as(signature.kind_of(index)) for index, part in enumerate(arguments))
        called = name if signature.is_native else f"{PREFIX}:{name.rpartition(':')[2]}"
        return Part(f"{called}({written})", signature.gives)

    def _name_item(self, arguments: list[Part], offsets: list[int]) -> None:
        """The second argument of `jr:choice-name` is a reference in quotation marks: keep the item's name."""
        named = (arguments[1].literal or "").strip().removeprefix("${").removesuffix("}").strip()
        item = named.rpartition("/")[2]
        if not is_name(item):
            message = "the second argument of jr:choice-name() names the question in quotation marks"
            raise Unreadable(DefectCode.ARGUMENTS, offsets[1], message, "write '${name}'")
        if not {item, f"{item}.1"} & set(self._items):  # or the first instance within a repeat
            message = f"there is no item named “{item}”"
            raise Unreadable(
                DefectCode.UNKNOWN_REFERENCE, offsets[1], message, "compare with the name column"
            )
        arguments[1] = Part(f"'{item}'", Kind.TEXT)
        if LANGUAGE in self._items and len(arguments) == 2:
            self.implied[LANGUAGE] = None
            arguments.append(Part(f"/{ROOT}/{LANGUAGE}", Kind.NODES))

    def _close(self, opened: Token) -> None:
        if self._next is _END:
            raise Unreadable(DefectCode.UNBALANCED, opened.offset, "“(” is not closed")
        if self._next.kind != "close":
            raise self._unexpected(self._next)
        self._take()

    def _unexpected(self, token: Token) -> Unreadable:
        if token is _END:
            return Unreadable(DefectCode.SYNTAX, self._length, "the expression ends too early")
        message = f"“{token.text}” cannot stand here"
        hint = _OTHER_ELSEWHERE.get(token.text, "") if token.kind == "operator" else "an operator is missing"
        return Unreadable(DefectCode.SYNTAX, token.offset, message, hint)


def _compared(left: Part, operator: str, right: Part) -> Part:
    kinds = {left.kind, right.kind}
    if Kind.UNKNOWN in kinds and Kind.TRUTH not in kinds:
        equal = f"{PREFIX}:equal({left.taken_as(Kind.VALUE)}, {right.taken_as(Kind.VALUE)})"
        return Part(equal if operator == "=" else f"not({equal})", Kind.TRUTH)
    common = Kind.NUMBER if Kind.NUMBER in kinds and Kind.TRUTH not in kinds else Kind.TRUTH
    return Part(f"{left.taken_as(common)} {operator} {right.taken_as(common)}", Kind.TRUTH)


def _exact(number: str) -> str:
    """A number as libxml2 reads it without error: it misreads the last digit of some, such as 1.953.

    A quotient of whole numbers is rounded once, to the very number that was written.
    """
    whole, _, fraction = number.partition(".")
    if len(fraction) < 2:
        return number
    if len(whole + fraction) > 15:
        return f"{PREFIX}:number('{number}')"
    return f"({int(whole + fraction)} div 1{'0' * len(fraction)})"


def _common_kind(branches: list[Part]) -> Kind:
    """The kind of either of two values; a node is its text."""
    kinds = {Kind.TEXT if part.kind is Kind.NODES else part.kind for part in branches}
    return kinds.pop() if len(kinds) == 1 else Kind.UNKNOWN


def _count(signature: Signature) -> str:
    least, most = signature.least, signature.most
    if most is None:
        return f"at least {least} arguments"
    return f"{least} to {most} arguments" if most > least else f"{least} argument{'s' * (least != 1)}"
