"""`journal verify` names the first row that does not fit, whatever was done to it."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from tests.conftest import STORES, opened_home
from tests.home import Home
from tests.storage.workshop import NOON, Bench, make_bench, undone
from uhrwerk.operations import journal as verb
from uhrwerk.operations import timers
from uhrwerk.operations.journal import Fault, Verdict
from uhrwerk.rules.instants import Act
from uhrwerk.rules.journal import GENESIS
from uhrwerk.storage import journal as rows
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import journal, journal_head


@pytest.fixture(scope="module", params=STORES)
def running_home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """One of its own: to verify all that the other tests have left behind took a quarter of all tests' time."""
    with opened_home(request, tmp_path_factory, "journal") as home:
        home.workplace()  # so that it is not the only one
        yield home


Tamper = Callable[[Tx, Bench], Awaitable[Any]]


async def make_chain(tx: Tx) -> Bench:
    """A person with four rows: started, paused, resumed, stopped."""
    bench = await make_bench(tx)
    await bench.start(tx)
    for each in (timers.pause, timers.resume, timers.stop):
        await each(tx, bench.member, Act(NOON), bench.person_id)
    return bench


def verdict_after(home: Home, tamper: Tamper) -> tuple[Bench, list[Fault]]:
    """What is found about the person's chain once somebody was at it. Nothing of it stays."""

    async def run(tx: Tx) -> tuple[Bench, Verdict]:
        bench = await make_chain(tx)
        await tamper(tx, bench)
        return bench, await verb.verify(tx)

    bench, verdict = home.http.blocking_portal.call(undone, home.house.store, run)
    assert {fault.subject_id for fault in verdict.faults} <= {bench.person_id}
    return bench, list(verdict.faults)


def of(bench: Bench, sequence: int | None = None) -> Any:
    where = (journal.c.workspace_id == bench.workspace_id) & (journal.c.subject_id == bench.person_id)
    return where if sequence is None else where & (journal.c.sequence == sequence)


def head_of(bench: Bench) -> Any:
    return (journal_head.c.workspace_id == bench.workspace_id) & (journal_head.c.subject_id == bench.person_id)


def put(sequence: int, **values: Any) -> Tamper:
    """Overwrite columns of a row."""
    return lambda tx, bench: tx.run(Statement(update(journal).where(of(bench, sequence)).values(**values)))


def put_head(**values: Any) -> Tamper:
    return lambda tx, bench: tx.run(Statement(update(journal_head).where(head_of(bench)).values(**values)))


def remove(*sequences: int) -> Tamper:
    async def tamper(tx: Tx, bench: Bench) -> None:
        for sequence in sequences:
            await tx.run(Statement(delete(journal).where(of(bench, sequence))))

    return tamper


async def remove_head(tx: Tx, bench: Bench) -> None:
    await tx.run(Statement(delete(journal_head).where(head_of(bench))))


async def cut_tail_and_mend_head(tx: Tx, bench: Bench) -> None:
    """As somebody would who can write the database but has no key."""
    await remove(4)(tx, bench)
    last = await tx.one(Statement(select(journal.c.seal).where(of(bench, 3))))
    assert last is not None
    await put_head(count=3, seal=last[0])(tx, bench)


def add_copy_of(sequence: int, at: int) -> Tamper:
    async def tamper(tx: Tx, bench: Bench) -> None:
        [row] = await rows.chain(tx, bench.workspace_id, bench.person_id, sequence - 1, 1)
        copy = {name: getattr(row, name) for name in row.__struct_fields__} | {"sequence": at}
        await tx.run(Statement(insert(journal).values(**copy)))

    return tamper


async def add_row_and_mend_head(tx: Tx, bench: Bench) -> None:
    await add_copy_of(4, at=5)(tx, bench)
    await put_head(count=5)(tx, bench)


async def swap_payloads(tx: Tx, bench: Bench) -> None:
    [one, other] = (await rows.chain(tx, bench.workspace_id, bench.person_id, 1, 2))[:2]
    await put(2, payload=other.payload, salt=other.salt, digest=other.digest)(tx, bench)
    await put(3, payload=one.payload, salt=one.salt, digest=one.digest)(tx, bench)


async def rewind(tx: Tx, bench: Bench) -> None:
    """Throw everything away, with a head that says so."""
    await remove(1, 2, 3, 4)(tx, bench)
    await put_head(count=0, seal=GENESIS)(tx, bench)


