"""The week sheet over HTTP: what is typed into a cell, what is refused there, and sums that are those of /v1."""

import json
from typing import Any

import httpx
import pytest

from tests.home import Home, Workplace
from tests.web.browser import Browser, Page
from tests.web.test_now import PIECE, browse, contract, entries, press, write
from uhrwerk.operations.week_sheet import SEVERAL
from uhrwerk.rules.durations import TAKEN


def key(place: Workplace, *, task: bool = False) -> str:
    return f"{place.project}/{place.task if task else ''}/{place.type_of_work}"


def booked(place: Workplace) -> dict[str, str]:
    """What entries of that row are for."""
    return {"project_id": place.project, "type_of_work_id": place.type_of_work}


def put(browser: Browser, place: Workplace, day: str, text: str, version: int | None = None) -> httpx.Response:
    """What the sheet sends when a cell is left."""
    fields = {"of": day, "day": day, "key": key(place), "row": key(place), "cell": text, "version": version or ""}
    return press(browser, "/week/cell", **fields)


def cells(answer: httpx.Response) -> dict[str, tuple[str, Any]]:
    """What stands in the cells that can be typed in, and the version of their entry, by day."""
    found = {}
    for each in Page(answer).all("input", name="cell"):
        sent = json.loads(str(each["hx-vals"]))
        found[sent["day"][-2:]] = (str(each["value"]), sent["version"])
    return found


def totals(answer: httpx.Response) -> list[str]:
    """The figures at the foot: a row each of projects, attendance and target; seven days and the week."""
    foot = answer.text.partition("<tfoot>")[2].partition("</tfoot>")[0]
    return Page(httpx.Response(200, text=foot)).texts


def test_a_cell_is_written_changed_and_emptied_by_typing(home: Home, place: Workplace) -> None:
    browser = browse(home, place.owner)
    empty = browser.get(f"/week?of=2026-03-10&row={key(place)}")
    assert cells(empty) == {"09": ("", ""), "10": ("", "")}  # the days after are still to come
    written = put(browser, place, "2026-03-09", "1,5")
    assert written.status_code == 200
    assert cells(written)["09"] == ("1:30", 1)
    [entry] = entries(home, place.owner)
    assert (entry["length_only"], entry["net_seconds"], entry["project_id"]) == (True, 5400, place.project)
    assert cells(put(browser, place, "2026-03-09", "90m 1", 1)).get("09") == ("90m 1", 1)
    assert cells(put(browser, place, "2026-03-09", "2:15", 1))["09"] == ("2:15", 2)
    changed = put(browser, place, "2026-03-09", "8:30-10", 2)
    assert cells(changed)["09"] == ("1:30", 3)
    [entry] = entries(home, place.owner)
    assert (entry["length_only"], entry["started_at"], entry["ended_at"]) == (
        False,
        "2026-03-09T07:30:00Z",
        "2026-03-09T09:00:00Z",
    )
    longer = put(browser, place, "2026-03-09", "2h", 3)
    assert cells(longer)["09"] == ("2:00", 4)
    assert entries(home, place.owner)[0]["ended_at"] == "2026-03-09T09:30:00Z"
    assert cells(put(browser, place, "2026-03-09", "", 4))["09"] == ("", "")
    assert entries(home, place.owner) == []


def test_what_cannot_be_taken_stays_in_its_cell_and_says_why(home: Home, place: Workplace) -> None:
    browser = browse(home, place.owner)
    for text, problem in {"soon": TAKEN, "25": "is more than a day", "8-20": "lies in the future"}.items():
        refused = put(browser, place, "2026-03-10", text)
        assert (refused.status_code, refused.headers["hx-reswap"]) == (422, "outerHTML")
        shown = Page(refused)
        [field] = shown.all("input", name="cell")
        assert (field["value"], field["aria-invalid"]) == (text, "true")
        [said] = [each for each in shown.all("p", role="alert") if each["id"] == field["aria-describedby"]]
        assert said
        assert any(f"Website, Tuesday, 10 March 2026: {problem}" in each for each in shown.texts), shown.texts
        [cell] = shown.all("td")
        assert refused.headers["hx-retarget"] == f"#{cell['id']}"
        assert "data-keep" in cell
    assert entries(home, place.owner) == []


