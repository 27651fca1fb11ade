"""What every kept record has in common, and what every record of the clock has."""

from datetime import datetime
from typing import Final

import msgspec

from uhrwerk.rules.timer import Break, State, Timer, state_of

ANYBODY: Final = "00000000-0000-0000-0000-000000000000"
"""No id is less. Asked for the active records of persons from here on, SQLite takes the index that has no others; asked
for those of a workspace it takes one that has all of them."""


class Kept(msgspec.Struct, frozen=True):
    """A numbered record of a workspace. `version` grows with every change; instants are UTC.

    `deleted_at` marks a deleted one: it stays for the journal's sake and for what refers to it.
    """

    workspace_id: str
    id: str
    number: int
    created_by: str
    created_at: datetime
    updated_by: str
    updated_at: datetime
    version: int
    deleted_at: datetime | None


class Owned(Kept, frozen=True):
    """A record that belongs to a person."""

    person_id: str


class Timed(Owned, frozen=True):
    """A record of the clock: from start to stop, with its breaks.

    `zone` is the IANA zone it was started in. `started_at`, `breaks` and `ended_at` are the effective instants,
    `*_recorded_at` when the server was told. `net_seconds` and `break_seconds` are fixed at stop, None while active.
    `manual` says that it was written down rather than clocked. `warned_at` is when it was noticed that the clock may
    have been forgotten; one that was stopped by itself is `to_confirm` until the person has said that it is right.
    """

    zone: str
    started_at: datetime
    start_recorded_at: datetime
    breaks: tuple[Break, ...]
    ended_at: datetime | None
    end_recorded_at: datetime | None
    net_seconds: int | None
    break_seconds: int | None
    note: str | None
    manual: bool
    warned_at: datetime | None
    to_confirm: bool

    @property
    def timer(self) -> Timer:
        return Timer(self.started_at, self.breaks, self.ended_at)

    @property
    def state(self) -> State:
        return state_of(self.breaks, self.ended_at)
