"""Our own static files, under /assets."""

from pathlib import Path

from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

router = create_static_files_router(
    path="/assets",
    directories=[Path(__file__).parent / "static"],
    # Asked for again each time (by ETag, so mostly 304): a new version's page never gets the old one's stylesheet.
    cache_control=CacheControlHeader(no_cache=True),
    include_in_schema=False,
)
