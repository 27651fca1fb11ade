"""The calendar: what lies on it and where, and what its editor and its dragging do to time entries."""

from typing import Any

import pytest

from tests.faces.closing import lock
from tests.home import Home, Someone, Workplace
from tests.web.browser import Browser, Page

OF = "of=2026-03-10&view=week"


def entry(home: Home, someone: Someone, begin: str, end: str | None, **members: Any) -> dict[str, Any]:
    """A time entry of theirs, at instants of March 2026 or as they are given; running without an end."""
    path = "/v1/time-entries" if end else "/v1/timers/start"
    times = {"started_at": begin, "ended_at": end} if end else {"at": begin}
    answer = home.http.post(path, headers=someone.bearer, json=times | members)
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.json()
    return found


def read(home: Home, someone: Someone, id: str) -> dict[str, Any]:
    answer = home.http.get(f"/v1/time-entries/{id}", headers=someone.bearer)
    found: dict[str, Any] = answer.json()
    return found


def blocks(page: Page) -> list[dict[str, str | None]]:
    return [had for tag, had in page.tags if tag == "li" and (had.get("class") or "").startswith("cal-block")]


def days(page: Page) -> list[dict[str, str | None]]:
    return [had for tag, had in page.tags if tag == "section" and (had.get("class") or "").startswith("cal-day")]


def test_a_week_has_its_blocks_where_they_lie(home: Home, place: Workplace) -> None:
    day = "2026-03-09T"
    worked = entry(
        home,
        place.owner,
        f"{day}08:00:00Z",
        f"{day}10:30:00Z",
        note="Sitemap drawn",
        task_id=place.task,
        breaks=[{"started_at": f"{day}09:00:00Z", "ended_at": f"{day}09:15:00Z"}],
    )
    beside = entry(home, place.owner, f"{day}10:00:00Z", f"{day}11:00:00Z")
    over = entry(home, place.owner, f"{day}22:00:00Z", "2026-03-10T00:30:00Z", note="Late")
    runs = entry(home, place.owner, "2026-03-10T07:30:00Z", None, note="Now")
    theirs = entry(home, place.colleague, f"{day}08:00:00Z", f"{day}09:00:00Z", note="Not mine")
    page = Browser(home, place.owner, "en-GB").page(f"/calendar?{OF}")
    found = blocks(page)
    assert [(each["data-id"], each["data-from"], each["data-to"]) for each in found] == [
        (worked["id"], str(9 * 3600), str(11 * 3600 + 1800)),
        (beside["id"], str(11 * 3600), str(12 * 3600)),
        (over["id"], str(23 * 3600), str(24 * 3600)),
        (over["id"], "0", str(5400)),
        (runs["id"], str(8 * 3600 + 1800), str(9 * 3600)),
    ]
    assert [(each["data-lane"], each["data-lanes"]) for each in found[:3]] == [("0", "2"), ("1", "2"), ("0", "1")]
    assert "is-overlapping" in (found[0]["class"] or "")
    assert "is-after" in (found[2]["class"] or "")
    assert "is-before" in (found[3]["class"] or "")
    assert ("data-grows" in found[4], "data-end" in found[4]) == (True, False)
    assert page.all("span", class_="cal-break") == [
        {"class": "cal-break", "data-from": "3600", "data-to": "4500"},
    ]
    assert theirs["id"] not in page.answer.text
    assert "Not mine" not in page.answer.text
    for said in (
        "Sitemap drawn",
        "Website · Sitemap",
        "since 08:30 · 0:30 h running",
        "09:00–11:30 · 2:15 h overlaps with breaks",
    ):
        assert said in " ".join(page.texts)
    # 2:15, 1:00 and an hour on Monday; half past one and what runs on Tuesday.
    sums = [text for text in page.texts if text in ("4:15", "2:00")]
    assert sums == ["4:15", "2:00"]


