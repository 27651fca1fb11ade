"""Absences: what overlaps, hours, closed days, who decides, and the account of a year's days."""

from datetime import date

import httpx
import pytest

from tests.home import Home, Workplace
from tests.native.away import HOUR, Site
from tests.native.wire import UNKNOWN, done, page, problem, walk
from tests.traces import traces

WEEK = {"starts_on": "2026-03-16", "ends_on": "2026-03-20"}
TUESDAY = {"starts_on": "2026-03-17", "ends_on": "2026-03-17"}


@pytest.fixture
def site(home: Home, place: Workplace) -> Site:
    return Site(home, place)


def test_what_overlaps_is_refused_by_name(home: Home, site: Site) -> None:
    owner = site.place.owner
    asked = done(site.ask(owner, **WEEK), 201)
    before = traces(home, site.place)
    for days in (WEEK, TUESDAY, {"starts_on": "2026-03-01", "ends_on": "2026-03-16"}):
        problem(site.ask(owner, "training", **days), 409, "absences-overlap")
    assert traces(home, site.place) == before
    done(site.ask(site.place.colleague, **WEEK), 201)
    next_week = done(site.ask(owner, starts_on="2026-03-21", ends_on="2026-03-27"), 201)
    url = f"/v1/absences/{next_week['id']}"
    problem(home.http.patch(url, headers=owner.bearer, json={"starts_on": "2026-03-20"}), 409, "absences-overlap")
    # A rejected one stands in nobody's way, and does not come back where another has taken its place.
    done(site.decide(site.place.lead, asked["id"], "reject", "Release week"))
    done(site.ask(owner, "training", **TUESDAY), 201)
    problem(site.decide(site.place.admin, asked["id"], "reopen", "Moved"), 409, "absences-overlap")
    assert done(home.http.patch(url, headers=owner.bearer, json={"note": "Family"}))["note"] == "Family"


def test_two_halves_and_some_hours_fit_into_a_day(site: Site) -> None:
    owner = site.place.owner
    done(site.ask(owner, **TUESDAY, half_day_end=True), 201)
    problem(site.ask(owner, **TUESDAY, half_day_end=True), 409, "absences-overlap")
    problem(site.ask(owner, "training", **TUESDAY, seconds=4 * HOUR + 1), 400, "beyond-target", "seconds")
    by_hour = done(site.ask(owner, "training", **TUESDAY, seconds=3 * HOUR), 201)
    assert by_hour["seconds"] == 3 * HOUR
    problem(site.ask(owner, "training", **TUESDAY, half_day_start=True), 400, "beyond-target", "seconds")
    done(site.ask(owner, "training", **TUESDAY, seconds=HOUR), 201)
    problem(site.ask(owner, "training", **TUESDAY, seconds=1), 400, "beyond-target", "seconds")
    problem(site.ask(owner, **WEEK, seconds=HOUR), 400, "invalid", "seconds")
    # Nothing is due on Good Friday, on a Sunday, or on the company's afternoon off.
    for day in ("2026-04-03", "2026-03-22"):
        problem(site.ask(owner, starts_on=day, ends_on=day, seconds=HOUR), 400, "beyond-target", "seconds")
    admin = site.place.admin.bearer
    off = {"name": "Party", "starts_on": "2026-03-19", "ends_on": "2026-03-19", "half_day_start": True, "region": "DE"}
    done(site.home.http.post("/v1/company-holidays", headers=admin, json=off), 201)
    thursday = {"starts_on": "2026-03-19", "ends_on": "2026-03-19"}
    problem(site.ask(owner, **thursday, seconds=4 * HOUR + 1), 400, "beyond-target", "seconds")
    done(site.ask(owner, **thursday, seconds=4 * HOUR), 201)


def test_who_falls_ill_on_vacation_gets_the_days_back(site: Site) -> None:
    owner = site.place.owner
    site.given(owner, **WEEK)
    assert site.account(owner)["planned"] == "5"
    ill = done(site.ask(owner, "sick", starts_on="2026-03-17", ends_on="2026-03-18", half_day_end=True), 201)
    # As long as nobody has seen a certificate, it is vacation.
    assert site.account(owner)["planned"] == "5"
    done(site.decide(site.place.lead, ill["id"], "approve"))
    found = site.account(owner)
    assert (found["planned"], found["remaining"]) == ("3.5", "26.5")
    problem(site.ask(owner, "sick", **TUESDAY), 409, "absences-overlap")


