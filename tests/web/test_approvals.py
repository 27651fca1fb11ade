"""What people ask for on their pages, and what others decide about it."""

from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.teams import with_team
from tests.web.browser import Browser, Page
from uhrwerk.operations import people
from uhrwerk.operations.workspaces import command_line_actor


@pytest.fixture
def office(home: Home, own_place: Workplace) -> Workplace:
    """A workspace whose lead has the owner in their team, and the colleague not."""
    return with_team(home, own_place)


def api(home: Home, someone: Someone, path: str) -> Any:
    answer = home.http.get(f"/v1{path}", headers=someone.bearer)
    assert answer.status_code == 200, answer.text
    return answer.json()


def attended(home: Home, someone: Someone) -> dict[str, Any]:
    """An attendance of this morning, from 09:00 to 12:00 in Berlin; now it is two hours later."""
    assert home.http.post("/v1/attendance/clock-in", headers=someone.bearer, json={}).status_code == 200
    home.clock.forward(hours=3)
    answer = home.http.post("/v1/attendance/clock-out", headers=someone.bearer, json={})
    assert answer.status_code == 200
    home.clock.forward(hours=2)
    return dict(answer.json())


def correct(browser: Browser, record: str, **fields: str) -> Page:
    form = browser.page(f"/corrections/new?record={record}")
    sent = {name: str(form.value(name) or "") for name in FIELDS} | fields
    return Page(browser.post("/corrections/new", sent))


FIELDS = ("record", "started_at", "ended_at", "starts_on", "start_time", "ends_on", "end_time", "breaks")


def test_a_correction_is_asked_for_and_approved_and_then_it_is_so(home: Home, office: Workplace) -> None:
    record = attended(home, office.owner)
    owner, lead = Browser(home, office.owner), Browser(home, office.lead)
    assert "9:00" in owner.page("/corrections").answer.text
    answer = correct(owner, record["id"], end_time="12:30", breaks="10:00–10:15", reason="Forgot to clock out")
    assert answer.answer.headers["location"] == "/corrections"
    waiting = lead.page("/approvals")
    assert "Owner Example · Attendance is to be changed" in waiting.texts
    assert any("Forgot to clock out" in text for text in waiting.texts)
    assert any("12:30" in text for text in waiting.texts)
    [asked] = api(home, office.owner, "/corrections")["items"]
    fields = {"version": asked["version"]}
    assert lead.post(f"/approvals/correction/{asked['id']}/approve", fields).headers["location"] == "/approvals"
    now = api(home, office.owner, f"/attendance/{record['id']}")
    assert (now["ended_at"][11:16], now["net_seconds"]) == ("11:30", (3 * 60 + 30 - 15) * 60)
    assert "Nothing waits for you" in lead.page("/approvals").texts
    assert "approved" in lead.page("/approvals?status=decided").texts
    assert "approved" in owner.page("/corrections").texts


def test_what_was_not_touched_keeps_its_very_instant(home: Home, office: Workplace) -> None:
    home.clock.forward(seconds=17)
    record = attended(home, office.owner)
    correct(Browser(home, office.owner), record["id"], end_time="12:30", reason="Later")
    [asked] = api(home, office.owner, "/corrections")["items"]
    assert asked["members"]["started_at"] == record["started_at"]


def test_what_is_wrong_with_a_request_is_said_and_what_was_typed_is_kept(home: Home, office: Workplace) -> None:
    record = attended(home, office.owner)
    owner = Browser(home, office.owner)
    shown = correct(owner, record["id"], end_time="08:00", reason="Because")
    assert shown.answer.status_code == 422
    assert shown.problems == {"end_time": "lies before the start"} or "end_time" in shown.problems
    assert shown.value("end_time") == "08:00"
    shown = correct(owner, record["id"], end_time="12:30", reason="")
    assert list(shown.problems) == ["reason"]
    shown = correct(owner, record["id"], end_time="", breaks="noon", reason="x")
    assert list(shown.problems) == ["end_time"]
    shown = correct(owner, record["id"], breaks="noon", reason="x")
    assert list(shown.problems) == ["breaks"]
    assert api(home, office.owner, "/corrections")["items"] == []


def test_a_correction_is_about_ones_own(home: Home, office: Workplace, elsewhere: Workplace) -> None:
    record = attended(home, office.owner)
    for someone in (office.colleague, office.admin, elsewhere.owner):
        assert Browser(home, someone).get(f"/corrections/new?record={record['id']}").status_code == 404
    assert Browser(home, office.owner).get("/corrections/new?record=x").status_code == 404


def test_one_can_be_taken_back_until_it_is_decided(home: Home, office: Workplace) -> None:
    record = attended(home, office.owner)
    owner = Browser(home, office.owner)
    correct(owner, record["id"], delete="yes", reason="Not me")
    [asked] = api(home, office.owner, "/corrections")["items"]
    assert asked["action"] == "delete"
    path = f"/corrections/correction/{asked['id']}/take-back"
    assert Browser(home, office.colleague).post(path).status_code == 404
    assert owner.post(path, {"version": asked["version"]}).headers["location"] == "/corrections"
    assert api(home, office.owner, "/corrections")["items"] == []


