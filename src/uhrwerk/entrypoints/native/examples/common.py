"""What the examples share: the ids of one morning's records, and the members that every kept record has."""

from typing import Any, Final

import msgspec

Examples = dict[type[msgspec.Struct], dict[str, Any]]

PERSON: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e11"
CLIENT: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e22"
PROJECT: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e33"
TASK: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e44"
TYPE_OF_WORK: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e55"
WORKSPACE: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e66"
ENTRY: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e77"
ATTENDANCE: Final = "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e88"

KEPT: Final = {
    "number": 17,
    "created_at": "2026-11-02T07:00:00Z",
    "updated_at": "2026-11-02T07:00:00Z",
    "version": 1,
}
NOTE: Final = "First draft of the sitemap"
