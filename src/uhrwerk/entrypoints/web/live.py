"""`GET /live`: server-sent events for somebody signed in. They say which kinds of records changed, and how far the feed
was read; the browser asks for what it shows of them.
"""

import asyncio
from contextlib import suppress
from typing import Any, Final

import msgspec
import structlog
from litestar import Request, asgi
from litestar.types import Receive, Scope, Send

from uhrwerk.entrypoints.house import AnyRequest, House
from uhrwerk.entrypoints.live import Listener, Told, TooManyStreams, cursor_of, hub_of
from uhrwerk.entrypoints.web.visit import COOKIE
from uhrwerk.operations.acts import ACTS
from uhrwerk.operations.authentication import Guest
from uhrwerk.operations.sessions import FACE
from uhrwerk.rules.refusals import NotSignedIn
from uhrwerk.storage.order import Order

log = structlog.get_logger(__name__)

HEARTBEAT: Final = 40.0
"""Seconds after which a stream on which nothing happens says that it is there, and looks whether its session is.

Browsers take a stream for dead after 60 s, as many a proxy does."""

SENT_WITHIN: Final = 60.0
"""Seconds that a browser has to take an event."""

HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


@asgi("/live", copy_scope=False)
async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """A stream of `hello`, `change` and `reset`; 204, after which browsers ask no more, for whoever is not signed in.

    Goes on after the cursor in `Last-Event-ID` or `after`. `person` is whose page asks: where somebody else has signed
    in since, it hears nothing. 429 for a session with too many streams, 503 once the
    server stops.
    """
    request: AnyRequest = Request(scope, receive, send)
    house: House = request.app.state.house
    hub = hub_of(request.app)
    token = request.cookies.get(COOKIE, "")
    guest = await _admitted(house, token)
    if guest is not None and request.query_params.get("person", guest.actor.person_id) != guest.actor.person_id:
        guest = None
    if guest is None or not hub.open:
        await _refuse(send, 204 if guest is None else 503)
        return
    after = place_of(request.headers.get("last-event-id") or request.query_params.get("after"))
    try:
        async with hub.listening(guest.actor, after) as listener:
            await _stream(listener, house, token, receive, send)
    except TooManyStreams:
        await _refuse(send, 429)


async def _admitted(house: House, token: str) -> Guest | None:
    if not token:
        return None
    try:
        return await house.doorkeeper.admit(FACE, token, house.now())
    except NotSignedIn:
        return None


async def _refuse(send: Send, status: int) -> None:
    start: Any = {"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]}
    await send(start)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _stream(listener: Listener, house: House, token: str, receive: Receive, send: Send) -> None:
    """Tell the listener what there is until they leave, their session ends, or the server does."""
    leaving = asyncio.create_task(_end_with_connection(listener, receive))
    try:
        start: Any = {"type": "http.response.start", "status": 200, "headers": HEADERS}
        await send(start)
        await _say(send, _hello(listener, house))
        while not listener.over:
            told = await listener.next(HEARTBEAT)
            if told is not None:
                await _say(send, _event(told))
            elif not listener.over:
                if await _admitted(house, token) is None:
                    break
                await _say(send, f"id: {cursor_of(listener.up_to)}\n: here\n\n")
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except Exception as error:
        # Nobody takes what is sent, or the database is away: they are let go, and catch up when they come back.
        log.info("live stream broken off", error=repr(error))
    finally:
        leaving.cancel()


async def _end_with_connection(listener: Listener, receive: Receive) -> None:
    with suppress(Exception):
        while (await receive())["type"] != "http.disconnect":
            pass
    listener.end()


async def _say(send: Send, text: str) -> None:
    async with asyncio.timeout(SENT_WITHIN):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _hello(listener: Listener, house: House) -> str:
    return _block("hello", listener.up_to, {"cursor": cursor_of(listener.up_to), "now": house.now()})


EVERYTHING: Final = {name: sorted(ACTS) for name in ("mine", "team", "workspace")}


def _event(told: Told) -> str:
    if told.reset:
        return _block("reset", told.up_to, EVERYTHING)
    kinds = {name: sorted(getattr(told.heard, name)) for name in ("mine", "team", "workspace")}
    return _block("change", told.up_to, {name: each for name, each in kinds.items() if each})


def _block(event: str, place: Order, data: dict[str, Any]) -> str:
    return f"event: {event}\nid: {cursor_of(place)}\ndata: {msgspec.json.encode(data).decode()}\n\n"


UNKNOWN: Final = Order(2**62, 0)
"""Beyond any feed: whoever is there is told to look at everything anew."""


def place_of(cursor: str | None) -> Order | None:
    """The place that a cursor stands for, `UNKNOWN` for one that is not ours."""
    if not cursor:
        return None
    transaction_id, _, position = cursor.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (transaction_id, position)):
        return UNKNOWN
    return Order(int(transaction_id), int(position))
