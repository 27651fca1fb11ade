"""Project time entries and attendances: their clock, their filters by person and time, the days the clocks change."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.timetrack.client import TimeTrack, assert_error
from tests.timetrack.kinds import ATTENDANCE, ENTRY, absence_type
from tests.timetrack.resources import Resources
from uhrwerk.operations import absences, time_entries
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Written
from uhrwerk.operations.workspaces import command_line_actor

BOTH = pytest.mark.parametrize("path", [ENTRY.path, ATTENDANCE.path])
NAMES = {"clientName": "Nordlicht", "projectName": "Website"}
TOKYO = "Asia/Tokyo"


def written(resources: Resources, path: str, begin: str, end: str, **more: Any) -> dict[str, Any]:
    names = NAMES if path == ENTRY.path else {}
    return resources.made(path, **{"username": "owner", "from": begin, "to": end} | names | more)


def instants(home: Home, place: Workplace, path: str) -> list[tuple[str, str | None]]:
    """What the house keeps of the owner's records, newest first."""
    native = {ENTRY.path: "/v1/time-entries", ATTENDANCE.path: "/v1/attendance"}[path]
    items = home.http.get(native, headers=place.owner.bearer).json()["items"]
    return [(each["started_at"], each["ended_at"]) for each in items]


def test_an_attendance_without_an_end_is_the_started_timer(home: Home, place: Workplace, resources: Resources) -> None:
    made = resources.made("/attendances", username="owner", notes="By hand", **{"from": "2026-03-10T08:00:00.000Z"})
    assert (made["to"], made["manual"], made["workedMinutes"]) == (None, True, 0)
    timetrack = TimeTrack(home, place)
    timer = timetrack.read("/attendance_timer").json()
    assert (timer["id"], timer["from"], timer["to"], timer["manual"]) == (
        made["id"],
        "2026-03-10T08:00:00Z",
        None,
        True,
    )
    with unchanged(home, place):
        assert_error(resources.post("/attendances", username="owner", **{"from": "2026-03-10T08:30:00Z"}), 409, 10009)
        assert timetrack.act("/attendance_timer/start").json()["id"] == made["id"]
    resources.made("/attendances", username="colleague", **{"from": "2026-03-10T08:30:00Z"})
    stopped = timetrack.act("/attendance_timer/stop").json()
    assert (stopped["id"], stopped["to"], stopped["workedMinutes"]) == (made["id"], "2026-03-10T09:00:00Z", 60)
    assert resources.kept("/attendances", made["id"])["to"] == "2026-03-10T09:00:00.000Z"


def test_an_end_clocks_out_and_is_not_taken_back(home: Home, place: Workplace, resources: Resources) -> None:
    made = resources.made("/attendances", username="owner", **{"from": "2026-03-10T08:00:00Z"})
    with unchanged(home, place):
        assert_error(resources.put("/attendances", made["id"], breakMinutes=5), 400, 10005, "breakMinutes")
    ended = resources.put("/attendances", made["id"], to="2026-03-10T08:45:00Z", breakMinutes=5).json()
    assert (ended["to"], ended["workedMinutes"], ended["breakMinutes"]) == ("2026-03-10T08:45:00.000Z", 40, 5)
    assert TimeTrack(home, place).read("/attendance_timer").json()["to"] == "2026-03-10T08:45:00Z"
    with unchanged(home, place):
        for nothing in (None, ""):
            assert_error(resources.put("/attendances", made["id"], to=nothing), 400, 10005, "to")
            assert_error(resources.put("/attendances", made["id"], **{"from": nothing}), 400, 10005, "from")


def test_a_running_project_timer_is_an_entry_without_an_end(home: Home, place: Workplace, resources: Resources) -> None:
    timetrack = TimeTrack(home, place)
    timetrack.start(note="Running")
    home.clock.forward(minutes=20, seconds=59)
    timetrack.act("/timers/project_timer/pause")
    home.clock.forward(minutes=5)
    timetrack.act("/timers/project_timer/resume")
    home.clock.forward(minutes=5)
    [entry] = resources.listed(ENTRY.path)
    assert (entry["to"], entry["workedMinutes"], entry["breakMinutes"]) == (None, 20, 5)
    assert (entry["details"], entry["task"], entry["from"]) == ("Running", None, "2026-03-10T09:00:00.000Z")
    assert resources.put(ENTRY.path, entry["id"], **entry | {"details": "Still"}).json() == entry | {"details": "Still"}
    with unchanged(home, place):
        assert_error(resources.put(ENTRY.path, entry["id"], to="2026-03-10T09:10:00Z"), 409, 10009)
        assert_error(resources.put(ENTRY.path, entry["id"], breakMinutes=6), 400, 10005, "breakMinutes")
    moved = resources.put(ENTRY.path, entry["id"], **{"from": "2026-03-10T08:50:00Z"}).json()
    assert (moved["workedMinutes"], moved["to"]) == (30, None)


