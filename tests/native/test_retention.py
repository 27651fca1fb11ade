"""What becomes of records that have been kept for long enough: punches go, sums stay, the chain holds."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pytest

from tests.conftest import STORES, opened_home
from tests.contents import places_of
from tests.home import Home, Someone, Workplace
from tests.native.test_forgotten import choose
from tests.native.wire import problem
from tests.storage.workshop import Recorder
from uhrwerk.entrypoints.jobs.law import close_days_of
from uhrwerk.entrypoints.jobs.retention import erase_of_workspace
from uhrwerk.operations import journal, workspaces
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage import idempotency
from uhrwerk.storage import journal as heads

THEN = datetime(2024, 3, 8, 8, tzinfo=UTC)
NOW = datetime(2026, 3, 10, 8, tzinfo=UTC)
"""With two years the border is March 10th, 2024: its day is kept."""


@pytest.fixture(scope="module", params=STORES)
def running_home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """On a database of its own: every row is looked through here, and other tests leave a hundred thousand."""
    with opened_home(request, tmp_path_factory, "retention") as home:
        yield home


def send(home: Home, who: Someone, method: str, path: str, **body: Any) -> Any:
    answer = home.http.request(method, f"/v1/{path}", headers=who.bearer, json=body)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


def written(home: Home, who: Someone, start: str, end: str, **further: Any) -> str:
    span = {"started_at": f"{start}:00+01:00", "ended_at": f"{end}:00+01:00"}
    id: str = send(home, who, "POST", "attendance", **span, **further)["id"]
    return id


def erase(home: Home, place: Workplace) -> None:
    """The day's job."""
    home.http.blocking_portal.call(erase_of_workspace, home.house, place.id)


def keep(home: Home, place: Workplace, value: int) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: workspaces.change_setting(tx, actor, now, "retention", value))


def there(home: Home, who: Someone) -> list[str]:
    """When the attendances that are left began, earliest first."""
    items = send(home, who, "GET", "attendance?limit=500")["items"]
    return sorted(each["started_at"] for each in items)


def sums(home: Home, who: Someone, year: int = 2024) -> list[tuple[str, str, str]]:
    """Day, breaks and work, as an export has them."""
    query = {"starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"}
    answer = home.http.get("/v1/records/export", headers=who.bearer, params=query)
    body = answer.content.decode("utf-8-sig").split("\r\n\r\n")[0]
    lines = csv.DictReader(io.StringIO(body, newline=""))
    return [(each["Day"], each["Breaks taken"], each["Worked"]) for each in lines if each["Row"] == "sum of day"]


def balance(home: Home, who: Someone) -> Any:
    return send(home, who, "GET", "work-time/days?starts_on=2024-03-01&ends_on=2024-03-31")


def holds(home: Home, who: Someone, place: Workplace) -> bool:
    """Whether the person's chain does, to its end."""

    async def look(tx: Any) -> str | None:
        head = await heads.head(tx, place.id, who.id)
        assert head is not None
        return await journal.contradiction(tx, place.id, who.id, head.count, head.seal)

    return home.http.blocking_portal.call(home.house.store.read, look) is None


@pytest.fixture
def old(home: Home, place: Workplace) -> Workplace:
    """The owner worked on March 8th and 11th, 2024, with notes and places; on the 8th with a break."""
    home.clock.now = THEN
    for day in (0, 3):
        note = f"note-of-day-{day}"
        send(home, place.owner, "POST", "attendance/clock-in", note=note, latitude=53.123456, longitude=9.5)
        home.clock.forward(hours=3)
        send(home, place.owner, "POST", "attendance/start-break")
        home.clock.forward(hours=1)
        send(home, place.owner, "POST", "attendance/end-break")
        home.clock.forward(hours=3)
        send(home, place.owner, "POST", "attendance/clock-out")
        home.clock.now = THEN.replace(day=11)
    home.clock.now = NOW
    return place


