"""How much the hot verbs ask of the database: pinned, so that growth is noticed and decided upon."""

import pytest

from tests.home import Home
from tests.storage.workshop import NOON, Recorder, make_bench
from uhrwerk.operations import timers
from uhrwerk.rules.instants import Act
from uhrwerk.storage.store import Tx

WRITE_DOWN = ["insert journal_head", "insert journal"]
LOOK = ["lock 1", "select person", "select workspace", "select time_entry"]
BEGIN = ["number", "insert time_entry", *WRITE_DOWN]
MOVE = ["select period_lock", "update time_entry", *WRITE_DOWN]
STOP = [*MOVE, "insert rollup", "insert rollup_total"]


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("start", [*LOOK, "select period_lock", *BEGIN]),
        ("pause", ["lock 1", "select person", "select time_entry", *MOVE]),
        ("stop", ["lock 1", "select person", "select time_entry", *STOP]),
        ("start again", [*LOOK, *STOP, *BEGIN]),
    ],
)
def test_statements_of_a_verb(home: Home, verb: str, expected: list[str]) -> None:
    asked: list[str] = []

    async def act(tx: Tx) -> None:
        bench = await make_bench(tx)
        recorder = Recorder(tx, asked)
        if verb != "start":
            await bench.start(tx)
        match verb:
            case "pause":
                await timers.pause(recorder, bench.member, Act(NOON), bench.person_id)
            case "stop":
                await timers.stop(recorder, bench.member, Act(NOON), bench.person_id)
            case _:
                await bench.start(recorder)

    home.run(act)
    assert asked == expected
