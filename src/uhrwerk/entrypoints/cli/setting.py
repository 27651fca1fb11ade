"""`uhrwerk setting`: a workspace's switches."""

from datetime import datetime
from typing import Annotated, Any, Final

import typer

from uhrwerk.entrypoints.cli.person import InWorkspace
from uhrwerk.entrypoints.cli.workshop import CommandFailed, in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.vendors.onoffice.auth import APP_SWITCH, MODULE, is_on
from uhrwerk.operations import workspaces
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage import settings
from uhrwerk.storage.store import Tx

app = typer.Typer(help="Settings of a workspace.")

SWITCHES: Final = (MODULE, APP_SWITCH)
_VALUES: Final = {"on": True, "off": False}


@app.command("set")
def set_switch(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=f"One of {', '.join(SWITCHES)}.")],
    value: Annotated[str, typer.Argument(help="on or off.")],
    workspace: InWorkspace,
) -> None:
    """Switch a setting on or off."""
    if name not in SWITCHES:
        raise CommandFailed(f"There is no setting {name!r}: it must be one of {', '.join(SWITCHES)}.")
    if value not in _VALUES:
        raise CommandFailed(f"{name} is on or off, not {value!r}.")

    async def work(house: House, now: datetime) -> None:
        async def run(tx: Tx) -> None:
            home = await workspaces.find(tx, workspace)
            await workspaces.change_setting(tx, command_line_actor(home.id), now, name, _VALUES[value])

        await house.store.write(run)

    in_house(context, work)


@app.command("list")
def list_settings(context: typer.Context, workspace: InWorkspace) -> None:
    """Print the workspace's settings."""

    async def work(house: House, _: datetime) -> dict[str, Any]:
        async def run(tx: Tx) -> dict[str, Any]:
            return await settings.all_of(tx, (await workspaces.find(tx, workspace)).id)

        return await house.store.read(run)

    kept = in_house(context, work)
    for name in SWITCHES:
        print(name, "on" if is_on(kept, name) else "off", sep="\t")