@BOTH
def test_times_sent_back_keep_their_fractions(home: Home, place: Workplace, resources: Resources, path: str) -> None:
    made = written(resources, path, "2026-03-09T08:00:00.25Z", "2026-03-09T09:00:00.75Z")
    assert (made["from"], made["to"]) == ("2026-03-09T08:00:00.000Z", "2026-03-09T09:00:00.000Z")
    kept = instants(home, place, path)
    assert kept == [("2026-03-09T07:00:00.250000Z", "2026-03-09T08:00:00.750000Z")]
    with unchanged(home, place):
        assert resources.put(path, made["id"], **made).json() == made
        assert resources.put(path, made["id"], to="2026-03-09T09:00:00Z").json() == made
    resources.put(path, made["id"], to="2026-03-09T09:00:01Z")
    assert instants(home, place, path) == [("2026-03-09T07:00:00.250000Z", "2026-03-09T08:00:01Z")]


@BOTH
def test_breaks_that_were_clocked_stay_where_they_were(
    home: Home, place: Workplace, resources: Resources, path: str
) -> None:
    timetrack = TimeTrack(home, place)
    bearer = place.owner.bearer
    native = "/v1/timers" if path == ENTRY.path else "/v1/attendance"
    verbs = ("start", "pause", "resume", "stop")
    if path == ATTENDANCE.path:
        verbs = ("clock-in", "start-break", "end-break", "clock-out")
    for verb, minutes in zip(verbs, (0, 20, 10, 30), strict=True):
        home.clock.forward(minutes=minutes)
        answer = timetrack.start() if verb == "start" else home.http.post(f"{native}/{verb}", headers=bearer, json={})
        assert answer.status_code < 300, answer.text
    [record] = resources.listed(path)
    assert (record["workedMinutes"], record["breakMinutes"]) == (50, 10)

    def breaks() -> Any:
        lists = {ENTRY.path: "/v1/time-entries", ATTENDANCE.path: "/v1/attendance"}
        return home.http.get(lists[path], headers=bearer).json()["items"][0]["breaks"]

    clocked = breaks()
    longer = resources.put(path, record["id"], to="2026-03-10T09:59:00Z", breakMinutes=10).json()
    assert (longer["workedMinutes"], breaks()) == (49, clocked)
    with unchanged(home, place):
        assert_error(resources.put(path, record["id"], to="2026-03-10T09:25:00Z"), 400, 10005, "breakMinutes")
    other = resources.put(path, record["id"], breakMinutes=20).json()
    assert (other["workedMinutes"], other["breakMinutes"]) == (39, 20)
    assert breaks() != clocked
    assert resources.put(path, record["id"], breakMinutes=0).json()["workedMinutes"] == 59


def test_an_entry_moves_to_another_project_and_leaves_its_task_behind(
    home: Home, place: Workplace, resources: Resources
) -> None:
    resources.made("/projects", clientName="Nordlicht", projectName="Shop", hourRate=70)
    resources.made("/tasks", name="General task", hourRate=30)
    made = ENTRY.made(resources, hourRate=None)
    assert (made["hourRate"], made["task"]) == (None, "Sitemap")
    with unchanged(home, place):
        assert_error(resources.put(ENTRY.path, made["id"], projectName="Shop", task="Sitemap"), 404, 15001, "task")
        assert_error(resources.put(ENTRY.path, made["id"], projectName=""), 400, 10005, "projectName")
    moved = resources.put(ENTRY.path, made["id"], projectName="Shop").json()
    assert (moved["projectName"], moved["task"], moved["hourRate"]) == ("Shop", None, 70)
    tasked = resources.put(ENTRY.path, made["id"], **moved | {"task": "General task"}).json()
    assert (tasked["task"], tasked["hourRate"]) == ("General task", 30)
    assert resources.put(ENTRY.path, made["id"], task="").json()["hourRate"] == 70
    assert resources.put(ENTRY.path, made["id"], hourRate="55.50").json()["hourRate"] == 55.5
    assert resources.put(ENTRY.path, made["id"], hourRate=None).json()["hourRate"] == 70


