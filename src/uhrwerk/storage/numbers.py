"""The numbers of a workspace's records: taken from the database a block at a time, and handed out from memory."""

from typing import Final

from sqlalchemy import bindparam, update

from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import StoreFailed, Tx
from uhrwerk.storage.tables import number_source

A_BLOCK: Final = 50

_take = Statement(
    update(number_source)
    .where(number_source.c.workspace_id == bindparam("key"))
    .values(next=number_source.c.next + bindparam("amount"))
    .returning(number_source.c.next)
)


async def block_of(tx: Tx, workspace_id: str, count: int) -> range | None:
    """So many numbers, the next ones. None where the transaction sees no such workspace."""
    row = await tx.one(_take, key=workspace_id, amount=count)
    return None if row is None else range(int(row[0]) - count, int(row[0]))


async def taken(tx: Tx, workspace_id: str, count: int) -> range:
    """The same of a workspace that is there. Raises StoreFailed."""
    block = await block_of(tx, workspace_id, count)
    if block is None:
        raise StoreFailed("The workspace has no source of numbers.")
    return block


class Numbers:
    """What is left of the blocks that were taken."""

    def __init__(self) -> None:
        self._blocks: dict[str, range] = {}

    def next(self, workspace_id: str) -> int | None:
        """The next number at hand, None where a block must be taken."""
        block = self._blocks.get(workspace_id)
        if not block:
            return None
        self._blocks[workspace_id] = block[1:]
        return block[0]

    def take(self, workspace_id: str, block: range) -> int:
        """Keep a block just taken; its first number."""
        self._blocks[workspace_id] = block[1:]
        return block[0]


class NumbersOfBatches(Numbers):
    """A block is the batch's own until its commit: if the act that took it, or the commit, fails, the database has it
    back, and it is forgotten here."""

    def __init__(self) -> None:
        super().__init__()
        self._taken: set[str] = set()

    def take(self, workspace_id: str, block: range) -> int:
        self._taken.add(workspace_id)
        return super().take(workspace_id, block)

    def committed(self) -> None:
        self._taken.clear()

    def rolled_back(self) -> None:
        """Forget every block taken since the last commit: gaps are allowed, doubles are not."""
        for workspace_id in self._taken:
            self._blocks.pop(workspace_id, None)
        self._taken.clear()
