"""A workspace that no test changes, for what is only read or refused."""

import pytest

from tests.home import MORNING, Home, Workplace


@pytest.fixture(scope="session")
def offices(running_home: Home) -> tuple[Workplace, Workplace]:
    running_home.clock.now = MORNING
    return running_home.workplace(), running_home.workplace()


@pytest.fixture
def office(home: Home, offices: tuple[Workplace, Workplace]) -> Workplace:
    """Leave it as it is."""
    return offices[0]


@pytest.fixture
def strangers(home: Home, offices: tuple[Workplace, Workplace]) -> Workplace:
    """Another workspace to leave as it is."""
    return offices[1]
