"""A request that has been let in: who asks, when, and what they do in one transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.awork.auth import admit
from uhrwerk.entrypoints.vendors.awork.routes.requests import path_id
from uhrwerk.operations.authentication import Guest
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage.store import Tx

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """`now` was read once, when the request came."""

    request: AnyRequest
    guest: Guest
    now: datetime

    @property
    def actor(self) -> Actor:
        return self.guest.actor

    async def read(self, act: Callable[[Tx], Awaitable[T]], *, long: bool = False) -> T:
        return await house_of(self.request).store.read(act, long=long)

    async def write(self, act: Callable[[Tx], Awaitable[T]]) -> T:
        return await house_of(self.request).store.write(act)


async def admitted(request: AnyRequest) -> Call:
    """Raises NotSignedIn, CredentialExpired."""
    now = house_of(request).now()
    return Call(request, await admit(request, now), now)


def user_id_of(guest: Guest, text: str) -> str:
    """The user that a path names; `me` is oneself. Raises NotFound."""
    if text.lower() != "me":
        return path_id(text, "person")
    if guest.person is None:
        raise NotFound("person")
    return guest.person.id
