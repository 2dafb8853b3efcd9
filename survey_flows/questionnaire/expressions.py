"""The expressions of a form (`relevant`, `constraint`, `calculation`), read and made safe to run.

XLSForm expressions are XPath 1.0 with ODK's functions. We take the part that questions of one
respondent need: item references (`${q8}`, or a path whose last step is the item), `.` for the item's
own value, literals, operators, functions. Paths that walk a tree (`..` alone, `[...]`, `@`, `//`)
belong to repeats and external instances; they are reported, not ignored.

An expression goes through `tokens` (its pieces), is checked here piece by piece so that all defects
of names are told at once, and is then parsed and written as XPath for libxml2 by `translation`.
libxml2 tells of an unknown function only when it is run; hence every name is looked up before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from survey_flows.questionnaire.defects import Defect, DefectCode
from survey_flows.questionnaire.functions import (
    LOOKING_UP,
    NAMESPACES,
    NO_LOOKUPS,
    PREFIX,
    Lookups,
    extensions,
)
from survey_flows.questionnaire.tokens import Token, is_name, tokens
from survey_flows.questionnaire.translation import LANGUAGE, ROOT, Translator, Unreadable
from survey_flows.questionnaire.vocabulary import REFUSED, SIGNATURES

__all__ = [
    "KNOWN_FUNCTIONS",
    "LANGUAGE",
    "ROOT",
    "Defect",
    "DefectCode",
    "Expression",
    "Token",
    "absolute",
    "compiled",
    "is_name",
    "read",
    "tokens",
]

KNOWN_FUNCTIONS = frozenset(SIGNATURES)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as read: runnable XPath, the items it refers to, and what is wrong with it.

    `xpath` is "" when something is wrong. An expression that asks for its own value so far (`.`,
    `once()`) refers to its own item.
    """

    xpath: str
    references: tuple[str, ...]
    defects: tuple[Defect, ...]


def absolute(source: str) -> str:
    """The expression as stored in a questionnaire: every reference as `/data/<item>`."""
    return "".join(
        f"/{ROOT}/{token.referred}" if token.kind in ("reference", "path") else token.text
        for token in tokens(source.strip())
    )


def read(source: str, *, own: str, items: Collection[str]) -> Expression:
    """Read the expression of item `own` of a form with the items named `items`."""
    pieces = [token for token in tokens(source) if token.kind != "blank"]
    references = dict.fromkeys(name for token in pieces if (name := _named(token, own)) is not None)
    defects = [*_defects_of_pieces(pieces, own, items), *_unbalanced(pieces, len(source))]
    xpath = ""
    if not defects and all(map(is_name, references)):
        translator = Translator(source, own, items)
        try:
            xpath = translator.translate()
            compiled(xpath)
        except Unreadable as problem:
            defects.append(problem.defect)
        except etree.XPathError as problem:
            defects.append(Defect(DefectCode.SYNTAX, 0, f"not a valid expression: {problem}"))
        references |= translator.implied
    return Expression(xpath, tuple(references), tuple(defects))


def compiled(xpath: str, lookups: Lookups = NO_LOOKUPS) -> etree.XPath:
    """The runnable form of what `read` wrote, looking into `lookups`; raises `XPathSyntaxError`.

    Kept and shared between forms unless it looks something up.
    """
    looks_up = any(f"{PREFIX}:{name}(" in xpath for name in LOOKING_UP)
    return _compiled(xpath, lookups) if looks_up else _shared(xpath)


@lru_cache(maxsize=4096)
def _shared(xpath: str) -> etree.XPath:
    return _compiled(xpath, NO_LOOKUPS)


def _compiled(xpath: str, lookups: Lookups) -> etree.XPath:
    return etree.XPath(
        xpath, namespaces=NAMESPACES, extensions=extensions(lookups), regexp=False, smart_strings=False
    )


def _named(token: Token, own: str) -> str | None:
    """The item whose value a token asks for."""
    if token.kind in ("reference", "path"):
        return token.referred
    return own if token.kind == "own" else None


def _defects_of_pieces(pieces: Collection[Token], own: str, items: Collection[str]) -> Iterator[Defect]:
    """What single pieces show: names that are not there, and what belongs to no expression of ours."""
    before = ""
    for token in pieces:
        text, offset = token.text, token.offset
        name = _named(token, own)
        match token.kind:
            case "path" if before not in ("", "operator", "open"):
                yield _walk(token)
            case "reference" | "path" | "own" if name not in items:
                message = f"there is no item named “{name}”"
                yield Defect(DefectCode.UNKNOWN_REFERENCE, offset, message, "compare with the name column")
            case "function" if text in REFUSED:
                yield Defect(DefectCode.REFUSED_FUNCTION, offset, f"{text}() is refused", REFUSED[text])
            case "function" if text not in SIGNATURES:
                message, hint = f"there is no function “{text}”", "known: " + ", ".join(sorted(SIGNATURES))
                yield Defect(DefectCode.UNKNOWN_FUNCTION, offset, message, hint)
            case "name":
                message = f"“{text}” is neither a reference nor a text"
                hint = f"write ${{{text}}} for the item or '{text}' for the code"
                yield Defect(DefectCode.BARE_NAME, offset, message, hint)
            case "walk":
                yield _walk(token)
            case "open_literal":
                yield Defect(DefectCode.SYNTAX, offset, "a quotation mark is not closed")
            case "stray":
                yield Defect(DefectCode.SYNTAX, offset, f"stray “{text}”")
            case _:
                pass
        before = token.kind


def _walk(token: Token) -> Defect:
    message = f"“{token.text}” walks the form's tree; an expression may only name items"
    return Defect(DefectCode.UNSUPPORTED, token.offset, message, "write ${name}")


def _unbalanced(pieces: Collection[Token], length: int) -> Iterator[Defect]:
    """Parentheses that close nothing, or are never closed."""
    depth = 0
    for token in pieces:
        if token.kind == "open":
            depth += 1
        elif token.kind == "close":
            if not depth:
                yield Defect(DefectCode.UNBALANCED, token.offset, "“)” closes nothing")
            depth = max(depth - 1, 0)
    if depth:
        yield Defect(DefectCode.UNBALANCED, length, f"{depth} “(” not closed")
