"""Clients, projects, tasks and types of work, over HTTP: the four are kept alike."""

from typing import Any

import pytest

from tests.home import Home, Workplace
from tests.native.wire import UNKNOWN, done, page, problem, walk
from tests.traces import traces

KINDS = ("clients", "projects", "tasks", "types-of-work")
CHANGES: dict[str, dict[str, Any]] = {
    "clients": {"note": "Since 2019", "color": "#00f", "industry": "Ships", "custom": {"Debtor": "10023"}},
    "projects": {
        "key": "NEW",
        "billable": False,
        "note": "n",
        "client_id": None,
        "color": "#00f",
        "starts_on": "2026-03-01",
        "due_on": "2026-03-31",
        "planned_seconds": 36000,
        "budget": "12000.5",
        "hour_rate": "85",
    },
    "tasks": {
        "planned_seconds": 3600,
        "assignees": [],
        "note": "n",
        "position": 2.5,
        "priority": True,
        "starts_at": "2026-03-10T09:00:00Z",
        "due_at": "2026-03-11T09:00:00Z",
        "closed_at": "2026-03-10T10:00:00Z",
        "hour_rate": "0.0001",
    },
    "types-of-work": {"icon": "brush", "note": "n"},
}


def existing(place: Workplace) -> dict[str, str]:
    return {
        "clients": place.client,
        "projects": place.project,
        "tasks": place.task,
        "types-of-work": place.type_of_work,
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ["admin", "lead"])
def test_admins_and_leads_keep_them(home: Home, place: Workplace, kind: str, role: str) -> None:
    mine = getattr(place, role).bearer
    new = done(home.http.post(f"/v1/{kind}", headers=mine, json={"name": "  New one "}), 201)
    url = f"/v1/{kind}/{new['id']}"
    assert (new["name"], new["archived"], new["version"]) == ("New one", False, 1)
    assert done(home.http.get(url, headers=place.owner.bearer)) == new
    home.clock.forward(minutes=1)
    after = done(home.http.patch(url, headers=mine, json=CHANGES[kind]))
    stamp = {"updated_at": "2026-03-10T08:01:00Z", "version": 2}
    assert after == new | CHANGES[kind] | stamp
    answer = home.http.delete(url, headers=mine)
    assert (answer.status_code, answer.content) == (204, b"")
    for gone in (home.http.get(url, headers=mine), home.http.delete(url, headers=mine)):
        problem(gone, 404, "deleted")


@pytest.mark.parametrize("kind", KINDS)
def test_members_only_read_them(home: Home, office: Workplace, kind: str) -> None:
    before = traces(home, office)
    mine, id = office.owner.bearer, existing(office)[kind]
    assert done(home.http.get(f"/v1/{kind}/{id}", headers=mine))["id"] == id
    assert id in [each["id"] for each in page(home.http.get(f"/v1/{kind}", headers=mine))[0]]
    for answer in (
        home.http.post(f"/v1/{kind}", headers=mine, json={"name": "New"}),
        home.http.patch(f"/v1/{kind}/{id}", headers=mine, json={"name": "New"}),
        home.http.delete(f"/v1/{kind}/{id}", headers=mine),
    ):
        problem(answer, 403, "not-allowed")
    assert traces(home, office) == before


@pytest.mark.parametrize("kind", KINDS)
def test_lists_are_walked_newest_first_and_narrowed_to_archived(home: Home, place: Workplace, kind: str) -> None:
    mine = place.admin.bearer
    made = [
        done(home.http.post(f"/v1/{kind}", headers=mine, json={"name": f"N{n}", "archived": n % 2 == 1}), 201)["id"]
        for n in range(5)
    ]
    whole = [each["id"] for each in walk(home, place.owner, f"/v1/{kind}", 2)]
    assert whole[:5] == made[::-1]
    archived = [each["id"] for each in walk(home, place.owner, f"/v1/{kind}", 2, archived="true")]
    assert archived == [made[3], made[1]]
    in_use = [each["id"] for each in walk(home, place.owner, f"/v1/{kind}", 2, archived="false")]
    assert in_use == [id for id in whole if id not in archived]
    assert existing(place)[kind] in in_use


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_in_use_is_archived_not_deleted(home: Home, place: Workplace, kind: str) -> None:
    started = {"task_id": place.task, "type_of_work_id": place.type_of_work}
    done(home.http.post("/v1/timers/start", headers=place.owner.bearer, json=started))
    before = traces(home, place)
    url = f"/v1/{kind}/{existing(place)[kind]}"
    problem(home.http.delete(url, headers=place.admin.bearer), 409, "in-use")
    assert traces(home, place) == before
    assert done(home.http.patch(url, headers=place.admin.bearer, json={"archived": True}))["archived"] is True


