"""Dates and times of day as clients write them: padded or not, a time in the date, seconds, decimals, an offset."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from uhrwerk.rules.refusals import Invalid

Group = Literal["utc", "local"]
"""The two groups of members that say when something was."""

_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](.+))?", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII | re.I)


@dataclass(frozen=True, slots=True)
class Point:
    """A start or an end as it is written. A date may carry a time, which is midnight where it says none."""

    day: date
    carried: time
    time: time | None

    @property
    def timed(self) -> bool:
        return self.time is not None or self.carried != time()

    @property
    def wall(self) -> datetime:
        return datetime.combine(self.day, self.time or self.carried)


def day_and_time(text: str, field: str, group: Group) -> tuple[date, time]:
    """The day and the time of day that a date carries. An offset says what UTC's is; a wall clock has none."""
    found = _DATE.fullmatch(text.strip())
    try:
        if found is not None:
            year, month, day, rest = found.groups()
            wall = datetime.combine(date(int(year), int(month), int(day)), time_of_day(rest, field) if rest else time())
            ahead = _offset(rest or "") if group == "utc" else timedelta()
            return (wall - ahead).date(), (wall - ahead).time()
    except (ValueError, OverflowError):
        pass
    raise Invalid.field(field, "must be a date such as 2024-01-15 or 2024-01-15T09:30:00")


def time_of_day(text: str, field: str) -> time:
    """A time of day; decimals are cut to microseconds. Raises Invalid."""
    found = _TIME.fullmatch(text.strip())
    try:
        if found is not None:
            hour, minute, second, decimals, _ = found.groups()
            return time(int(hour), int(minute), int(second or 0), int((decimals or "").ljust(6, "0")[:6]))
    except ValueError:
        pass
    raise Invalid.field(field, "must be a time of day such as 09:30 or 09:30:00")


def _offset(text: str) -> timedelta:
    sign, hours, minutes = text[-6:-5], text[-5:-3], text[-2:]
    if sign not in ("+", "-"):
        return timedelta()
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    return ahead if sign == "+" else -ahead
