"""What awork's webhooks are told of: its names for our acts, and the messages, which are not signed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from uhrwerk.entrypoints.vendors.awork.errors import trace_id
from uhrwerk.entrypoints.vendors.awork.wire import companies as company_wire
from uhrwerk.entrypoints.vendors.awork.wire import project_sheets as project_wire
from uhrwerk.entrypoints.vendors.awork.wire import tasks as task_wire
from uhrwerk.entrypoints.vendors.awork.wire import time_entries as time_entry_wire
from uhrwerk.entrypoints.vendors.awork.wire import users as user_wire
from uhrwerk.entrypoints.vendors.awork.wire import webhooks as wire
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, timestamp
from uhrwerk.entrypoints.vendors.awork.wire.webhook_changes import property_changes
from uhrwerk.entrypoints.webhooks import Dialect
from uhrwerk.keys import Vault
from uhrwerk.operations.directory import Directory
from uhrwerk.operations.webhooks import sending_actor
from uhrwerk.storage import clients, people, projects, tasks, time_entries
from uhrwerk.storage.feed import FeedRow
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.store import Tx
from uhrwerk.storage.webhooks import Webhook

Show = Callable[[Directory, Any], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of record as awork names it: in its events, and in its paths."""

    name: str
    path: str
    shelf: Shelf[Any]
    show: Show


async def _time_entry(directory: Directory, record: Any) -> Answer:
    return time_entry_wire.time_tracking(await directory.of_entry(record))


async def _project(directory: Directory, record: Any) -> Answer:
    [sheet] = await directory.of_projects([record])
    return project_wire.project(sheet)


async def _task(directory: Directory, record: Any) -> Answer:
    return task_wire.task(await directory.of_task(record))


async def _company(directory: Directory, record: Any) -> Answer:
    [details] = await directory.of_clients([record])
    return company_wire.company(details)


async def _user(directory: Directory, record: Any) -> Answer:
    [details] = await directory.of_people(sending_actor(record.workspace_id), [record])
    return user_wire.user(details)


ENTITIES: Final[dict[str, Entity]] = {
    "time_entry": Entity("timetracking", "timeentries", time_entries.shelf, _time_entry),
    "project": Entity("project", "projects", projects.shelf, _project),
    "task": Entity("task", "tasks", tasks.shelf, _task),
    "client": Entity("company", "companies", clients.shelf, _company),
    "person": Entity("user", "users", people.shelf, _user),
}
"""What awork's webhooks are told of, by our kinds of record."""

TYPE_CHANGED: Final = "timetracking_type_changed"

_ADDED: Final = ("started", "created", "added")
_DELETED: Final = ("discarded", "deleted")

EVENT_TYPES: Final = sorted(
    [f"{entity.name}_{what}" for entity in ENTITIES.values() for what in ("added", "updated", "deleted")]
    + [TYPE_CHANGED]
)


def event_of(webhook: Webhook, row: FeedRow) -> str | None:
    """The most telling event that the webhook asks for."""
    return next((event for event in _events_of(row) if event in webhook.events), None)


def _events_of(row: FeedRow) -> list[str]:
    entity = ENTITIES.get(row.record_kind)
    if entity is None:
        return []
    act = row.act.partition(".")[2]
    what = "added" if act in _ADDED else "deleted" if act in _DELETED else "updated"
    plain = f"{entity.name}_{what}"
    type_changed = row.act == "time_entry.changed" and "type_of_work_id" in _after(row)
    return [TYPE_CHANGED, plain] if type_changed else [plain]


def _after(row: FeedRow) -> dict[str, Any]:
    payload: dict[str, Any] = _payload(row)
    return payload.get("after") or {}


def _payload(row: FeedRow) -> dict[str, Any]:
    """Empty where it has been erased."""
    payload: dict[str, Any] = {} if row.payload is None else msgspec.json.decode(row.payload)
    return payload


async def compose(tx: Tx, now: datetime, row: FeedRow, event: str) -> bytes:
    """The event with the record as it is by now, a deleted one as it was, and who changed what."""
    entity = ENTITIES[row.record_kind]
    directory = Directory(tx, row.workspace_id)
    record = await directory.get(entity.shelf, row.record_id)
    payload = _payload(row)
    message = wire.Event(
        timestamp=timestamp(row.recorded_at),
        event_type=event,
        entity=None if record is None else await entity.show(directory, record),
        entity_id=row.record_id,
        entity_type=entity.name,
        entity_link=f"/api/v1/{entity.path}/{row.record_id}",
        trace_id=trace_id(),
        triggered_by=wire.triggered_by(row.actor_id, await directory.get(people.shelf, row.actor_id)),
        changes=property_changes(row.record_kind, payload.get("before") or {}, payload.get("after") or {}),
    )
    return msgspec.json.encode(message)


def headers(vault: Vault, webhook: Webhook, id: str, now: datetime, body: bytes) -> Mapping[str, str]:
    """Nothing is signed; the subscriber's own header says that it is us."""
    plain = {"Content-Type": "application/json"}
    if webhook.authorization is None:
        return plain
    return plain | {"Authorization": vault.unlock(webhook.authorization)}


DIALECT: Final = Dialect(event_of, compose, headers)
