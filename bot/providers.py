"""The providers of this installation: which channels are enabled, how fast, and how they are received.

One function a provider, each importing its adapter only when it is enabled. What the collector needs
of a channel beyond `send` and `parse_webhook` stands in `Provider`, so that a new provider is a new
function here and nothing in the collector.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace

from pydantic import SecretStr

from bot.config import Config
from bot.polling import Polled
from bot.ports import Channel, ChannelName, RunningWave, Sender
from bot.web.hooks import Answer


@dataclass(frozen=True, slots=True)
class Provider:
    """One enabled channel.

    `in_flight` is how many sends may be under way at once. `prepare` tells the provider where to
    deliver, `answer` is what the channel wants said in a webhook's own answer, `polled` the channel
    when it is asked for messages instead of being called.
    """

    channel: Channel
    messages_per_second: float
    in_flight: int
    prepare: Callable[[], Awaitable[object]] | None = None
    answer: Answer | None = None
    polled: Polled | None = None


def sender_of(config: Config, wave: RunningWave) -> Sender:
    """Who speaks: the plan's department and decision, the configuration's numbers."""
    bot_name = config.telegram.bot_name if config.telegram.enabled else ""
    return replace(wave.sender, reply_number=config.sms.sender, bot_name=bot_name)


def enabled_providers(config: Config, sender: Sender) -> dict[ChannelName, Provider]:
    """Every enabled provider, by the channel it serves."""
    return {provider.channel.name: provider for provider in _providers(config, sender)}


def _providers(config: Config, sender: Sender) -> Iterator[Provider]:
    if config.telegram.enabled:
        yield _telegram(config, sender)
    if config.sms.enabled:
        yield _kannel(config, sender)


def _telegram(config: Config, sender: Sender) -> Provider:
    from bot.channels.telegram import TelegramChannel, TelegramSettings

    section = config.telegram
    channel = TelegramChannel(
        TelegramSettings(
            token=_secret(section.token),
            secret=_secret(section.secret),
            base_url=section.base_url,
            in_flight=section.in_flight,
            media=config.survey.media,
        ),
        sender,
    )
    is_called = section.receive == "webhook"
    url = f"{config.server.public_url}/hooks/telegram" if is_called else None
    return Provider(
        channel,
        section.messages_per_second,
        section.in_flight,
        prepare=lambda: channel.prepare(url),
        answer=channel.webhook_answer,
        polled=None if is_called else channel,
    )


def _kannel(config: Config, sender: Sender) -> Provider:
    from bot.channels.sms_kannel import KannelChannel, KannelSettings

    section = config.sms
    channel = KannelChannel(
        KannelSettings(
            sendsms_url=section.sendsms_url,
            username=section.username,
            password=_secret(section.password),
            number=section.sender,
            webhook_key=_secret(section.webhook_key),
            public_url=config.server.public_url,
            in_flight=section.in_flight,
        ),
        sender,
    )
    return Provider(channel, section.messages_per_second, section.in_flight)


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value is not None else ""
