"""Forgotten clocks at the edge: warned of, stopped by the workspace's policy, confirmed or corrected."""

from datetime import date
from typing import Any

from tests.home import Home, Someone, Workplace
from tests.native.wire import done, page, problem
from uhrwerk.entrypoints.jobs.forgotten import see_to_forgotten_clocks, see_to_workspace
from uhrwerk.operations import contracts, forgotten, workspaces
from uhrwerk.operations.records import new_record
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.locks import PeriodLock
from uhrwerk.storage.locks import locks as shelf_of_locks
from uhrwerk.storage.store import Tx

ATTENDANCE, ENTRIES = "/v1/attendance", "/v1/time-entries"


def watch(home: Home, place: Workplace, **length: float) -> None:
    """Let time go by, then the watch come round."""
    home.clock.forward(**length)
    home.http.blocking_portal.call(see_to_workspace, home.house, place.id)


def choose(home: Home, place: Workplace, name: str, value: Any) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: workspaces.change_setting(tx, actor, now, name, value))


def both_started(home: Home, someone: Someone) -> list[str]:
    """The paths of an attendance and a time entry just started."""
    verbs = ((ATTENDANCE, "/v1/attendance/clock-in"), (ENTRIES, "/v1/timers/start"))
    return [f"{path}/{done(home.http.post(verb, headers=someone.bearer))['id']}" for path, verb in verbs]


def read(home: Home, someone: Someone, path: str) -> dict[str, Any]:
    return done(home.http.get(path, headers=someone.bearer))


def acts(home: Home, someone: Someone) -> list[str]:
    """What the journal tells of the person, newest first."""
    return [each["act"] for each in page(home.http.get("/v1/journal", headers=someone.bearer))[0]]


def test_a_clock_is_warned_of_after_ten_hours_once_and_stopped_after_24_hours(home: Home, place: Workplace) -> None:
    me = place.owner
    paths = both_started(home, me)
    watch(home, place, hours=9, minutes=59, seconds=59)
    assert [read(home, me, path)["warned_at"] for path in paths] == [None, None]
    watch(home, place, seconds=1)
    watch(home, place, minutes=1)
    for path in paths:
        shown = read(home, me, path)
        assert (shown["warned_at"], shown["state"], shown["version"]) == ("2026-03-10T18:00:00Z", "running", 2)
    assert sorted(acts(home, me)[:2]) == ["attendance.warned", "time_entry.warned"]
    watch(home, place, hours=13, minutes=58, seconds=59)
    assert [read(home, me, path)["state"] for path in paths] == ["running", "running"]
    watch(home, place, hours=3)
    for path in paths:
        shown = read(home, me, path)
        assert (shown["state"], shown["ended_at"], shown["net_seconds"]) == ("stopped", "2026-03-11T08:00:00Z", 86400)
        assert (shown["to_confirm"], shown["end_recorded_at"]) == (True, "2026-03-11T10:59:59Z")
    assert sorted(acts(home, me)[:2]) == ["attendance.stopped_by_policy", "time_entry.stopped_by_policy"]
    assert done(home.http.post("/v1/attendance/clock-in", headers=me.bearer))["state"] == "running"


def test_24_hours_are_reckoned_from_when_the_start_was_recorded(home: Home, place: Workplace) -> None:
    body = {"started_at": "2026-03-09T20:00:00Z"}
    made = done(home.http.post(ATTENDANCE, headers=place.owner.bearer, json=body), 201)
    watch(home, place, hours=23, minutes=59)
    assert read(home, place.owner, f"{ATTENDANCE}/{made['id']}")["state"] == "running"
    watch(home, place, minutes=1)
    assert read(home, place.owner, f"{ATTENDANCE}/{made['id']}")["net_seconds"] == 36 * 3600


def test_who_is_on_a_break_is_clocked_out_with_the_break(home: Home, place: Workplace) -> None:
    [path, _] = both_started(home, place.owner)
    home.clock.forward(hours=6)
    done(home.http.post("/v1/attendance/start-break", headers=place.owner.bearer))
    watch(home, place, hours=18)
    shown = read(home, place.owner, path)
    assert (shown["net_seconds"], shown["break_seconds"]) == (6 * 3600, 18 * 3600)


