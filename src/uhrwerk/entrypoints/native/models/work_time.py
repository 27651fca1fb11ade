"""Working time as it is reckoned: days, periods, the balance, public holidays. Lengths are whole seconds."""

from datetime import date

import msgspec

from uhrwerk.rules import balance as rule
from uhrwerk.rules.work_day import PartOff


class DayOff(msgspec.Struct, frozen=True):
    """What a holiday or an absence takes of a day's target. One that is not `credited` leaves it due."""

    name: str
    kind: str | None
    seconds: int
    credited: bool


class WorkDay(msgspec.Struct, frozen=True, kw_only=True):
    """A local day of the person's.

    `target_seconds` were agreed, `due_seconds` are what the holiday and the absences leave of them. `break_seconds`
    were taken, `deducted_seconds` are taken off the work for breaks that were not. `change_seconds` is what the day
    adds to the balance (worked, less deducted, less due), without the `unapproved_seconds` of overtime.
    `adjusted_seconds` were put on it by hand or by a contract's start balance; what lies beyond the contract's cap at a
    period's end is forfeited or paid out. `balance_seconds` is what stands at the day's end.
    """

    day: date
    target_seconds: int
    holiday: DayOff | None
    absences: list[DayOff]
    due_seconds: int
    worked_seconds: int
    break_seconds: int
    deducted_seconds: int
    change_seconds: int
    unapproved_seconds: int
    adjusted_seconds: int
    forfeited_seconds: int
    paid_out_seconds: int
    balance_seconds: int


class WorkDays(msgspec.Struct, frozen=True):
    person_id: str
    items: list[WorkDay]


class WorkPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """What the days from `starts_on` to `ends_on` come to: sums of their own members.

    `carried_seconds` is the balance before them, `balance_seconds` the one at their end.
    """

    starts_on: date
    ends_on: date
    carried_seconds: int
    target_seconds: int
    holiday_seconds: int
    absence_seconds: int
    due_seconds: int
    worked_seconds: int
    break_seconds: int
    deducted_seconds: int
    change_seconds: int
    unapproved_seconds: int
    adjusted_seconds: int
    forfeited_seconds: int
    paid_out_seconds: int
    balance_seconds: int


class WorkPeriods(msgspec.Struct, frozen=True):
    person_id: str
    items: list[WorkPeriod]


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """`balance_seconds` stands at the end of the day, `carried_seconds` stood at its beginning."""

    person_id: str
    day: date
    carried_seconds: int
    balance_seconds: int


class PublicHoliday(msgspec.Struct, frozen=True):
    day: date
    name: str


class PublicHolidays(msgspec.Struct, frozen=True):
    """A region's in a year, in order."""

    region: str
    year: int
    items: list[PublicHoliday]


def work_day(row: rule.BalanceDay) -> WorkDay:
    work = row.work
    return WorkDay(
        day=work.day,
        target_seconds=work.target_seconds,
        holiday=_day_off(work.holiday) if work.holiday else None,
        absences=[_day_off(part) for part in work.absences],
        due_seconds=work.due_seconds,
        worked_seconds=work.worked_seconds,
        break_seconds=work.break_seconds,
        deducted_seconds=work.deducted_seconds,
        change_seconds=row.change_seconds,
        unapproved_seconds=row.unapproved_seconds,
        adjusted_seconds=row.adjusted_seconds,
        forfeited_seconds=row.forfeited_seconds,
        paid_out_seconds=row.paid_out_seconds,
        balance_seconds=row.balance_seconds,
    )


def _day_off(part: PartOff) -> DayOff:
    return DayOff(part.name, part.kind or None, part.seconds, part.credited)


def work_period(row: rule.Totals) -> WorkPeriod:
    sums = {name: getattr(row, name) for name in WorkPeriod.__struct_fields__ if name.endswith("_seconds")}
    return WorkPeriod(starts_on=row.first, ends_on=row.last, **sums)


def balance(row: rule.Totals, person_id: str) -> Balance:
    return Balance(
        person_id=person_id,
        day=row.last,
        carried_seconds=row.carried_seconds,
        balance_seconds=row.balance_seconds,
    )
