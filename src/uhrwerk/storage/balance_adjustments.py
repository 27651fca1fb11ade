"""Balance adjustments: overtime paid out, and what was put right by hand."""

from datetime import date

from sqlalchemy import bindparam

from uhrwerk.storage.records import Owned
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import balance_adjustment


class BalanceAdjustment(Owned, frozen=True):
    """`seconds` are added to the balance on `day` (less than none: taken away). `kind`: `pay-out` or `correction`."""

    day: date
    seconds: int
    kind: str
    note: str | None


shelf = Shelf(balance_adjustment, BalanceAdjustment)

_until = Statement(
    shelf.select(
        balance_adjustment.c.person_id == bindparam("person_id"),
        balance_adjustment.c.deleted_at.is_(None),
        balance_adjustment.c.day <= bindparam("last"),
    ).order_by(balance_adjustment.c.day, balance_adjustment.c.id)
)


async def until(tx: Tx, workspace_id: str, person_id: str, last: date) -> list[BalanceAdjustment]:
    """The person's, up to and including the day `last`, in order."""
    return await shelf.every(tx, _until, workspace_id=workspace_id, person_id=person_id, last=last)
