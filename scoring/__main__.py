"""`python -m scoring`: indices, rankings and outcome rates from a file of answers; see `--help`."""

from __future__ import annotations

import sys

from scoring.command_line import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
