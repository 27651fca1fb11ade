"""awork's properties, a table a model: what each of them is here, and of which type.

Names are awork's, matched without regard to case; paths are the core's (see `storage/search/members.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from uhrwerk.storage.search.tree import ALWAYS, NEVER, Comparison, Condition, Field, Form


class Type(Enum):
    """What a property can be compared with."""

    GUID = "a guid"
    TEXT = "a text"
    FLAG = "true or false"
    WHOLE = "a whole number"
    REAL = "a number"
    INSTANT = "a date and time"
    DAY = "a day in UTC"
    WALL_DAY = "a day by the wall clock"
    DATE = "a date"
    TIME = "a time of day"


@dataclass(frozen=True, slots=True)
class Member:
    """A property that is a member of the record; a day is `near` the instant of that name."""

    path: str
    type: Type
    form: Form | None = None
    near: str | None = None


@dataclass(frozen=True, slots=True)
class Nested:
    """A model inside of the model: of the record at `path`, or another part of the same record where that is empty."""

    path: str
    model: str


@dataclass(frozen=True, slots=True)
class Many:
    """A list of models."""

    path: str
    model: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """A property that is kept otherwise: what each of its values means. `type` is FLAG or TEXT."""

    type: Type
    cases: Mapping[bool | str, Callable[["At"], Condition]]


At = Callable[[str], Field]
"""Where the members are: from a path within the model to the field."""

Property = Member | Nested | Many | Meaning


def guid(path: str) -> Member:
    return Member(path, Type.GUID)


def text(path: str) -> Member:
    return Member(path, Type.TEXT)


def flag(path: str) -> Member:
    return Member(path, Type.FLAG)


def whole(path: str, form: Form | None = None) -> Member:
    return Member(path, Type.WHOLE, form)


def instant(path: str) -> Member:
    """Shown, and therefore compared, to the millisecond."""
    return Member(path, Type.INSTANT, Form.MILLISECOND)


def date(path: str) -> Member:
    return Member(path, Type.DATE)


def null(path: str, *, is_: bool = True) -> Callable[[At], Condition]:
    """That a member is null, or that it is not."""
    return lambda at: Comparison(at(path), "=" if is_ else "!=", None)


def always(value: bool) -> Meaning:
    """A property that has the same value for all."""
    return Meaning(Type.FLAG, {value: lambda at: ALWAYS, not value: lambda at: NEVER})


_KEPT: Final[dict[str, Property]] = {
    "id": guid("id"),
    "createdBy": guid("created_by"),
    "createdOn": instant("created_at"),
    "updatedBy": guid("updated_by"),
    "updatedOn": instant("updated_at"),
}

_FOREIGN: Final[dict[str, Property]] = {"isExternal": always(False), "hasImage": always(False)}

_ICON: Final[dict[str, Property]] = {"name": text("name"), "icon": text("icon"), "isArchived": flag("archived")}

_AWAY: Final[dict[str, Property]] = {
    **_KEPT,
    "startOn": date("starts_on"),
    "endOn": date("ends_on"),
    "isHalfDayOnStart": flag("half_day_start"),
    "isHalfDayOnEnd": flag("half_day_end"),
}

_MODELS: Final[dict[str, dict[str, Property]]] = {
    "time entry": {
        **_KEPT,
        "isBillable": flag("billable"),
        "isBilled": flag("billed"),
        "taskId": guid("task_id"),
        "projectId": guid("project_id"),
        "typeOfWorkId": guid("type_of_work_id"),
        "userId": guid("person_id"),
        "note": text("note"),
        "timezone": text("zone"),
        "startDateUtc": Member("start_dated", Type.DAY, Form.DAY, near="started_at"),
        "startTimeUtc": Member("start_timed", Type.TIME, Form.TIME),
        "endDateUtc": Member("end_dated", Type.DAY, Form.DAY, near="ended_at"),
        "endTimeUtc": Member("end_timed", Type.TIME, Form.TIME),
        "startDateLocal": Member("start_local", Type.WALL_DAY, Form.DAY, near="started_at"),
        "startTimeLocal": Member("start_timed_local", Type.TIME, Form.TIME),
        "endDateLocal": Member("end_local", Type.WALL_DAY, Form.DAY, near="ended_at"),
        "endTimeLocal": Member("end_timed_local", Type.TIME, Form.TIME),
        "duration": whole("net_seconds", Form.OR_ZERO),
        "breakDuration": whole("break_seconds", Form.OR_ZERO),
        "isExternal": always(False),
        "typeOfWork": Nested("type_of_work", "type of work"),
        "user": Nested("person", "user"),
        "task": Nested("task", "task"),
        "project": Nested("project", "project"),
    },
    "type of work": {**_KEPT, **_ICON, "description": text("note")},
    "project type": {**_KEPT, **_ICON, "description": text("note")},
    "project status": {
        **_KEPT,
        "name": text("name"),
        "type": text("stage"),
        "order": whole("position"),
        "isArchived": flag("archived"),
        "projectId": guid("project_id"),
        "isExternal": always(False),
    },
    "project": {
        **_KEPT,
        **_FOREIGN,
        "name": text("name"),
        "description": text("note"),
        "projectKey": text("key"),
        "color": text("color"),
        "isPrivate": flag("private"),
        "isBillableByDefault": flag("billable"),
        "startDate": date("starts_on"),
        "dueDate": date("due_on"),
        "companyId": guid("client_id"),
        "company": Nested("client", "company"),
        "projectTypeId": guid("project_type_id"),
        "projectType": Nested("project_type", "project type"),
        "projectStatusId": guid("project_status_id"),
        "projectStatus": Nested("project_status", "project status"),
        "members": Many("members", "project member"),
        "teams": Many("teams", "team"),
        "tags": Many("tags", "tag"),
    },
    "project member": {
        "id": guid("person_id"),
        "userId": guid("person_id"),
        "firstName": text("person.first_name"),
        "lastName": text("person.last_name"),
        "isResponsible": flag("responsible"),
        "isDeactivated": Member("person.active", Type.FLAG, Form.NOT),
        **_FOREIGN,
    },
    "task status": {
        **_KEPT,
        "name": text("name"),
        "type": text("stage"),
        "order": whole("position"),
        "icon": text("icon"),
        "projectId": guid("project_id"),
        "isExternal": always(False),
    },
    "task list": {
        **_KEPT,
        "name": text("name"),
        "order": Member("position", Type.REAL),
        "isArchived": flag("archived"),
        "projectId": guid("project_id"),
    },
    "list of a task": {"id": guid("task_list_id"), "name": text("task_list.name")},
    "task": {
        **_KEPT,
        "name": text("name"),
        "description": text("note"),
        "baseType": Meaning(Type.TEXT, {"private": null("project_id"), "projecttask": null("project_id", is_=False)}),
        "taskNumber": whole("number"),
        "isPrio": flag("priority"),
        "isExternal": always(False),
        "startOn": instant("starts_at"),
        "dueOn": instant("due_at"),
        "closedOn": instant("closed_at"),
        "plannedDuration": whole("planned_seconds"),
        "order": Member("position", Type.REAL),
        "taskStatusId": guid("task_status_id"),
        "taskStatus": Nested("task_status", "task status"),
        "typeOfWorkId": guid("type_of_work_id"),
        "typeOfWork": Nested("type_of_work", "type of work"),
        "projectId": guid("project_id"),
        "project": Nested("project", "project"),
        "userId": guid("person_id"),
        "parentId": guid("parent_id"),
        "parentTask": Nested("parent", "task"),
        "isSubtask": Meaning(Type.FLAG, {True: null("parent_id", is_=False), False: null("parent_id")}),
        "assignees": Many("assignees", "user"),
        "lists": Many("lists", "list of a task"),
        "tags": Many("tags", "tag"),
    },
    "user": {
        **_KEPT,
        **_FOREIGN,
        "firstName": text("first_name"),
        "lastName": text("last_name"),
        "title": text("title"),
        "position": text("position"),
        "language": text("language"),
        "isArchived": flag("archived"),
        "isDeactivated": Member("active", Type.FLAG, Form.NOT),
        "status": Nested("", "user status"),
        "userContactInfos": Many("contacts", "contact"),
        "teams": Many("teams", "team"),
        "tags": Many("tags", "tag"),
    },
    "user status": {
        "isDeactivated": Member("active", Type.FLAG, Form.NOT),
        "invitationAccepted": always(True),
    },
    "contact": {
        "id": guid("id"),
        "createdBy": guid("created_by"),
        "updatedBy": guid("updated_by"),
        "label": text("label"),
        "value": text("value"),
        "type": text("kind"),
        "subType": text("usage"),
        "addressLine1": text("street"),
        "addressLine2": text("street2"),
        "zipCode": text("zip_code"),
        "city": text("city"),
        "state": text("state"),
        "country": text("country"),
        "isAddress": Meaning(
            Type.FLAG,
            {
                True: lambda at: Comparison(at("kind"), "=", "address"),
                False: lambda at: Comparison(at("kind"), "!=", "address"),
            },
        ),
    },
    "company": {
        **_KEPT,
        **_FOREIGN,
        "name": text("name"),
        "description": text("note"),
        "industry": text("industry"),
        "companyContactInfos": Many("contacts", "contact"),
        "tags": Many("tags", "tag"),
    },
    "team": {
        **_KEPT,
        "name": text("name"),
        "icon": text("icon"),
        "color": text("color"),
        "userIds": Many("members", "reference"),
        "projectIds": Many("projects", "reference"),
    },
    # An element that is an id itself.
    "reference": {"": guid("id")},
    "tag": {**_KEPT, "name": text("name"), "color": text("color")},
    "absence": {
        **_AWAY,
        "userId": guid("person_id"),
        "user": Nested("person", "user"),
        "description": text("note"),
        "externalProvider": text("source"),
    },
    "workspace absence": {**_AWAY, "description": text("name"), "region": text("region")},
    "time report": {**_KEPT, "name": text("name"), "shared": flag("shared"), "user": Nested("person", "user")},
}

Model = Mapping[str, Property]
"""Properties by their names in small letters."""

MODELS: Final[dict[str, Model]] = {
    model: {name.lower(): each for name, each in properties.items()} for model, properties in _MODELS.items()
}
