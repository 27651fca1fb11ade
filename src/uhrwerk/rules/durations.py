"""Lengths and times of day as people type them: `1:30`, `1,5`, `90m`, `9-17:30`."""

import re
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Final

from uhrwerk.rules.refusals import Invalid

HOUR: Final = 3600
DAY_SECONDS: Final = 24 * HOUR
"""A day's length by the clock on the wall; nobody books more on one day."""

TAKEN: Final = "is not a length or a time span: type 1:30, 1.5, 90m or 9-17:30"
TOO_LONG: Final = "is more than a day"
NO_TIME: Final = "is not a time of day: type 9, 9:30 or 17:30"
TEXT_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one time of day to another by the clock on the wall; an end that is not after the start is the day after."""

    start: time
    end: time


_HOURS: Final = r"(?:hours?|hrs?|h|stunden?|std\.?)"
_MINUTES: Final = r"(?:minutes?|minuten|mins?\.?|m)"
_NUMBER: Final = r"(?:\d{1,4}(?:[.,]\d{0,4})?|[.,]\d{1,4})"
_CLOCK: Final = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_DECIMAL: Final = re.compile(rf"({_NUMBER})\s*{_HOURS}?", re.ASCII)
_MINUTES_ALONE: Final = re.compile(rf"(\d{{1,4}})\s*{_MINUTES}", re.ASCII)
_BOTH: Final = re.compile(rf"(\d{{1,2}})\s*{_HOURS}\s*([0-5]?\d)\s*{_MINUTES}?", re.ASCII)
_DASH: Final = re.compile(r"\s*[-–—−]\s*|\s+(?:to|bis)\s+")
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.]?([0-5]\d))?\s*(uhr|[ap]\.?m\.?)?", re.ASCII)


def typed(text: str, field: str = "length") -> int | Stretch | None:
    """A length in seconds, a stretch of the day, or None for an empty field and for nothing (`0`).

    Raises Invalid, naming `field`, for what is neither and for more than a day.
    """
    text = text.strip().lower()
    if not text:
        return None
    if len(text) > TEXT_LENGTH:
        raise Invalid.field(field, TAKEN)
    parts = _DASH.split(text)
    if len(parts) == 2 and all(parts):
        return _stretch(parts[0], parts[1], field)
    seconds = _length(text)
    if seconds is None:
        raise Invalid.field(field, TAKEN)
    if seconds > DAY_SECONDS:
        raise Invalid.field(field, TOO_LONG)
    return seconds or None


def time_of_day(text: str, field: str) -> time:
    """`9`, `930`, `9:30`, `9.30`, `5pm`, `17 Uhr`. Raises Invalid, naming `field`."""
    found = _TIME.fullmatch(text.strip().lower())
    if found is None:
        raise Invalid.field(field, NO_TIME)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= 12:
            raise Invalid.field(field, NO_TIME)
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23:
        raise Invalid.field(field, NO_TIME)
    return time(hour, minute)


def _stretch(start: str, end: str, field: str) -> Stretch:
    try:
        found = Stretch(time_of_day(start, field), time_of_day(end, field))
    except Invalid:
        raise Invalid.field(field, TAKEN) from None
    if found.start == found.end:
        raise Invalid.field(field, TAKEN)
    return found


def _length(text: str) -> int | None:
    """Whole seconds, the nearest; None for what is no length."""
    if found := _CLOCK.fullmatch(text):
        return int(found[1]) * HOUR + int(found[2]) * 60 + int(found[3] or 0)
    if found := _MINUTES_ALONE.fullmatch(text):
        return int(found[1]) * 60
    if found := _BOTH.fullmatch(text):
        return int(found[1]) * HOUR + int(found[2]) * 60
    if found := _DECIMAL.fullmatch(text):
        return int((Decimal(found[1].replace(",", ".")) * HOUR).to_integral_value())
    return None