def test_punches_notes_places_and_payloads_go_and_sums_and_the_chain_stay(home: Home, old: Workplace) -> None:
    before, days = sums(home, old.owner), balance(home, old.owner)
    assert before == [("2024-03-08", "1:00:00", "6:00:00"), ("2024-03-11", "1:00:00", "6:00:00")]
    # Something was still corrected and asked twice of late.
    [record] = [each for each in send(home, old.owner, "GET", "attendance")["items"] if "08T" in each["started_at"]]
    path, reason = f"attendance/{record['id']}", {"reason": "reason-of-late"}
    mended = home.http.patch(f"/v1/{path}", headers=old.owner.bearer, json={"note": "note-of-late", **reason})
    assert mended.status_code == 200
    twice = {**old.owner.bearer, "Idempotency-Key": "k"}
    span = {"started_at": "2024-03-07T08:00:00Z", "ended_at": "2024-03-07T09:00:00Z", "note": "note-sent-twice"}
    assert home.http.post("/v1/attendance", headers=twice, json=span).status_code == 201
    words = ("note-of-day-0", "note-of-late", "reason-of-late", "note-sent-twice", record["id"], "2024-03-08T08")
    assert {"attendance.note", "journal.payload", "idempotency.answer"} <= places_of(home, *words)
    before = [("2024-03-07", "0:00:00", "1:00:00"), *before]
    for _ in range(2):
        erase(home, old)
        assert there(home, old.owner) == ["2024-03-11T08:00:00Z"]
        assert sums(home, old.owner) == before
        # That a record changed, when and by whom is sealed: it stays, without what it said.
        assert places_of(home, *words) == {"journal.record_id"}
        assert holds(home, old.owner, old)
    assert [day for day in balance(home, old.owner)["items"] if day["day"] != "2024-03-07"] == [
        day for day in days["items"] if day["day"] != "2024-03-07"
    ]
    assert {"attendance.note", "attendance.latitude_start", "journal.payload"} <= places_of(
        home, "note-of-day-3", "53.123456"
    )


def test_the_day_of_the_border_is_kept_in_the_persons_zone(home: Home, place: Workplace) -> None:
    home.clock.now = NOW
    last = written(home, place.owner, "2024-03-09T20:00", "2024-03-10T00:00")
    first = written(home, place.colleague, "2024-03-10T00:00", "2024-03-10T01:00")
    home.clock.now = datetime(2026, 3, 9, 22, 59, 59, tzinfo=UTC)
    erase(home, place)
    assert send(home, place.owner, "GET", f"attendance/{last}")
    # Berlin's midnight.
    home.clock.forward(seconds=1)
    erase(home, place)
    assert home.http.get(f"/v1/attendance/{last}", headers=place.owner.bearer).status_code == 404
    home.clock.forward(hours=23, minutes=59, seconds=59)
    erase(home, place)
    assert send(home, place.colleague, "GET", f"attendance/{first}")
    home.clock.forward(seconds=1)
    erase(home, place)
    assert there(home, place.colleague) == []


def test_a_day_goes_whole_with_the_night_that_follows_it(home: Home, place: Workplace) -> None:
    home.clock.now = NOW
    for start, end in (("09T08:00", "09T12:00"), ("09T22:00", "10T06:00"), ("08T08:00", "08T12:00")):
        written(home, place.owner, f"2024-03-{start}", f"2024-03-{end}")
    before = sums(home, place.owner)
    erase(home, place)
    assert there(home, place.owner) == ["2024-03-09T07:00:00Z", "2024-03-09T21:00:00Z"]
    home.clock.forward(days=1)
    erase(home, place)
    assert there(home, place.owner) == []
    # A move to another zone reckons days anew; those without punches stay.
    send(home, place.admin, "PATCH", f"people/{place.owner.id}", zone="Europe/Lisbon")
    assert sums(home, place.owner) == before


