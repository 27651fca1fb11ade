"""Punches made offline: booked once, at their own instants, for whoever made them and for nobody else."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.faces.closing import lock
from tests.home import Home, Someone, Workplace
from tests.web.browser import Browser

Outcomes = list[tuple[str, str | None]]


def made(act: str, at: datetime, id: str | None = None, **fields: str) -> dict[str, Any]:
    return {"id": id or str(uuid4()), "act": act, "at": at.isoformat(), "fields": fields}


def send(browser: Browser, *punches: dict[str, Any], person: Someone | None = None, **more: Any) -> httpx.Response:
    body = {"person": (person or browser.someone).id, "punches": list(punches)} | more
    headers = {**browser.cookies, "X-CSRF-Token": browser.token, "Accept-Language": browser.language}
    return browser.home.http.post("/punches", headers=headers, json=body)


def came_of(answer: httpx.Response) -> Outcomes:
    assert answer.status_code == 200, answer.text
    return [(each["outcome"], each.get("refusal")) for each in answer.json()["outcomes"]]


def entries(home: Home, someone: Someone) -> list[tuple[str, str, str | None]]:
    items = home.http.get("/v1/time-entries", headers=someone.bearer).json()["items"]
    return sorted((each["started_at"], each["state"], each["note"]) for each in items)


def test_a_day_offline_is_booked_as_it_was_and_once(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.owner)
    morning = home.clock.now
    day = [
        made("clock-in", morning),
        made("start", morning, note="Offline", purpose=f"{place.project}/{place.task}"),
        made("pause", morning + timedelta(hours=1)),
        made("start-break", morning + timedelta(hours=1)),
        made("resume", morning + timedelta(hours=2)),
        made("end-break", morning + timedelta(hours=2)),
        made("stop", morning + timedelta(hours=3)),
        made("clock-out", morning + timedelta(hours=3)),
    ]
    home.clock.forward(hours=9)
    assert came_of(send(browser, *day)) == [("booked", None)] * 8
    again = Browser(home, place.owner)
    assert came_of(send(again, *day)) == [("booked", None)] * 8, "in another session, too"
    [entry] = home.http.get("/v1/time-entries", headers=place.owner.bearer).json()["items"]
    assert (entry["started_at"], entry["ended_at"]) == ("2026-03-10T08:00:00Z", "2026-03-10T11:00:00Z")
    assert (entry["net_seconds"], entry["note"], entry["task_id"]) == (2 * 3600, "Offline", place.task)
    [present] = home.http.get("/v1/attendance", headers=place.owner.bearer).json()["items"]
    assert (present["started_at"], present["net_seconds"]) == ("2026-03-10T08:00:00Z", 2 * 3600)


def test_a_punch_whose_answer_was_lost_is_not_booked_again(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.owner)
    id = str(uuid4())
    at = home.clock.now
    assert browser.post("/timer/start", {"note": "Once", "punch_id": id}).status_code < 400
    home.clock.forward(minutes=5)
    assert came_of(send(browser, made("start", at, id, note="Once"))) == [("booked", None)]
    assert entries(home, place.owner) == [("2026-03-10T08:00:00Z", "running", "Once")]


def test_what_is_refused_says_why_and_holds_up_its_own_clock_alone(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.owner, "de")
    home.http.post("/v1/timers/start", headers=place.owner.bearer, json={"note": "Before"})
    lock(home, place, "2026-03-09")
    now = home.clock.forward(hours=1)
    yesterday = now - timedelta(days=1)
    answer = send(
        browser,
        made("start", now, purpose=str(uuid4()), note="Nowhere"),
        made("stop", now),
        made("clock-in", yesterday),
        made("clock-out", now),
    )
    assert came_of(answer) == [
        ("refused", "not-found"),
        ("held", None),
        ("refused", "period-locked"),
        ("held", None),
    ]
    assert all(each["detail"] for each in answer.json()["outcomes"] if each["outcome"] == "refused")
    assert entries(home, place.owner) == [("2026-03-10T08:00:00Z", "running", "Before")]
    beyond = made("pause", now) | {"at": "9999-12-31T23:59:59-14:00"}
    assert came_of(send(browser, beyond)) == [("refused", "invalid")]
    early = made("pause", now - timedelta(hours=2))
    assert came_of(send(browser, early, made("clock-in", now))) == [
        ("refused", "instant-before-last-act"),
        ("booked", None),
    ]


def test_it_is_nobody_elses_and_no_other_sites(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.colleague)
    punch = made("clock-in", home.clock.now)
    assert send(browser, punch, person=place.owner).status_code == 403
    body = {"person": place.colleague.id, "punches": [punch]}
    post = home.http.post
    assert post("/punches", headers=browser.cookies, json=body).status_code == 403
    assert post("/punches", json=body).status_code == 401
    mistakes: tuple[dict[str, Any], ...] = (
        {"punches": []},
        {"punches": [punch | {"id": "1"}]},
        {"punches": [punch | {"act": "dance"}]},
        {"punches": [punch | {"at": "2026-03-10T08:00:00"}]},
        {"more": 1},
    )
    for wrong in mistakes:
        assert send(browser, **wrong).status_code == 400
    assert home.http.get("/v1/attendance", headers=place.colleague.bearer).json()["items"] == []
