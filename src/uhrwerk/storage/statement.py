"""A statement, compiled once per store and run on the bare driver.

Compiling a Core construct costs a hundred times as much as running it; the driver's own row is ten times cheaper
than the ORM's. Column types keep converting values both ways.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property, partial
from itertools import repeat
from operator import attrgetter, is_, itemgetter
from typing import Any, Final

import msgspec
from sqlalchemy import Boolean, ClauseElement, Date, Dialect
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import UpdateBase

from uhrwerk.storage.bulk import Bulk
from uhrwerk.storage.columns import Converted, converted
from uhrwerk.storage.memory import remembered, written

Converter = Callable[[Any], Any]

Given = Mapping[str, Any] | msgspec.Struct
"""Arguments by name: of a mapping, or the members of a record."""

SQLITE: Dialect = sqlite.dialect(paramstyle="qmark")

DOUBLE_PRECISION: Final = 701
"""PostgreSQL's number for the type. Only columns of numbers ask for one, and all of ours are of it."""

MANY: Final = 8
"""Rows for which it is worth to turn them into columns and back."""


class Compiled:
    """Text and converters of a statement on one store."""

    __slots__ = ("_binders", "_converters", "_defaults", "_order", "_take", "text", "width")

    def __init__(self, construct: ClauseElement, dialect: Dialect) -> None:
        compiled: Any = construct.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self.text: str = compiled.string
        # Parameters without a value of their own are always given.
        self._defaults = {name: bind.value for bind, name in compiled.bind_names.items() if not bind.required}
        self._order = order = tuple[str, ...](compiled.positiontup or ())
        self._take = _taker(order)
        types = {name: bind.type for bind, name in compiled.bind_names.items()}
        self._binders: list[tuple[int, Converter]] = [
            (index, process)
            for index, name in enumerate(order)
            if (process := _binder(types[name], dialect)) is not None
        ]
        self._converters: list[tuple[int, Converter, Converter]] = [
            (index, process, _column_converter(column[3], process))
            for index, column in enumerate(compiled._result_columns)
            if (process := _converter(column[3], dialect)) is not None
        ]
        self.width = len(compiled._result_columns)

    def positional(self, given: Mapping[str, Any]) -> list[Any]:
        """The arguments in the order of the text's `?` or `$1, $2, …`, as the driver wants them."""
        values = list(self._take({**self._defaults, **given} if self._defaults else given))
        for index, process in self._binders:
            values[index] = process(values[index])
        return values

    def many(self, given: Sequence[Given]) -> list[Sequence[Any]]:
        """The arguments for each of many, all mappings or all records. Converted column by column: many share an
        instant, or have none."""
        if not given:
            return []
        columns = list(zip(*self._taken(given), strict=True))
        for index, process in self._binders:
            columns[index] = _converted(columns[index], process)
        return list(zip(*columns, strict=True))

    def _taken(self, given: Sequence[Any]) -> Iterable[Sequence[Any]]:
        if isinstance(given[0], msgspec.Struct):
            if len(self._order) > 1 and not self._defaults:
                return map(attrgetter(*self._order), given)
            given = [msgspec.structs.asdict(each) for each in given]
        return map(self._take, [{**self._defaults, **each} for each in given] if self._defaults else given)

    def rows(self, raw: Sequence[Iterable[Any]]) -> list[Sequence[Any]]:
        """A driver's rows with every column as its type has it.

        Many are converted column by column: a loop over the values of a row takes longer than what it converts.
        """
        if not self._converters:
            return list(map(tuple, raw))
        if len(raw) < MANY:
            return [self.row(tuple(each)) for each in raw]
        columns = list(zip(*raw, strict=True))
        for index, _, convert in self._converters:
            columns[index] = convert(columns[index])
        return list(zip(*columns, strict=True))

    def row(self, raw: Sequence[Any]) -> Sequence[Any]:
        """A driver's row with every column as its type has it."""
        if not self._converters:
            return raw
        values = list(raw)
        for index, convert, _ in self._converters:
            values[index] = convert(values[index])
        return values


@cache
def _postgresql() -> Dialect:
    """Imported where it is used: a server on SQLite starts without it."""
    from sqlalchemy.dialects.postgresql import asyncpg

    return asyncpg.dialect()  # type: ignore[no-untyped-call]


def _converted(column: tuple[Any, ...], process: Converter) -> tuple[Any, ...]:
    first = column[0]
    if all(map(is_, column, repeat(first))):
        return (process(first),) * len(column)
    return tuple(map(process, column))


def _taker(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """What takes these members out of a mapping, in this order."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda given: [given[name] for name in names]


def _binder(type_: Any, dialect: Dialect) -> Converter | None:
    if isinstance(type_, Converted):
        return type_.encode
    if dialect is SQLITE and isinstance(type_, Boolean):
        # The driver takes them as they are.
        return None
    if dialect is SQLITE and isinstance(type_, Date):
        return _date_text
    binder: Converter | None = type_._cached_bind_processor(dialect)
    return binder


def _converter(type_: Any, dialect: Dialect) -> Converter | None:
    if isinstance(type_, Converted):
        return type_.decode
    converter: Converter | None = type_._cached_result_processor(dialect, DOUBLE_PRECISION)
    return converter


def _column_converter(type_: Any, process: Converter) -> Converter:
    """The same for all of a column's values."""
    return type_.decode_all if isinstance(type_, Converted) else partial(converted, convert=process)


def _date_text(day: date | None) -> str | None:
    """As SQLAlchemy writes a date on SQLite, in a tenth of the time."""
    return None if day is None else day.isoformat()


class Statement:
    """A Core construct that is run again and again with other parameters.

    One that is not `lasting` is made as somebody words a question: a remembered answer would hold on to it.
    One that has `own_rows` comes to no row that another act of the same transaction comes to: it may be made for many
    acts as one, though it changes a row where it is there.
    """

    def __init__(self, construct: ClauseElement, *, lasting: bool = True, own_rows: bool = False) -> None:
        self.construct = construct
        self.own_rows = own_rows
        self._lasting = lasting

    @cached_property
    def seldom_changes(self) -> frozenset[str]:
        """The tables that it reads, if its answers are worth remembering."""
        return remembered(self.construct) if self._lasting else frozenset()

    @cached_property
    def changes(self) -> str | None:
        """The table that it writes to, if answers read from it may be remembered."""
        return written(self.construct)

    @cached_property
    def table(self) -> object:
        """The table that it changes, None for one that changes nothing."""
        return self.construct.table if isinstance(self.construct, UpdateBase) else None

    @cached_property
    def on_sqlite(self) -> Compiled:
        return Compiled(self.construct, SQLITE)

    @cached_property
    def on_postgresql(self) -> Compiled:
        return Compiled(self.construct, _postgresql())

    @cached_property
    def in_bulk(self) -> Bulk:
        """For many at once, on PostgreSQL."""
        return Bulk(self.on_postgresql.text)
