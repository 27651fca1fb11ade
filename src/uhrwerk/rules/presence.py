"""When somebody was at work on a day: coming, going, and the breaks between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from uhrwerk.rules.day import Span, Zones, breaks_of_day, day_bounds
from uhrwerk.rules.timer import Timer


@dataclass(frozen=True, slots=True)
class Presence:
    """Instants are UTC; both are None for somebody who never came, `ended_at` too for somebody who is still in."""

    started_at: datetime | None
    ended_at: datetime | None
    breaks: tuple[Span, ...]


def presence(timers: Sequence[Timer], day: date, zones: Zones, at: datetime) -> Presence:
    """Of the local `day`, with the attendances that touch it; an active one counts up to `at`.

    What began the day before begins at midnight here, and what goes on the day after ends at it.
    """
    bounds = day_bounds(day, zones)
    there = [timer for timer in timers if _touches(timer, bounds, at)]
    return Presence(
        max(min(timer.started_at for timer in there), bounds[0]) if there else None,
        _left_at(there, bounds, at),
        tuple(breaks_of_day(there, day, zones, at)),
    )


def _until(timer: Timer, at: datetime) -> datetime:
    return timer.ended_at or max(at, timer.last_act_at)


def _touches(timer: Timer, bounds: Span, at: datetime) -> bool:
    begin, end = bounds
    return begin <= timer.started_at < end or timer.started_at < begin < _until(timer, at)


def _left_at(timers: Iterable[Timer], bounds: Span, at: datetime) -> datetime | None:
    """When the person left for the last time on the day; None for somebody who did not, or who never came."""
    last = max(timers, key=lambda timer: _until(timer, at), default=None)
    if last is None or (last.ended_at is None and _until(last, at) < bounds[1]):
        return None
    return min(_until(last, at), bounds[1])
