"""The tablet at the door: by PIN, by badge, and without a line to the server."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.browser.served import ServedHome
from tests.browser.window import UNLIKE, Look, Window
from tests.home import Workplace
from tests.web.kiosks import connected, give_badge, give_pin

TAG = "04A21B9C5D80"
TABLET = Look(768, 1024)
LYING = Look(1024, 768, "de", "dark")
PHONE = Look(360, 740)


def tablet(
    window: OpenWindow, home: ServedHome, place: Workplace, look: Look = TABLET, *, service_worker: bool = False
) -> Window:
    """A window on a kiosk where the owner has a PIN and a badge."""
    give_pin(home, place, place.owner)
    give_badge(home, place, place.owner, TAG)
    opened = window(look=look, service_worker=service_worker)
    made = connected(home, place, language=look.language)
    opened.context.add_cookies(
        [{"name": "uhrwerk_kiosk", "value": made.token, "url": f"{home.url}/kiosk", "sameSite": "Strict"}]
    )
    opened.go("/kiosk")
    return opened


def type_pin(page: Page, pin: str) -> None:
    page.get_by_role("button", name="Owner Example").click()
    for digit in pin:
        page.get_by_role("button", name=digit, exact=True).click()
    page.locator("[data-enter]").click()


def read(page: Page, text: str) -> None:
    """What a reader does: the keys come faster than this machine could send them one by one."""
    page.evaluate(
        """(keys) => {
            const at = document.activeElement ?? document.body;
            for (const key of keys) at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        }""",
        [*text, "Enter"],
    )


@pytest.mark.parametrize("look", [TABLET, LYING, PHONE], ids=["upright", "lying", "phone"])
def test_by_pin(window: OpenWindow, home: ServedHome, place: Workplace, look: Look) -> None:
    """Every view stands what every page has to; what can be touched is as large as a thumb."""
    opened = tablet(window, home, place, look)
    page = opened.page
    check = opened.check if look is TABLET else opened.check_fits
    do = {"en": ("Come", "Clocked in"), "de": ("Kommen", "Gekommen")}[look.language]
    expect(page.get_by_role("button", name="Owner Example")).to_be_visible()
    check()
    type_pin(page, "9999")
    expect(page.get_by_role("alert")).not_to_be_empty()
    check()
    for digit in "2580":
        page.keyboard.press(digit, delay=80)
    page.locator("[data-enter]").click()
    come = page.get_by_role("button", name=do[0])
    expect(come).to_be_visible()
    check()
    for button in page.locator("button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 64
    come.click()
    expect(page.get_by_role("heading", name=do[1])).to_be_visible()
    check()
    # By itself back to the start, where everybody sees who is in.
    expect(page.get_by_role("button", name="Owner Example")).to_be_visible()
    expect(page.locator("#people .state")).to_have_class("state is-in")
    current = home.http.get("/v1/attendance/current", headers=place.owner.bearer).json()
    assert current["state"] == "running"


def test_by_badge(window: OpenWindow, home: ServedHome, place: Workplace) -> None:
    """A reader types, wherever one is on the page; who only looks is forgotten again."""
    page = tablet(window, home, place).page
    expect(page.get_by_role("button", name="Owner Example")).to_be_visible()
    page.get_by_label("Search your name").fill("nobody")
    expect(page.get_by_text("Nobody of this name.")).to_be_visible()
    for act, done in (
        ("Come", "Clocked in"),
        ("Break", "On break"),
        ("Back", "Back from break"),
        ("Go", "Clocked out"),
    ):
        read(page, TAG)
        page.get_by_role("button", name=act, exact=True).click()
        expect(page.get_by_role("heading", name=done)).to_be_visible()
    read(page, "NOBODYS")
    expect(page.get_by_text("Not recognised. Try again.")).to_be_visible()
    [kept] = home.http.get("/v1/attendance", headers=place.owner.bearer).json()["items"]
    assert kept["state"] == "stopped"
    assert len(kept["breaks"]) == 1


def test_without_a_line(window: OpenWindow, home: ServedHome, place: Workplace) -> None:
    """Two punches are kept, the PIN unreadable, and booked with their own instants once the server is there again.

    The page may be opened anew meanwhile: it knows who is here, and what waits.
    """
    opened = tablet(window, home, place, service_worker=True)
    page = opened.page
    opened.forgive("ERR_INTERNET_DISCONNECTED")
    came = home.clock.now.replace(microsecond=0)
    opened.at(came)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.get_by_role("button", name="Owner Example")).to_be_visible()
    opened.context.set_offline(True)
    type_pin(page, "2580")
    page.get_by_role("button", name="Come").click()
    expect(page.get_by_text("Kept on this tablet.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Offline · 1 punch waits to be sent")).to_be_visible()
    expect(page.locator("#people .state.is-in")).to_be_visible()
    page.clock.set_fixed_time(came + timedelta(hours=2))
    read(page, TAG)
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_text("Offline · 2 punches wait to be sent")).to_be_visible()
    kept = page.evaluate(KEPT)
    assert "2580" not in kept
    assert TAG not in kept
    home.clock.now = came + timedelta(hours=5)
    page.clock.set_fixed_time(home.clock.now)
    opened.context.set_offline(False)
    expect(page.locator("#link-state")).to_be_empty()
    [record] = home.http.get("/v1/attendance", headers=place.owner.bearer).json()["items"]
    assert record["net_seconds"] == 2 * 3600
    assert record["started_at"] == f"{came:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize("look", UNLIKE, ids=str)
def test_the_pages_about_kiosks(window: OpenWindow, home: ServedHome, place: Workplace, look: Look) -> None:
    give_pin(home, place, place.owner)
    give_badge(home, place, place.owner, TAG)
    made = connected(home, place)
    made.post("punch", made.offline("come", home.clock.now, {"way": "scan", "text": "nobody's"}))
    opened = window(place.admin, look)
    pages = ("", "/new", f"/{made.kiosk_id}", "/people", f"/people/{place.owner.id}")
    for path in (*(f"/admin/kiosks{each}" for each in pages), "/kiosk/code"):
        opened.go(path)
        opened.check()
    opened.page.get_by_role("button", name={"en": "Make a code", "de": "Code erzeugen"}[look.language]).click()
    expect(opened.page.locator(".kiosk-qr svg")).to_be_visible()


KEPT = """() => new Promise((resolve) => {
  const opening = indexedDB.open("uhrwerk-kiosk");
  opening.onsuccess = () => {
    const reading = opening.result.transaction("punches").objectStore("punches").getAll();
    reading.onsuccess = () => resolve(JSON.stringify(reading.result));
  };
})"""
