"""One simulated citizen: sees what reaches the phone, and does something about it later.

A citizen sees a message (`Shown`) and acts (`Act`): taps a button, types, opens the bot with the
code. Nothing of the collector is known to them: they read the text, the buttons and the numbered
choices like people. Which phone a message reaches, and how an act becomes a provider's webhook, is
the provider emulators' part.

Rules: a person is a function of seed, phone, and what was shown when. Nobody takes the phone out
between half past nine in the evening and half past six, Viet Nam time; who is in the middle of
answering goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from random import Random
from typing import Literal

from bot.emulators import citizen_voice as voice
from bot.emulators.citizen_opinions import choose, choose_several, is_no, is_yes, personal_leaning
from bot.emulators.citizen_reading import Option, Reading, read
from bot.emulators.citizen_traits import LOST, Ending, Temperament

TELEGRAM, SMS = "telegram", "sms"
VIET_NAM = timezone(timedelta(hours=7))
_UP, _TO_BED = time(6, 30), time(21, 30)
_PATIENCE = 5  # times the same question may come again before even a patient person stops

_ABOUT_LEAVING = re.compile(
    r"khong muon tra loi|dung han|khong phai cua nguoi|chua nhan|chuyen di|di vang|qua doi|suc khoe"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stands on the person's device.

    `buttons` are (label, token) in reading order; a button that shares the person's own number has
    an empty token. `is_edit`: an earlier message with `message_id` changed its text.
    """

    channel: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    message_id: str = ""
    is_edit: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does at `at`.

    "tap": the button with `token` on message `message_id`; "type": send `text`; "start": open the
    Telegram bot with `text` as the start parameter ("" for none); "contact": share one's own number.
    """

    at: datetime
    kind: Literal["tap", "type", "start", "contact"]
    channel: str
    text: str = ""
    token: str = ""
    message_id: str = ""


class Citizen:
    """One person with one phone."""

    def __init__(self, phone: str, seed: int, temperament: Temperament, unit_tendency: float) -> None:
        self.phone = phone
        self.temperament = temperament
        self._random = Random(f"{seed}|person|{phone}")
        self._leaning = personal_leaning(self._random, unit_tendency)
        self._birth_year = self._random.randint(1954, 2004)
        self._letters = 0
        self._code = ""
        self._keyword = ""
        self._has_begun = False
        self._has_left = False
        self._is_silent = False  # lapsed; a reminder wakes them
        self._is_explained_to = False  # asked who we are, and waits for the explanation
        self._questions = 0
        self._repeats = 0
        self._once_done: set[str] = set()  # habits acted on already
        self._busy_until: datetime | None = None
        self._open: tuple[Shown, Reading] | None = None  # the question on the screen
        self._answered: Shown | None = None  # the screen last answered
        self._wanted: tuple[str, ...] = ()  # what will be ticked, one tap after the other

    @property
    def is_reachable(self) -> bool:
        """Whether this phone number exists: otherwise the network reports a failed delivery."""
        return self.temperament.ending is not Ending.WRONG_NUMBER

    def react(self, shown: Shown, now: datetime) -> list[Act]:
        """What the person will do about a message that reached the phone at `now`."""
        if not self.is_reachable:
            return []
        reading = read(shown.text, shown.buttons)
        if reading.is_confirmation:
            return [self._confirm(shown, reading, now)]
        if self._has_left:
            return []
        if reading.is_question:
            return self._read_question(shown, reading, now)
        if reading.code:
            return self._read_letter(reading, now)
        return self._read_notice(shown, reading, now)

    # ------------------------------------------------------------------ letters and notices

    def _read_letter(self, reading: Reading, now: datetime) -> list[Act]:
        """An invitation or a reminder: something with a code in it."""
        self._letters += 1
        self._code, self._keyword = reading.code, reading.keyword
        if self._has_begun:
            return self._come_back(SMS, now)
        ending = self.temperament.ending
        if self._is_busy(now) or ending is Ending.NEVER_ANSWERS:
            return []
        says_no_at_once = ending in {Ending.STOPS, Ending.REFUSES} and self.temperament.leaves_at % 2 == 0
        if ending in LOST or says_no_at_once:
            # Said once, where it came from; somebody in the house says it again to a reminder.
            self._has_left = ending is Ending.STOPS or self._letters > 1
            return [self._type(SMS, voice.farewell(self._random, ending), self._after_a_while(now))]
        if self._letters < self.temperament.letters_needed:
            return []
        return [self._begin(self._after_a_while(now))]

    def _begin(self, at: datetime) -> Act:
        """Come with the code, on the channel this person likes."""
        if not self.temperament.prefers_telegram:
            written = f"{self._keyword} {self._code}".strip()
            return self._type(SMS, written.lower() if self._random.random() < 0.3 else written, at)
        manner = self._random.random()
        if manner < 0.7:
            return Act(at, "start", TELEGRAM, text=self._code)
        if manner < 0.85:
            return Act(at, "start", TELEGRAM)  # the bot will ask for the code
        return self._type(TELEGRAM, self._code, at)

    def _read_notice(self, shown: Shown, reading: Reading, now: datetime) -> list[Act]:
        """Neither a code nor a question: who we are, send your code, go on, thank you."""
        text = reading.question
        if "hoan thanh" in text:
            self._has_left = True
        elif reading.has_contact_button:
            return [Act(self._soon(now), "contact", shown.channel)]
        elif "gui ma" in text and self._code and self._is_first("gave the code"):
            return [self._type(shown.channel, self._code, self._soon(now))]
        elif self._is_silent or "tra loi do" in text:
            return self._come_back(shown.channel, now)
        elif reading.command("resume") or "de tiep tuc" in text:
            return self._resume(shown, reading, now)
        elif self._is_explained_to and self._open is not None:
            # The explanation came alone; the question still stands above it.
            self._is_explained_to = False
            return self._answer(*self._open, now)
        return []

    def _come_back(self, channel: str, now: datetime) -> list[Act]:
        """A reminder to somebody who had begun."""
        if self._is_busy(now) or self.temperament.ending is not Ending.COMPLETES:
            return []
        self._is_silent = False
        self._answered = None
        where = self._open[0].channel if self._open is not None else channel
        return [self._type(where, voice.one_of(self._random, voice.RESUME), self._after_a_while(now))]

    def _resume(self, shown: Shown, reading: Reading, now: datetime) -> list[Act]:
        """The pause was noted; go on hours later."""
        if self.temperament.ending is not Ending.COMPLETES:
            return []
        self._answered = None
        at = self._busy_until = self._awake(now + timedelta(hours=self._random.uniform(0.5, 9)))
        token = reading.command("resume")
        if token:
            return [Act(at, "tap", shown.channel, "", token, shown.message_id)]
        return [self._type(shown.channel, voice.one_of(self._random, voice.RESUME), at)]

    # ------------------------------------------------------------------ questions

    def _read_question(self, shown: Shown, reading: Reading, now: datetime) -> list[Act]:
        self._has_begun = True
        is_same = self._open is not None and self._open[1].question == reading.question
        is_seen = self._answered is not None and _is_alike(shown, self._answered)
        if is_seen and (self._is_busy(now) or shown.channel == SMS):
            return []  # the same thing twice: about to be answered, or answered already
        self._open = (shown, reading)
        if not is_same:
            self._questions += 1
        self._repeats = self._repeats + 1 if reading.is_misread else 0
        if self._is_silent or self._repeats > _PATIENCE:
            return []
        return self._leave(shown, reading, now) or self._act_on_a_habit(shown, reading, now)

    def _confirm(self, shown: Shown, reading: Reading, now: datetime) -> Act:
        """Is that right? Yes, unless it is about leaving and this person stays."""
        is_staying = self.temperament.ending in {Ending.COMPLETES, Ending.BREAKS_OFF}
        is_right = not (is_staying and _ABOUT_LEAVING.search(reading.question))
        fits = is_yes if is_right else is_no
        wanted = next((option for option in reading.options if fits(option.label)), reading.options[0])
        return self._give(shown, wanted, now)

    def _leave(self, shown: Shown, reading: Reading, now: datetime) -> list[Act]:
        """Those who give no interview say so, each at their moment; others do nothing here."""
        ending = self.temperament.ending
        if ending in {Ending.COMPLETES, Ending.BREAKS_OFF}:
            return []
        if ending is Ending.STOPS and self._questions < min(self.temperament.leaves_at, 6):
            return []
        self._has_left = True
        refusal = next((option for option in reading.options if is_no(option.label)), None)
        if ending is Ending.REFUSES and refusal is not None:
            return [self._give(shown, refusal, now)]
        if ending is Ending.STOPS and reading.command("stop"):
            return [self._press(shown, reading, "stop", voice.STOP, now)]
        return [self._type(shown.channel, voice.farewell(self._random, ending), self._soon(now))]

    def _act_on_a_habit(self, shown: Shown, reading: Reading, now: datetime) -> list[Act]:
        """What this person does once: ask who it is, go back, pause, fall silent; else answer."""
        habits = self.temperament
        self._is_explained_to = False
        if habits.ending is Ending.BREAKS_OFF and self._questions > habits.leaves_at:
            self._has_left = True
        elif self._is_time(habits.lapses_at) and self._is_first("lapsed"):
            self._is_silent = True
        elif self._is_time(habits.asks_who_at) and self._is_first("asked who"):
            self._is_explained_to = True
            return [self._press(shown, reading, "who", voice.WHO, now)]
        elif self._is_time(habits.goes_back_at) and self._is_first("went back"):
            return [self._press(shown, reading, "back", voice.BACK, now)]
        elif self._is_time(habits.pauses_at) and self._is_first("paused"):
            return [self._press(shown, reading, "pause", voice.PAUSE, now)]
        elif not reading.is_misread and self._random.random() < habits.slip_share:
            return [self._type(shown.channel, voice.one_of(self._random, voice.SLIPS), self._soon(now))]
        else:
            return self._answer(shown, reading, now)
        return []

    def _answer(self, shown: Shown, reading: Reading, now: datetime) -> list[Act]:
        self._answered = shown
        if not reading.options:
            text = voice.open_answer(self._random, reading.question, self._birth_year)
            return [self._type(shown.channel, text, self._soon(now))]
        if reading.rows > 1:
            given = (choose(self._random, reading, self._leaning) for _ in range(reading.rows))
            answers = " ".join(str(option.number) for option in given)
            return [self._type(shown.channel, answers, self._soon(now))]
        if reading.is_multiple:
            return [self._answer_several(shown, reading, now)]
        if reading.is_consent:
            agreed = next((option for option in reading.options if is_yes(option.label)), reading.options[0])
            return [self._give(shown, agreed, now)]
        chosen = choose(self._random, reading, self._leaning)
        return [self._give(shown, chosen, now, is_plainly=reading.is_misread)]

    def _answer_several(self, shown: Shown, reading: Reading, now: datetime) -> Act:
        """By SMS all numbers at once; on a card one tick after the other, then done."""
        labels = {option.label for option in reading.options}
        if not self._wanted or not labels.issuperset(self._wanted):
            # Come back to a question already ticked, one leaves it as it is.
            ticked = tuple(option for option in reading.options if option.is_ticked)
            self._wanted = tuple(option.label for option in ticked or choose_several(self._random, reading))
        wanted = [option for option in reading.options if option.label in self._wanted]
        missing = next((option for option in wanted if not option.is_ticked), None)
        token = missing.token if missing is not None else reading.command("done")
        if not token or missing is None:
            self._wanted = ()
        if not token:
            return self._type(shown.channel, voice.typed_several(self._random, wanted), self._soon(now))
        return Act(self._soon(now), "tap", shown.channel, "", token, shown.message_id)

    # ------------------------------------------------------------------ hands

    def _give(self, shown: Shown, option: Option, now: datetime, *, is_plainly: bool = False) -> Act:
        """One answer: tapped where there is a button, typed by those who type; `is_plainly` after
        a misunderstanding: the button, or just the number."""
        habits = self.temperament
        if option.token and (is_plainly or not habits.types_words):
            return Act(self._soon(now), "tap", shown.channel, "", option.token, shown.message_id)
        text = str(option.number)
        if not is_plainly:
            text = voice.typed(
                self._random, option, habits.spelling, is_in_words=bool(shown.buttons) or habits.types_words
            )
        return self._type(shown.channel, text, self._soon(now))

    def _press(
        self, shown: Shown, reading: Reading, purpose: str, phrases: tuple[str, ...], now: datetime
    ) -> Act:
        """A standing button where there is one, else the same in words."""
        self._answered = None
        token = reading.command(purpose)
        if token and not self.temperament.types_words:
            return Act(self._soon(now), "tap", shown.channel, "", token, shown.message_id)
        return self._type(shown.channel, voice.one_of(self._random, phrases), self._soon(now))

    def _type(self, channel: str, text: str, at: datetime) -> Act:
        return Act(at, "type", channel, text=text)

    # ------------------------------------------------------------------ time and memory

    def _soon(self, now: datetime) -> datetime:
        """In the middle of it: seconds to minutes."""
        seconds = self.temperament.pace_s * self._random.lognormvariate(0, 0.6)
        self._busy_until = now + timedelta(seconds=max(1.5, seconds))
        return self._busy_until

    def _after_a_while(self, now: datetime) -> datetime:
        """Taking the phone out: after this person's usual delay, at a waking hour."""
        self._busy_until = self._awake(now + timedelta(seconds=max(30.0, self.temperament.start_after_s)))
        return self._busy_until

    def _awake(self, at: datetime) -> datetime:
        local = at.astimezone(VIET_NAM)
        if _UP <= local.time() <= _TO_BED:
            return at
        morning = local.date() if local.time() < _UP else local.date() + timedelta(days=1)
        minutes = self._random.uniform(0, 150)
        return datetime.combine(morning, _UP, VIET_NAM) + timedelta(minutes=minutes)

    def _is_busy(self, now: datetime) -> bool:
        return self._busy_until is not None and now < self._busy_until

    def _is_time(self, place: int | None) -> bool:
        return place is not None and self._questions >= place

    def _is_first(self, habit: str) -> bool:
        """Whether this is the first time; from now on it is not."""
        is_first = habit not in self._once_done
        self._once_done.add(habit)
        return is_first


def _is_alike(shown: Shown, other: Shown) -> bool:
    """Whether two screens look the same."""
    return (shown.channel, shown.text, shown.buttons) == (other.channel, other.text, other.buttons)
