"""What has changed: the feed."""

from datetime import datetime
from typing import Any

import msgspec


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A record that has changed, as it is now, in the shape that its own paths have. `recorded_at` is its last change
    in this page. One that has been deleted is a tombstone: `deleted` is true and `record` null.
    """

    kind: str
    id: str
    deleted: bool
    recorded_at: datetime
    record: dict[str, Any] | None


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Changes, oldest first. `next_cursor` is the next request's `since`; `more` says that there is more by now."""

    items: list[Change]
    next_cursor: str
    more: bool
