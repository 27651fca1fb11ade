"""awork's operations, a file a kind of thing: decode, one operation, encode."""

from litestar import Router

from uhrwerk.entrypoints.vendors.awork.routes import (
    accounts,
    clients,
    projects,
    tasks,
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
        *users.HANDLERS,
        *types_of_work.HANDLERS,
        *projects.HANDLERS,
        *tasks.HANDLERS,
        *webhooks.HANDLERS,
    ],
    include_in_schema=False,
)
