"""A desk to call from: requests of the people of a workplace, the admin's where nobody is named."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.awork.contract import check
from tests.home import Home, Someone, Workplace


@dataclass(frozen=True)
class Desk:
    home: Home
    place: Workplace

    def call(self, method: str, path: str, body: Any = None, who: Someone | None = None) -> httpx.Response:
        headers = (who or self.place.admin).awork_bearer
        return self.home.http.request(method, f"/api/v1{path}", headers=headers, json=body)

    def get(self, path: str, kind: str, who: Someone | None = None) -> Any:
        """What there is at the path, which is of the vendor's shape `kind`."""
        return _shaped(self.call("GET", path, None, who), kind)

    def post(self, path: str, body: Any, kind: str, who: Someone | None = None) -> Any:
        return _shaped(self.call("POST", path, body, who), kind)

    def put(self, path: str, body: Any, kind: str, who: Someone | None = None) -> Any:
        return _shaped(self.call("PUT", path, body, who), kind)

    def done(self, method: str, path: str, body: Any = None, who: Someone | None = None) -> None:
        """The call answers with nothing."""
        answer = self.call(method, path, body, who)
        assert (answer.status_code, answer.content) == (204, b""), answer.text

    def names(self, path: str, who: Someone | None = None) -> list[str]:
        """The names of what is listed, in its order."""
        answer = self.call("GET", path, None, who)
        assert answer.status_code == 200, answer.text
        return [each["name"] for each in answer.json()]

    def somebody(self, role: str) -> Someone:
        found: Someone = getattr(self.place, role)
        return found


def _shaped(answer: httpx.Response, kind: str) -> Any:
    assert answer.status_code == 200, answer.text
    found = answer.json()
    check(kind, found)
    return found
