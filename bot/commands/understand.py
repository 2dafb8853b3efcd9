"""`sipas understand`: what typed replies are taken for, line by line, and why.

A filter for authors and supervisors, and for programs: tab-separated lines in, the same lines out
with the label as third column (labels: `survey_flows/interview/labels.py`). It never fails on what
people type: bytes that are no UTF-8 are replaced, a question type nobody knows is read as `any`, and
every line in is one line out, in the same order.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator

from survey_flows.interview.labels import ANYWHERE, label, question
from survey_flows.interview.replies import decide

_HEADER = ("text", "question_type")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def understand(arguments: argparse.Namespace) -> int:
    """Read replies from standard input, write them with their labels to standard output."""
    out = sys.stdout.buffer
    for line in labelled(sys.stdin.buffer, with_rule=arguments.why):
        out.write(line)
    out.flush()
    return 0


def labelled(lines: Iterable[bytes], *, with_rule: bool) -> Iterator[bytes]:
    """Return each line (`text`, `question_type`, whatever else) with its label put third.

    `with_rule` puts the rule that decided fourth. A first line that names the columns gets names too.
    """
    added = ["label", "rule"] if with_rule else ["label"]
    for number, line in enumerate(lines):
        raw = line.removeprefix(_BYTE_ORDER_MARK) if number == 0 else line
        columns = raw.rstrip(b"\r\n").decode("utf-8", "replace").split("\t")
        if len(columns) < len(_HEADER):
            columns.append("")
        if number == 0 and tuple(name.strip().lower() for name in columns[:2]) == _HEADER:
            found = added
        else:
            text, kind = columns[:2]
            item = question(kind.strip() or ANYWHERE)
            decision = decide(text, item)
            found = [label(decision.reading, item), decision.rule][: len(added)]
        yield "\t".join([*columns[:2], *found, *columns[2:]]).encode() + b"\n"
