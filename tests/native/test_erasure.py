"""What is kept about a person, and erasing it: nothing of who they were is found in any table, what the law asks to
keep stays for as long as it does, and the journal's chain holds."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.cli.command import CommandLine
from tests.conftest import STORES, opened_home
from tests.contents import files_with, places_of
from tests.home import Home, Someone, Workplace
from tests.native.test_forgotten import choose
from tests.native.test_retention import erase as run_retention
from tests.native.test_retention import holds, one_clock, send, written
from tests.native.wire import issued, problem
from uhrwerk.entrypoints.native.people import DISCLOSED
from uhrwerk.operations.records import new_id
from uhrwerk.storage import erasure, webhooks
from uhrwerk.storage.tables import metadata
from uhrwerk.storage.webhooks import Delivery

SECRETS = (
    *("Distinctiva", "Erasmine", "erasmine", "Hidden Lane", "1977-07-07", "PN-4711-X", "Kapitänin"),
    *("secret-note", "hidden-reason", "53.987654", "9.876543", "secret-phone"),
)
REASON = {"reason": "asked for in writing"}


@pytest.fixture(scope="module", params=STORES)
def running_home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """On a database of its own: every row is looked through here, and other tests leave a hundred thousand."""
    with opened_home(request, tmp_path_factory, "erasure") as home:
        yield home


def erased(home: Home, who: Someone, person: Someone, **body: Any) -> httpx.Response:
    return home.http.post(f"/v1/people/{person.id}/erase", headers=who.bearer, json=REASON | body)


@pytest.fixture
def told(home: Home, place: Workplace) -> Workplace:
    """The owner is somebody with a name, an address and a past in every corner of the house."""
    me, admin = place.owner, place.admin
    contacts = [{"kind": "address", "street": "Hidden Lane 7"}]
    send(home, admin, "PATCH", f"people/{me.id}", username="erasmine", email="erasmine@distinctiva.example")
    named = {"first_name": "Erasmine", "last_name": "Distinctiva", "birth_date": "1977-07-07", "contacts": contacts}
    send(home, admin, "PATCH", f"people/{me.id}", **named, personnel_number="PN-4711-X", position="Kapitänin")
    team = send(home, admin, "POST", "teams", name="North")["id"]
    send(home, admin, "PUT", f"teams/{team}/members/{me.id}")
    here = {"latitude": 53.987654, "longitude": 9.876543}
    keyed = {**me.bearer, "Idempotency-Key": "k"}
    answer = home.http.post("/v1/attendance/clock-in", headers=keyed, json={"note": "secret-note-1", **here})
    assert answer.status_code == 200
    send(home, me, "POST", "timers/start", note="secret-note-2", project_id=place.project)
    home.clock.forward(hours=2)
    send(home, me, "POST", "attendance/clock-out", note="secret-note-3", **here)
    send(home, me, "POST", "timers/stop")
    kind = send(home, admin, "POST", "absence-types", name="Sick", kind="sick")["id"]
    days = {"starts_on": "2026-03-12", "ends_on": "2026-03-12"}
    send(home, me, "POST", "absences", absence_type_id=kind, note="secret-note-4", **days)
    send(home, me, "POST", "expenses", name="Train", price="48.90", spent_on="2026-03-01", note="secret-note-5")
    send(home, me, "POST", "reports", name="secret-note-6", definition={"period": "last-month"})
    hook = {"name": "Books", "url": "https://93.184.216.34/", "events": ["*"]}
    answered(home, place, send(home, admin, "POST", "webhooks", **hook)["id"], "secret-note-7")
    return place


def answered(home: Home, place: Workplace, webhook: str, response: str) -> None:
    """As if a receiver of the person's first row had said so."""
    delivery = Delivery(
        workspace_id=place.id,
        id=new_id(),
        webhook_id=webhook,
        subject_id=place.owner.id,
        sequence=1,
        transaction_id=1,
        position=1,
        event="attendance.started",
        state="delivered",
        attempts=1,
        created_at=home.clock.now,
        next_attempt_at=None,
        response=response,
    )
    home.run(lambda tx: webhooks.add(tx, [delivery]))


def gone(home: Home, place: Workplace) -> None:
    send(home, place.admin, "DELETE", f"people/{place.owner.id}")


def test_what_the_hourly_job_erases_leaves_the_files_too(home: Home, place: Workplace) -> None:
    written(home, place.owner, "2024-02-05T08:00", "2024-02-05T12:00", note="a note of 2024")
    run_retention(home, place)
    assert files_with(home, "a note of 2024") == set()