def test_what_was_stopped_by_itself_is_listed_until_it_is_confirmed(home: Home, place: Workplace) -> None:
    me = place.owner
    paths = both_started(home, me)
    watch(home, place, hours=24)
    for path in paths:
        listed, one = path.rpartition("/")[0], path.rpartition("/")[2]
        waiting = {"to_confirm": "true"}
        assert [each["id"] for each in page(home.http.get(listed, headers=me.bearer, params=waiting))[0]] == [one]
        assert page(home.http.get(listed, headers=me.bearer, params={"to_confirm": "false"}))[0] == []
        for stranger in (place.colleague, place.lead):
            problem(home.http.post(f"{path}/confirm", headers=stranger.bearer), 404, "not-found")
        stale = me.bearer | {"If-Match": '"1"'}
        problem(home.http.post(f"{path}/confirm", headers=stale), 412, "version-mismatch")
        confirmed = done(home.http.post(f"{path}/confirm", headers=me.bearer))
        assert (confirmed["to_confirm"], confirmed["net_seconds"]) == (False, 86400)
        assert done(home.http.post(f"{path}/confirm", headers=me.bearer)) == confirmed, "once is enough"
        assert page(home.http.get(listed, headers=me.bearer, params=waiting))[0] == []
    assert acts(home, me)[:2] == ["time_entry.confirmed", "attendance.confirmed"]


def test_an_admin_confirms_for_somebody_else(home: Home, place: Workplace) -> None:
    [path, _] = both_started(home, place.owner)
    watch(home, place, hours=24)
    assert done(home.http.post(f"{path}/confirm", headers=place.admin.bearer))["to_confirm"] is False


def test_a_change_of_its_times_confirms_and_any_other_does_not(home: Home, place: Workplace) -> None:
    me = place.owner
    paths = both_started(home, me)
    watch(home, place, hours=24)
    for path in paths:
        noted = done(home.http.patch(path, headers=me.bearer, json={"note": "asleep"}))
        assert (noted["note"], noted["to_confirm"]) == ("asleep", True)
        corrected = done(home.http.patch(path, headers=me.bearer, json={"ended_at": "2026-03-10T16:00:00Z"}))
        assert (corrected["net_seconds"], corrected["to_confirm"]) == (8 * 3600, False)


def agree(home: Home, place: Workplace, someone: Someone, **members: Any) -> None:
    """A contract since last year."""
    terms = {"starts_on": date(2025, 1, 1), "kind": "trust"} | members
    now, actor = home.clock.now, command_line_actor(place.id)
    home.run(lambda tx: contracts.add(tx, actor, now, someone.id, terms))


def test_the_days_limit_is_the_laws_of_the_person_over_the_whole_shift(home: Home, place: Workplace) -> None:
    """In Germany 10 h: of work, breaks aside, in however many parts."""
    me = place.owner
    choose(home, place, "forgotten-clock", "stop-at-day-limit")
    agree(home, place, me, law="DE")
    morning = {"started_at": "2026-03-10T05:00:00Z", "ended_at": "2026-03-10T07:00:00Z"}
    done(home.http.post(ATTENDANCE, headers=me.bearer, json=morning), 201)
    [attendance, entry] = both_started(home, me)
    home.clock.forward(hours=4)
    done(home.http.post("/v1/attendance/start-break", headers=me.bearer))
    home.clock.forward(minutes=30)
    done(home.http.post("/v1/attendance/end-break", headers=me.bearer))
    watch(home, place, hours=3, minutes=59, seconds=59)
    assert read(home, me, attendance)["state"] == "running"
    watch(home, place, seconds=2)
    shown = read(home, me, attendance)
    assert (shown["ended_at"], shown["net_seconds"], shown["to_confirm"]) == ("2026-03-10T16:30:00Z", 8 * 3600, True)
    assert read(home, me, entry)["state"] == "running", "the entry has no morning before it"
    # Who goes on does so knowingly: only the 24 h end that.
    done(home.http.post("/v1/attendance/clock-in", headers=me.bearer))
    watch(home, place, hours=5)
    assert read(home, me, f"{ATTENDANCE}/current")["state"] == "running"
    assert read(home, me, entry)["ended_at"] == "2026-03-10T18:00:00Z"


def test_the_days_limit_holds_however_late_it_is_noticed(home: Home, place: Workplace) -> None:
    """By the contract of the day of the start, which is over when the watch comes round."""
    choose(home, place, "forgotten-clock", "stop-at-day-limit")
    agree(home, place, place.owner, law="DE", ends_on=date(2026, 3, 10))
    paths = both_started(home, place.owner)
    watch(home, place, hours=60)
    assert [read(home, place.owner, path)["ended_at"] for path in paths] == ["2026-03-10T18:00:00Z"] * 2
    assert [read(home, place.owner, path)["to_confirm"] for path in paths] == [True, True]


