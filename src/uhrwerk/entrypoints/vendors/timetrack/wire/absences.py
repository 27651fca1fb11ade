"""Absences and their types."""

from enum import IntEnum
from typing import Any, Final

import msgspec
from msgspec import UNSET

from uhrwerk.entrypoints.vendors.timetrack.wire.values import Given, Number
from uhrwerk.operations.absences import APPROVED, REJECTED, REQUESTED
from uhrwerk.storage import absences
from uhrwerk.storage.people import Person


class Status(IntEnum):
    NEW = 0
    APPROVED = 1
    DISAPPROVED = 2


STATUSES: Final = {Status.NEW: REQUESTED, Status.APPROVED: APPROVED, Status.DISAPPROVED: REJECTED}
_NUMBERS: Final = {word: number for number, word in STATUSES.items()}


class Segment(IntEnum):
    """Which part of the day: of a longer absence, the part that its first or last day has."""

    WHOLE_DAY = 0
    MORNING = 1
    AFTERNOON = 2


class AbsenceForm(msgspec.Struct, kw_only=True):
    username: str | None = None
    starts_on: Given[str] = msgspec.field(name="from", default=UNSET)
    ends_on: Given[str] = msgspec.field(name="to", default=UNSET)
    absence_type_id: Given[Number] = msgspec.field(name="absenceType", default=UNSET)
    status: Given[Status] = UNSET
    day_segment: Given[Segment] = UNSET


class Absence(msgspec.Struct, kw_only=True):
    """Dates, both included. `absenceTypeName` is the type's short name, where it has one."""

    id: int
    user: str
    user_id: int
    from_: str = msgspec.field(name="from")
    to: str
    status: Status
    absence_type: int = msgspec.field(name="absenceType")
    absence_type_name: str = msgspec.field(name="absenceTypeName")
    color: str | None
    is_plannable: bool
    day_segment: Segment
    working_time_strategies: list[Any]


class AbsenceType(msgspec.Struct, kw_only=True):
    id: int
    name: str
    short_name: str | None = msgspec.field(name="shortName")
    color: str | None
    is_plannable: bool
    enabled: bool


def absence(record: absences.Absence, person: Person, kind: absences.AbsenceType) -> Absence:
    return Absence(
        id=record.number,
        user=person.username,
        user_id=person.number,
        from_=record.starts_on.isoformat(),
        to=record.ends_on.isoformat(),
        status=_NUMBERS[record.status],
        absence_type=kind.number,
        absence_type_name=kind.short_name or kind.name,
        color=kind.color,
        is_plannable=kind.plannable,
        day_segment=_segment(record),
        working_time_strategies=[],
    )


def absence_type(record: absences.AbsenceType) -> AbsenceType:
    return AbsenceType(
        id=record.number,
        name=record.name,
        short_name=record.short_name,
        color=record.color,
        is_plannable=record.plannable,
        enabled=not record.archived,
    )


def _segment(record: absences.Absence) -> Segment:
    """Its first morning is worked: away in the afternoon; its last afternoon is: away in the morning."""
    if record.half_day_start == record.half_day_end:
        return Segment.WHOLE_DAY
    return Segment.AFTERNOON if record.half_day_start else Segment.MORNING
