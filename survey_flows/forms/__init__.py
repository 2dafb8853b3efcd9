"""The forms that come with the product, as package files beside this module.

Each is an XLSForm in Markdown and a TOML file (`survey_flows.questionnaire.factors`). Reading files
is the application's part (`importlib.resources.files("survey_flows.forms")`); here are the names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SON_LA_IN_PERSON: Final = "son_la_in_person"
SON_LA_ONLINE: Final = "son_la_online"
SON_LA_INTER_AGENCY: Final = "son_la_inter_agency"

form_files: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {code: (f"{code}.md", f"{code}.toml") for code in (SON_LA_IN_PERSON, SON_LA_ONLINE, SON_LA_INTER_AGENCY)}
)
"""Code of a built-in form -> names of its XLSForm and its factors file."""
