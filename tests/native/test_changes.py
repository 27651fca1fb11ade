"""The feed of changes: every record once a page, as its own path shows it, for who may read it."""

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import done, issued, problem
from uhrwerk import operations
from uhrwerk.entrypoints.native.changes import KINDS
from uhrwerk.entrypoints.native.webhooks import EVENT_TYPES
from uhrwerk.operations import teams, time_entries
from uhrwerk.operations.acts import ACTS, INTERNAL_ACTS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import metadata

PATHS = {
    "time_entry": "time-entries",
    "attendance": "attendance",
    "person": "people",
    "client": "clients",
    "project": "projects",
    "task": "tasks",
    "type_of_work": "types-of-work",
    "absence": "absences",
    "expense": "expenses",
}

Items = list[dict[str, Any]]


def ask(home: Home, someone: Someone, since: str | None = None, **query: Any) -> dict[str, Any]:
    wanted = query | ({"since": since} if since is not None else {})
    answer = home.http.get("/v1/changes", headers=someone.bearer, params=wanted)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    assert body.keys() == {"items", "next_cursor", "more"}
    return body


def now_on(home: Home, someone: Someone) -> str:
    """A cursor after all there is."""
    found = ask(home, someone, limit=500)
    assert found["more"] is False
    cursor: str = found["next_cursor"]
    return cursor


def ids(items: Items) -> list[tuple[str, str]]:
    return [(each["kind"], each["id"]) for each in items]


def start(home: Home, someone: Someone, **members: Any) -> dict[str, Any]:
    return done(home.http.post("/v1/timers/start", headers=someone.bearer, json=members))


def test_from_the_beginning_it_has_all_there_is_as_its_own_paths_show_it(home: Home, place: Workplace) -> None:
    start(home, place.owner, task_id=place.task)
    done(home.http.post("/v1/attendance/clock-in", headers=place.owner.bearer))
    items = ask(home, place.owner, limit=500)["items"]
    assert {each["kind"] for each in items} == {
        "workspace",
        "type_of_work",
        "person",
        "client",
        "project",
        "task",
        "time_entry",
        "attendance",
    }
    assert len(ids(items)) == len(set(ids(items)))
    for each in items:
        assert each["deleted"] is False
        if each["kind"] == "workspace":
            shown = home.http.get("/v1/me", headers=place.owner.bearer).json()["workspace"]
        elif each["kind"] == "attendance":
            shown = home.http.get("/v1/attendance/current", headers=place.owner.bearer).json()
        else:
            path = f"/v1/{PATHS[each['kind']]}/{each['id']}"
            shown = home.http.get(path, headers=place.owner.bearer).json()
        assert each["record"] == shown


def test_a_cursor_is_given_also_when_nothing_changed_and_tells_only_what_came_after(
    home: Home, place: Workplace
) -> None:
    me = place.owner
    cursor = now_on(home, me)
    again = ask(home, me, cursor)
    assert again == {"items": [], "next_cursor": cursor, "more": False}
    entry = start(home, me, note="a")
    home.clock.forward(minutes=1)
    for verb in ("pause", "resume", "stop"):
        home.http.post(f"/v1/timers/{verb}", headers=me.bearer)
    found = ask(home, me, cursor)
    assert ids(found["items"]) == [("time_entry", entry["id"])], "once, though it changed four times"
    assert found["items"][0]["record"]["state"] == "stopped"
    assert found["items"][0]["recorded_at"] == "2026-03-10T08:01:00Z"
    assert ask(home, me, cursor) == found
    assert ask(home, me, found["next_cursor"])["items"] == []


def test_a_deletion_is_a_tombstone(home: Home, place: Workplace) -> None:
    cursor = now_on(home, place.admin)
    entry = start(home, place.owner)
    home.http.post("/v1/timers/discard", headers=place.owner.bearer)
    client = done(home.http.post("/v1/clients", headers=place.admin.bearer, json={"name": "New"}), 201)
    assert home.http.delete(f"/v1/clients/{client['id']}", headers=place.admin.bearer).status_code == 204
    for someone in (place.admin, place.owner):
        assert [
            (each["kind"], each["id"], each["deleted"], each["record"]) for each in ask(home, someone, cursor)["items"]
        ] == [("time_entry", entry["id"], True, None), ("client", client["id"], True, None)]


