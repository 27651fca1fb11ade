"""How a day of work in the demo goes: when somebody comes, has lunch and leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from uhrwerk.operations.demo.script import Event

HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
WITHOUT_LUNCH: Final = 4.5 * HOUR
"""Who works no longer has no lunch at work."""

LONGEST_ENTRY: Final = timedelta(hours=3, minutes=40)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Work from `begin` to `end`, both by the wall's clock since midnight."""

    begin: timedelta
    end: timedelta


def stretches(event: Event, due: timedelta, chance: Random, *, minor: bool) -> list[Stretch]:
    """The stretches of work of the day, in order, with breaks between them. `due` is what the contract asks for."""

    def about(hours: float, minutes: int = 15) -> timedelta:
        return hours * HOUR + timedelta(seconds=chance.randrange(minutes * 60))

    match event:
        case Event.LONG_DAY:
            return _with_lunch(about(8.1), timedelta(hours=10, minutes=40), about(13.1), about(0.52, 3))
        case Event.LATE_EVENING:
            # From noon into the night; the next morning is an early one.
            return _with_lunch(about(13.5), 7.7 * HOUR, about(17.5), about(0.75, 5))
        case Event.AFTER_LATE:
            return _with_lunch(about(7.5, 8), due - about(0, 8), about(12), about(0.6, 10))
        case Event.NO_BREAK:
            begin = about(8.1)
            return [Stretch(begin, begin + about(6.5, 3))]
        case Event.SUNDAY:
            begin = about(10)
            return [Stretch(begin, begin + about(2, 10))]
        case Event.NIGHT:
            return _with_lunch(about(19), 6.6 * HOUR, about(22.5), about(0.55, 5))
        case Event.TOO_LONG_FOR_MINORS:
            return _with_lunch(about(7.9, 2), about(8.8, 4), about(12.35, 1), about(1.02, 3))
    if minor:
        return _with_lunch(about(7.9), due - about(0, 6), about(12, 12), about(1.02, 8))
    # Full days end a little early: more than eight hours would be overtime each day.
    work = due - about(0, 9) if due >= 7.8 * HOUR else due + about(-0.1, 12)
    return _with_lunch(about(8.1, 48), work, about(12, 38), about(0.56, 16))


def _with_lunch(begin: timedelta, work: timedelta, lunch: timedelta, length: timedelta) -> list[Stretch]:
    if work <= WITHOUT_LUNCH:
        return [Stretch(begin, begin + work)]
    # On a short day earlier, so that there is something left to do.
    lunch = min(lunch, begin + 0.7 * work)
    return [Stretch(begin, lunch), Stretch(lunch + length, begin + work + length)]


def entries(work: Sequence[Stretch], chance: Random) -> list[Stretch]:
    """The day's project time: one or more entries in each stretch of work."""
    found = []
    for each in work:
        room = each.end - each.begin
        count = -(-room // LONGEST_ENTRY)
        if count == 1 and room > 2.5 * HOUR and chance.random() < 0.3:
            count = 2
        begin = each.begin + timedelta(seconds=chance.randrange(20, 240))
        for number in range(1, count + 1):
            end = each.begin + room * number / count - timedelta(seconds=chance.randrange(10, 500))
            found.append(Stretch(begin, end.__class__(seconds=int(end.total_seconds()))))
            begin = end + timedelta(seconds=chance.randrange(5, 120))
    return found
