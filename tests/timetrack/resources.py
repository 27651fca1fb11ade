"""A client of TimeTrack's resources: lists, one record, what makes, changes and deletes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.home import Home, Workplace
from tests.timetrack.client import BASE


@dataclass(frozen=True)
class Resources:
    home: Home
    place: Workplace
    headers: Mapping[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> httpx.Response:
        content = {} if body is None else {"json": body}
        return self.home.http.request(
            method, BASE + path, headers={**self.place.timetrack, **self.headers}, params=query, **content
        )

    def listed(self, path: str, /, **query: Any) -> list[dict[str, Any]]:
        answer = self.call("GET", path, **query)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()
        return found

    def ids(self, path: str, /, **query: Any) -> list[int]:
        return [each["id"] for each in self.listed(path, **query)]

    def get(self, path: str, id: object) -> httpx.Response:
        return self.call("GET", f"{path}/{id}")

    def post(self, path: str, /, **members: Any) -> httpx.Response:
        return self.call("POST", path, members)

    def put(self, path: str, number: object, /, **members: Any) -> httpx.Response:
        return self.call("PUT", f"{path}/{number}", members)

    def delete(self, path: str, id: object) -> httpx.Response:
        return self.call("DELETE", f"{path}/{id}")

    def made(self, path: str, /, **members: Any) -> dict[str, Any]:
        """A new record; None leaves a member out."""
        answer = self.post(path, **{name: value for name, value in members.items() if value is not None})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def kept(self, path: str, id: object) -> dict[str, Any]:
        answer = self.get(path, id)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found
