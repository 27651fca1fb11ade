"""Clients, projects, tasks and users: how they lie in the core, their filters, names that are taken."""

from typing import Any

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.timetrack.client import TimeTrack, assert_error
from tests.timetrack.kinds import CLIENT, ENTRY, PROJECT, TASK, USER
from tests.timetrack.resources import Resources
from uhrwerk.entrypoints.passwords import fitting
from uhrwerk.operations import people, service_accounts
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TASKS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx


def test_a_clients_contacts_are_those_of_the_other_faces(home: Home, place: Workplace, resources: Resources) -> None:
    made = CLIENT.made(resources)
    actor = command_line_actor(place.id)

    async def kept(tx: Tx) -> Any:
        return next(each for each in await CLIENTS.every(tx, actor, limit=10) if each.number == made["id"])

    client = home.run(kept)
    assert [(each.kind, each.value or each.city) for each in client.contacts] == [
        ("email", "post@example.org"),
        ("phone", "+43 1 234"),
        ("address", "Wien"),
    ]
    assert client.custom == {
        "contactPerson": "Anna Sommer",
        "field1": "VAT ID: 1",
        "field2": "two",
        "field3": "three",
    }
    emptied = dict.fromkeys(("email", "phone", "address", "address2", "addressZipCode", "addressCity"), "")
    resources.put("/clients", made["id"], **emptied, addressCountry=None, field1=None)
    client = home.run(kept)
    assert client.contacts == ()
    assert client.custom == {"contactPerson": "Anna Sommer", "field2": "two", "field3": "three"}


def test_fields_of_other_faces_are_left_alone(home: Home, place: Workplace, resources: Resources) -> None:
    made = CLIENT.made(resources)
    actor = command_line_actor(place.id)

    async def put(tx: Tx) -> str:
        client = next(each for each in await CLIENTS.every(tx, actor, limit=10) if each.number == made["id"])
        custom = client.custom | {"segment": "north"}
        return (await CLIENTS.change(tx, actor, home.clock.now, client.id, {"custom": custom})).id

    client_id = home.run(put)
    resources.put("/clients", made["id"], email="", field3="drei")
    client = home.run(lambda tx: CLIENTS.get(tx, actor, client_id))
    assert (client.custom["segment"], client.custom["field3"]) == ("north", "drei")
    assert [each.kind for each in client.contacts] == ["phone", "address"]


FILTERS: list[tuple[str, dict[str, str], list[str]]] = [
    ("/clients", {"name": "NORD"}, ["Nordlicht", "Nordwind"]),
    ("/clients", {"name": "licht"}, ["Nordlicht"]),
    ("/clients", {"name": "%"}, []),
    ("/clients", {"name": ""}, ["Nordlicht", "Nordwind"]),
    ("/projects", {"projectName": "site"}, ["Website", "Site two"]),
    ("/projects", {"clientName": "wind"}, ["Site two"]),
    ("/projects", {"clientName": "nord", "projectName": "web"}, ["Website"]),
    ("/projects", {"projectName": "nothing"}, []),
    ("/tasks", {"name": "map"}, ["Sitemap"]),
    ("/tasks", {}, ["Sitemap", "Development"]),
    ("/users", {"username": "OWNER"}, ["owner"]),
    ("/users", {"user": "owner"}, ["owner"]),
    ("/users", {"username": "own"}, []),
    ("/users", {}, ["admin", "lead", "owner", "colleague"]),
]


@pytest.mark.parametrize(("path", "query", "names"), FILTERS)
def test_filters(resources: Resources, path: str, query: dict[str, str], names: list[str]) -> None:
    resources.made("/clients", name="Nordwind")
    resources.made("/projects", clientName="Nordwind", projectName="Site two")
    TASK.made(resources)
    member = {"/projects": "projectName", "/users": "username"}.get(path, "name")
    for found in (resources.listed(path, **query), resources.call("POST", path, {}, **query).json()):
        assert [each[member] for each in found] == names


def test_a_name_in_use_is_taken(home: Home, place: Workplace, resources: Resources) -> None:
    for kind in (CLIENT, PROJECT, TASK, USER):
        kind.made(resources)
        with unchanged(home, place):
            field = {PROJECT.path: "projectName", USER.path: "username"}.get(kind.path, "name")
            assert_error(resources.post(kind.path, **kind.members(resources)), 409, 10009, field)
    resources.made("/clients", name="Other")
    elsewhere = resources.made("/projects", clientName="Other", projectName="Online shop")
    with unchanged(home, place):
        assert_error(resources.put("/projects", elsewhere["id"], clientName="Nordlicht"), 409, 10009, "projectName")
    moved = resources.put("/projects", elsewhere["id"], clientName="Nordlicht", projectName="Shop two").json()
    assert (moved["clientName"], moved["projectName"]) == ("Nordlicht", "Shop two")


def test_the_name_of_a_disabled_client_may_be_given_again(resources: Resources) -> None:
    first = resources.made("/clients", name="Again", enabled=False)
    second = resources.made("/clients", name="Again")
    assert [(each["id"], each["enabled"]) for each in resources.listed("/clients", name="Again")] == [
        (first["id"], False),
        (second["id"], True),
    ]


def test_a_project_that_is_disabled_takes_no_time(home: Home, place: Workplace, resources: Resources) -> None:
    made = PROJECT.made(resources)
    timetrack = TimeTrack(home, place)
    assert timetrack.start(projectName="Online shop").json()["projectName"] == "Online shop"
    resources.put("/projects", made["id"], projectEnabled="0")
    with unchanged(home, place):
        assert_error(timetrack.start(projectName="Online shop"), 400, 10005, "projectName")
        assert_error(
            resources.post(ENTRY.path, **ENTRY.new | {"projectName": "Online shop", "task": None}),
            400,
            10005,
            "projectName",
        )


