"""What all of TimeTrack's shapes have in common: timestamps, dates, amounts, tags, and members that may be left out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final, TypeAlias, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import fields as struct_fields

from uhrwerk.entrypoints.modelling import iso_text
from uhrwerk.rules.day import Zones, bound_of, day_bounds, instant_of
from uhrwerk.rules.refusals import Invalid

T = TypeVar("T")

Given: TypeAlias = T | UnsetType | None
"""A member of a form: UNSET where the client does not say it, None where it says that there is nothing."""

LARGEST_NUMBER: Final = 2**31 - 1
"""Of a record."""

Number = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
Minutes = Annotated[int, Meta(ge=0, le=100_000)]

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 9000
A_SECOND: Final = timedelta(seconds=1)
SECONDS_LONG: Final = len("2024-01-15T09:30:00")

_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIMESTAMP: Final = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d{2}:?\d{2})?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Wall:
    """How a person's timestamps are read and written.

    Their `Z` is a lie, the time is what the person's own clock on the wall shows; with `z_is_utc` it is the truth.
    """

    zones: Zones
    z_is_utc: bool = False

    def instant(self, text: str, now: datetime, field: str = "date", latest: datetime | None = None) -> datetime:
        """The instant (UTC) that a client's timestamp means. A number of hours behind it (`+02:00`) is believed.

        `latest`: of a time that autumn shows twice, not the one after this while the other is not. Raises Invalid,
        naming `field`, for anything else, for a date that does not exist and for a time that spring leaves out.
        """
        shown = self._shown(text, field)
        if shown.tzinfo is not None:
            return shown
        return instant_of(shown, self.zones, now, field, latest)

    def begin(self, text: str, field: str) -> datetime:
        """The first instant (UTC) of a range: a date's first, or a timestamp. Raises Invalid."""
        if is_date(text):
            return day_bounds(day(text, field), self.zones)[0]
        shown = self._shown(text, field)
        return shown if shown.tzinfo is not None else bound_of(shown, self.zones)

    def end(self, text: str, field: str) -> datetime:
        """The first instant (UTC) after a range: after a date's day, or after a timestamp's second. Raises Invalid."""
        if is_date(text):
            return day_bounds(day(text, field), self.zones)[1]
        shown = self._shown(text, field)
        last = shown if shown.tzinfo is not None else bound_of(shown, self.zones, last=True)
        return last.replace(microsecond=0) + A_SECOND

    def text(self, at: datetime) -> str:
        """Whole seconds, as the timers show them."""
        return iso_text(self._reading(at))[:SECONDS_LONG] + "Z"

    def clock(self, at: datetime) -> str:
        """Hours and minutes."""
        return f"{self._reading(at):%H:%M}"

    def stamp(self, at: datetime | None) -> str | None:
        """Whole seconds with three zeros, as all else shows them."""
        return None if at is None else iso_text(self._reading(at))[:SECONDS_LONG] + ".000Z"

    def _reading(self, at: datetime) -> datetime:
        return at.astimezone(UTC if self.z_is_utc else self.zones.at(at))

    def _shown(self, text: str, field: str) -> datetime:
        """What the text says: an instant in UTC, or a wall clock's time without a zone."""
        found = _TIMESTAMP.fullmatch(text.strip())
        if found is None:
            raise Invalid.field(field, "must be a timestamp such as 2020-10-23T15:00:00.000Z")
        year, month, day, hour, minute, second, fraction, offset = found.groups()
        try:
            shown = datetime(  # noqa: DTZ001 (a wall clock's time has no zone yet)
                int(year),
                int(month),
                int(day),
                int(hour),
                int(minute),
                int(second or 0),
                int((fraction or "0")[:6].ljust(6, "0")),
            )
            if offset is not None and (self.z_is_utc or offset not in "Zz"):
                shown = shown.replace(tzinfo=_offset(offset)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise Invalid.field(field, f"{text.strip()[:40]} does not exist") from None
        _check_year(shown.year, field)
        return shown


def _offset(text: str) -> timezone:
    if text in "Zz":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def is_date(text: str) -> bool:
    return _DATE.fullmatch(text.strip()) is not None


def day(text: str, field: str) -> date:
    """A calendar day, from a date or from a timestamp, whose time is passed over. Raises Invalid."""
    text = text.strip()
    found = _DATE.fullmatch(text[:10])
    if found is None or not (is_date(text) or _TIMESTAMP.fullmatch(text)):
        raise Invalid.field(field, "must be a date such as 2020-10-23")
    try:
        shown = date(*(int(each) for each in found.groups()))
    except ValueError:
        raise Invalid.field(field, f"{text[:40]} does not exist") from None
    _check_year(shown.year, field)
    return shown


def _check_year(year: int, field: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid.field(field, f"lies outside of the years {FIRST_YEAR} to {LAST_YEAR}")


def _exact(number: str) -> Decimal | int:
    """A number with a point, without a detour through binary fractions: 20.10 stays what it is."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return Decimal("Infinity")
    return int(value) if abs(value) < 2**53 and value == value.to_integral_value() else value


DECODER: Final = msgspec.json.Decoder(float_hook=_exact)
ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


def plain(value: Decimal) -> Decimal:
    """An amount without zeros at its end and without an exponent: 80, 80.5."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def amount(value: Decimal | None) -> Decimal | None:
    return None if value is None else plain(value)


def tag_names(value: str | list[str] | None) -> list[str]:
    """The words of a text such as `#billing, travel`, or of a list."""
    words = re.split(r"[,#]", value) if isinstance(value, str) else value or []
    return [word.strip() for word in words if word.strip()]


def tag_text(names: Iterable[str]) -> str | None:
    return ", ".join(names) or None


def given(form: msgspec.Struct, *names: str) -> dict[str, Any]:
    """Those of the form's members that the client says, by the form's own names; an empty text is nothing (None)."""
    members = {name: getattr(form, name) for name in names}
    return {name: None if value == "" else value for name, value in members.items() if value is not UNSET}


def filled(form: msgspec.Struct, *names: str) -> dict[str, Any]:
    """Those of them that are something."""
    return {name: value for name, value in given(form, *names).items() if value is not None}


def wire_names(form: type[msgspec.Struct]) -> dict[str, str]:
    """TimeTrack's names for the members of a form, by the form's own names, which are the core's."""
    return {field.name: field.encode_name for field in struct_fields(form)}


def parameters(query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """Query and body together, the body first: the documented reads carry `{}` as a body and all else in the query."""
    merged = {**query, **body}
    if "username" not in merged and "user" in merged:
        merged["username"] = merged["user"]
    return merged
