"""Overtime that people ask to have counted."""

from typing import Any

import pytest

from tests.faces.closing import handed_in, lock, moved
from tests.home import Home, Someone, Workplace
from tests.native.teams import with_team
from tests.native.wire import done, page, problem
from tests.traces import traces

PATH = "/v1/overtime"
ASKED = {"day": "2026-03-09", "seconds": 3600, "note": "the release"}


@pytest.fixture
def site(home: Home, place: Workplace) -> Workplace:
    return with_team(home, place)


def ask(home: Home, someone: Someone, **members: Any) -> dict[str, Any]:
    return done(home.http.post(PATH, headers=someone.bearer, json=ASKED | members), 201)


def decide(home: Home, someone: Someone, id: str, verb: str, **body: Any) -> Any:
    return home.http.post(f"{PATH}/{id}/{verb}", headers=someone.bearer, json=body)


def test_overtime_is_asked_for_changed_approved_and_opened_again(home: Home, site: Workplace) -> None:
    new = ask(home, site.owner)
    assert new.items() >= (ASKED | {"status": "requested", "decided_by": None}).items()
    url = f"{PATH}/{new['id']}"
    assert done(home.http.patch(url, headers=site.owner.bearer, json={"seconds": 5400}))["seconds"] == 5400
    problem(home.http.patch(url, headers=site.lead.bearer, json={"seconds": 1}), 403, "not-allowed")
    problem(home.http.patch(url, headers=site.admin.bearer, json={"note": "n"}), 400, "reason-required", "reason")
    approved = done(decide(home, site.lead, new["id"], "approve"))
    assert (approved["status"], approved["decided_by"]) == ("approved", site.lead.id)
    problem(home.http.patch(url, headers=site.owner.bearer, json={"seconds": 1}), 409, "already-decided")
    problem(home.http.delete(url, headers=site.owner.bearer), 409, "already-decided")
    problem(decide(home, site.lead, new["id"], "reopen", reason="r"), 403, "not-allowed")
    problem(decide(home, site.admin, new["id"], "reopen"), 400, "reason-required", "reason")
    opened = done(decide(home, site.admin, new["id"], "reopen", reason="twice"))
    assert (opened["status"], opened["decided_by"], opened["decided_at"]) == ("requested", None, None)
    problem(decide(home, site.admin, new["id"], "reopen", reason="r"), 409, "wrong-status")
    rejected = done(decide(home, site.lead, new["id"], "reject", reason="nobody had asked for it"))
    assert (rejected["status"], rejected["decision_reason"]) == ("rejected", "nobody had asked for it")
    rows = home.http.get("/v1/journal?limit=5", headers=site.owner.bearer).json()["items"]
    acts = ("rejected", "reopened", "approved", "changed", "added")
    assert [row["act"] for row in rows] == [f"overtime.{act}" for act in acts]


def test_who_decides_and_who_lists(home: Home, site: Workplace) -> None:
    new, of_colleague, of_lead = (ask(home, each) for each in (site.owner, site.colleague, site.lead))
    before = traces(home, site)
    problem(decide(home, site.owner, new["id"], "approve"), 403, "not-allowed")
    problem(decide(home, site.lead, of_colleague["id"], "approve"), 404, "not-found")
    problem(decide(home, site.lead, of_lead["id"], "approve"), 403, "self-approval")
    problem(decide(home, site.lead, new["id"], "reject"), 400, "reason-required", "reason")
    assert traces(home, site) == before

    def listed(someone: Someone, **wanted: Any) -> set[str]:
        found, _ = page(home.http.get(PATH, headers=someone.bearer, params={"everyone": True, **wanted}))
        return {each["id"] for each in found}

    assert listed(site.lead) == {new["id"], of_lead["id"]}
    assert listed(site.admin, status="requested", starts_on="2026-03-09", ends_on="2026-03-09") == {
        new["id"],
        of_colleague["id"],
        of_lead["id"],
    }
    assert listed(site.admin, starts_on="2026-03-10") == listed(site.admin, ends_on="2026-03-08") == set()
    assert listed(site.admin, status="approved") == set()


def test_on_closed_days_nothing_is_asked_for_or_approved(home: Home, site: Workplace) -> None:
    new, other = ask(home, site.owner), ask(home, site.owner, day="2026-03-08")
    sheet = handed_in(home, site.owner, "2026-03-09")
    lock(home, site, "2026-03-08")
    before = traces(home, site)
    for id in (new["id"], other["id"]):
        problem(decide(home, site.lead, id, "approve"), 409, "period-locked")
    problem(home.http.post(PATH, headers=site.owner.bearer, json=ASKED), 409, "period-locked")
    away = {"day": "2026-03-16"}
    problem(home.http.patch(f"{PATH}/{new['id']}", headers=site.owner.bearer, json=away), 409, "period-locked")
    assert traces(home, site) == before
    # What never counted can still be withdrawn and rejected.
    assert home.http.delete(f"{PATH}/{new['id']}", headers=site.owner.bearer).status_code == 204
    done(decide(home, site.lead, other["id"], "reject", reason="r"))
    moved(home, site.owner, sheet, "withdraw")
    done(decide(home, site.lead, ask(home, site.owner)["id"], "approve"))


def test_a_days_overtime_is_no_more_than_a_day(home: Home, site: Workplace) -> None:
    rejected, first = ask(home, site.owner, seconds=80_000), ask(home, site.owner, day="2026-03-08", seconds=6_400)
    done(decide(home, site.lead, rejected["id"], "reject", reason="r"))
    approved = ask(home, site.owner, seconds=80_000)
    done(decide(home, site.lead, approved["id"], "approve"))
    before = traces(home, site)
    for answer in (
        home.http.post(PATH, headers=site.owner.bearer, json=ASKED | {"seconds": 6_401}),
        home.http.patch(
            f"{PATH}/{first['id']}", headers=site.owner.bearer, json={"day": ASKED["day"], "seconds": 6_401}
        ),
        decide(home, site.admin, rejected["id"], "reopen", reason="r"),
    ):
        problem(answer, 400, "too-many-hours", "seconds")
    assert traces(home, site) == before
    done(home.http.patch(f"{PATH}/{first['id']}", headers=site.owner.bearer, json={"day": ASKED["day"]}))
    done(decide(home, site.lead, first["id"], "approve"))
    # Somebody else's day, and one that is to come, are others.
    ask(home, site.colleague, seconds=80_000)
    planned = ask(home, site.owner, day="2027-06-01", seconds=80_000)
    assert done(decide(home, site.lead, planned["id"], "approve"))["status"] == "approved"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"seconds": 0}, "seconds"),
        ({"seconds": 86_401}, "seconds"),
        ({"seconds": -60}, "seconds"),
        ({"seconds": "60"}, "seconds"),
        ({"day": "1969-12-31"}, "day"),
        ({"day": "9000-01-02"}, "day"),
        ({"day": None}, "day"),
        ({"note": "a\x00b"}, "note"),
        ({"status": "approved"}, "status"),
    ],
)
def test_a_wrong_member_is_named(home: Home, office: Workplace, wrong: dict[str, Any], field: str) -> None:
    before = traces(home, office)
    problem(home.http.post(PATH, headers=office.owner.bearer, json=ASKED | wrong), 400, "invalid", field)
    assert traces(home, office) == before