def test_closed_days_are_closed_to_absences(home: Home, site: Site) -> None:
    owner, admin = site.place.owner, site.place.admin
    asked = done(site.ask(owner, **TUESDAY), 201)
    later = done(site.ask(owner, starts_on="2026-03-18", ends_on="2026-03-19"), 201)
    given = site.given(owner, starts_on="2026-03-16", ends_on="2026-03-16", half_day_start=True)
    site.lock(date(2026, 3, 17))
    before = traces(home, site.place)
    url = f"/v1/absences/{asked['id']}"
    problem(site.ask(admin, person_id=owner.id, starts_on="2026-03-16", ends_on="2026-03-16"), 409, "period-locked")
    problem(home.http.patch(url, headers=owner.bearer, json={"note": "n"}), 409, "period-locked")
    gone = home.http.delete(f"/v1/absences/{given['id']}", headers=admin.bearer, params={"reason": "Worked"})
    problem(gone, 409, "period-locked")
    problem(site.decide(site.place.lead, asked["id"], "approve"), 409, "period-locked")
    other = f"/v1/absences/{later['id']}"
    problem(home.http.patch(other, headers=owner.bearer, json={"starts_on": "2026-03-17"}), 409, "period-locked")
    assert traces(home, site.place) == before
    assert done(home.http.patch(other, headers=owner.bearer, json={"note": "n"}))["note"] == "n"
    # awork's clients and TimeTrack's are told in their own words.
    days = {"userId": owner.id, "startOn": "2026-03-16", "endOn": "2026-03-16"}
    answer = home.http.post("/api/v1/absences", headers=owner.awork_bearer, json=days)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-operation")
    answer = home.http.delete(f"/api/v2/ext/absences/{given['number']}", headers=site.place.timetrack)
    assert answer.status_code == 409, answer.text


def test_what_was_never_approved_leaves_closed_days(home: Home, site: Site) -> None:
    owner, lead = site.place.owner, site.place.lead
    first, second = (done(site.ask(owner, starts_on=day, ends_on=day), 201) for day in ("2026-03-16", "2026-03-17"))
    given = site.given(owner, starts_on="2026-03-18", ends_on="2026-03-18")
    site.lock(date(2026, 3, 18))
    assert home.http.delete(f"/v1/absences/{first['id']}", headers=owner.bearer).status_code == 204
    assert done(site.decide(lead, second["id"], "reject", "Too late"))["status"] == "rejected"
    assert done(home.http.get(f"/v1/absences/{given['id']}", headers=owner.bearer))["status"] == "approved"


def test_an_absence_over_the_end_of_a_closed_month_changes_on_its_open_days(home: Home, site: Site) -> None:
    site.choose("self-approval", True)
    begun = done(site.ask(site.place.admin, starts_on="2026-03-16", ends_on="2026-03-25"), 201)
    site.lock(date(2026, 3, 19))
    url, admin = f"/v1/absences/{begun['id']}", site.place.admin.bearer
    assert begun["status"] == "approved"
    for last in ("2026-03-27", "2026-03-20", "2026-03-19"):
        assert done(home.http.patch(url, headers=admin, json={"ends_on": last}))["ends_on"] == last
    before = traces(home, site.place)
    for members in (
        {"ends_on": "2026-03-18"},
        {"starts_on": "2026-03-17"},
        {"half_day_start": True},
        {"half_day_end": True},
        {"absence_type_id": site.types["training"]},
    ):
        problem(home.http.patch(url, headers=admin, json=members), 409, "period-locked")
    assert traces(home, site.place) == before


