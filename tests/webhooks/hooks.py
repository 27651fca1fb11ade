"""What the tests do with webhooks, through the native API."""

from typing import Any

from tests.home import Home, Someone, Workplace
from tests.native.wire import done, page


def hook(home: Home, place: Workplace, url: str, *events: str, **members: Any) -> dict[str, Any]:
    """A new webhook, with its secret."""
    body = {"name": "Hook", "url": url, "events": list(events) or ["time_entry.*"]} | members
    return done(home.http.post("/v1/webhooks", headers=place.admin.bearer, json=body), 201)


def shown(home: Home, place: Workplace, made: dict[str, Any]) -> dict[str, Any]:
    return done(home.http.get(f"/v1/webhooks/{made['id']}", headers=place.admin.bearer))


def change(home: Home, place: Workplace, made: dict[str, Any], **members: Any) -> dict[str, Any]:
    return done(home.http.patch(f"/v1/webhooks/{made['id']}", headers=place.admin.bearer, json=members))


def log(home: Home, place: Workplace, made: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    """The deliveries, newest first."""
    path = f"/v1/webhooks/{made['id']}/deliveries"
    return page(home.http.get(path, headers=place.admin.bearer, params=query))[0]


def act(home: Home, someone: Someone, verb: str, **members: Any) -> dict[str, Any]:
    return done(home.http.post(f"/v1/timers/{verb}", headers=someone.bearer, json=members or None))
