"""The short way of a request says exactly what the framework's way says, in order and out of order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest

from tests.conftest import opened_home
from tests.home import MORNING, Home, Workplace
from uhrwerk.entrypoints import shortcut

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

NATIVE = ("/v1/timers/start", "/v1/timers/pause", "/v1/timers/resume", "/v1/timers/stop", "/v1/attendance/clock-in")
LOOKS = ("/v1/timers/current", "/v1/attendance/current")
AWORK = "/api/v1/me/timetracking"
TIMETRACK = "/api/v2/ext/project_timer"


@dataclass(frozen=True)
class Ask:
    """A request; `whose` headers sign it."""

    method: str
    path: str
    whose: str = "native"
    body: Any = None
    raw: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()


def out_of_order(path: str) -> list[Ask]:
    """What no client should send."""
    return [
        Ask("POST", path, raw=b"null"),
        Ask("POST", path, raw=b"[]"),
        Ask("POST", path, raw=b"{"),
        Ask("POST", path, raw=b"   "),
        Ask("POST", path, raw=b'{"at": "\xff"}'),
        Ask("POST", path, raw=b"[" * 100_000),
        Ask("POST", path, body={"unknown": 1}),
        Ask("POST", path, body={"at": "yesterday", "person_id": 5}),
        Ask("POST", path, body={"at": "2026-03-10T09:00:00"}),
        Ask("POST", path, body={"at": "2027-03-10T09:00:00Z"}),
        Ask("POST", path, body={"person_id": "01890a5d-ac96-774b-bcce-b302099a8057"}),
        Ask("POST", path, whose=""),
        Ask("POST", path, whose="awork"),
        Ask("POST", path, headers=(("Authorization", "Basic eA=="),)),
        Ask("POST", path, headers=(("Host", "a b"),)),
        Ask("POST", path, headers=(("Origin", "https://elsewhere.example"),)),
        Ask("POST", path, headers=(("Idempotency-Key", "x" * 300),)),
        Ask("POST", f"{path}?person_id=nobody"),
        Ask("POST", f"{path}/"),
        Ask("GET", path),
        Ask("PUT", path, body={}),
        Ask("OPTIONS", path),
        Ask("HEAD", path),
    ]


IN_ORDER = [
    *(Ask("GET", path) for path in LOOKS),
    Ask("POST", "/v1/timers/pause"),
    Ask("POST", "/v1/timers/start", body={"note": "Erste Zeile", "billable": True}),
    Ask("POST", "/v1/timers/start", headers=(("idempotency-key", "once"),), body={"note": "Zweite"}),
    Ask("POST", "/v1/timers/start", headers=(("IDEMPOTENCY-KEY", "once"),), body={"note": "Zweite"}),
    Ask("POST", "/v1/timers/start", headers=(("idempotency-key", "once"),), body={"note": "Dritte"}),
    Ask("GET", "/v1/timers/current"),
    Ask("POST", "/v1/timers/pause", body={}),
    Ask("POST", "/v1/timers/resume"),
    Ask("POST", "/v1/timers/stop", body={"at": "2026-03-10T07:59:59Z"}),
    Ask("POST", "/v1/attendance/clock-in", body={"note": "da", "latitude": 53.5, "longitude": 9.9}),
    Ask("GET", "/v1/attendance/current"),
    Ask("POST", "/v1/attendance/start-break"),
    Ask("POST", "/v1/attendance/end-break"),
    Ask("POST", "/v1/attendance/clock-out"),
    Ask("POST", f"{AWORK}/start", "awork", {"typeOfWorkId": "work", "timezone": "Europe/Berlin"}),
    Ask("POST", f"{AWORK}/start", "awork", {"timezone": 5}),
    Ask("POST", f"{AWORK}/start", "native", {}),
    Ask("POST", f"{AWORK}/pause", "awork"),
    Ask("POST", f"{AWORK}/resume", "awork", {}),
    Ask("POST", f"{AWORK}/stop", "awork", raw=b"{"),
    Ask("POST", f"{AWORK}/stop", "awork", {}),
    Ask("POST", f"{AWORK}/stop", "awork", {}),
    Ask("GET", "/api/v1/me/timeentries/last", "awork"),
    Ask("POST", f"{TIMETRACK}/start", "timetrack", {"username": "owner"}),
    Ask(
        "POST",
        f"{TIMETRACK}/start?username=owner&date=2026-03-10T09:00:00.000Z",
        "timetrack",
        {"clientName": "Nordlicht", "projectName": "Website"},
    ),
    Ask("GET", f"{TIMETRACK}?username=owner&date=2026-03-10T09:30:00.000Z", "timetrack"),
    Ask("POST", f"{TIMETRACK}/stop", "timetrack", {"username": "owner", "date": "2026-03-10T09:30:00.000Z"}),
    Ask("POST", f"{TIMETRACK}/stop", "", {}),
    Ask("POST", "/api/stable/api.php", "", {}),
    Ask("POST", "/api/stable/api.php", "", {"token": "x", "request": {"actions": []}}),
    Ask("POST", "/api/latest/api.php", "", raw=b"<xml/>"),
]


@pytest.fixture(params=["sqlite"])
def long_way(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The application without hot doors."""
    with (
        patch.object(shortcut, "hot_doors", lambda among: {}),
        opened_home(request, tmp_path_factory, "long_way") as home,
    ):
        yield home


