"""A browser that listens: sessions, and the stream of server-sent events as it comes, on the application's own loop."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from tests.home import Home, Someone, Workplace
from uhrwerk.operations import sessions
from uhrwerk.operations.sessions import Begun

SURELY: Final = 60.0
"""Seconds after which what should come has not."""


@dataclass(frozen=True)
class Event:
    name: str
    id: str
    data: dict[str, Any]


def signed_in(home: Home, place: Workplace, someone: Someone) -> Begun:
    now = home.clock.now
    return home.run(lambda tx: sessions.begin(tx, now, place.id, someone.id, "a browser"))


class Stream:
    """What `GET /live` answers. Whoever does not ask for the next piece does not take it, like a slow browser."""

    def __init__(self, home: Home, cookie: str | None, query: str = "", last_event_id: str | None = None) -> None:
        self._home = home
        self._pieces: asyncio.Queue[Any] = asyncio.Queue(1)
        self._left = asyncio.Event()
        self._seen = ""
        headers = [(b"host", b"testserver.local")]
        headers += [(b"cookie", f"uhrwerk_session={cookie}".encode())] if cookie else []
        headers += [(b"last-event-id", last_event_id.encode())] if last_event_id else []
        self._scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/live",
            "raw_path": b"/live",
            "root_path": "",
            "query_string": query.encode(),
            "headers": headers,
            "client": ("testclient", 50000),
            "server": ("testserver.local", 80),
            "extensions": {},
        }
        start = self._call(self._open)
        self.status: int = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}

    def next(self) -> Event | None:
        """The next event, None where the stream ended. Comments are passed over."""
        while True:
            block = self.block()
            if block is None:
                return None
            fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
            if "event" in fields:
                return Event(fields["event"], fields["id"], json.loads(fields["data"]))

    def block(self) -> str | None:
        """The next lines up to an empty one, None where the stream ended."""
        while "\n\n" not in self._seen:
            message = self._call(self._pieces.get)
            self._seen += message["body"].decode()
            if not message["more_body"]:
                return None
        block, self._seen = self._seen.split("\n\n", 1)
        return block

    def ends(self) -> bool:
        """Read to the end, whatever comes before it."""
        while self.next() is not None:
            pass
        return True

    def wait_until_dropped(self) -> None:
        """Take nothing until the server gives up."""
        self._call(asyncio.wait, [self._task])

    def close(self) -> None:
        self._home.http.blocking_portal.call(self._leave)

    def _call(self, function: Any, *arguments: Any) -> Any:
        async def surely() -> Any:
            async with asyncio.timeout(SURELY):
                return await function(*arguments)

        return self._home.http.blocking_portal.call(surely)

    async def _open(self) -> Any:
        application: Any = self._home.http.app
        self._task = asyncio.create_task(application(self._scope, self._receive, self._pieces.put))
        return await self._pieces.get()

    async def _receive(self) -> dict[str, str]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _leave(self) -> None:
        self._left.set()
        while not self._task.done():
            with suppress(asyncio.QueueEmpty):
                self._pieces.get_nowait()
            await asyncio.wait([self._task], timeout=0)


@contextmanager
def listening(home: Home, cookie: str, query: str = "", last_event_id: str | None = None) -> Iterator[Stream]:
    """A stream whose `hello` has come."""
    stream = Stream(home, cookie, query, last_event_id)
    try:
        assert stream.status == 200
        hello = stream.next()
        assert hello is not None
        assert hello.name == "hello"
        yield stream
    finally:
        stream.close()
