"""The shape of a plan file: which keys there are and what each may hold. Strict, nothing extra.

Only shapes are checked here; whether the figures agree with each other is `checks`.
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$", max_length=40)]
Text = Annotated[str, Field(min_length=1, max_length=300)]
Count = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
UnitClass = Literal[1, 2, 3]
ByClass = dict[Annotated[str, Field(pattern="^[123]$")], Annotated[int, Field(ge=1)]]
Mode = Literal["direct", "online", "postal"]
Position = Annotated[int, Field(ge=1)]
LevelName = Literal["province", "district", "commune"]


class _Section(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ProvinceFile(_Section):
    code: Code
    name: Text
    misprints: dict[Text, Code] = {}


class WindowFile(_Section):
    from_: date = Field(alias="from")
    to: date


class WaveFile(_Section):
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    name_en: Text
    year: Annotated[int, Field(ge=2000, le=2100)]
    years: list[Annotated[int, Field(ge=2000, le=2100)]] = []
    legal_basis: Annotated[list[Text], Field(min_length=1)]
    window: WindowFile


class FrameFile(_Section):
    require_phone: bool
    require_address: bool
    exclude_out_of_province: bool
    people_order: Literal["given_name"]
    village_order: Literal["natural_number"]
    duplicates: Literal["newest_per_service"]


class DrawFile(_Section):
    method: Literal["systematic"]
    interval: Literal["fractional", "floor"]
    start: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0)] | None = None
    reserve_percent: Percent
    borrow_reserve: bool
    list_reserve: Literal["none", "rest"]
    repeated_person: Literal["keep_first"]
    substitution: Literal["same_service_list_order"]


class ServiceFile(_Section):
    code: Code
    name: Text
    aliases: list[Text] = []
    n: Annotated[int, Field(ge=1)] | None = None
    n_by_class: ByClass | None = None
    list_: bool = Field(default=False, alias="list")


class ListFile(_Section):
    classes: list[UnitClass] = []
    first: Count = 0
    positions: list[Position] = []
    last: bool = False


class ChoiceFile(_Section):
    """Which areas below a unit are surveyed; the default is Sơn La's, and A-18's for a silent plan."""

    seat: bool = True
    skip_seat_class: bool = False
    on_coincidence: Literal["nearest_free"] = "nearest_free"
    lists: list[ListFile] = [ListFile(classes=[1], first=2), ListFile(classes=[2, 3], first=2)]


class KindFile(_Section):
    block: str
    level: LevelName | None = None
    form: Text | None = None
    list_form: Text | None = None
    organisation_form: Text | None = None
    quota: Annotated[int, Field(ge=1)] | None = None
    quota_by_class: ByClass | None = None
    quota_source: Literal["decision", "assumed"] = "decision"
    allocation: Literal["fixed", "busiest_two", "proportional", "list", "census_and_list", "none"]
    busiest: Annotated[list[Count], Field(min_length=2, max_length=2)] = [40, 50]
    second_minimum: Count = 10
    census_below: Count = 0
    shortage: Literal["accept", "other_services"] = "accept"
    modes: Annotated[list[Mode], Field(min_length=1)] = ["direct", "online", "postal"]
    require_result: bool | None = None
    require_window: bool = True
    services: list[ServiceFile] = []
    commune_kind: Code = "XA"
    choice: ChoiceFile = ChoiceFile()


class CommuneFile(_Section):
    code: Code
    name: Text
    aliases: list[Text] = []
    class_: UnitClass = Field(alias="class")
    seat: bool = False
    chosen_as: Literal["seat", "class_1", "class_2_3"] | None = None
    class_source: Literal["decision", "assumed"]


class UnitFile(_Section):
    code: Code
    kind: Code
    name: Text
    aliases: list[Text] = []
    quota: Annotated[int, Field(ge=1)] | None = None
    class_: UnitClass | None = Field(default=None, alias="class")
    services: list[ServiceFile] = []
    communes: list[CommuneFile] = []


class HouseholdsFile(_Section):
    per_village: Annotated[int, Field(ge=1)]
    hamlets: Literal["proportional_at_least_one"]
    too_few: Literal["neighbour_village"]
    officer_list: Literal["with_note"]
    minimum_age: Annotated[int, Field(ge=0, le=120)]
    villages: ChoiceFile


class ContinuousFile(_Section):
    form: Text
    kinds: Annotated[list[Code], Field(min_length=1)]
    printed_on: Text
    entry: Annotated[list[Literal["slip_code", "qr"]], Field(min_length=1)]
    answers_per_slip: Annotated[int, Field(ge=1)]
    open_days: Annotated[int, Field(ge=1)]
    first_day: date
    last_day: date
    hotline_interviews: bool
    reported: Literal["apart"]


class TotalFile(_Section):
    """What a decision says of the numbers; `forms` counts the communes inside when asked to."""

    kinds: Annotated[list[Code], Field(min_length=1)]
    codes: list[Code] = []
    class_: UnitClass | None = Field(default=None, alias="class")
    with_communes: bool = False
    at_most: bool = False
    units: Count | None = None
    each: Count | None = None
    forms: Count | None = None
    villages: Count | None = None
    verified: Count | None = None
    source: Text


class QuestionnaireFile(_Section):
    item_bank: Literal["shared"]
    scale_order: Literal["ascending"]
    expectation_choices: Annotated[int, Field(ge=1, le=20)]
    literacy_screener: bool


class ValidityFile(_Section):
    minimum_answered_percent: Percent
    partial_from_percent: Annotated[int, Field(ge=1, le=100)] = 50
    speeding: Literal["flag", "ignore"]
    straight_lining: Literal["flag", "ignore"]


class HoursFile(_Section):
    utc_offset_hours: Annotated[int, Field(ge=-12, le=14)]
    opens: time
    closes: time
    breaks: list[Annotated[list[time], Field(min_length=2, max_length=2)]] = []
    first_day: date
    last_day: date


class ContactFile(_Section):
    department: Text
    decision: Text
    hotline: Text
    keyword: Annotated[str, Field(pattern=r"^[A-Z]{2,8}$")]
    channel_order: Annotated[
        list[Literal["sms", "zns", "zalo", "zalo_bot", "telegram", "web"]], Field(min_length=1)
    ]
    reminder_gaps_hours: list[int]
    noncontact_after_hours: int
    pause_reminder_hours: int
    break_off_after_hours: int
    sms_parts: Annotated[int, Field(ge=1, le=8)] = 3
    sms_sitting: Count = 0
    hours: HoursFile


class ContentFile(_Section):
    code: Code
    name: Text
    name_en: Text


class VerificationFile(_Section):
    share_percent: Annotated[int, Field(ge=1, le=100)]
    base: Literal["collected", "list"]
    stratified_by: Literal["unit"]
    on_failed_content: Literal["quarantine_and_reopen", "flag"]
    on_unreachable: Literal["keep"]
    contents: Annotated[list[ContentFile], Field(min_length=1)]


class ScoringFile(_Section):
    denominator: Literal["answered", "fixed", "mean_of_persons"]
    item_nonresponse: Literal["excluded_and_reported"]
    respondents: Literal["any_satisfaction_answer"]
    no_feedback_experience: Literal["routed_out"]
    province_index: Literal["mean_of_blocks", "mean_of_units", "pooled"]
    unit_index: Literal["with_communes", "without_communes"]
    block_index: Literal["pooled", "mean_of_units"]
    service_index: Literal["pooled"]
    service_minimum_base: Count
    mixed_forms: Literal["pooled"]
    multiple_answers: Literal["both"]
    rounding: Literal["half_up_at_print"]
    decimals: Annotated[int, Field(ge=0, le=6)]
    minimum_base: Count
    counters: list[Literal["target", "issued", "replaced", "failed"]]
    target_percent: Percent


class PrivacyFile(_Section):
    agency_sees: Literal["counts_and_published"]


class PlanFile(_Section):
    """A whole plan file."""

    version: Literal[1]
    province: ProvinceFile
    wave: WaveFile
    blocks: dict[str, Text]
    frame: FrameFile
    draw: DrawFile
    kinds: Annotated[dict[Code, KindFile], Field(min_length=1)]
    questionnaire: QuestionnaireFile
    validity: ValidityFile
    contact: ContactFile
    verification: VerificationFile
    scoring: ScoringFile
    privacy: PrivacyFile
    households: HouseholdsFile | None = None
    continuous: ContinuousFile | None = None
    totals: list[TotalFile] = []
    units: Annotated[list[UnitFile], Field(min_length=1)]


def known_keys() -> list[str]:
    """Every key a plan file may have, in any table."""
    names = {
        field.alias or name
        for section in _Section.__subclasses__()
        for name, field in section.model_fields.items()
    }
    return sorted(names)
