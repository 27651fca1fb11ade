"""Refusals in awork's error body: `{code, description, link, traceId, details, validationErrors}`."""

from secrets import token_hex
from typing import Final

import msgspec
from litestar import Response

from uhrwerk.entrypoints.bodies import Malformed
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.entrypoints.vendors.awork.rates import TooManyRequests
from uhrwerk.rules.refusals import (
    Conflict,
    CredentialExpired,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Overloaded,
    Refusal,
)

MEDIA_TYPE: Final = "application/json; charset=utf-8"
LINK: Final = "/docs"

PROPERTIES: Final = {
    "at": "StartTimeUtc",
    "zone": "Timezone",
    "timezone": "Timezone",
    "note": "Note",
    "project_id": "ProjectId",
    "task_id": "TaskId",
    "type_of_work_id": "TypeOfWorkId",
    "is_billable": "IsBillable",
    "is_billed": "IsBilled",
}
"""awork's names for the core's fields."""


class FilterOrOrder(Invalid):
    """A filter or an order that cannot be followed."""

    key = "invalid-filter-or-order"


class ValidationError(msgspec.Struct, rename="camel"):
    property: str
    message: str


class ErrorBody(msgspec.Struct, rename="camel", omit_defaults=True):
    code: str
    description: str
    link: str
    trace_id: str
    details: list[str] | None = None
    validation_errors: list[ValidationError] | None = None


def trace_id() -> str:
    return token_hex(16)


def answer(status: int, code: str, description: str, refusal: Refusal | None = None) -> Response[bytes]:
    """An error as awork sends it."""
    trace = trace_id()
    problems = refusal.problems if refusal else ()
    body = ErrorBody(
        code=code,
        description=description,
        link=LINK,
        trace_id=trace,
        details=[f"{property_name(p.field)}: {p.message}" for p in problems] or None,
        validation_errors=[ValidationError(property_name(p.field), p.message) for p in problems] or None,
    )
    return EncodedResponse(msgspec.json.encode(body), status, MEDIA_TYPE, {"trace-id": trace})


def property_name(field: str) -> str:
    """PascalCase, as awork names properties; of one in a list `[2].TaskId`."""
    place, dot, name = field.rpartition(".")
    return place + dot + (PROPERTIES.get(name) or "".join(part[:1].upper() + part[1:] for part in name.split("_")))


def of_exception(error: Exception) -> Response[bytes] | None:
    """The answer to a refusal, None for what is no refusal. 401 stands for "not signed in" and for "not allowed"."""
    match error:
        case CredentialExpired():
            return answer(401, "unauthorized", "The access token expired: token expired.")
        case NotSignedIn():
            return answer(401, "unauthorized", error.message)
        case NotAllowed():
            return answer(401, "unauthorized", error.message)
        case NotFound():
            return answer(404, "entity-not-found", error.message, error)
        case FilterOrOrder():
            return answer(400, error.key, "The list cannot be filtered or ordered like this.", error)
        case Invalid():
            return answer(400, "validation-error", "The request is not valid.", error)
        case Malformed():
            return answer(400, "invalid-body", str(error))
        case TooManyRequests():
            refused = answer(429, error.key, error.message)
            refused.headers.update(error.headers)
            return refused
        case Overloaded():
            return answer(503, "service-unavailable", error.message)
        case Conflict() | Refusal():
            return answer(400, "invalid-operation", error.message, error)
        case _:
            return None


def of_status(status: int) -> Response[bytes]:
    """The answer to what the server itself refuses: no such path, wrong method, too large, a bug."""
    code, description = {
        404: ("not-found", "There is nothing at this path."),
        405: ("method-not-allowed", "This path does not take this method."),
        413: ("request-too-large", "The request is too large."),
    }.get(status, ("unexpected-error", "Something went wrong; nothing was changed."))
    return answer(status, code, description)
