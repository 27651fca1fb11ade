"""/admin: who is in, what waits, what is wrong, and what a new workspace still needs."""

from litestar import Response, get

from uhrwerk.entrypoints.house import AnyRequest, House
from uhrwerk.entrypoints.web.admin import sections
from uhrwerk.entrypoints.web.admin.desk import admin_page
from uhrwerk.entrypoints.web.pages import moved
from uhrwerk.entrypoints.web.visit import visit_of
from uhrwerk.operations import overview


@get("/")
async def overview_page(request: AnyRequest) -> Response[bytes]:
    """Leads, who keep a few things only, go to the first of them."""
    visit = await visit_of(request)
    if visit.is_lead and not visit.reads_all:
        return moved(visit, sections.groups_for(visit)[0][1][0].path)
    visit = await sections.admit(request)
    found = await visit.house.store.read(lambda tx: overview.of_workspace(tx, visit.actor, visit.today))
    return admin_page(visit, "admin/overview.html", found=found, database=database_of(visit.house))


def database_of(house: House) -> str:
    """What everything is kept in: `sqlite` or `postgresql`, as the store's module is called."""
    return type(house.store).__module__.rpartition(".")[2]
