"""What is reckoned of tasks, for a whole list of them in one question."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, select

from uhrwerk.storage.id_lists import batched, one_of
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
    found = dict[str, int]()
    for part in batched(task_ids):
        found |= {row[0]: row[1] for row in await tx.all(statement(len(part)), workspace_id=workspace_id, **part)}
    return found


@lru_cache
def _tracked_seconds(count: int) -> Statement:
    column = time_entry.c.task_id
    return Statement(
        select(column, func.sum(time_entry.c.net_seconds))
        .where(
            time_entry.c.workspace_id == bindparam("workspace_id"),
            one_of(column, count),
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
        .where(task.c.workspace_id == bindparam("workspace_id"), one_of(column, count), task.c.deleted_at.is_(None))
        .group_by(column)
    )
