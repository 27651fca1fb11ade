"""Project time entries."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

import msgspec
from msgspec import UNSET

from uhrwerk.entrypoints.modelling import modelling
from uhrwerk.entrypoints.vendors.timetrack.wire.values import Given, Minutes, Wall, amount, tag_text
from uhrwerk.operations.details import EntryDetails
from uhrwerk.rules.timer import break_seconds, net_seconds
from uhrwerk.storage.tags import Tag

NAMES: Final = ("client_name", "project_name", "task_name")
"""What says what the time was for."""


class EntryForm(msgspec.Struct, kw_only=True, rename="camel"):
    username: str | None = None
    client_name: Given[str] = UNSET
    project_name: Given[str] = UNSET
    task_name: Given[str] = msgspec.field(name="task", default=UNSET)
    hour_rate: Given[Decimal] = UNSET
    latitude_start: Given[float] = msgspec.field(name="latitude", default=UNSET)
    longitude_start: Given[float] = msgspec.field(name="longitude", default=UNSET)
    latitude_end: Given[float] = msgspec.field(name="latitude1", default=UNSET)
    longitude_end: Given[float] = msgspec.field(name="longitude1", default=UNSET)
    billable: Given[bool] = UNSET
    flat_rate: Given[bool] = UNSET
    note: Given[str] = msgspec.field(name="details", default=UNSET)
    tags: Given[str | list[str]] = UNSET
    started_at: Given[str] = msgspec.field(name="from", default=UNSET)
    ended_at: Given[str] = msgspec.field(name="to", default=UNSET)
    break_minutes: Given[Minutes] = UNSET


class Entry(msgspec.Struct, rename="camel"):
    """`to` is null while it runs; minutes are whole ones, while it runs those of the last act.

    `hour_rate` is the entry's own, else the task's, else the project's.
    """

    id: int
    user: str
    client_name: str | None
    project_name: str | None
    task_name: str | None = msgspec.field(name="task")
    hour_rate: Decimal | None
    latitude: float | None
    longitude: float | None
    latitude1: float | None
    longitude1: float | None
    billable: bool
    flat_rate: bool
    details: str | None
    tags: str | None
    from_: str | None = msgspec.field(name="from")
    to: str | None
    worked_minutes: int
    break_minutes: int


_entry: Final = modelling(
    Entry,
    *("user", "client_name", "project_name", "task_name", "hour_rate", "tags", "from_", "to"),
    *("worked_minutes", "break_minutes"),
    id="number",
    latitude="latitude_start",
    longitude="longitude_start",
    latitude1="latitude_end",
    longitude1="longitude_end",
    details="note",
)


def entry(whole: EntryDetails, tags: Iterable[Tag], wall: Wall) -> Entry:
    record, project = whole.entry, whole.project
    worked_seconds, paused_seconds = record.net_seconds, record.break_seconds
    if worked_seconds is None or paused_seconds is None:
        timer = record.timer
        worked_seconds = net_seconds(timer, timer.last_act_at)
        paused_seconds = break_seconds(timer, timer.last_act_at)
    return _entry(
        record,
        whole.person.username,
        project.client.name if project and project.client else None,
        project.project.name if project else None,
        whole.task.task.name if whole.task else None,
        amount(hour_rate(whole)),
        tag_text(tag.name for tag in tags),
        wall.stamp(record.started_at),
        wall.stamp(record.ended_at),
        worked_seconds // 60,
        paused_seconds // 60,
    )


def hour_rate(whole: EntryDetails) -> Decimal | None:
    """What an hour of the entry costs: its own rate, else the task's, else the project's."""
    rates = [whole.entry.hour_rate]
    rates += [whole.task.task.hour_rate] if whole.task else []
    rates += [whole.project.project.hour_rate] if whole.project else []
    return next((rate for rate in rates if rate is not None), None)