def test_what_changed_meanwhile_is_not_overwritten(home: Home, place: Workplace) -> None:
    browser = browse(home, place.owner)
    put(browser, place, "2026-03-09", "1:00")
    for version in (None, 7):
        refused = put(browser, place, "2026-03-09", "2:00", version)
        assert refused.status_code == 422
        assert "was changed meanwhile" in refused.text
    assert put(browser, place, "2026-03-09", "2:00", 1).status_code == 200
    home.http.delete(f"/v1/time-entries/{entries(home, place.owner)[0]['id']}", headers=place.owner.bearer)
    assert put(browser, place, "2026-03-09", "3:00", 2).status_code == 422
    assert entries(home, place.owner) == []


def test_a_cell_of_several_entries_asks_which(home: Home, place: Workplace) -> None:
    first = write(home, place, "09T07:00", "09T08:00", note="One", **booked(place))
    write(home, place, "09T09:00", "09T09:30", note="Two", **booked(place))
    browser = browse(home, place.owner)
    shown = browser.get("/week?of=2026-03-09")
    assert "09" not in cells(shown)
    assert "1:30" in Page(shown).texts
    refused = put(browser, place, "2026-03-09", "3:00", 1)
    assert refused.status_code == 422
    assert SEVERAL in refused.text
    where = {"of": "2026-03-09", "day": "2026-03-09", "key": key(place)}
    asked = Page(browser.get("/week/cell", params=where, headers=PIECE))
    assert [each["value"] for each in asked.all("input", name="length")] == ["1:00", "0:30"]
    path = f"/week/entries/{first['id']}"
    wrong = press(browser, path, **where, version=1, note="One", length="x", length_before="1:00")
    assert any(TAKEN in text for text in Page(wrong).texts)
    saved = press(browser, path, **where, version=1, note="First", length="0:45", length_before="1:00")
    assert [each["value"] for each in Page(saved).all("input", name="length")] == ["0:45", "0:30"]
    assert saved.headers["hx-trigger"] == "sheet:changed"
    assert "1:15" in browser.page("/week?of=2026-03-09").texts
    changed = entries(home, place.owner)[1]
    assert (changed["note"], changed["net_seconds"], changed["started_at"]) == ("First", 2700, first["started_at"])
    stale = press(browser, path, **where, version=1, note="Late", length="0:45", length_before="0:45")
    assert "was changed meanwhile" in stale.text
    stranger = press(browse(home, place.colleague), path, **where, version=2, note="Not mine")
    assert stranger.status_code == 404
    assert entries(home, place.owner)[1]["note"] == "First"


def test_its_sums_are_those_of_the_api(home: Home, place: Workplace) -> None:
    contract(home, place)
    write(home, place, "08T22:00", "08T23:30", **booked(place))  # Sunday into Monday
    write(home, place, "09T07:00", "09T08:00", project_id=place.project)
    body = {"started_at": "2026-03-09T07:00:00Z", "ended_at": "2026-03-09T15:45:00Z"}
    assert home.http.post("/v1/attendance", headers=place.owner.bearer, json=body).status_code == 201
    browser = browse(home, place.owner)
    press(browser, "/timer/start", purpose=f"{place.project}/")
    home.clock.forward(minutes=20)
    query = {"starts_on": "2026-03-09", "ends_on": "2026-03-15"}
    days = home.http.get("/v1/work-time/days", headers=place.owner.bearer, params=query).json()["items"]

    def hours(seconds: int) -> str:
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}"

    worked = [day["worked_seconds"] - day["deducted_seconds"] for day in days]
    due = [day["due_seconds"] for day in days]
    project = [5400, 1200, 0, 0, 0, 0, 0]
    expected = [
        each
        for name, of_days in (("Projects", project), ("Attendance", worked), ("Target", due))
        for each in (name, *map(hours, of_days), hours(sum(of_days)))
    ]
    shown = browser.get("/week")
    assert totals(shown) == expected
    assert sum(worked) == 8.75 * 3600
    # What lies on two days, and what runs, are no cells to type in.
    assert {day for day, (text, _) in cells(shown).items() if text} == {"09"}


