"""Contact details, which a person or a client has in a list of their own."""

from datetime import datetime
from typing import Any, Final

import msgspec

from uhrwerk.operations.records import new_id
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage.parts import ContactDetail

Details = tuple[ContactDetail, ...]

_LENGTHS: Final = {"value": 1000, "street": 500, "street2": 500}
_SHORT: Final = 200


def added(details: Details, actor: Actor, now: datetime, members: dict[str, Any]) -> tuple[Details, ContactDetail]:
    """The details with one more, and that one. Raises Invalid."""
    detail = ContactDetail(
        id=new_id(), created_by=actor.id, created_at=now, updated_by=actor.id, updated_at=now, **_checked(members)
    )
    return (*details, detail), detail


def changed(
    details: Details, actor: Actor, now: datetime, id: str, members: dict[str, Any]
) -> tuple[Details, ContactDetail]:
    """The details with that one changed, and that one. Raises NotFound, Invalid."""
    before = one(details, id)
    after = msgspec.structs.replace(before, updated_by=actor.id, updated_at=now, **_checked(members))
    return tuple(after if each is before else each for each in details), after


def removed(details: Details, id: str) -> Details:
    """The details without that one. Raises NotFound."""
    gone = one(details, id)
    return tuple(each for each in details if each is not gone)


def one(details: Details, id: str) -> ContactDetail:
    """Raises NotFound."""
    found = next((each for each in details if each.id == id), None)
    if found is None:
        raise NotFound("contact detail")
    return found


def first(details: Details, kind: str) -> ContactDetail | None:
    """The first detail of that kind."""
    return next((each for each in details if each.kind == kind), None)


def _checked(members: dict[str, Any]) -> dict[str, Any]:
    return {
        name: text.name(value, name, 50)
        if name == "kind"
        else None
        if value is None
        else text.clean(value, name, _LENGTHS.get(name, _SHORT))
        for name, value in members.items()
    }