def test_an_entry_of_which_only_the_length_was_known_gets_times(
    home: Home, place: Workplace, resources: Resources
) -> None:

    begin, end = datetime(2026, 3, 8, 23, tzinfo=UTC), datetime(2026, 3, 9, 1, tzinfo=UTC)
    actor = command_line_actor(place.id)
    written_ = Written(begin, end, length_only=True)
    entry = home.run(
        lambda tx: time_entries.create(tx, actor, home.clock.now, place.owner.id, written_, Purpose(place.project))
    )
    [shown] = resources.listed(ENTRY.path)
    assert (shown["from"], shown["workedMinutes"]) == ("2026-03-09T00:00:00.000Z", 120)
    resources.put(ENTRY.path, shown["id"], details="same")
    assert home.run(lambda tx: time_entries.get(tx, actor, entry.id)).length_only is True
    resources.put(ENTRY.path, shown["id"], **{"from": "2026-03-09T10:00:00Z", "to": "2026-03-09T12:00:00Z"})
    assert home.run(lambda tx: time_entries.get(tx, actor, entry.id)).length_only is False


@pytest.mark.parametrize(
    ("tags", "shown"),
    [
        ("#billing #travel", "billing, travel"),
        (" billing ,travel,, billing", "billing, travel"),
        (["billing", "a b"], "billing, a b"),
        ("", None),
        ([], None),
        ("#", None),
    ],
)
def test_tags_are_words_in_a_text(resources: Resources, tags: object, shown: str | None) -> None:
    made = ENTRY.made(resources, tags=tags)
    assert made["tags"] == shown
    assert resources.put(ENTRY.path, made["id"], tags=made["tags"]).json() == made


MARCH = (
    ("2026-03-08T23:59:59.9Z", "2026-03-09T00:00:00Z"),
    ("2026-03-09T00:00:00Z", "2026-03-09T01:00:00Z"),
    ("2026-03-09T12:00:00.4Z", "2026-03-09T13:00:00Z"),
    ("2026-03-09T23:59:59.9Z", "2026-03-10T00:00:00Z"),
    ("2026-03-10T00:00:00Z", "2026-03-10T01:00:00Z"),
)
SPANS: list[tuple[dict[str, str], list[int]]] = [
    ({}, [0, 1, 2, 3, 4]),
    ({"from": "", "to": ""}, [0, 1, 2, 3, 4]),
    ({"from": "2026-03-09"}, [1, 2, 3, 4]),
    ({"to": "2026-03-09"}, [0, 1, 2, 3]),
    ({"from": "2026-03-09", "to": "2026-03-09"}, [1, 2, 3]),
    ({"from": "2026-03-09T00:00:00.000Z", "to": "2026-03-10T00:00:00.000Z"}, [1, 2, 3, 4]),
    ({"from": "2026-03-09T12:00:00Z", "to": "2026-03-09T12:00:00Z"}, [2]),
    ({"from": "2026-03-09T12:00:00.5Z"}, [3, 4]),
    ({"to": "2026-03-09T23:59:59.999Z"}, [0, 1, 2, 3]),
    ({"to": "2026-03-09T23:59:58.999Z"}, [0, 1, 2]),
    ({"from": "2026-03-09T11:00:00+00:00", "to": "2026-03-09T11:00:00+00:00"}, [2]),
    ({"from": "2026-03-11"}, []),
    ({"from": "2026-03-10", "to": "2026-03-09"}, []),
]


@BOTH
def test_lists_are_narrowed_by_their_start(resources: Resources, path: str, subtests: pytest.Subtests) -> None:
    """A `to` that is a date takes in the whole day, a timestamp its whole second."""
    ids = [written(resources, path, *each)["id"] for each in MARCH]
    for query, expected in SPANS:
        for who in ({}, {"username": "owner"}, {"user": "OWNER"}):
            with subtests.test(query=query, who=who):
                assert resources.ids(path, **query, **who) == [ids[index] for index in expected]
    assert resources.ids(path, username="colleague") == []


