"""Contracts, kept by admins. A change takes effect from a day on: it is a further contract, and the past stays."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

import msgspec

from uhrwerk.operations import approvals, locks, people
from uhrwerk.operations.attendance_days import look_again
from uhrwerk.operations.personal import PersonalKeeper
from uhrwerk.operations.public_holidays import check_region
from uhrwerk.operations.records import changed, check_version, differs, new_record, write_down
from uhrwerk.rules import text
from uhrwerk.rules.access import Actor
from uhrwerk.rules.contract import (
    BELONGS,
    LAST_DAY,
    BalanceExcess,
    BalancePeriod,
    BreakPolicy,
    ContractHasBegun,
    ContractKind,
    OvertimePolicy,
    check_no_overlap,
    check_terms,
    contract_on,
    days_of_change,
)
from uhrwerk.rules.day import DAY, local_date, start_of_day, zone
from uhrwerk.rules.law.laws import LAWS
from uhrwerk.rules.refusals import Invalid, ReasonRequired
from uhrwerk.storage import contracts, feed
from uhrwerk.storage.contracts import Contract
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

DEFAULTS: Final[dict[str, Any]] = {
    "ends_on": None,
    "weekday_seconds": None,
    "weekly_seconds": None,
    "workdays": None,
    "zone": None,
    "region": None,
    "law": None,
    "break_policy": BreakPolicy.AS_TAKEN,
    "start_balance_seconds": 0,
    "vacation_days": None,
    "balance_period": None,
    "balance_cap_seconds": None,
    "balance_excess": BalanceExcess.FORFEIT,
    "overtime": OvertimePolicy.COUNTS,
    "note": None,
}
WITHOUT_EFFECT: Final = frozenset(("ends_on", "note"))
"""What can be changed of a contract that has begun: a note rewrites no day, and an end those that are over only with a
reason."""

BEGIN_ANEW: Final = frozenset(("start_balance_seconds", "zone"))
"""What a contract that takes up another does not take over: both had their effect."""

WORDS: Final[dict[str, list[str]]] = {
    "kind": list(ContractKind),
    "break_policy": list(BreakPolicy),
    "balance_period": list(BalancePeriod),
    "balance_excess": list(BalanceExcess),
    "overtime": list(OvertimePolicy),
}

MOST_CHANGES: Final = 1000
"""Of a contract, how many are looked through for the one that ended it."""

MONDAY_TO_FRIDAY: Final = [1, 2, 3, 4, 5]


async def of_person(tx: Tx, person: Person) -> list[Contract]:
    """All contracts of the person, the earliest first."""
    return await contracts.of_person(tx, person.workspace_id, person.id)


async def at(tx: Tx, person: Person, now: datetime) -> Contract | None:
    """The contract that holds on the person's local day."""
    return contract_on(await of_person(tx, person), local_date(now, person.zones))


async def add(tx: Tx, actor: Actor, now: datetime, person_id: str, members: dict[str, Any]) -> Contract:
    """Agree on new terms from `starts_on` on (admins only). One without an end that holds then ends the day before.

    `members` are those of `storage/contracts.py`; what is left out has its default. Raises NotFound, NotAllowed,
    Invalid (among them TooManyHours, RangeReversed, UnknownRegion), ContractsOverlap, PeriodLocked, SelfApproval.
    """
    await approvals.check_may_grant(tx, actor, person_id)
    await tx.lock(actor.workspace_id, actor.workspace_id, person_id)
    person = await people.get(tx, actor, person_id)
    checked = _checked({**DEFAULTS, **members})
    record = Contract(**await new_record(tx, actor, now), person_id=person_id, **checked)
    check_terms(record)
    others = await of_person(tx, person)
    open_one = next((each for each in others if each.ends_on is None and each.starts_on < record.starts_on), None)
    # What lies after the new one's end has no contract any more once the open one has ended.
    last = None if open_one is not None else record.ends_on
    await locks.check_days(tx, person.workspace_id, person.id, record.starts_on, last or LAST_DAY, now)
    check_no_overlap([each for each in others if each is not open_one], record)
    if open_one is not None:
        await _save(tx, actor, now, open_one, {"ends_on": record.starts_on - DAY})
    await contracts.shelf.add(tx, record)
    await write_down(tx, actor, now, "contract.added", None, record, subject_id=person_id)
    await _move_zone(tx, actor, now, person, None, record)
    await look_again(tx, person, record.starts_on, now)
    return record


