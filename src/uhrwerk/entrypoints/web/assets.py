"""Our own scripts, styles, pictures and type, under /assets, and the service worker at /sw.js.

frontend/build.mjs puts them into `static/`: names with a hash of the content, a manifest that says which file is meant
by "app.js", and texts a second and a third time, compressed.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from litestar import HttpMethod, Response, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest

STATIC: Final = Path(__file__).parent / "static"
MANIFEST: Final = STATIC / "manifest.json"
SERVICE_WORKER: Final = "sw.js"

HASHED: Final = re.compile(r"-[0-9A-Z]{8}\.[0-9a-z]+$")
FOR_EVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"
"""What has no hash in its name is asked for each time, by ETag, so mostly answered by 304."""

ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}
"""What a browser may take, the smallest first, and the ending of the file that is so compressed."""

MEDIA_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}

READ_ONLY: Final = [HttpMethod.GET, HttpMethod.HEAD]


class NotBuilt(Exception):
    """The assets are missing: `make assets` makes them."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it goes over the wire."""

    content: bytes
    etag: str


def asset_url(name: str) -> str:
    """Where the browser finds what the sources call `app.js`. Raises NotBuilt, and KeyError for what is not there."""
    return f"/assets/{_manifest()[name]}"


@route("/assets/{name:str}", http_method=READ_ONLY, sync_to_thread=False)
def asset(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """One of the files that the manifest names, and no other."""
    if name not in _manifest().values():
        raise NotFoundException
    return _answer(request, name, FOR_EVER if HASHED.search(name) else ASK_AGAIN)


@route(f"/{SERVICE_WORKER}", http_method=READ_ONLY, sync_to_thread=False)
def service_worker(request: AnyRequest) -> Response[bytes]:
    """At the root, because it may look after nothing above its own address."""
    return _answer(request, _manifest()[SERVICE_WORKER], ASK_AGAIN)


router = Router("/", route_handlers=[asset, service_worker], include_in_schema=False)


def _answer(request: AnyRequest, name: str, cache_control: str) -> Response[bytes]:
    accepted = _accepted(request.headers.get("accept-encoding", ""))
    encoding = next((each for each in ENCODINGS if each in accepted and _read(name + ENCODINGS[each])), None)
    found = _read(name + ENCODINGS[encoding] if encoding else name)
    if found is None:
        raise NotFoundException  # a build has just replaced it
    headers = {
        "Cache-Control": cache_control,
        "ETag": found.etag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if found.etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(found.content, headers=headers, media_type=MEDIA_TYPES[Path(name).suffix])


def _accepted(header: str) -> set[str]:
    """The codings of an Accept-Encoding header that are not refused by a weight of 0."""
    parts = (each.replace(" ", "").lower().partition(";q=") for each in header.split(","))
    return {coding for coding, _, weight in parts if weight.strip("0.") or not weight}


def _manifest() -> dict[str, str]:
    return _manifest_of(_built_at())


def _built_at() -> int:
    """When the assets were built, as nanoseconds: what is cached of them is read again when a build comes by."""
    try:
        return MANIFEST.stat().st_mtime_ns
    except FileNotFoundError:
        raise NotBuilt(f"{MANIFEST} is missing. `make assets` makes it.") from None


@lru_cache(maxsize=1)
def _manifest_of(built_at: int) -> dict[str, str]:
    manifest: dict[str, str] = json.loads(MANIFEST.read_bytes())
    return manifest


def _read(file: str) -> Asset | None:
    return _read_of(file, _built_at())


@lru_cache(maxsize=256)
def _read_of(file: str, built_at: int) -> Asset | None:
    try:
        content = (STATIC / file).read_bytes()
    except FileNotFoundError:
        return None
    return Asset(content, f'"{sha256(content).hexdigest()[:16]}"')
