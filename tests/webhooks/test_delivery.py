"""Webhooks end to end: what happens is told, signed, in order, until it has arrived."""

import asyncio
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from standardwebhooks import WebhookVerificationError

from tests.home import MORNING, Home, Workplace
from tests.native.wire import done, problem
from tests.webhooks.hooks import act, change, hook, log, shown
from tests.webhooks.private import allow_private
from tests.webhooks.receiver import Answer, Received, Receiver, listening
from uhrwerk.entrypoints.jobs.schedule import forget_old_deliveries
from uhrwerk.entrypoints.jobs.webhooks import Sender
from uhrwerk.rules.retries import delay


def test_an_act_is_told_signed_and_with_its_record(home: Home, place: Workplace, receiver: Receiver) -> None:
    # The library compares with the real clock.
    home.clock.now = datetime.now(UTC).replace(microsecond=0)
    made = hook(home, place, receiver.url, "time_entry.started")
    started = act(home, place.owner, "start", note="First draft")
    home.send_webhooks()
    (told,) = receiver.received
    stamp = home.clock.now.isoformat().replace("+00:00", "Z")
    assert told.verified(made["secret"]) == {
        "type": "time_entry.started",
        "timestamp": stamp,
        "data": {
            "kind": "time_entry",
            "id": started["id"],
            "person_id": place.owner.id,
            "actor_id": place.owner.id,
            "face": "native",
            "effective_at": stamp,
            "before": {},
            "after": told.json["data"]["after"],
            "record": started,
        },
    }
    assert told.json["data"]["after"]["note"] == "First draft"
    assert told.headers["content-type"] == "application/json"
    assert told.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert told.headers["webhook-timestamp"] == str(int(home.clock.now.timestamp()))
    (delivery,) = log(home, place, made)
    assert (delivery["id"], delivery["state"], delivery["status"]) == (told.id, "delivered", 204)
    with pytest.raises(WebhookVerificationError):
        told.verified(hook(home, place, receiver.url)["secret"])


def test_only_what_changed_is_in_before_and_after_and_a_deleted_record_is_null(
    home: Home, place: Workplace, receiver: Receiver
) -> None:
    hook(home, place, receiver.url, "time_entry.*")
    entry = act(home, place.owner, "start", note="a")
    act(home, place.owner, "stop")
    path = f"/v1/time-entries/{entry['id']}"
    done(home.http.patch(path, headers=place.owner.bearer, json={"note": "b"}))
    assert home.http.delete(path, headers=place.owner.bearer).status_code == 204
    home.send_webhooks()
    assert receiver.types == [f"time_entry.{what}" for what in ("started", "stopped", "changed", "deleted")]
    changed = receiver.received[2].json["data"]
    assert (changed["before"]["note"], changed["after"]["note"]) == ("a", "b")
    assert "zone" not in changed["after"]
    assert [each.json["data"]["record"] for each in receiver.received] == [None] * 4


ASKED: list[tuple[list[str], list[str]]] = [
    (["time_entry.started"], ["time_entry.started"]),
    (["time_entry.*"], ["time_entry.started", "time_entry.stopped"]),
    (["client.added", "time_entry.stopped"], ["client.added", "time_entry.stopped"]),
    (["attendance.*"], []),
    (["*"], ["client.added", "time_entry.started", "time_entry.stopped"]),
]


@pytest.mark.parametrize(("events", "told"), ASKED)
def test_a_webhook_is_told_of_what_it_asked_for(
    home: Home, place: Workplace, receiver: Receiver, events: list[str], told: list[str]
) -> None:
    hook(home, place, receiver.url, *events)
    done(home.http.post("/v1/clients", headers=place.admin.bearer, json={"name": "New"}), 201)
    act(home, place.owner, "start")
    act(home, place.owner, "stop")
    home.send_webhooks()
    assert sorted(receiver.types) == told


