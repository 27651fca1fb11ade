"""A request, sent by everybody who might send it and must not get far."""

import re
from dataclasses import dataclass
from typing import Any, Final

import httpx

from tests.home import Home

UNKNOWN: Final = "00000000-0000-7000-8000-00000000dead"
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Request:
    """What a row sends; the path may have a query. `ids` are those that stand in it, in the path or the body."""

    method: str
    path: str
    body: Any = None
    ids: tuple[str, ...] = ()

    def send(self, home: Home, headers: dict[str, str] | None) -> httpx.Response:
        return home.http.request(self.method, self.path, headers=headers, json=self.body)

    def about(self, replacement: str) -> "Request":
        """The same about a record that is not there."""
        path, body = self.path, self.body
        for id in self.ids:
            path, body = path.replace(id, replacement), _replaced(body, id, replacement)
        return Request(self.method, path, body, (replacement,))


def routes(home: Home, prefix: str) -> set[str]:
    """`METHOD /path/{}` of every route below the prefix."""
    found = set()
    for route in home.routes():
        if route.path.startswith(prefix):
            for method in getattr(route, "methods", set()) - {"OPTIONS", "HEAD"}:
                found.add(f"{method} {opened(route.path)}")
    return found


def opened(path: str) -> str:
    """The path, whatever its parameters are called."""
    return re.sub(r"{[^}]*}", "{}", path)


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(each, old, new) for name, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, old, new) for each in value]
    return new if value == old else value
