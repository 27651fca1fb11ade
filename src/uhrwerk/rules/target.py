"""Target time: how long somebody is to work."""

from collections.abc import Sequence
from datetime import date


def target_seconds(weekly_seconds: Sequence[int] | None, day: date) -> int:
    """The day's target by the person's week (seconds from Monday to Sunday); 0 for somebody without one."""
    return 0 if weekly_seconds is None else weekly_seconds[day.weekday()]
