"""Lists that are no table: their properties are read off the very shapes that are answered."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from types import UnionType
from typing import Any, Final, TypeVar, get_args, get_origin

import msgspec

from uhrwerk.entrypoints.vendors.awork.filters.properties import Many, Member, Model, Nested, Property, Type
from uhrwerk.storage.search.memory import meets, ordered
from uhrwerk.storage.search.tree import Condition, Order

M = TypeVar("M", bound=msgspec.Struct)

_TYPES: Final = {bool: Type.FLAG, int: Type.WHOLE, float: Type.REAL}
_PEOPLE: Final = ("created_by", "updated_by")
_OWN_WORDS: Final = ("client_id",)
"""Ids that whoever made the thing chose."""


@lru_cache
def models_of(shape: type[msgspec.Struct]) -> dict[str, Model]:
    """The shape's model, and those within it, by the names of the shapes."""
    models: dict[str, Model] = {}
    properties: dict[str, Property] = {}
    for field in msgspec.structs.fields(shape):
        found, inner = _property(field.name, field.type)
        if inner is not None:
            models |= models_of(inner)
        if found is not None:
            properties[field.encode_name.lower()] = found
    return models | {shape.__name__: properties}


def searched(models: Sequence[M], where: Condition, order: Sequence[Order]) -> list[M]:
    """Those that meet the condition, in that order."""
    records = [{"": model, **_values(model)} for model in models]
    return [each[""] for each in ordered([record for record in records if meets(where, record)], order)]


def _property(name: str, kind: Any) -> tuple[Property | None, type[msgspec.Struct] | None]:
    """What the field can be asked for, None for nothing; and the shape within it."""
    if isinstance(kind, UnionType):
        [kind] = [each for each in get_args(kind) if each is not type(None)]
    if get_origin(kind) is list:
        [inner] = get_args(kind)
        return (Many(name, inner.__name__), inner) if _is_shape(inner) else (None, None)
    if _is_shape(kind):
        return Nested(name, kind.__name__), kind
    if kind is str:
        return Member(name, _type_of_text(name)), None
    return (Member(name, _TYPES[kind]), None) if kind in _TYPES else (None, None)


def _is_shape(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _type_of_text(name: str) -> Type:
    if name == "id" or name in _PEOPLE or (name.endswith("_id") and name not in _OWN_WORDS):
        return Type.GUID
    return Type.INSTANT if name.endswith("_on") else Type.TEXT


def _values(model: msgspec.Struct) -> dict[str, Any]:
    return {name: _read(name, value) for name, value in msgspec.structs.asdict(model).items()}


def _read(name: str, value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return _values(value)
    if isinstance(value, list):
        return [_values(each) if isinstance(each, msgspec.Struct) else each for each in value]
    if isinstance(value, str) and _type_of_text(name) is Type.INSTANT:
        instant = datetime.fromisoformat(value)
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return value
