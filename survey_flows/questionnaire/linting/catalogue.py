"""Every code the linter reports, with its message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from survey_flows.questionnaire.linting.messages_of_expressions import EXPRESSIONS, MEANING, REFERENCES
from survey_flows.questionnaire.linting.messages_of_rows import ROWS
from survey_flows.questionnaire.linting.messages_of_texts import CHOICES, TEXTS
from survey_flows.questionnaire.linting.wordings import Wording

MESSAGES: Final[Mapping[str, Wording]] = {**EXPRESSIONS, **REFERENCES, **MEANING, **ROWS, **CHOICES, **TEXTS}
"""Messages by code."""
