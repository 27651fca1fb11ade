"""What can be asked of a table: its columns, records that it belongs to, collections, and what is reckoned from them.

Most is read off the tables. A column `client_id` with a foreign key makes `client` a relation, so that
`client.name` is a member of a project.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, FromClause, Table, Text, case, literal, type_coerce

from uhrwerk.storage import tables
from uhrwerk.storage.columns import Id, Instant

Reckoned = Callable[[FromClause], ColumnElement[Any]]
"""A member that is no column: from the table as it is named in a statement."""


@dataclass(frozen=True, eq=False)
class Ids:
    """A column with a JSON list of ids of records of `table`."""

    column: str
    table: Table


@dataclass(frozen=True, eq=False)
class Linked:
    """Records of `table` that share a row of `link`: `own` is the link's column for the record, `other` for them."""

    link: Table
    own: str
    other: str
    table: Table


@dataclass(frozen=True, eq=False)
class Naming:
    """Records of `table` that name the record in their `column`, a JSON list of ids."""

    table: Table
    column: str


@dataclass(frozen=True, eq=False)
class Parts:
    """A column with a JSON list of objects: their members by type, and the records that their ids name.

    `besides` is one more object: its members are columns of the record, or texts. Without a column it is the only one.
    """

    column: str | None
    members: Mapping[str, Any]
    relations: Mapping[str, Table] = field(default_factory=dict)
    besides: Mapping[str, Column[Any] | str] = field(default_factory=dict)


Collection = Ids | Linked | Naming | Parts

SECOND: Final = literal(1_000_000, BigInteger)
"""In microseconds, as instants are kept."""


def _local(instant: str, offset: str) -> Reckoned:
    """The wall clock's reading at an instant, as if the wall stood in UTC."""
    return lambda row: type_coerce(type_coerce(row.c[instant], BigInteger) + row.c[offset] * SECOND, Instant)


def _timed(time: Reckoned) -> Reckoned:
    """Null where only the length is known."""
    return lambda row: type_coerce(case((row.c.length_only.is_(False), time(row))), Instant)


def _dated(instant: str, local: Reckoned) -> Reckoned:
    """The instant; where only the length is known, the wall clock's reading, for its day is all that counts."""
    return lambda row: type_coerce(case((row.c.length_only.is_(True), local(row)), else_=row.c[instant]), Instant)


_start_local = _local("started_at", "start_offset")
_end_local = _local("ended_at", "end_offset")

RECKONED: Final[dict[Table, dict[str, Reckoned]]] = {
    tables.time_entry: {
        "start_dated": _dated("started_at", _start_local),
        "end_dated": _dated("ended_at", _end_local),
        "start_local": _start_local,
        "end_local": _end_local,
        "start_timed": _timed(lambda row: row.c.started_at),
        "end_timed": _timed(lambda row: row.c.ended_at),
        "start_timed_local": _timed(_start_local),
        "end_timed_local": _timed(_end_local),
    }
}

NEAR: Final[dict[Table, dict[str, str]]] = {
    tables.time_entry: {"start_dated": "started_at", "start_local": "started_at"},
}
"""Members that lie less than MARGIN from an instant of the record that is never null, also cut to their day."""

MARGIN: Final = 2 * 86_400_000_000
"""More than a day and any zone's distance from UTC, in microseconds."""

_contact = {
    name: Text()
    for name in ("kind", "label", "usage", "value", "street", "street2", "zip_code", "city", "state", "country")
} | dict.fromkeys(("id", "created_by", "updated_by"), Id)
_own_address: dict[str, Column[Any] | str] = {"id": tables.person.c.id, "kind": "email", "value": tables.person.c.email}
_tags: dict[str, Collection] = {"tags": Ids("tags", tables.tag)}

COLLECTIONS: Final[dict[Table, dict[str, Collection]]] = {
    tables.person: {
        **_tags,
        # What else is known of a person is personal: nobody finds it out by asking.
        "contacts": Parts(None, _contact, besides=_own_address),
        "teams": Linked(tables.team_member, "person_id", "team_id", tables.team),
    },
    tables.team: {
        "projects": Ids("projects", tables.project),
        "members": Linked(tables.team_member, "team_id", "person_id", tables.person),
    },
    tables.client: {**_tags, "contacts": Parts("contacts", _contact)},
    tables.project: {
        **_tags,
        "teams": Naming(tables.team, "projects"),
        "members": Parts("members", {"person_id": Id, "responsible": Boolean()}, {"person": tables.person}),
    },
    tables.task: {
        **_tags,
        "assignees": Ids("assignees", tables.person),
        "lists": Parts("lists", {"task_list_id": Id}, {"task_list": tables.task_list}),
    },
    tables.time_entry: _tags,
    tables.expense: _tags,
}

_MORE_RELATIONS: Final[dict[Table, dict[str, Table]]] = {
    tables.task: {"person": tables.person, "parent": tables.task},
    tables.project_status: {"project": tables.project},
    tables.task_status: {"project": tables.project},
}
"""Columns of ids without a foreign key."""


@lru_cache
def relations(table: Table) -> dict[str, Table]:
    """The tables that records of this one belong to, by the name of the relation."""
    found = {
        constraint.column_keys[1].removesuffix("_id"): constraint.referred_table
        for constraint in table.foreign_key_constraints
    }
    return found | _MORE_RELATIONS.get(table, {})
