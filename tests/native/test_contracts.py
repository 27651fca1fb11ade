"""Contracts over HTTP: agreed by admins, dated, personal; what no contract can be is refused by name."""

from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import UNKNOWN, done, page, problem, walk
from tests.traces import traces
from uhrwerk.operations import teams
from uhrwerk.operations.approvals import SELF_APPROVAL
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage import settings
from uhrwerk.storage.store import Tx

FULL_TIME: dict[str, Any] = {"starts_on": "2026-01-01", "kind": "week", "weekly_seconds": 144_000}
WEEKDAYS: dict[str, Any] = {"kind": "weekdays", "weekly_seconds": None}
EVERYTHING: dict[str, Any] = {
    "starts_on": "2026-04-01",
    "ends_on": "2026-12-31",
    "kind": "weekdays",
    "weekday_seconds": [28_800, 0, 28_800, 0, 14_401, 0, 0],
    "weekly_seconds": None,
    "workdays": [1, 3, 5],
    "zone": "Europe/Vienna",
    "region": "AT-9",
    "law": "AT",
    "break_policy": "deduct-minimum",
    "start_balance_seconds": -3600,
    "vacation_days": "12.5",
    "balance_period": "month",
    "balance_cap_seconds": 36_000,
    "balance_excess": "pay-out",
    "overtime": "approved-only",
    "note": "After the leave",
}


def agreed(home: Home, place: Workplace, someone: Someone | None = None, **members: Any) -> dict[str, Any]:
    body = {"person_id": (someone or place.owner).id, **members}
    return done(home.http.post("/v1/contracts", headers=place.admin.bearer, json=body), 201)


def test_what_is_left_out_has_its_default(home: Home, place: Workplace) -> None:
    found = agreed(home, place, **FULL_TIME)
    kept = {name: found[name] for name in ("id", "number", "created_at", "updated_at", "version")}
    assert found == {
        **kept,
        **dict.fromkeys(EVERYTHING),
        **FULL_TIME,
        "person_id": place.owner.id,
        "workdays": [1, 2, 3, 4, 5],
        "break_policy": "as-taken",
        "start_balance_seconds": 0,
        "balance_excess": "forfeit",
        "overtime": "counts",
    }


def test_a_contract_has_all_that_was_agreed_and_moves_the_person(home: Home, place: Workplace) -> None:
    found = agreed(home, place, **EVERYTHING)
    assert found.items() >= EVERYTHING.items()
    assert done(home.http.get(f"/v1/contracts/{found['id']}", headers=place.owner.bearer)) == found
    person = f"/v1/people/{place.owner.id}"
    assert done(home.http.get(person, headers=place.admin.bearer))["zone"] == "Europe/Berlin"
    home.clock.forward(days=22)
    assert done(home.http.get(person, headers=place.admin.bearer))["zone"] == "Europe/Vienna"


def test_a_further_contract_ends_the_one_before_and_the_past_stays(home: Home, place: Workplace) -> None:
    first = agreed(home, place, **FULL_TIME)
    second = agreed(home, place, **FULL_TIME | {"starts_on": "2026-06-15", "weekly_seconds": 72_000})
    items = walk(home, place.owner, "/v1/contracts", 1)
    assert [(each["id"], each["ends_on"]) for each in items] == [(second["id"], None), (first["id"], "2026-06-14")]
    assert items[1]["weekly_seconds"] == 144_000


