"""What commands work with: settings, a migrated database, an open house."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

import typer

from uhrwerk.config import Settings
from uhrwerk.entrypoints.cli.failures import CommandFailed

if TYPE_CHECKING:
    from uhrwerk.entrypoints.household import House

T = TypeVar("T")


class Workshop(Protocol):
    """What the bootstrap gives to the command line."""

    def read_settings(self) -> Settings: ...

    def migrate(self, settings: Settings) -> None: ...

    def open_house(self, settings: Settings) -> "AbstractAsyncContextManager[House]": ...


def day_of(text: str, option: str) -> date:
    """The day that an option names. Raises CommandFailed for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandFailed(f"{option} must be a day such as 2026-11-01, not {text!r}.") from None


def in_house(context: typer.Context, work: "Callable[[House, datetime], Awaitable[T]]") -> T:
    """Migrate the database, open the house, run `work` with the instant of the command, close."""
    from uhrwerk.storage.store import StoreFailed

    workshop: Workshop = context.obj
    settings = workshop.read_settings()
    workshop.migrate(settings)

    async def run() -> T:
        async with workshop.open_house(settings) as house:
            return await work(house, house.now())

    try:
        return asyncio.run(run())
    except StoreFailed as error:
        raise CommandFailed(f"The database failed, nothing was changed: {error}") from error
