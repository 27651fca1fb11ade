"""Companies."""

from typing import Any, Final

from litestar import get, post, put
from litestar.params import FromPath

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.vendors.awork.filters.lists import COMPANIES
from uhrwerk.entrypoints.vendors.awork.routes import keeping
from uhrwerk.entrypoints.vendors.awork.routes.calls import admitted
from uhrwerk.entrypoints.vendors.awork.routes.forms import form_of
from uhrwerk.entrypoints.vendors.awork.routes.keeping import Kind
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, answer_list, text_id
from uhrwerk.entrypoints.vendors.awork.wire import companies as wire
from uhrwerk.operations.catalog import CLIENTS, PROJECTS
from uhrwerk.operations.directory import Directory
from uhrwerk.rules.access import Actor
from uhrwerk.storage.clients import Client
from uhrwerk.storage.search.tree import equal
from uhrwerk.storage.store import Tx


async def _shown(tx: Tx, actor: Actor, records: list[Client]) -> list[wire.Company]:
    return [wire.company(each) for each in await Directory(tx, actor.workspace_id).of_clients(records)]


KIND: Final = Kind(CLIENTS, _shown, wire.NAMES)


@get("/companies")
async def list_companies(request: AnyRequest) -> Reply:
    return await answer_list(request, COMPANIES, _shown, equal("archived", False))


@get("/companies/industries")
async def list_industries(request: AnyRequest) -> Reply:
    await admitted(request)
    return answer(wire.INDUSTRIES)


@get("/companies/{company_id:str}")
async def get_company(request: AnyRequest, company_id: FromPath[str]) -> Reply:
    return await keeping.get_one(request, KIND, company_id)


@post("/companies", status_code=200)
async def add_company(request: AnyRequest) -> Reply:
    return await keeping.add(request, KIND, wire.CompanyForm, archived=False)


@put("/companies/{company_id:str}")
async def change_company(request: AnyRequest, company_id: FromPath[str]) -> Reply:
    return await keeping.change(request, KIND, company_id, wire.CompanyForm)


@post("/companies/{company_id:str}/delete", status_code=200)
async def delete_company(request: AnyRequest, company_id: FromPath[str]) -> Reply:
    """Its projects go to the company that is named, else they are nobody's; they are never deleted with it."""
    call = await admitted(request)
    form = await form_of(request, wire.DeleteCompanyForm)
    moved_to = text_id(form.move_to_company)
    users = [(PROJECTS, "client_id")]
    return await keeping.delete_replaced(
        call, KIND, company_id, users, moved_to, field="move_to_company", optional=True
    )


HANDLERS: list[Any] = [
    list_companies,
    list_industries,
    get_company,
    add_company,
    change_company,
    delete_company,
]
