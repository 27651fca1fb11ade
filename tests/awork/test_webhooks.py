"""awork's webhooks: kept by admins, told in awork's words, not signed."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.awork.wire import UNKNOWN, listed, nothing, refusal
from tests.home import Home, Someone, Workplace
from tests.webhooks.private import allow_private
from tests.webhooks.receiver import Answer, Receiver, listening
from uhrwerk.entrypoints.vendors.awork.webhooks import EVENT_TYPES

NEW = {
    "name": "Hook",
    "uri": "https://8.8.8.8/hook",
    "events": "timetracking_added,timetracking_updated",
    "isActive": True,
    "authenticationType": "none",
}


@pytest.fixture
def receiver(home: Home, place: Workplace) -> Iterator[Receiver]:
    allow_private(home, place)
    with listening() as made:
        yield made


def add(home: Home, place: Workplace, **members: Any) -> dict[str, Any]:
    answer = home.http.post("/api/v1/webhooks", headers=place.admin.awork_bearer, json=NEW | members)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def act(home: Home, someone: Someone, verb: str, **members: Any) -> Any:
    path = f"/api/v1/me/timetracking/{verb}"
    answer = home.http.post(path, headers=someone.awork_bearer, json=members or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def start(home: Home, place: Workplace, someone: Someone, **members: Any) -> Any:
    return act(home, someone, "start", typeOfWorkId=place.type_of_work, timezone="Europe/Berlin", **members)


def test_one_is_kept_changed_and_deleted(home: Home, place: Workplace) -> None:
    made = add(home, place, language="de", onlyTriggerForMainEntityChanges=True)
    assert made == {
        "id": made["id"],
        "name": "Hook",
        "uri": "https://8.8.8.8/hook",
        "language": "de",
        "events": ["timetracking_added", "timetracking_updated"],
        "isActive": True,
        "onlyTriggerForMainEntityChanges": True,
        "authenticationType": "none",
        "createdOn": "2026-03-10T08:00:00.000Z",
        "createdBy": place.admin.id,
        "updatedOn": "2026-03-10T08:00:00.000Z",
        "updatedBy": place.admin.id,
    }
    path, admin = f"/api/v1/webhooks/{made['id']}", place.admin.awork_bearer
    assert home.http.get(path, headers=admin).json() == made
    assert home.http.get("/api/v1/webhooks", headers=admin).json() == [made]
    put = NEW | {"NAME": "Other", "isactive": False, "Events": ["timetracking_deleted"]}
    put = {name: value for name, value in put.items() if name not in ("name", "isActive", "events")}
    changed = home.http.put(path, headers=admin, json=put)
    assert changed.status_code == 200, changed.text
    assert [changed.json()[name] for name in ("name", "isActive", "events")] == [
        "Other",
        False,
        ["timetracking_deleted"],
    ]
    nothing(home.http.delete(path, headers=admin))
    refusal(home.http.get(path, headers=admin), 404, "entity-not-found")


def test_lists_are_filtered_and_paged_like_any_other(home: Home, place: Workplace) -> None:
    made = [add(home, place, name=name, isActive=name == "b") for name in ("a", "b", "c")]
    query = {"filterby": "isActive eq false", "orderby": "name desc", "pageSize": "1"}
    answer = home.http.get("/api/v1/webhooks", headers=place.admin.awork_bearer, params=query)
    assert answer.json() == [made[2]]
    assert answer.headers["aw-totalitems"] == "2"


def test_event_types(home: Home, office: Workplace) -> None:
    admin = office.admin.awork_bearer
    types = home.http.get("/api/v1/webhooks/eventtypes", headers=admin).json()
    assert types == EVENT_TYPES
    assert {
        "timetracking_added",
        "timetracking_updated",
        "timetracking_deleted",
        "timetracking_type_changed",
    } <= set(types)
    assert home.http.get("/api/v1/webhooks/eventtypes/slack", headers=admin).json() == []


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"uri": "http://localhost/"}, "Uri"),
    ({"uri": "ftp://8.8.8.8/"}, "Uri"),
    ({"uri": None}, "Uri"),
    ({"events": "timetracking_added,exploded"}, "Events"),
    ({"events": " , "}, "Events"),
    ({"events": []}, "Events"),
    ({"name": ""}, "Name"),
    ({"isActive": None}, "IsActive"),
    ({"authenticationType": ""}, "AuthenticationType"),
    ({"authenticationType": "header", "authentication": "two\nlines"}, "Authentication"),
]


@pytest.mark.parametrize(("members", "name"), WRONG)
def test_what_cannot_be_taken_is_named(home: Home, office: Workplace, members: dict[str, Any], name: str) -> None:
    answer = home.http.post("/api/v1/webhooks", headers=office.admin.awork_bearer, json=NEW | members)
    refusal(answer, 400, "validation-error", name)


PATHS = [
    ("GET", ""),
    ("POST", ""),
    ("GET", "/eventtypes"),
    ("GET", "/eventtypes/slack"),
    ("GET", "/{id}"),
    ("PUT", "/{id}"),
    ("DELETE", "/{id}"),
    ("GET", "/{id}/logs"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_they_are_the_admins(home: Home, office: Workplace, method: str, path: str) -> None:
    url = "/api/v1/webhooks" + path.format(id=UNKNOWN)
    answer = home.http.request(method, url, headers=office.owner.awork_bearer, json=NEW)
    refusal(answer, 401, "unauthorized")


@pytest.mark.parametrize(("method", "path"), [each for each in PATHS if "{id}" in each[1]])
def test_a_strangers_and_a_native_one_are_unknown(
    home: Home, place: Workplace, elsewhere: Workplace, method: str, path: str
) -> None:
    native = {"name": "Hook", "url": "https://8.8.8.8/", "events": ["*"]}
    ours = home.http.post("/v1/webhooks", headers=place.admin.bearer, json=native).json()
    for id in (add(home, elsewhere)["id"], ours["id"], UNKNOWN, "no-uuid"):
        url = "/api/v1/webhooks" + path.format(id=id)
        answer = home.http.request(method, url, headers=place.admin.awork_bearer, json=NEW)
        refusal(answer, 404, "entity-not-found")


def test_what_is_sent(home: Home, place: Workplace, receiver: Receiver) -> None:
    add(home, place, uri=receiver.url, authenticationType="header", authentication="Basic dTpw")
    entry = start(home, place, place.owner, note="First draft")
    home.send_webhooks()
    (told,) = receiver.received
    assert (told.headers["authorization"], told.headers["user-agent"]) == ("Basic dTpw", "Uhrwerk")
    assert not [name for name in told.headers if name.startswith("webhook-")]
    assert told.json == {
        "timestamp": "2026-03-10T08:00:00.000Z",
        "eventType": "timetracking_added",
        "entity": entry,
        "entityId": entry["id"],
        "entityType": "timetracking",
        "entityLink": f"/api/v1/timeentries/{entry['id']}",
        "traceId": told.json["traceId"],
        "triggeredBy": {"id": place.owner.id, "firstName": "Owner", "lastName": "Example"},
        "changes": told.json["changes"],
    }
    assert {"property": "note", "old": None, "new": "First draft"} in told.json["changes"]
    home.clock.forward(minutes=30)
    stopped = act(home, place.owner, "stop")
    home.send_webhooks()
    told = receiver.received[1]
    assert (told.json["eventType"], told.json["entity"]) == ("timetracking_updated", stopped)
    assert {"property": "duration", "old": None, "new": 1800} in told.json["changes"]
    assert told.json["changes"] == [
        {"property": "endDateUtc", "old": None, "new": "2026-03-10T00:00:00Z"},
        {"property": "endTimeUtc", "old": None, "new": "08:30:00"},
        {"property": "duration", "old": None, "new": 1800},
        {"property": "breakDuration", "old": None, "new": 0},
    ]


def test_changes_are_told_in_the_vendors_words_alone(home: Home, place: Workplace, receiver: Receiver) -> None:
    """Every property is one of the entity's, and reads as the entity does."""
    add(home, place, uri=receiver.url, events=",".join(EVENT_TYPES))
    start(home, place, place.owner)
    home.clock.forward(minutes=5)
    act(home, place.owner, "pause")
    admin = place.admin.bearer
    for path, change in (
        (f"projects/{place.project}", {"private": True, "due_on": "2026-05-01", "planned_seconds": 60}),
        (f"tasks/{place.task}", {"priority": True, "due_at": "2026-05-01T10:00:00Z", "hour_rate": "10"}),
        (f"clients/{place.client}", {"industry": "Energy", "color": "red"}),
        (f"people/{place.colleague.id}", {"birth_date": "1990-02-03", "zone": "Asia/Tokyo"}),
    ):
        assert home.http.patch(f"/v1/{path}", headers=admin, json=change).status_code == 200
    home.send_webhooks()
    told = [each.json for each in receiver.received]
    assert {each["entityType"] for each in told} == {"timetracking", "project", "task", "company", "user"}
    for each in told:
        for change in each["changes"]:
            assert each["entity"].get(change["property"]) == change["new"], change
    [paused] = [each for each in told if each["changes"] and each["changes"][0]["property"] == "breaks"]
    assert paused["changes"] == [{"property": "breaks", "old": [], "new": [{"startDate": "2026-03-10T08:05:00Z"}]}]


