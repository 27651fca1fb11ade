"""Instants and seconds.

An instant is an aware `datetime` in UTC with microseconds. Lengths are counted in whole microseconds and turned
into seconds once, at the very end.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from uhrwerk.rules.refusals import InstantBeforeLastAct, InstantInFuture, Invalid, Problem

CLOCKS_DIFFER: Final = timedelta(minutes=5)
"""How far a client's clock may run ahead of the server's."""

SAME_ACT: Final = timedelta(seconds=2)
"""Clients that send whole seconds, and acts that overtake each other, may be this far behind the last act."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

EARLIEST: Final = datetime(1970, 1, 2, tzinfo=UTC)
"""No record starts before this: there were no such clocks, and zone arithmetic needs a day of room."""

MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Act:
    """When something was done: `recorded_at` by the server, `claimed_at` by the client, if it says so (both UTC)."""

    recorded_at: datetime
    claimed_at: datetime | None = None


def effective(act: Act, last_act_at: datetime | None) -> datetime:
    """The instant at which an act takes effect (UTC).

    `last_act_at` is the last act of the active record, None where nothing is active. An act timed by the server
    is never before it; a client's instant is taken as it is, up to two seconds before it as that act.

    Raises InstantInFuture, InstantBeforeLastAct, or Invalid for an instant before 1970.
    """
    if act.claimed_at is None:
        return act.recorded_at if last_act_at is None else max(act.recorded_at, last_act_at)
    check_not_in_future(act.claimed_at, act.recorded_at)
    if act.claimed_at < EARLIEST:
        raise Invalid.field("at", "lies before 1970")
    if last_act_at is None or act.claimed_at >= last_act_at:
        return act.claimed_at
    if last_act_at - act.claimed_at <= SAME_ACT:
        return last_act_at
    raise InstantBeforeLastAct(
        Problem("at", f"{act.claimed_at:%Y-%m-%dT%H:%M:%SZ} lies before the last act of the active record")
    )


def check_not_in_future(instant: datetime, now: datetime, field: str = "at") -> None:
    """Raise InstantInFuture if the client's `instant` is more than five minutes ahead of `now`."""
    if instant > now + CLOCKS_DIFFER:
        raise InstantInFuture(Problem(field, f"{instant:%Y-%m-%dT%H:%M:%SZ} lies in the future"))


def microseconds(length: timedelta) -> int:
    """The exact length in whole microseconds."""
    return length // MICROSECOND


def whole_seconds(length_in_microseconds: int) -> int:
    """The nearest whole second; a half goes up. Lengths are never negative."""
    return (length_in_microseconds + 500_000) // 1_000_000
