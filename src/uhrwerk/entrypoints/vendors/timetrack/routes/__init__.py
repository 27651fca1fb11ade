"""TimeTrack's calls, a file a kind of thing: decode, one operation, encode."""

from litestar import Router

from uhrwerk.entrypoints.vendors.timetrack.routes import timers

router = Router("/api/v2/ext", route_handlers=[*timers.HANDLERS], include_in_schema=False)
