"""Projects, and the types and statuses that a workspace gives them."""

from sqlalchemy import bindparam

from uhrwerk.storage.records import Kept
from uhrwerk.storage.shelf import Shelf
from uhrwerk.storage.statement import Statement
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tables import project, project_status, project_type


class ProjectType(Kept, frozen=True):
    name: str
    icon: str | None
    archived: bool


class ProjectStatus(Kept, frozen=True):
    """`stage` is one of not-started, progress, stuck, closed."""

    name: str
    stage: str
    archived: bool


class Project(Kept, frozen=True):
    """`billable` is what its time entries start with."""

    name: str
    key: str | None
    note: str | None
    client_id: str | None
    project_type_id: str | None
    project_status_id: str | None
    billable: bool
    archived: bool


shelf = Shelf(project, Project)
types = Shelf(project_type, ProjectType)
statuses = Shelf(project_status, ProjectStatus)

_by_name = Statement(
    shelf.select(project.c.name == bindparam("name"), project.c.client_id == bindparam("client_id")).order_by(
        project.c.archived, project.c.number
    )
)


async def by_name(tx: Tx, workspace_id: str, client_id: str, name: str) -> Project | None:
    """The client's oldest project of that name, one in use before an archived one."""
    return await shelf.first(tx, _by_name, workspace_id=workspace_id, client_id=client_id, name=name)
