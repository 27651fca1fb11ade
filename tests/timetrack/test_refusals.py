"""What TimeTrack's face refuses: always its own error body, the parameter named, and nothing changed."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.timetrack.client import BASE, TimeTrack, assert_error
from uhrwerk.entrypoints.credentials import issue
from uhrwerk.operations import credentials, people
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TASKS
from uhrwerk.operations.credentials import Issued
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx

VERBS = [
    "/timers/project_timer/start",
    "/timers/project_timer/pause",
    "/timers/project_timer/resume",
    "/timers/project_timer/stop",
    "/attendance_timer/start",
    "/attendance_timer/stop",
]
READS = ["/timers/project_timer", "/attendance_timer"]
START = VERBS[0]


@pytest.fixture
def timetrack(home: Home, place: Workplace) -> TimeTrack:
    return TimeTrack(home, place)


def names_of(place: Workplace) -> dict[str, Any]:
    return {"clientName": place.client_name, "projectName": place.project_name}


@pytest.mark.parametrize("emptied", [None, ""])
def test_missing_parameters_are_named_all_of_them(
    home: Home, place: Workplace, timetrack: TimeTrack, emptied: str | None, subtests: pytest.Subtests
) -> None:
    with unchanged(home, place):
        for path in VERBS[1:] + READS:
            for missing in ({"date"}, {"username"}, {"date", "username"}):
                with subtests.test(path=path, missing=missing):
                    members = dict.fromkeys(missing, emptied)
                    for call in [timetrack.act, *([timetrack.read] if path in READS else [])]:
                        answer = call(path, **members)
                        assert_error(answer, 400, 10005, *details_of(answer))
                        assert set(details_of(answer)) == missing


def details_of(answer: httpx.Response) -> list[str]:
    return [each["detail"].removesuffix(": is required") for each in answer.json()["errors"]]


@pytest.mark.parametrize("emptied", [None, ""])
def test_a_start_needs_four_parameters(home: Home, place: Workplace, timetrack: TimeTrack, emptied: str | None) -> None:
    needed = ["date", "clientName", "projectName", "username"]
    with unchanged(home, place):
        for missing in (*([each] for each in needed), needed[1:3], needed):
            assert_error(timetrack.start(**dict.fromkeys(missing, emptied)), 400, 10005, *missing)


def test_unknown_names_are_not_found(home: Home, place: Workplace, timetrack: TimeTrack) -> None:
    with unchanged(home, place):
        for field, name in (
            ("username", "nobody"),
            ("clientName", "Nobody Ltd"),
            ("clientName", "nordlicht"),
            ("projectName", "Nothing"),
            ("taskName", "Nothing"),
        ):
            assert_error(timetrack.start(**{field: name}), 404, 15001, field)
        for path in VERBS[1:] + READS:
            assert_error(timetrack.act(path, username="nobody"), 404, 15001, "username")


def test_another_workspaces_names_are_like_unknown_ones(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    async def add(tx: Tx) -> None:
        actor, now = command_line_actor(elsewhere.id), home.clock.now
        await people.add(tx, actor, now, NewPerson("stranger", "stranger@example.org", "Stefan", "Stranger"))
        client = await CLIENTS.add(tx, actor, now, {"name": "Strange client", "archived": False})
        members = {"name": "Strange project", "client_id": client.id, "billable": True, "archived": False}
        await PROJECTS.add(tx, actor, now, members)
        await TASKS.add(tx, actor, now, {"name": "Strange task", "assignees": [], "archived": False})

    home.run(add)
    timetrack = TimeTrack(home, place)
    with unchanged(home, place), unchanged(home, elsewhere):
        for field, name in (
            ("username", "stranger"),
            ("clientName", "Strange client"),
            ("projectName", "Strange project"),
            ("taskName", "Strange task"),
        ):
            strange, unknown = (timetrack.start(**{field: each}) for each in (name, "nothing"))
            assert_error(strange, 404, 15001, field)
            assert strange.content == unknown.content
        for path in VERBS[1:] + READS:
            strange, unknown = (timetrack.act(path, username=each) for each in ("stranger", "nobody"))
            assert_error(strange, 404, 15001, "username")
            assert strange.content == unknown.content


WRONG_KEYS = [
    {"X-TimeTrack-Api-Key": "", "X-TimeTrack-Api-Secret": ""},
    {"X-TimeTrack-Api-Key": ""},
    {"X-TimeTrack-Api-Secret": ""},
    {"X-TimeTrack-Api-Key": "wrong"},
    {"X-TimeTrack-Api-Secret": "wrong"},
    {"X-TimeTrack-Api-Key": "\xfc" * 3000},
    {"X-TimeTrack-Api-Secret": "\xfc" * 3000},
]


def test_without_the_right_key_and_secret_nobody_gets_in(
    home: Home, place: Workplace, subtests: pytest.Subtests
) -> None:
    body = {"username": "owner", "date": "2026-03-10T09:00:00Z", **names_of(place)}
    with unchanged(home, place):
        for headers in WRONG_KEYS:
            given = {name: value for name, value in {**place.timetrack, **headers}.items() if value}
            sent = [(name.encode(), value.encode("latin-1")) for name, value in given.items()]
            for path in VERBS + READS:
                with subtests.test(headers=str(headers)[:60], path=path):
                    assert_error(home.http.post(BASE + path, headers=sent, json=body), 401, 10001)


def test_keys_and_secrets_of_others_open_nothing(home: Home, place: Workplace, elsewhere: Workplace) -> None:
    """Neither a key with another account's secret nor a token of another face."""
    owner = place.owner
    with unchanged(home, place):
        for key, secret in (
            (place.timetrack_key, elsewhere.timetrack_secret),
            (elsewhere.timetrack_key, place.timetrack_secret),
            (place.timetrack_secret, place.timetrack_key),
            (owner.onoffice_token, owner.onoffice_secret),
            (owner.native, owner.native),
            (owner.awork, owner.awork),
        ):
            headers = {"X-TimeTrack-Api-Key": key, "X-TimeTrack-Api-Secret": secret}
            assert_error(TimeTrack(home, place, headers=headers).start(), 401, 10001)


