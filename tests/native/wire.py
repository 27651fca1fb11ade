"""What every answer of the native API has to look like."""

from dataclasses import dataclass
from typing import Any, Final

import httpx

from tests.home import Home, Someone, Workplace
from uhrwerk.entrypoints.credentials import issue
from uhrwerk.operations.credentials import Issued
from uhrwerk.operations.workspaces import command_line_actor

UNKNOWN: Final = "00000000-0000-7000-8000-00000000dead"


def problem(answer: httpx.Response, status: int, key: str, *fields: str) -> dict[str, Any]:
    """Problem details (RFC 9457) of that kind, with exactly these fields at fault."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body.keys() <= {"type", "title", "status", "detail", "errors"}
    assert (body["type"], body["status"]) == (f"/docs/problems#{key}", status)
    assert body["title"]
    assert body["detail"]
    errors = body.get("errors", [])
    assert [each.keys() for each in errors] == [{"field", "message"}] * len(errors)
    assert sorted(each["field"] for each in errors) == sorted(fields)
    assert (answer.headers.get("www-authenticate") == "Bearer") is (status == 401)
    return body


def done(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    """The record answered; its ETag is its version."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    body: dict[str, Any] = answer.json()
    assert answer.headers["etag"] == f'"{body["version"]}"'
    return body


def page(answer: httpx.Response) -> tuple[list[dict[str, Any]], str | None]:
    """The items and the cursor of the next page."""
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body.keys() == {"items", "next_cursor"}
    return body["items"], body["next_cursor"]


def walk(home: Home, someone: Someone, path: str, limit: int, **query: Any) -> list[dict[str, Any]]:
    """All items of a list, page by page; every page but the last is full."""
    items: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        wanted = query | {"limit": limit} | ({"cursor": cursor} if cursor else {})
        found, cursor = page(home.http.get(path, headers=someone.bearer, params=wanted))
        items += found
        if cursor is None:
            return items
        assert len(found) == limit


def issued(home: Home, place: Workplace, someone: Someone, **terms: Any) -> Issued:
    """A further token of somebody's; `terms` are its scopes or its end."""
    now, vault = home.clock.now, home.house.vault
    return home.run(
        lambda tx: issue(tx, command_line_actor(place.id), now, vault, "native", someone.id, "another", **terms)
    )


@dataclass(frozen=True)
class Route:
    """An operation, the scope it needs, and a body that would do."""

    method: str
    path: str
    scope: str | None
    body: dict[str, Any] | None = None

    def send(self, home: Home, place: Workplace, headers: dict[str, str], **changes: Any) -> httpx.Response:
        """Send it to a record of `place` (an unknown one where there is none), with changed arguments."""
        ids = {"project": place.project, "client": place.client, "task": place.task, "type": place.type_of_work}
        path = self.path.format(person=place.owner.id, entry=UNKNOWN, **ids)
        arguments: dict[str, Any] = {"headers": headers}
        if self.body is not None:
            arguments["json"] = self.body
        return home.http.request(self.method, path, **(arguments | changes))

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


