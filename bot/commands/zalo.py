"""`sipas zalo`: authorise the Official Account, see how it stands, print templates to submit.

Authorising is two steps, because a person must agree on a page of Zalo in between: without a code the
command prints that page's address and keeps the secret half of the question; with the code, or with the
whole address the browser was sent to, it fetches the tokens and stores them sealed (reliability.md §2.2).
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from rich.table import Table

from bot.bootstrap import build_clock, open_database
from bot.catalogue import say
from bot.commands.console import console, either, next_step, note
from bot.commands.context import actor_name
from bot.commands.failures import CommandError
from bot.config import Config, ConfigError, load_config
from bot.language import prefer
from bot.plans import read_plan_text
from bot.ports import ChannelError
from bot.providers import zalo_oauth
from storage.queries import Spent
from storage.tokens import NewTokens, StoredAllowance, StoredTokens, TokenState
from storage.unit_of_work import Database
from survey_flows.plans.plan import Plan, parse_plan
from survey_flows.questionnaire.dates import LOCAL

if TYPE_CHECKING:
    from bot.channels.zalo_oauth import ZaloOAuth

Result = TypeVar("Result")

_FIELDS = {
    "department": "co_quan",
    "decision": "quyet_dinh",
    "service": "dich_vu",
    "unit": "don_vi",
    "minutes": "so_phut",
    "keyword": "tu_khoa",
    "code": "ma",
    "reply_number": "so_tra_loi",
    "hotline": "duong_day_nong",
    "check": "ma_kiem_tra",
    "oa_name": "ten_oa",
}
"""The facts of a letter, and what their fields are called in the templates printed here."""

_GOING_ON = {"letter.resume": "letter.resume.zns", "letter.sitting": "letter.sitting.zns"}
_TEMPLATES = {
    "letter.invite": "letter.invite.zns",
    "letter.reminder": "letter.reminder.zns",
    **_GOING_ON,
}
_HOUSEHOLD_TEMPLATES = {
    "letter.invite": "letter.invite.household.zns",
    "letter.reminder": "letter.reminder.household.zns",
    **_GOING_ON,
}
_STATES = {
    TokenState.OK: ("tốt", "good"),
    TokenState.REFRESHING: ("đang đổi khóa", "being refreshed"),
    TokenState.DEGRADED: ("đổi khóa chưa được, sẽ thử lại", "could not be refreshed, tried again"),
    TokenState.NEEDS_HUMAN: ("CHƯA CÓ: cần người cấp quyền", "NONE: a person must authorise"),
}


def authorize(arguments: argparse.Namespace) -> int:
    """Print the page to open; or take the code that came back from it."""

    async def work(config: Config, database: Database, now: datetime) -> bool:
        account = account_of(config)
        oauth = zalo_oauth(config)
        if arguments.code:
            await _finish(database, oauth, account, arguments.code, now)
            return True
        begun = oauth.begin()
        if arguments.dry_run:
            note("Chạy thử: chưa ghi gì", "Dry run: nothing was kept")
        else:
            async with database.begin() as unit:
                await unit.tokens.begin(account, (begun.verifier, begun.state), now)
        note(
            "1. Người quản trị Official Account mở trang này và bấm đồng ý:",
            "1. An administrator of the Official Account opens this page and agrees:",
        )
        console().print(begun.url, markup=False, soft_wrap=True)
        note(
            "2. Trong 10 phút, chép cả địa chỉ mà trình duyệt được chuyển tới:",
            "2. Within 10 minutes, copy the whole address the browser is sent to:",
        )
        return False

    is_done = _run(work, arguments)
    if is_done:
        note("Đã cấp quyền: khóa mới được lưu, đã mã hóa", "Authorised: the new tokens are stored, sealed")
        next_step("sipas zalo status", "xem lại", "look again")
    else:
        next_step("sipas zalo authorize 'ĐỊA_CHỈ'", "hoàn tất cấp quyền", "finish with that address")
    return 0


def status(arguments: argparse.Namespace) -> int:
    """The account's tokens, what may still be sent today, and what was spent."""

    async def work(
        config: Config, database: Database, now: datetime
    ) -> tuple[StoredTokens | None, list[StoredAllowance], list[Spent]]:
        del now
        async with database.reading() as unit:
            spent = await unit.queries.spent()
            tokens = await unit.tokens.read(account_of(config))
            return tokens, await unit.tokens.allowances(), [one for one in spent if one.channel in _CHANNELS]

    tokens, allowances, spent = _run(work, arguments)
    state = TokenState.NEEDS_HUMAN if tokens is None else tokens.state
    if arguments.json:
        console().print_json(json.dumps(_document(tokens, state, allowances, spent), ensure_ascii=False))
    else:
        _print(tokens, state, allowances, spent)
    if state is TokenState.NEEDS_HUMAN:
        next_step("sipas zalo authorize", "cấp quyền cho Official Account", "authorise the account")
        return 1
    next_step("sipas serve", "chạy máy chủ thu thập", "run the collector")
    return 0


