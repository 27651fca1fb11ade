"""Webhooks over the native API: who keeps them, and what is refused. Delivering has tests of its own."""

from typing import Any

import pytest

from tests.home import Home, Workplace
from tests.native.wire import UNKNOWN, done, page, problem, walk
from uhrwerk.operations.acts import ACTS

TARGET = "https://8.8.8.8/hook"
"""A public address; nothing is sent to it here."""

NEW = {"name": "Payroll", "url": TARGET, "events": ["time_entry.*", "person.changed"]}


def add(home: Home, place: Workplace, **members: Any) -> dict[str, Any]:
    return done(home.http.post("/v1/webhooks", headers=place.admin.bearer, json=NEW | members), 201)


def test_a_webhook_is_kept_and_its_secret_is_shown_once(home: Home, place: Workplace) -> None:
    made = add(home, place)
    secret = made.pop("secret")
    assert secret.startswith("whsec_")
    assert made == {
        "id": made["id"],
        "number": made["number"],
        "created_at": "2026-03-10T08:00:00Z",
        "updated_at": "2026-03-10T08:00:00Z",
        "version": 1,
        "name": "Payroll",
        "url": TARGET,
        "events": ["time_entry.*", "person.changed"],
        "active": True,
        "paused_at": None,
        "paused_reason": None,
        "has_authorization": False,
    }
    path = f"/v1/webhooks/{made['id']}"
    assert done(home.http.get(path, headers=place.admin.bearer)) == made
    assert page(home.http.get("/v1/webhooks", headers=place.admin.bearer))[0] == [made]


def test_no_secret_reaches_the_database_in_the_clear_or_the_journal(home: Home, place: Workplace) -> None:
    made = add(home, place, authorization="Bearer of-theirs")
    rows = page(home.http.get("/v1/journal", headers=place.admin.bearer, params={"workspace": True}))[0]
    added = next(row for row in rows if row["act"] == "webhook.added")["payload"]["after"]
    assert added["name"] == "Payroll"
    assert not {"secret", "authorization", "read_position", "read_transaction_id"} & added.keys()
    assert made["has_authorization"] is True
    assert "of-theirs" not in str(made)


def test_it_is_changed_and_deleted(home: Home, place: Workplace) -> None:
    made = add(home, place)
    path, admin = f"/v1/webhooks/{made['id']}", place.admin.bearer
    changes = {"name": "Wages", "events": ["*"], "authorization": "x"}
    changed = done(home.http.patch(path, headers=admin, json=changes))
    assert (changed["name"], changed["events"], changed["has_authorization"], changed["version"]) == (
        "Wages",
        ["*"],
        True,
        2,
    )
    stale = home.http.patch(path, headers=admin | {"If-Match": '"1"'}, json={"active": False})
    problem(stale, 412, "version-mismatch")
    assert done(home.http.get(path, headers=admin))["active"] is True
    assert done(home.http.patch(path, headers=admin, json={"authorization": None}))["has_authorization"] is False
    assert home.http.delete(path, headers=admin).status_code == 204
    problem(home.http.get(path, headers=admin), 404, "deleted")
    assert page(home.http.get("/v1/webhooks", headers=admin))[0] == []


def test_the_list_is_paged(home: Home, place: Workplace) -> None:
    made = []
    for number in range(5):
        made.append(add(home, place, name=str(number))["id"])
        home.clock.forward(seconds=1)
    assert [each["id"] for each in walk(home, place.admin, "/v1/webhooks", 2)] == made[::-1]


def test_every_act_is_an_event_type(home: Home, place: Workplace) -> None:
    answer = home.http.get("/v1/webhooks/event-types", headers=place.admin.bearer)
    assert answer.json() == {"items": [f"{kind}.{act}" for kind, acts in ACTS.items() for act in acts]}
    assert "time_entry.started" in answer.json()["items"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": " "}, "name"),
    ({"events": []}, "events"),
    ({"events": ["time_entry.started", "time_entry.exploded"]}, "events"),
    ({"events": ["credential.issued"]}, "events"),
    ({"events": ["time_entry"]}, "events"),
    ({"events": "time_entry.started"}, "events"),
    ({"authorization": "two\nlines"}, "authorization"),
    ({"authorization": ""}, "authorization"),
    ({"active": "yes"}, "active"),
    ({"colour": "red"}, "colour"),
    ({"secret": "whsec_mine"}, "secret"),
]


@pytest.mark.parametrize(("members", "field"), WRONG)
def test_what_cannot_be_taken_is_named(home: Home, office: Workplace, members: dict[str, Any], field: str) -> None:
    answer = home.http.post("/v1/webhooks", headers=office.admin.bearer, json=NEW | members)
    body = problem(answer, 400, "invalid", field)
    if "time_entry.exploded" in str(members):
        assert body["errors"][0]["message"] == "there is no event type 'time_entry.exploded'"


PATHS = [
    ("GET", "", None),
    ("POST", "", NEW),
    ("GET", "/event-types", None),
    ("GET", "/{id}", None),
    ("PATCH", "/{id}", {"name": "N"}),
    ("DELETE", "/{id}", None),
    ("POST", "/{id}/rotate-secret", None),
    ("POST", "/{id}/test", None),
    ("GET", "/{id}/deliveries", None),
]


@pytest.mark.parametrize("role", ["lead", "owner"])
@pytest.mark.parametrize(("method", "path", "body"), PATHS)
def test_they_are_the_admins(
    home: Home, office: Workplace, role: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    someone = getattr(office, role)
    answer = home.http.request(method, "/v1/webhooks" + path.format(id=UNKNOWN), headers=someone.bearer, json=body)
    problem(answer, 403, "not-allowed")


@pytest.mark.parametrize(("method", "path", "body"), [each for each in PATHS if "{id}" in each[1]])
def test_another_workspaces_webhook_is_as_unknown_as_one_that_never_was(
    home: Home, place: Workplace, elsewhere: Workplace, method: str, path: str, body: dict[str, Any] | None
) -> None:
    theirs = add(home, elsewhere)
    answers = [
        problem(
            home.http.request(method, "/v1/webhooks" + path.format(id=id), headers=place.admin.bearer, json=body),
            404,
            "not-found",
        )
        for id in (theirs["id"], UNKNOWN)
    ]
    assert answers[0] == answers[1]
    theirs.pop("secret")
    assert done(home.http.get(f"/v1/webhooks/{theirs['id']}", headers=elsewhere.admin.bearer)) == theirs


def test_a_loop_that_makes_webhooks_ends(home: Home, place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uhrwerk.operations.webhooks.MOST_WEBHOOKS", 2)
    made = [add(home, place), add(home, place)]
    problem(home.http.post("/v1/webhooks", headers=place.admin.bearer, json=NEW), 409, "conflict")
    assert home.http.delete(f"/v1/webhooks/{made[0]['id']}", headers=place.admin.bearer).status_code == 204
    add(home, place)
