"""What `make bench` measures over HTTP: a table, a line a scenario."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bench.cast import CLIENT, MOST_CLIENTS, PROJECT, READERS, YEAR, Cast, Somebody
from bench.client import Script, Step, request
from uhrwerk.entrypoints.vendors.onoffice.auth import signature

MIDDLE: Final = READERS
"""How many clients most is measured at, all of them among those who have worked before."""

MOST_ACTS: Final = 96
"""People of a crowd that one client goes through before what they did is undone."""

PAGE: Final = 50
MODIFY: Final = "urn:onoffice-de-ns:smart:2.5:smartml:action:modify"
NOTE: Final = "First draft of the sitemap"

SQLITE, POSTGRESQL = "sqlite", "postgresql"
LITESTAR, ASGI = "bare Litestar", "bare ASGI"
CLOCK, TWO = "clock", "two workers"


@dataclass(frozen=True, slots=True)
class Scenario:
    """`server` is asked; `beside` (GET or POST) are the bare endpoints that it is put in relation to, at as many
    clients. Of a vendor's dialect `native` is the scenario that does the same natively.
    """

    name: str
    clients: int
    scripts: Callable[[Cast, int], list[Script]]
    beside: str | None = None
    native: str | None = None
    server: str = CLOCK
    stores: tuple[str, ...] = (SQLITE, POSTGRESQL)

    @property
    def key(self) -> tuple[str, int]:
        return self.name, self.clients


def _each_their_own(script: Callable[[Cast, Somebody], Script]) -> Callable[[Cast, int], list[Script]]:
    """One person a client."""
    return lambda cast, clients: [script(cast, person) for person in cast.people[:clients]]


def _crowd(
    name: str,
    act: Callable[[Cast, Somebody], list[Step]],
    undo: Callable[[Cast, Somebody], list[Step]] = lambda cast, person: [],
) -> Callable[[Cast, int], list[Script]]:
    """Each client has its share of the crowd, one after the other; what undoes their acts is not measured."""

    def scripts(cast: Cast, clients: int) -> list[Script]:
        shares = [cast.crowds[name][number::clients][:MOST_ACTS] for number in range(clients)]
        return [
            Script(
                [act(cast, person) for person in share],
                closing=[steps for person in share if (steps := undo(cast, person))],
            )
            for share in shares
        ]

    return scripts


def _alike(step: Step) -> Callable[[Cast, int], list[Script]]:
    return lambda _, clients: [Script([[step]])] * clients


def _native(person: Somebody, verb: str, state: str, body: object = None) -> Step:
    marker = b'"state":"%s"' % state.encode()
    return Step(request("POST", f"/v1/{verb}", _bearer(person.native), body), 200, marker, _has(state=state))


def _start(cast: Cast, person: Somebody) -> Step:
    return _native(person, "timers/start", "running", {"project_id": cast.project, "note": NOTE})


def _stop(_: Cast, person: Somebody) -> Step:
    return _native(person, "timers/stop", "stopped")


def _native_twice(cast: Cast, person: Somebody) -> list[Step]:
    return [_start(cast, person), _stop(cast, person)]


def _native_restart(cast: Cast, person: Somebody) -> Script:
    return Script([[_start(cast, person)]], opening=[_start(cast, person)])


def _come_and_go(_: Cast, person: Somebody) -> list[Step]:
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


def _awork(cast: Cast, person: Somebody) -> list[Step]:
    start = {"typeOfWorkId": cast.type_of_work, "timezone": "Europe/Berlin", "projectId": cast.project, "note": NOTE}
    path, headers = "/api/v1/me/timetracking", _bearer(person.awork)
    return [
        Step(
            request("POST", f"{path}/start", headers, start),
            200,
            b'"startTimeUtc":"',
            lambda entry: "endTimeUtc" not in entry and entry["note"] == NOTE,
        ),
        Step(request("POST", f"{path}/stop", headers, {}), 200, b'"endTimeUtc":"', _has(note=NOTE)),
    ]


def _timetrack(cast: Cast, person: Somebody) -> list[Step]:
    key, secret = cast.timetrack
    headers = {"X-TimeTrack-Api-Key": key, "X-TimeTrack-Api-Secret": secret}
    body = {"username": person.username, "date": _berlin_wall_clock(), "note": NOTE}
    start = body | {"clientName": CLIENT, "projectName": PROJECT}
    path = "/api/v2/ext/timers/project_timer"
    return [
        Step(request("POST", f"{path}/start", headers, start), 200, b'"playing":true', _has(note=NOTE, paused=False)),
        Step(request("POST", f"{path}/stop", headers, body), 200, b'"stopped":true', _has(playing=False)),
    ]


def _track_twice(_: Cast, person: Somebody) -> list[Step]:
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


def _pair_of(act: Callable[[Cast, Somebody], list[Step]]) -> Callable[[Cast, int], list[Script]]:
    """One person a client, who does that over and over."""
    return _each_their_own(lambda cast, person: Script([act(cast, person)]))


def _first_of(act: Callable[[Cast, Somebody], list[Step]], crowd: str) -> Callable[[Cast, int], list[Script]]:
    """The first step of each person of the crowd is measured, the second undoes it."""
    return _crowd(crowd, lambda cast, person: act(cast, person)[:1], lambda cast, person: act(cast, person)[1:])


BARE_GET: Final = _alike(Step(request("GET", "/bare"), 200, b'"state"', _has(state="bare")))
BARE_POST: Final = _alike(
    Step(request("POST", "/bare", {}, {"note": NOTE, "billable": True}), 200, b'"id"', _has(note=NOTE))
)

START: Final = "native start"
"""Of people with nothing running; who stopped them meanwhile is not measured."""

SCENARIOS: Final[Sequence[Scenario]] = [
    Scenario("bare Litestar POST", 1, BARE_POST, server=LITESTAR),
    Scenario("bare ASGI POST", 1, BARE_POST, server=ASGI),
    Scenario(START, 1, _first_of(_native_twice, "starters"), "POST"),
    Scenario("bare Litestar POST", MIDDLE, BARE_POST, server=LITESTAR),
    Scenario("bare ASGI POST", MIDDLE, BARE_POST, server=ASGI),
    Scenario(START, MIDDLE, _first_of(_native_twice, "starters"), "POST"),
    Scenario("awork start", MIDDLE, _first_of(_awork, "starters"), "POST", native=START),
    Scenario("TimeTrack start", MIDDLE, _first_of(_timetrack, "starters"), "POST", native=START),
    Scenario(
        "native start, two workers", MIDDLE, _first_of(_native_twice, "starters"), server=TWO, stores=(POSTGRESQL,)
    ),
    Scenario("native start and stop", MIDDLE, _pair_of(_native_twice), "POST"),
    Scenario("awork start and stop", MIDDLE, _pair_of(_awork), "POST", native="native start and stop"),
    Scenario("TimeTrack start and stop", MIDDLE, _pair_of(_timetrack), "POST", native="native start and stop"),
    Scenario("native start, stopping what runs", MIDDLE, _each_their_own(_native_restart), "POST"),
    Scenario("native clock-in and clock-out", MIDDLE, _crowd("comers", _come_and_go), "POST"),
    Scenario(
        "onOffice track 1 and 0",
        MIDDLE,
        _crowd("onoffice", _track_twice),
        "POST",
        native="native clock-in and clock-out",
    ),
    Scenario("bare Litestar POST", MOST_CLIENTS, BARE_POST, server=LITESTAR),
    Scenario(START, MOST_CLIENTS, _first_of(_native_twice, "starters"), "POST"),
    Scenario("bare Litestar GET", 1, BARE_GET, server=LITESTAR),
    Scenario("bare Litestar GET", MIDDLE, BARE_GET, server=LITESTAR),
    Scenario("bare ASGI GET", MIDDLE, BARE_GET, server=ASGI),
    Scenario("native current timer", MIDDLE, _each_their_own(_current), "GET"),
    Scenario("native list of 50", MIDDLE, _each_their_own(_list), "GET"),
    Scenario("a person's year", 1, _year, "GET"),
]


def scenarios_of(store: str) -> list[Scenario]:
    return [scenario for scenario in SCENARIOS if store in scenario.stores]
