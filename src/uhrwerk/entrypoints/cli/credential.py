"""`uhrwerk credential`: what clients of each dialect sign in with. Tokens and secrets are shown once."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

import typer

from uhrwerk.entrypoints.cli.failures import CommandFailed
from uhrwerk.entrypoints.cli.person import InWorkspace
from uhrwerk.entrypoints.cli.workshop import in_house
from uhrwerk.entrypoints.credentials import KINDS, issue
from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.native.auth import ALL_SCOPES
from uhrwerk.operations import credentials, people, workspaces
from uhrwerk.operations.credentials import Issued
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage import credentials as kept
from uhrwerk.storage.credentials import Credential
from uhrwerk.storage.store import Tx

app = typer.Typer(help="Credentials of clients.")

_DAYS = re.compile(r"[1-9]\d{0,4}", re.ASCII)


@app.command("add")
def add(
    context: typer.Context,
    face: Annotated[str, typer.Argument(help=f"One of {', '.join(KINDS)}.")],
    workspace: InWorkspace,
    person: Annotated[str | None, typer.Option(help="Username; not for timetrack, whose key is the account's.")] = None,
    name: Annotated[str, typer.Option(help="What it is for.")] = "command line",
    days: Annotated[str | None, typer.Option(help="Days until it expires; never by default.")] = None,
    scope: Annotated[list[str] | None, typer.Option(help="Scope of a native token; all by default.")] = None,
) -> None:
    """Make a credential and print its token, and its secret where the face has one. They are shown once."""
    if face not in KINDS:
        raise CommandFailed(f"There is no face {face!r}: it must be one of {', '.join(KINDS)}.")
    if KINDS[face].of_person and person is None:
        raise CommandFailed(f"A credential of {face} belongs to a person: name one with --person.")
    if scope and not KINDS[face].scopes:
        raise CommandFailed(f"A credential of {face} has no scopes.")
    for each in scope or ():
        if each not in ALL_SCOPES:
            raise CommandFailed(f"There is no scope {each!r}: it must be one of {', '.join(ALL_SCOPES)}.")
    if days is not None and not _DAYS.fullmatch(days):
        raise CommandFailed("--days must be a whole number from 1 to 99999.")

    async def work(house: House, now: datetime) -> Issued:
        expires_at = now.astimezone(UTC) + timedelta(days=int(days)) if days is not None else None

        async def run(tx: Tx) -> Issued:
            home = await workspaces.find(tx, workspace)
            actor = command_line_actor(home.id)
            owner = (await people.by_username(tx, actor, person)).id if person is not None else None
            scopes = tuple(scope) if scope else None
            return await issue(tx, actor, now, house.vault, face, owner, name, scopes, expires_at)

        return await house.store.write(run)

    issued = in_house(context, work)
    print("id", issued.credential.id, sep="\t")
    print("token", issued.token, sep="\t")
    if issued.secret is not None:
        print("secret", issued.secret, sep="\t")


@app.command("list")
def list_credentials(context: typer.Context, workspace: InWorkspace) -> None:
    """Print the workspace's credentials: id, face, name, person's id, state."""

    async def work(house: House, now: datetime) -> list[tuple[Credential, str]]:
        async def run(tx: Tx) -> list[Credential]:
            return await kept.of_workspace(tx, (await workspaces.find(tx, workspace)).id)

        return [(each, _state(each, now)) for each in await house.store.read(run)]

    for credential, state in in_house(context, work):
        print(credential.id, credential.face, credential.name, credential.person_id or "-", state, sep="\t")


@app.command("revoke")
def revoke(
    context: typer.Context, credential_id: Annotated[UUID, typer.Argument(help="Its id.")], workspace: InWorkspace
) -> None:
    """End a credential at once."""

    async def work(house: House, now: datetime) -> None:
        async def run(tx: Tx) -> None:
            home = await workspaces.find(tx, workspace)
            await credentials.revoke(tx, command_line_actor(home.id), now, str(credential_id))

        await house.store.write(run)

    in_house(context, work)


def _state(credential: Credential, now: datetime) -> str:
    if credential.revoked_at is not None:
        return "revoked"
    if credential.expires_at is not None and credential.expires_at <= now:
        return "expired"
    return "valid"
