"""The page on which somebody signs in and lets an application act for them; also what it shows when it cannot ask."""

from dataclasses import dataclass, field

from litestar import Response

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.pages import POLICY, outer_page
from uhrwerk.entrypoints.web.reader import reader_of
from uhrwerk.entrypoints.web.signing_in.consent_texts import PROBLEMS, REFUSED, SCOPES


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


def consent_page(request: AnyRequest, consent: Consent, status: int = 200) -> Response[bytes]:
    """In German or English, as the browser asks."""
    reader = reader_of(request)
    said = reader.t(PROBLEMS[consent.problem], minutes=consent.minutes) if consent.problem else None
    scopes = [(scope, reader.t(SCOPES[scope])) for scope in consent.scopes]
    page = outer_page(reader, "consent.html", status=status, consent=consent, problem_said=said, scopes=scopes)
    return _leading_to(page, f"'self' {consent.destination}")


def refused_page(request: AnyRequest, reason: str, detail: str, status: int = 400) -> Response[bytes]:
    """What cannot be asked: `reason` is the key of a text, `detail` the protocol's own words for the developer."""
    reader = reader_of(request)
    page = outer_page(reader, "refused.html", status=status, said=reader.t(REFUSED[reason]), detail=detail)
    return _leading_to(page, "'none'")


def _leading_to(page: Response[bytes], targets: str) -> Response[bytes]:
    """Browsers follow the form's redirect to those places alone."""
    page.headers["Content-Security-Policy"] = POLICY.replace("form-action 'self'", f"form-action {targets}")
    return page