def test_nothing_is_told_of_before_of_elsewhere_or_of_keys(
    home: Home, place: Workplace, elsewhere: Workplace, receiver: Receiver
) -> None:
    act(home, place.owner, "start")
    hook(home, place, receiver.url, "*")
    act(home, elsewhere.owner, "start")
    allow_private(home, place, False)
    allow_private(home, place, True)
    done(home.http.patch(f"/v1/people/{place.colleague.id}", headers=place.admin.bearer, json={"active": False}))
    home.send_webhooks()
    # Switching somebody off revokes their credentials; neither that nor a setting leaves the house.
    assert receiver.types == ["person.changed"]


def test_a_failure_holds_up_that_person_only_and_their_order_is_kept(
    home: Home, place: Workplace, receiver: Receiver
) -> None:
    refused = {place.owner.id}
    receiver.answer = lambda each: Answer(500 if each.json["data"]["person_id"] in refused else 204)
    hook(home, place, receiver.url, "time_entry.*")
    for someone in (place.owner, place.colleague):
        act(home, someone, "start")
        act(home, someone, "pause")
        act(home, someone, "stop")
    home.send_webhooks()
    assert persons(receiver) == {place.owner.id: ["started"], place.colleague.id: ["started", "paused", "stopped"]}
    home.send_webhooks()
    assert len(receiver.received) == 4, "nothing is due yet"
    refused.clear()
    home.clock.forward(seconds=5)
    home.send_webhooks()
    assert persons(receiver)[place.owner.id] == ["started", "started", "paused", "stopped"]
    ids = [each.id for each in receiver.received if each.json["data"]["person_id"] == place.owner.id]
    assert ids[0] == ids[1], "tried again, it is the same message"
    assert len(set(ids)) == 3


def persons(receiver: Receiver) -> dict[str, list[str]]:
    """What was told of each person, in order."""
    found: dict[str, list[str]] = {}
    for each in receiver.received:
        found.setdefault(each.json["data"]["person_id"], []).append(each.type.removeprefix("time_entry."))
    return found


def test_ten_failures_pause_it_and_resumed_it_is_told_of_everything(
    home: Home, place: Workplace, receiver: Receiver
) -> None:
    receiver.answer = lambda _: Answer(503)
    made = hook(home, place, receiver.url)
    act(home, place.owner, "start")
    for attempt in range(1, 10):
        home.send_webhooks()
        (delivery,) = log(home, place, made)
        due = home.clock.now + delay(attempt, 0.5)
        assert (delivery["state"], delivery["attempts"]) == ("pending", attempt)
        assert datetime.fromisoformat(delivery["next_attempt_at"]) == due
        home.clock.now = due - timedelta(microseconds=1)
        home.send_webhooks()
        assert len(receiver.received) == attempt, "not a moment too early"
        home.clock.now = due
    assert shown(home, place, made)["active"] is True
    home.send_webhooks()
    assert len(receiver.received) == 10
    paused = shown(home, place, made)
    assert paused["active"] is False
    assert datetime.fromisoformat(paused["paused_at"]) == home.clock.now
    assert paused["paused_reason"] == "A delivery failed 10 times, at last with: the answer was 503"
    assert log(home, place, made)[0]["state"] == "failed"

    act(home, place.owner, "stop")
    home.clock.forward(days=40)
    home.send_webhooks()
    assert len(receiver.received) == 10, "nothing is sent while it is paused"
    receiver.answers()
    resumed = change(home, place, made, active=True)
    assert (resumed["active"], resumed["paused_at"], resumed["paused_reason"]) == (True, None, None)
    home.send_webhooks()
    assert receiver.types[10:] == ["time_entry.started", "time_entry.stopped"]
    assert [each["state"] for each in log(home, place, made)] == ["delivered", "delivered"]


