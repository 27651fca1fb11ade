"""Live updates in browsers: what happens elsewhere appears, one stream serves all tabs, a lost line mends itself."""

from typing import Any

from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import OpenWindow
from tests.browser.window import PHONE, Window
from tests.home import Someone, Workplace


def punch(opened: Window, someone: Someone, verb: str, **body: Any) -> None:
    answer = opened.home.http.post(f"/v1/{verb}", headers=someone.bearer, json=body)
    assert answer.status_code == 200, answer.text


def shows(page: Page, note: str, state: str) -> None:
    expect(page.locator(".hero-note")).to_have_text(note)
    expect(page.locator(".hero-state .state")).to_have_text(state)


def test_what_starts_elsewhere_appears_and_each_browser_sees_the_other(window: OpenWindow, place: Workplace) -> None:
    desk, phone = window(place.owner), window(place.owner, PHONE)
    pages = [each.go("/") for each in (desk, phone)]
    punch(desk, place.owner, "timers/start", note="From afar")
    for page in pages:
        shows(page, "From afar", "Running")
    pages[1].get_by_role("button", name="Pause").click()
    shows(pages[0], "From afar", "Paused")


def test_tabs_share_one_stream_and_another_takes_it_over(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner)
    streams: list[Request] = []
    opened.context.on("request", lambda request: streams.append(request) if "/live" in request.url else None)
    first = opened.go("/")
    second = opened.context.new_page()
    second.goto("/")
    punch(opened, place.owner, "timers/start", note="One")
    for page in (first, second):
        shows(page, "One", "Running")
    assert len(streams) == 1
    first.close()
    punch(opened, place.owner, "timers/start", note="Two")
    shows(second, "Two", "Running")
    assert len(streams) == 2
    # It went on from where the first one was.
    assert "last-event-id" in streams[1].headers


def test_a_lost_line_is_told_and_what_came_meanwhile_is_caught_up_with(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner)
    opened.forgive("ERR_INTERNET_DISCONNECTED|Failed to fetch|ERR_")
    page = opened.go("/")
    punch(opened, place.owner, "timers/start", note="Before")
    shows(page, "Before", "Running")
    opened.context.set_offline(True)
    told = page.get_by_text("No connection to the server.")
    expect(told).to_be_visible(timeout=20_000)
    opened.check_accessible()
    punch(opened, place.owner, "timers/start", note="Meanwhile")
    opened.context.set_offline(False)
    shows(page, "Meanwhile", "Running")
    expect(told).to_be_hidden()
