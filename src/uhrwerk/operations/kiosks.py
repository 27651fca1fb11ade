"""Kiosks: tablets at doors that people clock in and out at. Kept by admins.

A tablet is connected by a link that opens once and not for long; from then on it has a token of its own, of which only
the hash is kept. Somebody who is recognised there acts as themself, as a member whatever their role: all that the
tablet may do is let people punch whom it serves.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from uhrwerk.operations.catalog import Keeper
from uhrwerk.operations.checks import new_must_exist
from uhrwerk.operations.credentials import bearer_token, token_hash
from uhrwerk.operations.records import changed, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, Role, check_is_admin
from uhrwerk.rules.day import zone
from uhrwerk.rules.kiosk import Way
from uhrwerk.rules.refusals import Invalid, NotFound, NotSignedIn, TooMany
from uhrwerk.storage import kiosks, teams
from uhrwerk.storage.kiosks import Kiosk
from uhrwerk.storage.store import Tx

FACE: Final = "kiosk"
_LINK: Final = "kiosk-link"

LINK_LASTS: Final = timedelta(hours=24)
SEEN_EVERY: Final = timedelta(minutes=1)
"""That a tablet was seen is written down no more often."""

MOST_KIOSKS: Final = 500
"""A workspace's; more is a loop that makes them."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A kiosk and the code of its setup link, shown once."""

    kiosk: Kiosk
    code: str


@dataclass(frozen=True, slots=True)
class Connected:
    """A kiosk and the token that the tablet keeps from now on."""

    kiosk: Kiosk
    token: str


async def _check(tx: Tx, workspace_id: str, members: dict[str, Any], before: Kiosk | None) -> dict[str, Any]:
    checked = dict(members)
    for name, value in members.items():
        match name:
            case "name":
                checked[name] = text.name(value)
            case "place":
                checked[name] = text.name(value, name) if value else None
            case "language":
                checked[name] = text.name(value, name, 20)
            case "zone":
                zone(value)
            case "ways":
                checked[name] = _ways(value)
            case "teams":
                present = before.teams if before else ()
                await new_must_exist(tx, workspace_id, teams.shelf, name, value, present)
    return checked


def _ways(value: list[str]) -> list[str]:
    if not value or not set(value) <= set(Way):
        raise Invalid.field("ways", f"must be some of {', '.join(Way)}")
    return [way.value for way in Way if way in value]


class _Kiosks(Keeper[Kiosk]):
    """Admins and auditors know of them."""

    async def known(self, tx: Tx, actor: Actor, records: list[Kiosk]) -> list[Kiosk]:
        return records if actor.reads_all else []


KIOSKS: Final = _Kiosks(Kiosk, kiosks.shelf, _check, check_is_admin)


async def every(tx: Tx, actor: Actor) -> list[Kiosk]:
    """Those in use, the oldest first; none for who may not know of them."""
    return await KIOSKS.known(tx, actor, await kiosks.every(tx, actor.workspace_id))


async def add(tx: Tx, actor: Actor, now: datetime, members: dict[str, Any]) -> Linked:
    """A kiosk with a link to connect its tablet. Raises NotAllowed, Invalid, NotFound, TooMany."""
    if len(await kiosks.every(tx, actor.workspace_id)) >= MOST_KIOSKS:
        raise TooMany(f"These are {MOST_KIOSKS} kiosks already; take one out of use.")
    given = {"place": None, "teams": [], "ways": list(Way), "sound": False} | members
    record = await KIOSKS.add(tx, actor, now, given | {"failures": 0})
    return await link(tx, actor, now, record.id)


async def link(tx: Tx, actor: Actor, now: datetime, id: str) -> Linked:
    """A new link in the old one's place. A connected tablet stays so until another is connected by it.

    Raises NotAllowed, NotFound.
    """
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    before = await KIOSKS.get(tx, actor, id)
    code = bearer_token("setup")
    after = changed(before, actor, now, secret_hash=token_hash(_LINK, code), link_expires_at=now + LINK_LASTS)
    await kiosks.shelf.change(tx, before, after)
    await write_down(tx, actor, now, "kiosk.linked", before, after)
    return Linked(after, code)


async def linked(tx: Tx, now: datetime, code: str) -> Kiosk:
    """The kiosk that the link's code connects. Raises NotFound for one that is unknown, used or too old."""
    found = await kiosks.by_link(tx, token_hash(_LINK, code))
    if found is None or found.deleted_at is not None:
        raise NotFound("link")
    if found.link_expires_at is None or found.link_expires_at <= now:
        raise NotFound("link")
    return found


async def connect(tx: Tx, now: datetime, code: str) -> Connected:
    """Make whoever has the code the kiosk's tablet; one that was connected before is so no more. Raises NotFound."""
    found = await linked(tx, now, code)
    await tx.lock(found.workspace_id, found.workspace_id)
    # Read again: somebody may have used the link before the lock was ours.
    before = await linked(tx, now, code)
    token = bearer_token("kiosk")
    after = changed(
        before,
        _tablet(before),
        now,
        token_hash=token_hash(FACE, token),
        secret_hash=None,
        link_expires_at=None,
        connected_at=now,
        seen_at=now,
        failures=0,
        failed_at=None,
    )
    await kiosks.shelf.change(tx, before, after)
    await write_down(tx, _tablet(before), now, "kiosk.connected", before, after)
    return Connected(after, token)


async def admit(tx: Tx, token: str) -> Kiosk:
    """The kiosk whose tablet has this token. Raises NotSignedIn for any other one."""
    found = await kiosks.by_token(tx, token_hash(FACE, token))
    if found is None or found.deleted_at is not None:
        raise NotSignedIn("This tablet is not connected.")
    return found


async def seen(tx: Tx, kiosk: Kiosk, now: datetime) -> None:
    """Note that the tablet is there."""
    if kiosk.seen_at is None or not kiosk.seen_at <= now < kiosk.seen_at + SEEN_EVERY:
        await kiosks.shelf.change(tx, kiosk, msgspec.structs.replace(kiosk, seen_at=now))


async def remove(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> None:
    """Take a kiosk out of use: its tablet and its link open nothing from now on. Raises NotAllowed, NotFound."""
    check_is_admin(actor)
    await tx.lock(actor.workspace_id, actor.workspace_id)
    closed = {"token_hash": None, "secret_hash": None, "link_expires_at": None}
    await KIOSKS.change(tx, actor, now, id, closed, version)
    await KIOSKS.remove(tx, actor, now, id, even_in_use=True)


def _tablet(kiosk: Kiosk) -> Actor:
    """The tablet by itself, which may change nobody's records."""
    return Actor(kiosk.workspace_id, None, Role.MEMBER, FACE, kiosk.id, device_id=kiosk.id)


def at(kiosk: Kiosk, person_id: str) -> Actor:
    """Somebody who has been recognised at the kiosk."""
    said = f"at the kiosk {kiosk.name}"
    return Actor(kiosk.workspace_id, person_id, Role.MEMBER, FACE, kiosk.id, reason=said, device_id=kiosk.id)
