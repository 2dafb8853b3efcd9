"""Memory of the collector with many open interviews: they live in the database, not in the process.

python benchmarks/open_interviews.py [--people 100000]
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from end_to_end import measure


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=10_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def ours(_port: int, _api: int) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "bot", "--config", str(folder / "config.toml"), "serve"]
            return subprocess.Popen(command)

        found = asyncio.run(
            measure(ours, 1_000, arguments.messages, True, folder, open_interviews=arguments.people)
        )
        print(
            f"memory: {found[4]:.0f} MB with {arguments.people} open interviews and {found[1]:.0f} messages/s"
        )


if __name__ == "__main__":
    main()
