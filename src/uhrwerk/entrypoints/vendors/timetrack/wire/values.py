"""What all of TimeTrack's shapes have in common: its timestamps, and parameters from query and body."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from uhrwerk.rules.day import Zones, instant_of
from uhrwerk.rules.refusals import Invalid

_TIMESTAMP: Final = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d{2}:?\d{2})?", re.ASCII
)


def instant(text: str, zones: Zones, now: datetime) -> datetime:
    """The instant (UTC) that a client's `date` means: its `Z` is a lie, the time is the person's wall-clock time.

    A number of hours and minutes behind it (`+02:00`) is believed. Raises Invalid for anything else, for a date that
    does not exist and for a time that the spring change leaves out.
    """
    found = _TIMESTAMP.fullmatch(text.strip())
    if found is None:
        raise Invalid.field("date", "must be a timestamp such as 2020-10-23T15:00:00.000Z")
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    try:
        wall = datetime(  # noqa: DTZ001 (a wall clock's time has no zone yet)
            int(year),
            int(month),
            int(day),
            int(hour),
            int(minute),
            int(second or 0),
            int((fraction or "0")[:6].ljust(6, "0")),
        )
        if offset is not None and offset not in "Zz":
            return wall.replace(tzinfo=_offset(offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid.field("date", f"{text.strip()[:40]} does not exist") from None
    if not 1970 <= wall.year <= 9000:
        raise Invalid.field("date", "lies outside of the years 1970 to 9000")
    return instant_of(wall, zones, now, "date")


def _offset(text: str) -> timezone:
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def wall_clock(at: datetime, zones: Zones) -> str:
    """The person's wall-clock time in whole seconds, with the `Z` that means nothing."""
    return f"{at.astimezone(zones.at(at)):%Y-%m-%dT%H:%M:%S}Z"


def parameters(query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """Query and body together, the body first: the documented reads carry `{}` as a body and all else in the query."""
    merged = {**query, **body}
    if "username" not in merged and "user" in merged:
        merged["username"] = merged["user"]
    return merged
