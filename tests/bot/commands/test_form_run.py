"""`sipas form run`: the worked example of its document, and a door that nothing breaks."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import main
from bot.commands.line_door import BUTTONS, LineDoor
from bot.exit_codes import DONE, PROBLEMS
from bot.forms import compile_named_form
from survey_flows.questionnaire.model import Questionnaire
from tests.architecture.tree import read

DOCUMENT = read("docs/form_run.md")
NOW = datetime(2024, 10, 1, 2, tzinfo=UTC)


def block(name: str) -> str:
    """A fenced block of the document."""
    [found] = re.findall(rf"```{name}\n(.*?)```", DOCUMENT, re.DOTALL)
    return str(found)


@pytest.fixture
def example(tmp_path: Path) -> str:
    path = tmp_path / "example.md"
    path.write_text(block("form"), encoding="utf-8")
    return str(path)


def play(
    monkeypatch: pytest.MonkeyPatch, form: str, lines: Iterable[str | bytes], *options: str
) -> tuple[int, list[dict[str, Any]]]:
    """Run the command with these lines; the exit code and the objects it wrote."""
    sent = b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines)
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(sent)))
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, write_through=True))
    code = main(["form", "run", form, "--json", "--now", "2024-10-01T09:00:00+07:00", *options])
    return code, [json.loads(line) for line in written.getvalue().splitlines()]


def differences(documented: object, real: object, where: str = "") -> list[str]:
    """Where an object lacks what the document shows; more than that it may hold."""
    if isinstance(documented, dict) and isinstance(real, dict):
        keys = documented or real
        return [
            one for key in keys for one in differences(documented.get(key), real.get(key), f"{where}.{key}")
        ]
    return [] if documented == real else [f"{where}: {documented!r} is {real!r}"]


def test_the_example_of_the_document_plays_as_written(monkeypatch: pytest.MonkeyPatch, example: str) -> None:
    lines = block("dialogue").splitlines()
    code, told = play(monkeypatch, example, [line[2:] for line in lines if line.startswith("> ")])
    documented = [json.loads(line[2:]) for line in lines if line.startswith("< ")]
    assert code == DONE
    assert len(told) == len(documented)
    assert [differences(shown, real) for shown, real in zip(documented, told, strict=True)] == [[]] * len(
        told
    )


def test_every_button_and_error_is_in_the_document(example: str) -> None:
    assert [
        button for button in BUTTONS if f"`{button}`" not in DOCUMENT and f'"{button}"' not in DOCUMENT
    ] == []


def test_the_record_comes_at_the_end_of_the_input_too(monkeypatch: pytest.MonkeyPatch, example: str) -> None:
    code, told = play(monkeypatch, example, ['{"choose": "yes"}', "", '{"pause": true}'])
    record = told[-1]["record"]
    assert code == DONE
    assert (record["status"], record["answers"]) == ("paused", {"used": "yes"})
    assert record["missing"] == {"times": "not_reached", "ways": "not_reached"}
    assert [step["in"] for step in record["paradata"]] == [{}, {"choose": "yes"}, {"pause": True}]


def test_what_does_not_apply_is_told_from_what_was_not_reached(
    monkeypatch: pytest.MonkeyPatch, example: str
) -> None:
    _, told = play(monkeypatch, example, ['{"choose": "no"}'])
    assert told[-1]["record"]["missing"] == {"times": "not_applicable", "ways": "not_applicable"}
    assert told[-1]["record"]["status"] == "complete"


def test_what_the_form_itself_gives_is_in_the_record_and_not_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "given.md"
    path.write_text(
        """| survey |
| | type | name | label | default | calculation | read_only | relevant |
| | hidden | wave | | 2024 | | | |
| | integer | age | Bao nhiêu tuổi? | | | | |
| | text | born | Năm sinh | | 2024 - ${age} | yes | |
| | text | old | Đã nghỉ hưu | yes | | yes | ${age} > 60 |
""",
        encoding="utf-8",
    )
    _, told = play(monkeypatch, str(path), ['{"said": "30"}'])
    record = told[-1]["record"]
    assert record["calculated"] == {"wave": "2024", "born": "1994"}
    assert (record["answers"], record["missing"]) == ({"age": "30"}, {})


def test_a_stop_ends_the_dialogue(monkeypatch: pytest.MonkeyPatch, example: str) -> None:
    _, told = play(monkeypatch, example, ['{"stop": true}', '{"choose": "yes"}'])
    assert len(told) == 3
    assert told[-1]["record"]["status"] == "stopped"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{", "invalid-json"),
        (b"\xff\xfe", "invalid-json"),
        (b"[" * 5000, "invalid-json"),
        (b"[1]", "not-an-object"),
        (b"{}", "nothing-said"),
        (b'{"say": "1"}', "unknown-key"),
        (b'{"said": "1", "back": true}', "several-keys"),
        (b'{"said": 1}', "wrong-value"),
        (b'{"back": 1}', "wrong-value"),
        (b'{"choose": []}', "wrong-value"),
        (b'{"send": {"kind": "smell", "reference": "x"}}', "wrong-value"),
        (b'{"choose": "maybe"}', "unknown-choice"),
        (b'{"language": "fr"}', "unknown-language"),
        (b'{"channel": "fax"}', "unknown-channel"),
        (b'{"now": "yesterday"}', "invalid-time"),
        (b'{"now": "2024-10-01T09:00:00"}', "invalid-time"),
    ],
)
def test_a_mistake_of_the_program_is_told_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, example: str, line: bytes, error: str
) -> None:
    code, told = play(monkeypatch, example, [line, b'{"choose": "no"}'])
    assert code == DONE
    assert told[1]["error"] == error
    assert told[1]["message"]
    assert told[2]["status"] == "complete"


def test_a_lone_surrogate_can_be_written_out(monkeypatch: pytest.MonkeyPatch, example: str) -> None:
    code, told = play(monkeypatch, example, ['{"said": "\\ud800"}'])
    assert code == DONE
    assert told[1]["status"] == "asking"


def test_a_form_that_does_not_compile_is_refused_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "broken.md"
    path.write_text(block("form").replace("${used} = 'yes'", "${usd} = 'yes'"), encoding="utf-8")
    code, told = play(monkeypatch, str(path), [])
    assert (code, told) == (PROBLEMS, [])


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
objects = st.dictionaries(
    st.sampled_from(["said", "choose", "send", "language", "channel", "now", *BUTTONS]), values, max_size=2
) | st.sampled_from(
    [
        {"said": "5"}, {"said": "dừng"}, {"choose": "1"}, {"choose": "yes"}, {"choose": ["1", "2"]},
        {"back": True}, {"channel": "sms"}, {"channel": "zalo"}, {"language": "en"}, {"done": True},
        {"review": True}, {"pause": True},
    ]
)  # fmt: skip


@cache
def short_form() -> Questionnaire:
    return compile_named_form("soc_trang_short")


@given(st.lists(objects, max_size=12))
@settings(max_examples=40, deadline=None)
def test_whatever_comes_in_the_door_stays_open(told: list[dict[str, Any]]) -> None:
    door = LineDoor(short_form(), clock=lambda: NOW)
    door.open()
    for one in told:
        before = door.state
        answer = door.hear(one)
        json.dumps(answer)
        assert ("error" in answer) == ("prompt" not in answer)
        assert "error" not in answer or door.state == before
    assert json.dumps(door.record())
