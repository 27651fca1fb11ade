"""Where everything in a chart stands: an SVG of columns over time, each stacked of a few series.

A chart is laid out for a width in pixels, once wide and once for a phone, so that its letters stay readable on both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

HOUR: Final = 3600
STEPS: Final = (0.25, 0.5, 1, 2, 4, 8, 10, 20, 40, 80, 100, 200, 400, 800, 1000, 2000, 4000, 8000, 10_000)
"""Hours between two lines: quarters, then what is a round part of days and weeks of work."""

MOST_LINES: Final = 5
GAP: Final = 0.3
"""The part of a column's place that stays free."""

BROADEST: Final = 56
TOP: Final = 24
BOTTOM: Final = 28
LEFT: Final = 48


@dataclass(frozen=True, slots=True)
class Bar:
    """What a column shows: seconds by series, what it says of itself, and where it leads."""

    label: str
    tip: str
    href: str
    seconds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    y: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Column:
    """`place` and `room` are where its pointer's target begins and how wide that is. An empty label is left out."""

    bar: Bar
    x: float
    width: float
    place: float
    room: float
    top: float
    segments: list[Segment]
    label: str
    total: int | None


@dataclass(frozen=True, slots=True)
class Line:
    y: float
    hours: float


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    left: int
    base: float
    lines: list[Line]
    columns: list[Column]


def laid_out(bars: Sequence[Bar], width: int, height: int, room_for_label: int) -> Chart:
    """The chart of these bars, of which there is one at least; labels stand no nearer than `room_for_label`."""
    base = height - BOTTOM
    highest = max(sum(bar.seconds) for bar in bars)
    step = step_of(highest / HOUR)
    top_hours = max(step, -(-highest // (step * HOUR)) * step)
    scale = (base - TOP) / (top_hours * HOUR)
    room = (width - LEFT) / len(bars)
    every = max(1, -(-room_for_label // int(max(room, 1))))
    columns = [_column(bar, number, room, base, scale, labelled=number % every == 0) for number, bar in enumerate(bars)]
    lines = [Line(base - number * step * HOUR * scale, number * step) for number in range(round(top_hours / step) + 1)]
    return Chart(width, height, LEFT, base, lines, columns)


def step_of(hours: float) -> float:
    """The hours between lines, of which there are MOST_LINES at most above nothing."""
    return next((step for step in STEPS if hours <= step * MOST_LINES), STEPS[-1])


def _column(bar: Bar, number: int, room: float, base: float, scale: float, *, labelled: bool) -> Column:
    width = min(room * (1 - GAP), BROADEST)
    place = LEFT + number * room
    ends = [base - seconds * scale for seconds in accumulate(bar.seconds)]
    begins = [base, *ends[:-1]]
    segments = [
        Segment(end, begin - end, series)
        for series, (begin, end) in enumerate(zip(begins, ends, strict=True))
        if begin > end
    ]
    total = sum(bar.seconds)
    return Column(
        bar,
        x=place + (room - width) / 2,
        width=width,
        place=place,
        room=room,
        top=ends[-1],
        segments=segments,
        label=bar.label if labelled else "",
        # What is wide enough says its sum itself.
        total=total if total and room >= LEFT - 4 else None,
    )
