"""What all of awork's shapes have in common: members, instants, dates."""

from datetime import date, datetime, time
from typing import Final

import msgspec

from uhrwerk.storage.columns import to_microseconds

TICKS_AT_1970: Final = 621_355_968_000_000_000
"""100-nanosecond ticks from year 1 to 1970."""


class Answer(msgspec.Struct, rename="camel", omit_defaults=True):
    """An answer; null members are left out."""


def ticks(instant: datetime) -> int:
    """.NET ticks in UTC."""
    return TICKS_AT_1970 + to_microseconds(instant) * 10


def timestamp(instant: datetime) -> str:
    """`2024-01-15T09:30:00.123Z`: milliseconds, cut."""
    return f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03d}Z"


def exact_timestamp(instant: datetime) -> str:
    """As many decimals as it takes, none for a whole second."""
    fraction = f".{instant.microsecond:06d}".rstrip("0") if instant.microsecond else ""
    return f"{instant:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def midnight(day: date) -> str:
    return f"{day:%Y-%m-%d}T00:00:00"


def time_of_day(moment: time) -> str:
    """`13:08:51.8220630`: seven decimals, none for a whole second."""
    text = moment.strftime("%H:%M:%S")
    return f"{text}.{moment.microsecond:06d}0" if moment.microsecond else text
