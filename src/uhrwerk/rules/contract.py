"""Contracts: what was agreed about working time, from a day on. Which one holds on a day, and what is due by it."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from uhrwerk.rules.day import DAY
from uhrwerk.rules.refusals import Conflict, Invalid

DAYS_A_WEEK: Final = 7
A_DAY: Final = 86_400
FIRST_DAY: Final = date(1970, 1, 1)
LAST_DAY: Final = date(9000, 1, 1)
MOST_SECONDS: Final = 10_000 * 3600
"""On a balance: more than ten thousand hours is a slip of the hand."""


class ContractKind(StrEnum):
    """weekdays: so long on each weekday · week: so long a week · trust: as long as the work takes, without a target."""

    WEEKDAYS = "weekdays"
    WEEK = "week"
    TRUST = "trust"


class BreakPolicy(StrEnum):
    """as-taken: breaks are what was taken · deduct-minimum: what is missing to the law's minimum is deducted."""

    AS_TAKEN = "as-taken"
    DEDUCT_MINIMUM = "deduct-minimum"


class BalancePeriod(StrEnum):
    """When the balance is cut down to its cap."""

    MONTH = "month"
    YEAR = "year"


class BalanceExcess(StrEnum):
    """What becomes of the balance beyond the cap."""

    FORFEIT = "forfeit"
    PAY_OUT = "pay-out"


class OvertimePolicy(StrEnum):
    """counts: what is worked beyond the day's due · approved-only: as much of it as has been approved."""

    COUNTS = "counts"
    APPROVED_ONLY = "approved-only"


class TooManyHours(Invalid):
    """More work than there are hours: over 24 a day, or over 24 for each day of the week that is worked."""

    key = "too-many-hours"


class RangeReversed(Invalid):
    """The last day lies before the first."""

    key = "range-reversed"


class UnknownRegion(Invalid):
    """No country or part of one whose public holidays are known."""

    key = "unknown-region"


class ContractsOverlap(Conflict):
    """Two contracts of a person would hold on one day."""

    key = "contracts-overlap"


class ContractHasBegun(Conflict):
    """What was agreed holds for days that are over; a further contract changes it from a day on."""

    key = "contract-has-begun"


