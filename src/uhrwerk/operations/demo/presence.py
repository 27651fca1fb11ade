"""Who is at work in the demo right now."""

from datetime import datetime, timedelta
from typing import Final

from uhrwerk.operations import attendance, locks, timers
from uhrwerk.operations.demo import cast
from uhrwerk.operations.demo.build import Made
from uhrwerk.operations.demo.cast import Presence
from uhrwerk.operations.purposes import Purpose
from uhrwerk.rules.instants import Act
from uhrwerk.rules.lock import PeriodLocked
from uhrwerk.storage import attendances, time_entries
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

STALE: Final = timedelta(hours=10)
"""A demo clock that has not been moved for longer is stopped and started anew."""

SINCE: Final = timedelta(hours=1, minutes=17)
BREAK_SINCE: Final = timedelta(minutes=8)


async def settle(tx: Tx, made: Made, person: Person, now: datetime) -> None:
    """The person is where the plan has them; the one of the vendors' examples is idle, so that their calls work as
    printed.
    """
    plan = next(each for each in made.plan.people if each.username == person.username)
    if plan.now is not None:
        await _be_there(tx, made, person, plan.now, now)
    elif plan.username == cast.EXAMPLE_PERSON and await _is_open(tx, person, now, now):
        if await time_entries.active(tx, person.workspace_id, person.id):
            await timers.stop(tx, made.actor, Act(now), person.id)
        await attendance.clock_out(tx, made.actor, Act(now), person.id)


async def go_home(tx: Tx, made: Made, person: Person, now: datetime) -> None:
    """Who was left at work by the demo itself went home an hour after the last act, some hours ago."""
    entry = await time_entries.active(tx, person.workspace_id, person.id)
    present = await attendances.active(tx, person.workspace_id, person.id)
    acts = [each.timer.last_act_at for each in (entry, present) if each is not None]
    if person.username not in made.present or not acts or now - max(acts) < STALE:
        return
    at = max(acts) + timedelta(hours=1)
    if not await _is_open(tx, person, at, now):
        at = now
    if not await _is_open(tx, person, at, now):
        return
    if entry is not None:
        await timers.stop(tx, made.actor, Act(now, at), person.id)
    if present is not None:
        await attendance.clock_out(tx, made.actor, Act(now, at), person.id)


async def _be_there(tx: Tx, made: Made, person: Person, presence: Presence, now: datetime) -> None:
    """At work for an hour or so, but not before what this person did last."""
    entry = await time_entries.active(tx, person.workspace_id, person.id)
    present = await attendances.active(tx, person.workspace_id, person.id)
    if entry is not None or (present is not None and presence is not Presence.RUNS):
        return
    since = now - SINCE
    for last in (
        await time_entries.last_clocked(tx, person.workspace_id, person.id),
        present or await attendances.last_clocked(tx, person.workspace_id, person.id),
    ):
        since = max(since, last.timer.last_act_at) if last else since
    if not await _is_open(tx, person, since, now):
        return
    await attendance.clock_in(tx, made.actor, Act(now, since), person.id)
    if presence is Presence.ON_BREAK:
        await attendance.start_break(tx, made.actor, Act(now, max(since, now - BREAK_SINCE)), person.id)
    if presence is Presence.RUNS:
        purpose = Purpose(task_id=made.example_task.id, note=cast.NOTES[0])
        await timers.start(tx, made.actor, Act(now, min(now, since + timedelta(minutes=4))), person.id, purpose)


async def _is_open(tx: Tx, person: Person, instant: datetime, now: datetime) -> bool:
    try:
        await locks.check_instant(tx, person, instant, now)
    except PeriodLocked:
        return False
    return True
