"""Filters of lists: whose records, and from when to when."""

from collections.abc import Iterable

from uhrwerk.entrypoints.vendors.timetrack.routes.requests import Call
from uhrwerk.entrypoints.vendors.timetrack.wire import values
from uhrwerk.entrypoints.vendors.timetrack.wire.lists import SpanFilter, UserFilter
from uhrwerk.entrypoints.vendors.timetrack.wire.values import Wall
from uhrwerk.rules.day import Zones
from uhrwerk.storage import people
from uhrwerk.storage.people import Person
from uhrwerk.storage.search.tree import ALWAYS, And, Comparison, Condition, Field, Matches, Or, equal, one_of
from uhrwerk.storage.store import Tx


async def of_user(tx: Tx, call: Call, wanted: UserFilter) -> Condition:
    """Records of the user that is named, if one is. Raises NotFound."""
    return equal("person_id", (await call.person(tx, wanted.username)).id) if wanted.username else ALWAYS


async def of_clock(tx: Tx, call: Call, wanted: SpanFilter) -> Condition:
    """Records of the clock by user and start. Days are those of each record's own person. Raises NotFound, Invalid."""
    if wanted.username:
        person = await call.person(tx, wanted.username)
        return And((equal("person_id", person.id), _started(call.wall(person), wanted)))
    if not wanted.from_ and not wanted.to:
        return ALWAYS
    groups = _by_zones(await people.every(tx, call.actor.workspace_id))
    each = [
        And((one_of("person_id", [person.id for person in group]), _started(call.wall(group[0]), wanted)))
        for group in groups
    ]
    return Or(tuple(each))


def _by_zones(staff: Iterable[Person]) -> list[list[Person]]:
    groups: dict[Zones, list[Person]] = {}
    for person in staff:
        groups.setdefault(person.zones, []).append(person)
    return list(groups.values())


def _started(wall: Wall, wanted: SpanFilter) -> Condition:
    parts: list[Condition] = []
    if wanted.from_:
        parts.append(Comparison(Field("started_at"), ">=", wall.begin(wanted.from_, "from")))
    if wanted.to:
        parts.append(Comparison(Field("started_at"), "<", wall.end(wanted.to, "to")))
    return And(tuple(parts))


def on_days(wanted: SpanFilter, first: str, last: str) -> Condition:
    """Records that have a day within the range; `first` and `last` are the columns of their days. Raises Invalid."""
    parts: list[Condition] = []
    if wanted.from_:
        parts.append(Comparison(Field(last), ">=", values.day(wanted.from_, "from")))
    if wanted.to:
        parts.append(Comparison(Field(first), "<=", values.day(wanted.to, "to")))
    return And(tuple(parts))


def part_of(path: str, text: str | None) -> Condition:
    """The member has this text somewhere, in capital or small letters."""
    return Matches(Field(path), "anywhere", text) if text else ALWAYS


def whole(path: str, text: str | None) -> Condition:
    """The member is this text, letter by letter."""
    return equal(path, text) if text else ALWAYS
