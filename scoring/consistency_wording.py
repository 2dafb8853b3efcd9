"""What the consistency checks say to an officer: Vietnamese, with English beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from scoring.consistency_figures import Figure, Place
from scoring.tables import Text, decimal_comma


class FindingCode(StrEnum):
    """The kinds of contradiction; codes stay as they are, so that others may rely on them."""

    TOTAL_DIFFERS = "total-differs"
    CHANGE_DIFFERS = "change-differs"
    SHARES_EXCEED_WHOLE = "shares-exceed-whole"
    SHARES_SHORT_OF_WHOLE = "shares-short-of-whole"
    BASE_IMPOSSIBLE = "base-impossible"
    BASE_VARIES = "base-varies"
    MEAN_ABOVE_PARTS = "mean-above-parts"
    MEAN_BELOW_PARTS = "mean-below-parts"
    MEAN_DIFFERS = "mean-differs"
    ORDER_BROKEN = "order-broken"
    HIGHEST_DIFFERS = "highest-differs"
    LOWEST_DIFFERS = "lowest-differs"
    MEDIAN_DIFFERS = "median-differs"
    REACHING_DIFFERS = "reaching-differs"
    COUNT_DIFFERS = "count-differs"
    REPEATED_DIFFERS = "repeated-differs"
    RATE_IMPOSSIBLE = "rate-impossible"
    RATIO_DIFFERS = "ratio-differs"
    RANK_DIFFERS = "rank-differs"
    LIST_LENGTH_DIFFERS = "list-length-differs"
    LISTS_OVERLAP = "lists-overlap"
    LISTS_INCOMPLETE = "lists-incomplete"


@dataclass(frozen=True, slots=True)
class Said:
    """A contradiction about to be put into words: its kind and what fills the sentence."""

    code: FindingCode
    holes: Mapping[str, Text | str]


SENTENCES: Mapping[FindingCode, Text] = {
    FindingCode.TOTAL_DIFFERS: Text(
        "{whole}, nhưng các phần cộng lại được {found}: {parts}.",
        "{whole}, but the parts add up to {found}: {parts}.",
    ),
    FindingCode.CHANGE_DIFFERS: Text(
        "{change}, nhưng lấy năm nay trừ năm trước được {found}: {now}; {before}.",
        "{change}, but this year less last year is {found}: {now}; {before}.",
    ),
    FindingCode.SHARES_EXCEED_WHOLE: Text(
        "Các tỷ lệ của một câu hỏi cộng lại được {found} %, quá 100 %: {parts}.",
        "The shares of one question add up to {found} %, more than 100 %: {parts}.",
    ),
    FindingCode.SHARES_SHORT_OF_WHOLE: Text(
        "Các tỷ lệ của một câu hỏi cộng lại chỉ được {found} %, chưa đủ 100 %: {parts}.",
        "The shares of one question add up to only {found} %, less than 100 %: {parts}.",
    ),
    FindingCode.BASE_IMPOSSIBLE: Text(
        "Dù làm tròn cách nào, các tỷ lệ này không thể tính ra từ số người đã nêu ({limit}): {parts}; "
        "{fitting}.",
        "However rounded, these shares cannot come from the number of people stated ({limit}): {parts}; "
        "{fitting}.",
    ),
    FindingCode.BASE_VARIES: Text(
        "Những tỷ lệ này phải tính trên cùng một số người, nhưng hai số người khác nhau: {one}; {other}.",
        "These shares must be of the same people, but their bases differ: {one}; {other}.",
    ),
    FindingCode.MEAN_ABOVE_PARTS: Text(
        "{whole}, cao hơn mọi phần tạo nên nó; phần cao nhất là {part}.",
        "{whole}, above every part it is made of; the highest part is {part}.",
    ),
    FindingCode.MEAN_BELOW_PARTS: Text(
        "{whole}, thấp hơn mọi phần tạo nên nó; phần thấp nhất là {part}.",
        "{whole}, below every part it is made of; the lowest part is {part}.",
    ),
    FindingCode.MEAN_DIFFERS: Text(
        "{whole}, nhưng từ các phần, {weighting}, chỉ có thể được {found}: {parts}.",
        "{whole}, but its parts, {weighting}, can only give {found}: {parts}.",
    ),
    FindingCode.ORDER_BROKEN: Text(
        "{lower} lại lớn hơn {upper}: số thứ nhất không thể vượt số thứ hai.",
        "{lower} is greater than {upper}: the first cannot exceed the second.",
    ),
    FindingCode.HIGHEST_DIFFERS: Text(
        "{stated}, nhưng giá trị cao nhất trong các số đã nêu là {part}.",
        "{stated}, but the highest of the figures given is {part}.",
    ),
    FindingCode.LOWEST_DIFFERS: Text(
        "{stated}, nhưng giá trị thấp nhất trong các số đã nêu là {part}.",
        "{stated}, but the lowest of the figures given is {part}.",
    ),
    FindingCode.MEDIAN_DIFFERS: Text(
        "{stated}, nhưng trung vị của {count} giá trị đã nêu là {found}: {parts}.",
        "{stated}, but the median of the {count} values given is {found}: {parts}.",
    ),
    FindingCode.REACHING_DIFFERS: Text(
        "{stated}, nhưng theo các giá trị đã nêu thì có {found} đơn vị đạt từ {target} % trở lên: {parts}.",
        "{stated}, but by the values given {found} units reach {target} % or more: {parts}.",
    ),
    FindingCode.COUNT_DIFFERS: Text(
        "{stated}, nhưng có {found} giá trị được nêu: {parts}.",
        "{stated}, but {found} values are given: {parts}.",
    ),
    FindingCode.REPEATED_DIFFERS: Text(
        "Cùng một số liệu được ghi hai lần khác nhau: {one}; {other}.",
        "The same figure is printed twice with different values: {one}; {other}.",
    ),
    FindingCode.RATE_IMPOSSIBLE: Text(
        "{stated}: một tỷ lệ chỉ có thể từ 0 đến 100 %.",
        "{stated}: a rate can only be from 0 to 100 %.",
    ),
    FindingCode.RATIO_DIFFERS: Text(
        "{percent}, nhưng tử số chia mẫu số được {found} %: {numerator}; {denominator}.",
        "{percent}, but numerator over denominator is {found} %: {numerator}; {denominator}.",
    ),
    FindingCode.RANK_DIFFERS: Text(
        "{rank} không khớp với giá trị {value}: phải là hạng {found}; đơn vị để so: {other}.",
        "{rank} does not fit the value {value}: it must be rank {found}; compare {other}.",
    ),
    FindingCode.LIST_LENGTH_DIFFERS: Text(
        "{stated}, nhưng danh sách nêu {found} mục ({place}): {names}.",
        "{stated}, but the list names {found} ({place}): {names}.",
    ),
    FindingCode.LISTS_OVERLAP: Text(
        "{names} có tên trong hai danh sách: {lists}; tổng cộng chỉ có {found} tên khác nhau{whole}.",
        "{names} is in two lists: {lists}; together there are only {found} different names{whole}.",
    ),
    FindingCode.LISTS_INCOMPLETE: Text(
        "{whole}, nhưng các danh sách nêu {found} tên khác nhau: {lists}.",
        "{whole}, but the lists give {found} different names: {lists}.",
    ),
}

PHRASES: Mapping[str, Text] = {
    "table": Text("Biểu {name}", "table {name}"),
    "row": Text("hàng “{name}”", "row “{name}”"),
    "column": Text("cột “{name}”", "column “{name}”"),
    "weighted": Text("tính theo {weights}", "weighted by {weights}"),
    "fitting": Text("số người nhỏ nhất phù hợp là {found}", "the smallest number that fits is {found}"),
    "whole_people": Text(
        "mỗi tỷ lệ phải là một số nguyên trên số đó", "each share must be a whole number out of it"
    ),
    "nothing_fits": Text("không số người nào phù hợp", "no number of people fits"),
    "range": Text("{low} đến {high}", "{low} to {high}"),
    "while": Text(", trong khi {whole}", ", while {whole}"),
    "twice": Text(
        "; số {figure} được in hai lần, có thể một số bị chép nhầm",
        "; {figure} is printed twice, perhaps one is a copying mistake",
    ),
    "contradictions": Text(
        "Đã kiểm tra {relations} quan hệ giữa các số liệu: {findings} mâu thuẫn",
        "{relations} relations among figures checked; contradictions: {findings}",
    ),
    "agreement": Text(
        "Đã kiểm tra {relations} quan hệ giữa các số liệu: không có mâu thuẫn",
        "{relations} relations among figures checked: no contradiction",
    ),
    "more": Text("… và {count} số nữa", "… and {count} more"),
}


def summary_text(relations: int, findings: int) -> Text:
    """Say how much was checked and how much was found."""
    phrase = PHRASES["contradictions" if findings else "agreement"]
    return filled(phrase, relations=str(relations), findings=str(findings))


def place_text(place: Place) -> Text:
    """Say where a figure stands; empty when nobody said."""
    parts = {"table": place.table, "row": place.row, "column": place.column}
    said = [filled(PHRASES[key], name=name) for key, name in parts.items() if name]
    said += [Text(place.at, place.at)] if place.at else []
    return joined(said, ", ")


def figure_text(figure: Figure) -> Text:
    """Name a figure with its printed value and its place.

    >>> figure_text(Figure("SIPAS", "94,97 %", Place(table="4", at="L209"))).vi
    'SIPAS: 94,97 % (Biểu 4, L209)'
    """
    where = place_text(figure.place)
    value = f"{figure.name}: {figure.printed.strip()}"
    return Text(*(f"{value} ({text})" if text else value for text in (where.vi, where.en)))


def figures_text(figures: tuple[Figure, ...], *, at_most: int = 12) -> Text:
    """Name figures one after another, the first dozen and how many more; a shared place stands at the end."""
    shared = figures[0].place if len({each.place for each in figures}) == 1 else Place()
    where = place_text(shared)
    bare = [each if shared == Place() else replace(each, place=Place()) for each in figures[:at_most]]
    said = [figure_text(each) for each in bare]
    if len(figures) > at_most:
        said.append(filled(PHRASES["more"], count=str(len(figures) - at_most)))
    together = joined(said, "; ")
    return Text(f"{together.vi} ({where.vi})", f"{together.en} ({where.en})") if where.vi else together


def weights_text(weights: tuple[Figure, ...]) -> Text:
    """Name weights with their values, then the places they come from, each once."""
    said = figures_text(tuple(replace(each, place=Place()) for each in weights))
    where = joined([place_text(place) for place in dict.fromkeys(each.place for each in weights)], "; ")
    return Text(f"{said.vi} ({where.vi})", f"{said.en} ({where.en})") if where.vi else said


def joined(texts: list[Text], between: str) -> Text:
    """Put texts one after another, in each language."""
    return Text(between.join(each.vi for each in texts), between.join(each.en for each in texts))


def filled(text: Text, **holes: Text | str) -> Text:
    """Fill the holes of a sentence, each language with its own."""
    vi = {key: hole if isinstance(hole, str) else hole.vi for key, hole in holes.items()}
    en = {key: hole if isinstance(hole, str) else hole.en for key, hole in holes.items()}
    return Text(text.vi.format(**vi), text.en.format(**en))


def number(value: Fraction, decimals: int) -> str:
    """Print a computed value with so many decimals, none for a whole number."""
    return decimal_comma(float(value), 0 if value.denominator == 1 else decimals)
