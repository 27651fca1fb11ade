"""What all of awork's requests have in common: how their members are named and read."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from uhrwerk.rules.refusals import Invalid

_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?")

DEEPEST: Final = 4
"""Forms within forms; members further down are nobody's."""


class Form(msgspec.Struct, kw_only=True, rename=lambda name: name.replace("_", "")):
    """The body of a request. Members are matched without regard to case, so their names are lower-case here."""


class ArchivedForm(Form):
    is_archived: bool = False


class NamedForm(Form):
    """A name with what describes it: a type of work, a type of project."""

    name: str
    description: str | None | UnsetType = UNSET
    icon: str | None | UnsetType = UNSET


def lowered(value: Any, depth: int = DEEPEST) -> Any:
    """The value with the members of its objects in lower case."""
    if depth and isinstance(value, dict):
        return {name.lower(): lowered(each, depth - 1) for name, each in value.items()}
    if depth and isinstance(value, list):
        return [lowered(each, depth - 1) for each in value]
    return value


def given(form: Form, names: Mapping[str, str]) -> dict[str, Any]:
    """What the client gave, by the core's names; what it left out is not there. `names` are the form's by the core's.

    Ids come as text.
    """
    values = {name: getattr(form, member) for name, member in names.items()}
    return {
        name: str(value) if isinstance(value, UUID) else value for name, value in values.items() if value is not UNSET
    }


def day(text: str, field: str) -> date:
    """The day that is written; a time behind it says nothing, nor do missing zeros. Raises Invalid."""
    found = _DAY.fullmatch(text.strip())
    try:
        if found is not None:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise Invalid.field(field, "must be a date such as 2024-01-15T00:00:00Z")


def instant(text: str, field: str) -> datetime:
    """An instant in UTC, which is also meant where no zone is named. Raises Invalid."""
    try:
        found = datetime.fromisoformat(text.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid.field(field, "must be a date and time such as 2024-01-15T09:30:00Z") from None
