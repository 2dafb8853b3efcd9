"""Draw the conversations of docs/conversation.vi.md: `python -m tests.draw_conversations`.

What stands on the pictures is what the real renderers write for a real form; only the frame around it
is drawn here. Needs a Chromium on the path (`chromium`, `chromium-browser` or `google-chrome`).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Final

from bot.channels.render import render_card, render_sms, render_zalo
from bot.channels.segments import segments
from bot.ports import Sender
from survey_flows.interview.comeback import asks_back
from survey_flows.interview.engine import come_back
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.prompts import Prompt
from survey_flows.interview.state import Status
from tests.survey_flows.interview.conversation import BEGINNING, Conversation
from tests.survey_flows.questionnaire.examples import built_in

PICTURES: Final = Path(__file__).parents[1] / "docs" / "pictures"
SENDER: Final = Sender("Sở Nội vụ", "Quyết định 1208/QĐ-UBND", "0205 3 812 000", "LS", "8062", "khaosat_bot")
_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
_FORM: Final = "lang_son_in_person"
_STYLE: Final = """
* { box-sizing: border-box; margin: 0 }
body { font: 14px/1.42 "Noto Sans", "DejaVu Sans", sans-serif; background: #fff; padding: 14px }
.row { display: flex; gap: 16px; align-items: flex-start }
.phone { width: 372px; border-radius: 20px; padding: 12px; border: 1px solid #c9ced6 }
.phone h1 { font-size: 14px; font-weight: 600; padding: 2px 6px 10px; color: #39424e }
.in, .out { border-radius: 14px; padding: 9px 12px; margin: 0 0 8px; white-space: pre-wrap }
.in, .out { width: fit-content }
.in { background: #fff; max-width: 340px; box-shadow: 0 1px 1px #0002 }
.out { margin-left: auto; max-width: 280px }
.keys { margin: -3px 0 10px; max-width: 340px; display: grid; gap: 4px }
.keys div { display: flex; gap: 4px }
.keys span { flex: 1; text-align: center; border-radius: 8px; padding: 6px 4px; font-size: 13.5px }
.keys .tapped { outline: 2.5px solid #e0702b }
.small { color: #66707c; font-size: 12px; margin: -4px 0 10px 8px }
.gap { color: #66707c; text-align: center; margin: 0 0 8px }
.telegram { background: #d9e6ef } .telegram .out { background: #e2fbc8 }
.telegram .keys span { background: #fffc }
.sms { background: #f1f2f4 } .sms .in { background: #e1e3e8 } .sms .out { background: #2f7d4f; color: #fff }
.zalo { background: #e4ecf7 } .zalo .out { background: #cfe6ff }
.zalo .keys span { background: #fff; color: #0a5bd3; border: 1px solid #b9cff0 }
"""


class Screen:
    """One telephone: what was written to it and what its owner answered."""

    def __init__(self, channel: str, title: str, medium: Medium) -> None:
        self._parts = [f'<div class="phone {channel}"><h1>{escape(title)}</h1>']
        self._channel = channel
        self.talk = Conversation(built_in(_FORM), medium).opens()

    def shows(self, tapped: str = "") -> None:
        """Draw the present prompt; `tapped` is the label of the button the owner taps on it."""
        prompt = self.talk.prompt()
        match self._channel:
            case "sms":
                text = render_sms(prompt, SENDER)
                size = segments(text)
                self._say(text)
                self._parts.append(f'<p class="small">{len(text)} ký tự, {size.parts} đoạn SMS</p>')
            case "zalo":
                message = render_zalo(prompt, SENDER)
                self._say(message.text)
                self._keys([[button.label] for button in message.buttons], tapped)
            case _:
                card = render_card(prompt, SENDER)
                self._say(card.text)
                self._keys([[button.label for button in row] for row in card.rows], tapped)

    def answers(self, text: str) -> None:
        """Draw what the owner types."""
        self._parts.append(f'<div class="out">{escape(text)}</div>')
        self.talk.says(text)

    def goes_on_to(self, item: str) -> None:
        """Answer up to the item whose name ends so, and mark that this is left out of the picture."""
        _until(self.talk, item)
        self._parts.append('<p class="gap">⋯</p>')

    def stays_silent(self) -> None:
        """Mark that nothing is written back."""
        assert self.talk.state.status is Status.STOPPED
        self._parts.append('<p class="gap">(chúng tôi im lặng)</p>')

    def comes_back(self, text: str) -> None:
        """Draw the word that takes up again what was stopped, and what answers it."""
        self._parts.append(f'<div class="out">{escape(text)}</div>')
        assert asks_back(text)
        talk = self.talk
        step = come_back(talk.questionnaire, talk.state, medium=talk.medium, now=BEGINNING)
        assert step is not None
        talk.state, talk.prompts = step.state, step.prompts
        self.shows()

    def _say(self, text: str) -> None:
        self._parts.append(f'<div class="in">{escape(text)}</div>')

    def _keys(self, rows: list[list[str]], tapped: str) -> None:
        drawn = "".join(
            "<div>"
            + "".join(
                f'<span class="{"tapped" if label == tapped else ""}">{escape(label)}</span>' for label in row
            )
            + "</div>"
            for row in rows
        )
        self._parts.append(f'<div class="keys">{drawn}</div>')

    def html(self) -> str:
        """The telephone as HTML."""
        return "".join([*self._parts, "</div>"])


def _label(prompt: Prompt, code: str) -> str:
    return next(choice.label for choice in prompt.choices if choice.code == code)


def telegram() -> str:
    """Consent, a screen of five questions half answered, an answer changed in words."""
    left, right = (Screen("telegram", "Telegram · một thẻ, sửa tại chỗ", Medium.CHAT) for _ in range(2))
    left.shows(_label(left.talk.prompt(), "yes"))
    left.talk.taps("yes")
    left.goes_on_to("a1")
    for code in ("4", "5"):
        left.talk.taps(code)
    left.shows(_label(left.talk.prompt(), "3"))
    _until(right.talk, "a1")
    right.talk.taps("4", "5", "3")
    right.answers("câu trước")
    right.shows()
    return left.html() + right.html()


def sms() -> str:
    """Consent, a screen answered in one go; an answer to a screen that does not say enough."""
    left, right = (Screen("sms", "SMS · 8062", Medium.SMS) for _ in range(2))
    left.shows()
    left.answers("1")
    left.goes_on_to("a1")
    left.shows()
    left.answers("4 5 3")
    left.shows()
    _until(right.talk, "a1")
    right.shows()
    right.answers("5 het")
    right.shows()
    return left.html() + right.html()


def trust() -> str:
    """Doubt answered, a pause; a stop, silence, and the one word that undoes it."""
    left, right = (Screen("sms", "SMS · 8062", Medium.SMS) for _ in range(2))
    left.answers("lua dao a")
    left.shows()
    left.goes_on_to("q4")
    left.answers("dang ban, de toi")
    left.shows()
    _until(right.talk, "q5")
    right.shows()
    right.answers("dung nhan nua")
    right.stays_silent()
    right.answers("alo")
    right.stays_silent()
    right.comes_back("toi muon tham gia lai")
    return left.html() + right.html()


def zalo() -> str:
    """Several answers by number, one by a button, words understood."""
    left, right = (Screen("zalo", "Zalo · nhiều nhất năm nút", Medium.CHAT) for _ in range(2))
    left.shows(_label(left.talk.prompt(), "yes"))
    left.talk.taps("yes")
    left.shows()
    left.answers("1 3")
    _until(right.talk, "a1")
    right.shows(_label(right.talk.prompt(), "4"))
    right.talk.taps("4")
    right.shows()
    right.answers("cũng tạm được")
    right.shows()
    return left.html() + right.html()


def _until(talk: Conversation, item: str) -> None:
    """Answer with the first choice until the item whose name ends so is asked."""
    while not talk.state.at.endswith(item):
        prompt = talk.prompt()
        if talk.medium is Medium.SMS:
            talk.says(" ".join(["1"] * max(1, prompt.awaits)))
            continue
        talk.taps(prompt.choices[0].code)
        if prompt.is_multiple:
            talk.presses(Command.DONE)


_DRAWN: Final[dict[str, tuple[Callable[[], str], int]]] = {
    "telegram": (telegram, 1020),
    "sms": (sms, 905),
    "trust": (trust, 600),
    "zalo": (zalo, 1022),
}


def draw_conversations(browser: str) -> None:
    """Write one PNG for each channel, cut to what is drawn."""
    PICTURES.mkdir(exist_ok=True)
    for name, (page, height) in _DRAWN.items():
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "page.html"
            body = (
                f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style><div class="row">{page()}</div>'
            )
            source.write_text(body, encoding="utf-8")
            subprocess.run(
                [
                    browser,
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--hide-scrollbars",
                    f"--window-size=790,{height}",
                    f"--screenshot={PICTURES / f'{name}.png'}",
                    source.as_uri(),
                ],
                check=True,
                capture_output=True,
            )


if __name__ == "__main__":
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found is None:
        sys.exit("no Chromium on the path")
    draw_conversations(found)
