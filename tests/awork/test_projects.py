"""awork's projects: kept by admins and leads, with their people, their state, and their end."""

from datetime import date
from typing import Any

import msgspec
import pytest

from tests.awork.desk import Desk
from tests.awork.wire import UNKNOWN, but_for_trace, listed, refusal, start_form
from tests.home import Home, Workplace
from tests.traces import traces
from uhrwerk.operations import bulk
from uhrwerk.operations.catalog import PROJECT_STATUSES, PROJECTS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

ROLE = "00000000-0000-7000-8000-00000000001e"


def made(desk: Desk, name: str = "Intranet", **members: Any) -> str:
    id: str = desk.post("/projects", {"name": name} | members, "Project")["id"]
    return id


def workspace_statuses(desk: Desk) -> list[str]:
    """Makes two statuses of the workspace; their ids in order."""

    async def build(tx: Tx) -> list[str]:
        actor, now = command_line_actor(desk.place.id), desk.home.clock.now
        stages = (("Running", "progress", 2), ("Planned", "not-started", 1))
        found = [
            await PROJECT_STATUSES.add(
                tx, actor, now, {"name": name, "stage": stage, "position": position, "archived": False}
            )
            for name, stage, position in stages
        ]
        return [each.id for each in reversed(found)]

    return desk.home.run(build)


def test_a_project_is_made_with_all_that_it_is_told(desk: Desk) -> None:
    _, running = workspace_statuses(desk)
    kind = desk.post("/projecttypes", {"name": "Customer"}, "ProjectType")["id"]
    form = {
        "name": "Shop",
        "projectKey": "SHOP",
        "description": "Two\nlines",
        "startDate": "2026-03-01T00:00:00Z",
        "dueDate": "2026-04-01T00:00:00Z",
        "companyId": desk.place.client,
        "timeBudget": 36000,
        "isBillableByDefault": True,
        "isPrivate": True,
        "projectTypeId": kind,
        "projectStatusId": running,
        "color": "red",
    }
    project = desk.post("/projects", form, "Project", desk.place.lead)
    assert {name: project[name] for name in form} == form
    assert (project["projectStatus"]["name"], project["projectStatus"]["typeOrder"]) == ("Running", 1)
    assert (project["projectType"]["name"], project["company"]["name"]) == ("Customer", "Nordlicht")
    [member] = project["members"]
    assert (member["userId"], member["isResponsible"], member["isDeactivated"]) == (desk.place.lead.id, True, False)
    assert desk.get(f"/projects/{project['id']}", "Project") == project
    assert desk.get("/projects/key/shop", "Project") == project


def test_a_project_that_is_told_nothing_has_the_first_status_of_the_workspace(desk: Desk) -> None:
    planned, _ = workspace_statuses(desk)
    project = desk.post("/projects", {"name": "Bare"}, "Project")
    assert (project["projectStatusId"], project["projectStatus"]["type"]) == (planned, "not-started")
    assert (project["isPrivate"], project["isBillableByDefault"], project["teams"]) == (False, False, [])
    assert not {"companyId", "projectKey", "startDate", "dueDate", "timeBudget", "color"} & project.keys()


def test_a_put_changes_what_it_names_and_null_takes_away(desk: Desk) -> None:
    path = f"/projects/{desk.place.project}"
    before = desk.get(path, "Project")
    same = desk.put(path, {"name": before["name"]}, "Project")
    assert same == before
    changed = desk.put(
        path, {"NAME": "Web", "COMPANYID": None, "isbillablebydefault": None, "startDate": "2026-3-1"}, "Project"
    )
    assert (changed["name"], changed["startDate"]) == ("Web", "2026-03-01T00:00:00Z")
    assert (changed["isBillableByDefault"], "companyId" in changed, "company" in changed) == (False, False, False)
    assert changed["projectKey"] == "WEB"
    assert desk.put(path, {"name": "Web", "startDate": None}, "Project").keys() == changed.keys() - {"startDate"}


