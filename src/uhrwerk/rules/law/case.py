"""What a rule looks at: somebody's shifts, with what is known of the person and of the days around them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from uhrwerk.rules.day import Span, Zones, local_date
from uhrwerk.rules.instants import microseconds, whole_seconds
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


@dataclass(frozen=True, slots=True)
class Shift:
    """Punches that belong together; `day` is the local day on which the shift began. Instants are UTC."""

    day: date
    punches: tuple[Punch, ...]
    worked: tuple[Span, ...]

    @property
    def started_at(self) -> datetime:
        return self.punches[0].timer.started_at

    @property
    def ended_at(self) -> datetime:
        """The end of the last stretch of work; for somebody still in the instant that the case is looked at."""
        return max(end for _, end in self.worked)

    @property
    def worked_seconds(self) -> int:
        return whole_seconds(sum(microseconds(end - begin) for begin, end in self.worked))

    @property
    def breaks(self) -> tuple[Span, ...]:
        """The stretches between work, clocked as breaks or not, in order."""
        pairs = zip(self.worked, self.worked[1:], strict=False)
        return tuple((left, back) for (_, left), (back, _) in pairs if left < back)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(punch.id for punch in self.punches)


@dataclass(frozen=True, slots=True)
class Case:
    """One person, the days from `first` to `last` (both included), and what lies around them.

    `shifts` are in order and may begin before `first` and after `last`: a rule finds fault with days of the range
    alone. `worked_by_day` are seconds by local day, as far back as averages look. `holidays` are public holidays by
    day, `away` the days of approved absence. `born` is None where nobody said. `at` is the instant of looking (UTC).
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

    def in_range(self) -> Iterable[Shift]:
        """The shifts that begin on a day of the range."""
        return (shift for shift in self.shifts if self.first <= shift.day <= self.last)


def shifts_of(punches: Iterable[Punch], zones: Zones, at: datetime) -> list[Shift]:
    """The punches as shifts, earliest first; an active punch counts up to `at`.

    A punch belongs to the shift before it if the gap is shorter than SAME_SHIFT, or if it begins on the local day on
    which that shift began and the gap is no rest. Overlapping punches are one stretch of work.
    """
    groups: list[list[Punch]] = []
    ended_at = None
    for punch in sorted(punches, key=lambda each: each.timer.started_at):
        begun = punch.timer.started_at
        if ended_at is not None and _same_shift(groups[-1][0].timer.started_at, ended_at, begun, zones):
            groups[-1].append(punch)
        else:
            groups.append([punch])
            ended_at = None
        end = punch.timer.ended_at or max(at, punch.timer.last_act_at)
        ended_at = end if ended_at is None else max(ended_at, end)
    return [
        Shift(local_date(group[0].timer.started_at, zones), tuple(group), tuple(_merged(group, at))) for group in groups
    ]


def _same_shift(shift_began: datetime, ended_at: datetime, begun: datetime, zones: Zones) -> bool:
    gap = begun - ended_at
    if gap < SAME_SHIFT:
        return True
    return gap < REST and local_date(shift_began, zones) == local_date(begun, zones)


def _merged(punches: Iterable[Punch], at: datetime) -> Iterable[Span]:
    """The stretches of work in order; those that touch or overlap are one. Empty ones are left out."""
    current: Span | None = None
    for begin, end in sorted(span for punch in punches for span in worked_spans(punch.timer, at)):
        if current is not None and begin <= current[1]:
            current = current[0], max(current[1], end)
        elif begin < end or current is None:
            if current is not None:
                yield current
            current = begin, end
    if current is not None:
        yield current