@BOTH
def test_days_are_those_of_each_records_person(home: Home, place: Workplace, resources: Resources, path: str) -> None:
    """Half past midnight of the 10th in Tokyo is still the 9th in Berlin."""
    answer = home.http.patch(f"/v1/people/{place.colleague.id}", headers=place.admin.bearer, json={"zone": TOKYO})
    assert answer.status_code == 200
    home.clock.forward(days=3)
    berlin = written(resources, path, "2026-03-12T00:30:00Z", "2026-03-12T01:00:00Z")["id"]
    tokyo = written(resources, path, "2026-03-12T00:30:00Z", "2026-03-12T01:00:00Z", username="colleague")["id"]
    assert instants(home, place, path) == [("2026-03-11T23:30:00Z", "2026-03-12T00:00:00Z")]
    day = {"from": "2026-03-12", "to": "2026-03-12"}
    assert resources.ids(path, **day) == [tokyo, berlin]
    assert resources.ids(path, **{"from": "2026-03-12T00:30:00Z", "to": "2026-03-12T00:30:00Z"}) == [tokyo, berlin]
    assert resources.ids(path, username="colleague", **day) == [tokyo]
    assert {each["from"] for each in resources.listed(path, **day)} == {"2026-03-12T00:30:00.000Z"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"clientName": "Nordlicht"}, [0, 1]),
        ({"clientName": "nordlicht"}, []),
        ({"projectName": "Website"}, [0, 2]),
        ({"projectName": "Web"}, []),
        ({"projectName": "Website", "clientName": "Nordlicht"}, [0]),
        ({"projectName": "Website", "clientName": "Nordlicht", "username": "colleague"}, []),
        ({"clientName": "Nobody"}, []),
    ],
)
def test_entries_and_expenses_are_narrowed_by_whole_names(
    resources: Resources, query: dict[str, str], expected: list[int]
) -> None:
    resources.made("/clients", name="Südwind")
    resources.made("/projects", clientName="Nordlicht", projectName="Shop")
    resources.made("/projects", clientName="Südwind", projectName="Website")
    on = [("Nordlicht", "Website"), ("Nordlicht", "Shop"), ("Südwind", "Website")]
    entries, expenses = [], []
    for client, project in on:
        names = {"clientName": client, "projectName": project}
        entries.append(written(resources, ENTRY.path, "2026-03-09T08:00:00Z", "2026-03-09T09:00:00Z", **names)["id"])
        expenses.append(resources.made("/expenses", username="owner", name="Taxi", price=10, **names)["id"])
    assert resources.ids(ENTRY.path, **query) == [entries[index] for index in expected]
    assert resources.ids("/expenses", **query) == [expenses[index] for index in expected]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"name": "TAX"}, [0, 1]),
        ({"name": "train"}, [2]),
        ({"from": "2026-03-02"}, [1, 2]),
        ({"to": "2026-03-02"}, [0, 1]),
        ({"from": "2026-03-02T00:00:00.000Z", "to": "2026-03-02T23:59:59.999Z"}, [1]),
        ({"from": "2026-03-02T23:59:59.999Z", "to": "2026-03-02T00:00:00.000Z"}, [1]),
        ({"username": "colleague"}, [2]),
        ({"user": "owner", "name": "taxi", "from": "2026-03-02"}, [1]),
    ],
)
def test_expenses_are_narrowed_by_name_day_and_user(
    resources: Resources, query: dict[str, str], expected: list[int]
) -> None:
    rows = (("owner", "Taxi", "2026-03-01"), ("owner", "Taxi back", "2026-03-02"), ("colleague", "Train", "2026-03-03"))
    ids = [
        resources.made("/expenses", username=user, name=name, price=1, date=f"{day}T09:00:00.000Z", **NAMES)["id"]
        for user, name, day in rows
    ]
    assert resources.ids("/expenses", **query) == [ids[index] for index in expected]