def test_what_is_deleted_can_be_booked_on_no_more_and_is_still_shown(
    home: Home, place: Workplace, resources: Resources
) -> None:
    entry = ENTRY.made(resources)
    for path, name in (("/tasks", "Sitemap"), ("/projects", "Website"), ("/clients", "Nordlicht")):
        [number] = [each["id"] for each in resources.listed(path) if name in each.values()]
        assert resources.delete(path, number).status_code == 200
    assert resources.kept(ENTRY.path, entry["id"]) == entry
    with unchanged(home, place):
        assert_error(TimeTrack(home, place).start(), 404, 15001, "clientName")
        assert resources.put(ENTRY.path, entry["id"], **entry).json() == entry
    assert resources.put(ENTRY.path, entry["id"], details="still mine").json()["details"] == "still mine"


@pytest.mark.parametrize(
    ("minutes", "seconds", "shown"),
    [(90, 5400, "90"), ("0.5", 30, "0.5"), (1.66, 100, "1.6667"), (0, 0, "0"), (None, None, "null")],
)
def test_a_projects_estimate_is_kept_in_seconds(
    home: Home, place: Workplace, resources: Resources, minutes: object, seconds: int | None, shown: str
) -> None:
    made = resources.made("/projects", clientName="Nordlicht", projectName="Estimated", timeEstimated=minutes)
    actor = command_line_actor(place.id)
    kept = home.run(lambda tx: PROJECTS.every(tx, actor, limit=10))
    assert next(each.planned_seconds for each in kept if each.number == made["id"]) == seconds
    answer = resources.get("/projects", made["id"])
    assert f'"timeEstimated":{shown},' in answer.text
    assert resources.put("/projects", made["id"], **answer.json()).content == answer.content


def test_private_tasks_are_not_here(home: Home, place: Workplace, resources: Resources) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    members = {"name": "Secret", "person_id": place.owner.id, "assignees": [], "archived": False}
    private = home.run(lambda tx: TASKS.add(tx, actor, now, members))
    assert [each["name"] for each in resources.listed("/tasks")] == ["Sitemap"]
    assert_error(resources.get("/tasks", private.number), 404, 15001)
    assert_error(resources.delete("/tasks", private.number), 404, 15001)


@pytest.mark.parametrize(
    ("flags", "role"),
    [
        ({}, "member"),
        ({"admin": True}, "admin"),
        ({"teamLead": 1}, "lead"),
        ({"admin": "1", "teamLead": "true"}, "admin"),
        ({"admin": False, "teamLead": None}, "member"),
    ],
)
def test_the_two_flags_make_the_role(
    home: Home, place: Workplace, resources: Resources, flags: dict[str, Any], role: str
) -> None:
    needed = {name: USER.new[name] for name in USER.needed}
    made = resources.made("/users", **needed, **flags)
    person = home.run(lambda tx: people.by_username(tx, command_line_actor(place.id), made["username"]))
    assert (person.role, made["admin"], made["teamLead"]) == (role, role == "admin", role == "lead")
    assert (person.zones.at(home.clock.now).key, made["language"]) == ("Europe/Berlin", "en")


def test_a_new_user_may_sign_in_and_a_new_password_holds(home: Home, place: Workplace, resources: Resources) -> None:
    made = USER.made(resources)
    actor = command_line_actor(place.id)

    def fits(password: str) -> bool:
        person = home.run(lambda tx: people.by_username(tx, actor, made["username"]))
        found: list[bool] = home.http.blocking_portal.call(fitting, password, [person.password_hash or ""])
        return found[0]

    assert fits("123123123")
    resources.put("/users", made["id"], firstName="Moritz")
    assert fits("123123123")
    resources.put("/users", made["id"], password="122122122")
    assert (fits("122122122"), fits("123123123")) == (True, False)


def test_a_user_may_come_disabled(home: Home, place: Workplace, resources: Resources) -> None:
    made = USER.made(resources, enabled="0")
    assert made["enabled"] is False
    with unchanged(home, place):
        members = {"username": made["username"], "from": "2026-03-10T08:00:00Z"}
        assert_error(resources.post("/attendances", **members), 409, 10009)
        assert_error(resources.put("/users", made["id"], enabled=True), 400, 10005, "enabled")


def test_the_last_admin_stays_one(home: Home, place: Workplace, resources: Resources) -> None:
    [admin] = resources.listed("/users", username="admin")
    with unchanged(home, place):
        assert_error(resources.put("/users", admin["id"], admin=False), 409, 10009)
        assert_error(resources.delete("/users", admin["id"]), 409, 10009)


def test_who_is_deleted_is_gone_and_their_time_stays(home: Home, place: Workplace, resources: Resources) -> None:
    made = USER.made(resources)
    record = resources.made("/attendances", username=made["username"], **{"from": "2026-03-10T08:00:00Z"})
    assert_error(resources.delete("/users", made["id"]), 409, 10009)
    resources.put("/attendances", record["id"], to="2026-03-10T08:30:00Z")
    assert resources.delete("/users", made["id"]).json() == made
    assert resources.kept("/attendances", record["id"])["to"] == "2026-03-10T08:30:00.000Z"
    assert_error(resources.call("GET", "/attendances", username=made["username"]), 404, 15001, "username")
    assert resources.listed("/users", username=made["username"]) == []


def test_programs_accounts_are_no_users(home: Home, place: Workplace, resources: Resources) -> None:
    async def make(tx: Tx) -> int:
        return (await service_accounts.add(tx, command_line_actor(place.id), home.clock.now, "Robot")).number

    number = home.run(make)
    assert number not in resources.ids("/users")
    assert_error(resources.get("/users", number), 404, 15001)
