"""Working time over HTTP: days, periods and the balance, from what was clocked and agreed; public holidays."""

from datetime import UTC, datetime, time, timedelta
from datetime import date as Day
from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import done, problem
from tests.traces import traces
from uhrwerk.operations import public_holidays
from uhrwerk.operations.approvals import SELF_APPROVAL
from uhrwerk.storage import settings

HOUR = 3600
FULL_TIME: dict[str, Any] = {"starts_on": "2026-03-02", "kind": "week", "weekly_seconds": 40 * HOUR}


def add(home: Home, place: Workplace, path: str, **members: Any) -> dict[str, Any]:
    return done(home.http.post(f"/v1/{path}", headers=place.admin.bearer, json=members), 201)


def agreed(home: Home, place: Workplace, **members: Any) -> dict[str, Any]:
    return add(home, place, "contracts", person_id=place.owner.id, **FULL_TIME | members)


def away(home: Home, place: Workplace, kind: str, first: str, last: str | None = None, **more: Any) -> None:
    """An absence that an admin enters for the owner, of a type of that kind."""
    of_type = add(home, place, "absence-types", name=kind.title(), kind=kind, short_name=kind[:1].upper())["id"]
    days = {"starts_on": first, "ends_on": last or first}
    add(home, place, "absences", person_id=place.owner.id, absence_type_id=of_type, **days, **more)


def worked(home: Home, someone: Someone, day: str, *hours: tuple[float, float]) -> None:
    """From which hour to which, by a clock in UTC: in the first weeks of March one behind Berlin's."""
    midnight = datetime.combine(Day.fromisoformat(day), time.min, UTC)
    for begin, end in hours:
        body = {"started_at": midnight + timedelta(hours=begin), "ended_at": midnight + timedelta(hours=end)}
        answer = home.http.post(
            "/v1/attendance", headers=someone.bearer, json={name: at.isoformat() for name, at in body.items()}
        )
        done(answer, 201)