async def change_with(
    tx: Tx,
    actor: Actor,
    now: datetime,
    id: str,
    members_of: Callable[[Contract], dict[str, Any]],
    version: int | None = None,
) -> Contract:
    """Change terms that have not begun; of others only the end and the note.

    Another end that rewrites days that are over needs a reason. Raises as `add`, ContractHasBegun, ReasonRequired.
    """
    before, person = await _to_keep(tx, actor, id, version)
    checked = _checked(members_of(before))
    if not differs(before, checked):
        return before
    begun = before.starts_on <= local_date(now, person.zones)
    if begun and not checked.keys() <= WITHOUT_EFFECT:
        raise ContractHasBegun("This contract has begun; make a further one from a day on.")
    after = changed(before, actor, now, **checked)
    check_terms(after)
    others = [name for name in checked if getattr(after, name) != getattr(before, name)]
    for first, last in days_of_change(before, after, others):
        await locks.check_days(tx, person.workspace_id, person.id, first, last, now)
    since = _other_end_since(before, after) if begun else min(before.starts_on, after.starts_on)
    if begun and since is not None and since < local_date(now, person.zones) and not actor.why(person.id):
        raise ReasonRequired.field("reason", "is required: days that are over get other terms")
    check_no_overlap([each for each in await of_person(tx, person) if each.id != id], after)
    after = await _save(tx, actor, now, before, checked)
    if before.zone != after.zone or before.starts_on != after.starts_on:
        await _move_zone(tx, actor, now, person, before, after)
    if since is not None:
        await look_again(tx, person, since, now)
    return after


async def remove(tx: Tx, actor: Actor, now: datetime, id: str, version: int | None = None) -> None:
    """Delete a contract that is wrong; one that has begun only with a reason.

    What its adding did is undone: the person's days are again those of the zone before, and the contract that it ended
    goes on until further notice, unless a later one follows. Raises as `add`, ReasonRequired.
    """
    before, person = await _to_keep(tx, actor, id, version)
    if before.starts_on <= local_date(now, person.zones) and not actor.why(before.person_id):
        raise ReasonRequired.field("reason", "is required: this contract has begun")
    await _check_days(tx, person, before, now)
    after = changed(before, actor, now, deleted_at=now)
    await contracts.shelf.change(tx, before, after)
    await write_down(tx, actor, now, "contract.deleted", before, after, subject_id=before.person_id)
    await _open_again(tx, actor, now, person, before)
    await _move_zone(tx, actor, now, person, before, None)
    await look_again(tx, person, before.starts_on, now)


async def _open_again(tx: Tx, actor: Actor, now: datetime, person: Person, gone: Contract) -> None:
    """Have the contract go on that the adding of `gone` ended, unless a later one follows. Raises PeriodLocked."""
    left = await of_person(tx, person)
    if not left or left[-1].starts_on > gone.starts_on or not await _was_ended_by(tx, left[-1], gone):
        return
    opened = await _save(tx, actor, now, left[-1], {"ends_on": None})
    since = _other_end_since(left[-1], opened)
    assert since is not None
    await _check_days(tx, person, changed(opened, actor, now, starts_on=since), now)


async def _was_ended_by(tx: Tx, contract: Contract, further: Contract) -> bool:
    """Whether the contract was open until the further one was added, and its end has stayed what it then became."""
    changes = await feed.of_record(tx, contract.workspace_id, "contract", contract.id, before=None, limit=MOST_CHANGES)
    for row in changes:
        if row.act == "contract.changed" and row.recorded_at == further.created_at and row.payload is not None:
            told = msgspec.json.decode(row.payload)
            was, became = told["before"].get("ends_on", contract.ends_on), told["after"].get("ends_on")
            return was is None and contract.ends_on is not None and became == contract.ends_on.isoformat()
    return False


def _other_end_since(before: Contract, after: Contract) -> date | None:
    """The first day that has other terms because the end is another one."""
    ends = [each.ends_on for each in (before, after) if each.ends_on is not None]
    return None if before.ends_on == after.ends_on else min(ends) + DAY


