"""What is measured, a line a case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bench.cast import CLIENT, MOST_CLIENTS, PROJECT, READERS, YEAR, Cast, Somebody
from bench.client import Script, Step, request
from uhrwerk.entrypoints.vendors.onoffice.auth import signature

MIDDLE: Final = READERS
"""How many clients the dialects are compared at, all of them among those who have worked before."""

PAGE: Final = 50
MODIFY: Final = "urn:onoffice-de-ns:smart:2.5:smartml:action:modify"
NOTE: Final = "First draft of the sitemap"


@dataclass(frozen=True, slots=True)
class Case:
    """Without `beside` it is the yardstick's own; else it is put in relation to that bare case of as many clients."""

    name: str
    clients: int
    scripts: Callable[[Cast, int], list[Script]]
    beside: str | None = None

    @property
    def key(self) -> tuple[str, int]:
        return self.name, self.clients

    @property
    def bare(self) -> bool:
        return self.beside is None


def _each_their_own(script: Callable[[Cast, Somebody], Script]) -> Callable[[Cast, int], list[Script]]:
    """One person a client."""
    return lambda cast, clients: [script(cast, person) for person in cast.people[:clients]]


def _crowd(face: str, cycle: Callable[[Somebody], list[Step]]) -> Callable[[Cast, int], list[Script]]:
    """Each client has its share of the crowd, one after the other."""
    return lambda cast, clients: [
        Script([cycle(person) for person in cast.crowds[face][number::clients]]) for number in range(clients)
    ]


def _alike(step: Step) -> Callable[[Cast, int], list[Script]]:
    return lambda _, clients: [Script([[step]])] * clients


def _native(person: Somebody, verb: str, state: str, body: object = None) -> Step:
    marker = b'"state":"%s"' % state.encode()
    return Step(request("POST", f"/v1/{verb}", _bearer(person.native), body), 200, marker, _has(state=state))


def _start(cast: Cast, person: Somebody) -> Step:
    return _native(person, "timers/start", "running", {"project_id": cast.project, "note": NOTE})


def _native_pair(cast: Cast, person: Somebody) -> Script:
    return Script([[_start(cast, person), _native(person, "timers/stop", "stopped")]])


def _native_restart(cast: Cast, person: Somebody) -> Script:
    return Script([[_start(cast, person)]], opening=[_start(cast, person)])


def _come_and_go(person: Somebody) -> list[Step]:
    verbs = [("attendance/clock-in", "running"), ("attendance/clock-out", "stopped")]
    return [_native(person, verb, state) for verb, state in verbs]


def _current(cast: Cast, person: Somebody) -> Script:
    read = request("GET", "/v1/timers/current", _bearer(person.native))
    step = Step(read, 200, b'"state":"running"', _has(note=NOTE))
    return Script([[step]], opening=[_start(cast, person)])


def _list(_: Cast, person: Somebody) -> Script:
    read = request("GET", f"/v1/time-entries?limit={PAGE}", _bearer(person.native))
    return Script([[Step(read, 200, b'"next_cursor":"', lambda page: len(page["items"]) == PAGE)]])


def _year(cast: Cast, _: int) -> list[Script]:
    first, last = cast.year
    path = f"/v1/work-time/days?starts_on={first}&ends_on={last}"
    step = Step(request("GET", path, _bearer(cast.clerk.native)), 200, b'"balance_seconds":', _has_a_years_work)
    return [Script([[step]])]


def _has_a_years_work(answer: Any) -> bool:
    days = answer["items"]
    return len(days) == YEAR and all(any(day[name] for day in days) for name in ("worked_seconds", "deducted_seconds"))


def _awork(cast: Cast, person: Somebody) -> Script:
    start = {"typeOfWorkId": cast.type_of_work, "timezone": "Europe/Berlin", "projectId": cast.project, "note": NOTE}
    path, headers = "/api/v1/me/timetracking", _bearer(person.awork)
    return Script(
        [
            [
                Step(
                    request("POST", f"{path}/start", headers, start),
                    200,
                    b'"startTimeUtc":"',
                    lambda entry: "endTimeUtc" not in entry and entry["note"] == NOTE,
                ),
                Step(request("POST", f"{path}/stop", headers, {}), 200, b'"endTimeUtc":"', _has(note=NOTE)),
            ]
        ]
    )


