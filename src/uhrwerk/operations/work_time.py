"""Working time: what a person's days were due and came to, and the balance. Every face reads these figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from uhrwerk.operations import people, public_holidays
from uhrwerk.operations.absences import APPROVED
from uhrwerk.rules.access import Actor
from uhrwerk.rules.balance import BalanceDay, Period, Totals, balance_days, begins_on, by_period
from uhrwerk.rules.contract import BreakPolicy, OvertimePolicy, Terms, check_range
from uhrwerk.rules.day import DAY, Attended, attended_days, day_bounds, days_of, local_date
from uhrwerk.rules.law.laws import law_in_force
from uhrwerk.rules.law.pack import BreakStep
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.work_day import DaysOff, Holiday, WorkDay, work_days
from uhrwerk.rules.workdays import lies_in
from uhrwerk.storage import absences, attendance_days, attendances, balance_adjustments, contracts, overtime
from uhrwerk.storage import people as staff
from uhrwerk.storage.absences import CompanyHoliday
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.contracts import Contract
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

MOST_DAYS: Final = 366
MOST_DAYS_IN_PERIODS: Final = 3660
"""Ten years."""

AROUND: Final = timedelta(days=3)
"""How far around a range its shifts may begin and end."""


async def days(tx: Tx, actor: Actor, now: datetime, person_id: str, first: date, last: date) -> list[BalanceDay]:
    """A row a local day of the person, from `first` to `last`, however little there is to say of it.

    The active attendance counts up to `now`. Raises NotFound for a stranger, RangeReversed, and Invalid (`starts_on`,
    `ends_on`) for days outside of the calendar or more than a year of them.
    """
    check_days(first, last, MOST_DAYS)
    return await _account(tx, await _readable(tx, actor, person_id), now, first, last)


async def periods(
    tx: Tx, actor: Actor, now: datetime, person_id: str, period: Period, first: date, last: date
) -> list[Totals]:
    """The weeks, months or years that lie in the range, those at its ends as far as they do. Raises as `days`."""
    check_days(first, last, MOST_DAYS_IN_PERIODS)
    return by_period(await _account(tx, await _readable(tx, actor, person_id), now, first, last), period)


async def balance(tx: Tx, actor: Actor, now: datetime, person_id: str, on: date | None) -> Totals:
    """The balance on a day, and what the day does to it; None is the person's today. Raises as `days`."""
    person = await _readable(tx, actor, person_id)
    day = on or local_date(now, person.zones)
    check_days(day, day, MOST_DAYS, "on")
    return by_period(await _account(tx, person, now, day, day), Period.RANGE)[0]


async def figures(tx: Tx, person: Person, now: datetime, first: date, last: date) -> list[WorkDay]:
    """The days without the balance, which would have to be reckoned from its beginning. The range is checked."""
    agreed = await contracts.of_person(tx, person.workspace_id, person.id)
    attended = await _attended(tx, person, agreed, now, first, last)
    return await _work_days(tx, person, agreed, attended, first, last)


async def deductions(tx: Tx, person: Person, now: datetime, first: date, last: date) -> dict[date, int]:
    """Seconds by day that contracts take off for breaks not taken, where they do. The range is checked."""
    agreed = await contracts.of_person(tx, person.workspace_id, person.id)
    if all(each.break_policy != BreakPolicy.DEDUCT_MINIMUM for each in agreed):
        return {}
    found = await figures(tx, person, now, first, last)
    return {day.day: day.deducted_seconds for day in found if day.deducted_seconds}


async def today(tx: Tx, person: Person, now: datetime, active: Attendance | None) -> WorkDay:
    """The person's local day at `now`, without what may be deducted: a shift around it is not looked at.

    `active` is the person's attendance that has not ended: without one the roll-up has the day.
    """
    day = local_date(now, person.zones)
    key = (person.workspace_id, person.id)
    agreed = await contracts.of_person(tx, *key)
    if active is None:
        attended = await attendance_days.sums(tx, *key, day, day)
    else:
        timers = await attendances.timers_touching(tx, *key, *day_bounds(day, person.zones))
        attended = attended_days(timers, person.zones, now)
    [found] = await _work_days(tx, person, agreed, attended, day, day)
    return found._replace(deducted_seconds=0)


def check_days(first: date, last: date, most: int, field: str = "starts_on") -> None:
    """Raise RangeReversed, or Invalid for days that the calendar of holidays does not reach, or for too many."""
    if first.year < public_holidays.FIRST_YEAR:
        raise Invalid.field(field, f"lies before {public_holidays.FIRST_YEAR}")
    field = "ends_on" if field == "starts_on" else field
    if last.year > public_holidays.LAST_YEAR:
        raise Invalid.field(field, f"lies after {public_holidays.LAST_YEAR}")
    check_range(first, last, field)
    if (last - first).days >= most:
        raise Invalid.field(field, f"must be within {most} days of the first")


async def _readable(tx: Tx, actor: Actor, person_id: str) -> Person:
    """The person whose working time the actor may read. Raises NotFound."""
    await people.check_readable(tx, actor, person_id)
    person = await staff.shelf.get(tx, actor.workspace_id, person_id)
    assert person is not None
    return person


