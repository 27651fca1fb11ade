"""What the clock says afterwards, through the native API, every page of it."""

from typing import Any

from tests.home import Someone
from tests.process.server import Server


def get(server: Server, someone: Someone, path: str, **query: Any) -> Any:
    answer = server.request("GET", path, headers=someone.bearer, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def every(server: Server, someone: Someone, path: str) -> list[dict[str, Any]]:
    """All items of a list, newest first."""
    items: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 500}
    while True:
        page = get(server, someone, path, **query)
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        query["cursor"] = page["next_cursor"]