@pytest.mark.parametrize(
    ("of", "seconds", "twice"),
    [
        ("2026-10-24", 86_400, []),
        ("2026-10-25", 90_000, ["02:00 UTC+2", "02:00 UTC+1"]),
        ("2026-03-29", 82_800, []),
        ("2026-03-30", 86_400, []),
    ],
)
def test_a_day_has_as_many_hours_as_it_is_long(
    home: Home, place: Workplace, of: str, seconds: int, twice: list[str]
) -> None:
    page = Browser(home, place.owner, "en-GB").page(f"/calendar?of={of}&view=day")
    [day] = days(page)
    assert (day["id"], day["data-length"]) == (f"day-{of}", str(seconds))
    hours = [text for text in page.texts if text[:2].isdigit() and text[2:5] == ":00"]
    assert len(hours) == seconds // 3600
    assert [text for text in hours if "UTC" in text] == twice
    assert ("02:00" in hours) == (of in ("2026-10-24", "2026-03-30"))
    said = any("The clocks change" in text for text in page.texts)
    assert said == (seconds != 86_400)


def test_the_week_begins_where_the_reader_begins_it(home: Home, place: Workplace) -> None:
    for language, first in (("en-GB", "2026-03-09"), ("de-DE", "2026-03-09"), ("en-US", "2026-03-08")):
        changed = home.http.patch(
            f"/v1/people/{place.colleague.id}", headers=place.admin.bearer, json={"language": language}
        )
        assert changed.status_code == 200, changed.text
        shown = days(Browser(home, place.colleague, language).page(f"/calendar?{OF}"))
        assert (shown[0]["id"], len(shown)) == (f"day-{first}", 7)
    # What is no day is today; what lies beyond the calendar is its end.
    assert "is-today" in str(days(Browser(home, place.owner).page("/calendar?of=nonsense&view=day"))[0]["class"])
    assert days(Browser(home, place.owner).page("/calendar?of=9999-12-31&view=day"))[0]["id"] == "day-2099-01-01"


def test_attendance_absences_and_locked_days_are_there_too(home: Home, own_place: Workplace) -> None:
    place = own_place
    for verb, at in (("clock-in", "06:00"), ("start-break", "07:00"), ("end-break", "07:20")):
        answer = home.http.post(
            f"/v1/attendance/{verb}", headers=place.owner.bearer, json={"at": f"2026-03-10T{at}:00Z"}
        )
        assert answer.status_code in (200, 201), answer.text
    kind = {"name": "Vacation", "kind": "vacation"}
    assert home.http.post("/v1/absence-types", headers=place.admin.bearer, json=kind).status_code == 201
    answer = home.http.post(
        "/v1/absences",
        headers=place.owner.bearer,
        json={"starts_on": "2026-03-12", "ends_on": "2026-03-13", "half_day_start": True, "note": "Alps"},
    )
    assert answer.status_code == 201, answer.text
    lock(home, place, "2026-03-09")
    page = Browser(home, place.owner).page(f"/calendar?{OF}")
    [present] = [had for tag, had in page.tags if (had.get("class") or "").startswith("cal-present")]
    assert (present["data-from"], present["data-to"], "data-grows" in present) == ("25200", "32400", True)
    closed = [day["id"] for day in days(page) if "is-closed" in (day["class"] or "")]
    assert closed == ["day-2026-03-09"]
    away = [text for text in page.texts if "requested" in text]
    assert len(away) == 2
    assert all("from noon on the first day" in text for text in away)
    assert "1:40" in page.texts


