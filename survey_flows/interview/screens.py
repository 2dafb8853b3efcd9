"""Turn the state of an interview into the one prompt a respondent sees next.

Rules:
1. One prompt at a time: what the interview has to say beside the question stands in its `notice`.
2. A question looks the same however often it is shown; only notice, progress and ticks change.
   What is the same for everybody is laid out once per wording and kept (`cards.py`).
3. A screen is one card in a chat, with what was answered above the present question, and one text
   message by SMS (`pages.py`).
4. What a text quotes of the answers (`${name}`) is filled in at every showing.
"""

from __future__ import annotations

from survey_flows.interview.cards import Card, lay_out, media_of, spoken_languages
from survey_flows.interview.inputs import Command, Medium
from survey_flows.interview.pace import Pace
from survey_flows.interview.pages import Page, length_of, page_at, shared_choices
from survey_flows.interview.prompts import Prompt, PromptChoice, PromptKind, PromptMedium, PromptRow
from survey_flows.interview.reading import Report
from survey_flows.interview.review import LISTED
from survey_flows.interview.route import Path, Route
from survey_flows.interview.spoken import example_of, in_words, proposal_in_words
from survey_flows.interview.state import InterviewState
from survey_flows.interview.wording import command_key, confirm_key, pick, say, wording_of
from survey_flows.questionnaire.model import Item, ItemKind, ItemRole
from survey_flows.questionnaire.moment import Moment

YES = "yes"
NO = "no"
REPORT_MARK = "!"
"""A proposal of the state that starts so is a report; item names never do."""

SEVERAL_MARK = "#"
"""A proposal that starts so holds answers to several questions of one screen."""

_LONGEST_BOARD = 1800
"""A screen whose questions are longer than this in all shows only the present one: Zalo takes 2,000."""

SPELLS_OUT_AFTER = 2
"""Unread texts in a row after which the choices are written out."""