def test_nobody_decides_for_themself_and_every_decision_says_who_when_and_why(home: Home, site: Site) -> None:
    place = site.place
    own = done(site.ask(place.admin, **WEEK), 201)
    assert own["status"] == "requested"
    problem(site.decide(place.admin, own["id"], "approve"), 403, "self-approval")
    asked = done(site.ask(place.owner, **WEEK), 201)
    home.clock.forward(minutes=5)
    problem(site.decide(place.lead, asked["id"], "reject"), 400, "reason-required", "reason")
    problem(site.decide(place.lead, asked["id"], "reject", " "), 400, "invalid", "reason")
    rejected = done(site.decide(place.lead, asked["id"], "reject", "Release week"))
    decision = {name: rejected[name] for name in ("status", "decided_by", "decided_at", "decision_reason")}
    assert decision == {
        "status": "rejected",
        "decided_by": place.lead.id,
        "decided_at": "2026-03-10T08:05:00Z",
        "decision_reason": "Release week",
    }
    problem(site.decide(place.lead, asked["id"], "reopen", "Moved"), 403, "not-allowed")
    problem(site.decide(place.admin, asked["id"], "reopen"), 400, "reason-required", "reason")
    reopened = done(site.decide(place.admin, asked["id"], "reopen", "Moved"))
    assert [reopened[name] for name in decision] == ["requested", None, None, None]
    approved = done(site.decide(place.lead, asked["id"], "approve"))
    assert [approved[name] for name in decision] == ["approved", place.lead.id, "2026-03-10T08:05:00Z", None]
    entries, _ = page(home.http.get("/v1/journal", headers=place.owner.bearer, params={"limit": 4}))
    assert [each["act"] for each in entries] == [
        f"absence.{act}" for act in ("approved", "requested", "rejected", "added")
    ]
    problem(site.decide(place.lead, UNKNOWN, "approve"), 404, "not-found")
    problem(site.decide(place.colleague, asked["id"], "approve"), 404, "not-found")


def test_what_has_been_decided_stays_so_until_an_admin_opens_it_again(home: Home, site: Site) -> None:
    place = site.place
    asked = done(site.ask(place.owner, **WEEK), 201)["id"]
    opposite = {"reject": "approve", "approve": "reject"}
    for verb, other in opposite.items():
        decided = done(site.decide(place.admin, asked, verb, "As agreed"))
        before = traces(home, place)
        for someone in (place.lead, place.admin):
            problem(site.decide(someone, asked, other, "No"), 409, "already-decided")
            assert done(site.decide(someone, asked, verb, "Again")) == decided
        assert traces(home, place) == before
        done(site.decide(place.admin, asked, "reopen", "Changed plans"))
    row = home.http.get("/v1/journal?limit=1", headers=place.owner.bearer).json()["items"][0]
    assert (row["act"], row["payload"]["reason"]) == ("absence.requested", "Changed plans")


def test_a_workspace_can_let_people_decide_for_themselves(site: Site) -> None:
    place = site.place
    site.choose("self-approval", True)
    assert done(site.ask(place.admin, **WEEK), 201)["status"] == "approved"
    lead = done(site.ask(place.lead, **WEEK), 201)
    assert (lead["status"], lead["decided_by"]) == ("approved", place.lead.id)
    member = done(site.ask(place.owner, **WEEK), 201)
    assert member["status"] == "requested"
    problem(site.decide(place.owner, member["id"], "approve"), 403, "not-allowed")


def test_a_lead_lists_what_waits_for_a_decision(home: Home, site: Site) -> None:
    place = site.place
    waiting = done(site.ask(place.owner, **WEEK), 201)["id"]
    site.given(place.owner, starts_on="2026-04-07", ends_on="2026-04-10")
    elsewhere = done(site.ask(place.colleague, **WEEK), 201)["id"]
    wanted = {"everyone": "true", "status": "requested"}
    assert [each["id"] for each in walk(home, place.lead, "/v1/absences", 1, **wanted)] == [waiting]
    assert [each["id"] for each in walk(home, place.admin, "/v1/absences", 1, **wanted)] == [elsewhere, waiting]
    answer = home.http.get("/v1/absences", headers=place.owner.bearer, params=wanted)
    problem(answer, 403, "not-allowed")


