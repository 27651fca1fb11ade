"""Live updates: who hears of what, what is caught up with, and when a stream ends."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.home import Home, Someone, Workplace
from tests.native.wire import done
from tests.web.streams import Event, Stream, listening, signed_in
from uhrwerk.bootstrap import open_house
from uhrwerk.operations import sessions, timers
from uhrwerk.operations.purposes import Purpose
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.instants import Act

Kinds = dict[str, set[str]]
Listen = Callable[..., Stream]


@pytest.fixture
def listen(home: Home, place: Workplace) -> Iterator[Listen]:
    """Open a stream of somebody's, with a session of its own; it is closed after the test."""
    with ExitStack() as stack:

        def open_one(someone: Someone, query: str = "", last_event_id: str | None = None) -> Stream:
            token = signed_in(home, place, someone).token
            return stack.enter_context(listening(home, token, query, last_event_id))

        yield open_one


def post(home: Home, someone: Someone, path: str, **body: Any) -> dict[str, Any]:
    answer = home.http.post(f"/v1{path}", headers=someone.bearer, json=body)
    assert answer.status_code in (200, 201), answer.text
    answered: dict[str, Any] = answer.json()
    return answered


def start(home: Home, someone: Someone) -> dict[str, Any]:
    return post(home, someone, "/timers/start")


def heard(home: Home, place: Workplace, *streams: Stream) -> list[Kinds]:
    """What each has heard by the time at which all hear of a new tag, without that."""
    post(home, place.admin, "/tags", name=str(uuid4()))
    return [up_to_the_tag(stream) for stream in streams]


def next_of(stream: Stream) -> Event:
    event = stream.next()
    assert event is not None
    return event


def up_to_the_tag(stream: Stream) -> Kinds:
    kinds: Kinds = {}
    while "tag" not in kinds.get("workspace", ()):
        event = next_of(stream)
        assert event.name == "change"
        for whose, each in event.data.items():
            kinds[whose] = kinds.get(whose, set()) | set(each)
    kinds["workspace"] -= {"tag"}
    return {whose: each for whose, each in kinds.items() if each}


def join(home: Home, place: Workplace, *people: Someone) -> str:
    team: str = post(home, place.admin, "/teams", name=str(uuid4()))["id"]
    for someone in people:
        answer = home.http.put(f"/v1/teams/{team}/members/{someone.id}", headers=place.admin.bearer)
        assert answer.status_code < 300
    return team


def patch(home: Home, place: Workplace, path: str, **members: Any) -> None:
    done(home.http.patch(f"/v1{path}", headers=place.admin.bearer, json=members))


def test_a_stream_greets_and_tells_at_once_through_whichever_face(home: Home, place: Workplace) -> None:
    with listening(home, signed_in(home, place, place.owner).token) as stream:
        assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert stream.headers["cache-control"] == "no-store"
        assert stream.headers["x-accel-buffering"] == "no"
        home.onoffice(place.owner, {"track": 1})
        event = next_of(stream)
        assert (event.name, event.data) == ("change", {"mine": ["attendance"]})


def test_everybody_hears_of_what_is_theirs_to_read_and_of_nothing_else(
    home: Home, place: Workplace, elsewhere: Workplace, listen: Listen
) -> None:
    join(home, place, place.lead, place.owner)
    cast = [listen(someone) for someone in (place.owner, place.colleague, place.lead, place.admin)]
    start(home, place.owner)
    post(home, place.lead, "/attendance/clock-in")
    post(home, place.admin, "/clients", name="New")
    start(home, elsewhere.owner)
    assert heard(home, place, *cast) == [
        {"mine": {"time_entry"}, "workspace": {"client"}},
        {"workspace": {"client"}},
        {"mine": {"attendance"}, "team": {"time_entry"}, "workspace": {"client"}},
        {"team": {"time_entry", "attendance"}, "workspace": {"client"}},
    ]


