"""The whole time entry that awork answers with: members, formats, neighbours."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.awork.wire import act, entry, start_form
from tests.home import MORNING, Home, Workplace
from uhrwerk.entrypoints.vendors.awork.wire import values as wire
from uhrwerk.operations.catalog import CLIENTS, PROJECT_STATUSES, PROJECT_TYPES, PROJECTS, TASK_STATUSES, TASKS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

LOCAL = ("startDateLocal", "startTimeLocal", "endDateLocal", "endTimeLocal")
UTC_MEMBERS = ("startDateUtc", "startTimeUtc", "endDateUtc", "endTimeUtc")


@dataclass(frozen=True)
class Furniture:
    """What a workplace's project and task are given besides their names."""

    project_type: str
    project_status: str
    task_status: str
    maker: str


def furnish(home: Home, place: Workplace) -> Furniture:
    """Give the project a type and a status, the task a status, an estimate and a type of work, the client a note."""

    async def build(tx: Tx) -> Furniture:
        actor, now = command_line_actor(place.id), home.clock.now - timedelta(minutes=30)
        kind = await PROJECT_TYPES.add(tx, actor, now, {"name": "Customer", "icon": "work", "archived": False})
        stage = {"name": "In progress", "stage": "progress", "archived": False}
        status = await PROJECT_STATUSES.add(tx, actor, now, stage)
        column = {"name": "Doing", "stage": "progress", "position": 2, "icon": "arrow_forward"}
        task_status = await TASK_STATUSES.add(tx, actor, now, column)
        placing = {"project_type_id": kind.id, "project_status_id": status.id}
        await PROJECTS.change(tx, actor, now, place.project, placing)
        plan = {"task_status_id": task_status.id, "type_of_work_id": place.type_of_work, "planned_seconds": 21600}
        await TASKS.change(tx, actor, now, place.task, plan)
        await CLIENTS.change(tx, actor, now, place.client, {"note": "Since 2019"})
        return Furniture(kind.id, status.id, task_status.id, actor.id)

    return home.run(build)


def test_an_entry_comes_with_all_of_its_neighbours(home: Home, place: Workplace) -> None:
    things = furnish(home, place)
    act(home, place.owner, "start", **start_form(place, taskId=place.task, note="First draft"))
    home.clock.forward(minutes=9, seconds=30)
    act(home, place.owner, "pause")
    home.clock.forward(milliseconds=1500)
    act(home, place.owner, "resume")
    home.clock.now = MORNING + timedelta(hours=1, microseconds=820_001)
    answer = entry(act(home, place.owner, "stop"))
    number = int(answer["task"]["taskIdentifier"].removeprefix("WEB-"))
    project = {
        "id": place.project,
        "name": "Website",
        "projectStatus": {
            "id": things.project_status,
            "name": "In progress",
            "type": "progress",
            "isArchived": False,
        },
        "company": {"id": place.client, "name": "Nordlicht", "hasImage": False, "description": "Since 2019"},
        "projectType": {"id": things.project_type, "name": "Customer", "icon": "work", "isArchived": False},
        "projectKey": "WEB",
        "isPrivate": False,
        "hasImage": False,
        "isExternal": False,
        "isBillableByDefault": True,
        "createdBy": things.maker,
    }
    assert answer == {
        "timezone": "Europe/Berlin",
        "typeOfWorkId": place.type_of_work,
        "isBillable": True,
        "isBilled": False,
        "taskId": place.task,
        "projectId": place.project,
        "note": "First draft",
        "startDateUtc": "2026-03-10T00:00:00Z",
        "startTimeUtc": "08:00:00",
        "endDateUtc": "2026-03-10T00:00:00Z",
        "endTimeUtc": "09:00:00.8200010",
        "startDateLocal": "2026-03-10T00:00:00",
        "startTimeLocal": "09:00:00",
        "endDateLocal": "2026-03-10T00:00:00",
        "endTimeLocal": "10:00:00.8200010",
        "duration": 3599,
        "breakDuration": 2,
        "userId": place.owner.id,
        "id": answer["id"],
        "createdBy": place.owner.id,
        "createdOn": "2026-03-10T08:00:00.000Z",
        "updatedBy": place.owner.id,
        "updatedOn": "2026-03-10T09:00:00.820Z",
        "typeOfWork": {"id": place.type_of_work, "name": "Design", "isArchived": False},
        "user": {
            "id": place.owner.id,
            "firstName": "Owner",
            "lastName": "Example",
            "hasImage": False,
            "isExternal": False,
        },
        "task": {
            "id": place.task,
            "name": "Sitemap",
            "baseType": "projecttask",
            "taskIdentifier": f"WEB-{number}",
            "taskStatusId": things.task_status,
            "typeOfWorkId": place.type_of_work,
            "project": project,
            "projectId": place.project,
            "plannedDuration": 21600,
            "taskStatus": {
                "id": things.task_status,
                "name": "Doing",
                "type": "progress",
                "order": 2.0,
                "icon": "arrow_forward",
            },
            "createdBy": things.maker,
        },
        "project": project,
        "breaks": [{"startDate": "2026-03-10T08:09:30Z", "duration": 2, "endDate": "2026-03-10T08:09:31.5Z"}],
        # 739,684 days after the first of year 1, and one hour more than eight, in ticks of 100 nanoseconds.
        "resourceVersion": 639_087_300_008_200_010,
        "isExternal": False,
    }


