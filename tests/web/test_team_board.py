"""The team board: who is seen by whom, what of them, and what leads do for somebody."""

from datetime import timedelta
from typing import Any

import pytest

from tests.faces.test_statements import asked_of
from tests.home import MORNING, Home, Someone, Workplace
from tests.web.browser import Browser, Page
from uhrwerk.operations import attendance, people, timers, workspaces
from uhrwerk.operations.catalog import CLIENTS, PROJECTS
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.team_board import TEAM_BOARD
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.instants import Act
from uhrwerk.storage.store import Tx


def team_of(home: Home, place: Workplace, name: str, *members: Someone) -> str:
    answer = home.http.post("/v1/teams", headers=place.admin.bearer, json={"name": name})
    id = str(answer.json()["id"])
    for each in members:
        answer = home.http.put(f"/v1/teams/{id}/members/{each.id}", headers=place.admin.bearer)
        assert answer.status_code < 300, answer.text
    return id


def clock(home: Home, someone: Someone, verb: str, at: str) -> None:
    answer = home.http.post(f"/v1/attendance/{verb}", headers=someone.bearer, json={"at": f"2026-03-10T{at}:00Z"})
    assert answer.status_code in (200, 201), answer.text


def cards(page: Page) -> dict[str, str]:
    """The state by the person's id, as the board shows them."""
    return {
        str(had["id"]): str(had["class"]).removeprefix("team-card is-")
        for tag, had in page.tags
        if tag == "li" and str(had.get("class")).startswith("team-card")
    }


def furnish(home: Home, place: Workplace) -> None:
    """The owner is in and works on the website, the colleague is ill; both in the lead's team."""
    team_of(home, place, "Studio", place.lead, place.owner, place.colleague)
    clock(home, place.owner, "clock-in", "06:15")
    home.http.post("/v1/timers/start", headers=place.owner.bearer, json={"project_id": place.project})
    kind = {"name": "Influenza", "kind": "sick"}
    assert home.http.post("/v1/absence-types", headers=place.admin.bearer, json=kind).status_code == 201
    ill = {"person_id": place.colleague.id, "starts_on": "2026-03-10", "ends_on": "2026-03-13", "note": "High fever"}
    answer = home.http.post("/v1/absences", headers=place.admin.bearer, json=ill)
    assert answer.status_code == 201, answer.text


def set_open(home: Home, place: Workplace) -> None:
    actor = command_line_actor(place.id)
    home.run(lambda tx: workspaces.change_setting(tx, actor, home.clock.now, TEAM_BOARD.name, True))


def test_leads_admins_and_auditors_see_all_that_they_may_read(home: Home, own_place: Workplace) -> None:
    place = own_place
    furnish(home, place)
    expected = {place.owner.id: "in", place.colleague.id: "absent", place.lead.id: "not-yet"}
    for reader, more in ((place.lead, {}), (place.admin, {place.admin.id: "not-yet"})):
        page = Browser(home, reader, "en-GB").page("/team")
        assert cards(page) == expected | more
        said = " ".join(page.texts)
        for text in ("since 07:15", "1:45 h today", "Website", "Influenza", "back Mon", "Studio 3"):
            assert text in said, text
        assert "fever" not in said
    narrowed = Browser(home, place.lead).page("/team?q=owner")
    assert list(cards(narrowed)) == [place.owner.id]
    assert list(cards(Browser(home, place.lead).page("/team?state=absent"))) == [place.colleague.id]
    assert cards(Browser(home, place.lead).page("/team?q=nobody")) == {}


def test_a_member_sees_themself_and_of_others_the_state_where_it_is_set_so(home: Home, own_place: Workplace) -> None:
    place = own_place
    furnish(home, place)
    page = Browser(home, place.colleague).page("/team")
    assert cards(page) == {place.colleague.id: "absent"}
    set_open(home, place)
    page = Browser(home, place.colleague).page("/team")
    assert cards(page) == {
        place.admin.id: "out",
        place.lead.id: "out",
        place.owner.id: "in",
        place.colleague.id: "absent",
    }
    page = Browser(home, place.owner, "en-GB").page("/team")
    assert cards(page)[place.colleague.id] == "absent"
    said = " ".join(page.texts)
    for hidden in ("Influenza", "back Mon"):
        assert hidden not in said
    # Nobody else has a page that they may open.
    linked = [had.get("href") for tag, had in page.tags if tag == "a" and "team-name" in str(had.get("class"))]
    assert linked == [f"/team/{place.owner.id}"]
    for person, status in ((place.owner, 200), (place.colleague, 404), (place.lead, 404)):
        assert Browser(home, place.owner).get(f"/team/{person.id}").status_code == status


