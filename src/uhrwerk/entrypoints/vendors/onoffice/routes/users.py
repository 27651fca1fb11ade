"""Users: who else uses the clock, for clients that look before they punch."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.vendors.onoffice import wire
from uhrwerk.entrypoints.vendors.onoffice.errors import ActionFailed, Code
from uhrwerk.entrypoints.vendors.onoffice.wire import Action
from uhrwerk.operations import search
from uhrwerk.operations.authentication import Guest
from uhrwerk.storage import people
from uhrwerk.storage.search.tree import And, equal
from uhrwerk.storage.store import Tx

PAGE: Final = 20
LONGEST_PAGE: Final = 500
FARTHEST: Final = 2**31 - 1

NOT_FOLLOWED: Final = ("filter", "filterid", "sortby", "sortorder", "georangesearch")
"""What would change the list and is not known here: going on without it would pass for having followed it."""


async def users(house: House, guest: Guest, action: Action, now: datetime) -> wire.Data:
    """`get` `users`, `read` `user`: the active people, the oldest first; with a `resourceid` just that one."""
    for name in NOT_FOLLOWED:
        if action.parameters.get(name) not in (None, "", [], {}):
            raise ActionFailed(Code.NOT_IMPLEMENTED, name)
    limit = _number(action.parameters, "listlimit", PAGE, 1, LONGEST_PAGE)
    offset = _number(action.parameters, "listoffset", 0, 0, FARTHEST)
    members = _members(action.parameters)
    wanted = [equal("active", True), equal("archived", False)]
    number = _resource_id(action.resource_id)
    if number is not None:
        wanted.append(equal("number", number))

    async def read(tx: Tx) -> wire.Data:
        found, total = await search.find_and_count(
            tx, guest.actor, people.shelf, And(tuple(wanted)), offset=offset, limit=limit
        )
        return wire.users(found, total, members)

    return await house.store.read(read)


def _resource_id(value: Any) -> int | None:
    """The one person asked for; None for all. Raises ActionFailed (24) for what is no id."""
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text[:10]) > FARTHEST or len(text) > 10:
        raise ActionFailed(Code.NO_RESOURCE_ID, text)
    return int(text)


def _members(parameters: Mapping[str, Any]) -> list[str]:
    """The members asked for in `data`, all of them where it is left out. Raises ActionFailed."""
    data = parameters.get("data")
    if data in (None, [], {}):
        return list(wire.USER)
    if not isinstance(data, list) or not all(isinstance(name, str) for name in data):
        raise ActionFailed(Code.TYPE_WRONG, "data")
    if any(name not in wire.USER for name in data):
        raise ActionFailed(Code.VALUE_INVALID, "data")
    return data


def _number(parameters: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    """A whole number, or its text. Raises ActionFailed."""
    value = parameters.get(name)
    if value is None or value == "":
        return default
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ActionFailed(Code.TYPE_WRONG, name)
    text = str(value).strip()
    if not text.isascii() or not text.isdigit() or len(text) > 10 or not least <= int(text) <= most:
        raise ActionFailed(Code.VALUE_INVALID, name)
    return int(text)
