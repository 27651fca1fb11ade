"""What every page has in common."""

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

PAGES: Final = Environment(
    loader=PackageLoader("uhrwerk.entrypoints.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}
