"""The week sheet in a browser: typed by keyboard alone, saved cell by cell."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.window import UNLIKE, Look
from tests.home import Workplace


@pytest.mark.parametrize("look", UNLIKE, ids=str)
def test_a_week_is_typed_by_keyboard(window: OpenWindow, place: Workplace, look: Look) -> None:
    opened = window(place.owner, look)
    opened.home.clock.now = datetime(2026, 3, 13, 18, 0, tzinfo=UTC)
    rows = [f"row={place.project}//{place.type_of_work}", f"row={place.project}/{place.task}/{place.type_of_work}"]
    page = opened.go(f"/week?of=2026-03-10&{'&'.join(rows)}")
    opened.check()
    cells = page.locator(".cell-input:visible")
    cells.first.focus()
    page.keyboard.type("1,5")
    page.keyboard.press("Enter")
    first, second = cells.first, cells.nth(1 if look.phone else 5)
    expect(second).to_be_focused()
    page.keyboard.type("90m")
    page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    expect(first).to_have_value("1:30")
    expect(second).to_have_value("1:30")
    total = page.locator("tfoot .is-total td.is-chosen")
    if not look.phone:
        page.keyboard.press("ArrowRight")
        expect(cells.nth(1)).to_be_focused()
        page.keyboard.type("9-12:15")
        page.keyboard.press("Tab")
        expect(cells.nth(1)).to_have_value("3:15")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        total = page.locator("tfoot .is-total td.sheet-sum")
    expect(total).to_have_text("3:00" if look.phone else "6:15")
    page.keyboard.press("F2")
    page.keyboard.press("Backspace")
    expect(first).to_have_value("1:3")
    page.keyboard.press("Escape")
    expect(first).to_have_value("1:30")
    page.keyboard.type("soon")
    page.keyboard.press("Enter")
    wrong = page.locator("[aria-invalid=true]")
    expect(wrong).to_have_value("soon")
    expect(second).to_be_focused()
    opened.check()
    wrong.fill("2:00")
    wrong.press("Enter")
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)
    expect(first).to_have_value("2:00")
    first.press("Control+Enter")
    note = page.locator("#cell-dialog [name=note]")
    note.fill("Plan")
    opened.check()
    note.press("Enter")
    expect(page.locator(".cell-noted")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(first).to_be_focused()
    entries = opened.home.http.get("/v1/time-entries", headers=place.owner.bearer).json()["items"]
    lengths = sorted(each["net_seconds"] for each in entries)
    assert lengths == ([5400, 7200] if look.phone else [5400, 7200, 11700])
