"""`uhrwerk setting`: what a workspace can set."""

from datetime import datetime
from typing import Annotated, Any

import typer

from uhrwerk.entrypoints.cli.failures import CommandFailed
from uhrwerk.entrypoints.cli.person import InWorkspace
from uhrwerk.entrypoints.cli.workshop import in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.options import OPTIONS
from uhrwerk.operations import workspaces
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage import settings
from uhrwerk.storage.store import Tx

app = typer.Typer(help="Settings of a workspace.")


@app.command("set")
def set_option(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="One of those that `uhrwerk setting list` shows.")],
    value: Annotated[str, typer.Argument(help="One of its values, for most of them on or off.")],
    workspace: InWorkspace,
) -> None:
    """Change a setting."""
    option = OPTIONS.get(name)
    if option is None:
        raise CommandFailed(f"There is no setting {name!r}: it must be one of {', '.join(OPTIONS)}.")
    if value not in option.values:
        raise CommandFailed(f"{name} is {' or '.join(option.values)}, not {value!r}.")

    async def work(house: House, now: datetime) -> None:
        async def run(tx: Tx) -> None:
            home = await workspaces.find(tx, workspace)
            await workspaces.change_setting(tx, command_line_actor(home.id), now, name, option.values[value])

        await house.store.write(run)

    in_house(context, work)


@app.command("list")
def list_settings(context: typer.Context, workspace: InWorkspace) -> None:
    """Print the workspace's settings: name, value, meaning."""

    async def work(house: House, _: datetime) -> dict[str, Any]:
        async def run(tx: Tx) -> dict[str, Any]:
            return await settings.all_of(tx, (await workspaces.find(tx, workspace)).id)

        return await house.store.read(run)

    kept = in_house(context, work)
    for option in OPTIONS.values():
        print(option.name, option.word(kept), option.meaning, sep="\t")
