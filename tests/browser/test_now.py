"""The page Now in a browser: the clocks by keyboard, a row edited in place, a figure that no wall clock moves."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.browser.window import UNLIKE, Look
from tests.home import Home, Someone, Workplace


def worked(home: Home, someone: Someone, place: Workplace) -> None:
    """An entry of an hour that ended a minute ago."""
    now = home.clock.now.astimezone(UTC)
    times = {"started_at": now - timedelta(minutes=61), "ended_at": now - timedelta(minutes=1)}
    body = {name: at.isoformat() for name, at in times.items()} | {"note": "Draft", "task_id": place.task}
    assert home.http.post("/v1/time-entries", headers=someone.bearer, json=body).status_code == 201


def leave_field(page: Page) -> None:
    """Keys are typed in a field that has the focus, and do nothing else."""
    page.locator("h1").click(force=True, position={"x": 0, "y": 0})
    page.evaluate("document.activeElement.blur()")


@pytest.mark.parametrize("look", UNLIKE, ids=str)
def test_start_pause_resume_stop_edit_by_keyboard(window: OpenWindow, place: Workplace, look: Look) -> None:
    opened = window(place.owner, look)
    opened.home.clock.now = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
    worked(opened.home, place.owner, place)
    page = opened.go("/")
    opened.check()
    # Two keys: the field has the focus, and what was done last is the first of the list.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".hero-note")).to_have_text("Draft")
    expect(page.locator(".hero-state .state")).to_have_class("state is-running")
    opened.check()
    leave_field(page)
    opened.home.clock.forward(minutes=30)
    # Who presses a button by keyboard goes on where they are.
    page.locator(".hero-verbs [data-punch=pause] button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".hero-state .state")).to_have_class("state is-paused")
    expect(page.locator(".hero-verbs [data-punch=resume] button")).to_be_focused()
    expect(page.locator(".hero-figures time")).to_have_text("0:30:00")
    opened.home.clock.forward(minutes=10)
    page.keyboard.press("p")
    expect(page.locator(".hero-state .state")).to_have_class("state is-running")
    opened.home.clock.forward(minutes=5)
    page.keyboard.press("x")
    expect(page.locator(".hero-state .state")).to_have_class("state is-idle")
    expect(page.locator("#start-note")).to_be_focused()
    row = page.locator(".entry").first
    row.locator("[data-edit]").focus()
    page.keyboard.press("Enter")
    note = page.locator(".entry.is-edited [name=note]")
    expect(note).to_be_focused()
    opened.check()
    note.fill("Half done")
    # Something else changes meanwhile: what is typed stays.
    opened.home.http.post("/v1/attendance/clock-in", headers=place.owner.bearer)
    expect(page.locator(".presence .state")).to_have_class("state is-in")
    expect(note).to_have_value("Half done")
    page.keyboard.press("Enter")
    expect(row.locator(".entry-note")).to_have_text("Half done")
    expect(row.locator("[data-edit]")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".entry.is-edited [name=note]").fill("Never mind")
    page.keyboard.press("Escape")
    expect(row.locator(".entry-note")).to_have_text("Half done")
    [stopped, _] = opened.home.http.get("/v1/time-entries", headers=place.owner.bearer).json()["items"]
    assert (stopped["note"], stopped["net_seconds"], stopped["break_seconds"]) == ("Half done", 2100, 600)
    assert stopped["task_id"] == place.task


def test_what_has_just_come_hears_the_next_key_at_once(window: OpenWindow, place: Workplace) -> None:
    """No timer has to run first: until then a key would be lost, and a form just opened be refreshed away."""
    opened = window(place.owner)
    now = opened.home.clock.now
    opened.home.clock.now = now
    worked(opened.home, place.owner, place)
    opened.page.clock.install(time=now)
    page = opened.go("/")
    page.clock.pause_at(now + timedelta(minutes=1))
    row = page.locator(".entry").first
    row.locator("[data-edit]").focus()
    page.keyboard.press("Enter")
    note = page.locator(".entry.is-edited [name=note]")
    note.fill("Half done")
    opened.home.http.post("/v1/attendance/clock-in", headers=place.owner.bearer)
    expect(page.locator(".presence .state")).to_have_class("state is-in")
    expect(note).to_have_value("Half done")
    page.keyboard.press("Enter")
    expect(row.locator(".entry-note")).to_have_text("Half done")
    page.keyboard.press("Enter")
    expect(note).to_have_value("Half done")
    page.keyboard.press("Escape")
    expect(row.locator("[data-edit]")).to_be_focused()


def test_the_figure_ticks_by_the_servers_clock_whatever_this_computers_says(
    window: OpenWindow, place: Workplace
) -> None:
    opened = window(place.owner)
    now = opened.home.clock.now
    opened.home.clock.now = now
    opened.home.http.post("/v1/timers/start", headers=place.owner.bearer, json={"note": "Draft"})
    opened.home.clock.forward(minutes=42)
    # This computer believes that it is last year, and later that it is years from now.
    opened.page.clock.install(time=now - timedelta(days=365))
    page = opened.go("/")
    figure = page.locator(".hero-figures time")
    expect(figure).to_have_text("0:42:00")
    page.clock.pause_at(now - timedelta(days=364))
    shown = figure.inner_text()
    page.clock.set_fixed_time(now + timedelta(days=3650))
    assert figure.inner_text() == shown


def test_an_entry_is_deleted_and_comes_back(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner)
    opened.home.clock.now = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
    worked(opened.home, place.owner, place)
    page = opened.go("/")
    page.locator(".entry [data-edit]").click()
    page.locator(".entry.is-edited").get_by_role("button", name="Delete").click()
    expect(page.locator(".entry")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".entry-note")).to_have_text("Draft")
    page.locator("#add-length").fill("1:15")
    page.keyboard.press("Enter")
    expect(page.locator(".entry")).to_have_count(2)
    expect(page.locator("#add-length")).to_have_value("")
    page.locator("#add-length").fill("soon")
    page.keyboard.press("Enter")
    expect(page.locator("#problem-length")).to_be_visible()
    expect(page.locator("#add-length")).to_have_value("soon")
    opened.check()
