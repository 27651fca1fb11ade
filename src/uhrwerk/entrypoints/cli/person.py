"""`uhrwerk person`: who may keep time."""

import sys
from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from uhrwerk.entrypoints.cli.workshop import in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.passwords import hashed
from uhrwerk.operations import erasure, people, second_factors, workspaces
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules import text
from uhrwerk.storage import people as kept
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

app = typer.Typer(help="People.")

InWorkspace = Annotated[str, typer.Option("--workspace", "-w", help="Name or id of the workspace.")]


@app.command("add")
def add(
    context: typer.Context,
    username: Annotated[str, typer.Argument(help="The sign-in name, unique in the workspace.")],
    workspace: InWorkspace,
    email: Annotated[str, typer.Option(help="E-mail address.")],
    first_name: Annotated[str, typer.Option(help="First name.")],
    last_name: Annotated[str, typer.Option(help="Last name.")] = "",
    role: Annotated[str, typer.Option(help="admin, lead, member or auditor.")] = "member",
    zone: Annotated[str | None, typer.Option(help="IANA time zone; the workspace's by default.")] = None,
    language: Annotated[str, typer.Option(help="Language tag.")] = "en",
    password_stdin: Annotated[bool, typer.Option(help="Read a password from standard input.")] = False,
) -> None:
    """Add a person and print their id."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None

    async def work(house: House, now: datetime) -> str:
        password_hash = await hashed(password) if password else None

        async def run(tx: Tx) -> Person:
            home = await workspaces.find(tx, workspace)
            new = NewPerson(username, email, first_name, last_name, role, zone or home.zone, language, password_hash)
            return await people.add(tx, command_line_actor(home.id), now, new)

        return (await house.store.write(run)).id

    print(in_house(context, work))


@app.command("unlock")
def unlock(
    context: typer.Context,
    username: Annotated[str, typer.Argument(help="The sign-in name.")],
    workspace: InWorkspace,
) -> None:
    """Take off all second factors of somebody who has lost them, and end their sessions."""

    async def work(house: House, now: datetime) -> None:
        async def run(tx: Tx) -> None:
            actor = command_line_actor((await workspaces.find(tx, workspace)).id)
            person = await people.by_username(tx, actor, username)
            await second_factors.take_off_all(tx, actor, now, person.id)

        await house.store.write(run)

    in_house(context, work)


@app.command("erase")
def erase(
    context: typer.Context,
    username: Annotated[str, typer.Argument(help="The sign-in name; of somebody deleted the id.")],
    workspace: InWorkspace,
    keep_records: Annotated[
        bool, typer.Option("--keep-records", help="Keep attendances under a pseudonym for as long as the law asks.")
    ] = False,
    reason: Annotated[str | None, typer.Option(help="Why; stays in the journal and must name nobody.")] = None,
) -> None:
    """Erase somebody who is not active any more: who they are, and what they noted. This cannot be undone."""

    async def work(house: House, now: datetime) -> None:
        async def run(tx: Tx) -> None:
            actor = command_line_actor((await workspaces.find(tx, workspace)).id)
            person = await people.by_username(tx, actor, username)
            because = replace(actor, reason=text.reason(reason)) if reason is not None else actor
            await erasure.erase(tx, because, now, person.id, keep_records=keep_records)

        await house.store.write(run)
        await house.store.scrub()

    in_house(context, work)


@app.command("list")
def list_people(context: typer.Context, workspace: InWorkspace) -> None:
    """Print the workspace's people: id, username, role, name, and whether they are active."""

    async def work(house: House, _: datetime) -> list[Person]:
        async def run(tx: Tx) -> list[Person]:
            return await kept.every(tx, (await workspaces.find(tx, workspace)).id)

        return await house.store.read(run)

    for person in in_house(context, work):
        state = "active" if person.active else "inactive"
        print(person.id, person.username, person.role, person.name, state, sep="\t")
