"""At the door: recognise somebody, let them punch, and keep what came of it.

A wrong PIN is counted, so it must not end the transaction: who is not recognised is a refusal that is returned.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final, TypeVar

import msgspec

from uhrwerk.operations import attendance, kiosks, people, work_time
from uhrwerk.rules.access import KEEPS_PROJECTS, Actor, check_may_change
from uhrwerk.rules.instants import Act
from uhrwerk.rules.kiosk import Punch, Way, check_punched_at, sensible
from uhrwerk.rules.pins import (
    OF_DEVICE,
    OF_PERSON,
    Failures,
    NotRecognised,
    TooManyAttempts,
    failed,
    recovered,
    shut_until,
)
from uhrwerk.rules.refusals import KeyReused, NotAllowed, NotFound, Refusal
from uhrwerk.rules.timer import State
from uhrwerk.storage import attendances
from uhrwerk.storage import kiosks as kept
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.kiosks import BOOKED, REFUSED, UNCHANGED, Badge, Kiosk, KioskPunch, Pin
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

KEPT_FOR: Final = timedelta(days=90)
"""How long what came of a punch is kept, but for what nobody has seen to."""

K = TypeVar("K", Kiosk, Pin)


@dataclass(frozen=True, slots=True)
class Face:
    """What everybody at the door may see of somebody: `state` is None for who is out."""

    person: Person
    state: State | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody who has been recognised sees of themself. Instants are UTC, seconds those of their local day.

    `since` is when they came, `on_break_since` when their break began.
    """

    person: Person
    state: State | None
    since: datetime | None
    on_break_since: datetime | None
    worked_seconds: int
    break_seconds: int
    acts: tuple[Punch, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A punch: the tablet's id of it, what and, where it was made offline, when (UTC)."""

    id: str
    act: Punch
    at: datetime | None = None


async def faces(tx: Tx, kiosk: Kiosk) -> list[Face]:
    """Who can choose themself on the tablet, by name: whom it serves and who has a PIN."""
    if Way.PIN not in kiosk.ways:
        return []
    with_pin = {pin.person_id for pin in await kept.every_pin(tx, kiosk.workspace_id)}
    there = {each.person_id: each.state for each in await attendances.all_active(tx, kiosk.workspace_id)}
    everybody = await kept.served(tx, kiosk.workspace_id, kiosk.teams)
    return [Face(each, there.get(each.id)) for each in everybody if each.id in with_pin]


async def by_pin(tx: Tx, kiosk: Kiosk, now: datetime, person_id: str, secret_hash: str) -> Person | Refusal:
    """Whoever has that PIN: NotRecognised for a wrong one, TooManyAttempts."""
    await tx.lock(kiosk.workspace_id, kiosk.id, person_id)
    kiosk = await _again(tx, kiosk)
    shut = shut_until(kiosk.wrong, OF_DEVICE, now)
    if shut is not None:
        return TooManyAttempts(shut)
    person = await served(tx, kiosk, person_id)
    pin = await kept.pin_of(tx, kiosk.workspace_id, person_id)
    if person is None or pin is None or Way.PIN not in kiosk.ways:
        return await _unknown(tx, kiosk, now)
    shut = shut_until(pin.wrong, OF_PERSON, now)
    if shut is not None:
        return TooManyAttempts(shut)
    if not compare_digest(pin.secret_hash, secret_hash):
        await kept.pins.change(tx, pin, _with(pin, failed(pin.wrong, OF_PERSON, now)))
        return await _unknown(tx, kiosk, now)
    if pin.failures:
        await kept.pins.change(tx, pin, _with(pin, Failures()))
    await _known(tx, kiosk)
    return person


async def by_badge(tx: Tx, kiosk: Kiosk, now: datetime, secret_hash: str) -> Person | Refusal:
    """Whose badge or code it is: NotRecognised for nobody's, TooManyAttempts."""
    await tx.lock(kiosk.workspace_id, kiosk.id)
    kiosk = await _again(tx, kiosk)
    shut = shut_until(kiosk.wrong, OF_DEVICE, now)
    if shut is not None:
        return TooManyAttempts(shut)
    badge = await kept.badge_by_hash(tx, kiosk.workspace_id, secret_hash)
    person = await _owner(tx, kiosk, badge)
    if person is None:
        return await _unknown(tx, kiosk, now)
    await _known(tx, kiosk)
    return person


async def served(tx: Tx, kiosk: Kiosk, person_id: str) -> Person | None:
    """The person, if they may punch at the kiosk."""
    return await kept.served_one(tx, kiosk.workspace_id, kiosk.teams, person_id)


async def standing(tx: Tx, kiosk: Kiosk, now: datetime, person: Person) -> Standing:
    """How it stands with somebody who has been recognised."""
    active = await attendances.active(tx, kiosk.workspace_id, person.id)
    today = await work_time.today(tx, person, now, active)
    state = None if active is None else active.state
    on_break = active.timer.breaks[-1].started_at if active is not None and state is State.PAUSED else None
    since = None if active is None else active.started_at
    return Standing(person, state, since, on_break, today.worked_seconds, today.break_seconds, sensible(state))


async def punch(tx: Tx, kiosk: Kiosk, now: datetime, person: Person, wanted: Wanted) -> KioskPunch:
    """Punch for somebody who has been recognised. What is sent again acts once.

    Raises KeyReused for another punch under the same id, and what the verbs of attendance refuse.
    """
    await tx.lock(kiosk.workspace_id, kiosk.id, person.id)
    before = await earlier(tx, kiosk, wanted)
    if before is not None:
        return before
    if wanted.at is not None:
        check_punched_at(wanted.at, now)
    was = await attendances.active(tx, kiosk.workspace_id, person.id)
    act = Act(now, wanted.at)
    became = await _VERBS[wanted.act](tx, kiosks.at(kiosk, person.id), act, person.id)
    unchanged = was is None if became is None else was is not None and became.version == was.version
    record = _record(kiosk, now, wanted, person.id, UNCHANGED if unchanged else BOOKED)
    await kept.add_punch(tx, record)
    return record


async def refuse(
    tx: Tx, kiosk: Kiosk, now: datetime, person: Person | None, wanted: Wanted, refusal: Refusal
) -> KioskPunch:
    """Keep a punch that was made offline and refused when it arrived, for somebody to see to."""
    await tx.lock(kiosk.workspace_id, kiosk.id)
    before = await earlier(tx, kiosk, wanted)
    if before is not None:
        return before
    record = msgspec.structs.replace(
        _record(kiosk, now, wanted, person.id if person else None, REFUSED),
        refusal=refusal.key,
        message=refusal.message,
    )
    await kept.add_punch(tx, record)
    return record


async def earlier(tx: Tx, kiosk: Kiosk, wanted: Wanted) -> KioskPunch | None:
    """What came of the punch when it was sent before. Raises KeyReused if it was another."""
    found = await kept.punch(tx, kiosk.workspace_id, wanted.id)
    if found is not None and (found.kiosk_id, found.act) != (kiosk.id, wanted.act):
        raise KeyReused("Another punch came with this id before.")
    return found


async def unsettled(tx: Tx, actor: Actor) -> list[KioskPunch]:
    """Punches made offline that came to nothing, as far as they are of people whose time the actor may read.

    Those of nobody are for admins and auditors.
    """
    found = await kept.unsettled(tx, actor.workspace_id)
    return [each for each in found if await _may_see(tx, actor, each)]


async def of_kiosk(tx: Tx, actor: Actor, kiosk_id: str) -> list[KioskPunch]:
    """The kiosk's last 50 punches, newest first. Raises NotFound."""
    await kiosks.KIOSKS.get(tx, actor, kiosk_id)
    return await kept.newest(tx, actor.workspace_id, kiosk_id)


async def settle(tx: Tx, actor: Actor, now: datetime, id: str) -> None:
    """Say that one has been seen to: by an admin or a lead of the person's team. Raises NotFound, NotAllowed."""
    check_may_change(actor)
    found = await kept.punch(tx, actor.workspace_id, id)
    if found is None or not await _may_see(tx, actor, found):
        raise NotFound("punch")
    if actor.role not in KEEPS_PROJECTS:
        raise NotAllowed("An admin or a lead sees to this.")
    await tx.lock(actor.workspace_id, found.kiosk_id)
    if found.settled_at is None:
        await kept.settle(tx, found, actor.id, now)


async def forget_old(tx: Tx, now: datetime) -> int:
    """Drop what is older than 90 days and needs nobody's look; how many there were."""
    return await kept.forget(tx, now - KEPT_FOR)


async def _may_see(tx: Tx, actor: Actor, each: KioskPunch) -> bool:
    if each.person_id is None:
        return actor.reads_all
    return await people.may_read(tx, actor, each.person_id)


def _record(kiosk: Kiosk, now: datetime, wanted: Wanted, person_id: str | None, outcome: str) -> KioskPunch:
    return KioskPunch(
        workspace_id=kiosk.workspace_id,
        id=wanted.id,
        kiosk_id=kiosk.id,
        person_id=person_id,
        act=wanted.act.value,
        at=wanted.at or now,
        recorded_at=now,
        queued=wanted.at is not None,
        outcome=outcome,
    )


async def _owner(tx: Tx, kiosk: Kiosk, badge: Badge | None) -> Person | None:
    if badge is None or badge.kind not in kiosk.ways:
        return None
    return await served(tx, kiosk, badge.person_id)


async def _again(tx: Tx, kiosk: Kiosk) -> Kiosk:
    """The kiosk as it is now that it is held."""
    found = await kept.shelf.get(tx, kiosk.workspace_id, kiosk.id)
    assert found is not None
    return found


async def _unknown(tx: Tx, kiosk: Kiosk, now: datetime) -> Refusal:
    await kept.shelf.change(tx, kiosk, _with(kiosk, failed(kiosk.wrong, OF_DEVICE, now)))
    return NotRecognised("This is nobody's PIN, code or badge here.")


async def _known(tx: Tx, kiosk: Kiosk) -> None:
    if kiosk.failures:
        await kept.shelf.change(tx, kiosk, _with(kiosk, recovered(kiosk.wrong)))


def _with(record: K, failures: Failures) -> K:
    return msgspec.structs.replace(record, failures=failures.count, failed_at=failures.last_at)


_VERBS: Final[dict[Punch, Callable[[Tx, Actor, Act, str], Awaitable[Attendance | None]]]] = {
    Punch.COME: attendance.clock_in,
    Punch.BREAK: attendance.start_break,
    Punch.BACK: attendance.end_break,
    Punch.GO: attendance.clock_out,
}
