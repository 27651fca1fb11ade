"""The OpenAPI document of the native API and its browsable page at /docs; nothing comes from the internet."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, Router, get
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.static_files import create_static_files_router

from uhrwerk import __version__
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.rules.refusals import Refusal, all_kinds

DESCRIPTION: Final = """
Start, pause, resume and stop project time and attendance; the same clock as the vendors' APIs show.

Instants are ISO 8601 in UTC, lengths whole seconds, ids UUIDs. Lists are newest first and page by `cursor`. A client
may send its own instant as `at`; the server keeps when it was told beside it. Refusals are problem details (RFC 9457).
"""

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Uhrwerk API</title>
<link rel="icon" href="/assets/clock.svg" type="image/svg+xml">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""

_START: Final = """SwaggerUIBundle({
  url: "/docs/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  validatorUrl: null,
  queryConfigEnabled: false,
});
"""


class NativeDocument(JsonRenderPlugin):
    """The OpenAPI document, completed once."""

    _rendered: bytes | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        if self._rendered is None:
            from uhrwerk.entrypoints.native.document import completed

            handlers = [each for route in request.app.routes for each in getattr(route, "route_handlers", ())]
            scopes = {each.operation_id: each.opt["scope"] for each in handlers if "scope" in each.opt}
            self._rendered = self.render_json(request, completed(openapi_schema, scopes))
        return self._rendered


class OfflineSwagger(OpenAPIRenderPlugin):
    """Swagger UI with our own page: the framework's has an inline script and loads from elsewhere."""

    def __init__(self) -> None:
        super().__init__(path="/")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return _PAGE.encode()

    def receive_router(self, router: Router) -> None:
        router.register(start_script)
        router.register(problems)


@get("/problems", include_in_schema=False)
async def problems(request: AnyRequest) -> Response[bytes]:
    """Where the `type` of a problem leads: every kind of refusal, by its key."""
    from uhrwerk.entrypoints.web.pages import outer_page
    from uhrwerk.entrypoints.web.reader import reader_of

    return outer_page(reader_of(request), "problems.html", problems=_problems())


def _problems() -> list[tuple[str, str]]:
    """Every key with what it means, by key."""
    from uhrwerk.entrypoints.native.errors import OTHERS

    described = {kind.key: (kind.__doc__ or "").partition("\n")[0] for kind in all_kinds(Refusal)}
    described |= {key: detail for key, detail in OTHERS.values() if key not in described}
    return sorted(described.items())


@get("/start.js", media_type="text/javascript", include_in_schema=False)
async def start_script() -> str:
    return _START


def _ready(request: AnyRequest) -> None:
    application: Any = request.app
    application.make_documented_ready()


def openapi() -> OpenAPIConfig:
    """The document at /docs/openapi.json, the page at /docs."""
    router = Router(
        "/docs", route_handlers=[], include_in_schema=False, response_headers=HEADERS, before_request=_ready
    )
    return OpenAPIConfig(
        title="Uhrwerk",
        version=__version__,
        description=DESCRIPTION,
        openapi_router=router,
        render_plugins=[OfflineSwagger(), NativeDocument()],
        components=Components(security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}),
        use_handler_docstrings=True,
    )


def _swagger_files() -> Path:
    """Where the package that carries Swagger UI has it; the package itself is not imported."""
    spec = find_spec("flask_swagger_ui")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0], "dist")


# What is asked for rarely is imported then: the application is made with this module.
assets = create_static_files_router(path="/docs/assets", directories=[_swagger_files()])
