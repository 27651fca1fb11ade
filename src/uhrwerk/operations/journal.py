"""Reading the journal, and proving that nobody has rewritten it."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from uhrwerk.rules.access import Actor, may_read_task
from uhrwerk.rules.journal import GENESIS, payload_digest, seal, seal_head
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import journal
from uhrwerk.storage.journal import Head, JournalRow
from uhrwerk.storage.store import Tx

PAGE = 1000
LEAST = -(2**31)


class Fault(msgspec.Struct, frozen=True):
    """The first row of a chain that does not fit; `sequence` is None where it is the head that does not."""

    workspace_id: str
    subject_id: str
    sequence: int | None
    reason: str


class Verdict(msgspec.Struct, frozen=True):
    """What verifying found: how much was read, and the first fault of each chain that has one."""

    chains: int
    rows: int
    faults: tuple[Fault, ...]


class Reading(msgspec.Struct, frozen=True):
    """How far a chain was read: the last row's number and seal, whether that was its end, and what did not fit."""

    sequence: int
    seal: str
    ended: bool
    fault: Fault | None = None


async def page(tx: Tx, actor: Actor, subject_id: str, *, limit: int, before: int | None) -> list[JournalRow]:
    """Rows of a subject's chain, newest first: a person's by who may read them, the workspace's by admins and
    auditors.

    What a private task says is shown to whom the task is shown alone. Raises NotFound.
    """
    if subject_id == actor.workspace_id:
        if not actor.reads_all:
            raise NotFound("journal")
    else:
        # Every start of a server asks this module for `key_fits`; to import people takes longer than that.
        from uhrwerk.operations import people

        await people.check_readable(tx, actor, subject_id)
    rows = await journal.newest(tx, actor.workspace_id, subject_id, before or 2**31 - 1, limit)
    if subject_id == actor.workspace_id or may_read_task(actor, subject_id):
        return rows
    return [replace(row, payload=None, salt=None) if row.record_kind == "task" else row for row in rows]


async def key_fits(tx: Tx) -> bool:
    """Whether the key at hand is the one that sealed this journal; any key fits an empty one."""
    head = await journal.any_head(tx)
    if head is None:
        return True
    return head.head_seal == seal_head(tx.journal_key, head.workspace_id, head.subject_id, head.count, head.seal)


async def verify(tx: Tx, progress: Callable[[int], None] = lambda rows: None) -> Verdict:
    """Recompute every chain. `progress` is told how many rows have been read so far."""
    heads = {(head.workspace_id, head.subject_id): head for head in await journal.heads(tx)}
    subjects = {(workspace_id, subject_id) for workspace_id, subject_id, _ in await journal.subjects(tx)}
    faults: list[Fault] = []
    rows = 0
    for workspace_id, subject_id in sorted(subjects | heads.keys()):
        read, fault = await _verify_chain(tx, workspace_id, subject_id, heads.get((workspace_id, subject_id)))
        rows += read
        if fault is not None:
            faults.append(fault)
        progress(rows)
    return Verdict(len(subjects | heads.keys()), rows, tuple(faults))


async def contradiction(tx: Tx, workspace_id: str, subject_id: str, count: int, last: str) -> str | None:
    """Why the subject's chain is none that once had `count` rows, the last sealed `last`; None where it is one.

    Nothing of what stood in those rows then can have been rewritten since.
    """
    head = await journal.head(tx, workspace_id, subject_id)
    rows = 0
    if count or head is not None:
        rows, fault = await _verify_chain(tx, workspace_id, subject_id, head)
        if fault is not None:
            return f"{'head' if fault.sequence is None else f'row {fault.sequence}'}: {fault.reason}"
    if rows < count:
        return f"head: the chain has {rows} rows, it had {count} then"
    found = await journal.chain(tx, workspace_id, subject_id, count - 1, 1) if count else []
    if (found[0].seal if found else GENESIS) != last:
        return f"row {count}: it is not the row that stood there then"
    return None


async def _verify_chain(tx: Tx, workspace_id: str, subject_id: str, head: Head | None) -> tuple[int, Fault | None]:
    found = await read_chain(tx, workspace_id, subject_id, 0, GENESIS)
    if found.fault is not None:
        return found.sequence, found.fault
    reason = _fault_of_head(tx.journal_key, head, workspace_id, subject_id, found.sequence, found.seal)
    return found.sequence, Fault(workspace_id, subject_id, None, reason) if reason else None


async def read_chain(
    tx: Tx, workspace_id: str, subject_id: str, sequence: int, previous: str, at_most: int | None = None
) -> Reading:
    """Recompute a chain from behind the row `sequence`, whose seal is `previous`; about `at_most` rows of it."""
    begin = sequence
    while at_most is None or sequence - begin < at_most:
        # From the very least number on: a row put before the first one must not be passed over.
        rows = await journal.chain(tx, workspace_id, subject_id, sequence or LEAST, PAGE)
        if not rows:
            return Reading(sequence, previous, True)
        for row in rows:
            reason = _fault_of(tx.journal_key, row, sequence + 1, previous)
            if reason is not None:
                return Reading(sequence, previous, True, Fault(workspace_id, subject_id, row.sequence, reason))
            sequence, previous = row.sequence, row.seal
    return Reading(sequence, previous, False)


def why_head_does_not_fit(tx: Tx, head: Head, count: int, last: str) -> str | None:
    """Why the head is not that of a chain with so many rows, the last sealed `last`; None where it is."""
    return _fault_of_head(tx.journal_key, head, head.workspace_id, head.subject_id, count, last)


def _fault_of(key: bytes, row: JournalRow, expected: int, previous: str) -> str | None:
    if row.sequence != expected:
        return f"row {expected} is missing"
    if row.payload is not None and payload_digest(row.salt or "", row.payload.encode()) != row.digest:
        return "the payload was changed"
    if seal(key, previous, row.link) != row.seal:
        return "the row was changed, or sealed with another key"
    return None


def _fault_of_head(
    key: bytes, head: Head | None, workspace_id: str, subject_id: str, count: int, last: str
) -> str | None:
    if head is None:
        return "the head is missing"
    if (head.count, head.seal) != (count, last):
        return f"the head says {head.count} rows, the chain has {count}: its tail was cut or added to"
    if seal_head(key, workspace_id, subject_id, count, last) != head.head_seal:
        return "the head was changed, or sealed with another key"
    return None
