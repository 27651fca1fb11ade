"""`uhrwerk workspace`: who uses the clock together."""

from datetime import datetime
from typing import Annotated

import typer

from uhrwerk.entrypoints.cli.workshop import in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.operations import workspaces
from uhrwerk.storage import workspaces as kept

app = typer.Typer(help="Workspaces.")


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The workspace's name.")],
    zone: Annotated[str, typer.Option(help="IANA time zone of new people.")] = "Europe/Berlin",
) -> None:
    """Make a workspace and print its id."""

    async def work(house: House, now: datetime) -> str:
        return (await house.store.write(lambda tx: workspaces.make(tx, now, name, zone))).id

    print(in_house(context, work))


@app.command("list")
def list_workspaces(context: typer.Context) -> None:
    """Print every workspace: id, name, zone."""

    async def work(house: House, _: datetime) -> list[kept.Workspace]:
        return await house.store.read(kept.every)

    for workspace in in_house(context, work):
        print(workspace.id, workspace.name, workspace.zone, sep="\t")
