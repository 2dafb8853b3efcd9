"""From the cells of one line to a `FrameRow`, with what is wrong or doubtful about them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from operator import itemgetter

from survey_flows.ids import ServiceCode, UnitCode
from survey_flows.sampling.columns import MODES, TYPES, Column
from survey_flows.sampling.frame import FrameRow, RespondentType, SubmissionMode
from survey_flows.sampling.known import KnownUnit
from survey_flows.sampling.matching import Ambiguous, Found, NameIndex, fold
from survey_flows.sampling.messages import ProblemCode
from survey_flows.sampling.phones import read_phone
from survey_flows.sampling.provinces import province_of, read_province

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_FIRST_SERIAL = date(1899, 12, 30)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}.*$")
_YEAR = re.compile(r"(?:^|[/.\-])((?:19|20)\d{2})(?:$|-)")
_REMEMBERED = 4096
_LONGEST_QUOTE = 60  # of what an office wrote, in a message


class _UnreadableDate(ValueError):
    pass


@lru_cache(maxsize=8192)
def read_date(text: str) -> date | None:
    """A date as offices write it: dd/mm/yyyy, dd/mm/yy, ISO, in words, or Excel's number of days.

    A time of day is ignored; None for an empty cell.

    Raises ValueError for anything else, impossible days included.

    >>> read_date("05/9/2023")
    datetime.date(2023, 9, 5)
    """
    day = _CLOCK.sub("", text.strip())
    if not day:
        return None
    if found := _DAY_FIRST.fullmatch(day):
        return date(int(found[3]) + (2000 if len(found[3]) == 2 else 0), int(found[2]), int(found[1]))
    if found := _IN_WORDS.fullmatch(day):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if _SERIAL.fullmatch(day):
        return _FIRST_SERIAL + timedelta(days=int(float(day)))
    if found := _YEAR_FIRST.fullmatch(day):
        return date(int(found[1]), int(found[2]), int(found[3]))
    raise _UnreadableDate(text)


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one line, or one cell of it; `is_accepted` when the line is used all the same."""

    code: ProblemCode
    column: Column | None = None
    words: Mapping[str, str | int] = field(default_factory=dict)
    is_accepted: bool = False


class _Rejected(Exception):
    def __init__(self, column: Column, code: ProblemCode, **words: str) -> None:
        self.problem = LineProblem(code, column, words)


class CellReader:
    """Reads the lines of one file; remembers how each spelling was understood."""

    def __init__(
        self,
        units: tuple[KnownUnit, ...],
        places: Mapping[Column, int],
        *,
        home: str,
        sender: UnitCode | None,
        titled: UnitCode | None = None,
    ) -> None:
        """`places` says where each column stands, `home` is the default province, `sender` the agency.

        `titled` is whose list this is according to its title: lines without an agency are its own.
        """
        self._units = {unit.code: unit for unit in units}
        self._unit_names = _unit_names(units)
        self._service_names: dict[UnitCode, NameIndex] = {}
        self._home = read_province(home) or home
        self._sender = self._units[sender] if sender is not None else None
        self._titled = sender if sender is not None else titled
        self._cells_of = itemgetter(*(places.get(column, -1) for column in Column))
        self._plain: dict[tuple[str, str], tuple[UnitCode, ServiceCode]] = {}

    def read(self, file: str, row: int, cells: Sequence[str]) -> tuple[FrameRow | None, list[LineProblem]]:
        """The line as a FrameRow, or None when it cannot be used; and every problem found.

        The last of `cells` is empty: it stands for every column the list does not have.
        """
        unit, service, name, phone, address, province, kind, body, mode, sent, back, born, dossier = map(
            str.strip, self._cells_of(cells)
        )
        doubts: list[LineProblem] = []
        try:
            # A list names few agencies and services, each a thousand times in the same words.
            known = self._plain.get((unit, service))
            if known is None:
                unit_code = self._unit(unit, doubts)
                known = (unit_code, self._service(unit_code, service, doubts))
                if not doubts and len(self._plain) < _REMEMBERED:
                    self._plain[unit, service] = known
            unit_code, service_code = known
            name = _name(name)
            submitted_on = _date(sent, Column.SUBMITTED)
            result_on = _date(back, Column.RESULT)
            how = _mode(mode)
        except _Rejected as rejected:
            return None, [*doubts, rejected.problem]
        if submitted_on is not None and result_on is not None and result_on < submitted_on:
            doubts.append(LineProblem(ProblemCode.DATES_REVERSED, Column.RESULT, is_accepted=True))
        number, oddity = read_phone(phone)
        if oddity is not None:
            doubts.append(LineProblem(oddity, Column.PHONE, is_accepted=True))
        accepted = FrameRow(
            file,
            row,
            unit_code,
            service_code,
            name,
            number,
            address,
            self._province(province, address),
            _type(kind, body, doubts),
            how,
            submitted_on,
            result_on,
            body,
            _birth_year(born, doubts),
            dossier,
        )
        return accepted, doubts

    def _unit(self, written: str, doubts: list[LineProblem]) -> UnitCode:
        if not written:
            if self._titled is not None:
                return self._titled
            raise _Rejected(Column.UNIT, ProblemCode.MISSING_UNIT)
        match self._unit_names.find(written):
            case Found(key, is_close):
                unit = self._units[UnitCode(key)]
            case Ambiguous(first, second):
                names = {code: self._units[UnitCode(code)].names[0] for code in (first, second)}
                words = {"given": _short(written), "first": names[first], "second": names[second]}
                raise _Rejected(Column.UNIT, ProblemCode.AMBIGUOUS_UNIT, **words)
            case None:
                words = {"given": _short(written)}
                raise _Rejected(Column.UNIT, ProblemCode.UNKNOWN_UNIT, **words)
        sender = self._sender
        if sender is not None and sender.code not in (unit.code, unit.parent):
            words = {"given": _short(written), "expected": sender.names[0]}
            raise _Rejected(Column.UNIT, ProblemCode.FOREIGN_UNIT, **words)
        if is_close:
            words = {"given": _short(written), "first": unit.names[0]}
            doubts.append(LineProblem(ProblemCode.CLOSE_UNIT, Column.UNIT, words, is_accepted=True))
        return unit.code

    def _service(self, unit_code: UnitCode, written: str, doubts: list[LineProblem]) -> ServiceCode:
        unit = self._units[unit_code]
        if not written:
            raise _Rejected(Column.SERVICE, ProblemCode.MISSING_SERVICE)
        names = self._service_names.get(unit_code)
        if names is None:
            names = self._service_names[unit_code] = _service_names(unit)
        match names.find(written):
            case Found(key, is_close):
                if is_close:
                    words = {"given": _short(written), "first": self._service_name(unit, key)}
                    problem = LineProblem(ProblemCode.CLOSE_SERVICE, Column.SERVICE, words, is_accepted=True)
                    doubts.append(problem)
                return ServiceCode(key)
            case Ambiguous(first, second):
                words = {
                    "given": _short(written),
                    "first": self._service_name(unit, first),
                    "second": self._service_name(unit, second),
                }
                raise _Rejected(Column.SERVICE, ProblemCode.AMBIGUOUS_SERVICE, **words)
            case None:
                words = {"given": _short(written), "unit": unit.names[0]}
                raise _Rejected(Column.SERVICE, ProblemCode.UNKNOWN_SERVICE, **words)

    @staticmethod
    def _service_name(unit: KnownUnit, code: str) -> str:
        return next(service.names[0] for service in unit.services if service.code == code)

    def _province(self, written: str, address: str) -> str:
        if written:
            # An unknown province is kept as written: it is not ours, and the officer sees why.
            return read_province(written) or written
        return province_of(address) or self._home