def test_to_reject_takes_a_reason_and_htmx_gets_the_card(home: Home, office: Workplace) -> None:
    owner, lead = Browser(home, office.owner), Browser(home, office.lead)
    fields = {"day": "2026-03-09", "hours": "1,5", "note": "Stocktaking"}
    assert owner.post("/corrections/overtime", fields).headers["location"] == "/corrections/overtime"
    [asked] = api(home, office.owner, "/overtime")["items"]
    assert asked["seconds"] == 5400
    path, htmx = f"/approvals/overtime/{asked['id']}/reject", {"HX-Request": "true"}
    refused = Page(lead.post(path, {"version": "1"}, headers=htmx))
    assert refused.answer.status_code == 422
    assert list(refused.problems) == ["reason"]
    taken = Page(lead.post(path, {"version": "1", "reason": "Not agreed"}, headers=htmx))
    assert taken.answer.status_code == 200
    assert "rejected" in taken.texts
    assert not taken.all("html")
    assert any("Not agreed" in text for text in owner.page("/corrections/overtime").texts)


@pytest.mark.parametrize(("typed", "field"), [("", "hours"), ("much", "hours"), ("9-17", "hours"), ("25", "hours")])
def test_a_length_that_is_none_is_named(home: Home, place: Workplace, typed: str, field: str) -> None:
    shown = Page(Browser(home, place.owner).post("/corrections/overtime", {"day": "2026-03-09", "hours": typed}))
    assert shown.answer.status_code == 422
    assert list(shown.problems) == [field]
    assert shown.value("hours") == typed


def test_a_month_is_handed_in_approved_closed_and_opened_again(home: Home, office: Workplace) -> None:
    owner, lead, admin = (Browser(home, each) for each in (office.owner, office.lead, office.admin))
    answer = owner.post("/corrections/timesheets", {"month": "2026-02-01"})
    assert answer.headers["location"] == "/corrections/timesheets"
    [sheet] = api(home, office.owner, "/timesheets")["items"]
    assert (sheet["status"], sheet["ends_on"]) == ("submitted", "2026-02-28")
    again = Page(owner.post("/corrections/timesheets", {"month": "2026-02-01"}))
    assert list(again.problems) == ["form"] or list(again.problems) == ["month"]
    path = f"/approvals/timesheet/{sheet['id']}"
    assert lead.post(f"{path}/approve").status_code == 303
    assert lead.post(f"{path}/lock").status_code == 422
    assert admin.post(f"{path}/lock").status_code == 303
    assert list(Page(admin.post(f"{path}/reopen")).problems) == ["reason"]
    assert admin.post(f"{path}/reopen", {"reason": "A mistake"}).status_code == 303
    assert api(home, office.owner, f"/timesheets/{sheet['id']}")["status"] == "open"
    assert owner.post(f"/corrections/timesheet/{sheet['id']}/submit").status_code == 303
    assert owner.post(f"/corrections/timesheet/{sheet['id']}/take-back").status_code == 303


def test_who_may_look_and_who_decides(home: Home, office: Workplace, elsewhere: Workplace) -> None:
    Browser(home, office.colleague).post("/corrections/overtime", {"day": "2026-03-09", "hours": "1"})
    [asked] = api(home, office.colleague, "/overtime")["items"]
    assert Browser(home, office.owner).get("/approvals").status_code == 403
    # The colleague is in no team of the lead's.
    assert "Nothing waits for you" in Browser(home, office.lead).page("/approvals").texts
    path = f"/approvals/overtime/{asked['id']}/approve"
    for someone in (office.owner, office.lead, elsewhere.admin):
        assert Browser(home, someone).post(path).status_code == 404
    colleague = Browser(home, office.colleague)
    assert colleague.post(path).status_code in (403, 422)
    assert api(home, office.colleague, f"/overtime/{asked['id']}")["status"] == "requested"
    for verb in ("delete", "add", "get", "__init__", "shelf"):
        assert Browser(home, office.admin).post(f"/approvals/overtime/{asked['id']}/{verb}").status_code == 404


def test_a_long_list_goes_on(home: Home, office: Workplace) -> None:
    owner = Browser(home, office.owner)
    for day in range(1, 13):
        owner.post("/corrections/overtime", {"day": f"2026-02-{day:02d}", "hours": "1"})
    lead = Browser(home, office.lead)
    first = lead.page("/approvals")
    [further] = [link["href"] for link in first.all("a") if "after=" in str(link["href"])]
    rest = lead.page(str(further))
    cards = [page.all("article") for page in (first, rest)]
    assert [len(each) for each in cards] == [10, 2]
    assert lead.get("/approvals?kind=overtime&after=nonsense").status_code == 422


def test_findings_are_ones_own_or_ones_teams(home: Home, office: Workplace) -> None:
    for someone, hours in ((office.owner, 11), (office.colleague, 12)):
        began = home.clock.now
        home.http.post("/v1/attendance/clock-in", headers=someone.bearer, json={})
        home.clock.forward(hours=hours)
        home.http.post("/v1/attendance/clock-out", headers=someone.bearer, json={})
        home.clock.now = began
    home.clock.forward(days=1)
    own = Browser(home, office.owner).page("/findings")
    assert own.all("tbody")
    assert "Colleague Example" not in own.texts
    assert Browser(home, office.owner).get("/findings?whose=team").status_code == 403
    team = Browser(home, office.lead).page("/findings")
    assert "Owner Example" in team.texts
    assert "Colleague Example" not in team.texts
    assert "Colleague Example" in Browser(home, office.admin).page("/findings").texts
    actor, now = command_line_actor(office.id), home.clock.now
    home.run(lambda tx: people.change(tx, actor, now, office.admin.id, {"language": "de"}))
    german = Browser(home, office.admin).page("/findings?whose=team").answer.text
    assert "of work" not in german
    assert "Nothing found" in Browser(home, office.lead).page("/findings?month=2026-02").texts
    assert Browser(home, office.lead).get("/findings?after=nonsense").status_code == 422
