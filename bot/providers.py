"""The providers of this installation: which channels are enabled, how fast, and how they are received.

One function a provider, each importing its adapter only when it is enabled. What the collector needs
of a channel beyond `send` and `parse_webhook` stands in `Provider`, so that a new provider is a new
function here and nothing in the collector.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.collector.polling import Polled
from bot.collector.uploaded_files import UploadedFiles
from bot.config import Config
from bot.ports import Allowance, Channel, ChannelName, RunningWave, Sender
from bot.web.hooks import Answer
from storage.unit_of_work import Database

if TYPE_CHECKING:
    from bot.channels.zalo_oauth import ZaloOAuth
    from bot.collector.zalo_tokens import TokenKeeper


@dataclass(frozen=True, slots=True)
class Provider:
    """One enabled channel.

    Of the rates, 0 a minute or a day means no such limit. `in_flight` is how many sends may be under
    way at once. `prepare` tells the provider where to deliver, `answer` is what the channel wants said
    in a webhook's own answer, `polled` the channel when it is asked for messages instead of being
    called. `tend` is called every few seconds, `trouble` says what a person must mend ("" for nothing),
    `allowance` how much may still be sent; `heed_money` is given what to ask before a message that costs,
    where some of them cost nothing.
    """

    channel: Channel
    messages_per_second: float
    in_flight: int
    prepare: Callable[[], Awaitable[object]] | None = None
    answer: Answer | None = None
    polled: Polled | None = None
    probe: Callable[[], Awaitable[object]] | None = None
    messages_per_minute: int = 0
    tend: Callable[[], Awaitable[None]] | None = None
    trouble: Callable[[], str] = str
    allowance: Callable[[], Allowance | None] = lambda: None
    heed_money: Callable[[Callable[[], bool]], None] | None = None


def sender_of(config: Config, wave: RunningWave) -> Sender:
    """Who speaks: the plan's department and decision, the configuration's numbers."""
    bot_name = config.telegram.bot_name if config.telegram.enabled else ""
    oa_name = config.zalo.oa_name if config.zalo.enabled else ""
    return replace(wave.sender, reply_number=config.sms.sender, bot_name=bot_name, oa_name=oa_name)


def enabled_providers(
    config: Config, sender: Sender, database: Database, now: Callable[[], datetime]
) -> dict[ChannelName, Provider]:
    """Every enabled provider, by the channel it serves; `now` is the collector's clock."""
    found = {provider.channel.name: provider for provider in _providers(config, sender, database, now)}
    telegram, sms, zalo, zns, zalo_bot = config.telegram, config.sms, config.zalo, config.zns, config.zalo_bot
    limits = {
        ChannelName.TELEGRAM: telegram.messages_per_minute,
        ChannelName.SMS: sms.messages_per_minute,
        ChannelName.ZALO: zalo.messages_per_minute,
        ChannelName.ZNS: zns.messages_per_minute,
        ChannelName.ZALO_BOT: zalo_bot.messages_per_minute,
    }
    return {name: replace(provider, messages_per_minute=limits[name]) for name, provider in found.items()}


def _providers(
    config: Config, sender: Sender, database: Database, now: Callable[[], datetime]
) -> Iterator[Provider]:
    if config.telegram.enabled:
        yield _telegram(config, sender, UploadedFiles(database, now))
    if config.sms.enabled:
        yield _kannel(config, sender) if config.sms.transport == "kannel" else _aggregator(config, sender)
    if config.zalo.enabled or config.zns.enabled:
        yield from _zalo(config, sender, database, now)
    if config.zalo_bot.enabled:
        yield _zalo_bot(config, sender)


def _telegram(config: Config, sender: Sender, files: UploadedFiles) -> Provider:
    from bot.channels.telegram import TelegramChannel, TelegramSettings

    telegram = config.telegram
    channel = TelegramChannel(
        TelegramSettings(
            token=_secret(telegram.token),
            secret=_secret(telegram.secret),
            base_url=telegram.base_url,
            in_flight=telegram.in_flight,
            media=config.survey.media,
        ),
        sender,
        files,
    )
    is_called = telegram.receive == "webhook"
    url = f"{config.server.public_url}/hooks/telegram" if is_called else None
    return Provider(
        channel,
        telegram.messages_per_second,
        telegram.in_flight,
        prepare=lambda: channel.prepare(url),
        probe=lambda: channel.prepare(url),
        answer=channel.webhook_answer,
        polled=None if is_called else channel,
    )


def _kannel(config: Config, sender: Sender) -> Provider:
    from bot.channels.sms_kannel import KannelChannel, KannelSettings

    sms = config.sms
    channel = KannelChannel(
        KannelSettings(
            sendsms_url=sms.sendsms_url,
            username=sms.username,
            password=_secret(sms.password),
            number=sms.sender,
            webhook_key=_secret(sms.webhook_key),
            public_url=config.server.public_url,
            in_flight=sms.in_flight,
            brandname=sms.brandname,
            part_vnd=sms.part_vnd,
            brandname_part_vnd=sms.brandname_part_vnd,
        ),
        sender,
    )
    return Provider(channel, sms.messages_per_second, sms.in_flight)