def test_the_four_events_of_time(home: Home, place: Workplace, receiver: Receiver) -> None:
    add(home, place, uri=receiver.url, events="timetracking_added,timetracking_deleted,timetracking_type_changed")
    entry = start(home, place, place.owner)
    act(home, place.owner, "stop")
    path, mine = f"/v1/time-entries/{entry['id']}", place.owner.bearer
    default = home.http.get("/v1/me", headers=mine).json()["workspace"]["default_type_of_work_id"]
    assert home.http.patch(path, headers=mine, json={"type_of_work_id": default}).status_code == 200
    assert home.http.patch(path, headers=mine, json={"note": "n"}).status_code == 200
    assert home.http.delete(path, headers=mine).status_code == 204
    home.send_webhooks()
    assert [each.json["eventType"] for each in receiver.received] == [
        "timetracking_added",
        "timetracking_type_changed",
        "timetracking_deleted",
    ]
    assert receiver.received[2].json["entity"]["id"] == entry["id"], "a deleted one is told as it was"


def test_a_changed_type_is_an_update_to_who_asked_for_updates_only(
    home: Home, place: Workplace, receiver: Receiver
) -> None:
    add(home, place, uri=receiver.url, events="timetracking_updated")
    entry = start(home, place, place.owner)
    mine = place.owner.bearer
    default = home.http.get("/v1/me", headers=mine).json()["workspace"]["default_type_of_work_id"]
    answer = home.http.patch(f"/v1/time-entries/{entry['id']}", headers=mine, json={"type_of_work_id": default})
    assert answer.status_code == 200
    home.send_webhooks()
    assert [each.json["eventType"] for each in receiver.received] == ["timetracking_updated"]


