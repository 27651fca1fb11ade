"""Entitlements, kept by admins, and the accounts of what became of them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import msgspec

from uhrwerk.operations import approvals, people, workdays
from uhrwerk.operations.personal import PersonalKeeper
from uhrwerk.rules import text
from uhrwerk.rules.absence import AbsenceKind, deducts_entitlement
from uhrwerk.rules.access import Actor
from uhrwerk.rules.approval import Decision
from uhrwerk.rules.day import local_date
from uhrwerk.rules.entitlement import (
    Account,
    CarryOver,
    EntitlementExceeded,
    Grant,
    NegativeEntitlement,
    Use,
    account,
    contractual_days,
    uses,
)
from uhrwerk.rules.money import amount
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.rules.workdays import Workdays
from uhrwerk.storage import absences, entitlements
from uhrwerk.storage.absences import Absence, AbsenceType
from uhrwerk.storage.entitlements import Entitlement
from uhrwerk.storage.people import Person
from uhrwerk.storage.people import shelf as staff
from uhrwerk.storage.store import Tx

YEARS: Final = range(1970, 9000)
MOST_DAYS: Final = 366


class AccountOf(msgspec.Struct, frozen=True):
    """Whose account, of which type."""

    person: Person
    type: AbsenceType
    account: Account


async def _check(tx: Tx, actor: Actor, members: dict[str, Any], before: Entitlement | None) -> dict[str, Any]:
    checked = dict(members)
    if "absence_type_id" in members:
        await _countable_type(tx, actor, members["absence_type_id"])
    if "days" in members:
        if members["days"] < 0:
            raise NegativeEntitlement.field("days", "must not be less than none")
        checked["days"] = amount(members["days"], "days")
        if checked["days"] > MOST_DAYS:
            raise Invalid.field("days", f"must not be more than {MOST_DAYS}")
    if "note" in members:
        checked["note"] = text.note(members["note"])
    year: int = members["year"] if before is None else members.get("year", before.year)
    expires_on = members.get("expires_on", before and before.expires_on)
    if year not in YEARS:
        raise Invalid.field("year", f"must lie between {YEARS.start} and {YEARS.stop}")
    if expires_on is not None and not year <= expires_on.year <= year + 1:
        raise Invalid.field("expires_on", "must lie in the year or in the next one")
    return checked


class _Entitlements(PersonalKeeper[Entitlement]):
    """Read as the person's time is, kept by admins."""

    async def _check_may_keep(self, tx: Tx, actor: Actor, person_id: str) -> None:
        await approvals.check_may_grant(tx, actor, person_id)


_KEEPER: Final = _Entitlements(Entitlement, entitlements.shelf, "created_at", _check)

get = _KEEPER.get
every = _KEEPER.every
change_with = _KEEPER.change_with
remove = _KEEPER.remove


async def add(tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any]) -> Entitlement:
    """Grant days (admins only). `members`: year, days, absence_type_id, expires_on, note; without a type: of vacation.

    Several of a year add up, and stand in for what the contracts say. Raises NotFound, NotAllowed, Invalid (among them
    NegativeEntitlement).
    """
    wanted = {"expires_on": None, "note": None, **members}
    if wanted.get("absence_type_id") is None:
        wanted["absence_type_id"] = (await _vacation(tx, actor.workspace_id)).id
    return await _KEEPER.add(tx, actor, now, person_id, wanted)


async def account_of(
    tx: Tx, actor: Actor, now: datetime, person_id: str, year: int | None = None, absence_type_id: str | None = None
) -> AccountOf:
    """The account of the year (None: the person's own) and the type (None: vacation).

    Raises NotFound, Invalid for a type that nobody has days of.
    """
    await people.check_readable(tx, actor, person_id)
    person = await people.get(tx, actor, person_id)
    kind = await (
        _vacation(tx, actor.workspace_id) if absence_type_id is None else _countable_type(tx, actor, absence_type_id)
    )
    if year is not None and year not in YEARS:
        raise Invalid.field("year", f"must lie between {YEARS.start} and {YEARS.stop}")
    wanted = local_date(now, person.zones).year if year is None else year
    return AccountOf(person, kind, await _reckon(tx, now, person, kind, wanted, None))


async def check_remaining(tx: Tx, actor: Actor, now: datetime, wanted: Absence) -> None:
    """Raise EntitlementExceeded where the absence, as it is about to be, takes more days of a year than remain."""
    kind = await absences.types.get(tx, wanted.workspace_id, wanted.absence_type_id)
    if kind is None or not deducts_entitlement(kind.kind):
        return
    person = await people.get(tx, actor, wanted.person_id)
    for year in range(wanted.starts_on.year, wanted.ends_on.year + 1):
        found = await _reckon(tx, now, person, kind, year, wanted)
        if found.limited and found.remaining < 0:
            raise EntitlementExceeded(
                f"That is more than remains of {year}: {-found.remaining.normalize():f} days over."
            )


