"""`uhrwerk law`: what labour law finds in people's attendance."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import Annotated

import typer

from uhrwerk.entrypoints.cli.workshop import day_of, in_house
from uhrwerk.entrypoints.household import House
from uhrwerk.operations import law, people, workspaces
from uhrwerk.operations.law import Found
from uhrwerk.operations.work_time import check_days
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.law.findings import Severity
from uhrwerk.storage import attendances
from uhrwerk.storage import people as staff
from uhrwerk.storage import workspaces as kept
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx
from uhrwerk.storage.workspaces import Workspace

app = typer.Typer(help="Labour law.")


@app.callback()
def group() -> None:
    """Keeps `check` a command of a group, though it is the only one."""


@app.command("check")
def check(
    context: typer.Context,
    begin: Annotated[str, typer.Option("--from", help="The first day, as 2026-11-01.")],
    end: Annotated[str, typer.Option("--to", help="The last day, included; at most a year.")],
    workspace: Annotated[
        str | None, typer.Option("--workspace", "-w", help="Name or id of the workspace; all by default.")
    ] = None,
    person: Annotated[str | None, typer.Option(help="Username; everybody by default.")] = None,
    severity: Annotated[Severity | None, typer.Option(help="Findings of this severity alone.")] = None,
) -> None:
    """Print what labour law finds: day, person, severity, paragraph, what it is, by how much, and the attendances."""
    first, last = day_of(begin, "--from"), day_of(end, "--to")
    check_days(first, last, law.MOST_DAYS)

    async def work(house: House, now: datetime) -> None:
        for each in await house.store.read(partial(_workspaces, name=workspace)):
            prefix = [each.name] if workspace is None else []
            whom = await house.store.read(partial(_whom, workspace=each, username=person))
            for number, part in enumerate(law.in_parts(whom)):
                if len(whom) > law.AT_ONCE:
                    print(f"{each.name}: {number * law.AT_ONCE} of {len(whom)} people", file=sys.stderr)
                read = partial(_lines, whom=part, now=now, first=first, last=last, severity=severity)
                for line in await house.store.read(read, long=True):
                    print(*prefix, *line, sep="\t")

    in_house(context, work)


async def _workspaces(tx: Tx, name: str | None) -> list[Workspace]:
    return await kept.every(tx) if name is None else [await workspaces.find(tx, name)]


async def _whom(tx: Tx, workspace: Workspace, username: str | None) -> Sequence[Person]:
    if username is None:
        return await staff.every(tx, workspace.id)
    return [await people.by_username(tx, command_line_actor(workspace.id), username)]


async def _lines(
    tx: Tx, whom: Sequence[Person], now: datetime, first: date, last: date, severity: Severity | None
) -> list[list[str]]:
    """The columns of each finding."""
    found = await law.found_of(tx, whom, now, first, last)
    wanted = [each for each in found if severity is None or each.finding.severity is severity]
    ids = dict.fromkeys(id for each in wanted for id in each.finding.punches)
    proof = {each.id: each for each in await attendances.shelf.some(tx, whom[0].workspace_id, list(ids))}
    return [_columns(each, [proof[id] for id in each.finding.punches]) for each in wanted]


def _columns(found: Found, punches: Sequence[Attendance]) -> list[str]:
    finding = found.finding
    return [
        str(finding.day),
        found.person.name,
        finding.severity,
        finding.paragraph,
        finding.sentence,
        f"{finding.minutes} min {'over' if finding.over else 'short'}",
        ", ".join(_shown(punches, found.person)),
    ]


def _shown(punches: Sequence[Attendance], person: Person) -> Iterator[str]:
    """From when to when, on the person's own clock."""
    for each in punches:
        began = each.started_at.astimezone(person.zones.at(each.started_at))
        left = each.ended_at and each.ended_at.astimezone(person.zones.at(each.ended_at))
        yield f"{began:%Y-%m-%d %H:%M}-" + (f"{left:%H:%M}" if left else "")
