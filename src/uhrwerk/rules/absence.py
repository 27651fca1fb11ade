"""Absences: their kinds, what a kind means for the balance and the entitlement, and which days and halves they take."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Final, Protocol

from uhrwerk.rules.contract import FIRST_DAY, LAST_DAY, check_range
from uhrwerk.rules.day import DAY
from uhrwerk.rules.refusals import Conflict, Invalid

A_DAY: Final = 86_400
LONGEST: Final = 3 * 366
"""Days; parental leave is the longest there is."""


class AbsenceKind(StrEnum):
    """What an absence is to the rules, whatever the workspace calls its type.

    special: on an occasion, as a wedding or a funeral · time-off-in-lieu: overtime that is taken as free time.
    """

    VACATION = "vacation"
    SICK = "sick"
    SPECIAL = "special"
    UNPAID = "unpaid"
    TRAINING = "training"
    TIME_OFF_IN_LIEU = "time-off-in-lieu"
    OTHER = "other"


NOT_CREDITED: Final = frozenset((AbsenceKind.TIME_OFF_IN_LIEU,))
"""The target stays due: not working it is what takes the overtime off the balance."""

WITHOUT_ENTITLEMENT: Final = frozenset((AbsenceKind.SICK, AbsenceKind.UNPAID, AbsenceKind.TIME_OFF_IN_LIEU))
"""Nobody has a number of these days a year: one is ill as long as it takes, and overtime is kept in the balance."""


def credits_target(kind: str) -> bool:
    """Whether an absence of the kind takes its part of the day's target, so that it costs nothing of the balance.

    Unpaid leave does as well: nothing is due on it, and nothing is paid for it.
    """
    return kind not in NOT_CREDITED


def deducts_entitlement(kind: str) -> bool:
    """Whether an absence of the kind is taken out of a number of days a year."""
    return kind not in WITHOUT_ENTITLEMENT


class Half(IntEnum):
    """A half of a day, whenever work begins on it."""

    MORNING = 0
    AFTERNOON = 1


BOTH: Final = frozenset(Half)
NEITHER: Final[frozenset[Half]] = frozenset()


class Stretch(Protocol):
    """Days that are not worked, both included, as absences and company holidays have them.

    `half_day_start`: the first day's morning is worked; `half_day_end`: the last day's afternoon is.
    """

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def half_day_start(self) -> bool: ...
    @property
    def half_day_end(self) -> bool: ...


class Absence(Stretch, Protocol):
    """A stretch of one person's; `seconds`: only so long on its single day."""

    @property
    def seconds(self) -> int | None: ...