def templates(arguments: argparse.Namespace) -> int:
    """Print the texts to submit to Zalo for approval, and what to write into the configuration."""
    config = load_config(arguments.config)
    prefer(config.survey.language)
    plan = parse_plan(read_plan_text(config.survey.plan), source=config.survey.plan)
    for one in offered_templates(plan):
        note(f"\n{one.letter}: {len(one.text)} ký tự", f"\n{one.letter}: {len(one.text)} characters")
        console().print(one.text, markup=False, soft_wrap=True)
        console().print(f'\n[zns.templates."{one.letter}"]\nid = "…"', markup=False)
        fields = ", ".join(f'{name} = "{fact}"' for name, fact in one.fields.items())
        console().print(f"fields = {{ {fields} }}", markup=False, soft_wrap=True)
    next_step(
        "config.toml",
        "ghi mã mẫu tin sau khi Zalo duyệt",
        "write down the ids once Zalo has approved the templates",
    )
    return 0


@dataclass(frozen=True, slots=True)
class OfferedTemplate:
    """A text for approval: the letter it stands for, its words with `<field>`, and what fills each field."""

    letter: str
    text: str
    fields: Mapping[str, str]


def offered_templates(plan: Plan) -> list[OfferedTemplate]:
    """The templates for every letter of a plan."""
    chosen = _TEMPLATES if plan.households is None else _HOUSEHOLD_TEMPLATES
    holes = {fact: f"<{name}>" for fact, name in _FIELDS.items()}
    found = []
    for letter, key in chosen.items():
        text = say(key, **holes)
        used = {name: fact for fact, name in _FIELDS.items() if f"<{name}>" in text}
        found.append(OfferedTemplate(letter, text, used))
    return found


_CHANNELS = ("zalo", "zns", "zalo_bot")


def account_of(config: Config) -> str:
    """The name under which the account's tokens are kept; ConfigError when it is not configured."""
    zalo = config.zalo
    if not (zalo.app_id and zalo.oa_id and zalo.app_secret is not None):
        raise ConfigError(
            ["[zalo] app_id, oa_id and app_secret (SIPAS_ZALO_APP_SECRET) are needed: see the app's page"]
        )
    return f"zalo:{zalo.oa_id}"