def test_what_a_contract_deducted_stays_deducted(home: Home, place: Workplace) -> None:
    home.clock.now = NOW
    terms = {"starts_on": "2024-01-01", "kind": "trust", "break_policy": "deduct-minimum", "law": "DE"}
    send(home, place.admin, "POST", "contracts", person_id=place.owner.id, **terms)
    # Breaks of ten minutes are none to the law, and a shift over midnight is one; sums alone know neither.
    short = [
        {"started_at": f"2024-03-05T{hour:02}:00:00+01:00", "ended_at": f"2024-03-05T{hour:02}:10:00+01:00"}
        for hour in (9, 11)
    ]
    written(home, place.owner, "2024-03-05T08:00", "2024-03-05T16:20", breaks=short)
    written(home, place.owner, "2024-03-06T20:00", "2024-03-07T04:00")
    before = balance(home, place.owner)
    deducted = {day["day"]: day["deducted_seconds"] for day in before["items"] if day["deducted_seconds"]}
    assert deducted == {"2024-03-05": 1800, "2024-03-07": 1800}
    erase(home, place)
    assert there(home, place.owner) == []
    assert balance(home, place.owner) == before


def test_an_erased_day_takes_nothing_more(home: Home, place: Workplace) -> None:
    home.clock.now = NOW
    written(home, place.owner, "2024-03-05T08:00", "2024-03-05T16:00")
    erase(home, place)
    span = {"started_at": "2024-03-05T17:00:00Z", "ended_at": "2024-03-05T18:00:00Z"}
    problem(home.http.post("/v1/attendance", headers=place.owner.bearer, json=span), 409, "conflict")
    assert sums(home, place.owner) == [("2024-03-05", "0:00:00", "8:00:00")]
    written(home, place.owner, "2024-03-06T08:00", "2024-03-06T16:00")


def test_years_of_records_go_part_by_part(home: Home, place: Workplace) -> None:
    home.clock.now = NOW
    days = [f"202{year}-{month:02}-15" for year in (1, 2, 3) for month in (1, 3, 5, 7, 9, 11)]
    for day in days:
        written(home, place.owner, f"{day}T08:00", f"{day}T16:00")
    erase(home, place)
    assert there(home, place.owner) == []
    assert [sums(home, place.owner, year) for year in (2021, 2022, 2023)] == [
        [(day, "0:00:00", "8:00:00") for day in days[first : first + 6]] for first in (0, 6, 12)
    ]
    assert holds(home, place.owner, place)


def months(home: Home, who: Someone) -> None:
    """Attendances of a month each, every one begun on the day on which another ended, over more than goes at once."""
    home.clock.now = NOW
    days = ("2022-01-01", "2022-01-31", "2022-03-01", "2022-03-30", "2022-04-28")
    for start, end in pairwise(days):
        written(home, who, f"{start}T16:30", f"{end}T16:00")


def one_clock(home: Home, who: Someone) -> None:
    """A clock that ran for a hundred days."""
    send(home, who, "POST", "attendance/clock-in")
    home.clock.forward(days=100)
    send(home, who, "POST", "attendance/clock-out")


def one_clock_deleted(home: Home, who: Someone) -> None:
    one_clock(home, who)
    [record] = send(home, who, "GET", "attendance")["items"]
    send(home, who, "DELETE", f"attendance/{record['id']}", reason="by mistake")


@pytest.mark.parametrize("work", [months, one_clock, one_clock_deleted])
def test_what_is_longer_than_a_part_goes_too(
    home: Home, place: Workplace, work: Callable[[Home, Someone], None]
) -> None:
    home.clock.now = datetime(2022, 1, 3, 8, tzinfo=UTC)
    choose(home, place, "forgotten-clock", "never")
    terms = {"starts_on": "2021-01-01", "kind": "trust", "break_policy": "deduct-minimum", "law": "DE"}
    send(home, place.admin, "POST", "contracts", person_id=place.owner.id, **terms)
    work(home, place.owner)
    home.clock.now = NOW
    written(home, place.owner, "2023-01-05T08:00", "2023-01-05T16:00")
    before = sums(home, place.owner, 2022)
    erase(home, place)
    assert places_of(home, place.owner.id).isdisjoint({"attendance.person_id"})
    assert sums(home, place.owner, 2022) == before
    assert holds(home, place.owner, place)


