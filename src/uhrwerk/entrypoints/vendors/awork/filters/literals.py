"""Literals: what a filter compares with, as Python values.

null is None, texts are str, guids UUID, numbers Decimal, times of day timedelta, dates and times Moment.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from uhrwerk.entrypoints.vendors.awork.filters.tokens import Fault, Token
from uhrwerk.rules.day import start_of_day
from uhrwerk.rules.instants import MICROSECOND

MOST_DAYS: Final = 36_600
"""How far `today+5d` reaches."""

LARGEST: Final = Decimal(10) ** 14

_MOMENT: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?"
    r"\s*(Z|[+-]?\d\d:?\d\d)?",
    re.IGNORECASE | re.ASCII,
)
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?", re.ASCII)
_DURATION: Final = re.compile(r"PT(?:(\d{1,2})H)?(?:(\d{1,2})M)?(?:(\d{1,2})(?:\.(\d{1,9}))?S)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and time, in three readings: with a zone left out or a word of days, what it is compared with decides.

    `instant` is meant of instants, `day` of days in UTC, `wall` of a wall clock (which, too, is kept as if in UTC).
    """

    instant: datetime
    day: datetime
    wall: datetime


Literal = None | bool | str | UUID | Decimal | timedelta | Moment


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, when and where: what `me.id`, `now` and `today` mean. Weeks begin on Monday."""

    person_id: str | None
    now: datetime
    zone: ZoneInfo

    def word(self, word: str) -> "Literal":
        """What a word stands for. Raises KeyError for one that is none."""
        today = datetime.combine(self.now.astimezone(self.zone).date(), time.min)
        monday = today - timedelta(days=today.weekday())
        first = today.replace(day=1)
        next_first = (first + timedelta(days=31)).replace(day=1)
        match word:
            case "null":
                return None
            case "true" | "false":
                return word == "true"
            case "me.id":
                return None if self.person_id is None else UUID(self.person_id)
            case "now":
                wall = self.now.astimezone(self.zone).replace(tzinfo=UTC)
                return Moment(self.now, self.now, wall)
            case "sow":
                return self._days(monday)
            case "eow":
                return self._days(monday + timedelta(days=7), end=True)
            case "som":
                return self._days(first)
            case "eom":
                return self._days(next_first, end=True)
            case _:
                raise KeyError(word)

    def days_from_today(self, days: int) -> Moment:
        return self._days(datetime.combine(self.now.astimezone(self.zone).date(), time.min) + timedelta(days=days))

    def _days(self, wall: datetime, *, end: bool = False) -> Moment:
        """A day's beginning; with `end` the last microsecond before it."""
        less = MICROSECOND if end else timedelta()
        as_utc = wall.replace(tzinfo=UTC) - less
        return Moment(start_of_day(wall.date(), self.zone) - less, as_utc, as_utc)


WORDS: Final = frozenset({"null", "true", "false", "me.id", "now", "sow", "eow", "som", "eom"})


def literal_of(token: Token, asker: Asker) -> Literal:
    """The literal's value. Raises Fault for one that is none, such as the 30th of February."""
    try:
        return _read(token, asker)
    except (ValueError, OverflowError, ArithmeticError):
        raise Fault(f"{token.shown} is no {token.kind}", token.position) from None


def _read(token: Token, asker: Asker) -> Literal:
    match token.kind:
        case "text":
            return token.text
        case "guid":
            return UUID(token.text)
        case "number":
            return _number(token.text)
        case "datetime":
            return _moment(token.text)
        case "time":
            return time_of_day(token.text)
        case "today":
            return asker.days_from_today(_days(token.text))
        case _:
            return asker.word(token.text.lower())


def _number(text: str) -> Decimal:
    number = Decimal(text.rstrip("mMlLfFdD"))
    if abs(number) >= LARGEST:
        raise ValueError(text)
    return number


def _days(text: str) -> int:
    number = re.sub(r"[^\d-]", "", text[len("today") :]) or "0"
    if abs(int(number[:10])) > MOST_DAYS:
        raise ValueError(text)
    return int(number)


def _moment(text: str) -> Moment:
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    wall = datetime(year, month, day, hour, minute, second, _microseconds(found[7]), tzinfo=UTC)
    instant = wall - _offset(found[8])
    return Moment(instant, instant, wall)


def _offset(text: str | None) -> timedelta:
    """`+02:00` to what lies between; a `+` may have been read as a blank."""
    if text is None or text in "zZ":
        return timedelta()
    sign = -1 if text.startswith("-") else 1
    digits = re.sub(r"\D", "", text)
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))


def time_of_day(text: str) -> timedelta:
    """`13:08`, `13:08:51.8220632` or `PT13H8M`. Raises ValueError."""
    found = _TIME.fullmatch(text) or _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    moment = time(hours, minutes, seconds, _microseconds(found[4]))
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)


def _microseconds(decimals: str | None) -> int:
    return int((decimals or "")[:6].ljust(6, "0"))
