"""Start-up: CPU seconds of `sipas --help`, beside a bare standard-library command line.

python benchmarks/startup.py
"""

from __future__ import annotations

import resource
import subprocess
import sys

RUNS = 7
BARE = "import argparse; p = argparse.ArgumentParser(); p.add_argument('x', nargs='?'); p.parse_args()"


def cpu(command: list[str]) -> float:
    """The median CPU seconds of `command` over `RUNS` runs."""
    seconds = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(seconds)[RUNS // 2]


def main() -> None:
    """Print one line."""
    ours = cpu([sys.executable, "-m", "bot", "--help"])
    bare = cpu([sys.executable, "-c", BARE])
    print(f"start-up: sipas --help {ours:.3f} s CPU; bare argparse {bare:.3f} s; {ours / bare:.1f} times")


if __name__ == "__main__":
    main()
