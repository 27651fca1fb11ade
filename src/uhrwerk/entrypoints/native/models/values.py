"""What the models share: instants, names, pages, and how a form becomes the members that the core wants."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Generic, TypeVar
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta

from uhrwerk.rules.refusals import Invalid

T = TypeVar("T")

Instant = Annotated[
    datetime, Meta(tz=True, description="ISO 8601 with an offset or Z", examples=["2026-11-20T08:30:00Z"])
]
Note = Annotated[str, Meta(description="Free text, at most 10,000 characters", examples=["First draft of the sitemap"])]
Reason = Annotated[
    str,
    Meta(description="Why, at most 1,000 characters; the journal keeps it", examples=["Forgot to clock out"]),
]
Name = Annotated[str, Meta(description="One line, at most 200 characters", examples=["Website"])]
Zone = Annotated[str, Meta(description="IANA time zone", examples=["Europe/Berlin"])]

Color = Annotated[str, Meta(description="At most 20 characters", examples=["#2e7d32"])]
Icon = Annotated[str, Meta(description="At most 50 characters", examples=["brush"])]
Tags = Annotated[list[UUID], Meta(max_length=50, description="Ids of tags")]
Seconds = Annotated[int, Meta(ge=0, lt=2**31)]
Amount = Annotated[
    str,
    Meta(
        pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$",
        description="A decimal as a text: exact, as a JSON number would not be",
        examples=["12.5"],
    ),
]
PositiveAmount = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{1,12}(\.[0-9]{1,4})?$",
        description="A decimal as a text, not negative: exact, as a JSON number would not be",
        examples=["85"],
    ),
]
Latitude = Annotated[float, Meta(ge=-90, le=90, description="Degrees, WGS 84", examples=[53.5503])]
Longitude = Annotated[float, Meta(ge=-180, le=180, description="Degrees, WGS 84", examples=[9.992])]

AMOUNTS: Final = ("hour_rate", "budget", "price", "quantity", "days", "carry_over_days", "vacation_days")
"""Members that are decimals."""

PARTS: Final = ("breaks", "contacts", "lists", "members")
"""Members that are lists of forms. A form within a form has a method `kept`: what the core keeps of it."""


class Page(msgspec.Struct, Generic[T], frozen=True):
    """A page, newest first. `next_cursor` asks for the next one; null at the end."""

    items: list[T]
    next_cursor: str | None


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    number: int
    created_at: datetime
    updated_at: datetime
    version: int


def utc(instant: datetime | None, field: str) -> datetime | None:
    """The client's instant in UTC. Raises Invalid where the calendar ends, and for a query's without an offset."""
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise Invalid.field(field, "needs an offset or Z")
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise Invalid.field(field, "lies outside of the calendar") from None


def text_id(id: UUID | None) -> str | None:
    return None if id is None else str(id)


def given(form: msgspec.Struct, *leave_out: str) -> dict[str, Any]:
    """The members that the client gave, as the core wants them. Raises Invalid naming the member at fault."""
    members = {name: getattr(form, name) for name in form.__struct_fields__ if name not in leave_out}
    return {name: _plain(name, value) for name, value in members.items() if value is not UNSET}


def _plain(name: str, value: Any) -> Any:
    if name in PARTS and value is not None:
        return tuple(each.kept(name) for each in value)
    if name in AMOUNTS and value is not None:
        return Decimal(value)
    match value:
        case UUID():
            return str(value)
        case datetime():
            return utc(value, name)
        case list():
            return [_plain("", each) for each in value]
        case msgspec.Struct():
            form: Any = value
            return form.kept(name)
        case _:
            return value


def same(record: msgspec.Struct, model: type[msgspec.Struct], **own: Any) -> dict[str, Any]:
    """The members that the record and the model share, and the model's own; decimals as texts."""
    shared = {name: getattr(record, name) for name in model.__struct_fields__ if name not in own}
    for name in AMOUNTS:
        if isinstance(shared.get(name), Decimal):
            shared[name] = decimal_text(shared[name])
    return shared | own


def decimal_text(value: Decimal) -> str:
    """The shortest way to write it: no exponent, no zeros at its end."""
    return f"{value.normalize():f}"
