"""The team's calendar: who is away when, who learns why, and the feeds that calendar programs read."""

import threading
from datetime import date
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from icalendar import Calendar
from structlog.testing import CapturingLogger

from tests.home import Home, Someone, Workplace
from tests.native.away import HOUR, Site
from tests.native.wire import UNKNOWN, done, problem
from uhrwerk.entrypoints import calendars, http
from uhrwerk.operations import absence_calendar
from uhrwerk.rules.refusals import Overloaded

MARCH = {"starts_on": "2026-03-01", "ends_on": "2026-03-31"}
NO_REASON = {"id": None, "absence_type_id": None, "status": None, "note": None}


@pytest.fixture
def site(home: Home, place: Workplace) -> Site:
    return Site(home, place)


def calendar(home: Home, someone: Someone, **query: Any) -> dict[str, dict[str, Any]]:
    """The rows by person."""
    answer = home.http.get("/v1/absences/calendar", headers=someone.bearer, params=MARCH | query)
    assert answer.status_code == 200, answer.text
    return {row["person_id"]: row for row in answer.json()["items"]}


def test_colleagues_learn_that_somebody_is_away_and_not_why(home: Home, site: Site) -> None:
    place = site.place
    home.http.put(f"/v1/teams/{site.team}/members/{place.colleague.id}", headers=place.admin.bearer)
    vacation = site.given(
        place.owner, starts_on="2026-03-16", ends_on="2026-03-18", half_day_start=True, note="Wedding"
    )
    ill = site.given(place.owner, "sick", starts_on="2026-03-18", ends_on="2026-03-19")
    asked = done(site.ask(place.owner, starts_on="2026-03-24", ends_on="2026-03-24"), 201)
    rejected = done(site.ask(place.owner, starts_on="2026-03-26", ends_on="2026-03-26"), 201)
    done(site.decide(place.lead, rejected["id"], "reject", "No"))
    hours = site.given(place.owner, "training", starts_on="2026-03-25", ends_on="2026-03-25", seconds=2 * HOUR)
    shown = [vacation, ill, asked, hours]
    for someone in (place.owner, place.lead, place.admin):
        told = calendar(home, someone)[place.owner.id]["absences"]
        assert told == [{name: each[name] for name in told[0]} for each in shown]
    whole = {"half_day_start": False, "half_day_end": False, "seconds": None}
    assert calendar(home, place.colleague)[place.owner.id]["absences"] == [
        {"starts_on": "2026-03-16", "ends_on": "2026-03-19", **whole, "half_day_start": True, **NO_REASON},
        {"starts_on": "2026-03-25", "ends_on": "2026-03-25", **whole, "seconds": 2 * HOUR, **NO_REASON},
    ]


def test_the_rows_are_those_of_ones_teams(home: Home, site: Site, elsewhere: Workplace) -> None:
    place = site.place
    north = done(home.http.post("/v1/teams", headers=place.admin.bearer, json={"name": "North"}), 201)["id"]
    home.http.put(f"/v1/teams/{north}/members/{place.colleague.id}", headers=place.admin.bearer)
    studio = [place.lead.id, place.owner.id]
    for someone, rows in (
        (place.owner, studio),
        (place.lead, studio),
        (place.colleague, [place.colleague.id]),
        (place.admin, [place.admin.id, place.colleague.id, *studio]),
    ):
        assert list(calendar(home, someone)) == rows
    assert list(calendar(home, place.admin, team_id=site.team)) == studio
    assert list(calendar(home, place.owner, team_id=site.team)) == studio
    url = "/v1/absences/calendar"
    for query, status, key, fields in (
        ({"team_id": north}, 403, "not-allowed", ()),
        ({"team_id": UNKNOWN}, 404, "not-found", ()),
        ({"ends_on": "2026-02-28"}, 400, "range-reversed", ("ends_on",)),
        ({"ends_on": "2027-03-02"}, 400, "invalid", ("ends_on",)),
        ({"starts_on": "March"}, 400, "invalid", ("starts_on",)),
    ):
        problem(home.http.get(url, headers=place.owner.bearer, params=MARCH | query), status, key, *fields)
    stranger = home.http.get(url, headers=elsewhere.admin.bearer, params=MARCH | {"team_id": site.team})
    problem(stranger, 404, "not-found")
    assert len(calendar(home, place.owner, ends_on="2027-03-01")) == 2


def test_everybody_has_the_holidays_of_where_they_work(home: Home, site: Site) -> None:
    """8 March is a holiday in Berlin, and none in Hamburg or Vienna."""
    place = site.place
    site.agree(place.lead, region="DE-BE")
    site.agree(place.colleague, region="AT-9")
    off = {"starts_on": "2026-03-27", "ends_on": "2026-03-27", "half_day_start": True}
    for name, region in (("Summer party", "DE"), ("Elsewhere", "PT")):
        body = off | {"name": name, "region": region}
        done(home.http.post("/v1/company-holidays", headers=place.admin.bearer, json=body), 201)
    rows = calendar(home, place.admin)
    assert [rows[each.id]["region"] for each in (place.owner, place.lead, place.colleague, place.admin)] == [
        *("DE-HH", "DE-BE", "AT-9"),
        None,
    ]
    party = {"name": "Summer party", **off, "half_day_end": False}
    assert rows[place.owner.id]["holidays"] == [party]
    womens_day, *others = rows[place.lead.id]["holidays"]
    assert (womens_day["starts_on"], womens_day["ends_on"], others) == ("2026-03-08", "2026-03-08", [party])
    assert rows[place.colleague.id]["holidays"] == []
    assert rows[place.admin.id]["holidays"] == []


