"""`uhrwerk records`: what an inspection asks for, as a signed file."""

import os
import sys
import tempfile
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from uhrwerk.entrypoints.cli.person import InWorkspace
from uhrwerk.entrypoints.cli.workshop import day_of, in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.operations import inspection, people, workspaces
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.store import Tx
from uhrwerk.storage.workspaces import Workspace

app = typer.Typer(help="Records for an inspection.")


@app.callback()
def group() -> None:
    """Keeps the group one where there is a single command."""


@app.command("export")
def export(
    context: typer.Context,
    workspace: InWorkspace,
    first: Annotated[str, typer.Option("--from", help="The first day, like 2026-03-01.")],
    last: Annotated[str, typer.Option("--to", help="The last day; a year at most.")],
    output: Annotated[Path, typer.Option(help="Where to write the file; one that is there is replaced.")],
    person: Annotated[str | None, typer.Option(help="Whose, by username; everybody's by default.")] = None,
    format: Annotated[Literal["csv", "pdf"], typer.Option(help="The kind of file.")] = "csv",
    language: Annotated[Literal["en", "de"], typer.Option(help="The language of what stands in it.")] = "en",
) -> None:
    """Write attendances of some days into a signed file, with the end of each person's journal chain."""
    days = day_of(first, "--from"), day_of(last, "--to")

    async def work(house: House, now: datetime) -> None:
        from uhrwerk.entrypoints.records.csv_file import Order
        from uhrwerk.entrypoints.records.export import csv_pieces, pdf

        home, ids = await house.store.read(lambda tx: _asked(tx, workspace, person, *days))
        order = Order(home.id, home.name, *days, language, now)
        if format == "pdf":
            content = await pdf(house, order, ids, _show)
            await _write(output, _alone(content))
        else:
            await _write(output, csv_pieces(house, order, ids, _show))

    in_house(context, work)
    if sys.stderr.isatty():
        print(file=sys.stderr)


async def _asked(tx: Tx, workspace: str, username: str | None, first: date, last: date) -> tuple[Workspace, list[str]]:
    home = await workspaces.find(tx, workspace)
    actor = command_line_actor(home.id)
    person_id = (await people.by_username(tx, actor, username)).id if username else None
    return home, await inspection.subjects(tx, actor, person_id, first, last)


async def _alone(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _write(path: Path, pieces: AsyncIterator[bytes]) -> None:
    """Write the file whole or not at all, readable by its owner alone."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            async for piece in pieces:
                file.write(piece)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


def _show(people: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{people} people", end="", file=sys.stderr, flush=True)