def test_what_an_entry_lacks_is_left_out(home: Home, place: Workplace) -> None:
    started = entry(act(home, place.owner, "start", **start_form(place)))
    absent = {"note", "taskId", "task", "projectId", "project", "endDateUtc", "endTimeUtc", "endDateLocal"}
    assert not absent & started.keys()
    assert (started["duration"], started["breakDuration"], started["breaks"]) == (0, 0, [])


SPANS = {
    "summer time begins": (
        "Europe/Berlin",
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        ("2026-03-29T00:00:00", "01:30:00", "2026-03-29T00:00:00", "03:30:00"),
    ),
    "summer time ends": (
        "Europe/Berlin",
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        ("2026-10-25T00:00:00", "02:30:00", "2026-10-25T00:00:00", "02:30:00"),
    ),
    "over the local midnight": (
        "Europe/Berlin",
        datetime(2026, 6, 1, 21, 30, tzinfo=UTC),
        datetime(2026, 6, 1, 22, 30, tzinfo=UTC),
        ("2026-06-01T00:00:00", "23:30:00", "2026-06-02T00:00:00", "00:30:00"),
    ),
    "a day behind UTC": (
        "America/Los_Angeles",
        datetime(2026, 6, 1, 2, 0, tzinfo=UTC),
        datetime(2026, 6, 1, 3, 0, tzinfo=UTC),
        ("2026-05-31T00:00:00", "19:00:00", "2026-05-31T00:00:00", "20:00:00"),
    ),
    "three quarters of an hour off": (
        "Asia/Kathmandu",
        datetime(2026, 6, 1, 17, 30, tzinfo=UTC),
        datetime(2026, 6, 1, 18, 30, tzinfo=UTC),
        ("2026-06-01T00:00:00", "23:15:00", "2026-06-02T00:00:00", "00:15:00"),
    ),
}


@pytest.mark.parametrize(("zone", "begin", "end", "local"), SPANS.values(), ids=SPANS)
def test_local_members_are_of_the_entrys_own_zone(
    home: Home, place: Workplace, zone: str, begin: datetime, end: datetime, local: tuple[str, ...]
) -> None:
    home.clock.now = begin
    act(home, place.owner, "start", **start_form(place, timezone=zone))
    home.clock.now = end
    stopped = entry(act(home, place.owner, "stop"))
    assert stopped["timezone"] == zone
    assert tuple(stopped[name] for name in LOCAL) == local
    day = f"{begin:%Y-%m-%d}T00:00:00Z"
    assert tuple(stopped[name] for name in UTC_MEMBERS) == (day, f"{begin:%H:%M:%S}", day, f"{end:%H:%M:%S}")
    assert stopped["duration"] == 3600


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (time(13, 8, 51, 822063), "13:08:51.8220630"),
        (time(13, 8, 51, 1), "13:08:51.0000010"),
        (time(13, 8, 51, 500000), "13:08:51.5000000"),
        (time(13, 8, 51), "13:08:51"),
        (time(), "00:00:00"),
    ],
)
def test_a_time_has_seven_decimals_or_none(moment: time, text: str) -> None:
    assert wire.time_of_day(moment) == text


@pytest.mark.parametrize(
    ("microsecond", "cut", "exact"),
    [(0, "20.000Z", "20Z"), (999_999, "20.999Z", "20.999999Z"), (500_000, "20.500Z", "20.5Z"), (1, "20.000Z", None)],
)
def test_timestamps_are_cut_to_milliseconds_and_breaks_are_exact(microsecond: int, cut: str, exact: str | None) -> None:
    instant = datetime(2024, 1, 15, 9, 30, 20, microsecond, UTC)
    assert wire.timestamp(instant) == "2024-01-15T09:30:" + cut
    assert wire.exact_timestamp(instant) == "2024-01-15T09:30:" + (exact or "20.000001Z")


@pytest.mark.parametrize(
    ("instant", "ticks"),
    [
        (datetime(1, 1, 1, tzinfo=UTC), 0),
        (datetime(1, 1, 1, 0, 0, 1, 1, UTC), 10_000_010),
        (datetime(1970, 1, 1, tzinfo=UTC), 621_355_968_000_000_000),
    ],
)
def test_ticks_count_from_year_one(instant: datetime, ticks: int) -> None:
    assert wire.ticks(instant) == ticks
