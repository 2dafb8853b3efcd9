"""What `sipas serve` refuses to start without: every gap at once, each with the way to mend it.

Rules. Vietnamese first, "Vietnamese | English" (`bot/commands/failures.py` shows the one the officer reads).
Whoever is invited by phone must be able to reply somewhere; a webhook without a secret would let anybody
write in a citizen's name; a simulated clock is for rehearsals on this machine alone.
"""

from __future__ import annotations

from bot.config import Config, is_shorter


def missing_for_serving(config: Config) -> list[str]:
    """What is missing, one "Vietnamese | English" sentence each; empty when the collector may start."""
    problems = []
    sections = (config.sms, config.zalo, config.zns, config.zalo_bot, config.telegram)
    if not any(section.enabled for section in sections):
        problems.append(
            "chưa bật kênh nào: đặt enabled = true trong [sms], [zalo] hoặc [telegram]"
            " | no channel is enabled: set enabled = true under [sms], [zalo] or [telegram]"
        )
    problems += _missing_for_zalo(config)
    problems += _missing_for_telegram(config)
    problems += _missing_for_sms(config)
    problems += _missing_for_budgets(config)
    if config.clock.kind == "simulated" and config.server.host not in {"127.0.0.1", "::1", "localhost"}:
        problems.append(
            '[clock] kind = "simulated" chỉ để diễn tập trên chính máy này (loopback): đặt [server] host'
            ' | [clock] kind = "simulated" is for rehearsals on loopback only: set [server] host'
        )
    return problems


def _missing_for_telegram(config: Config) -> list[str]:
    problems = []
    telegram = config.telegram
    if telegram.enabled and telegram.token is None:
        problems.append(
            "[telegram] thiếu token: đặt SIPAS_TELEGRAM_TOKEN, hoặc token_file trong cấu hình"
            " | [telegram] token is missing: set SIPAS_TELEGRAM_TOKEN, or token_file in the config"
        )
    if telegram.enabled and telegram.receive == "webhook" and is_shorter(telegram.secret, 32):
        problems.append(
            "[telegram] thiếu secret, hoặc ngắn hơn 32 ký tự: đặt SIPAS_TELEGRAM_SECRET (ví dụ lấy từ "
            "`openssl rand -hex 24`) | [telegram] secret is missing or shorter than 32 characters: set "
            "SIPAS_TELEGRAM_SECRET (for instance from `openssl rand -hex 24`)"
        )
    return problems


def _missing_for_sms(config: Config) -> list[str]:
    """The same for SMS; whoever is invited by phone must be able to reply somewhere."""
    problems = []
    sms = config.sms
    if sms.enabled:
        if sms.password is None or not sms.username:
            problems.append(
                "[sms] cần username và password: đặt cả hai, hoặc SIPAS_SMS_PASSWORD"
                " | [sms] username and password are needed: set them, or SIPAS_SMS_PASSWORD"
            )
        if is_shorter(sms.webhook_key, 16):
            problems.append(
                "[sms] thiếu webhook_key, hoặc ngắn hơn 16 ký tự: đặt SIPAS_SMS_WEBHOOK_KEY"
                " | [sms] webhook_key is missing or shorter than 16 characters: set SIPAS_SMS_WEBHOOK_KEY"
            )
        if sms.transport == "aggregator" and not (sms.brandname or sms.sender):
            problems.append(
                "[sms] đại lý cần brandname hoặc số (sender) để gửi đi"
                " | [sms] an aggregator needs a brandname or a number (sender) to send from"
            )
        if sms.sender and not sms.sender.lstrip("+").replace(" ", "").isdigit():
            problems.append(
                f'[sms] sender "{sms.sender}" là tên, không ai trả lời tin vào một cái tên được: ghi tên ở '
                "brandname, còn sender là đầu số hoặc số để người dân nhắn trả lời"
                f' | [sms] sender "{sms.sender}" is a name, and nobody can reply to a name: write it as '
                "brandname, and the short code or long number people reply to as sender"
            )
    has_account = config.zalo.enabled and config.zalo.oa_name
    if (sms.enabled or config.zns.enabled) and not sms.sender and not has_account:
        problems.append(
            "người được mời không có nơi để trả lời: đặt [sms] sender là đầu số hoặc số nhận tin trả lời, "
            "hoặc bật [zalo] có oa_name | nobody could reply to an invitation: set [sms] sender to the short "
            "code or long number people reply to, or enable [zalo] with oa_name"
        )
    return problems


