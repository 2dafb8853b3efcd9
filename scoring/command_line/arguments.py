"""What the commands take, and the help that teaches them."""

from __future__ import annotations

import argparse
from pathlib import Path

from scoring.intervals import Interval
from scoring.ranks import TARGET
from scoring.settings import Denominator, Groups, Settings, Weighting
from scoring.tally import Level

INDICES_HELP = """\
Chỉ số hài lòng kèm sai số, từ một bảng câu trả lời. | Satisfaction indices with their errors, from a table
of answers: one row a person, one column a criterion, empty cells where nothing was answered.

Other commands: `ranks` (a ranking and how far to believe it), `changes` (against last year), `shares` (of
answers to other questions), `outcomes` (response rates), `check` (contradictions among published figures);
each has its own --help.
"""

INDICES_MORE = """\
The instrument, form.toml:

    code = "short"
    satisfied = [4, 5]          # optional
    scale = [1, 2, 3, 4, 5]     # optional

    [[factors]]
    code = "A"
    name = "Tiếp cận"
    criteria = ["a1", "a2"]     # columns of DATA
    routed = false              # optional: true when only some people are asked

Examples:

    python -m scoring answers.csv --instrument form.toml --by unit,factor
    python -m scoring answers.parquet --instrument form.toml --by sex --strata unit,service --domains \\
        --population eligible --weights proportional --output by_sex.csv --output by_sex.json

Columns written: the by-columns, level, form, measure, numerator, denominator, base (people), value,
standard_error, low, high (percent), deff, skipped, routed_out. On a terminal a table is printed, into a
pipe CSV. Exit codes: 0 done, 1 the data cannot be scored, 2 the call or the instrument is wrong.
"""

RANKS_HELP = """\
Xếp hạng và mức tin cậy của thứ hạng. | A ranking of units, best first, with the places between which each
unit may truly be, and which differences are more than chance explains.
"""

RANKS_MORE = """\
Every pair of units is compared; p-values are adjusted for all pairs together (Holm), so that with
--confidence no pair is called different that is not. Two units whose bounds overlap are not told apart.
"""

SHARES_HELP = """\
Tỷ lệ các phương án trả lời của một câu hỏi. | Shares of the answers to one question with their errors: of
people and, where several may be given, of ticks too.
"""

CHANGES_HELP = """\
Thay đổi so với năm trước kèm khoảng tin cậy. | Changes between two files of figures, with an interval of
the change and whether it is more than the luck of two draws.
"""

CHANGES_MORE = """\
The files are those --output writes; lines meet where all columns that are no figures agree (unit, level,
measure ...). A file with a `value` alone, a published table say, gives changes without intervals: the error
of that half is not known. adjusted_p is adjusted for all lines of one level and measure together (Holm).
"""

OUTCOMES_HELP = """\
Tỷ lệ trả lời, hợp tác, từ chối, tiếp xúc theo AAPOR. | Response, cooperation, refusal and contact rates of
the American Association for Public Opinion Research, from a table of cases: one row a case, one column
with its outcome group, I P R NC O UH UO or NE; empty for people who were never asked.
"""


def indices_parser() -> argparse.ArgumentParser:
    """The parser of the indices, the command without a name."""
    parser = _parser("scoring", INDICES_HELP, INDICES_MORE)
    _add_data(parser)
    parser.add_argument(
        "--by",
        default="",
        metavar="COLUMNS",
        help="columns to group by, separated by commas; with them one of the words sipas, factor, criterion: "
        "how far down to go (default: criterion, everything)",
    )
    _add_missing(parser)
    _add_settings(parser)
    _add_output(parser)
    return parser


def ranks_parser() -> argparse.ArgumentParser:
    """The parser of `ranks`."""
    parser = _parser("scoring ranks", RANKS_HELP, RANKS_MORE)
    _add_data(parser)
    parser.add_argument("--of", required=True, metavar="COLUMN", help="the column with the units")
    parser.add_argument("--measure", default="SIPAS", help="factor or criterion to rank by (default: SIPAS)")
    parser.add_argument("--target", type=float, default=TARGET, help="percent to reach (default: 90)")
    _add_settings(parser)
    _add_output(parser)
    return parser


def outcomes_parser() -> argparse.ArgumentParser:
    """The parser of `outcomes`."""
    parser = _parser("scoring outcomes", OUTCOMES_HELP, "")
    parser.add_argument("data", type=Path, metavar="DATA", help="cases: one row a case (.csv or .parquet)")
    parser.add_argument("--outcome", default="outcome", metavar="COLUMN", help="the column with the outcome")
    parser.add_argument("--by", default="", metavar="COLUMNS", help="columns to group by")
    _add_missing(parser)
    parser.add_argument(
        "--eligibility",
        type=float,
        metavar="E",
        help="share of the unknown cases taken to be eligible, 0 to 1 (default: as among the known ones)",
    )
    _add_output(parser)
    return parser