def read(home: Home, someone: Someone, what: str, **query: Any) -> Any:
    answer = home.http.get(f"/v1/work-time/{what}", headers=someone.bearer, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def days(home: Home, someone: Someone, first: str, last: str, **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = read(home, someone, "days", starts_on=first, ends_on=last, **query)["items"]
    return items


def periods(home: Home, someone: Someone, period: str, first: str, last: str, **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = read(home, someone, "periods", period=period, starts_on=first, ends_on=last, **query)[
        "items"
    ]
    return items


def balance(home: Home, someone: Someone, on: str | None = None, **query: Any) -> tuple[int, int]:
    """At the day's beginning and at its end, in seconds."""
    found = read(home, someone, "balance", **query | ({"on": on} if on else {}))
    assert found["person_id"] == query.get("person_id", someone.id)
    assert found["day"] == (on or "2026-03-10")
    return found["carried_seconds"], found["balance_seconds"]


NOTHING: dict[str, Any] = {
    "target_seconds": 0,
    "holiday": None,
    "absences": [],
    "due_seconds": 0,
    "worked_seconds": 0,
    "break_seconds": 0,
    "deducted_seconds": 0,
    "change_seconds": 0,
    "unapproved_seconds": 0,
    "adjusted_seconds": 0,
    "forfeited_seconds": 0,
    "paid_out_seconds": 0,
    "balance_seconds": 0,
}


def test_without_a_contract_work_is_shown_and_nothing_is_due(home: Home, place: Workplace) -> None:
    worked(home, place.owner, "2026-03-09", (8, 12), (12.5, 16))
    assert days(home, place.owner, "2026-03-08", "2026-03-09") == [
        NOTHING | {"day": "2026-03-08"},
        NOTHING | {"day": "2026-03-09", "worked_seconds": 27_000, "break_seconds": 1800},
    ]
    assert balance(home, place.owner) == (0, 0)


def test_a_week_of_everything(home: Home, place: Workplace) -> None:
    home.clock.now = datetime(2026, 5, 3, 12, tzinfo=UTC)
    agreed(home, place, starts_on="2026-04-06", region="DE-BE", start_balance_seconds=2 * HOUR)
    holiday = {"name": "Bridge", "half_day_start": False, "half_day_end": True, "region": "DE"}
    for day, region in (("2026-04-10", "DE"), ("2026-04-09", "AT")):
        add(home, place, "company-holidays", **holiday | {"starts_on": day, "ends_on": day, "region": region})
    away(home, place, "vacation", "2026-04-07", half_day_end=True)
    away(home, place, "time-off-in-lieu", "2026-04-08")
    away(home, place, "training", "2026-04-09", seconds=HOUR)
    worked(home, place.owner, "2026-04-07", (10, 15))
    worked(home, place.owner, "2026-04-09", (6, 10), (10.5, 15))
    worked(home, place.owner, "2026-04-12", (10, 11))
    rows = days(home, place.owner, "2026-04-05", "2026-04-12")
    off = {"kind": None, "credited": True}
    assert [row["holiday"] for row in rows] == [
        None,  # Easter Sunday is one in Brandenburg, not in Berlin
        {**off, "name": "Easter Monday", "seconds": 8 * HOUR},
        None,
        None,
        None,
        {**off, "name": "Bridge", "seconds": 4 * HOUR},
        None,
        None,
    ]
    assert [row["absences"] for row in rows[2:5]] == [
        [{"name": "V", "kind": "vacation", "seconds": 4 * HOUR, "credited": True}],
        [{"name": "T", "kind": "time-off-in-lieu", "seconds": 8 * HOUR, "credited": False}],
        [{"name": "T", "kind": "training", "seconds": HOUR, "credited": True}],
    ]
    names = ("target_seconds", "due_seconds", "worked_seconds", "change_seconds", "adjusted_seconds", "balance_seconds")
    assert [tuple(row[name] / HOUR for name in names) for row in rows] == [
        (0, 0, 0, 0, 0, 0),
        (8, 0, 0, 0, 2, 2),
        (8, 4, 5, 1, 0, 3),
        (8, 8, 0, -8, 0, -5),
        (8, 7, 8.5, 1.5, 0, -3.5),
        (8, 4, 0, -4, 0, -7.5),
        (0, 0, 0, 0, 0, -7.5),
        (0, 0, 1, 1, 0, -6.5),
    ]
    [whole] = periods(home, place.owner, "range", "2026-04-05", "2026-04-12")
    assert whole == {
        "starts_on": "2026-04-05",
        "ends_on": "2026-04-12",
        "carried_seconds": 0,
        "target_seconds": 40 * HOUR,
        "holiday_seconds": 12 * HOUR,
        "absence_seconds": 5 * HOUR,
        "due_seconds": 23 * HOUR,
        "worked_seconds": 52_200,
        "break_seconds": 1800,
        "deducted_seconds": 0,
        "change_seconds": -30_600,
        "unapproved_seconds": 0,
        "adjusted_seconds": 2 * HOUR,
        "forfeited_seconds": 0,
        "paid_out_seconds": 0,
        "balance_seconds": -23_400,
    }


def test_the_days_of_periods_are_those_of_the_range_and_the_balance_goes_on(home: Home, place: Workplace) -> None:
    agreed(home, place)
    worked(home, place.owner, "2026-03-02", (8, 18))
    worked(home, place.owner, "2026-03-05", (8, 16))
    for period, bounds in (
        ("week", [("2026-02-26", "2026-03-01"), ("2026-03-02", "2026-03-08"), ("2026-03-09", "2026-03-10")]),
        ("month", [("2026-02-26", "2026-02-28"), ("2026-03-01", "2026-03-10")]),
        ("year", [("2026-02-26", "2026-03-10")]),
        ("range", [("2026-02-26", "2026-03-10")]),
    ):
        rows = periods(home, place.owner, period, "2026-02-26", "2026-03-10")
        assert [(row["starts_on"], row["ends_on"]) for row in rows] == bounds
        assert [row["carried_seconds"] for row in rows] == [0, *[row["balance_seconds"] for row in rows[:-1]]]
        assert sum(row["worked_seconds"] for row in rows) == 18 * HOUR
        assert rows[-1]["balance_seconds"] == (18 - 7 * 8) * HOUR
    rows = periods(home, place.owner, "week", "2026-03-04", "2026-03-10")
    assert [row["carried_seconds"] for row in rows] == [(10 - 16) * HOUR, (18 - 40) * HOUR]


def test_who_is_in_counts_up_to_now_and_what_is_to_come_is_not_owed(home: Home, place: Workplace) -> None:
    agreed(home, place, starts_on="2026-03-09")
    worked(home, place.owner, "2026-03-09", (8, 16))
    worked(home, place.owner, "2026-03-10", (6, 7))
    home.http.post("/v1/attendance/clock-in", headers=place.owner.bearer)
    home.clock.forward(hours=1.5)
    assert balance(home, place.owner) == (0, int((1 + 1.5 - 8) * HOUR))
    [today, tomorrow] = days(home, place.owner, "2026-03-10", "2026-03-11")
    assert (today["worked_seconds"], today["break_seconds"]) == (2.5 * HOUR, HOUR)
    assert (tomorrow["due_seconds"], tomorrow["change_seconds"]) == (8 * HOUR, 0)
    assert tomorrow["balance_seconds"] == today["balance_seconds"]
    home.clock.forward(hours=20)
    assert [row["worked_seconds"] for row in days(home, place.owner, "2026-03-10", "2026-03-11")] == [16 * HOUR, 23_400]
    done(home.http.post("/v1/attendance/clock-out", headers=place.owner.bearer))
    assert [row["worked_seconds"] for row in days(home, place.owner, "2026-03-10", "2026-03-11")] == [16 * HOUR, 23_400]


def test_breaks_not_taken_are_deducted_by_the_law_of_the_contract(home: Home, place: Workplace) -> None:
    agreed(home, place, ends_on="2026-03-06", region="DE-BE", break_policy="deduct-minimum")
    agreed(home, place, starts_on="2026-03-07", region="DE-BE")
    for day in ("2026-03-03", "2026-03-04", "2026-03-09"):
        worked(home, place.owner, day, (6, 14) if day != "2026-03-04" else (6, 12))
    rows = {row["day"]: row for row in days(home, place.owner, "2026-03-03", "2026-03-09")}
    told = [(row["worked_seconds"], row["deducted_seconds"], row["change_seconds"]) for row in rows.values()]
    assert told == [
        (8 * HOUR, 1800, -1800),
        (6 * HOUR, 0, -2 * HOUR),
        (0, 0, -8 * HOUR),
        (0, 0, -8 * HOUR),
        (0, 0, 0),
        (0, 0, 0),
        (8 * HOUR, 0, 0),
    ]


@pytest.mark.parametrize(("excess", "lost", "paid"), [("forfeit", 7 * HOUR, 0), ("pay-out", 0, 7 * HOUR)])
def test_what_lies_beyond_the_cap_goes_at_the_months_end(
    home: Home, place: Workplace, excess: str, lost: int, paid: int
) -> None:
    """Today is the 10th: February is over, March is not."""
    cap = {"balance_period": "month", "balance_cap_seconds": 3 * HOUR, "balance_excess": excess}
    agreed(home, place, starts_on="2026-02-28", start_balance_seconds=10 * HOUR, **cap)
    [end] = days(home, place.owner, "2026-02-28", "2026-02-28")
    assert (end["forfeited_seconds"], end["paid_out_seconds"], end["balance_seconds"]) == (lost, paid, 3 * HOUR)
    february, march = periods(home, place.owner, "month", "2026-02-01", "2026-03-31")
    assert (february["balance_seconds"], march["carried_seconds"]) == (3 * HOUR, 3 * HOUR)
    assert (march["forfeited_seconds"], march["paid_out_seconds"]) == (0, 0)


def test_adjustments_are_added_by_admins_and_read_by_the_person(home: Home, place: Workplace) -> None:
    agreed(home, place, kind="trust", weekly_seconds=None)
    admin, owner = place.admin.bearer, place.owner.bearer
    new = {"person_id": place.owner.id, "day": "2026-03-05", "note": "Found"}
    correction = add(home, place, "balance-adjustments", **new, seconds=5 * HOUR, kind="correction")
    paid = add(home, place, "balance-adjustments", **new | {"day": "2026-03-09"}, seconds=-2 * HOUR, kind="pay-out")
    assert balance(home, place.owner, "2026-03-04") == (0, 0)
    assert balance(home, place.owner, "2026-03-05") == (0, 5 * HOUR)
    assert balance(home, place.owner) == (3 * HOUR, 3 * HOUR)
    found = home.http.get("/v1/balance-adjustments", headers=owner).json()["items"]
    assert [each["id"] for each in found] == [paid["id"], correction["id"]]
    path = f"/v1/balance-adjustments/{paid['id']}"
    problem(home.http.patch(path, headers=owner, json={"seconds": -1}), 403, "not-allowed")
    problem(home.http.delete(path, headers=owner), 403, "not-allowed")
    body = {**new, "seconds": -1, "kind": "pay-out"}
    problem(home.http.post("/v1/balance-adjustments", headers=owner, json=body), 403, "not-allowed")
    problem(home.http.patch(path, headers=admin, json={"seconds": -HOUR}), 400, "reason-required", "reason")
    assert done(home.http.patch(path, headers=admin, json={"seconds": -HOUR, "reason": "r"}))["note"] == "Found"
    twice = f"/v1/balance-adjustments/{correction['id']}?reason=twice"
    assert home.http.delete(twice, headers=admin).status_code == 204
    assert balance(home, place.owner) == (-HOUR, -HOUR)
    before = traces(home, place)
    for wrong, fields in (
        ({"seconds": 1}, ["seconds"]),
        ({"seconds": 0}, ["seconds"]),
        ({"kind": "gift"}, ["kind"]),
        ({"note": " "}, ["note"]),
        ({"day": "1969-12-31"}, ["day"]),
        ({"seconds": -36_000_001}, ["seconds"]),
    ):
        problem(home.http.patch(path, headers=admin, json={"reason": "r", **wrong}), 400, "invalid", *fields)
    lock = {"person_id": place.owner.id, "locked_through": "2026-03-08"}
    add(home, place, "locks", **lock)
    locked = traces(home, place)
    assert locked != before
    moved = {"day": "2026-03-08", "reason": "r"}
    problem(home.http.patch(path, headers=admin, json=moved), 409, "period-locked")
    body = {**new, "seconds": 1, "kind": "correction"}
    problem(home.http.post("/v1/balance-adjustments", headers=admin, json=body), 409, "period-locked")
    assert traces(home, place) == locked


def test_an_adjustment_before_the_account_begins_is_refused_and_counts_nowhere(home: Home, place: Workplace) -> None:
    path, admin = "/v1/balance-adjustments", place.admin.bearer
    home.run(lambda tx: settings.put(tx, place.id, SELF_APPROVAL.name, True))
    new = {"day": "2026-03-01", "seconds": -600, "kind": "correction", "note": "Found"}
    early = add(home, place, "balance-adjustments", **new)
    assert balance(home, place.admin)[1] == 0
    add(home, place, "contracts", starts_on="2026-03-02", kind="trust")
    assert balance(home, place.admin)[1] == 0
    problem(home.http.post(path, headers=admin, json=new), 400, "invalid", "day")
    path = f"{path}/{early['id']}"
    problem(home.http.patch(path, headers=admin, json={"day": "2026-02-28"}), 400, "invalid", "day")
    assert done(home.http.patch(path, headers=admin, json={"day": "2026-03-02"}))["seconds"] == -600
    assert balance(home, place.admin)[1] == -600


def test_overtime_counts_once_approved_where_the_contract_says_so(home: Home, place: Workplace) -> None:
    agreed_on = agreed(home, place)
    worked(home, place.owner, "2026-03-03", (6, 17))
    worked(home, place.owner, "2026-03-04", (6, 12))
    plain = days(home, place.owner, "2026-03-03", "2026-03-04")
    assert [(row["change_seconds"], row["unapproved_seconds"]) for row in plain] == [(3 * HOUR, 0), (-2 * HOUR, 0)]
    earlier = {"overtime": "approved-only", "ends_on": "2026-03-09"}
    home.http.delete(f"/v1/contracts/{agreed_on['id']}", headers=place.admin.bearer, params={"reason": "Wrong"})
    agreed(home, place, **earlier)
    agreed(home, place, starts_on="2026-03-10")
    worked(home, place.owner, "2026-03-10", (6, 7))

    def seen() -> list[tuple[int, int]]:
        rows = days(home, place.owner, "2026-03-03", "2026-03-04")
        return [(row["change_seconds"], row["unapproved_seconds"]) for row in rows]

    assert seen() == [(0, 3 * HOUR), (-2 * HOUR, 0)]
    asked = done(
        home.http.post("/v1/overtime", headers=place.owner.bearer, json={"day": "2026-03-03", "seconds": 2 * HOUR}), 201
    )
    assert seen() == [(0, 3 * HOUR), (-2 * HOUR, 0)]
    done(home.http.post(f"/v1/overtime/{asked['id']}/approve", headers=place.admin.bearer))
    assert seen() == [(2 * HOUR, HOUR), (-2 * HOUR, 0)]


@pytest.mark.parametrize(
    ("what", "query", "key", "fields"),
    [
        ("days", {"starts_on": "2026-03-02", "ends_on": "2026-03-01"}, "range-reversed", ["ends_on"]),
        ("periods", {"starts_on": "2026-03-02", "ends_on": "2026-03-01"}, "range-reversed", ["ends_on"]),
        ("days", {"starts_on": "2025-03-01", "ends_on": "2026-03-02"}, "invalid", ["ends_on"]),
        ("periods", {"starts_on": "2016-01-01", "ends_on": "2026-12-31"}, "invalid", ["ends_on"]),
        ("days", {"starts_on": "1969-12-31", "ends_on": "1970-01-01"}, "invalid", ["starts_on"]),
        ("days", {"starts_on": "2100-12-31", "ends_on": "2101-01-01"}, "invalid", ["ends_on"]),
        ("days", {"starts_on": "2026-03-02"}, "invalid", ["ends_on"]),
        ("days", {"starts_on": "soon", "ends_on": "2026-03-01"}, "invalid", ["starts_on"]),
        ("periods", {"starts_on": "2026-03-01", "ends_on": "2026-03-01", "period": "day"}, "invalid", ["period"]),
        ("balance", {"on": "0001-01-01"}, "invalid", ["on"]),
        ("balance", {"on": "9999-12-31"}, "invalid", ["on"]),
    ],
)
def test_ranges_that_cannot_be_are_refused(
    home: Home, office: Workplace, what: str, query: dict[str, str], key: str, fields: list[str]
) -> None:
    answer = home.http.get(f"/v1/work-time/{what}", headers=office.owner.bearer, params=query)
    problem(answer, 400, key, *fields)


def test_the_longest_ranges_and_the_calendars_ends(home: Home, office: Workplace) -> None:
    assert len(days(home, office.owner, "2025-03-02", "2026-03-02")) == 366
    assert len(periods(home, office.owner, "year", "2016-01-01", "2026-01-07")) == 11
    for first, last in (("1970-01-01", "1970-01-01"), ("2100-12-31", "2100-12-31")):
        assert days(home, office.owner, first, last) == [NOTHING | {"day": first}]


def test_languages_that_come_to_the_same_are_reckoned_once() -> None:
    """A person's language is any text: it must not fill what is kept of the holidays."""
    german = public_holidays.of_year("DE-HH", 2031, "de")
    for language in ("de-DE", "de_x1", "de-anything"):
        assert public_holidays.of_year("DE-HH", 2031, language) is german
    assert public_holidays.of_year("DE-HH", 2031, "en") is not german


def test_public_holidays_are_named_in_the_readers_language(home: Home, place: Workplace) -> None:
    def listed(region: str, someone: Someone) -> dict[str, str]:
        query: dict[str, Any] = {"region": region, "year": 2026}
        answer = home.http.get("/v1/public-holidays", headers=someone.bearer, params=query)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert (body["region"], body["year"]) == (region, 2026)
        assert [each["day"] for each in body["items"]] == sorted(each["day"] for each in body["items"])
        return {each["day"]: each["name"] for each in body["items"]}

    german = {"language": "de"}
    done(home.http.patch(f"/v1/people/{place.colleague.id}", headers=place.colleague.bearer, json=german))
    assert listed("DE", place.owner)["2026-10-03"] == "German Unity Day"
    assert listed("DE", place.colleague)["2026-10-03"] == "Tag der Deutschen Einheit"
    assert listed("DE-BE", place.colleague).keys() - listed("DE-HH", place.colleague).keys() == {"2026-03-08"}
    assert listed("AT-9", place.colleague)["2026-10-26"] == "Nationalfeiertag"
    assert listed("CH-ZH", place.colleague)["2026-05-14"] == "Auffahrt"
    # Portugal's are not known in German: English is what most can read.
    assert listed("PT-11", place.colleague)["2026-04-25"] == listed("PT-11", place.owner)["2026-04-25"]
    closed = {"name": "Closed", "starts_on": "2026-03-12", "ends_on": "2026-03-12", "region": "DE-XX"}
    answer = home.http.post("/v1/company-holidays", headers=place.admin.bearer, json=closed)
    problem(answer, 400, "unknown-region", "region")
    for query, key, field in (
        ({"region": "XX", "year": "2026"}, "unknown-region", "region"),
        ({"region": "DE", "year": "1969"}, "invalid", "year"),
        ({"region": "DE", "year": "2101"}, "invalid", "year"),
        ({"region": "DE"}, "invalid", "year"),
    ):
        problem(home.http.get("/v1/public-holidays", headers=place.owner.bearer, params=query), 400, key, field)