def test_without_a_contract_the_directive_sets_the_limit_and_a_minor_has_their_own(
    home: Home, place: Workplace
) -> None:
    choose(home, place, "forgotten-clock", "stop-at-day-limit")
    patched = {"birth_date": "2010-01-01"}
    done(home.http.patch(f"/v1/people/{place.colleague.id}", headers=place.admin.bearer, json=patched))
    agree(home, place, place.colleague, region="AT-9")
    [grown_up, _], [minor, _] = both_started(home, place.owner), both_started(home, place.colleague)
    watch(home, place, hours=20)
    assert read(home, place.owner, grown_up)["net_seconds"] == 13 * 3600
    assert read(home, place.colleague, minor)["net_seconds"] == 8 * 3600


def test_a_workspace_may_let_clocks_run_and_choose_when_to_warn(home: Home, place: Workplace) -> None:
    choose(home, place, "forgotten-clock", "never")
    choose(home, place, "forgotten-clock-warning", 6)
    paths = both_started(home, place.owner)
    watch(home, place, hours=6)
    watch(home, place, hours=60)
    assert [read(home, place.owner, path)["warned_at"] for path in paths] == ["2026-03-10T14:00:00Z"] * 2
    assert [read(home, place.owner, path)["state"] for path in paths] == ["running"] * 2


def test_a_clock_that_was_moved_since_it_was_looked_at_is_left_alone(home: Home, place: Workplace) -> None:
    me = place.owner
    paths = both_started(home, me)
    now = home.clock.forward(hours=30)
    found = home.run(lambda tx: forgotten.overdue(tx, place.id, now))
    assert [each.record.id for each in found] == [path.rpartition("/")[2] for path in paths]
    for verb in ("attendance/start-break", "timers/pause"):
        done(home.http.post(f"/v1/{verb}", headers=me.bearer))
    before = [read(home, me, path) for path in paths]

    async def too_late(tx: Tx) -> list[object]:
        return [await forgotten.see_to(tx, now, due) for due in found]

    assert home.run(too_late) == [None, None]
    assert [read(home, me, path) for path in paths] == before


def test_a_locked_day_does_not_keep_a_clock_running_nor_its_confirmation_away(home: Home, place: Workplace) -> None:
    me = place.owner
    paths = both_started(home, me)
    now, actor = home.clock.forward(hours=30), command_line_actor(place.id)

    async def lock(tx: Tx) -> None:
        base = await new_record(tx, actor, now)
        await shelf_of_locks.add(tx, PeriodLock(**base, person_id=None, locked_through=date(2026, 3, 11), note=None))

    home.run(lock)
    problem(
        home.http.post("/v1/timers/stop", headers=me.bearer, json={"at": "2026-03-10T16:00:00Z"}), 409, "period-locked"
    )
    watch(home, place)
    for path in paths:
        shown = read(home, me, path)
        assert (shown["ended_at"], shown["to_confirm"]) == ("2026-03-11T08:00:00Z", True)
        problem(home.http.patch(path, headers=me.bearer, json={"note": "n"}), 409, "period-locked")
        assert done(home.http.post(f"{path}/confirm", headers=me.bearer))["to_confirm"] is False


def test_the_watch_goes_through_all_workspaces_and_feed_and_faces_tell(
    home: Home, place: Workplace, elsewhere: Workplace
) -> None:
    both_started(home, elsewhere.owner)
    both_started(home, place.owner)
    headers = place.owner.awork_bearer
    assert "endTimeUtc" not in home.http.get("/api/v1/me/timeentries/last", headers=headers).json()
    since = home.http.get("/v1/changes", headers=place.owner.bearer, params={"limit": 500}).json()["next_cursor"]
    home.clock.forward(hours=24)
    home.http.blocking_portal.call(see_to_forgotten_clocks, home.house)
    told = home.http.get("/v1/changes", headers=place.owner.bearer, params={"since": since}).json()["items"]
    assert [(each["kind"], each["record"]["to_confirm"]) for each in told] == [
        ("attendance", True),
        ("time_entry", True),
    ]
    entry = home.http.get("/api/v1/me/timeentries/last", headers=headers).json()
    assert (entry["endTimeUtc"], entry["duration"]) == ("08:00:00", 86400)
    assert home.http.get("/v1/timers/current", headers=elsewhere.owner.bearer).json() is None
    events = home.http.get("/v1/webhooks/event-types", headers=place.admin.bearer).json()
    assert {"attendance.warned", "attendance.stopped_by_policy", "time_entry.confirmed"} <= set(events["items"])
