"""Weeks of work for the demo's people, day by day, up to now."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from uhrwerk.operations import attendance, timers
from uhrwerk.operations.demo import cast
from uhrwerk.operations.demo.build import Made
from uhrwerk.operations.purposes import Purpose
from uhrwerk.rules.access import Actor
from uhrwerk.rules.day import day_bounds, local_date
from uhrwerk.rules.instants import Act
from uhrwerk.storage import attendances, time_entries
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

DAYS: Final = 24
"""How far back the history goes."""

SATURDAY: Final = 5
STALE: Final = timedelta(hours=10)
"""A demo timer that has run for longer is stopped and started anew."""


async def live(tx: Tx, made: Made, person: Person, now: datetime) -> None:
    """Work on every working day up to yesterday that has none yet."""
    await _stop_stale(tx, made, person, now)
    if await time_entries.active(tx, person.workspace_id, person.id) or await attendances.active(
        tx, person.workspace_id, person.id
    ):
        # Somebody is trying the demo out with this person: their clock is left alone.
        return
    today = local_date(now, person.zones)
    for ago in range(DAYS, 0, -1):
        day = today - timedelta(days=ago)
        begin, end = day_bounds(day, person.zones)
        worked = await attendances.touching(tx, person.workspace_id, person.id, begin, end)
        if day.weekday() < SATURDAY and not worked:
            await _work(tx, made, person, day)


async def _work(tx: Tx, made: Made, person: Person, day: date) -> None:
    """A day: in, some entries, lunch, some more, out. The same for a person and day whenever it is made."""
    chance = Random(f"{person.username} {day}")  # noqa: S311 (a demo's dice, no secret)
    actor = Actor(person.workspace_id, person.id, made.actor.role, "web", person.id)
    begin, _ = day_bounds(day, person.zones)
    at = begin + timedelta(hours=8, minutes=chance.randrange(15, 75), seconds=chance.randrange(60))
    await attendance.clock_in(tx, actor, Act(at), person.id)
    at += timedelta(seconds=chance.randrange(20, 300))
    for _ in range(chance.choice((1, 2))):
        at = await _entry(tx, made, actor, person, at, chance)
    lunch = timedelta(minutes=chance.randrange(30, 60), seconds=chance.randrange(60))
    await attendance.start_break(tx, actor, Act(at), person.id)
    at += lunch
    await attendance.end_break(tx, actor, Act(at), person.id)
    for _ in range(chance.choice((1, 2, 2))):
        at = await _entry(tx, made, actor, person, at, chance)
    await attendance.clock_out(tx, actor, Act(at + timedelta(seconds=chance.randrange(10, 240))), person.id)


async def _entry(tx: Tx, made: Made, actor: Actor, person: Person, at: datetime, chance: Random) -> datetime:
    """One entry from `at` on, now and then with a break; when it ends."""
    own = [task for task in made.tasks if person.id in task.assignees]
    task = chance.choice(own or made.tasks)
    await timers.start(tx, actor, Act(at), person.id, Purpose(task_id=task.id, note=chance.choice(cast.NOTES)))
    at += timedelta(minutes=chance.randrange(50, 130), seconds=chance.randrange(60))
    if chance.random() < 0.2:
        await timers.pause(tx, actor, Act(at), person.id)
        at += timedelta(minutes=chance.randrange(5, 15))
        await timers.resume(tx, actor, Act(at), person.id)
        at += timedelta(minutes=chance.randrange(10, 40))
    await timers.stop(tx, actor, Act(at), person.id)
    return at


async def settle(tx: Tx, made: Made, now: datetime) -> None:
    """Who runs in the plan runs; the person of the vendors' examples is idle, so that their calls work as printed."""
    for plan, person in zip(made.plan.people, made.people, strict=True):
        if plan.runs:
            await _keep_running(tx, made, person, now)
        elif plan.username == cast.EXAMPLE_PERSON:
            if await time_entries.active(tx, person.workspace_id, person.id):
                await timers.stop(tx, made.actor, Act(now), person.id)
            await attendance.clock_out(tx, made.actor, Act(now), person.id)


async def _stop_stale(tx: Tx, made: Made, person: Person, now: datetime) -> None:
    """Who is left running by the demo itself went home an hour after the last act, some hours ago."""
    active = await time_entries.active(tx, person.workspace_id, person.id)
    if person.username not in made.runners or active is None or now - active.timer.last_act_at < STALE:
        return
    at = active.timer.last_act_at + timedelta(hours=1)
    await timers.stop(tx, made.actor, Act(now, at), person.id)
    present = await attendances.active(tx, person.workspace_id, person.id)
    if present is not None:
        await attendance.clock_out(tx, made.actor, Act(now, max(at, present.timer.last_act_at)), person.id)


async def _keep_running(tx: Tx, made: Made, person: Person, now: datetime) -> None:
    """A timer for an hour or so, but not before what this person did last."""
    if await time_entries.active(tx, person.workspace_id, person.id):
        return
    since = now - timedelta(hours=1, minutes=17)
    for last in (
        await time_entries.last_clocked(tx, person.workspace_id, person.id),
        await attendances.active(tx, person.workspace_id, person.id)
        or await attendances.last_clocked(tx, person.workspace_id, person.id),
    ):
        since = max(since, last.timer.last_act_at) if last else since
    await attendance.clock_in(tx, made.actor, Act(now, since), person.id)
    purpose = Purpose(task_id=made.example_task.id, note=cast.NOTES[0])
    await timers.start(tx, made.actor, Act(now, min(now, since + timedelta(minutes=4))), person.id, purpose)
