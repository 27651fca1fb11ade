"""What people ask for, as pages tell of it: absences, corrections, overtime, timesheets, a line of facts each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from uhrwerk.entrypoints.web.addresses import cursor_of, day_after, instant_after
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.people import absence_words
from uhrwerk.entrypoints.web.visit import Visit
from uhrwerk.operations import absences, attendance, time_entries, timesheets
from uhrwerk.operations.catalog import PROJECTS, TASKS, TYPES_OF_WORK
from uhrwerk.operations.corrections import ATTENDANCE, CORRECTIONS
from uhrwerk.operations.overtime import OVERTIME
from uhrwerk.rules.day import Zones
from uhrwerk.rules.refusals import NotFound
from uhrwerk.storage import absences as absences_kept
from uhrwerk.storage import people
from uhrwerk.storage.absences import AbsenceType
from uhrwerk.storage.corrections import Correction
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Kind:
    """What is asked for: `operations` has `every`, `approve`, `reject` and more verbs; `waiting` is the status of what
    nobody has decided; `order` the member that lists are in the order of."""

    name: str
    title: str
    icon: str
    operations: Any
    order: str
    waiting: str = "requested"

    def after(self, query: Form) -> tuple[date | datetime, str] | None:
        """Where a further page of its list begins. Raises Invalid for an address that was never ours."""
        return instant_after(query) if self.order == "created_at" else day_after(query)


KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("absence", N_("Absences"), "plane", absences, "starts_on"),
        Kind("correction", N_("Corrections"), "file-pen", CORRECTIONS, "created_at"),
        Kind("overtime", N_("Overtime"), "gauge", OVERTIME, "day"),
        Kind("timesheet", N_("Timesheets"), "table-2", timesheets, "starts_on", "submitted"),
    )
}

STATES: Final = {
    "requested": (N_("waiting"), "waiting"),
    "open": (N_("open"), "out"),
    "submitted": (N_("handed in"), "waiting"),
    "approved": (N_("approved"), "in"),
    "rejected": (N_("rejected"), "wrong"),
    "locked": (N_("closed for good"), "in"),
}
"""How a status is said, and which look it has."""

ACTIONS: Final = {
    ("attendance", "create"): N_("Attendance is missing"),
    ("attendance", "change"): N_("Attendance is to be changed"),
    ("attendance", "delete"): N_("Attendance is to be deleted"),
    ("time_entry", "create"): N_("Time entry is missing"),
    ("time_entry", "change"): N_("Time entry is to be changed"),
    ("time_entry", "delete"): N_("Time entry is to be deleted"),
}

MEMBERS: Final = {
    "started_at": N_("Beginning"),
    "ended_at": N_("End"),
    "breaks": N_("Breaks"),
    "note": N_("Note"),
    "zone": N_("Time zone"),
    "billable": N_("Billable"),
    "project_id": N_("Project"),
    "task_id": N_("Task"),
    "type_of_work_id": N_("Type of work"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A line: what it is, what it is to be and, where that changes, what it was."""

    label: str
    value: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Something asked for, ready for a page; `asked_at` in UTC, `day` the one to look at in the calendar."""

    kind: Kind
    record: Any
    person: Person
    title: str
    facts: list[Fact]
    asked_at: datetime
    decided_by: str | None = None

    @property
    def state(self) -> tuple[str, str]:
        """The word and the look."""
        return STATES[self.record.status]

    @property
    def is_waiting(self) -> bool:
        return bool(self.record.status == self.kind.waiting)

    @property
    def key(self) -> str:
        """What a further page of the list begins after."""
        return cursor_of([getattr(self.record, self.kind.order).isoformat(), self.record.id])


async def shown(tx: Tx, visit: Visit, kind: Kind, records: Sequence[Any]) -> list[Shown]:
    """The records with whatever they name, in two or three statements for all of them."""
    wanted = {each.person_id for each in records} | {each.decided_by for each in records if each.decided_by}
    known = {each.id: each for each in await people.shelf.some(tx, visit.workspace.id, sorted(wanted))}
    types: Mapping[str, AbsenceType] = {}
    if kind.name == "absence":
        ids = sorted({each.absence_type_id for each in records})
        types = {each.id: each for each in await absences_kept.types.some(tx, visit.workspace.id, ids)}
    result = []
    for record in records:
        person = known[record.person_id]
        title, facts = await _told(tx, visit, kind, record, person, types)
        decider = known.get(record.decided_by)
        asked_at = getattr(record, "submitted_at", None) or record.created_at
        result.append(Shown(kind, record, person, title, facts, asked_at, decider.name if decider else None))
    return result


async def _told(
    tx: Tx, visit: Visit, kind: Kind, record: Any, person: Person, types: Mapping[str, AbsenceType]
) -> tuple[str, list[Fact]]:
    fmt, t = visit.reader.formats, visit.t
    match kind.name:
        case "absence":
            part = absence_words.part_of_day(visit.reader, record)
            days = absence_words.days_of(visit.reader, record)
            return types[record.absence_type_id].name, [Fact(t("Days"), f"{days} ({part})" if part else days)]
        case "correction":
            return t(ACTIONS[record.record_kind, record.action]), await _corrected(tx, visit, record, person)
        case "overtime":
            return t("Overtime"), [
                Fact(t("Day"), fmt.day(record.day)),
                Fact(t("Hours"), fmt.hours(record.seconds)),
            ]
    figures = [(t("Worked"), record.worked_seconds), (t("Target"), record.target_seconds)]
    facts = [Fact(label, fmt.hours(seconds)) for label, seconds in figures if seconds is not None]
    if record.balance_seconds is not None:
        facts.append(Fact(t("Balance"), fmt.signed_hours(record.balance_seconds)))
    return fmt.span(record.starts_on, record.ends_on), facts


async def _corrected(tx: Tx, visit: Visit, correction: Correction, person: Person) -> list[Fact]:
    """What a correction changes, beside how it is now; of a new or a deleted record all that is in it."""
    record = None
    if correction.record_id is not None and correction.status == "requested":
        operations: Any = attendance if correction.record_kind == ATTENDANCE else time_entries
        try:
            record = await operations.get(tx, visit.actor, correction.record_id)
        except NotFound:
            record = None
    names = [name for name in MEMBERS if name in correction.members]
    if correction.action == "delete" and record is not None:
        return [Fact(visit.t(MEMBERS[name]), _said(visit, person.zones, getattr(record, name))) for name in _TIMES]
    facts = []
    for name in names:
        after = await _named(tx, visit, name, correction.members[name], person.zones)
        before = None if record is None else await _named(tx, visit, name, getattr(record, name), person.zones)
        facts.append(Fact(visit.t(MEMBERS[name]), after, before if before != after else None))
    return facts


async def _named(tx: Tx, visit: Visit, member: str, value: Any, zones: Zones) -> str:
    """What a member says to people: the name of what it is the id of."""
    if value is None or member not in _NAMED:
        return _said(visit, zones, value)
    try:
        return str((await _NAMED[member].get(tx, visit.actor, value)).name)
    except NotFound:
        return "–"


_NAMED: Final[dict[str, Any]] = {"project_id": PROJECTS, "task_id": TASKS, "type_of_work_id": TYPES_OF_WORK}
_TIMES: Final = ("started_at", "ended_at")


def _said(visit: Visit, zones: Zones, value: Any) -> str:
    """A member's value, as a record or JSON has it, in the zone of the person whose it is."""
    fmt = visit.reader.formats
    match value:
        case None | "":
            return "–"
        case bool():
            return visit.t("yes") if value else visit.t("no")
        case datetime():
            local = value.astimezone(zones.at(value))
            return f"{fmt.day(local.date(), 'medium')}, {fmt.wall_time(local)}"
        case str():
            try:
                instant = datetime.fromisoformat(value)
            except ValueError:
                return value
            return value if instant.tzinfo is None else _said(visit, zones, instant)
        case list() | tuple():
            return ", ".join(_break(visit, zones, each) for each in value) or "–"
    return str(value)


def _break(visit: Visit, zones: Zones, each: Any) -> str:
    ends = (each["started_at"], each.get("ended_at")) if isinstance(each, dict) else (each.started_at, each.ended_at)
    instants = [datetime.fromisoformat(end) if isinstance(end, str) else end for end in ends]
    return " – ".join(visit.reader.formats.wall_time(end.astimezone(zones.at(end))) if end else "…" for end in instants)
