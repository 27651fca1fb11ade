"""The web framework's application and routers, without what would make their start long."""

from collections.abc import Sequence
from copy import copy
from typing import Any, Self

import litestar
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.types import ControllerRouterHandler


class Application(litestar.Litestar):
    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        """All our types are msgspec's: pydantic, which the command line brings, and attrs need not be imported."""
        return [*plugins, MsgspecDIPlugin()]


class Router(litestar.Router):
    """A router whose routes are made when it is registered in another one or in an application.

    The framework makes them at once, and copies them with all that they refer to at each registration.
    """

    def __init__(self, path: str, *, route_handlers: Sequence[ControllerRouterHandler], **options: Any) -> None:
        super().__init__(path, route_handlers=(), **options)
        self._members = route_handlers

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """How the framework takes what it registers: an empty twin, in which the members are registered in turn."""
        twin = copy(self)
        twin.routes = []
        for member in self._members:
            twin.register(member)
        return twin
