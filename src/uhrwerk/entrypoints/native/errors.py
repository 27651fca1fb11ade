"""Refusals as problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Final

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException

from uhrwerk.entrypoints.bodies import Malformed
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.rules.refusals import (
    Conflict,
    Invalid,
    KeyReused,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Overloaded,
    Problem,
    Refusal,
    VersionMismatch,
)

MEDIA_TYPE: Final = "application/problem+json"


class FieldProblem(msgspec.Struct, frozen=True):
    """What is wrong with one member of the request."""

    field: str
    message: str


class ProblemDetails(msgspec.Struct, frozen=True, omit_defaults=True):
    """A refusal: `type` is a stable name of its kind, `errors` names the fields at fault."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


_STATUS: Final[list[tuple[type[Refusal], int]]] = [
    (NotSignedIn, 401),
    (NotAllowed, 403),
    (NotFound, 404),
    (VersionMismatch, 412),
    (KeyReused, 422),
    (Invalid, 400),
    (Overloaded, 503),
    (Conflict, 409),
]


def answer(status: int, key: str, detail: str, problems: tuple[Problem, ...] = ()) -> Response[bytes]:
    """A problem; `key` is the refusal's."""
    body = ProblemDetails(
        type=f"/docs/problems#{key}",
        title=key.replace("-", " ").capitalize(),
        status=status,
        detail=detail,
        errors=[FieldProblem(problem.field, problem.message) for problem in problems],
    )
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        headers["Retry-After"] = "1"
    return EncodedResponse(msgspec.json.encode(body), status, MEDIA_TYPE, headers)


def of_exception(error: Exception) -> Response[bytes] | None:
    """The answer to a refusal, None for what is no refusal."""
    match error:
        case Refusal():
            status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
            return answer(status, error.key, error.message, error.problems)
        case Malformed():
            return answer(400, "malformed", str(error))
        case ValidationException():
            extra = error.extra if isinstance(error.extra, list) else []
            problems = tuple(Problem(str(e.get("key", "body")), str(e.get("message", ""))) for e in extra)
            return answer(400, "invalid", "The request is not valid.", problems)
        case HTTPException() if error.status_code == 400:
            return answer(400, "malformed", "The body is not valid JSON.")
        case _:
            return None


def of_status(status: int) -> Response[bytes]:
    """The answer to what the server itself refuses: no such path, wrong method, too large, a bug."""
    phrase = HTTPStatus(status).phrase
    detail = {
        404: "There is nothing at this path.",
        405: "This path does not take this method.",
        413: "The request is too large.",
        415: "The body must be application/json.",
    }.get(status, "Something went wrong; nothing was changed.")
    return answer(status, phrase.lower().replace(" ", "-"), detail)