def issued(home: Home, place: Workplace, **expiry: Any) -> tuple[Issued, dict[str, str]]:
    async def make(tx: Tx) -> Issued:
        actor = command_line_actor(place.id)
        return await issue(tx, actor, home.clock.now, home.house.vault, "timetrack", None, "second", **expiry)

    account = home.run(make)
    return account, {"X-TimeTrack-Api-Key": account.token, "X-TimeTrack-Api-Secret": account.secret or ""}


def test_a_revoked_key_opens_nothing(home: Home, place: Workplace) -> None:
    account, headers = issued(home, place)
    timetrack = TimeTrack(home, place, headers=headers)
    assert timetrack.start().status_code == 200
    actor = command_line_actor(place.id)
    home.run(lambda tx: credentials.revoke(tx, actor, home.clock.now, account.credential.id))
    with unchanged(home, place):
        assert_error(timetrack.act("/timers/project_timer/stop"), 401, 10001)


def test_a_key_opens_until_it_expires(home: Home, place: Workplace) -> None:
    expires_at = home.clock.now + timedelta(hours=1)
    _, headers = issued(home, place, expires_at=expires_at)
    timetrack = TimeTrack(home, place, headers=headers)
    home.clock.now = expires_at - timedelta(microseconds=1)
    assert timetrack.start().status_code == 200
    home.clock.now = expires_at
    with unchanged(home, place):
        assert_error(timetrack.act("/timers/project_timer/stop"), 401, 10001)


def test_an_inactive_persons_clock_is_read_and_ended_but_not_begun(
    home: Home, place: Workplace, timetrack: TimeTrack
) -> None:
    timetrack.start()
    answer = home.http.patch(f"/v1/people/{place.owner.id}", headers=place.admin.bearer, json={"active": False})
    assert answer.status_code == 200
    assert timetrack.read("/timers/project_timer").json()["playing"] is True
    with unchanged(home, place):
        for path in VERBS:
            if path.endswith("/start"):
                assert_error(timetrack.act(path, **names_of(place)), 409, 10009)
    assert timetrack.act("/timers/project_timer/stop").json()["stopped"] is True