async def set_week(tx: Tx, actor: Actor, now: datetime, person_id: str, week: list[int]) -> Contract:
    """Have the person work these seconds from Monday to Sunday, from today on; all else stays as it was agreed.

    Raises as `add`.
    """
    await approvals.check_may_grant(tx, actor, person_id)
    await tx.lock(actor.workspace_id, actor.workspace_id, person_id)
    person = await people.get(tx, actor, person_id)
    today = local_date(now, person.zones)
    terms = {
        "kind": ContractKind.WEEKDAYS,
        "weekday_seconds": week,
        "weekly_seconds": None,
        "workdays": [day for day, seconds in enumerate(week, 1) if seconds],
    }
    current = contract_on(await of_person(tx, person), today)
    if current is None:
        return await add(tx, actor, now, person_id, {"starts_on": today, **terms})
    if not differs(current, terms):
        return current
    if current.starts_on == today:
        check_terms(changed(current, actor, now, **terms))
        await _check_days(tx, person, current, now)
        return await _save(tx, actor, now, current, terms)
    kept = {name: getattr(current, name) for name in DEFAULTS if name not in BEGIN_ANEW}
    await _save(tx, actor, now, current, {"ends_on": today - DAY})
    return await add(tx, actor, now, person_id, {**kept, "starts_on": today, **terms})


async def _to_keep(tx: Tx, actor: Actor, id: str, version: int | None) -> tuple[Contract, Person]:
    found = await get(tx, actor, id)
    await approvals.check_may_grant(tx, actor, found.person_id)
    await tx.lock(actor.workspace_id, actor.workspace_id, found.person_id)
    # Read again: somebody may have changed it before the lock was ours.
    record = await get(tx, actor, id)
    check_version(record, version)
    return record, await people.get(tx, actor, record.person_id)


async def _save(tx: Tx, actor: Actor, now: datetime, before: Contract, members: dict[str, Any]) -> Contract:
    after = changed(before, actor, now, **members)
    await contracts.shelf.change(tx, before, after)
    await write_down(tx, actor, now, "contract.changed", before, after, subject_id=before.person_id)
    return after


async def _check_days(tx: Tx, person: Person, contract: Contract, now: datetime) -> None:
    """Raise PeriodLocked for terms of days that are closed."""
    last = contract.ends_on or LAST_DAY
    await locks.check_days(tx, person.workspace_id, person.id, contract.starts_on, last, now)


async def _move_zone(
    tx: Tx, actor: Actor, now: datetime, person: Person, before: Contract | None, after: Contract | None
) -> None:
    """The person's days are those of the contract's zone from its first day on, and no longer from where it began."""
    zones = person.zones
    if before is not None and before.zone is not None:
        zones = zones.without(start_of_day(before.starts_on, zone(before.zone)), before.zone)
    if after is not None and after.zone is not None:
        since = start_of_day(after.starts_on, zone(after.zone))
        zones = zones if zones.at(since).key == after.zone else zones.changed(since, after.zone)
    if zones != person.zones:
        await people.change(tx, actor, now, person.id, {"zones": zones})


def _checked(members: dict[str, Any]) -> dict[str, Any]:
    """The members as they are kept. Raises Invalid for a word that is none, UnknownRegion."""
    checked = dict(members)
    for name, words in WORDS.items():
        if checked.get(name) is not None and checked[name] not in words:
            raise Invalid.field(name, f"must be one of {', '.join(words)}")
    if checked.get("zone") is not None:
        zone(checked["zone"])
    check_region(checked.get("region"))
    if checked.get("law") is not None and checked["law"] not in LAWS:
        raise Invalid.field("law", f"must be one of {', '.join(sorted(LAWS))}")
    if "note" in checked:
        checked["note"] = text.note(checked["note"])
    if checked.get("workdays") is None and not checked.keys().isdisjoint(("workdays", "weekday_seconds")):
        week = checked.get("weekday_seconds")
        checked["workdays"] = (
            MONDAY_TO_FRIDAY if week is None else [day for day, seconds in enumerate(week, 1) if seconds]
        )
    # Who names another kind need not say that what belongs to the one before falls away.
    falls_away = [name for name, kind in BELONGS.items() if checked.get("kind", kind) != kind]
    return dict.fromkeys(falls_away) | checked


_KEEPER: Final = PersonalKeeper(Contract, contracts.shelf, "starts_on")

get = _KEEPER.get
every = _KEEPER.every
