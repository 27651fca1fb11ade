"""Records by their number, for faces whose ids are integers."""

from typing import Any

from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx


async def id_of(tx: Tx, actor: Actor, shelf: Shelf[Any], number: int, field: str | None = None) -> str:
    """The id of the workspace's record of that kind and number, of a deleted one too.

    Raises NotFound, naming `field`, where no record of the kind has the number: one of another kind may.
    """
    record = await shelf.numbered(tx, actor.workspace_id, number)
    if record is None:
        raise NotFound(shelf.table.name.replace("_", " "), field)
    found: str = record.id
    return found
