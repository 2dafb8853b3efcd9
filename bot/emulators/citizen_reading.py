"""How a simulated citizen reads a message: what is asked, what can be tapped, is there a code.

A citizen has only what stands on the screen: the text and the labels of the buttons. On a phone
without buttons the choices are the numbered lines. Nothing of the collector's own codes is used.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

_CODE = re.compile(r"(?:\b([A-Z]{2,8})\s+)?(?<![A-Za-z0-9])([A-Z0-9]{8})(?![A-Za-z0-9])")
_NUMBERED = re.compile(r"^(\d{1,2})(\*?)[.):=]? +(\S.*)$", re.MULTILINE)
_PROGRESS = re.compile(r"^\d{1,3}/\d{1,3} \S|\b(?:Câu|Question) \d{1,3}/\d{1,3}$", re.MULTILINE)
_SIGN = re.compile(r"^[^\w(]+")
_MANY = re.compile(r"1 3\b|nhieu so")
_SCREEN = re.compile(r"^(?:Tra loi|Reply with) (\d+) (?:cau|so|answers|numbers)\b", re.MULTILINE)
_SCALE = re.compile(r"(\d{1,2})=([^,)\n]+)")
_MISREAD = re.compile(
    r"can du \d+ cau|chua hieu|chua phu hop|moi lan xin|xin bo bot|chon toi da \d+\. xin|can cau tra loi"
)
_BUTTON = re.compile(r"^(?:(\d{1,2})[.)] )?([☐☑✓]?) ?(.*)$", re.DOTALL)

# Standing buttons by what they say; anything else on a button is an answer.
_COMMANDS = (
    ("back", re.compile(r"cau truoc|quay lai( cau truoc)?|tro lai|back")),
    ("pause", re.compile(r"de sau|tam dung|tam nghi|later")),
    ("resume", re.compile(r"tiep tuc( tra loi)?|continue")),
    ("who", re.compile(r"ai dang hoi|ai hoi|ai day|ban la ai|who is asking")),
    ("why", re.compile(r"vi sao (hoi|moi) toi|tai sao hoi toi|why me")),
    ("help", re.compile(r"tro giup|huong dan|help")),
    ("stop", re.compile(r"dung han|ngung( han)?|stop")),  # a bare "dung" may well be "đúng"
    ("done", re.compile(r"(da )?xong|hoan tat|done")),
    ("skip", re.compile(r"bo qua( cau nay)?|skip this one")),
    ("keep", re.compile(r"giu nguyen|keep it")),
    ("review", re.compile(r"xem lai|my answers")),
    ("language", re.compile(r"english|tieng viet")),
)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """The text in lower case without diacritics, blanks collapsed: how a quick eye takes it in."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class Option:
    """One answer offered: what it says, its number on an SMS (from 1), what a tap sends."""

    label: str
    number: int
    token: str = ""
    is_ticked: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says to a citizen.

    `question` is the folded text without the numbered choices. `code` and `keyword` are those of
    an invitation; `commands` maps a standing button's purpose to its token. `is_misread`: it says the
    last reply was not understood. `has_contact_button`: the chat offers to show one's own number.
    `rows` is how many questions one reply answers, all on the scale of the `options`, when several
    stand in one text message.
    """

    question: str
    options: tuple[Option, ...] = ()
    commands: tuple[tuple[str, str], ...] = ()
    is_multiple: bool = False
    has_progress: bool = False
    is_misread: bool = False
    has_contact_button: bool = False
    code: str = ""
    keyword: str = ""
    rows: int = 1

    @property
    def is_question(self) -> bool:
        """Whether an answer is wanted."""
        return bool(self.options) or self.has_progress

    @property
    def is_confirmation(self) -> bool:
        """Whether it asks "is that right?" about something understood or told."""
        return any(folded(option.label) == "khong phai" for option in self.options)

    @property
    def is_consent(self) -> bool:
        """Whether it asks to take part."""
        agreeing = [folded(option.label).startswith(("dong y", "toi dong y")) for option in self.options]
        return any(agreeing) and len(agreeing) <= 2  # of more, it is how far one agrees

    def command(self, purpose: str) -> str:
        """The token of a standing button, "" when there is none."""
        return next((token for name, token in self.commands if name == purpose), "")


def read(text: str, buttons: tuple[tuple[str, str], ...]) -> Reading:
    """Read a message with its buttons, given as (label, token); a contact button has no token."""
    reading = _read_text(text)
    if not buttons:
        return reading
    options, commands = _read_buttons(buttons, reading.options)
    boxes = "".join(label for label, _ in buttons)
    if not options and commands and reading.has_progress:
        # What did not fit on buttons is numbered in the text, and answered by number.
        options, boxes = reading.options, text
    return replace(
        reading,
        options=options,
        commands=commands,
        is_multiple="☐" in boxes or "☑" in boxes,
        has_contact_button=any(not token for _, token in buttons),
    )


@lru_cache(maxsize=8192)
def _read_text(text: str) -> Reading:
    """Read a message that has no buttons. Kept: most people read the same texts."""
    screen = _SCREEN.search(text)
    written, body = _read_numbered(text) if screen is None else _read_screen(text)
    code, keyword = _find_code(text)
    question = folded(body)
    return Reading(
        question=question,
        options=written,
        is_multiple=bool(written) and screen is None and _MANY.search(question) is not None,
        has_progress="▰" in text or "▱" in text or _PROGRESS.search(text) is not None,
        is_misread=_MISREAD.search(question) is not None,
        code=code,
        keyword=keyword,
        rows=int(screen[1]) if screen is not None else 1,
    )


def _read_buttons(
    buttons: tuple[tuple[str, str], ...], written: tuple[Option, ...]
) -> tuple[tuple[Option, ...], tuple[tuple[str, str], ...]]:
    """Answers and standing buttons; words cut short on a button are read where they are `written`."""
    options: list[Option] = []
    commands: list[tuple[str, str]] = []
    for label, token in buttons:
        purpose, number, box, words = _read_label(label)
        if purpose:
            commands.append((purpose, token))
        elif token:
            if number and number <= len(written):
                words = written[number - 1].label
            options.append(Option(words, len(options) + 1, token, is_ticked=box in {"☑", "✓"}))
    return tuple(options), tuple(commands)


@lru_cache(maxsize=2048)
def _read_label(label: str) -> tuple[str, int, str, str]:
    """A label's purpose ("" for an answer), its number (0 for none), its box or tick, its words."""
    plain = folded(_SIGN.sub("", label)).rstrip("?!. ")
    purpose = next((name for name, pattern in _COMMANDS if pattern.fullmatch(plain)), "")
    match = _BUTTON.match(label)
    if match is None:  # cannot be: the pattern takes anything
        return purpose, 0, "", label
    return purpose, int(match[1] or 0), match[2], match[3]