def test_projects_are_filtered_ordered_and_paged(desk: Desk) -> None:
    for name in ("alpha", "Beta", "gamma"):
        made(desk, name, color="red")
    assert desk.names("/projects?filterby=color eq 'red'&orderby=name desc") == ["gamma", "Beta", "alpha"]
    assert desk.names("/projects?filterby=company/name eq 'Nordlicht' or startswith(name,'b')") == ["Website", "Beta"]
    assert desk.names("/projects?filterby=members/any(m: m/userId eq me.id)&orderby=name&pageSize=1&page=2") == ["Beta"]
    answer = desk.call("GET", "/projects?pageSize=3&page=2")
    assert [each["name"] for each in listed(answer, "Project")] == ["gamma"]
    assert answer.headers["aw-totalitems"] == "4"


def test_a_key_is_one_projects_alone(desk: Desk) -> None:
    other = made(desk, projectKey="INTRA")
    for call in (
        desk.call("POST", "/projects", {"name": "Third", "projectKey": "web"}),
        desk.call("POST", f"/projects/{other}/setprojectkey", {"projectKey": "WEB"}),
    ):
        refusal(call, 400, "invalid-operation", "ProjectKey")
    assert desk.post(f"/projects/{other}/setprojectkey", {"projectkey": "IN"}, "Project")["projectKey"] == "IN"
    # Its own key may be said again, and a deleted project's is free.
    desk.post(f"/projects/{desk.place.project}/setprojectkey", {"projectKey": "web"}, "Project")
    desk.done("POST", f"/projects/{other}/delete", {})
    refusal(desk.call("GET", "/projects/key/IN"), 404, "entity-not-found")
    made(desk, "Fourth", projectKey="IN")


def test_what_can_be_no_key_is_refused_and_an_unknown_one_not_found(desk: Desk, elsewhere: Workplace) -> None:
    for odd in ("%00", "%0A", "x" * 201):
        refusal(desk.call("GET", f"/projects/key/{odd}"), 400, "validation-error", "ProjectKey")
    theirs = Desk(desk.home, elsewhere).post("/projects", {"name": "n", "projectKey": "THEIRS"}, "Project")
    for key in ("NONE", theirs["projectKey"], "WEB'--"):
        refusal(desk.call("GET", f"/projects/key/{key}"), 404, "entity-not-found")


def test_people_come_and_go(desk: Desk) -> None:
    place, path = desk.place, f"/projects/{desk.place.project}"
    form = {"userId": place.owner.id, "projectRoleId": ROLE}
    member = desk.post(f"{path}/addprojectmember", form, "ProjectMember", place.lead)
    assert (member["userId"], member["firstName"], member["isResponsible"]) == (place.owner.id, "Owner", False)
    assert member["projectRoleId"] != ROLE
    desk.post(f"{path}/addprojectmember", form | {"userId": place.colleague.id}, "ProjectMember")
    changed = desk.post(f"{path}/updateprojectmember", form | {"IsResponsible": True}, "ProjectMember")
    assert changed == member | {"isResponsible": True}
    members = desk.get(f"{path}/members?orderby=firstName", "[ProjectMember]", place.colleague)
    assert [each["firstName"] for each in members] == ["Colleague", "Owner"]
    assert desk.get(path, "Project")["members"] == list(reversed(members))
    [found] = desk.get(f"{path}/members?filterby=isResponsible eq true", "[ProjectMember]")
    assert found == changed
    desk.done("POST", f"{path}/removeprojectmember", {"userId": place.owner.id})
    for verb in ("updateprojectmember", "removeprojectmember"):
        refusal(desk.call("POST", f"{path}/{verb}", form), 404, "entity-not-found", "UserId")
    assert [each["firstName"] for each in desk.get(f"{path}/members", "[ProjectMember]")] == ["Colleague"]


