"""A receiver, and a workspace whose webhooks may lead to it."""

from collections.abc import Iterator

import pytest

from tests.home import Home, Workplace
from tests.webhooks.private import allow_private
from tests.webhooks.receiver import Receiver, listening


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as made:
        yield made


@pytest.fixture
def place(home: Home) -> Workplace:
    """A workspace of the test's own, whose webhooks may lead to this machine."""
    made = home.workplace()
    allow_private(home, made)
    return made
