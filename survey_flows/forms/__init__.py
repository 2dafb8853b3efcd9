"""The forms that come with the product, as package files beside this module.

Each is an XLSForm in Markdown and a TOML file (`survey_flows.questionnaire.factors`). Reading files
is the application's part (`importlib.resources.files("survey_flows.forms")`); here are the names.
All are composed from one bank of questions (`bank`), which gives a procedure form in two wordings,
for citizens and for organisations.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SON_LA_IN_PERSON: Final = "son_la_in_person"
SON_LA_IN_PERSON_ORGANISATION: Final = "son_la_in_person_organisation"
SON_LA_ONLINE: Final = "son_la_online"
SON_LA_ONLINE_ORGANISATION: Final = "son_la_online_organisation"
SON_LA_INTER_AGENCY: Final = "son_la_inter_agency"
LANG_SON_IN_PERSON: Final = "lang_son_in_person"
LANG_SON_IN_PERSON_ORGANISATION: Final = "lang_son_in_person_organisation"
LANG_SON_INTER_AGENCY: Final = "lang_son_inter_agency"
LAI_CHAU_HOUSEHOLD: Final = "lai_chau_household"
SOC_TRANG_FULL: Final = "soc_trang_full"
SOC_TRANG_FULL_ORGANISATION: Final = "soc_trang_full_organisation"
SOC_TRANG_SHORT: Final = "soc_trang_short"

son_la_forms: Final = (SON_LA_IN_PERSON, SON_LA_ONLINE, SON_LA_INTER_AGENCY)
"""The forms of the published report of 2024, whose figures simulated citizens follow."""

form_files: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        code: (f"{code}.md", f"{code}.toml")
        for code in (
            *son_la_forms,
            SON_LA_IN_PERSON_ORGANISATION,
            SON_LA_ONLINE_ORGANISATION,
            LANG_SON_IN_PERSON,
            LANG_SON_IN_PERSON_ORGANISATION,
            LANG_SON_INTER_AGENCY,
            LAI_CHAU_HOUSEHOLD,
            SOC_TRANG_FULL,
            SOC_TRANG_FULL_ORGANISATION,
            SOC_TRANG_SHORT,
        )
    }
)
"""Code of a built-in form -> names of its XLSForm and its factors file."""
