"""Every door of the house, a line each."""

from typing import Any, Final

import structlog
from litestar import HttpMethod, Response, route
from litestar.exceptions import HTTPException, InternalServerException, NotFoundException

from uhrwerk.entrypoints import calendars, docs, native
from uhrwerk.entrypoints.bodies import Malformed
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native import errors as native_errors
from uhrwerk.entrypoints.native import oauth as native_oauth
from uhrwerk.entrypoints.vendors.awork import errors as awork_errors
from uhrwerk.entrypoints.vendors.awork import routes as awork
from uhrwerk.entrypoints.vendors.awork.routes import accounts as awork_accounts
from uhrwerk.entrypoints.vendors.onoffice import errors as onoffice_errors
from uhrwerk.entrypoints.vendors.onoffice import routes as onoffice
from uhrwerk.entrypoints.vendors.timetrack import errors as timetrack_errors
from uhrwerk.entrypoints.vendors.timetrack import routes as timetrack
from uhrwerk.entrypoints.web import doors as web
from uhrwerk.entrypoints.web import errors as web_errors
from uhrwerk.rules.refusals import Refusal

log = structlog.get_logger(__name__)


@route("/healthz", http_method=[HttpMethod.GET, HttpMethod.HEAD], include_in_schema=False)
async def healthz(request: AnyRequest) -> Response[dict[str, str]]:
    """200 when the database answers, 503 when it does not."""
    try:
        await house_of(request).store.ping()
    except Exception as error:
        log.error("health check failed", error=str(error))
        return _health("unavailable", 503)
    return _health("ok", 200)


def _health(status: str, code: int) -> Response[dict[str, str]]:
    return Response({"status": status}, status_code=code, headers={"Cache-Control": "no-store"})


DOORS: Final[list[Any]] = [
    healthz,  #                         GET  /healthz
    docs.assets,  #                          /docs/assets                   the documentation page's files
    native.router,  #                        /v1                            our own API
    native_oauth.router,  #                  /oauth                         OAuth 2 for it
    native_oauth.metadata,  #           GET  /.well-known/oauth-authorization-server
    awork_accounts.metadata,  #         GET  /.well-known/openid-configuration
    calendars.feed,  #                  GET  /calendars/<secret>.ics        absences, for calendar programs
    awork.router,  #                         /api/v1                        awork
    timetrack.router,  #                     /api/v2/ext                    TimeTrack
    onoffice.router,  #                      /api/<version>/api.php         onOffice
    web.router,  #                           /                              pages for people; doors.py has them by name
]

BROKEN_OFF: Final = "client disconnected prematurely"
"""How the framework says that a body never came to its end: it takes that for its own fault."""

_ERRORS: Final = [
    ("/api/v1/api.php/", onoffice_errors),
    ("/api/v1/", awork_errors),
    ("/api/v2/ext/", timetrack_errors),
    ("/api/", onoffice_errors),
    ("/", native_errors),
]
"""Whose error body is spoken under which path; the first that fits."""


_NO_PAGES: Final = ("/v1/", "/oauth/", "/docs/", "/calendars/", "/.well-known/", "/healthz/", "/api/")
"""Where programs ask, whatever they say that they accept."""


def on_error(request: AnyRequest, error: Exception) -> Response[bytes]:
    """Any exception, in the dialect of the path. A refusal leaves a log line, a bug one with its traceback."""
    path = "/" + request.scope["path"].lstrip("/")
    if isinstance(error, InternalServerException) and BROKEN_OFF in error.detail:
        error = Malformed("The body broke off before its end.")
    if "\x00" in path and not isinstance(error, Refusal):
        # No file has such a name, and the file system would choke on it.
        error = NotFoundException()
    if not f"{path}/".startswith(_NO_PAGES) and web_errors.speaks_html(request):
        answer = web_errors.of_exception(request, error)
    else:
        answer = _in_dialect(path, error)
    if (answer.status_code or 200) >= 500 and not isinstance(error, Refusal):
        log.error("failed", method=request.method, path=calendars.without_secret(path), exc_info=error)
    key = error.key if isinstance(error, Refusal) else type(error).__name__
    log.info("refused", method=request.method, path=calendars.without_secret(path), status=answer.status_code, key=key)
    return answer


def _in_dialect(path: str, error: Exception) -> Response[bytes]:
    errors: Any = next(module for prefix, module in _ERRORS if f"{path}/".startswith(prefix))
    answer: Response[bytes] | None = errors.of_exception(error)
    if answer is None:
        answer = errors.of_status(error.status_code if isinstance(error, HTTPException) else 500)
        if answer.status_code == 405 and isinstance(error, HTTPException) and error.headers:
            answer.headers.update(error.headers)
    return answer
