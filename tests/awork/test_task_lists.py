"""awork's task lists, and the tasks in them."""

from typing import Any

import pytest

from tests.awork.board import Board, set_up
from tests.awork.contract import check
from tests.awork.wire import UNKNOWN, but_for_trace, listed, refusal
from tests.home import Home, Workplace
from uhrwerk.operations import bulk
from uhrwerk.storage import tasks as tasks_kept
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task


@pytest.fixture
def board(home: Home, place: Workplace) -> Board:
    return set_up(home, place)


def lists_of(board: Board, query: str = "") -> list[str]:
    """The names of the project's lists, in order."""
    answer = board.call(board.place.owner, "GET", f"/projects/{board.place.project}/tasklists{query}")
    return [each["name"] for each in listed(answer, "TaskList")]


def inside(board: Board, list_id: str) -> list[str]:
    """The names of the tasks in the list, in order."""
    found = [
        (each["orderOfTask"], task["name"])
        for task in board.get("/me/allavailabletasks")
        for each in task["lists"]
        if each["id"] == list_id
    ]
    return [name for _, name in sorted(found)]


def url(board: Board, list_id: str, then: str = "") -> str:
    return f"/projects/{board.place.project}/tasklists/{list_id}{then}"


def filled(board: Board, *names: str) -> tuple[str, list[str]]:
    """A list with new tasks of these names in it; its id and theirs."""
    list_id = board.add_list()
    ids = [board.add(name)["id"] for name in names]
    board.post(url(board, list_id, "/addtasks"), [{"taskId": id} for id in ids])
    return list_id, ids


def test_lists_stand_in_the_order_in_which_they_came_and_can_be_moved(board: Board) -> None:
    first = board.add_list("First")
    board.add_list("Second")
    board.post(f"/projects/{board.place.project}/tasklists", {"name": "Between", "order": 1.5})
    assert lists_of(board) == ["First", "Between", "Second"]
    board.post(url(board, first, "/updateorder"), {"order": 9})
    assert lists_of(board) == ["Between", "Second", "First"]
    assert lists_of(board, "?orderby=name") == ["Between", "First", "Second"]
    assert lists_of(board, "?filterby=startswith(name,'S')&pageSize=1") == ["Second"]


def test_a_list_is_renamed(board: Board) -> None:
    id = board.add_list("Old")
    answer = board.call(board.admin, "PUT", url(board, id), {"name": "New"})
    check("TaskList", answer.json())
    assert board.get(url(board, id)) == answer.json()
    assert (answer.json()["name"], answer.json()["order"]) == ("New", 1.0)


def test_tasks_are_added_at_the_end_or_where_they_are_told(board: Board) -> None:
    list_id, [a, b] = filled(board, "A", "B")
    c = board.add("C")["id"]
    shown = board.post(url(board, list_id, "/addtasks"), [{"taskId": c, "order": 1.5}, {"taskId": a}])
    assert shown == [{"id": c, "order": 1.5}, {"id": a, "order": 3.0}]
    assert inside(board, list_id) == ["C", "B", "A"]
    assert board.get(url(board, list_id, f"/tasks/{b}"))["name"] == "B"


def test_a_task_moves_within_its_list_and_stays_in_others(board: Board) -> None:
    list_id, [a, _] = filled(board, "A", "B")
    later = board.add_list("Later")
    board.post(url(board, later, "/addtasks"), [{"taskId": a}])
    assert board.post(url(board, list_id, f"/tasks/{a}/updateorder"), {"order": 5}) == [{"id": a, "order": 5.0}]
    assert (inside(board, list_id), inside(board, later)) == (["B", "A"], ["A"])


def test_tasks_are_taken_out_all_or_none(board: Board) -> None:
    list_id, [a, b] = filled(board, "A", "B")
    outside = board.add("C")["id"]
    refusal(board.call(board.admin, "POST", url(board, list_id, "/removetasks"), [a, outside]), 404, "entity-not-found")
    assert inside(board, list_id) == ["A", "B"]
    board.post(url(board, list_id, "/removetasks"), [a])
    assert inside(board, list_id) == ["B"]
    assert board.task(a)["lists"] == []
    refusal(board.call(board.admin, "GET", url(board, list_id, f"/tasks/{a}")), 404, "entity-not-found")
    refusal(
        board.call(board.admin, "POST", url(board, list_id, f"/tasks/{a}/updateorder"), {"order": 1}),
        404,
        "entity-not-found",
    )
    assert board.task(b)["lists"][0]["id"] == list_id


def test_only_tasks_of_the_project_can_be_in_its_lists(board: Board) -> None:
    list_id = board.add_list()
    other = board.add(entityId=board.relaunch)["id"]
    answer = board.call(board.admin, "POST", url(board, list_id, "/addtasks"), [{"taskId": other}])
    refusal(answer, 400, "validation-error", "TaskId")


def test_an_archived_list_is_shown_when_asked_for(board: Board) -> None:
    list_id, _ = filled(board, "A")
    assert board.post(url(board, list_id, "/setarchived"), {"isArchived": True})["isArchived"] is True
    assert lists_of(board) == []
    assert lists_of(board, "?showArchived=true") == ["Sprint"]
    assert inside(board, list_id) == ["A"]
    board.post(url(board, list_id, "/setarchived"), {"isArchived": False})
    assert lists_of(board) == ["Sprint"]