@pytest.mark.parametrize("at_once", [1, 7, 200])
def test_pages_of_any_length_tell_the_same(
    home: Home, place: Workplace, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("uhrwerk.operations.changes.ROWS_AT_ONCE", at_once)
    me = place.owner
    for number in range(4):
        start(home, me, note=str(number))
        home.http.post("/v1/timers/pause", headers=me.bearer)
    whole = ask(home, me, limit=500)["items"]
    for limit in range(1, len(whole) + 2):
        seen: dict[tuple[str, str], Any] = {}
        cursor, more = None, True
        while more:
            found = ask(home, me, cursor, limit=limit)
            assert len(found["items"]) <= limit
            assert len(ids(found["items"])) == len(set(ids(found["items"])))
            # What is told again later takes the place of what was told before.
            seen |= {key: each["record"] for key, each in zip(ids(found["items"]), found["items"], strict=True)}
            assert found["items"] or not found["more"]
            cursor, more = found["next_cursor"], found["more"]
        assert seen == {key: each["record"] for key, each in zip(ids(whole), whole, strict=True)}


def test_members_see_their_own_leads_their_teams_admins_everybodys(
    home: Home, place: Workplace, elsewhere: Workplace
) -> None:
    now, actor = home.clock.now, command_line_actor(place.id)

    async def join(tx: Tx) -> None:
        team = await teams.TEAMS.add(tx, actor, now, {"name": "Team"})
        await teams.add_members(tx, actor, now, team.id, [place.lead.id, place.owner.id])

    home.run(join)
    cursors = {someone: now_on(home, someone) for someone in (place.admin, place.lead, place.owner, place.colleague)}
    entries = {
        someone.username: start(home, someone)["id"]
        for someone in (place.admin, place.lead, place.owner, place.colleague)
    }
    start(home, elsewhere.owner)
    seen = {
        someone.username: [each["id"] for each in ask(home, someone, cursor)["items"]]
        for someone, cursor in cursors.items()
    }
    assert seen == {
        "admin": list(entries.values()),
        "lead": [entries["lead"], entries["owner"]],
        "owner": [entries["owner"]],
        "colleague": [entries["colleague"]],
    }


def test_somebody_who_may_read_little_still_gets_on(
    home: Home, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of others are passed over a bounded number at a time: a page may be empty and yet more to come."""
    monkeypatch.setattr("uhrwerk.operations.changes.ROWS_AT_ONCE", 1)
    monkeypatch.setattr("uhrwerk.operations.changes.ROWS_AT_MOST", 3)
    cursor: str | None = None
    more = True
    while more:
        found = ask(home, place.owner, cursor)
        cursor, more = found["next_cursor"], found["more"]
    for _ in range(5):
        start(home, place.colleague)
    mine = start(home, place.owner)
    pages = []
    more = True
    while more:
        found = ask(home, place.owner, cursor)
        pages.append([each["id"] for each in found["items"]])
        cursor, more = found["next_cursor"], found["more"]
    assert pages == [[], [], [], [mine["id"]]]


def test_a_private_project_and_what_belongs_to_it_is_its_members_and_the_admins(home: Home, place: Workplace) -> None:
    cursors = {someone: now_on(home, someone) for someone in (place.admin, place.owner)}
    new = {"name": "Secret", "private": True}
    project = done(home.http.post("/v1/projects", headers=place.admin.bearer, json=new), 201)
    task = {"name": "Hidden", "project_id": project["id"]}
    done(home.http.post("/v1/tasks", headers=place.admin.bearer, json=task), 201)
    kinds = {
        someone.username: {each["kind"] for each in ask(home, someone, cursor)["items"]}
        for someone, cursor in cursors.items()
    }
    assert kinds["admin"] >= {"project", "task"}
    assert not kinds["owner"] & {"project", "task"}


def test_scopes_narrow_it_and_keys_settings_and_webhooks_are_never_in_it(home: Home, place: Workplace) -> None:
    cursor = now_on(home, place.admin)
    start(home, place.admin)
    done(home.http.post("/v1/attendance/clock-in", headers=place.admin.bearer))
    done(home.http.post("/v1/clients", headers=place.admin.bearer, json={"name": "New"}), 201)
    hook = {"name": "Hook", "url": "https://8.8.8.8/", "events": ["*"]}
    done(home.http.post("/v1/webhooks", headers=place.admin.bearer, json=hook), 201)
    for scopes, kinds in (
        (("time:read",), ["time_entry"]),
        (("attendance:read",), ["attendance"]),
        (("directory:read",), ["client"]),
        (("journal:read", "webhooks", "time:write"), []),
        (("time:read", "directory:read", "attendance:read"), ["time_entry", "attendance", "client"]),
    ):
        token = issued(home, place, place.admin, scopes=scopes).token
        answer = home.http.get("/v1/changes", headers={"Authorization": f"Bearer {token}"}, params={"since": cursor})
        assert [each["kind"] for each in answer.json()["items"]] == kinds


@pytest.mark.parametrize(
    "cursor", ["", "!", "WzEsMl", "WzEsLTFd", "WyIxIiwyXQ", "WzFd", "bnVsbA", "WzEsMl0AAAA", "a" * 600]
)
def test_what_is_no_cursor_of_the_feed_is_refused(home: Home, office: Workplace, cursor: str) -> None:
    answer = home.http.get("/v1/changes", headers=office.owner.bearer, params={"since": cursor})
    problem(answer, 400, "invalid", "since")


def test_every_act_in_the_operations_is_known() -> None:
    """An act that is not listed would be told to nobody."""
    known = {f"{kind}.{act}" for kind, acts in (ACTS | INTERNAL_ACTS).items() for act in acts}
    kinds = "|".join(ACTS | INTERNAL_ACTS)
    tables = "|".join(metadata.tables)
    written: set[str] = set()
    for path in Path(inspect.getfile(operations)).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written |= set(re.findall(rf"^((?:{kinds}|{tables})\.[a-z_]+)$", node.value))
    assert "time_entry.started" in written
    # Members of records and a setting are called alike.
    written -= {f"{table}.{column.name}" for table, each in metadata.tables.items() for column in each.c}
    written -= {"journal.check"}
    assert written <= known


def test_the_feed_knows_every_kind_that_others_are_told_of() -> None:
    assert KINDS.keys() == ACTS.keys()
    assert {event.partition(".")[0] for event in EVENT_TYPES} == KINDS.keys()
    # A record with a number is a record of the workspace: it is told of, or kept in the house on purpose.
    kept = {name for name, table in metadata.tables.items() if {"number", "version"} <= set(table.columns.keys())}
    assert kept <= ACTS.keys() | INTERNAL_ACTS.keys()


def in_one_team(home: Home, place: Workplace, *members: Someone) -> None:
    now, actor = home.clock.now, command_line_actor(place.id)

    async def join(tx: Tx) -> None:
        team = await teams.TEAMS.add(tx, actor, now, {"name": "Team"})
        await teams.add_members(tx, actor, now, team.id, [each.id for each in members])

    home.run(join)


def test_an_entry_handed_over_is_gone_for_those_who_read_its_giver_alone(home: Home, place: Workplace) -> None:
    in_one_team(home, place, place.lead, place.owner)
    entry = start(home, place.owner)
    done(home.http.post("/v1/timers/stop", headers=place.owner.bearer))
    cast = (place.owner, place.lead, place.colleague, place.admin)
    cursors = {someone: now_on(home, someone) for someone in cast}
    now, actor = home.clock.now, command_line_actor(place.id)
    home.run(lambda tx: time_entries.hand_over(tx, actor, now, entry["id"], place.colleague.id))
    told = {someone.username: ask(home, someone, cursors[someone])["items"] for someone in cast}
    assert [ids(items) for items in told.values()] == [[("time_entry", entry["id"])]] * 4
    assert [told[name][0]["deleted"] for name in ("owner", "lead")] == [True, True]
    assert [told[name][0]["record"] for name in ("owner", "lead")] == [None, None]
    for name in ("colleague", "admin"):
        assert told[name][0]["deleted"] is False
        assert told[name][0]["record"]["person_id"] == place.colleague.id
    # What becomes of it is no more the giver's to know.
    cursor = now_on(home, place.owner)
    path, headers = f"/v1/time-entries/{entry['id']}", place.colleague.bearer
    done(home.http.patch(path, headers=headers, json={"note": "mine"}))
    assert home.http.delete(path, headers=headers).status_code == 204
    assert ask(home, place.owner, cursor)["items"] == []


def test_an_entry_handed_over_and_back_is_its_persons_again(home: Home, place: Workplace) -> None:
    entry = start(home, place.owner)
    done(home.http.post("/v1/timers/stop", headers=place.owner.bearer))
    cursor = now_on(home, place.owner)
    now, actor = home.clock.now, command_line_actor(place.id)

    async def there_and_back(tx: Tx) -> None:
        for person in (place.colleague, place.owner):
            await time_entries.hand_over(tx, actor, now, entry["id"], person.id)

    home.run(there_and_back)
    [told] = ask(home, place.owner, cursor)["items"]
    assert (told["deleted"], told["record"]["person_id"]) == (False, place.owner.id)


def test_a_lead_hears_nothing_of_a_team_mates_private_task(home: Home, place: Workplace) -> None:
    in_one_team(home, place, place.lead, place.owner)
    cursors = {someone: now_on(home, someone) for someone in (place.lead, place.owner)}
    private = {"name": "Secret", "person_id": place.owner.id}
    task = done(home.http.post("/v1/tasks", headers=place.owner.bearer, json=private), 201)
    assert ids(ask(home, place.owner, cursors[place.owner])["items"]) == [("task", task["id"])]
    assert ask(home, place.lead, cursors[place.lead])["items"] == []
    assert home.http.delete(f"/v1/tasks/{task['id']}", headers=place.owner.bearer).status_code == 204
    assert ids(ask(home, place.owner, cursors[place.owner])["items"]) == [("task", task["id"])]
    assert ask(home, place.lead, cursors[place.lead])["items"] == []
