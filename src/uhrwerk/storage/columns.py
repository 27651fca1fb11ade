"""Column types: how a value of a record lies in a table, the same on both stores."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import UUID, BigInteger, Dialect, String, Text, TypeDecorator

from uhrwerk.rules.day import ALWAYS, Span, ZoneChange, Zones
from uhrwerk.rules.instants import EPOCH
from uhrwerk.rules.timer import Break

MICROSECOND: Final = timedelta(microseconds=1)
A_SECOND: Final = 1_000_000
"""In microseconds."""

EXACT_IN_SECONDS: Final = 8_000_000_000 * A_SECOND
"""Microseconds up to the year 2223: so far a binary fraction of seconds has them exactly."""

REMEMBERED: Final = 10_000
"""Values of a type that are remembered as they were converted: one instant stands in several columns, and a record is
read more than once."""

Id = String(36).with_variant(UUID(as_uuid=False), "postgresql")
"""A UUID as lower-case text with hyphens; a native uuid on PostgreSQL."""


def to_microseconds(instant: datetime) -> int:
    """Microseconds since 1970 in UTC."""
    return (instant - EPOCH) // MICROSECOND


def from_microseconds(microseconds: int) -> datetime:
    # Three times as fast as a timedelta made of them.
    return EPOCH + microseconds * MICROSECOND


def converted(values: Sequence[Any], convert: Callable[[Any], Any]) -> Sequence[Any]:
    """All of the values of a column, the same object for all where they are equal: most often there are none."""
    first = values[0]
    if values.count(first) == len(values):
        return (convert(first),) * len(values)
    return tuple(map(convert, values))


class Converted(TypeDecorator[Any]):
    """A column whose values are converted by plain functions: `encode`, `decode`, and `decode_all` for many rows.

    Statements on the bare driver call them directly.
    """

    impl: Any = Text
    cache_ok = True

    @staticmethod
    def encode(value: Any) -> Any:
        raise NotImplementedError

    @staticmethod
    def decode(value: Any) -> Any:
        raise NotImplementedError

    @classmethod
    def decode_all(cls, values: Sequence[Any]) -> Sequence[Any]:
        return converted(values, cls.decode)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return self.encode(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return self.decode(value)


class Instant(Converted):
    """An aware UTC instant, kept as integer microseconds since 1970: exact, sortable, alike on both stores."""

    impl = BigInteger
    cache_ok = True

    @staticmethod
    def encode(value: datetime | None) -> int | None:
        return None if value is None else (value - EPOCH) // MICROSECOND

    @staticmethod
    @lru_cache(maxsize=REMEMBERED)
    def decode(value: int | None) -> datetime | None:
        return None if value is None else EPOCH + value * MICROSECOND

    @classmethod
    def decode_all(cls, values: Sequence[int | None]) -> Sequence[datetime | None]:
        """In a quarter of the time: out of seconds, as long as they are exact."""
        known = [value for value in values if value is not None]
        if not known or not -EXACT_IN_SECONDS <= min(known) <= max(known) <= EXACT_IN_SECONDS:
            return super().decode_all(values)
        seconds = [None if value is None else value / A_SECOND for value in values]
        return msgspec.convert(seconds, list[datetime | None], strict=False)


class Amount(Converted):
    """A decimal with up to four places (money, a quantity), kept as integer ten-thousandths: exact on both stores."""

    impl = BigInteger
    cache_ok = True

    @staticmethod
    def encode(value: Decimal | None) -> int | None:
        return None if value is None else int(value.scaleb(4))

    @staticmethod
    @lru_cache(maxsize=REMEMBERED)
    def decode(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-4)


def structs_of(part: type[msgspec.Struct]) -> type[Converted]:
    """A column type for a tuple of such parts, kept as a JSON list."""
    decoder = msgspec.json.Decoder(tuple[part, ...])  # type: ignore[valid-type]

    class Structs(Converted):
        cache_ok = True

        @staticmethod
        def encode(value: Any) -> str:
            return msgspec.json.encode(value).decode() if value else "[]"

        @staticmethod
        def decode(value: str | None) -> Any:
            return () if value is None or value == "[]" else decoder.decode(value)

    return Structs


class Breaks(Converted):
    """A record's breaks as JSON `[[start, end or null], …]` in microseconds since 1970."""

    cache_ok = True

    @staticmethod
    def encode(value: tuple[Break, ...] | None) -> str:
        if not value:
            return "[]"
        pairs = [(to_microseconds(b.started_at), b.ended_at and to_microseconds(b.ended_at)) for b in value]
        return msgspec.json.encode(pairs).decode()

    @staticmethod
    @lru_cache(maxsize=REMEMBERED)
    def decode(value: str | None) -> tuple[Break, ...]:
        if value is None or value == "[]":
            return ()
        return tuple(
            Break(from_microseconds(begin), None if end is None else from_microseconds(end))
            for begin, end in msgspec.json.decode(value)
        )


class Spans(Converted):
    """Stretches of time as JSON `[[start, end], …]` in microseconds since 1970."""

    cache_ok = True

    @staticmethod
    def encode(value: tuple[Span, ...] | None) -> str:
        pairs = [(to_microseconds(begin), to_microseconds(end)) for begin, end in value or ()]
        return msgspec.json.encode(pairs).decode()

    @staticmethod
    def decode(value: str | None) -> tuple[Span, ...]:
        if value is None or value == "[]":
            return ()
        return tuple((from_microseconds(begin), from_microseconds(end)) for begin, end in msgspec.json.decode(value))


class DatedZones(Converted):
    """A person's zones as JSON `[[since in microseconds or null for always, IANA name], …]`."""

    cache_ok = True

    @staticmethod
    def encode(value: Zones | None) -> str | None:
        if value is None:
            return None
        pairs = [(None if c.since == ALWAYS else to_microseconds(c.since), c.name) for c in value.changes]
        return msgspec.json.encode(pairs).decode()

    @staticmethod
    @lru_cache(maxsize=1000)
    def decode(value: str | None) -> Zones | None:
        if value is None:
            return None
        return Zones(
            tuple(
                ZoneChange(ALWAYS if since is None else from_microseconds(since), name)
                for since, name in msgspec.json.decode(value)
            )
        )


class Json(Converted):
    """Any JSON value, kept as text."""

    cache_ok = True

    @staticmethod
    def encode(value: Any) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    @staticmethod
    def decode(value: str | None) -> Any:
        if value == "[]":
            return []
        return None if value is None else msgspec.json.decode(value)

    @classmethod
    def decode_all(cls, values: Sequence[str | None]) -> Sequence[Any]:
        """Each its own: they can be changed."""
        return list(map(cls.decode, values))
