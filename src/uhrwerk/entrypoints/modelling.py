"""Models of records, for lists of hundreds: quick to make, without a line for every member that is taken as it is."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar, overload

import msgspec

R = TypeVar("R")
M = TypeVar("M", bound=msgspec.Struct)
S = TypeVar("S")
K = TypeVar("K")


def modelling(model: type[M], *own: str, **paths: str) -> Callable[..., M]:
    """What makes a model of a record and of the values of the members in `own`, which follow it in that order.

    Every other member is the record's of the same name, or what `paths` leads to (`zone`, `task.name`). Members are set
    by their place: by name it takes a struct of dozens eight times as long.
    """
    members = [name if name in own else f"record.{paths.get(name, name)}" for name in model.__struct_fields__]
    # Source, as for a dataclass's methods: to gather the values and to put them in order takes three times as long.
    source = f"lambda {', '.join(['record', *own])}: model({', '.join(members)})"
    made: Callable[..., M] = eval(source, {"model": model})  # noqa: S307 (names of members alone)
    return made


def iso_text(moment: datetime) -> str:
    """`2024-01-15T09:30:00`, with six decimals or none, and an offset (`Z` for UTC).

    `isoformat` takes ten times as long for it.
    """
    text: str = msgspec.to_builtins(moment)
    return text


@overload
def iso_texts(moments: list[datetime]) -> list[str]: ...


@overload
def iso_texts(moments: list[datetime | None]) -> list[str | None]: ...


def iso_texts(moments: list[Any]) -> list[Any]:
    """The same of many."""
    texts: list[Any] = msgspec.to_builtins(moments)
    return texts


def made(make: Callable[[R], S], records: Mapping[K, R | None]) -> dict[K, S | None]:
    """What is made of each of the records, by their keys; nothing of none."""
    return {key: None if record is None else make(record) for key, record in records.items()}


class Shared:
    """What the models of a list show alike: made once of each object, however many show it."""

    def __init__(self) -> None:
        # The object is kept with what was made of it: nothing else gets its id meanwhile.
        self._made: defaultdict[Any, dict[int, tuple[Any, Any]]] = defaultdict(dict)

    @overload
    def __call__(self, make: Callable[[R], S], of: None) -> None: ...

    @overload
    def __call__(self, make: Callable[[R], S], of: R) -> S: ...

    def __call__(self, make: Callable[[R], S], of: R | None) -> S | None:
        if of is None:
            return None
        made = self._made[make]
        found = made.get(id(of))
        if found is None:
            found = made[id(of)] = of, make(of)
        shown: S = found[1]
        return shown
