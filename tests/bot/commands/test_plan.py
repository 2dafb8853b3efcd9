"""`sipas plan`: a plan explained to an officer, or everything that is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands.console import console
from bot.commands.plan_meanings import meaning_of, source_of
from bot.plans import plan_names, read_plan_text
from survey_flows.plans.plan import parse_plan

OWN = (("[kinds.", "]"), ('kind = "', '"'))
SCHEMES = ("son_la_2024", "lang_son_2022", "lang_son_2023_2025", "lai_chau_2024", "soc_trang_2017_2020")


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A terminal of 200 columns, whatever width another test has measured and kept."""
    monkeypatch.setenv("SIPAS_LANGUAGE", "vi")
    monkeypatch.setenv("COLUMNS", "200")
    console.cache_clear()
    yield
    console.cache_clear()


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["plan", *arguments])
    return code, " ".join(capsys.readouterr().out.split())


def changed(name: str, folder: Path, *changes: tuple[str, str]) -> str:
    text = read_plan_text(name)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_list_names_every_built_in_plan(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = said(capsys, "list", "--json")
    assert code == 0
    rows = {row["name"]: row for row in json.loads(text)}
    assert set(rows) == {*SCHEMES, "mau"} == set(plan_names())
    assert rows["lang_son_2022"]["forms"] == 895
    assert said(capsys, "list")[0] == 0


@pytest.mark.parametrize("name", [*SCHEMES, "mau"])
def test_every_built_in_plan_is_explained(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = said(capsys, "check", name)
    assert code == 0
    for heading in (
        "Hỏi ai",
        "Bao nhiêu phiếu",
        "Chọn người",
        "Liên hệ",
        "Phiếu nào được tính",
        "Phúc tra",
        "Chỗ văn bản không nói rõ",
    ):
        assert heading in text
    for question in {one.question for one in parse_plan(read_plan_text(name), source=name).ambiguities}:
        assert question in text
    assert bare_kinds(name, text) == [], "kinds have names, never their codes"


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        (
            "lai_chau_2024",
            (
                "28 xã x 3 thôn = 84 thôn; mỗi thôn 30 hộ = 2.520 hộ",
                "xã Làng Mô (số 2 trên 10 loại I)",
                "huyện Sìn Hồ",
                "nhiều nhất 504 phiếu",
                "Không có mẫu dự phòng",
                "Loại của 28 xã là giả định",
            ),
        ),
        (
            "soc_trang_2017_2020",
            (
                "kết quả luôn nêu riêng",
                "Tổng đài cũng hỏi",
                "số trong kế hoạch là giả định",
                "chỉ tham gia phiếu rút gọn",
            ),
        ),
        ("lang_son_2022", ("895", "mời theo danh sách đại diện", "loại I (22)", "nơi đặt trụ sở (11)")),
        (
            "son_la_2024",
            (
                "2.750",
                "dưới 60 người: hỏi tất cả",
                "40-50",
                "điền số máy bàn thật",
                "100 = Tư pháp/Hộ tịch 30, Tài nguyên và Môi trường 40",
                "80 = Tư pháp/Hộ tịch 30",
                "một tin hỏi dài nhiều nhất 3 đoạn; hỏi hết trong một lần",
                "Bỏ dở giữa chừng: từ 50 % câu hài lòng áp dụng trở lên là trả lời một phần, vẫn tính",
            ),
        ),
    ],
)
def test_what_the_plan_will_do_is_said(
    name: str, sentences: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    _, text = said(capsys, "check", name)
    for sentence in sentences:
        assert sentence in text


def test_reminders_that_follow_too_closely_are_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two channels may both bear the invitation: with two reminders that would be four letters in a day."""
    hasty = (
        ('channel_order = ["sms", "telegram"]', 'channel_order = ["zns", "sms"]'),
        ("reminder_gaps_hours = [72, 120]", "reminder_gaps_hours = [5, 5]"),
    )
    code, text = said(capsys, "check", changed("son_la_2024", tmp_path, *hasty))
    assert code == 0
    assert "một người có thể có 4 tin trong 24 giờ" in text
    assert "trong 24 giờ" not in said(capsys, "check", changed("son_la_2024", tmp_path, hasty[0]))[1]


def test_english_is_spoken_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--english", "plan", "check", "lai_chau_2024"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "30 households each = 2,520" in text
    assert "Who is asked" in text


def test_all_problems_of_a_plan_come_at_once_with_their_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = changed(
        "lang_son_2022",
        tmp_path,
        ('name = "Lạng Sơn"', 'name = "Lạng Sen"'),
        ("quota = 5\n", "quota = 6\n"),
        ("noncontact_after_hours = 336", "noncontact_after_hours = 200"),
        ("to = 2022-09-30", "to = 2021-09-30"),
    )
    code, text = said(capsys, "check", path)
    assert code == 1
    for problem in (
        "không phải tên tỉnh",
        "không cộng ra con số của văn bản",
        "quy định liên hệ không dùng được",
        "thời gian khảo sát mâu thuẫn",
    ):
        assert problem in text
    assert text.count("dòng ") == text.count("✗") >= 6  # three totals hang on the quota
    assert main(["plan", "check", path, "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {one["code"] for one in problems} == {"province", "totals", "contact", "window"}


def test_a_misspelt_key_is_told_with_the_right_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = changed("mau", tmp_path, ("reserve_percent = 50", "reserv_percent = 50"))
    code, text = said(capsys, "check", path)
    assert code == 1
    assert "khóa lạ" in text
    assert "did you mean reserve_percent?" in text


def test_a_form_that_does_not_exist_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = changed("lai_chau_2024", tmp_path, ('"lai_chau_household"', '"lai_chau_households"'))
    code, text = said(capsys, "check", path)
    assert code == 1
    assert "lai_chau_households" in text


def test_a_plan_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "check", "nowhere"]) == 2
    assert "lang_son_2022" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "forms"), [("lang_son_2022", 895), ("lang_son_2023_2025", 1790)])
def test_totals_stand_beside_the_decision(name: str, forms: int, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = said(capsys, "totals", name, "--json")
    assert code == 0
    found = json.loads(text)
    assert found["forms"] == forms == sum(unit["forms"] for unit in found["units"])
    assert [unit["code"] for unit in found["units"] if unit["decision"] != unit["forms"]] == []


def test_totals_of_households_count_villages_and_back_checks(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = said(capsys, "totals", "lai_chau_2024")
    assert "28 đơn vị; 90 phiếu mỗi đơn vị; 2.520 phiếu; 84 thôn; 504 phiếu phúc tra" in text
    assert bare_kinds("lai_chau_2024", text) == []


def test_totals_say_when_the_decision_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    _, text = said(capsys, "totals", "soc_trang_2017_2020")
    assert "không nêu" in text
    assert "Văn bản không nêu cỡ mẫu nào." in text


@pytest.mark.parametrize("name", SCHEMES)
def test_every_choice_from_a_fixed_list_is_put_in_words(name: str) -> None:
    """An officer never meets a bare code such as `quarantine_and_reopen`."""
    plan = parse_plan(read_plan_text(name), source=name)
    for one in plan.ambiguities:
        assert source_of(one)
        if one.setting not in {"totals", "province.misprints", "blocks"} and one.value != "—":
            assert meaning_of(one, plan) != one.value, one


def bare_kinds(name: str, text: str) -> list[str]:
    """Codes of kinds in a text; a setting such as `kinds.XA.quota` is told as the plan file writes it."""
    plan = parse_plan(read_plan_text(name), source=name)
    codes = "|".join({unit.kind.value for unit in plan.units})
    return re.findall(rf"(?<![.\w])(?:{codes})(?![.\w])", text)


def test_a_kind_of_the_provinces_own_is_named_by_its_level(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = [('"SO_PHOI_HOP", "XA"]', '"BAN_DAC_THU", "XA"]')]
    own += [(f"{before}SO_PHOI_HOP{after}", f"{before}BAN_DAC_THU{after}") for before, after in OWN]
    _, text = said(capsys, "check", changed("mau", tmp_path, *own))
    assert "Cấp tỉnh (BAN_DAC_THU)" in text


def test_every_plan_file_comes_with_the_package() -> None:
    for name in plan_names():
        assert files("survey_flows.plans").joinpath(f"{name}.toml").is_file()
