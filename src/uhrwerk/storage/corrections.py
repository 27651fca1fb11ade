"""Corrections that somebody has asked for: what is to become of a record, and why."""

from datetime import datetime
from typing import Any

from uhrwerk.storage.records import Owned
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.tables import correction


class Correction(Owned, frozen=True):
    """`record_kind` is attendance or time_entry; `action` create (no `record_id` yet), change or delete.

    `record_version` is the record's when it was asked for. `members` are those that are to change, as JSON has them.
    `status` is requested, approved or rejected.
    """

    record_kind: str
    record_id: str | None
    record_version: int | None
    action: str
    members: dict[str, Any]
    reason: str
    status: str
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None


shelf = Shelf(correction, Correction)
