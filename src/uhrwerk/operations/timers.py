"""The timer of project time: start, continue, pause, resume, stop, switch, discard.

A person has at most one active entry. A start stops what runs, at the very instant the new entry begins.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from uhrwerk.operations import locks, people, purposes, rollups
from uhrwerk.operations import time_entries as entries
from uhrwerk.operations.clock import keep_moved, moved, offsets, started
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.records import changed, check_version, new_record, write_down
from uhrwerk.rules import timer as rule
from uhrwerk.rules.access import Actor, check_says_why
from uhrwerk.rules.day import zone as known_zone
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import NothingRunning
from uhrwerk.rules.timer import Timer
from uhrwerk.storage import time_entries
from uhrwerk.storage.people import Person
from uhrwerk.storage.people import shelf as staff
from uhrwerk.storage.store import Lookup, Tx
from uhrwerk.storage.time_entries import TimeEntry


async def current(tx: Tx, actor: Actor, person_id: str) -> TimeEntry | None:
    """The running or paused entry. Raises NotFound for a person whose time the actor may not read."""
    await people.check_readable(tx, actor, person_id)
    return await time_entries.active(tx, actor.workspace_id, person_id)


async def last_clocked(tx: Tx, actor: Actor, person_id: str) -> TimeEntry | None:
    """The active entry, else the one that was clocked last."""
    active = await current(tx, actor, person_id)
    return active or await time_entries.last_clocked(tx, actor.workspace_id, person_id)


async def last_started(tx: Tx, actor: Actor, person_id: str, now: datetime) -> TimeEntry | None:
    """The active entry, else the one with the latest start that is not in the future."""
    active = await current(tx, actor, person_id)
    return active or await time_entries.last_started(tx, actor.workspace_id, person_id, now)


async def start(tx: Tx, actor: Actor, act: Act, person_id: str, purpose: Purpose, zone: str | None = None) -> TimeEntry:
    """Start an entry; what runs is stopped. `zone` (IANA) is the client's, else the person's at that instant.

    Raises NotFound, NotAllowed, Invalid (among them InstantInFuture and InstantBeforeLastAct).
    """
    await tx.lock(actor.workspace_id, person_id)
    await tx.ahead(*_lookups(actor, act, person_id), *purposes.lookups(actor.workspace_id, purpose))
    person = await people.to_track(tx, actor, person_id)
    people.check_active(person)
    members = await purposes.resolve(tx, actor, purpose)
    if zone is not None:
        known_zone(zone)
    running = await time_entries.active(tx, actor.workspace_id, person_id)
    if running is None:
        timer = rule.start(act)
        await locks.check_act(tx, person, act, timer.started_at)
    else:
        stopped = await _move(tx, actor, act, person, running, rule.stop, "time_entry.stopped")
        assert stopped.ended_at is not None
        timer = Timer(stopped.ended_at)
    zone = zone or person.zones.at(timer.started_at).key
    entry = TimeEntry(
        **await new_record(tx, actor, act.recorded_at),
        **started(timer, act, zone, person_id),
        **offsets(zone, timer),
        **members,
    )
    await time_entries.shelf.add(tx, entry)
    await write_down(
        tx,
        actor,
        act.recorded_at,
        "time_entry.started",
        None,
        entry,
        subject_id=person_id,
        effective_at=timer.started_at,
    )
    return entry


async def continue_(tx: Tx, actor: Actor, act: Act, entry_id: str) -> TimeEntry:
    """Start a new entry for what an old one was for. Raises as `time_entries.get` and `start` do."""
    old = await entries.get(tx, actor, entry_id)
    purpose = Purpose(old.project_id, old.task_id, old.type_of_work_id, old.note, old.billable)
    return await start(tx, actor, act, old.person_id, purpose)


async def pause(tx: Tx, actor: Actor, act: Act, person_id: str) -> TimeEntry:
    """Begin a break; paused already: unchanged. Raises NothingRunning, NotFound, NotAllowed, Invalid."""
    return await _act(tx, actor, act, person_id, rule.pause, "time_entry.paused")


async def resume(tx: Tx, actor: Actor, act: Act, person_id: str) -> TimeEntry:
    """End the break; running already: unchanged. Raises NothingRunning, NotFound, NotAllowed, Invalid."""
    return await _act(tx, actor, act, person_id, rule.resume, "time_entry.resumed")


async def stop(tx: Tx, actor: Actor, act: Act, person_id: str) -> TimeEntry:
    """Stop the entry and fix its seconds. Raises NothingRunning, NotFound, NotAllowed, Invalid."""
    return await _act(tx, actor, act, person_id, rule.stop, "time_entry.stopped")


async def stop_forgotten(tx: Tx, actor: Actor, act: Act, person: Person, entry: TimeEntry) -> TimeEntry:
    """Stop an entry that was forgotten; it is to be confirmed. A lock of the day does not keep the clock running."""
    return await _move(tx, actor, act, person, entry, rule.stop, "time_entry.stopped_by_policy", to_confirm=True)


async def switch(
    tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any], version: int | None = None
) -> TimeEntry:
    """Change what the active entry is for, while it runs. Raises as `time_entries.change` does, or NothingRunning."""
    await tx.lock(actor.workspace_id, person_id)
    _, entry = await _active(tx, actor, person_id)
    return await entries.change(tx, actor, now, entry.id, members, version)


async def discard(tx: Tx, actor: Actor, now: datetime, person_id: str, version: int | None = None) -> TimeEntry:
    """Throw the active entry away, as if it had never been started; the journal keeps it.

    Raises as `time_entries.delete` does, or NothingRunning.
    """
    await tx.lock(actor.workspace_id, person_id)
    person, entry = await _active(tx, actor, person_id)
    check_says_why(actor, person_id)
    check_version(entry, version)
    await locks.check_timers(tx, person, now, [entry.timer])
    discarded = changed(entry, actor, now, deleted_at=now)
    await time_entries.shelf.change(tx, entry, discarded)
    await write_down(tx, actor, now, "time_entry.discarded", entry, discarded, subject_id=person_id)
    return discarded


def _lookups(actor: Actor, act: Act, person_id: str) -> list[Lookup]:
    """What every verb is going to ask."""
    return [
        staff.lookup(actor.workspace_id, person_id),
        time_entries.lookup_active(actor.workspace_id, person_id),
        locks.lookup(actor.workspace_id, person_id, act),
    ]


async def _active(tx: Tx, actor: Actor, person_id: str) -> tuple[Person, TimeEntry]:
    person = await people.to_track(tx, actor, person_id)
    entry = await time_entries.active(tx, actor.workspace_id, person_id)
    if entry is None:
        raise NothingRunning
    return person, entry


async def _act(
    tx: Tx, actor: Actor, act: Act, person_id: str, verb: Callable[[Timer, Act], Timer], name: str
) -> TimeEntry:
    await tx.lock(actor.workspace_id, person_id)
    await tx.ahead(*_lookups(actor, act, person_id))
    person, entry = await _active(tx, actor, person_id)
    return await _move(tx, actor, act, person, entry, verb, name)


async def _move(
    tx: Tx,
    actor: Actor,
    act: Act,
    person: Person,
    entry: TimeEntry,
    verb: Callable[[Timer, Act], Timer],
    name: str,
    **members: Any,
) -> TimeEntry:
    after = moved(actor, act, entry, verb, lambda timer: offsets(entry.zone, timer) | members)
    if after is not entry:
        if not after.to_confirm:
            await locks.check_act(tx, person, act, after.timer.last_act_at)
        await keep_moved(tx, actor, act, time_entries.shelf, entry, after, name)
        await rollups.count(tx, person, None, after)
    return after