def test_contracts_are_personal(home: Home, place: Workplace, strangers: Workplace) -> None:
    now, actor = home.clock.now, command_line_actor(place.id)

    async def join(tx: Tx) -> None:
        team = await teams.TEAMS.add(tx, actor, now, {"name": "Team"})
        await teams.add_members(tx, actor, now, team.id, [place.lead.id, place.owner.id])

    home.run(join)
    path = f"/v1/contracts/{agreed(home, place, **FULL_TIME)['id']}"
    home.http.patch(f"/v1/people/{place.colleague.id}", headers=place.admin.bearer, json={"role": "auditor"})
    mine = {"person_id": place.owner.id}
    for reader in (place.owner, place.lead, place.admin, place.colleague):
        assert done(home.http.get(path, headers=reader.bearer))["person_id"] == place.owner.id
        assert len(page(home.http.get("/v1/contracts", headers=reader.bearer, params=mine))[0]) == 1
    for all_of_them in (place.admin, place.colleague):
        assert len(page(home.http.get("/v1/contracts?everyone=true", headers=all_of_them.bearer))[0]) == 1
    home.http.patch(f"/v1/people/{place.colleague.id}", headers=place.admin.bearer, json={"role": "member"})
    for reader in (place.colleague, strangers.admin):
        for method, body in (("GET", None), ("PATCH", {"note": "n"}), ("DELETE", None)):
            unknown = home.http.request(method, f"/v1/contracts/{UNKNOWN}", headers=reader.bearer, json=body)
            answer = home.http.request(method, path, headers=reader.bearer, json=body)
            problem(answer, 404, "not-found")
            assert answer.json() == unknown.json()
        problem(home.http.get("/v1/contracts", headers=reader.bearer, params=mine), 404, "not-found")
    for reader in (place.owner, place.lead):
        body = {**FULL_TIME, **mine}
        problem(home.http.post("/v1/contracts", headers=reader.bearer, json=body), 403, "not-allowed")
        problem(home.http.patch(path, headers=reader.bearer, json={"note": "n"}), 403, "not-allowed")
        problem(home.http.delete(path, headers=reader.bearer), 403, "not-allowed")


REFUSED: list[tuple[dict[str, Any], int, str, tuple[str, ...]]] = [
    ({"weekly_seconds": 432_001}, 400, "too-many-hours", ("weekly_seconds",)),
    ({"workdays": [1], "weekly_seconds": 86_401}, 400, "too-many-hours", ("weekly_seconds",)),
    ({**WEEKDAYS, "weekday_seconds": [86_401, 0, 0, 0, 0, 0, 0]}, 400, "too-many-hours", ("weekday_seconds",)),
    (WEEKDAYS, 400, "invalid", ("weekday_seconds",)),
    ({**WEEKDAYS, "weekday_seconds": [1] * 6}, 400, "invalid", ("weekday_seconds",)),
    ({**WEEKDAYS, "weekday_seconds": [1] * 7, "workdays": [1]}, 400, "invalid", ("workdays",)),
    ({"kind": "weekdays", "weekday_seconds": [1] * 5 + [0, 0]}, 400, "invalid", ("weekly_seconds",)),
    ({"weekday_seconds": [1] * 5 + [0, 0]}, 400, "invalid", ("weekday_seconds",)),
    ({"kind": "trust"}, 400, "invalid", ("weekly_seconds",)),
    ({"overtime": "sometimes"}, 400, "invalid", ("overtime",)),
    ({"kind": "rarely"}, 400, "invalid", ("kind",)),
    ({"weekly_seconds": None}, 400, "invalid", ("weekly_seconds",)),
    ({"weekly_seconds": -1}, 400, "invalid", ("weekly_seconds",)),
    ({"workdays": []}, 400, "invalid", ("workdays",)),
    ({"workdays": [0]}, 400, "invalid", ("workdays",)),
    ({"workdays": [1, 1]}, 400, "invalid", ("workdays",)),
    ({"ends_on": "2025-12-31"}, 400, "range-reversed", ("ends_on",)),
    ({"starts_on": "1969-12-31"}, 400, "invalid", ("starts_on",)),
    ({"ends_on": "9000-01-02"}, 400, "invalid", ("ends_on",)),
    ({"region": "DE-XX"}, 400, "unknown-region", ("region",)),
    ({"region": "de"}, 400, "unknown-region", ("region",)),
    ({"region": "DE-Augsburg"}, 400, "unknown-region", ("region",)),
    ({"region": ""}, 400, "unknown-region", ("region",)),
    ({"law": "XX"}, 400, "invalid", ("law",)),
    ({"zone": "Europe/Nowhere"}, 400, "invalid", ("zone",)),
    ({"vacation_days": "-1"}, 400, "invalid", ("vacation_days",)),
    ({"vacation_days": "367"}, 400, "invalid", ("vacation_days",)),
    ({"balance_cap_seconds": 1}, 400, "invalid", ("balance_cap_seconds",)),
    ({"balance_period": "month"}, 400, "invalid", ("balance_cap_seconds",)),
    ({"start_balance_seconds": 36_000_001}, 400, "invalid", ("start_balance_seconds",)),
    ({"person_id": UNKNOWN}, 404, "not-found", ()),
]


