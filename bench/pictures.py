"""Small pictures in SVG: bars, and lines over two axes. They are readable in light and in dark."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Final

WIDTH: Final = 720
LEFT: Final = 240
ROW: Final = 26
HEIGHT: Final = 300
MARGIN: Final = 64

_HEAD: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" \
font-family="system-ui, sans-serif" font-size="13">
<title>{title}</title>
<style>
:root {{ --ink: #1f2933; --line: #c3cbd3; --paper: #ffffff; \
--c0: #1d6fb8; --c1: #b45309; --c2: #15803d; --c3: #9d2a8c; --c4: #6b7280; --c5: #b91c1c; }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #e6edf3; --line: #3d4652; --paper: #0d1117; \
--c0: #6cb6ff; --c1: #f0a35e; --c2: #6fd08c; --c3: #e28ad3; --c4: #a3adb8; --c5: #ff8f8f; }} }}
text {{ fill: var(--ink); }} .paper {{ fill: var(--paper); }} .axis {{ stroke: var(--line); fill: none; }}
polyline {{ fill: none; stroke-width: 2; }}
{colours}
</style>
<rect class="paper" width="{width}" height="{height}" rx="8"/>
<text x="16" y="24" font-weight="600">{title}</text>
"""

COLOURS: Final = 6


def _picture(title: str, height: int, parts: Sequence[str]) -> str:
    colours = " ".join(
        f".f{number} {{ fill: var(--c{number}); }} .s{number} {{ stroke: var(--c{number}); }}"
        for number in range(COLOURS)
    )
    head = _HEAD.format(width=WIDTH, height=height, title=escape(title), colours=colours)
    return head + "\n".join(parts) + "\n</svg>\n"


def bars(title: str, unit: str, rows: Sequence[tuple[str, float, str]]) -> str:
    """A bar a row: what it is, how much, and which kind it is of; a kind has a colour."""
    kinds = list(dict.fromkeys(kind for _, _, kind in rows))
    most = max((value for _, value, _ in rows), default=0) or 1
    room = WIDTH - LEFT - 90
    parts = _legend(kinds)
    for number, (label, value, kind) in enumerate(rows):
        y = 62 + number * ROW
        length, colour = value / most * room, f"f{kinds.index(kind) % COLOURS}"
        parts += [
            f'<text x="{LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(label)}</text>',
            f'<rect class="{colour}" x="{LEFT}" y="{y}" width="{length:.1f}" height="18" rx="2"/>',
            f'<text x="{LEFT + length + 6:.1f}" y="{y + 14}">{_number(value)}</text>',
        ]
    return _picture(f"{title} ({unit})", 62 + len(rows) * ROW + 14, parts)


def lines(
    title: str,
    x_name: str,
    y_name: str,
    series: Mapping[str, Sequence[tuple[float, float]]],
    *,
    log_x: bool = False,
    log_y: bool = False,
) -> str:
    """A line a series of points, over axes that begin at nothing or go by powers of ten."""
    points = [point for each in series.values() for point in each]
    across = _Scale([x for x, _ in points], log_x, MARGIN, WIDTH - 24)
    up = _Scale([y for _, y in points], log_y, HEIGHT - 46, 66)
    parts = _legend(list(series))
    for value in across.ticks:
        x = across.at(value)
        parts += [
            f'<path class="axis" d="M{x:.1f} 66V{HEIGHT - 46}"/>',
            f'<text x="{x:.1f}" y="{HEIGHT - 28}" text-anchor="middle">{_number(value)}</text>',
        ]
    for value in up.ticks:
        y = up.at(value)
        parts += [
            f'<path class="axis" d="M{MARGIN} {y:.1f}H{WIDTH - 24}"/>',
            f'<text x="{MARGIN - 8}" y="{y + 4:.1f}" text-anchor="end">{_number(value)}</text>',
        ]
    parts += [
        f'<text x="{WIDTH - 24}" y="{HEIGHT - 10}" text-anchor="end">{escape(x_name)}</text>',
        f'<text x="{WIDTH - 24}" y="24" text-anchor="end">{escape(y_name)}</text>',
    ]
    for number, each in enumerate(series.values()):
        colour = number % COLOURS
        path = " ".join(f"{across.at(x):.1f},{up.at(y):.1f}" for x, y in each)
        parts.append(f'<polyline class="s{colour}" points="{path}"/>')
        if len(each) <= 12:
            parts += [f'<circle class="f{colour}" cx="{across.at(x):.1f}" cy="{up.at(y):.1f}" r="3"/>' for x, y in each]
    return _picture(title, HEIGHT, parts)


def _legend(names: Sequence[str]) -> list[str]:
    parts, x = [], 16.0
    if len(names) < 2:
        return []
    for number, name in enumerate(names):
        parts += [
            f'<rect class="f{number % COLOURS}" x="{x:.0f}" y="36" width="12" height="12" rx="2"/>',
            f'<text x="{x + 18:.0f}" y="47">{escape(name)}</text>',
        ]
        x += 34 + len(name) * 7
    return parts


class _Scale:
    """From values to places on the picture."""

    def __init__(self, values: Sequence[float], log: bool, begin: float, end: float) -> None:
        self._log, self._begin, self._end = log, begin, end
        if log:
            least, most = floor(log10(min(values))), ceil(log10(max(values)))
            most = max(most, least + 1)
            self._first, self._last = float(least), float(most)
            self.ticks = [10.0**power for power in range(least, most + 1)]
        else:
            step = _step(max(values) or 1)
            count = ceil((max(values) or 1) / step)
            self._first, self._last = 0.0, count * step
            self.ticks = [number * step for number in range(count + 1)]

    def at(self, value: float) -> float:
        place = log10(value) if self._log else value
        return self._begin + (place - self._first) / (self._last - self._first) * (self._end - self._begin)


def _step(most: float) -> float:
    """A round number of which four to ten make up the most."""
    power = 10.0 ** floor(log10(most))
    return next(power * part for part in (0.1, 0.2, 0.5, 1.0, 2.0) if most / (power * part) <= 7)


def _number(value: float) -> str:
    if value >= 1e6 and value % 1e5 == 0:
        return f"{value / 1e6:g}M"
    if value >= 1e4 and value % 1e3 == 0:
        return f"{value / 1e3:g}k"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
