"""Kiosks, the PINs and badges by which people are recognised there, and what was punched."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy import bindparam, delete, insert, or_, select, update

from uhrwerk.rules.access import Role
from uhrwerk.rules.pins import Failures
from uhrwerk.storage import people
from uhrwerk.storage.columns import Instant
from uhrwerk.storage.id_lists import batched, one_of
from uhrwerk.storage.people import Person
from uhrwerk.storage.records import Kept, Owned
from uhrwerk.storage.shelf import Shelf, fields
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import badge, kiosk, kiosk_pin, kiosk_punch, person, team_member

BOOKED = "booked"
UNCHANGED = "unchanged"
REFUSED = "refused"


class Kiosk(Kept, frozen=True):
    """A tablet at a door. `zone` is what its clock shows, `teams` are ids: whose people it is for, empty for all.

    `ways` are `rules.kiosk.Way`s. `token_hash` is the connected tablet's, `secret_hash` the setup link's, which opens
    until `link_expires_at` and once.
    """

    name: str
    place: str | None
    zone: str
    language: str
    teams: list[str]
    ways: list[str]
    sound: bool
    token_hash: str | None = None
    secret_hash: str | None = None
    link_expires_at: datetime | None = None
    connected_at: datetime | None = None
    seen_at: datetime | None = None
    failures: int = 0
    failed_at: datetime | None = None

    @property
    def wrong(self) -> Failures:
        return Failures(self.failures, self.failed_at)


class Pin(Owned, frozen=True):
    """A person's PIN, as its keyed hash, and how often somebody was wrong about it."""

    secret_hash: str
    failures: int = 0
    failed_at: datetime | None = None

    @property
    def wrong(self) -> Failures:
        return Failures(self.failures, self.failed_at)


class Badge(Owned, frozen=True):
    """What a person holds up to the reader or the camera, as its keyed hash; None once it was taken away."""

    kind: str
    name: str
    secret_hash: str | None


class KioskPunch(msgspec.Struct, frozen=True):
    """What came of a punch, by the id that the tablet gave it. Nobody was recognised where `person_id` is None.

    `queued` ones were made while the tablet was offline, `at` that instant (UTC). `refusal` is the refusal's key.
    """

    workspace_id: str
    id: str
    kiosk_id: str
    person_id: str | None
    act: str
    at: datetime
    recorded_at: datetime
    queued: bool
    outcome: str
    refusal: str | None = None
    message: str | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None


shelf = Shelf(kiosk, Kiosk)
pins = Shelf(kiosk_pin, Pin)
badges = Shelf(badge, Badge)

_columns = [kiosk.c[name] for name in Kiosk.__struct_fields__]
_by_token = Statement(select(*_columns).where(kiosk.c.token_hash == bindparam("token_hash")))
_by_link = Statement(select(*_columns).where(kiosk.c.secret_hash == bindparam("secret_hash")))
_every = Statement(shelf.select(kiosk.c.deleted_at.is_(None)).order_by(kiosk.c.number))
_pin_of = Statement(pins.select(kiosk_pin.c.person_id == bindparam("person_id")))
_every_pin = Statement(pins.select())
_badge = Statement(badges.select(badge.c.secret_hash == bindparam("secret_hash")))
_every_badge = Statement(badges.select(badge.c.deleted_at.is_(None)).order_by(badge.c.number))
_badges_of = Statement(
    badges.select(badge.c.deleted_at.is_(None), badge.c.person_id == bindparam("person_id")).order_by(badge.c.number)
)

_served = people.shelf.select(
    person.c.deleted_at.is_(None),
    person.c.active.is_(True),
    person.c.archived.is_(False),
    person.c.service.is_(False),
    person.c.role != Role.AUDITOR.value,
)
_all_served = Statement(_served.order_by(person.c.first_name, person.c.last_name, person.c.id))
_one_served = Statement(_served.where(person.c.id == bindparam("person_id")))

_punch_columns = [kiosk_punch.c[name] for name in KioskPunch.__struct_fields__]
_punches = select(*_punch_columns).where(kiosk_punch.c.workspace_id == bindparam("workspace_id"))
_punch = Statement(_punches.where(kiosk_punch.c.id == bindparam("id")))
_add_punch = Statement(insert(kiosk_punch).values({name: bindparam(name) for name in KioskPunch.__struct_fields__}))
_unsettled = Statement(
    _punches.where(
        kiosk_punch.c.queued.is_(True),
        kiosk_punch.c.outcome != BOOKED,
        kiosk_punch.c.settled_at.is_(None),
    )
    .order_by(kiosk_punch.c.recorded_at.desc(), kiosk_punch.c.id.desc())
    .limit(500)
)
_newest = Statement(
    _punches.where(kiosk_punch.c.kiosk_id == bindparam("kiosk_id"))
    .order_by(kiosk_punch.c.recorded_at.desc(), kiosk_punch.c.id.desc())
    .limit(50)
)
_settle = Statement(
    update(kiosk_punch)
    .where(kiosk_punch.c.workspace_id == bindparam("key_workspace"), kiosk_punch.c.id == bindparam("key_id"))
    .values(settled_by=bindparam("settled_by"), settled_at=bindparam("settled_at"))
)
_forget = Statement(
    delete(kiosk_punch).where(
        kiosk_punch.c.recorded_at < bindparam("before", type_=Instant),
        or_(kiosk_punch.c.outcome == BOOKED, kiosk_punch.c.queued.is_(False), kiosk_punch.c.settled_at.is_not(None)),
    )
)


