"""A house on a real port, in the tests' own process, so that a test can set its clock while a browser looks at it."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import uvicorn

from tests.home import Clock, Home, settings_for


class WallClock(Clock):
    """Runs with the machine's clock until a test sets it; from then on it stands, as the other tests' clocks do.

    The browser has a clock of its own, the machine's. As long as this one runs, the two agree. A test that sets this
    one gets exact lengths, and sets the browser's with it where the page's figures tick: `Window.at`.
    """

    def __init__(self) -> None:
        self._stands_at: datetime | None = None

    @property
    def now(self) -> datetime:
        return self._stands_at or datetime.now(UTC)

    @now.setter
    def now(self, instant: datetime) -> None:
        self._stands_at = instant

    def run(self) -> None:
        """Agree with the machine's clock again."""
        self._stands_at = None


@dataclass
class ServedHome(Home):
    """`url` is where the browser finds it: by a name, because passkeys are never an address's."""

    clock: WallClock
    url: str = ""


class Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


@contextmanager
def served_home(data_dir: Path) -> Iterator[ServedHome]:
    """The application on an empty SQLite database and a free port of 127.0.0.1."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        url = f"http://localhost:{listening.getsockname()[1]}"
        settings = settings_for(f"sqlite:///{data_dir / 'uhrwerk.sqlite3'}", data_dir)
        home = ServedHome(replace(settings, public_url=url), WallClock(), url)
        home.open(stack)
        stack.enter_context(serving(home, listening))
        yield home


@contextmanager
def serving(home: Home, listening: socket.socket) -> Iterator[None]:
    """A thread runs the application's loop, and the server in it; calls from the test join that loop."""
    server = Server(
        uvicorn.Config(home.http.app, lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=1)
    )
    thread = Thread(target=home.http.blocking_portal.call, args=(server.serve, [listening]), name="server")
    thread.start()
    try:
        server.listens.wait()
        yield
    finally:
        server.should_exit = True
        thread.join()
