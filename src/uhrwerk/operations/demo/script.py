"""What happens in the demo besides plain days: breaches of labour law, absences, a forgotten clock.

It comes round every five weeks, by the calendar: a day is the same whenever it is made.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from uhrwerk.rules.day import DAY
from uhrwerk.rules.workdays import Workdays


class Event(StrEnum):
    """What a day is like. AFTER_LATE is the early morning after a LATE_EVENING."""

    PLAIN = "plain"
    LONG_DAY = "long-day"
    LATE_EVENING = "late-evening"
    AFTER_LATE = "after-late"
    NO_BREAK = "no-break"
    SUNDAY = "sunday"
    NIGHT = "night"
    TOO_LONG_FOR_MINORS = "too-long-for-minors"
    FORGOTTEN = "forgotten"
    LATE_RECORD = "late-record"
    SICK = "sick"
    HALF_DAY = "half-day"
    DENTIST = "dentist"
    VACATION = "vacation"


WEEKS: Final = 5
WEEK: Final = timedelta(weeks=1)
FIRST_MONDAY: Final = date(1970, 1, 5)
LAST_OF_WEEK: Final = 6
"""More than a week has: the last of its workdays."""

Script = Mapping[int, tuple[int, Event]]
"""By week of the round: which of the person's workdays of that week, from 0 on, and what it is like."""

SCRIPTS: Final[Mapping[str, Script]] = {
    "carla": {0: (2, Event.LATE_RECORD), 1: (2, Event.LONG_DAY)},
    "lukas": {0: (1, Event.LATE_EVENING), 1: (3, Event.NO_BREAK), 2: (0, Event.SUNDAY), 4: (1, Event.HALF_DAY)},
    "mei": {3: (2, Event.SICK)},
    "sam": {2: (2, Event.VACATION)},
    "jule": {1: (1, Event.NO_BREAK), 3: (2, Event.LATE_RECORD)},
    "emil": {2: (2, Event.TOO_LONG_FOR_MINORS), 4: (3, Event.DENTIST)},
    "anna": {0: (2, Event.NO_BREAK), 1: (1, Event.HALF_DAY), 3: (LAST_OF_WEEK, Event.NIGHT)},
    "beat": {0: (0, Event.SUNDAY), 2: (1, Event.LONG_DAY), 4: (2, Event.VACATION)},
    "ines": {1: (1, Event.LATE_EVENING), 3: (LAST_OF_WEEK, Event.FORGOTTEN)},
    "rui": {2: (1, Event.NO_BREAK), 4: (0, Event.SICK)},
}


def events_of(username: str, workdays: Workdays, first: date, last: date) -> dict[date, Event]:
    """What the person's days are like in the weeks from that of `first` to that of `last`; others are free."""
    events: dict[date, Event] = {}
    monday = first - first.weekday() * DAY
    while monday <= last:
        events |= _events_of_week(username, workdays, monday)
        monday += WEEK
    return events


def _events_of_week(username: str, workdays: Workdays, monday: date) -> dict[date, Event]:
    days = [day for number in range(7) if workdays.halves(day := monday + number * DAY)]
    events = dict.fromkeys(days, Event.PLAIN)
    index, event = SCRIPTS.get(username, {}).get((monday - FIRST_MONDAY) // WEEK % WEEKS, (0, Event.PLAIN))
    sunday = monday + 6 * DAY
    if event is Event.SUNDAY and workdays.public_holiday(sunday) is None:
        events[sunday] = event
    if event is Event.SUNDAY or not days:
        return events
    chosen = days[min(index, len(days) - 1)]
    if event is Event.LATE_EVENING:
        # Only a day that is followed by another at once makes the rest a short one.
        chosen = next((day for day in days if day >= chosen and day + DAY in days), chosen)
        if chosen + DAY in days:
            events[chosen + DAY] = Event.AFTER_LATE
    if event is Event.VACATION:
        events |= dict.fromkeys((day for day in days if day > chosen), event)
    events[chosen] = event
    return events