def test_the_directory_is_told_too(home: Home, place: Workplace, receiver: Receiver) -> None:
    add(home, place, uri=receiver.url, events=",".join(EVENT_TYPES))
    admin = place.admin.bearer
    for path, body in (
        (f"/v1/projects/{place.project}", {"note": "n"}),
        (f"/v1/tasks/{place.task}", {"note": "n"}),
        (f"/v1/clients/{place.client}", {"note": "n"}),
        (f"/v1/people/{place.owner.id}", {"first_name": "N"}),
    ):
        assert home.http.patch(path, headers=admin, json=body).status_code == 200
    home.send_webhooks()
    told = [(each.json["eventType"], each.json["entity"]["id"]) for each in receiver.received]
    assert told == [
        ("project_updated", place.project),
        ("task_updated", place.task),
        ("company_updated", place.client),
        ("user_updated", place.owner.id),
    ]


def test_logs_and_the_reason_of_a_pause(home: Home, place: Workplace, receiver: Receiver) -> None:
    receiver.answers(204, 410)
    made = add(home, place, uri=receiver.url)
    start(home, place, place.owner)
    home.send_webhooks()
    home.clock.forward(minutes=1)
    act(home, place.owner, "stop")
    home.send_webhooks()
    path, admin = f"/api/v1/webhooks/{made['id']}", place.admin.awork_bearer
    logs = listed(home.http.get(f"{path}/logs", headers=admin), "WebhookLog")
    assert logs == [
        {
            "webhookId": made["id"],
            "message": "timetracking_updated",
            "reason": "the answer was 410",
            "responseCode": 410,
            "isSuccessful": False,
            "createdOn": "2026-03-10T08:01:00.000Z",
        },
        {
            "webhookId": made["id"],
            "message": "timetracking_added",
            "responseCode": 204,
            "isSuccessful": True,
            "createdOn": "2026-03-10T08:00:00.000Z",
        },
    ]
    paused = home.http.get(path, headers=admin).json()
    assert (paused["isActive"], paused["lastFailureReason"]) == (
        False,
        "The receiver answered that it is gone (410).",
    )


def test_authentication_is_never_shown_and_stays_when_it_is_left_out(
    home: Home, place: Workplace, receiver: Receiver
) -> None:
    made = add(home, place, uri=receiver.url, authenticationType="header", authentication="Basic dTpw")
    assert "authentication" not in made
    path, admin = f"/api/v1/webhooks/{made['id']}", place.admin.awork_bearer
    home.http.put(path, headers=admin, json=NEW | {"uri": receiver.url, "authenticationType": "header"})
    receiver.answer = lambda _: Answer()
    start(home, place, place.owner)
    home.send_webhooks()
    home.http.put(path, headers=admin, json=NEW | {"uri": receiver.url})
    act(home, place.owner, "stop")
    home.send_webhooks()
    assert [each.headers.get("authorization") for each in receiver.received] == ["Basic dTpw", None]
