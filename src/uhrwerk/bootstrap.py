"""The only place that puts the parts together.

Parts are imported where they are used: a command starts without those that it does not need.
"""

import asyncio
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from importlib import import_module
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any, Final, NoReturn

from uhrwerk.config import Settings, WrongSetting

if TYPE_CHECKING:
    from litestar import Litestar

    from uhrwerk.entrypoints.application import Application
    from uhrwerk.entrypoints.household import House
    from uhrwerk.entrypoints.mail import Post
    from uhrwerk.keys import Keys
    from uhrwerk.storage.store import Store

EXPOSED_HEADERS = [
    *("aw-page", "aw-pagesize", "aw-items", "aw-totalitems", "trace-id", "ETag"),
    *("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "Retry-After"),
]

FIRST_ANSWERS: Final = 0.5
"""Seconds after the start in which nothing is done but to answer."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def configure_logging() -> None:
    """Log lines go to stderr, results to stdout."""
    with _without("rich"):
        # It would be imported for coloured tracebacks, a tenth of a server's start, and none is ever printed.
        import structlog

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


@contextmanager
def _emptied(package: str) -> Iterator[None]:
    """Let who imports the package have an empty one, unless somebody has imported it."""
    empty = ModuleType(package)
    sys.modules.setdefault(package, empty)
    try:
        yield
    finally:
        if sys.modules[package] is empty:
            del sys.modules[package]


@contextmanager
def _without(package: str) -> Iterator[None]:
    """Let nobody import the package, unless somebody has."""
    hidden = sys.modules.setdefault(package, None) is None  # type: ignore[arg-type]
    try:
        yield
    finally:
        if hidden:
            del sys.modules[package]


def make_store(settings: Settings, keys: "Keys") -> "Store":
    """The store that the settings name; its driver is imported only then."""
    path = settings.sqlite_path
    if path is not None:
        from uhrwerk.storage.sqlite import SqliteStore

        return SqliteStore(path, keys.journal)
    from uhrwerk.storage.postgresql import PostgresqlStore

    return PostgresqlStore(settings.database_url, keys.journal)


def migrate(settings: Settings) -> None:
    """Bring the database to the newest schema; a SQLite file is made where it is missing. Raises WrongSetting."""
    from uhrwerk.storage import migrate as migration

    path = settings.sqlite_path
    if path is not None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        if path is None:
            migration.migrate_postgresql(settings.database_url)
        else:
            migration.migrate_sqlite(path)
    except migration.Unreachable as error:
        raise WrongSetting(f"UHRWERK_DATABASE_URL cannot be used: {error}") from error


def read_settings() -> Settings:
    """The settings in the environment; log lines go to stderr from here on. Raises WrongSetting."""
    configure_logging()
    return Settings.from_environment(os.environ)


def make_post(settings: Settings) -> "Post | None":
    """Who hands letters in at the mail server that the settings name."""
    if settings.mail is None:
        return None
    from uhrwerk.entrypoints.mail import Post

    server = settings.mail
    return Post(server.host, server.port, server.encryption.value, server.sender, server.user, server.password)


@asynccontextmanager
async def open_house(settings: Settings, now: Callable[[], datetime] = utc_now) -> "AsyncIterator[House]":
    """The house on a database that has been migrated. Raises WrongSetting if its journal has another key."""
    from uhrwerk.entrypoints.household import House
    from uhrwerk.keys import load_keys
    from uhrwerk.operations import journal
    from uhrwerk.operations.authentication import Doorkeeper

    keys = load_keys(settings.data_dir)
    store = make_store(settings, keys)
    post = make_post(settings)
    await store.open()
    try:
        if not await store.read(journal.key_fits):
            raise WrongSetting(f"The journal was sealed with another key than the one in {settings.data_dir}.")
        yield House(
            store,
            Doorkeeper(store),
            keys.vault,
            keys.signer,
            keys.notary,
            keys.kiosk,
            now,
            demo=settings.demo,
            public_url=settings.public_url,
            post=post,
        )
    finally:
        if post is not None:
            await post.close()
        await store.close()


def make_app(settings: Settings, now: Callable[[], datetime] = utc_now, served: bool = False) -> "Application":
    """The ASGI application on a database that has been migrated.

    `served` is for a server's worker: it opens all doors after the first answers, and ends the server where the house
    cannot be opened.
    """
    with _emptied("yaml"), _emptied("pdb"):
        # The framework imports them for a plugin and an option that are not used here.
        from litestar.config.cors import CORSConfig

    from uhrwerk.entrypoints.application import Application
    from uhrwerk.entrypoints.bodies import BODY_LIMIT
    from uhrwerk.entrypoints.docs import openapi
    from uhrwerk.entrypoints.head import answering_head
    from uhrwerk.entrypoints.http import DOORS, on_error
    from uhrwerk.entrypoints.shortcut import Door, hot_doors, with_shortcut

    @asynccontextmanager
    async def lifespan(_: "Litestar") -> AsyncIterator[None]:
        async with (open_house_or_give_up if served else open_house)(settings, now) as house:
            app.state.house = house
            backstage = asyncio.create_task(_backstage(app, house, served))
            gc.freeze()
            gc.enable()
            try:
                yield
            finally:
                await _ended(backstage)
                if "hub" in app.state:
                    await app.state.hub.close()

    hot: dict[tuple[str, str], Door] = {}
    app = Application(
        DOORS,
        opened=lambda wing: hot.update(hot_doors([wing])),
        lifespan=[lifespan],
        exception_handlers={Exception: on_error},
        cors_config=CORSConfig(expose_headers=EXPOSED_HEADERS),
        openapi_config=openapi(),
        request_max_body_size=BODY_LIMIT,
        logging_config=None,
        debug=False,
    )
    app.asgi_handler = answering_head(app.asgi_handler)
    app.asgi_handler = with_shortcut(app, hot, on_error)
    return app


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """What is made by then stays: the collector need not look through it, now or again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


async def _backstage(app: "Application", house: "House", served: bool) -> None:
    """What nobody waits for: all doors are opened, then the jobs begin."""
    if served:
        await asyncio.sleep(FIRST_ANSWERS)
    with _kept_for_good():
        if served:
            await app.open_all()
        schedule = await asyncio.to_thread(import_module, "uhrwerk.entrypoints.jobs.schedule")
    async with schedule.running_jobs(house):
        await asyncio.Event().wait()


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def app_of_worker() -> "Application":
    """What a server's worker process runs: the application by the environment's settings."""
    for number in (signal.SIGTERM, signal.SIGINT):
        # The worker inherits the parent's handlers, which would swallow a signal that comes before the server is up.
        signal.signal(number, signal.SIG_DFL)
    end_with_parent()
    # What is made until the server is up stays: to look for garbage in it again and again is an eighth of the start.
    gc.disable()
    app = make_app(read_settings(), served=True)
    app.on_startup.append(end_streams_by_signal)
    return app


@asynccontextmanager
async def open_house_or_give_up(settings: Settings, now: Callable[[], datetime]) -> "AsyncIterator[House]":
    """The house; where no worker can open it, the line that says why, and the end of the server."""
    async with AsyncExitStack() as stack:
        try:
            house = await stack.enter_async_context(open_house(settings, now))
        except WrongSetting as error:
            give_up(str(error))
        yield house


def give_up(message: str) -> NoReturn:
    """Say what is wrong, have the parent end, and wait for it: a worker that ended by itself would be made anew."""
    from uhrwerk.entrypoints.cli.failures import complain

    complain(message)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getppid(), signal.SIGUSR1)
    while True:
        signal.pause()


async def end_streams_by_signal(app: "Litestar") -> None:
    """End the live streams when the server is told to stop: it waits for what is under way, and they would go on.

    The server's own handlers stay: these are called beside them.
    """
    loop = asyncio.get_running_loop()

    def end() -> None:
        from uhrwerk.entrypoints.live import hub_of

        hub_of(app).end()

    def beside(handler: Any) -> Callable[[int, FrameType | None], None]:
        def handle(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(end)
            if callable(handler):
                handler(number, frame)

        return handle

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, beside(signal.getsignal(number)))


def end_with_parent() -> None:
    """End when the process that started this worker is gone, however it went.

    A worker left behind would share the port and the database with the next server.
    """
    import multiprocessing.connection

    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()
