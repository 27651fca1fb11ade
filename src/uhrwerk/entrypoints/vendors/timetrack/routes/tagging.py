"""Tags, which TimeTrack's clients know as words in a text."""

from typing import Any

from uhrwerk.entrypoints.vendors.timetrack.routes.requests import Call
from uhrwerk.entrypoints.vendors.timetrack.wire.values import Given, tag_names
from uhrwerk.operations import tags
from uhrwerk.storage.store import Tx


async def tags_of(tx: Tx, call: Call, said: Given[str | list[str]], person_id: str) -> dict[str, Any]:
    """The member `tags` of a record of the person's, where the client says any; a new word is added. Raises Invalid."""
    if not isinstance(said, str | list | None):
        return {}
    await tx.lock(call.actor.workspace_id, call.actor.workspace_id, person_id)
    return {"tags": await tags.named(tx, call.actor, call.now, tag_names(said))}
