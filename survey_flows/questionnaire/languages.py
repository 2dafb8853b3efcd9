"""Texts and files by language, as pyxform hands them over.

A language is named by the code in parentheses: `label::Tiếng Việt (vi)` is "vi". A column without a
language is in the form's default language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from survey_flows.questionnaire.styling import unstyled
from survey_flows.questionnaire.wording import language_code

_MEDIA: Final = ("image", "audio", "video")
_UNNAMED: Final = "default"


@dataclass(frozen=True, slots=True)
class Translations:
    """Reads what a cell says in each language; `language` is the default one."""

    language: str

    def wording(self, given: object) -> dict[str, str]:
        """Texts by language code, without the marks that style them."""
        return {language: unstyled(text) for language, text in self._by_language(given).items()}

    def media(self, node: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        """Files by kind and language."""
        given = node.get("media") or {}
        found = {kind: self._by_language(given.get(kind)) for kind in _MEDIA}
        return {kind: files for kind, files in found.items() if files}

    def _by_language(self, given: object) -> dict[str, str]:
        match given:
            case str() if given:
                return {self.language: given}
            case Mapping():
                return {self._code(str(language)): str(text) for language, text in given.items() if text}
            case _:
                return {}

    def _code(self, language: str) -> str:
        return self.language if language == _UNNAMED else language_code(language)
