"""`uhrwerk kiosk`: tablets at doors, at which people clock in and out."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer

from uhrwerk.entrypoints.cli.failures import CommandFailed
from uhrwerk.entrypoints.cli.person import InWorkspace
from uhrwerk.entrypoints.cli.workshop import Workshop, in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.operations import kiosks, workspaces
from uhrwerk.operations.kiosks import Linked
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.access import Actor
from uhrwerk.rules.kiosk import Way
from uhrwerk.storage import teams
from uhrwerk.storage.kiosks import Kiosk
from uhrwerk.storage.store import Tx
from uhrwerk.storage.workspaces import Workspace

app = typer.Typer(help="Kiosks: tablets at doors.")

KioskId = Annotated[UUID, typer.Argument(help="Its id.")]


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What stands on the tablet.")],
    workspace: InWorkspace,
    place: Annotated[str | None, typer.Option(help="Where it is.")] = None,
    zone: Annotated[str | None, typer.Option(help="IANA time zone of its clock; the workspace's by default.")] = None,
    language: Annotated[str, typer.Option(help="Language tag.")] = "en",
    team: Annotated[list[str] | None, typer.Option(help="Name of a team whose people punch; all by default.")] = None,
    way: Annotated[list[str] | None, typer.Option(help="pin, code or badge; all by default.")] = None,
) -> None:
    """Set a kiosk up and print the link that makes a tablet it: it opens once, within 24 hours."""

    async def run(tx: Tx, home: Workspace, actor: Actor, now: datetime) -> Linked:
        members: dict[str, Any] = {"name": name, "place": place, "zone": zone or home.zone, "language": language}
        members |= {"teams": await _teams(tx, home, team or ()), "ways": way or list(Way)}
        return await kiosks.add(tx, actor, now, members)

    print(_link(context, workspace, run))


@app.command("link")
def link(context: typer.Context, kiosk_id: KioskId, workspace: InWorkspace) -> None:
    """Print a new link for a kiosk; older ones open nothing any more."""

    async def run(tx: Tx, home: Workspace, actor: Actor, now: datetime) -> Linked:
        return await kiosks.link(tx, actor, now, str(kiosk_id))

    print(_link(context, workspace, run))


@app.command("list")
def list_kiosks(context: typer.Context, workspace: InWorkspace) -> None:
    """Print the workspace's kiosks: id, name, place, connected or waiting, when it was last seen."""

    async def work(house: House, _: datetime) -> list[Kiosk]:
        async def run(tx: Tx) -> list[Kiosk]:
            return await kiosks.every(tx, command_line_actor((await workspaces.find(tx, workspace)).id))

        return await house.store.read(run)

    for kiosk in in_house(context, work):
        seen = f"{kiosk.seen_at:%Y-%m-%dT%H:%M:%SZ}" if kiosk.seen_at else "-"
        print(kiosk.id, kiosk.name, kiosk.place or "-", "connected" if kiosk.token_hash else "waiting", seen, sep="\t")


@app.command("remove")
def remove(context: typer.Context, kiosk_id: KioskId, workspace: InWorkspace) -> None:
    """Take a kiosk out of use: its tablet opens nothing any more."""

    async def work(house: House, now: datetime) -> None:
        async def run(tx: Tx) -> None:
            home = await workspaces.find(tx, workspace)
            await kiosks.remove(tx, command_line_actor(home.id), now, str(kiosk_id))

        await house.store.write(run)

    in_house(context, work)


def _link(context: typer.Context, workspace: str, run: Any) -> str:
    """The link's address: under the public address, else under the one where the server listens."""
    workshop: Workshop = context.obj
    settings = workshop.read_settings()

    async def work(house: House, now: datetime) -> Linked:
        async def linked(tx: Tx) -> Linked:
            home = await workspaces.find(tx, workspace)
            made: Linked = await run(tx, home, command_line_actor(home.id), now)
            return made

        return await house.store.write(linked)

    found = in_house(context, work)
    return f"{settings.public_url or f'http://{settings.host}:{settings.port}'}/kiosk/setup/{found.code}"


async def _teams(tx: Tx, home: Workspace, names: list[str] | tuple[str, ...]) -> list[str]:
    known = {team.name: team.id for team in await teams.every(tx, home.id)}
    for name in names:
        if name not in known:
            raise CommandFailed(f"There is no team {name!r}.")
    return [known[name] for name in names]
