"""The short way to the few doors that are used all day: starting and stopping clocks, and looking at them.

Such a door is an ordinary route that says `hot=True`. Path, form and documentation are the framework's; only the way of
a request in good order is shorter: no routing tree, no keyword arguments worked out anew, no more headers
read than are asked for. Whatever is out of order (a form that does not fit, a body in pieces, another origin) goes the
framework's way from the beginning, before anything has been done: one place says what is wrong.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import Parameter, signature
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

import msgspec
from litestar import Litestar, Request, Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import BodyKwarg, HeaderParameter
from litestar.types import ASGIApp, Receive, Send
from litestar.utils import join_paths

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest

LARGEST: Final = 64 * 1024
"""Bytes of a body that may go the short way."""

_PLAIN_HOST: Final = re.compile(r"[A-Za-z0-9.:-]*")

OnError = Callable[[AnyRequest, Exception], Response[bytes]]


class Headers(Mapping[str, str]):
    """A request's headers by name in any case; of one that is there twice, the first."""

    __slots__ = ("_raw",)

    def __init__(self, raw: Sequence[tuple[bytes, bytes]]) -> None:
        self._raw = dict(reversed(raw))

    def get(self, name: str, default: Any = None) -> Any:
        value = self._raw.get(name.lower().encode("latin-1"))
        return default if value is None else value.decode("latin-1")

    def __getitem__(self, name: str) -> str:
        return self._raw[name.lower().encode("latin-1")].decode("latin-1")

    def __iter__(self) -> Iterator[str]:
        return (name.decode("latin-1") for name in self._raw)

    def __len__(self) -> int:
        return len(self._raw)


class ShortRequest(Request[Any, Any, Any]):
    """A request whose body has been read, and whose headers are looked at one by one."""

    __slots__ = ("_few_headers",)

    def __init__(self, scope: Any, receive: Receive, send: Send, headers: Headers, body: bytes) -> None:
        super().__init__(scope, receive, send)
        self._body = body
        self._few_headers = headers

    @property
    def headers(self) -> Any:
        return self._few_headers


@dataclass(frozen=True, slots=True)
class Door:
    """A hot route: what it is called with. `headers` are parameters' names with their headers'."""

    handler: HTTPRouteHandler
    path: str
    before: Callable[[AnyRequest], Awaitable[Any]] | None
    form: msgspec.json.Decoder[Any] | None
    needs_form: bool
    headers: tuple[tuple[str, str], ...]
    asks_query: bool

    async def answer(self, request: ShortRequest, arguments: dict[str, Any]) -> Response[bytes]:
        if self.before is not None:
            await self.before(request)
        for name, header in self.headers:
            value = request.headers.get(header)
            if value is not None:
                arguments[name] = value
        function: Any = self.handler.fn
        answer: Response[bytes] = await function(request, **arguments)
        return answer


def hot_doors(among: Iterable[object]) -> dict[tuple[str, str], Door]:
    """The hot doors of those that are routers, by method and path."""
    return {
        (method, path): door
        for router in among
        if isinstance(router, Router)
        for handler in router.members
        if isinstance(handler, HTTPRouteHandler) and handler.opt.get("hot")
        for path, door in _doors_of(router, handler)
        for method in handler.http_methods
    }


def _doors_of(router: Router, handler: HTTPRouteHandler) -> Iterator[tuple[str, Door]]:
    function: Any = handler.fn
    hints = get_type_hints(function, include_extras=True)
    form, needs_form, headers, asks_query = None, False, [], False
    for name, parameter in signature(function).parameters.items():
        if name == "request":
            continue
        marks = getattr(hints[name], "__metadata__", ())
        header = next((mark for mark in marks if isinstance(mark, HeaderParameter)), None)
        if any(isinstance(mark, BodyKwarg) for mark in marks):
            form = msgspec.json.Decoder(_without_none(hints[name].__origin__))
            needs_form = parameter.default is Parameter.empty
        elif header is not None:
            headers.append((name, header.name or name))
        else:
            asks_query = True
    for rest in handler.paths:
        path = join_paths([router.path, rest])
        yield path, Door(handler, path, router.before_request, form, needs_form, tuple(headers), asks_query)


def _without_none(form: Any) -> Any:
    kinds = [each for each in get_args(form) if each is not NoneType]
    return kinds[0] if kinds else form


def with_shortcut(app: Litestar, doors: Mapping[tuple[str, str], Door], on_error: OnError) -> ASGIApp:
    """The application's way of a request, with the short one before it."""
    long_way = app.asgi_handler

    async def serve(scope: Any, receive: Receive, send: Send) -> None:
        door = doors.get((scope.get("method", ""), scope["path"]))
        if door is None or (door.asks_query and scope["query_string"]) or scope.get("root_path"):
            await long_way(scope, receive, send)
            return
        first: Any = await receive()
        headers = Headers(scope["headers"])
        arguments = _arguments(door, headers, first)
        if arguments is None:
            await long_way(scope, _again(first, receive), send)
            return
        scope["route_handler"] = door.handler
        scope["path_template"] = door.path
        scope["path_params"] = {}
        request = ShortRequest(scope, receive, send, headers, first.get("body", b""))
        try:
            answer = await door.answer(request, arguments)
        except Exception as error:
            answer = on_error(request, error)
        await answer.to_asgi_response(None, request)(scope, receive, send)

    return serve


def _arguments(door: Door, headers: Headers, first: Any) -> dict[str, Any] | None:
    """What the route's function is called with; None for a request that has to go the long way."""
    if first["type"] != "http.request" or not _is_whole(first, headers) or len(first.get("body", b"")) > LARGEST:
        return None
    if "origin" in headers or not _PLAIN_HOST.fullmatch(headers.get("host", "")):
        return None
    if door.form is None:
        return {}
    body = first.get("body")
    if not body:
        return None if door.needs_form else {}
    try:
        return {"data": door.form.decode(body)}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _is_whole(first: Any, headers: Headers) -> bool:
    """Whether the first part of a body is all of it. Servers that hand on what has come in say that there may be more;
    how long the body is stands in its header, which they hold the client to.
    """
    return not first.get("more_body") or headers.get("content-length") == str(len(first.get("body", b"")))


def _again(first: Any, receive: Receive) -> Receive:
    """A `receive` that begins with what has been received already."""
    waiting = [first]

    async def receive_again() -> Any:
        return waiting.pop() if waiting else await receive()

    return receive_again
