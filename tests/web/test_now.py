"""The page Now: the clocks' buttons, a day's entries changed in place, and sums that are those of /v1."""

from typing import Any

import httpx
import pytest

from tests.home import Home, Someone, Workplace
from tests.web.browser import Browser, Page
from uhrwerk.entrypoints.jobs.forgotten import see_to_workspace

PIECE = {"HX-Request": "true"}


def browse(home: Home, someone: Someone) -> Browser:
    """A British browser: weeks begin on Monday, clocks have 24 hours."""
    return Browser(home, someone, "en-GB")


def press(browser: Browser, path: str, **fields: Any) -> httpx.Response:
    """What htmx sends when a button is pressed, or a form sent."""
    return browser.post(path, fields, headers=PIECE)


def v1(home: Home, someone: Someone, path: str, **query: Any) -> Any:
    answer = home.http.get(f"/v1/{path}", headers=someone.bearer, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def entries(home: Home, someone: Someone) -> list[dict[str, Any]]:
    """Newest first."""
    items: list[dict[str, Any]] = v1(home, someone, "time-entries")["items"]
    return items


def write(home: Home, place: Workplace, begin: str, end: str, **members: Any) -> dict[str, Any]:
    body = {"started_at": f"2026-03-{begin}:00Z", "ended_at": f"2026-03-{end}:00Z", **members}
    answer = home.http.post("/v1/time-entries", headers=place.owner.bearer, json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_start_pause_resume_stop_by_button(home: Home, place: Workplace) -> None:
    browser = browse(home, place.owner)
    assert "Nothing runs" in browser.page("/").texts
    purpose = {"note": "Draft", "purpose": f"{place.project}/{place.task}", "type_of_work_id": place.type_of_work}
    shown = Page(press(browser, "/timer/start", **purpose))
    assert {"Running", "Draft", "Website · Sitemap", "Nordlicht", "Design", "since 09:00"} <= set(shown.texts)
    home.clock.forward(minutes=30, seconds=5)
    assert "Paused" in Page(press(browser, "/timer/pause")).texts
    home.clock.forward(minutes=10)
    board = Page(press(browser, "/timer/resume"))
    assert "Running" in board.texts
    figure = next(each for each in board.all("u-clock") if "is-title" in (each["class"] or ""))
    assert figure["data-seconds"] == "1805"
    assert figure["data-anchor"] == "2026-03-10T08:10:00+00:00"
    assert figure["data-now"] == "2026-03-10T08:40:05+00:00"
    home.clock.forward(minutes=20)
    assert "Nothing runs" in Page(press(browser, "/timer/stop")).texts
    [entry] = entries(home, place.owner)
    assert (entry["net_seconds"], entry["break_seconds"], entry["note"]) == (3005, 600, "Draft")
    assert (entry["project_id"], entry["task_id"]) == (place.project, place.task)
    shown = browser.page("/")
    assert "09:00–10:00" in shown.texts
    assert "09:30–09:40" in shown.texts


def test_without_scripts_the_buttons_are_forms_that_lead_back(home: Home, place: Workplace) -> None:
    browser = browse(home, place.owner)
    answer = browser.post("/timer/start", {"note": "Plain", "csrf": browser.token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert entries(home, place.owner)[0]["note"] == "Plain"
    edited = entries(home, place.owner)[0]["id"]
    assert "Change the entry" in {
        each["aria-label"] for each in browser.page(f"/entries/{edited}/edit").all("form", class_="edit")
    }


@pytest.mark.parametrize("verb", ["pause", "resume", "stop", "discard"])
def test_what_cannot_be_done_is_said_over_the_page_as_it_is(home: Home, place: Workplace, verb: str) -> None:
    answer = press(browse(home, place.owner), f"/timer/{verb}")
    assert answer.status_code == 409
    assert {"There is no active timer.", "Nothing runs"} <= set(Page(answer).texts)


def test_a_timer_is_discarded_only_as_it_was_seen(home: Home, place: Workplace) -> None:
    browser = browse(home, place.owner)
    shown = Page(press(browser, "/timer/start", note="Slip"))
    version = shown.value("version")
    press(browser, "/timer/pause")
    assert press(browser, "/timer/discard", version=version).status_code == 409
    [entry] = entries(home, place.owner)
    assert press(browser, "/timer/discard", version=entry["version"]).status_code == 200
    assert entries(home, place.owner) == []


def test_attendance_is_a_clock_of_its_own(home: Home, place: Workplace) -> None:
    browser = browse(home, place.owner)
    press(browser, "/timer/start", note="Draft")
    assert "In" in Page(press(browser, "/attendance/clock-in")).texts
    home.clock.forward(hours=1)
    assert "On break" in Page(press(browser, "/attendance/start-break")).texts
    home.clock.forward(minutes=15)
    assert "In" in Page(press(browser, "/attendance/end-break")).texts
    home.clock.forward(hours=1)
    shown = Page(press(browser, "/attendance/clock-out"))
    assert {"Out", "Running"} <= set(shown.texts)
    assert press(browser, "/attendance/start-break").status_code == 409
    [stay] = v1(home, place.owner, "attendance")["items"]
    assert (stay["net_seconds"], stay["break_seconds"]) == (7200, 900)


def contract(home: Home, place: Workplace) -> None:
    body = {"person_id": place.owner.id, "starts_on": "2026-03-02", "kind": "week", "weekly_seconds": 40 * 3600}
    answer = home.http.post("/v1/contracts", headers=place.admin.bearer, json=body)
    assert answer.status_code == 201, answer.text


def test_its_sums_are_those_of_the_api(home: Home, place: Workplace) -> None:
    contract(home, place)
    browser = browse(home, place.owner)
    write(home, place, "09T07:00", "09T09:00", project_id=place.project)
    write(home, place, "08T22:30", "08T23:30", note="Over midnight")
    body = {"started_at": "2026-03-09T07:00:00Z", "ended_at": "2026-03-09T15:30:00Z"}
    assert home.http.post("/v1/attendance", headers=place.owner.bearer, json=body).status_code == 201
    press(browser, "/attendance/clock-in")
    press(browser, "/timer/start")
    home.clock.forward(hours=2, minutes=5)
    shown = browser.page("/")
    figures = [each["data-seconds"] for each in shown.all("u-clock", data_form="hours")]
    week = v1(home, place.owner, "work-time/days", starts_on="2026-03-09", ends_on="2026-03-15")["items"]
    balance = v1(home, place.owner, "work-time/balance")
    worked = [day["worked_seconds"] - day["deducted_seconds"] for day in week]
    project = [7200 + 1800, 7500]
    assert figures == [str(each) for each in (worked[1], project[1], sum(worked), sum(project))]
    hours = {f"/ {seconds // 3600}:00" for seconds in (week[1]["due_seconds"], sum(day["due_seconds"] for day in week))}
    assert hours <= set(shown.texts)
    minutes = abs(balance["balance_seconds"]) // 60
    assert f"−{minutes // 60}:{minutes % 60:02d}" in shown.texts
    assert balance["balance_seconds"] < 0


def test_an_entry_is_changed_in_place(home: Home, place: Workplace) -> None:
    tag = home.http.post("/v1/tags", headers=place.admin.bearer, json={"name": "urgent"}).json()["id"]
    entry = write(home, place, "10T06:00", "10T07:30", note="Draft", project_id=place.project)
    browser = browse(home, place.owner)
    form = Page(browser.get(f"/entries/{entry['id']}/edit", headers=PIECE))
    assert form.value("start_time") == "07:00"
    sent: dict[str, Any] = {
        name: form.value(name)
        for name in ("version", "started_at", "ended_at", "starts_on", "start_time", "ends_on", "end_time")
    }
    sent |= {
        "purpose": f"{place.project}/",
        "note": "Final",
        "end_time": "08:45",
        "breaks": "07:30–07:45",
        "tags": tag,
        "breaks_before": "",
    }
    answer = press(browser, f"/entries/{entry['id']}", **sent)
    assert answer.status_code == 200, Page(answer).texts
    assert {"Final", "07:00–08:45", "07:30–07:45", "urgent"} <= set(Page(answer).texts)
    [changed] = entries(home, place.owner)
    assert (changed["net_seconds"], changed["break_seconds"]) == (5400, 900)
    assert (changed["project_id"], changed["billable"], changed["tags"]) == (place.project, False, [tag])
    again = press(browser, f"/entries/{entry['id']}", **sent)
    assert again.status_code == 422
    assert again.headers["hx-retarget"] == f"#entry-{entry['id']}"
    shown = Page(again)
    assert "changed meanwhile" in shown.problems["form"]
    assert (shown.value("end_time"), shown.value("version")) == ("08:45", str(changed["version"]))
    bad = press(browser, f"/entries/{entry['id']}", **sent | {"version": changed["version"], "start_time": "nine"})
    assert bad.status_code == 422
    assert Page(bad).problems["start_time"]
    assert Page(bad).value("note") == "Final"


def test_a_length_alone_is_written_down_and_changed(home: Home, place: Workplace) -> None:
    browser = browse(home, place.owner)
    assert press(browser, "/entries", day="2026-03-09", length="1,5", note="Call").status_code == 200
    [entry] = entries(home, place.owner)
    assert (entry["length_only"], entry["net_seconds"], entry["started_at"]) == (True, 5400, "2026-03-08T23:00:00Z")
    form = Page(browser.get(f"/entries/{entry['id']}/edit", headers=PIECE))
    sent: dict[str, Any] = {
        name: form.value(name) for name in ("version", "starts_on", "length", "length_before", "day_before")
    }
    assert sent["length"] == "1:30"
    moved = press(
        browser, f"/entries/{entry['id']}", **sent | {"note": "Call", "starts_on": "2026-03-10", "length": "2h"}
    )
    assert moved.status_code == 200, Page(moved).texts
    [entry] = entries(home, place.owner)
    assert (entry["length_only"], entry["net_seconds"], entry["started_at"]) == (True, 7200, "2026-03-09T23:00:00Z")
    for length, problem in {"": "is required", "soon": "type 1:30", "25h": "more than a day"}.items():
        refused = press(browser, "/entries", day="2026-03-09", length=length, note="Kept")
        assert (refused.status_code, refused.headers["hx-retarget"]) == (422, "#add")
        shown = Page(refused)
        assert problem in shown.problems["length"]
        assert (shown.value("length"), shown.value("note")) == (length, "Kept")
    stretch = press(browser, "/entries", day="2026-03-09", length="22:30–1", note="Late")
    assert stretch.status_code == 200
    late = next(each for each in entries(home, place.owner) if each["note"] == "Late")
    assert (late["started_at"], late["ended_at"]) == ("2026-03-09T21:30:00Z", "2026-03-10T00:00:00Z")


def test_split_copy_delete_and_undo(home: Home, place: Workplace) -> None:
    breaks = [{"started_at": "2026-03-10T06:50:00Z", "ended_at": "2026-03-10T07:10:00Z"}]
    entry = write(home, place, "10T06:00", "10T08:00", note="Long", task_id=place.task, breaks=breaks)
    browser = browse(home, place.owner)
    path = f"/entries/{entry['id']}"
    outside = press(browser, f"{path}/split", split_at="09:00", version=1)
    assert (outside.status_code, Page(outside).problems["split_at"]) == (422, "must lie between start and end")
    assert press(browser, f"{path}/split", split_at="08:00", version=1).status_code == 200
    second, first = entries(home, place.owner)
    assert (first["ended_at"], first["net_seconds"], first["break_seconds"]) == ("2026-03-10T07:00:00Z", 3000, 600)
    assert (second["started_at"], second["net_seconds"], second["break_seconds"]) == (first["ended_at"], 3000, 600)
    assert (second["task_id"], second["note"], second["billable"]) == (place.task, "Long", first["billable"])
    assert press(browser, f"{path}/copy").status_code == 200
    assert len(entries(home, place.owner)) == 3
    deleted = press(browser, f"/entries/{second['id']}/delete", version=second["version"])
    assert deleted.status_code == 200
    assert second["id"] not in {each["id"] for each in entries(home, place.owner)}
    kept = Page(deleted).value("entry")
    assert press(browser, "/entries/undo", entry=kept).status_code == 200
    restored = entries(home, place.owner)[0]
    same = ("started_at", "ended_at", "breaks", "net_seconds", "project_id", "task_id", "note", "billable", "tags")
    assert [restored[name] for name in same] == [second[name] for name in same]
    assert press(browser, "/entries/undo", entry="{}").status_code == 400


def test_an_entry_is_continued(home: Home, place: Workplace) -> None:
    entry = write(home, place, "09T06:00", "09T07:00", note="Yesterday", task_id=place.task)
    browser = browse(home, place.owner)
    assert "Yesterday" in browser.page("/?day=2026-03-09").texts
    assert press(browser, f"/entries/{entry['id']}/continue", day="2026-03-09").status_code == 200
    running = v1(home, place.owner, "timers/current")
    assert (running["note"], running["task_id"], running["state"]) == ("Yesterday", place.task, "running")


def test_what_is_not_ones_own_is_like_what_never_was(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    entry = write(home, place, "10T06:00", "10T07:00", note="Mine")
    for stranger in (place.colleague, place.admin, elsewhere.owner):
        browser = browse(home, stranger)
        assert browser.get(f"/entries/{entry['id']}/edit", headers=PIECE).status_code == 404
        for verb in ("", "/split", "/copy", "/delete", "/continue", "/confirm"):
            assert press(browser, f"/entries/{entry['id']}{verb}", version=1).status_code == 404, verb
    assert press(browse(home, place.owner), "/timer/start", purpose=f"{elsewhere.project}/").status_code == 409
    assert press(browse(home, place.owner), "/timer/start", purpose="nothing/").status_code == 422
    assert [each["note"] for each in entries(home, place.owner)] == ["Mine"]
    auditor = home.http.patch(f"/v1/people/{place.colleague.id}", headers=place.admin.bearer, json={"role": "auditor"})
    assert auditor.status_code == 200
    browser = browse(home, place.colleague)
    assert "An auditor keeps no time." in browser.page("/").texts
    assert press(browser, "/timer/start").status_code == 409


def test_a_locked_day_says_why_and_offers_no_change(home: Home, place: Workplace) -> None:
    entry = write(home, place, "09T06:00", "09T07:00", note="Closed")
    body = {"locked_through": "2026-03-09"}
    assert home.http.post("/v1/locks", headers=place.admin.bearer, json=body).status_code == 201
    browser = browse(home, place.owner)
    shown = browser.page("/?day=2026-03-09")
    assert "Locked: everything up to 9 Mar 2026 is closed." in shown.texts
    offered = {each.get("hx-get") or each.get("hx-post") for _, each in shown.tags}
    assert f"/entries/{entry['id']}/edit" not in offered
    assert "/entries" not in offered
    assert f"/entries/{entry['id']}/continue" in offered
    refused = press(browser, "/entries", day="2026-03-09", length="1:00")
    assert refused.status_code == 422
    assert "is locked" in Page(refused).problems["form"]
    assert f"/entries/{entry['id']}/edit" not in browser.page("/").answer.text


def test_clocks_that_were_stopped_by_themselves_are_confirmed(home: Home, place: Workplace) -> None:
    browser = browse(home, place.owner)
    press(browser, "/timer/start", note="Forgotten")
    press(browser, "/attendance/clock-in")
    home.clock.forward(hours=24)
    home.http.blocking_portal.call(see_to_workspace, home.house, place.id)
    asked = [str(each["action"]) for each in browser.page("/").all("form") if "/confirm" in str(each["action"])]
    assert sorted(path.split("/")[1] for path in asked) == ["attendances", "entries"]
    for path in asked:
        assert press(browse(home, place.colleague), path).status_code in (403, 404)
        assert press(browser, path).status_code == 200
    assert [each["to_confirm"] for each in entries(home, place.owner)] == [False]
    assert "/confirm" not in browser.page("/").answer.text


def test_what_runs_is_told_on_the_other_pages(home: Home, place: Workplace) -> None:
    browser = browse(home, place.owner)
    assert "Nothing runs" in Page(browser.get("/now/strip", headers=PIECE)).texts
    press(browser, "/timer/start", note="Draft")
    shown = Page(press(browser, "/timer/pause", **{"from": "strip"}))
    assert {"Paused", "Draft"} <= set(shown.texts)
    assert shown.all("main") == shown.all("section") == []
    press(browser, "/timer/stop", **{"from": "strip"})
    refused = press(browser, "/timer/stop", **{"from": "strip"})
    assert refused.status_code == 409
    assert "There is no active timer." in Page(refused).texts
