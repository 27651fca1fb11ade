"""Absences, expenses and saved reports: records that belong to a person."""

from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import UNKNOWN, done, page, problem, walk
from tests.traces import traces

DAYS = {"starts_on": "2026-03-16", "ends_on": "2026-03-20"}
TRAIN = {"name": "Train", "price": "42.90", "spent_on": "2026-03-09"}
REPORT = {"name": "Mine", "definition": {"period": "last-month", "group_by": ["project"]}}
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "/v1/absences": (DAYS, {"ends_on": "2026-03-19", "half_day_end": True, "note": "n"}),
    "/v1/expenses": (TRAIN, {"price": "-0.5", "quantity": "2.25", "billable": True, "payment": "cash", "note": "n"}),
    "/v1/reports": (REPORT, {"name": "Ours", "shared": True}),
}
EVERY_KIND = pytest.mark.parametrize("path", KINDS)


@pytest.fixture
def site(home: Home, place: Workplace) -> Workplace:
    """A place with a type of absence, and a team of the lead and the owner."""
    mine = place.admin.bearer
    done(home.http.post("/v1/absence-types", headers=mine, json={"name": "Vacation", "kind": "vacation"}), 201)
    team = done(home.http.post("/v1/teams", headers=mine, json={"name": "Studio"}), 201)["id"]
    for someone in (place.lead, place.owner):
        home.http.put(f"/v1/teams/{team}/members/{someone.id}", headers=mine)
    return place


def added(home: Home, someone: Someone, path: str, **members: Any) -> dict[str, Any]:
    return done(home.http.post(path, headers=someone.bearer, json=KINDS[path][0] | members), 201)


@EVERY_KIND
def test_everybody_keeps_their_own(home: Home, site: Workplace, path: str) -> None:
    new = added(home, site.owner, path)
    assert new["person_id"] == site.owner.id
    url, changes = f"{path}/{new['id']}", KINDS[path][1]
    assert done(home.http.get(url, headers=site.owner.bearer)) == new
    assert page(home.http.get(path, headers=site.owner.bearer)) == ([new], None)
    home.clock.forward(minutes=1)
    stamp = {"updated_at": "2026-03-10T08:01:00Z", "version": 2}
    assert done(home.http.patch(url, headers=site.owner.bearer, json=changes)) == new | changes | stamp
    assert home.http.delete(url, headers=site.owner.bearer).status_code == 204
    problem(home.http.get(url, headers=site.owner.bearer), 404, "deleted")
    assert page(home.http.get(path, headers=site.owner.bearer)) == ([], None)


@EVERY_KIND
def test_an_admin_keeps_and_lists_those_of_others(home: Home, site: Workplace, path: str) -> None:
    new = added(home, site.admin, path, person_id=site.owner.id)
    assert new["person_id"] == site.owner.id
    url, changes = f"{path}/{new['id']}", KINDS[path][1]
    theirs = home.http.get(path, headers=site.admin.bearer, params={"person_id": site.owner.id})
    assert page(theirs) == ([new], None)
    assert page(home.http.get(path, headers=site.admin.bearer)) == ([], None)
    before = traces(home, site)
    problem(home.http.patch(url, headers=site.admin.bearer, json=changes), 400, "reason-required", "reason")
    problem(home.http.delete(url, headers=site.admin.bearer), 400, "reason-required", "reason")
    assert traces(home, site) == before
    because = changes | {"reason": "As they asked"}
    assert done(home.http.patch(url, headers=site.admin.bearer, json=because))["version"] == 2
    assert home.http.delete(f"{url}?reason=Entered+twice", headers=site.admin.bearer).status_code == 204
    rows = home.http.get("/v1/journal?limit=2", headers=site.owner.bearer).json()["items"]
    assert [row["payload"]["reason"] for row in rows] == ["Entered twice", "As they asked"]


@EVERY_KIND
def test_a_lead_reads_those_of_the_team_and_nobody_else_learns_of_them(
    home: Home, site: Workplace, strangers: Workplace, path: str
) -> None:
    new = added(home, site.owner, path)
    url, changes, theirs = f"{path}/{new['id']}", KINDS[path][1], {"person_id": site.owner.id}
    before = traces(home, site)
    assert done(home.http.get(url, headers=site.lead.bearer)) == new
    assert page(home.http.get(path, headers=site.lead.bearer, params=theirs)) == ([new], None)
    for answer in (
        home.http.patch(url, headers=site.lead.bearer, json=changes),
        home.http.delete(url, headers=site.lead.bearer),
        home.http.post(path, headers=site.colleague.bearer, json=KINDS[path][0] | theirs),
    ):
        problem(answer, 403, "not-allowed")
        # Leads keep their teams' clocks, not these.
        assert answer.json()["detail"] == "Only an admin may do this for somebody else."
    for stranger in (site.colleague, strangers.admin):
        problem(home.http.get(path, headers=stranger.bearer, params=theirs), 404, "not-found")
        for method, body in (("GET", None), ("PATCH", changes), ("DELETE", None)):
            hidden, unknown = (
                home.http.request(method, f"{path}/{id}", headers=stranger.bearer, json=body)
                for id in (new["id"], UNKNOWN)
            )
            problem(hidden, 404, "not-found")
            assert hidden.json() == unknown.json()
    assert traces(home, site) == before


