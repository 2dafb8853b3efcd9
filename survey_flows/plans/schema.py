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


class _Section(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ProvinceFile(_Section):
    code: Code
    name: Text


class WindowFile(_Section):
    from_: date = Field(alias="from")
    to: date


class WaveFile(_Section):
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    name_en: Text
    year: Annotated[int, Field(ge=2000, le=2100)]
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


class KindFile(_Section):
    block: str
    form: Text
    list_form: Text | None = None
    quota: Annotated[int, Field(ge=1)] | None = None
    quota_by_class: ByClass | None = None
    allocation: Literal["fixed", "busiest_two", "proportional", "list", "census_and_list"]
    busiest: Annotated[list[Count], Field(min_length=2, max_length=2)] = [40, 50]
    second_minimum: Count = 10
    census_below: Count = 0
    shortage: Literal["accept", "other_services"] = "accept"
    modes: Annotated[list[Mode], Field(min_length=1)]
    require_result: bool
    require_window: bool = True
    services: list[ServiceFile] = []


class CommuneFile(_Section):
    code: Code
    name: Text
    aliases: list[Text] = []
    class_: UnitClass = Field(alias="class")
    chosen_as: Literal["seat", "class_1", "class_2_3"]
    class_source: Literal["decision", "assumed"]


class UnitFile(_Section):
    code: Code
    kind: Literal["SO", "SO_ONLINE", "SO_INTERAGENCY", "KCN_MIXED", "HUYEN"]
    name: Text
    aliases: list[Text] = []
    quota: Annotated[int, Field(ge=1)] | None = None
    class_: UnitClass | None = Field(default=None, alias="class")
    services: list[ServiceFile] = []
    communes: list[CommuneFile] = []


class QuestionnaireFile(_Section):
    item_bank: Literal["shared"]
    scale_order: Literal["ascending"]
    expectation_choices: Annotated[int, Field(ge=1, le=20)]
    literacy_screener: bool


class ValidityFile(_Section):
    minimum_answered_percent: Percent
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
    channel_order: Annotated[list[Literal["sms", "telegram"]], Field(min_length=1)]
    reminder_gaps_hours: list[int]
    noncontact_after_hours: int
    pause_reminder_hours: int
    break_off_after_hours: int
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
    denominator: Literal["answered", "fixed"]
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
    counters: list[Text]
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
    kinds: dict[Literal["SO", "SO_ONLINE", "SO_INTERAGENCY", "KCN_MIXED", "HUYEN", "XA"], KindFile]
    questionnaire: QuestionnaireFile
    validity: ValidityFile
    contact: ContactFile
    verification: VerificationFile
    scoring: ScoringFile
    privacy: PrivacyFile
    units: Annotated[list[UnitFile], Field(min_length=1)]
