"""`config.toml`, checked: every key, its default, and what is missing.

Secrets never need to stand in the file: each secret key `x` may be given as `x_file` (a file with
0600 rights) or by the environment variable named in `ENVIRONMENT`. A secret never shows in a
repr, a log or an error.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

ENVIRONMENT: Mapping[str, tuple[str, str]] = {
    "SIPAS_KEY": ("keys", "key"),
    "SIPAS_DATABASE_URL": ("database", "url"),
    "SIPAS_TELEGRAM_TOKEN": ("telegram", "token"),
    "SIPAS_TELEGRAM_SECRET": ("telegram", "secret"),
    "SIPAS_SMS_PASSWORD": ("sms", "password"),
    "SIPAS_SMS_WEBHOOK_KEY": ("sms", "webhook_key"),
    "SIPAS_ZALO_OA_SECRET": ("zalo", "oa_secret"),
    "SIPAS_ZALO_APP_SECRET": ("zalo", "app_secret"),
    "SIPAS_ZALO_BOT_TOKEN": ("zalo_bot", "token"),
    "SIPAS_ZALO_BOT_SECRET": ("zalo_bot", "secret"),
}
_SECRETS = (
    ("telegram", "token"),
    ("telegram", "secret"),
    ("sms", "password"),
    ("sms", "webhook_key"),
    ("zalo", "oa_secret"),
    ("zalo", "app_secret"),
    ("zalo_bot", "token"),
    ("zalo_bot", "secret"),
)
ZaloVerdict = Literal[
    "blocked", "window", "access", "flood", "retry", "unclear", "message", "later", "channel"
]  # what `zalo_rules.Verdict` knows; a test keeps the two alike
SmsVerdictName = Literal["taken", "repeated", "later", "channel", "blocked", "message", "unclear"]
"""What `sms_codes.SmsVerdict` knows."""
_ERROR_CODE = r"^-?[0-9]{1,6}$"


_WRONG = {
    "extra_forbidden": "không có mục này, xem lại tên",
    "missing": "còn thiếu",
    "literal_error": "không phải một trong các giá trị cho phép",
    "bool_parsing": "phải là true hoặc false",
    "int_parsing": "phải là số nguyên",
    "int_type": "phải là số nguyên",
    "string_type": "phải là chữ trong ngoặc kép",
}
"""What is wrong with a value, by pydantic's name of it."""


class ConfigError(Exception):
    """The configuration cannot be used; the message lists every problem and what to do.

    A problem is told as "Vietnamese | English".
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SurveySection(_Section):
    """Which plan this installation runs; `media` holds the pictures and recordings its forms name."""

    plan: str = "son_la_2024"
    media: Path = Path("var/media")
    language: Literal["vi", "en"] = "vi"


class DatabaseSection(_Section):
    """Where everything is remembered."""

    url: str = "sqlite+aiosqlite:///var/sipas.db"


class KeysSection(_Section):
    """The key that encrypts personal data: from the environment, or a file only its owner reads."""

    file: Path = Path("var/sipas.key")
    key: SecretStr | None = None


class ServerSection(_Section):
    """The one HTTP server."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = "http://127.0.0.1:8080"
    body_limit_kib: int = Field(default=256, ge=1, le=4096)


class WebSection(_Section):
    """The citizen's pages; `trusted_proxies` are addresses whose X-Forwarded-For is believed."""

    enabled: bool = False
    trusted_proxies: list[str] = []


class _Sending(_Section):
    """How fast one channel may send; 0 a minute or a day means no such limit."""

    messages_per_minute: int = Field(default=0, ge=0)
    messages_per_day: int = Field(default=0, ge=0)


class TelegramSection(_Sending):
    """Telegram, beside the others: never indispensable."""

    enabled: bool = False
    receive: Literal["webhook", "polling"] = "polling"
    token: SecretStr | None = None
    secret: SecretStr | None = None
    base_url: str = "https://api.telegram.org/bot"
    bot_name: str = ""
    messages_per_second: float = Field(default=25, gt=0)
    in_flight: int = Field(default=64, ge=1, le=1024)


