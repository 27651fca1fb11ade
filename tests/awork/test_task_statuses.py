"""awork's task statuses: a project's own, and the workspace's, which every project has."""

from typing import Any

import pytest

from tests.awork.board import Board, set_up
from tests.awork.contract import check
from tests.awork.wire import UNKNOWN, but_for_trace, listed, refusal
from tests.home import Home, Workplace


@pytest.fixture
def board(home: Home, place: Workplace) -> Board:
    return set_up(home, place)


def url(board: Board, then: str = "", project: str | None = None) -> str:
    return f"/projects/{project or board.place.project}/taskstatuses{then}"


def names(board: Board, project: str | None = None) -> list[str]:
    answer = board.call(board.place.owner, "GET", url(board, project=project))
    return [each["name"] for each in listed(answer, "TaskStatus")]


def test_a_project_has_the_workspaces_statuses_and_its_own(board: Board) -> None:
    made = board.post(url(board), {"name": "Testing", "type": "review", "icon": "bug"})
    check("TaskStatus", made)
    assert (made["projectId"], made["order"], made["icon"], made["type"]) == (board.place.project, 4.0, "bug", "review")
    board.post(url(board), {"name": "Inbox", "type": "todo", "order": 0})
    assert names(board) == ["Inbox", "To do", "Doing", "Done", "Testing"]
    assert names(board, board.relaunch) == ["To do", "Doing", "Done"]
    private = board.get("/me/privatetasks/taskstatuses")
    assert [each["name"] for each in private] == ["To do", "Doing", "Done"]
    assert board.get(f"/users/{board.place.lead.id}/privatetasks/taskstatuses") == private
    assert board.get(f"/me/privatetasks/taskstatuses?userId={board.place.lead.id}") == private


def test_a_status_is_changed(board: Board) -> None:
    made = board.post(url(board), {"name": "Testing", "type": "review", "icon": "bug"})
    answer = board.call(
        board.admin, "PUT", url(board, f"/{made['id']}"), {"name": "Try", "type": "progress", "order": 2}
    )
    assert board.get(url(board, f"/{made['id']}")) == answer.json()
    changed = answer.json()
    assert (changed["name"], changed["type"], changed["order"]) == ("Try", "progress", 2.0)


def test_a_status_that_becomes_the_end_closes_its_tasks_and_reopens_them(board: Board) -> None:
    made = board.post(url(board), {"name": "Testing", "type": "review"})
    id = board.add(taskStatusId=made["id"])["id"]
    private = board.add_private(board.place.owner, taskStatusId=board.doing)["id"]
    board.home.clock.forward(minutes=1)
    change = url(board, f"/{made['id']}")
    assert board.call(board.place.lead, "PUT", change, {"name": "Finished", "type": "done"}).status_code == 200
    assert board.task(id)["closedOn"] == "2026-03-10T08:01:00.000Z"
    board.call(board.place.lead, "PUT", change, {"name": "Testing", "type": "review"})
    assert "closedOn" not in board.task(id)
    # The workspace's status: whosever tasks are in it.
    board.call(board.place.lead, "PUT", url(board, f"/{board.doing}"), {"name": "Finished", "type": "done"})
    assert board.task(private)["closedOn"] == "2026-03-10T08:01:00.000Z"


def test_tasks_of_a_deleted_status_get_the_one_in_its_place(board: Board) -> None:
    made = board.post(url(board), {"name": "Testing", "type": "review"})["id"]
    id = board.add(taskStatusId=made)["id"]
    delete = url(board, f"/{made}/delete")
    refusal(board.call(board.admin, "POST", delete), 400, "invalid-operation")
    refusal(board.call(board.admin, "POST", delete, {"taskStatusId": made}), 400, "invalid-operation")
    refusal(board.call(board.admin, "POST", delete, {"taskStatusId": UNKNOWN}), 404, "entity-not-found", "TaskStatusId")
    theirs = board.post(url(board, project=board.relaunch), {"name": "Inbox", "type": "todo"})["id"]
    refusal(board.call(board.admin, "POST", delete, {"taskStatusId": theirs}), 400, "validation-error", "TaskStatusId")
    board.post(delete, {"taskStatusId": board.done})
    assert (board.task(id)["taskStatusId"], "closedOn" in board.task(id)) == (board.done, True)
    refusal(board.call(board.admin, "GET", url(board, f"/{made}")), 404, "entity-not-found")
    assert names(board) == ["To do", "Doing", "Done"]


def test_a_status_that_nothing_is_in_goes_without_another(board: Board) -> None:
    made = board.post(url(board), {"name": "Testing", "type": "review"})["id"]
    board.post(url(board, f"/{made}/delete"))
    assert "Testing" not in names(board)


CALLS: list[tuple[str, str, Any]] = [
    ("GET", "", None),
    ("PUT", "", {"name": "A", "type": "todo"}),
    ("POST", "/delete", None),
]


@pytest.mark.parametrize(("method", "then", "body"), CALLS, ids=lambda value: str(value)[:20])
def test_a_status_is_found_under_its_project_alone(
    board: Board, elsewhere: Workplace, method: str, then: str, body: Any
) -> None:
    own = board.post(url(board), {"name": "Testing", "type": "review"})["id"]
    there = set_up(board.home, elsewhere)
    here = board.place.project
    wrong = [(here, there.todo), (here, UNKNOWN), (here, "x"), (board.relaunch, own)]
    strange = [(elsewhere.project, there.todo), (UNKNOWN, own), ("x", own)]
    for places in (wrong, strange):
        answers = [
            board.call(board.admin, method, f"/projects/{project}/taskstatuses/{id}{then}", body)
            for project, id in places
        ]
        for answer in answers:
            refusal(answer, 404, "entity-not-found")
            assert but_for_trace(answer) == but_for_trace(answers[0])
    assert "Testing" in names(board)


def test_members_keep_no_statuses(board: Board) -> None:
    for method, then, body in [*CALLS[1:]]:
        answer = board.call(board.place.owner, method, url(board, f"/{board.doing}{then}"), body)
        refusal(answer, 401, "unauthorized")
    refusal(board.call(board.place.owner, "POST", url(board), {"name": "A", "type": "todo"}), 401, "unauthorized")
    assert names(board) == ["To do", "Doing", "Done"]


@pytest.mark.parametrize(
    ("form", "at_fault"),
    [
        ({}, ["Name", "Type"]),
        ({"name": "A", "type": "later"}, ["Type"]),
        ({"name": "", "type": "todo"}, ["Name"]),
        ({"name": "A", "type": "todo", "icon": "x" * 51}, ["Icon"]),
        ({"name": "A", "type": "todo", "order": "first"}, ["Order"]),
        ({"name": "A", "type": "todo", "order": 1e300}, ["Order"]),
    ],
)
def test_what_cannot_be_taken_is_named(board: Board, form: dict[str, Any], at_fault: list[str]) -> None:
    refusal(board.call(board.admin, "POST", url(board), form), 400, "validation-error", *at_fault)
    refusal(board.call(board.admin, "PUT", url(board, f"/{board.doing}"), form), 400, "validation-error", *at_fault)
