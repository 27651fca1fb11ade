"""Working time: the call that starts, stops and reads it."""

from datetime import datetime
from typing import Any, Final

from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.vendors.onoffice import wire
from uhrwerk.entrypoints.vendors.onoffice.auth import APP_SWITCH, MODULE
from uhrwerk.entrypoints.vendors.onoffice.errors import ActionFailed, Code
from uhrwerk.entrypoints.vendors.onoffice.wire import Action
from uhrwerk.operations import attendance, work_time
from uhrwerk.operations.authentication import Guest
from uhrwerk.rules.instants import Act
from uhrwerk.rules.timer import State
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.store import Tx

_TRACK: Final = {"1": True, "true": True, "0": False, "false": False}


async def timetracking(house: House, guest: Guest, action: Action, now: datetime) -> wire.Data:
    """`modify` `timetracking`: start, stop or read today's working time of the token's person."""
    if not MODULE.of(guest.settings):
        return wire.one_record({"worktimeActive": False})
    track = _track(action.parameters)
    if track is not None and not APP_SWITCH.of(guest.settings):
        raise ActionFailed(Code.NO_PERMISSION_TO_MODIFY)
    person = guest.person
    if person is None:
        raise ActionFailed(Code.ACCESS_VIOLATION)

    async def act(tx: Tx) -> wire.Data:
        record: Attendance | None
        if track is None:
            record = await attendance.current(tx, guest.actor, person.id)
        elif track:
            record = await attendance.clock_in(tx, guest.actor, Act(now), person.id)
        else:
            record = await attendance.clock_out(tx, guest.actor, Act(now), person.id)
        active = None if record is None or record.ended_at is not None else record
        today = await work_time.today(tx, person, now, active)
        return wire.one_record(
            {
                "worktimeActive": True,
                "worktime": wire.clock_time(today.worked_seconds),
                "breaktime": wire.clock_time(today.break_seconds),
                "currentlytracking": active is not None and active.state is State.RUNNING,
                "targetTimeToday": wire.clock_time(today.due_seconds),
            }
        )

    return await (house.store.read(act) if track is None else house.store.write(act))


def _track(parameters: dict[str, Any]) -> bool | None:
    """True starts, False stops, None (left out) only reads. Raises ActionFailed."""
    value = parameters.get("track")
    if value is None or isinstance(value, bool):
        return value
    if not isinstance(value, int | str):
        raise ActionFailed(Code.TYPE_WRONG, "track")
    wanted = _TRACK.get(str(value).strip().lower())
    if wanted is None:
        raise ActionFailed(Code.VALUE_INVALID, "track")
    return wanted
