"""What is expected of a figure, and how a run compares with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bench.tables import table

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Target(Generic[R]):
    """`measured` takes the figure from a run's results, None where the run has none. `limit` is the most that it may
    be, or with `at_least` the least that it must be, in `unit`.
    """

    what: str
    limit: float
    unit: str
    measured: Callable[[R], float | None]
    at_least: bool = False


def verdict(target: "Target[R]", figure: float) -> str:
    """`reached`, or how far it falls short."""
    if figure >= target.limit if target.at_least else figure <= target.limit:
        return "reached"
    if target.at_least:
        return f"{figure / target.limit:.0%} of it"
    return f"{figure / target.limit:.2g} times as much" if target.limit else "not reached"


def shown(figure: float, unit: str) -> str:
    """Three digits, more where there are more before the point."""
    digits = 0 if abs(figure) >= 100 else 1 if abs(figure) >= 10 else 2
    return f"{figure:,.{digits}f} {unit}".rstrip()


def target_table(targets: Sequence[Target[R]], results: R) -> str:
    """`expected | measured | reached or how far short`, a line a target that this run can tell of."""
    rows = []
    for target in targets:
        figure = target.measured(results)
        if figure is not None:
            sign = "≥" if target.at_least else "≤"
            expected = f"{sign} {target.limit:g} {target.unit}".rstrip()
            rows.append([target.what, expected, shown(figure, target.unit), verdict(target, figure)])
    return table(["what", "expected", "measured", "verdict"], rows)
