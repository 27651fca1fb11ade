"""What all of TimeTrack's routes have in common: parameters from query and body, the answer."""

from typing import TypeVar

import msgspec
from litestar import HttpMethod, Response

from uhrwerk.entrypoints.bodies import fill, json_object
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.entrypoints.vendors.timetrack.wire import values
from uhrwerk.rules.refusals import Invalid, Problem

Reply = Response[bytes]
F = TypeVar("F", bound=msgspec.Struct)

# The documented curl lines for reading carry a body, which makes curl send a POST.
READ = [HttpMethod.GET, HttpMethod.POST]


async def form_of(request: AnyRequest, form: type[F]) -> F:
    members = values.parameters(dict(request.query_params.items()), json_object(await request.body()))
    return fill(form, members, strict=False)


def required(form: msgspec.Struct, *names: str) -> list[str]:
    """These parameters' values. Raises Invalid naming all that are missing."""
    missing = [Problem(name, "is required") for name in names if not getattr(form, name)]
    if missing:
        raise Invalid(*missing)
    return [getattr(form, name) for name in names]


def answer(model: msgspec.Struct) -> Reply:
    return EncodedResponse(msgspec.json.encode(model))
