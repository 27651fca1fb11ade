"""Both faces that have OAuth 2, one after the other; counters begin anew with every test."""

import pytest

from tests.home import MORNING, Home, Workplace
from tests.oauth.flows import DOORS, Door


@pytest.fixture(params=DOORS, ids=str)
def door(request: pytest.FixtureRequest) -> Door:
    found: Door = request.param
    return found


@pytest.fixture(autouse=True)
def _fresh_counters(home: Home) -> None:
    """All tests of a store speak from one address and begin at one instant."""
    home.house.counters.clear()


@pytest.fixture(scope="session")
def shared_place(running_home: Home) -> Workplace:
    running_home.clock.now = MORNING
    return running_home.workplace()


@pytest.fixture
def place(home: Home, shared_place: Workplace) -> Workplace:
    """One workspace for all: every test makes its own applications, and everybody a name of their own."""
    return shared_place


@pytest.fixture
def own_place(home: Home) -> Workplace:
    """A workspace of the test's own, to count what is in it or to send people away."""
    return home.workplace()
