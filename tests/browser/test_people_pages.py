"""Team board, absences, the team's calendar and the record, however they look; the board when somebody comes."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.window import PAIRS, Look
from tests.home import Home, Workplace


def furnish(home: Home, place: Workplace) -> None:
    """Somebody in, somebody away, days to take, and a team of theirs."""
    admin = place.admin.bearer
    team = home.http.post("/v1/teams", headers=admin, json={"name": "Studio"}).json()["id"]
    for someone in (place.lead, place.owner, place.colleague):
        home.http.put(f"/v1/teams/{team}/members/{someone.id}", headers=admin)
    kind = home.http.post("/v1/absence-types", headers=admin, json={"name": "Vacation", "kind": "vacation"}).json()
    today = home.clock.now.date()
    granted = {"person_id": place.lead.id, "year": today.year, "days": "30", "absence_type_id": kind["id"]}
    away = {"person_id": place.colleague.id, "starts_on": str(today), "ends_on": str(today)}
    mine = {"person_id": place.lead.id, "starts_on": f"{today.year}-12-21", "ends_on": f"{today.year}-12-23"}
    for path, form in (("entitlements", granted), ("absences", away), ("absences", mine)):
        answer = home.http.post(f"/v1/{path}", headers=admin, json=form)
        assert answer.status_code == 201, answer.text
    home.http.post("/v1/attendance/clock-in", headers=place.owner.bearer, json={})


@pytest.mark.parametrize("look", PAIRS, ids=str)
def test_every_page_stands_however_it_looks(window: OpenWindow, place: Workplace, look: Look) -> None:
    opened = window(place.lead, look)
    furnish(opened.home, place)
    for path in (
        "/team",
        f"/team/{place.owner.id}",
        "/absences",
        "/absences/new",
        "/absences/calendar",
        "/record",
    ):
        page = opened.go(path)
        expect(page.locator("h1")).to_be_visible()
        opened.check()


def test_the_board_shows_who_comes_without_being_asked(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.admin)
    page = opened.go("/team")
    card = page.locator(f'[id="{place.owner.id}"]')
    expect(card).to_contain_text("Not yet in")
    opened.home.http.post("/v1/attendance/clock-in", headers=place.owner.bearer, json={})
    expect(card.locator(".state.is-in")).to_be_visible()


def test_what_an_absence_costs_is_said_while_it_is_typed(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.lead)
    furnish(opened.home, place)
    page = opened.go("/absences/new")
    year = opened.home.clock.now.year
    page.get_by_label("First day").fill(f"{year}-12-28")
    page.get_by_label("Last day").fill(f"{year}-12-29")
    expect(page.locator("#preview")).to_contain_text(f"remain of {year}")
    page.get_by_role("button", name="Send request").click()
    page.wait_for_url(f"**/absences?year={year}")
    expect(page.locator(".absence").first).to_contain_text("requested")