async def _finish(database: Database, oauth: ZaloOAuth, account: str, told: str, now: datetime) -> None:
    """Exchange the code for the first pair, and store it."""
    from bot.channels.zalo_oauth import REFRESH_LIFE, TokenRefused, code_in

    async with database.reading() as unit:
        begun = await unit.tokens.begun(account)
    if begun is None:
        raise CommandError(
            "Chưa có yêu cầu cấp quyền nào: chạy `sipas zalo authorize` trước, không kèm mã | "
            "No authorisation was begun: run `sipas zalo authorize` without a code first"
        )
    verifier, state = begun
    try:
        pair = await oauth.exchange(code_in(told, state), verifier)
    except ValueError:
        raise CommandError(
            "Địa chỉ này thuộc lần cấp quyền khác: chạy lại từ đầu | "
            "This address belongs to another attempt: begin again"
        ) from None
    except TokenRefused as error:
        raise CommandError(
            f"Zalo không nhận mã này ({error}): mã chỉ dùng một lần, trong 10 phút; chạy lại từ đầu | "
            f"Zalo refuses this code ({error}): it opens once, within 10 minutes; begin again"
        ) from None
    except ChannelError as error:
        raise CommandError(
            f"Chưa liên lạc được với Zalo ({error}): thử lại | Zalo was not reached ({error}): try again"
        ) from None
    until = now + timedelta(seconds=pair.lives_s)
    new = NewTokens(pair.access, pair.refresh, now, until, now + REFRESH_LIFE)
    async with database.begin() as unit:
        await unit.tokens.store(account, new, now, after=None)
        await unit.audit.write(actor_name(), "authorised", account, {}, now)


def _document(
    tokens: StoredTokens | None,
    state: TokenState,
    allowances: list[StoredAllowance],
    spent: list[Spent],
) -> dict[str, object]:
    return {
        "state": state.value,
        "problem": "" if tokens is None else tokens.problem,
        "access_until": _iso(None if tokens is None else tokens.access_until),
        "refresh_until": _iso(None if tokens is None else tokens.refresh_until),
        "allowances": [
            {"channel": one.channel, "remaining": one.remaining, "total": one.total, "at": _iso(one.at)}
            for one in allowances
        ],
        "sent": [
            {"channel": one.channel, "kind": one.kind, "messages": one.messages, "vnd": one.vnd}
            for one in spent
        ],
    }


def _print(
    tokens: StoredTokens | None,
    state: TokenState,
    allowances: list[StoredAllowance],
    spent: list[Spent],
) -> None:
    note(f"Quyền truy cập: {_STATES[state][0]}", f"Authorisation: {_STATES[state][1]}")
    if tokens is not None and tokens.problem:
        console().print(f"  {tokens.problem}", markup=False)
    if tokens is not None and tokens.access_until is not None:
        note(
            f"  khóa dùng đến {_local(tokens.access_until)}, đổi được đến {_local(tokens.refresh_until)}",
            f"  token until {_local(tokens.access_until)}, renewable until {_local(tokens.refresh_until)}",
        )
    for one in allowances:
        note(
            f"{one.channel}: còn gửi được {one.remaining} trên {one.total} ({_local(one.at)})",
            f"{one.channel}: {one.remaining} of {one.total} may still be sent ({_local(one.at)})",
        )
    if spent:
        table = Table(box=None, pad_edge=False)
        for heading in (("Kênh", "Channel"), ("Loại", "Kind")):
            table.add_column(either(*heading))
        for heading in (("Số tin", "Messages"), ("Đồng", "VND")):
            table.add_column(either(*heading), justify="right")
        for entry in spent:
            table.add_row(entry.channel, entry.kind, f"{entry.messages:,}", f"{entry.vnd:,}")
        console().print(table)


def _local(moment: datetime | None) -> str:
    return "?" if moment is None else moment.astimezone(LOCAL).strftime("%d/%m/%Y %H:%M")


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _run(
    work: Callable[[Config, Database, datetime], Awaitable[Result]], arguments: argparse.Namespace
) -> Result:
    """Open the database alone: an account may be authorised before there is a wave."""
    config = load_config(arguments.config)
    prefer(config.survey.language)

    async def inside() -> Result:
        account_of(config)
        database = open_database(config)
        await database.open()
        try:
            return await work(config, database, build_clock(config).now())
        finally:
            await database.close()

    return asyncio.run(inside())