def test_the_account_of_a_year(home: Home, site: Site) -> None:
    """On 10 March: five of last year's days lapse on the 31st, a week before Easter is planned, over two holidays."""
    owner = site.place.owner
    site.entitle(owner, year=2025, days="28")
    site.given(owner, starts_on="2026-03-02", ends_on="2026-03-02", half_day_start=True)
    site.given(owner, starts_on="2026-03-03", ends_on="2026-03-03", seconds=2 * HOUR)
    site.given(owner, starts_on="2026-03-30", ends_on="2026-04-06")
    done(site.ask(owner, starts_on="2026-12-24", ends_on="2027-01-02"), 201)
    found = site.account(owner)
    assert found == {
        "person_id": owner.id,
        "absence_type_id": site.types["vacation"],
        "year": 2026,
        "granted": "30",
        "carried_over": "5",
        "expired": "0",
        "taken": "0.75",
        "planned": "4",
        "requested": "5",
        "carried_on": "0",
        "remaining": "25.25",
        "expiring": [
            {"days": "2.25", "expires_on": "2026-03-31"},
            {"days": "18", "expires_on": "2026-12-31"},
        ],
    }
    following = site.account(owner, year=2027)
    assert (following["carried_over"], following["requested"], following["remaining"]) == ("5", "0", "35")
    last_year = site.account(owner, year=2025)
    assert (last_year["granted"], last_year["expired"], last_year["carried_on"]) == ("28", "23", "5")
    home.clock.forward(days=30)
    later = site.account(owner)
    assert (later["taken"], later["planned"], later["expired"], later["remaining"]) == ("4.75", "0", "2.25", "23")
    # An entitlement stands in for what the contract says; several add up.
    site.entitle(owner, days="20")
    site.entitle(owner, days="2.5", note="Five years with us")
    assert site.account(owner)["granted"] == "22.5"


def test_an_account_is_read_as_time_is(home: Home, site: Site, elsewhere: Workplace) -> None:
    place = site.place
    mine = site.account(place.owner)
    for someone in (place.lead, place.admin):
        assert site.account(someone, person_id=place.owner.id) == mine
    url, theirs = "/v1/entitlements/account", {"person_id": place.owner.id}
    for stranger in (place.colleague, elsewhere.admin):
        problem(home.http.get(url, headers=stranger.bearer, params=theirs), 404, "not-found")
    without = site.account(place.colleague)
    assert (without["granted"], without["remaining"]) == ("0", None)
    sick = {"absence_type_id": site.types["sick"]}
    problem(home.http.get(url, headers=place.owner.bearer, params=sick), 400, "invalid", "absence_type_id")
    for wrong, fields in (({"year": "1969"}, ["year"]), ({"year": "x"}, ["year"])):
        problem(home.http.get(url, headers=place.owner.bearer, params=wrong), 400, "invalid", *fields)


def test_entitlements_are_kept_by_admins(home: Home, site: Site) -> None:
    place = site.place
    training = {"absence_type_id": site.types["training"], "days": "5", "expires_on": "2026-06-30"}
    made = site.entitle(place.owner, **training)
    url = f"/v1/entitlements/{made['id']}"
    assert (made["days"], made["expires_on"], made["year"]) == ("5", "2026-06-30", 2026)
    for someone in (place.owner, place.lead):
        assert done(home.http.get(url, headers=someone.bearer)) == made
        problem(home.http.patch(url, headers=someone.bearer, json={"days": "6"}), 403, "not-allowed")
        problem(home.http.delete(url, headers=someone.bearer), 403, "not-allowed")
        body = {"person_id": place.owner.id, "year": 2026, "days": "1"}
        problem(home.http.post("/v1/entitlements", headers=someone.bearer, json=body), 403, "not-allowed")
    problem(home.http.get(url, headers=place.colleague.bearer), 404, "not-found")
    changes = {"days": "7.5", "reason": "As agreed"}
    assert done(home.http.patch(url, headers=place.admin.bearer, json=changes))["days"] == "7.5"
    site.entitle(place.owner, year=2027, days="30")
    for query, count in (({}, 2), ({"year": 2026}, 1), ({"absence_type_id": site.types["training"]}, 1)):
        assert len(walk(home, place.owner, "/v1/entitlements", 1, **query)) == count
    found = site.account(place.owner, absence_type_id=site.types["training"])
    assert (found["granted"], found["remaining"]) == ("7.5", "7.5")
    assert found["expiring"] == [{"days": "7.5", "expires_on": "2026-06-30"}]
    problem(home.http.delete(url, headers=place.admin.bearer), 400, "reason-required", "reason")
    assert home.http.delete(f"{url}?reason=twice", headers=place.admin.bearer).status_code == 204
    problem(home.http.get(url, headers=place.owner.bearer), 404, "deleted")


