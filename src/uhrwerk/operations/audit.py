"""Reading the whole journal of a workspace, and checking its chains bit by bit, so that nobody waits for it.

What a check has come to is kept among the workspace's settings; it is no change of a record and is not journaled.
"""

from datetime import datetime
from typing import Final

import msgspec

from uhrwerk.operations import history
from uhrwerk.operations.history import Change
from uhrwerk.operations.journal import Fault, read_chain, why_head_does_not_fit
from uhrwerk.operations.records import new_id
from uhrwerk.rules.access import Actor
from uhrwerk.rules.journal import GENESIS
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import audit, journal, settings
from uhrwerk.storage.audit import State, Wanted
from uhrwerk.storage.journal import Head
from uhrwerk.storage.order import Order
from uhrwerk.storage.store import Tx

SETTING: Final = "journal.check"
ROWS_AT_ONCE: Final = 20_000
"""Rows that are recomputed in one request."""

A_CHAIN: Final = 10
"""Rows that one could read in the time that it takes to turn to another chain."""

BEFORE_ALL: Final = "00000000-0000-0000-0000-000000000000"


class Check(msgspec.Struct, frozen=True):
    """A check of the workspace's chains, or (`subject_id`) of one of them.

    It has read the chains up to the subject `after`, and of the one that follows the rows up to `sequence`, whose seal
    is `seal`. Done is it at `done_at`; then the `faults` are all that there are, one a chain.
    """

    id: str
    begun_at: datetime
    by: str
    subject_id: str | None
    rows_in_all: int
    after: str = BEFORE_ALL
    sequence: int = 0
    seal: str = GENESIS
    chains: int = 0
    rows: int = 0
    faults: tuple[Fault, ...] = ()
    done_at: datetime | None = None


async def page(
    tx: Tx, actor: Actor, wanted: Wanted, *, before: Order | None, limit: int
) -> tuple[list[Change], Order | None]:
    """Rows of every chain, newest first, and the place to go on from.

    Raises NotFound for all but admins and auditors.
    """
    _check_reads(actor)
    rows = await audit.page(tx, actor.workspace_id, wanted, before, limit + 1)
    shown = rows[:limit]
    return [history.change_of(row, None) for row in shown], shown[-1].order if len(rows) > limit else None


async def state(tx: Tx, actor: Actor, subject_id: str | None) -> tuple[State, Head | None]:
    """The sizes of the workspace's chains, and the head of one (None: what belongs to everybody). Raises NotFound."""
    _check_reads(actor)
    head = await journal.head(tx, actor.workspace_id, subject_id or actor.workspace_id)
    return await audit.state(tx, actor.workspace_id), head


async def last_check(tx: Tx, actor: Actor) -> Check | None:
    """The check that was begun last, done or not. Raises NotFound."""
    _check_reads(actor)
    kept = (await settings.all_of(tx, actor.workspace_id)).get(SETTING)
    return None if kept is None else msgspec.convert(kept, Check)


async def begin(tx: Tx, actor: Actor, now: datetime, subject_id: str | None) -> Check:
    """A new check in place of any other. Raises NotFound."""
    size, head = await state(tx, actor, subject_id)
    if subject_id is not None and head is None:
        raise NotFound("chain", "person")
    rows = size.rows if subject_id is None else head.count if head else 0
    return Check(new_id(), now, actor.id, subject_id, rows)


async def go_on(tx: Tx, actor: Actor, now: datetime, check: Check, at_most: int = ROWS_AT_ONCE) -> Check:
    """Read some more rows; who writes nothing may do so. Raises NotFound."""
    _check_reads(actor)
    left = at_most
    while left > 0:
        head = await _head_of(tx, actor, check)
        if head is None:
            missing = await audit.headless(tx, actor.workspace_id) if check.subject_id is None else []
            lost = tuple(Fault(actor.workspace_id, each, None, "the head is missing") for each in missing)
            return msgspec.structs.replace(check, done_at=now, faults=check.faults + lost)
        further = await _read_on(tx, head, check, left)
        left -= A_CHAIN + further.rows - check.rows
        check = further
    return check


async def _head_of(tx: Tx, actor: Actor, check: Check) -> Head | None:
    """The head of the chain that is to be read, None where there is none left."""
    if check.subject_id is None:
        return await audit.next_head(tx, actor.workspace_id, check.after)
    if check.after == check.subject_id:
        return None
    return await journal.head(tx, actor.workspace_id, check.subject_id)


async def _read_on(tx: Tx, head: Head, check: Check, at_most: int) -> Check:
    """Read that chain to its end, or `at_most` rows of it."""
    found = await read_chain(tx, head.workspace_id, head.subject_id, check.sequence, check.seal, at_most)
    rows = check.rows + found.sequence - check.sequence
    if found.fault is None and not found.ended:
        return msgspec.structs.replace(check, sequence=found.sequence, seal=found.seal, rows=rows)
    fault = found.fault
    if fault is None:
        why = why_head_does_not_fit(tx, head, found.sequence, found.seal)
        fault = None if why is None else Fault(head.workspace_id, head.subject_id, None, why)
    return msgspec.structs.replace(
        check,
        after=head.subject_id,
        sequence=0,
        seal=GENESIS,
        chains=check.chains + 1,
        rows=rows,
        faults=check.faults if fault is None else (*check.faults, fault),
    )


async def keep(tx: Tx, actor: Actor, check: Check) -> None:
    """Put down how far it has come. Raises NotFound."""
    _check_reads(actor)
    await settings.put(tx, actor.workspace_id, SETTING, msgspec.to_builtins(check))


def _check_reads(actor: Actor) -> None:
    if not actor.reads_all:
        raise NotFound("journal")
