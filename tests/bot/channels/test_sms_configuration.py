"""What `sipas serve` refuses: an SMS channel on which nobody could reply."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import load_config
from bot.requirements import missing_for_serving

COMPLETE = """\
[sms]
enabled = true
username = "sipas"
password = "tests-only"
webhook_key = "tests-only-key-of-the-gateway"
"""


def problems(tmp_path: Path, more: str) -> str:
    path = tmp_path / "config.toml"
    path.write_text(COMPLETE + more, encoding="utf-8")
    return "\n".join(missing_for_serving(load_config(path, {})))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('sender = "8062"\n', ""),
        ('sender = "8062"\nbrandname = "SNV SON LA"\ntransport = "aggregator"\n', ""),
        ('brandname = "SNV SON LA"\n', "nobody could reply"),
        ('sender = "SNV SON LA"\n', "nobody can reply to a name"),
        ('transport = "aggregator"\n', "needs a brandname or a number"),
    ],
)
def test_a_channel_without_a_place_to_reply_does_not_start(tmp_path: Path, more: str, said: str) -> None:
    found = problems(tmp_path, more)
    assert said in found and bool(found) == bool(said)


def test_replies_to_the_official_account_suffice(tmp_path: Path) -> None:
    zalo = '[zalo]\nenabled = true\noa_name = "Sở Nội vụ Sơn La"\n'
    assert "nobody could reply" not in problems(tmp_path, f'brandname = "SNV SON LA"\n{zalo}')


def test_a_brandname_has_eleven_signs_at_most(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="brandname"):
        problems(tmp_path, 'brandname = "SO NOI VU SON LA"\n')


def test_every_refusal_is_told_in_vietnamese_and_in_english(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[server]\nhost = "0.0.0.0"\n[clock]\nkind = "simulated"\n[sms]\nenabled = true\nsender = "SNV"\n'
        '[telegram]\nenabled = true\nreceive = "webhook"\n[zalo]\nenabled = true\n[zns]\nenabled = true\n'
        '[zalo_bot]\nenabled = true\nreceive = "webhook"\n',
        encoding="utf-8",
    )
    told = [one.split(" | ") for one in missing_for_serving(load_config(path, {}))]
    assert len(told) > 9
    assert all(len(one) == 2 for one in told)
    assert [vietnamese for vietnamese, _ in told if vietnamese.isascii()] == []