BAD_INPUT: list[tuple[dict[str, Any], str]] = [
    ({"username": 5}, "username"),
    ({"username": ["owner"]}, "username"),
    ({"username": "own\0er"}, "username"),
    ({"username": "x" * 1_000_000}, "username"),
    ({"username": "   "}, "username"),
    ({"date": 1603465200}, "date"),
    ({"date": {"a": 1}}, "date"),
    ({"date": True}, "date"),
    ({"clientName": 6}, "clientName"),
    ({"clientName": "Nord\0licht"}, "clientName"),
    ({"clientName": "x" * 1_000_000}, "clientName"),
    ({"projectName": False}, "projectName"),
    ({"projectName": "Web\nsite"}, "projectName"),
    ({"taskName": {}}, "taskName"),
    ({"taskName": "x" * 1_000_000}, "taskName"),
    ({"note": 1}, "note"),
    ({"note": "x" * 1_000_000}, "note"),
    ({"note": "a\0b"}, "note"),
]


@pytest.mark.parametrize("running", [False, True])
def test_bad_input_is_named_and_nothing_is_kept(
    home: Home, place: Workplace, timetrack: TimeTrack, running: bool, subtests: pytest.Subtests
) -> None:
    if running:
        timetrack.start()
    with unchanged(home, place):
        for members, field in BAD_INPUT:
            with subtests.test(members=str(members)[:60]):
                assert_error(timetrack.start(**members), 400, 10005, field)


MALFORMED = [
    b"{",
    b'{"username": "owner",}',
    b"[]",
    b'"owner"',
    b"null",
    b"7",
    b'{"username": NaN}',
    b'{"latitude": Infinity}',
    b'{"username": "\xff\xfe"}',
    b'{"username": "\\ud800"}',
    b'{"username": "a\x00b"}',
    b"\xef\xbb\xbf\x00",
    b"\x1f\x8b\x08\x00",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    b"username=owner&date=2026-03-10T09:00:00Z",
]


def test_a_body_that_is_no_json_object_is_malformed(home: Home, place: Workplace, subtests: pytest.Subtests) -> None:
    with unchanged(home, place):
        for body in MALFORMED:
            for path in (START, "/attendance_timer/start", READS[0]):
                with subtests.test(body=body[:40], path=path):
                    answer = home.http.post(BASE + path, headers=place.timetrack, content=body)
                    assert_error(answer, 400, 10004)


@pytest.mark.parametrize("number", ["1e400", "1" + "0" * 400, "1" + "0" * 10_000, "-0.0e-999999999"])
def test_numbers_of_absurd_size_are_refused_or_read(home: Home, place: Workplace, number: str) -> None:
    body = f'{{"username":"owner","date":"2026-03-10T09:00:00Z","latitude":{number},"longitude":0}}'
    answer = home.http.post(f"{BASE}/attendance_timer/start", headers=place.timetrack, content=body)
    assert answer.status_code in (200, 400)
    assert (answer.status_code == 200) == number.startswith("-0")


def test_a_body_of_megabytes_is_too_large(home: Home, place: Workplace, timetrack: TimeTrack) -> None:
    with unchanged(home, place):
        assert_error(timetrack.start(note="x" * 5_000_000), 413, 10413)


def test_members_that_nobody_knows_are_ignored(timetrack: TimeTrack) -> None:
    assert timetrack.start(extra={"a": [1]}, id=7, playing=False).json()["playing"] is True


def test_a_path_that_is_not_there(home: Home, place: Workplace) -> None:
    assert_error(home.http.get(BASE + "/nothing", headers=place.timetrack), 404, 15000)
    assert_error(home.http.post(BASE + "/attendance_timer/pause", headers=place.timetrack), 404, 15000)


@pytest.mark.parametrize(("method", "path"), [("GET", START), ("DELETE", START), ("PUT", READS[0])])
def test_a_method_that_is_not_taken(home: Home, place: Workplace, method: str, path: str) -> None:
    assert_error(home.http.request(method, BASE + path, headers=place.timetrack), 405, 10405)
