"""What all of awork's requests have in common: how their members are named and read."""

from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from uhrwerk.rules.refusals import Invalid

DEEPEST: Final = 4
"""Forms within forms; members further down are nobody's."""


class Form(msgspec.Struct, kw_only=True, rename=lambda name: name.replace("_", "")):
    """The body of a request. Members are matched without regard to case, so their names are lower-case here."""


def lowered(value: Any, depth: int = DEEPEST) -> Any:
    """The value with the members of its objects in lower case."""
    if depth and isinstance(value, dict):
        return {name.lower(): lowered(each, depth - 1) for name, each in value.items()}
    if depth and isinstance(value, list):
        return [lowered(each, depth - 1) for each in value]
    return value


def instant(text: str, field: str) -> datetime:
    """An instant in UTC, which is also meant where no zone is named. Raises Invalid."""
    try:
        found = datetime.fromisoformat(text.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid.field(field, "must be a date and time such as 2024-01-15T09:30:00Z") from None
