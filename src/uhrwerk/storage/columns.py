"""Column types: how a value of a record lies in a table, the same on both stores."""

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


class Converted(TypeDecorator[Any]):
    """A column whose values are converted by two plain functions, `encode` and `decode`.

    Statements on the bare driver call the two directly.
    """

    impl: Any = Text
    cache_ok = True

    @staticmethod
    def encode(value: Any) -> Any:
        raise NotImplementedError

    @staticmethod
    def decode(value: Any) -> Any:
        raise NotImplementedError

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
        return None if value is None else msgspec.json.decode(value)
