"""Projects, and the types and statuses that a workspace gives them."""

from datetime import date
from decimal import Decimal

import msgspec
from sqlalchemy import and_, bindparam, func, or_, select

from uhrwerk.storage.parts import ProjectMember
from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import project, project_status, project_type


class ProjectType(Kept, frozen=True):
    name: str
    icon: str | None
    archived: bool
    note: str | None = None


class ProjectStatus(Kept, frozen=True):
    """`stage` is one of not-started, progress, stuck, closed. With a `project_id` it is that project's alone."""

    name: str
    stage: str
    archived: bool
    position: int = 0
    project_id: str | None = None


class Project(Kept, frozen=True):
    """`billable` is what its time entries start with. `budget` and `hour_rate` are in the workspace's currency."""

    name: str
    key: str | None
    note: str | None
    client_id: str | None
    project_type_id: str | None
    project_status_id: str | None
    billable: bool
    archived: bool
    color: str | None = None
    private: bool = False
    starts_on: date | None = None
    due_on: date | None = None
    planned_seconds: int | None = None
    budget: Decimal | None = None
    hour_rate: Decimal | None = None
    members: tuple[ProjectMember, ...] = ()
    tags: list[str] = msgspec.field(default_factory=list)


shelf = Shelf(project, Project)
types = Shelf(project_type, ProjectType)
statuses = Shelf(project_status, ProjectStatus)

_by_name = Statement(
    shelf.select(
        project.c.name == bindparam("name"),
        project.c.client_id == bindparam("client_id"),
        project.c.deleted_at.is_(None),
    ).order_by(project.c.archived, project.c.number)
)


_by_key = Statement(
    shelf.select(func.lower(project.c.key) == bindparam("key"), project.c.deleted_at.is_(None)).order_by(
        project.c.number
    )
)
_statuses = Statement(
    statuses.select(
        or_(project_status.c.project_id.is_(None), project_status.c.project_id == bindparam("project_id")),
        project_status.c.archived.is_(False),
        project_status.c.deleted_at.is_(None),
    ).order_by(project_status.c.position, project_status.c.number)
)
_counts = Statement(
    select(project.c.client_id, func.count(), func.count(project_status.c.id))
    .select_from(
        project.outerjoin(
            project_status,
            and_(
                project_status.c.workspace_id == project.c.workspace_id,
                project_status.c.id == project.c.project_status_id,
                project_status.c.stage == "progress",
            ),
        )
    )
    .where(
        project.c.workspace_id == bindparam("workspace_id"),
        project.c.client_id.is_not(None),
        project.c.deleted_at.is_(None),
    )
    .group_by(project.c.client_id)
)
_all = Statement(shelf.select())


async def everything(tx: Tx, workspace_id: str) -> list[Project]:
    """All projects in any order, deleted ones too."""
    return await shelf.every(tx, _all, workspace_id=workspace_id)


async def by_key(tx: Tx, workspace_id: str, key: str) -> Project | None:
    """The project of that key, which is matched without regard to case."""
    return await shelf.first(tx, _by_key, workspace_id=workspace_id, key=key.lower())


async def statuses_of(tx: Tx, workspace_id: str, project_id: str | None) -> list[ProjectStatus]:
    """What the project can stand at, in order: the workspace's statuses and its own; None: the workspace's alone."""
    return await statuses.every(tx, _statuses, workspace_id=workspace_id, project_id=project_id)


async def counts(tx: Tx, workspace_id: str) -> dict[str, tuple[int, int]]:
    """How many projects each client has, and how many of them are in progress; clients without any are left out."""
    return {row[0]: (row[1], row[2]) for row in await tx.all(_counts, workspace_id=workspace_id)}


async def by_name(tx: Tx, workspace_id: str, client_id: str, name: str) -> Project | None:
    """The client's oldest project of that name, one in use before an archived one."""
    return await shelf.first(tx, _by_name, workspace_id=workspace_id, client_id=client_id, name=name)
