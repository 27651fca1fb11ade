"""Balance adjustments: overtime that is paid out, and what is put right by hand. Admins keep them."""

from datetime import datetime
from typing import Any, Final

from uhrwerk.operations import approvals, locks
from uhrwerk.operations.personal import PersonalKeeper
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor
from uhrwerk.rules.balance import begins_on, check_adjustment
from uhrwerk.rules.contract import FIRST_DAY, LAST_DAY, MOST_SECONDS
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage import balance_adjustments, contracts
from uhrwerk.storage.balance_adjustments import BalanceAdjustment
from uhrwerk.storage.store import Tx


class _Adjustments(PersonalKeeper[BalanceAdjustment]):
    """Neither the day that one is taken from nor the one that it is put on may be closed (PeriodLocked)."""

    async def check_whole(
        self, tx: Tx, actor: Actor, now: datetime, before: BalanceAdjustment | None, after: BalanceAdjustment
    ) -> None:
        for day in {each.day for each in (before, after) if each is not None}:
            await locks.check_days(tx, after.workspace_id, after.person_id, day, day, now)
        if before is None or before.day != after.day:
            await _check_on_account(tx, after)

    async def _check_may_keep(self, tx: Tx, actor: Actor, person_id: str) -> None:
        await approvals.check_may_grant(tx, actor, person_id)


async def _check_on_account(tx: Tx, record: BalanceAdjustment) -> None:
    """Raise Invalid for a day before the account begins; without a contract there is none yet."""
    begin = begins_on(await contracts.of_person(tx, record.workspace_id, record.person_id))
    if begin is not None and record.day < begin:
        raise Invalid.field("day", f"lies before the account begins on {begin}")


async def _check(tx: Tx, actor: Actor, members: dict[str, Any], before: BalanceAdjustment | None) -> dict[str, Any]:
    checked = dict(members)
    kind, seconds = (members[name] if name in members else getattr(before, name) for name in ("kind", "seconds"))
    check_adjustment(kind, seconds)
    if abs(seconds) > MOST_SECONDS:
        raise Invalid.field("seconds", "is more than ten thousand hours")
    if "day" in members and not FIRST_DAY <= members["day"] <= LAST_DAY:
        raise Invalid.field("day", "must lie between 1970 and 9000")
    if "note" in members:
        checked["note"] = text.reason(members["note"], "note")
    return checked


ADJUSTMENTS: Final = _Adjustments(BalanceAdjustment, balance_adjustments.shelf, "day", _check)
