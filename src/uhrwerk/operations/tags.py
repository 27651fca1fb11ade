"""Tags: kept by admins and leads; whoever tags a record may bring a new word along."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from uhrwerk.operations.details import Neighbours
from uhrwerk.operations.records import new_record, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage import tags
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tags import Tag

MOST_TAGS: Final = 50
"""Tags a record may have."""


async def every(tx: Tx, actor: Actor) -> list[Tag]:
    """The workspace's tags by name."""
    return await tags.every(tx, actor.workspace_id)


async def names_of(tx: Tx, workspace_id: str, ids: Iterable[str]) -> list[str]:
    """The names of these tags in their order; a deleted one is passed over."""
    found = [await tags.shelf.get(tx, workspace_id, id) for id in ids]
    return [tag.name for tag in found if tag is not None and tag.deleted_at is None]


async def named(tx: Tx, actor: Actor, now: datetime, names: Iterable[str], color: str | None = None) -> list[str]:
    """The ids of the tags of these names, each once; a word that is not there yet is added. Raises Invalid.

    The workspace must be locked already where a word may be new.
    """
    ids: list[str] = []
    for name in names:
        wanted = text.name(name, "tags")
        tag = await tags.by_name(tx, actor.workspace_id, wanted)
        if tag is None:
            tag = Tag(**await new_record(tx, actor, now), name=wanted, color=color)
            await tags.shelf.add(tx, tag)
            await write_down(tx, actor, now, "tag.added", None, tag)
        if tag.id not in ids:
            ids.append(tag.id)
    return ids


async def check(
    tx: Tx, workspace_id: str, ids: Sequence[str], present: Iterable[str] = (), around: Neighbours | None = None
) -> None:
    """Raises NotFound for a tag that is not the workspace's, Invalid for too many.

    Those `present` already are not looked for: they may have been deleted since. `around` knows those looked up before.
    """
    if len(ids) > MOST_TAGS:
        raise Invalid.field("tags", f"must not be more than {MOST_TAGS}")
    around = around or Neighbours(tx, workspace_id)
    for id in dict.fromkeys(ids).keys() - set(present):
        tag = await around.get(tags.shelf, id)
        if tag is None or tag.deleted_at is not None:
            raise NotFound("tag", "tags")