def test_nothing_of_who_it_was_is_found_anywhere(home: Home, told: Workplace) -> None:
    me = told.owner
    known = places_of(home, *SECRETS)
    assert {"person.email", "person.contacts", "journal.payload", "attendance.note", "idempotency.answer"} <= known
    assert "webhook_delivery.response" in known
    [entry] = send(home, me, "GET", "time-entries")["items"]
    [clocked] = send(home, me, "GET", "attendance")["items"]
    gone(home, told)
    assert erased(home, told.admin, me, keep_records=True).status_code == 204
    assert places_of(home, *SECRETS) == set()
    assert files_with(home, *SECRETS) == set()
    assert holds(home, me, told)
    assert holds_of_workspace(home, told)
    problem(home.http.get(f"/v1/people/{me.id}", headers=told.admin.bearer), 404, "deleted")
    problem(home.http.get("/v1/me", headers=me.bearer), 401, "not-signed-in")
    # Time stays, of somebody without a name: the person's own for the law, the project's for its invoice.
    attendance = send(home, told.admin, "GET", f"attendance/{clocked['id']}")
    assert (attendance["net_seconds"], attendance["note"], attendance["latitude_start"]) == (7200, None, None)
    kept = send(home, told.admin, "GET", f"time-entries/{entry['id']}")
    assert (kept["person_id"], kept["net_seconds"], kept["project_id"]) == (me.id, 7200, told.project)
    newest = send(home, told.admin, "GET", "journal?workspace=true&limit=1")["items"][0]
    assert (newest["act"], newest["record_id"]) == ("person.erased", me.id)
    assert newest["payload"]["reason"] == "asked for in writing"
    assert newest["payload"]["before"] == {}
    change = send(home, told.admin, "GET", "changes?limit=500")["items"]
    assert [each["deleted"] for each in change if each["id"] == me.id] == [True]


def holds_of_workspace(home: Home, place: Workplace) -> bool:
    whole = Someone(place.id, "", "", "", "", "")
    return holds(home, whole, place)


def test_while_the_law_asks_to_keep_records_it_is_refused_and_then_all_goes(home: Home, told: Workplace) -> None:
    gone(home, told)
    problem(erased(home, told.admin, told.owner), 409, "retention-runs")
    assert "person.email" in places_of(home, "erasmine@distinctiva.example")
    home.clock.now = datetime(2028, 3, 9, 22, 59, 59, tzinfo=UTC)
    problem(erased(home, told.admin, told.owner), 409, "retention-runs")
    home.clock.now = datetime(2028, 3, 10, 23, tzinfo=UTC)
    assert erased(home, told.admin, told.owner).status_code == 204
    assert left_of(home, told.owner) == BOOKS
    assert places_of(home, *SECRETS) == set()
    assert holds(home, told.owner, told)


BOOKS = {"time_entry", "rollup", "expense"}
"""What invoices rest on."""


def left_of(home: Home, person: Someone) -> set[str]:
    """The tables in which the person's own rows are left."""
    return {place.split(".")[0] for place in places_of(home, person.id) if place.endswith(".person_id")}


def test_what_was_kept_goes_by_itself_when_its_time_is_over(home: Home, told: Workplace) -> None:
    gone(home, told)
    assert erased(home, told.admin, told.owner, keep_records=True).status_code == 204
    run_retention(home, told)
    assert {"attendance", "attendance_day", "absence"} <= left_of(home, told.owner)
    home.clock.now = datetime(2028, 3, 10, 23, tzinfo=UTC)
    for _ in range(2):
        run_retention(home, told)
        assert left_of(home, told.owner) == BOOKS
        assert holds(home, told.owner, told)


def test_a_clock_that_ran_for_months_is_over_like_any_other(home: Home, place: Workplace) -> None:
    choose(home, place, "forgotten-clock", "never")
    one_clock(home, place.owner)
    gone(home, place)
    home.clock.forward(days=2 * 366)
    assert erased(home, place.admin, place.owner).status_code == 204
    assert left_of(home, place.owner) == set()
    assert holds(home, place.owner, place)


