"""What every page has in common: the templates, the headers, the frame around it."""

import gzip
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from litestar import Response

from uhrwerk import __version__
from uhrwerk.entrypoints.web import languages
from uhrwerk.entrypoints.web.assets import asset_url
from uhrwerk.entrypoints.web.navigation import groups_for
from uhrwerk.entrypoints.web.reader import Reader
from uhrwerk.entrypoints.web.visit import Visit

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language, Accept-Encoding, Cookie, HX-Request",
}
SMALL: Final = 1000
"""Bytes below which compression gains nothing."""


@cache
def templates(language: str = "en") -> "Environment":
    """The templates in one language. Their engine is imported with the first page, not at a server's start."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("uhrwerk.entrypoints.web"),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        bytecode_cache=_compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(languages.catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"asset": asset_url, "navigation": groups_for, "version": __version__}
    return environment


def _compiled() -> "BytecodeCache | None":
    """Where compiled templates are kept for the next process and the other languages: ours alone to write."""
    from jinja2 import FileSystemBytecodeCache

    try:
        return FileSystemBytecodeCache(pattern=f"uhrwerk_{__version__}_%s.cache")
    except RuntimeError:
        # There is no directory that is ours alone: then each process compiles for itself.
        return None


FIRST: Final = ("base", "outer", "sign_in", "frame", "ui", "palette", "punches", "picker", "now")
"""The templates, by the beginnings of their names, of what is asked for first."""


def compile_ahead() -> None:
    """Import the templates' engine and compile the first pages: that takes a second where nobody has done it yet."""
    engine = templates()
    for name in engine.list_templates(filter_func=lambda name: name.startswith(FIRST)):
        engine.get_template(name)


def page(visit: Visit, template: str, *, status: int = 200, **values: Any) -> Response[bytes]:
    """A page of somebody signed in, in the frame of the app; the template extends `frame.html`."""
    return _answer(visit.reader, template, status, visit=visit, csrf=visit.csrf_token(), now=visit.now, **values)


fragment = page
"""A piece of a page for htmx: a template that extends nothing."""


def outer_page(reader: Reader, template: str, *, status: int = 200, **values: Any) -> Response[bytes]:
    """A page for whoever it is: the template extends `outer.html`."""
    return _answer(reader, template, status, visit=None, csrf="", **values)


def moved(visit: Visit, to: str) -> Response[bytes]:
    """Go and look there, after a form was taken; htmx loads the page anew."""
    return go(visit.reader, to)


def go(reader: Reader, to: str) -> Response[bytes]:
    headers = {**SECURITY_HEADERS, "HX-Redirect" if reader.piece else "Location": to}
    return Response(b"", status_code=204 if reader.piece else 303, headers=headers)


def html_of(reader: Reader, template: str, **values: Any) -> str:
    return templates(reader.language).get_template(template).render(reader=reader, fmt=reader.formats, **values)


def _answer(reader: Reader, template: str, status: int, **values: Any) -> Response[bytes]:
    body = html_of(reader, template, **values).encode()
    headers = {**SECURITY_HEADERS, "Content-Language": reader.language}
    if reader.squeezed and len(body) > SMALL:
        body = gzip.compress(body, 5)
        headers["Content-Encoding"] = "gzip"
    return Response(body, status_code=status, media_type="text/html", headers=headers)
