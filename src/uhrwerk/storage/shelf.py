"""What is alike for every kept thing: get, add, change, page.

A shelf ties a table to its record type, whose fields are the table's columns by name.
"""

import operator
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import starmap
from typing import Any, Final, Generic, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Integer, Table, and_, bindparam, delete, insert, or_, select, tuple_, update

from uhrwerk.storage.id_lists import batched, one_of
from uhrwerk.storage.records import Kept
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Lookup, Row, Tx
from uhrwerk.storage.tables import team_member

R = TypeVar("R", bound=Kept)

Where = Sequence[tuple[str, str, Any]]
"""Conditions: a column's name, one of OPERATORS, and a value (None for those that take none)."""

OPERATORS: Final[dict[str, Callable[[Any, Any], ColumnElement[bool]]]] = {
    "=": operator.eq,
    ">=": operator.ge,
    "<": operator.lt,
    "is null": lambda column, _: column.is_(None),
    "is not null": lambda column, _: column.is_not(None),
    "shares a team with": lambda column, person: or_(column == person, column.in_(team_mates(person))),
    "is null or =": lambda column, person: or_(column.is_(None), column == person),
    "is null or shares a team with": lambda column, person: or_(
        column.is_(None), column == person, column.in_(team_mates(person))
    ),
}


def team_mates(person: ColumnElement[Any]) -> Any:
    """A select of the ids of all who share a team with the person, in the workspace in parameter `workspace_id`."""
    mine, theirs = team_member.alias(), team_member.alias()
    same_team = (mine.c.workspace_id == theirs.c.workspace_id) & (mine.c.team_id == theirs.c.team_id)
    return (
        select(theirs.c.person_id)
        .join_from(theirs, mine, same_team)
        .where(mine.c.workspace_id == bindparam("workspace_id"), mine.c.person_id == person)
    )


