"""What time is booked on: /v1/clients, /v1/projects, /v1/tasks, /v1/types-of-work.

The four are kept alike; a controller names the shapes and the keeper, the functions at the end do the work.
"""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.models import catalog as models
from uhrwerk.entrypoints.native.models.values import Page, given, text_id
from uhrwerk.entrypoints.native.paging import Cursor, Limit, after_key, page
from uhrwerk.entrypoints.native.writing import IdempotencyKey, IfMatch, expected_version, with_etag, write
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TASKS, TYPES_OF_WORK, Keeper
from uhrwerk.storage.records import Kept
from uhrwerk.storage.store import Tx

K = TypeVar("K", bound=Kept)
M = TypeVar("M", bound=msgspec.Struct)

READ = Scope.DIRECTORY_READ
WRITE = Scope.DIRECTORY_WRITE

Archived = Annotated[bool | None, QueryParameter(description="Only archived, or only those in use", required=False)]
Owner = Annotated[UUID | None, QueryParameter(required=False)]


class ClientRoutes(Controller):
    path = "/clients"
    tags = ("Clients",)

    @get(scope=READ, operation_id="listClients")
    async def every(
        self, request: AnyRequest, limit: Limit = 50, cursor: Cursor = None, archived: Archived = None
    ) -> Page[models.Client]:
        """Clients, newest first."""
        return await _list(request, CLIENTS, models.client, limit, cursor, archived=archived)

    @get("/{id:uuid}", scope=READ, operation_id="getClient")
    async def one(self, request: AnyRequest, id: FromPath[UUID]) -> Response[models.Client]:
        """One client."""
        return await _get(request, CLIENTS, models.client, id)

    @post(scope=WRITE, operation_id="addClient")
    async def add(
        self, request: AnyRequest, data: JSONBody[models.NewClient], key: IdempotencyKey = None
    ) -> Response[models.Client]:
        """Add a client (admins and leads)."""
        return await _add(request, CLIENTS, models.client, given(data), key)

    @patch("/{id:uuid}", scope=WRITE, operation_id="changeClient")
    async def change(
        self, request: AnyRequest, id: FromPath[UUID], data: JSONBody[models.ClientChanges], if_match: IfMatch = None
    ) -> Response[models.Client]:
        """Change a client (admins and leads)."""
        return await _change(request, CLIENTS, models.client, id, given(data), if_match)

    @delete("/{id:uuid}", scope=WRITE, operation_id="deleteClient")
    async def remove(self, request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None) -> None:
        """Delete a client that nothing refers to (admins and leads); archive it otherwise."""
        await _remove(request, CLIENTS, id, if_match)


class ProjectRoutes(Controller):
    path = "/projects"
    tags = ("Projects",)

    @get(scope=READ, operation_id="listProjects")
    async def every(
        self,
        request: AnyRequest,
        limit: Limit = 50,
        cursor: Cursor = None,
        archived: Archived = None,
        client_id: Owner = None,
    ) -> Page[models.Project]:
        """Projects, newest first."""
        return await _list(
            request, PROJECTS, models.project, limit, cursor, archived=archived, client_id=text_id(client_id)
        )

    @get("/{id:uuid}", scope=READ, operation_id="getProject")
    async def one(self, request: AnyRequest, id: FromPath[UUID]) -> Response[models.Project]:
        """One project."""
        return await _get(request, PROJECTS, models.project, id)

    @post(scope=WRITE, operation_id="addProject")
    async def add(
        self, request: AnyRequest, data: JSONBody[models.NewProject], key: IdempotencyKey = None
    ) -> Response[models.Project]:
        """Add a project (admins and leads)."""
        return await _add(request, PROJECTS, models.project, given(data), key)

    @patch("/{id:uuid}", scope=WRITE, operation_id="changeProject")
    async def change(
        self, request: AnyRequest, id: FromPath[UUID], data: JSONBody[models.ProjectChanges], if_match: IfMatch = None
    ) -> Response[models.Project]:
        """Change a project (admins and leads)."""
        return await _change(request, PROJECTS, models.project, id, given(data), if_match)

    @delete("/{id:uuid}", scope=WRITE, operation_id="deleteProject")
    async def remove(self, request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None) -> None:
        """Delete a project that nothing refers to (admins and leads); archive it otherwise."""
        await _remove(request, PROJECTS, id, if_match)


