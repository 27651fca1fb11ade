"""What a webhook says has changed: awork's properties, before and after. What awork has no word for is left out."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

import msgspec

from uhrwerk.entrypoints.vendors.awork.wire.time_entries import break_model
from uhrwerk.entrypoints.vendors.awork.wire.values import midnight, time_of_day, timestamp
from uhrwerk.rules.timer import Break

Value = Callable[[Any], Any]
Properties = dict[str, tuple[tuple[str, Value], ...]]
"""By the journal's member: awork's properties, and how each reads a value as the journal has it."""


class PropertyChange(msgspec.Struct):
    """What a property was and is; null where there was or is nothing."""

    property: str
    old: Any
    new: Any


def _as_it_is(value: Any) -> Any:
    return value


def _not(value: Any) -> Any:
    return None if value is None else not value


def _date(value: Any) -> Any:
    return None if value is None else midnight(datetime.fromisoformat(value)) + "Z"


def _time(value: Any) -> Any:
    return None if value is None else time_of_day(datetime.fromisoformat(value).time())


def _instant(value: Any) -> Any:
    return None if value is None else timestamp(datetime.fromisoformat(value))


def _day(value: Any) -> Any:
    return None if value is None else midnight(date.fromisoformat(value)) + "Z"


def _breaks(value: Any) -> Any:
    found = msgspec.convert(value or [], list[Break])
    return [msgspec.to_builtins(break_model(each)) for each in found]


def _same(**names: str) -> Properties:
    """Members whose values are awork's already."""
    return {member: ((name, _as_it_is),) for member, name in names.items()}


PROPERTIES: Final[dict[str, Properties]] = {
    "time_entry": {
        "started_at": (("startDateUtc", _date), ("startTimeUtc", _time)),
        "ended_at": (("endDateUtc", _date), ("endTimeUtc", _time)),
        "breaks": (("breaks", _breaks),),
        **_same(
            zone="timezone",
            net_seconds="duration",
            break_seconds="breakDuration",
            note="note",
            person_id="userId",
            project_id="projectId",
            task_id="taskId",
            type_of_work_id="typeOfWorkId",
            billable="isBillable",
            billed="isBilled",
        ),
    },
    "project": {
        "starts_on": (("startDate", _day),),
        "due_on": (("dueDate", _day),),
        **_same(
            name="name",
            note="description",
            key="projectKey",
            client_id="companyId",
            project_type_id="projectTypeId",
            project_status_id="projectStatusId",
            billable="isBillableByDefault",
            private="isPrivate",
            color="color",
            planned_seconds="timeBudget",
        ),
    },
    "task": {
        "starts_at": (("startOn", _instant),),
        "due_at": (("dueOn", _instant),),
        "closed_at": (("closedOn", _instant),),
        **_same(
            name="name",
            note="description",
            project_id="projectId",
            person_id="userId",
            parent_id="parentId",
            type_of_work_id="typeOfWorkId",
            task_status_id="taskStatusId",
            priority="isPrio",
            position="order",
            planned_seconds="plannedDuration",
        ),
    },
    "client": _same(name="name", note="description", industry="industry"),
    "person": {
        "active": (("isDeactivated", _not),),
        "birth_date": (("birthDate", _day),),
        **_same(
            first_name="firstName",
            last_name="lastName",
            title="title",
            position="position",
            language="language",
            archived="isArchived",
        ),
    },
}


def property_changes(kind: str, before: dict[str, Any], after: dict[str, Any]) -> list[PropertyChange]:
    """Of the journal's members of a record of that kind."""
    return [
        PropertyChange(name, old, new)
        for member, properties in PROPERTIES[kind].items()
        if member in before or member in after
        for name, value in properties
        if (old := value(before.get(member))) != (new := value(after.get(member)))
    ]
