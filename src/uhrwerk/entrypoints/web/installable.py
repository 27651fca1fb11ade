"""What makes the pages an application that can be installed: /manifest.webmanifest, and /offline, which is shown where
the server cannot be reached.
"""

from typing import Any, Final

import msgspec
from litestar import Response, get

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.assets import asset_url
from uhrwerk.entrypoints.web.pages import outer_page
from uhrwerk.entrypoints.web.reader import Reader, reader_of

PAPER: Final = "#f6f6f3"
"""`--paper` of frontend/styles/tokens.css."""


@get("/manifest.webmanifest")
async def manifest(request: AnyRequest) -> Response[bytes]:
    """The application's name, icons and first page, in the browser's language."""
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language", "X-Content-Type-Options": "nosniff"}
    body = msgspec.json.encode(_manifest(reader_of(request)))
    return Response(body, media_type="application/manifest+json", headers=headers)


@get("/offline")
async def offline(request: AnyRequest) -> Response[bytes]:
    return outer_page(reader_of(request), "offline.html")


def _manifest(reader: Reader) -> dict[str, Any]:
    return {
        "id": "/",
        "name": reader.t("Uhrwerk time clock"),
        "short_name": "Uhrwerk",
        "description": reader.t("Project time and attendance: start, pause, stop."),
        "lang": reader.language,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": asset_url("clock.svg"), "type": "image/svg+xml", "sizes": "any"},
            *(_icon(f"icon-{size}.png", size, "any") for size in (192, 512)),
            _icon("icon-maskable-512.png", 512, "maskable"),
        ],
        "shortcuts": [
            {"name": reader.t(name), "url": url}
            for name, url in (("Now", "/"), ("Week sheet", "/week"), ("Calendar", "/calendar"))
        ],
    }


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": asset_url(name), "type": "image/png", "sizes": f"{size}x{size}", "purpose": purpose}


router = Router("/", route_handlers=[manifest, offline])