def test_breaks_and_days_that_are_over(home: Home, own_place: Workplace) -> None:
    place = own_place
    clock(home, place.owner, "clock-in", "06:00")
    clock(home, place.owner, "start-break", "07:00")
    clock(home, place.colleague, "clock-in", "06:00")
    clock(home, place.colleague, "clock-out", "07:30")
    page = Browser(home, place.admin, "en-GB").page("/team")
    found = cards(page)
    assert (found[place.owner.id], found[place.colleague.id]) == ("break", "out")
    assert "since 08:00" in page.texts
    assert {"1:00 h today", "1:30 h today"} <= set(page.texts)
    # The day after both begin anew: one is still on the break.
    home.clock.now = MORNING + timedelta(days=1)
    found = cards(Browser(home, place.admin).page("/team"))
    assert (found[place.owner.id], found[place.colleague.id]) == ("break", "not-yet")


def test_leads_act_for_their_people_and_say_why(home: Home, own_place: Workplace, elsewhere: Workplace) -> None:
    place = own_place
    team_of(home, place, "Studio", place.lead, place.owner)
    browser = Browser(home, place.lead)
    path = f"/team/{place.owner.id}"
    refused = browser.post(f"{path}/clock-in", {"reason": " "})
    assert refused.status_code == 422
    assert "say why" in Page(refused).problems["reason"]
    assert browser.post(f"{path}/clock-in", {"reason": "Forgot the phone"}).status_code == 303
    [attended] = home.http.get("/v1/attendance", headers=place.owner.bearer).json()["items"]
    assert attended["ended_at"] is None
    home.clock.forward(hours=1)
    page = browser.page(f"{path}/attendances/{attended['id']}")
    fields = {str(had["name"]): had.get("value") or "" for tag, had in page.tags if tag == "input" and "name" in had}
    times = {"start_time": "08:30", "ends_on": "2026-03-10", "end_time": "09:45", "breaks": "09:00–09:10"}
    wrong = browser.post(
        f"{path}/attendances/{attended['id']}", fields | times | {"end_time": "08:00", "reason": "Left"}
    )
    assert wrong.status_code == 422
    assert "lies before the start" in Page(wrong).problems["end_time"]
    assert Page(wrong).value("breaks") == "09:00–09:10"
    silent = browser.post(f"{path}/attendances/{attended['id']}", fields | times)
    assert (silent.status_code, "reason" in Page(silent).problems) == (422, True)
    done = browser.post(f"{path}/attendances/{attended['id']}", fields | times | {"reason": "Came earlier"})
    assert (done.status_code, done.headers["Location"]) == (303, path)
    [after] = home.http.get("/v1/attendance", headers=place.owner.bearer).json()["items"]
    assert (after["started_at"], after["net_seconds"]) == ("2026-03-10T07:30:00Z", 65 * 60)
    more = {"starts_on": "2026-03-09", "start_time": "09:00", "ends_on": "2026-03-09", "end_time": "10:00"}
    assert browser.post(f"{path}/attendances", more | {"reason": "Not clocked"}).status_code == 303
    assert len(home.http.get("/v1/attendance", headers=place.owner.bearer).json()["items"]) == 2
    for stranger, status in ((place.colleague, 404), (elsewhere.admin, 404)):
        others = Browser(home, stranger)
        for verb in ("clock-in", "attendances", f"attendances/{attended['id']}"):
            assert others.post(f"{path}/{verb}", fields | times | {"reason": "Why not"}).status_code == status
    assert browser.post(f"{path}/dance", {"reason": "Why not"}).status_code == 404


def test_the_board_asks_as_much_for_many_as_for_few(home: Home, own_place: Workplace) -> None:
    place = own_place
    browser = Browser(home, place.admin)
    statements = []
    for count in (2, 20):
        grow(home, place, count)
        with asked_of(home, short=True) as asked:
            page = browser.page("/team")
        assert len(cards(page)) >= count
        statements.append(len(asked))
    assert statements[0] == statements[1]


def grow(home: Home, place: Workplace, count: int) -> None:
    """So many more people, each in, with a project of their own, and away tomorrow."""
    actor = command_line_actor(place.id)

    async def add(tx: Tx) -> None:
        for index in range(count):
            name = f"p{count}-{index}"
            person = await people.add(tx, actor, MORNING, NewPerson(name, f"{name}@example.org", name, "Grown"))
            named: dict[str, Any] = {"name": name, "archived": False}
            client = await CLIENTS.add(tx, actor, MORNING, named)
            project = await PROJECTS.add(tx, actor, MORNING, named | {"client_id": client.id, "billable": True})
            await attendance.clock_in(tx, actor, Act(MORNING), person.id)
            await timers.start(tx, actor, Act(MORNING), person.id, Purpose(project.id))

    home.run(add)


@pytest.mark.parametrize("path", ["/team", "/team/{id}"])
def test_an_auditor_reads_and_acts_for_nobody(home: Home, place: Workplace, path: str) -> None:
    changed = home.http.patch(f"/v1/people/{place.colleague.id}", headers=place.admin.bearer, json={"role": "auditor"})
    assert changed.status_code == 200
    browser = Browser(home, place.colleague)
    page = browser.page(path.format(id=place.owner.id))
    assert place.colleague.id not in cards(page)
    assert not [had for tag, had in page.tags if tag == "form" and str(had.get("action")).startswith("/team/")]
    assert browser.post(f"/team/{place.owner.id}/clock-in", {"reason": "Why not"}).status_code == 422
