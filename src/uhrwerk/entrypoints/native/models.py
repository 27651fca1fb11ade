"""What the native API says and is told. Instants are ISO 8601 in UTC, lengths whole seconds, ids UUIDs."""

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.timer import Break as BreakOfRecord
from uhrwerk.rules.timer import State, break_seconds, net_seconds
from uhrwerk.storage.attendances import Attendance as AttendanceRecord
from uhrwerk.storage.clients import Client as ClientRecord
from uhrwerk.storage.journal import JournalRow
from uhrwerk.storage.people import Person as PersonRecord
from uhrwerk.storage.projects import Project as ProjectRecord
from uhrwerk.storage.records import Timed
from uhrwerk.storage.tasks import Task as TaskRecord
from uhrwerk.storage.time_entries import TimeEntry as TimeEntryRecord
from uhrwerk.storage.types_of_work import TypeOfWork as TypeOfWorkRecord

T = TypeVar("T")

Instant = Annotated[
    datetime, Meta(tz=True, description="ISO 8601 with an offset or Z", examples=["2026-11-20T08:30:00Z"])
]
Note = Annotated[str, Meta(description="Free text, at most 10,000 characters", examples=["First draft of the sitemap"])]
Name = Annotated[str, Meta(description="One line, at most 200 characters", examples=["Website"])]
Zone = Annotated[str, Meta(description="IANA time zone", examples=["Europe/Berlin"])]


class Page(msgspec.Struct, Generic[T], frozen=True):
    """A page, newest first. `next_cursor` asks for the next one; null at the end."""

    items: list[T]
    next_cursor: str | None


class Break(msgspec.Struct, frozen=True):
    """`ended_at` is null while the break lasts."""

    started_at: Instant
    ended_at: Instant | None = None


class TimeEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Project time. While it is active `ended_at` is null and the seconds are those at the time of the answer."""

    id: str
    number: int
    person_id: str
    state: State
    started_at: datetime
    start_recorded_at: datetime
    ended_at: datetime | None
    end_recorded_at: datetime | None
    net_seconds: int
    break_seconds: int
    breaks: list[Break]
    zone: str
    project_id: str | None
    task_id: str | None
    type_of_work_id: str
    note: str | None
    billable: bool
    billed: bool
    manual: bool
    created_by: str
    created_at: datetime
    updated_by: str
    updated_at: datetime
    version: int


class Attendance(msgspec.Struct, frozen=True, kw_only=True):
    """Coming and going. `state` is running (in), paused (on break) or stopped (out)."""

    id: str
    number: int
    person_id: str
    state: State
    started_at: datetime
    start_recorded_at: datetime
    ended_at: datetime | None
    end_recorded_at: datetime | None
    net_seconds: int
    break_seconds: int
    breaks: list[Break]
    zone: str
    note: str | None
    manual: bool
    created_by: str
    created_at: datetime
    updated_by: str
    updated_at: datetime
    version: int


class StartTimer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to start. Everything may be left out; `at` is the client's own instant, `person_id` whose clock."""

    project_id: UUID | None = None
    task_id: UUID | None = None
    type_of_work_id: UUID | None = None
    note: Note | None = None
    billable: bool | None = None
    zone: Zone | None = None
    at: Instant | None = None
    person_id: UUID | None = None


class Punch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When, by the client's own clock, and whose clock; both may be left out."""

    at: Instant | None = None
    person_id: UUID | None = None


class Continue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When, by the client's own clock; it may be left out."""

    at: Instant | None = None


class Discard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose clock; left out: one's own."""

    person_id: UUID | None = None


class ClockIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As a punch, with a note and where it was pressed (degrees, WGS 84)."""

    at: Instant | None = None
    person_id: UUID | None = None
    note: Note | None = None
    latitude: float | None = None
    longitude: float | None = None


class Switch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the active entry is for from now on; members left out stay as they are."""

    project_id: UUID | None | UnsetType = UNSET
    task_id: UUID | None | UnsetType = UNSET
    type_of_work_id: UUID | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    billable: bool | UnsetType = UNSET
    person_id: UUID | UnsetType = UNSET


class NewTimeEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A stretch of time written down afterwards."""

    started_at: Instant
    ended_at: Instant
    breaks: list[Break] = []
    zone: Zone | None = None
    project_id: UUID | None = None
    task_id: UUID | None = None
    type_of_work_id: UUID | None = None
    note: Note | None = None
    billable: bool | None = None
    person_id: UUID | None = None


class TimeEntryChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are."""

    started_at: Instant | UnsetType = UNSET
    ended_at: Instant | UnsetType = UNSET
    breaks: list[Break] | UnsetType = UNSET
    project_id: UUID | None | UnsetType = UNSET
    task_id: UUID | None | UnsetType = UNSET
    type_of_work_id: UUID | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    billable: bool | UnsetType = UNSET
    billed: bool | UnsetType = UNSET


class Person(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    number: int
    username: str
    email: str
    first_name: str
    last_name: str
    role: str
    zone: str
    language: str
    active: bool
    created_at: datetime
    updated_at: datetime
    version: int


class Workspace(msgspec.Struct, frozen=True):
    id: str
    name: str
    zone: str
    default_type_of_work_id: str


class Me(msgspec.Struct, frozen=True):
    """Who the token belongs to; `person` is null for a token of the whole workspace."""

    person: Person | None
    workspace: Workspace
    scopes: list[str]


class NewPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    username: Name
    email: Annotated[str, Meta(examples=["carla@example.org"])]
    first_name: Name
    last_name: str = ""
    role: Annotated[str, Meta(description="admin, lead or member", examples=["member"])] = "member"
    zone: Zone | None = None
    language: str = "en"
    password: Annotated[str, Meta(min_length=10, max_length=200)] | None = None


class PersonChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are; a new zone holds from now on."""

    username: Name | UnsetType = UNSET
    email: str | UnsetType = UNSET
    first_name: Name | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    role: str | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET
    language: str | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    number: int
    created_at: datetime
    updated_at: datetime
    version: int


class Client(Kept, frozen=True, kw_only=True):
    name: str
    note: str | None
    archived: bool


class NewClient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    note: Note | None = None
    archived: bool = False


class ClientChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class Project(Kept, frozen=True, kw_only=True):
    name: str
    key: str | None
    note: str | None
    client_id: str | None
    billable: bool
    archived: bool


class NewProject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    key: Annotated[str, Meta(description="Short name for task numbers", examples=["WEB"])] | None = None
    note: Note | None = None
    client_id: UUID | None = None
    billable: bool = True
    archived: bool = False


class ProjectChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    key: str | None | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    client_id: UUID | None | UnsetType = UNSET
    billable: bool | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class Task(Kept, frozen=True, kw_only=True):
    name: str
    note: str | None
    project_id: str | None
    type_of_work_id: str | None
    assignees: list[str]
    planned_seconds: int | None
    archived: bool


class NewTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without a project it is a task of the workspace."""

    name: Name
    note: Note | None = None
    project_id: UUID | None = None
    type_of_work_id: UUID | None = None
    assignees: list[UUID] = []
    planned_seconds: Annotated[int, Meta(ge=0, lt=2**31)] | None = None
    archived: bool = False


class TaskChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    type_of_work_id: UUID | None | UnsetType = UNSET
    assignees: list[UUID] | UnsetType = UNSET
    planned_seconds: Annotated[int, Meta(ge=0, lt=2**31)] | None | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class TypeOfWork(Kept, frozen=True, kw_only=True):
    name: str
    icon: str | None
    note: str | None
    archived: bool


class NewTypeOfWork(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    icon: str | None = None
    note: Note | None = None
    archived: bool = False


class TypeOfWorkChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    icon: str | None | UnsetType = UNSET
    note: Note | None | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class JournalEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change: who, through which face, when recorded and when effective, the members before and after.

    `payload` is null where it has been erased; the seals of the chain hold all the same.
    """

    sequence: int
    subject_id: str
    recorded_at: datetime
    effective_at: datetime
    actor_id: str
    face: str
    act: str
    record_kind: str
    record_id: str
    payload: dict[str, Any] | None
    seal: str


def utc(instant: datetime | None, field: str) -> datetime | None:
    """The client's instant in UTC. Raises Invalid where the calendar ends, and for a query's without an offset."""
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise Invalid.field(field, "needs an offset or Z")
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise Invalid.field(field, "lies outside of the calendar") from None


def text_id(id: UUID | None) -> str | None:
    return None if id is None else str(id)


def breaks_of(breaks: list[Break]) -> tuple[BreakOfRecord, ...]:
    found = []
    for each in breaks:
        started_at = utc(each.started_at, "breaks")
        assert started_at is not None
        found.append(BreakOfRecord(started_at, utc(each.ended_at, "breaks")))
    return tuple(found)


def given(form: msgspec.Struct, *leave_out: str) -> dict[str, Any]:
    """The members that the client gave, as the core wants them: ids as texts, instants in UTC."""
    members: dict[str, Any] = {}
    for name in form.__struct_fields__:
        value = getattr(form, name)
        if value is UNSET or name in leave_out:
            continue
        if isinstance(value, UUID):
            value = str(value)
        elif isinstance(value, datetime):
            value = utc(value, name)
        elif name == "breaks":
            value = breaks_of(value)
        elif name == "assignees":
            value = [str(each) for each in value]
        members[name] = value
    return members


def _timed(record: Timed, now: datetime) -> dict[str, Any]:
    """What a time entry and an attendance have in common. Written out: lists of hundreds are made of it."""
    timer = record.timer
    return {
        "id": record.id,
        "number": record.number,
        "person_id": record.person_id,
        "state": timer.state,
        "started_at": record.started_at,
        "start_recorded_at": record.start_recorded_at,
        "ended_at": record.ended_at,
        "end_recorded_at": record.end_recorded_at,
        "net_seconds": record.net_seconds if record.net_seconds is not None else net_seconds(timer, now),
        "break_seconds": record.break_seconds if record.break_seconds is not None else break_seconds(timer, now),
        "breaks": [Break(each.started_at, each.ended_at) for each in record.breaks],
        "zone": record.zone,
        "note": record.note,
        "manual": record.manual,
        "created_by": record.created_by,
        "created_at": record.created_at,
        "updated_by": record.updated_by,
        "updated_at": record.updated_at,
        "version": record.version,
    }


def time_entry(record: TimeEntryRecord, now: datetime) -> TimeEntry:
    return TimeEntry(
        **_timed(record, now),
        project_id=record.project_id,
        task_id=record.task_id,
        type_of_work_id=record.type_of_work_id,
        billable=record.billable,
        billed=record.billed,
    )


def attendance(record: AttendanceRecord, now: datetime) -> Attendance:
    return Attendance(**_timed(record, now))


def _same(record: msgspec.Struct, model: type[msgspec.Struct], **own: Any) -> dict[str, Any]:
    """The members that the record and the model share, and the model's own."""
    shared = {name: getattr(record, name) for name in model.__struct_fields__ if name not in own}
    return shared | own


def person(record: PersonRecord, now: datetime) -> Person:
    return Person(**_same(record, Person, zone=record.zones.at(now).key))


def client(record: ClientRecord) -> Client:
    return Client(**_same(record, Client))


def project(record: ProjectRecord) -> Project:
    return Project(**_same(record, Project))


def task(record: TaskRecord) -> Task:
    return Task(**_same(record, Task))


def type_of_work(record: TypeOfWorkRecord) -> TypeOfWork:
    return TypeOfWork(**_same(record, TypeOfWork))


def journal_entry(row: JournalRow) -> JournalEntry:
    payload = None if row.payload is None else msgspec.json.decode(row.payload)
    return JournalEntry(**_same(row, JournalEntry, payload=payload))
