"""Which parts of a person's days are to be worked at all: by their contracts, without public and company holidays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from uhrwerk.rules.absence import BOTH, NEITHER, Half, Stretch, halves_off
from uhrwerk.rules.contract import Terms, contract_on, is_workday, target_seconds

USUAL_WORKDAYS: Final = range(1, 6)
"""Monday to Friday, where no contract says otherwise."""

USUAL_SECONDS: Final = 8 * 3600
"""What a day counts as in hours where nothing says how long it is: no contract, or one on trust."""


class RegionalStretch(Stretch, Protocol):
    """A company holiday of a region: an ISO 3166 code, None for everywhere."""

    @property
    def region(self) -> str | None: ...


def lies_in(region: str | None, wider: str | None) -> bool:
    """Whether what holds in `wider` holds in `region`: DE-HH lies in DE, and everything in None."""
    return wider is None or (region is not None and f"{region}-".startswith(f"{wider}-"))


@dataclass(frozen=True, slots=True)
class Workdays:
    """`public_holidays`: names by day, by region; the regions are those of the contracts."""

    contracts: Sequence[Terms]
    public_holidays: Mapping[str, Mapping[date, str]]
    company_holidays: Sequence[RegionalStretch]

    def region(self, day: date) -> str | None:
        """Where the person works on the day."""
        terms = contract_on(self.contracts, day)
        return None if terms is None else terms.region

    def public_holiday(self, day: date) -> str | None:
        """The name of the day's public holiday."""
        return self.public_holidays.get(self.region(day) or "", {}).get(day)

    def halves(self, day: date) -> frozenset[Half]:
        """The halves of the day that are to be worked, absences aside."""
        terms = contract_on(self.contracts, day)
        works = day.isoweekday() in USUAL_WORKDAYS if terms is None else is_workday(terms, day)
        if not works or self.public_holiday(day) is not None:
            return NEITHER
        region = self.region(day)
        closed = [halves_off(each, day) for each in self.company_holidays if lies_in(region, each.region)]
        return BOTH - frozenset[Half]().union(*closed)

    def full_seconds(self, day: date) -> int:
        """How long the whole day is, holidays aside; USUAL_SECONDS where nothing says so."""
        return target_seconds(contract_on(self.contracts, day), day) or USUAL_SECONDS

    def due_seconds(self, day: date) -> int:
        """What is due on the day, without its holidays."""
        return self.full_seconds(day) * len(self.halves(day)) // len(BOTH)
