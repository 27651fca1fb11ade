"""Entitlements: how many days of an absence's type somebody has in a year, and what becomes of them.

Days are Decimal: half a day is 0.5, hours are their part of the day's target. An account of a year is a ledger: what is
taken comes out of the days that lapse first; what is left at the year's end goes on into the next, as far as the type
lets it. Whether an employer may let days lapse is another question (ECJ C-684/16: not without having asked the employee
in time to take them); who did not ask gives them back with an entitlement.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Final

from uhrwerk.rules.absence import BOTH, Absence, Half, days_between, halves_off
from uhrwerk.rules.contract import Terms, contract_on
from uhrwerk.rules.day import DAY
from uhrwerk.rules.refusals import Conflict, Invalid
from uhrwerk.rules.workdays import Workdays

NONE: Final = Decimal(0)
HALF_A_DAY: Final = Decimal("0.5")
PLACES: Final = Decimal("0.0001")
MONTHS: Final = 12

_MONTH_AND_DAY: Final = re.compile(r"\d\d-\d\d", re.ASCII)


class NegativeEntitlement(Invalid):
    """Nobody is entitled to less than no days."""

    key = "negative-entitlement"


class EntitlementExceeded(Conflict):
    """More days than remain, in a workspace that does not take requests for them."""

    key = "entitlement-exceeded"


@dataclass(frozen=True, slots=True)
class Grant:
    """Days to take up to and including `expires_on`; None: no day is too late, but the year's end sorts out what goes
    on. Days carried over can be less than none: too many were taken the year before."""

    days: Decimal
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """What an absence takes of one day; one that is not approved has been asked for."""

    day: date
    days: Decimal
    approved: bool = True


@dataclass(frozen=True, slots=True)
class CarryOver:
    """At most so many `days` (None: all) go on into the next year, `until` its `MM-DD` (None: for good)."""

    days: Decimal | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One year of somebody's days.

    Not `limited`: nothing was ever granted, so that nothing can remain. `taken` lie up to today, `planned` after it;
    both are approved, `requested` ones are not yet. `expired` lapsed before today; `expiring` are going to, unless
    they are taken. `carried_on` went into the next year, once this one is over.
    """

    year: int
    limited: bool
    granted: Decimal
    carried_over: Decimal
    expired: Decimal
    taken: Decimal
    planned: Decimal
    requested: Decimal
    carried_on: Decimal
    expiring: tuple[Grant, ...]

    @property
    def remaining(self) -> Decimal:
        """What can still be asked for; less than nothing where more was."""
        given = self.granted + self.carried_over
        return given - self.expired - self.taken - self.planned - self.requested - self.carried_on


def day_of_year(text: str, year: int) -> date:
    """The `MM-DD` of the year; 02-29 is the last of February in every year. Raises Invalid for what is no such day."""
    try:
        # A leap year has every day there is.
        day = date.fromisoformat(f"2024-{text}" if _MONTH_AND_DAY.fullmatch(text) else "")
    except ValueError:
        raise Invalid.field("carry_over_until", "must be a day of the year, as 03-31") from None
    return _same_day(year, day.month, day.day)


def contractual_days(contracts: Sequence[Terms], year: int) -> Decimal | None:
    """The vacation days of the year by contract; None where none was agreed.

    A twelfth for every full month of the employment in the year, by the contract that holds on the month's first day
    (BUrlG § 5 (1)); months count from the day somebody came. Part of a year's days are rounded up to half days, and
    from half a day on to whole ones (BUrlG § 5 (2) asks for the latter).
    """
    months: dict[Decimal, int] = {}
    agreed = False
    for begin, end in _employments(contracts, year):
        for first, last in _months_from(begin):
            if last > end:
                break
            days = _vacation_days(contracts, first)
            agreed = agreed or days is not None
            months[days or NONE] = months.get(days or NONE, 0) + 1
    if not agreed:
        return NONE if _anything_agreed(contracts, year) else None
    whole_year = next((days for days, count in months.items() if count == MONTHS), None)
    return whole_year if whole_year is not None else _rounded(months)


def _rounded(months: dict[Decimal, int]) -> Decimal:
    exact = sum((Fraction(days) * count / MONTHS for days, count in months.items()), Fraction(0))
    whole = floor(exact)
    rest = exact - whole
    return Decimal(ceil(exact)) if rest >= Fraction(1, 2) or not rest else whole + HALF_A_DAY


def _vacation_days(contracts: Sequence[Terms], day: date) -> Decimal | None:
    terms = contract_on(contracts, day)
    return None if terms is None else terms.vacation_days


def _anything_agreed(contracts: Sequence[Terms], year: int) -> bool:
    """Whether a contract of the year has vacation days: who stays for some days only has none, not endless ones."""
    return any(
        each.vacation_days is not None
        and each.starts_on.year <= year
        and (each.ends_on is None or each.ends_on.year >= year)
        for each in contracts
    )


def _employments(contracts: Sequence[Terms], year: int) -> Iterator[tuple[date, date]]:
    """First and last days in the year, contracts that follow one another taken together."""
    begin: date | None = None
    end = date(year, 1, 1)
    for terms in sorted(contracts, key=lambda each: each.starts_on):
        first, last = max(terms.starts_on, date(year, 1, 1)), min(terms.ends_on or date.max, date(year, 12, 31))
        if last < first:
            continue
        if begin is None or first > end + DAY:
            if begin is not None:
                yield begin, end
            begin = first
        end = last
    if begin is not None:
        yield begin, end