def test_the_default_type_of_work_stays(home: Home, office: Workplace) -> None:
    before = traces(home, office)
    default = home.http.get("/v1/me", headers=office.owner.bearer).json()["workspace"]["default_type_of_work_id"]
    url = f"/v1/types-of-work/{default}"
    problem(home.http.patch(url, headers=office.admin.bearer, json={"archived": True}), 409, "conflict")
    problem(home.http.delete(url, headers=office.admin.bearer), 409, "conflict")
    assert traces(home, office) == before


def test_projects_are_listed_by_client_and_tasks_by_project(home: Home, place: Workplace) -> None:
    mine = place.admin.bearer
    done(home.http.post("/v1/projects", headers=mine, json={"name": "Inner"}), 201)
    done(home.http.post("/v1/tasks", headers=mine, json={"name": "Anything"}), 201)
    for path, query, id in (
        ("/v1/projects", {"client_id": place.client}, place.project),
        ("/v1/tasks", {"project_id": place.project}, place.task),
    ):
        items, _ = page(home.http.get(path, headers=place.owner.bearer, params=query))
        assert [each["id"] for each in items] == [id]
        name = next(iter(query))
        assert page(home.http.get(path, headers=place.owner.bearer, params={name: UNKNOWN})) == ([], None)


@pytest.mark.parametrize(
    ("kind", "field", "thing"),
    [
        ("projects", "client_id", "client"),
        ("tasks", "project_id", "project"),
        ("tasks", "type_of_work_id", "type_of_work"),
        ("tasks", "assignees", "owner"),
    ],
)
def test_what_they_refer_to_is_the_workspaces_own(
    home: Home, office: Workplace, strangers: Workplace, kind: str, field: str, thing: str
) -> None:
    before = traces(home, office)
    theirs = getattr(strangers, thing)
    bodies = []
    for id in (theirs if isinstance(theirs, str) else theirs.id, UNKNOWN):
        body = {"name": "New", field: [id] if field == "assignees" else id}
        answer = home.http.post(f"/v1/{kind}", headers=office.admin.bearer, json=body)
        bodies.append(problem(answer, 404, "not-found", field))
    assert bodies[0] == bodies[1]
    assert traces(home, office) == before


@pytest.mark.parametrize("kind", KINDS)
def test_lists_never_show_another_workspaces_records(
    home: Home, office: Workplace, strangers: Workplace, kind: str
) -> None:
    shown = {each["id"] for each in walk(home, office.admin, f"/v1/{kind}", 500)}
    assert existing(office)[kind] in shown
    assert existing(strangers)[kind] not in shown


def test_a_name_may_have_two_hundred_characters(home: Home, place: Workplace) -> None:
    name = "ü" * 200
    assert done(home.http.post("/v1/clients", headers=place.lead.bearer, json={"name": name}), 201)["name"] == name


def test_a_private_project_and_its_tasks_are_known_to_its_members_and_to_admins(home: Home, place: Workplace) -> None:
    members = [{"person_id": place.owner.id, "responsible": True}]
    url, changes = f"/v1/projects/{place.project}", {"private": True, "members": members}
    after = done(home.http.patch(url, headers=place.admin.bearer, json=changes))
    assert (after["private"], after["members"]) == (True, members)
    for someone in (place.admin, place.owner):
        assert done(home.http.get(url, headers=someone.bearer)) == after
        assert done(home.http.get(f"/v1/tasks/{place.task}", headers=someone.bearer))["id"] == place.task
    for path, id in (("projects", place.project), ("tasks", place.task)):
        problem(home.http.get(f"/v1/{path}/{id}", headers=place.colleague.bearer), 404, "not-found")
        assert id not in [each["id"] for each in walk(home, place.colleague, f"/v1/{path}", 1)]