def test_an_expense_is_of_today_and_billable_unless_said_otherwise(home: Home, resources: Resources) -> None:
    home.clock.now = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    made = resources.made("/expenses", username="owner", name="Taxi", price="12", **NAMES)
    assert (made["date"], made["quantity"], made["billable"]) == ("2026-03-11T00:00:00.000Z", 1, True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [0, 1, 2]),
        ({"username": "owner"}, [0, 1]),
        ({"from": "2026-03-05", "to": "2026-03-05"}, [0]),
        ({"from": "2026-03-06"}, [1, 2]),
        ({"to": "2026-03-04"}, [0]),
        ({"from": "2026-03-12", "to": "2026-03-31"}, [1, 2]),
        ({"from": "2026-03-12T10:00:00Z", "to": "2026-03-12T09:00:00Z"}, [1, 2]),
        ({"from": "2026-03-20"}, []),
    ],
)
def test_absences_are_narrowed_by_any_of_their_days(
    resources: Resources, query: dict[str, str], expected: list[int]
) -> None:
    kind = absence_type(resources)
    rows = (
        ("owner", "2026-03-02", "2026-03-05"),
        ("owner", "2026-03-10", "2026-03-12"),
        ("colleague", "2026-03-12", "2026-03-12"),
    )
    ids = [
        resources.made("/absences", username=user, absenceType=kind, **{"from": first, "to": last})["id"]
        for user, first, last in rows
    ]
    assert resources.ids("/absences", **query) == [ids[index] for index in expected]
    assert resources.ids("/absences", absenceType=kind, **query) == [ids[index] for index in expected]
    for other in (1, kind + 1000):
        assert resources.ids("/absences", absenceType=other, **query) == []


@pytest.mark.parametrize(("segment", "halves"), [(0, (False, False)), (1, (False, True)), (2, (True, False))])
def test_a_segment_is_a_half_day(
    home: Home, place: Workplace, resources: Resources, segment: int, halves: tuple[bool, bool]
) -> None:

    days = {"from": "2026-03-16", "to": "2026-03-16"}
    made = resources.made(
        "/absences", username="owner", absenceType=absence_type(resources), day_segment=segment, **days
    )
    assert made["day_segment"] == segment
    actor = command_line_actor(place.id)
    [kept] = home.run(lambda tx: absences.every(tx, actor, place.owner.id, limit=5, after=None))
    assert ((kept.half_day_start, kept.half_day_end), kept.status) == (halves, "requested")


@pytest.mark.parametrize(("status", "word"), [(0, "requested"), ("1", "approved"), (2, "rejected")])
def test_an_absence_is_decided(resources: Resources, status: object, word: str) -> None:
    days = {"from": "2026-03-16", "to": "2026-03-16"}
    made = resources.made("/absences", username="owner", absenceType=absence_type(resources), **days)
    assert made["status"] == 0
    decided = resources.put("/absences", made["id"], status=status).json()
    assert decided == made | {"status": int(str(status))}
    home, owner = resources.home, resources.place.owner
    found = home.http.get("/v1/absences", headers=owner.bearer).json()["items"]
    assert [each["status"] for each in found] == [word]
    assert_error(resources.put("/absences", made["id"]), 400, 10005, "status")


def test_an_absence_fits_beside_the_others_and_one_of_hours_is_not_told_of(resources: Resources) -> None:
    kind = absence_type(resources)
    days = {"from": "2026-03-16", "to": "2026-03-16"}
    wanted = {"username": "owner", "absenceType": kind, **days}
    morning = resources.made("/absences", **wanted, day_segment=1)
    assert_error(resources.post("/absences", **wanted, day_segment=1), 409, 10009)
    assert_error(resources.post("/absences", **wanted), 409, 10009)
    afternoon = resources.made("/absences", **wanted, day_segment=2)
    home, place = resources.home, resources.place
    by_hour = {"starts_on": "2026-03-17", "ends_on": "2026-03-17", "seconds": 3600}
    made = home.http.post("/v1/absences", headers=place.owner.bearer, json=by_hour).json()
    assert resources.ids("/absences") == [morning["id"], afternoon["id"]]
    assert_error(resources.get("/absences", made["number"]), 404, 15001)
    assert_error(resources.put("/absences", made["number"], status=1), 404, 15001)
    assert_error(resources.delete("/absences", made["number"]), 404, 15001)