def _months_from(begin: date) -> Iterator[tuple[date, date]]:
    """Twelve months that begin on that day (BGB §§ 187, 188): each ends on the day before the next begins."""
    for number in range(MONTHS):
        first, after = (_shifted(begin, months) for months in (number, number + 1))
        # 31 January plus a month: February has no 31st, and its last day still belongs to the month.
        yield first, after if after.day < begin.day else after - DAY


def _shifted(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, MONTHS)
    return _same_day(day.year + years, month + 1, day.day)


def _same_day(year: int, month: int, day: int) -> date:
    """The day of that month, or its last one where it has none."""
    following = date(year + month // MONTHS, month % MONTHS + 1, 1)
    return date(year, month, min(day, (following - DAY).day))


def uses(
    absence: Absence, sicknesses: Collection[Absence], workdays: Workdays, first: date, last: date, *, approved: bool
) -> list[Use]:
    """What the absence takes of each day from `first` to `last`.

    Days that are not worked anyway take nothing, and no more do halves on which the person is known to be ill (BUrlG
    § 9): `sicknesses` are approved ones. Sick hours give nothing back.
    """
    found = []
    for day in days_between(max(absence.starts_on, first), min(absence.ends_on, last)):
        ill = frozenset[Half]().union(*(halves_off(each, day) for each in sicknesses))
        to_work = workdays.halves(day) - ill
        if absence.seconds is None:
            days = HALF_A_DAY * len(to_work & halves_off(absence, day))
        else:
            part = Decimal(absence.seconds) / workdays.full_seconds(day)
            days = min(part.quantize(PLACES, ROUND_HALF_UP), HALF_A_DAY * len(to_work & BOTH))
        if days:
            found.append(Use(day, days, approved))
    return found


def account(
    first_year: int,
    year: int,
    grants_of: Callable[[int], Sequence[Grant]],
    used: Iterable[Use],
    carry_over: CarryOver,
    today: date,
) -> Account:
    """The account of the year; those from `first_year` on say what came over into it.

    Of a year to come it reckons with what would come over by now.
    """
    by_year: dict[int, list[Use]] = {}
    for use in used:
        by_year.setdefault(use.day.year, []).append(use)
    carried: Sequence[Grant] = ()
    for each in range(min(first_year, year), year):
        _, carried = _reckoned(each, grants_of(each), carried, by_year.get(each, ()), carry_over, today)
    reckoned, _ = _reckoned(year, grants_of(year), carried, by_year.get(year, ()), carry_over, today)
    return reckoned


def _reckoned(
    year: int,
    grants: Sequence[Grant],
    carried: Sequence[Grant],
    used: Collection[Use],
    carry_over: CarryOver,
    today: date,
) -> tuple[Account, list[Grant]]:
    """The year's account, and what goes on into the next year."""
    end = date(year, 12, 31)
    debt = sum((-each.days for each in carried if each.days < 0), NONE)
    left, overdrawn = _taken_out([*grants, *(each for each in carried if each.days > 0)], used, debt, end)
    lapsing = [each for each in left if each.expires_on is not None and each.expires_on <= end]
    lasting = [each for each in left if each.expires_on is not None and each.expires_on > end]
    open_end = sum((each.days for each in left if each.expires_on is None), NONE)
    going_on = open_end if carry_over.days is None else min(open_end, carry_over.days)
    if open_end > going_on:
        lapsing.append(Grant(open_end - going_on, end))
    limited = bool(grants or carried)
    following = [*lasting, *_carried(going_on, overdrawn, carry_over, year + 1)] if limited else []
    is_over = today > end
    return (
        Account(
            year=year,
            limited=limited,
            granted=_total(grants),
            carried_over=_total(carried),
            expired=_total(each for each in lapsing if each.expires_on is not None and each.expires_on < today),
            taken=sum((each.days for each in used if each.approved and each.day <= today), NONE),
            planned=sum((each.days for each in used if each.approved and each.day > today), NONE),
            requested=sum((each.days for each in used if not each.approved), NONE),
            carried_on=_total(following) if is_over else NONE,
            expiring=tuple(each for each in lapsing if each.expires_on is not None and each.expires_on >= today),
        ),
        following,
    )


def _carried(going_on: Decimal, overdrawn: Decimal, carry_over: CarryOver, year: int) -> list[Grant]:
    if overdrawn:
        return [Grant(-overdrawn)]
    until = None if carry_over.until is None else day_of_year(carry_over.until, year)
    return [Grant(going_on, until)] if going_on else []


def _taken_out(grants: Sequence[Grant], used: Iterable[Use], debt: Decimal, end: date) -> tuple[list[Grant], Decimal]:
    """What is left of each grant after the uses, day by day, and how much there was nothing left for.

    Each use is taken out of the days that lapse first and have not yet; those without an end count as the year's.
    """
    ordered = sorted(grants, key=lambda each: (each.expires_on or end, each.expires_on is None))
    left = [each.days for each in ordered]
    missing = NONE
    for day, days in [(date.min, debt), *((each.day, each.days) for each in sorted(used, key=lambda each: each.day))]:
        wanted = days
        for index, grant in enumerate(ordered):
            if grant.expires_on is None or day <= grant.expires_on:
                part = min(wanted, left[index])
                left[index] -= part
                wanted -= part
        missing += wanted
    return [Grant(days, each.expires_on) for each, days in zip(ordered, left, strict=True) if days], missing


def _total(grants: Iterable[Grant]) -> Decimal:
    return sum((each.days for each in grants), NONE)
