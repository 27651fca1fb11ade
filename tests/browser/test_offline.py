"""Without a connection: the page as it was last seen, punches that wait and are booked, and what could not be."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.browser.window import PHONE, Window
from tests.home import Workplace

PATIENCE = 20_000


def installed(opened: Window) -> Page:
    """Now, in a browser that has it at hand from here on."""
    opened.forgive("^htmx:|ERR_INTERNET_DISCONNECTED|Failed to fetch|ERR_FAILED")
    page = opened.go("/")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.wait_for_function("caches.match('/', { cacheName: 'last-seen' }).then(Boolean)")
    return page


def test_punches_made_offline_are_kept_over_a_reload_and_booked(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner, PHONE, service_worker=True)
    page = installed(opened)
    opened.context.set_offline(True)
    page.get_by_role("button", name="Clock in").click()
    waiting = page.get_by_role("region", name="Not booked yet")
    expect(waiting).to_contain_text("Clocked in – waits for the connection")
    page.reload()
    expect(page.locator("#connection")).to_contain_text("Offline.")
    waiting.get_by_role("button", name="Start break").click()
    expect(waiting.get_by_role("listitem")).to_have_count(2)
    opened.check()
    opened.context.set_offline(False)
    expect(page.locator(".presence-state")).to_contain_text("On break", timeout=PATIENCE)
    expect(waiting).to_be_hidden()
    expect(page.locator("#connection")).to_be_empty()
    [present] = opened.home.http.get("/v1/attendance", headers=place.owner.bearer).json()["items"]
    assert present["state"] == "paused"


def test_what_could_not_be_booked_stays_until_it_is_dismissed(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner, service_worker=True)
    http, headers = opened.home.http, place.owner.bearer
    http.post("/v1/timers/start", headers=headers, json={"note": "Long since"})
    page = installed(opened)
    opened.context.set_offline(True)
    page.get_by_role("button", name="Stop").click()
    waiting = page.get_by_role("region", name="Not booked yet")
    expect(waiting).to_contain_text("Stopped")
    # Somebody stops it elsewhere, so that there is nothing to stop any more.
    http.post("/v1/timers/stop", headers=headers)
    opened.context.set_offline(False)
    expect(waiting).to_contain_text("not booked: ", timeout=PATIENCE)
    page.reload()
    expect(waiting).to_contain_text("not booked: ")
    opened.check()
    waiting.get_by_role("button", name="Dismiss").click()
    expect(waiting).to_be_hidden()


def test_what_was_kept_of_a_person_goes_when_they_sign_out(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner, service_worker=True)
    page = installed(opened)
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/sign-in*")
    page.wait_for_function("caches.match('/', { cacheName: 'last-seen' }).then((kept) => !kept)")
    opened.context.set_offline(True)
    page.goto("/")
    expect(page.get_by_role("heading", name="Offline")).to_be_visible()
    opened.check()


def test_what_waits_is_booked_on_nobody_else_who_signs_in_there(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner, service_worker=True)
    page = installed(opened)
    opened.context.set_offline(True)
    page.get_by_role("button", name="Clock in").click()
    waiting = page.get_by_role("region", name="Not booked yet")
    expect(waiting).to_contain_text("Clocked in")
    opened.context.clear_cookies()
    opened.sign_in(place.colleague)
    opened.context.set_offline(False)
    page = opened.go("/")
    expect(page.locator(".presence-state")).to_contain_text("Out")
    expect(waiting).to_be_hidden()
    opened.context.clear_cookies()
    opened.sign_in(place.owner)
    page = opened.go("/")
    expect(page.locator(".presence-state")).to_contain_text("In", timeout=PATIENCE)
    assert opened.home.http.get("/v1/attendance", headers=place.colleague.bearer).json()["items"] == []
