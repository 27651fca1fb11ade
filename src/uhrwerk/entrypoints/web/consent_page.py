"""The page on which somebody signs in and lets an application act for them; also what it shows when it cannot ask."""

from dataclasses import dataclass, field
from typing import Final

from litestar import Response

from uhrwerk import __version__
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.pages import SECURITY_HEADERS, templates
from uhrwerk.entrypoints.web.texts import language, texts

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action {targets}; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A workspace to choose."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Consent:
    """Who asks for what. `workspace` is the one that the application belongs to, `destination` where the browser goes
    then, `request` what the form brings back. `name` was typed already, `chosen` one of the `choices`; `problem` is the
    key of what was wrong, `minutes` how long to wait.
    """

    application: str
    workspace: str | None
    destination: str
    scopes: list[str]
    request: str
    name: str = ""
    choices: list[Choice] = field(default_factory=list)
    chosen: str | None = None
    problem: str | None = None
    minutes: int = 0


def consent_page(request: AnyRequest, consent: Consent, status: int = 200) -> Response[str]:
    """In German or English, as the browser asks."""
    return _page(request, "consent_page.html", status, f"'self' {consent.destination}", consent=consent)


def refused_page(request: AnyRequest, reason: str, detail: str, status: int = 400) -> Response[str]:
    """What cannot be asked: `reason` is the key of a text, `detail` the protocol's own words for the developer."""
    return _page(request, "refused_page.html", status, "'none'", reason=reason, detail=detail)


def _page(request: AnyRequest, template: str, status: int, targets: str, **values: object) -> Response[str]:
    spoken = language(request.headers.get("accept-language", ""))
    html = templates().get_template(template).render(language=spoken, t=texts(spoken), version=__version__, **values)
    headers = {
        **SECURITY_HEADERS,
        "Content-Security-Policy": _POLICY.format(targets=targets),
        "X-Frame-Options": "DENY",
        "Content-Language": spoken,
    }
    return Response(html, status_code=status, media_type="text/html", headers=headers)
