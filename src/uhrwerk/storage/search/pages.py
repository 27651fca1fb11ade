"""Pages of the records that meet a condition, in any order, and how many there are."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

from sqlalchemy import BigInteger, bindparam, func, literal, select, true, type_coerce

from uhrwerk.storage.records import Kept
from uhrwerk.storage.search.members import MARGIN
from uhrwerk.storage.search.sql import WORKSPACE, Builder, Scope
from uhrwerk.storage.search.tree import Condition, Order, leaves_nothing_out, shape_of
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx

R = TypeVar("R", bound=Kept)

SHAPES_KEPT: Final = 500
"""Compiling a question costs far more than asking it; what is asked in many shapes is compiled anew."""

FAR: Final = 1000
"""Records to be skipped before it is worth to ask which end of the list is nearer."""

EVER: Final = 2**62
"""An instant beyond all others."""

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

    Records that the order leaves equal follow one another by id, so that pages neither repeat nor skip any. What is
    skipped is counted through in an index, from the end that is nearer.
    """
    behind = await _behind(tx, shelf, workspace_id, where, offset, limit)
    backwards = behind is not None and behind < offset
    if behind is not None and backwards:
        offset, limit = max(behind, 0), limit + min(behind, 0)
    values: list[Any] = []
    rows = _rows(shelf, shape_of(where, values), tuple(order), backwards)
    if limit < 0:
        return []
    records = await shelf.every(tx, rows, **given(workspace_id, values), skipped=offset, page_size=limit)
    return records[::-1] if backwards else records


async def _behind(tx: Tx, shelf: Shelf[R], workspace_id: str, where: Condition, offset: int, limit: int) -> int | None:
    """How many records come after the page, where that is known and the page lies far from the beginning."""
    if offset < FAR or not leaves_nothing_out(where):
        return None
    total = await shelf.living(tx, workspace_id)
    return None if total is None else total - offset - limit


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
    """A page, and how many records meet the condition: counted only where it is not known otherwise."""
    records = await page(tx, shelf, workspace_id, where, order, offset=offset, limit=limit)
    if len(records) < limit and (records or offset == 0):
        return records, offset + len(records)
    total = await shelf.living(tx, workspace_id) if leaves_nothing_out(where) else None
    return records, await _count(tx, shelf, workspace_id, where) if total is None else total


async def _count(tx: Tx, shelf: Shelf[Any], workspace_id: str, where: Condition) -> int:
    values: list[Any] = []
    counted = await tx.one(_counting(shelf, shape_of(where, values)), **given(workspace_id, values))
    return counted[0] if counted else 0


def given(workspace_id: str, values: Sequence[Any]) -> dict[str, Any]:
    """The parameters of a statement whose values were taken out of its shape."""
    return {f"value_{index}": value for index, value in enumerate(values)} | {"workspace_id": workspace_id}


@lru_cache(maxsize=SHAPES_KEPT)
def _counting(shelf: Shelf[Any], shape: Condition) -> Statement:
    scope = Scope(shelf.table, shelf.table)
    where = _living(shelf, Builder(scope).condition(shape))
    return Statement(select(func.count()).select_from(scope.source).where(*where), lasting=False)


@lru_cache(maxsize=SHAPES_KEPT)
def _rows(shelf: Shelf[Any], shape: Condition, order: tuple[Order, ...], backwards: bool) -> Statement:
    """The page's statement; `backwards`: from the end of the list on."""
    table = shelf.table
    scope = Scope(table, table)
    builder = Builder(scope)
    where = _living(shelf, builder.condition(shape))
    order = tuple(Order(each.field, each.descending is not backwards) for each in order)
    keys = [builder.order(each) for each in order]
    skipped, page_size = (bindparam(name, type_=BigInteger) for name in ("skipped", "page_size"))

    def ordered(query: Any) -> Any:
        return query.select_from(scope.source).order_by(*keys, table.c.id.desc() if backwards else table.c.id)

    def paged(query: Any) -> Any:
        return ordered(query).limit(page_size).offset(skipped)

    if all(builder.is_own_column(each.field) for each in order):
        return Statement(paged(shelf.select(*where)), lasting=False)
    # No index has that order: all that may be on the page are sorted. Ids are, for whole rows take four times as long.
    ids = paged(select(table.c.id).where(*where, _nearby(builder, scope, where, order[0]))).correlate(None)
    return Statement(ordered(shelf.select(table.c.id.in_(ids))), lasting=False)


def _living(shelf: Shelf[Any], condition: Any) -> tuple[Any, ...]:
    return shelf.table.c.workspace_id == WORKSPACE, shelf.table.c.deleted_at.is_(None), condition


def _nearby(builder: Builder, scope: Scope, where: Sequence[Any], first: Order) -> Any:
    """What is true anyway of all records up to the page's end, and lets an index leave out those far behind it.

    No key lies farther than a margin from its instant. So as many records as there are up to the page's end have keys
    within a margin of the last one's instant in the instants' order, and instants within two.
    """
    near = builder.near(first.field)
    if near is None:
        return true()
    instant, id = type_coerce(near, BigInteger), scope.own[0].c.id
    by = (near.desc(), id.desc()) if first.descending else (near, id)
    end = bindparam("skipped", type_=BigInteger) + bindparam("page_size", type_=BigInteger)
    last = select(instant).select_from(scope.source).where(*where).order_by(*by).limit(1).offset(end)
    border = last.correlate(None).scalar_subquery()
    if first.descending:
        return instant >= func.coalesce(border - literal(2 * MARGIN, BigInteger), literal(-EVER, BigInteger))
    return instant <= func.coalesce(border + literal(2 * MARGIN, BigInteger), literal(EVER, BigInteger))
