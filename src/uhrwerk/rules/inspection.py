"""A records export: which days it may have, and what counts as later corrected."""

from datetime import date, timedelta
from typing import Final

from uhrwerk.rules.contract import RangeReversed
from uhrwerk.rules.refusals import Invalid

MOST_DAYS: Final = 366
"""A leap year: an inspection asks for months, and who needs more asks twice."""

FIRST, LAST = date(1970, 1, 1), date(9000, 12, 31)

CORRECTING_ACTS: Final = frozenset(("attendance.changed", "attendance.deleted"))
"""What was done to a record after it had been clocked or written down. Saying that it is right is no correction."""


def check_range(first: date, last: date) -> None:
    """Raise Invalid for days that no export has: the wrong way round, more than a year, outside of the calendar."""
    for name, day in (("starts_on", first), ("ends_on", last)):
        if not FIRST <= day <= LAST:
            raise Invalid.field(name, f"must be a day from {FIRST} to {LAST}")
    if last < first:
        raise RangeReversed.field("ends_on", "lies before the first day")
    if last - first >= timedelta(days=MOST_DAYS):
        raise Invalid.field(
            "ends_on", f"must be less than {MOST_DAYS} days after the first: ask for each year by itself"
        )
