"""What every door leads into: the house behind a request."""

from typing import Any

from litestar import Request
from litestar.datastructures import State

from uhrwerk.entrypoints.household import House

__all__ = ["AnyRequest", "House", "house_of"]

AnyRequest = Request[Any, Any, State]


def house_of(request: AnyRequest) -> House:
    house: House = request.app.state.house
    return house
