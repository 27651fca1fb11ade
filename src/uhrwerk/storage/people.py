"""People: who the time belongs to."""

from datetime import date, datetime

import msgspec
from sqlalchemy import bindparam, func, or_, select

from uhrwerk.rules.access import Role
from uhrwerk.rules.day import Zones
from uhrwerk.storage.parts import ContactDetail
from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import person, team_member


class Person(Kept, frozen=True):
    """`username` is lower-case. `zones` are dated: a change holds from then on.

    Somebody inactive cannot sign in; their record stays. Somebody archived is out of sight in lists as well.
    `tags` are ids. `service` marks a program's own account. Of somebody erased nobody knows more than that they were.
    `preferences` say how the web app looks to them, see operations/preferences.py.
    """

    username: str
    email: str
    first_name: str
    last_name: str
    role: str
    zones: Zones
    language: str
    password_hash: str | None
    active: bool
    archived: bool = False
    service: bool = False
    personnel_number: str | None = None
    title: str | None = None
    position: str | None = None
    birth_date: date | None = None
    contacts: tuple[ContactDetail, ...] = ()
    tags: list[str] = msgspec.field(default_factory=list)
    erased_at: datetime | None = None
    preferences: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.username


shelf = Shelf(person, Person)

_by_username = Statement(shelf.select(person.c.username == bindparam("username")))
_every = Statement(shelf.select(person.c.deleted_at.is_(None)).order_by(person.c.number))
_admins = Statement(
    select(func.count())
    .select_from(person)
    .where(
        person.c.workspace_id == bindparam("workspace_id"),
        person.c.role == Role.ADMIN.value,
        person.c.active.is_(True),
        person.c.service.is_(False),
    )
)
_signing_in = (
    select(*[person.c[name] for name in Person.__struct_fields__])
    .where(
        or_(person.c.username == bindparam("name"), func.lower(person.c.email) == bindparam("name")),
        person.c.active.is_(True),
        person.c.password_hash.is_not(None),
        person.c.deleted_at.is_(None),
    )
    .order_by(person.c.created_at, person.c.id)
    .limit(50)
)
_to_sign_in = Statement(_signing_in)
_to_sign_in_there = Statement(_signing_in.where(person.c.workspace_id == bindparam("workspace_id")))
_with_email = Statement(
    shelf.select(
        func.lower(person.c.email) == bindparam("email"),
        person.c.active.is_(True),
        person.c.service.is_(False),
        person.c.deleted_at.is_(None),
    )
    .order_by(person.c.created_at, person.c.id)
    .limit(2)
)
_services = Statement(
    shelf.select(person.c.service.is_(True), person.c.active.is_(True)).order_by(person.c.created_at, person.c.id)
)
_mine = team_member.alias("mine")
_team_mates = Statement(
    select(team_member.c.person_id)
    .distinct()
    .join_from(
        team_member,
        _mine,
        (_mine.c.workspace_id == team_member.c.workspace_id) & (_mine.c.team_id == team_member.c.team_id),
    )
    .where(_mine.c.workspace_id == bindparam("workspace_id"), _mine.c.person_id == bindparam("person_id"))
)


async def by_username(tx: Tx, workspace_id: str, username: str) -> Person | None:
    """The person of that username, which is matched without regard to case."""
    return await shelf.first(tx, _by_username, workspace_id=workspace_id, username=username.lower())


async def to_sign_in(tx: Tx, name: str, workspace_id: str | None) -> list[Person]:
    """Who may sign in with that username or e-mail address: of one workspace, or of any. Oldest first, 50 at most."""
    name = name.lower()
    if workspace_id is None:
        rows = await tx.all(_to_sign_in, name=name)
    else:
        rows = await tx.all(_to_sign_in_there, name=name, workspace_id=workspace_id)
    return [shelf.record(row) for row in rows]


async def with_email(tx: Tx, workspace_id: str, email: str) -> list[Person]:
    """The active people with that address, which is matched without regard to case; two at most."""
    return await shelf.every(tx, _with_email, workspace_id=workspace_id, email=email.lower())


async def services(tx: Tx, workspace_id: str) -> list[Person]:
    """The active accounts of programs, oldest first."""
    return await shelf.every(tx, _services, workspace_id=workspace_id)


async def every(tx: Tx, workspace_id: str) -> list[Person]:
    """All people in the order they came."""
    return await shelf.every(tx, _every, workspace_id=workspace_id)


async def active_admins(tx: Tx, workspace_id: str) -> int:
    row = await tx.one(_admins, workspace_id=workspace_id)
    return row[0] if row else 0


async def team_mates(tx: Tx, workspace_id: str, person_id: str) -> set[str]:
    """Everybody who shares a team with that person."""
    return {row[0] for row in await tx.all(_team_mates, workspace_id=workspace_id, person_id=person_id)}