@EVERY_KIND
def test_a_request_sent_twice_acts_once_and_a_version_is_kept_to(home: Home, site: Workplace, path: str) -> None:
    keyed = site.owner.bearer | {"Idempotency-Key": "once"}
    first = done(home.http.post(path, headers=keyed, json=KINDS[path][0]), 201)
    assert done(home.http.post(path, headers=keyed, json=KINDS[path][0]), 201) == first
    url, stale = f"{path}/{first['id']}", site.owner.bearer | {"If-Match": '"2"'}
    problem(home.http.patch(url, headers=stale, json=KINDS[path][1]), 412, "version-mismatch")
    problem(home.http.delete(url, headers=stale), 412, "version-mismatch")
    assert page(home.http.get(path, headers=site.owner.bearer)) == ([first], None)


REVERSED = {"ends_on": "2026-03-15"}
WRONG: list[tuple[str, dict[str, Any], list[str]]] = [
    ("/v1/absences", {"starts_on": "1969-12-31"}, ["starts_on"]),
    ("/v1/absences", {"starts_on": "16.03.2026", "ends_on": 5}, ["starts_on", "ends_on"]),
    ("/v1/absences", REVERSED, ["ends_on"]),
    ("/v1/absences", {"ends_on": "2036-03-15"}, ["ends_on"]),
    ("/v1/absences", {"ends_on": "2026-03-16", "half_day_start": True, "half_day_end": True}, ["half_day_end"]),
    ("/v1/absences", {"note": "a\x00b"}, ["note"]),
    ("/v1/absences", {"absence_type_id": "x"}, ["absence_type_id"]),
    ("/v1/absences", {"status": "approved"}, ["status"]),
    ("/v1/expenses", {"name": ""}, ["name"]),
    ("/v1/expenses", {"name": None}, ["name"]),
    ("/v1/expenses", {"price": 42.9}, ["price"]),
    ("/v1/expenses", {"price": "42,90"}, ["price"]),
    ("/v1/expenses", {"price": "1.00001"}, ["price"]),
    ("/v1/expenses", {"price": "1e3"}, ["price"]),
    ("/v1/expenses", {"price": "NaN"}, ["price"]),
    ("/v1/expenses", {"price": "1234567890123"}, ["price"]),
    ("/v1/expenses", {"quantity": "-1"}, ["quantity"]),
    ("/v1/expenses", {"spent_on": "1969-12-31"}, ["spent_on"]),
    ("/v1/expenses", {"spent_on": "2026-03-09T00:00:00Z"}, ["spent_on"]),
    ("/v1/expenses", {"payment": "p" * 201}, ["payment"]),
    ("/v1/reports", {"name": " "}, ["name"]),
    ("/v1/reports", {"definition": {}}, ["definition"]),
    ("/v1/reports", {"definition": {"period": "some-day"}}, ["definition"]),
    ("/v1/reports", {"definition": {"starts_on": "2026-03-01"}}, ["definition"]),
    ("/v1/reports", {"definition": {"starts_on": "2026-03-02", "ends_on": "2026-03-01"}}, ["definition"]),
    ("/v1/reports", {"definition": {"period": "today", "ends_on": "2026-03-01"}}, ["definition"]),
    ("/v1/reports", {"definition": {"period": "today", "group_by": ["moon"]}}, ["definition"]),
    ("/v1/reports", {"definition": {"period": "today", "projects": ["x"]}}, ["definition"]),
    ("/v1/reports", {"definition": None}, ["definition"]),
]


def test_a_wrong_member_is_named(home: Home, site: Workplace) -> None:
    urls = {path: f"{path}/{added(home, site.owner, path)['id']}" for path in KINDS}
    before = traces(home, site)
    for path, wrong, fields in WRONG:
        answer = home.http.post(path, headers=site.owner.bearer, json=KINDS[path][0] | wrong)
        assert answer.status_code == 400, (path, wrong)
        key = "range-reversed" if wrong == REVERSED else "invalid"
        problem(answer, 400, key, *fields)
        problem(home.http.patch(urls[path], headers=site.owner.bearer, json=wrong), 400, key, *fields)
    assert traces(home, site) == before


