"""What the tests of the pages share."""

import pytest

from tests.home import Home, Workplace


@pytest.fixture
def own_place(home: Home) -> Workplace:
    """A workspace of the test's own, to change what others count on."""
    return home.workplace()
