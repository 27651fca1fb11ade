"""Many of awork's tasks at once: each by itself where the vendor answers 207, else all or none."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.awork.board import Board, set_up
from tests.awork.contract import check
from tests.awork.wire import UNKNOWN, refusal
from tests.home import Home, Workplace


@pytest.fixture
def board(home: Home, place: Workplace) -> Board:
    return set_up(home, place)


def batch(board: Board, operation: str, ids: list[str], who: Any = None, **members: Any) -> dict[str, Any]:
    """What became of each."""
    answer = board.call(who or board.admin, "POST", f"/tasks/batch/{operation}", {"taskIds": ids} | members)
    assert answer.status_code == 207, answer.text
    found: dict[str, Any] = answer.json()
    check("MultiStatusResult", found)
    return {kind: each["ids"] for kind, each in found.items()}


def done(board: Board, operation: str, ids: list[str], **members: Any) -> list[dict[str, Any]]:
    """The tasks after an operation that could be done to all of them."""
    assert batch(board, operation, ids, **members) == {"ok": ids}
    return [board.task(id) for id in ids]


def make(board: Board, *names: str, **members: Any) -> list[str]:
    return [board.add(name, **members)["id"] for name in names]


# What is done


def test_statuses_change_with_their_order(board: Board) -> None:
    a, b = make(board, "A", "B")
    form = [{"taskId": a, "statusId": board.done}, {"taskId": b, "statusId": board.doing, "order": 4}]
    assert board.post("/tasks/changestatuses", form) is None
    assert board.task(a)["taskStatus"]["type"] == "done"
    assert (board.task(b)["taskStatusId"], board.task(b)["order"]) == (board.doing, 4.0)


def test_lists_change_to_those_that_are_named(board: Board) -> None:
    a, b = make(board, "A", "B")
    old, new, other = board.add_list("Old"), board.add_list("New"), board.add_list("Other")
    board.post(f"/projects/{board.place.project}/tasklists/{old}/addtasks", [{"taskId": a}])
    form = [
        {"taskId": a, "taskLists": [{"id": new, "order": 2}, {"id": other}]},
        {"taskId": b, "taskLists": [{"id": new}]},
    ]
    assert board.post("/tasks/changelists", form) == [
        {
            "taskId": a,
            "taskLists": [
                {"id": new, "order": 2.0, "isPrimary": True},
                {"id": other, "order": 1.0, "isPrimary": False},
            ],
        },
        {"taskId": b, "taskLists": [{"id": new, "order": 3.0, "isPrimary": True}]},
    ]
    assert [each["id"] for each in board.task(a)["lists"]] == [new, other]


def test_a_type_of_work_changes_with_or_without_the_time(board: Board) -> None:
    a, b = make(board, "A", "B")
    general = board.task(a)["typeOfWorkId"]
    entries = [board.entry(board.place.owner, id, typeOfWorkId=general) for id in (a, b)]
    for id, with_time in ((a, False), (b, True)):
        form = {"typeOfWorkId": board.place.type_of_work, "taskIds": [id], "changeTimeEntries": with_time}
        assert board.post("/tasks/changetypeofwork", form) is None
    assert [board.task(id)["typeOfWorkId"] for id in (a, b)] == [board.place.type_of_work] * 2
    kept = {each["id"]: each["type_of_work_id"] for each in board.entries(board.place.owner)}
    assert [kept[id] for id in entries] == [general, board.place.type_of_work]


def test_a_task_becomes_private_and_a_project_task_again(board: Board) -> None:
    place, sprint = board.place, board.add_list()
    [id] = make(board, "A", lists=[{"id": sprint}])
    board.post(f"/tasks/{id}/setassignees", [place.lead.id])
    form = {"baseType": "private", "entityId": place.owner.id, "taskIds": [id]}
    assert board.post("/tasks/changebasetypes", form) is None
    task = board.task(id, place.owner)
    assert (task["baseType"], task["userId"], task["lists"], task["assignees"]) == ("private", place.owner.id, [], [])
    assert "projectId" not in task
    refusal(board.call(place.lead, "GET", f"/tasks/{id}"), 404, "entity-not-found")
    form = {"baseType": "projecttask", "entityId": board.relaunch, "taskIds": [id]}
    assert board.post("/tasks/changebasetypes", form) is None
    task = board.task(id, place.colleague)
    assert (task["baseType"], task["projectId"], "userId" in task) == ("projecttask", board.relaunch, False)


@pytest.mark.parametrize("with_time", [False, True])
def test_tasks_are_deleted_with_what_is_below_and_if_asked_their_time(board: Board, with_time: bool) -> None:
    [a] = make(board, "A")
    [below] = make(board, "Below", parentId=a)
    entry = board.entry(board.place.owner, below)
    assert board.post("/tasks/delete", {"taskIds": [a], "deleteTimeTrackings": with_time}) is None
    for id in (a, below):
        refusal(board.call(board.admin, "GET", f"/tasks/{id}"), 404, "entity-not-found")
    assert (entry in [each["id"] for each in board.entries(board.place.owner)]) is not with_time
    shown = board.get("/me/timeentries/last", board.place.owner) if not with_time else {"task": {"name": "Below"}}
    assert shown["task"]["name"] == "Below"


def test_a_priority_is_set(board: Board) -> None:
    [a] = make(board, "A")
    for value in (True, False):
        assert board.post("/tasks/settaskpriority", {"taskId": a, "isPrio": value}) is None
        assert board.task(a)["isPrio"] is value


def test_somebody_is_assigned_by_their_address(board: Board) -> None:
    [a] = make(board, "A")
    form = {"taskId": a, "email": "Owner@Example.org", "roleId": board.place.id}
    for _ in range(2):
        answer = board.call(board.admin, "POST", "/tasks/assignuserbyemail", form)
        assert (answer.status_code, answer.content) == (200, b"")
    assert [each["id"] for each in board.task(a)["assignees"]] == [board.place.owner.id]
    stranger = form | {"email": "nobody@example.org"}
    answer = board.call(board.admin, "POST", "/tasks/assignuserbyemail", stranger)
    refusal(answer, 404, "entity-not-found", "Email")


def test_tasks_are_put_below_others_and_taken_up_again(board: Board) -> None:
    a, b = make(board, "A", "B")
    sprint = board.add_list()
    assert board.post("/tasks/changesubtasks", [{"taskId": b, "parentId": a, "order": 1.5}]) is None
    assert (board.task(b)["parentId"], board.task(b)["subtaskOrder"]) == (a, 1.5)
    form = [{"taskId": b, "listId": sprint, "order": 3}]
    assert board.post("/tasks/changesubtaskstoparent", form) is None
    task = board.task(b)
    assert (task["isSubtask"], [each["orderOfTask"] for each in task["lists"]]) == (False, [3.0])


def test_a_task_is_never_below_itself(board: Board) -> None:
    a, b, c = make(board, "A", "B", "C")
    board.post("/tasks/changesubtasks", [{"taskId": b, "parentId": a}, {"taskId": c, "parentId": b}])
    for parent in (a, b, c):
        answer = board.call(board.admin, "POST", "/tasks/changesubtasks", [{"taskId": a, "parentId": parent}])
        refusal(answer, 400, "validation-error", "ParentId")
    other = board.add(entityId=board.relaunch)["id"]
    answer = board.call(board.admin, "POST", "/tasks/changesubtasks", [{"taskId": a, "parentId": other}])
    refusal(answer, 400, "validation-error", "ParentId")


def test_what_is_not_answered_by_207_is_done_to_all_or_none(board: Board) -> None:
    a, b = make(board, "A", "B")
    form = [{"taskId": b, "parentId": a}, {"taskId": UNKNOWN, "parentId": a}]
    refusal(board.call(board.admin, "POST", "/tasks/changesubtasks", form), 404, "entity-not-found")
    assert board.task(b)["isSubtask"] is False
    sprint = board.add_list()
    lists = [{"taskId": id, "taskLists": [{"id": sprint}]} for id in (a, UNKNOWN)]
    refusal(board.call(board.admin, "POST", "/tasks/changelists", lists), 404, "entity-not-found")
    assert board.task(a)["lists"] == []


# The batch operations


def test_batch_moves_to_a_project(board: Board) -> None:
    a, b = make(board, "A", "B")
    theirs = board.add_list("Theirs", board.relaunch)
    moved = done(board, "movetoproject", [a, b], newProjectId=board.relaunch, newTaskListId=theirs)
    assert [each["projectId"] for each in moved] == [board.relaunch] * 2
    assert [[(x["id"], x["orderOfTask"]) for x in each["lists"]] for each in moved] == [
        [(theirs, 1.0)],
        [(theirs, 2.0)],
    ]


def test_batch_moves_to_a_list(board: Board) -> None:
    old, new = board.add_list("Old"), board.add_list("New")
    a, b = make(board, "A", "B", lists=[{"id": old}])
    [kept] = done(board, "movetotasklist", [a], newTaskListId=new)
    [moved] = done(board, "movetotasklist", [b], newTaskListId=new, removeFromCurrentList=True)
    assert [each["id"] for each in kept["lists"]] == [old, new]
    assert [each["id"] for each in moved["lists"]] == [new]


def test_batch_moves_under_a_task(board: Board) -> None:
    a, b = make(board, "A", "B")
    [moved] = done(board, "moveundertask", [b], newParentTaskId=a)
    assert moved["parentId"] == a


def test_batch_sets_and_removes_dates(board: Board) -> None:
    a, b = make(board, "A", "B")
    dates = {"newStartDate": "2026-03-11T08:00:00Z", "newDueDate": "2026-03-12T08:00:00Z"}
    for task in done(board, "setdates", [a, b], **dates):
        assert (task["startOn"], task["dueOn"]) == ("2026-03-11T08:00:00.000Z", "2026-03-12T08:00:00.000Z")
    [task] = done(board, "setdates", [a], removeDueDate=True)
    assert (task["startOn"], "dueOn" in task) == ("2026-03-11T08:00:00.000Z", False)


def test_batch_moves_dates_by_the_wall_clock(board: Board) -> None:
    # The clocks of Berlin go forward on the 29th of March.
    a, b = make(board, "A", "B", startOn="2026-03-27T08:00:00Z")
    for task in done(board, "adjustdates", [a, b], daysOffset=3):
        assert (task["startOn"], "dueOn" in task) == ("2026-03-30T07:00:00.000Z", False)
    [task] = done(board, "adjustdates", [a], daysOffset=-0.5)
    assert task["startOn"] == "2026-03-29T19:00:00.000Z"


def test_batch_adds_tags(board: Board) -> None:
    a, b = make(board, "A", "B")
    done(board, "addtags", [a], tags=[{"name": "web", "color": "blue"}])
    for task in done(board, "addtags", [a, b], tags=[{"name": "urgent"}, {"name": "web"}]):
        assert sorted(each["name"] for each in task["tags"]) == ["urgent", "web"]


def test_batch_assigns_and_unassigns(board: Board) -> None:
    place = board.place
    [a] = make(board, "A")

    def assigned(operation: str, **members: Any) -> list[str]:
        [task] = done(board, operation, [a], **members)
        return [each["id"] for each in task["assignees"]]

    assert assigned("assignusers", userIds=[place.owner.id, place.lead.id]) == [place.owner.id, place.lead.id]
    assert assigned("unassignusers", userIds=[place.owner.id]) == [place.lead.id]
    assert assigned("assignusers", userIds=[place.colleague.id]) == [place.lead.id, place.colleague.id]
    assert assigned("assignusers", userIds=[place.owner.id], removeOldAssignments=True) == [place.owner.id]
    assert assigned("unassignusers") == []


def test_batch_sets_priority_status_and_type_of_work(board: Board) -> None:
    [a] = make(board, "A")
    assert done(board, "setprio", [a], isPrio=True)[0]["isPrio"] is True
    assert done(board, "ChangeTaskStatus", [a], newTaskStatusId=board.done)[0]["closedOn"]
    [task] = done(board, "changetypeofwork", [a], newTypeOfWorkId=board.place.type_of_work, changeTimeEntries=True)
    assert task["typeOfWork"]["name"] == "Design"


def test_batch_copies_and_deletes(board: Board) -> None:
    [a] = make(board, "A")
    done(board, "copy", [a])
    assert batch(board, "delete", [a], deleteTimeTrackings=True) == {"ok": [a]}
    assert [each["name"] for each in board.get("/me/allavailabletasks")] == ["Sitemap", "A"]


# What is refused


def test_each_task_is_done_or_refused_by_itself(board: Board, elsewhere: Workplace) -> None:
    place = board.place
    mine, theirs, gone = make(board, "Mine", "Theirs", "Gone")
    other = board.add(entityId=board.relaunch)["id"]
    board.post("/tasks/delete", {"taskIds": [gone]})
    private = board.add_private(place.owner)["id"]
    own = board.post(f"/projects/{place.project}/taskstatuses", {"name": "Own", "type": "progress"})["id"]
    ids = [mine, UNKNOWN, other, elsewhere.task, gone, private, mine]
    assert batch(board, "changetaskstatus", ids, place.lead, newTaskStatusId=own) == {
        "ok": [mine],
        "notFound": [UNKNOWN, elsewhere.task, gone, private],
        "badRequest": [other],
    }
    assert batch(board, "changetaskstatus", [mine, theirs], place.owner, newTaskStatusId=own) == {
        "unauthorized": [mine, theirs]
    }
    assert (board.task(mine)["taskStatusId"], board.task(other)["taskStatusId"]) == (own, board.todo)


def test_what_is_refused_leaves_nothing_behind(board: Board) -> None:
    """Of a task with a lead's and a colleague's time the lead's is not deleted before the colleague's is refused."""
    place = board.place
    [id] = make(board, "A")
    entries = [board.entry(who, id) for who in (place.lead, place.colleague)]
    form = {"taskIds": [id], "deleteTimeTrackings": True}
    answer = board.call(place.lead, "POST", "/tasks/delete", form)
    assert (answer.status_code, answer.json()) == (207, {"unauthorized": {"ids": [id]}})
    assert board.task(id)["trackedDuration"] == 7200
    kept = [each["id"] for who in (place.lead, place.colleague) for each in board.entries(who)]
    assert set(entries) <= set(kept)


@pytest.mark.parametrize(
    ("path", "members", "kind"),
    [
        ("changestatuses", [{"statusId": "{done}"}], "list"),
        ("changetypeofwork", {"typeOfWorkId": "{type_of_work}"}, "form"),
        ("changebasetypes", {"baseType": "projecttask", "entityId": "{relaunch}"}, "form"),
        ("delete", {}, "form"),
    ],
)
def test_not_all_is_207(board: Board, path: str, members: Any, kind: str) -> None:
    [id] = make(board, "A")
    known = {"{done}": board.done, "{type_of_work}": board.place.type_of_work, "{relaunch}": board.relaunch}
    if kind == "list":
        body: Any = [{"taskId": each, "statusId": board.done} for each in (id, UNKNOWN)]
    else:
        body = {name: known.get(value, value) for name, value in members.items()} | {"taskIds": [id, UNKNOWN]}
    answer = board.call(board.admin, "POST", f"/tasks/{path}", body)
    assert (answer.status_code, answer.json()) == (207, {"ok": {"ids": [id]}, "notFound": {"ids": [UNKNOWN]}})


NEEDED: list[tuple[str, str]] = [
    ("movetoproject", "NewProjectId"),
    ("movetotasklist", "NewTaskListId"),
    ("moveundertask", "NewParentTaskId"),
    ("setdates", "NewDueDate"),
    ("adjustdates", "DaysOffset"),
    ("addtags", "Tags"),
    ("changetypeofwork", "NewTypeOfWorkId"),
    ("assignusers", "UserIds"),
    ("setprio", "IsPrio"),
    ("changetaskstatus", "NewTaskStatusId"),
]


@pytest.mark.parametrize(("operation", "name"), NEEDED)
def test_what_an_operation_needs_is_named(board: Board, operation: str, name: str) -> None:
    answer = board.call(board.admin, "POST", f"/tasks/batch/{operation}", {"taskIds": [board.place.task]})
    refusal(answer, 400, "validation-error", name)
    refusal(board.call(board.admin, "POST", f"/tasks/batch/{operation}", {}), 400, "validation-error", "TaskIds")


def test_an_operation_that_is_not_there(board: Board) -> None:
    for operation in ("explode", "plannerbatch", "settypeofwork"):
        answer = board.call(board.admin, "POST", f"/tasks/batch/{operation}", {"taskIds": [board.place.task]})
        refusal(answer, 404, "entity-not-found")


@pytest.mark.parametrize(
    ("path", "members", "name"),
    [
        ("batch/movetoproject", {"newProjectId": "project"}, "NewProjectId"),
        ("batch/movetotasklist", {"newTaskListId": "list"}, "NewTaskListId"),
        ("batch/moveundertask", {"newParentTaskId": "task"}, "NewParentTaskId"),
        ("batch/changetypeofwork", {"newTypeOfWorkId": "type_of_work"}, "NewTypeOfWorkId"),
        ("changetypeofwork", {"typeOfWorkId": "type_of_work"}, "TypeOfWorkId"),
        ("changebasetypes", {"entityId": "project", "baseType": "projecttask"}, "EntityId"),
        ("changebasetypes", {"entityId": "person", "baseType": "private"}, "EntityId"),
    ],
)
def test_another_workspaces_ids_are_ids_that_never_were(
    board: Board, elsewhere: Workplace, path: str, members: dict[str, str], name: str
) -> None:
    there = set_up(board.home, elsewhere)
    theirs = {
        "project": elsewhere.project,
        "list": there.add_list(),
        "task": elsewhere.task,
        "type_of_work": elsewhere.type_of_work,
        "person": elsewhere.owner.id,
    }
    for found in (theirs, dict.fromkeys(theirs, UNKNOWN)):
        form = {member: found.get(value, value) for member, value in members.items()}
        answer = board.call(board.admin, "POST", f"/tasks/{path}", form | {"taskIds": [board.place.task]})
        refusal(answer, 404, "entity-not-found", name)
    assert board.task(board.place.task)["projectId"] == board.place.project


@pytest.mark.parametrize(
    ("path", "body", "names"),
    [
        ("changestatuses", [{"taskId": "x"}], ["[0].StatusId", "[0].TaskId"]),
        ("changestatuses", [7], ["[0]"]),
        ("changelists", [{"taskId": UNKNOWN, "taskLists": [{"order": 1}]}], ["[0].TaskLists"]),
        ("changetypeofwork", {"typeOfWorkId": UNKNOWN}, ["TaskIds"]),
        ("changebasetypes", {"baseType": "x", "entityId": UNKNOWN, "taskIds": []}, ["BaseType"]),
        ("delete", {"taskIds": "all"}, ["TaskIds"]),
        ("settaskpriority", {"isPrio": True}, ["TaskId"]),
        ("assignuserbyemail", {"email": 5}, ["Email", "RoleId", "TaskId"]),
        ("changesubtasks", [{"taskId": UNKNOWN}], ["[0].ParentId"]),
        ("changesubtaskstoparent", [{"listId": "x", "taskId": UNKNOWN}], ["[0].ListId"]),
        ("batch/setdates", {"taskIds": [], "newDueDate": "soon"}, ["NewDueDate"]),
        ("batch/adjustdates", {"taskIds": [], "daysOffset": 1e300}, ["DaysOffset"]),
        ("batch/copy", {"taskIds": [UNKNOWN] * 1001}, ["TaskIds"]),
        ("batch/assignusers", {"taskIds": [], "userIds": [UNKNOWN] * 1001}, ["UserIds"]),
        ("delete", {"taskIds": [UNKNOWN] * 1001}, ["TaskIds"]),
    ],
)
def test_what_cannot_be_taken_is_named(board: Board, path: str, body: Any, names: list[str]) -> None:
    refusal(board.call(board.admin, "POST", f"/tasks/{path}", body), 400, "validation-error", *names)


@pytest.mark.parametrize("path", ["changestatuses", "changelists", "changesubtasks", "changesubtaskstoparent"])
def test_a_list_is_needed_and_not_too_long_a_one(board: Board, path: str) -> None:
    for body in ({"taskId": UNKNOWN}, [{"taskId": UNKNOWN}] * 1001):
        refusal(board.call(board.admin, "POST", f"/tasks/{path}", body), 400, "invalid-body")


def test_dates_do_not_leave_the_calendar(board: Board) -> None:
    [id] = make(board, "A", dueOn="1970-01-02T00:00:00Z")
    assert batch(board, "adjustdates", [id], daysOffset=-2) == {"badRequest": [id]}
    assert board.task(id)["dueOn"] == "1970-01-02T00:00:00.000Z"


# At the same time


def test_people_assigned_at_the_same_time_are_all_assigned(board: Board) -> None:
    """Each adds to what it reads: read before the lock, one would take another out again."""
    people = [each.id for each in (board.place.admin, board.place.lead, board.place.owner, board.place.colleague)]

    def assign(person_id: str) -> dict[str, Any]:
        return batch(board, "assignusers", made, userIds=[person_id])

    with ThreadPoolExecutor(len(people)) as threads:
        for name in "ABCDE":
            made = make(board, name)
            assert list(threads.map(assign, people)) == [{"ok": made}] * len(people)
            assert {each["id"] for each in board.task(made[0])["assignees"]} == set(people)
