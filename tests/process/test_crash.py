"""A server that is killed, again and again, while people clock: what it has answered, it has kept, and kept once."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

import pytest

from tests.home import Someone, Workplace
from tests.process import calls
from tests.process.calls import Answer, Call
from tests.process.reading import every
from tests.process.server import Server

CLIENTS = 8
ACTS_A_ROUND = 60
"""Answers that are waited for before the blow falls."""

BLOWS: dict[str, Callable[[Server], object]] = {
    "the parent": Server.kill,
    "a worker": Server.kill_worker,
    "both at once": Server.kill_all,
    "SIGTERM": Server.terminate,
}
# Never two workers in a row: the parent takes that for a crash loop and gives up, as it should.
ROUNDS = {
    "sqlite": ["the parent", "a worker", "both at once", "a worker", "SIGTERM"],
    "postgresql": ["the parent", "a worker", "SIGTERM"],
}


@dataclass
class Load:
    """Clients that start timers one after another, each with a note of its own."""

    port: int
    place: Workplace
    number: Iterator[int] = field(default_factory=count)
    kept: dict[str, Answer] = field(default_factory=dict)
    unsure: dict[str, Call] = field(default_factory=dict)
    """Calls whose answer never came, by note: they may have been kept or not."""

    refused: list[Answer] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, blow: Callable[[], object]) -> None:
        """Keep the clients busy, strike after some acts, and return when all clients have ended."""
        enough, self.over = asyncio.Event(), asyncio.Event()
        people = (self.place.admin, self.place.lead, self.place.owner, self.place.colleague)
        target = len(self.kept) + ACTS_A_ROUND
        async with asyncio.TaskGroup() as group:
            for client in range(CLIENTS):
                group.create_task(self._client(people[client % 4], client, enough, target))
            await enough.wait()
            await asyncio.to_thread(blow)
            self.over.set()

    async def _client(self, someone: Someone, client: int, enough: asyncio.Event, target: int) -> None:
        while not self.over.is_set():
            note = f"act {next(self.number)}"
            call = self._call(someone, client, note)
            answer = await calls.send(self.port, call)
            if answer is None:
                self.unsure[note] = call
                await self.over.wait()
            else:
                self._note_down(note, answer)
            if len(self.kept) >= target:
                enough.set()

    def _call(self, someone: Someone, client: int, note: str) -> Call:
        if client % 2:
            return calls.awork_start(someone, self.place, note)
        return calls.native(someone, "/v1/timers/start", {"project_id": self.place.project, "note": note}, key=note)

    def _note_down(self, note: str, answer: Answer) -> None:
        if answer.status == 200:
            self.kept[note] = answer
        else:
            self.refused.append(answer)

    async def try_again(self) -> None:
        """Send what was never answered once more, where a key makes that safe."""
        for note, call in list(self.unsure.items()):
            if "Idempotency-Key" in call.headers:
                answer = await calls.send(self.port, call)
                assert answer is not None
                self._note_down(note, answer)
                del self.unsure[note]


def test_what_was_answered_is_there_after_every_kill_and_there_once(
    server: Server, request: pytest.FixtureRequest
) -> None:
    place = server.prepare()
    load = Load(server.port, place)
    server.start()
    for what in ROUNDS[request.node.callspec.params["server"]]:
        code = asyncio.run(_struck(load, server, BLOWS[what]))
        assert code == 0 or what != "SIGTERM"
        if what == "a worker":
            server.wait_until_well()
        else:
            server.start()
        asyncio.run(load.try_again())
        assert server.verdict().faults == ()

    assert load.refused == []
    everybody = (place.admin, place.lead, place.owner, place.colleague)
    entries = [entry for someone in everybody for entry in every(server, someone, "/v1/time-entries")]
    times = Counter(entry["note"] for entry in entries)
    assert {note: times[note] for note in load.kept} == dict.fromkeys(load.kept, 1)
    assert set(times) - set(load.kept) <= set(load.unsure)
    assert max(times.values()) == 1
    ids = {answer.json()["id"] for answer in load.kept.values()}
    assert ids <= {entry["id"] for entry in entries}
    for someone in everybody:
        mine = every(server, someone, "/v1/time-entries")
        assert [entry["state"] for entry in mine] == ["running"] + ["stopped"] * (len(mine) - 1)


async def _struck(load: Load, server: Server, blow: Callable[[Server], object]) -> object:
    outcome: list[object] = []
    await load.until(lambda: outcome.append(blow(server)))
    return outcome[0]
