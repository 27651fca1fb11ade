"""A receiver, and a workspace whose webhooks may lead to it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from tests.home import Home, Workplace
from tests.webhooks.private import allow_private
from tests.webhooks.receiver import Receiver, listening
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import webhook

_pause = Statement(update(webhook).values(active=False))


async def _pause_all(tx: Tx) -> None:
    """What the tests before have left would be served with every round."""
    await tx.run(_pause)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as made:
        yield made


@pytest.fixture
def place(home: Home) -> Workplace:
    """A workspace of the test's own, whose webhooks may lead to this machine, and alone are served."""
    home.run(_pause_all)
    made = home.workplace()
    allow_private(home, made)
    return made
