"""Contact details, which a person or a client has in a list of their own."""

from collections.abc import Iterable
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
_TELLING: Final = ("value", "street", "street2", "zip_code", "city", "state", "country")
"""Members without which a detail says nothing."""


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


def replaced(details: Details, actor: Actor, now: datetime, wanted: Iterable[dict[str, Any]]) -> Details:
    """The details as a client gives them as a whole: one with the `id` of one that is there is that one, changed.

    Raises NotFound for another id, Invalid.
    """
    left = {each.id: each for each in details}
    found: Details = ()
    for members in wanted:
        given = {name: value for name, value in members.items() if name != "id"}
        if members.get("id") is None:
            found, _ = added(found, actor, now, given)
            continue
        before = left.pop(members["id"], None)
        if before is None:
            raise NotFound("contact detail", "contacts")
        same = msgspec.structs.replace(before, **_checked(given)) == before
        found += (before,) if same else (changed((before,), actor, now, before.id, given)[1],)
    return found


def with_first(details: Details, actor: Actor, now: datetime, kind: str, members: dict[str, Any]) -> Details:
    """The details with the first of that kind changed, for clients that know one of each kind.

    It is made where there is none, and taken out where it no longer says anything. Raises Invalid.
    """
    before = first(details, kind)
    if before is None:
        return added(details, actor, now, {"kind": kind, **members})[0] if any(members.values()) else details
    if all(getattr(before, name) == value for name, value in members.items()):
        return details
    after, detail = changed(details, actor, now, before.id, members)
    return after if any(getattr(detail, name) for name in _TELLING) else removed(details, before.id)


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
    return {name: _cleaned(name, value) for name, value in members.items()}


def _cleaned(name: str, value: Any) -> str | None:
    if name == "kind":
        return text.name(value, name, 50)
    return None if value is None else text.clean(value, name, _LENGTHS.get(name, _SHORT))