def feed(home: Home, someone: Someone) -> dict[str, Any]:
    answer = home.http.post("/v1/calendar-feeds", headers=someone.bearer, json={"name": "Phone"})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def fetched(home: Home, made: dict[str, Any]) -> httpx.Response:
    """As a calendar program does: without signing in."""
    answer: httpx.Response = home.http.get(made["url"])
    return answer


def events(home: Home, made: dict[str, Any]) -> dict[str, Any]:
    """The events by their summary."""
    answer = fetched(home, made)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    return {str(each["summary"]): each for each in listed(answer)}


def listed(answer: httpx.Response) -> list[Any]:
    return list(Calendar.from_ical(answer.text).walk("VEVENT"))


def test_a_calendar_program_reads_what_the_calendar_shows(home: Home, site: Site) -> None:
    place = site.place
    vacation = site.given(place.owner, starts_on="2026-03-16", ends_on="2026-03-20", half_day_end=True)
    done(site.ask(place.owner, starts_on="2026-04-07", ends_on="2026-04-07", half_day_start=True), 201)
    site.given(place.lead, starts_on="2026-03-18", ends_on="2026-03-18", seconds=5400)
    site.given(place.lead, "sick", starts_on="2026-03-19", ends_on="2026-03-19")
    made = feed(home, place.owner)
    found = events(home, made)
    own = "vacation (until noon on the last day)"
    expected = {own, "vacation (afternoon, requested)", "Lead Example: away (1:30 h)", "Lead Example: away"}
    assert {each for each in found if each.startswith(("vacation", "Lead"))} == expected
    event = found[own]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 3, 16), date(2026, 3, 21))
    assert str(event["uid"]) == f"{vacation['id']}@uhrwerk"
    assert (event["sequence"], str(event["status"]), str(event["transp"])) == (0, "CONFIRMED", "OPAQUE")
    assert event["last-modified"].dt == home.clock.now
    assert str(found["vacation (afternoon, requested)"]["status"]) == "TENTATIVE"
    assert found["Good Friday"]["dtstart"].dt == date(2026, 4, 3)
    # A change keeps the event and moves it on; whoever leads learns why.
    url = f"/v1/absences/{vacation['id']}"
    home.clock.forward(hours=1)
    done(home.http.patch(url, headers=place.admin.bearer, json={"half_day_end": False, "reason": "asked by phone"}))
    later = events(home, made)["vacation"]
    assert (later["uid"], later["sequence"]) == (event["uid"], 1)
    assert later["last-modified"].dt == home.clock.now
    assert "Owner Example: vacation" in events(home, feed(home, place.lead))


def test_a_feed_speaks_its_persons_language(home: Home, site: Site) -> None:
    owner = site.place.owner
    site.given(owner, starts_on="2026-03-17", ends_on="2026-03-17", half_day_end=True)
    site.given(site.place.lead, starts_on="2026-03-17", ends_on="2026-03-17")
    done(home.http.patch(f"/v1/people/{owner.id}", headers=owner.bearer, json={"language": "de"}))
    found = events(home, feed(home, owner))
    assert {"vacation (vormittags)", "Lead Example: abwesend", "Karfreitag"} <= set(found)


def test_a_feeds_address_is_a_secret_shown_once_and_ends_when_it_is_revoked(home: Home, site: Site) -> None:
    place = site.place
    made = feed(home, place.owner)
    assert made["url"].startswith("http")
    listed = home.http.get("/v1/calendar-feeds", headers=place.owner.bearer).json()
    assert listed == {"items": [{name: made[name] for name in ("id", "name", "created_at")}]}
    assert home.http.get("/v1/calendar-feeds", headers=place.lead.bearer).json() == {"items": []}
    # The secret opens the calendar alone, and no other key opens a calendar.
    token = made["url"].rpartition("/")[2].removesuffix(".ics")
    problem(home.http.get("/v1/me", headers={"Authorization": f"Bearer {token}"}), 401, "not-signed-in")
    for name in (f"{place.owner.native}.ics", token, "cal_wrong.ics", ".ics"):
        problem(home.http.get(f"/calendars/{name}"), 404, "not-found")
    problem(home.http.delete(f"/v1/calendar-feeds/{made['id']}", headers=place.admin.bearer), 404, "not-found")
    assert fetched(home, made).status_code == 200
    assert home.http.delete(f"/v1/calendar-feeds/{made['id']}", headers=place.owner.bearer).status_code == 204
    problem(fetched(home, made), 404, "not-found")
    problem(home.http.delete(f"/v1/calendar-feeds/{made['id']}", headers=place.owner.bearer), 404, "not-found")
    assert home.http.get("/v1/calendar-feeds", headers=place.owner.bearer).json() == {"items": []}


