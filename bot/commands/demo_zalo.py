"""Zalo in `sipas demo --channels zalo,sms`: an account made for the rehearsal, its templates and tokens."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from bot.bootstrap import open_database
from bot.channels.zalo_oauth import REFRESH_LIFE
from bot.commands.zalo import OfferedTemplate, account_of, offered_templates
from bot.config import Config
from bot.emulators.zalo_templates import Template
from bot.rehearsal.zalo_side import ZaloAccount, ZaloSide
from storage.tokens import NewTokens
from survey_flows.plans.plan import Plan

FIRST_TEMPLATE = 643118
OA_NAME = "Sở Nội vụ (diễn tập)"


class RehearsedZalo:
    """One account, as the town's Zalo and the collector's configuration know it."""

    def __init__(self, plan: Plan, port: int) -> None:
        self._offered: dict[str, OfferedTemplate] = {
            str(FIRST_TEMPLATE + at): one for at, one in enumerate(offered_templates(plan))
        }
        self.account = ZaloAccount(
            app_id="360846524940903967",
            oa_id="388613280878808645",
            oa_secret=secrets.token_urlsafe(24),
            app_secret=secrets.token_urlsafe(24),
            hook_url=f"http://127.0.0.1:{port}/hooks/zalo",
            templates=tuple(
                Template(number, one.text, frozenset(one.fields)) for number, one in self._offered.items()
            ),
        )

    def sections(self, url: str, folder: Path) -> str:
        """What the collector's configuration says of it."""
        account = self.account
        written = f"""\
[zalo]
enabled = true
app_id = "{account.app_id}"
oa_id = "{account.oa_id}"
oa_name = "{OA_NAME}"
oa_secret = "{account.oa_secret}"
app_secret = "{account.app_secret}"
base_url = "{url}"
oauth_url = "{url}"
spare_file = "{folder / "zalo.spare"}"
messages_per_second = 5000
in_flight = 128
[zns]
enabled = true
base_url = "{url}"
messages_per_second = 5000
in_flight = 128
"""
        for number, one in self._offered.items():
            fields = ", ".join(f'{name} = "{fact}"' for name, fact in one.fields.items())
            written += f"""\
[zns.templates."{one.letter}"]
id = "{number}"
fields = {{ {fields} }}
text = "{one.text}"
"""
        return written

    async def authorise(self, config: Config, side: ZaloSide, now: datetime) -> None:
        """Store the tokens, as `sipas zalo authorize` does once a person agreed."""
        database = open_database(config)
        await database.open()
        pair = side.authorise()
        until = now + timedelta(seconds=int(pair["expires_in"]))
        new = NewTokens(pair["access_token"], pair["refresh_token"], now, until, now + REFRESH_LIFE)
        async with database.begin() as unit:
            await unit.tokens.store(account_of(config), new, now, after=None)
        await database.close()
