"""How many requests a workspace may send: the vendor's limits as a setting, off unless switched on.

Counted in memory, so each server process counts for itself.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from uhrwerk.entrypoints.counters import Counters
from uhrwerk.operations.settings import Option
from uhrwerk.rules.limits import Limit, is_over, remaining, seconds_left
from uhrwerk.rules.refusals import Refusal

RATE_LIMIT: Final = Option(
    "awork.rate_limit",
    "awork's interface takes 50 requests a second and 1000 a minute, and no more.",
    {"off": False, "on": {"per_second": 50, "per_minute": 1000}},
)
WINDOWS: Final = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1)}


class TooManyRequests(Refusal):
    """More than the workspace's limit; `headers` say which, and when to come again."""

    key = "too-many-requests"

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__("Too many requests for this workspace.")
        self.headers = headers


def check(counters: Counters, workspace_id: str, settings: Mapping[str, Any], now: datetime) -> None:
    """Count a request of the workspace. Raises TooManyRequests."""
    allowed = settings.get(RATE_LIMIT.name)
    if not allowed:
        return
    headers: dict[str, str] = {}
    exceeded = False
    for name, length in WINDOWS.items():
        limit = Limit(allowed[f"per_{name}"], length)
        window = counters.count(("awork rate", workspace_id, name), limit, now)
        headers[f"x-ratelimit-limit-{name}"] = str(limit.most)
        headers[f"x-ratelimit-remaining-{name}"] = str(remaining(window, limit))
        if is_over(window, limit):
            exceeded = True
            headers |= {
                "ratelimit-limit": str(limit.most),
                "ratelimit-remaining": "0",
                "ratelimit-reset": str(seconds_left(window, limit, now)),
            }
    if exceeded:
        raise TooManyRequests(headers)