class Screens:
    """The prompts of one questionnaire at one pace."""

    def __init__(self, route: Route, pace: Pace) -> None:
        self._route = route
        self.pace = pace
        self._cards: dict[tuple[str, str, Medium, bool], Card] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages a respondent may choose from."""
        return spoken_languages(self._route)

    def current(self, state: InterviewState, path: Path, moment: Moment, notice: str = "") -> Prompt:
        """Return the question being asked, or the pending "do you mean", with `notice` above it."""
        if state.proposed and state.proposed != LISTED:
            return self._confirmation(state, notice, moment)
        item = self._route.asked(state.at, state.answers, moment)
        if item.screen and state.medium is Medium.SMS:
            page = self.page(state, path, moment)
            if page:
                return self._page(state, path, page, notice, moment)
        return self._question(state, path, item, notice, moment)

    def page(self, state: InterviewState, path: Path, moment: Moment) -> Page:
        """Return the questions that the present text message asks at once; () when it asks one."""
        screen = self._route.items[state.at].screen if state.at else ""
        if not screen or state.medium is not Medium.SMS or state.singly == screen:
            return ()
        wording = wording_of(state)
        heading = pick(self._route.items[state.at].sections, wording)
        return page_at(
            self._route,
            path,
            state.at,
            state.answers.keys() | state.missing.keys(),
            lambda number, item: self._row(state, number, item, moment),
            parts=self.pace.sms_parts,
            is_accented=state.has_diacritics,
            words_around=length_of(heading) + length_of(say("page.reply", wording)) + 20,
        )

    def pause(self, state: InterviewState, key: str = "paused", left: int = 0) -> Prompt:
        """Return the notice that the place is kept; `left` questions remain."""
        commands = () if state.medium is Medium.SMS else (Command.RESUME,)
        wording = wording_of(state)
        return Prompt(
            PromptKind.NOTICE,
            say(key, wording).replace("{left}", str(left)),
            state.revision,
            commands=commands,
            command_labels=tuple(say(command_key(command), wording) for command in commands),
            language=state.language,
            is_accented=state.has_diacritics,
        )

    def closing(
        self, state: InterviewState, notice: str = "", path: Path | None = None, moment: Moment | None = None
    ) -> Prompt:
        """Return the last prompt of an interview that has ended."""
        wording = wording_of(state)
        media: tuple[PromptMedium, ...] = ()
        if path is not None and moment is not None:
            notes = [self._read_out(state, note, wording, moment) for note in path.closing_notes]
            notice = "\n".join([notice, *notes]).strip()
            media = _media_of_all(path.closing_notes, wording)
        return Prompt(
            PromptKind.CLOSING,
            say(f"closing.{state.status.value}", wording),
            state.revision,
            notice=notice,
            language=state.language,
            media=media,
            is_accented=state.has_diacritics,
        )

    def withdrawal(self, state: InterviewState) -> Prompt:
        """Return the confirmation of a STOP, whatever the status."""
        return Prompt(
            PromptKind.CLOSING,
            say("closing.stopped", wording_of(state)),
            state.revision,
            language=state.language,
            is_accented=state.has_diacritics,
        )

    def _question(self, state: InterviewState, path: Path, item: Item, notice: str, moment: Moment) -> Prompt:
        route = self._route
        name = item.name
        card = self._card(item, state)
        recorded = state.answers.get(name)
        text, hint, section, choices = card.text, card.hint, card.section, card.choices
        if card.has_holes or name in route.varying:
            text, hint, section, choices = self._filled(state, card, moment)
        notes = path.notes.get(name)
        if notes is not None or card.introduction:
            wording = wording_of(state)
            texts = [self._read_out(state, note, wording, moment) for note in notes or ()]
            notice = "\n".join(part for part in (notice, card.introduction, *texts) if part)
        media = card.media if notes is None else (*_media_of_all(notes, wording_of(state)), *card.media)
        is_prefilled = False
        if recorded is None and name in route.proposing and name not in state.missing:
            recorded = route.logic.default_of(name, state.answers, moment)
            is_prefilled = recorded != ""
            if is_prefilled and not (choices and state.medium is Medium.CHAT):
                hint = "\n".join(filter(None, (hint, self._offer(state, item, recorded, moment))))
        if choices and (card.is_multiple or recorded):
            chosen: tuple[str, ...] = state.ticked if card.is_multiple else (recorded or "",)
            choices = _ticked(choices, chosen, is_ranked=item.kind is ItemKind.RANK)
        uncounted = 0 if route.consent is None else 1
        position = path.position.get(name, -1)
        is_first = position <= uncounted
        if is_prefilled or recorded is not None or name in state.missing:
            buttons = card.first_again if is_first else card.again
        else:
            buttons = card.first if is_first else card.usual
        behind = len(state.answers) + len(state.missing) - uncounted
        return Prompt(
            PromptKind.QUESTION,
            text,
            state.revision,
            name,
            hint,
            notice,
            section,
            choices,
            card.is_multiple,
            None if item is route.consent else (behind, self._total(path, item)),
            buttons.commands,
            buttons.labels,
            state.language,
            item.kind,
            position + 1 - uncounted,
            self._board(state, path, item, moment) if item.screen and state.medium is Medium.CHAT else (),
            1,
            media,
            state.unclear >= SPELLS_OUT_AFTER,
            state.has_diacritics,
        )

    def _total(self, path: Path, item: Item) -> int:
        """How many questions there are; 0 where whether there are more hangs on this very one."""
        is_last = path.asked[-1] == item.name
        if is_last and item.role is ItemRole.SCREENER:
            return 0
        return len(path.asked) - (0 if self._route.consent is None else 1)

    def _page(self, state: InterviewState, path: Path, page: Page, notice: str, moment: Moment) -> Prompt:
        """One text message with several questions of a screen."""
        wording = wording_of(state)
        rows = tuple(self._row(state, number, item, moment) for number, item in page)
        shared = shared_choices(rows)
        if shared:
            rows = tuple(PromptRow(row.number, row.text) for row in rows)
        notes = [self._read_out(state, note, wording, moment) for note in path.notes.get(page[0][1].name, ())]
        uncounted = 0 if self._route.consent is None else 1
        behind = len(state.answers) + len(state.missing) - uncounted
        example = example_of([item for _, item in page])
        at = path.position[page[0][1].name]
        is_practised = state.unclear == 0 and any(
            path.position[names[-1]] < at and names[-1] in state.answers for names in path.screens.values()
        )
        reply = say("page.reply_again" if is_practised else "page.reply", wording)
        return Prompt(
            PromptKind.QUESTION,
            pick(page[0][1].sections, wording),
            state.revision,
            state.at,
            hint=reply.replace("{count}", str(len(page))).replace("{example}", example),
            notice="\n".join(part for part in (notice, *notes) if part),
            choices=shared,
            progress=(behind, len(path.asked) - uncounted),
            language=state.language,
            expects=page[0][1].kind,
            number=self._route.number_of(path, state.at),
            rows=rows,
            awaits=len(page),
            is_accented=state.has_diacritics,
        )

    def _board(self, state: InterviewState, path: Path, item: Item, moment: Moment) -> tuple[PromptRow, ...]:
        """The questions of a screen on one card, with the answers given so far."""
        together = path.screens.get(item.screen, ())
        wording = wording_of(state)
        rows = []
        for number, name in enumerate(together, 1):
            other = self._route.asked(name, state.answers, moment)
            value = state.answers.get(name)
            answer = in_words(other, value, wording) if value is not None else ""
            if name in state.missing:
                answer = "–"
            text = self._filled(state, self._card(other, state), moment)[0]
            rows.append(PromptRow(number, text, answer, name == item.name))
        if sum(len(row.text) + len(row.answer) for row in rows) > _LONGEST_BOARD:
            return ()
        return tuple(rows)

    def _row(self, state: InterviewState, number: int, item: Item, moment: Moment) -> PromptRow:
        asked = self._route.asked(item.name, state.answers, moment)
        text, hint, _, choices = self._filled(state, self._card(asked, state), moment)
        if item.kind is ItemKind.RANGE:
            text = f"{text} ({hint})" if hint else text
        return PromptRow(number, text, choices=choices)

    def _confirmation(self, state: InterviewState, notice: str, moment: Moment) -> Prompt:
        wording = wording_of(state)
        proposed = state.proposed
        if proposed.startswith(REPORT_MARK):
            text = say(confirm_key(Report(proposed[1:])), wording)
        else:
            text = proposal_in_words(self._route, state, proposed, wording, moment)
        return Prompt(
            PromptKind.CONFIRM,
            text,
            state.revision,
            item=state.at,
            notice=notice,
            choices=(PromptChoice(YES, say("yes", wording)), PromptChoice(NO, say("no", wording))),
            language=state.language,
            is_accented=state.has_diacritics,
        )

    def _offer(self, state: InterviewState, item: Item, value: str, moment: Moment) -> str:
        wording = wording_of(state)
        asked = self._route.asked(item.name, state.answers, moment)
        return say("default.offer", wording).replace("{reading}", in_words(asked, value, wording))

    def _read_out(self, state: InterviewState, note: Item, wording: str, moment: Moment) -> str:
        """A note, or a read-only question with its value."""
        logic = self._route.logic
        reader = Moment(moment.now, wording)
        text = logic.fill(pick(note.labels, wording), state.answers, reader)
        value = logic.shown(note.name, state.answers, reader) if note.kind is not ItemKind.NOTE else ""
        return f"{text}: {value}" if value else text

    def _filled(
        self, state: InterviewState, card: Card, moment: Moment
    ) -> tuple[str, str, str, tuple[PromptChoice, ...]]:
        """The texts of a card with what they quote of the answers."""
        if not card.has_holes:
            return card.text, card.hint, card.section, card.choices
        reader = Moment(moment.now, wording_of(state))

        def fill(text: str) -> str:
            return self._route.logic.fill(text, state.answers, reader)

        choices = tuple(PromptChoice(choice.code, fill(choice.label)) for choice in card.choices)
        return fill(card.text), fill(card.hint), fill(card.section), choices

    def _card(self, item: Item, state: InterviewState) -> Card:
        name = item.name
        if name in self._route.varying:  # its choices depend on the answers
            return lay_out(self._route, item, wording_of(state), state.medium)
        key = (name, state.language, state.medium, state.has_diacritics)
        card = self._cards.get(key)
        if card is None:
            card = self._cards[key] = lay_out(self._route, item, wording_of(state), state.medium)
        return card


def _media_of_all(notes: tuple[Item, ...], wording: str) -> tuple[PromptMedium, ...]:
    """The pictures of what is read out above a question."""
    return tuple(medium for note in notes for medium in media_of(note, wording))


def _ticked(
    choices: tuple[PromptChoice, ...], chosen: tuple[str, ...], *, is_ranked: bool
) -> tuple[PromptChoice, ...]:
    return tuple(
        [
            PromptChoice(choice.code, choice.label, True, chosen.index(choice.code) + 1 if is_ranked else 0)
            if choice.code in chosen
            else choice
            for choice in choices
        ]
    )
