"""What every answer of the awork face has to look like."""

from typing import Any, Final

import httpx

from tests.awork.contract import check
from tests.home import Home, Someone, Workplace
from uhrwerk.entrypoints.credentials import issue
from uhrwerk.operations.credentials import Issued
from uhrwerk.operations.workspaces import command_line_actor

UNKNOWN: Final = "00000000-0000-7000-8000-00000000dead"
VERBS: Final = ("start", "stop", "pause", "resume")


def entry(answer: httpx.Response) -> dict[str, Any]:
    """The time entry answered."""
    assert answer.status_code == 200, answer.text
    return _model(answer, "TimeTracking")


def user(answer: httpx.Response) -> dict[str, Any]:
    """The user answered."""
    assert answer.status_code == 200, answer.text
    return _model(answer, "UserAndWorkspace")


def listed(answer: httpx.Response, shape: str) -> list[dict[str, Any]]:
    """The bare array answered, its headers telling how much of it there is."""
    assert answer.status_code == 200, answer.text
    _check_headers(answer)
    found: list[dict[str, Any]] = answer.json()
    for each in found:
        check(shape, each)
    assert answer.headers["aw-items"] == str(len(found))
    return found


def refusal(answer: httpx.Response, status: int, code: str, *properties: str) -> dict[str, Any]:
    """The error body, with exactly these properties at fault."""
    assert answer.status_code == status, answer.text
    body = _model(answer, "ErrorResponse")
    assert body["code"] == code
    assert body["traceId"] == answer.headers["trace-id"]
    assert sorted(each["property"] for each in body.get("validationErrors", [])) == sorted(properties)
    assert len(body.get("details", [])) == len(properties)
    return body


def nothing(answer: httpx.Response) -> None:
    """No content at all."""
    assert answer.status_code == 204, answer.text
    assert answer.content == b""
    assert "content-type" not in answer.headers
    assert answer.headers["trace-id"]


def but_for_trace(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    """Status and body, without what differs from request to request."""
    body = answer.json() if answer.content else {}
    return answer.status_code, {name: value for name, value in body.items() if name != "traceId"}


def start_form(place: Workplace, **members: Any) -> dict[str, Any]:
    """The body of a start with the two members that it needs, and others."""
    return {"typeOfWorkId": place.type_of_work, "timezone": "Europe/Berlin"} | members


def act(home: Home, someone: Someone, verb: str, **members: Any) -> httpx.Response:
    """A verb on one's own clock; `members` make the body, none of them no body at all."""
    path = f"/api/v1/me/timetracking/{verb}"
    return home.http.post(path, headers=someone.awork_bearer, json=members or None)


def issued(home: Home, place: Workplace, someone: Someone, face: str = "awork", **terms: Any) -> Issued:
    """A further credential of somebody's; `terms` are its scopes or its end."""
    now, vault = home.clock.now, home.house.vault
    return home.run(
        lambda tx: issue(tx, command_line_actor(place.id), now, vault, face, someone.id, "another", **terms)
    )


def _model(answer: httpx.Response, shape: str) -> dict[str, Any]:
    _check_headers(answer)
    body: dict[str, Any] = answer.json()
    check(shape, body)
    return body


def _check_headers(answer: httpx.Response) -> None:
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["trace-id"]
