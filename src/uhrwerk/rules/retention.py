"""How long records are kept.

ArbZG § 16 (2) and MiLoG § 17 (1) ask for at least two years; DSGVO Art. 5 (1) (e) for no longer than they are needed.
"""

from datetime import date
from typing import Final

from uhrwerk.rules.refusals import Conflict

YEARS: Final = 2
MOST_YEARS: Final = 10
"""As long as the longest period of HGB § 257 and AO § 147."""


class RetentionRuns(Conflict):
    """Somebody's records have not been kept for as long as the law asks."""

    key = "retention-runs"


def border(today: date, years: int) -> date:
    """The first day that is kept. What ended before it has been kept for whole years, and may go."""
    year = max(today.year - years, date.min.year)
    try:
        return today.replace(year=year)
    except ValueError:
        # There is no February 29th in that year: a day longer rather than a day too short.
        return date(year, 2, 28)
