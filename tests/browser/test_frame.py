"""The frame around every page, and that these tests would see what is wrong with one."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.window import PAIRS, UNLIKE, Look
from tests.home import MORNING, Workplace


@pytest.mark.parametrize("look", PAIRS, ids=str)
def test_who_is_not_signed_in_signs_in_first(window: OpenWindow, look: Look) -> None:
    opened = window(look=look)
    page = opened.go("/")
    page.wait_for_url("**/sign-in*")
    assert page.locator("html").get_attribute("lang") == look.language
    opened.check()


@pytest.mark.parametrize("look", UNLIKE, ids=str)
def test_the_frame_of_a_page(window: OpenWindow, place: Workplace, look: Look) -> None:
    opened = window(place.admin, look)
    page = opened.go("/")
    assert page.url == f"{opened.home.url}/"
    assert page.locator("html").get_attribute("lang") == look.language
    opened.check()


@pytest.mark.parametrize("look", UNLIKE, ids=str)
def test_what_is_there_for_everybody(window: OpenWindow, look: Look) -> None:
    opened = window(look=look)
    opened.forgive("/nowhere")
    for path in ("/welcome", "/offline", "/reset", "/nowhere"):
        page = opened.go(path)
        expect(page.locator("h1")).to_be_visible()
        opened.check()


def test_what_is_wrong_with_a_page_is_seen(window: OpenWindow) -> None:
    opened = window()
    page = opened.go("/sign-in")
    opened.check()
    page.evaluate("document.querySelectorAll('label').forEach((label) => label.remove())")
    with pytest.raises(AssertionError, match="label"):
        opened.check_accessible()
    page.evaluate("document.querySelector('main').style.minWidth = '3000px'")
    with pytest.raises(AssertionError, match=r"wider than the 1280 px"):
        opened.check_fits()
    with page.expect_response("**/assets/gone.svg"):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img alt=\"\" src=\"/assets/gone.svg\">')")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
    page.evaluate("fetch('https://elsewhere.example/').catch(() => {})")
    with opened.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('slipped') })")
    told = "\n".join(opened.complaints)
    assert "style-src" in told
    assert "connect-src" in told
    assert "slipped" in told
    assert "/assets/gone.svg: 404" in told
    opened.complaints.clear()


def test_the_browsers_clock_can_stand_where_the_servers_does(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner)
    opened.at(MORNING)
    page = opened.go("/")
    assert page.evaluate("Date.now()") == MORNING.timestamp() * 1000
    opened.forward(hours=1)
    assert page.evaluate("Date.now()") == (MORNING.timestamp() + 3600) * 1000
    entry = opened.home.http.post("/v1/timers/start", headers=place.owner.bearer, json={}).json()
    assert entry["started_at"] == "2026-03-10T09:00:00Z"