def test_what_becomes_of_the_tasks_of_an_archived_list(board: Board) -> None:
    later = board.add_list("Later")
    first, _ = filled(board, "A", "B")
    form = {"isArchived": True, "taskOperation": "move", "taskListId": later}
    board.post(url(board, first, "/setarchived"), form)
    assert (inside(board, first), inside(board, later)) == ([], ["A", "B"])
    second, [gone] = filled(board, "C")
    board.post(url(board, second, "/setarchived"), {"isArchived": True, "taskOperation": "delete"})
    refusal(board.call(board.admin, "GET", f"/tasks/{gone}"), 404, "entity-not-found")
    third, _ = filled(board, "D")
    answer = board.call(board.admin, "POST", url(board, third, "/setarchived"), form | {"taskListId": None})
    refusal(answer, 400, "validation-error", "TaskListId")
    answer = board.call(board.admin, "POST", url(board, third, "/setarchived"), form | {"taskListId": UNKNOWN})
    refusal(answer, 404, "entity-not-found", "TaskListId")
    answer = board.call(board.admin, "POST", url(board, third, "/setarchived"), form | {"taskOperation": "burn"})
    refusal(answer, 400, "validation-error", "TaskOperation")
    assert board.get(url(board, third))["isArchived"] is False


@pytest.mark.parametrize(
    ("form", "task_stays", "time_stays"),
    [
        (None, True, True),
        ({"deleteTasks": False, "deleteTimes": True}, True, True),
        ({"deleteTasks": True}, False, True),
        ({"deleteTasks": True, "deleteTimes": True}, False, False),
    ],
)
def test_a_list_is_deleted_with_as_much_as_is_said(
    board: Board, form: dict[str, bool] | None, task_stays: bool, time_stays: bool
) -> None:
    list_id, [id] = filled(board, "A")
    entry = board.entry(board.place.owner, id)
    board.post(url(board, list_id, "/delete"), form)
    assert lists_of(board, "?showArchived=true") == []
    refusal(board.call(board.admin, "GET", url(board, list_id)), 404, "entity-not-found")
    answer = board.call(board.admin, "GET", f"/tasks/{id}")
    assert answer.status_code == (200 if task_stays else 404)
    if task_stays:
        assert answer.json()["lists"] == []
    assert (entry in [each["id"] for each in board.entries(board.place.owner)]) is time_stays


def test_a_copy_of_a_list_has_copies_of_its_tasks(board: Board) -> None:
    list_id, [a, _] = filled(board, "A", "B")
    below = board.add("Below", parentId=a)["id"]
    board.post(url(board, list_id, "/addtasks"), [{"taskId": below, "order": 1.5}])
    made = board.post(url(board, list_id, "/copy"))
    assert (made["name"], made["order"]) == ("Sprint", 2.0)
    assert inside(board, list_id) == ["A", "Below", "B"]
    assert inside(board, made["id"]) == ["A", "Below", "B"]
    [parent] = [each for each in board.get("/me/allavailabletasks") if each["name"] == "A" and each["id"] != a]
    [child] = [each for each in board.get("/me/allavailabletasks") if each["name"] == "Below" and each["id"] != below]
    assert child["parentId"] == parent["id"]


def test_a_list_moves_to_another_project_with_its_tasks_and_their_time(board: Board) -> None:
    own = board.post(f"/projects/{board.place.project}/taskstatuses", {"name": "Testing", "type": "review"})["id"]
    theirs = board.post(f"/projects/{board.relaunch}/taskstatuses", {"name": "Trying", "type": "review"})["id"]
    list_id, [a, b] = filled(board, "A", "B")
    other = board.add_list("Other")
    board.post(url(board, other, "/addtasks"), [{"taskId": a}])
    board.post("/tasks/changestatuses", [{"taskId": a, "statusId": own}])
    entry = board.entry(board.place.owner, b)
    mapping = [{"oldStatusId": own, "newStatusId": theirs}]
    form = {"projectId": board.relaunch, "taskStatusMapping": mapping}
    board.post(url(board, list_id, "/changeproject"), form)
    assert lists_of(board) == ["Other"]
    assert board.get(f"/projects/{board.relaunch}/tasklists/{list_id}")["name"] == "Sprint"
    assert (inside(board, list_id), inside(board, other)) == (["A", "B"], [])
    assert (board.task(a)["projectId"], board.task(a)["taskStatusId"]) == (board.relaunch, theirs)
    [kept] = [each for each in board.entries(board.place.owner) if each["id"] == entry]
    assert kept["project_id"] == board.relaunch


def test_a_list_does_not_move_to_where_there_is_no_project(board: Board, elsewhere: Workplace) -> None:
    list_id, _ = filled(board, "A")
    for project in (elsewhere.project, UNKNOWN):
        form = {"projectId": project, "taskStatusMapping": []}
        answer = board.call(board.admin, "POST", url(board, list_id, "/changeproject"), form)
        refusal(answer, 404, "entity-not-found", "ProjectId")
    assert lists_of(board) == ["Sprint"]