def test_the_editor_writes_an_entry_down(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.owner)
    page = browser.page(f"/calendar/new?{OF}&from=2026-03-09T12:00:00Z&to=2026-03-09T13:30:00Z")
    names = ("starts_on", "start_time", "started_at", "ends_on", "end_time", "ended_at")
    fields: dict[str, Any] = {name: page.value(name) for name in names}
    assert (fields["start_time"], fields["end_time"]) == ("13:00", "14:30")
    more = {"note": "Drawn", "purpose": f"{place.project}/{place.task}", "breaks": "13:30-13:45; 14:00–14:05"}
    answer = browser.post("/calendar/entries", fields | more | {"of": "2026-03-10", "view": "day"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/calendar?of=2026-03-10&view=day")
    [found] = blocks(browser.page("/calendar?of=2026-03-09&view=day"))
    made = read(home, place.owner, str(found["data-id"]))
    assert (made["note"], made["task_id"], made["billable"], made["net_seconds"]) == ("Drawn", place.task, True, 4200)
    assert [each["started_at"] for each in made["breaks"]] == ["2026-03-09T12:30:00Z", "2026-03-09T13:00:00Z"]
    # For a script the answer is a sign that the days have changed.
    answer = browser.post(
        f"/calendar/entries/{made['id']}", editor(browser, made["id"]) | {"note": "Changed"}, headers=HTMX
    )
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (204, "calendar-changed")
    assert read(home, place.owner, made["id"])["note"] == "Changed"
    assert browser.post(f"/calendar/entries/{made['id']}/delete", {"of": "2026-03-09"}).status_code == 303
    assert blocks(browser.page("/calendar?of=2026-03-09&view=day")) == []


HTMX = {"HX-Request": "true"}


def editor(browser: Browser, id: str) -> dict[str, Any]:
    """The fields of an entry's editor as they are shown."""
    page = browser.page(f"/calendar/entries/{id}?{OF}")
    fields = {str(had["name"]): had.get("value") or "" for tag, had in page.tags if tag == "input" and "name" in had}
    return fields


def test_what_is_not_touched_keeps_its_instants(home: Home, place: Workplace) -> None:
    """Seconds, and which of the hour that comes twice is meant."""
    made = entry(
        home,
        place.owner,
        "2025-10-26T00:10:07Z",
        "2025-10-26T01:50:21Z",
        breaks=[{"started_at": "2025-10-26T00:30:11Z", "ended_at": "2025-10-26T01:05:13Z"}],
    )
    browser = Browser(home, place.owner)
    fields = editor(browser, made["id"])
    assert (fields["start_time"], fields["end_time"], fields["breaks"]) == ("02:10", "02:50", "02:30–02:05")
    browser.post(f"/calendar/entries/{made['id']}", fields | {"note": "Touched", "billable": "no"})
    after = read(home, place.owner, made["id"])
    assert after["note"] == "Touched"
    assert [after[name] for name in ("started_at", "ended_at", "breaks")] == [
        made[name] for name in ("started_at", "ended_at", "breaks")
    ]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"end_time": "12:59"}, "end_time", "lies before the start"),
        ({"starts_on": "2026-03-12", "ends_on": "2026-03-12"}, "start_time", "lies in the future"),
        ({"start_time": "half past"}, "start_time", "must be a time such as 09:30"),
        ({"starts_on": ""}, "starts_on", "is required"),
        ({"starts_on": "2026-02-30"}, "starts_on", "must be a day such as 2026-03-10"),
        ({"starts_on": "2025-03-30", "start_time": "02:30"}, "start_time", "the clocks go forward"),
        ({"breaks": "lunch"}, "breaks", "must be stretches such as"),
        ({"breaks": "16:00-17:00"}, "breaks", "breaks lie in order between start and end"),
        ({"purpose": "nonsense"}, "purpose", "choose one of the list"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    home: Home, place: Workplace, changes: dict[str, str], field: str, said: str
) -> None:
    form = {
        "note": "My words",
        "starts_on": "2026-03-09",
        "start_time": "13:00",
        "ends_on": "2026-03-09",
        "end_time": "14:00",
    }
    before = home.http.get("/v1/time-entries", headers=place.colleague.bearer).json()["items"]
    answer = Browser(home, place.colleague).post("/calendar/entries", form | changes)
    assert answer.status_code == 422
    page = Page(answer)
    assert said in page.problems[field]
    for name, value in (form | changes).items():
        assert value in [had.get("value") for _, had in page.tags if had.get("name") == name]
    assert home.http.get("/v1/time-entries", headers=place.colleague.bearer).json()["items"] == before


