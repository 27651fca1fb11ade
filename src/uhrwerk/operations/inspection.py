"""What an inspection is shown: a person's attendances of some days, their sums, and the end of the person's chain.

EuGH C-55/18 and BAG 1 ABR 22/21 ask for an objective, reliable and accessible record; ArbZG § 17 (4) lets the authority
ask for it.
"""

from datetime import date, datetime

import msgspec

from uhrwerk.operations import people, work_time
from uhrwerk.rules.access import Actor, check_reads_all
from uhrwerk.rules.day import day_bounds
from uhrwerk.rules.inspection import CORRECTING_ACTS, check_range
from uhrwerk.rules.journal import GENESIS
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import attendance_days, inspection, journal
from uhrwerk.storage.attendance_days import AttendanceDayRow
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person
from uhrwerk.storage.people import shelf as staff
from uhrwerk.storage.store import Tx


class Chain(msgspec.Struct, frozen=True):
    """The end of a person's chain: how many rows it had, and the seal of the last one."""

    person_id: str
    rows: int
    seal: str


class Sheet(msgspec.Struct, frozen=True):
    """One person's part of an export. `attendances` touch the days, earliest first, deleted ones among them;
    `corrections` says by an attendance's id how often it was changed later; `days` are the sums of ended ones, of which
    a contract may take off `deducted` seconds for breaks that were not taken.
    """

    person: Person
    attendances: list[Attendance]
    corrections: dict[str, int]
    days: list[AttendanceDayRow]
    deducted: dict[date, int]
    chain: Chain

    @property
    def rows(self) -> int:
        """How many lines it takes."""
        return len(self.attendances) + len(self.days)


async def subjects(tx: Tx, actor: Actor, person_id: str | None, first: date, last: date) -> list[str]:
    """Whose sheets an export has (`person_id` None: everybody's, for admins and auditors), in order.

    Raises Invalid for days that no export has, NotFound, NotAllowed.
    """
    check_range(first, last)
    if person_id is None:
        check_reads_all(actor)
        return [person.id for person in await inspection.everybody(tx, actor.workspace_id)]
    # Somebody who has been deleted is gone from lists; what they worked is not.
    if not await people.may_read(tx, actor, person_id) or await staff.get(tx, actor.workspace_id, person_id) is None:
        raise NotFound("person")
    return [person_id]


async def sheet(tx: Tx, workspace_id: str, person_id: str, first: date, last: date, now: datetime) -> Sheet:
    """A person's sheet, read together with the end of their chain. Who may read it has been looked at."""
    person = await staff.get(tx, workspace_id, person_id)
    if person is None:
        raise NotFound("person")
    begin, end = day_bounds(first, person.zones)[0], day_bounds(last, person.zones)[1]
    found = await inspection.touching(tx, workspace_id, person_id, begin, end)
    head = await journal.head(tx, workspace_id, person_id)
    return Sheet(
        person=person,
        attendances=found,
        corrections=await inspection.how_often(tx, workspace_id, person_id, CORRECTING_ACTS),
        days=await attendance_days.of_person(tx, workspace_id, person_id, first, last),
        deducted=await work_time.deductions(tx, person, now, first, last),
        chain=Chain(person_id, head.count, head.seal) if head else Chain(person_id, 0, GENESIS),
    )
