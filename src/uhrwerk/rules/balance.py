"""The account of working time: what days add to the balance, what is carried over, what periods come to.

The account is reckoned through from its first day to the day that is asked for: a day that is corrected later corrects
all that follow.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple

from uhrwerk.rules.contract import BalanceExcess, BalancePeriod, OvertimePolicy, Terms, contract_on
from uhrwerk.rules.day import DAY
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.work_day import WorkDay

DECEMBER: Final = 12
SHORTEST_MONTH: Final = 28
NOTHING_APPROVED: Final[Mapping[date, int]] = MappingProxyType({})


class Period(StrEnum):
    """What days are added up by; `range` is all of them together."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"


class AdjustmentKind(StrEnum):
    """pay-out: time that was paid for instead of being taken · correction: what is put right by hand, either way."""

    PAY_OUT = "pay-out"
    CORRECTION = "correction"


def check_adjustment(kind: str, seconds: int) -> None:
    """Raise Invalid for a kind that is none, for a pay-out that takes nothing away, for a correction of nothing."""
    if kind not in list(AdjustmentKind):
        raise Invalid.field("kind", f"must be one of {', '.join(AdjustmentKind)}")
    if kind == AdjustmentKind.PAY_OUT and seconds >= 0:
        raise Invalid.field("seconds", "must be less than nothing: what is paid out is taken away")
    if not seconds:
        raise Invalid.field("seconds", "must not be nothing")


class BalanceDay(NamedTuple):
    """A day on the account.

    `change_seconds` is what its work adds or takes away, without the `unapproved_seconds` of overtime that nobody has
    approved. `adjusted_seconds` are start balances and adjustments. At a period's end what lies beyond the cap is
    forfeited or paid out. `balance_seconds` is what stands at the day's end.
    """

    work: WorkDay
    change_seconds: int
    unapproved_seconds: int
    adjusted_seconds: int
    forfeited_seconds: int
    paid_out_seconds: int
    balance_seconds: int


def begins_on(contracts: Sequence[Terms]) -> date | None:
    """The first day of the account; None without any contract."""
    return min((each.starts_on for each in contracts), default=None)


def balance_days(
    days: Iterable[WorkDay],
    contracts: Sequence[Terms],
    *,
    adjustments: Mapping[date, int],
    today: date,
    approved: Mapping[date, int] = NOTHING_APPROVED,
) -> Iterator[BalanceDay]:
    """The days on the account; the first of `days` is the account's first, or lies before it.

    `adjustments` and `approved` are seconds by day. An adjustment before the account begins is on no account; of the
    overtime only what is `approved` counts where the contract of the day says so.
    What lies after `today` is not owed yet, and today's period is not over: neither changes the balance.
    """
    begin = begins_on(contracts)
    given = {day: seconds for day, seconds in adjustments.items() if begin is not None and day >= begin}
    for terms in contracts:
        given[terms.starts_on] = given.get(terms.starts_on, 0) + terms.start_balance_seconds
    by_approval = [terms for terms in contracts if terms.overtime == OvertimePolicy.APPROVED_ONLY]
    balance = 0
    for work in days:
        difference = work.difference_seconds if work.day <= today else 0
        unapproved = 0
        if contract_on(by_approval, work.day) is not None:
            unapproved = max(0, difference - max(0, approved.get(work.day, 0)))
        adjusted = given.get(work.day, 0)
        balance += difference - unapproved + adjusted
        forfeited = paid_out = 0
        if balance > 0 and work.day < today:
            forfeited, paid_out = _beyond_cap(contracts, work.day, balance)
            balance -= forfeited + paid_out
        yield BalanceDay(work, difference - unapproved, unapproved, adjusted, forfeited, paid_out, balance)


def _beyond_cap(contracts: Sequence[Terms], day: date, balance: int) -> tuple[int, int]:
    """What is forfeited and what is paid out at the day's end, by the contract that holds on it."""
    if day.day < SHORTEST_MONTH or (day + DAY).day != 1:
        return 0, 0
    terms = contract_on(contracts, day)
    if terms is None or terms.balance_cap_seconds is None:
        return 0, 0
    if terms.balance_period == BalancePeriod.YEAR and day.month != DECEMBER:
        return 0, 0
    excess = max(0, balance - terms.balance_cap_seconds)
    return (0, excess) if terms.balance_excess == BalanceExcess.PAY_OUT else (excess, 0)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the days from `first` to `last` come to. `carried_seconds` is the balance before them, `balance_seconds`
    the one at their end; the other members are sums of the days' own."""

    first: date
    last: date
    carried_seconds: int
    target_seconds: int
    holiday_seconds: int
    absence_seconds: int
    due_seconds: int
    worked_seconds: int
    break_seconds: int
    deducted_seconds: int
    unapproved_seconds: int
    change_seconds: int
    adjusted_seconds: int
    forfeited_seconds: int
    paid_out_seconds: int
    balance_seconds: int


_OF_WORK: Final = (
    *("target_seconds", "holiday_seconds", "absence_seconds", "due_seconds"),
    *("worked_seconds", "break_seconds", "deducted_seconds"),
)
_OF_BALANCE: Final = (
    "unapproved_seconds",
    "change_seconds",
    "adjusted_seconds",
    "forfeited_seconds",
    "paid_out_seconds",
)


def totals(days: Sequence[BalanceDay]) -> Totals:
    """Of days that follow one another; there is at least one."""
    first = days[0]
    added = first.change_seconds + first.adjusted_seconds - first.forfeited_seconds - first.paid_out_seconds
    return Totals(
        first=first.work.day,
        last=days[-1].work.day,
        carried_seconds=first.balance_seconds - added,
        balance_seconds=days[-1].balance_seconds,
        **{name: sum(getattr(each.work, name) for each in days) for name in _OF_WORK},
        **{name: sum(getattr(each, name) for each in days) for name in _OF_BALANCE},
    )


def by_period(days: Iterable[BalanceDay], period: Period) -> list[Totals]:
    """The totals of each period that any of the days lies in, of those days alone; weeks begin on Mondays."""
    return [totals(list(found)) for _, found in groupby(days, key=lambda each: _period_of(each.work.day, period))]


def _period_of(day: date, period: Period) -> tuple[int, ...]:
    match period:
        case Period.WEEK:
            return day.isocalendar()[:2]
        case Period.MONTH:
            return day.year, day.month
        case Period.YEAR:
            return (day.year,)
        case Period.RANGE:
            return ()
