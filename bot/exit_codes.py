"""What a command's exit code says, to a shell, a cron job or a supervisor of processes."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
PROBLEMS: Final = 1
"""Something is wrong in the survey or its lists; it is printed."""
WRONG_USE: Final = 2
"""Wrong usage or a configuration that cannot work (argparse ends with 2 as well)."""
INTERRUPTED: Final = 3
WARNINGS: Final = 4
"""A form works and deserves a second look (`sipas form lint`)."""
