"""A province like Sơn La with made-up answers to the product's own forms: 20 departments, 12 districts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from bot.reports.compile import ReportUnit, compile_report
from bot.reports.model import Flow, MethodNote, Report, ReportHead, UnitDeviation, UnitOutcomes, YearFigure
from bot.reports.responses import FormKind, FormResponses, Record, form_responses
from bot.reports.settings import ReportSettings
from scoring import BackcheckCounts, Text, UnitCounts
from survey_flows.forms import SON_LA_IN_PERSON, SON_LA_INTER_AGENCY, SON_LA_ONLINE, form_files
from survey_flows.questionnaire.model import Item, ItemKind, Questionnaire
from survey_flows.questionnaire.xlsform import compile_form

FORMS = {
    FormKind.IN_PERSON: SON_LA_IN_PERSON,
    FormKind.ONLINE: SON_LA_ONLINE,
    FormKind.INTER_AGENCY: SON_LA_INTER_AGENCY,
}
BLOCKS = {"so": "Sở, ban, ngành", "huyen": "Huyện, thành phố"}
INTER_AGENCY = {
    "VP_UBND": ("Văn phòng UBND tỉnh", 50),
    "SO_NGV": ("Sở Ngoại vụ", 30),
    "BAN_DT": ("Ban Dân tộc", 30),
    "BQL_KCN": ("Ban Quản lý các khu công nghiệp tỉnh", 20),
}
ONLINE = {
    "SO_NV": "Sở Nội vụ",
    "SO_TC": "Sở Tài chính",
    "SO_KHCN": "Sở Khoa học và Công nghệ",
    "SO_TTTT": "Sở Thông tin và Truyền thông",
    "SO_VHTTDL": "Sở Văn hóa, Thể thao và Du lịch",
    "SO_GDDT": "Sở Giáo dục và Đào tạo",
}
DIRECT = {
    "THANH_TRA": "Thanh tra tỉnh",
    "SO_TNMT": "Sở Tài nguyên và Môi trường",
    "SO_NNPTNT": "Sở Nông nghiệp và Phát triển nông thôn",
    "SO_YT": "Sở Y tế",
    "SO_XD": "Sở Xây dựng",
    "SO_GTVT": "Sở Giao thông vận tải",
    "SO_CT": "Sở Công Thương",
    "SO_TP": "Sở Tư pháp",
    "SO_KHDT": "Sở Kế hoạch và Đầu tư",
    "SO_LDTBXH": "Sở Lao động - Thương binh và Xã hội",
}
DISTRICTS = {
    "TP_SON_LA": "UBND thành phố Sơn La",
    "QUYNH_NHAI": "UBND huyện Quỳnh Nhai",
    "THUAN_CHAU": "UBND huyện Thuận Châu",
    "MUONG_LA": "UBND huyện Mường La",
    "BAC_YEN": "UBND huyện Bắc Yên",
    "PHU_YEN": "UBND huyện Phù Yên",
    "MOC_CHAU": "UBND huyện Mộc Châu",
    "YEN_CHAU": "UBND huyện Yên Châu",
    "MAI_SON": "UBND huyện Mai Sơn",
    "SONG_MA": "UBND huyện Sông Mã",
    "SOP_COP": "UBND huyện Sốp Cộp",
    "VAN_HO": "UBND huyện Vân Hồ",
}
SERVICES = {"TU_PHAP": "Tư pháp/Hộ tịch", "TNMT": "Tài nguyên và Môi trường"}
HISTORY = (
    YearFigure(2021, "", "Toàn tỉnh", 93.10),
    YearFigure(2022, "", "Toàn tỉnh", 94.26),
    YearFigure(2023, "", "Toàn tỉnh", 94.82, 2590),
    YearFigure(2023, "so", "Sở, ban, ngành", 95.39),
    YearFigure(2023, "huyen", "Huyện, thành phố", 94.52),
    YearFigure(2023, "MAI_SON", "UBND huyện Mai Sơn", 93.75, 130),
)
FLOW = Flow(
    official=2667,
    reserve=412,
    complete=2631,
    partial=9,
    refused=201,
    noncontact=166,
    other=72,
    collected=2640,
    valid=2640,
    over_quota=3,
)
OPEN = ReportSettings(disclosure=None)
"""Nothing hidden: what else a report does is easier seen in full. `test_protection.py` hides."""

METHOD = (
    MethodNote(
        "A-01",
        Text(
            "Mẫu số khi mỗi người trả lời số câu khác nhau",
            "Denominator when people answer different numbers of items",
        ),
        Text("Tổng số câu thực trả lời", "The sum of the answers given"),
    ),
    MethodNote(
        "A-24",
        Text("Chỉ số toàn tỉnh", "The province's index"),
        Text("Trung bình của hai khối", "Mean of the two blocks"),
    ),
    MethodNote(
        "A-35",
        Text("Làm tròn", "Rounding"),
        Text("Làm tròn nửa lên, 2 chữ số, chỉ khi in", "Half up, two decimals, at print only"),
    ),
)


@cache
def questionnaire(kind: FormKind) -> Questionnaire:
    """One of the built-in forms, compiled."""
    form, factors = form_files[FORMS[kind]]
    folder = files("survey_flows.forms")
    return compile_form(
        (folder / form).read_bytes(),
        file_type="md",
        factors=(folder / factors).read_text(encoding="utf-8"),
        name=FORMS[kind],
    )


def answers(form: Questionnaire, choose: random.Random, satisfied: float) -> dict[str, str]:
    """One person's answers: follows the routing of feedback and lateness, now and then skips an item."""
    found: dict[str, str] = {}
    criteria = {name: factor for factor in form.factors for name in factor.criteria}
    leaning = min(0.999, max(0.02, choose.gauss(satisfied, 0.08)))
    for item in form.items:
        if item.name in criteria:
            if criteria[item.name].is_routed and found.get("f1") != "yes":
                continue
            if choose.random() < 0.99:
                found[item.name] = choose.choice("45" if choose.random() < leaning else "1233")
        elif item.name in {"q9", "q10"}:
            if found.get("q8") == "late":
                found[item.name] = choose.choice(["yes", "no"])
        elif item.kind in {ItemKind.SELECT_ONE, ItemKind.SELECT_MULTIPLE}:
            found[item.name] = _answer(item, choose)
    return found


