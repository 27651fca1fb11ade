"""`uhrwerk rollup`: the sums that reports read, made anew from the entries."""

import sys
from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from uhrwerk.entrypoints.cli.workshop import in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.operations import rollups, workspaces
from uhrwerk.storage import people as staff
from uhrwerk.storage import workspaces as kept
from uhrwerk.storage.store import Tx
from uhrwerk.storage.workspaces import Workspace

app = typer.Typer(help="The sums that reports read.")


@app.callback()
def group() -> None:
    """Keeps `rebuild` a command of a group, though it is the only one."""


@app.command("rebuild")
def rebuild(
    context: typer.Context,
    workspace: Annotated[
        str | None, typer.Option("--workspace", "-w", help="Name or id of the workspace; all by default.")
    ] = None,
) -> None:
    """Make the sums what the entries say, person by person and year by year, and print how many rows were wrong."""

    async def work(house: House, _: datetime) -> None:
        for each in await house.store.read(partial(_workspaces, name=workspace)):
            print(each.name, f"{await _rebuild(house, each.id)} rows were wrong", sep="\t")

    in_house(context, work)


async def _workspaces(tx: Tx, name: str | None) -> list[Workspace]:
    return await kept.every(tx) if name is None else [await workspaces.find(tx, name)]


async def _rebuild(house: House, workspace_id: str) -> int:
    """A person's rows are an act each, a year's totals as well: nobody waits for long."""
    everybody = await house.store.read(lambda tx: staff.every(tx, workspace_id))
    wrong = 0
    for number, person in enumerate(everybody, 1):
        wrong += await house.store.write(partial(rollups.rebuild_of, workspace_id=workspace_id, person_id=person.id))
        _show(f"{number} of {len(everybody)} people")
    for year in await house.store.read(lambda tx: rollups.years(tx, workspace_id), long=True):
        await house.store.write(partial(rollups.add_up, workspace_id=workspace_id, year=year))
        _show(f"{year} added up")
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return wrong


def _show(progress: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{progress:<40}", end="", file=sys.stderr, flush=True)