async def _account(tx: Tx, person: Person, now: datetime, first: date, last: date) -> list[BalanceDay]:
    """The days of the range on the account, which is reckoned from its beginning."""
    workspace_id, today = person.workspace_id, local_date(now, person.zones)
    agreed = await contracts.of_person(tx, workspace_id, person.id)
    adjusted: dict[date, int] = {}
    for each in await balance_adjustments.until(tx, workspace_id, person.id, last):
        adjusted[each.day] = adjusted.get(each.day, 0) + each.seconds
    begin = min(begins_on(agreed) or first, first)
    kept = balance_days(
        await _work_days(tx, person, agreed, await _attended(tx, person, agreed, now, begin, last), begin, last),
        agreed,
        adjustments=adjusted,
        today=today,
        approved=await _approved(tx, person, agreed, last),
    )
    return [day for day in kept if day.work.day >= first]


async def _approved(tx: Tx, person: Person, agreed: Sequence[Contract], last: date) -> dict[date, int]:
    """Approved overtime by day, where any contract asks for it."""
    if all(each.overtime != OvertimePolicy.APPROVED_ONLY for each in agreed):
        return {}
    found: dict[date, int] = {}
    for each in await overtime.until(tx, person.workspace_id, person.id, last):
        if each.status == APPROVED:
            found[each.day] = found.get(each.day, 0) + each.seconds
    return found


async def _work_days(
    tx: Tx, person: Person, agreed: Sequence[Contract], attended: Sequence[Attended], first: date, last: date
) -> list[WorkDay]:
    return list(
        work_days(
            first,
            last,
            contracts=agreed,
            attended=attended,
            holidays=_Holidays(
                await absences.holidays_touching(tx, person.workspace_id, first, last), person.language, first, last
            ).of,
            absences=await _absences(tx, person, first, last),
            breaks=_breaks_for(person.birth_date),
        )
    )


async def _attended(
    tx: Tx, person: Person, agreed: Sequence[Contract], now: datetime, first: date, last: date
) -> list[Attended]:
    """From the roll-up, and for the days of an attendance that has not ended from the records."""
    first, last = first - AROUND, last + AROUND
    key = (person.workspace_id, person.id)
    if any(each.break_policy == BreakPolicy.DEDUCT_MINIMUM for each in agreed):
        closed = [row.attended for row in await attendance_days.of_person(tx, *key, first, last)]
    else:
        closed = await attendance_days.sums(tx, *key, first, last)
    active = await attendances.active(tx, *key)
    if active is None:
        return closed
    begin, *_ = days_of(active.timer, person.zones, now)
    timers = await attendances.timers_touching(
        tx, *key, day_bounds(begin, person.zones)[0], max(now, active.started_at) + DAY
    )
    opened = attended_days(timers, person.zones, now)
    return [day for day in closed if day.day < begin] + [day for day in opened if begin <= day.day <= last]


async def _absences(tx: Tx, person: Person, first: date, last: date) -> list[DaysOff]:
    """The approved ones, named by their type's short name, else its name."""
    found = await absences.touching(tx, person.workspace_id, person.id, first, last)
    approved = [each for each in found if each.status == APPROVED]
    types = await absences.types.some(tx, person.workspace_id, sorted({each.absence_type_id for each in approved}))
    by_id = {each.id: each for each in types}
    return [
        DaysOff(
            by_id[each.absence_type_id].short_name or by_id[each.absence_type_id].name,
            each.starts_on,
            each.ends_on,
            each.half_day_start,
            each.half_day_end,
            by_id[each.absence_type_id].kind,
            each.seconds,
        )
        for each in approved
    ]


def _breaks_for(born: date | None) -> Callable[[Terms, date], Sequence[BreakStep]]:
    """The breaks that the contract's law asks for of somebody born then."""
    return lambda terms, day: law_in_force(terms).breaks(born, day)


@dataclass(frozen=True, slots=True)
class _Holidays:
    """Public ones, and the company's, which hold for all, or for who works in their region or a part of it."""

    company: Sequence[CompanyHoliday]
    language: str
    first: date
    last: date

    def of(self, region: str | None) -> Mapping[date, Holiday]:
        found: dict[date, Holiday] = {}
        if region is not None:
            public = public_holidays.between(region, self.first, self.last, self.language)
            found = {day: Holiday(name) for day, name in public.items()}
        for each in self.company:
            if lies_in(region, each.region):
                self._add(each, found)
        return found

    def _add(self, holiday: CompanyHoliday, into: dict[date, Holiday]) -> None:
        """Of two on one day the one that takes more of it counts, the public one before the company's."""
        off = DaysOff(holiday.name, holiday.starts_on, holiday.ends_on, holiday.half_day_start, holiday.half_day_end)
        begin, end = max(self.first, off.first), min(self.last, off.last)
        for number in range((end - begin).days + 1):
            day = begin + DAY * number
            halves = off.halves(day)
            if halves and (day not in into or into[day].halves < halves):
                into[day] = Holiday(off.name, halves)
