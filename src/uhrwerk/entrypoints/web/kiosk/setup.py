"""/kiosk/setup/<code>: make the tablet that opens this link a kiosk. To look at it changes nothing: links are looked at
by mail programs, too."""

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.web.kiosk.tablet import kiosk_cookie
from uhrwerk.entrypoints.web.pages import go, outer_page
from uhrwerk.entrypoints.web.reader import reader_of
from uhrwerk.entrypoints.web.visit import check_own_page
from uhrwerk.operations import kiosks
from uhrwerk.rules.refusals import NotFound


@get("/{code:str}")
async def setup_page(request: AnyRequest, code: FromPath[str]) -> Response[bytes]:
    """Which kiosk the tablet is about to become."""
    house = house_of(request)
    now = house.now()
    try:
        kiosk = await house.store.read(lambda tx: kiosks.linked(tx, now, code))
    except NotFound:
        return outer_page(reader_of(request), "kiosk/setup.html", status=404, kiosk=None, code="")
    return outer_page(reader_of(request, kiosk.language), "kiosk/setup.html", kiosk=kiosk, code=code)


@post("/{code:str}", status_code=200)
async def connect(request: AnyRequest, code: FromPath[str]) -> Response[bytes]:
    """The link is used up; the tablet keeps a token in a cookie and goes to its page."""
    check_own_page(request)
    house = house_of(request)
    now = house.now()
    try:
        connected = await house.store.write(lambda tx: kiosks.connect(tx, now, code))
    except NotFound:
        return outer_page(reader_of(request), "kiosk/setup.html", status=404, kiosk=None, code="")
    answer = go(reader_of(request), "/kiosk")
    answer.set_cookie(kiosk_cookie(request, connected.token))
    return answer


router = Router("/kiosk/setup", route_handlers=[setup_page, connect])
