"""The axis of a calendar's day: where its hours stand, and where a stretch of time lies on it.

A day is as long as it is: 23 and 25 hours where the clocks change, and an hour that comes twice stands on it twice.
Places are seconds from the day's first instant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from uhrwerk.rules.day import Span, Zones, day_bounds
from uhrwerk.rules.instants import whole_seconds

QUARTER: Final = timedelta(minutes=15)
"""All zones stand a multiple of this apart since 1972."""


@dataclass(frozen=True, slots=True)
class HourMark:
    """A full hour on the wall's clock. `again`: the day has it twice, so that only its offset tells which one it is."""

    at: datetime
    place: int
    local: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch lies on a day, in seconds; it is the part of a longer one that began before or goes on after."""

    begin: int
    end: int
    from_before: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """The how-manieth of how many stretches side by side."""

    number: int
    of: int


def day_length(day: date, zones: Zones) -> int:
    """Seconds of the person's local day: 86 400, unless the clocks or the zone change on it."""
    begin, end = day_bounds(day, zones)
    return _seconds(end - begin)


def hour_marks(day: date, zones: Zones) -> list[HourMark]:
    """The full hours that the person's wall clock shows on the day, in order."""
    begin, end = day_bounds(day, zones)
    marks: list[HourMark] = []
    for at in _quarters(begin, end):
        local = at.astimezone(zones.at(at))
        if local.minute == 0 and local.second == 0:
            marks.append(HourMark(at, _seconds(at - begin), local))
    shown = [(mark.local.date(), mark.local.hour) for mark in marks]
    return [replace(mark, again=shown.count(which) > 1) for mark, which in zip(marks, shown, strict=True)]


def _quarters(begin: datetime, end: datetime) -> Iterator[datetime]:
    at = begin.replace(minute=begin.minute // 15 * 15, second=0, microsecond=0)
    while at < end:
        if at >= begin:
            yield at
        at += QUARTER


def place_on(span: Span, bounds: Span) -> Place | None:
    """The part of the stretch (UTC) that lies within the day of these bounds; None for one that lies beside it.

    A stretch without length is there where it begins.
    """
    begin, end = max(span[0], bounds[0]), min(span[1], bounds[1])
    if begin >= bounds[1] or (end <= begin and not span[0] == span[1] == begin):
        return None
    first = bounds[0]
    return Place(_seconds(begin - first), _seconds(end - first), span[0] < bounds[0], span[1] > bounds[1])


def side_by_side(spans: Sequence[Span]) -> list[Lane]:
    """A lane for each stretch, so that those which overlap stand beside each other; in the order given.

    Stretches that hang together, each overlapping another of them, share the width alike.
    """
    lanes: list[Lane] = [Lane(0, 1)] * len(spans)
    group: list[tuple[int, int]] = []
    ends: list[datetime] = []

    def close() -> None:
        for index, number in group:
            lanes[index] = Lane(number, len(ends))
        group.clear()
        ends.clear()

    for index in sorted(range(len(spans)), key=lambda each: spans[each]):
        begin, end = spans[index]
        if ends and begin >= max(ends):
            close()
        number = next((lane for lane, taken in enumerate(ends) if taken <= begin), len(ends))
        ends[number:] = [end, *ends[number + 1 :]]
        group.append((index, number))
    close()
    return lanes


def _seconds(length: timedelta) -> int:
    return whole_seconds(length // timedelta(microseconds=1))
