"""Acts that take in all that belongs to something: how much they may take in, and whose chains they hold."""

from collections.abc import Iterable, Sized
from typing import Final, TypeVar

from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import TooMany
from uhrwerk.storage import time_entries
from uhrwerk.storage.records import Kept
from uhrwerk.storage.search.pages import page
from uhrwerk.storage.search.tree import Condition
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry

R = TypeVar("R", bound=Kept)

MOST: Final = 500
"""Records of a kind that one act changes: about a second's work on SQLite, where everybody else waits for it."""


def check_size(found: Sized, noun: str) -> None:
    """Raise TooMany for more than one act may take in."""
    if len(found) > MOST:
        raise TooMany(f"More than {MOST} {noun} belong to this; change or delete them in parts first.")


async def all_of(tx: Tx, shelf: Shelf[R], workspace_id: str, where: Condition) -> list[R]:
    """All records that meet the condition. Raises TooMany."""
    found = await page(tx, shelf, workspace_id, where, limit=MOST + 1)
    check_size(found, shelf.table.name.replace("_", " ") + " records")
    return found


async def held_entries(tx: Tx, actor: Actor, wheres: Iterable[Condition]) -> list[TimeEntry]:
    """The time entries that meet one of the conditions, each meeting but one; everybody's chain is held.

    All at once, so that acts on several chains wait for one another in one order. Raises TooMany.
    """
    wheres, held = list(wheres), set[str]()
    while True:
        found: list[TimeEntry] = []
        for where in wheres:
            found += await all_of(tx, time_entries.shelf, actor.workspace_id, where)
            check_size(found, "time entries")
        # Read again once they are held: somebody may have changed an entry, or made one, before the lock was ours.
        missing = {each.person_id for each in found} - held
        if not missing:
            return found
        await tx.lock(actor.workspace_id, *missing)
        held |= missing