def _timetrack(cast: Cast, person: Somebody) -> Script:
    key, secret = cast.timetrack
    headers = {"X-TimeTrack-Api-Key": key, "X-TimeTrack-Api-Secret": secret}
    body = {"username": person.username, "date": _berlin_wall_clock(), "note": NOTE}
    start = body | {"clientName": CLIENT, "projectName": PROJECT}
    path = "/api/v2/ext/timers/project_timer"
    return Script(
        [
            [
                Step(
                    request("POST", f"{path}/start", headers, start),
                    200,
                    b'"playing":true',
                    _has(note=NOTE, paused=False),
                ),
                Step(request("POST", f"{path}/stop", headers, body), 200, b'"stopped":true', _has(playing=False)),
            ]
        ]
    )


def _track_twice(person: Somebody) -> list[Step]:
    return [_track(person, True), _track(person, False)]


def _track(person: Somebody, start: bool) -> Step:
    token, secret = person.onoffice
    timestamp = str(int(datetime.now(UTC).timestamp()))
    action = {
        "actionid": MODIFY,
        "resourceid": "",
        "identifier": "",
        "resourcetype": "timetracking",
        "timestamp": timestamp,
        "hmac": signature(secret, timestamp, token, "timetracking", MODIFY),
        "hmac_version": "2",
        "parameters": {"track": int(start)},
    }
    body = {"token": token, "request": {"actions": [action]}}
    marker = b'"currentlytracking":true' if start else b'"currentlytracking":false'
    return Step(request("POST", "/api/stable/api.php", {}, body), 200, marker, lambda all: all["status"]["code"] == 200)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _has(**members: Any) -> Callable[[Any], bool]:
    return lambda answer: all(answer[name] == value for name, value in members.items())


def _berlin_wall_clock() -> str:
    """TimeTrack's `date` is the client's own local time, the Z notwithstanding."""
    return f"{datetime.now(ZoneInfo('Europe/Berlin')):%Y-%m-%dT%H:%M:%S}.000Z"


BARE_GET: Final = Step(request("GET", "/bare"), 200, b'"state"', _has(state="bare"))
BARE_POST: Final = Step(request("POST", "/bare", {}, {"note": NOTE, "billable": True}), 200, b'"id"', _has(note=NOTE))

CASES: Final[Sequence[Case]] = [
    Case("bare POST", 1, _alike(BARE_POST)),
    Case("native start and stop", 1, _each_their_own(_native_pair), "bare POST"),
    Case("bare POST", MIDDLE, _alike(BARE_POST)),
    Case("native start and stop", MIDDLE, _each_their_own(_native_pair), "bare POST"),
    Case("awork start and stop", MIDDLE, _each_their_own(_awork), "bare POST"),
    Case("TimeTrack start and stop", MIDDLE, _each_their_own(_timetrack), "bare POST"),
    Case("native start, stopping what runs", MIDDLE, _each_their_own(_native_restart), "bare POST"),
    Case("native clock-in and clock-out", MIDDLE, _crowd("native", _come_and_go), "bare POST"),
    Case("onOffice track 1 and 0", MIDDLE, _crowd("onoffice", _track_twice), "bare POST"),
    Case("bare POST", MOST_CLIENTS, _alike(BARE_POST)),
    Case("native start and stop", MOST_CLIENTS, _each_their_own(_native_pair), "bare POST"),
    Case("bare GET", MIDDLE, _alike(BARE_GET)),
    Case("native current timer", MIDDLE, _each_their_own(_current), "bare GET"),
    Case("native list of 50", MIDDLE, _each_their_own(_list), "bare GET"),
    Case("bare GET", 1, _alike(BARE_GET)),
    Case("a person's year", 1, _year, "bare GET"),
]

DIALECTS: Final = [
    ("awork start and stop", "native start and stop"),
    ("TimeTrack start and stop", "native start and stop"),
    ("onOffice track 1 and 0", "native clock-in and clock-out"),
]
"""Each vendor's verbs, and the native ones that do the same."""