def test_it_is_for_admins_of_somebody_who_has_gone_and_says_why(
    home: Home, place: Workplace, elsewhere: Workplace
) -> None:
    before = places_of(home, place.owner.id)
    problem(erased(home, place.admin, place.owner), 409, "conflict")
    gone(home, place)
    for who in (place.lead, place.colleague):
        problem(erased(home, who, place.owner), 403, "not-allowed")
    problem(erased(home, elsewhere.admin, place.owner), 404, "not-found")
    problem(erased(home, place.admin, place.owner, reason=" "), 400, "invalid", "reason")
    path = f"/v1/people/{place.owner.id}/erase"
    problem(home.http.post(path, headers=place.admin.bearer, json={}), 400, "invalid", "reason")
    assert places_of(home, place.owner.id) >= before - {"credential.person_id"}
    assert send(home, place.admin, "GET", "journal?workspace=true&limit=1")["items"][0]["act"] == "person.changed"
    for _ in range(2):
        assert erased(home, place.admin, place.owner).status_code == 204
    assert left_of(home, place.owner) == set()


def test_a_running_clock_is_stopped_first(home: Home, place: Workplace) -> None:
    home.http.post("/v1/timers/start", headers=place.owner.bearer)
    gone(home, place)
    problem(erased(home, place.admin, place.owner), 409, "still-active")


def test_the_command_line_does_the_same(home: Home, told: Workplace) -> None:
    uhrwerk = CommandLine(home.settings.data_dir, {"UHRWERK_DATABASE_URL": home.settings.database_url}, home.clock)
    arguments = ("person", "erase", "erasmine", "--workspace", told.id)
    assert "deactivate them first" in uhrwerk(*arguments).err
    gone(home, told)
    assert "which the law asks to keep for 2 years" in uhrwerk(*arguments).err
    assert uhrwerk.result(*arguments, "--keep-records", "--reason", "asked for") == ""
    assert places_of(home, *SECRETS) == set()
    assert "There is no such person." in uhrwerk(*arguments).err
    assert uhrwerk.result("person", "list", "--workspace", told.id).count("Person ") == 0


def test_every_table_that_knows_a_person_is_thought_of() -> None:
    thought_of = {*erasure.SILENCED, *erasure.GONE_AT_ONCE, *erasure.GONE_AT_LAST, *erasure.BARE}
    assert {table for table in metadata.tables.values() if "person_id" in table.c} == thought_of


def test_others_keep_their_own(home: Home, told: Workplace) -> None:
    written(home, told.colleague, "2026-03-09T08:00", "2026-03-09T12:00", note="colleague-note")
    before = places_of(home, "colleague-note", "colleague@example.org")
    gone(home, told)
    assert erased(home, told.admin, told.owner, keep_records=True).status_code == 204
    assert places_of(home, "colleague-note", "colleague@example.org") == before
    assert home.http.get("/v1/me", headers=told.colleague.bearer).status_code == 200


def test_all_that_is_kept_is_told_and_no_secret(home: Home, told: Workplace) -> None:
    me = told.owner
    found = send(home, me, "GET", f"people/{me.id}/record")
    assert found["person"]["email"] == "erasmine@distinctiva.example"
    assert found["person"]["contacts"][0]["street"] == "Hidden Lane 7"
    records = found["records"]
    assert [each["net_seconds"] for each in records["attendance"]] == [7200]
    assert [each["note"] for each in records["time_entry"]] == ["secret-note-2"]
    assert [each["note"] for each in records["absence"]] == ["secret-note-4"]
    assert [each["price"] for each in records["expense"]] == ["48.9000"]
    assert {each["face"] for each in records["credential"]} == {"native", "awork", "onoffice"}
    assert {"attendance_day", "rollup", "saved_report", "team_member"} <= records.keys()
    owners = {each["person_id"] for rows in records.values() for each in rows}
    assert owners == {me.id}
    assert not {"token_hash", "secret"} & {name for rows in records.values() for each in rows for name in each}
    assert "password_hash" not in found["person"]
    assert found == send(home, told.admin, "GET", f"people/{me.id}/record")


def test_it_is_for_oneself_admins_and_auditors_with_a_token_that_reads_all(
    home: Home, place: Workplace, elsewhere: Workplace
) -> None:
    path = f"/v1/people/{place.owner.id}/record"
    for stranger in (place.colleague, place.lead, elsewhere.admin):
        problem(home.http.get(path, headers=stranger.bearer), 404, "not-found")
    send(home, place.admin, "PATCH", f"people/{place.colleague.id}", role="auditor")
    assert home.http.get(path, headers=place.colleague.bearer).status_code == 200
    for left_out in DISCLOSED:
        token = issued(home, place, place.owner, scopes=tuple(DISCLOSED - {left_out})).token
        answer = home.http.get(path, headers={"Authorization": f"Bearer {token}"})
        assert left_out in problem(answer, 403, "scope-missing")["detail"]
    send(home, place.admin, "DELETE", f"people/{place.owner.id}")
    assert send(home, place.admin, "GET", f"people/{place.owner.id}/record")["person"]["active"] is False
