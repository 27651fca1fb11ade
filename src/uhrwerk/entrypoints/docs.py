"""The OpenAPI document of the native API and its browsable page, /docs."""

from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from uhrwerk import __version__


def openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Uhrwerk",
        version=__version__,
        description="Instants are ISO 8601 in UTC, lengths whole seconds, ids UUIDs. Lists are newest first and page "
        "by cursor. Refusals are problem details (RFC 9457).",
        path="/docs",
        components=Components(security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}),
        use_handler_docstrings=True,
    )