def shares_parser() -> argparse.ArgumentParser:
    """The parser of `shares`."""
    parser = _parser("scoring shares", SHARES_HELP, "")
    parser.add_argument(
        "data", type=Path, metavar="DATA", help="answers: one row a person (.csv or .parquet)"
    )
    parser.add_argument("--question", required=True, metavar="COLUMN", help="the column with the answers")
    parser.add_argument(
        "--choices", required=True, metavar="CODES", help="the codes there may be, separated by commas"
    )
    parser.add_argument(
        "--several", action="store_true", help="several answers a person, separated by spaces in the cell"
    )
    parser.add_argument(
        "--everybody", action="store_true", help="of everybody, those included who did not answer"
    )
    parser.add_argument("--by", default="", metavar="COLUMNS", help="columns to group by")
    _add_missing(parser)
    _add_settings(parser)
    _add_output(parser)
    return parser


def changes_parser() -> argparse.ArgumentParser:
    """The parser of `changes`."""
    parser = _parser("scoring changes", CHANGES_HELP, CHANGES_MORE)
    parser.add_argument("now", type=Path, metavar="NOW", help="this year's figures (.csv, .json, .parquet)")
    parser.add_argument("before", type=Path, metavar="BEFORE", help="last year's figures, the same columns")
    parser.add_argument(
        "--confidence",
        type=float,
        default=95,
        metavar="PERCENT",
        help="that both were made with (default: 95)",
    )
    _add_output(parser)
    return parser


def names(text: str) -> tuple[str, ...]:
    """Split a list of columns.

    >>> names("unit, service")
    ('unit', 'service')
    """
    return tuple(name.strip() for name in text.split(",") if name.strip())


def level_of(by: tuple[str, ...], columns: list[str]) -> tuple[tuple[str, ...], Level]:
    """Take the word for a level out of the by-columns; a column of that name comes first.

    >>> level_of(("unit", "factor"), ["unit", "a1"])
    (('unit',), <Level.FACTOR: 'factor'>)
    """
    words = [name for name in by if name in set(Level) and name not in columns]
    return tuple(name for name in by if name not in words), Level(words[-1]) if words else Level.CRITERION


def settings_of(chosen: argparse.Namespace) -> Settings:
    """Return the settings a call asks for; raises `InvalidSettings`."""
    return Settings(
        denominator=chosen.denominator,
        strata=names(chosen.strata),
        population=chosen.population,
        confidence=chosen.confidence / 100,
        groups=Groups.DOMAINS if chosen.domains else Groups.STRATA,
        weighting=Weighting.PROPORTIONAL if chosen.weights == "proportional" else Weighting.NONE,
        weight=chosen.weights if chosen.weights not in {None, "proportional"} else None,
        interval=chosen.interval,
    )


def _parser(name: str, described: str, more: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=name,
        description=described,
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "data", type=Path, metavar="DATA", help="answers: one row a person (.csv or .parquet)"
    )
    parser.add_argument(
        "--instrument", type=Path, required=True, metavar="FILE", help="factors and criteria (.toml or .json)"
    )


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--denominator",
        choices=list(Denominator),
        default=Denominator.ANSWERED,
        type=Denominator,
        help="what satisfied answers are divided by (default: answered)",
    )
    parser.add_argument(
        "--strata", default="", metavar="COLUMNS", help="columns within which people were drawn separately"
    )
    parser.add_argument(
        "--domains",
        action="store_true",
        help="groups are parts of the strata (sex, age, channel), not drawn by themselves",
    )
    parser.add_argument(
        "--population",
        metavar="COLUMN",
        help="column with the number of people in the row's stratum: errors shrink as it is used up",
    )
    parser.add_argument(
        "--weights",
        metavar="COLUMN",
        help="column with each row's weight, or `proportional`: people of the stratum / its respondents",
    )
    parser.add_argument(
        "--interval",
        choices=list(Interval),
        default=Interval.WILSON,
        type=Interval,
        help="kind of interval; korn_graubard is the careful one for small bases (default: wilson)",
    )
    parser.add_argument(
        "--confidence", type=float, default=95, metavar="PERCENT", help="of the intervals (default: 95)"
    )


def _add_missing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--missing",
        metavar="LABEL",
        help="put rows without a value in a by-column into a group of this name (default: refuse them)",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="write the figures to FILE too, as its ending says: .csv, .json or .parquet; may be repeated",
    )
    parser.add_argument(
        "--format",
        choices=["table", "csv", "json"],
        help="what to print (default: table on a terminal, csv into a pipe)",
    )