@pytest.mark.parametrize(("members", "status", "key", "fields"), REFUSED)
def test_what_no_contract_can_be_is_refused(
    home: Home, office: Workplace, members: dict[str, Any], status: int, key: str, fields: tuple[str, ...]
) -> None:
    before = traces(home, office)
    body = {**FULL_TIME, "person_id": office.owner.id, **members}
    problem(home.http.post("/v1/contracts", headers=office.admin.bearer, json=body), status, key, *fields)
    assert traces(home, office) == before


@pytest.mark.parametrize(
    ("members", "seconds"),
    [
        ({"weekly_seconds": 432_000}, 432_000),
        ({"weekly_seconds": 0}, 0),
        (
            {
                "vacation_days": "366",
                "region": "PT-11",
                "law": "EU",
                "balance_period": "year",
                "balance_cap_seconds": 0,
            },
            144_000,
        ),
        ({"region": "CH-ZH", "start_balance_seconds": -36_000_000, "ends_on": "2026-01-01"}, 144_000),
    ],
)
def test_the_other_side_of_the_border_is_taken(
    home: Home, place: Workplace, members: dict[str, Any], seconds: int
) -> None:
    assert agreed(home, place, **FULL_TIME | members)["weekly_seconds"] == seconds


def test_contracts_do_not_overlap(home: Home, place: Workplace) -> None:
    agreed(home, place, **FULL_TIME | {"ends_on": "2026-06-30"})
    later = agreed(home, place, **FULL_TIME | {"starts_on": "2026-08-01"})
    before = traces(home, place)
    for days in ({"starts_on": "2026-06-30", "ends_on": "2026-07-31"}, {"starts_on": "2026-07-01"}):
        body = {**FULL_TIME, **days, "person_id": place.owner.id}
        problem(home.http.post("/v1/contracts", headers=place.admin.bearer, json=body), 409, "contracts-overlap")
    moved = {"starts_on": "2026-06-30"}
    path = f"/v1/contracts/{later['id']}"
    problem(home.http.patch(path, headers=place.admin.bearer, json=moved), 409, "contracts-overlap")
    assert traces(home, place) == before
    agreed(home, place, **FULL_TIME | {"starts_on": "2026-07-01", "ends_on": "2026-07-31"})


def test_what_has_begun_is_ended_not_rewritten(home: Home, place: Workplace) -> None:
    begun = agreed(home, place, **FULL_TIME)
    path, admin = f"/v1/contracts/{begun['id']}", place.admin.bearer
    problem(home.http.patch(path, headers=admin, json={"weekly_seconds": 1}), 409, "contract-has-begun")
    today = agreed(home, place, place.colleague, **FULL_TIME | {"starts_on": "2026-03-10"})
    url = f"/v1/contracts/{today['id']}"
    problem(home.http.patch(url, headers=admin, json={"kind": "trust"}), 409, "contract-has-begun")
    ended = done(home.http.patch(path, headers=admin, json={"ends_on": "2026-03-31", "note": "Leaves"}))
    assert (ended["ends_on"], ended["note"], ended["version"]) == ("2026-03-31", "Leaves", 2)
    to_come = agreed(home, place, **FULL_TIME | {"starts_on": "2026-04-01"})
    url = f"/v1/contracts/{to_come['id']}"
    changes = {"kind": "weekdays", "weekday_seconds": [0, 0, 0, 0, 0, 3600, 0], "starts_on": "2026-04-02"}
    after = done(home.http.patch(url, headers=admin, json=changes))
    # What belonged to the kind before falls away without being named.
    assert after.items() >= (changes | {"workdays": [6], "weekly_seconds": None}).items()
    stale = home.http.patch(url, headers={**admin, "If-Match": '"1"'}, json={"note": "n"})
    problem(stale, 412, "version-mismatch")


