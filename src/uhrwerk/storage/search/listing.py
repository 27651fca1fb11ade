"""Lists by name, page by page: each goes on after the last record of the one before, however much came or went."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Text, bindparam, func, tuple_

from uhrwerk.storage.records import Kept
from uhrwerk.storage.search import constructs
from uhrwerk.storage.search.pages import SHAPES_KEPT, given
from uhrwerk.storage.search.sql import Builder, Scope
from uhrwerk.storage.search.tree import Condition, shape_of
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx

R = TypeVar("R", bound=Kept)


async def page(
    tx: Tx,
    shelf: Shelf[R],
    workspace_id: str,
    where: Condition,
    names: Sequence[str],
    after: Sequence[str] | None,
    *,
    limit: int,
) -> list[R]:
    """Up to `limit` records that meet the condition, by the texts in `names` without regard to case, then by id.

    `after` has those texts, and the id, of the last record seen.
    """
    values: list[Any] = []
    statement = _statement(shelf, shape_of(where, values), tuple(names), after is not None)
    seen = {f"after_{index}": value for index, value in enumerate(after or ())}
    return await shelf.every(tx, statement, **given(workspace_id, values), **seen, page_size=limit)


@lru_cache(maxsize=SHAPES_KEPT)
def _statement(shelf: Shelf[Any], shape: Condition, names: tuple[str, ...], after: bool) -> Statement:
    table = shelf.table
    scope = Scope(table, table)
    where = [table.c.deleted_at.is_(None), Builder(scope).condition(shape)]
    # The database itself makes the letters of both small: it need not agree with Python about them.
    keys = [constructs.by_code_point(func.lower(table.c[name])) for name in names]
    if after:
        seen = [
            constructs.by_code_point(func.lower(bindparam(f"after_{index}", type_=Text())))
            for index in range(len(names))
        ]
        last = bindparam(f"after_{len(names)}", type_=table.c.id.type)
        where.append(tuple_(*keys, table.c.id) > tuple_(*seen, last))
    rows = shelf.select(*where).select_from(scope.source).order_by(*keys, table.c.id)
    return Statement(rows.limit(bindparam("page_size", type_=BigInteger)))