CALLS: list[tuple[str, str, Any]] = [
    ("GET", "", None),
    ("PUT", "", {"name": "A"}),
    ("POST", "/delete", None),
    ("POST", "/setarchived", {"isArchived": True}),
    ("POST", "/copy", None),
    ("POST", "/updateorder", {"order": 1}),
    ("POST", "/changeproject", {"projectId": UNKNOWN, "taskStatusMapping": []}),
    ("POST", "/addtasks", []),
    ("POST", "/removetasks", []),
    ("GET", f"/tasks/{UNKNOWN}", None),
    ("POST", f"/tasks/{UNKNOWN}/updateorder", {"order": 1}),
]


@pytest.mark.parametrize(("method", "then", "body"), CALLS, ids=lambda value: str(value)[:20])
def test_a_list_is_found_under_its_project_alone(
    board: Board, elsewhere: Workplace, method: str, then: str, body: Any
) -> None:
    sprint = board.add_list()
    theirs = set_up(board.home, elsewhere).add_list()
    here = board.place.project
    wrong = [(here, theirs), (here, UNKNOWN), (here, "x"), (board.relaunch, sprint)]
    strange = [(elsewhere.project, theirs), (UNKNOWN, sprint), ("x", sprint)]
    for places in (wrong, strange):
        answers = [
            board.call(board.admin, method, f"/projects/{project}/tasklists/{list_id}{then}", body)
            for project, list_id in places
        ]
        for answer in answers:
            refusal(answer, 404, "entity-not-found")
            assert but_for_trace(answer) == but_for_trace(answers[0])


def test_members_read_lists_and_keep_none(board: Board) -> None:
    list_id, [id] = filled(board, "A")
    member = board.place.owner
    assert board.get(url(board, list_id), member)["name"] == "Sprint"
    calls = [each for each in CALLS if each[0] != "GET" and "tasks" not in each[1]]
    calls += [("POST", "/addtasks", [{"taskId": id}]), ("POST", "/removetasks", [id])]
    before = board.get(url(board, list_id))
    for method, then, body in calls:
        refusal(board.call(member, method, url(board, list_id, then), body), 401, "unauthorized")
    form = {"name": "Mine"}
    refusal(board.call(member, "POST", f"/projects/{board.place.project}/tasklists", form), 401, "unauthorized")
    assert board.get(url(board, list_id)) == before
    assert inside(board, list_id) == ["A"]


@pytest.mark.parametrize(
    ("then", "body", "names"),
    [
        ("/addtasks", [{"taskId": "x"}, {"order": 1}], ["[0].TaskId", "[1].TaskId"]),
        ("/addtasks", ["x"], ["[0]"]),
        ("/removetasks", ["x"], ["[0]"]),
        ("/updateorder", {"order": "first"}, ["Order"]),
        ("/changeproject", {}, ["ProjectId", "TaskStatusMapping"]),
        ("/delete", {"deleteTasks": 1}, ["DeleteTasks"]),
    ],
)
def test_what_cannot_be_taken_is_named(board: Board, then: str, body: Any, names: list[str]) -> None:
    list_id = board.add_list()
    refusal(board.call(board.admin, "POST", url(board, list_id, then), body), 400, "validation-error", *names)


def test_a_list_is_read_once_however_much_is_put_into_it(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    later = board.add_list("Later")
    reads: list[str] = []
    read = tasks_kept.of_project

    async def counted(tx: Tx, workspace_id: str, project_id: str) -> list[Task]:
        reads.append(project_id)
        return await read(tx, workspace_id, project_id)

    monkeypatch.setattr(tasks_kept, "of_project", counted)
    sprint, ids = filled(board, *"ABCD")
    assert len(reads) == 1
    board.post("/tasks/changelists", [{"taskId": id, "taskLists": [{"id": sprint}, {"id": later}]} for id in ids])
    assert len(reads) == 3
    assert inside(board, sprint) == inside(board, later) == list("ABCD")
    versions = [task_version(board, id) for id in ids]
    board.post(url(board, sprint, "/setarchived"), {"isArchived": True, "taskOperation": "move", "taskListId": later})
    assert len(reads) == 5
    assert (inside(board, sprint), inside(board, later)) == ([], list("ABCD"))
    # One change a task.
    assert [task_version(board, id) for id in ids] == [version + 1 for version in versions]


def task_version(board: Board, id: str) -> int:
    version: int = board.home.http.get(f"/v1/tasks/{id}", headers=board.admin.bearer).json()["version"]
    return version


def test_a_list_with_more_than_one_act_may_take_in_stays(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    list_id, _ = filled(board, "A", "B", "C")
    for then, form in (
        ("/delete", {"deleteTasks": True}),
        ("/copy", None),
        ("/changeproject", {"projectId": board.relaunch, "taskStatusMapping": []}),
    ):
        refusal(board.call(board.admin, "POST", url(board, list_id, then), form), 400, "invalid-operation")
    assert lists_of(board) == ["Sprint"]
    assert inside(board, list_id) == ["A", "B", "C"]
