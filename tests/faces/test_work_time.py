"""What a day comes to is the same through every face: target, holiday, absence, work, breaks."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.home import Home, Workplace
from tests.native.wire import done
from tests.timetrack.resources import Resources

HOUR = 3600
GERMANY = {"kind": "week", "weekly_seconds": 38 * HOUR + 4, "region": "DE-BE"}
PART_TIME = {"kind": "weekdays", "weekday_seconds": [0, 0, 0, 0, 7 * HOUR, 0, 0], "region": "AT-9"}
HALF_A_DAY = {"half_day_end": True}
AN_HOUR = {"seconds": HOUR}


def seconds(clock: str) -> int:
    """Of onOffice's `HH:MM:SS`."""
    hours, minutes, rest = clock.split(":")
    return int(hours) * HOUR + int(minutes) * 60 + int(rest)


def add(home: Home, place: Workplace, path: str, **members: Any) -> dict[str, Any]:
    return done(home.http.post(f"/v1/{path}", headers=place.admin.bearer, json=members), 201)


def through_native(home: Home, place: Workplace, day: date) -> dict[str, Any]:
    query = {"starts_on": str(day), "ends_on": str(day)}
    [row] = home.http.get("/v1/work-time/days", headers=place.owner.bearer, params=query).json()["items"]
    return {
        "target": row["target_seconds"],
        "due": row["due_seconds"],
        "holiday": row["holiday"] and row["holiday"]["seconds"],
        "absences": [(each["name"], each["seconds"]) for each in row["absences"]],
        "worked": row["worked_seconds"],
        "breaks": row["break_seconds"],
    }


def through_timetrack(home: Home, place: Workplace, day: date) -> dict[str, Any]:
    [row] = Resources(home, place).listed("/work_reports", username="owner", **{"from": str(day), "to": str(day)})
    parts = [(row[f"absence{number}ShortName"], row[f"absence{number}Seconds"]) for number in (1, 2, 3)]
    return {
        "target": row["targetSeconds"],
        "holiday": row["holidaySeconds"] if row["holiday"] else None,
        "absences": [part for part in parts if part[0] is not None],
        "worked": row["workedSeconds"],
        "breaks": row["breakSeconds"],
    }


def through_onoffice(home: Home, place: Workplace) -> dict[str, Any]:
    [result] = home.onoffice(place.owner).json()["response"]["results"]
    elements = result["data"]["records"][0]["elements"]
    names = {"due": "targetTimeToday", "worked": "worktime", "breaks": "breaktime"}
    return {name: seconds(elements[theirs]) for name, theirs in names.items()}


def through_awork(home: Home, place: Workplace, day: date) -> dict[str, Any]:
    answer = home.http.get(f"/api/v1/users/{place.owner.id}/capacity", headers=place.owner.awork_bearer)
    assert answer.status_code == 200, answer.text
    week = list(answer.json()["weeklyCapacity"].values())
    return {"target": week[day.weekday()]}


@pytest.mark.parametrize(
    ("today", "terms", "kind", "absence", "due"),
    [
        # A Tuesday; the odd seconds of the week are on its first days.
        (date(2026, 3, 10), GERMANY, None, {}, 27_361),
        (date(2026, 3, 10), GERMANY, "vacation", HALF_A_DAY, 13_680),
        (date(2026, 3, 10), GERMANY, "sick", AN_HOUR, 27_361 - HOUR),
        (date(2026, 3, 10), GERMANY, "time-off-in-lieu", {}, 27_361),
        (date(2026, 5, 1), GERMANY, None, {}, 0),
        (date(2026, 5, 1), GERMANY, "vacation", {}, 0),
        # A holiday in Vienna, and none in Berlin; the other way round.
        (date(2026, 10, 26), PART_TIME, None, {}, 0),
        (date(2026, 12, 18), PART_TIME, "unpaid", HALF_A_DAY, 12_600),
        (date(2026, 3, 10), {"kind": "trust"}, "vacation", {}, 0),
        (date(2026, 3, 10), None, None, {}, 0),
    ],
)
def test_a_day_is_the_same_through_every_face(
    home: Home,
    place: Workplace,
    today: date,
    terms: dict[str, Any] | None,
    kind: str | None,
    absence: dict[str, Any],
    due: int,
) -> None:
    home.clock.now = datetime(today.year, today.month, today.day, 6, tzinfo=UTC)
    if terms is not None:
        add(home, place, "contracts", person_id=place.owner.id, starts_on="2026-03-01", **terms)
    if kind is not None:
        of_type = add(home, place, "absence-types", name=kind, kind=kind)["id"]
        days = {"starts_on": str(today), "ends_on": str(today), "absence_type_id": of_type}
        add(home, place, "absences", person_id=place.owner.id, **days, **absence)
    for verb, minutes in (("clock-in", 95), ("start-break", 15), ("end-break", 30), ("clock-out", 60), ("clock-in", 7)):
        done(home.http.post(f"/v1/attendance/{verb}", headers=place.owner.bearer))
        home.clock.forward(minutes=minutes)
    native = through_native(home, place, today)
    assert (native["due"], native["worked"], native["breaks"]) == (due, 132 * 60, 75 * 60)
    for told in (
        through_timetrack(home, place, today),
        through_onoffice(home, place),
        through_awork(home, place, today),
    ):
        assert native.items() >= told.items()
