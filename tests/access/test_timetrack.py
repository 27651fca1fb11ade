"""TimeTrack: nobody gets in without a right key, and nobody finds another account's records or people.

The key belongs to the account, so that there is no member to try.
"""

import re
from typing import Any, Final

import pytest

from tests.access.trespass import METHODS, Request, opened, routes
from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace

BASE: Final = "/api/v2/ext"
KINDS: Final = ("clients", "projects", "tasks", "project_time_entries", "attendances", "absences", "expenses", "users")

ROWS: Final[list[tuple[str, str, dict[str, Any] | None]]] = [
    *[
        (method, f"{prefix}/{timer}{verb}", {"username": "owner", "date": "2026-03-10T09:00:00Z"})
        for timer, verbs in (
            ("project_timer", ("", "/start", "/pause", "/resume", "/stop")),
            ("attendance_timer", ("", "/start", "/stop")),
        )
        for prefix in ("", "/timers")
        for verb in verbs
        for method in (("POST",) if verb else ("GET", "POST"))
    ],
    *[(method, f"/{kind}", None) for kind in (*KINDS, "absence_types") for method in ("GET", "POST")],
    *[
        (method, f"/{kind}/{{{kind}}}", {"notes": "Changed"} if method == "PUT" else None)
        for kind in KINDS
        for method in ("GET", "POST", "PUT", "DELETE")
    ],
    *[(method, "/absence_types/{absence_types}", None) for method in ("GET", "POST")],
    *[(method, "/work_reports?username=owner&from=2026-03-01&to=2026-03-02", None) for method in ("GET", "POST")],
]


def test_every_route_has_its_row(home: Home) -> None:
    rows = {f"{method} {BASE}{opened(path.partition('?')[0])}" for method, path, _ in ROWS}
    assert rows == routes(home, BASE + "/")


@pytest.fixture
def ids(home: Home, place: Workplace) -> dict[str, int]:
    """The account's records by kind."""

    def made(path: str, **members: Any) -> int:
        answer = home.http.post(f"{BASE}/{path}", headers=place.timetrack, json=members)
        assert answer.status_code == 200, answer.text
        id: int = answer.json()["id"]
        return id

    admin = place.admin.bearer
    vacation = home.http.post("/v1/absence-types", headers=admin, json={"name": "Vacation", "kind": "vacation"}).json()
    what = {"clientName": place.client_name, "projectName": place.project_name}
    stretch = {"username": "owner", "from": "2026-03-09T09:00:00Z", "to": "2026-03-09T10:00:00Z"}
    days = {"username": "owner", "from": "2026-04-01", "to": "2026-04-02", "absenceType": vacation["number"]}
    (client,) = home.http.get(f"{BASE}/clients", headers=place.timetrack).json()
    (project,) = home.http.get(f"{BASE}/projects", headers=place.timetrack).json()
    users = home.http.get(f"{BASE}/users", headers=place.timetrack).json()
    return {
        "clients": client["id"],
        "projects": project["id"],
        "users": users[0]["id"],
        "absence_types": vacation["number"],
        "tasks": made("tasks", name="Meeting"),
        "project_time_entries": made("project_time_entries", **stretch, **what),
        "attendances": made("attendances", **stretch),
        "absences": made("absences", **days),
        "expenses": made("expenses", username="owner", name="Train", price=48.9, quantity=1, date="2026-03-01", **what),
    }


def test_without_a_right_key_nobody_gets_in(
    home: Home, place: Workplace, elsewhere: Workplace, ids: dict[str, int], subtests: pytest.Subtests
) -> None:
    right = place.timetrack
    wrong = [
        None,
        right | {"X-TimeTrack-Api-Secret": elsewhere.timetrack_secret},
        right | {"X-TimeTrack-Api-Key": "wrong"},
        place.admin.bearer,
    ]
    with unchanged(home, place):
        for row in ROWS:
            for headers in wrong:
                with subtests.test(row=row[:2]):
                    _refused(_request(row, ids), home, headers, 401, 10001)


def test_another_accounts_records_are_as_if_they_had_never_been(
    home: Home, place: Workplace, ids: dict[str, int], subtests: pytest.Subtests
) -> None:
    """Numbers count from 1 in every account: what the stranger's number leads to is the stranger's own, if anything."""
    stranger = home.workplace()
    with unchanged(home, place):
        for row in ROWS:
            if "{" in row[1]:
                request = _request(row, dict.fromkeys(ids, max(ids.values()) + 1))
                with subtests.test(row=row[:2]):
                    _refused(request, home, stranger.timetrack, 404, 15001)


def test_a_wrong_method_is_named_as_such(home: Home, place: Workplace, subtests: pytest.Subtests) -> None:
    served = {f"{method} {opened(path.partition('?')[0])}" for method, path, _ in ROWS}
    with unchanged(home, place):
        for path in {row[1].partition("?")[0] for row in ROWS}:
            for method in METHODS:
                if f"{method} {opened(path)}" not in served:
                    with subtests.test(method=method, path=path):
                        request = Request(method, BASE + re.sub(r"{\w+}", "1", path))
                        _refused(request, home, place.timetrack, 405, 10405)


def _request(row: tuple[str, str, Any], ids: dict[str, int]) -> Request:
    method, path, body = row
    return Request(method, BASE + re.sub(r"{(\w+)}", lambda found: str(ids[found[1]]), path), body)


def _refused(request: Request, home: Home, headers: dict[str, str] | None, status: int, code: int) -> None:
    """Refused in TimeTrack's own body."""
    answer = request.send(home, headers)
    assert answer.status_code == status, answer.text
    (error,) = answer.json()["errors"]
    assert (error["status"], error["code"]) == (status, code)
