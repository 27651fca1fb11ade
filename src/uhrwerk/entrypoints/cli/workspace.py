"""`uhrwerk workspace`: who uses the clock together."""

from datetime import datetime
from typing import Annotated

import typer

from uhrwerk.entrypoints.cli.workshop import in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.operations import workspaces
from uhrwerk.operations.starter import equip
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage import workspaces as kept
from uhrwerk.storage.store import Tx

app = typer.Typer(help="Workspaces.")


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The workspace's name.")],
    zone: Annotated[str, typer.Option(help="IANA time zone of new people.")] = "Europe/Berlin",
) -> None:
    """Make a workspace and print its id."""

    async def work(house: House, now: datetime) -> str:
        async def make(tx: Tx) -> str:
            workspace = await workspaces.make(tx, now, name, zone)
            await equip(tx, command_line_actor(workspace.id), now)
            return workspace.id

        return await house.store.write(make)

    print(in_house(context, work))


@app.command("list")
def list_workspaces(context: typer.Context) -> None:
    """Print every workspace: id, name, zone."""

    async def work(house: House, _: datetime) -> list[kept.Workspace]:
        return await house.store.read(kept.every)

    for workspace in in_house(context, work):
        print(workspace.id, workspace.name, workspace.zone, sep="\t")
