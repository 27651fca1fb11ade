"""awork's tasks of a user: assigned, private, available ones, and the tags on them."""

from typing import Any

import pytest

from tests.awork.board import Board, set_up
from tests.awork.contract import check
from tests.awork.wire import UNKNOWN, listed, refusal
from tests.home import Home, Someone, Workplace
from uhrwerk.operations.catalog import PROJECT_STATUSES, PROJECTS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx


@pytest.fixture
def board(home: Home, place: Workplace) -> Board:
    """The owner has a private task of their own, one from the admin, and the place's task."""
    board = set_up(home, place)
    board.add_private(place.owner, "Dentist")
    board.add("Call back", baseType="private", entityId=place.owner.id)
    board.add_private(place.admin, "Salaries")
    return board


def names(board: Board, who: Someone, path: str) -> list[str]:
    return [each["name"] for each in listed(board.call(who, "GET", path), "TaskModel")]


LISTS: list[tuple[str, list[str]]] = [
    ("projecttasks", ["Sitemap"]),
    ("assignedtasks", ["Sitemap", "Dentist", "Call back"]),
    ("privatetasks", ["Dentist", "Call back"]),
    ("otherprivatetasks", []),
    ("allavailabletasks", ["Sitemap", "Dentist", "Call back"]),
]


@pytest.mark.parametrize(("kind", "shown"), LISTS)
def test_what_a_user_has(board: Board, kind: str, shown: list[str]) -> None:
    owner = board.place.owner
    assert names(board, owner, f"/me/{kind}") == shown
    if kind != "projecttasks":
        assert names(board, owner, f"/users/{owner.id}/{kind}") == shown
        assert names(board, owner, f"/users/me/{kind}") == shown
        assert names(board, board.admin, f"/users/{owner.id}/{kind}") == shown
        assert names(board, board.admin, f"/me/{kind}?userId={owner.id}") == shown


@pytest.mark.parametrize(("kind", "shown"), LISTS[1:])
def test_a_colleague_sees_none_of_what_is_private(board: Board, kind: str, shown: list[str]) -> None:
    path = f"/users/{board.place.owner.id}/{kind}"
    seen = [name for name in shown if name == "Sitemap"]
    assert names(board, board.place.colleague, path) == seen
    assert names(board, board.place.lead, path) == seen


def test_what_an_admin_has_made_for_others(board: Board) -> None:
    assert names(board, board.admin, "/me/otherprivatetasks") == ["Call back"]
    assert names(board, board.admin, "/me/privatetasks") == ["Salaries"]
    assert names(board, board.admin, "/me/allavailabletasks") == ["Sitemap", "Call back", "Salaries"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("assignedtasks", "Sitemap"), ("privatetasks", "Dentist"), ("assignedtasks", "Dentist")],
)
def test_one_of_them(board: Board, kind: str, name: str) -> None:
    owner = board.place.owner
    [task] = [each for each in board.get(f"/me/{kind}", owner) if each["name"] == name]
    assert board.get(f"/me/{kind}/{task['id']}", owner) == task
    assert board.get(f"/users/{owner.id}/{kind}/{task['id']}") == task
    path = f"/users/{board.place.lead.id}/{kind}/{task['id']}"
    refusal(board.call(board.admin, "GET", path), 404, "entity-not-found")


def test_lists_of_a_user_are_paged_filtered_and_ordered(board: Board) -> None:
    path = "/me/assignedtasks?filterby=baseType eq 'private'&orderby=name&pageSize=1&page=2"
    answer = board.call(board.place.owner, "GET", path)
    assert [each["name"] for each in listed(answer, "TaskModel")] == ["Dentist"]
    assert answer.headers["aw-totalitems"] == "2"
    answer = board.call(board.place.owner, "GET", "/me/privatetasks?filterby=colour eq 'x'")
    refusal(answer, 400, "invalid-filter-or-order", "FilterBy")


