"""Labour law at the edge: findings on demand and as days close, advice before a punch, surcharges, the rules."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import done, page, problem, walk
from uhrwerk.entrypoints.jobs.law import close_days, close_days_of
from uhrwerk.operations import contracts, day_close, workspaces
from uhrwerk.operations.workspaces import command_line_actor

FINDINGS, RECORDED = "/v1/law/findings", "/v1/law/findings/recorded"
MARCH = {"starts_on": "2026-03-01", "ends_on": "2026-03-31"}

LATE = ("2026-03-09T11:00:00Z", "2026-03-09T15:00:00Z", "2026-03-09T15:45:00Z", "2026-03-09T21:00:00Z")
"""From noon to 22:00 in Berlin, with a break of 45 min: 9 h 15 of work."""
EARLY = ("2026-03-10T07:00:00Z", "2026-03-10T08:00:00Z")
"""From 8:00 to 9:00 the next day: ten hours later."""
FOUND = [("2026-03-09", "de-daily-hours", "notice", 75), ("2026-03-10", "de-rest", "breach", 60)]


def agree(home: Home, place: Workplace, someone: Someone, **members: Any) -> None:
    terms = {"starts_on": date(2026, 1, 1), "kind": "trust"} | members
    now, actor = home.clock.now, command_line_actor(place.id)
    home.run(lambda tx: contracts.add(tx, actor, now, someone.id, terms))


def attend(home: Home, place: Workplace, someone: Someone, *instants: str) -> str:
    """An attendance from the first instant to the last, with a break between each two of the others; its id."""
    first, *others, last = (datetime.fromisoformat(each) for each in instants)
    breaks = [
        {"started_at": a.isoformat(), "ended_at": b.isoformat()} for a, b in zip(others[::2], others[1::2], strict=True)
    ]
    body = {"started_at": first.isoformat(), "ended_at": last.isoformat(), "breaks": breaks}
    made = done(home.http.post("/v1/attendance", headers=someone.bearer, json=body), 201)
    id: str = made["id"]
    return id


def short(items: list[dict[str, Any]]) -> list[tuple[str, str, str, int]]:
    return [(each["day"], each["rule"], each["severity"], each["minutes"]) for each in items]


def find(home: Home, someone: Someone, **query: Any) -> list[dict[str, Any]]:
    return page(home.http.get(FINDINGS, headers=someone.bearer, params=MARCH | query))[0]


def recorded(home: Home, someone: Someone, **query: Any) -> list[dict[str, Any]]:
    return page(home.http.get(RECORDED, headers=someone.bearer, params=query))[0]


@pytest.fixture
def berlin(home: Home, place: Workplace) -> list[str]:
    """The owner works in Berlin, late on one day and early on the next; the two attendances' ids."""
    agree(home, place, place.owner, region="DE-BE")
    return [attend(home, place, place.owner, *LATE), attend(home, place, place.owner, *EARLY)]


def test_findings_are_told_with_paragraph_minutes_and_proof(home: Home, place: Workplace, berlin: list[str]) -> None:
    items = find(home, place.owner)
    assert short(items) == FOUND
    assert items[1] == {
        "person_id": place.owner.id,
        "day": "2026-03-10",
        "law": "DE",
        "rule": "de-rest",
        "paragraph": "ArbZG § 5",
        "severity": "breach",
        "minutes": 60,
        "limit_minutes": 660,
        "over": False,
        "sentence": "10 h of rest; 11 h are due",
        "punches": berlin,
    }
    assert short(find(home, place.owner, starts_on="2026-03-10")) == FOUND[1:], "what lies before is known all the same"
    assert find(home, place.owner, starts_on="2026-03-11") == []
    assert find(home, place.owner, starts_on="2027-03-01", ends_on="2027-03-02") == [], "days to come prove nothing"


def test_who_may_read_the_time_reads_the_findings(home: Home, place: Workplace, berlin: list[str]) -> None:
    theirs = {"person_id": place.owner.id}
    for stranger in (place.colleague, place.lead):
        for path in (FINDINGS, RECORDED, "/v1/law/surcharges"):
            problem(home.http.get(path, headers=stranger.bearer, params=MARCH | theirs), 404, "not-found")
        advice = theirs | {"act": "clock-in"}
        problem(home.http.get("/v1/law/advice", headers=stranger.bearer, params=advice), 404, "not-found")
    problem(
        home.http.get(FINDINGS, headers=place.colleague.bearer, params=MARCH | {"everyone": "true"}), 403, "not-allowed"
    )
    assert find(home, place.lead, everyone="true") == []
    assert short(find(home, place.admin, **theirs)) == FOUND


