"""The web framework's application and routers, without what would make their start long."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from importlib import import_module
from typing import Any, NamedTuple, Self

import litestar
from litestar import HttpMethod, Request, Response, route
from litestar.events import BaseEventEmitterBackend
from litestar.handlers import ASGIRouteHandler, HTTPRouteHandler
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.routes import ASGIRoute, HTTPRoute
from litestar.types import ASGIApp, ControllerRouterHandler, Receive, Scope, Send
from litestar.utils import join_paths, normalize_path, unique


class Wing(NamedTuple):
    """What lies under a path: `module:name` of a router or a handler, among the faces.

    It is imported and registered when somebody first asks for it.
    """

    under: str
    at: str

    def has(self, path: str) -> bool:
        return f"{path}/".startswith(f"{self.under.rstrip('/')}/")


class LateRoute(HTTPRoute):
    """A route that is made ready when it is first asked for: to look through all handlers' parameters takes longer
    than all the rest of a start, and most routes of a house are asked for by few."""

    __slots__ = ("_ready",)

    def __init__(self, *, path: str, route_handlers: list[HTTPRouteHandler]) -> None:
        super().__init__(path=path, route_handlers=route_handlers)
        self._ready = False

    def create_handler_map(self) -> None:
        """Which handler takes which method; what they are called with is found out later."""
        unknown: Any = None
        for handler in self.route_handlers:
            self.route_handler_map |= dict.fromkeys(handler.http_methods, (handler, unknown))

    def make_ready(self, app: litestar.Litestar) -> None:
        if self._ready:
            return
        for handler in self.route_handlers:
            handler.on_registration(app)
        self.route_handler_map = {}
        super().create_handler_map()
        self._ready = True

    async def handle(self, scope: Any, receive: Receive, send: Send) -> None:
        self.make_ready(scope["app"])
        await super().handle(scope, receive, send)


class NoEvents(BaseEventEmitterBackend):
    """In the place of the framework's emitter of events, which runs a task and imports what that needs."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        """There is nothing to end."""

    def emit(self, event_id: str, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(event_id)


class Application(litestar.Litestar):
    """`wings` are opened when somebody asks for what lies in them; `opened` is told what was registered then."""

    def __init__(
        self, wings: Sequence[Wing] = (), opened: Callable[[Any], None] = lambda _: None, **options: Any
    ) -> None:
        super().__init__(event_emitter_backend=NoEvents, **options)
        self._wings, self._closed = wings, list(wings)
        self._opened = opened
        self._opening = asyncio.Lock()
        self.asgi_handler = self._with_wings(self.asgi_handler)

    def register(self, value: ControllerRouterHandler) -> None:  # type: ignore[override]
        """Register a handler or a router, whose routes are made ready when they are asked for.

        The framework would ask anew for all routes before each that is added.
        """
        self._known = super().route_handler_method_map
        routes = litestar.Router.register(self, value)
        del self._known
        for made in routes:
            if isinstance(made, HTTPRoute):
                late = LateRoute(path=made.path, route_handlers=made.route_handlers)
                late.create_handler_map()
                self.routes[self.routes.index(made)] = late
                for plugin in self.plugins.receive_route:
                    plugin.receive_route(late)
            elif isinstance(made, ASGIRoute):
                made.route_handler.on_registration(self)
        self.asgi_router.construct_routing_trie()

    async def open(self, wings: Iterable[Wing]) -> None:
        """Open those that are closed, one at a time. What is imported for them is imported beside the loop."""
        for wing in wings:
            async with self._opening:
                if wing in self._closed:
                    module, _, name = wing.at.partition(":")
                    loaded = await asyncio.to_thread(import_module, f"uhrwerk.entrypoints.{module}")
                    self.register(getattr(loaded, name))
                    self._opened(getattr(loaded, name))
                    self._closed = [each for each in self._closed if each.at != wing.at]

    async def open_all(self) -> None:
        await self.open(list(self._closed))

    def make_documented_ready(self) -> None:
        """Make ready what the OpenAPI document is about: it is read off the routes."""
        for each in self.routes:
            if isinstance(each, LateRoute) and any(one.resolve_include_in_schema() for one in each.route_handlers):
                each.make_ready(self)

    def _with_wings(self, inside: ASGIApp) -> ASGIApp:
        async def enter(scope: Scope, receive: Receive, send: Send) -> None:
            if self._closed:
                await self.open(self._on_the_way_to(scope["path"]))
            await inside(scope, receive, send)

        return enter

    def _on_the_way_to(self, path: str) -> list[Wing]:
        """What has to be open before it can be said what is there; `/` is for what lies in no other wing."""
        normalized = normalize_path(path)
        return [each for each in self._wings if each.has(normalized) and each.under != "/"] or [
            each for each in self._wings if each.under == "/"
        ]

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
