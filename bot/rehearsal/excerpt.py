"""A plan file for a rehearsal: cut down to a few units of each kind, or with Zalo in Telegram's place.

Everything else stays word for word: kinds, rules, dates, forms. The totals of the decision are left
out, since they speak of all units.
"""

from __future__ import annotations

import re
from collections import Counter

_KIND = re.compile(r'^kind = "(\w+)"', re.MULTILINE)
_CODE = re.compile(r'^code = "(\w+)"', re.MULTILINE)
_NAME = re.compile(r'^(name = "[^"]*)"', re.MULTILINE)
_ORDER = re.compile(r"^(channel_order = )\[.*?\]", re.MULTILINE)
_MISPRINTS = re.compile(r"^misprints = \{.*$", re.MULTILINE)


def excerpt(text: str, per_kind: int) -> str:
    """`text` with the first `per_kind` units of each kind (districts with their communes), named as cut.

    >>> unit = '[[units]]\\nkind = "A"\\n'
    >>> print(excerpt('[wave]\\nname = "X"\\n[[totals]]\\nunits = 2\\n' + unit + unit, 1))
    [wave]
    name = "X (rút gọn)"
    [[units]]
    kind = "A"
    """
    head, *tables = re.split(r"^(?=\[\[(?:units|totals)\]\])", text, flags=re.MULTILINE)
    before, at, wave = head.partition("[wave]")
    head = before + at + _NAME.sub(r'\1 (rút gọn)"', wave, count=1)
    seen: Counter[str] = Counter()
    kept = []
    for table in tables:
        kind = _KIND.search(table)
        if not table.startswith("[[units]]") or kind is None:
            continue
        seen[kind.group(1)] += 1
        if seen[kind.group(1)] <= per_kind:
            kept.append(table)
    codes = {code for table in kept for code in _CODE.findall(table)}
    named = _MISPRINTS.search(head)
    if named is not None and not codes & set(re.findall(r'"(\w+)"', named[0])):
        head = head.replace(named[0], "")
    return (head + "".join(kept)).rstrip("\n")


def by_zalo(text: str) -> str:
    """`text` with letters by ZNS, then SMS, and answers on the Official Account, or by SMS.

    >>> by_zalo('channel_order = ["sms", "telegram"]  # first')
    'channel_order = ["zns", "zalo", "sms"]  # first'
    """
    return _ORDER.sub(r'\1["zns", "zalo", "sms"]', text)