TAMPERED: dict[str, tuple[Tamper, int | None, str]] = {
    "another payload": (put(2, payload='{"before":{},"after":{}}'), 2, "payload"),
    "another salt": (put(2, salt="0" * 32), 2, "payload"),
    "no salt": (put(2, salt=None), 2, "payload"),
    "another digest": (put(3, digest="0" * 64), 3, "payload"),
    "recorded later": (put(3, recorded_at=NOON.replace(microsecond=1)), 3, "row was changed"),
    "effective later": (put(3, effective_at=NOON.replace(microsecond=1)), 3, "row was changed"),
    "another act": (put(3, act="time_entry.stopped"), 3, "row was changed"),
    "another face": (put(1, face="awork"), 1, "row was changed"),
    "another seal": (put(4, seal="0" * 64), 4, "row was changed"),
    "another digest of what was erased": (
        put(1, payload=None, salt=None, digest="0" * 64),
        1,
        "row was changed",
    ),
    "two payloads swapped": (swap_payloads, 2, "row was changed"),
    "first row deleted": (remove(1), 2, "row 1 is missing"),
    "middle row deleted": (remove(2), 3, "row 2 is missing"),
    "tail cut": (remove(4), None, "tail was cut"),
    "tail cut, head mended": (cut_tail_and_mend_head, None, "head was changed"),
    "all rows deleted": (remove(1, 2, 3, 4), None, "tail was cut"),
    "all rows deleted, head mended": (rewind, None, "head was changed"),
    "row added": (add_copy_of(4, at=5), 5, "row was changed"),
    "row added, head mended": (add_row_and_mend_head, 5, "row was changed"),
    "row added before the first": (add_copy_of(1, at=0), 0, "row 1 is missing"),
    "row added long before the first": (add_copy_of(1, at=-7), -7, "row 1 is missing"),
    "head counts less": (put_head(count=3), None, "tail was cut"),
    "head ends elsewhere": (put_head(seal="0" * 64), None, "tail was cut"),
    "head sealed otherwise": (put_head(head_seal="0" * 64), None, "head was changed"),
    "head deleted": (remove_head, None, "head is missing"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_the_first_row_that_does_not_fit_is_named(home: Home, what: str) -> None:
    tamper, sequence, reason = TAMPERED[what]
    bench, faults = verdict_after(home, tamper)
    assert [(fault.workspace_id, fault.subject_id, fault.sequence) for fault in faults] == [
        (bench.workspace_id, bench.person_id, sequence)
    ]
    assert reason in faults[0].reason


async def leave_alone(tx: Tx, bench: Bench) -> None:
    """Nothing is done to the chain."""


async def erase_all(tx: Tx, bench: Bench) -> None:
    await tx.run(Statement(update(journal).where(of(bench)).values(payload=None, salt=None)))


@pytest.mark.parametrize("tamper", [leave_alone, put(2, payload=None, salt=None), erase_all])
def test_a_chain_fits_with_its_payloads_or_without_them(home: Home, tamper: Tamper) -> None:
    assert verdict_after(home, tamper)[1] == []


def judged(home: Home) -> tuple[bool, Verdict]:
    read = home.house.store.read
    return home.http.blocking_portal.call(read, verb.key_fits), home.http.blocking_portal.call(read, verb.verify)


def test_another_key_fits_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.run(make_chain)
    fits, verdict = judged(home)
    assert fits
    assert verdict.faults == ()
    monkeypatch.setattr(home.house.store, "journal_key", b"another".ljust(32))
    fits, verdict = judged(home)
    assert not fits
    assert verdict.chains == len(verdict.faults) > 0
    assert {fault.sequence for fault in verdict.faults} <= {1, None}


def test_a_chain_longer_than_a_page_is_read_to_its_end(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verb, "PAGE", 2)
    assert verdict_after(home, leave_alone)[1] == []
    assert [fault.sequence for fault in verdict_after(home, remove(3))[1]] == [4]


def test_verifying_counts_rows_and_says_how_far_it_is(home: Home) -> None:
    async def run(tx: Tx) -> tuple[Verdict, Verdict, list[int]]:
        before = await verb.verify(tx)
        await make_chain(tx)
        told: list[int] = []
        return before, await verb.verify(tx, told.append), told

    before, after, told = home.http.blocking_portal.call(undone, home.house.store, run)
    # The workspace's own chain has the workspace, its type of work and its person.
    assert (after.chains - before.chains, after.rows - before.rows) == (2, 7)
    assert told == sorted(told)
    assert told[-1] == after.rows
