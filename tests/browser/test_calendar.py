"""The calendar in a browser: drawn, moved and pulled with the mouse, and all of it by keyboard."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenWindow
from tests.browser.window import PAIRS, Look, Window
from tests.home import MORNING, Workplace

HOUR_AT = """([day, seconds]) => {
  const scroller = document.querySelector(".cal-scroll");
  const track = document.querySelector(`#day-${day} .cal-track`);
  const length = Number(document.querySelector(`#day-${day}`).dataset.length);
  const place = () => track.getBoundingClientRect().top + track.getBoundingClientRect().height * seconds / length;
  scroller.scrollTop += place() - scroller.getBoundingClientRect().top - 200;
  return [track.getBoundingClientRect().left + 40, place()];
}"""


def drag(page: Page, day: str, since: float, until: float, to_day: str | None = None) -> None:
    """From one hour of a day (counted from its start) to another, maybe on another day."""
    x, y = page.evaluate(HOUR_AT, [day, since * 3600])
    hour = page.evaluate("document.querySelector('.cal-track').getBoundingClientRect().height / 24")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 10)
    beside = x if to_day is None else page.evaluate(HOUR_AT, [to_day, since * 3600])[0]
    page.mouse.move(beside, y + (until - since) * hour)
    page.mouse.up()


def block(page: Page, name: str) -> Locator:
    return page.locator(".cal-block", has_text=name)


def save(page: Page, note: str) -> None:
    page.locator("#editor").get_by_label(re.compile("Description|Beschreibung")).fill(note)
    page.keyboard.press("Enter")
    expect(page.locator("#editor")).not_to_be_visible()


def times(opened: Window, place: Workplace) -> list[tuple[str, str]]:
    """What the server has, as start and end."""
    found = opened.home.http.get("/v1/time-entries", headers=place.owner.bearer).json()["items"]
    return [(each["started_at"], each["ended_at"]) for each in found]


def test_an_entry_is_drawn_moved_and_pulled(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner)
    opened.at(MORNING)
    page = opened.go("/calendar?of=2026-03-03&view=week")
    drag(page, "2026-03-03", 9, 10.5)
    save(page, "Drawn")
    expect(block(page, "Drawn")).to_have_attribute("data-start", "2026-03-03T08:00:00+00:00")
    assert times(opened, place) == [("2026-03-03T08:00:00Z", "2026-03-03T09:30:00Z")]
    drag(page, "2026-03-03", 9.75, 11.75, "2026-03-05")
    expect(page.locator("#day-2026-03-05 .cal-block")).to_have_attribute("data-start", "2026-03-05T10:00:00+00:00")
    drag(page, "2026-03-05", 12.47, 13.25)
    expect(block(page, "Drawn")).to_have_attribute("data-end", "2026-03-05T12:15:00+00:00")
    assert times(opened, place) == [("2026-03-05T10:00:00Z", "2026-03-05T12:15:00Z")]
    # Escape puts it back, and so does a refusal, which says why.
    x, y = page.evaluate(HOUR_AT, ["2026-03-05", 12 * 3600])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 60)
    expect(page.locator(".cal-ghost")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".cal-ghost")).to_have_count(0)
    page.mouse.up()
    page.goto("/calendar?of=2026-03-10&view=week")
    drag(page, "2026-03-09", 9, 10)
    save(page, "Yesterday")
    expect(block(page, "Yesterday")).to_be_visible()
    drag(page, "2026-03-09", 9.5, 9.5, "2026-03-12")
    expect(page.locator("#notices .notice")).to_contain_text("lies in the future")
    expect(page.locator("#day-2026-03-09 .cal-block")).to_have_count(1)
    assert len(times(opened, place)) == 2


def test_everything_goes_by_keyboard(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner)
    opened.at(MORNING)
    page = opened.go("/calendar?of=2026-03-03&view=week")
    page.locator(".cal-scroll").focus()
    for key in ("ArrowRight", "ArrowDown", "n"):
        page.keyboard.press(key)
    save(page, "Typed")
    page.locator(".cal-open").focus()
    for key, start, end in (
        ("Alt+ArrowDown", "2026-03-03T08:30:00", "2026-03-03T09:30:00"),
        ("Alt+Shift+ArrowDown", "2026-03-03T08:30:00", "2026-03-03T09:45:00"),
        ("Alt+ArrowLeft", "2026-03-02T08:30:00", "2026-03-02T09:45:00"),
    ):
        page.keyboard.press(key)
        expect(block(page, "Typed")).to_have_attribute("data-start", f"{start}+00:00")
        expect(block(page, "Typed")).to_have_attribute("data-end", f"{end}+00:00")
        expect(block(page, "Typed").locator(".cal-open")).to_be_focused()
    page.keyboard.press("n")
    save(page, "After it")
    expect(block(page, "After it")).to_be_visible()
    page.locator(".cal-open", has_text="Typed").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cal-open", has_text="After it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#editor")).to_be_visible()
    opened.check_accessible()
    page.keyboard.press("Escape")
    expect(page.locator("#editor")).not_to_be_visible()


def test_a_move_is_booked_whatever_is_refreshed_meanwhile(window: OpenWindow, place: Workplace) -> None:
    """The days are being asked for when it is made, and to be asked for again before they are there."""
    opened = window(place.owner)
    form = {"started_at": "2026-03-09T08:00:00Z", "ended_at": "2026-03-09T10:00:00Z", "note": "Held up"}
    assert opened.home.http.post("/v1/time-entries", headers=place.owner.bearer, json=form).status_code == 201
    opened.at(MORNING)
    page = opened.go("/calendar?of=2026-03-09")
    held: list[Route] = []
    page.route("**/calendar?*", lambda route: held.append(route), times=1)  # noqa: PLW0108 - no bound method
    with page.expect_request("**/calendar?*"):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('live:mine'))")
    page.locator(".cal-open", has_text="Held up").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('live:mine'))")
    held.pop().continue_()
    expect(block(page, "Held up")).to_have_attribute("data-start", "2026-03-09T08:15:00+00:00")


def test_on_the_day_of_25_hours_a_drag_means_the_hour_that_it_shows(window: OpenWindow, place: Workplace) -> None:
    opened = window(place.owner)
    opened.at(datetime(2026, 10, 27, 8, tzinfo=UTC))
    page = opened.go("/calendar?of=2026-10-25&view=day")
    expect(page.locator(".cal-hours .is-again")).to_have_text(["02:00 UTC+2", "02:00 UTC+1"])
    page.evaluate("document.querySelector('.cal-scroll').scrollTop = 0")
    x, y = page.evaluate(HOUR_AT, ["2026-10-25", 2.5 * 3600])
    hour = page.evaluate("document.querySelector('.cal-track').getBoundingClientRect().height / 25")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 10)
    page.mouse.move(x, y + 2 * hour)
    page.mouse.up()
    save(page, "Twice two")
    # From half past two in summer to half past three in winter: two hours.
    expect(block(page, "Twice two")).to_contain_text("2:00 h")
    assert times(opened, place) == [("2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z")]


@pytest.mark.parametrize("look", PAIRS, ids=str)
def test_it_stands_however_it_looks(window: OpenWindow, place: Workplace, look: Look) -> None:
    opened = window(place.owner, look)
    for begin, end in (("08:00", "10:00"), ("09:30", "11:00")):
        form = {"started_at": f"2026-03-09T{begin}:00Z", "ended_at": f"2026-03-09T{end}:00Z", "task_id": place.task}
        assert opened.home.http.post("/v1/time-entries", headers=place.owner.bearer, json=form).status_code == 201
    opened.at(MORNING)
    page = opened.go("/calendar?of=2026-03-09")
    expect(page.locator("u-calendar.is-drawn .cal-block:visible")).to_have_count(2)
    opened.check()
