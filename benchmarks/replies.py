"""Understanding typed replies: µs a reply, beside a dictionary look-up and a fuzzy best match.

The limit is a look-up of the folded text in a table of known replies, which understands nothing that
is not in it. The peer is the usual way to be lenient: the best match of the text among all known
phrases by edit distance (rapidfuzz where it is installed, else difflib of the standard library on a
tenth of the replies). Both only find a phrase; neither knows what `không` or a question mark does to it.
"""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from survey_flows.interview.labels import label, question
from survey_flows.interview.normalise import fold
from survey_flows.interview.replies import read

HERE = Path(__file__).resolve().parent.parent / "tests" / "survey_flows" / "interview"
CHOICES = 1_000
ROUNDS = 3


def main() -> None:
    rows = [
        line.rstrip("\n").split("\t")
        for name in ("replies_held_out.tsv", "replies_exam.tsv", "replies_second_author.tsv", "replies.tsv")
        for line in (HERE / name).read_text(encoding="utf-8").splitlines()[1:]
    ]
    texts = [row[0] for row in rows]
    asked = [(row[0], question(row[1])) for row in rows]

    def understand() -> None:
        for text, item in asked:
            label(read(text, item), item)

    table = {fold(text.lower()): row[2] for text, row in zip(texts, rows, strict=True)}
    first = _microseconds(understand, len(asked))
    warm = min(_microseconds(understand, len(asked)) for _ in range(ROUNDS))
    known = _microseconds(lambda: _look_up(table, texts), len(texts))
    slowest = max(_microseconds(partial(read, text, item), 1) for text, item in asked)
    name, fuzzy = _fuzzy(texts)
    print(
        f"replies: {len(asked)} unseen; µs CPU a reply: understood {warm:.0f} (first pass {first:.0f},"
        f" slowest {slowest:.0f}), looked up {known:.1f}, {name} best of {CHOICES} phrases {fuzzy:.0f}"
    )


def _look_up(table: dict[str, str], texts: list[str]) -> None:
    for text in texts:
        table.get(fold(text.lower()))


def _fuzzy(texts: list[str]) -> tuple[str, float]:
    phrases = list(dict.fromkeys(texts))[:CHOICES]
    if find_spec("rapidfuzz") is None:
        some = texts[::100]
        return "difflib", _microseconds(
            lambda: [difflib.get_close_matches(text, phrases, 1) for text in some], len(some)
        )
    process = import_module("rapidfuzz.process")
    some = texts[::10]
    return "rapidfuzz", _microseconds(lambda: [process.extractOne(text, phrases) for text in some], len(some))


def _microseconds(work: Callable[[], object], count: int) -> float:
    started = time.process_time()
    work()
    return 1e6 * (time.process_time() - started) / count


if __name__ == "__main__":
    main()