_SPAN = {"started_at": "2026-03-10T06:00:00Z", "ended_at": "2026-03-10T07:00:00Z"}
_PERSON = {"username": "new", "email": "new@example.org", "first_name": "New"}
_KEPT = (("clients", "client"), ("projects", "project"), ("tasks", "task"), ("types-of-work", "type"))
_DAYS = {"starts_on": "2026-03-16", "ends_on": "2026-03-17"}
_FURTHER: tuple[tuple[str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("project-types", "directory", {"name": "New"}, {"name": "New"}),
    ("project-statuses", "directory", {"name": "New", "stage": "progress"}, {"name": "New"}),
    ("task-statuses", "directory", {"name": "New", "stage": "progress"}, {"name": "New"}),
    ("task-lists", "directory", {"name": "New", "project_id": UNKNOWN}, {"name": "New"}),
    ("tags", "directory", {"name": "New"}, {"name": "New"}),
    ("teams", "directory", {"name": "New"}, {"name": "New"}),
    ("absence-types", "absences", {"name": "New"}, {"name": "New"}),
    ("absences", "absences", _DAYS, {"note": "n"}),
    ("entitlements", "absences", {"year": 2026, "days": "1"}, {"days": "2"}),
    ("company-holidays", "absences", {"name": "New", **_DAYS}, {"name": "New"}),
    ("expenses", "expenses", {"name": "New", "price": "1", "spent_on": "2026-03-10"}, {"name": "New"}),
    ("contracts", "directory", {"starts_on": "2026-04-01", "kind": "trust"}, {"note": "n"}),
    (
        "balance-adjustments",
        "attendance",
        {"day": "2026-03-10", "seconds": -60, "kind": "pay-out", "note": "n"},
        {"note": "n"},
    ),
    ("reports", "time", {"name": "New", "definition": {"period": "today"}}, {"name": "New"}),
    ("overtime", "approvals", {"day": "2026-03-09", "seconds": 60}, {"note": "n"}),
    ("locks", "approvals", {"locked_through": "2026-01-31"}, {"note": "n"}),
    (
        "lock-exceptions",
        "approvals",
        {"person_id": UNKNOWN, "starts_on": "2026-01-30", "ends_on": "2026-01-31", "reason": "Late"},
        {"reason": "Later"},
    ),
)
"""Kinds of which a workplace has none yet, the scopes' first word, and what makes and changes one."""

ROUTES: Final = (
    Route("GET", "/v1/timers/current", "time:read"),
    *(Route("POST", f"/v1/timers/{verb}", "time:write", {}) for verb in ("start", "pause", "resume", "stop")),
    Route("POST", "/v1/timers/switch", "time:write", {"note": "n"}),
    Route("POST", "/v1/timers/discard", "time:write", {}),
    Route("GET", "/v1/time-entries", "time:read"),
    Route("POST", "/v1/time-entries", "time:write", _SPAN),
    Route("GET", "/v1/time-entries/{entry}", "time:read"),
    Route("PATCH", "/v1/time-entries/{entry}", "time:write", {"note": "n"}),
    Route("DELETE", "/v1/time-entries/{entry}", "time:write"),
    Route("POST", "/v1/time-entries/{entry}/continue", "time:write", {}),
    Route("POST", "/v1/time-entries/{entry}/confirm", "time:write"),
    Route("GET", "/v1/attendance/current", "attendance:read"),
    Route("GET", "/v1/attendance", "attendance:read"),
    Route("GET", "/v1/attendance/{entry}", "attendance:read"),
    Route("POST", "/v1/attendance", "attendance:write", {"started_at": "2026-03-10T06:00:00Z"}),
    Route("PATCH", "/v1/attendance/{entry}", "attendance:write", {"note": "n"}),
    Route("DELETE", "/v1/attendance/{entry}", "attendance:write"),
    Route("POST", "/v1/attendance/{entry}/confirm", "attendance:write"),
    *(
        Route("POST", f"/v1/attendance/{verb}", "attendance:write", {})
        for verb in ("clock-in", "start-break", "end-break", "clock-out")
    ),
    Route("GET", "/v1/me", None),
    Route("GET", "/v1/people", "directory:read"),
    Route("POST", "/v1/people", "directory:write", _PERSON),
    Route("GET", "/v1/people/{person}", "directory:read"),
    Route("PATCH", "/v1/people/{person}", "directory:write", {"first_name": "N"}),
    Route("DELETE", "/v1/people/{person}", "directory:write"),
    Route("GET", "/v1/people/{person}/record", "directory:read"),
    Route("POST", "/v1/people/{person}/erase", "directory:write", {"reason": "asked for"}),
    *(
        Route(method, path.format(kind=kind, name="{" + name + "}"), scope, body)
        for kind, name in _KEPT
        for method, path, scope, body in (
            ("GET", "/v1/{kind}", "directory:read", None),
            ("POST", "/v1/{kind}", "directory:write", {"name": "New"}),
            ("GET", "/v1/{kind}/{name}", "directory:read", None),
            ("PATCH", "/v1/{kind}/{name}", "directory:write", {"name": "New"}),
            ("DELETE", "/v1/{kind}/{name}", "directory:write", None),
        )
    ),
    *(
        Route(method, f"/v1/{kind}{rest}", f"{scope}:{what}", body)
        for kind, scope, new, changes in _FURTHER
        for method, rest, what, body in (
            ("GET", "", "read", None),
            ("POST", "", "write", new),
            ("GET", "/{entry}", "read", None),
            ("PATCH", "/{entry}", "write", changes),
            ("DELETE", "/{entry}", "write", None),
        )
    ),
    Route("GET", "/v1/teams/{entry}/members", "directory:read"),
    Route("PUT", "/v1/teams/{entry}/members/{person}", "directory:write"),
    Route("DELETE", "/v1/teams/{entry}/members/{person}", "directory:write"),
    *(
        Route("POST", f"/v1/absences/{{entry}}/{verb}", "absences:write", {})
        for verb in ("approve", "reject", "reopen")
    ),
    Route("GET", "/v1/absences/calendar?starts_on=2026-03-09&ends_on=2026-03-10", "absences:read"),
    Route("GET", "/v1/entitlements/account?absence_type_id={entry}", "absences:read"),
    Route("GET", "/v1/calendar-feeds", "absences:read"),
    Route("POST", "/v1/calendar-feeds", "absences:write", {}),
    Route("DELETE", "/v1/calendar-feeds/{entry}", "absences:write"),
    *(
        Route("GET", f"/v1/work-time/{what}?starts_on=2026-03-09&ends_on=2026-03-10", "attendance:read")
        for what in ("days", "periods")
    ),
    Route("GET", "/v1/work-time/balance", "attendance:read"),
    *(
        Route("GET", f"/v1/law/{what}?starts_on=2026-03-09&ends_on=2026-03-10", "attendance:read")
        for what in ("findings", "surcharges")
    ),
    Route("GET", "/v1/law/findings/recorded", "attendance:read"),
    Route("GET", "/v1/law/advice?act=clock-in", "attendance:read"),
    Route("GET", "/v1/law/rules", None),
    Route("GET", "/v1/public-holidays?region=DE&year=2026", "absences:read"),
    *(
        Route("POST", f"/v1/overtime/{{entry}}/{verb}", "approvals:write", {})
        for verb in ("approve", "reject", "reopen")
    ),
    Route("GET", "/v1/timesheets", "approvals:read"),
    Route("POST", "/v1/timesheets", "approvals:write", {"period": "week", "starts_on": "2026-03-02"}),
    Route("GET", "/v1/timesheets/{entry}", "approvals:read"),
    *(
        Route("POST", f"/v1/timesheets/{{entry}}/{verb}", "approvals:write", {})
        for verb in ("submit", "withdraw", "approve", "reject", "lock", "reopen")
    ),
    Route("GET", "/v1/corrections", "approvals:read"),
    Route(
        "POST",
        "/v1/corrections",
        "approvals:write",
        {"record_kind": "attendance", "action": "create", "members": _SPAN, "reason": "Forgot to clock in"},
    ),
    Route("GET", "/v1/corrections/{entry}", "approvals:read"),
    Route("DELETE", "/v1/corrections/{entry}", "approvals:write"),
    *(Route("POST", f"/v1/corrections/{{entry}}/{verb}", "approvals:write", {}) for verb in ("approve", "reject")),
    Route("GET", "/v1/time-entries/{entry}/history", "time:read"),
    Route("GET", "/v1/attendance/{entry}/history", "attendance:read"),
    Route("GET", "/v1/journal", "journal:read"),
    Route("GET", "/v1/records/export", "attendance:read"),
    # What it tells of is narrowed by the scopes; without any it tells of nothing.
    Route("GET", "/v1/changes", None),
    Route("GET", "/v1/webhooks", "webhooks"),
    Route("POST", "/v1/webhooks", "webhooks", {"name": "New", "url": "https://8.8.8.8/", "events": ["*"]}),
    Route("GET", "/v1/webhooks/event-types", "webhooks"),
    Route("GET", "/v1/webhooks/{entry}", "webhooks"),
    Route("PATCH", "/v1/webhooks/{entry}", "webhooks", {"name": "New"}),
    Route("DELETE", "/v1/webhooks/{entry}", "webhooks"),
    Route("POST", "/v1/webhooks/{entry}/rotate-secret", "webhooks"),
    Route("POST", "/v1/webhooks/{entry}/test", "webhooks"),
    Route("GET", "/v1/webhooks/{entry}/deliveries", "webhooks"),
    Route("GET", "/v1/me/authorizations", "directory:read"),
    Route("DELETE", "/v1/me/authorizations/{entry}", "directory:write"),
    Route("GET", "/v1/oauth-clients", "directory:read"),
    Route("POST", "/v1/oauth-clients", "directory:write", {"name": "New"}),
    Route("GET", "/v1/oauth-clients/{entry}", "directory:read"),
    Route("PATCH", "/v1/oauth-clients/{entry}", "directory:write", {"name": "New"}),
    Route("DELETE", "/v1/oauth-clients/{entry}", "directory:write"),
    Route("POST", "/v1/oauth-clients/{entry}/rotate-secret", "directory:write"),
)
"""Every operation there is; a test compares it with the OpenAPI document."""

CHANGES: Final = tuple(route for route in ROUTES if route.method != "GET")
WITH_BODY: Final = tuple(route for route in CHANGES if route.body is not None)
