"""Lists, newest first, by cursor."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final, Protocol, TypeVar
from uuid import UUID

import msgspec
from litestar.params import QueryParameter

from uhrwerk.entrypoints.native.models.values import Page
from uhrwerk.rules.refusals import Invalid


class Numbered(Protocol):
    """What has an id."""

    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Numbered)
M = TypeVar("M")

LONG_PAGE: Final = 100
"""Longer pages are read beside the others, not before them."""

Limit = Annotated[int, QueryParameter(ge=1, le=500, description="How many items a page has", required=False)]
Cursor = Annotated[
    str | None, QueryParameter(description="`next_cursor` of the page before", required=False, max_length=500)
]

BY_INSTANT: Final = msgspec.json.Decoder(tuple[Annotated[datetime, msgspec.Meta(tz=True)], UUID])
BY_DAY: Final = msgspec.json.Decoder(tuple[date, UUID])


def after_key(cursor: str | None, keys: msgspec.json.Decoder[Any] = BY_INSTANT) -> tuple[Any, ...] | None:
    """Instant (or day) and id of the last item seen. Raises Invalid for a cursor that is not ours."""
    if cursor is None:
        return None
    try:
        first, id = keys.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, msgspec.MsgspecError):
        raise Invalid.field("cursor", "is not a cursor of this list") from None
    return first, str(id)


def page(records: Sequence[R], limit: int, key: str, model: Callable[[R], M]) -> Page[M]:
    """A page of up to `limit` from `limit + 1` records; `key` is the instant or the day they are ordered by."""
    shown = records[:limit]
    cursor = None
    if len(records) > limit:
        last = shown[-1]
        raw = msgspec.json.encode((getattr(last, key), last.id))
        cursor = urlsafe_b64encode(raw).decode().rstrip("=")
    return Page([model(record) for record in shown], cursor)
