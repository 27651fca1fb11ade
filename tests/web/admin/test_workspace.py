"""The workspace as a whole: overview, settings, locks, the journal and its chains."""

import pytest
from sqlalchemy import update

from tests.home import Home, Workplace
from tests.web.admin.cast import says, someone
from tests.web.browser import Browser, Page
from uhrwerk.entrypoints.options import OPTIONS
from uhrwerk.entrypoints.web.admin.settings import GROUPS
from uhrwerk.operations import audit
from uhrwerk.storage import audit as kept
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import journal

SETTINGS, AUDIT, LOCKS = "/admin/settings", "/admin/audit", "/admin/locks"


def chosen(page: Page) -> dict[str, str]:
    """What is chosen in each field of the settings."""
    found: dict[str, str] = {}
    name = ""
    for tag, had in page.tags:
        if tag == "select":
            name = had.get("name") or ""
        elif tag == "option" and "selected" in had:
            found[name] = had["value"] or ""
    return {name: word for name, word in found.items() if name in OPTIONS}


def test_every_setting_is_shown_and_saved(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    before = chosen(browser.page(SETTINGS))
    assert before == {name: next(iter(option.values)) for name, option in OPTIONS.items()}
    others = {name: list(option.values)[-1] for name, option in OPTIONS.items()}
    refused = Page(browser.post(SETTINGS, others | {"rounding": "7-minutes"}))
    assert (refused.answer.status_code, set(refused.problems)) == (422, {"rounding"})
    assert {**chosen(refused), "rounding": ""} == others | {"rounding": ""}
    assert chosen(browser.page(SETTINGS)) == before, "one is wrong: none is saved"
    assert browser.post(SETTINGS, others | {"reason": "new year"}).status_code == 303
    assert chosen(browser.page(SETTINGS)) == others
    assert says(browser.page(f"{AUDIT}?kind=setting"), "new year")


def test_every_setting_has_a_name_of_its_own_there() -> None:
    assert OPTIONS.keys() == {name for _, said in GROUPS for name in said}
    words = {name: set(said.words) for _, group in GROUPS for name, said in group.items()}
    assert all(OPTIONS[name].values.keys() <= known for name, known in words.items())


def test_days_are_locked_and_opened_again_with_a_reason(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    future = Page(browser.post(f"{LOCKS}/days/new", {"locked_through": "2026-03-11"}))
    assert (set(future.problems), future.value("locked_through")) == ({"locked_through"}, "2026-03-11")
    assert browser.post(f"{LOCKS}/days/new", {"locked_through": "2026-02-28", "note": "payroll"}).status_code == 303
    [lock] = home.http.get("/v1/locks", headers=place.admin.bearer).json()["items"]
    path = f"{LOCKS}/days/{lock['id']}"
    earlier = {"locked_through": "2026-01-31", "version": "1"}
    assert set(Page(browser.post(path, earlier)).problems) == {"why"}
    assert browser.post(path, earlier | {"why": "a mistake"}).status_code == 303
    assert says(browser.page(path), "a mistake")

    exception = {"person_id": place.owner.id, "starts_on": "2026-01-05", "ends_on": "2026-01-09", "reason": "forgotten"}
    assert set(Page(browser.post(f"{LOCKS}/exceptions/new", exception | {"person_id": ""})).problems) == {"person_id"}
    wrong = Page(browser.post(f"{LOCKS}/exceptions/new", exception | {"ends_on": "2026-01-01"}))
    assert (set(wrong.problems), wrong.value("reason")) == ({"ends_on"}, "forgotten")
    assert browser.post(f"{LOCKS}/exceptions/new", exception | {"expires_at": "2026-03-31"}).status_code == 303
    assert says(browser.page(LOCKS), "forgotten")
    [made] = home.http.get("/v1/lock-exceptions", headers=place.admin.bearer).json()["items"]
    assert made["expires_at"] == "2026-03-31T22:00:00Z", "the end of that day in Berlin"
    assert browser.page(f"{LOCKS}/exceptions/{made['id']}").value("expires_at") == "2026-03-31"
    assert set(Page(browser.post(f"{path}/remove")).problems) == {"reason"}
    assert browser.post(f"{path}/remove", {"reason": "open again"}).status_code == 303


def test_the_journal_is_searched_and_read_to_its_end(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    for number in range(3):
        browser.post("/admin/tags/new", {"name": f"Tag {number}"})
    home.http.post("/v1/attendance/clock-in", headers=place.owner.bearer, json={})
    heads = [text for text in browser.page(f"{AUDIT}?kind=tag").texts if text == "Tag: added"]
    assert len(heads) == 3
    assert says(browser.page(f"{AUDIT}?kind=tag&act=deleted"), "Nothing found")
    assert says(browser.page(f"{AUDIT}?person={place.owner.id}&face=native"), "Attendance: started")
    assert says(browser.page(f"{AUDIT}?record={place.client}"), "Nordlicht")
    assert says(browser.page(f"{AUDIT}?first=2026-03-11"), "Nothing found")
    assert not says(browser.page(f"{AUDIT}?first=2026-03-10&last=2026-03-10"), "Nothing found")
    assert browser.get(f"{AUDIT}?after=nonsense").status_code == 422

    page, rows, pages = browser.page(AUDIT), 0, 1
    while further := [had["href"] for had in page.all("a") if "after=" in (had["href"] or "")]:
        rows += len(page.all("li", class_="told-row"))
        page, pages = browser.page(further[0] or ""), pages + 1
    rows += len(page.all("li", class_="told-row"))
    size = home.run(lambda tx: kept.state(tx, place.id))
    assert pages == 1 + (size.rows - 1) // 50
    assert rows == size.rows


def test_the_chains_are_checked_bit_by_bit_and_a_rewritten_row_is_found(
    home: Home, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(home, someone(home, place, "auditor", "auditor"))
    home.http.post("/v1/attendance/clock-in", headers=place.owner.bearer, json={})
    assert says(browser.page(AUDIT), "never from here")
    assert browser.post(f"{AUDIT}/check").status_code == 303
    whole = browser.page(AUDIT)
    assert says(whole, "Whole")
    size = home.run(lambda tx: kept.state(tx, place.id))
    assert says(whole, f"{size.rows} rows")

    # A little at a time: what is left goes on from where it was, however often it is asked for.
    monkeypatch.setattr(audit.go_on, "__defaults__", (1,))
    part = Page(browser.post(f"{AUDIT}/check", headers={"HX-Request": "true"}))
    steps = 0
    while running := part.all("input", name="check"):
        assert part.all("progress")
        part = Page(
            browser.post(f"{AUDIT}/check/go-on", {"check": running[0]["value"]}, headers={"HX-Request": "true"})
        )
        steps += 1
    assert steps > 2
    assert says(part, f"{size.rows} rows")
    monkeypatch.undo()

    async def rewrite(tx: Tx) -> None:
        forged = update(journal).where(journal.c.workspace_id == place.id, journal.c.record_id == place.client)
        await tx.run(Statement(forged.values(payload='{"before":{},"after":{"name":"Forged"}}')))

    home.run(rewrite)
    browser.post(f"{AUDIT}/check")
    broken = browser.page(AUDIT)
    assert says(broken, "Something does not fit")
    assert says(broken, "the payload was changed")
    browser.post(f"{AUDIT}/check", {"person": place.owner.id})
    assert says(browser.page(f"{AUDIT}?person={place.owner.id}"), "Whole"), "that one's own chain is"
    assert browser.post(f"{AUDIT}/check/go-on", {"check": "another"}).status_code == 404


def test_the_overview_tells_what_is_going_on_and_what_is_missing(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    fresh = browser.page("/admin")
    assert says(fresh, "Setting up")
    assert says(fresh, "Nobody is at work.")
    home.http.post("/v1/attendance/clock-in", headers=place.owner.bearer, json={})
    home.http.post("/v1/attendance/clock-in", headers=place.colleague.bearer, json={})
    home.http.post("/v1/attendance/start-break", headers=place.colleague.bearer, json={})
    busy = browser.page("/admin")
    assert says(busy, "Owner Example")
    assert says(busy, "On break")
    assert says(busy, {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[home.settings.database_url.partition(":")[0]])
