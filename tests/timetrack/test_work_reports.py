"""Work reports: a row a day, from attendance, the working week, company holidays and approved absences."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.home import Home, Workplace
from tests.timetrack.client import TimeTrack, assert_error
from tests.timetrack.kinds import absence_type
from tests.timetrack.resources import Resources
from uhrwerk.operations import contracts
from uhrwerk.operations.catalog import COMPANY_HOLIDAYS
from uhrwerk.operations.workspaces import command_line_actor

EIGHT_HOURS = 28_800
NOTHING: dict[str, Any] = {
    "username": "owner",
    "workStart": None,
    "workEnd": None,
    "targetSeconds": 0,
    "workedSeconds": 0,
    "workTargetDifference": 0,
    "breakSeconds": 0,
    "breakTimes": None,
    "surchargeSeconds": 0,
    "holidaySeconds": 0,
    "absence1Seconds": 0,
    "absence1ShortName": None,
    "absence2Seconds": 0,
    "absence2ShortName": None,
    "absence3Seconds": 0,
    "absence3ShortName": None,
    "holiday": False,
}


def report(resources: Resources, first: str, last: str, **more: Any) -> list[dict[str, Any]]:
    return resources.listed("/work_reports", **{"username": "owner", "from": first, "to": last} | more)


def works(home: Home, place: Workplace, seconds: int = EIGHT_HOURS) -> None:
    """The owner works as long from Monday to Friday."""
    actor = command_line_actor(place.id)
    terms = {"starts_on": date(2026, 1, 1), "kind": "weekdays", "weekday_seconds": [seconds] * 5 + [0, 0]}
    home.run(lambda tx: contracts.add(tx, actor, home.clock.now, place.owner.id, terms))


def holiday(home: Home, place: Workplace, day: date, **more: Any) -> None:
    members = {"name": "Holiday", "starts_on": day, "ends_on": day, "half_day_start": False, "half_day_end": False}
    actor = command_line_actor(place.id)
    home.run(lambda tx: COMPANY_HOLIDAYS.add(tx, actor, home.clock.now, members | {"region": None} | more))


def away(resources: Resources, first: str, last: str, status: int = 1, **more: Any) -> None:
    members = {"username": "owner", "absenceType": absence_type(resources), "from": first, "to": last}
    resources.made("/absences", **members, status=status, **more)


def attended(resources: Resources, begin: str, end: str | None, **more: Any) -> None:
    resources.made("/attendances", username="owner", **{"from": begin, "to": end}, **more)


def test_every_day_has_its_row(resources: Resources) -> None:
    """Without a working week nothing is due; weekdays run from 1 for Monday."""
    assert report(resources, "2026-03-06", "2026-03-10") == [
        NOTHING | {"workDate": f"2026-03-{day:02}", "weekday": weekday}
        for day, weekday in ((6, 5), (7, 6), (8, 7), (9, 1), (10, 2))
    ]


def test_a_day_of_work(home: Home, place: Workplace, resources: Resources) -> None:
    works(home, place)
    attended(resources, "2026-03-09T08:00:00Z", "2026-03-09T12:00:00Z")
    attended(resources, "2026-03-09T12:30:00Z", "2026-03-09T16:00:00Z", breakMinutes=10)
    [row] = report(resources, "2026-03-09", "2026-03-09")
    assert row == NOTHING | {
        "workDate": "2026-03-09",
        "workStart": "2026-03-09T08:00:00.000Z",
        "workEnd": "2026-03-09T16:00:00.000Z",
        "targetSeconds": EIGHT_HOURS,
        "workedSeconds": 26_400,
        "workTargetDifference": -2400,
        "breakSeconds": 2400,
        "breakTimes": "12:00-12:30, 14:10-14:20",
        "weekday": 1,
    }


def test_who_is_in_has_no_end_yet_and_counts_up_to_now(home: Home, place: Workplace, resources: Resources) -> None:
    works(home, place)
    TimeTrack(home, place).act("/attendance_timer/start")
    home.clock.forward(hours=2)
    [row] = report(resources, "2026-03-10", "2026-03-10")
    assert (row["workStart"], row["workEnd"], row["workedSeconds"]) == ("2026-03-10T09:00:00.000Z", None, 7200)
    home.clock.forward(days=1)
    first, second = report(resources, "2026-03-10", "2026-03-11")
    assert (first["workEnd"], first["workedSeconds"]) == ("2026-03-11T00:00:00.000Z", 15 * 3600)
    assert (second["workStart"], second["workEnd"], second["workedSeconds"]) == (
        "2026-03-11T00:00:00.000Z",
        None,
        11 * 3600,
    )


def test_holidays_and_absences_take_their_part_of_the_target(
    home: Home, place: Workplace, resources: Resources
) -> None:
    works(home, place)
    holiday(home, place, date(2026, 3, 11))
    holiday(home, place, date(2026, 3, 12), half_day_start=True, name="Half")
    holiday(home, place, date(2026, 3, 9), region="DE-BY")
    away(resources, "2026-03-10", "2026-03-13", day_segment=2)
    away(resources, "2026-03-09", "2026-03-09", status=0)
    away(resources, "2026-03-09", "2026-03-09", status=2)
    rows = report(resources, "2026-03-09", "2026-03-14")
    told = [
        (row["weekday"], row["holiday"], row["holidaySeconds"], row["absence1ShortName"], row["absence1Seconds"])
        for row in rows
    ]
    half = EIGHT_HOURS // 2
    assert told == [
        (1, False, 0, None, 0),
        (2, False, 0, "V", half),
        (8, True, EIGHT_HOURS, "V", 0),
        (8, True, half, "V", half),
        (5, False, 0, "V", EIGHT_HOURS),
        (6, False, 0, None, 0),
    ]
    assert [row["targetSeconds"] for row in rows] == [EIGHT_HOURS] * 5 + [0]
    assert [row["workTargetDifference"] for row in rows] == [-EIGHT_HOURS] * 5 + [0]


def test_the_absences_of_a_day_are_told_one_by_one(home: Home, place: Workplace, resources: Resources) -> None:
    works(home, place, 7201)
    for segment in (1, 2):
        away(resources, "2026-03-10", "2026-03-10", day_segment=segment)
    [row] = report(resources, "2026-03-10", "2026-03-10")
    assert [row[f"absence{index}Seconds"] for index in (1, 2, 3)] == [3601, 3600, 0]
    assert [row[f"absence{index}ShortName"] for index in (1, 2, 3)] == ["V", "V", None]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_day_on_which_the_clocks_change(home: Home, day: str, hours: int) -> None:
    home.clock.now = datetime(2026, 12, 1, tzinfo=UTC)
    resources = Resources(home, home.workplace())
    end = f"{date.fromisoformat(day).replace(day=date.fromisoformat(day).day + 1)}T00:00:00Z"
    attended(resources, f"{day}T00:00:00Z", end)
    row, after = report(resources, day, end)
    assert (row["workedSeconds"], row["workEnd"]) == (hours * 3600, end.replace("Z", ".000Z"))
    assert (after["workedSeconds"], after["workStart"]) == (0, None)


def test_days_are_those_of_the_person(home: Home, place: Workplace, resources: Resources) -> None:
    answer = home.http.patch(f"/v1/people/{place.owner.id}", headers=place.admin.bearer, json={"zone": "Asia/Tokyo"})
    assert answer.status_code == 200
    home.clock.forward(days=2)
    attended(resources, "2026-03-11T23:00:00Z", "2026-03-12T01:00:00Z")
    rows = report(resources, "2026-03-11", "2026-03-12")
    assert [row["workedSeconds"] for row in rows] == [3600, 3600]
    assert [row["workEnd"] for row in rows] == ["2026-03-12T00:00:00.000Z", "2026-03-12T01:00:00.000Z"]


def test_another_persons_days_are_their_own(home: Home, place: Workplace, resources: Resources) -> None:
    works(home, place)
    attended(resources, "2026-03-09T08:00:00Z", "2026-03-09T12:00:00Z")
    away(resources, "2026-03-10", "2026-03-10")
    for row in report(resources, "2026-03-09", "2026-03-10", username="colleague"):
        assert (row["workedSeconds"], row["targetSeconds"], row["absence1Seconds"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("first", "last", "rows"),
    [
        ("2026-03-09", "2026-03-09", 1),
        ("2026-03-09T23:00:00Z", "2026-03-09T01:00:00.000Z", 1),
        ("2020-10-01T00:00:00Z", "2020-10-31T00:00:00Z", 31),
        ("2025-01-01", "2026-01-01", 366),
    ],
)
def test_a_report_has_both_days_and_what_lies_between(resources: Resources, first: str, last: str, rows: int) -> None:
    found = report(resources, first, last)
    assert len(found) == rows
    assert (found[0]["workDate"], found[-1]["workDate"]) == (first[:10], last[:10])


def test_reports_have_pages(resources: Resources) -> None:
    every = report(resources, "2026-03-01", "2026-03-31")
    assert report(resources, "2026-03-01", "2026-03-31", limit=10, page_number=3) == every[30:]
    assert report(resources, "2026-03-01", "2026-03-31", limit=10, page_number=1) == every[10:20]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"username": None, "from": None, "to": ""}, ["username", "from", "to"]),
        ({"from": "yesterday"}, ["from"]),
        ({"to": "2026-02-30"}, ["to"]),
        ({"to": "2026-03-08"}, ["to"]),
        ({"to": "2027-03-10"}, ["to"]),
        ({"from": "1969-12-31"}, ["from"]),
    ],
)
def test_a_report_that_cannot_be_is_refused(resources: Resources, changes: dict[str, Any], fields: list[str]) -> None:
    query = {"username": "owner", "from": "2026-03-09", "to": "2026-03-10"} | changes
    query = {name: value for name, value in query.items() if value is not None}
    assert_error(resources.call("GET", "/work_reports", **query), 400, 10005, *fields)


def test_a_report_of_nobody_is_not_found(resources: Resources, elsewhere: Workplace) -> None:
    days = {"from": "2026-03-09", "to": "2026-03-10"}
    assert_error(resources.call("GET", "/work_reports", username="nobody", **days), 404, 15001, "username")
    assert resources.call("POST", "/work_reports/", {}, username="owner", **days).json() == report(
        resources, days["from"], days["to"]
    )
