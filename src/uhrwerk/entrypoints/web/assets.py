"""Our own static files, under /assets."""

from pathlib import Path

from litestar.static_files import create_static_files_router

router = create_static_files_router(
    path="/assets", directories=[Path(__file__).parent / "static"], include_in_schema=False
)
