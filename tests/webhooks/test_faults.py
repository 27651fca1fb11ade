"""What goes wrong at home, a busy moment or a webhook nobody understands, holds up neither the others nor itself."""

import asyncio
from threading import Event
from typing import Any

import pytest
from sqlalchemy import update

from tests.home import Home, Workplace
from tests.webhooks.hooks import act, hook, log
from tests.webhooks.receiver import Answer, Received, Receiver, listening
from uhrwerk.entrypoints.jobs.webhooks import Sender
from uhrwerk.operations import webhooks
from uhrwerk.rules.refusals import Overloaded
from uhrwerk.storage import webhooks as kept
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import StoreFailed, Tx
from uhrwerk.storage.tables import webhook as table


def failing_once(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, failure: Exception) -> None:
    """Let the function fail the next time it is called, and never again."""
    right, failures = getattr(where, name), [failure]

    async def once(*given: Any, **named: Any) -> Any:
        if failures:
            raise failures.pop()
        return await right(*given, **named)

    monkeypatch.setattr(where, name, once)


@pytest.mark.parametrize("failure", [Overloaded("busy"), StoreFailed("disk full")])
@pytest.mark.parametrize(("where", "name"), [(webhooks, "plan"), (kept, "active"), (kept, "due")])
def test_a_hiccup_does_not_interrupt_what_is_under_way(
    home: Home,
    place: Workplace,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    where: Any,
    name: str,
    failure: Exception,
) -> None:
    arrived, may_answer = Event(), Event()

    def hold(_: Received) -> Answer:
        arrived.set()
        may_answer.wait(20)
        return Answer()

    receiver.answer = hold
    made = hook(home, place, receiver.url)
    act(home, place.owner, "start")

    async def rounds() -> None:
        async with Sender(home.house) as sender:
            await sender.round()
            assert await asyncio.to_thread(arrived.wait, 20)
            await asyncio.to_thread(act, home, place.colleague, "start")
            failing_once(monkeypatch, where, name, failure)
            await sender.round()
            may_answer.set()
            await sender.idle()
            await sender.round()
            await sender.idle()

    home.http.blocking_portal.call(rounds)
    assert [each.json["data"]["person_id"] for each in receiver.received] == [place.owner.id, place.colleague.id]
    assert [each["attempts"] for each in log(home, place, made)] == [1, 1]


def test_an_answer_that_could_not_be_written_down_is_asked_for_again(
    home: Home, place: Workplace, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = hook(home, place, receiver.url)
    act(home, place.owner, "start")
    failing_once(monkeypatch, webhooks, "settle", Overloaded("busy"))
    home.send_webhooks()
    assert log(home, place, made)[0]["attempts"] == 0
    home.send_webhooks()
    assert log(home, place, made)[0]["state"] == "delivered"
    assert len({each.id for each in receiver.received}) == 1


def test_a_face_that_is_not_known_stops_its_own_webhook_only(home: Home, place: Workplace, receiver: Receiver) -> None:
    """Such a row comes from a newer version of the server, before somebody went back to this one."""
    with listening() as never:
        strange = hook(home, place, never.url)
        hook(home, place, receiver.url)
        statement = Statement(update(table).where(table.c.id == strange["id"]).values(face="of tomorrow"))

        async def estrange(tx: Tx) -> None:
            await tx.run(statement)

        home.run(estrange)
        act(home, place.owner, "start")
        home.send_webhooks()
        assert receiver.types == ["time_entry.started"]
        assert never.received == []