def test_rows_are_added_and_last_weeks_copied_with_or_without_their_hours(home: Home, place: Workplace) -> None:
    write(home, place, "02T07:00", "02T08:30", note="Plan", **booked(place))
    write(home, place, "03T07:00", "03T08:00", **booked(place))
    write(home, place, "05T07:00", "05T08:00", **booked(place))
    browser = browse(home, place.owner)
    added = browser.get("/week", params={"of": "2026-03-10", "purpose": f"/{place.task}", "type_of_work_id": ""})
    assert added.status_code == 303
    assert Page(browser.get(added.headers["location"])).texts.count("Website · Sitemap") == 1
    rows = browser.get("/week", params={"of": "2026-03-10", "copy": "rows"})
    assert rows.status_code == 303
    shown = browser.get(rows.headers["location"])
    assert cells(shown) == {"09": ("", ""), "10": ("", "")}
    put(browser, place, "2026-03-10", "0:15")
    copied = press(browser, "/week/copy", of="2026-03-10")
    assert cells(copied) == {"09": ("1:30", 1), "10": ("0:15", 1)}
    assert any(text.startswith("Copied: 1.") and text.endswith(": 2.") for text in Page(copied).texts)
    monday = entries(home, place.owner)[1]
    assert (monday["note"], monday["length_only"], monday["net_seconds"]) == ("Plan", True, 5400)
    again = press(browser, "/week/copy", of="2026-03-10")
    assert any(text.startswith("Copied: 0.") for text in Page(again).texts)


def test_days_that_are_closed_off_or_to_come_are_marked_and_take_nothing(home: Home, place: Workplace) -> None:
    lock = home.http.post("/v1/locks", headers=place.admin.bearer, json={"locked_through": "2026-03-09"})
    assert lock.status_code == 201
    body = {"name": "Founders' day", "starts_on": "2026-03-12", "ends_on": "2026-03-12"}
    assert home.http.post("/v1/company-holidays", headers=place.admin.bearer, json=body).status_code == 201
    browser = browse(home, place.owner)
    shown = browser.get(f"/week?of=2026-03-10&row={key(place)}")
    assert set(cells(shown)) == {"10"}
    assert "Founders' day" in Page(shown).texts
    assert any(
        str(each["title"]).startswith("Locked: everything up to") for each in Page(shown).all("span") if "title" in each
    )
    assert "is locked" in put(browser, place, "2026-03-09", "1:00").text
    assert put(browser, place, "2026-03-11", "1:00").status_code == 422
    assert entries(home, place.owner) == []


@pytest.mark.parametrize("of", ["", "soon", "1000-01-01", "9999-12-31"])
def test_a_week_that_is_none_is_another(home: Home, place: Workplace, of: str) -> None:
    browser = browse(home, place.owner)
    assert browser.get("/week", params={"of": of, "row": ["x", "a/b/c", f"{place.project}//"]}).status_code == 200


def test_others_rows_are_not_known(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    write(home, place, "09T07:00", "09T08:00", note="Mine", **booked(place))
    browser = browse(home, elsewhere.owner)
    shown = browser.get(f"/week?of=2026-03-09&row={key(place)}")
    assert cells(shown) == {}
    answer = put(browser, place, "2026-03-09", "2:00")
    assert answer.status_code == 404
    colleague = browse(home, place.colleague)
    assert put(colleague, place, "2026-03-09", "2:00").status_code == 200
    assert [each["net_seconds"] for each in entries(home, place.owner)] == [3600]
