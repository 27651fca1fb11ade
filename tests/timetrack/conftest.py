"""What TimeTrack's tests of the resources begin with."""

import pytest

from tests.home import Home, Workplace
from tests.timetrack.resources import Resources


@pytest.fixture
def resources(home: Home, place: Workplace) -> Resources:
    return Resources(home, place)
