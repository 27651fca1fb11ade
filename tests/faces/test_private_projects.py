"""A private project, and all that belongs to it, is known to its people and to admins alone, on every face."""

from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from uhrwerk.operations.catalog import PROJECTS, TASK_LISTS, TASK_STATUSES, TASKS, TYPES_OF_WORK
from uhrwerk.operations.teams import TEAMS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.parts import ProjectMember
from uhrwerk.storage.store import Tx


@pytest.fixture
def closed(home: Home, place: Workplace) -> Workplace:
    """The workplace with its project private to the owner, who is on it."""

    async def close(tx: Tx) -> None:
        actor, now = command_line_actor(place.id), home.clock.now
        members: dict[str, Any] = {"private": True, "members": (ProjectMember(place.owner.id),)}
        await PROJECTS.change(tx, actor, now, place.project, members)
        await TASK_LISTS.add(
            tx, actor, now, {"name": "L", "project_id": place.project, "position": 1.0, "archived": False}
        )
        await TASK_STATUSES.add(
            tx, actor, now, {"name": "S", "stage": "todo", "project_id": place.project, "position": 1}
        )

    home.run(close)
    return place


def who_sees(home: Home, place: Workplace, path: str, native: bool) -> set[str]:
    """To whom the path is there, and has something in it."""
    seen = set()
    for who in (place.admin, place.lead, place.owner, place.colleague):
        answer = home.http.get(path, headers=who.bearer if native else who.awork_bearer)
        assert answer.status_code in (200, 404), answer.text
        found = answer.json()
        items = found.get("items", [found]) if isinstance(found, dict) else found
        if answer.status_code == 200 and items:
            seen.add(who.username)
    return seen


NATIVE = ("/v1/projects", "/v1/projects/{project}", "/v1/tasks", "/v1/tasks/{task}")
AWORK = (
    "/api/v1/projects",
    "/api/v1/projects?filterby=name eq 'Website'&orderby=name",
    "/api/v1/projects/{project}",
    "/api/v1/projects/key/web",
    "/api/v1/projects/{project}/members",
    "/api/v1/projects/{project}/typeofwork",
    "/api/v1/projects/{project}/projecttasks",
    "/api/v1/projects/{project}/tasklists",
    "/api/v1/projects/{project}/taskstatuses",
    "/api/v1/tasks/{task}",
)


@pytest.mark.parametrize("path", NATIVE + AWORK)
def test_it_is_there_for_its_people_and_for_admins_alone(home: Home, closed: Workplace, path: str) -> None:
    url = path.format(project=closed.project, task=closed.task)
    assert who_sees(home, closed, url, path in NATIVE) == {"admin", "owner"}


@pytest.mark.parametrize("path", NATIVE + AWORK)
def test_it_is_there_for_everybody_when_it_is_opened(home: Home, closed: Workplace, path: str) -> None:
    actor, now = command_line_actor(closed.id), home.clock.now
    home.run(lambda tx: PROJECTS.change(tx, actor, now, closed.project, {"private": False}))
    url = path.format(project=closed.project, task=closed.task)
    assert who_sees(home, closed, url, path in NATIVE) == {"admin", "lead", "owner", "colleague"}


def test_a_page_is_full_although_some_are_hidden(home: Home, closed: Workplace) -> None:
    async def add(tx: Tx) -> None:
        actor = command_line_actor(closed.id)
        for number in range(6):
            home.clock.forward(seconds=1)
            members = {"name": f"P{number}", "billable": False, "archived": False, "private": number % 2 == 0}
            await PROJECTS.add(tx, actor, home.clock.now, members)

    home.run(add)
    url, names = "/v1/projects?limit=2", []
    while url:
        page = home.http.get(url, headers=closed.colleague.bearer).json()
        names.append([each["name"] for each in page["items"]])
        url = page["next_cursor"] and f"/v1/projects?limit=2&cursor={page['next_cursor']}"
    assert names == [["P5", "P3"], ["P1"]]


def test_only_who_knows_it_books_time_on_it(home: Home, closed: Workplace) -> None:
    def start(who: Someone, **purpose: str) -> tuple[int, int]:
        form = {"typeOfWorkId": closed.type_of_work, "timezone": "Europe/Berlin"}
        awork = {name + "Id": id for name, id in purpose.items()}
        native = {name + "_id": id for name, id in purpose.items()}
        answers = (
            home.http.post("/api/v1/me/timetracking/start", headers=who.awork_bearer, json=form | awork),
            home.http.post("/v1/timers/start", headers=who.bearer, json=native),
        )
        return answers[0].status_code, answers[1].status_code

    for purpose in ({"project": closed.project}, {"task": closed.task}):
        assert start(closed.colleague, **purpose) == start(closed.lead, **purpose) == (404, 404)
        assert start(closed.owner, **purpose)[0] == start(closed.admin, **purpose)[0] == 200
        assert start(closed.owner, **purpose)[1] < 300


