"""Units as an auditor gets them: their record, and the list N as rows of the CSV file."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction

from survey_flows.ids import FrameUnitId, ServiceCode, UnitCode
from survey_flows.sampling.frame import FrameUnit
from survey_flows.sampling.rules import (
    AllocationMethod,
    DrawRules,
    IntervalMethod,
    ListReserve,
    ServiceRules,
    Shortage,
    UnitKind,
    UnitRules,
)


def _words(text: str) -> list[str]:
    return text.split()


UNIT = UnitCode("MAI_SON")
FAMILIES = _words("Lò Quàng Cà Lường Nguyễn Trần Đặng Giàng Vàng Sồng Ôn Ớn Ngần Ân Ăn")
MIDDLES = _words("Văn Thị Đức Hữu Xuân Ngọc A")
GIVEN = _words("An Ân Ăn Án Anh Ánh Ảnh Ạnh Dung Dũng Đạt Đức Hòa Hoà Hoa Thoả Ơn Ưng Út Yên Ỷ Zen Tuấn2")

Row = Mapping[str, str]


def name(rng: random.Random) -> str:
    """A name, now and then in capitals, with a hyphen, a foreign letter, or without a middle name."""
    words = [rng.choice(FAMILIES), *rng.choices(MIDDLES, k=rng.randrange(3)), rng.choice(GIVEN)]
    made = rng.choice((" ", " ", " ", " ", " ", "-")).join(words)
    return rng.choice((made, made, made, made.upper(), made + " Öz"))


def rules(rng: random.Random, services: Sequence[ServiceCode]) -> UnitRules:
    """Any rules a plan may hold, for small lists."""
    allocation = rng.choice(list(AllocationMethod))
    lists = {services[-1]} if allocation is AllocationMethod.CENSUS_AND_LIST else set()
    if allocation is AllocationMethod.LIST:
        lists = set(services)
    return UnitRules(
        unit=UNIT,
        kind=UnitKind.SO,
        quota=rng.randrange(1, 40),
        allocation=allocation,
        services=tuple(
            ServiceRules(
                code, rng.randrange(1, 20) if allocation is AllocationMethod.FIXED else None, code in lists
            )
            for code in services
        ),
        draw=DrawRules(
            interval=rng.choice(list(IntervalMethod)),
            start=rng.choice((1, 1, 1, 3)),
            seed=rng.choice((None, None, rng.randrange(1_000_000))),
            reserve_share=rng.choice((Fraction(1, 2), Fraction(1, 3), Fraction(3, 5))),
            borrows_reserve=rng.random() < 0.8,
            list_reserve=rng.choice(list(ListReserve)),
        ),
        census_below=rng.choice((0, 0, 30)),
        busiest=(8, 10),
        second_minimum=2,
        shortage=rng.choice(list(Shortage)),
        plan_digest="0" * 64,
    )


def unit(seed: int) -> tuple[UnitRules, dict[ServiceCode, list[FrameUnit]], list[Row]]:
    """Rules, frames and the CSV rows of one small unit; some people use two services."""
    rng = random.Random(seed)
    services = [ServiceCode(f"S{at}") for at in range(rng.randrange(1, 4))]
    phones = [f"+8491{number:07d}" for number in range(50)]
    frames: dict[ServiceCode, list[FrameUnit]] = {}
    rows: list[Row] = []
    for line in range(1, rng.randrange(1, 55)):
        service, called = rng.choice(services), name(rng)
        phone = rng.choice((rng.choice(phones), ""))
        year = rng.choice(("", "1970", "1985"))
        person = phone or f"{called}|{year}"
        frames.setdefault(service, []).append(
            FrameUnit(FrameUnitId(40 + 3 * line), UNIT, service, called, person)
        )
        rows.append({"Mã lĩnh vực": service, "Họ và tên": called, "Số điện thoại": phone, "Năm sinh": year})
    return rules(rng, services), frames, rows
