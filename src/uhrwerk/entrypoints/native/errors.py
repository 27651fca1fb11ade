"""Refusals as problem details (RFC 9457)."""

import re
from typing import Final

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException

from uhrwerk.entrypoints.bodies import Malformed, sentence
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


_WIRE_NAMES: Final = {"begin": "from", "end": "to"}
"""What a client calls the parameters that Python has other names for."""


_MISSING: Final = re.compile(r"Missing required \w+ parameter '(\w+)'")
"""How the framework tells of a parameter that is not there."""


def problem(status: int, key: str, detail: str, fields: list[FieldProblem]) -> ProblemDetails:
    """`key` is the refusal's."""
    return ProblemDetails(f"/docs/problems#{key}", key.replace("-", " ").capitalize(), status, detail, fields)


def answer(status: int, key: str, detail: str, problems: tuple[Problem, ...] = ()) -> Response[bytes]:
    """A problem; `key` is the refusal's."""
    body = problem(status, key, detail, [FieldProblem(each.field, each.message) for each in problems])
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
            return answer(400, "invalid", "The request is not valid.", _parameters_at_fault(error))
        case HTTPException() if error.status_code == 400:
            return answer(400, "malformed", "The body is not valid JSON.")
        case _:
            return None


def _parameters_at_fault(error: ValidationException) -> tuple[Problem, ...]:
    missing = _MISSING.match(error.detail)
    if missing is not None:
        return (Problem(_WIRE_NAMES.get(missing[1], missing[1]), "is required"),)
    faults = error.extra if isinstance(error.extra, list) else []
    return tuple(
        # The framework knows a body only as missing: what is in it was looked at before.
        Problem("body", "is required") if fault["key"] == "data" else _parameter(fault["key"], fault["message"])
        for fault in faults
    )


def _parameter(name: str, message: str) -> Problem:
    return Problem(_WIRE_NAMES.get(name, name), sentence(message))


OTHERS: Final = {
    404: ("not-found", "There is nothing at this path."),
    405: ("method-not-allowed", "This path does not take this method."),
    413: ("request-too-large", "The request is too large."),
    500: ("internal-error", "Something went wrong; nothing was changed."),
}
"""What the server itself refuses, by status."""


def of_status(status: int) -> Response[bytes]:
    """The answer to what the server itself refuses: no such path, wrong method, too large, a bug."""
    key, detail = OTHERS.get(status) or (OTHERS[500] if status >= 500 else ("refused", "This cannot be taken."))
    return answer(status, key, detail)
