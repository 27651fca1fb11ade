"""Forgotten clocks: somebody is warned, and a clock that nobody stops is stopped by the workspace's policy.

It goes in two steps: `overdue` reads what there is to do, `see_to` does one thing of it in a transaction of its own,
unless the clock has been moved meanwhile. Two workers at once, or one that ends half way, do no harm.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from uhrwerk.operations import attendance, timers
from uhrwerk.operations.records import changed, write_down
from uhrwerk.operations.settings import Option
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.contract import contract_on
from uhrwerk.rules.day import local_date
from uhrwerk.rules.forgotten import StopPolicy, stops_at, warns_at
from uhrwerk.rules.instants import Act
from uhrwerk.rules.law.case import Punch, shifts_of
from uhrwerk.rules.law.laws import law_in_force
from uhrwerk.rules.timer import Timer
from uhrwerk.storage import attendances, contracts, people, settings, time_entries
from uhrwerk.storage.contracts import Contract
from uhrwerk.storage.people import Person
from uhrwerk.storage.records import Timed
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx

FORGOTTEN_CLOCK: Final = Option(
    "forgotten-clock",
    "What becomes of a clock that nobody stops; one that was stopped by itself waits to be confirmed.",
    {policy.value: policy.value for policy in StopPolicy},
)
WARN_AFTER: Final = Option(
    "forgotten-clock-warning",
    "How long after its start a clock that still runs is warned of.",
    {"10-h": 10, "6-h": 6, "8-h": 8, "9-h": 9, "12-h": 12, "never": 0},
)

WATCH: Final = "00000000-0000-7000-8000-000000000002"
"""Who warns and stops: the watch over forgotten clocks, nobody of the workspace."""

A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """A kind of clock. `touching` finds a person's records with a part between two instants."""

    kind: str
    shelf: Shelf[Any]
    active: Callable[[Tx, str, str], Awaitable[Timed | None]]
    all_active: Callable[[Tx, str], Awaitable[list[Any]]]
    touching: Callable[[Tx, str, str, datetime, datetime], Awaitable[list[Any]]]
    stop: Callable[[Tx, Actor, Act, Person, Any], Awaitable[Timed]]


CLOCKS: Final = tuple(
    Clock(kind, kept.shelf, kept.active, kept.all_active, kept.touching, stop)
    for kind, kept, stop in (
        ("attendance", attendances, attendance.stop_forgotten),
        ("time_entry", time_entries, timers.stop_forgotten),
    )
)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A clock that is to be stopped at an instant (UTC), or (None) warned of."""

    clock: Clock
    record: Timed
    stop_at: datetime | None


@dataclass(frozen=True, slots=True)
class Policies:
    """A workspace's. `people` and their contracts are looked at where the day's limit counts, and empty elsewhere."""

    stop: StopPolicy
    warn_after: timedelta
    people: dict[str, Person]
    contracts: dict[str, list[Contract]]


def watching_actor(workspace_id: str) -> Actor:
    """Who keeps the forgotten clocks of a workspace."""
    return Actor(workspace_id, None, Role.ADMIN, "watch", WATCH, standing_reason="a forgotten clock")


async def overdue(tx: Tx, workspace_id: str, now: datetime) -> list[Overdue]:
    """The workspace's clocks that are to be stopped or warned of by now."""
    active = [(clock, record) for clock in CLOCKS for record in await clock.all_active(tx, workspace_id)]
    if not active:
        return []
    policies = await _policies(tx, workspace_id, min(record.started_at for _, record in active), now)
    found = []
    for clock, record in active:
        stop_at = await _stop_at(tx, policies, clock, record)
        warn_at = warns_at(record.timer, record.warned_at, policies.warn_after)
        if stop_at is not None and stop_at <= now:
            found.append(Overdue(clock, record, stop_at))
        elif warn_at is not None and warn_at <= now:
            found.append(Overdue(clock, record, None))
    return found


async def see_to(tx: Tx, now: datetime, due: Overdue) -> Timed | None:
    """Stop the clock, or warn of it; None where it has been moved since it was looked at."""
    workspace_id, person_id = due.record.workspace_id, due.record.person_id
    await tx.lock(workspace_id, person_id)
    record = await due.clock.active(tx, workspace_id, person_id)
    if record is None or (record.id, record.version) != (due.record.id, due.record.version):
        return None
    actor = watching_actor(workspace_id)
    if due.stop_at is None:
        after = changed(record, actor, now, warned_at=now)
        await due.clock.shelf.change(tx, record, after)
        await write_down(tx, actor, now, f"{due.clock.kind}.warned", record, after, subject_id=person_id)
        return after
    person = await people.shelf.get(tx, workspace_id, person_id)
    assert person is not None
    return await due.clock.stop(tx, actor, Act(now, due.stop_at), person, record)


async def _policies(tx: Tx, workspace_id: str, since: datetime, now: datetime) -> Policies:
    """`since` is the earliest start of a clock: the contract of the day counts on which its shift began."""
    kept = await settings.all_of(tx, workspace_id)
    stop, warn_after = StopPolicy(FORGOTTEN_CLOCK.of(kept)), timedelta(hours=WARN_AFTER.of(kept))
    if stop is not StopPolicy.AT_DAY_LIMIT:
        return Policies(stop, warn_after, {}, {})
    agreed: dict[str, list[Contract]] = {}
    # The shift may have begun on the day before, and that is a local one.
    for each in await contracts.in_force(tx, workspace_id, (since - 2 * A_DAY).date(), (now + A_DAY).date()):
        agreed.setdefault(each.person_id, []).append(each)
    everybody = {person.id: person for person in await people.every(tx, workspace_id)}
    return Policies(stop, warn_after, everybody, agreed)


async def _stop_at(tx: Tx, policies: Policies, clock: Clock, record: Timed) -> datetime | None:
    person = policies.people.get(record.person_id)
    left = None
    if person is not None:
        left = await _seconds_left(tx, clock, record, person, policies.contracts.get(person.id, []))
    return stops_at(policies.stop, record.timer, record.start_recorded_at, left)


async def _seconds_left(tx: Tx, clock: Clock, record: Timed, person: Person, agreed: list[Contract]) -> int:
    """What the law's longest day left for the record as it began: the shift may have had others before."""
    begun = record.started_at
    earlier = await clock.touching(tx, record.workspace_id, record.person_id, begun - A_DAY, begun)
    punches = [Punch(record.id, Timer(begun)), *(Punch(each.id, each.timer) for each in earlier)]
    shift = next(each for each in shifts_of(punches, person.zones, begun) if record.id in each.ids)
    day = local_date(shift.started_at, person.zones)
    law = law_in_force(contract_on(agreed, day))
    return max(0, law.daily_most(person.birth_date, day) - shift.worked_seconds)