class SmsSection(_Sending):
    """SMS through a gateway that speaks Kannel's HTTP interface, or through an aggregator's own."""

    enabled: bool = False
    transport: Literal["kannel", "aggregator"] = "kannel"
    sendsms_url: str = "http://127.0.0.1:13013/cgi-bin/sendsms"
    api_url: str = "https://rest.esms.vn/MainService.svc/json"
    username: str = ""
    password: SecretStr | None = None
    sender: str = ""
    brandname: str = Field(default="", max_length=11)
    webhook_key: SecretStr | None = None
    errors: dict[Annotated[str, Field(pattern=_ERROR_CODE)], SmsVerdictName] = {}
    part_vnd: int = Field(default=0, ge=0)
    brandname_part_vnd: int = Field(default=0, ge=0)
    low_balance_vnd: int = Field(default=0, ge=0)
    messages_per_second: float = Field(default=20, gt=0)
    in_flight: int = Field(default=32, ge=1, le=1024)


class ZaloSection(_Sending):
    """The Official Account, and the app at Zalo through which it and ZNS are reached."""

    enabled: bool = False
    app_id: str = ""
    oa_id: str = ""
    oa_name: str = ""
    oa_secret: SecretStr | None = None
    app_secret: SecretStr | None = None
    base_url: str = "https://openapi.zalo.me"
    oauth_url: str = "https://oauth.zaloapp.com"
    redirect_url: str = ""
    window_hours: int = Field(default=168, ge=1, le=168)
    price_vnd: int = Field(default=0, ge=0)
    errors: dict[Annotated[str, Field(pattern=_ERROR_CODE)], ZaloVerdict] = {}
    spare_file: Path = Path("var/zalo.spare")
    messages_per_second: float = Field(default=50, gt=0)
    in_flight: int = Field(default=32, ge=1, le=1024)


class TemplateSection(_Section):
    """One template of ZNS: its id, which fact fills which field, and how long a field may be.

    `text` is what was approved, with `<field>` for each field; "" when nobody wrote it down.
    """

    id: str = Field(min_length=1)
    fields: dict[str, str] = Field(min_length=1)
    longest: dict[str, int] = {}
    text: str = ""


class ZnsSection(_Sending):
    """Template messages to a phone number, through the app of [zalo]."""

    enabled: bool = False
    base_url: str = "https://business.openapi.zalo.me"
    templates: dict[str, TemplateSection] = {}
    price_vnd: int = Field(default=200, ge=0)
    errors: dict[Annotated[str, Field(pattern=_ERROR_CODE)], ZaloVerdict] = {}
    is_trial: bool = False
    undelivered_hours: int = Field(default=12, ge=0, le=30)
    failed_events: list[str] = []
    messages_per_second: float = Field(default=20, gt=0)
    in_flight: int = Field(default=32, ge=1, le=1024)


class ZaloBotSection(_Sending):
    """The Zalo Bot platform: words alone."""

    enabled: bool = False
    receive: Literal["webhook", "polling"] = "webhook"
    token: SecretStr | None = None
    secret: SecretStr | None = None
    base_url: str = "https://bot-api.zaloplatforms.com"
    messages_per_second: float = Field(default=10, gt=0)
    in_flight: int = Field(default=16, ge=1, le=1024)


class CostSection(_Section):
    """What is assumed before anybody has answered, and what each channel may spend in a wave."""

    answer_percent: int = Field(default=60, ge=1, le=100)
    by_sms_percent: int = Field(default=50, ge=0, le=100)
    zns_reach_percent: int = Field(default=80, ge=0, le=100)
    warn_percent: int = Field(default=80, ge=1, le=100)
    budgets_vnd: dict[Literal["sms", "zns", "zalo"], Annotated[int, Field(gt=0)]] = {}


