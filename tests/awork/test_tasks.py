"""awork's tasks, one at a time."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.awork.board import Board, set_up
from tests.awork.wire import UNKNOWN, but_for_trace, refusal
from tests.home import Home, Someone, Workplace
from uhrwerk.operations import people, tags, tasks, teams, time_entries
from uhrwerk.operations.catalog import TAGS, TASK_LISTS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx


@pytest.fixture
def board(home: Home, place: Workplace) -> Board:
    return set_up(home, place)


def test_a_new_task_has_the_first_status_of_stage_todo_and_the_default_type_of_work(board: Board) -> None:
    task = board.add()
    assert (task["taskStatusId"], task["taskStatus"]["type"]) == (board.todo, "todo")
    assert task["typeOfWork"]["name"] == "General"
    assert (task["baseType"], task["projectId"], task["entityId"]) == (
        "projecttask",
        board.place.project,
        task["projectId"],
    )
    assert (task["isSubtask"], task["numberOfSubtasks"], task["plannedDuration"], task["isPrio"]) == (
        False,
        0,
        0,
        False,
    )
    assert not {"closedOn", "dueOn", "startOn", "userId", "parentId", "description"} & task.keys()


def test_a_projects_own_status_comes_before_the_workspaces(board: Board) -> None:
    own = board.post(f"/projects/{board.place.project}/taskstatuses", {"name": "Inbox", "type": "todo", "order": 9})
    assert board.add()["taskStatusId"] == own["id"]
    assert board.add(entityId=board.relaunch)["taskStatusId"] == board.todo


def test_a_task_keeps_what_it_is_told(board: Board) -> None:
    lists = [board.add_list("Sprint"), board.add_list("Later")]
    parent = board.add("Concept")
    task = board.add(
        "Wireframes",
        description="All pages\n",
        isPrio=True,
        startOn="2026-03-11T09:00:00+01:00",
        dueOn="2026-03-20T12:30:00.25Z",
        plannedDuration=7200,
        typeOfWorkId=board.place.type_of_work,
        taskStatusId=board.doing,
        parentId=parent["id"],
        subtaskOrder=2.5,
        lists=[{"id": lists[0], "order": 4.5}, {"id": lists[1]}],
    )
    assert board.task(task["id"]) == task
    assert (task["description"], task["isPrio"], task["plannedDuration"]) == ("All pages\n", True, 7200)
    assert (task["startOn"], task["dueOn"]) == ("2026-03-11T08:00:00.000Z", "2026-03-20T12:30:00.250Z")
    assert (task["typeOfWork"]["name"], task["taskStatus"]["name"]) == ("Design", "Doing")
    assert (task["isSubtask"], task["subtaskOrder"], task["parentTask"]["name"]) == (True, 2.5, "Concept")
    assert [(each["name"], each["orderOfTask"]) for each in task["lists"]] == [("Sprint", 4.5), ("Later", 1.0)]
    assert board.task(parent["id"])["numberOfSubtasks"] == 1


def test_members_of_a_form_are_matched_without_regard_to_case(board: Board) -> None:
    sprint = board.add_list()
    form = {"NAME": "A", "basetype": "projecttask", "EntityID": board.place.project, "Lists": [{"ID": sprint}]}
    assert [each["id"] for each in board.post("/tasks", form)["lists"]] == [sprint]


def test_a_put_changes_what_it_names_and_null_takes_away(board: Board) -> None:
    task = board.add(description="Old", dueOn="2026-03-20T12:00:00Z", isPrio=True)
    url = f"/tasks/{task['id']}"
    board.home.clock.forward(seconds=1)
    changed = board.call(board.admin, "PUT", url, {"name": "New", "plannedDuration": 60}).json()
    assert changed == task | {
        "name": "New",
        "plannedDuration": 60,
        "updatedOn": changed["updatedOn"],
        "updatedBy": board.admin.id,
        "resourceVersion": changed["resourceVersion"],
    }
    assert changed["resourceVersion"] > task["resourceVersion"]
    emptied = board.call(board.admin, "PUT", url, {"name": "New", "description": None, "dueOn": None, "isPrio": None})
    assert not {"description", "dueOn"} & emptied.json().keys()
    assert emptied.json()["isPrio"] is True


def test_a_task_is_found_by_its_identifier(board: Board) -> None:
    task = board.add()
    assert task["taskIdentifier"] == f"WEB-{task['taskNumber']}"
    assert board.get(f"/tasks/key/{task['taskIdentifier'].lower()}") == task
    for identifier in (f"REL-{task['taskNumber']}", f"WEB-{task['taskNumber'] + 900}", "WEB", "WEB-", "WEB-1.0", "-7"):
        refusal(board.call(board.admin, "GET", f"/tasks/key/{identifier}"), 404, "entity-not-found")


def test_a_task_is_one_of_its_project_alone(board: Board) -> None:
    task = board.add()
    assert board.get(f"/projects/{board.place.project}/projecttasks/{task['id']}") == task
    url = f"/projects/{board.relaunch}/projecttasks/{task['id']}"
    refusal(board.call(board.admin, "GET", url), 404, "entity-not-found")


def test_a_task_in_a_status_of_stage_done_is_closed(board: Board) -> None:
    assert board.add(taskStatusId=board.done)["closedOn"] == "2026-03-10T08:00:00.000Z"
    id = board.add()["id"]
    board.home.clock.forward(minutes=5)
    board.post("/tasks/changestatuses", [{"taskId": id, "statusId": board.done}])
    assert board.task(id)["closedOn"] == "2026-03-10T08:05:00.000Z"
    board.home.clock.forward(minutes=5)
    board.call(board.admin, "PUT", f"/tasks/{id}", {"name": "Still closed"})
    assert board.task(id)["closedOn"] == "2026-03-10T08:05:00.000Z"
    board.post("/tasks/changestatuses", [{"taskId": id, "statusId": board.doing}])
    assert "closedOn" not in board.task(id)


def test_tracked_time_is_the_sum_of_what_has_ended(board: Board) -> None:
    id = board.add()["id"]
    board.entry(board.place.owner, id, minutes=30)
    board.entry(board.place.colleague, id, minutes=15)
    board.post("/me/timetracking/start", {"typeOfWorkId": board.place.type_of_work, "timezone": "UTC", "taskId": id})
    board.home.clock.forward(minutes=5)
    assert board.task(id)["trackedDuration"] == 45 * 60
    [shown] = [each for each in board.get(f"/projects/{board.place.project}/projecttasks") if each["id"] == id]
    assert shown["trackedDuration"] == 45 * 60


def test_assignees_are_those_that_were_named_last(board: Board) -> None:
    place, id = board.place, board.add(plannedDuration=3600)["id"]
    board.post(f"/tasks/{id}/setassignees", [place.owner.id, place.lead.id, place.owner.id])
    shown = board.task(id)["assignees"]
    assert [(each["id"], each["plannedEffort"]) for each in shown] == [(place.owner.id, 1800), (place.lead.id, 1800)]
    board.post(f"/tasks/{id}/setassignees", [])
    assert board.task(id)["assignees"] == []


def test_planned_efforts_make_what_is_planned_for_the_task(board: Board) -> None:
    place, id = board.place, board.add()["id"]
    board.post(f"/tasks/{id}/setassignees", [place.owner.id, place.lead.id])
    efforts = [{"userId": place.owner.id, "plannedEffort": 3000}, {"userId": place.lead.id, "plannedEffort": 600}]
    board.post(f"/tasks/{id}/setplannedefforts", efforts)
    assert board.task(id)["plannedDuration"] == 3600
    stranger = [{"userId": place.colleague.id, "plannedEffort": 60}]
    answer = board.call(board.admin, "POST", f"/tasks/{id}/setplannedefforts", stranger)
    refusal(answer, 400, "validation-error", "UserId")


def test_a_copy_has_everything_but_the_time_and_copies_what_is_below(board: Board) -> None:
    sprint = board.add_list()
    old = board.add("Concept", description="All", lists=[{"id": sprint}], taskStatusId=board.doing)
    below = board.add("Sketch", parentId=old["id"])
    board.entry(board.place.owner, old["id"])
    board.home.clock.forward(minutes=1)
    made = board.post(f"/tasks/{old['id']}/copy")
    assert made["id"] != old["id"]
    same = ("name", "description", "taskStatusId", "projectId", "typeOfWorkId", "plannedDuration")
    assert [made[name] for name in same] == [old[name] for name in same]
    assert [each["id"] for each in made["lists"]] == [sprint]
    assert made["trackedDuration"] == 0
    found = board.get(f"/projects/{board.place.project}/projecttasks")
    children = [each for each in found if each.get("parentId") == made["id"]]
    assert [each["name"] for each in children] == ["Sketch"]
    assert children[0]["id"] != below["id"]


def test_an_order_is_kept_and_shown(board: Board) -> None:
    first, second = board.add("A"), board.add("B")
    assert board.post(f"/tasks/{first['id']}/updateorder", {"order": 2}) == [{"id": first["id"], "order": 2.0}]
    assert board.post(f"/tasks/{second['id']}/updateorder", {"order": 1.5}) == [{"id": second["id"], "order": 1.5}]
    found = board.get(f"/projects/{board.place.project}/projecttasks?filterby=order gt 0&orderby=order")
    assert [each["name"] for each in found] == ["B", "A"]


def test_lists_are_filtered_as_clients_do(board: Board) -> None:
    board.add("Write report")
    board.add("Report of March", taskStatusId=board.done)
    board.add("Other")
    board.add("Something", entityId=board.relaunch)
    wanted = "taskstatus/type ne 'done' and (substringof('report',name) or substringof('relaunch',project/name))"
    found = board.home.http.get(
        "/api/v1/me/allavailabletasks",
        params={"filterby": wanted, "orderby": "name desc"},
        headers=board.place.owner.awork_bearer,
    )
    assert [each["name"] for each in found.json()] == ["Write report", "Something"]


# Who may


def who(board: Board, name: str) -> Someone:
    found: Someone = getattr(board.place, name)
    return found


@pytest.mark.parametrize(("name", "allowed"), [("admin", True), ("lead", True), ("owner", False)])
def test_admins_and_leads_keep_project_tasks(board: Board, name: str, allowed: bool) -> None:
    id = board.add()["id"]
    form = {"name": "A", "baseType": "projecttask", "entityId": board.place.project}
    calls: list[tuple[str, str, Any]] = [
        ("POST", "/tasks", form),
        ("PUT", f"/tasks/{id}", {"name": "B"}),
        ("POST", f"/tasks/{id}/setassignees", [board.place.owner.id]),
        ("POST", f"/tasks/{id}/setplannedefforts", []),
        ("POST", f"/tasks/{id}/copy", None),
        ("POST", "/tasks/settaskpriority", {"taskId": id, "isPrio": True}),
        ("POST", f"/projects/{board.place.project}/projecttasks/{id}/changeproject", {"projectId": board.relaunch}),
    ]
    for method, path, body in calls:
        answer = board.call(who(board, name), method, path, body)
        if allowed:
            assert answer.status_code in (200, 204), answer.text
        else:
            refusal(answer, 401, "unauthorized")


def test_who_is_assigned_moves_a_task_along_but_changes_nothing_else(board: Board) -> None:
    place = board.place
    id = board.add()["id"]
    board.post(f"/tasks/{id}/setassignees", [place.owner.id])
    board.post("/tasks/changestatuses", [{"taskId": id, "statusId": board.doing, "order": 3}], place.owner)
    assert (board.task(id)["taskStatusId"], board.task(id)["order"]) == (board.doing, 3.0)
    assert board.post("/tasks/changestatuses", [{"taskId": id, "statusId": board.done}], place.colleague) == {
        "unauthorized": {"ids": [id]}
    }
    refusal(board.call(place.owner, "PUT", f"/tasks/{id}", {"name": "Mine"}), 401, "unauthorized")
    assert board.task(id)["taskStatusId"] == board.doing


def test_a_private_task_is_its_persons_alone(board: Board) -> None:
    place = board.place
    task = board.add_private(place.owner)
    assert (task["baseType"], task["userId"], task["entityId"]) == ("private", place.owner.id, place.owner.id)
    assert not {"project", "projectId", "taskIdentifier"} & task.keys()
    url = f"/tasks/{task['id']}"
    assert board.call(place.owner, "PUT", url, {"name": "Dentist, 4 pm"}).status_code == 200
    board.post("/tasks/changestatuses", [{"taskId": task["id"], "statusId": board.done}], place.owner)
    assert board.task(task["id"])["closedOn"]
    for somebody in (place.lead, place.colleague):
        for method, body in (("GET", None), ("PUT", {"name": "Mine"})):
            answer = board.call(somebody, method, url, body)
            refusal(answer, 404, "entity-not-found")
            unknown = board.call(somebody, method, f"/tasks/{UNKNOWN}", body)
            assert but_for_trace(answer) == but_for_trace(unknown)
        assert task["id"] not in [each["id"] for each in board.get("/me/allavailabletasks", somebody)]


def test_a_private_task_is_hidden_on_other_faces_too(board: Board) -> None:
    place = board.place
    id = board.add_private(place.owner)["id"]
    for somebody, status in ((place.owner, 200), (place.admin, 200), (place.lead, 404), (place.colleague, 404)):
        http, bearer = board.home.http, somebody.bearer
        assert http.get(f"/v1/tasks/{id}", headers=bearer).status_code == status
        shown = [each["id"] for each in http.get("/v1/tasks", headers=bearer).json()["items"]]
        assert (id in shown) is (status == 200)
    start = {"typeOfWorkId": place.type_of_work, "timezone": "Europe/Berlin", "taskId": id}
    refusal(board.call(place.colleague, "POST", "/me/timetracking/start", start), 404, "entity-not-found", "TaskId")
    assert board.call(place.owner, "POST", "/me/timetracking/start", start).status_code == 200


def test_private_tasks_for_others_are_made_by_admins(board: Board) -> None:
    place = board.place
    form = {"name": "Call back", "baseType": "private", "entityId": place.owner.id}
    for somebody in (place.lead, place.colleague):
        refusal(board.call(somebody, "POST", "/tasks", form), 401, "unauthorized")
    made = board.post("/tasks", form)
    assert board.task(made["id"], place.owner)["createdBy"] == place.admin.id
    # Nobody named: one's own.
    assert board.post("/tasks", {"name": "Own", "baseType": "private"}, place.owner)["userId"] == place.owner.id


def test_a_private_tasks_changes_are_in_its_persons_journal(board: Board) -> None:
    place = board.place
    id = board.add_private(place.owner)["id"]
    own = board.home.http.get(f"/v1/journal?person_id={place.owner.id}", headers=place.owner.bearer).json()
    assert id in [row["record_id"] for row in own["items"]]
    common = board.home.http.get("/v1/journal?workspace=true", headers=place.admin.bearer).json()
    assert id not in [row["record_id"] for row in common["items"]]


def test_a_lead_reads_in_the_journal_that_there_was_something_but_not_what(board: Board) -> None:
    place = board.place

    async def team_up(tx: Tx) -> None:
        actor, now = command_line_actor(place.id), board.home.clock.now
        team = await teams.TEAMS.add(tx, actor, now, {"name": "Team"})
        await teams.add_members(tx, actor, now, team.id, [place.lead.id, place.owner.id])

    board.home.run(team_up)
    id = board.add_private(place.owner)["id"]
    board.entry(place.owner, board.place.task)
    url = f"/v1/journal?person_id={place.owner.id}"
    for somebody, shown in ((place.owner, True), (place.admin, True), (place.lead, False)):
        rows = board.home.http.get(url, headers=somebody.bearer).json()["items"]
        [task] = [row for row in rows if row["record_id"] == id]
        assert (task["payload"] is not None) is shown
        assert all(row["payload"] for row in rows if row["record_kind"] == "time_entry")


# Bad input


@pytest.mark.parametrize(
    ("members", "names"),
    [
        ({"name": None}, ["Name"]),
        ({"name": ""}, ["Name"]),
        ({"name": "x" * 201}, ["Name"]),
        ({"description": "x" * 10_001}, ["Description"]),
        ({"baseType": "public"}, ["BaseType"]),
        ({"entityId": "web"}, ["EntityId"]),
        ({"entityId": None}, ["EntityId"]),
        ({"startOn": "tomorrow"}, ["StartOn"]),
        ({"dueOn": 5}, ["DueOn"]),
        ({"startOn": "0001-01-01T00:00:00"}, ["StartOn"]),
        ({"startOn": "1969-12-31T23:59:59Z"}, ["StartOn"]),
        ({"dueOn": "9999-12-31T23:59:59-12:00"}, ["DueOn"]),
        ({"dueOn": "9999-12-31T00:00:00Z"}, ["DueOn"]),
        ({"startOn": "2026-03-12T00:00:00Z", "dueOn": "2026-03-11T00:00:00Z"}, ["DueOn"]),
        ({"plannedDuration": -1}, ["PlannedDuration"]),
        ({"plannedDuration": 2**31}, ["PlannedDuration"]),
        ({"isPrio": "yes"}, ["IsPrio"]),
        ({"taskStatusId": 7, "parentId": "x"}, ["ParentId", "TaskStatusId"]),
        ({"lists": [{"order": 1}]}, ["Lists"]),
    ],
)
def test_what_cannot_be_taken_is_named(board: Board, members: dict[str, Any], names: list[str]) -> None:
    form = {"name": "A", "baseType": "projecttask", "entityId": board.place.project} | members
    before = board.get("/me/allavailabletasks")
    refusal(board.call(board.admin, "POST", "/tasks", form), 400, "validation-error", *names)
    assert board.get("/me/allavailabletasks") == before


def test_status_lists_and_parent_must_be_of_the_tasks_project(board: Board) -> None:
    status = board.post(f"/projects/{board.relaunch}/taskstatuses", {"name": "Own", "type": "todo"})["id"]
    sprint = board.add_list(project=board.relaunch)
    other = board.add(entityId=board.relaunch)["id"]
    form = {"name": "A", "baseType": "projecttask", "entityId": board.place.project}
    for members, name in (
        ({"taskStatusId": status}, "TaskStatusId"),
        ({"lists": [{"id": sprint}]}, "Lists"),
        ({"parentId": other}, "ParentId"),
    ):
        refusal(board.call(board.admin, "POST", "/tasks", form | members), 400, "validation-error", name)


@pytest.mark.parametrize(
    ("member", "id_of"),
    [
        ("entityId", "project"),
        ("typeOfWorkId", "type_of_work"),
        ("parentId", "task"),
        ("taskStatusId", "status"),
        ("lists", "list"),
    ],
)
def test_another_workspaces_ids_are_ids_that_never_were(
    board: Board, elsewhere: Workplace, member: str, id_of: str
) -> None:
    there = set_up(board.home, elsewhere)
    theirs = {
        "project": elsewhere.project,
        "type_of_work": elsewhere.type_of_work,
        "task": elsewhere.task,
        "status": there.todo,
        "list": there.add_list(),
    }[id_of]
    answers = []
    for id in (theirs, UNKNOWN):
        form = {"name": "A", "baseType": "projecttask", "entityId": board.place.project}
        form[member] = [{"id": id}] if member == "lists" else id  # type: ignore[assignment]
        answers.append(board.call(board.admin, "POST", "/tasks", form))
        refusal(answers[-1], 404, "entity-not-found", member[:1].upper() + member[1:])
    assert but_for_trace(answers[0]) == but_for_trace(answers[1])


def test_another_workspaces_task_is_nowhere(board: Board, elsewhere: Workplace) -> None:
    project, sprint = board.place.project, board.add_list()
    calls: list[tuple[str, str, Any]] = [
        ("GET", "/tasks/{}", None),
        ("PUT", "/tasks/{}", {"name": "A"}),
        ("POST", "/tasks/{}/copy", None),
        ("POST", "/tasks/{}/setassignees", []),
        ("POST", "/tasks/{}/setplannedefforts", []),
        ("POST", "/tasks/{}/updateorder", {"order": 1}),
        ("GET", f"/projects/{project}/projecttasks/{{}}", None),
        ("POST", f"/projects/{project}/projecttasks/{{}}/changeproject", {"projectId": project}),
        ("GET", f"/projects/{project}/tasklists/{sprint}/tasks/{{}}", None),
        ("POST", f"/projects/{project}/tasklists/{sprint}/tasks/{{}}/updateorder", {"order": 1}),
        ("GET", "/me/assignedtasks/{}", None),
        ("GET", "/me/privatetasks/{}", None),
        ("GET", "/me/otherprivatetasks/{}", None),
    ]
    for method, path, body in calls:
        answers = [board.call(board.admin, method, path.format(id), body) for id in (elsewhere.task, UNKNOWN, "x")]
        for answer in answers:
            refusal(answer, 404, "entity-not-found")
            assert but_for_trace(answer) == but_for_trace(answers[0])


def test_nobody_else_can_be_assigned(board: Board, elsewhere: Workplace) -> None:
    id = board.add()["id"]
    for stranger in (elsewhere.owner.id, UNKNOWN):
        answer = board.call(board.admin, "POST", f"/tasks/{id}/setassignees", [stranger])
        refusal(answer, 404, "entity-not-found", "UserIds")
    refusal(board.call(board.admin, "POST", f"/tasks/{id}/setassignees", ["x"]), 400, "validation-error", "[0]")
    refusal(board.call(board.admin, "POST", f"/tasks/{id}/setassignees", {"a": 1}), 400, "invalid-body")


# Another project


def test_a_task_moves_to_another_project_with_what_is_below_and_its_time(board: Board) -> None:
    place = board.place
    own = board.post(f"/projects/{place.project}/taskstatuses", {"name": "Testing", "type": "progress"})["id"]
    sprint = board.add_list()
    task = board.add("Concept", taskStatusId=own, lists=[{"id": sprint}])
    below = board.add("Sketch", parentId=task["id"], taskStatusId=board.done)
    entry = board.entry(place.owner, below["id"])
    url = f"/projects/{place.project}/projecttasks/{task['id']}/changeproject"
    board.post(url, {"projectId": board.relaunch})
    moved, child = board.task(task["id"]), board.task(below["id"])
    assert (moved["projectId"], child["projectId"]) == (board.relaunch, board.relaunch)
    assert moved["lists"] == []
    # A status of the old project alone gives way to one of its stage; the workspace's stays.
    assert (moved["taskStatusId"], child["taskStatusId"]) == (board.doing, board.done)
    assert child["parentId"] == task["id"]
    [kept] = [each for each in board.entries(place.owner) if each["id"] == entry]
    assert (kept["project_id"], kept["task_id"]) == (board.relaunch, below["id"])


def test_a_task_takes_the_status_that_it_is_given_on_the_way(board: Board) -> None:
    place = board.place
    theirs = board.post(f"/projects/{board.relaunch}/taskstatuses", {"name": "Inbox", "type": "todo"})["id"]
    for form in (
        {"taskStatusId": theirs},
        {"taskStatusMapping": [{"oldStatusId": board.doing, "newStatusId": theirs}]},
    ):
        id = board.add(taskStatusId=board.doing)["id"]
        url = f"/projects/{place.project}/projecttasks/{id}/changeproject"
        board.post(url, {"projectId": board.relaunch} | form)
        assert board.task(id)["taskStatusId"] == theirs


def test_where_a_task_cannot_move_nothing_has_moved(board: Board, elsewhere: Workplace) -> None:
    place = board.place
    id = board.add()["id"]
    entry = board.entry(place.owner, id)
    url = f"/projects/{place.project}/projecttasks/{id}/changeproject"
    for project in (elsewhere.project, UNKNOWN):
        answer = board.call(board.admin, "POST", url, {"projectId": project})
        refusal(answer, 404, "entity-not-found", "ProjectId")
    answer = board.call(board.admin, "POST", url, {"projectId": board.relaunch, "taskStatusId": UNKNOWN})
    refusal(answer, 404, "entity-not-found", "TaskStatusId")
    # Somebody's time is theirs and the admins'.
    refusal(board.call(place.lead, "POST", url, {"projectId": board.relaunch}), 401, "unauthorized")
    assert board.task(id)["projectId"] == place.project
    [kept] = [each for each in board.entries(place.owner) if each["id"] == entry]
    assert kept["project_id"] == place.project


# What has been deleted since


def test_a_task_whose_assignee_list_and_tag_are_gone_goes_on(board: Board) -> None:
    place = board.place
    lists = [board.add_list("Sprint"), board.add_list("Later")]
    id = board.add("Wireframes", lists=[{"id": each} for each in lists])["id"]
    form = {"taskIds": [id], "userIds": [place.owner.id, place.colleague.id], "tags": [{"name": "old"}]}
    for operation in ("assignusers", "addtags"):
        board.post(f"/tasks/batch/{operation}", form)
    delete_their_likes(board, lists[0], "old")
    board.post("/tasks/batch/assignusers", form | {"userIds": [place.lead.id]})
    board.post("/tasks/batch/addtags", form | {"tags": [{"name": "new"}]})
    board.post(f"/projects/{place.project}/tasklists/{lists[1]}/addtasks", [{"taskId": id, "order": 7}])
    task = board.task(id)
    assert {each["id"] for each in task["assignees"]} >= {place.colleague.id, place.lead.id}
    assert [each["name"] for each in task["tags"]] == ["new"]
    assert {each["id"]: each["orderOfTask"] for each in task["lists"]}[lists[1]] == 7.0
    assert board.post("/tasks/batch/copy", {"taskIds": [id]}) == {"ok": {"ids": [id]}}
    [copied] = [each for each in board.get("/me/allavailabletasks") if each["id"] not in (id, place.task)]
    assert [each["id"] for each in copied["assignees"]] == [place.colleague.id, place.lead.id]
    assert ([each["id"] for each in copied["lists"]], [each["name"] for each in copied["tags"]]) == (
        [lists[1]],
        ["new"],
    )


def delete_their_likes(board: Board, list_id: str, tag: str) -> None:
    """Delete the owner, that list and the tag of that name; what has them is not asked."""
    actor, now = command_line_actor(board.place.id), board.home.clock.now

    async def delete(tx: Tx) -> None:
        [tag_id] = await tags.named(tx, actor, now, [tag])
        await people.remove(tx, actor, now, board.place.owner.id)
        await TASK_LISTS.remove(tx, actor, now, list_id, even_in_use=True)
        await TAGS.remove(tx, actor, now, tag_id, even_in_use=True)

    board.home.run(delete)


def test_nobody_is_assigned_who_has_been_deleted(board: Board) -> None:
    id = board.add()["id"]
    actor, now = command_line_actor(board.place.id), board.home.clock.now
    board.home.run(lambda tx: people.remove(tx, actor, now, board.place.owner.id))
    form = {"taskIds": [id], "userIds": [board.place.owner.id]}
    assert board.post("/tasks/batch/assignusers", form) == {"badRequest": {"ids": [id]}}


class Overtaken:
    """A transaction before whose lock on somebody's chain others come; which chains are held in the end."""

    def __init__(self, tx: Tx, subject: str, before: Callable[[], Awaitable[object]]) -> None:
        self._tx = tx
        self._subject = subject
        self._before = before
        self.held: set[str] = set()

    async def lock(self, workspace_id: str, *subjects: str) -> None:
        if self._subject in subjects and self._subject not in self.held:
            self.held.add(self._subject)
            await self._before()
        self.held |= set(subjects)
        await self._tx.lock(workspace_id, *subjects)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)


def test_time_that_changes_hands_meanwhile_goes_with_its_task_under_the_right_lock(board: Board) -> None:
    place = board.place
    id = board.add()["id"]
    gone, moved = board.entry(place.owner, id), board.entry(place.owner, id)
    actor, now = command_line_actor(place.id), board.home.clock.now

    async def run(tx: Tx) -> set[str]:
        async def others() -> None:
            await time_entries.delete(tx, actor, now, gone)
            await time_entries.hand_over(tx, actor, now, moved, place.colleague.id)

        overtaken = Overtaken(tx, place.owner.id, others)
        await tasks.remove(overtaken, actor, now, id, with_entries=True)
        return overtaken.held

    assert board.home.run(run) >= {place.owner.id, place.colleague.id}
    assert board.entries(place.owner) == board.entries(place.colleague) == []
