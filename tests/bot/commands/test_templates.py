"""`sipas texts check` holds the templates of ZNS against the letters they stand for."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.cli import main
from tests.builders import Settings, Shape, Templates, write_config

GOOD = (
    "<co_quan> (<quyet_dinh>) mời ông/bà góp ý về dịch vụ <dich_vu>. Không hỏi OTP. Nhắn mã <ma> cho Zalo "
    "của sở. Kiểm tra: <duong_day_nong>. Ngừng: HUY"
)
FIELDS = {
    "co_quan": "department",
    "quyet_dinh": "decision",
    "dich_vu": "service",
    "ma": "code",
    "duong_day_nong": "hotline",
}
Check = Callable[..., list[tuple[str, bool]]]


@pytest.fixture
async def config(templates: Templates, tmp_path: Path) -> Path:
    """An office with an opened wave; ZNS is enabled, without templates."""
    shutil.copy(await templates.of(Shape()), tmp_path / "sipas.db")
    path = write_config(tmp_path, Settings())
    path.write_text(path.read_text(encoding="utf-8") + "[zns]\nenabled = true\n", encoding="utf-8")
    return path


@pytest.fixture
def check(config: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """What is found in a template for `letter`: (code, whether it is an error)."""

    def checked(
        text: str = GOOD,
        fields: Mapping[str, str] | None = None,
        longest: str = "",
        letter: str = "letter.invite",
    ) -> list[tuple[str, bool]]:
        pairs = ", ".join(f'{name} = "{fact}"' for name, fact in (fields or FIELDS).items())
        section = f'[zns.templates."{letter}"]\nid = "1"\nfields = {{ {pairs} }}\nlongest = {{ {longest} }}\n'
        original = config.read_text(encoding="utf-8")
        config.write_text(f'{original}{section}text = "{text}"\n', encoding="utf-8")
        main(["--config", str(config), "texts", "check", "--json"])
        config.write_text(original, encoding="utf-8")
        shown = json.loads(capsys.readouterr().out)
        [found] = [one for one in shown if one["channel"] == "zns" and one["key"] == letter]
        return [(one["code"], one["is_error"]) for one in found["findings"]]

    return checked


def test_a_template_that_fits_its_letter_is_good(check: Check) -> None:
    assert check() == []


def test_fields_nobody_fills_and_fields_that_are_not_there_are_found(check: Check) -> None:
    fields = {**FIELDS, "don_vi": "unit"}
    assert check(fields=fields) == [("field", True)]
    del fields["don_vi"], fields["ma"]
    assert check(fields=fields) == [("field", True)]
    assert check(fields={**FIELDS, "ma": "name"}) == [("fact", True)]
    assert check(fields={**FIELDS, "ma": "oa_name"}) == [("empty", True)], "no account is configured"


def test_what_does_not_fit_its_field_is_cut_or_sent_another_way(check: Check) -> None:
    assert check(longest="dich_vu = 10") == [("longest", False)]
    assert check(longest="ma = 6") == [("longest", True)]
    assert check(longest="ma = 8, khac = 5") == [("field", True)]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("Không hỏi OTP.", "Xem https://so.example.", "link"),
        ("Không hỏi OTP.", "Cho biết mã OTP.", "forbidden"),
        ("Không hỏi OTP.", "Nộp tiền tại quầy.", "forbidden"),
        (" Ngừng: HUY", "", "stop"),
        ("(<quyet_dinh>)", "", "decision"),
    ],
)
def test_the_approved_text_is_judged_like_any_letter(check: Check, old: str, new: str, found: str) -> None:
    fields = {name: fact for name, fact in FIELDS.items() if f"<{name}>" in GOOD.replace(old, new)}
    assert (found, True) in check(GOOD.replace(old, new), fields)


def test_what_is_not_written_down_or_stands_for_nothing_is_said(
    check: Check, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(text="") == [("text", False)]
    assert check(letter="letter.farewell") == [("letter", True)]
    assert ("fact", True) in check(letter="letter.resume"), "whoever answers has no code to send"
    assert main(["--config", str(config), "texts", "check"]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "chưa có mẫu ZNS" in said and "letter.sitting" in said


def test_the_texts_offered_for_approval_pass(
    check: Check, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = config.read_text(encoding="utf-8")
    config.write_text(
        text.replace("[zns]", '[zalo]\nenabled = true\noa_name = "Sở"\n[zns]'), encoding="utf-8"
    )
    assert main(["--config", str(config), "zalo", "templates"]) == 0
    offered = re.findall(
        r"^(letter\.\w+):[^\n]*\n(.+?)\n\n\[zns.*?\nfields = \{ (.*?) \}",
        capsys.readouterr().out,
        re.MULTILINE | re.DOTALL,
    )
    assert [letter for letter, _, _ in offered] == [
        "letter.invite",
        "letter.reminder",
        "letter.resume",
        "letter.sitting",
    ]
    for letter, words, pairs in offered:
        fields = dict(re.findall(r'(\w+) = "(\w+)"', pairs))
        assert check(words, fields, letter=letter) == []
