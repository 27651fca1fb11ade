"""The journal's entries."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import ENTRY, PERSON, Examples
from uhrwerk.entrypoints.native.models import journal as models

EXAMPLES: Final[Examples] = {
    models.JournalEntry: {
        "sequence": 42,
        "subject_id": PERSON,
        "recorded_at": "2026-11-20T11:00:00.348812Z",
        "effective_at": "2026-11-20T11:00:00Z",
        "actor_id": PERSON,
        "face": "native",
        "act": "time_entry.stopped",
        "record_kind": "time_entry",
        "record_id": ENTRY,
        "payload": {
            "before": {"ended_at": None, "net_seconds": None, "version": 3},
            "after": {"ended_at": "2026-11-20T11:00:00Z", "net_seconds": 8100, "version": 4},
        },
        "seal": "5a0c1f4b9c0d4e6b8f3f4c1b7a2d9e6f1c3b5a7d9e8f0a2b4c6d8e0f1a3b5c7d",
    },
}
