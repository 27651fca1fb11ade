"""A client of TimeTrack's two timers: it sends its own wall-clock time with a `Z` behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from tests.home import Home, Workplace

BASE = "/api/v2/ext"


@dataclass(frozen=True)
class TimeTrack:
    """`zone` is where the client's wall clock hangs."""

    home: Home
    place: Workplace
    username: str = "owner"
    zone: str = "Europe/Berlin"
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def wall(self) -> str:
        here = self.home.clock.now.astimezone(ZoneInfo(self.zone))
        return f"{here:%Y-%m-%dT%H:%M:%S}.{here.microsecond // 1000:03d}Z"

    def read(self, path: str, **query: Any) -> httpx.Response:
        """GET with the client's name and time; None leaves a parameter out."""
        return self.home.http.get(BASE + path, headers=self._headers, params=_given(self._who_and_when | query))

    def act(self, path: str, **members: Any) -> httpx.Response:
        """POST with the client's name and time; None leaves a parameter out."""
        return self.home.http.post(BASE + path, headers=self._headers, json=_given(self._who_and_when | members))

    def start(self, **members: Any) -> httpx.Response:
        """Start the project timer on the workplace's project."""
        names = {"clientName": self.place.client_name, "projectName": self.place.project_name}
        return self.act("/timers/project_timer/start", **(names | members))

    @property
    def _who_and_when(self) -> dict[str, Any]:
        return {"username": self.username, "date": self.wall}

    @property
    def _headers(self) -> dict[str, str]:
        return {**self.place.timetrack, **self.headers}


def _given(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def assert_error(answer: httpx.Response, status: int, code: int, *fields: str) -> None:
    """TimeTrack's error body with an item a field at fault, each detail beginning with the field's name."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert list(body) == ["errors"]
    assert [list(item) for item in body["errors"]] == [["title", "status", "code", "detail"]] * max(1, len(fields))
    assert {(item["status"], item["code"]) for item in body["errors"]} == {(status, code)}
    assert all(item["title"] and item["detail"] for item in body["errors"])
    if fields:
        assert [item["detail"].partition(":")[0] for item in body["errors"]] == list(fields)
