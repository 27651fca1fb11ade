"""/: what runs now, and today."""

from litestar import Response, get

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.pages import page
from uhrwerk.entrypoints.web.visit import visit_of


@get("/")
async def now_page(request: AnyRequest) -> Response[bytes]:
    visit = await visit_of(request)
    return page(visit, "now.html")