def test_an_admin_pauses_and_resumes(home: Home, place: Workplace, receiver: Receiver) -> None:
    made = hook(home, place, receiver.url)
    act(home, place.owner, "start")
    paused = change(home, place, made, active=False)
    assert (paused["active"], paused["paused_at"], paused["paused_reason"]) == (False, "2026-03-10T08:00:00Z", None)
    act(home, place.owner, "stop")
    home.send_webhooks()
    assert receiver.received == []
    change(home, place, made, active=True)
    home.send_webhooks()
    assert receiver.types == ["time_entry.started", "time_entry.stopped"]


def test_410_pauses_at_once(home: Home, place: Workplace, receiver: Receiver) -> None:
    receiver.answers(410)
    made = hook(home, place, receiver.url)
    act(home, place.owner, "start")
    home.send_webhooks()
    home.clock.forward(days=1)
    home.send_webhooks()
    assert len(receiver.received) == 1
    paused = shown(home, place, made)
    assert (paused["active"], paused["paused_reason"]) == (False, "The receiver answered that it is gone (410).")


def test_a_redirect_is_not_followed_and_an_answer_is_cut(home: Home, place: Workplace, receiver: Receiver) -> None:
    with listening() as other:
        long = "ä" * 10_000
        receiver.answer = lambda _: Answer(307, long.encode(), {"Location": other.url})
        made = hook(home, place, receiver.url)
        act(home, place.owner, "start")
        home.send_webhooks()
        assert other.received == []
    (delivery,) = log(home, place, made)
    assert (delivery["status"], delivery["error"]) == (307, "the answer was 307")
    assert delivery["response"] == "ä" * 300


def test_nobody_there_is_a_failure_like_another(home: Home, place: Workplace) -> None:
    with listening() as gone:
        pass
    made = hook(home, place, gone.url)
    act(home, place.owner, "start")
    home.send_webhooks()
    (delivery,) = log(home, place, made)
    assert (delivery["state"], delivery["status"], delivery["attempts"]) == ("pending", None, 1)
    assert delivery["error"]


def test_a_slow_receiver_holds_up_no_other(home: Home, place: Workplace, receiver: Receiver) -> None:
    arrived = Event()

    def wait_for_the_other(_: Received) -> Answer:
        return Answer(204 if arrived.wait(20) else 500)

    def arrive(_: Received) -> Answer:
        arrived.set()
        return Answer()

    receiver.answer = wait_for_the_other
    with listening(arrive) as other:
        slow = hook(home, place, receiver.url)
        hook(home, place, other.url)
        act(home, place.owner, "start")
        home.send_webhooks()
        assert len(other.received) == 1
    assert log(home, place, slow)[0]["status"] == 204


def test_what_was_sent_but_not_written_down_is_sent_again_with_the_same_id(
    home: Home, place: Workplace, receiver: Receiver
) -> None:
    """The sender ends while the receiver has the message and has not answered yet."""
    arrived, may_answer = Event(), Event()

    def hold(_: Received) -> Answer:
        arrived.set()
        may_answer.wait(20)
        return Answer()

    receiver.answer = hold
    made = hook(home, place, receiver.url)
    act(home, place.owner, "start")

    async def begin_and_end() -> None:
        async with Sender(home.house) as sender:
            await sender.round()
            await asyncio.to_thread(arrived.wait, 20)

    home.http.blocking_portal.call(begin_and_end)
    assert log(home, place, made)[0]["attempts"] == 0
    may_answer.set()
    receiver.answers()
    home.send_webhooks()
    assert [each.id for each in receiver.received] == [log(home, place, made)[0]["id"]] * 2
    assert log(home, place, made)[0]["state"] == "delivered"


def test_a_deleted_webhook_is_told_no_more(home: Home, place: Workplace, receiver: Receiver) -> None:
    receiver.answers(500)
    made = hook(home, place, receiver.url)
    act(home, place.owner, "start")
    home.send_webhooks()
    assert home.http.delete(f"/v1/webhooks/{made['id']}", headers=place.admin.bearer).status_code == 204
    act(home, place.owner, "stop")
    home.clock.forward(days=1)
    home.send_webhooks()
    assert len(receiver.received) == 1
    problem(home.http.get(f"/v1/webhooks/{made['id']}", headers=place.admin.bearer), 404, "deleted")


