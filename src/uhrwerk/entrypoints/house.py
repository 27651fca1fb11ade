"""What every door leads into: the store, the doorkeeper, the clock on the wall."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request
from litestar.datastructures import State

from uhrwerk.keys import Vault
from uhrwerk.operations.authentication import Doorkeeper
from uhrwerk.storage.store import Store

AnyRequest = Request[Any, Any, State]


@dataclass(frozen=True, slots=True)
class House:
    """`now` gives the server's instant in UTC; it is read once a request. `demo` opens the demo's board to all."""

    store: Store
    doorkeeper: Doorkeeper
    vault: Vault
    now: Callable[[], datetime]
    demo: bool = False


def house_of(request: AnyRequest) -> House:
    house: House = request.app.state.house
    return house
