"""What a refused act must leave as it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.home import Home, Workplace
from tests.traces import traces


@contextmanager
def unchanged(home: Home, place: Workplace) -> Iterator[None]:
    """No record and no journal row of the workspace comes, goes or changes in between."""
    before = traces(home, place)
    yield
    assert traces(home, place) == before
