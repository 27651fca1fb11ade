"""Time entries: what they are for, who may do what to them, lists of them, many of them at once."""

from typing import Any

import httpx
import pytest

from tests.awork.contract import check
from tests.awork.operations.stage import UNKNOWN
from tests.awork.wire import act, but_for_trace, entry, listed, nothing, refusal, start_form
from tests.home import Home, Someone, Workplace
from tests.overtaking import Overtaken
from tests.traces import traces
from uhrwerk.operations import journal, people, teams, time_entries
from uhrwerk.operations.catalog import PROJECTS, TASKS, TYPES_OF_WORK
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage import rollup
from uhrwerk.storage.store import Tx

URL = "/api/v1/timeentries"


def form(place: Workplace, **members: Any) -> dict[str, Any]:
    base = {"userId": place.owner.id, "typeOfWorkId": place.type_of_work, "timezone": "Europe/Berlin"}
    return base | {"startDateLocal": "2026-03-09", "startTimeLocal": "09:00", "duration": 3600} | members


def post(home: Home, someone: Someone, path: str, body: Any) -> httpx.Response:
    return home.http.post(URL + path, headers=someone.awork_bearer, json=body)


def written(home: Home, place: Workplace, someone: Someone | None = None, **members: Any) -> str:
    """The id of an hour of somebody's, written down by the admin."""
    body = form(place, userId=(someone or place.owner).id, **members)
    id: str = entry(post(home, place.admin, "", body))["id"]
    return id


def read(home: Home, someone: Someone, id: str) -> dict[str, Any]:
    return entry(home.http.get(f"{URL}/{id}", headers=someone.awork_bearer))


def change(home: Home, place: Workplace, someone: Someone, id: str, **members: Any) -> httpx.Response:
    body = {"typeOfWorkId": place.type_of_work, "timezone": "Europe/Berlin"} | members
    return home.http.put(f"{URL}/{id}", headers=someone.awork_bearer, json=body)


def batch(home: Home, someone: Someone, operation: str, ids: list[str], **members: Any) -> dict[str, Any]:
    """What became of each id, by outcome."""
    answer = post(home, someone, f"/batch/{operation}", {"timeEntryIds": ids} | members)
    assert answer.status_code == 207, answer.text
    check("MultiStatusResult", answer.json())
    return {outcome: found["ids"] for outcome, found in answer.json().items()}


def second_project(home: Home, place: Workplace) -> tuple[str, str]:
    """Another project and its task."""
    actor, now = command_line_actor(place.id), home.clock.now
    project = home.run(
        lambda tx: PROJECTS.add(tx, actor, now, {"name": "Second", "billable": False, "archived": False})
    )
    task = home.run(
        lambda tx: TASKS.add(
            tx, actor, now, {"name": "Of it", "project_id": project.id, "assignees": [], "archived": False}
        )
    )
    return project.id, task.id


def test_a_task_brings_its_project(home: Home, place: Workplace) -> None:
    made = entry(post(home, place.owner, "", form(place, taskId=place.task, note="Draft", isBilled=True)))
    assert (made["projectId"], made["taskId"], made["note"]) == (place.project, place.task, "Draft")
    assert (made["isBillable"], made["isBilled"], made["createdBy"]) == (True, True, place.owner.id)


def test_a_change_leaves_alone_what_it_does_not_name(home: Home, place: Workplace) -> None:
    id = written(home, place, taskId=place.task, note="Draft")
    before = read(home, place.owner, id)
    assert entry(change(home, place, place.owner, id)) == before
    bare = entry(change(home, place, place.owner, id, note=None, taskId=None, isBillable=False))
    assert not {"note", "taskId", "task"} & bare.keys()
    assert (bare["projectId"], bare["isBillable"]) == (place.project, False)


def test_another_project_leaves_the_task_behind(home: Home, place: Workplace) -> None:
    id = written(home, place, taskId=place.task)
    project, task = second_project(home, place)
    moved = entry(change(home, place, place.owner, id, projectId=project))
    assert (moved["projectId"], moved.get("taskId")) == (project, None)
    refused = change(home, place, place.owner, id, projectId=place.project, taskId=task)
    refusal(refused, 400, "validation-error", "TaskId")
    again = entry(change(home, place, place.owner, id, taskId=place.task))
    assert (again["projectId"], again["taskId"]) == (place.project, place.task)


