"""awork's readings: the user, and the lists in which a client finds its ids."""

from datetime import timedelta
from typing import Any

import pytest

from tests.awork.test_entry import furnish
from tests.awork.wire import UNKNOWN, but_for_trace, listed, refusal, user
from tests.home import Home, Workplace
from uhrwerk.operations import people
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TASKS, TYPES_OF_WORK
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

TOTALS = ("aw-page", "aw-pagesize", "aw-items", "aw-totalitems")


def urls(place: Workplace) -> dict[str, tuple[str, str]]:
    """Every list: its address and the shape of its items."""
    return {
        "types of work": ("/api/v1/typeofwork", "TypeOfWork"),
        "projects": ("/api/v1/projects", "Project"),
        "tasks": (f"/api/v1/projects/{place.project}/projecttasks", "TaskModel"),
    }


LISTS = ("types of work", "projects", "tasks")


@pytest.mark.parametrize("path", ["me", "users/me", "users/me/"])
def test_me_is_the_tokens_own_user_with_the_workspace(home: Home, office: Workplace, path: str) -> None:
    found = user(home.http.get(f"/api/v1/{path}", headers=office.owner.awork_bearer))
    assert found["id"] == office.owner.id
    assert (found["firstName"], found["lastName"], found["language"]) == ("Owner", "Example", "en")
    assert found["status"] == {"invitationAccepted": True, "isDeactivated": False}
    assert [(each["type"], each["value"]) for each in found["userContactInfos"]] == [("email", "owner@example.org")]
    assert found["workspace"]["id"] == office.id
    # 739,684 days after the first of year 1, seven o'clock, in ticks of 100 nanoseconds.
    assert found["resourceVersion"] == 639_087_228_000_000_000


def test_types_of_work_are_listed(home: Home, office: Workplace) -> None:
    answer = home.http.get("/api/v1/typeofwork", headers=office.owner.awork_bearer)
    found = listed(answer, "TypeOfWork")
    assert office.type_of_work in [each["id"] for each in found]
    assert [name for name in answer.headers if name.startswith("aw-")] == list(TOTALS)


def test_archived_types_of_work_are_shown_when_asked_for(home: Home, place: Workplace) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    old = home.run(lambda tx: TYPES_OF_WORK.add(tx, actor, now, {"name": "Fax", "archived": True}))
    mine = place.owner.awork_bearer
    for query, shown in (("", False), ("?showArchived=false", False), ("?showarchived=True", True)):
        found = listed(home.http.get("/api/v1/typeofwork" + query, headers=mine), "TypeOfWork")
        assert (old.id in [each["id"] for each in found if each["isArchived"]]) is shown


def test_projects_come_with_company_type_and_status(home: Home, place: Workplace) -> None:
    things = furnish(home, place)
    [found] = listed(home.http.get("/api/v1/projects", headers=place.owner.awork_bearer), "Project")
    assert (found["id"], found["name"], found["projectKey"]) == (place.project, "Website", "WEB")
    assert found["company"]["name"] == "Nordlicht"
    assert found["companyId"] == place.client
    assert (found["projectTypeId"], found["projectType"]["name"]) == (things.project_type, "Customer")
    assert (found["projectStatusId"], found["projectStatus"]["type"]) == (things.project_status, "progress")
    assert found["isBillableByDefault"] is True


def test_a_projects_tasks_come_with_status_assignees_and_project(home: Home, place: Workplace) -> None:
    things = furnish(home, place)
    url = f"/api/v1/projects/{place.project}/projecttasks"
    [found] = listed(home.http.get(url, headers=place.owner.awork_bearer), "TaskModel")
    assert (found["id"], found["name"], found["baseType"]) == (place.task, "Sitemap", "projecttask")
    assert (found["taskStatusId"], found["taskStatus"]["name"]) == (things.task_status, "Doing")
    assert [each["id"] for each in found["assignees"]] == [place.owner.id]
    assert found["typeOfWork"]["name"] == "Design"
    assert (found["projectId"], found["project"]["name"]) == (place.project, "Website")
    assert (found["plannedDuration"], found["taskIdentifier"]) == (21600, f"WEB-{found['taskNumber']}")


def test_projects_and_tasks_with_nothing_but_a_name_have_the_vendors_shape_too(home: Home, place: Workplace) -> None:
    async def build(tx: Tx) -> str:
        actor, now = command_line_actor(place.id), home.clock.now
        project = await PROJECTS.add(tx, actor, now, {"name": "Bare", "billable": False, "archived": False})
        await TASKS.add(tx, actor, now, {"name": "Bare", "project_id": project.id, "assignees": [], "archived": False})
        return project.id

    bare = home.run(build)
    mine = place.owner.awork_bearer
    projects = listed(home.http.get("/api/v1/projects", headers=mine), "Project")
    [project] = [each for each in projects if each["id"] == bare]
    assert not {"company", "companyId", "projectKey", "projectType", "projectStatus", "description"} & project.keys()
    [task] = listed(home.http.get(f"/api/v1/projects/{bare}/projecttasks", headers=mine), "TaskModel")
    assert not {"taskStatus", "taskIdentifier", "description"} & task.keys()
    # The workspace's default.
    assert task["typeOfWork"]["name"] == "General"
    assert task["assignees"] == []