def _read_numbered(text: str) -> tuple[tuple[Option, ...], str]:
    """The numbered lines that count 1, 2, 3 …, and the text without them."""
    options: list[Option] = []
    rest: list[str] = []
    for line in text.splitlines():
        match = _NUMBERED.match(line)
        if match is not None and int(match[1]) == len(options) + 1:
            _, _, box, words = _read_label(match[3].strip())
            options.append(Option(words, int(match[1]), is_ticked=bool(match[2]) or box in {"☑", "✓"}))
        else:
            rest.append(line)
    if len(options) < 2:
        return (), text
    return tuple(options), "\n".join(rest)


def _read_screen(text: str) -> tuple[tuple[Option, ...], str]:
    """The scale that several questions share, `1=…, 2=…`, and the text without it."""
    options = tuple(Option(words.strip(), int(number)) for number, words in _SCALE.findall(text))
    numbers = [option.number for option in options]
    is_shared = numbers == list(range(1, len(numbers) + 1))
    return (options if is_shared else ()), _SCALE.sub("", text)


def _find_code(text: str) -> tuple[str, str]:
    """The invitation code (eight letters and digits, mixed) and the keyword before it."""
    for match in _CODE.finditer(text):
        code = match[2]
        if any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code):
            return code, match[1] or ""
    return "", ""
