"""What is reckoned of tasks, for a whole list of them in one question."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from uhrwerk.storage.columns import Id
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import task, time_entry


async def tracked_seconds(tx: Tx, workspace_id: str, task_ids: Sequence[str]) -> dict[str, int]:
    """Net seconds of the stopped entries of each of these tasks that has any."""
    return await _by_task(tx, _tracked_seconds, workspace_id, task_ids)


async def subtasks(tx: Tx, workspace_id: str, task_ids: Sequence[str]) -> dict[str, int]:
    """How many tasks are right below each of these tasks, for those that have any."""
    return await _by_task(tx, _subtasks, workspace_id, task_ids)


async def _by_task(tx: Tx, statement: Any, workspace_id: str, task_ids: Sequence[str]) -> dict[str, int]:
    if not task_ids:
        return {}
    # The last one again and again, up to a power of two: lists of any length have few statements.
    count = 1 << (len(task_ids) - 1).bit_length()
    ids = {f"id_{index}": task_ids[min(index, len(task_ids) - 1)] for index in range(count)}
    return {row[0]: row[1] for row in await tx.all(statement(count), workspace_id=workspace_id, **ids)}


@lru_cache
def _tracked_seconds(count: int) -> Statement:
    column = time_entry.c.task_id
    return Statement(
        select(column, func.sum(time_entry.c.net_seconds))
        .where(
            time_entry.c.workspace_id == bindparam("workspace_id"),
            _one_of(column, count),
            time_entry.c.ended_at.is_not(None),
            time_entry.c.deleted_at.is_(None),
        )
        .group_by(column)
    )


@lru_cache
def _subtasks(count: int) -> Statement:
    column = task.c.parent_id
    return Statement(
        select(column, func.count())
        .where(task.c.workspace_id == bindparam("workspace_id"), _one_of(column, count), task.c.deleted_at.is_(None))
        .group_by(column)
    )


def _one_of(column: ColumnElement[Any], count: int) -> ColumnElement[bool]:
    return column.in_([bindparam(f"id_{index}", type_=Id) for index in range(count)])
