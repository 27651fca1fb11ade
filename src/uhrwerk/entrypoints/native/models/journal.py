"""The journal's entries."""

from datetime import datetime
from typing import Any

import msgspec

from uhrwerk.entrypoints.native.models.values import same
from uhrwerk.storage.journal import JournalRow


class JournalEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change: who, through which face, when recorded and when effective, the members before and after.

    `payload` is null where it has been erased, and of others' private tasks; the seals of the chain hold all the same.
    """

    sequence: int
    subject_id: str
    recorded_at: datetime
    effective_at: datetime
    actor_id: str
    face: str
    act: str
    record_kind: str
    record_id: str
    payload: dict[str, Any] | None
    seal: str


def journal_entry(row: JournalRow) -> JournalEntry:
    payload = None if row.payload is None else msgspec.json.decode(row.payload)
    return JournalEntry(**same(row, JournalEntry, payload=payload))