class TaskRoutes(Controller):
    path = "/tasks"
    tags = ("Tasks",)

    @get(scope=READ, operation_id="listTasks")
    async def every(
        self,
        request: AnyRequest,
        limit: Limit = 50,
        cursor: Cursor = None,
        archived: Archived = None,
        project_id: Owner = None,
    ) -> Page[models.Task]:
        """Tasks, newest first."""
        return await _list(
            request, TASKS, models.task, limit, cursor, archived=archived, project_id=text_id(project_id)
        )

    @get("/{id:uuid}", scope=READ, operation_id="getTask")
    async def one(self, request: AnyRequest, id: FromPath[UUID]) -> Response[models.Task]:
        """One task."""
        return await _get(request, TASKS, models.task, id)

    @post(scope=WRITE, operation_id="addTask")
    async def add(
        self, request: AnyRequest, data: JSONBody[models.NewTask], key: IdempotencyKey = None
    ) -> Response[models.Task]:
        """Add a task (admins and leads)."""
        return await _add(request, TASKS, models.task, given(data), key)

    @patch("/{id:uuid}", scope=WRITE, operation_id="changeTask")
    async def change(
        self, request: AnyRequest, id: FromPath[UUID], data: JSONBody[models.TaskChanges], if_match: IfMatch = None
    ) -> Response[models.Task]:
        """Change a task (admins and leads)."""
        return await _change(request, TASKS, models.task, id, given(data), if_match)

    @delete("/{id:uuid}", scope=WRITE, operation_id="deleteTask")
    async def remove(self, request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None) -> None:
        """Delete a task that nothing refers to (admins and leads); archive it otherwise."""
        await _remove(request, TASKS, id, if_match)


class TypeOfWorkRoutes(Controller):
    path = "/types-of-work"
    tags = ("Types of work",)

    @get(scope=READ, operation_id="listTypesOfWork")
    async def every(
        self, request: AnyRequest, limit: Limit = 50, cursor: Cursor = None, archived: Archived = None
    ) -> Page[models.TypeOfWork]:
        """Types of work, newest first."""
        return await _list(request, TYPES_OF_WORK, models.type_of_work, limit, cursor, archived=archived)

    @get("/{id:uuid}", scope=READ, operation_id="getTypeOfWork")
    async def one(self, request: AnyRequest, id: FromPath[UUID]) -> Response[models.TypeOfWork]:
        """One type of work."""
        return await _get(request, TYPES_OF_WORK, models.type_of_work, id)

    @post(scope=WRITE, operation_id="addTypeOfWork")
    async def add(
        self, request: AnyRequest, data: JSONBody[models.NewTypeOfWork], key: IdempotencyKey = None
    ) -> Response[models.TypeOfWork]:
        """Add a type of work (admins and leads)."""
        return await _add(request, TYPES_OF_WORK, models.type_of_work, given(data), key)

    @patch("/{id:uuid}", scope=WRITE, operation_id="changeTypeOfWork")
    async def change(
        self,
        request: AnyRequest,
        id: FromPath[UUID],
        data: JSONBody[models.TypeOfWorkChanges],
        if_match: IfMatch = None,
    ) -> Response[models.TypeOfWork]:
        """Change a type of work (admins and leads)."""
        return await _change(request, TYPES_OF_WORK, models.type_of_work, id, given(data), if_match)

    @delete("/{id:uuid}", scope=WRITE, operation_id="deleteTypeOfWork")
    async def remove(self, request: AnyRequest, id: FromPath[UUID], if_match: IfMatch = None) -> None:
        """Delete a type of work that nothing refers to (admins and leads); archive it otherwise."""
        await _remove(request, TYPES_OF_WORK, id, if_match)


async def _list(
    request: AnyRequest,
    keeper: Keeper[K],
    model: Callable[[K], M],
    limit: int,
    cursor: str | None,
    **equal: Any,
) -> Page[M]:
    actor, after = guest_of(request).actor, after_key(cursor)
    records = await house_of(request).store.read(
        lambda tx: keeper.every(tx, actor, limit=limit + 1, after=after, **equal)
    )
    return page(records, limit, "created_at", model)


async def _get(request: AnyRequest, keeper: Keeper[K], model: Callable[[K], M], id: UUID) -> Response[M]:
    actor = guest_of(request).actor
    return with_etag(model(await house_of(request).store.read(lambda tx: keeper.get(tx, actor, str(id)))))


async def _add(
    request: AnyRequest, keeper: Keeper[K], model: Callable[[K], M], members: dict[str, Any], key: str | None
) -> Response[M]:
    actor, now = guest_of(request).actor, house_of(request).now()

    async def run(tx: Tx) -> M:
        return model(await keeper.add(tx, actor, now, members))

    return await write(request, key, run, 201)


async def _change(
    request: AnyRequest,
    keeper: Keeper[K],
    model: Callable[[K], M],
    id: UUID,
    members: dict[str, Any],
    if_match: str | None,
) -> Response[M]:
    house = house_of(request)
    actor, now, version = guest_of(request).actor, house.now(), expected_version(if_match)
    record = await house.store.write(lambda tx: keeper.change(tx, actor, now, str(id), members, version))
    return with_etag(model(record))


async def _remove(request: AnyRequest, keeper: Keeper[K], id: UUID, if_match: str | None) -> None:
    house = house_of(request)
    actor, now, version = guest_of(request).actor, house.now(), expected_version(if_match)
    await house.store.write(lambda tx: keeper.remove(tx, actor, now, str(id), version))


HANDLERS: list[Any] = [ClientRoutes, ProjectRoutes, TaskRoutes, TypeOfWorkRoutes]