def test_a_private_task_is_its_persons_and_the_admins(home: Home, place: Workplace) -> None:
    body = {"name": "Tax papers", "person_id": place.owner.id}
    task = done(home.http.post("/v1/tasks", headers=place.owner.bearer, json=body), 201)
    url = f"/v1/tasks/{task['id']}"
    assert (task["person_id"], task["project_id"]) == (place.owner.id, None)
    for someone in (place.owner, place.admin):
        assert done(home.http.get(url, headers=someone.bearer)) == task
    for someone in (place.lead, place.colleague):
        problem(home.http.get(url, headers=someone.bearer), 404, "not-found")
        assert task not in walk(home, someone, "/v1/tasks", 1)
    answer = home.http.post("/v1/tasks", headers=place.colleague.bearer, json=body)
    problem(answer, 403, "not-allowed")
    answer = home.http.post("/v1/tasks", headers=place.admin.bearer, json=body | {"project_id": place.project})
    problem(answer, 400, "invalid", "project_id")


def test_a_task_stands_in_lists_of_its_project_and_below_a_task_of_it(home: Home, place: Workplace) -> None:
    mine = place.lead.bearer
    body = {"name": "Before launch", "project_id": place.project}
    task_list = done(home.http.post("/v1/task-lists", headers=mine, json=body), 201)["id"]
    places = [{"task_list_id": task_list, "position": 2.0}]
    below = {"name": "Texts", "project_id": place.project, "parent_id": place.task, "lists": places}
    task = done(home.http.post("/v1/tasks", headers=mine, json=below), 201)
    assert (task["parent_id"], task["lists"]) == (place.task, places)
    for wrong, field in (
        ({"parent_id": UNKNOWN}, "parent_id"),
        ({"lists": [{"task_list_id": UNKNOWN}]}, "lists"),
        ({"task_status_id": UNKNOWN}, "task_status_id"),
        ({"tags": [UNKNOWN]}, "tags"),
    ):
        answer = home.http.patch(f"/v1/tasks/{task['id']}", headers=mine, json=wrong)
        problem(answer, 404, "not-found", field)


def test_a_task_is_closed_while_its_status_is_done(home: Home, place: Workplace) -> None:
    mine = place.lead.bearer
    todo, end = (
        done(home.http.post("/v1/task-statuses", headers=mine, json={"name": stage, "stage": stage}), 201)["id"]
        for stage in ("todo", "done")
    )
    for status, closed_at in ((end, "2026-03-10T08:00:00Z"), (todo, None)):
        changed = home.http.patch(f"/v1/tasks/{place.task}", headers=mine, json={"task_status_id": status})
        assert done(changed)["closed_at"] == closed_at


def test_a_deleted_project_takes_its_own_statuses_along(home: Home, place: Workplace) -> None:
    mine = place.admin.bearer
    project = done(home.http.post("/v1/projects", headers=mine, json={"name": "Short"}), 201)
    stages = {"project-statuses": "progress", "task-statuses": "todo"}
    own: list[str] = []
    others: list[str] = []
    for kind, stage in stages.items():
        for found, more in ((own, {"project_id": project["id"]}), (others, {})):
            new = home.http.post(f"/v1/{kind}", headers=mine, json={"name": "S", "stage": stage} | more)
            found.append(f"/v1/{kind}/{done(new, 201)['id']}")
    assert home.http.delete(f"/v1/projects/{project['id']}", headers=mine).status_code == 204
    for path in own:
        problem(home.http.get(path, headers=mine), 404, "deleted")
    for path in others:
        assert home.http.get(path, headers=mine).status_code == 200
