"""What people said on slips, as tables of their own: never part of an index of the sample.

Rules (domain.md 1.4 no. 9, 4(e); plan `reported = "apart"`, A-36). Who answers a slip chose to, so nothing
here is an estimate of anything: counts and shares of those who answered, without errors, ranks or blocks,
and every paper says so. A share of fewer people than the plan's base is not shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bot.reports.responses import criterion_names, is_tabulated
from bot.reports.sample_lists import Align, Column, Paper
from scoring.tables import NOTHING, decimal_comma
from survey_flows.questionnaire.model import Item, ItemKind, Questionnaire

TITLE = "TỰ NGUYỆN TRẢ LỜI QUA PHIẾU HẸN"
_CAUTION = (
    "Người trả lời tự chọn tham gia: số liệu chỉ nói về chính họ, không đại diện cho mọi người dân.",
    "Nêu riêng; không cộng vào chỉ số, tỷ lệ thu phiếu hay chỉ tiêu của cuộc khảo sát theo mẫu.",
)
_CHANNELS = {
    "sms": "Tin nhắn", "telegram": "Telegram", "zalo": "Zalo", "web": "Trang web", "hotline": "Tổng đài"
}  # fmt: skip
_LANGUAGES = {"vi": "Tiếng Việt", "en": "Tiếng Anh"}


@dataclass(frozen=True, slots=True)
class SlipCounts:
    """How many slips a unit printed, how many were taken up, and how many answered to the end."""

    printed: int
    taken: int


@dataclass(frozen=True, slots=True)
class VoluntaryForm:
    """One completed short form: its unit, the channel it came by, and item name to coded value.

    `language` it was answered in ("" unknown), `minutes` from the first question to the end, None unknown.
    """

    unit: str
    channel: str
    answers: Mapping[str, str]
    language: str = ""
    minutes: float | None = None


def voluntary_papers(
    questionnaire: Questionnaire,
    units: Mapping[str, str],
    counts: Mapping[str, SlipCounts],
    forms: Sequence[VoluntaryForm],
    *,
    smallest_base: int,
    decimals: int,
) -> tuple[Paper, ...]:
    """The tables by unit, by question and by way of answering, and the sentences people left.

    `units` names those who print slips.
    """
    shares = _Shares(questionnaire, smallest_base, decimals)
    papers = [_by_unit(shares, units, counts, forms), _by_question(shares, forms), _by_way(shares, forms)]
    if said := tuple(_sentences(questionnaire, units, forms)):
        columns = (Column("STT", 1.2, Align.CENTRE), Column("Đơn vị", 5.5), Column("Ý kiến", 11))
        lines = (*_CAUTION, "Ghi đúng lời người trả lời; xem và bỏ tên riêng trước khi chuyển đi.")
        papers.append(Paper("Lời nhắn", "LỜI NHẮN CỦA NGƯỜI TRẢ LỜI QUA PHIẾU HẸN", lines, columns, said))
    return tuple(papers)


@dataclass(frozen=True, slots=True)
class _Shares:
    questionnaire: Questionnaire
    smallest_base: int
    decimals: int

    def of(self, part: int, base: int) -> str:
        """A percentage, or nothing when it rests on too few."""
        return (
            NOTHING if base < max(1, self.smallest_base) else decimal_comma(100 * part / base, self.decimals)
        )

    def satisfied(self, criterion: str, forms: Sequence[VoluntaryForm]) -> str:
        """Satisfied answers of those who answered this criterion."""
        given = [value for one in forms if (value := one.answers.get(criterion))]
        return self.of(sum(value in self.questionnaire.satisfied_codes for value in given), len(given))


def _by_unit(
    shares: _Shares,
    units: Mapping[str, str],
    counts: Mapping[str, SlipCounts],
    forms: Sequence[VoluntaryForm],
) -> Paper:
    names = criterion_names(shares.questionnaire)
    columns = [
        Column("STT", 1.0, Align.CENTRE),
        Column("Đơn vị", 4.8),
        Column("Phiếu in", 1.6, Align.RIGHT),
        Column("Bắt đầu", 1.6, Align.RIGHT),
        Column("Trả lời xong", 1.8, Align.RIGHT),
        Column("Đường trả lời", 3.4),
        *(Column(f"Hài lòng, %: {name}", 3.2, Align.RIGHT) for name in names.values()),
    ]
    rows = []
    for at, (code, unit) in enumerate(units.items(), 1):
        its = [one for one in forms if one.unit == code]
        rows.append((str(at), unit, *_line(shares, list(names), counts.get(code, SlipCounts(0, 0)), its)))
    total = SlipCounts(sum(one.printed for one in counts.values()), sum(one.taken for one in counts.values()))
    rows.append(("", "Tổng cộng", *_line(shares, list(names), total, forms)))
    return Paper(
        "Theo đơn vị",
        TITLE,
        (*_CAUTION, _base_note(shares)),
        tuple(columns),
        tuple(rows),
        is_wide=True,
    )


def _line(
    shares: _Shares, criteria: Sequence[str], counted: SlipCounts, forms: Sequence[VoluntaryForm]
) -> tuple[str, ...]:
    by_channel = Counter(one.channel for one in forms)
    ways = ", ".join(f"{_CHANNELS.get(name, name)} {number}" for name, number in by_channel.most_common())
    return (
        *(str(counted.printed), str(counted.taken), str(len(forms)), ways),
        *(shares.satisfied(name, forms) for name in criteria),
    )


def _by_question(shares: _Shares, forms: Sequence[VoluntaryForm]) -> Paper:
    questionnaire = shares.questionnaire
    criteria = {name for factor in questionnaire.factors for name in factor.criteria}
    rows: list[tuple[str, ...]] = []
    for item in questionnaire.items:
        if item.name in criteria or is_tabulated(item):
            rows += _answers(shares, item, forms)
    return Paper(
        "Từng câu",
        f"{TITLE}: TỪNG CÂU",
        (*_CAUTION, _base_note(shares)),
        (
            Column("Câu hỏi", 8),
            Column("Trả lời", 5),
            Column("Số người", 2.2, Align.RIGHT),
            Column("%", 2.2, Align.RIGHT),
        ),
        tuple(rows),
    )


def _by_way(shares: _Shares, forms: Sequence[VoluntaryForm]) -> Paper:
    """How people answered: the channel, the languages, how long it took most of them."""
    rows = []
    for channel, number in Counter(one.channel for one in forms).most_common():
        its = [one for one in forms if one.channel == channel]
        spoken = Counter(one.language for one in its if one.language)
        languages = ", ".join(f"{_LANGUAGES.get(code, code)} {count}" for code, count in spoken.most_common())
        minutes = sorted(one.minutes for one in its if one.minutes is not None)
        usual = median(minutes) if len(minutes) >= max(1, shares.smallest_base) else None
        time = NOTHING if usual is None else decimal_comma(usual, 1)
        rows.append((_CHANNELS.get(channel, channel), str(number), languages or NOTHING, time))
    return Paper(
        "Cách trả lời",
        f"{TITLE}: CÁCH TRẢ LỜI",
        (*_CAUTION, _base_note(shares)),
        (
            Column("Đường trả lời", 4),
            Column("Trả lời xong", 2.6, Align.RIGHT),
            Column("Ngôn ngữ", 6),
            Column("Thời gian trả lời (trung vị, phút)", 4, Align.RIGHT),
        ),
        tuple(rows),
    )


def _answers(shares: _Shares, item: Item, forms: Sequence[VoluntaryForm]) -> Iterator[tuple[str, ...]]:
    given = [value for one in forms if (value := one.answers.get(item.name))]
    picked = Counter(code for value in given for code in value.split())
    for at, choice in enumerate(item.choices):
        number = picked[choice.code]
        question = f"{item.labels.get('vi', item.name)} ({len(given)} người)" if at == 0 else ""
        yield question, choice.labels.get("vi", choice.code), str(number), shares.of(number, len(given))


def _sentences(
    questionnaire: Questionnaire, units: Mapping[str, str], forms: Sequence[VoluntaryForm]
) -> Iterator[tuple[str, ...]]:
    texts = [item.name for item in questionnaire.items if item.kind is ItemKind.TEXT]
    said = [
        (units[one.unit], text)
        for one in forms
        for name in texts
        if (text := one.answers.get(name, "").strip())
    ]
    for at, (unit, text) in enumerate(sorted(said), 1):
        yield str(at), unit, text


def _base_note(shares: _Shares) -> str:
    return f"Dưới {shares.smallest_base} người trả lời thì không nêu tỷ lệ ({NOTHING})."