class Effect(msgspec.Struct, frozen=True):
    """What an absence takes: workdays, and the accounts of its years as they are once it is taken (none, where nobody
    has a number of days of its type)."""

    days: Decimal
    accounts: list[Account]


async def effect(tx: Tx, now: datetime, wanted: Absence) -> Effect:
    """What the absence comes to, as it is about to be; days on which the person is known to be ill are counted too."""
    kind = await absences.types.get(tx, wanted.workspace_id, wanted.absence_type_id)
    person = await staff.get(tx, wanted.workspace_id, wanted.person_id)
    assert kind is not None
    assert person is not None
    first, last = wanted.starts_on, wanted.ends_on
    days = await workdays.of_person(tx, wanted.workspace_id, wanted.person_id, first, last)
    taken = sum((use.days for use in uses(wanted, (), days, first, last, approved=False)), Decimal(0))
    years = range(first.year, last.year + 1) if deducts_entitlement(kind.kind) else ()
    return Effect(taken, [await _reckon(tx, now, person, kind, year, wanted) for year in years])


async def _reckon(
    tx: Tx, now: datetime, person: Person, kind: AbsenceType, year: int, pending: Absence | None
) -> Account:
    """The account, as it is once the `pending` absence is what it says."""
    granted = await entitlements.of_person(tx, person.workspace_id, person.id)
    explicit = [each for each in granted if each.absence_type_id == kind.id]
    first_year = min([person.created_at.year, year, *(each.year for each in explicit)])
    first, last = date(first_year, 1, 1), date(year, 12, 31)
    days = await workdays.of_person(tx, person.workspace_id, person.id, first, last)
    by_contract = kind.kind == AbsenceKind.VACATION and kind == await _vacation(tx, person.workspace_id)
    return account(
        first_year,
        year,
        _grants(explicit, days if by_contract else None),
        await _uses(tx, person, kind, days, first, last, pending),
        CarryOver(kind.carry_over_days, kind.carry_over_until),
        local_date(now, person.zones),
    )


def _grants(explicit: Sequence[Entitlement], by_contract: Workdays | None) -> Callable[[int], list[Grant]]:
    """What was granted for each year: by entitlements, else by the contracts."""

    def of_year(year: int) -> list[Grant]:
        named = [Grant(each.days, each.expires_on) for each in explicit if each.year == year]
        agreed = contractual_days(by_contract.contracts, year) if by_contract is not None and not named else None
        return named if agreed is None else [Grant(agreed)]

    return of_year


async def _uses(
    tx: Tx, person: Person, kind: AbsenceType, days: Workdays, first: date, last: date, pending: Absence | None
) -> list[Use]:
    found = await absences.touching(tx, person.workspace_id, person.id, first, last)
    if pending is not None:
        found = [*(each for each in found if each.id != pending.id), pending]
    sick = {each.id for each in await _types_of_kind(tx, person.workspace_id, AbsenceKind.SICK)}
    approved = [each for each in found if each.status == Decision.APPROVED]
    sicknesses = [each for each in approved if each.absence_type_id in sick]
    return [
        use
        for each in found
        if each.absence_type_id == kind.id and each.status != Decision.REJECTED
        for use in uses(each, sicknesses, days, first, last, approved=each.status == Decision.APPROVED)
    ]


async def _types_of_kind(tx: Tx, workspace_id: str, kind: AbsenceKind) -> list[AbsenceType]:
    """Archived and deleted ones among them: what has them still counts."""
    return [each for each in await absences.every_type(tx, workspace_id) if each.kind == kind]


async def _vacation(tx: Tx, workspace_id: str) -> AbsenceType:
    """The oldest type of vacation: contracts speak of one number of days, and it is that one's. Raises NotFound."""
    found = await _types_of_kind(tx, workspace_id, AbsenceKind.VACATION)
    there = next((each for each in found if each.deleted_at is None), None)
    if there is None:
        raise NotFound("absence type", "absence_type_id")
    return there


async def _countable_type(tx: Tx, actor: Actor, id: str) -> AbsenceType:
    """Raises NotFound, Invalid for a type that nobody has a number of days of."""
    found = await absences.types.get(tx, actor.workspace_id, id)
    if found is None or found.deleted_at is not None:
        raise NotFound("absence type", "absence_type_id")
    if not deducts_entitlement(found.kind):
        raise Invalid.field("absence_type_id", f"nobody has a number of days a year of what is {found.kind}")
    return found