def test_private_projects_and_tasks_and_keys_are_not_even_hinted_at(
    home: Home, place: Workplace, listen: Listen
) -> None:
    join(home, place, place.lead, place.owner)
    streams = [listen(someone) for someone in (place.owner, place.colleague, place.lead, place.admin)]
    project = post(home, place.admin, "/projects", name="Secret", private=True)["id"]
    post(home, place.admin, "/tasks", name="Hidden", project_id=project)
    on_it = [{"person_id": place.colleague.id, "responsible": False}]
    post(home, place.admin, "/projects", name="Shared", private=True, members=on_it)
    post(home, place.owner, "/tasks", name="Own", person_id=place.owner.id)
    hook = {"name": "Hook", "url": "https://8.8.8.8/", "events": ["*"]}
    post(home, place.admin, "/webhooks", **hook)
    owner, colleague, lead, admin = heard(home, place, *streams)
    assert owner == {"mine": {"task"}}
    assert colleague == {"workspace": {"project"}}
    assert lead == {}
    assert admin["team"] == {"task"}
    assert admin["workspace"] >= {"project", "task"}


def test_it_follows_teams_and_roles(home: Home, place: Workplace, listen: Listen) -> None:
    stream = listen(place.lead)

    def hears() -> bool:
        start(home, place.owner)
        return "time_entry" in heard(home, place, stream)[0].get("team", ())

    assert not hears()
    team = join(home, place, place.lead, place.owner)
    assert hears()
    home.http.delete(f"/v1/teams/{team}/members/{place.owner.id}", headers=place.admin.bearer)
    assert not hears()
    patch(home, place, f"/people/{place.lead.id}", role="auditor")
    assert hears()
    patch(home, place, f"/people/{place.lead.id}", role="member")
    assert not hears()


