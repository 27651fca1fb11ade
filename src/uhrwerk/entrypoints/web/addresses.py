"""What stands in an address: a day, a month, an id, the place at which a list goes on. People edit addresses and keep
them for years: what cannot be read there shows today, and only what was never ours is refused.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

import msgspec

from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.rules.day import DAY
from uhrwerk.rules.refusals import Invalid

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 1, 1)
"""Days that pages go to."""

_TEXTS: Final = msgspec.json.Decoder(list[str])


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month; `earlier` and `later` are the first days of the ones beside it."""

    first: date

    @property
    def last(self) -> date:
        return self.later - DAY

    @property
    def earlier(self) -> date:
        return (self.first - DAY).replace(day=1)

    @property
    def later(self) -> date:
        return (self.first + 31 * DAY).replace(day=1)


def named_day(query: Form, name: str) -> date | None:
    """The day; None for what is none."""
    try:
        return date.fromisoformat(query.text(name))
    except ValueError:
        return None


def day_in(query: Form, name: str, today: date) -> date:
    """The day to show, today where none is named."""
    return min(max(named_day(query, name) or today, FIRST_DAY), LAST_DAY)


def month_in(query: Form, today: date, name: str = "month") -> Month:
    """The month to show (`2026-03`), this one where none is named."""
    try:
        found = date.fromisoformat(f"{query.text(name)}-01")
    except ValueError:
        found = today
    return Month(min(max(found, FIRST_DAY), LAST_DAY - DAY).replace(day=1))


def is_id(text: str) -> bool:
    """Whether it is an id as they are written here; anything else in an address names nothing."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def cursor_of(texts: Sequence[str]) -> str:
    """What a list's next page is asked for with: the key of the last row of this one."""
    return urlsafe_b64encode(msgspec.json.encode(texts)).decode().rstrip("=")


def after_in(query: Form, length: int, name: str = "after") -> list[str] | None:
    """The key that `cursor_of` wrote, of that many parts; None on a first page. Raises Invalid for what is none."""
    text = query.given(name)
    if text is None:
        return None
    try:
        found = _TEXTS.decode(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, msgspec.MsgspecError):
        found = []
    if len(found) != length or any("\0" in part for part in found):
        raise _no_page(name)
    return found


def names_after(query: Form, length: int) -> list[str] | None:
    """As `after_in`, of a list by one name or more and, last, the id."""
    key = after_in(query, length)
    if key is not None and not is_id(key[-1]):
        raise _no_page()
    return key


def instant_after(query: Form) -> tuple[datetime, str] | None:
    """As `after_in`, of a list by instant (UTC) and id."""
    key = after_in(query, 2)
    if key is None:
        return None
    try:
        instant, id = datetime.fromisoformat(key[0]), str(UUID(key[1]))
    except ValueError:
        raise _no_page() from None
    return (instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)), id


def day_after(query: Form) -> tuple[date, str] | None:
    """As `after_in`, of a list by day and id."""
    key = after_in(query, 2)
    if key is None:
        return None
    try:
        return date.fromisoformat(key[0]), str(UUID(key[1]))
    except ValueError:
        raise _no_page() from None


def _no_page(name: str = "after") -> Invalid:
    return Invalid.field(name, "is not a page of this list")
