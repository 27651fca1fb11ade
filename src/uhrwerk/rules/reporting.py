"""Reports: which days a period has, which ones came before it, and in what steps of time they are shown.

A week begins on `week_start` (0: Monday … 6: Sunday), which differs by country.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from uhrwerk.rules.contract import FIRST_DAY, LAST_DAY, check_range
from uhrwerk.rules.day import DAY
from uhrwerk.rules.refusals import Invalid

MONDAY: Final = 0
MOST_DAYS: Final = 3660
"""Ten years."""

LONGEST_BY_DAY: Final = 45
LONGEST_BY_WEEK: Final = 200
"""In days: more bars than these make are too thin to be told apart."""


class Period(StrEnum):
    """Days that are counted from the one on which a report is read."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this-week"
    LAST_WEEK = "last-week"
    THIS_MONTH = "this-month"
    LAST_MONTH = "last-month"
    THIS_QUARTER = "this-quarter"
    LAST_QUARTER = "last-quarter"
    THIS_YEAR = "this-year"
    LAST_YEAR = "last-year"


class Step(StrEnum):
    """A stretch of the calendar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS: Final = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both included."""

    first: date
    last: date

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1


def checked(days: Days) -> Days:
    """The days. Raises RangeReversed, or Invalid for days far from now or for more of them than MOST_DAYS."""
    for name, day in (("starts_on", days.first), ("ends_on", days.last)):
        if not FIRST_DAY <= day <= LAST_DAY:
            raise Invalid.field(name, f"must lie between {FIRST_DAY.year} and {LAST_DAY.year}")
    check_range(days.first, days.last)
    if days.count > MOST_DAYS:
        raise Invalid.field("ends_on", f"must be within {MOST_DAYS} days of the first")
    return days


def days_of(period: Period, today: date, week_start: int = MONDAY) -> Days:
    """The days of the period, those to come included."""
    match period:
        case Period.TODAY:
            return Days(today, today)
        case Period.YESTERDAY:
            return Days(today - DAY, today - DAY)
    which, _, step = period.partition("-")
    this = whole(today, Step(step), week_start)
    return this if which == "this" else whole(this.first - DAY, Step(step), week_start)


def whole(day: date, step: Step, week_start: int = MONDAY) -> Days:
    """The whole day, week, month … that the day lies in."""
    first = begin(day, step, week_start)
    match step:
        case Step.DAY:
            return Days(first, first)
        case Step.WEEK:
            return Days(first, first + 6 * DAY)
    return Days(first, _months_on(first, MONTHS[step]) - DAY)


def begin(day: date, step: Step, week_start: int = MONDAY) -> date:
    """The first day of the week, month … that the day lies in."""
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            return day - DAY * ((day.weekday() - week_start) % 7)
    months = MONTHS[step]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def months_within(days: Days) -> tuple[Days | None, list[Days]]:
    """The whole months among the days, as days, and what is left of them at either end."""
    first, last = begin(days.first, Step.MONTH), whole(days.last, Step.MONTH).last
    if first < days.first:
        first = whole(first, Step.MONTH).last + DAY
    if last > days.last:
        last = begin(last, Step.MONTH) - DAY
    if first > last:
        return None, [days]
    edges = (Days(days.first, first - DAY), Days(last + DAY, days.last))
    return Days(first, last), [each for each in edges if each.first <= each.last]


def before(days: Days, week_start: int = MONDAY) -> Days:
    """What the days are compared with: the week, month … before a whole one, else as many days before."""
    for step in Step:
        if whole(days.first, step, week_start) == days:
            return whole(days.first - DAY, step, week_start)
    return Days(days.first - DAY * days.count, days.first - DAY)


def step_for(days: Days) -> Step:
    """In what steps of time so many days can be looked at."""
    if days.count <= LONGEST_BY_DAY:
        return Step.DAY
    return Step.WEEK if days.count <= LONGEST_BY_WEEK else Step.MONTH


def steps(days: Days, step: Step, week_start: int = MONDAY) -> list[date]:
    """The first day of each day, week, month … that the days touch; of the first it may lie before them."""
    found = [begin(days.first, step, week_start)]
    while (following := whole(found[-1], step, week_start).last + DAY) <= days.last:
        found.append(following)
    return found


def _months_on(first: date, months: int) -> date:
    """The first of the month that many months later."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
