"""Timesheets: a person's week or month, handed in by them, approved by a lead or an admin, locked by an admin.

All but an open one close their days to changes on every face (`rules/lock.py`).
"""

from datetime import date, datetime
from typing import Any, Final

from uhrwerk.operations import approvals, people, work_time
from uhrwerk.operations.personal import PersonalKeeper
from uhrwerk.operations.records import changed, check_version, new_record, write_down
from uhrwerk.rules.access import Actor, check_is_admin, check_may_act_for, check_says_why
from uhrwerk.rules.approval import TimesheetStatus
from uhrwerk.rules.balance import Period
from uhrwerk.rules.day import day_bounds, local_date
from uhrwerk.rules.refusals import AlreadyTaken, Invalid, ReasonRequired, StillActive
from uhrwerk.rules.timesheet import TimesheetPeriod, WrongStatus, check_begun, check_status, last_day
from uhrwerk.storage import attendances, time_entries, timesheets
from uhrwerk.storage import people as staff
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx
from uhrwerk.storage.timesheets import Timesheet

_FIGURES: Final = ("target_seconds", "worked_seconds", "break_seconds", "balance_seconds")

_KEEPER: Final = PersonalKeeper(Timesheet, timesheets.shelf, "starts_on")

get = _KEEPER.get
every = _KEEPER.every


async def add(tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any]) -> Timesheet:
    """Begin the timesheet of a week or month (`period`, `starts_on`); it is open.

    Raises NotFound, NotAllowed, Invalid, AlreadyTaken where there is one.
    """
    period, starts_on = _period(members["period"]), members["starts_on"]
    ends_on = last_day(period, starts_on)
    await tx.lock(actor.workspace_id, person_id)
    await people.get(tx, actor, person_id)
    check_may_act_for(actor, person_id)
    if await timesheets.of_period(tx, actor.workspace_id, person_id, period, starts_on) is not None:
        raise AlreadyTaken(f"There is a timesheet of this {period} already.")
    sheet = Timesheet(
        **await new_record(tx, actor, now),
        person_id=person_id,
        period=period.value,
        starts_on=starts_on,
        ends_on=ends_on,
        status=TimesheetStatus.OPEN.value,
    )
    await timesheets.shelf.add(tx, sheet)
    await write_down(tx, actor, now, "timesheet.added", None, sheet, subject_id=person_id)
    return sheet