def unit_in_titles(titles: Sequence[str], units: Sequence[KnownUnit]) -> UnitCode | None:
    """The one unit a list's title lines name; None when they name none, or several of one length.

    The longest name counts: "UBND xã Mường La, huyện Mường La" is the commune's list.
    """
    found: dict[UnitCode, int] = {}
    for title in titles:
        words = f" {fold(title)} "
        for unit in units:
            lengths = [len(name) for name in map(fold, unit.names) if f" {name} " in words]
            if lengths:
                found[unit.code] = max(found.get(unit.code, 0), *lengths)
    longest = max(found.values(), default=0)
    named = [code for code, length in found.items() if length == longest]
    return named[0] if len(named) == 1 else None


# One province's lists come in a hundred files: what was understood in one helps with the next.
@lru_cache(maxsize=4)
def _unit_names(units: tuple[KnownUnit, ...]) -> NameIndex:
    return NameIndex({unit.code: unit.names for unit in units})


@lru_cache(maxsize=1024)
def _service_names(unit: KnownUnit) -> NameIndex:
    return NameIndex({service.code: service.names for service in unit.services})


def _name(text: str) -> str:
    if not text:
        raise _Rejected(Column.NAME, ProblemCode.MISSING_NAME)
    return " ".join(text.split()) if "  " in text else text


def _date(text: str, column: Column) -> date | None:
    try:
        return read_date(text)
    except ValueError:
        words = {"given": _short(text)}
        raise _Rejected(column, ProblemCode.UNREADABLE_DATE, **words) from None


def _mode(text: str) -> SubmissionMode:
    mode = _mode_called(text)
    if mode is None:
        raise _Rejected(Column.MODE, ProblemCode.UNKNOWN_MODE, given=_short(text))
    return mode


@lru_cache(maxsize=1024)
def _mode_called(text: str) -> SubmissionMode | None:
    return MODES.get(fold(text)) if text else SubmissionMode.DIRECT


def _type(text: str, organisation: str, doubts: list[LineProblem]) -> RespondentType:
    if not text:
        return RespondentType.ORGANISATION if organisation else RespondentType.CITIZEN
    kind = TYPES.get(fold(text))
    if kind is None:
        words = {"given": _short(text)}
        doubts.append(LineProblem(ProblemCode.UNKNOWN_TYPE, Column.TYPE, words, is_accepted=True))
        return RespondentType.CITIZEN
    return kind


def _birth_year(text: str, doubts: list[LineProblem]) -> int | None:
    if not text:
        return None
    year = _year(text)
    if year is None:
        doubts.append(LineProblem(ProblemCode.UNREADABLE_YEAR, Column.BIRTH_YEAR, is_accepted=True))
    return year


@lru_cache(maxsize=8192)
def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