def test_nobody_else_can_be_put_on_a_project(desk: Desk, elsewhere: Workplace) -> None:
    path = f"/projects/{desk.place.project}/addprojectmember"
    answers = [desk.call("POST", path, {"userId": id, "projectRoleId": ROLE}) for id in (UNKNOWN, elsewhere.owner.id)]
    for answer in answers:
        refusal(answer, 404, "entity-not-found", "UserId")
        assert but_for_trace(answer) == but_for_trace(answers[0])
    refusal(
        desk.call("POST", path, {"isResponsible": "yes"}),
        400,
        "validation-error",
        "IsResponsible",
        "ProjectRoleId",
        "UserId",
    )


def test_a_deleted_user_leaves_a_project_that_can_still_be_changed(desk: Desk) -> None:
    place, path = desk.place, f"/projects/{desk.place.project}"
    for id in (place.owner.id, place.lead.id):
        desk.post(f"{path}/addprojectmember", {"userId": id, "projectRoleId": ROLE}, "ProjectMember")
    desk.done("DELETE", f"/users/{place.owner.id}")
    assert [each["userId"] for each in desk.get(f"{path}/members", "[ProjectMember]")] == [place.lead.id]
    desk.post(f"{path}/addprojectmember", {"userId": place.colleague.id, "projectRoleId": ROLE}, "ProjectMember")
    assert desk.put(path, {"name": "Still"}, "Project")["name"] == "Still"


def statuses_of(desk: Desk, project_id: str) -> list[str]:
    """The names of the project's own task statuses as the native face has them."""
    answer = desk.home.http.get(f"/v1/task-statuses?project_id={project_id}", headers=desk.place.admin.bearer)
    return [each["name"] for each in answer.json()["items"]]


def test_a_deleted_project_is_gone_with_its_tasks_but_for_the_time(desk: Desk) -> None:
    place, path = desk.place, f"/projects/{desk.place.project}"
    desk.post(f"{path}/projectstatuses", {"name": "Own", "type": "stuck"}, "ProjectStatus")
    desk.post(f"{path}/taskstatuses", {"name": "Own", "type": "review"}, "TaskStatus")
    assert statuses_of(desk, place.project) == ["Own"]
    started = desk.post("/me/timetracking/start", start_form(place, taskId=place.task), "TimeTracking")
    desk.post("/me/timetracking/stop", None, "TimeTracking")
    desk.done("POST", f"{path}/delete", {"deleteTimeTrackings": False})
    for gone in (path, f"/tasks/{place.task}", f"{path}/members", "/projects/key/WEB"):
        refusal(desk.call("GET", gone), 404, "entity-not-found")
    assert desk.names("/projects") == desk.names("/projectstatuses") == []
    assert statuses_of(desk, place.project) == []
    entry = desk.get(f"/timeentries/{started['id']}", "TimeTracking")
    assert (entry["project"]["name"], entry["task"]["name"]) == ("Website", "Sitemap")
    for member, id in (("projectId", place.project), ("taskId", place.task)):
        refused = desk.call("POST", "/me/timetracking/start", start_form(place, **{member: id}))
        refusal(refused, 404, "entity-not-found", member[0].upper() + member[1:])


def test_the_time_goes_too_where_that_is_asked_for_and_allowed(desk: Desk) -> None:
    place, path = desk.place, f"/projects/{desk.place.project}"
    form = start_form(place, projectId=place.project)
    entry = desk.post("/me/timetracking/start", form, "TimeTracking", place.owner)["id"]
    before = traces(desk.home, place)
    refusal(desk.call("POST", f"{path}/delete", {"deleteTimeTrackings": True}, place.lead), 401, "unauthorized")
    assert traces(desk.home, place) == before
    desk.done("POST", f"{path}/delete", {"DeleteTimeTrackings": True})
    refusal(desk.call("GET", f"/timeentries/{entry}", None, place.owner), 404, "entity-not-found")
    desk.done("GET", "/me/timeentries/last", None, place.owner)