def test_one_that_has_begun_is_deleted_with_a_reason(home: Home, place: Workplace) -> None:
    path, admin = f"/v1/contracts/{agreed(home, place, **FULL_TIME)['id']}", place.admin.bearer
    problem(home.http.delete(path, headers=admin), 400, "reason-required", "reason")
    assert home.http.delete(path, headers=admin, params={"reason": "For somebody else"}).status_code == 204
    problem(home.http.get(path, headers=admin), 404, "deleted")
    rows, _ = page(home.http.get("/v1/journal", headers=place.owner.bearer, params={"person_id": place.owner.id}))
    assert (rows[0]["act"], rows[0]["payload"]["reason"]) == ("contract.deleted", "For somebody else")
    to_come = agreed(home, place, **FULL_TIME | {"starts_on": "2026-03-11"})
    assert home.http.delete(f"/v1/contracts/{to_come['id']}", headers=admin).status_code == 204


NEW_YORK: dict[str, Any] = FULL_TIME | {"starts_on": "2026-04-01", "zone": "America/New_York"}


def zone_after(home: Home, place: Workplace, days: int) -> str:
    """The owner's zone, so many days on."""
    home.clock.forward(days=days)
    found: str = done(home.http.get(f"/v1/people/{place.owner.id}", headers=place.admin.bearer))["zone"]
    return found


def test_a_zone_goes_with_the_contract_that_brought_it(home: Home, place: Workplace) -> None:
    agreed(home, place, **FULL_TIME)
    path = f"/v1/contracts/{agreed(home, place, **NEW_YORK)['id']}"
    assert home.http.delete(path, headers=place.admin.bearer).status_code == 204
    assert zone_after(home, place, 30) == "Europe/Berlin"


def test_a_zone_moves_with_the_contract_that_brings_it(home: Home, place: Workplace) -> None:
    path, admin = f"/v1/contracts/{agreed(home, place, **NEW_YORK)['id']}", place.admin.bearer
    done(home.http.patch(path, headers=admin, json={"starts_on": "2026-05-01"}))
    further = agreed(home, place, **NEW_YORK | {"starts_on": "2026-06-01", "zone": "Asia/Tokyo"})
    assert zone_after(home, place, 50) == "Europe/Berlin"
    assert zone_after(home, place, 10) == "America/New_York"
    assert zone_after(home, place, 30) == "Asia/Tokyo"
    gone = home.http.delete(f"/v1/contracts/{further['id']}", headers=admin, params={"reason": "Stays"})
    assert (gone.status_code, zone_after(home, place, 0)) == (204, "America/New_York")


def test_a_contract_goes_on_when_the_one_that_ended_it_goes(home: Home, place: Workplace) -> None:
    first = agreed(home, place, **FULL_TIME)
    path, admin = f"/v1/contracts/{first['id']}", place.admin.bearer
    home.clock.forward(minutes=1)
    second = agreed(home, place, **FULL_TIME | {"starts_on": "2026-06-15"})
    done(home.http.patch(path, headers=admin, json={"note": "n"}))
    home.clock.forward(minutes=1)
    third = agreed(home, place, **FULL_TIME | {"starts_on": "2026-09-01"})
    middle = f"/v1/contracts/{second['id']}"
    # Between two others there is a gap: nothing says that the first was to reach the third.
    assert home.http.delete(middle, headers=admin).status_code == 204
    assert done(home.http.get(path, headers=admin))["ends_on"] == "2026-06-14"
    assert home.http.delete(f"/v1/contracts/{third['id']}", headers=admin).status_code == 204
    assert done(home.http.get(path, headers=admin))["ends_on"] == "2026-06-14", "the third ended the second alone"
    fourth = agreed(home, place, **FULL_TIME | {"starts_on": "2026-06-15", "ends_on": "2026-12-31"})
    assert home.http.delete(f"/v1/contracts/{fourth['id']}", headers=admin).status_code == 204
    assert done(home.http.get(path, headers=admin))["ends_on"] == "2026-06-14", "a term stays a term"