def test_what_another_process_writes_is_heard(
    home: Home, place: Workplace, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uhrwerk.storage.sqlite.LOOKS_FOR_OTHERS_EVERY", 0.01)
    stream = listen(place.owner)
    write_beside(home, place)
    event = next_of(stream)
    assert event.data == {"mine": ["time_entry"]}


def write_beside(home: Home, place: Workplace) -> None:
    """Start the owner's timer through another store on the same database."""
    now = home.clock.now
    actor = Actor(place.id, place.owner.id, Role.MEMBER, "native", place.owner.id)

    async def write() -> None:
        async with open_house(home.settings) as house:
            await house.store.write(lambda tx: timers.start(tx, actor, Act(now), place.owner.id, Purpose()))

    home.http.blocking_portal.call(write)


def test_on_postgresql_what_nobody_announces_is_found_all_the_same(
    home: Home, place: Workplace, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uhrwerk.storage.postgresql.LOOKS_EVERY", 0.01)
    monkeypatch.setattr("uhrwerk.storage.sqlite.LOOKS_FOR_OTHERS_EVERY", 0.01)
    monkeypatch.setattr("uhrwerk.entrypoints.live.LINGERS", 0)
    listen(place.colleague).close()
    stream = listen(place.owner)
    monkeypatch.setattr("uhrwerk.storage.postgresql.CHANNEL", "nobody_listens_here")
    write_beside(home, place)
    event = next_of(stream)
    assert event.data == {"mine": ["time_entry"]}


@contextmanager
def open_transaction(home: Home) -> Iterator[None]:
    """Somebody else's, which began before what is written within; SQLite has none beside a writer's."""
    if home.settings.sqlite_path is not None:
        yield
        return
    call = home.http.blocking_portal.call
    connection = call(asyncpg.connect, home.settings.database_url)
    call(connection.execute, "BEGIN")
    call(connection.execute, "SELECT pg_current_xact_id()")
    yield
    call(connection.execute, "ROLLBACK")
    call(connection.close)


def test_a_change_that_an_open_transaction_holds_up_is_told_when_that_ends(
    home: Home, place: Workplace, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uhrwerk.storage.postgresql.LOOKS_EVERY", 3600)
    monkeypatch.setattr("uhrwerk.entrypoints.live.LINGERS", 0)
    listen(place.colleague).close()
    stream = listen(place.owner)
    with open_transaction(home):
        start(home, place.owner)
        # The hub looks at what is new before it lets anybody in.
        listen(place.colleague)
    event = next_of(stream)
    assert event.data == {"mine": ["time_entry"]}


def test_who_comes_back_is_told_what_came_meanwhile_once_and_put_together(
    home: Home, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = signed_in(home, place, place.owner).token
    with listening(home, token) as stream:
        start(home, place.owner)
        first = next_of(stream)
    post(home, place.owner, "/timers/pause")
    post(home, place.owner, "/attendance/clock-in")
    start(home, place.colleague)
    post(home, place.admin, "/clients", name="New")
    told = {"mine": ["attendance", "time_entry"], "workspace": ["client"]}
    event = first
    for way in ({"last_event_id": first.id}, {"query": f"after={first.id}"}):
        with listening(home, token, **way) as stream:
            event = next_of(stream)
            assert (event.name, event.data) == ("change", told)
    with listening(home, token, last_event_id=event.id) as stream:
        assert heard(home, place, stream) == [{}]
    monkeypatch.setattr("uhrwerk.operations.live.ROWS_AT_MOST", 3)
    at = set()
    for cursor in (first.id, "9999999999999.1", "x", "1", "-1.5", "9" * 40):
        with listening(home, token, last_event_id=cursor) as stream:
            reset = next_of(stream)
            assert reset.name == "reset"
            assert {"mine", "team", "workspace"} == reset.data.keys()
            assert "time_entry" in reset.data["mine"]
            at.add(reset.id)
    assert len(at) == 1


def test_whoever_is_not_signed_in_is_told_to_ask_no_more(home: Home, place: Workplace) -> None:
    begun = signed_in(home, place, place.owner)
    ended = signed_in(home, place, place.owner)
    end_session(home, place, ended.session.id)
    for cookie in (None, "x", ended.token, place.owner.native):
        stream = Stream(home, cookie)
        assert (stream.status, stream.headers.get("location")) == (204, None)
        stream.close()
    with listening(home, begun.token, f"person={place.owner.id}"):
        pass
    other = Stream(home, begun.token, f"person={place.colleague.id}")
    assert other.status == 204
    other.close()


def end_session(home: Home, place: Workplace, session_id: str) -> None:
    now = home.clock.now
    actor = Actor(place.id, place.owner.id, Role.MEMBER, "web", session_id)
    home.run(lambda tx: sessions.end(tx, actor, now, session_id))


def test_a_stream_ends_with_its_session_and_no_other(home: Home, place: Workplace) -> None:
    ending, staying = (signed_in(home, place, place.owner) for _ in range(2))
    with listening(home, ending.token) as ended, listening(home, staying.token) as stays:
        end_session(home, place, ending.session.id)
        assert ended.ends()
        start(home, place.owner)
        assert "time_entry" in heard(home, place, stays)[0]["mine"]


def test_a_stream_ends_when_its_person_may_not_sign_in_any_more(home: Home, place: Workplace, listen: Listen) -> None:
    stream = listen(place.owner)
    patch(home, place, f"/people/{place.owner.id}", active=False)
    assert stream.ends()


def test_a_stream_shows_that_it_is_there_and_ends_when_its_session_expires(
    home: Home, place: Workplace, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uhrwerk.entrypoints.web.live.HEARTBEAT", 0.001)
    stream = listen(place.owner)
    block = stream.block()
    assert block is not None
    assert ": here" in block.split("\n")
    home.clock.now += sessions.LASTS - timedelta(seconds=1)
    for _ in range(3):
        assert stream.block() is not None
    home.clock.forward(seconds=1)
    assert stream.ends()


def test_a_session_has_so_many_streams_and_no_more(
    home: Home, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uhrwerk.entrypoints.live.STREAMS_A_SESSION", 2)
    mine, other = (signed_in(home, place, place.owner).token for _ in range(2))
    with listening(home, mine), listening(home, mine):
        third = Stream(home, mine)
        assert third.status == 429
        third.close()
        with listening(home, other):
            pass
    with listening(home, mine):
        pass


def test_for_a_slow_browser_one_event_waits_and_a_stuck_one_is_let_go(
    home: Home, place: Workplace, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = listen(place.owner), listen(place.owner)
    for path in ("/timers/start", "/timers/pause", "/timers/resume", "/attendance/clock-in", "/timers/stop"):
        post(home, place.owner, path)
        assert quick.next() is not None
    events = [slow.next() for _ in range(2)]
    # One was on its way, one under way behind it; all the others became one.
    last = slow.next()
    assert last is not None
    assert None not in events
    assert heard(home, place, slow) == [{}]
    assert last.data == {"mine": ["attendance", "time_entry"]}
    monkeypatch.setattr("uhrwerk.entrypoints.web.live.SENT_WITHIN", 0.001)
    for _ in range(3):
        start(home, place.owner)
        assert quick.next() is not None
    slow.wait_until_dropped()
