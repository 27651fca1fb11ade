"""Time entries searched: dates, times of day, durations, what they are for, and whose one may see."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.awork.shop import asked
from tests.awork.test_entry import furnish
from tests.awork.wire import act, refusal, start_form
from tests.home import MORNING, Home, Someone, Workplace
from uhrwerk.operations import teams, time_entries
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.teams import TEAMS
from uhrwerk.operations.time_entries import Written
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.timer import Break
from uhrwerk.storage.store import Tx

EVENING = datetime(2026, 3, 9, 22, 30, tzinfo=UTC)
"""A Monday, 23:30 in Berlin: the entry ends on Tuesday there."""

FRIDAY_IN_BERLIN = datetime(2026, 3, 5, 23, tzinfo=UTC)


@pytest.fixture(scope="session")
def made_books(running_home: Home) -> Workplace:
    running_home.clock.now = MORNING
    place = running_home.workplace()
    furnish(running_home, place)
    running_home.run(lambda tx: _write_down(tx, place))
    running_home.clock.now = MORNING - timedelta(minutes=30)
    act(running_home, place.owner, "start", **start_form(place, note="running"))
    return place


@pytest.fixture
def books(home: Home, made_books: Workplace) -> Workplace:
    """Entries called evening, length and running of the owner's, one of the colleague's. Leave it as it is."""
    return made_books


async def _write_down(tx: Tx, place: Workplace) -> None:
    actor = command_line_actor(place.id)

    async def add(whose: Someone, written: Written, **purpose: Any) -> None:
        wanted = Purpose(type_of_work_id=place.type_of_work, **purpose)
        await time_entries.create(tx, actor, MORNING, whose.id, written, wanted)

    pause = Break(EVENING + timedelta(minutes=10), EVENING + timedelta(minutes=15))
    evening = Written(EVENING, EVENING + timedelta(hours=1), (pause,))
    await add(place.owner, evening, note="evening", task_id=place.task, billable=True)
    length = Written(FRIDAY_IN_BERLIN, FRIDAY_IN_BERLIN + timedelta(hours=2), length_only=True)
    await add(place.owner, length, note="length", project_id=place.project, billable=False)
    far = Written(EVENING, EVENING + timedelta(seconds=90, microseconds=500_000), zone="Asia/Tokyo")
    await add(place.colleague, far, note="colleague's", billable=False)
    crew = await TEAMS.add(tx, actor, MORNING, {"name": "Crew"})
    await teams.add_members(tx, actor, MORNING, crew.id, [place.lead.id, place.colleague.id])


def notes(home: Home, someone: Someone, **query: str) -> list[str]:
    answer = asked(home, someone, "timeentries", **query)
    assert answer.status_code == 200, answer.text
    return [each["note"] for each in answer.json()]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("endTimeUtc eq null and startTimeUtc ne null", ["running"]),
        ("endDateUtc eq null", ["running"]),
        ("startTimeUtc eq null", ["length"]),
        ("startTimeLocal eq null and endTimeLocal eq null", ["length"]),
        ("startDateUtc eq datetime'2026-03-09'", ["evening"]),
        ("startDateUtc eq datetime'2026-03-06T00:00:00Z'", ["length"]),
        ("startDateUtc ge datetime'2026-03-09T00:00:01'", ["running"]),
        ("startDateUtc eq today", ["running"]),
        ("startDateUtc lt sow", ["length"]),
        ("startDateLocal le datetime'2026-03-09T00:00:00'", ["evening", "length"]),
        ("startDateLocal ge datetime'2026-03-09T00:00:00+01:00'", ["evening", "running"]),
        ("endDateLocal eq 2026-03-10", ["evening"]),
        ("endDateUtc eq 2026-03-09", ["evening"]),
        ("endDateUtc eq 2026-03-06 and endDateLocal eq 2026-03-06", ["length"]),
        ("startTimeUtc eq '22:30'", ["evening"]),
        ("startTimeUtc ge time'PT22H' and startTimeUtc lt time'22:30:00.0000001'", []),
        ("startTimeLocal gt '23:29:59.9999999'", ["evening"]),
        ("endTimeLocal le '00:30:00'", ["evening"]),
        ("duration eq 3300", ["evening"]),
        ("duration gt 3300 and breakDuration eq 0", ["length"]),
        ("duration eq 0", ["running"]),
        ("breakDuration ge 300L", ["evening"]),
        ("isBillable eq true and isBilled eq false", ["evening"]),
        ("not isBillable", ["length", "running"]),
        ("userId eq me.id", ["evening", "length", "running"]),
        ("userId ne me.id", []),
        ("projectId eq guid'{project}'", ["evening", "length"]),
        ("projectId eq null", ["running"]),
        ("taskId in (guid'{task}')", ["evening"]),
        ("typeOfWorkId eq guid'{type_of_work}' and typeOfWork/name eq 'Design'", ["evening", "length", "running"]),
        ("task/name eq 'Sitemap' and task/taskStatus/type eq 'progress'", ["evening"]),
        ("task/assignees/any(a: a/id eq me.id)", ["evening"]),
        ("task eq null and project ne null", ["length"]),
        ("project/company/name eq 'Nordlicht' and project/projectStatus/type eq 'progress'", ["evening", "length"]),
        ("project/projectType/name ne 'Customer'", ["running"]),
        ("user/firstName eq 'Owner' and timezone eq 'Europe/Berlin'", ["evening", "length", "running"]),
        ("substringof('EN',note)", ["evening", "length"]),
        ("createdOn le now and updatedOn ge today", ["evening", "length", "running"]),
    ],
)
def test_entries_are_filtered(home: Home, books: Workplace, expression: str, expected: list[str]) -> None:
    ids = {"project": books.project, "task": books.task, "type_of_work": books.type_of_work}
    assert sorted(notes(home, books.owner, filterby=expression.format(**ids))) == expected


def test_wall_clocks_are_those_of_the_entrys_zone(home: Home, books: Workplace) -> None:
    for expression in ("startTimeLocal eq '07:30'", "startDateLocal eq 2026-03-10", "endDateLocal eq 2026-03-10"):
        assert notes(home, books.colleague, filterby=expression) == ["colleague's"]
    assert notes(home, books.colleague, filterby="duration eq 91 and startDateUtc eq 2026-03-09") == ["colleague's"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("startDateUtc desc,duration", ["running", "colleague's", "evening", "length"]),
        ("startDateUtc,startTimeUtc desc,duration desc", ["length", "evening", "colleague's", "running"]),
        ("endTimeUtc,startDateUtc", ["length", "running", "colleague's", "evening"]),
        ("task/name desc,user/firstName,duration desc", ["evening", "colleague's", "length", "running"]),
        ("duration desc", ["length", "evening", "colleague's", "running"]),
    ],
)
def test_entries_are_ordered(home: Home, books: Workplace, order: str, expected: list[str]) -> None:
    assert notes(home, books.admin, orderby=order) == expected


def test_a_filter_shows_nobody_more_than_they_may_see(home: Home, books: Workplace) -> None:
    everything = "note ne 'x' or userId ne me.id or isBillable or not isBillable"
    seen = {
        "owner": ["evening", "length", "running"],
        "colleague": ["colleague's"],
        "lead": ["colleague's"],
        "admin": ["colleague's", "evening", "length", "running"],
    }
    for name, expected in seen.items():
        someone: Someone = getattr(books, name)
        assert sorted(notes(home, someone, filterby=everything)) == expected
        assert sorted(notes(home, someone)) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "startTimeUtc eq 22",
        "startTimeUtc eq '25:00'",
        "startTimeUtc gt datetime'2026-01-01'",
        "startDateUtc eq '22:30'",
    ],
)
def test_times_and_dates_are_not_mixed(home: Home, books: Workplace, expression: str) -> None:
    refusal(asked(home, books.owner, "timeentries", filterby=expression), 400, "invalid-filter-or-order", "FilterBy")