CHANGES: list[tuple[str, str, Any]] = [
    ("PUT", "", {"name": "n"}),
    ("POST", "/setprojectkey", {"projectKey": "N"}),
    ("POST", "/changestatus", {"projectStatusId": UNKNOWN}),
    ("POST", "/changeprojecttype", {"projectTypeId": UNKNOWN}),
    ("POST", "/addprojectmember", {"userId": UNKNOWN, "projectRoleId": ROLE}),
    ("POST", "/updateprojectmember", {"userId": UNKNOWN, "projectRoleId": ROLE}),
    ("POST", "/removeprojectmember", {"userId": UNKNOWN}),
    ("POST", "/projectstatuses", {"name": "n", "type": "stuck"}),
    ("POST", "/updateprojectstatusorder", {"projectStatusId": UNKNOWN}),
    ("POST", "/delete", {}),
]
READINGS: list[tuple[str, str, Any]] = [
    ("GET", rest, None) for rest in ("", "/members", "/projectstatuses", "/typeofwork")
]


@pytest.mark.parametrize(("method", "rest", "body"), CHANGES)
def test_members_keep_no_projects(desk: Desk, method: str, rest: str, body: Any) -> None:
    before = traces(desk.home, desk.place)
    if rest == "/updateprojectmember":
        body = body | {"userId": desk.place.owner.id}
        desk.post(f"/projects/{desk.place.project}/addprojectmember", body, "ProjectMember")
        before = traces(desk.home, desk.place)
    path = f"/projects/{desk.place.project}{rest}"
    refusal(desk.call(method, path, body, desk.place.owner), 401, "unauthorized")
    refusal(desk.call("POST", "/projects", {"name": "n"}, desk.place.owner), 401, "unauthorized")
    assert traces(desk.home, desk.place) == before


@pytest.mark.parametrize(("method", "rest", "body"), CHANGES + READINGS)
def test_projects_of_others_are_projects_that_never_were(
    home: Home, office: Workplace, strangers: Workplace, method: str, rest: str, body: Any
) -> None:
    desk = Desk(home, office)
    before = traces(home, strangers)
    answers = [desk.call(method, f"/projects/{id}{rest}", body) for id in (UNKNOWN, strangers.project, "no-uuid")]
    for answer in answers:
        refusal(answer, 404, "entity-not-found")
        assert but_for_trace(answer) == but_for_trace(answers[0])
    assert traces(home, strangers) == before


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ({}, ["Name"]),
        ({"name": "n", "isPrivate": None, "timeBudget": "1"}, ["IsPrivate", "TimeBudget"]),
        ({"name": "n", "startDate": "soon"}, ["StartDate"]),
        ({"name": "n", "startDate": "2026-02-30"}, ["StartDate"]),
        ({"name": "n", "startDate": "2026-03-02", "dueDate": "2026-03-01T23:00:00Z"}, ["DueDate"]),
        ({"name": "n", "timeBudget": -1}, ["TimeBudget"]),
        ({"name": "n", "companyId": "x", "projectTypeId": 1}, ["CompanyId", "ProjectTypeId"]),
        ({"name": "n", "description": "x" * 10_001}, ["Description"]),
        ({"name": "n", "projectKey": ""}, ["ProjectKey"]),
        ({"name": "n", "projectKey": "K" * 21}, ["ProjectKey"]),
    ],
)
def test_members_at_fault_are_named(desk: Desk, form: dict[str, Any], names: list[str]) -> None:
    before = traces(desk.home, desk.place)
    refusal(desk.call("POST", "/projects", form), 400, "validation-error", *names)
    assert traces(desk.home, desk.place) == before


