"""The command line of the library: `python -m scoring`, or `sipas-scoring` where it is installed.

    python -m scoring DATA --instrument FILE --by unit,factor     indices
    python -m scoring ranks DATA --instrument FILE --of unit      a ranking and how far to believe it
    python -m scoring changes NOW BEFORE                          figures of two years
    python -m scoring shares DATA --question COLUMN --choices …   answers to a question
    python -m scoring outcomes DATA --by unit                     response rates
    python -m scoring check FILE                                  contradictions among published figures

Exit codes: 0 done (`check`: no contradiction), 1 the data cannot be scored (`check`: contradictions),
2 the call, the instrument or the file is wrong. What cannot be scored is said with file, row and column.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from scoring.command_line.arguments import (
    changes_parser,
    indices_parser,
    outcomes_parser,
    ranks_parser,
    shares_parser,
)
from scoring.command_line.changes import print_changes
from scoring.command_line.files import Unreadable
from scoring.command_line.runs import check_file, print_indices, print_outcomes, print_ranks, print_shares
from scoring.responses import InvalidInstrument
from scoring.settings import InvalidSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given and given[0] in _NAMED:
            return _NAMED[given[0]](given[1:])
        return print_indices(indices_parser().parse_args(given))
    except Unreadable as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except (InvalidSettings, InvalidInstrument) as error:
        print(error, file=sys.stderr)
        return 2


_NAMED: Mapping[str, Callable[[Sequence[str]], int]] = {
    "check": check_file,
    "ranks": lambda given: print_ranks(ranks_parser().parse_args(given)),
    "changes": lambda given: print_changes(changes_parser().parse_args(given)),
    "shares": lambda given: print_shares(shares_parser().parse_args(given)),
    "outcomes": lambda given: print_outcomes(outcomes_parser().parse_args(given)),
}