def test_everybodys_findings_are_walked_person_by_person(home: Home, place: Workplace, berlin: list[str]) -> None:
    agree(home, place, place.colleague, law="DE")
    attend(home, place, place.colleague, *LATE)
    attend(home, place, place.colleague, *EARLY)
    whole = find(home, place.admin, everyone="true")
    assert short(whole) == FOUND * 2
    assert [each["person_id"] for each in whole] == [place.owner.id] * 2 + [place.colleague.id] * 2
    for limit in (1, 2, 3, 4):
        assert walk(home, place.admin, FINDINGS, limit, everyone="true", **MARCH) == whole
        assert walk(home, place.owner, FINDINGS, limit, **MARCH) == whole[:2]
    answer = home.http.get(FINDINGS, headers=place.admin.bearer, params=MARCH | {"cursor": "WyIxIl0"})
    problem(answer, 400, "invalid", "cursor")


def test_each_day_is_looked_at_by_the_law_then_in_force(home: Home, place: Workplace) -> None:
    agree(home, place, place.owner, region="AT-9", ends_on=date(2026, 3, 4))
    agree(home, place, place.owner, starts_on=date(2026, 3, 5), region="DE-HH")
    for day in ("02", "05"):
        attend(home, place, place.owner, *(f"2026-03-{day}T{at}:00Z" for at in ("07:00", "11:00", "11:45", "16:45")))
    laws = {(each["day"], each["law"], each["rule"], each["minutes"]) for each in find(home, place.owner)}
    assert laws >= {("2026-03-02", "AT", "at-daily-normal", 60), ("2026-03-05", "DE", "de-daily-hours", 60)}
    assert {law for _, law, _, _ in laws} == {"AT", "DE"}


def test_public_holidays_of_the_region_and_absences_count(home: Home, place: Workplace) -> None:
    """8 March is a holiday in Berlin alone; in 2027 it is a Monday."""
    home.clock.now = datetime.fromisoformat("2027-03-10T08:00:00Z")
    for someone, region in ((place.owner, "DE-BE"), (place.colleague, "DE-HH")):
        agree(home, place, someone, region=region)
        attend(home, place, someone, "2027-03-08T08:00:00Z", "2027-03-08T09:00:00Z")
    days = {"starts_on": "2027-03-01", "ends_on": "2027-03-10"}
    assert [rule for _, rule, _, _ in short(find(home, place.owner, **days))] == ["de-holiday-work"]
    assert find(home, place.colleague, **days) == []


def test_who_is_in_is_looked_at_as_of_now(home: Home, place: Workplace) -> None:
    agree(home, place, place.owner, region="DE-BE")
    done(home.http.post("/v1/attendance/clock-in", headers=place.owner.bearer))
    home.clock.forward(hours=6, minutes=1)
    assert short(find(home, place.owner)) == [
        ("2026-03-10", "de-breaks", "warning", 30),
        ("2026-03-10", "de-work-without-break", "breach", 1),
    ]


def test_a_trade_may_shorten_rest(home: Home, place: Workplace, berlin: list[str]) -> None:
    now, actor = home.clock.now, command_line_actor(place.id)
    home.run(lambda tx: workspaces.change_setting(tx, actor, now, "short-rest", True))
    assert short(find(home, place.owner))[1] == ("2026-03-10", "de-rest", "notice", 60)


@pytest.mark.parametrize(
    ("path", "query", "key", "field"),
    [
        (FINDINGS, {"starts_on": "2026-03-02", "ends_on": "2026-03-01"}, "range-reversed", "ends_on"),
        (FINDINGS, {"starts_on": "2026-01-01", "ends_on": "2027-01-02"}, "invalid", "ends_on"),
        (FINDINGS, {"starts_on": "2026-03-01", "ends_on": "2026-04-01", "everyone": "true"}, "invalid", "ends_on"),
        (FINDINGS, {"starts_on": "1969-12-31", "ends_on": "1970-01-01"}, "invalid", "starts_on"),
        ("/v1/law/surcharges", {"starts_on": "2026-01-01", "ends_on": "2027-01-02"}, "invalid", "ends_on"),
        ("/v1/law/advice", {"act": "go-home"}, "invalid", "act"),
        ("/v1/law/advice", {"act": "clock-in", "at": "2026-04-10T08:00:00Z"}, "invalid", "at"),
        ("/v1/law/advice", {"act": "clock-in", "at": "2026-03-10T08:00:00"}, "invalid", "at"),
        (RECORDED, {"severity": "bad"}, "invalid", "severity"),
    ],
)
def test_what_cannot_be_asked_is_named(
    home: Home, office: Workplace, path: str, query: dict[str, str], key: str, field: str
) -> None:
    problem(home.http.get(path, headers=office.admin.bearer, params=query), 400, key, field)


