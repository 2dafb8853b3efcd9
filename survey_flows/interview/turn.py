"""One turn of an interview while it is being worked out: what may be done, each as one verb.

A `Turn` starts from a state, is told what to do by `engine.py`, and ends as a `Step`; `draft.py`
carries out what is decided here. Rules enforced here:
1. Words that were not understood are asked again simply, then with the choices spelled out, then
   with a person to call; after `STUCK_AFTER` in a row the interview pauses by itself and is silent
   until something readable comes: two machines answering each other must not go on for ever. Nobody
   reads the same text twice in a row.
2. `revision` grows when a tap would mean something else than before (another item, other ticks, a
   pending "do you mean", an end), and only then: a question merely shown again leaves the buttons
   already on the respondent's screen valid, so twenty taps in a row cannot run away from the card.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from survey_flows.interview.cards import ORDERED, SENT, may_be_missing, spoken_languages
from survey_flows.interview.draft import STUCK_AFTER, Draft
from survey_flows.interview.events import (
    Asked,
    Consented,
    Misread,
    Paused,
    Refused,
    ReportedIneligible,
    ReportedUnavailable,
    ReportedWrongPerson,
    Resumed,
    Spoke,
    Started,
    TappedLate,
    UnavailableReason,
    WentBack,
    Withdrew,
)
from survey_flows.interview.inputs import Medium
from survey_flows.interview.pages import Page
from survey_flows.interview.reading import Doubt, Report
from survey_flows.interview.review import LISTED, review
from survey_flows.interview.screens import REPORT_MARK, SEVERAL_MARK, SPELLS_OUT_AFTER
from survey_flows.interview.spoken import LEFT_OUT, example_of, keyed_example_of
from survey_flows.interview.state import RESTING, MissingKind, Status
from survey_flows.interview.tongues import name_of, next_after
from survey_flows.interview.transitions import Move, after
from survey_flows.interview.wording import about_key, pick, say
from survey_flows.questionnaire.model import Item, ItemKind
from survey_flows.questionnaire.moment import Moment

PERSON_AFTER = 3
"""Unread texts in a row after which a person to call is offered."""

_ON_A_PAGE: Mapping[Doubt, str] = {
    Doubt.UNCLEAR: "page.unread",
    Doubt.KIND: "page.not_here",
}
"""What is said beside a field, where words meant for a chat would not fit."""

_UNAVAILABLE: Mapping[Report, UnavailableReason] = {
    Report.MOVED: UnavailableReason.MOVED,
    Report.AWAY: UnavailableReason.AWAY,
    Report.DECEASED: UnavailableReason.DECEASED,
    Report.INCAPABLE: UnavailableReason.INCAPABLE,
}


_NUMBERS = frozenset({ItemKind.INTEGER, ItemKind.DECIMAL})
_STILL = frozenset({"misread.spelled", "misread.spelled_many", "misread.number"})
"""Texts that say themselves that it is not the first time."""


class Turn(Draft):
    """One turn in the making."""

    __slots__ = ()

    def start(self) -> None:
        """The respondent turned up: ask the first item."""
        self.status = after(self.status, Move.START)
        self.events.append(Started(self.medium))
        self._go_on()

    def resume(self) -> bool:
        """The respondent came back to a paused interview; say whether the question was seen before."""
        was_seen = self.sitting != RESTING
        self.status = after(self.status, Move.RESUME)
        self.sitting = len(self.answers) + len(self.missing)
        self.unclear = 0
        self.events.append(Resumed())
        return was_seen

    def come_back(self) -> None:
        """Who ended the interview asks to go on: the first open question, with every answer kept.

        Where an answer ended it there is none: its question is asked again.
        """
        self.status = after(self.status, Move.RETURN)
        self.resume()
        path = self.route.along(self.answers, self.moment)
        if self.route.next_open(path, self.answers, self.missing) is None:
            self._ask(self.route.asked(path.asked[-1], self.answers, self.moment))
        else:
            self._go_on()
        self.note("welcome_back")

    def stay_silent(self) -> None:
        """Something unreadable came while the interview had given up asking."""
        self.events.append(Misread(self.at, Doubt.UNCLEAR.value))
        self._is_silent = True

    def agree(self, code: str) -> None:
        """The respondent consents, with `code`."""
        self.events.append(Consented(self.language))
        self.record(code)

    def record(self, value: str | None, missing: MissingKind | None = None) -> None:
        """Record a value, or a kind of nonresponse, for the present item and go on."""
        self._put(self.at, value, missing)
        self._go_on()

    def accept(self, value: str) -> None:
        """Record `value` for the present item, unless the form forbids it or consent hangs on it."""
        name, route = self.at, self.route
        is_offered = name not in route.varying or route.logic.is_offered(
            name, value, self.answers, self.moment
        )
        if is_offered and not route.logic.violates(name, value, self.answers, self.moment):
            self.record(value)
        else:
            self.misread(Doubt.CONSTRAINT)

    def accept_several(self, given: Mapping[str, str | MissingKind]) -> None:
        """Record answers to several questions of one screen; those the form forbids are asked again."""
        page = dict(self.page) if not self.proposed else {}
        numbers = {item.name: number for number, item in page.items()}
        logic = self.route.logic
        refused: list[str] = []
        for name, value in given.items():
            kind = value if isinstance(value, MissingKind) else None
            if not logic.is_relevant(name, self.answers, self.moment):
                continue  # an answer before it, in the same message, took it off the path
            if kind is None and logic.violates(name, value, self.answers, self.moment):
                refused.append(name)
            elif kind is None:
                self._put(name, value, None)
            elif may_be_missing(self.route.items[name]):
                self._put(name, None, kind)
            else:
                refused.append(name)
        self.proposed = ""
        rest = [str(number) for name, number in numbers.items() if name in refused or name not in given]
        if refused:
            self.events.append(Misread(refused[0], Doubt.CONSTRAINT.value))
        if rest:
            self.note("page.unclear" if refused else "page.missing", numbers=", ".join(rest))
        self._go_on()

    @property
    def together(self) -> tuple[str, ...]:
        """The questions of the present page, in order."""
        path = self.route.along(self.answers, self.moment)
        return path.screens.get(self.item.screen, (self.at,))

    def fill_in(self, given: Mapping[str, str | MissingKind | Doubt]) -> None:
        """Record the questions of a page sent back together; the page stays for those that cannot be."""
        logic = self.route.logic
        wrong: dict[str, Doubt] = {}
        for name, value in given.items():
            if not logic.is_relevant(name, self.answers, self.moment):
                continue  # an answer before it, on the same page, took it off the path
            if isinstance(value, Doubt):
                wrong[name] = value
            elif isinstance(value, MissingKind):
                if self.missing.get(name) is not value:
                    self._put(name, None, value)
                    self._moved = True
            elif not logic.is_offered(name, value, self.answers, self.moment) or logic.violates(
                name, value, self.answers, self.moment
            ):
                wrong[name] = Doubt.CONSTRAINT
            elif self.answers.get(name) != value:
                self._put(name, value, None)
                self._moved = True
        if not wrong:
            self._go_on()
            return
        if self.at not in wrong:
            self.at = next(iter(wrong))
            self._moved = True
        for name, doubt in wrong.items():
            self.fault(name, doubt)

    def fault(self, name: str, doubt: Doubt) -> None:
        """One question of a page could not be recorded: say beside it what is wrong."""
        self.unclear = max(self.unclear, 1)
        self.events.append(Misread(name, doubt.value))
        item = self.route.asked(name, self.answers, self.moment)
        key = _ON_A_PAGE.get(doubt)
        if doubt is Doubt.REQUIRED:
            key = None if item.required_messages else "page.blank" if may_be_missing(item) else "page.needed"
        text = self._what_is_wrong(item, doubt) if key is None else say(key, self._wording())
        self._faults.append((name, text))

    def leave_out(self, kind: MissingKind) -> None:
        """Record that there is no value, where the interview can go on without one.

        A form may answer the first attempt with its own `required_message`; nobody is held longer.
        """
        item = self.item
        if not may_be_missing(item) or (
            item.required_messages
            and self.unclear == 0
            and self.route.logic.is_required(item.name, self.answers, self.moment)
        ):
            self.misread(Doubt.REQUIRED)
        else:
            self.record(None, kind)

    def pass_over(self) -> bool:
        """Go on from a question that this medium cannot ask; say whether there was one."""
        why = self._why_not(self.item)
        if why is None:
            return False
        self.record(None, why)
        return True

    def keep(self) -> None:
        """Leave the answer, or the form's own proposal, as it stands and go on."""
        name = self.at
        if self.proposed:
            self.drop_proposal()
        if name in self.answers or name in self.missing:
            self._go_on()
            return
        default = self.standing
        if default and self.item is not self.route.consent:
            self.accept(default)
        else:
            self.note("keep.nothing")

    def tick(self, codes: tuple[str, ...]) -> None:
        """Show other ticks on a multiple answer; nothing is recorded yet."""
        self.ticked = codes
        self.unclear = 0
        self._moved = True

    def propose(self, value: str) -> None:
        """Ask whether `value` was meant; who says the same to that question is asked with the choices."""
        if self.proposed == f"{self.at}={value}":
            self.misread(Doubt.UNCLEAR)
        else:
            self._pend(f"{self.at}={value}", value)

    def propose_several(self, given: Mapping[str, str | MissingKind]) -> None:
        """Ask whether these answers to the questions of one screen were meant."""
        parts = [
            f"{name}={LEFT_OUT if isinstance(value, MissingKind) else ''}{value}"
            for name, value in given.items()
        ]
        proposed = SEVERAL_MARK + " ".join(parts)
        self._pend(proposed, proposed)

    def propose_report(self, report: Report) -> None:
        """Ask whether a report that would end the interview was meant; who repeats it then means it."""
        if self.proposed == f"{REPORT_MARK}{report.value}":
            self.believe(report)
            return
        self._pend(f"{REPORT_MARK}{report.value}", f"{REPORT_MARK}{report.value}")

    def drop_proposal(self) -> None:
        """Forget the pending "do you mean"."""
        self.proposed = ""
        self._moved = True

    def misread(self, doubt: Doubt) -> None:
        """Nothing could be recorded: ask again simply, then spelled out, then offer a person; never scold."""
        item = self.item
        if self.proposed:
            self.drop_proposal()
        self.unclear += 1
        self.events.append(Misread(item.name, doubt.value))
        if self.unclear >= STUCK_AFTER:
            self._give_up()
        elif self.unclear >= PERSON_AFTER and self.unclear % 2:
            self.note("misread.person" if may_be_missing(item) else "misread.person_needed")
        else:
            self._notices.append(self._what_is_wrong(item, doubt))

    def misread_page(self, page: Page, doubt: Doubt) -> None:
        """One message for a whole screen could not be taken; after two, its questions come one by one."""
        self.unclear += 1
        self.events.append(Misread(self.at, doubt.value))
        if self.unclear >= SPELLS_OUT_AFTER:
            self.singly = self.route.items[self.at].screen
            self.note("page.singly")
            self._moved = True
            return
        numbers, items = [number for number, _ in page], [item for _, item in page]
        if doubt in {Doubt.COUNT, Doubt.UNCLEAR}:
            self.note("page.count", count=len(page), example=keyed_example_of(numbers, items))
        elif doubt is Doubt.BATCH:
            self.note("page.each", example=example_of(items))
        else:
            self.note(f"misread.{doubt.value}")

    def _what_is_wrong(self, item: Item, doubt: Doubt) -> str:
        wording = self._wording()
        own_words = ""
        if doubt in {Doubt.CONSTRAINT, Doubt.OVERLIMIT}:  # "up to N" is a constraint too
            own_words = pick(item.constraint_messages, wording)
        elif doubt is Doubt.REQUIRED:
            own_words = pick(item.required_messages, wording)
        again = f"{say('misread.again', wording)} " if self.unclear >= SPELLS_OUT_AFTER else ""
        if own_words:
            return again + self.route.logic.fill(own_words, self.answers, Moment(self.moment.now, wording))
        key = f"misread.{doubt.value}"
        if doubt is Doubt.KIND and item.kind in SENT:
            key = "misread.other_kind"
        elif doubt is Doubt.REQUIRED and item is self.route.consent:
            key = "misread.consent"
        elif doubt is Doubt.UNCLEAR:
            if not item.choices:
                key = "misread.number" if again and item.kind in _NUMBERS else "misread.open"
            elif again and item.kind is not ItemKind.RANGE:
                key = "misread.spelled_many" if item.kind in ORDERED else "misread.spelled"
        if key in _STILL:
            again = ""
        text = say(key, wording).replace("{maximum}", str(item.maximum_choices))
        return again + text.replace("{count}", str(len(item.choices)))

    def _give_up(self) -> None:
        if self.status is not Status.PAUSED:
            self.events.append(Paused())
        self.status = after(self.status, Move.PAUSE)
        self._parting = "stuck"

    def answer_aside(self, about: Asked) -> None:
        """Answer what was asked beside the question."""
        self.events.append(Spoke(about))
        is_polite = about in {Asked.GREETING, Asked.THANKS}  # as a machine would answer, again and again
        if not (is_polite and self.unclear % 2):
            self._notices.append(say(about_key(about), self._wording()))
        if about is Asked.LANGUAGE and self.medium is not Medium.SMS:
            self._offer_languages()
        if is_polite:
            self.unclear += 1
            if self.unclear >= STUCK_AFTER:
                self._give_up()

    def _offer_languages(self) -> None:
        """Name the languages of the form, to who reads none of those that everybody is shown."""
        languages = spoken_languages(self.route)
        if len(languages) > 2:
            self.note("about.tongues", names=", ".join(name_of(language) for language in languages))

    def late(self, item: str) -> None:
        """A tap on a card that is no longer the present one."""
        self.events.append(TappedLate(item[:64]))
        self.note("late.noted" if item in self.answers or item in self.missing else "late.old")

    def go_back(self, first: str = "") -> None:
        """Ask the item before (`first`, of a page); from a "do you mean" back to its question."""
        if self.proposed:
            self.drop_proposal()
            return
        earlier = self.route.before(self.route.along(self.answers, self.moment), first or self.at)
        if earlier is None:
            self.note("back.first")
            return
        self.events.append(WentBack(earlier.name))
        self._ask(earlier)

    def jump(self, number: int) -> None:
        """Ask question `number` again, if it has been dealt with."""
        path = self.route.along(self.answers, self.moment)
        item = self.route.at_number(path, number)
        if item is None or not (item.name in self.answers or item.name in self.missing):
            if item is None or item.name != self.at:
                self.note("jump.unknown", number=number, last=self.route.number_of(path, self.at))
        else:
            self.change(item.name)

    def change(self, name: str) -> None:
        """Ask an item again that has been dealt with; a tap on another's name changes nothing."""
        path = self.route.along(self.answers, self.moment)
        is_known = name in path.position and (name in self.answers or name in self.missing)
        if not is_known or self.route.items[name] is self.route.consent:
            self.late(name)
            return
        self.events.append(WentBack(name))
        self._ask(self.route.asked(name, self.answers, self.moment))

    def review(self, before: int | None = None) -> None:
        """Show the answers given so far instead of the question, which waits."""
        path = self.route.along(self.answers, self.moment)
        self._instead = review(self.route, self._state(), path, self.moment, before)
        if self._instead is None:
            self.note("review.empty")
        else:
            self.proposed = LISTED

    def write_diacritics(self, *, are_wanted: bool) -> None:
        """Keep the diacritics in text messages from now on, or leave them out."""
        self.has_diacritics = are_wanted
        self.note("accents.on" if are_wanted else "accents.off")

    def switch_language(self, language: str = "") -> None:
        """Go on in `language`, or in the next one the form has."""
        languages = spoken_languages(self.route)
        self.events.append(Spoke(Asked.LANGUAGE))
        if len(languages) < 2 or (language and language not in languages):
            self.note("about.language")
            return
        self.language = language or next_after(self.language, languages)
        self.moment = self.route.moment(self._now, self.language)

    def pause(self, *, asked: bool) -> None:
        """Keep the place and part; `asked` when the wish came in words."""
        if asked:
            self.events.append(Spoke(Asked.LATER))
        if self.status is not Status.PAUSED:
            self.events.append(Paused())
        else:
            self.unclear += 1
        self.status = after(self.status, Move.PAUSE)
        self._parting = "paused"
        self._is_silent = self.unclear > STUCK_AFTER  # an absence notice that answers ours

    def withdraw(self) -> None:
        """STOP: nothing is sent any more, on any channel."""
        self._end(Withdrew(), Move.WITHDRAW)

    def refuse(self) -> None:
        """The respondent does not take part."""
        self._end(Refused(), Move.REFUSE)

    def believe(self, report: Report) -> None:
        """Take a confirmed report as true; the interview ends."""
        match report:
            case Report.REFUSES:
                self.refuse()
            case Report.STOPS:
                self.withdraw()
            case Report.WRONG_PERSON:
                self._end(ReportedWrongPerson(), Move.DISOWN)
            case Report.INELIGIBLE:
                self._end(ReportedIneligible(), Move.DISQUALIFY)
            case Report.MOVED | Report.AWAY | Report.DECEASED | Report.INCAPABLE:
                self._end(ReportedUnavailable(_UNAVAILABLE[report]), Move.LOSE)
            case _:
                assert_never(report)
