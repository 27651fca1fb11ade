"""Refusals in a face's own words for its fields."""

from collections.abc import Iterator
from contextlib import contextmanager

from uhrwerk.rules.refusals import Problem, Refusal


@contextmanager
def naming(**names: str) -> Iterator[None]:
    """Refusals from within name their fields like this: `naming(note="description")`, the core's name first."""
    try:
        yield
    except Refusal as refusal:
        refusal.problems = tuple(Problem(names.get(each.field, each.field), each.message) for each in refusal.problems)
        raise
