"""What all of awork's shapes have in common: members, instants, dates."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

import msgspec

from uhrwerk.entrypoints.modelling import iso_text
from uhrwerk.storage.columns import to_microseconds

DAY_LONG: Final = len("2024-01-15")
SECONDS_LONG: Final = len("2024-01-15T09:30:00")
WHOLE_LONG: Final = len("2024-01-15T09:30:00Z")
MILLISECONDS_LONG: Final = len("2024-01-15T09:30:00.123")
MICROSECONDS_LONG: Final = len("2024-01-15T09:30:00.123456")

MIDNIGHT: Final = "T00:00:00"
TIME: Final = slice(DAY_LONG + 1, SECONDS_LONG)
EXACT_TIME: Final = slice(DAY_LONG + 1, MICROSECONDS_LONG)
"""Of the time in an ISO text: with whole seconds, or with six decimals."""

TICKS_AT_1970: Final = 621_355_968_000_000_000
"""100-nanosecond ticks from year 1 to 1970."""


class Answer(msgspec.Struct, rename="camel", omit_defaults=True):
    """An answer; null members are left out."""


def ticks(instant: datetime) -> int:
    """.NET ticks in UTC."""
    return TICKS_AT_1970 + to_microseconds(instant) * 10


def timestamp(instant: datetime) -> str:
    """`2024-01-15T09:30:00.123Z`: milliseconds, cut."""
    return timestamp_of(iso_text(instant))


def timestamp_of(text: str) -> str:
    """The same of an instant in UTC that is an ISO text already."""
    return text[:MILLISECONDS_LONG] + "Z" if len(text) > WHOLE_LONG else text[:SECONDS_LONG] + ".000Z"


def exact_timestamp(instant: datetime) -> str:
    """As many decimals as it takes, none for a whole second."""
    text = iso_text(instant)
    return (text[:MICROSECONDS_LONG].rstrip("0") if instant.microsecond else text[:SECONDS_LONG]) + "Z"


def midnight(day: date) -> str:
    return day.isoformat()[:DAY_LONG] + MIDNIGHT


@lru_cache(maxsize=1000)
def length_of(seconds: int) -> timedelta:
    """There are few offsets: they are not reckoned anew for every instant."""
    return timedelta(seconds=seconds)


def time_of_day(moment: time) -> str:
    """`13:08:51.8220630`: seven decimals, none for a whole second."""
    text = moment.isoformat()
    return text + "0" if moment.microsecond else text
