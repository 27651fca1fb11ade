"""Attendance of several people side by side: what was due, worked, and what it does to their balances."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from uhrwerk.operations import work_time
from uhrwerk.operations.report_filters import Sight
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.balance import Period, Totals
from uhrwerk.rules.day import local_date
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.reporting import Days, checked
from uhrwerk.storage import people
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

MOST_PEOPLE: Final = 500


async def attendance_report(
    tx: Tx, actor: Actor, now: datetime, days: Days, period: Period, person_ids: Collection[str] = ()
) -> list[tuple[Person, list[Totals]]]:
    """The totals of each week, month … of these days, as far as they have come, for all whose time the actor may read.

    With `person_ids` for those of them alone. Who has neither work, nor anything due, nor a balance is left out.
    Raises RangeReversed, Invalid.
    """
    checked(days)
    readable = await Sight(tx, actor).people()
    wanted = [
        each
        for each in await people.every(tx, actor.workspace_id)
        if (readable is None or each.id in readable)
        and (not person_ids or each.id in person_ids)
        and each.role != Role.AUDITOR
        and not each.service
    ]
    if len(wanted) > MOST_PEOPLE:
        raise Invalid.field("person", f"must not be more than {MOST_PEOPLE}")
    found = []
    for person in sorted(wanted, key=lambda each: each.name.casefold()):
        last = min(days.last, local_date(now, person.zones))
        if days.first <= last:
            totals = await work_time.periods(tx, actor, now, person.id, period, days.first, last)
            if any(each.due_seconds or each.worked_seconds or each.balance_seconds for each in totals):
                found.append((person, totals))
    return found