def test_only_tasks_of_projects_in_progress(board: Board) -> None:
    async def begin(tx: Tx) -> None:
        actor, now = command_line_actor(board.place.id), board.home.clock.now
        members = {"name": "Running", "stage": "progress", "archived": False}
        status = await PROJECT_STATUSES.add(tx, actor, now, members)
        await PROJECTS.change(tx, actor, now, board.place.project, {"project_status_id": status.id})

    path = "/me/assignedtasks?inProgress=true"
    assert names(board, board.place.owner, path) == []
    board.home.run(begin)
    assert names(board, board.place.owner, path) == ["Sitemap"]
    assert len(names(board, board.place.owner, "/me/assignedtasks?inProgress=false")) == 3


def test_when_a_task_was_assigned_is_when_it_was_made(board: Board) -> None:
    # The place was made at seven, the others at eight.
    window = "assignedOnFrom=2026-03-10T07:30:00Z&assignedOnTo=2026-03-10T08:00:00Z"
    assert names(board, board.place.owner, f"/me/assignedtasks?{window}") == ["Dentist", "Call back"]
    for query, name in (
        ("assignedOnFrom=2026-03-10T07:30:00Z", "AssignedOnTo"),
        ("assignedOnTo=2026-03-10T07:30:00Z", "AssignedOnFrom"),
        ("assignedOnFrom=x&assignedOnTo=2026-03-10T07:30:00Z", "AssignedOnFrom"),
    ):
        answer = board.call(board.place.owner, "GET", f"/me/assignedtasks?{query}")
        refusal(answer, 400, "validation-error", name)


def test_archived_tasks_are_left_out(board: Board) -> None:
    board.home.http.patch(f"/v1/tasks/{board.place.task}", json={"archived": True}, headers=board.place.lead.bearer)
    for kind, shown in LISTS:
        left = [name for name in shown if name != "Sitemap"]
        assert names(board, board.place.owner, f"/me/{kind}") == left


def test_tags_in_use_are_told_by_name(board: Board) -> None:
    place = board.place
    dentist = board.get("/me/privatetasks", place.owner)[0]["id"]
    for id, words in ((place.task, ["web", "Urgent"]), (dentist, ["health", "web"])):
        form = {"taskIds": [id], "tags": [{"name": word} for word in words]}
        board.post("/tasks/batch/addtags", form)

    def told(path: str, who: Someone) -> list[str]:
        found = board.get(path, who)
        check("[BaseTagModel]", found)
        return [each["name"] for each in found]

    assert told("/me/tasks/tags", place.owner) == ["health", "Urgent", "web"]
    assert told(f"/users/{place.owner.id}/tasks/tags", place.admin) == ["health", "Urgent", "web"]
    assert told(f"/users/{place.owner.id}/tasks/tags", place.lead) == ["Urgent", "web"]
    assert told("/me/tasks/tags", place.lead) == []
    assert told("/projects/projecttasks/tags", place.lead) == ["Urgent", "web"]
    assert told(f"/projects/projecttasks/tags?projectId={board.relaunch}", place.lead) == []


PATHS = ("assignedtasks", "privatetasks", "otherprivatetasks", "allavailabletasks", "tasks/tags")


@pytest.mark.parametrize("path", [*PATHS, "privatetasks/taskstatuses"])
def test_a_user_that_is_not_there(board: Board, elsewhere: Workplace, path: str) -> None:
    for id in (UNKNOWN, elsewhere.owner.id, "x"):
        refusal(board.call(board.admin, "GET", f"/users/{id}/{path}"), 404, "entity-not-found")
    for id, status, code, shown in (
        (UNKNOWN, 404, "entity-not-found", ()),
        ("x", 400, "validation-error", ("UserId",)),
    ):
        answer = board.call(board.admin, "GET", f"/me/{path}?userId={id}")
        refusal(answer, status, code, *shown)


def test_tags_of_a_project_that_is_not_there(board: Board, elsewhere: Workplace) -> None:
    for id in (UNKNOWN, elsewhere.project, "x"):
        answer = board.call(board.admin, "GET", f"/projects/projecttasks/tags?projectId={id}")
        refusal(answer, 404, "entity-not-found")


def test_lists_of_a_user_never_show_another_workspaces(board: Board, elsewhere: Workplace) -> None:
    shown: list[Any] = []
    for path in ("assignedtasks", "privatetasks", "otherprivatetasks", "allavailabletasks"):
        shown += board.get(f"/me/{path}")
    assert elsewhere.task not in [each["id"] for each in shown]
