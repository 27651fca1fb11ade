"""What a rule looks at: somebody's shifts, with what is known of the person and of the days around them."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from uhrwerk.rules.day import Span, Zones, local_date
from uhrwerk.rules.instants import MICROSECOND, microseconds, whole_seconds
from uhrwerk.rules.timer import Timer, worked_spans

REST: Final = timedelta(hours=11)
"""Who stays away so long has rested: what follows is another shift."""

SAME_SHIFT: Final = timedelta(hours=4)
"""A shorter gap never parts a shift, not even at midnight."""


@dataclass(frozen=True, slots=True)
class Punch:
    """An attendance and its id. `recorded_at` is when the server was told of its end (UTC), None while it is active."""

    id: str
    timer: Timer
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class Shift:
    """Punches that belong together. Instants are UTC.

    `began` and `left` are what the wall's clock showed at its start and end. `worked` are the stretches of work in
    order, none touching the next; there is at least one.
    """

    began: datetime
    left: datetime
    punches: tuple[Punch, ...]
    worked: tuple[Span, ...]

    @property
    def day(self) -> date:
        """The local day on which the shift began."""
        return self.began.date()

    @cached_property
    def last_day(self) -> date:
        """The local day on which it ended; who left at midnight left the day before."""
        return max(self.day, (self.left - MICROSECOND).date())

    @property
    def started_at(self) -> datetime:
        return self.worked[0][0]

    @property
    def ended_at(self) -> datetime:
        """The end of the last stretch of work; for somebody still in the instant that the case is looked at."""
        return self.worked[-1][1]

    @cached_property
    def worked_seconds(self) -> int:
        return whole_seconds(sum(microseconds(end - begin) for begin, end in self.worked))

    @cached_property
    def breaks(self) -> tuple[Span, ...]:
        """The stretches between work, clocked as breaks or not, in order."""
        return tuple((left, back) for (_, left), (back, _) in pairwise(self.worked))

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(punch.id for punch in self.punches)

    @property
    def is_active(self) -> bool:
        """Whether somebody is still in, or on a break; a rest that was clocked as a break ends the shift before it."""
        return any(punch.timer.ended_at is None and punch.timer.last_act_at <= self.ended_at for punch in self.punches)


def _day(shift: Shift) -> date:
    return shift.day


class Exemption(StrEnum):
    """What a law allows to some trades and not to others; the employer says so.

    short-rest: hospitals and care, restaurants, transport, broadcasting, farming and keeping animals.
    """

    SHORT_REST = "short-rest"


@dataclass(frozen=True, slots=True)
class Case:
    """One person, the days from `first` to `last` (both included), and what lies around them.

    `shifts` are in order and begin before `first` and after `last`, as far as `at`: a rule finds fault with days of the
    range alone, but what is not there it takes for rest. Eight weeks before and two after are enough. `worked_by_day`
    are seconds by local day, as far back as averages look; so far back go `holidays`, public holidays by day, and
    `away`, the days of approved absence. `born` is None where nobody said. `at` is the instant of looking (UTC).
    """

    first: date
    last: date
    zones: Zones
    shifts: Sequence[Shift]
    at: datetime
    born: date | None = None
    worked_by_day: Mapping[date, int] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)
    away: Collection[date] = frozenset()
    exemptions: Collection[Exemption] = frozenset()

    def in_range(self) -> Sequence[Shift]:
        """The shifts that begin on a day of the range."""
        begin = bisect_left(self.shifts, self.first, key=_day)
        return self.shifts[begin : bisect_right(self.shifts, self.last, key=_day)]


def shifts_of(punches: Iterable[Punch], zones: Zones, at: datetime) -> list[Shift]:
    """The punches as shifts, earliest first; an active punch counts up to `at`.

    A stretch of work belongs to the shift before it if the gap is shorter than SAME_SHIFT, or if it begins on the local
    day on which that shift began and the gap is no rest. Whether a gap was clocked as a break makes no difference: who
    goes on a break in the evening and comes back in the morning has rested. Overlapping punches are one stretch of
    work. A finished punch without any work is left out: it proves nothing.
    """
    groups: list[tuple[datetime, list[_Stretch]]] = []
    ended_at = None
    for stretch in sorted(_stretches(punches, at), key=lambda each: (each.begin, each.punch.id)):
        if ended_at is not None and _same_shift(groups[-1][0].date(), ended_at, stretch.begin, zones):
            groups[-1][1].append(stretch)
            ended_at = max(ended_at, stretch.end)
        else:
            groups.append((_shown(stretch.begin, zones), [stretch]))
            ended_at = stretch.end
    return [_shift(began, group, zones) for began, group in groups]


class _Stretch(NamedTuple):
    """A stretch of work of a punch."""

    begin: datetime
    end: datetime
    punch: Punch


def _stretches(punches: Iterable[Punch], at: datetime) -> Iterable[_Stretch]:
    """All work of the punches; of an active one without any yet an empty stretch."""
    for punch in punches:
        found = [_Stretch(begin, end, punch) for begin, end in worked_spans(punch.timer, at) if begin < end]
        if found or punch.timer.ended_at is not None:
            yield from found
        else:
            yield _Stretch(punch.timer.started_at, punch.timer.started_at, punch)


def _shift(began: datetime, stretches: Sequence[_Stretch], zones: Zones) -> Shift:
    """`began` is what the wall's clock showed at the first of the stretches."""
    worked = _merged(stretches)
    punches = {stretch.punch.id: stretch.punch for stretch in stretches}
    ordered = sorted(punches.values(), key=_by_start) if len(punches) > 1 else punches.values()
    return Shift(began, _shown(worked[-1][1], zones), tuple(ordered), worked)


def _by_start(punch: Punch) -> tuple[datetime, str]:
    return punch.timer.started_at, punch.id


def _shown(instant: datetime, zones: Zones) -> datetime:
    """What the wall's clock shows, without a zone."""
    return instant.astimezone(zones.at(instant)).replace(tzinfo=None)


def _same_shift(day: date, ended_at: datetime, begun: datetime, zones: Zones) -> bool:
    gap = begun - ended_at
    return gap < SAME_SHIFT or (gap < REST and local_date(begun, zones) == day)


def _merged(stretches: Sequence[_Stretch]) -> tuple[Span, ...]:
    """The stretches of work in order; those that touch or overlap are one. An empty one stands where no other is."""
    merged: list[Span] = []
    for begin, end, _ in stretches:
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        elif begin < end:
            merged.append((begin, end))
    return tuple(merged) or (stretches[0][:2],)
