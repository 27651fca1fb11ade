"""Webhooks of a server that is killed while they are on their way: everything arrives, in order."""

import time
from collections.abc import Callable
from threading import Event, Lock
from typing import Any

import pytest

from tests.home import Someone, Workplace
from tests.process.server import READY_WITHIN, Server
from tests.webhooks.receiver import Answer, Received, Receiver, listening


class Blow:
    """Strikes once, while the receiver has a message and the sender has no answer yet."""

    def __init__(self) -> None:
        self.arrived, self.struck = Event(), Event()
        self._held = False
        self._lock = Lock()

    def answer(self, _: Received) -> Answer:
        with self._lock:
            first, self._held = not self._held, True
        if first:
            self.arrived.set()
            self.struck.wait(READY_WITHIN)
        return Answer()


def act(server: Server, someone: Someone, verb: str) -> None:
    answer = server.request("POST", f"/v1/timers/{verb}", headers=someone.bearer)
    assert answer.status_code == 200, answer.text


def hook(server: Server, place: Workplace, receiver: Receiver) -> None:
    body = {"name": "Hook", "url": receiver.url, "events": ["time_entry.*"]}
    answer = server.request("POST", "/v1/webhooks", headers=place.admin.bearer, json=body)
    assert answer.status_code == 201, answer.text


def told(receiver: Receiver, someone: Someone) -> list[int]:
    """The versions of the person's entries in the order in which they were told first."""
    seen: dict[str, int] = {}
    for each in list(receiver.received):
        data: dict[str, Any] = each.json["data"]
        if data["person_id"] == someone.id:
            seen.setdefault(each.id, data["after"]["version"])
    return list(seen.values())


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not condition():
        assert time.monotonic() < deadline, "it did not arrive"
        time.sleep(0.05)


def test_nothing_is_lost_when_the_server_is_killed_while_it_sends(server: Server) -> None:
    place = server.prepare()
    people = [place.owner, place.colleague]
    server.start()
    allowed = server.command("setting", "set", "webhooks.private_targets", "on", "--workspace", place.id)
    assert allowed.returncode == 0, allowed.stderr
    stroke = Blow()
    with listening(stroke.answer) as receiver:
        hook(server, place, receiver)
        for verb in ("start", "pause", "resume", "stop"):
            for someone in people:
                act(server, someone, verb)
        assert stroke.arrived.wait(READY_WITHIN)
        server.kill_all()
        stroke.struck.set()
        server.start()
        for someone in people:
            act(server, someone, "start")
        wait_for(lambda: all(len(told(receiver, someone)) == 5 for someone in people))
        for someone in people:
            assert told(receiver, someone) == [1, 2, 3, 4, 1]
    assert server.verdict().faults == ()


@pytest.mark.parametrize("server", ["postgresql"], indirect=True)
def test_of_two_workers_one_sends(server: Server) -> None:
    """Each event comes once."""
    place = server.prepare()
    server.start()
    assert server.command("setting", "set", "webhooks.private_targets", "on", "--workspace", place.id).returncode == 0
    with listening() as receiver:
        hook(server, place, receiver)
        for verb in ("start", "pause", "resume", "pause", "resume", "stop") * 5:
            act(server, place.owner, verb)
        wait_for(lambda: len(told(receiver, place.owner)) == 30)
        assert len(receiver.received) == 30
