"""`sipas serve`: run the collector until it is told to stop."""

from __future__ import annotations

import argparse

from bot.bootstrap import serve as run_collector
from bot.config import load_config
from bot.logs import configure_logging
from bot.loops import run


def serve(arguments: argparse.Namespace) -> int:
    """Serve; a configuration that cannot work is refused before anything listens."""
    config = load_config(arguments.config)
    configure_logging(config.log.level)
    run(run_collector(config))
    return 0
