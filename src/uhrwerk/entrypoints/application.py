"""The web framework's application and routers, without what would make their start long."""

from collections.abc import Sequence
from copy import copy
from typing import Any, Self

import litestar
from litestar import HttpMethod, Request, Response, route
from litestar.handlers import ASGIRouteHandler, HTTPRouteHandler
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.routes import ASGIRoute, HTTPRoute
from litestar.types import ControllerRouterHandler
from litestar.utils import join_paths, unique


class Application(litestar.Litestar):
    def register(self, value: ControllerRouterHandler) -> None:  # type: ignore[override]
        """Register a handler or a router. The framework would ask anew for all routes before each that is added."""
        self._known = super().route_handler_method_map
        super().register(value)
        del self._known

    @property
    def route_handler_method_map(self) -> dict[str, Any]:
        return self._known if hasattr(self, "_known") else super().route_handler_method_map

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
        self.members = route_handlers

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """How the framework takes what it registers: a twin with a route a path, each made once.

        The framework makes a path's route anew for each of its methods, and a handler of OPTIONS for every path.
        """
        twin = copy(self)
        options = copy(_options)
        options.owner = twin
        handlers: dict[str, list[HTTPRouteHandler]] = {}
        streams: list[ASGIRoute] = []
        for member in self.members:
            taken = twin._validate_registration_value(member)
            for rest, by_method in twin.get_route_handler_map(taken).items():
                path = join_paths([twin.path, rest])
                for handler in unique(tuple(by_method.values())):
                    if isinstance(handler, ASGIRouteHandler):
                        streams.append(ASGIRoute(path=path, route_handler=handler))
                    elif isinstance(handler, HTTPRouteHandler) and "OPTIONS" not in handler.http_methods:
                        handlers.setdefault(path, [options]).append(handler)
        requests = [HTTPRoute(path=path, route_handlers=at_path) for path, at_path in handlers.items()]
        twin.routes = [*requests, *streams]
        return twin


def allowed_methods(request: Request[Any, Any, Any]) -> Response[None]:
    """Which methods a path takes is no secret. The framework's own answer names those of its first handler only."""
    path = request.scope["path_template"]
    routes = [each for each in request.app.routes if isinstance(each, HTTPRoute) and each.path_format == path]
    methods = sorted({method for each in routes for method in each.methods})
    return Response(None, status_code=204, headers={"Allow": ", ".join(methods)})


@route(http_method=HttpMethod.OPTIONS, include_in_schema=False, sync_to_thread=False)
def _options(request: Request[Any, Any, Any]) -> Response[None]:
    return allowed_methods(request)
