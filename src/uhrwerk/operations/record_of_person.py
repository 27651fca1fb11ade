"""What the employer stores about somebody's working time: a month of it, and what was agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from uhrwerk.operations import law, people, work_time
from uhrwerk.operations.history import Change
from uhrwerk.operations.history import of_person as history_of
from uhrwerk.operations.law import Found
from uhrwerk.rules.access import Actor
from uhrwerk.rules.balance import BalanceDay, Totals, totals
from uhrwerk.rules.day import day_bounds, local_date
from uhrwerk.storage import absences, attendances, balance_adjustments, contracts, entitlements
from uhrwerk.storage.absences import Absence, AbsenceType
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.balance_adjustments import BalanceAdjustment
from uhrwerk.storage.contracts import Contract
from uhrwerk.storage.entitlements import Entitlement
from uhrwerk.storage.order import Order
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Month:
    """Days in order with their balance and `sums`; `attendances` by the local day on which they began.

    `findings` are of days up to today, `changes` what was recorded in the month, newest first, `further` where more of
    them begin. `contracts` and `entitlements` are all there are.
    """

    person: Person
    days: Sequence[BalanceDay]
    sums: Totals
    attendances: Mapping[date, Sequence[Attendance]]
    absences: Sequence[Absence]
    types: Mapping[str, AbsenceType]
    adjustments: Sequence[BalanceAdjustment]
    contracts: Sequence[Contract]
    entitlements: Sequence[Entitlement]
    findings: Sequence[Found]
    changes: Sequence[Change]
    further: Order | None


async def month(
    tx: Tx, actor: Actor, now: datetime, person_id: str, first: date, last: date, *, before: Order | None, limit: int
) -> Month:
    """From `first` to `last`, both included; `limit` changes from before a place on. Raises NotFound, Invalid."""
    days = await work_time.days(tx, actor, now, person_id, first, last)
    person = await people.get(tx, actor, person_id)
    key = (person.workspace_id, person.id)
    begin, end = day_bounds(first, person.zones)[0], day_bounds(last, person.zones)[1]
    by_day: dict[date, list[Attendance]] = {}
    for each in await attendances.touching(tx, *key, begin, end):
        by_day.setdefault(max(first, local_date(each.started_at, person.zones)), []).append(each)
    today = min(last, local_date(now, person.zones))
    changes, further = await history_of(tx, actor, person_id, begin, end, before=before, limit=limit)
    return Month(
        person,
        days,
        totals(days),
        by_day,
        await absences.touching(tx, *key, first, last),
        {each.id: each for each in await absences.every_type(tx, person.workspace_id)},
        [each for each in await balance_adjustments.until(tx, *key, last) if each.day >= first],
        await contracts.of_person(tx, *key),
        await entitlements.of_person(tx, *key),
        await law.found_for(tx, actor, now, person_id, first, today) if first <= today else [],
        changes,
        further,
    )
