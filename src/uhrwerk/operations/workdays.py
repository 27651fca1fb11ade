"""Which of a person's days are to be worked: by contracts, public holidays of their regions, company holidays."""

from datetime import date

from uhrwerk.operations import public_holidays
from uhrwerk.rules.workdays import Workdays
from uhrwerk.storage import absences, contracts
from uhrwerk.storage.contracts import Contract
from uhrwerk.storage.store import Tx

LANGUAGE = "en"
"""Of the names of public holidays, where nobody says how they would like to read them."""


async def of_person(
    tx: Tx, workspace_id: str, person_id: str, first: date, last: date, language: str = LANGUAGE
) -> Workdays:
    """What is known of the person's days from `first` to `last`; public holidays are named in the language."""
    agreed = await contracts.of_person(tx, workspace_id, person_id)
    company = await absences.holidays_touching(tx, workspace_id, first, last)
    return Workdays(agreed, public_holidays_of(agreed, first, last, language), company)


def public_holidays_of(agreed: list[Contract], first: date, last: date, language: str) -> dict[str, dict[date, str]]:
    """Names by day, by region, for every region of the contracts."""
    regions = {each.region for each in agreed if each.region is not None}
    return {region: public_holidays.between(region, first, last, language) for region in regions}