@EVERY_KIND
def test_a_list_names_what_is_wrong_with_its_query(home: Home, office: Workplace, path: str) -> None:
    mine = office.admin.bearer
    instant, day = "WyIyMDI2LTAzLTEwVDA4OjAwOjAwWiIs", "WyIyMDI2LTAzLTEwIiw"
    id = "IjAwMDAwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwZGVhZCJd"
    other = day + id if path == "/v1/reports" else instant + id
    queries = [("limit", "0"), ("cursor", "x"), ("cursor", other), ("person_id", "me")]
    if path != "/v1/reports":
        queries += [("everyone", "all"), ("from", "yesterday"), ("to", "2026-02-30")]
    queries += {"/v1/absences": [("status", "lost")], "/v1/expenses": [("project_id", "x"), ("billable", "y")]}.get(
        path, []
    )
    for name, value in queries:
        problem(home.http.get(path, headers=mine, params={name: value}), 400, "invalid", name)


@pytest.mark.parametrize(("path", "first"), [("/v1/absences", "starts_on"), ("/v1/expenses", "spent_on")])
def test_lists_are_walked_latest_first_and_narrowed_by_days(home: Home, site: Workplace, path: str, first: str) -> None:
    made = []
    for day in range(1, 8):
        days = {first: f"2026-03-0{day}"} | ({"ends_on": f"2026-03-0{day}"} if path == "/v1/absences" else {})
        made.append(added(home, site.owner, path, **days)["id"])
    other = added(home, site.colleague, path)["id"]
    assert [each["id"] for each in walk(home, site.owner, path, 3)] == made[::-1]
    within = walk(home, site.owner, path, 2, **{"from": "2026-03-03", "to": "2026-03-05"})
    assert [each["id"] for each in within] == [made[4], made[3], made[2]]
    assert len(walk(home, site.owner, path, 500, to="9999-12-31")) == 7
    assert {each["id"] for each in walk(home, site.admin, path, 3, everyone="true")} == {*made, other}
    assert [each["id"] for each in walk(home, site.lead, path, 3, everyone="true")] == made[::-1]
    problem(home.http.get(path, headers=site.owner.bearer, params={"everyone": "true"}), 403, "not-allowed")


def test_an_absence_that_reaches_into_the_days_asked_for_is_listed(home: Home, site: Workplace) -> None:
    added(home, site.owner, "/v1/absences")
    for begin, end, found in (
        ("2026-03-01", "2026-03-15", 0),
        ("2026-03-01", "2026-03-16", 1),
        ("2026-03-18", "2026-03-18", 1),
        ("2026-03-20", "2026-03-31", 1),
        ("2026-03-21", "2026-03-31", 0),
    ):
        items, _ = page(home.http.get("/v1/absences", headers=site.owner.bearer, params={"from": begin, "to": end}))
        assert len(items) == found, (begin, end)


def decided(home: Home, someone: Someone, id: str, verb: str, if_match: str = "*") -> Any:
    headers = someone.bearer | {"If-Match": if_match}
    return home.http.post(f"/v1/absences/{id}/{verb}", headers=headers)


def test_an_absence_is_asked_for_and_decided(home: Home, site: Workplace) -> None:
    asked = added(home, site.owner, "/v1/absences")
    assert asked["status"] == "requested"
    for someone in (site.owner, site.colleague):
        answer = decided(home, someone, asked["id"], "approve")
        problem(answer, *((403, "not-allowed") if someone is site.owner else (404, "not-found")))
    problem(decided(home, site.lead, asked["id"], "approve", '"2"'), 412, "version-mismatch")
    approved = done(decided(home, site.lead, asked["id"], "approve", '"1"'))
    assert (approved["status"], approved["version"]) == ("approved", 2)
    before = traces(home, site)
    assert done(decided(home, site.admin, asked["id"], "approve")) == approved
    assert traces(home, site) == before
    url = f"/v1/absences/{asked['id']}"
    problem(home.http.patch(url, headers=site.owner.bearer, json={"note": "n"}), 409, "conflict")
    problem(home.http.delete(url, headers=site.owner.bearer), 409, "conflict")
    because = {"reason": "Too many are away"}
    done(home.http.post(f"{url}/reopen", headers=site.admin.bearer, json=because))
    problem(decided(home, site.admin, asked["id"], "reject"), 400, "reason-required", "reason")
    assert done(home.http.post(f"{url}/reject", headers=site.admin.bearer, json=because))["status"] == "rejected"
    rejected, _ = page(home.http.get("/v1/absences", headers=site.owner.bearer, params={"status": "rejected"}))
    assert [each["id"] for each in rejected] == [asked["id"]]
    assert page(home.http.get("/v1/absences", headers=site.owner.bearer, params={"status": "approved"})) == ([], None)


