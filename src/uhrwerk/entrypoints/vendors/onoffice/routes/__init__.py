"""onOffice's one door, and a file for each kind of thing behind it."""

from uhrwerk.entrypoints.vendors.onoffice.routes.api import router

__all__ = ["router"]