@BOTH
@pytest.mark.parametrize("name", ["from", "to"])
def test_a_range_that_cannot_be_is_refused(resources: Resources, path: str, name: str) -> None:
    for value in ("yesterday", "2026-02-30", "2026-13-01T00:00:00Z", "9999-12-31", "0001-01-01", "2026-3-1"):
        for who in ({}, {"username": "owner"}):
            assert_error(resources.call("GET", path, **{name: value}, **who), 400, 10005, name)
    assert_error(resources.call("GET", path, username="nobody"), 404, 15001, "username")


AUTUMN: list[tuple[str, str, tuple[str, str], int]] = [
    ("2026-10-25T01:30:00Z", "2026-10-25T03:30:00Z", ("2026-10-24T23:30:00Z", "2026-10-25T02:30:00Z"), 180),
    ("2026-10-25T02:10:00Z", "2026-10-25T02:50:00Z", ("2026-10-25T01:10:00Z", "2026-10-25T01:50:00Z"), 40),
    # Only one reading has the end after the start.
    ("2026-10-25T02:50:00Z", "2026-10-25T02:10:00Z", ("2026-10-25T00:50:00Z", "2026-10-25T01:10:00Z"), 20),
    ("2026-10-25T02:14:00Z", "2026-10-25T02:10:00Z", ("2026-10-25T00:14:00Z", "2026-10-25T01:10:00Z"), 56),
]


@BOTH
@pytest.mark.parametrize(("begin", "end", "kept", "minutes"), AUTUMN)
def test_in_autumns_hour_that_comes_twice_an_end_comes_after_its_start(
    home: Home, path: str, begin: str, end: str, kept: tuple[str, str], minutes: int
) -> None:
    home.clock.now = datetime(2026, 10, 26, 9, tzinfo=UTC)
    place = home.workplace()
    resources = Resources(home, place)
    made = written(resources, path, begin, end)
    assert instants(home, place, path) == [kept]
    assert made["workedMinutes"] == minutes
    with unchanged(home, place):
        assert resources.put(path, made["id"], **made).json() == made
    assert resources.ids(path, **{"from": "2026-10-25", "to": "2026-10-25"}) == [made["id"]]
    assert resources.ids(path, **{"from": begin, "to": begin}) == [made["id"]]


@BOTH
def test_over_springs_gap_the_minutes_are_those_that_passed(home: Home, path: str) -> None:
    home.clock.now = datetime(2026, 4, 1, tzinfo=UTC)
    resources = Resources(home, home.workplace())
    made = written(resources, path, "2026-03-29T01:30:00Z", "2026-03-29T03:30:00Z", breakMinutes=10)
    assert (made["workedMinutes"], made["to"]) == (50, "2026-03-29T03:30:00.000Z")
    after = written(resources, path, "2026-03-29T03:30:00Z", "2026-03-29T03:40:00Z")
    # A range may begin within the hour that never comes: that is the change.
    assert resources.ids(path, **{"from": "2026-03-29T02:30:00Z"}) == [after["id"]]
    assert resources.ids(path, to="2026-03-29T02:30:00Z") == [made["id"]]


@BOTH
def test_a_record_that_moves_away_from_its_break_takes_the_breaks_length_along(resources: Resources, path: str) -> None:
    made = written(resources, path, "2026-03-09T08:00:00Z", "2026-03-09T12:00:00Z", breakMinutes=30)
    moved = resources.put(path, made["id"], **{"from": "2026-03-08T13:00:00Z", "to": "2026-03-08T17:00:00Z"}).json()
    assert (moved["workedMinutes"], moved["breakMinutes"]) == (210, 30)


@BOTH
def test_what_a_timer_made_too_long_can_be_described_all_the_same(
    home: Home, place: Workplace, resources: Resources, path: str
) -> None:
    """A timer that ran for two months is kept as it was, and sent back with its times it is not refused."""
    timetrack = TimeTrack(home, place)
    timer = "/timers/project_timer" if path == ENTRY.path else "/attendance_timer"
    names = NAMES if path == ENTRY.path else {}
    timetrack.act(f"{timer}/start", date="2026-01-05T09:00:00Z", **names)
    timetrack.act(f"{timer}/stop", date="2026-03-09T09:00:00Z")
    [kept] = resources.listed(path)
    word = "details" if path == ENTRY.path else "notes"
    again = {name: kept[name] for name in ("from", "to")} | {word: "Two months"}
    assert resources.put(path, kept["id"], **again).json()[word] == "Two months"
