"""awork's operations, a file a kind of thing: decode, one operation, encode."""

from litestar import Router

from uhrwerk.entrypoints.vendors.awork.routes import (
    accounts,
    clients,
    companies,
    contacts,
    my_tasks,
    project_batches,
    project_kinds,
    projects,
    task_batches,
    task_lists,
    task_statuses,
    tasks,
    teams,
    time_entries,
    time_entry_sets,
    timer,
    types_of_work,
    users,
    webhooks,
)

router = Router(
    "/api/v1",
    route_handlers=[
        *accounts.HANDLERS,
        *clients.HANDLERS,
        *timer.HANDLERS,
        *time_entry_sets.HANDLERS,
        *time_entries.HANDLERS,
        *users.HANDLERS,
        *types_of_work.HANDLERS,
        *projects.HANDLERS,
        *teams.HANDLERS,
        *project_batches.HANDLERS,
        *project_kinds.HANDLERS,
        *contacts.HANDLERS,
        *companies.HANDLERS,
        *tasks.HANDLERS,
        *task_batches.HANDLERS,
        *task_lists.HANDLERS,
        *task_statuses.HANDLERS,
        *my_tasks.HANDLERS,
        *webhooks.HANDLERS,
    ],
    include_in_schema=False,
)
