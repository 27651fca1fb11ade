"""Pages of the records that meet a condition, in any order, and how many there are."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

from sqlalchemy import BigInteger, bindparam, func, select

from uhrwerk.storage.records import Kept
from uhrwerk.storage.search.sql import WORKSPACE, Builder, Scope
from uhrwerk.storage.search.tree import Condition, Order, shape_of
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx

R = TypeVar("R", bound=Kept)

SHAPES_KEPT: Final = 500
"""Compiling a question costs far more than asking it; what is asked in many shapes is compiled anew."""

OLDEST_FIRST: Final[tuple[Order, ...]] = ()
"""Ids alone: they count up with time, and are the key."""


async def page(
    tx: Tx,
    shelf: Shelf[R],
    workspace_id: str,
    where: Condition,
    order: Sequence[Order] = OLDEST_FIRST,
    *,
    offset: int = 0,
    limit: int,
) -> list[R]:
    """Up to `limit` of the workspace's records that meet the condition; deleted ones never do.

    Records that the order leaves equal follow one another by id, so that pages neither repeat nor skip any.
    """
    values: list[Any] = []
    rows, _ = _statements(shelf, shape_of(where, values), tuple(order))
    return await shelf.every(tx, rows, **given(workspace_id, values), skipped=offset, page_size=limit)


async def page_and_count(
    tx: Tx,
    shelf: Shelf[R],
    workspace_id: str,
    where: Condition,
    order: Sequence[Order] = OLDEST_FIRST,
    *,
    offset: int = 0,
    limit: int,
) -> tuple[list[R], int]:
    """A page, and how many records meet the condition: counted only where the page itself does not tell."""
    records = await page(tx, shelf, workspace_id, where, order, offset=offset, limit=limit)
    if len(records) < limit and (records or offset == 0):
        return records, offset + len(records)
    values: list[Any] = []
    _, count = _statements(shelf, shape_of(where, values), tuple(order))
    counted = await tx.one(count, **given(workspace_id, values))
    return records, counted[0] if counted else 0


def given(workspace_id: str, values: Sequence[Any]) -> dict[str, Any]:
    """The parameters of a statement whose values were taken out of its shape."""
    return {f"value_{index}": value for index, value in enumerate(values)} | {"workspace_id": workspace_id}


@lru_cache(maxsize=SHAPES_KEPT)
def _statements(shelf: Shelf[Any], shape: Condition, order: tuple[Order, ...]) -> tuple[Statement, Statement]:
    """The page's statement and the count's."""
    table = shelf.table
    scope = Scope(table, table)
    builder = Builder(scope)
    where = (table.c.deleted_at.is_(None), builder.condition(shape))
    count = select(func.count()).select_from(scope.source).where(table.c.workspace_id == WORKSPACE, *where)
    keys = [builder.order(each) for each in order]
    skipped, page_size = (bindparam(name, type_=BigInteger) for name in ("skipped", "page_size"))

    def ordered(query: Any) -> Any:
        return query.select_from(scope.source).order_by(*keys, table.c.id)

    def paged(query: Any) -> Any:
        return ordered(query).limit(page_size).offset(skipped)

    if all(builder.is_own_column(each.field) for each in order):
        return Statement(paged(shelf.select(*where)), lasting=False), Statement(count, lasting=False)
    # No index has that order: all that meet the condition are sorted. Ids are, for whole rows take four times as long.
    ids = paged(select(table.c.id).where(table.c.workspace_id == WORKSPACE, *where)).correlate(None)
    rows = ordered(shelf.select(table.c.id.in_(ids)))
    return Statement(rows, lasting=False), Statement(count, lasting=False)
