"""Timesheets: a person's week or month, handed in as a whole."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from uhrwerk.rules.approval import TimesheetStatus
from uhrwerk.rules.contract import FIRST_DAY, LAST_DAY
from uhrwerk.rules.day import DAY
from uhrwerk.rules.refusals import Conflict, Invalid

WEEK: Final = timedelta(days=7)


class TimesheetPeriod(StrEnum):
    """week: from a Monday (ISO 8601) to the Sunday · month: a calendar month."""

    WEEK = "week"
    MONTH = "month"


class PeriodNotBegun(Conflict):
    """A week or month that is still to come cannot be handed in."""

    key = "period-not-begun"


class WrongStatus(Conflict):
    """The timesheet is not in the status that the act begins with."""

    key = "wrong-status"


def last_day(period: TimesheetPeriod, starts_on: date) -> date:
    """The last day of the week or month that begins with `starts_on`. Raises Invalid where none begins on that day."""
    if not FIRST_DAY <= starts_on <= LAST_DAY:
        raise Invalid.field("starts_on", f"must lie between {FIRST_DAY} and {LAST_DAY}")
    if period is TimesheetPeriod.WEEK:
        if starts_on.isoweekday() != 1:
            raise Invalid.field("starts_on", "must be a Monday")
        return starts_on + WEEK - DAY
    if starts_on.day != 1:
        raise Invalid.field("starts_on", "must be the first of a month")
    in_the_next = starts_on + timedelta(days=31)
    return in_the_next - timedelta(days=in_the_next.day)


def check_begun(starts_on: date, today: date) -> None:
    """Raise PeriodNotBegun for a period that lies in the future; `today` is the person's."""
    if starts_on > today:
        raise PeriodNotBegun(f"This period begins on {starts_on}; it cannot be handed in before.")


def check_status(status: str, wanted: TimesheetStatus) -> None:
    """Raise WrongStatus unless the timesheet is in the status that is wanted."""
    if status != wanted:
        raise WrongStatus(f"This timesheet is {status}; only one that is {wanted} can be taken further so.")