def test_what_an_admin_enters_is_approved_and_a_lead_does_not_decide_their_own(home: Home, site: Workplace) -> None:
    assert added(home, site.admin, "/v1/absences", person_id=site.owner.id)["status"] == "approved"
    own = added(home, site.lead, "/v1/absences")["id"]
    problem(decided(home, site.lead, own, "approve"), 403, "self-approval")


def test_an_absence_is_of_a_type_of_the_workspace(home: Home, site: Workplace, place: Workplace) -> None:
    for id in (UNKNOWN, place.type_of_work):
        answer = home.http.post("/v1/absences", headers=site.owner.bearer, json=DAYS | {"absence_type_id": id})
        problem(answer, 404, "not-found", "absence_type_id")


def test_without_a_type_of_absence_nothing_can_be_asked_for(home: Home, office: Workplace) -> None:
    problem(home.http.post("/v1/absences", headers=office.owner.bearer, json=DAYS), 404, "not-found", "absence_type_id")


@pytest.mark.parametrize(
    ("price", "told"),
    [("42.90", "42.9"), ("0", "0"), ("-0.0001", "-0.0001"), ("999999999999.9999", "999999999999.9999"), ("100", "100")],
)
def test_amounts_are_exact(home: Home, site: Workplace, price: str, told: str) -> None:
    new = added(home, site.owner, "/v1/expenses", price=price)
    assert (new["price"], new["quantity"]) == (told, "1")
    assert done(home.http.get(f"/v1/expenses/{new['id']}", headers=site.owner.bearer)) == new


def test_expenses_are_narrowed_by_project_and_billability(home: Home, site: Workplace, strangers: Workplace) -> None:
    billed = added(home, site.owner, "/v1/expenses", project_id=site.project, billable=True)["id"]
    other = added(home, site.owner, "/v1/expenses")["id"]
    for query, expected in (
        ({"project_id": site.project}, [billed]),
        ({"project_id": UNKNOWN}, []),
        ({"billable": "false"}, [other]),
        ({"billable": "true"}, [billed]),
    ):
        items, _ = page(home.http.get("/v1/expenses", headers=site.owner.bearer, params=query))
        assert [each["id"] for each in items] == expected
    for id in (strangers.project, UNKNOWN):
        answer = home.http.post("/v1/expenses", headers=site.owner.bearer, json=TRAIN | {"project_id": id})
        problem(answer, 404, "not-found", "project_id")


def test_a_shared_report_is_read_by_all_and_kept_by_its_owner(
    home: Home, site: Workplace, strangers: Workplace
) -> None:
    shared = added(home, site.owner, "/v1/reports", shared=True)
    own = added(home, site.colleague, "/v1/reports")
    url = f"/v1/reports/{shared['id']}"
    assert done(home.http.get(url, headers=site.colleague.bearer)) == shared
    assert page(home.http.get("/v1/reports", headers=site.colleague.bearer)) == ([own], None)
    everybodys = {"shared": "true"}
    assert page(home.http.get("/v1/reports", headers=site.colleague.bearer, params=everybodys)) == ([shared], None)
    assert shared not in walk(home, strangers.admin, "/v1/reports", 500, shared="true")
    problem(home.http.get(url, headers=strangers.admin.bearer), 404, "not-found")
    problem(home.http.patch(url, headers=site.colleague.bearer, json={"name": "N"}), 403, "not-allowed")


def test_a_reports_definition_is_kept_as_it_was_given(home: Home, site: Workplace) -> None:
    definition = {
        "period": None,
        "starts_on": "2026-01-01",
        "ends_on": "2026-03-31",
        "group_by": ["client", "project", "month"],
        "people": [site.owner.id],
        "projects": [site.project],
        "clients": [],
        "tasks": [],
        "types_of_work": [],
        "tags": [],
        "billable": False,
        "text": "repair",
    }
    new = added(home, site.owner, "/v1/reports", definition=definition)
    assert new["definition"] == definition
    assert done(home.http.get(f"/v1/reports/{new['id']}", headers=site.owner.bearer))["definition"] == definition