@pytest.fixture(params=["sqlite"])
def short_way(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with opened_home(request, tmp_path_factory, "short_way") as home:
        yield home


def test_both_ways_say_the_same(long_way: Home, short_way: Home) -> None:
    asks = [*IN_ORDER, *(ask for path in NATIVE for ask in out_of_order(path))]
    with patch.object(shortcut, "ShortRequest", side_effect=AssertionError):
        told = answers(long_way, asks)
    for ask, one, other in zip(asks, told, answers(short_way, asks), strict=True):
        assert other == one, ask


def test_what_is_in_order_goes_the_short_way(short_way: Home) -> None:
    with patch.object(shortcut, "ShortRequest", wraps=shortcut.ShortRequest) as short:
        found = answers(short_way, IN_ORDER)
    assert len(found) == len(IN_ORDER)
    assert short.call_count == len(IN_ORDER)


def answers(home: Home, asks: list[Ask]) -> list[Any]:
    """Status, headers and body of each answer; ids by the order in which they came."""
    home.routes()
    place = home.workplace()
    home.clock.now = MORNING
    ids: dict[str, str] = {}

    def named(text: str) -> str:
        return ID.sub(lambda found: ids.setdefault(found[0], f"id {len(ids)}"), text)

    found = []
    for ask in asks:
        home.clock.forward(seconds=1)
        answer = home.http.request(ask.method, ask.path, headers=_headers(place, ask), **_body(place, ask))
        headers: dict[str, Any] = {
            name: value for name, value in answer.headers.items() if name not in ("trace-id", "date")
        }
        if "allow" in headers:
            headers["allow"] = set(headers["allow"].split(", "))
        found.append((answer.status_code, headers, re.sub(r'"traceId":"[^"]*"', "", named(answer.text))))
    return found


def _headers(place: Workplace, ask: Ask) -> dict[str, str]:
    by_face = {
        "native": place.owner.bearer,
        "awork": place.owner.awork_bearer,
        "timetrack": place.timetrack,
        "": {},
    }
    return by_face[ask.whose] | {"Content-Type": "application/json"} | dict(ask.headers)


def _body(place: Workplace, ask: Ask) -> dict[str, Any]:
    if ask.raw is not None:
        return {"content": ask.raw}
    if ask.body is None:
        return {}
    body = dict(ask.body)
    if "typeOfWorkId" in body:
        body["typeOfWorkId"] = place.type_of_work
    return {"json": body}