def test_what_is_archived_is_not_listed(home: Home, place: Workplace) -> None:
    async def archive(tx: Tx) -> None:
        actor, now = command_line_actor(place.id), home.clock.now
        await TASKS.change(tx, actor, now, place.task, {"archived": True})
        await CLIENTS.change(tx, actor, now, place.client, {"archived": True})

    home.run(archive)
    mine = place.owner.awork_bearer
    assert listed(home.http.get(urls(place)["tasks"][0], headers=mine), "TaskModel") == []
    [project] = listed(home.http.get("/api/v1/projects", headers=mine), "Project")
    assert project["company"]["name"] == "Nordlicht"
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: PROJECTS.change(tx, actor, now, place.project, {"archived": True}))
    assert listed(home.http.get("/api/v1/projects", headers=mine), "Project") == []


def test_pages_cover_a_list_in_order_and_end_in_an_empty_one(home: Home, place: Workplace) -> None:
    async def fill(tx: Tx) -> None:
        for number in range(6):
            now = home.clock.now + timedelta(minutes=number)
            members = {"name": f"T{number}", "project_id": place.project, "assignees": [], "archived": False}
            await TASKS.add(tx, command_line_actor(place.id), now, members)

    home.run(fill)
    url, mine = urls(place)["tasks"][0], place.owner.awork_bearer
    names: list[str] = []
    for page, items in ((1, 3), (2, 3), (3, 1), (4, 0), (2_000_000_000, 0)):
        answer = home.http.get(f"{url}?PAGE={page}&pagesize=3", headers=mine)
        names += [each["name"] for each in listed(answer, "TaskModel")]
        assert [answer.headers[name] for name in TOTALS] == [str(page), "3", str(items), "7"]
    assert names == ["Sitemap", "T0", "T1", "T2", "T3", "T4", "T5"]


def test_a_page_has_a_thousand_items_unless_told(home: Home, office: Workplace) -> None:
    answer = home.http.get("/api/v1/projects", headers=office.owner.awork_bearer)
    assert [answer.headers[name] for name in TOTALS] == ["1", "1000", "1", "1"]


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("page=0", "Page"),
        ("page=-1", "Page"),
        ("page=one", "Page"),
        ("page=", "Page"),
        ("page=1.5", "Page"),
        ("page=٣", "Page"),
        ("page=99999999999999999999", "Page"),
        ("pageSize=0", "PageSize"),
        ("pagesize=1001", "PageSize"),
        ("filterby=nome eq 'x'", "FilterBy"),
        ("OrderBy=nome desc", "OrderBy"),
    ],
)
def test_a_list_refuses_what_it_cannot_do(home: Home, office: Workplace, kind: str, query: str, name: str) -> None:
    url, _ = urls(office)[kind]
    answer = home.http.get(f"{url}?{query}", headers=office.owner.awork_bearer)
    code = "invalid-filter-or-order" if name in ("FilterBy", "OrderBy") else "validation-error"
    refusal(answer, 400, code, name)


@pytest.mark.parametrize("kind", LISTS)
def test_unknown_query_parameters_are_ignored(home: Home, office: Workplace, kind: str) -> None:
    url, shape = urls(office)[kind]
    found = listed(home.http.get(f"{url}?colour=red&page=1&filterby=", headers=office.owner.awork_bearer), shape)
    assert found


def test_tasks_of_a_project_that_is_not_there(home: Home, office: Workplace, strangers: Workplace) -> None:
    answers = [
        home.http.get(f"/api/v1/projects/{id}/projecttasks", headers=office.admin.awork_bearer)
        for id in (UNKNOWN, strangers.project, "no-uuid")
    ]
    for answer in answers:
        refusal(answer, 404, "entity-not-found")
        assert but_for_trace(answer) == but_for_trace(answers[0])


def test_lists_never_show_another_workspaces_records(home: Home, office: Workplace, strangers: Workplace) -> None:
    theirs = {strangers.project, strangers.task, strangers.type_of_work}
    shown = set()
    for url, shape in urls(office).values():
        shown |= {each["id"] for each in listed(home.http.get(url, headers=office.admin.awork_bearer), shape)}
    assert {office.project, office.task, office.type_of_work} <= shown
    assert not theirs & shown


def test_the_list_headers_are_exposed_to_browsers(home: Home, office: Workplace) -> None:
    mine = office.owner.awork_bearer | {"Origin": "https://client.example"}
    answer = home.http.get("/api/v1/projects", headers=mine)
    exposed = {name.strip().lower() for name in answer.headers["access-control-expose-headers"].split(",")}
    assert {*TOTALS, "trace-id"} <= exposed
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_browser_may_ask_first(home: Home) -> None:
    wish = {
        "Origin": "https://client.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = home.http.options("/api/v1/me/timetracking/start", headers=wish)
    assert answer.status_code == 204
    allowed = answer.headers["access-control-allow-headers"].lower()
    assert "authorization" in allowed
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_a_deactivated_colleague_stays_in_the_assignees(home: Home, place: Workplace) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    leaving: dict[str, Any] = {"active": False}
    home.run(lambda tx: people.change(tx, actor, now, place.owner.id, leaving))
    [task] = listed(home.http.get(urls(place)["tasks"][0], headers=place.colleague.awork_bearer), "TaskModel")
    assert [each["id"] for each in task["assignees"]] == [place.owner.id]