class Terms(Protocol):
    """What the rules look at in a contract. `workdays` are ISO weekdays, 1 is Monday; both days are included."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def weekday_seconds(self) -> Sequence[int] | None: ...
    @property
    def weekly_seconds(self) -> int | None: ...
    @property
    def workdays(self) -> Sequence[int]: ...
    @property
    def region(self) -> str | None: ...
    @property
    def law(self) -> str | None: ...
    @property
    def break_policy(self) -> str: ...
    @property
    def start_balance_seconds(self) -> int: ...
    @property
    def vacation_days(self) -> Decimal | None: ...
    @property
    def balance_period(self) -> str | None: ...
    @property
    def balance_cap_seconds(self) -> int | None: ...
    @property
    def balance_excess(self) -> str: ...
    @property
    def overtime(self) -> str: ...


T = TypeVar("T", bound=Terms)

BELONGS: Final = {"weekday_seconds": ContractKind.WEEKDAYS, "weekly_seconds": ContractKind.WEEK}
"""Members that contracts of one kind alone have."""


def holds_on(terms: Terms, day: date) -> bool:
    return terms.starts_on <= day and (terms.ends_on is None or day <= terms.ends_on)


def contract_on(contracts: Sequence[T], day: date) -> T | None:
    """The contract that holds on the day; None between contracts, and before the first."""
    return next((each for each in contracts if holds_on(each, day)), None)


def days_of_change(before: Terms, after: Terms, members: Collection[str]) -> list[tuple[date, date]]:
    """The days whose terms are others once these `members` are changed: first and last of each stretch.

    Another end concerns the days between the two ends, a note none.
    """
    terms = set(members) - {"note"}
    if not terms:
        return []
    if terms == {"ends_on"}:
        earlier, later = sorted(each.ends_on or LAST_DAY for each in (before, after))
        return [(earlier + DAY, later)]
    return [(each.starts_on, each.ends_on or LAST_DAY) for each in (before, after)]


def is_workday(terms: Terms, day: date) -> bool:
    """Whether the contract has the person work on that weekday, holidays aside."""
    return day.isoweekday() in terms.workdays


def target_seconds(terms: Terms | None, day: date) -> int:
    """What is due on the day before holidays and absences; 0 without a contract, or on trust.

    A week's hours are spread evenly over its workdays; odd seconds go to the first of them, so that the week adds up.
    """
    if terms is None or not is_workday(terms, day):
        return 0
    if terms.kind == ContractKind.WEEKDAYS:
        return terms.weekday_seconds[day.weekday()] if terms.weekday_seconds else 0
    if terms.kind == ContractKind.WEEK:
        each, odd = divmod(terms.weekly_seconds or 0, len(terms.workdays))
        return each + (sorted(terms.workdays).index(day.isoweekday()) < odd)
    return 0


def week_of(terms: Terms | None) -> list[int]:
    """Seconds that are due from Monday to Sunday."""
    monday = date(2024, 1, 1)
    return [target_seconds(terms, monday + DAY * number) for number in range(DAYS_A_WEEK)]


def check_range(starts_on: date, ends_on: date | None, field: str = "ends_on") -> None:
    """Raise RangeReversed, naming `field`, for a last day before the first."""
    if ends_on is not None and ends_on < starts_on:
        raise RangeReversed.field(field, "lies before the first day")


def check_terms(terms: Terms) -> None:
    """Raise Invalid for terms that no contract can have: RangeReversed, TooManyHours, or the field at fault."""
    for name, day in (("starts_on", terms.starts_on), ("ends_on", terms.ends_on)):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise Invalid.field(name, "must lie between 1970 and 9000")
    check_range(terms.starts_on, terms.ends_on)
    if not all(1 <= day <= DAYS_A_WEEK for day in terms.workdays) or len(set(terms.workdays)) != len(terms.workdays):
        raise Invalid.field("workdays", "must be weekdays from 1 (Monday) to 7 (Sunday), each once")
    for name, kind in BELONGS.items():
        if terms.kind != kind and getattr(terms, name) is not None:
            raise Invalid.field(name, f"belongs to contracts of the kind {kind}")
    if terms.kind == ContractKind.WEEKDAYS:
        _check_weekdays(terms.weekday_seconds, terms.workdays)
    elif terms.kind == ContractKind.WEEK:
        _check_week(terms.weekly_seconds, len(terms.workdays))
    if terms.vacation_days is not None and not 0 <= terms.vacation_days <= 366:
        raise Invalid.field("vacation_days", "must be from 0 to 366")
    if (terms.balance_period is None) != (terms.balance_cap_seconds is None):
        raise Invalid.field("balance_cap_seconds", "goes together with balance_period")
    if terms.balance_cap_seconds is not None and terms.balance_cap_seconds < 0:
        raise Invalid.field("balance_cap_seconds", "must not be less than nothing")
    for name in ("start_balance_seconds", "balance_cap_seconds"):
        if abs(getattr(terms, name) or 0) > MOST_SECONDS:
            raise Invalid.field(name, "is more than ten thousand hours")


def _check_weekdays(seconds: Sequence[int] | None, workdays: Sequence[int]) -> None:
    if seconds is None or len(seconds) != DAYS_A_WEEK or min(seconds) < 0:
        raise Invalid.field("weekday_seconds", "must be seven numbers of seconds, from Monday to Sunday")
    if max(seconds) > A_DAY:
        raise TooManyHours.field("weekday_seconds", "a day has no more than 24 hours")
    if not {day for day, each in enumerate(seconds, 1) if each} <= set(workdays):
        raise Invalid.field("workdays", "must have every weekday that has seconds")


def _check_week(seconds: int | None, workdays: int) -> None:
    if seconds is None or seconds < 0:
        raise Invalid.field("weekly_seconds", "is needed for a week's contract, and must not be less than nothing")
    if not workdays:
        raise Invalid.field("workdays", "a week's contract needs at least one")
    if seconds > workdays * A_DAY:
        raise TooManyHours.field("weekly_seconds", "is more than 24 hours on each workday")


def check_no_overlap(contracts: Sequence[Terms], terms: Terms) -> None:
    """Raise ContractsOverlap where `terms` hold on a day of one of the others."""
    for other in contracts:
        begins_before_end = terms.ends_on is None or other.starts_on <= terms.ends_on
        if begins_before_end and (other.ends_on is None or terms.starts_on <= other.ends_on):
            end = "on" if other.ends_on is None else f"to {other.ends_on}"
            raise ContractsOverlap(f"Another contract holds from {other.starts_on} {end}.")