def test_only_an_admin_hands_an_entry_over(home: Home, place: Workplace) -> None:
    id = written(home, place)
    refusal(change(home, place, place.owner, id, userId=place.colleague.id), 401, "unauthorized")
    handed = entry(change(home, place, place.admin, id, userId=place.colleague.id, note="Theirs"))
    assert (handed["userId"], handed["note"]) == (place.colleague.id, "Theirs")
    assert sums(home, place, place.owner) == []
    assert sums(home, place, place.colleague) == [3600]
    refusal(home.http.get(f"{URL}/{id}", headers=place.owner.awork_bearer), 404, "entity-not-found")
    acts = [last_act(home, place, someone) for someone in (place.owner, place.colleague)]
    assert acts == ["time_entry.handed_over", "time_entry.taken_over"]
    assert home.run(journal.verify).faults == ()
    refused = change(home, place, place.admin, id, userId=UNKNOWN)
    refusal(refused, 404, "entity-not-found", "UserId")


def sums(home: Home, place: Workplace, someone: Someone) -> list[int]:
    """The seconds of the roll-up's rows of somebody."""
    day = home.clock.now.date()
    rows = home.run(lambda tx: rollup.sums(tx, place.id, someone.id, day.replace(day=1), day))
    return [row.seconds for row in rows]


def last_act(home: Home, place: Workplace, someone: Someone) -> str:
    actor = command_line_actor(place.id)
    [row] = home.run(lambda tx: journal.page(tx, actor, someone.id, limit=1, before=None))
    return row.act


def test_a_running_entry_stays_with_its_person(home: Home, place: Workplace) -> None:
    id = entry(act(home, place.owner, "start", **start_form(place)))["id"]
    refused = change(home, place, place.admin, id, userId=place.colleague.id)
    refusal(refused, 400, "invalid-operation")
    assert batch(home, place.admin, "setUser", [id], newUserId=place.colleague.id) == {"badRequest": [id]}


def team_up(home: Home, place: Workplace) -> None:
    """The lead and the owner share a team, the colleague is in none."""
    actor, now = command_line_actor(place.id), home.clock.now

    async def build(tx: Tx) -> None:
        team = await teams.TEAMS.add(tx, actor, now, {"name": "Web"})
        await teams.add_members(tx, actor, now, team.id, [place.lead.id, place.owner.id])

    home.run(build)


