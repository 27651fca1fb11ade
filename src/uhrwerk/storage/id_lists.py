"""Lists of ids as parameters of a statement: lists of any length have few statements, each compiled once."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam

from uhrwerk.storage.columns import Id

AT_ONCE: Final = 1024
"""Ids in one statement; both stores take many more."""


def batched(ids: Sequence[str]) -> Iterator[dict[str, str]]:
    """The ids as parameters, a statement's at a time: the last one again and again, up to a power of two."""
    for first in range(0, len(ids), AT_ONCE):
        part = ids[first : first + AT_ONCE]
        count = 1 << (len(part) - 1).bit_length()
        yield {f"id_{index}": part[min(index, len(part) - 1)] for index in range(count)}


def one_of(column: ColumnElement[Any], count: int) -> ColumnElement[bool]:
    """Whether the column is one of as many ids as `batched` has put together."""
    return column.in_([bindparam(f"id_{index}", type_=Id) for index in range(count)])