def _aggregator(config: Config, sender: Sender) -> Provider:
    from bot.channels.sms_aggregator import AggregatorChannel, AggregatorSettings
    from bot.channels.sms_codes import ESMS

    sms = config.sms
    channel = AggregatorChannel(
        AggregatorSettings(
            api_url=sms.api_url,
            api_key=sms.username,
            api_secret=_secret(sms.password),
            brandname=sms.brandname,
            number=sms.sender,
            webhook_key=_secret(sms.webhook_key),
            public_url=config.server.public_url,
            rules=ESMS.overridden(sms.errors),
            in_flight=sms.in_flight,
            part_vnd=sms.part_vnd,
            brandname_part_vnd=sms.brandname_part_vnd,
            low_balance_vnd=sms.low_balance_vnd,
        ),
        sender,
    )
    return Provider(
        channel, sms.messages_per_second, sms.in_flight, tend=channel.tend, trouble=channel.trouble
    )


def _zalo(
    config: Config, sender: Sender, database: Database, now: Callable[[], datetime]
) -> Iterator[Provider]:
    """The Official Account and ZNS: one app, one pair of tokens, one keeper of it."""
    from bot.channels.zalo import ATTACHMENT_LIFE, ZaloChannel, ZaloSettings
    from bot.channels.zalo_rules import OFFICIAL_ACCOUNT, TEMPLATES
    from bot.channels.zns import TemplateSettings, ZnsChannel, ZnsSettings

    zalo, zns = config.zalo, config.zns
    keeper = zalo_keeper(config, database, now)
    if zalo.enabled:
        account = ZaloChannel(
            ZaloSettings(
                app_id=zalo.app_id,
                oa_id=zalo.oa_id,
                oa_secret=_secret(zalo.oa_secret),
                base_url=zalo.base_url,
                window=timedelta(hours=zalo.window_hours),
                price_vnd=zalo.price_vnd,
                media=config.survey.media,
                failed_events=frozenset(zns.failed_events),
                rules=OFFICIAL_ACCOUNT.overridden(zalo.errors),
                in_flight=zalo.in_flight,
            ),
            keeper,
            now,
            sender,
            UploadedFiles(database, now, ATTACHMENT_LIFE),
        )
        yield Provider(
            account,
            zalo.messages_per_second,
            zalo.in_flight,
            prepare=keeper.tend,
            tend=keeper.tend,
            trouble=lambda: keeper.trouble,
            allowance=lambda: account.allowance,
            heed_money=account.heed_money,
        )
    if zns.enabled:
        templates = ZnsChannel(
            ZnsSettings(
                app_id=zalo.app_id,
                oa_id=zalo.oa_id,
                oa_secret=_secret(zalo.oa_secret),
                templates={
                    letter: TemplateSettings(one.id, one.fields, one.longest)
                    for letter, one in zns.templates.items()
                },
                base_url=zns.base_url,
                price_vnd=zns.price_vnd,
                is_trial=zns.is_trial,
                failed_events=frozenset(zns.failed_events),
                rules=TEMPLATES.overridden(zns.errors),
                in_flight=zns.in_flight,
            ),
            keeper,
            now,
        )
        is_alone = not zalo.enabled
        yield Provider(
            templates,
            zns.messages_per_second,
            zns.in_flight,
            prepare=keeper.tend if is_alone else None,
            tend=keeper.tend if is_alone else None,
            trouble=(lambda: keeper.trouble) if is_alone else str,
            allowance=lambda: templates.allowance,
        )


def zalo_oauth(config: Config) -> ZaloOAuth:
    """Where the tokens of the Official Account come from."""
    from bot.channels.zalo_oauth import OAuthSettings, ZaloOAuth

    zalo = config.zalo
    return ZaloOAuth(
        OAuthSettings(
            app_id=zalo.app_id,
            app_secret=_secret(zalo.app_secret),
            base_url=zalo.oauth_url,
            redirect_url=zalo.redirect_url,
        )
    )


def zalo_keeper(config: Config, database: Database, now: Callable[[], datetime]) -> TokenKeeper:
    """Who keeps those tokens good."""
    from bot.collector.zalo_tokens import TokenKeeper

    account = f"zalo:{config.zalo.oa_id}"
    return TokenKeeper(account, database, zalo_oauth(config).refresh, now, config.zalo.spare_file)


def _zalo_bot(config: Config, sender: Sender) -> Provider:
    from bot.channels.zalo_bot import ZaloBotChannel, ZaloBotSettings

    zalo_bot = config.zalo_bot
    channel = ZaloBotChannel(
        ZaloBotSettings(
            token=_secret(zalo_bot.token),
            secret=_secret(zalo_bot.secret),
            base_url=zalo_bot.base_url,
            in_flight=zalo_bot.in_flight,
        ),
        sender,
    )
    is_called = zalo_bot.receive == "webhook"
    url = f"{config.server.public_url}/hooks/zalo_bot" if is_called else None
    return Provider(
        channel,
        zalo_bot.messages_per_second,
        zalo_bot.in_flight,
        prepare=lambda: channel.prepare(url),
        polled=None if is_called else channel,
    )


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value is not None else ""
