"""Every door of the house, a line each."""

import re
from importlib import import_module
from typing import Any, Final

import structlog
from litestar import HttpMethod, Response, route
from litestar.exceptions import HTTPException, InternalServerException, NotFoundException

from uhrwerk.entrypoints.application import Wing
from uhrwerk.entrypoints.bodies import Malformed
from uhrwerk.entrypoints.house import AnyRequest, house_of
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


DOORS: Final = [
    Wing("/healthz", "http:healthz"),
    Wing("/docs", "native:router"),  #                what the documentation is about; docs.py has it
    Wing("/docs/assets", "docs:assets"),  #           the documentation page's files
    Wing("/v1", "native:router"),  #                  our own API
    Wing("/oauth", "native.oauth:router"),  #         OAuth 2 for it
    Wing("/.well-known/oauth-authorization-server", "native.oauth:metadata"),
    Wing("/.well-known/openid-configuration", "vendors.awork.routes.accounts:metadata"),
    Wing("/.well-known/oauth-authorization-server/api/v1", "vendors.awork.routes.accounts:metadata"),
    Wing("/calendars", "calendars:feed"),  #          absences, for calendar programs
    Wing("/api/v1", "vendors.awork.routes:router"),  #            awork
    Wing("/api/v2/ext", "vendors.timetrack.routes:router"),  #    TimeTrack
    Wing("/api", "vendors.onoffice.routes:router"),  #            onOffice: /api/<version>/api.php
    Wing("/", "web.doors:router"),  #                 pages for people; doors.py has them by name
]

BROKEN_OFF: Final = "client disconnected prematurely"
"""How the framework says that a body never came to its end: it takes that for its own fault."""

_ERRORS: Final = [
    ("/api/v1/api.php/", "vendors.onoffice"),
    ("/api/v1/", "vendors.awork"),
    ("/api/v2/ext/", "vendors.timetrack"),
    ("/api/", "vendors.onoffice"),
    ("/", "native"),
]
"""Whose error body is spoken under which path; the first that fits."""


_NO_PAGES: Final = ("/v1/", "/oauth/", "/docs/", "/calendars/", "/.well-known/", "/healthz/", "/api/")
"""Where programs ask, whatever they say that they accept."""

_SECRET: Final = re.compile(r"(?is)((?:/calendars|/reset|/invitation|/kiosk/setup)/).+")
"""Addresses that let somebody in by themselves."""


def on_error(request: AnyRequest, error: Exception) -> Response[bytes]:
    """Any exception, in the dialect of the path. A refusal leaves a log line, a bug one with its traceback."""
    path = "/" + request.scope["path"].lstrip("/")
    if isinstance(error, InternalServerException) and BROKEN_OFF in error.detail:
        error = Malformed("The body broke off before its end.")
    if "\x00" in path and not isinstance(error, Refusal):
        # No file has such a name, and the file system would choke on it.
        error = NotFoundException()
    answer: Response[bytes]
    if not f"{path}/".startswith(_NO_PAGES) and _errors("web").speaks_html(request):
        answer = _errors("web").of_exception(request, error)
    else:
        answer = _in_dialect(path, error)
    if (answer.status_code or 200) >= 500 and not isinstance(error, Refusal):
        log.error("failed", method=request.method, path=_without_secret(path), exc_info=error)
    key = error.key if isinstance(error, Refusal) else type(error).__name__
    log.info("refused", method=request.method, path=_without_secret(path), status=answer.status_code, key=key)
    return answer


def _in_dialect(path: str, error: Exception) -> Response[bytes]:
    errors = _errors(next(face for prefix, face in _ERRORS if f"{path}/".startswith(prefix)))
    answer: Response[bytes] | None = errors.of_exception(error)
    if answer is None:
        answer = errors.of_status(error.status_code if isinstance(error, HTTPException) else 500)
        if answer.status_code == 405 and isinstance(error, HTTPException) and error.headers:
            answer.headers.update(error.headers)
    return answer


def _without_secret(path: str) -> str:
    """The path as it may be logged."""
    return _SECRET.sub(r"\1…", path)


def _errors(face: str) -> Any:
    return import_module(f"uhrwerk.entrypoints.{face}.errors")
