"""Entitlements: how many days of an absence's type somebody has in a year."""

from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam

from uhrwerk.storage.records import Owned
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import entitlement


class Entitlement(Owned, frozen=True):
    """`days` (not negative) for `year`; they can be taken up to and including `expires_on`, None: the year's end."""

    absence_type_id: str
    year: int
    days: Decimal
    expires_on: date | None
    note: str | None


shelf = Shelf(entitlement, Entitlement)

_of_person = Statement(
    shelf.select(entitlement.c.person_id == bindparam("person_id"), entitlement.c.deleted_at.is_(None)).order_by(
        entitlement.c.year, entitlement.c.id
    )
)


async def of_person(tx: Tx, workspace_id: str, person_id: str) -> list[Entitlement]:
    """The person's entitlements by year."""
    return await shelf.every(tx, _of_person, workspace_id=workspace_id, person_id=person_id)