@pytest.mark.parametrize("member", ["companyId", "projectTypeId", "projectStatusId"])
def test_ids_of_others_are_ids_that_never_were(desk: Desk, elsewhere: Workplace, member: str) -> None:
    there = Desk(desk.home, elsewhere)
    theirs = {
        "companyId": elsewhere.client,
        "projectTypeId": there.post("/projecttypes", {"name": "n"}, "ProjectType")["id"],
        "projectStatusId": workspace_statuses(there)[0],
    }[member]
    answers = [desk.call("POST", "/projects", {"name": "n", member: id}) for id in (UNKNOWN, theirs)]
    for answer in answers:
        refusal(answer, 404, "entity-not-found", member[0].upper() + member[1:])
        assert but_for_trace(answer) == but_for_trace(answers[0])


def test_many_projects_are_changed_each_by_itself(desk: Desk, elsewhere: Workplace) -> None:
    first, second = made(desk, "One", dueDate="2026-05-01"), made(desk, "Two", startDate="2026-06-01")
    ids = [first, second, UNKNOWN, elsewhere.project, first]
    kind = desk.post("/projecttypes", {"name": "Customer"}, "ProjectType")["id"]
    missing = [UNKNOWN, elsewhere.project]

    def batch(operation: str, **members: Any) -> Any:
        answer = desk.call("POST", f"/projects/batch/{operation}", {"projectIds": ids} | members)
        assert answer.status_code == 207, answer.text
        return {name: each["ids"] for name, each in answer.json().items()}

    assert batch("changeProjectType", projectTypeId=kind) == {"ok": [first, second], "notFound": missing}
    assert desk.get(f"/projects/{first}", "Project")["projectTypeId"] == kind
    batch("setCompany", companyId=desk.place.client)
    assert desk.get(f"/projects/{second}", "Project")["companyId"] == desk.place.client
    assert batch("setDates", newStartDate="2026-05-15") == {
        "ok": [second],
        "notFound": missing,
        "badRequest": [first],
    }
    batch("ADJUSTDATES", daysOffset=-1)
    assert desk.get(f"/projects/{first}", "Project")["dueDate"] == "2026-04-30T00:00:00Z"
    assert desk.get(f"/projects/{second}", "Project")["startDate"] == "2026-05-14T00:00:00Z"
    batch("setDates", removeStartDate=True, newDueDate="2026-07-01")
    assert "startDate" not in desk.get(f"/projects/{second}", "Project")
    batch("addTags", tags=[{"name": "big", "color": "red"}, {"name": "new"}])
    batch("addTags", tags=[{"name": "big"}])
    shown = desk.get(f"/projects/{first}", "Project")["tags"]
    assert [(each["name"], each.get("color")) for each in shown] == [("big", "red"), ("new", None)]
    batch("removeTags", tagsToRemove=[{"name": "big"}, {"name": "none"}])
    assert [each["name"] for each in desk.get(f"/projects/{first}", "Project")["tags"]] == ["new"]
    batch("setResponsibleUser", responsibleUserId=desk.place.owner.id)
    members = desk.get(f"/projects/{second}/members?filterby=isResponsible eq true", "[ProjectMember]")
    assert {each["userId"] for each in members} == {desk.place.admin.id, desk.place.owner.id}
    team = desk.post("/teams", {"name": "North"}, "Team")["id"]
    batch("setTeams", teamIds=[team])
    assert [each["id"] for each in desk.get(f"/projects/{first}", "Project")["teams"]] == [team]
    batch("setTeams", teamIds=[])
    assert desk.get(f"/projects/{first}", "Project")["teams"] == []
    status = workspace_statuses(desk)[1]
    batch("changeStatus", projectStatusId=status)
    assert desk.get(f"/projects/{second}", "Project")["projectStatusId"] == status
    assert batch("delete") == {"ok": [first, second], "notFound": missing}
    assert desk.names("/projects") == ["Website"]