def test_an_entitlement_that_cannot_be_is_refused(home: Home, site: Site) -> None:
    good = {"person_id": site.place.owner.id, "year": 2026, "days": "1"}
    made = site.entitle(site.place.owner, days="1")
    admin = site.place.admin.bearer
    before = traces(home, site.place)
    for wrong, status, key, field in (
        ({"days": "-0.5"}, 400, "negative-entitlement", "days"),
        ({"days": "366.5"}, 400, "invalid", "days"),
        ({"days": 5}, 400, "invalid", "days"),
        ({"year": 1969}, 400, "invalid", "year"),
        ({"expires_on": "2025-12-31"}, 400, "invalid", "expires_on"),
        ({"expires_on": "2028-01-01"}, 400, "invalid", "expires_on"),
        ({"absence_type_id": site.types["sick"]}, 400, "invalid", "absence_type_id"),
        ({"absence_type_id": UNKNOWN}, 404, "not-found", "absence_type_id"),
    ):
        problem(home.http.post("/v1/entitlements", headers=admin, json=good | wrong), status, key, field)
        changes = wrong | {"reason": "As agreed"}
        problem(home.http.patch(f"/v1/entitlements/{made['id']}", headers=admin, json=changes), status, key, field)
    for wrong in ({"carry_over_until": "02-30"}, {"carry_over_days": "-1"}):
        answer = home.http.post("/v1/absence-types", headers=admin, json={"name": "V", "kind": "vacation"} | wrong)
        problem(answer, 400, "invalid", *wrong)
    assert traces(home, site.place) == before


def test_the_kind_of_a_type_in_use_stays(site: Site) -> None:
    """What days were booked as is what they are; the type's other members are free, and so is an unused one's kind."""
    admin, url = site.place.admin.bearer, f"/v1/absence-types/{site.types['training']}"

    def change(**members: str) -> httpx.Response:
        return site.home.http.patch(url, headers=admin, json=members)

    for kind in ("special", "training"):
        assert done(change(kind=kind))["kind"] == kind
    asked = done(site.ask(site.place.owner, "training", **WEEK), 201)
    before = traces(site.home, site.place)
    problem(change(kind="special"), 409, "in-use", "kind")
    assert traces(site.home, site.place) == before
    assert done(change(kind="training", name="Course"))["name"] == "Course"
    assert site.home.http.delete(f"/v1/absences/{asked['id']}", headers=site.place.owner.bearer).status_code == 204
    assert done(change(kind="special"))["kind"] == "special"


def test_more_than_remains_is_asked_for_unless_the_workspace_refuses_it(site: Site) -> None:
    owner = site.place.owner
    site.entitle(owner, days="4")
    asked = done(site.ask(owner, **WEEK), 201)
    assert site.account(owner)["remaining"] == "-1"
    site.choose("beyond-entitlement", "refuse")
    url = f"/v1/absences/{asked['id']}"
    problem(site.ask(owner, starts_on="2026-05-04", ends_on="2026-05-04"), 409, "entitlement-exceeded")
    assert done(site.home.http.patch(url, headers=owner.bearer, json={"ends_on": "2026-03-19"}))["version"] == 2
    problem(
        site.home.http.patch(url, headers=owner.bearer, json={"ends_on": "2026-03-20"}), 409, "entitlement-exceeded"
    )
    # Who decides may give more; nothing is counted where nobody has a number of days.
    site.given(owner, starts_on="2026-05-04", ends_on="2026-05-04")
    done(site.ask(owner, "sick", starts_on="2026-06-01", ends_on="2026-06-30"), 201)
    done(site.ask(site.place.colleague, starts_on="2026-06-01", ends_on="2026-06-30"), 201)