def _answer(item: Item, choose: random.Random) -> str:
    codes = [choice.code for choice in item.choices]
    rare = {"q5": ["no", "yes"], "q6": ["no", "yes"], "q8": ["ontime", "early", "late"], "f1": ["no", "yes"]}
    if item.kind is ItemKind.SELECT_MULTIPLE:
        picked = set(choose.choices(codes, k=choose.randint(1, 3)))
        return " ".join(code for code in codes if code in picked)
    codes = rare.get(item.name, codes)
    return choose.choices(codes, [12 / (1 + 3 * place) for place in range(len(codes))])[0]


def _records(choose: random.Random, *, scale: float) -> Iterator[tuple[FormKind, Record]]:
    def some(count: int) -> range:
        return range(max(1, round(count * scale)))

    def level() -> float:
        return choose.uniform(0.88, 0.985)

    for code, (_, count) in INTER_AGENCY.items():
        leaning = level()
        for _ in some(count):
            found = answers(questionnaire(FormKind.INTER_AGENCY), choose, leaning)
            yield FormKind.INTER_AGENCY, Record(code, "PHOI_HOP", found)
    for _ in some(8):
        found = answers(questionnaire(FormKind.ONLINE), choose, 0.95)
        yield FormKind.ONLINE, Record("BQL_KCN", "TNMT", found)
    for kind, codes in ((FormKind.ONLINE, ONLINE), (FormKind.IN_PERSON, DIRECT)):
        for code in codes:
            leaning = 0.85 if code == "THANH_TRA" else level()
            for number in some(60 if code != "THANH_TRA" else 21):
                service = "TU_PHAP" if number % 4 else "TNMT"
                yield kind, Record(code, service, answers(questionnaire(kind), choose, leaning))
    for code in DISTRICTS:
        leaning = 0.83 if code == "BAC_YEN" else level()
        for number in some(130):
            place = f"{code}_XA_{1 + number % 5}" if number % 13 > 8 else ""
            service = "TU_PHAP" if number % 2 else "TNMT"
            found = answers(questionnaire(FormKind.IN_PERSON), choose, leaning)
            yield FormKind.IN_PERSON, Record(code, service, found, place)


def units() -> tuple[ReportUnit, ...]:
    """All 32 units with last year's index for some."""
    names = {code: name for code, (name, _) in INTER_AGENCY.items()} | ONLINE | DIRECT
    departments = [ReportUnit(code, name, "so", 95.0, services=SERVICES) for code, name in names.items()]
    districts = [
        ReportUnit(
            code,
            name,
            "huyen",
            94.5,
            services=SERVICES,
            places={f"{code}_XA_{number}": f"UBND xã số {number}, {name[5:]}" for number in range(1, 6)},
        )
        for code, name in DISTRICTS.items()
    ]
    return (*departments, *districts)


def responses(*, scale: float = 1.0, seed: int = 2024) -> list[FormResponses]:
    """About 2,600 made-up responses, or a share of them."""
    records: dict[FormKind, list[Record]] = {kind: [] for kind in FORMS}
    for kind, record in _records(random.Random(seed), scale=scale):
        records[kind].append(record)
    blocks: Mapping[str, str] = {unit.code: unit.block for unit in units()}
    return [form_responses(kind, questionnaire(kind), found, blocks) for kind, found in records.items()]


@cache
def report(*, scale: float = 1.0, settings: ReportSettings | None = None) -> Report:
    """The whole report over those answers."""
    forms = responses(scale=scale)
    collected: dict[str, int] = {}
    for form in forms:
        for unit in form.frame.get_column("unit").to_list():
            collected[unit] = collected.get(unit, 0) + 1
    counts = [
        UnitCounts(
            unit.name, unit.block, collected[unit.code] + 1, collected[unit.code], collected[unit.code], 2
        )
        for unit in units()
    ]
    head = ReportHead(
        Text(
            "Chỉ số hài lòng về sự phục vụ hành chính tỉnh Sơn La năm 2024 (SIPAS 2024)",
            "SIPAS of Sơn La, 2024",
        ),
        "Tỉnh Sơn La",
        "Sở Nội vụ tỉnh Sơn La",
        2024,
        "01/10/2024 – 15/11/2024",
        "15/12/2024",
        "QĐ 1804/QĐ-UBND ngày 30/8/2024",
    )
    return compile_report(
        head,
        units(),
        BLOCKS,
        forms,
        counts,
        method=METHOD,
        backcheck=BackcheckCounts(2640, 810, 703, 0, 103, 4),
        settings=settings or OPEN,
        is_synthetic=True,
        history=HISTORY,
        deviations=[
            UnitDeviation(unit.name, unit.block, short=6 * (unit.code == "THANH_TRA"), replaced=2, missing=1)
            for unit in units()
        ],
        flow=FLOW,
        endings=[
            UnitOutcomes(unit.name, unit.block, {"I": collected[unit.code], "R": 3, "NC": 2, "UO": 1})
            for unit in units()
        ],
    )