def _missing_for_zalo(config: Config) -> list[str]:
    """The same for the Official Account, ZNS and the Zalo Bot."""
    problems = []
    zalo, zns, zalo_bot = config.zalo, config.zns, config.zalo_bot
    if zalo.enabled or zns.enabled:
        if not (zalo.app_id and zalo.oa_id):
            problems.append(
                "[zalo] thiếu app_id và oa_id: xem ở trang ứng dụng trên Zalo"
                " | [zalo] app_id and oa_id are missing: they stand on the app's page at Zalo"
            )
        if is_shorter(zalo.oa_secret, 8):
            problems.append(
                "[zalo] thiếu oa_secret, hoặc quá ngắn: ai cũng có thể mạo danh người dân; lấy khóa bí mật ở "
                "trang Official Account rồi đặt SIPAS_ZALO_OA_SECRET"
                " | [zalo] oa_secret is missing or too short: anybody could write in a citizen's name; "
                "take the secret key from the Official Account's page and set SIPAS_ZALO_OA_SECRET"
            )
        if is_shorter(zalo.app_secret, 1):
            problems.append(
                "[zalo] thiếu app_secret: đặt SIPAS_ZALO_APP_SECRET (khóa bí mật của ứng dụng)"
                " | [zalo] app_secret is missing: set SIPAS_ZALO_APP_SECRET (the app's secret key)"
            )
    if zns.enabled:
        problems += [
            f'[zns] templates chưa có "{letter}": ghi mã và các trường của mẫu tin đã duyệt'
            f' | [zns] templates has no "{letter}": give the id and the fields of the approved template'
            for letter in ("letter.invite", "letter.reminder")
            if letter not in zns.templates
        ]
    if zalo_bot.enabled:
        if zalo_bot.token is None:
            problems.append(
                "[zalo_bot] thiếu token: đặt SIPAS_ZALO_BOT_TOKEN"
                " | [zalo_bot] token is missing: set SIPAS_ZALO_BOT_TOKEN"
            )
        if zalo_bot.receive == "webhook" and is_shorter(zalo_bot.secret, 16):
            problems.append(
                "[zalo_bot] thiếu secret, hoặc ngắn hơn 16 ký tự: đặt SIPAS_ZALO_BOT_SECRET (ví dụ lấy từ "
                "`openssl rand -hex 24`) | [zalo_bot] secret is missing or shorter than 16 characters: set "
                "SIPAS_ZALO_BOT_SECRET (for instance from `openssl rand -hex 24`)"
            )
    return problems


def _missing_for_budgets(config: Config) -> list[str]:
    """A budget in đồng cannot be kept where nobody wrote down what a message costs."""
    sms, zns, zalo = config.sms, config.zns, config.zalo
    prices = {
        "sms": (sms.enabled, max(sms.part_vnd, sms.brandname_part_vnd), "part_vnd, brandname_part_vnd"),
        "zns": (zns.enabled, zns.price_vnd, "price_vnd"),
        "zalo": (zalo.enabled, zalo.price_vnd, "price_vnd"),
    }
    problems = []
    for channel in config.cost.budgets_vnd:
        is_enabled, price, keys = prices[channel]
        if is_enabled and not price:
            problems.append(
                f"[cost] budgets_vnd có {channel} mà [{channel}] chưa có giá: ghi {keys}, hoặc bỏ kinh phí ấy"
                f" | [cost] budgets_vnd has {channel} but [{channel}] no price: write {keys}, or take the "
                "budget out"
            )
    return problems
