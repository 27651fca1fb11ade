"""Types of work; the short form is that of project types too."""

from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, timestamp
from uhrwerk.storage.projects import ProjectType
from uhrwerk.storage.types_of_work import TypeOfWork


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
