"""`sipas serve`: run the collector until it is told to stop."""

from __future__ import annotations

import argparse
from functools import partial

from bot.bootstrap import serve as run_collector
from bot.config import ConfigError, load_config
from bot.logs import configure_logging
from bot.loops import run
from survey_flows.errors import InvalidPlan, InvalidQuestionnaire


def serve(arguments: argparse.Namespace) -> int:
    """Serve; what cannot work, a stored plan or form included, is refused before anything listens."""
    config = load_config(arguments.config)
    configure_logging(config.log.level)
    try:
        run(run_collector(config, partial(load_config, arguments.config)))
    except (InvalidPlan, InvalidQuestionnaire) as error:
        is_plan = isinstance(error, InvalidPlan)
        what, named = ("kế hoạch", "plan") if is_plan else ("phiếu hỏi", "questionnaire")
        lead = (
            f"{error.source}: {what} của đợt trong cơ sở dữ liệu không còn hợp lệ; khôi phục bản sao lưu, "
            f"hoặc tạo đợt khác bằng `sipas wave new` | {error.source}: the wave's own {named}, stored in "
            "the database, no longer holds: restore a backup, or make another wave with `sipas wave new`"
        )
        raise ConfigError([lead, *map(str, error.issues)]) from error
    return 0
