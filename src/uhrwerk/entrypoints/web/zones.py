"""The time zones that a form proposes."""

from functools import cache
from zoneinfo import available_timezones


@cache
def zone_names() -> list[str]:
    """IANA names such as Europe/Berlin, without the old and the technical ones."""
    technical = ("Etc", "SystemV", "US", "posix", "right")
    return sorted(name for name in available_timezones() if "/" in name and name.partition("/")[0] not in technical)