def test_the_feed_of_changes_tells_of_it_to_its_people_alone(home: Home, closed: Workplace) -> None:
    def told(who: Someone) -> set[str]:
        answer = home.http.get("/v1/changes?limit=200", headers=who.bearer).json()
        return {each["id"] for each in answer["items"]} & {closed.project, closed.task, closed.client}

    assert told(closed.owner) == told(closed.admin) == {closed.project, closed.task, closed.client}
    assert told(closed.lead) == told(closed.colleague) == {closed.client}


def test_a_teams_projects_are_those_that_one_knows(home: Home, closed: Workplace) -> None:
    async def make(tx: Tx) -> str:
        actor, now = command_line_actor(closed.id), home.clock.now
        return (await TEAMS.add(tx, actor, now, {"name": "North", "projects": [closed.project]})).id

    team = home.run(make)

    def shown(who: Someone) -> list[list[str]]:
        listed = home.http.get("/v1/teams", headers=who.bearer).json()["items"]
        one = home.http.get(f"/v1/teams/{team}", headers=who.bearer).json()
        changes = home.http.get("/v1/changes?limit=200", headers=who.bearer).json()["items"]
        [told] = [each["record"] for each in changes if each["id"] == team]
        included = "?includeProjectIds=true"
        theirs = home.http.get(f"/api/v1/teams{included}", headers=who.awork_bearer).json()
        its = home.http.get(f"/api/v1/teams/{team}{included}", headers=who.awork_bearer).json()
        native = [each["projects"] for each in (*listed, one, told)]
        return native + [each.get("projectIds", []) for each in (*theirs, its)]

    assert shown(closed.owner) == shown(closed.admin) == [[closed.project]] * 5
    assert shown(closed.lead) == shown(closed.colleague) == [[]] * 5
    # A change by somebody who knows them all leaves them as they are.
    url = f"/v1/teams/{team}"
    assert home.http.patch(url, headers=closed.admin.bearer, json={"name": "South"}).json()["projects"] == [
        closed.project
    ]


def test_a_task_that_a_lead_does_not_know_is_booked_without_the_type_of_work_that_they_delete(
    home: Home, closed: Workplace
) -> None:
    async def give(tx: Tx) -> str:
        actor, now = command_line_actor(closed.id), home.clock.now
        old = await TYPES_OF_WORK.add(tx, actor, now, {"name": "Old", "archived": False})
        await TASKS.change(tx, actor, now, closed.task, {"type_of_work_id": old.id})
        return old.id

    old = home.run(give)
    url, form = f"/api/v1/typeofwork/{old}/delete", {"typeOfWorkId": closed.type_of_work}
    assert home.http.post(url, headers=closed.lead.awork_bearer, json=form).status_code == 204
    started = home.http.post("/v1/timers/start", headers=closed.owner.bearer, json={"task_id": closed.task}).json()
    default = home.http.get("/v1/me", headers=closed.owner.bearer).json()["workspace"]["default_type_of_work_id"]
    assert started["type_of_work_id"] == default


def test_a_lead_who_is_not_on_it_does_not_change_it(home: Home, closed: Workplace) -> None:
    url = f"/v1/projects/{closed.project}"
    assert home.http.patch(url, headers=closed.lead.bearer, json={"name": "Mine"}).status_code == 404
    assert home.http.delete(url, headers=closed.lead.bearer).status_code == 404
    awork = f"/api/v1/projects/{closed.project}"
    form = {"userId": closed.lead.id, "projectRoleId": closed.id}
    assert home.http.post(f"{awork}/addprojectmember", headers=closed.lead.awork_bearer, json=form).status_code == 404
    assert home.http.post(f"{awork}/addprojectmember", headers=closed.admin.awork_bearer, json=form).status_code == 200
    assert home.http.patch(url, headers=closed.lead.bearer, json={"name": "Ours"}).status_code == 200


def test_nobody_books_an_expense_on_a_project_that_they_do_not_know(home: Home, closed: Workplace) -> None:
    expense = {"name": "Train", "price": "1", "spent_on": "2026-03-01"}
    own = home.http.post("/v1/expenses", headers=closed.colleague.bearer, json=expense).json()
    for who, status in ((closed.colleague, 404), (closed.owner, 201)):
        answer = home.http.post("/v1/expenses", headers=who.bearer, json=expense | {"project_id": closed.project})
        assert answer.status_code == status, answer.text
    path = f"/v1/expenses/{own['id']}"
    answer = home.http.patch(path, headers=closed.colleague.bearer, json={"project_id": closed.project})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (404, "project_id")
    archived = {"archived": True}
    home.http.patch(f"/v1/projects/{closed.project}", headers=closed.admin.bearer, json=archived)
    answer = home.http.post("/v1/expenses", headers=closed.owner.bearer, json=expense | {"project_id": closed.project})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "project_id")