def test_a_day_that_came_twice_stays_whole(home: Home, place: Workplace) -> None:
    """Who flies from Tokyo to Honolulu on the day of the border has it again."""
    send(home, place.admin, "PATCH", f"people/{place.owner.id}", zone="Asia/Tokyo")
    home.clock.now = datetime(2026, 3, 10, 5, tzinfo=UTC)
    span = {"started_at": "2026-03-09T23:00:00Z", "ended_at": "2026-03-10T03:00:00Z"}
    first = send(home, place.owner, "POST", "attendance", **span)["id"]
    send(home, place.admin, "PATCH", f"people/{place.owner.id}", zone="Pacific/Honolulu")
    before = sums(home, place.owner, 2026)
    home.clock.now = datetime(2028, 3, 10, 20, tzinfo=UTC)
    erase(home, place)
    assert home.http.get(f"/v1/attendance/{first}", headers=place.owner.bearer).status_code == 200
    home.clock.forward(days=1)
    erase(home, place)
    assert there(home, place.owner) == []
    assert sums(home, place.owner, 2026) == before


@pytest.mark.parametrize(("years", "left"), [(2, 0), (5, 0), (6, 1), (10, 1), (0, 1)])
def test_a_workspace_says_how_long(home: Home, place: Workplace, years: int, left: int) -> None:
    home.clock.now = NOW
    keep(home, place, years)
    written(home, place.owner, "2021-03-09T08:00", "2021-03-09T16:00")
    erase(home, place)
    assert len(there(home, place.owner)) == left


def test_what_was_said_of_absences_goes_and_their_days_stay(home: Home, place: Workplace) -> None:
    home.clock.now = NOW
    kind = send(home, place.admin, "POST", "absence-types", name="Sick", kind="sick")["id"]
    ids = []
    for first, last in (("2024-03-04", "2024-03-09"), ("2024-03-10", "2024-03-10")):
        note = f"illness-until-{last}"
        days = {"absence_type_id": kind, "starts_on": first, "ends_on": last, "note": note}
        ids.append(send(home, place.owner, "POST", "absences", **days)["id"])
    erase(home, place)
    shown = [send(home, place.owner, "GET", f"absences/{id}") for id in ids]
    assert [(each["starts_on"], each["note"]) for each in shown] == [
        ("2024-03-04", None),
        ("2024-03-10", "illness-until-2024-03-10"),
    ]
    assert places_of(home, "illness-until-2024-03-09") == set()
    assert holds(home, place.owner, place)


def test_what_labour_law_had_to_say_goes_from_the_journal_too(home: Home, place: Workplace) -> None:
    """On its own day: that no day off made up for a Sunday is found two weeks later, when there is nothing else."""
    home.clock.now = datetime(2024, 3, 20, 8, tzinfo=UTC)
    terms = {"starts_on": "2024-01-01", "kind": "week", "weekly_seconds": 144_000, "region": "DE-BE"}
    send(home, place.admin, "POST", "contracts", person_id=place.owner.id, **terms)
    sick = send(home, place.admin, "POST", "absence-types", name="Sick", kind="sick")["id"]
    for first, last in (("2024-02-12", "2024-03-02"), ("2024-03-04", "2024-03-19")):
        days = {"absence_type_id": sick, "starts_on": first, "ends_on": last}
        send(home, place.admin, "POST", "absences", person_id=place.owner.id, **days)
    written(home, place.owner, "2024-03-03T08:00", "2024-03-03T20:00")
    home.http.blocking_portal.call(close_days_of, home.house, place.id)
    for paragraph in ("§ 3", "§ 9", "§ 11"):
        assert told_of_law(home, place, paragraph) == {"finding.paragraph", "journal.payload"}
    for now, left in (("2026-03-04", {"§ 11"}), ("2026-03-17", set[str]())):
        home.clock.now = datetime.fromisoformat(f"{now}T08:00Z")
        for _ in range(2):
            erase(home, place)
            assert {each for each in ("§ 3", "§ 9", "§ 11") if told_of_law(home, place, each)} == left
            assert holds(home, place.owner, place)


