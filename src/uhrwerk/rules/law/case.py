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


class Shift(NamedTuple):
    """Punches that belong together. Instants are UTC.

    `day` and `last_day` are the local days on which it began and ended; who left at midnight left the day before.
    `began` and `left` are what the wall's clock showed then. `worked` are the stretches of work in order, none touching
    the next; there is at least one.
    """

    day: date
    last_day: date
    began: datetime
    left: datetime
    punches: tuple[Punch, ...]
    ids: tuple[str, ...]
    worked: tuple[Span, ...]
    worked_seconds: int

    @property
    def started_at(self) -> datetime:
        return self.worked[0][0]

    @property
    def ended_at(self) -> datetime:
        """The end of the last stretch of work; for somebody still in the instant that the case is looked at."""
        return self.worked[-1][1]

    @property
    def breaks(self) -> tuple[Span, ...]:
        """The stretches between work, clocked as breaks or not, in order."""
        return tuple((left, back) for (_, left), (back, _) in pairwise(self.worked))

    @property
    def is_active(self) -> bool:
        """Whether somebody is still in, or on a break; a rest that was clocked as a break ends the shift before it."""
        return any(punch.timer.ended_at is None and punch.timer.last_act_at <= self.ended_at for punch in self.punches)


class Exemption(StrEnum):
    """What a law allows to some trades and not to others; the employer says so.

    short-rest: hospitals and care, restaurants, transport, broadcasting, farming and keeping animals.
    """

    SHORT_REST = "short-rest"


@dataclass(frozen=True)
class Case:
    """One person, the days from `first` to `last` (both included), and what lies around them.

    `shifts` are in order and begin before `first` and after `last`, as far as `at`: a rule finds fault with days of the
    range alone, but what is not there it takes for rest. The law says how far they go, and how far back the averages
    look: `worked_by_day` are seconds by local day, as far back as that; so far go `holidays`, public holidays by day,
    and `away`, the days of approved absence. `born` is None where nobody said. `at` is the instant of looking (UTC).
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

    @cached_property
    def days(self) -> Sequence[date]:
        """The days on which the shifts begin, one each."""
        return [shift.day for shift in self.shifts]

    @cached_property
    def last_days(self) -> Sequence[date]:
        """The days on which the shifts end, one each."""
        return [shift.last_day for shift in self.shifts]

    def in_range(self) -> Sequence[Shift]:
        """The shifts that begin on a day of the range."""
        return self.shifts[bisect_left(self.days, self.first) : bisect_right(self.days, self.last)]


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
    of_shift = {stretch.punch.id: stretch.punch for stretch in stretches}
    punches = tuple(sorted(of_shift.values(), key=_by_start) if len(of_shift) > 1 else of_shift.values())
    left = _shown(worked[-1][1], zones)
    day = began.date()
    return Shift(
        day=day,
        last_day=max(day, (left - MICROSECOND).date()),
        began=began,
        left=left,
        punches=punches,
        ids=tuple([punch.id for punch in punches]),
        worked=worked,
        worked_seconds=whole_seconds(sum([microseconds(end - begin) for begin, end in worked])),
    )


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