def test_a_private_target_is_refused_again_when_it_is_sent(home: Home, place: Workplace, receiver: Receiver) -> None:
    made = hook(home, place, receiver.url)
    allow_private(home, place, False)
    act(home, place.owner, "start")
    home.send_webhooks()
    assert receiver.received == []
    (delivery,) = log(home, place, made)
    assert delivery["error"] == "leads to a private or reserved address, which the workspace's settings do not allow"
    allow_private(home, place, True)
    home.clock.forward(seconds=5)
    home.send_webhooks()
    assert receiver.types == ["time_entry.started"]


def test_a_test_is_sent_at_once_and_stands_in_the_log(home: Home, place: Workplace, receiver: Receiver) -> None:
    made = hook(home, place, receiver.url, authorization="Bearer of-the-receiver")
    path = f"/v1/webhooks/{made['id']}/test"
    receiver.answers(204, 500)
    tested = [home.http.post(path, headers=place.admin.bearer).json() for _ in range(2)]
    assert receiver.types == ["webhook.test"] * 2
    assert receiver.received[0].json["data"] == {"webhook_id": made["id"]}
    assert receiver.received[0].headers["authorization"] == "Bearer of-the-receiver"
    assert [(each["state"], each["status"], each["event"]) for each in tested] == [
        ("delivered", 204, "webhook.test"),
        ("failed", 500, "webhook.test"),
    ]
    assert sorted(log(home, place, made), key=lambda each: each["id"]) == tested
    home.clock.forward(days=1)
    home.send_webhooks()
    assert len(receiver.received) == 2, "a test is not tried again"


def test_a_rotated_secret_signs_what_comes_then(home: Home, place: Workplace, receiver: Receiver) -> None:
    home.clock.now = datetime.now(UTC)
    made = hook(home, place, receiver.url)
    path = f"/v1/webhooks/{made['id']}/rotate-secret"
    rotated = done(home.http.post(path, headers=place.admin.bearer))
    assert rotated["secret"] != made["secret"]
    act(home, place.owner, "start")
    home.send_webhooks()
    assert receiver.received[0].verified(rotated["secret"])
    with pytest.raises(WebhookVerificationError):
        receiver.received[0].verified(made["secret"])


def test_the_log_goes_back_a_month(home: Home, place: Workplace, receiver: Receiver) -> None:
    made = hook(home, place, receiver.url)
    act(home, place.owner, "start")
    home.send_webhooks()
    receiver.answers(410)
    act(home, place.owner, "stop")
    home.send_webhooks()
    assert [each["state"] for each in log(home, place, made)] == ["failed", "delivered"]
    home.clock.now = MORNING + timedelta(days=30)
    forget(home)
    assert len(log(home, place, made)) == 2
    home.clock.forward(microseconds=1)
    forget(home)
    assert [each["state"] for each in log(home, place, made)] == ["failed"], "what is still to be sent stays"


def forget(home: Home) -> None:
    home.http.blocking_portal.call(forget_old_deliveries, home.house)


def test_the_log_is_paged(home: Home, place: Workplace, receiver: Receiver) -> None:
    made = hook(home, place, receiver.url)
    for _ in range(3):
        act(home, place.owner, "start")
        home.send_webhooks()
        home.clock.forward(seconds=1)
    path, ids, cursor = f"/v1/webhooks/{made['id']}/deliveries", list[str](), None
    while True:
        query: dict[str, Any] = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        body = home.http.get(path, headers=place.admin.bearer, params=query).json()
        ids += [each["id"] for each in body["items"]]
        cursor = body["next_cursor"]
        if cursor is None:
            break
    assert ids == [each["id"] for each in log(home, place, made)]
    assert len(ids) == len(receiver.received) == 5