def told_of_law(home: Home, place: Workplace, paragraph: str) -> set[str]:
    found = places_of(home, f"ArbZG {paragraph}", workspace_id=place.id)
    return {each for each in found if each.split(".")[0] in ("finding", "journal")}


def asked(home: Home, who: Someone, word: str) -> str:
    """A correction for a record that is missing."""
    members = {"started_at": "2024-03-07T08:00:00Z", "ended_at": "2024-03-07T10:00:00Z", "note": f"note-{word}"}
    form = {"record_kind": "attendance", "action": "create", "members": members, "reason": f"reason-{word}"}
    id: str = send(home, who, "POST", "corrections", **form)["id"]
    return id


def test_what_was_asked_for_and_never_made_goes_too(home: Home, place: Workplace) -> None:
    """From the journal as well, of somebody who has nothing else."""
    home.clock.now = THEN
    early, late = (asked(home, place.owner, word) for word in ("refused-early", "refused-late"))
    asked(home, place.colleague, "never-decided")
    send(home, place.admin, "POST", f"corrections/{early}/reject", reason="decided-early")
    home.clock.now = datetime(2024, 3, 9, 22, 59, 59, tzinfo=UTC)
    asked(home, place.owner, "of-the-last-day")
    home.clock.forward(seconds=1)
    asked(home, place.owner, "of-the-border")
    send(home, place.admin, "POST", f"corrections/{late}/reject", reason="decided-late")
    home.clock.now = NOW
    words = ("refused-early", "decided-early", "never-decided", "of-the-last-day")
    assert {"correction.members", "correction.reason", "journal.payload"} <= places_of(home, *words)
    for _ in range(2):
        erase(home, place)
        assert places_of(home, *words) == set()
        left = send(home, place.owner, "GET", "corrections")["items"]
        assert {each["reason"] for each in left} == {"reason-refused-late", "reason-of-the-border"}
        assert {"correction.members", "journal.payload"} <= places_of(home, "refused-late", "of-the-border")
        assert holds(home, place.owner, place)
        assert holds(home, place.colleague, place)


def test_kept_answers_are_looked_through_once_for_all_that_goes(home: Home, place: Workplace) -> None:
    home.clock.now = NOW
    twice = [{**place.owner.bearer, "Idempotency-Key": f"key-{number}"} for number in range(5)]
    others = {**place.admin.bearer, "Idempotency-Key": "key"}
    client = home.http.post("/v1/clients", headers=others, json={"name": "Kept"}).json()
    made = []
    for number, headers in enumerate(twice):
        day = f"2024-03-0{number + 1}"
        span = {"started_at": f"{day}T08:00:00Z", "ended_at": f"{day}T09:00:00Z"}
        made.append(home.http.post("/v1/attendance", headers=headers, json=span).json()["id"])
    # Of an answer of nothing the path alone has the id.
    assert home.http.delete(f"/v1/attendance/{made[0]}", headers=twice[0]).is_success
    asked: list[str] = []
    write = home.house.store.write
    with (
        patch.object(home.house.store, "write", lambda act: write(lambda tx: act(Recorder(tx, asked)))),
        patch.object(idempotency, "PAGE", 2),
    ):
        erase(home, place)
    assert there(home, place.owner) == []
    assert places_of(home, *made) == {"journal.record_id"}
    # Seven answers, two at a time.
    assert asked.count("select idempotency") == 4
    assert home.http.post("/v1/clients", headers=others, json={"name": "Kept"}).json() == client