async def submit(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> Timesheet:
    """Hand an open one in, with its figures as they are now: by its person, or by an admin who says why.

    Raises NotFound, NotAllowed, ReasonRequired, VersionMismatch, WrongStatus, PeriodNotBegun, and StillActive while a
    clock runs in it.
    """
    before = await _of_its_person(tx, actor, id, version, TimesheetStatus.OPEN)
    person = await _person(tx, before)
    check_begun(before.starts_on, local_date(now, person.zones))
    await _check_no_clock_runs(tx, person, before.starts_on, before.ends_on, now)
    figures = await _figures(tx, actor, now, before)
    return await _moved(
        tx, actor, now, before, TimesheetStatus.SUBMITTED, "submitted", submitted_at=now, **_UNDECIDED, **figures
    )


async def withdraw(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> Timesheet:
    """Take one back that nobody has approved: by its person, or by an admin who says why. Raises as `submit`."""
    before = await _of_its_person(tx, actor, id, version, TimesheetStatus.SUBMITTED)
    return await _moved(tx, actor, now, before, TimesheetStatus.OPEN, "withdrawn", submitted_at=None)


async def approve(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> Timesheet:
    """By an admin or a lead of the person's team. Raises NotFound, NotAllowed, SelfApproval, WrongStatus,
    VersionMismatch.
    """
    before = await _to_decide(tx, actor, id, version)
    return await _moved(tx, actor, now, before, TimesheetStatus.APPROVED, "approved", **_decided(actor, now))


async def reject(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> Timesheet:
    """Give one back, saying why: it is open again. Raises as `approve`, and ReasonRequired."""
    before = await _to_decide(tx, actor, id, version)
    _check_reason(actor, "say why it is rejected")
    return await _moved(
        tx, actor, now, before, TimesheetStatus.OPEN, "rejected", submitted_at=None, **_decided(actor, now)
    )


async def lock(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> Timesheet:
    """Close an approved one for good, by an admin. Raises NotFound, NotAllowed, WrongStatus, VersionMismatch."""
    before = await _of_admins(tx, actor, id, version)
    check_status(before.status, TimesheetStatus.APPROVED)
    return await _moved(tx, actor, now, before, TimesheetStatus.LOCKED, "locked")


async def reopen(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> Timesheet:
    """Open one again, whatever became of it, by an admin who says why. Raises as `lock`, and ReasonRequired."""
    before = await _of_admins(tx, actor, id, version)
    _check_reason(actor, "say why it is opened again")
    if before.status == TimesheetStatus.OPEN:
        raise WrongStatus("This timesheet is open.")
    return await _moved(tx, actor, now, before, TimesheetStatus.OPEN, "reopened", submitted_at=None, **_UNDECIDED)


_UNDECIDED: Final[dict[str, Any]] = {"decided_by": None, "decided_at": None, "decision_reason": None}


def _decided(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"decided_by": actor.id, "decided_at": now, "decision_reason": actor.reason}


async def _of_its_person(tx: Tx, actor: Actor, id: str, version: int | None, wanted: TimesheetStatus) -> Timesheet:
    sheet = await _KEEPER.held(tx, actor, id)
    check_may_act_for(actor, sheet.person_id)
    check_says_why(actor, sheet.person_id)
    check_version(sheet, version)
    check_status(sheet.status, wanted)
    return sheet


async def _to_decide(tx: Tx, actor: Actor, id: str, version: int | None) -> Timesheet:
    sheet = await _KEEPER.held(tx, actor, id)
    await approvals.check_may_decide(tx, actor, sheet.person_id)
    check_version(sheet, version)
    check_status(sheet.status, TimesheetStatus.SUBMITTED)
    return sheet


async def _of_admins(tx: Tx, actor: Actor, id: str, version: int | None) -> Timesheet:
    sheet = await _KEEPER.held(tx, actor, id)
    check_is_admin(actor)
    check_version(sheet, version)
    return sheet


async def _moved(
    tx: Tx, actor: Actor, now: datetime, before: Timesheet, status: TimesheetStatus, act: str, **members: Any
) -> Timesheet:
    after = changed(before, actor, now, status=status.value, **members)
    await timesheets.shelf.change(tx, before, after)
    await write_down(tx, actor, now, f"timesheet.{act}", before, after, subject_id=before.person_id)
    return after


async def _person(tx: Tx, sheet: Timesheet) -> Person:
    """Somebody who has been deleted since, too: their time stays."""
    person = await staff.shelf.get(tx, sheet.workspace_id, sheet.person_id)
    assert person is not None
    return person


async def _check_no_clock_runs(tx: Tx, person: Person, first: date, last: date, now: datetime) -> None:
    """Raise StillActive while project time or an attendance is active that reaches into these days."""
    begin, end = day_bounds(first, person.zones)[0], day_bounds(last, person.zones)[1]
    for clock, noun in ((time_entries, "timer"), (attendances, "attendance")):
        active = await clock.active(tx, person.workspace_id, person.id)
        if active is not None and active.started_at < end and now >= begin:
            raise StillActive(f"The {noun} that began at {active.started_at:%Y-%m-%dT%H:%MZ} has to be stopped first.")


async def _figures(tx: Tx, actor: Actor, now: datetime, sheet: Timesheet) -> dict[str, int]:
    """Target, worked, break and balance seconds, as `/v1/work-time` tells them at this instant."""
    (totals,) = await work_time.periods(tx, actor, now, sheet.person_id, Period.RANGE, sheet.starts_on, sheet.ends_on)
    return {name: getattr(totals, name) for name in _FIGURES}


def _period(value: str) -> TimesheetPeriod:
    try:
        return TimesheetPeriod(value)
    except ValueError:
        raise Invalid.field("period", f"must be one of {', '.join(TimesheetPeriod)}") from None


def _check_reason(actor: Actor, what: str) -> None:
    if actor.reason is None:
        raise ReasonRequired.field("reason", f"is required: {what}")