class ClockSection(_Section):
    """`simulated` lets a rehearsal set the time over a loopback-only address; never in production."""

    kind: Literal["system", "simulated"] = "system"
    starts_at: str = ""


class LogSection(_Section):
    """Logs never hold personal data, whatever the level."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Config(_Section):
    """All of `config.toml`."""

    survey: SurveySection = SurveySection()
    database: DatabaseSection = DatabaseSection()
    keys: KeysSection = KeysSection()
    server: ServerSection = ServerSection()
    web: WebSection = WebSection()
    telegram: TelegramSection = TelegramSection()
    sms: SmsSection = SmsSection()
    zalo: ZaloSection = ZaloSection()
    zns: ZnsSection = ZnsSection()
    zalo_bot: ZaloBotSection = ZaloBotSection()
    cost: CostSection = CostSection()
    clock: ClockSection = ClockSection()
    log: LogSection = LogSection()


def load_config(path: Path | None, environment: Mapping[str, str] | None = None) -> Config:
    """Read `path` (or defaults when None), add secrets from files and environment; raise ConfigError."""
    environment = os.environ if environment is None else environment
    document: dict[str, Any] = {}
    if path is not None:
        document = _read_toml(path)
    problems: list[str] = []
    for section, key in _SECRETS:
        _resolve_secret_file(document, section, key, problems)
    for variable, (section, key) in ENVIRONMENT.items():
        if environment.get(variable):
            document.setdefault(section, {})[key] = environment[variable]
    try:
        config = Config.model_validate(document)
    except ValidationError as error:
        for entry in error.errors(include_input=False, include_url=False):
            where = ".".join(str(part) for part in entry["loc"])
            place = f"{path or 'config'}: [{where}]"
            wrong = _WRONG.get(entry["type"], "giá trị không hợp lệ")
            problems.append(f"{place} {wrong} ({entry['msg']}) | {place} {entry['msg']}")
        raise ConfigError(problems) from None
    if problems:
        raise ConfigError(problems)
    return config


def is_shorter(secret: SecretStr | None, length: int) -> bool:
    """Whether a secret is missing or has fewer than `length` characters."""
    return secret is None or len(secret.get_secret_value()) < length


def read_key(config: Config) -> str:
    """The encryption key as text; raise ConfigError when it is missing or readable by others."""
    if config.keys.key is not None:
        return config.keys.key.get_secret_value()
    path = config.keys.file
    if not path.exists():
        raise ConfigError(
            [
                f"{path}: chưa có khóa mã hóa; chạy `sipas init`, hoặc đặt SIPAS_KEY"
                f" | {path}: no encryption key; run `sipas init`, or set SIPAS_KEY"
            ]
        )
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigError(
            [
                f"{path}: người khác đọc được khóa mã hóa; chạy `chmod 600 {path}`"
                f" | {path}: others may read the encryption key; run `chmod 600 {path}`"
            ]
        )
    return path.read_text(encoding="ascii").strip()


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            [
                f"{path}: không có tệp này; chạy `sipas init`, hoặc chép config.example.toml"
                f" | {path}: no such file; run `sipas init`, or copy config.example.toml"
            ]
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            [f"{path}: không đọc được theo TOML: {error} | {path}: not readable as TOML: {error}"]
        ) from None


def _resolve_secret_file(document: dict[str, Any], section: str, key: str, problems: list[str]) -> None:
    values = document.get(section)
    if not isinstance(values, dict) or f"{key}_file" not in values:
        return
    path = Path(str(values.pop(f"{key}_file")))
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            where = f"[{section}] {key}_file {path}"
            problems.append(
                f"{where}: người khác đọc được; chạy `chmod 600 {path}`"
                f" | {where}: others may read it; run `chmod 600 {path}`"
            )
        values[key] = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        where = f"[{section}] {key}_file {path}"
        problems.append(
            f"{where}: không đọc được tệp ({error.strerror}) | {where}: cannot be read ({error.strerror})"
        )
