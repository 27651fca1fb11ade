"""What time entries and attendances have in common: the timer's verbs on a kept record."""

from collections.abc import Callable
from typing import Any, TypeVar

from uhrwerk.operations.records import changed, write_down
from uhrwerk.rules.access import Actor
from uhrwerk.rules.day import utc_offset
from uhrwerk.rules.instants import Act
from uhrwerk.rules.timer import Timer, break_seconds, net_seconds
from uhrwerk.storage.records import Timed
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx

R = TypeVar("R", bound=Timed)


def started(timer: Timer, act: Act, zone: str, person_id: str) -> dict[str, Any]:
    """The clock's members of a record just started. `zone` is the IANA zone it is started in."""
    return {
        "person_id": person_id,
        "zone": zone,
        "started_at": timer.started_at,
        "start_recorded_at": act.recorded_at,
        "breaks": timer.breaks,
        "ended_at": None,
        "end_recorded_at": None,
        "net_seconds": None,
        "break_seconds": None,
        "manual": False,
        "warned_at": None,
        "to_confirm": False,
    }


def moved(
    actor: Actor,
    act: Act,
    record: R,
    verb: Callable[[Timer, Act], Timer],
    further: Callable[[Timer], dict[str, Any]],
) -> R:
    """The record as the verb leaves it. One that changes nothing gives the very record.

    `further` are members that change along with the timer; the seconds are fixed when it has stopped. Raises what the
    verb raises.
    """
    before = record.timer
    timer = verb(before, act)
    if timer is before:
        return record
    return changed(
        record,
        actor,
        act.recorded_at,
        started_at=timer.started_at,
        breaks=timer.breaks,
        ended_at=timer.ended_at,
        end_recorded_at=act.recorded_at if timer.ended_at is not None else None,
        **fixed_seconds(timer),
        **further(timer),
    )


async def keep_moved(tx: Tx, actor: Actor, act: Act, shelf: Shelf[R], before: R, after: R, name: str) -> None:
    """Save what a verb has made of the record, and journal it as `name`."""
    await shelf.change(tx, before, after)
    at, effective_at = act.recorded_at, after.timer.last_act_at
    await write_down(tx, actor, at, name, before, after, subject_id=before.person_id, effective_at=effective_at)


def offsets(zone: str, timer: Timer) -> dict[str, Any]:
    """The wall clock's seconds ahead of UTC at start and end, in the record's zone."""
    return {
        "start_offset": utc_offset(zone, timer.started_at),
        "end_offset": None if timer.ended_at is None else utc_offset(zone, timer.ended_at),
    }


def fixed_seconds(timer: Timer) -> dict[str, Any]:
    """Net and break seconds of a stopped timer; None of an active one."""
    if timer.ended_at is None:
        return {"net_seconds": None, "break_seconds": None}
    return {
        "net_seconds": net_seconds(timer, timer.ended_at),
        "break_seconds": break_seconds(timer, timer.ended_at),
    }
