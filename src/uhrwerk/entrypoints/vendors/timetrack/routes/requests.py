"""What all of TimeTrack's routes have in common: who calls, with which parameters, and the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from litestar import HttpMethod, Response
from msgspec import UNSET

from uhrwerk.entrypoints.bodies import fill, json_object
from uhrwerk.entrypoints.house import AnyRequest, House, house_of
from uhrwerk.entrypoints.naming import naming
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.entrypoints.vendors.timetrack import settings
from uhrwerk.entrypoints.vendors.timetrack.auth import admit
from uhrwerk.entrypoints.vendors.timetrack.wire import values
from uhrwerk.entrypoints.vendors.timetrack.wire.values import Wall
from uhrwerk.operations import people
from uhrwerk.operations.authentication import Guest
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid, Problem
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

Reply = Response[bytes]
F = TypeVar("F", bound=msgspec.Struct)

# The documented curl lines for reading carry a body, which makes curl send a POST.
READ = [HttpMethod.GET, HttpMethod.POST]


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has been let in: by whom, when (UTC), and its parameters.

    `says_nothing`: its body has no members; a POST of that kind is a read.
    """

    house: House
    now: datetime
    guest: Guest
    parameters: Mapping[str, Any]
    says_nothing: bool

    @property
    def actor(self) -> Actor:
        return self.guest.actor

    @property
    def made_at(self) -> datetime | None:
        """When a client or project that is not known is made; None: it is refused."""
        return self.now if settings.UNKNOWN_NAMES.of(self.guest.settings) == "create" else None

    def wall(self, person: Person) -> Wall:
        """How this person's timestamps are read and written."""
        return Wall(person.zones, settings.Z_MEANS.of(self.guest.settings) == "utc")

    def form(self, form: type[F]) -> F:
        """The parameters. Raises Invalid naming every one at fault."""
        with naming(**values.wire_names(form)):
            return fill(form, dict(self.parameters), strict=False)

    async def person(self, tx: Tx, username: str) -> Person:
        """Whom the call is about. Raises NotFound."""
        return await people.by_username(tx, self.actor, username)


async def opened(request: AnyRequest) -> Call:
    """Let the request in. Raises NotSignedIn, Malformed."""
    house = house_of(request)
    now = house.now()
    guest = await admit(request, now)
    body = json_object(await request.body(), values.DECODER)
    return Call(house, now, guest, values.parameters(dict(request.query_params.items()), body), not body)


def required(form: msgspec.Struct, *names: str) -> list[Any]:
    """These parameters' values. Raises Invalid naming all that are missing or empty."""
    missing = [name for name in names if getattr(form, name) in (None, "", UNSET)]
    if missing:
        raise Invalid(*(Problem(name, "is required") for name in missing))
    return [getattr(form, name) for name in names]


def unchanged(form: msgspec.Struct, **kept: Any) -> None:
    """Raise Invalid for members that stay as they are: who sends the whole record back may send them, but as kept."""
    said = {name: getattr(form, name) for name in kept}
    if isinstance(username := said.get("username"), str):
        said["username"] = username.strip().lower()
    wrong = [name for name, value in said.items() if value not in (UNSET, None) and value != kept[name]]
    if wrong:
        raise Invalid(*(Problem(name, "cannot be changed") for name in wrong))


def answer(model: msgspec.Struct | Sequence[msgspec.Struct]) -> Reply:
    return EncodedResponse(values.ENCODER.encode(model))