def test_who_reads_and_who_writes(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    team_up(home, place)
    mine, theirs = written(home, place), written(home, place, place.colleague)
    readers = {mine: (place.owner, place.lead, place.admin), theirs: (place.colleague, place.admin)}
    for id, allowed in readers.items():
        for someone in (place.owner, place.colleague, place.lead, place.admin, elsewhere.admin):
            answer = home.http.get(f"{URL}/{id}", headers=someone.awork_bearer)
            assert answer.status_code == (200 if someone in allowed else 404)
            in_list = {each["id"] for each in listed(home.http.get(URL, headers=someone.awork_bearer), "TimeTracking")}
            assert (id in in_list) == (someone in allowed)
    before = traces(home, place)
    for someone in (place.colleague, elsewhere.admin):
        refusal(change(home, place, someone, mine, note="Mine now"), 404, "entity-not-found")
        refusal(home.http.delete(f"{URL}/{mine}", headers=someone.awork_bearer), 404, "entity-not-found")
        refusal(post(home, someone, f"/{mine}/removebreaks", None), 404, "entity-not-found")
        refusal(post(home, someone, "/setbillable", {"ids": [mine]}), 404, "entity-not-found")
    refusal(change(home, place, place.lead, theirs, note="Mine now"), 404, "entity-not-found")
    refusal(post(home, elsewhere.admin, "", form(place)), 404, "entity-not-found")
    assert traces(home, place) == before
    # A lead keeps the time of the team.
    assert change(home, place, place.lead, mine, note="Put right").json()["note"] == "Put right"
    assert home.http.delete(f"{URL}/{mine}", headers=place.lead.awork_bearer).status_code == 204


def test_an_id_that_never_was_is_like_a_strangers(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    id = written(home, place)
    answers = [
        [but_for_trace(home.http.request(method, f"{URL}/{each}", headers=elsewhere.admin.awork_bearer, json=body))]
        for each in (id, UNKNOWN, "no-id")
        for method, body in (("GET", None), ("DELETE", None), ("PUT", form(elsewhere)))
    ]
    assert all(answer == answers[0] for answer in answers)


def test_a_deleted_entry_is_gone(home: Home, place: Workplace) -> None:
    id = written(home, place)
    nothing(home.http.delete(f"{URL}/{id}", headers=place.owner.awork_bearer))
    for method in ("GET", "DELETE"):
        refusal(home.http.request(method, f"{URL}/{id}", headers=place.owner.awork_bearer), 404, "entity-not-found")
    assert listed(home.http.get(URL, headers=place.owner.awork_bearer), "TimeTracking") == []
    assert sums(home, place, place.owner) == []


@pytest.mark.parametrize("path", ["/setunbilled", "/delete", "/setbillable"])
def test_what_is_billed_is_changed_by_an_admin(home: Home, place: Workplace, path: str) -> None:
    id = written(home, place)
    nothing(post(home, place.owner, "/setbilled", {"ids": [id]}))
    before = traces(home, place)
    refusal(post(home, place.owner, path, {"ids": [id]}), 401, "unauthorized")
    refusal(home.http.delete(f"{URL}/{id}", headers=place.owner.awork_bearer), 401, "unauthorized")
    assert traces(home, place) == before
    nothing(post(home, place.admin, path, {"ids": [id]}))


SETS = {
    "setbillable": ("isBillable", True),
    "setunbillable": ("isBillable", False),
    "setbilled": ("isBilled", True),
    "setunbilled": ("isBilled", False),
}


@pytest.mark.parametrize(("verb", "member", "value"), [(verb, *what) for verb, what in SETS.items()], ids=SETS)
def test_a_flag_of_many(home: Home, place: Workplace, verb: str, member: str, value: bool) -> None:
    ids = [written(home, place, someone, **{member: not value}) for someone in (place.owner, place.colleague)]
    nothing(post(home, place.admin, f"/{verb}", {"IDs": [*ids, ids[0]]}))
    assert [read(home, place.admin, id)[member] for id in ids] == [value, value]


def test_the_type_of_work_of_many(home: Home, place: Workplace) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    other = home.run(lambda tx: TYPES_OF_WORK.add(tx, actor, now, {"name": "Support", "archived": False})).id
    ids = [written(home, place), written(home, place)]
    nothing(post(home, place.owner, "/settypeofwork", {"ids": ids, "typeOfWorkId": other}))
    assert [read(home, place.owner, id)["typeOfWork"]["name"] for id in ids] == ["Support", "Support"]
    refused = post(home, place.owner, "/settypeofwork", {"ids": ids, "typeOfWorkId": UNKNOWN})
    refusal(refused, 404, "entity-not-found", "TypeOfWorkId")


@pytest.mark.parametrize("verb", [*SETS, "delete"])
def test_all_of_a_set_or_none(home: Home, place: Workplace, verb: str) -> None:
    mine, theirs = written(home, place), written(home, place, place.colleague)
    before = traces(home, place)
    for other in (theirs, UNKNOWN):
        refusal(post(home, place.owner, f"/{verb}", {"ids": [mine, other]}), 404, "entity-not-found")
    assert traces(home, place) == before


@pytest.mark.parametrize(
    ("body", "at_fault"),
    [({}, "Ids"), ({"ids": ["x"]}, "Ids"), ({"ids": None}, "Ids"), ({"ids": [UNKNOWN] * 1001}, "Ids")],
    ids=["none", "no ids", "null", "too many"],
)
def test_a_set_names_its_ids(home: Home, office: Workplace, body: Any, at_fault: str) -> None:
    refusal(post(home, office.owner, "/setbilled", body), 400, "validation-error", at_fault)


def test_a_batch_tells_what_became_of_each(home: Home, place: Workplace) -> None:
    team_up(home, place)
    mine, billed = written(home, place), written(home, place, isBilled=True)
    of_lead, of_colleague = written(home, place, place.lead), written(home, place, place.colleague)
    ids = [mine, of_colleague, UNKNOWN, billed, mine]
    found = batch(home, place.owner, "setIsBillable", ids, isBillable=True)
    assert found == {"ok": [mine], "notFound": [of_colleague, UNKNOWN], "unauthorized": [billed]}
    assert read(home, place.owner, mine)["isBillable"] is True
    # A lead keeps the time of the team, but not what has been billed.
    found = batch(home, place.lead, "DELETE", [mine, of_lead, of_colleague, billed])
    assert found == {"ok": [mine, of_lead], "notFound": [of_colleague], "unauthorized": [billed]}


def test_all_of_a_batch_or_none(home: Home, place: Workplace) -> None:
    mine, theirs = written(home, place), written(home, place, place.colleague)
    before = traces(home, place)
    found = batch(home, place.owner, "delete", [mine, theirs], requireAllTimeEntries=True)
    assert found == {"notFound": [theirs]}
    assert traces(home, place) == before
    found = batch(home, place.admin, "delete", [mine, theirs], requireAllTimeEntries=True)
    assert found == {"ok": [mine, theirs]}


def test_a_batch_moves_entries(home: Home, place: Workplace) -> None:
    project, task = second_project(home, place)
    ids = [written(home, place, taskId=place.task), written(home, place)]

    def where() -> list[tuple[Any, Any]]:
        found = [read(home, place.admin, id) for id in ids]
        return [(each.get("projectId"), each.get("taskId")) for each in found]

    assert batch(home, place.owner, "setProject", ids, newProjectId=project) == {"ok": ids}
    assert where() == [(project, None)] * 2
    assert batch(home, place.owner, "setTask", ids, newTaskId=place.task) == {"ok": ids}
    assert where() == [(place.project, place.task)] * 2
    assert batch(home, place.owner, "setTask", ids, newTaskId=task) == {"ok": ids}
    assert where() == [(project, task)] * 2
    assert batch(home, place.owner, "setUser", ids, newUserId=place.colleague.id) == {"unauthorized": ids}
    assert batch(home, place.admin, "setUser", ids, newUserId=UNKNOWN) == {"badRequest": ids}
    assert batch(home, place.admin, "setUser", ids, newUserId=place.colleague.id) == {"ok": ids}
    assert sum(sums(home, place, place.colleague)) == 7200
    assert batch(home, place.colleague, "setIsBilled", ids, isBilled=True) == {"ok": ids}
    assert batch(home, place.admin, "setTypeOfWork", ids, newTypeOfWorkId=UNKNOWN) == {"badRequest": ids}
    assert home.run(journal.verify).faults == ()


NEEDED = {
    "setTypeOfWork": "NewTypeOfWorkId",
    "setIsBillable": "IsBillable",
    "setIsBilled": "IsBilled",
    "setProject": "NewProjectId",
    "setTask": "NewTaskId",
    "setUser": "NewUserId",
}


@pytest.mark.parametrize(("operation", "member"), NEEDED.items())
def test_a_batch_names_what_it_needs(home: Home, office: Workplace, operation: str, member: str) -> None:
    refused = post(home, office.admin, f"/batch/{operation}", {"timeEntryIds": [UNKNOWN]})
    refusal(refused, 400, "validation-error", member)


def test_an_unknown_operation_is_not_there(home: Home, office: Workplace) -> None:
    refused = post(home, office.admin, "/batch/setEverything", {"timeEntryIds": []})
    refusal(refused, 404, "entity-not-found")


def test_entries_of_a_project_and_of_a_task(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    project, task = second_project(home, place)
    first, second = written(home, place, taskId=place.task), written(home, place, taskId=task)
    written(home, place)
    paths = {
        f"projects/{place.project}": first,
        f"tasks/{place.task}": first,
        f"projects/{project}": second,
        f"tasks/{task}": second,
    }
    for path, id in paths.items():
        url = f"/api/v1/{path}/timeentries"
        found = listed(home.http.get(url, headers=place.owner.awork_bearer), "TimeTracking")
        assert [each["id"] for each in found] == [id]
        assert listed(home.http.get(url, headers=place.colleague.awork_bearer), "TimeTracking") == []
        refusal(home.http.get(url, headers=elsewhere.admin.awork_bearer), 404, "entity-not-found")


def test_the_running_entries_are_found_by_a_filter(home: Home, place: Workplace) -> None:
    written(home, place)
    untimed = written(home, place, startTimeLocal=None)
    running = entry(act(home, place.owner, "start", **start_form(place)))["id"]

    def found(wanted: str) -> list[str]:
        answer = home.http.get(URL, params={"filterby": wanted}, headers=place.owner.awork_bearer)
        return [each["id"] for each in listed(answer, "TimeTracking")]

    assert found("endTimeUtc eq null and startTimeUtc ne null") == [running]
    assert found("startTimeUtc eq null and startDateUtc eq datetime'2026-03-09'") == [untimed]


def test_entries_in_short_are_put_together(home: Home, place: Workplace) -> None:
    project, _ = second_project(home, place)
    days = ("2026-03-07", "2026-03-06", "2026-03-08")
    ids = [
        written(home, place, place.owner, startDateLocal=days[0], projectId=project),
        written(home, place, place.colleague, startDateLocal=days[1], taskId=place.task),
        written(home, place, place.owner, startDateLocal=days[2], projectId=place.project),
    ]

    def order(query: str) -> list[int]:
        answer = home.http.get(f"{URL}/simplified{query}", headers=place.admin.awork_bearer)
        return [ids.index(each["id"]) for each in listed(answer, "SimplifiedTimeTracking")]

    assert order("") == [1, 0, 2]
    assert order("?grouping=user") == [1, 0, 2]
    assert order("?Grouping=User&orderby=startDateUtc desc") == [1, 2, 0]
    assert order("?grouping=project") == [0, 1, 2]
    assert order("?grouping=date") == [1, 0, 2]
    assert order("?grouping=task") == [0, 2, 1]
    refused = home.http.get(f"{URL}/simplified?grouping=moon", headers=place.admin.awork_bearer)
    refusal(refused, 400, "validation-error", "Grouping")


@pytest.mark.parametrize("gone", ["inactive", "deleted"])
def test_who_has_gone_is_given_no_entry_and_keeps_their_own(home: Home, place: Workplace, gone: str) -> None:
    mine, theirs = written(home, place), written(home, place, place.colleague)
    actor, now = command_line_actor(place.id), home.clock.now
    if gone == "deleted":
        home.run(lambda tx: people.remove(tx, actor, now, place.colleague.id))
    else:
        home.run(lambda tx: people.change(tx, actor, now, place.colleague.id, {"active": False}))
    status = 404 if gone == "deleted" else 400
    assert change(home, place, place.admin, mine, userId=place.colleague.id).status_code == status
    assert post(home, place.admin, "", form(place, userId=place.colleague.id)).status_code == status
    nothing(post(home, place.admin, "/setbilled", {"ids": [theirs]}))
    assert entry(change(home, place, place.admin, theirs, duration=60))["duration"] == 60
    assert entry(change(home, place, place.admin, theirs, userId=place.owner.id))["userId"] == place.owner.id
    assert sum(sums(home, place, place.owner)) == 3660


def test_an_entry_handed_over_meanwhile_is_changed_with_its_new_person_held(home: Home, place: Workplace) -> None:
    id = written(home, place)
    actor, now = command_line_actor(place.id), home.clock.now

    async def run(tx: Tx) -> set[str]:
        overtaken = Overtaken(tx, lambda: time_entries.hand_over(tx, actor, now, id, place.colleague.id))
        await time_entries.delete(overtaken, actor, now, id)
        return overtaken.held

    assert place.colleague.id in home.run(run)
    assert last_act(home, place, place.colleague) == "time_entry.deleted"
    assert sums(home, place, place.colleague) == []
