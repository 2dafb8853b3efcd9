"""Official and reserve samples from a very long frame in Vietnamese order, beside ICU keys and a sort.

Both sides get the same names and draw the same samples; each runs in a process of its own, so that
its peak memory is its own (the names take part of it: they are given). The ratio is of CPU times.
Names: as `generated`, two to four words, families and given names of the synthetic register.

    python benchmarks/draw_long.py [NAMES]     # default 1,000,000
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from bot.emulators.register_names import words_of
from survey_flows.sampling.ordering import in_name_order
from survey_flows.sampling.reserve import reserve_size
from survey_flows.sampling.rules import DrawRules
from survey_flows.sampling.systematic import draw_serials, rest_serial

N_DRAWN = 1_790


def generated(count: int, seed: int = 1) -> list[str]:
    """Names made of the words people of the province have, in no order."""
    rng = random.Random(seed)
    families = [word for people in words_of("Sơn La").peoples for word in people.families]
    middles = [
        word for people in words_of("Sơn La").peoples for word in (*people.men_middle, *people.women_middle)
    ]
    given = [word for people in words_of("Sơn La").peoples for word in (*people.men, *people.women)]
    pick = rng.random
    names = []
    for _ in range(count):
        family = families[int(pick() * len(families))]
        middle = middles[int(pick() * len(middles))]
        first = given[int(pick() * len(given))]
        kind = pick()
        if kind < 0.1:
            names.append(f"{family} {first}")
        elif kind < 0.7:
            names.append(f"{family} {middle} {first}")
        else:
            names.append(f"{family} {middle} {given[int(pick() * len(given))]} {first}")
    return names


def by_numbers(names: Sequence[str]) -> Sequence[int]:
    """Our order."""
    return in_name_order(names)


def by_icu(names: Sequence[str]) -> Sequence[int]:
    """ICU's sort key of every name turned given name first, and a sort."""
    icu: Any = import_module("icu")
    collator = icu.Collator.createInstance(icu.Locale("vi"))
    key_of = collator.getSortKey
    keys = []
    for name in names:
        before, _, given = name.rpartition(" ")
        keys.append(key_of(f"{given} {before}"))
    return sorted(range(len(names)), key=keys.__getitem__)


def measure(way: str, count: int) -> dict[str, float]:
    """CPU seconds and peak memory (GB) of one way, the samples as a sum to compare."""
    names = generated(count)
    given = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    order = {"ours": by_numbers, "icu": by_icu}[way](names)
    rules = DrawRules()
    selected = draw_serials(count, N_DRAWN, rules, stratum="bench")
    left = draw_serials(
        count - len(selected), reserve_size(N_DRAWN, rules.reserve_share), rules, stratum="bench"
    )
    reserve = [rest_serial(selected, place) for place in left]
    drawn = [int(order[serial - 1]) for serial in (*selected, *reserve)]
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "peak": peak / 1e6, "names": given / 1e6, "drawn": len(drawn)}


def main() -> None:
    """Measure both ways in fresh processes and print one line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    found = {}
    for way in ("ours", "icu"):
        ran = subprocess.run(
            [sys.executable, __file__, str(count), way], check=True, capture_output=True, text=True
        )
        found[way] = json.loads(ran.stdout)
    ours, icu = found["ours"], found["icu"]
    print(
        f"draw_long: {count:,} names, {int(ours['drawn'])} drawn: {ours['seconds']:.2f} s CPU,"
        f" peak {ours['peak']:.2f} GB (names {ours['names']:.2f});"
        f" ICU keys and sort {icu['seconds']:.2f} s, {icu['peak']:.2f} GB;"
        f" ratio {ours['seconds'] / icu['seconds']:.2f}"
    )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[1]))))
    else:
        main()