class Shelf(Generic[R]):
    """The records of one table. Keys are `workspace_id` and `id`."""

    def __init__(self, table: Table, record: type[R]) -> None:
        self.table = table
        self._record = record
        self._columns = [table.c[name] for name in record.__struct_fields__]
        self._values = operator.attrgetter(*record.__struct_fields__)
        self._changes: dict[tuple[str, ...], Statement] = {}
        self._pages: dict[Any, Statement] = {}
        self._lists: dict[int, Statement] = {}

    def record(self, row: Row) -> R:
        return self._record(*row)

    @cached_property
    def _get(self) -> Statement:
        return Statement(self.select(self.table.c.id == bindparam("id")))

    @cached_property
    def _numbered(self) -> Statement:
        return Statement(self.select(self.table.c.number == bindparam("number")))

    @cached_property
    def _add(self) -> Statement:
        return Statement(insert(self.table).values({c.name: bindparam(c.name) for c in self._columns}))

    def _change(self, names: tuple[str, ...]) -> Statement:
        """The update of just these columns: one that names every column would rewrite every index."""
        statement = self._changes.get(names)
        if statement is None:
            table = self.table
            kept: dict[str, Any] = {name: bindparam(name) for name in names}
            key = and_(table.c.workspace_id == bindparam("key_workspace"), table.c.id == bindparam("key_id"))
            statement = self._changes[names] = Statement(update(table).where(key).values(kept))
        return statement

    @cached_property
    def _remove(self) -> Statement:
        table = self.table
        key = and_(table.c.workspace_id == bindparam("workspace_id"), table.c.id == bindparam("id"))
        return Statement(delete(table).where(key))

    def select(self, *where: ColumnElement[bool]) -> Any:
        """A select of whole records of the workspace in parameter `workspace_id`."""
        return select(*self._columns).where(self.table.c.workspace_id == bindparam("workspace_id"), *where)

    async def get(self, tx: Tx, workspace_id: str, id: str) -> R | None:
        row = await tx.one(self._get, workspace_id=workspace_id, id=id)
        return None if row is None else self._record(*row)

    def lookup(self, workspace_id: str, id: str) -> Lookup:
        """What `get` asks."""
        return Lookup(self._get, {"workspace_id": workspace_id, "id": id})

    async def some(self, tx: Tx, workspace_id: str, ids: Sequence[str]) -> list[R]:
        """The records of those ids, deleted ones too, in any order."""
        found: list[R] = []
        for part in batched(ids):
            found += await self.every(tx, self._some(len(part)), workspace_id=workspace_id, **part)
        return found

    def _some(self, count: int) -> Statement:
        statement = self._lists.get(count)
        if statement is None:
            statement = self._lists[count] = Statement(self.select(one_of(self.table.c.id, count)))
        return statement

    async def numbered(self, tx: Tx, workspace_id: str, number: int) -> R | None:
        """The record that has this number, a deleted one too."""
        return await self.first(tx, self._numbered, workspace_id=workspace_id, number=number)

    async def first(self, tx: Tx, statement: Statement, **values: Any) -> R | None:
        row = await tx.one(statement, **values)
        return None if row is None else self._record(*row)

    async def every(self, tx: Tx, statement: Statement, **values: Any) -> list[R]:
        return list(starmap(self._record, await tx.all(statement, **values)))

    async def living(self, tx: Tx, workspace_id: str) -> int | None:
        """How many records are not deleted; None where that is not known without counting them."""
        return None

    async def add(self, tx: Tx, record: R) -> None:
        await tx.put(self._add, **fields(record))

    async def add_all(self, tx: Tx, records: Sequence[R]) -> None:
        if len(records) == 1:
            await self.add(tx, records[0])
        else:
            await tx.many(self._add, records)

    async def change(self, tx: Tx, before: R, after: R) -> None:
        """Write the members that differ."""
        both = zip(after.__struct_fields__, self._values(before), self._values(after), strict=True)
        changes = {name: becomes for name, was, becomes in both if was is not becomes}
        if changes:
            statement = self._change(tuple(changes))
            await tx.put(statement, **changes, key_workspace=before.workspace_id, key_id=before.id)

    async def remove(self, tx: Tx, workspace_id: str, id: str) -> None:
        await tx.run(self._remove, workspace_id=workspace_id, id=id)

    async def page(
        self,
        tx: Tx,
        workspace_id: str,
        *,
        order: Sequence[str],
        after: Sequence[Any] | None,
        limit: int,
        where: Where = (),
    ) -> list[R]:
        """Up to `limit` records in descending `order` (column names, the last one unique), after that key."""
        shape = (tuple(order), after is not None, tuple((name, comparison) for name, comparison, _ in where))
        statement = self._pages.get(shape)
        if statement is None:
            statement = self._pages[shape] = self._page(*shape)
        values = {f"value_{index}": value for index, (_, _, value) in enumerate(where)}
        values |= {f"after_{index}": value for index, value in enumerate(after or ())}
        return await self.every(tx, statement, workspace_id=workspace_id, page_size=limit, **values)

    def _page(self, order: tuple[str, ...], after: bool, where: tuple[tuple[str, str], ...]) -> Statement:
        """The statement of a page of that shape, which is compiled once."""
        columns = self.table.c
        keys = [columns[name] for name in order]
        conditions = [
            OPERATORS[comparison](columns[name], bindparam(f"value_{index}", type_=columns[name].type))
            for index, (name, comparison) in enumerate(where)
        ]
        if after:
            seen = [bindparam(f"after_{index}", type_=key.type) for index, key in enumerate(keys)]
            conditions.append(tuple_(*keys) < tuple_(*seen))
        query = self.select(*conditions).order_by(*[key.desc() for key in keys])
        return Statement(query.limit(bindparam("page_size", type_=Integer)))


def fields(record: msgspec.Struct) -> dict[str, Any]:
    """The record's fields by name."""
    return msgspec.structs.asdict(record)