class Decided(Absence, Protocol):
    """An absence and what was decided about it."""

    @property
    def absence_type_id(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def deleted_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch without a reason: what colleagues learn of an absence."""

    starts_on: date
    ends_on: date
    half_day_start: bool = False
    half_day_end: bool = False
    seconds: int | None = None


class AbsencesOverlap(Conflict):
    """The person has asked for these days already, or been given them."""

    key = "absences-overlap"


class BeyondTarget(Invalid):
    """More hours away than are due on the day."""

    key = "beyond-target"


def days_of_change(before: Decided | None, after: Decided) -> list[date]:
    """The days of which an absence (None: a new one) takes another part than before, in order; of a note's change none.

    Another type, another decision and other hours concern all of them.
    """
    present = [each for each in (before, after) if each is not None and each.deleted_at is None]

    def part(absence: Decided, day: date) -> tuple[object, ...] | None:
        taken = halves_off(absence, day) if absence.seconds is None else absence.seconds
        within = absence.starts_on <= day <= absence.ends_on
        return (taken, absence.absence_type_id, absence.status) if within else None

    days = sorted({day for each in present for day in days_between(each.starts_on, each.ends_on)})
    return [day for day in days if len(present) == 1 or part(present[0], day) != part(present[1], day)]


def halves_off(stretch: Stretch, day: date) -> frozenset[Half]:
    """Which halves of the day it takes; for an absence by the hour neither."""
    if not stretch.starts_on <= day <= stretch.ends_on or getattr(stretch, "seconds", None) is not None:
        return NEITHER
    worked = set()
    if stretch.half_day_start and day == stretch.starts_on:
        worked.add(Half.MORNING)
    if stretch.half_day_end and day == stretch.ends_on:
        worked.add(Half.AFTERNOON)
    return BOTH - worked


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included; none where they are the wrong way round."""
    return (first + DAY * number for number in range((last - first).days + 1))


def check_stretch(stretch: Stretch) -> None:
    """Raise Invalid (or RangeReversed) for days that no absence and no company holiday can have."""
    if not FIRST_DAY <= stretch.starts_on <= LAST_DAY:
        raise Invalid.field("starts_on", f"must lie between {FIRST_DAY.year} and {LAST_DAY.year}")
    check_range(stretch.starts_on, stretch.ends_on)
    if (stretch.ends_on - stretch.starts_on).days > LONGEST:
        raise Invalid.field("ends_on", f"must not be more than {LONGEST} days after the first")
    if stretch.starts_on == stretch.ends_on and stretch.half_day_start and stretch.half_day_end:
        raise Invalid.field("half_day_end", "leaves nothing of a single day")


def check_hours(absence: Absence) -> None:
    """Raise Invalid for an absence by the hour that is not of one whole day, or not within it."""
    if absence.seconds is None:
        return
    if absence.starts_on != absence.ends_on or absence.half_day_start or absence.half_day_end:
        raise Invalid.field("seconds", "are of a single day, not of half of one")
    if not 0 < absence.seconds <= A_DAY:
        raise Invalid.field("seconds", "must be more than nothing and no more than a day")


def check_overlap(wanted: Absence, sick: bool, others: Iterable[tuple[Absence, bool]]) -> None:
    """Raise AbsencesOverlap where the absence takes a half that one of the others takes; each with: is it sickness?

    Somebody falls ill during their vacation: a sickness and an absence of another kind may share days, and the
    sickness counts (BUrlG § 9, `rules/entitlement.py`). By the hour, what is away on the day is looked at by
    `check_within_target`; only a day that is away as a whole has no hours left.
    """
    for other, other_sick in others:
        if sick != other_sick:
            continue
        first, last = max(wanted.starts_on, other.starts_on), min(wanted.ends_on, other.ends_on)
        for day in days_between(first, last):
            mine, theirs = halves_off(wanted, day), halves_off(other, day)
            if mine & theirs or BOTH in (mine, theirs):
                raise AbsencesOverlap(f"There is another absence on {day} already.")


def check_within_target(day: date, absences: Collection[Absence], target_seconds: int) -> None:
    """Raise BeyondTarget unless the hours away on the day fit into what is due on it.

    `target_seconds` are those of the whole day; each half of it that is away takes half of them.
    """
    hours = sum(each.seconds or 0 for each in absences if each.starts_on == day)
    if hours and 2 * hours > target_seconds * (len(BOTH) - len(_halves(absences, day))):
        raise BeyondTarget.field("seconds", f"are more than what is due on {day} and not away already")


def merged(absences: Collection[Absence], first: date, last: date) -> list[Away]:
    """When somebody is away from `first` to `last`, without telling one absence from the next."""
    hourly = [each for each in absences if each.seconds is not None]
    away = {day: _halves(absences, day) for day in days_between(first, last)}
    stretches: list[Away] = []
    for day, halves in away.items():
        if halves:
            _append(stretches, day, halves)
    by_hour = [
        Away(each.starts_on, each.ends_on, seconds=each.seconds)
        for each in hourly
        if first <= each.starts_on <= last and away[each.starts_on] != BOTH
    ]
    return sorted([*stretches, *by_hour], key=lambda each: each.starts_on)


def _halves(absences: Iterable[Absence], day: date) -> frozenset[Half]:
    return frozenset[Half]().union(*(halves_off(each, day) for each in absences))


def _append(stretches: list[Away], day: date, halves: frozenset[Half]) -> None:
    """Add the day's halves: to the last stretch where they go on without a break, else as another one."""
    from_morning, to_evening = Half.MORNING in halves, Half.AFTERNOON in halves
    last = stretches[-1] if stretches else None
    if last is not None and from_morning and last.ends_on == day - DAY and not last.half_day_end:
        stretches[-1] = replace(last, ends_on=day, half_day_end=not to_evening)
    else:
        stretches.append(Away(day, day, half_day_start=not from_morning, half_day_end=not to_evening))
