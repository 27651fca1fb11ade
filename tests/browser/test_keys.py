"""Everything by keyboard: the command palette, single keys, and switching them off."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.window import PHONE
from tests.home import Workplace


def test_the_palette_goes_anywhere_and_starts_work(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner)
    page = opened.go("/welcome")
    opened.go("/absences")
    page.keyboard.press("Control+k")
    palette = page.locator("#palette")
    expect(palette.get_by_role("option", name="Calendar")).to_be_visible()
    opened.check_accessible()
    page.keyboard.type("requ")
    expect(palette.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/corrections")
    page.keyboard.press("Control+k")
    page.keyboard.type("sitemap")
    expect(palette.get_by_role("option", name="Sitemap")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{opened.home.url}/")
    current = opened.home.http.get("/v1/timers/current", headers=place.owner.bearer).json()
    assert current["task_id"] == place.task
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()


def test_keys_are_listed_work_and_can_be_switched_off(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner)
    page = opened.go("/absences")
    page.keyboard.press("?")
    keys = page.locator("#keys")
    expect(keys.get_by_text("Calendar")).to_be_visible()
    opened.check_accessible()
    keys.get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.keyboard.press("?")
    assert page.url.endswith("/absences")
    keys.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/corrections")


def test_on_a_phone_everything_is_behind_one_button(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.admin, PHONE)
    page = opened.go("/corrections")
    page.get_by_role("button", name="More").tap()
    menu = page.locator("#menu")
    expect(menu.get_by_role("link", name="Administration")).to_be_visible()
    opened.check()
    menu.get_by_role("link", name="Findings").tap()
    page.wait_for_url("**/findings")