def test_the_contract_that_goes_on_again_is_journaled(home: Home, place: Workplace) -> None:
    first = agreed(home, place, **FULL_TIME)
    home.clock.forward(minutes=1)
    second = agreed(home, place, **FULL_TIME | {"starts_on": "2026-06-15", "ends_on": "2026-06-30"})
    admin = place.admin.bearer
    assert home.http.delete(f"/v1/contracts/{second['id']}", headers=admin).status_code == 204
    found = done(home.http.get(f"/v1/contracts/{first['id']}", headers=admin))
    assert (found["ends_on"], found["version"]) == (None, 3)
    rows, _ = page(home.http.get("/v1/journal", headers=place.owner.bearer, params={"person_id": place.owner.id}))
    assert [each["act"] for each in rows[:2]] == ["contract.changed", "contract.deleted"]
    assert rows[0]["payload"]["before"]["ends_on"] == "2026-06-14"


@pytest.mark.parametrize("last", ["2026-03-08", "2026-01-31"])
def test_an_end_that_rewrites_days_that_are_over_needs_a_reason(home: Home, place: Workplace, last: str) -> None:
    path, admin = f"/v1/contracts/{agreed(home, place, **FULL_TIME)['id']}", place.admin.bearer
    done(home.http.patch(path, headers=admin, json={"ends_on": "2026-03-09"}))
    before = traces(home, place)
    problem(home.http.patch(path, headers=admin, json={"ends_on": last}), 400, "reason-required", "reason")
    assert traces(home, place) == before
    why = {"reason": "Left earlier"}
    assert done(home.http.patch(path, headers=admin, json={"ends_on": last}, params=why))["ends_on"] == last
    problem(home.http.patch(path, headers=admin, json={"ends_on": None}), 400, "reason-required", "reason")
    assert done(home.http.patch(path, headers=admin, json={"note": "n"}))["ends_on"] == last


def test_days_that_are_closed_keep_their_contract(home: Home, place: Workplace) -> None:
    path, admin = f"/v1/contracts/{agreed(home, place, **FULL_TIME)['id']}", place.admin.bearer
    lock = {"person_id": place.owner.id, "locked_through": "2026-02-28"}
    assert home.http.post("/v1/locks", headers=admin, json=lock).status_code == 201
    problem(home.http.delete(path, headers=admin, params={"reason": "r"}), 409, "period-locked")
    body = {**FULL_TIME, "starts_on": "2026-02-28", "person_id": place.owner.id}
    problem(home.http.post("/v1/contracts", headers=admin, json=body), 409, "period-locked")
    agreed(home, place, **FULL_TIME | {"starts_on": "2026-03-01"})


