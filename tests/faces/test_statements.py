"""How much a list asks of the database: as much for many records, each with neighbours of its own, as for few."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from tests.faces.closing import lock
from tests.home import MORNING, Home, Workplace
from tests.storage.workshop import Recorder
from uhrwerk.operations import attendance, contracts, people, time_entries
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TAGS, TASKS
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Written
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

FEW, MANY = 2, 50


@contextmanager
def asked_of(home: Home, *, short: bool = False) -> Iterator[list[str]]:
    """What the lists read within ask, where `short` also short pages; who reads them may be remembered or not."""
    asked: list[str] = []
    read = home.house.store.read

    def recorded(operation: Any, long: bool = False) -> Any:
        return read((lambda tx: operation(Recorder(tx, asked))) if long or short else operation, long=long)

    with patch.object(home.house.store, "read", recorded):
        yield asked


def furnish(home: Home, place: Workplace, count: int) -> None:
    """So many entries, each of a task, a project and a client of its own, all with tags of their own."""
    actor = command_line_actor(place.id)

    async def add(tx: Tx) -> None:
        for index in range(count):
            tag = await TAGS.add(tx, actor, MORNING, {"name": f"Tag {count} {index}"})
            named = {"name": f"{count} {index}", "archived": False, "tags": [tag.id]}
            client = await CLIENTS.add(tx, actor, MORNING, named)
            project = await PROJECTS.add(tx, actor, MORNING, named | {"client_id": client.id, "billable": True})
            task = await TASKS.add(
                tx, actor, MORNING, named | {"project_id": project.id, "assignees": [place.owner.id]}
            )
            ended_at = MORNING - timedelta(hours=index + 1)
            written = Written(ended_at - timedelta(minutes=30), ended_at)
            purpose = Purpose(task_id=task.id)
            await time_entries.create(tx, actor, MORNING, place.owner.id, written, purpose, further={"tags": [tag.id]})

    home.run(add)


AWORK = (
    "/timeentries",
    "/timeentries/simplified",
    "/users/{user}/assignedtasks",
    "/projects",
    "/companies",
    "/users",
    "/search?searchTerm=0&top=1000",
)
TIMETRACK = ("/project_time_entries", "/projects", "/clients")
LISTS = [f"/api/v1{path}" for path in AWORK] + [f"/api/v2/ext{path}" for path in TIMETRACK]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_as_much_for_many_as_for_few(home: Home, path: str) -> None:
    place = home.workplace()
    headers = place.admin.awork_bearer | place.timetrack
    statements = []
    for count in (FEW, MANY):
        furnish(home, place, count)
        with asked_of(home) as asked:
            answer = home.http.get(path.format(user=place.owner.id), headers=headers)
        assert answer.status_code == 200, answer.text
        statements.append(sorted(asked))
    assert statements[0] == statements[1]
    assert statements[0]


def test_a_year_of_working_time_is_read_from_the_roll_up(home: Home) -> None:
    """As much for many days as for few; of the attendances themselves only whether one is active."""
    place = home.workplace()
    actor = command_line_actor(place.id)
    terms = {"starts_on": MORNING.date() - timedelta(days=400), "kind": "week", "weekly_seconds": 144_000}
    home.run(lambda tx: contracts.add(tx, actor, MORNING, place.owner.id, terms | {"break_policy": "deduct-minimum"}))
    statements = []
    for count in (FEW, MANY):

        async def work(tx: Tx, count: int = count) -> None:
            for index in range(count):
                begin = MORNING - timedelta(days=count + index + 1)
                worked = {"started_at": begin, "ended_at": begin + timedelta(hours=8)}
                await attendance.create(tx, actor, MORNING, place.owner.id, worked)

        home.run(work)
        query = {"starts_on": "2025-03-10", "ends_on": "2026-03-10"}
        with asked_of(home) as asked:
            answer = home.http.get("/v1/work-time/days", headers=place.owner.bearer, params=query)
        assert sum(day["deducted_seconds"] > 0 for day in answer.json()["items"]) >= count
        statements.append(sorted(asked))
    assert statements[0] == statements[1]
    assert statements[0].count("select attendance") == statements[0].count("select attendance_day") == 1


@pytest.mark.parametrize("who", ["lead", "owner"])
def test_ones_locks_are_read_at_one_go_among_those_of_others(home: Home, who: str) -> None:
    """A page is not sought among locks of people whose time the reader may not read."""
    place = home.workplace()
    team = home.http.post("/v1/teams", headers=place.admin.bearer, json={"name": "Studio"}).json()["id"]
    for someone in (place.lead, place.owner):
        home.http.put(f"/v1/teams/{team}/members/{someone.id}", headers=place.admin.bearer)
    known = [lock(home, place, "2026-03-01"), lock(home, place, "2026-03-02", person_id=place.owner.id)]
    statements = []
    for count in (FEW, MANY):
        for _ in range(count):
            lock(home, place, "2026-03-03", person_id=place.colleague.id)
        with asked_of(home, short=True) as asked:
            headers = getattr(place, who).bearer
            answer = home.http.get("/v1/locks", headers=headers, params={"limit": 2})
        assert [each["id"] for each in answer.json()["items"]] == known[::-1]
        statements.append([each for each in asked if each in ("select period_lock", "select team_member")])
    mates = ["select team_member"] if who == "lead" else []
    assert statements == [["select period_lock", *mates]] * 2


def test_the_first_of_an_address_is_found_without_counting(home: Home) -> None:
    place = home.workplace()
    asked: list[str] = []

    async def find(tx: Tx) -> None:
        found = await people.by_email(Recorder(tx, asked), command_line_actor(place.id), "owner@example.org")
        assert found is not None

    home.run(find)
    assert asked == ["select person"]
