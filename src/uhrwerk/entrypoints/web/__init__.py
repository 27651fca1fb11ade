"""Pages for people."""

from uhrwerk.entrypoints.web import assets, start_page

__all__ = ["assets", "start_page"]