@pytest.mark.parametrize(
    ("operation", "members", "name"),
    [
        ("changeStatus", {}, "ProjectStatusId"),
        ("changeProjectType", {"projectTypeId": None}, "ProjectTypeId"),
        ("setCompany", {}, "CompanyId"),
        ("setResponsibleUser", {}, "ResponsibleUserId"),
        ("setTeams", {}, "TeamIds"),
        ("setDates", {}, "NewDueDate"),
        ("setDates", {"newStartDate": "x"}, "NewStartDate"),
        ("adjustDates", {"daysOffset": 0.5}, "DaysOffset"),
        ("adjustDates", {"daysOffset": 1e9}, "DaysOffset"),
        ("addTags", {}, "Tags"),
        ("removeTags", {}, "TagsToRemove"),
        ("delete", {"projectIds": "x"}, "ProjectIds"),
        ("delete", {"projectIds": [UNKNOWN] * 1001}, "ProjectIds"),
    ],
)
def test_a_batch_needs_what_it_is_about(
    home: Home, office: Workplace, operation: str, members: dict[str, Any], name: str
) -> None:
    form = {"projectIds": [office.project]} | members
    answer = Desk(home, office).call("POST", f"/projects/batch/{operation}", form)
    refusal(answer, 400, "validation-error", name)


def test_a_batch_of_nobody_and_of_nothing(desk: Desk) -> None:
    form = {"projectIds": [desk.place.project]}
    refusal(desk.call("POST", "/projects/batch/paint", form), 404, "entity-not-found")
    refused = desk.call("POST", "/projects/batch/setCompany", form | {"companyId": UNKNOWN})
    refusal(refused, 404, "entity-not-found", "CompanyId")
    answer = desk.call("POST", "/projects/batch/delete", form, desk.place.owner)
    assert answer.json() == {"unauthorized": {"ids": [desk.place.project]}}
    assert desk.names("/projects") == ["Website"]


# Borders


def test_dates_stay_within_the_calendar(desk: Desk) -> None:
    path, base = f"/projects/{desk.place.project}", {"name": "Website"}
    for member, day in (("dueDate", "9999-12-31T00:00:00Z"), ("startDate", "1969-12-31T00:00:00Z")):
        refusal(desk.call("PUT", path, base | {member: day}), 400, "validation-error", member[0].upper() + member[1:])
    last = {"dueDate": "8999-12-31T00:00:00Z"}
    assert desk.put(path, base | last, "Project")["dueDate"][:10] == "8999-12-31"
    form = {"projectIds": [desk.place.project], "daysOffset": 36_600}
    found = desk.call("POST", "/projects/batch/adjustDates", form)
    assert (found.status_code, found.json()) == (207, {"badRequest": {"ids": [desk.place.project]}})


def test_a_date_from_before_there_were_borders_moves_nowhere(desk: Desk) -> None:
    """Nor is the server at a loss."""
    place = desk.place

    async def keep(tx: Tx) -> None:
        before = await PROJECTS.get(tx, command_line_actor(place.id), place.project)
        await PROJECTS.shelf.change(tx, before, msgspec.structs.replace(before, due_on=date(9999, 12, 31)))

    desk.home.run(keep)
    found = desk.call("POST", "/projects/batch/adjustDates", {"projectIds": [place.project], "daysOffset": 1})
    assert (found.status_code, found.json()) == (207, {"badRequest": {"ids": [place.project]}})


@pytest.mark.parametrize("what", ["entries", "tasks"])
def test_more_than_one_act_may_take_in_is_refused(desk: Desk, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    place, path = desk.place, f"/projects/{desk.place.project}"
    for index in range(2 + (what == "entries")):
        if what == "tasks":
            form = {"name": str(index), "baseType": "projecttask", "entityId": place.project}
            desk.post("/tasks", form, "TaskModel")
        else:
            desk.post("/me/timetracking/start", start_form(place, projectId=place.project), "TimeTracking")
    before = traces(desk.home, place)
    refusal(desk.call("POST", f"{path}/delete", {"deleteTimeTrackings": True}), 400, "invalid-operation")
    assert traces(desk.home, place) == before
    if what == "entries":
        desk.done("POST", f"{path}/delete", {"deleteTimeTrackings": False})