def test_of_a_change_only_the_days_whose_terms_change_are_asked_about(home: Home, place: Workplace) -> None:
    """A contract that reaches into locked days can be ended, and its note changed, from open days on."""
    admin, why = place.admin.bearer, {"reason": "Agreed late"}
    path = f"/v1/contracts/{agreed(home, place, **FULL_TIME)['id']}"
    done(home.http.post("/v1/locks", headers=admin, json={"locked_through": "2026-01-31"}), 201)
    assert done(home.http.patch(path, headers=admin, json={"note": "hello"}))["note"] == "hello"
    for ends_on in ("2026-12-31", "2026-01-31", None):
        assert done(home.http.patch(path, headers=admin, params=why, json={"ends_on": ends_on}))["ends_on"] == ends_on
    for ends_on in ("2026-01-30", "2026-01-01"):
        problem(home.http.patch(path, headers=admin, params=why, json={"ends_on": ends_on}), 409, "period-locked")
    later = done(home.http.patch(path, headers=admin, params=why, json={"ends_on": "2026-01-31"}))
    done(home.http.post("/v1/locks", headers=admin, json={"locked_through": "2026-02-28"}), 201)
    for ends_on in ("2026-02-01", None):
        problem(home.http.patch(path, headers=admin, params=why, json={"ends_on": ends_on}), 409, "period-locked")
    assert done(home.http.get(path, headers=admin)) == later


def test_a_short_contract_amid_closed_days_does_not_end_the_one_before(home: Home, place: Workplace) -> None:
    """An exception opens three days of January; what comes after them is as closed as before."""
    admin = place.admin.bearer
    agreed(home, place, **FULL_TIME)
    done(home.http.post("/v1/locks", headers=admin, json={"locked_through": "2026-01-31"}), 201)
    days = {"starts_on": "2026-01-14", "ends_on": "2026-01-16"}
    opened = {**days, "person_id": place.owner.id, "reason": "Late"}
    done(home.http.post("/v1/lock-exceptions", headers=admin, json=opened), 201)
    body = {**FULL_TIME, **days, "person_id": place.owner.id}
    problem(home.http.post("/v1/contracts", headers=admin, json=body), 409, "period-locked")


def test_admins_do_not_agree_with_themselves(home: Home, place: Workplace) -> None:
    """Neither contracts nor days nor hours of one's own, unless the workspace lets people decide for themselves."""
    admin = place.admin.bearer
    agreed_on = {**FULL_TIME, "start_balance_seconds": 36_000}
    grants: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("contracts", agreed_on, {"note": "n"}),
        (
            "balance-adjustments",
            {"day": "2026-03-09", "seconds": 600, "kind": "correction", "note": "n"},
            {"note": "m"},
        ),
        ("entitlements", {"year": 2026, "days": "30"}, {"days": "40"}),
    ]
    done(home.http.patch(f"/v1/people/{place.lead.id}", headers=admin, json={"role": "admin"}))
    done(home.http.post("/v1/absence-types", headers=admin, json={"name": "Vacation", "kind": "vacation"}), 201)
    before = traces(home, place)
    for path, body, _ in grants:
        problem(home.http.post(f"/v1/{path}", headers=admin, json=body), 403, "self-approval")
    assert traces(home, place) == before
    for path, body, changes in grants:
        theirs = {**body, "person_id": place.admin.id}
        made = done(home.http.post(f"/v1/{path}", headers=place.lead.bearer, json=theirs), 201)
        url = f"/v1/{path}/{made['id']}"
        problem(home.http.patch(url, headers=admin, json=changes), 403, "self-approval")
        problem(home.http.delete(url, headers=admin, params={"reason": "r"}), 403, "self-approval")
    home.run(lambda tx: settings.put(tx, place.id, SELF_APPROVAL.name, True))
    for path, body, changes in grants[1:]:
        made = done(home.http.post(f"/v1/{path}", headers=admin, json=body), 201)
        done(home.http.patch(f"/v1/{path}/{made['id']}", headers=admin, json=changes))
    done(home.http.post("/v1/contracts", headers=admin, json={**FULL_TIME, "starts_on": "2026-04-01"}), 201)


def test_a_contract_is_told_to_who_may_read_it(home: Home, place: Workplace) -> None:
    found = agreed(home, place, **FULL_TIME)
    told = {
        who.username: [
            each["record"]
            for each in home.http.get("/v1/changes?limit=500", headers=who.bearer).json()["items"]
            if each["kind"] == "contract"
        ]
        for who in (place.owner, place.admin, place.colleague)
    }
    assert told == {"owner": [found], "admin": [found], "colleague": []}