async def by_token(tx: Tx, token_hash: str) -> Kiosk | None:
    """The kiosk of the tablet that has this token."""
    row = await tx.one(_by_token, token_hash=token_hash)
    return None if row is None else shelf.record(row)


async def by_link(tx: Tx, secret_hash: str) -> Kiosk | None:
    """The kiosk that this setup link connects."""
    row = await tx.one(_by_link, secret_hash=secret_hash)
    return None if row is None else shelf.record(row)


async def every(tx: Tx, workspace_id: str) -> list[Kiosk]:
    """Those in use, the oldest first."""
    return await shelf.every(tx, _every, workspace_id=workspace_id)


async def served(tx: Tx, workspace_id: str, teams: Sequence[str]) -> list[Person]:
    """Who may punch where people of those teams may, or everybody for none: active people who keep time, by name."""
    found = await people.shelf.every(tx, _all_served, workspace_id=workspace_id)
    if not teams:
        return found
    members = await _members(tx, workspace_id, teams)
    return [each for each in found if each.id in members]


async def served_one(tx: Tx, workspace_id: str, teams: Sequence[str], person_id: str) -> Person | None:
    """The person, if they may punch there."""
    found = await people.shelf.first(tx, _one_served, workspace_id=workspace_id, person_id=person_id)
    if found is not None and teams and person_id not in await _members(tx, workspace_id, teams):
        return None
    return found


async def _members(tx: Tx, workspace_id: str, teams: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for part in batched(teams):
        rows = await tx.all(_members_of(len(part)), workspace_id=workspace_id, **part)
        found |= {row[0] for row in rows}
    return found


@lru_cache
def _members_of(count: int) -> Statement:
    return Statement(
        select(team_member.c.person_id).where(
            team_member.c.workspace_id == bindparam("workspace_id"), one_of(team_member.c.team_id, count)
        )
    )


async def pin_of(tx: Tx, workspace_id: str, person_id: str) -> Pin | None:
    return await pins.first(tx, _pin_of, workspace_id=workspace_id, person_id=person_id)


async def every_pin(tx: Tx, workspace_id: str) -> list[Pin]:
    return await pins.every(tx, _every_pin, workspace_id=workspace_id)


async def badge_by_hash(tx: Tx, workspace_id: str, secret_hash: str) -> Badge | None:
    return await badges.first(tx, _badge, workspace_id=workspace_id, secret_hash=secret_hash)


async def every_badge(tx: Tx, workspace_id: str) -> list[Badge]:
    """Those in use, the oldest first."""
    return await badges.every(tx, _every_badge, workspace_id=workspace_id)


async def badges_of(tx: Tx, workspace_id: str, person_id: str) -> list[Badge]:
    """The person's that are in use, the oldest first."""
    return await badges.every(tx, _badges_of, workspace_id=workspace_id, person_id=person_id)


async def punch(tx: Tx, workspace_id: str, id: str) -> KioskPunch | None:
    row = await tx.one(_punch, workspace_id=workspace_id, id=id)
    return None if row is None else KioskPunch(*row)


async def add_punch(tx: Tx, record: KioskPunch) -> None:
    await tx.run(_add_punch, **fields(record))


async def unsettled(tx: Tx, workspace_id: str) -> list[KioskPunch]:
    """Those made offline that came to nothing and that nobody has seen to yet, newest first, 500 at most."""
    return [KioskPunch(*row) for row in await tx.all(_unsettled, workspace_id=workspace_id)]


async def newest(tx: Tx, workspace_id: str, kiosk_id: str) -> list[KioskPunch]:
    """The kiosk's last 50."""
    return [KioskPunch(*row) for row in await tx.all(_newest, workspace_id=workspace_id, kiosk_id=kiosk_id)]


async def settle(tx: Tx, record: KioskPunch, by: str, at: datetime) -> None:
    await tx.run(_settle, key_workspace=record.workspace_id, key_id=record.id, settled_by=by, settled_at=at)


async def forget(tx: Tx, before: datetime) -> int:
    """Drop the older ones that were booked or have been seen to; how many there were."""
    return await tx.run(_forget, before=before)
