"""What goes wrong on a page, said to people: in their language, with a way on."""

from typing import Final
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException

from uhrwerk.entrypoints.bodies import Malformed
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.pages import go, outer_page
from uhrwerk.entrypoints.web.reader import Reader, reader_of
from uhrwerk.entrypoints.web.visit import NotMeant, SignInFirst
from uhrwerk.rules.refusals import Conflict, Invalid, NotAllowed, NotFound, Overloaded, Refusal, VersionMismatch

_STATUS: Final[list[tuple[type[Refusal], int]]] = [
    (NotAllowed, 403),
    (NotFound, 404),
    (VersionMismatch, 412),
    (Invalid, 422),
    (Overloaded, 503),
    (Conflict, 409),
]


def speaks_html(request: AnyRequest) -> bool:
    """Whether it is a browser that asks, for a page or (through htmx) for a piece of one."""
    return "text/html" in request.headers.get("accept", "") or request.headers.get("hx-request") == "true"


def of_exception(request: AnyRequest, error: Exception) -> Response[bytes]:
    """A page; for htmx a notice that is laid over the page, which stays as it is."""
    # Who is signed in reads it as they read everything else.
    reader = getattr(request.state, "reader", None) or reader_of(request)
    match error:
        case SignInFirst():
            return _to_sign_in(request, reader)
        case NotMeant():
            said = N_(
                "This page was open for too long, or the request came from elsewhere. Load it anew and try again."
            )
            return _told(reader, 403, said)
        case Refusal():
            status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
            said = N_("This does not exist, or it is not yours to see.") if status == 404 else error.message
            return _told(reader, status, said)
        case Malformed():
            return _told(reader, 400, str(error))
        case HTTPException() if error.status_code in _SAID:
            return _told(reader, error.status_code, _SAID[error.status_code])
        case HTTPException() if error.status_code < 500:
            return _told(reader, error.status_code, N_("The address or the form is not right."))
        case _:
            return _told(reader, 500, N_("Something went wrong; nothing was changed."))


_SAID: Final = {
    404: N_("There is nothing at this address."),
    405: N_("There is nothing at this address."),
    413: N_("That is too large."),
}


def _told(reader: Reader, status: int, said: str) -> Response[bytes]:
    if not reader.piece:
        return outer_page(reader, "error.html", status=status, code=status, said=reader.say(said))
    answer = outer_page(reader, "notice.html", status=status, said=reader.say(said))
    answer.headers |= {"HX-Retarget": "#notices", "HX-Reswap": "afterbegin"}
    return answer


def _to_sign_in(request: AnyRequest, reader: Reader) -> Response[bytes]:
    """Then back to where one was; a form that was sent is not sent again."""
    path = request.url.path if request.method == "GET" and not reader.piece else "/"
    query = f"?{request.url.query}" if path != "/" and request.url.query else ""
    return go(reader, "/sign-in" if path == "/" else f"/sign-in?next={quote(path + query)}")
