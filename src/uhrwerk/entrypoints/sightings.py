"""When sessions were seen: noted in memory at each request, written down by a job every few minutes."""

from datetime import datetime, timedelta
from typing import Final

EVERY: Final = timedelta(minutes=5)
"""How exactly it is known when a session was last seen: less often written, less often read."""


class Sightings:
    """By the sessions' ids, in a server process each."""

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}
        self._written: dict[str, datetime] = {}

    def saw(self, session_id: str, now: datetime) -> None:
        self._seen[session_id] = now

    def to_write(self, now: datetime) -> dict[str, datetime]:
        """What is to be written down now; it counts as written."""
        self._written = {id: at for id, at in self._written.items() if now - at < EVERY}
        due = {id: at for id, at in self._seen.items() if id not in self._written}
        self._seen = {id: at for id, at in self._seen.items() if id in self._written and at > self._written[id]}
        self._written |= due
        return due
