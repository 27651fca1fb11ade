"""Overtime: asked for by the person, decided by a lead of theirs or an admin. What it does to the balance is a setting
(`operations/work_time.py`).
"""

from datetime import date, datetime
from typing import Any, Final

from uhrwerk.operations import locks
from uhrwerk.operations.asked import Asked
from uhrwerk.operations.records import changed, check_version, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor, check_is_admin
from uhrwerk.rules.approval import Decision, goes_uncounted
from uhrwerk.rules.contract import A_DAY, FIRST_DAY, LAST_DAY
from uhrwerk.rules.overtime import check_overtime
from uhrwerk.rules.refusals import Invalid, ReasonRequired
from uhrwerk.rules.timesheet import WrongStatus
from uhrwerk.storage import overtime
from uhrwerk.storage.overtime import Overtime
from uhrwerk.storage.store import Tx


async def _check(tx: Tx, actor: Actor, members: dict[str, Any], before: Overtime | None) -> dict[str, Any]:
    checked = dict(members)
    day: date | None = checked.get("day")
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        raise Invalid.field("day", f"must lie between {FIRST_DAY} and {LAST_DAY}")
    if "seconds" in checked and not 0 < checked["seconds"] <= A_DAY:
        raise Invalid.field("seconds", f"must lie between 1 and {A_DAY}")
    if "note" in checked:
        checked["note"] = text.note(checked["note"])
    return checked if before is not None else {"note": None, "status": Decision.REQUESTED.value} | checked


class _Overtime(Asked[Overtime]):
    async def check_whole(self, tx: Tx, actor: Actor, now: datetime, before: Overtime | None, after: Overtime) -> None:
        """The balance of days that are closed stays what it is; a day has 24 hours.

        Raises PeriodLocked, TooManyHours.
        """
        if before is not None and goes_uncounted(before, after):
            return
        for day in {after.day, *([] if before is None else [before.day])}:
            await locks.check_days(tx, after.workspace_id, after.person_id, day, day, now)
        if after.deleted_at is None and after.status != Decision.REJECTED:
            found = await overtime.on_day(tx, after.workspace_id, after.person_id, after.day)
            others = [each.seconds for each in found if each.id != after.id and each.status != Decision.REJECTED]
            check_overtime(after.seconds, others)

    async def reopen(self, tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> Overtime:
        """Take a decision back, by an admin who says why; it can be decided anew.

        Raises NotFound, NotAllowed, ReasonRequired, WrongStatus, VersionMismatch, PeriodLocked.
        """
        before = await self.held(tx, actor, id)
        check_is_admin(actor)
        check_version(before, version)
        if actor.reason is None:
            raise ReasonRequired.field("reason", "is required: say why it is opened again")
        if before.status == Decision.REQUESTED:
            raise WrongStatus("This has not been decided yet.")
        undecided = {"decided_by": None, "decided_at": None, "decision_reason": None}
        after = changed(before, actor, now, status=Decision.REQUESTED.value, **undecided)
        await self.check_whole(tx, actor, now, before, after)
        await overtime.shelf.change(tx, before, after)
        await write_down(tx, actor, now, "overtime.reopened", before, after, subject_id=before.person_id)
        return after


OVERTIME: Final = _Overtime(Overtime, overtime.shelf, "day", _check)
