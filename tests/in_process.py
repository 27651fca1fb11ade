"""The application in the test's own process and thread: no socket, and no other thread to wait for.

Litestar's own test client keeps its loop in a thread beside; two changes of threads take longer than most requests.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Condition
from typing import Any
from urllib.parse import unquote

import httpx

from uhrwerk.entrypoints.application import Application

Message = Any


class Portal:
    """An event loop that runs in whichever thread waits for it, and only while one does."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._runs = False
        self._change = Condition()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run the function within the loop and wait for what it returns. Threads may call at the same time."""

        async def run() -> Any:
            result = function(*arguments)
            return await result if inspect.isawaitable(result) else result

        if self._take():
            return self._run(run())
        # Another thread runs the loop, and this call with it. Where that one is done first, this one goes on.
        given = asyncio.run_coroutine_threadsafe(run(), self._loop)
        given.add_done_callback(lambda _: self._tell())
        while not given.done():
            if self._take(unless=given.done):
                self._run(asyncio.wrap_future(given, loop=self._loop))
        return given.result()

    def _take(self, unless: Callable[[], bool] | None = None) -> bool:
        """Try to have the loop run in this thread; with `unless`, wait until it can or that has come."""
        with self._change:
            if unless is not None:
                self._change.wait_for(lambda: unless() or not self._runs)
            mine = not self._runs
            self._runs = True
            return mine

    def _run(self, awaited: Awaitable[Any]) -> Any:
        try:
            return self._loop.run_until_complete(awaited)
        finally:
            self._runs = False
            self._tell()

    def _tell(self) -> None:
        with self._change:
            self._change.notify_all()

    def close(self) -> None:
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()


class InProcess(httpx.Client):
    """An HTTP client of the application; what the application raises and does not answer is raised here."""

    def __init__(self, app: Application, portal: Portal) -> None:
        super().__init__(
            transport=Transport(app, portal),
            base_url="http://testserver.local",
            headers={"user-agent": "testclient"},
            follow_redirects=True,
            timeout=None,
        )
        self.app = app
        self.blocking_portal = portal


class Transport(httpx.BaseTransport):
    def __init__(self, app: Application, portal: Portal) -> None:
        self._app = app
        self._portal = portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        start: Message = None
        content = BytesIO()
        # As the real server does it: what has come in is handed on before it is known to be all.
        parts = [body, b""] if body else [b""]
        over = asyncio.Event()

        async def receive() -> Message:
            if not parts:
                await over.wait()
                return {"type": "http.disconnect"}
            part = parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                assert start is None, "an answer begins once"
                start = message
                return
            assert message["type"] == "http.response.body", message
            assert start is not None, "an answer begins with its status"
            assert not over.is_set(), "an answer ends once"
            if request.method != "HEAD":
                content.write(message.get("body", b""))
            if not message.get("more_body", False):
                over.set()

        self._portal.call(self._app, _scope(request), receive, send)
        assert start is not None, "every request is answered"
        stream = httpx.ByteStream(content.getvalue())
        return httpx.Response(start["status"], headers=start["headers"], stream=stream, request=request)


def _scope(request: httpx.Request) -> dict[str, Any]:
    url = request.url
    return {
        "type": "http",
        "http_version": "1.1",
        "method": request.method,
        "scheme": url.scheme,
        "path": unquote(url.path),
        "raw_path": url.raw_path,
        "root_path": "",
        "query_string": url.query,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("testclient", 50000),
        "server": (url.host, url.port or (443 if url.scheme == "https" else 80)),
        "extensions": {},
    }


@contextmanager
def in_process(app: Application) -> Iterator[InProcess]:
    """Start the application and end it afterwards, both within one task, as a server does."""
    portal = Portal()
    started, ending = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            started.set()
            await ending.wait()

    async def start() -> asyncio.Task[None]:
        life = asyncio.create_task(live())
        waiting = asyncio.create_task(started.wait())
        await asyncio.wait([life, waiting], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if life.done():
            life.result()
        return life

    async def end(life: asyncio.Task[None]) -> None:
        ending.set()
        await life

    try:
        life = portal.call(start)
        with InProcess(app, portal) as client:
            try:
                yield client
            finally:
                portal.call(end, life)
    finally:
        portal.close()