def test_dragging_moves_an_entry_with_its_breaks(home: Home, place: Workplace) -> None:
    day = "2026-03-09T"
    pause = [{"started_at": f"{day}09:00:00Z", "ended_at": f"{day}09:15:00Z"}]
    made = entry(home, place.owner, f"{day}08:00:00Z", f"{day}10:00:00Z", breaks=pause)
    browser = Browser(home, place.owner)

    def drag(begin: str, end: str, version: int) -> int:
        times = {"started_at": begin, "ended_at": end, "version": str(version)}
        return browser.post(f"/calendar/entries/{made['id']}/times", times, headers=HTMX).status_code

    assert drag("2026-03-08T06:30:00.000Z", "2026-03-08T08:30:00.000Z", 1) == 204
    moved = read(home, place.owner, made["id"])
    assert moved["breaks"] == [{"started_at": "2026-03-08T07:30:00Z", "ended_at": "2026-03-08T07:45:00Z"}]
    assert drag("2026-03-08T06:30:00.000Z", "2026-03-08T09:00:00.000Z", 2) == 204
    longer = read(home, place.owner, made["id"])
    assert (longer["breaks"], longer["net_seconds"]) == (moved["breaks"], 2 * 3600 + 900)
    # Somebody else was faster; the end would cut the break; a day of the future.
    assert drag("2026-03-08T05:00:00.000Z", "2026-03-08T07:00:00.000Z", 2) == 412
    assert drag("2026-03-08T06:30:00.000Z", "2026-03-08T07:35:00.000Z", 3) == 422
    assert drag("2026-03-11T06:30:00.000Z", "2026-03-11T08:30:00.000Z", 3) == 422
    assert read(home, place.owner, made["id"]) == longer
    refused = browser.post(
        f"/calendar/entries/{made['id']}/times", {"started_at": "2026-03-08T06:30:00Z", "version": "2"}, headers=HTMX
    )
    assert refused.headers["HX-Retarget"] == "#notices"


def test_nobody_elses_entry_is_there(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    theirs = entry(home, place.colleague, "2026-03-09T06:00:00Z", "2026-03-09T07:00:00Z")
    times = {"started_at": "2026-03-09T05:00:00Z", "ended_at": "2026-03-09T06:00:00Z"}
    for stranger in (place.owner, place.admin, elsewhere.admin):
        browser = Browser(home, stranger)
        assert browser.get(f"/calendar/entries/{theirs['id']}").status_code == 404
        for path in ("", "/times", "/delete"):
            assert browser.post(f"/calendar/entries/{theirs['id']}{path}", times).status_code == 404
    assert read(home, place.colleague, theirs["id"]) == theirs


def test_on_a_locked_day_nothing_moves(home: Home, own_place: Workplace) -> None:
    made = entry(home, own_place.owner, "2026-03-08T08:00:00Z", "2026-03-08T09:00:00Z")
    lock(home, own_place, "2026-03-08")
    browser = Browser(home, own_place.owner)
    [block] = blocks(browser.page(f"/calendar?{OF.replace('10', '08')}"))
    assert "data-moves" not in block
    times = {"started_at": "2026-03-09T08:00:00Z", "ended_at": "2026-03-09T09:00:00Z"}
    assert browser.post(f"/calendar/entries/{made['id']}/times", times, headers=HTMX).status_code == 409
    answer = browser.post(f"/calendar/entries/{made['id']}", editor(browser, made["id"]) | {"end_time": "10:30"})
    assert answer.status_code == 422
    assert "is locked" in Page(answer).problems["form"]