def test_a_feed_ends_with_its_person_and_there_are_not_too_many(home: Home, site: Site) -> None:
    place = site.place
    problem(home.http.post("/v1/calendar-feeds", headers=place.owner.bearer, json={"name": ""}), 400, "invalid", "name")
    made = [feed(home, place.owner) for _ in range(20)]
    problem(home.http.post("/v1/calendar-feeds", headers=place.owner.bearer), 409, "too-many-at-once")
    home.http.delete(f"/v1/people/{place.owner.id}", headers=place.admin.bearer)
    for each in (made[0], made[-1]):
        problem(fetched(home, each), 404, "not-found")


def token_of(made: dict[str, Any]) -> str:
    token: str = made["url"].rpartition("/")[2].removesuffix(".ics")
    return token


def test_no_log_has_a_feeds_address_whatever_becomes_of_the_request(home: Home, site: Site) -> None:
    made = feed(home, site.place.owner)
    token, path = token_of(made), "/calendars/…"
    logger = CapturingLogger()
    with patch.object(http, "log", logger):
        for wrong in (token, f"{token}.ics/more", f"more/{token}.ics", f"{token}.ICS"):
            problem(home.http.get(f"/calendars/{wrong}"), 404, "not-found")
        problem(home.http.get(f"/Calendars/{token}.ics"), 404, "not-found")
        problem(home.http.post(made["url"]), 405, "method-not-allowed")
        for error, status, key in (
            (RuntimeError("bug"), 500, "internal-error"),
            (Overloaded("full"), 503, "overloaded"),
        ):
            with patch.object(absence_calendar, "of_team", side_effect=error):
                problem(fetched(home, made), status, key)
    assert fetched(home, made).status_code == 200, "it was a right one all the time"
    assert [call.method_name for call in logger.calls] == [*["info"] * 6, "error", "info", "info"]
    assert {call.kwargs["path"] for call in logger.calls} == {path, path.title()}
    assert token not in str(logger.calls)


def test_an_address_without_its_ending_is_refused_before_its_secret_is_looked_at(home: Home, site: Site) -> None:
    made = feed(home, site.place.owner)
    with patch.object(home.house.store, "read", side_effect=AssertionError("it was looked at")):
        problem(home.http.get(f"/calendars/{token_of(made)}"), 404, "not-found")


def test_a_feed_that_has_not_changed_is_not_sent_again(home: Home, site: Site) -> None:
    place = site.place
    away = site.given(place.lead, starts_on="2026-03-18", ends_on="2026-03-18")
    made = feed(home, place.owner)
    first = fetched(home, made)
    known = {"If-None-Match": f'"other", {first.headers["etag"]}'}
    home.clock.forward(minutes=15)
    again = home.http.get(made["url"], headers=known)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    stamps = [str(each["dtstamp"].dt) for each in listed(fetched(home, made))]
    assert set(stamps) == {str(home.clock.now)}
    longer = {"ends_on": "2026-03-19", "reason": "asked by phone"}
    done(home.http.patch(f"/v1/absences/{away['id']}", headers=place.admin.bearer, json=longer))
    changed = home.http.get(made["url"], headers=known)
    assert changed.status_code == 200
    assert "DTEND;VALUE=DATE:20260320" in changed.text


def test_a_feed_has_ones_own_and_the_nearest_of_the_others(home: Home, site: Site) -> None:
    place = site.place
    site.given(place.owner, starts_on="2026-08-17", ends_on="2026-08-18")
    for day in ("2026-06-10", "2026-03-17", "2026-01-05", "2026-03-04"):
        site.given(place.lead, starts_on=day, ends_on=day)
    made = feed(home, place.owner)
    whole = [str(each["uid"]) for each in listed(fetched(home, made))]
    own = [uid for uid in whole if place.lead.id not in uid]
    with patch.object(calendars, "MOST_EVENTS", len(own) + 3):
        kept = [str(each["uid"]) for each in listed(fetched(home, made))]
    days = ("2026-03-04", "2026-03-17", "2026-01-05")
    assert (kept, len(whole)) == ([*own, *(f"{place.lead.id}-{day}@uhrwerk" for day in days)], len(own) + 4)


def test_a_feed_is_drawn_up_beside_the_requests_and_one_at_a_time(home: Home, site: Site) -> None:
    made = feed(home, site.place.owner)
    encoded, seen = calendars.encoded, []

    def watched(*arguments: Any) -> tuple[str, bytes]:
        seen.append((threading.current_thread() is threading.main_thread(), home.house.drawing_up.locked()))
        return encoded(*arguments)

    with patch.object(calendars, "encoded", watched):
        assert fetched(home, made).status_code == 200
    assert seen == [(False, True)]
