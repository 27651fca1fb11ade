"""Refusals in TimeTrack's error body: `{"errors": [{"title", "status", "code", "detail"}]}`.

Only 15020 is the vendor's; the other codes are ours and stay as they are (README.md lists them).
"""

from typing import Final

import msgspec
from litestar import Response

from uhrwerk.entrypoints.bodies import Malformed
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.rules.attendance import AttendanceOverlaps
from uhrwerk.rules.lock import PeriodLocked
from uhrwerk.rules.refusals import (
    Conflict,
    Deleted,
    Invalid,
    NotAllowed,
    NotFound,
    NothingRunning,
    NotSignedIn,
    Overloaded,
    Problem,
    Refusal,
)

PARAMETERS: Final = {
    "at": "date",
    "client": "clientName",
    "client_name": "clientName",
    "project": "projectName",
    "project_id": "projectName",
    "project_name": "projectName",
    "task_id": "taskName",
    "task_name": "taskName",
}
"""TimeTrack's names for the core's fields."""


class ErrorItem(msgspec.Struct):
    title: str
    status: int
    code: int
    detail: str


class ErrorBody(msgspec.Struct):
    errors: list[ErrorItem]


def answer(status: int, code: int, title: str, details: list[str]) -> Response[bytes]:
    """An error as TimeTrack sends it, an item a detail."""
    body = ErrorBody([ErrorItem(title, status, code, detail) for detail in details])
    return EncodedResponse(msgspec.json.encode(body), status)


def detail(problem: Problem) -> str:
    return f"{PARAMETERS.get(problem.field, problem.field)}: {problem.message}"


def of_exception(error: Exception) -> Response[bytes] | None:
    """The answer to a refusal, None for what is no refusal."""
    match error:
        case NotSignedIn():
            return answer(401, 10001, "Unauthorized", [error.message])
        case NotAllowed():
            return answer(403, 10003, "Forbidden", [error.message])
        case Malformed():
            return answer(400, 10004, "Malformed request", [str(error)])
        case Deleted():
            return answer(404, 15020, "Entry deleted", [error.message])
        case NotFound():
            return answer(404, 15001, "Not found", [detail(p) for p in error.problems] or [error.message])
        case NothingRunning():
            return answer(404, 15002, "No timer", [error.message])
        case Invalid():
            return answer(400, 10005, "Invalid parameter", [detail(problem) for problem in error.problems])
        case Overloaded():
            return answer(503, 10503, "Unavailable", [error.message])
        case PeriodLocked():
            return answer(409, 15030, "Period locked", [error.message])
        case AttendanceOverlaps():
            return answer(409, 15031, "Attendance overlaps", [error.message])
        case Conflict() | Refusal():
            return answer(409, 10009, "Conflict", [detail(p) for p in error.problems] or [error.message])
        case _:
            return None


def of_status(status: int) -> Response[bytes]:
    """The answer to what the server itself refuses: no such path, wrong method, too large, a bug."""
    code, title, text = {
        404: (15000, "Not found", "There is nothing at this path."),
        405: (10405, "Method not allowed", "This path does not take this method."),
        413: (10413, "Request too large", "The request is too large."),
    }.get(status, (10500, "Server error", "Something went wrong; nothing was changed."))
    return answer(status, code, title, [text])
