"""Every property of every list can be asked for: what the maps name is there, and of the type that they say."""

from typing import Any, Final

import pytest

from tests.home import MORNING, Home, Workplace
from uhrwerk.entrypoints.vendors.awork.filters import lists
from uhrwerk.entrypoints.vendors.awork.filters.lists import Listed
from uhrwerk.entrypoints.vendors.awork.filters.literals import Asker
from uhrwerk.entrypoints.vendors.awork.filters.parser import parse_filter, parse_order
from uhrwerk.entrypoints.vendors.awork.filters.properties import MODELS, Many, Meaning, Member, Nested, Property, Type
from uhrwerk.operations import search
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.day import zone
from uhrwerk.storage.store import Tx

LITERALS: Final = {
    Type.GUID: ["guid'00000000-0000-7000-8000-00000000dead'"],
    Type.TEXT: ["'x'", "''"],
    Type.FLAG: ["true", "false"],
    Type.WHOLE: ["7", "99999999999999", "-1.5"],
    Type.REAL: ["7", "-1.5"],
    Type.INSTANT: ["now", "datetime'0001-01-01'", "datetime'9999-12-31T23:59:59.999'"],
    Type.DAY: ["today", "datetime'0001-01-01'", "datetime'9999-12-31'"],
    Type.WALL_DAY: ["today", "datetime'0001-01-01'", "datetime'9999-12-31'"],
    Type.DATE: ["today", "datetime'0001-01-01'", "datetime'9999-12-31T12:00'"],
    Type.TIME: ["'12:00'", "time'23:59:59.9999999'"],
}

ALL: Final[dict[str, Listed[Any]]] = {name: each for name, each in vars(lists).items() if isinstance(each, Listed)}


def questions(model: str, depth: int) -> list[str]:
    """An expression or more for each property of the model, and of the models within it."""
    return [asked for name, each in MODELS[model].items() for asked in _of(name, each, depth)]


def _of(name: str, definition: Property, depth: int) -> list[str]:
    match definition:
        case Member(_, type_) | Meaning(type_):
            ordered = isinstance(definition, Member) and type_ not in (Type.GUID, Type.FLAG)
            signs = ("eq", "ne", "gt", "le") if ordered else ("eq", "ne")
            return [f"{name} {sign} {literal}" for literal in LITERALS[type_] for sign in signs]
        case Nested(_, model):
            inner = questions(model, depth - 1) if depth else []
            return [f"{name} eq null"] + [f"{name}/{each}" for each in inner]
        case Many(_, model):
            inner = questions(model, 0) if depth and model != "reference" else []
            return [f"{name}/any()", f"{name}/count() ge 0"] + [f"{name}/any(x: x/{each})" for each in inner]


@pytest.mark.parametrize("name", ALL)
def test_every_property_can_be_filtered_by(home: Home, place: Workplace, name: str) -> None:
    listed = ALL[name]
    asker = Asker(place.owner.id, MORNING, zone("Europe/Berlin"))
    asked = questions(listed.model, 1)

    async def ask(tx: Tx) -> None:
        actor = command_line_actor(place.id)
        for begin in range(0, len(asked), 25):
            condition = parse_filter(" or ".join(asked[begin : begin + 25]), listed.model, asker)
            await search.find_and_count(tx, actor, listed.shelf, condition, limit=1)

    assert len(asked) > 20
    home.run(ask)


@pytest.mark.parametrize("name", ALL)
def test_every_member_can_be_ordered_by(home: Home, place: Workplace, name: str) -> None:
    listed = ALL[name]
    asker = Asker(place.owner.id, MORNING, zone("Europe/Berlin"))
    members = [name for name, each in MODELS[listed.model].items() if isinstance(each, (Member, Nested))]

    async def ask(tx: Tx) -> None:
        for begin in range(0, len(members), 10):
            order = parse_order(",".join(members[begin : begin + 10]), listed.model, asker)
            await search.find_and_count(tx, command_line_actor(place.id), listed.shelf, order=order, limit=1)

    home.run(ask)
