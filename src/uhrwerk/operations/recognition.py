"""How people are recognised at kiosks: a PIN, badges, a QR code of one's own.

Kept as keyed hashes, which the faces make: operations never see a PIN or what a badge says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from uhrwerk.operations import people
from uhrwerk.operations.records import changed, new_id, new_record, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, check_is_admin, check_may_act_for, check_reads_all
from uhrwerk.rules.refusals import AlreadyTaken, NotFound, Problem, TooMany
from uhrwerk.storage import kiosks
from uhrwerk.storage.kiosks import Badge, Pin
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

CODE: Final = "code"
BADGE: Final = "badge"

MOST_BADGES: Final = 10
"""A person's."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """By what somebody can be recognised; `pin` is None where they have none."""

    person: Person
    pin: Pin | None
    badges: tuple[Badge, ...]


async def everybody(tx: Tx, actor: Actor) -> list[Recognised]:
    """All who could punch at a kiosk, by name. Raises NotAllowed for who does not read everybody's records."""
    check_reads_all(actor)
    pins = {pin.person_id: pin for pin in await kiosks.every_pin(tx, actor.workspace_id)}
    badges: dict[str, list[Badge]] = {}
    for badge in await kiosks.every_badge(tx, actor.workspace_id):
        badges.setdefault(badge.person_id, []).append(badge)
    served = await kiosks.served(tx, actor.workspace_id, ())
    return [Recognised(each, pins.get(each.id), tuple(badges.get(each.id, ()))) for each in served]


async def of_person(tx: Tx, actor: Actor, person_id: str) -> Recognised:
    """One's own; anybody's for admins and auditors. Raises NotFound, NotAllowed."""
    if actor.person_id != person_id:
        check_reads_all(actor)
    person = await people.get(tx, actor, person_id)
    key = (actor.workspace_id, person_id)
    return Recognised(person, await kiosks.pin_of(tx, *key), tuple(await kiosks.badges_of(tx, *key)))


async def set_pin(tx: Tx, actor: Actor, now: datetime, person_id: str, secret_hash: str) -> Pin:
    """Give a person a PIN in the old one's place; wrong attempts are forgotten. One's own, or by an admin.

    Raises NotFound, NotAllowed, Conflict for somebody inactive.
    """
    await _to_keep(tx, actor, person_id)
    before = await kiosks.pin_of(tx, actor.workspace_id, person_id)
    if before is None:
        made = Pin(**await new_record(tx, actor, now), person_id=person_id, secret_hash=secret_hash)
        await kiosks.pins.add(tx, made)
        await write_down(tx, actor, now, "kiosk_pin.added", None, made, subject_id=person_id)
        return made
    after = changed(before, actor, now, secret_hash=secret_hash, failures=0, failed_at=None)
    await kiosks.pins.change(tx, before, after)
    await write_down(tx, actor, now, "kiosk_pin.changed", before, after, subject_id=person_id)
    return after


async def remove_pin(tx: Tx, actor: Actor, now: datetime, person_id: str) -> None:
    """From now on the person has none. One's own, or by an admin. Raises NotFound, NotAllowed."""
    before = await _pin(tx, actor, person_id)
    await kiosks.pins.remove(tx, actor.workspace_id, before.id)
    await write_down(tx, actor, now, "kiosk_pin.deleted", before, None, subject_id=person_id)


async def unlock(tx: Tx, actor: Actor, now: datetime, person_id: str) -> None:
    """Forget that somebody was wrong about the person's PIN. Raises NotFound, NotAllowed."""
    check_is_admin(actor)
    before = await _pin(tx, actor, person_id)
    after = changed(before, actor, now, failures=0, failed_at=None)
    await kiosks.pins.change(tx, before, after)
    await write_down(tx, actor, now, "kiosk_pin.unlocked", before, after, subject_id=person_id)


async def add_badge(tx: Tx, actor: Actor, now: datetime, person_id: str, name: str, secret_hash: str) -> Badge:
    """Give a person a badge (admins). Raises NotFound, NotAllowed, Invalid, TooMany, AlreadyTaken."""
    check_is_admin(actor)
    await _to_keep(tx, actor, person_id)
    return await _add(tx, actor, now, person_id, new_id(), BADGE, text.name(name), secret_hash)


async def new_code(
    tx: Tx, actor: Actor, now: datetime, person_id: str, name: str, hash_of: Callable[[str], str]
) -> Badge:
    """A new QR code in the old one's place, which opens nothing any more. One's own, or by an admin.

    What the code says follows from its id: `hash_of` gives the hash of that. Raises NotFound, NotAllowed, Conflict.
    """
    await _to_keep(tx, actor, person_id)
    for old in await kiosks.badges_of(tx, actor.workspace_id, person_id):
        if old.kind == CODE:
            await _take_away(tx, actor, now, old)
    id = new_id()
    return await _add(tx, actor, now, person_id, id, CODE, text.name(name), hash_of(id))


async def remove_badge(tx: Tx, actor: Actor, now: datetime, badge_id: str) -> None:
    """Take a badge or a code away: it opens nothing from now on. One's own, or by an admin.

    Raises NotFound, NotAllowed.
    """
    found = await kiosks.badges.get(tx, actor.workspace_id, badge_id)
    if found is None or not (actor.reads_all or actor.person_id == found.person_id):
        raise NotFound("badge")
    check_may_act_for(actor, found.person_id)
    await tx.lock(actor.workspace_id, found.person_id)
    before = await kiosks.badges.get(tx, actor.workspace_id, badge_id)
    if before is None or before.deleted_at is not None:
        raise NotFound("badge")
    await _take_away(tx, actor, now, before)


async def _add(
    tx: Tx, actor: Actor, now: datetime, person_id: str, id: str, kind: str, name: str, secret_hash: str
) -> Badge:
    await tx.lock(actor.workspace_id, actor.workspace_id, person_id)
    if len(await kiosks.badges_of(tx, actor.workspace_id, person_id)) >= MOST_BADGES:
        raise TooMany(f"A person has {MOST_BADGES} badges at most; take one away.")
    if await kiosks.badge_by_hash(tx, actor.workspace_id, secret_hash) is not None:
        message = "is somebody's already"
        raise AlreadyTaken(f"badge: {message}", [Problem("badge", message)])
    base = await new_record(tx, actor, now) | {"id": id}
    made = Badge(**base, person_id=person_id, kind=kind, name=name, secret_hash=secret_hash)
    await kiosks.badges.add(tx, made)
    await write_down(tx, actor, now, "badge.added", None, made, subject_id=person_id)
    return made


async def _take_away(tx: Tx, actor: Actor, now: datetime, before: Badge) -> None:
    after = changed(before, actor, now, secret_hash=None, deleted_at=now)
    await kiosks.badges.change(tx, before, after)
    await write_down(tx, actor, now, "badge.deleted", before, after, subject_id=before.person_id)


async def _to_keep(tx: Tx, actor: Actor, person_id: str) -> None:
    check_may_act_for(actor, person_id)
    await tx.lock(actor.workspace_id, actor.workspace_id, person_id)
    people.check_active(await people.get(tx, actor, person_id))


async def _pin(tx: Tx, actor: Actor, person_id: str) -> Pin:
    """The person's PIN, whose chain is held."""
    check_may_act_for(actor, person_id)
    await tx.lock(actor.workspace_id, person_id)
    found = await kiosks.pin_of(tx, actor.workspace_id, person_id)
    if found is None:
        raise NotFound("PIN")
    return found
