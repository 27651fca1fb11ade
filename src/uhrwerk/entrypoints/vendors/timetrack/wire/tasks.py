"""Tasks."""

from decimal import Decimal

import msgspec
from msgspec import UNSET

from uhrwerk.entrypoints.vendors.timetrack.wire.values import Given, amount
from uhrwerk.storage import tasks


class TaskForm(msgspec.Struct, kw_only=True, rename="camel"):
    name: str | None = None
    note: Given[str] = msgspec.field(name="notes", default=UNSET)
    hour_rate: Given[Decimal] = UNSET


class Task(msgspec.Struct, kw_only=True, rename="camel"):
    id: int
    name: str
    notes: str | None
    hour_rate: Decimal | None


def task(record: tasks.Task) -> Task:
    return Task(id=record.number, name=record.name, notes=record.note, hour_rate=amount(record.hour_rate))