def advise(home: Home, someone: Someone, act: str, **query: str) -> dict[str, Any]:
    answer = home.http.get("/v1/law/advice", headers=someone.bearer, params={"act": act} | query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_before_a_punch_the_law_says_what_it_would_mean(home: Home, place: Workplace) -> None:
    me = place.owner
    agree(home, place, me, region="DE-BE")
    attend(home, place, me, *LATE)
    told = advise(home, me, "clock-in", at="2026-03-10T06:40:00Z")
    assert (told["law"], told["act"], told["at"]) == ("DE", "clock-in", "2026-03-10T06:40:00Z")
    assert told["items"] == [
        {
            "rule": "de-rest",
            "paragraph": "ArbZG § 5",
            "severity": "breach",
            "minutes": 80,
            "ahead": False,
            "sentence": "clocking in now leaves 9 h 40 of rest; 11 h are due",
        }
    ]
    assert advise(home, me, "clock-in")["items"] == [], "eleven hours have gone by"
    assert (
        page(
            home.http.get("/v1/attendance/current", headers=me.bearer).json()
            or home.http.get(RECORDED, headers=me.bearer)
        )[0]
        == []
    )
    done(home.http.post("/v1/attendance/clock-in", headers=me.bearer))
    home.clock.forward(hours=2)
    first = advise(home, me, "start-break")["items"][0]
    assert (first["rule"], first["minutes"], first["ahead"]) == ("de-breaks", 240, True)
    done(home.http.post("/v1/attendance/start-break", headers=me.bearer))
    home.clock.forward(minutes=10)
    short_break = advise(home, me, "end-break")["items"][0]
    assert short_break["sentence"].startswith("going back now leaves a break of 10 min")
    home.clock.forward(minutes=20)
    done(home.http.post("/v1/attendance/end-break", headers=me.bearer))
    assert advise(home, me, "clock-out")["items"] == []
    earlier = advise(home, me, "clock-out", at="2026-03-10T09:00:00Z")
    assert earlier["at"] == "2026-03-10T10:30:00Z", "an instant before the last act is read as that act"


def test_surcharges_are_added_up_by_day(home: Home, place: Workplace) -> None:
    agree(home, place, place.owner, region="DE-BE")
    # Saturday 22:00 to Sunday 4:00 in Berlin; Sunday was a holiday there, and counts as one.
    attend(home, place, place.owner, "2026-03-07T21:00:00Z", "2026-03-08T03:00:00Z")
    attend(home, place, place.owner, "2026-02-28T21:00:00Z", "2026-03-01T03:00:00Z")
    answer = home.http.get("/v1/law/surcharges", headers=place.owner.bearer, params=MARCH)
    nothing = {"night_seconds": 0, "sunday_seconds": 0, "holiday_seconds": 0}
    assert answer.json() == {
        "person_id": place.owner.id,
        **MARCH,
        "night_seconds": 4 * 3600 + 5 * 3600,
        "sunday_seconds": 4 * 3600,
        "holiday_seconds": 4 * 3600,
        "items": [
            {"day": "2026-03-01", **nothing, "night_seconds": 4 * 3600, "sunday_seconds": 4 * 3600},
            {"day": "2026-03-07", **nothing, "night_seconds": 3600},
            {"day": "2026-03-08", **nothing, "night_seconds": 4 * 3600, "holiday_seconds": 4 * 3600},
        ],
    }


def test_every_rule_can_be_read(home: Home, office: Workplace) -> None:
    items = home.http.get("/v1/law/rules", headers=office.owner.bearer).json()["items"]
    assert {each["law"] for each in items} == {"DE", "AT", "CH", "EU"}
    assert all(each["paragraph"] and each["text"] for each in items)
    assert {
        "law": "DE",
        "country": "Germany",
        "paragraph": "ArbZG § 4 sentence 3",
        "text": "never more than 6 h of work in a row without a break.",
        "since": "1994-07-01",
        "until": None,
    } in items
    assert [each["until"] for each in items if each["text"].startswith("10 h a day.")] == ["2018-08-31"]


def close(home: Home, place: Workplace, **length: float) -> None:
    """Let time go by, then look at the days that have closed."""
    home.clock.forward(**length)
    home.http.blocking_portal.call(close_days_of, home.house, place.id)


def told(home: Home, someone: Someone) -> list[str]:
    """The acts about findings, oldest first."""
    acts = [each["act"] for each in page(home.http.get("/v1/journal", headers=someone.bearer))[0]]
    return [act for act in reversed(acts) if act.startswith("finding.")]


def test_findings_are_kept_once_as_their_day_closes(home: Home, place: Workplace, berlin: list[str]) -> None:
    me = place.owner
    close(home, place)
    assert short(recorded(home, me)) == FOUND[:1], "the other day goes on"
    close(home, place, hours=15)
    close(home, place, minutes=1)
    assert short(recorded(home, me)) == FOUND[::-1]
    assert short(recorded(home, me, severity="breach")) == FOUND[1:]
    assert short(recorded(home, me, ends_on="2026-03-09")) == FOUND[:1]
    assert short(recorded(home, place.admin, everyone="true", starts_on="2026-03-10")) == FOUND[1:]
    close(home, place, hours=24)
    close(home, place, hours=24)
    assert told(home, me) == ["finding.added"] * 2
    feed = home.http.get("/v1/changes", headers=me.bearer, params={"limit": 500}).json()["items"]
    assert [each["record"] for each in feed if each["kind"] == "finding"] == recorded(home, me)[::-1]


def test_a_correction_of_a_closed_day_clears_changes_and_adds(home: Home, place: Workplace, berlin: list[str]) -> None:
    me, [late, _] = place.owner, berlin
    close(home, place, hours=20)
    assert short(recorded(home, me)) == FOUND[::-1]
    url = f"/v1/attendance/{late}"
    done(home.http.patch(url, headers=me.bearer, json={"ended_at": "2026-03-09T20:30:00Z"}))
    close(home, place)
    assert short(recorded(home, me)) == [
        ("2026-03-10", "de-rest", "breach", 30),
        ("2026-03-09", "de-daily-hours", "notice", 45),
    ]
    done(home.http.patch(url, headers=me.bearer, json={"ended_at": "2026-03-09T19:45:00Z"}))
    close(home, place)
    assert recorded(home, me) == []
    assert told(home, me) == ["finding.added"] * 2 + ["finding.changed"] * 2 + ["finding.cleared"] * 2
    attend(home, place, me, "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z")
    close(home, place)
    assert {(day, rule) for day, rule, _, _ in short(recorded(home, me))} == {
        ("2026-03-01", "de-sunday-work"),
        ("2026-03-01", "de-late-record"),
    }


def test_a_contract_dated_back_moves_and_goes_with_its_findings(home: Home, place: Workplace) -> None:
    """Its law is looked by while it holds, and no longer."""
    me, admin = place.owner, place.admin.bearer
    for punches in (LATE, EARLY):
        attend(home, place, me, *punches)
    close(home, place, hours=20)
    assert "de-rest" not in {rule for _, rule, _, _ in short(recorded(home, me))}
    body = {"person_id": me.id, "starts_on": "2026-01-01", "kind": "trust", "region": "DE-BE"}
    path = f"/v1/contracts/{done(home.http.post('/v1/contracts', headers=admin, json=body), 201)['id']}"
    close(home, place)
    assert short(recorded(home, me)) == FOUND[::-1]
    why = {"reason": "Never began"}
    done(home.http.patch(path, headers=admin, params=why, json={"ends_on": "2026-03-09"}))
    close(home, place)
    assert [rule for day, rule, _, _ in short(recorded(home, me)) if day == "2026-03-09"] == ["de-daily-hours"]
    assert "de-rest" not in {rule for _, rule, _, _ in short(recorded(home, me))}
    assert home.http.delete(path, headers=admin, params=why).status_code == 204
    close(home, place)
    assert not {rule for _, rule, _, _ in short(recorded(home, me))} & {"de-daily-hours", "de-rest"}


def test_another_birth_date_changes_what_is_kept(home: Home, place: Workplace, berlin: list[str]) -> None:
    me, url = place.owner, f"/v1/people/{place.owner.id}"
    close(home, place, hours=20)
    assert short(recorded(home, me)) == FOUND[::-1]
    done(home.http.patch(url, headers=place.admin.bearer, json={"birth_date": "2010-01-01"}))
    close(home, place)
    young = short(recorded(home, me))
    assert young == sorted(short(find(home, me)), reverse=True) != FOUND[::-1]
    done(home.http.patch(url, headers=place.admin.bearer, json={"birth_date": "1980-01-01"}))
    close(home, place)
    assert short(recorded(home, me)) == FOUND[::-1]


def test_an_absence_of_days_that_are_over_has_them_looked_at_again(home: Home, place: Workplace) -> None:
    me, actor = place.admin.bearer, command_line_actor(place.id)
    agree(home, place, place.admin, region="DE-BE")
    for punches in (LATE, EARLY):
        attend(home, place, place.admin, *punches)

    def waiting() -> list[date]:
        waiting = home.run(lambda tx: day_close.due(tx, place.id, now))
        close(home, place)
        return [first for each, first in waiting if each.id == place.admin.id]

    now = home.clock.forward(hours=20)
    waiting()
    made = home.http.post("/v1/absence-types", headers=me, json={"name": "V", "kind": "vacation"})
    day = {"starts_on": "2026-03-10", "ends_on": "2026-03-10", "absence_type_id": done(made, 201)["id"]}
    path = f"/v1/absences/{done(home.http.post('/v1/absences', headers=me, json=day), 201)['id']}"
    assert waiting() == [], "nobody has approved it"
    home.run(lambda tx: workspaces.change_setting(tx, actor, now, "self-approval", True))
    done(home.http.post(f"{path}/approve", headers=me))
    assert waiting() == [date(2026, 3, 10)]
    done(home.http.patch(path, headers=me, json={"note": "n"}))
    assert waiting() == [], "a note takes no day"
    done(home.http.patch(path, headers=me, json={"starts_on": "2026-03-09"}))
    assert waiting() == [date(2026, 3, 9)]
    done(home.http.patch(path, headers=me, json={"ends_on": "2026-03-12"}))
    assert waiting() == [], "days that are not over have not been looked at"
    assert home.http.delete(path, headers=me).status_code == 204
    assert waiting() == [date(2026, 3, 9)]


def test_a_look_that_was_overtaken_is_repeated(home: Home, place: Workplace, berlin: list[str]) -> None:
    now = home.clock.forward(hours=20)
    [(person, first)] = [
        each for each in home.run(lambda tx: day_close.due(tx, place.id, now)) if each[0].id == place.owner.id
    ]
    seen = home.run(lambda tx: day_close.look(tx, person, first, now))
    assert home.http.delete(f"/v1/attendance/{berlin[1]}", headers=place.owner.bearer).status_code == 204
    assert home.run(lambda tx: day_close.keep(tx, now, seen)) is False
    seen = home.run(lambda tx: day_close.look(tx, person, first, now))
    url = f"/v1/people/{place.owner.id}"
    done(home.http.patch(url, headers=place.admin.bearer, json={"birth_date": "1980-01-01"}))
    assert home.run(lambda tx: day_close.keep(tx, now, seen)) is False
    assert recorded(home, place.owner) == []
    home.http.blocking_portal.call(close_days, home.house)
    assert short(recorded(home, place.owner)) == FOUND[:1]


def test_a_person_who_clocks_back_in_time_is_looked_at_again(home: Home, place: Workplace, berlin: list[str]) -> None:
    """What a client clocks for a day that has closed is a correction, too."""
    close(home, place, hours=20)
    for verb, at in (("clock-in", "2026-03-10T22:00:00Z"), ("clock-out", "2026-03-10T22:30:00Z")):
        done(home.http.post(f"/v1/attendance/{verb}", headers=place.owner.bearer, json={"at": at}))
    close(home, place)
    assert ("2026-03-10", "de-rest", "breach", 60) in short(recorded(home, place.owner))


def test_many_people_are_looked_up_as_one_is(home: Home, place: Workplace, berlin: list[str]) -> None:
    """Everybody's cases are read in other statements than one person's: what they find is the same."""
    agree(home, place, place.colleague, region="AT-9")
    attend(home, place, place.colleague, *LATE)
    absent = {"starts_on": "2026-03-02", "ends_on": "2026-03-04", "person_id": place.colleague.id}
    kind = done(
        home.http.post("/v1/absence-types", headers=place.admin.bearer, json={"name": "V", "kind": "vacation"}), 201
    )
    done(home.http.post("/v1/absences", headers=place.admin.bearer, json=absent | {"absence_type_id": kind["id"]}), 201)
    done(home.http.post("/v1/attendance/clock-in", headers=place.lead.bearer))
    home.clock.forward(hours=9)
    alone = [each for someone in (place.lead, place.owner, place.colleague) for each in find(home, someone)]
    assert len({each["person_id"] for each in alone}) == 3
    assert find(home, place.admin, everyone="true") == alone
