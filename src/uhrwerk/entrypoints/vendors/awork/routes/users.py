"""Users: who the token belongs to."""

from litestar import get

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.awork.auth import admit
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer
from uhrwerk.entrypoints.vendors.awork.wire import users as wire
from uhrwerk.rules.refusals import NotFound


@get(["/me", "/users/me"])
async def me(request: AnyRequest) -> Reply:
    guest = await admit(request, house_of(request).now())
    if guest.person is None:
        raise NotFound("user")
    return answer(wire.user(guest.person, guest.workspace))


HANDLERS = [me]
