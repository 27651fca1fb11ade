"""Types of work; the short form is that of project types too."""

from typing import Final
from uuid import UUID

from uhrwerk.entrypoints.vendors.awork.wire.forms import Form
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, timestamp
from uhrwerk.storage.projects import ProjectType
from uhrwerk.storage.types_of_work import TypeOfWork

NAMES: Final = {"name": "name", "note": "description", "icon": "icon"}
"""The form's members by the core's names."""

ICONS: Final = (
    *("work", "home", "schedule", "event", "euro", "build", "brush", "code", "bug_report", "call", "mail", "chat"),
    *("description", "edit", "groups", "school", "search", "settings", "shopping_cart", "directions_car", "flight"),
    *("local_shipping", "science", "photo_camera", "campaign", "handshake", "insights", "support_agent", "star"),
)
"""Offered, not required: names of Material icons."""


class DeleteForm(Form):
    type_of_work_id: UUID | None = None


class NestedType(Answer, kw_only=True):
    id: str
    name: str
    icon: str | None = None
    is_archived: bool | None = None


class TypeOfWorkModel(Answer, kw_only=True):
    id: str
    name: str
    description: str | None = None
    icon: str | None = None
    is_archived: bool | None = None
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str


def nested_type(kind: TypeOfWork | ProjectType) -> NestedType:
    return NestedType(id=kind.id, name=kind.name, icon=kind.icon, is_archived=kind.archived)


def type_of_work(kind: TypeOfWork) -> TypeOfWorkModel:
    return TypeOfWorkModel(
        id=kind.id,
        name=kind.name,
        description=kind.note,
        icon=kind.icon,
        is_archived=kind.archived,
        created_on=timestamp(kind.created_at),
        created_by=kind.created_by,
        updated_on=timestamp(kind.updated_at),
        updated_by=kind.updated_by,
    )
