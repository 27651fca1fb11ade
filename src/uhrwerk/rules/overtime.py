"""Overtime: how much of it a day can have."""

from collections.abc import Iterable

from uhrwerk.rules.contract import A_DAY, TooManyHours


def check_overtime(seconds: int, others: Iterable[int]) -> None:
    """Raise TooManyHours where it is more than a day, together with the `others` (seconds) of the same day."""
    if seconds + sum(others) > A_DAY:
        raise TooManyHours.field("seconds", "makes more than 24 hours, together with the day's other overtime")
