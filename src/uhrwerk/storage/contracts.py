"""Contracts: what was agreed with a person about working time, from a day on."""

from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, or_, select

from uhrwerk.storage.records import Owned
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import contract


class Contract(Owned, frozen=True):
    """In force from `starts_on` to `ends_on`, both included (None: until further notice).

    `kind` is `weekdays` (`weekday_seconds`, from Monday to Sunday), `week` (`weekly_seconds`, spread evenly over the
    `workdays`, 1 is Monday) or `trust` (no target time). `region` is an ISO 3166 code of a country or a part of one,
    whose public holidays count; `law` the code of the labour law, None for that of the region's country. `zone` is
    an IANA zone, None where the person's own stays. `break_policy` says what happens to breaks not taken
    (`rules/breaks.py`). `vacation_days` are a year's. At the end of each `balance_period` (`month` or `year`, None:
    never) what the balance has beyond `balance_cap_seconds` is lost or paid out (`balance_excess`). `overtime` says
    whether work beyond a day's due `counts`, or `approved-only`.
    """

    starts_on: date
    ends_on: date | None
    kind: str
    weekday_seconds: list[int] | None
    weekly_seconds: int | None
    workdays: list[int]
    zone: str | None
    region: str | None
    law: str | None
    break_policy: str
    start_balance_seconds: int
    vacation_days: Decimal | None
    balance_period: str | None
    balance_cap_seconds: int | None
    balance_excess: str
    overtime: str
    note: str | None


shelf = Shelf(contract, Contract)

_there = contract.c.deleted_at.is_(None)
_of_person = Statement(
    shelf.select(contract.c.person_id == bindparam("person_id"), _there).order_by(contract.c.starts_on)
)
_in_force = Statement(
    shelf.select(
        _there,
        contract.c.starts_on <= bindparam("last"),
        or_(contract.c.ends_on.is_(None), contract.c.ends_on >= bindparam("first")),
    ).order_by(contract.c.person_id, contract.c.starts_on)
)
_any_region = Statement(select(contract.c.region).where(_there, contract.c.region.is_not(None)).limit(1))


async def any_region(tx: Tx) -> bool:
    """Whether anybody's public holidays count, in whichever workspace."""
    return await tx.one(_any_region) is not None


async def of_person(tx: Tx, workspace_id: str, person_id: str) -> list[Contract]:
    """All contracts of the person, the earliest first."""
    return await shelf.every(tx, _of_person, workspace_id=workspace_id, person_id=person_id)


async def in_force(tx: Tx, workspace_id: str, first: date, last: date) -> list[Contract]:
    """Everybody's contracts that hold on a day from `first` to `last`, by person and start."""
    return await shelf.every(tx, _in_force, workspace_id=workspace_id, first=first, last=last)
