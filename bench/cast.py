"""Who takes part: a workspace with people, their credentials, and something to look at."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from uhrwerk import bootstrap
from uhrwerk.config import Settings
from uhrwerk.entrypoints.credentials import issue
from uhrwerk.entrypoints.house import House
from uhrwerk.operations import absences, attendance, contracts, people, time_entries, workspaces
from uhrwerk.operations.catalog import ABSENCE_TYPES, CLIENTS, PROJECTS, TASKS
from uhrwerk.operations.credentials import Issued
from uhrwerk.operations.people import NewPerson
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.time_entries import Written
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.access import Actor
from uhrwerk.rules.day import DAY
from uhrwerk.rules.timer import Break
from uhrwerk.storage.store import Tx

MOST_CLIENTS: Final = 64
READERS: Final = 16
ENTRIES: Final = 60
"""What each of the readers has worked before: enough for a page of 50."""

YEAR: Final = 365
"""Days that the clerk has worked, but for weekends and their vacation."""

SATURDAY: Final = 5

CLIENT, PROJECT, TASK = "Nordlicht", "Website", "Sitemap"


@dataclass(frozen=True, slots=True)
class Somebody:
    """`native` and `awork` are tokens; somebody in a crowd has the credentials of that crowd's faces only."""

    username: str
    native: str = ""
    awork: str = ""
    onoffice: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Cast:
    people: list[Somebody]
    crowds: dict[str, list[Somebody]]
    project: str
    type_of_work: str
    timetrack: tuple[str, str]
    clerk: Somebody
    year: tuple[date, date]


CROWDS: Final = {"starters": ("native", "awork"), "comers": ("native",), "onoffice": ("onoffice",)}
"""Crowds by name, and the faces that they come through. The last two come and go: onOffice's answer adds up a person's
day, and with one person a client the days would grow to thousands of records, which no day has. The first start, each
of them with nothing running."""


async def gather(settings: Settings, crowd_size: int) -> Cast:
    """Fill a migrated database; the starters are three times as many as the other crowds' people."""
    async with bootstrap.open_house(settings) as house:
        now = house.now()
        home = await house.store.write(lambda tx: workspaces.make(tx, now, "Bench", "Europe/Berlin"))
        actor = command_line_actor(home.id)
        project, task = await house.store.write(lambda tx: _work(tx, actor, now))
        cast = []
        for number in range(MOST_CLIENTS):
            entries = ENTRIES if number < READERS else 0
            cast.append(await house.store.write(_person(house, actor, now, f"person{number}", task, entries)))
        crowds: dict[str, list[Somebody]] = {name: [] for name in CROWDS}
        for name, faces in CROWDS.items():
            for number in range(crowd_size * (3 if name == "starters" else 1)):
                crowds[name].append(await house.store.write(_visitor(house, actor, now, faces, f"{name}{number}")))
        account = await house.store.write(lambda tx: issue(tx, actor, now, house.vault, "timetrack", None, "bench"))
        year = (now.date() - DAY * YEAR, now.date() - DAY)
        clerk = await house.store.write(_visitor(house, actor, now, ("native",), "clerk"))
        await house.store.write(lambda tx: _worked(tx, actor, now, clerk.username, year))
        return Cast(cast, crowds, project, home.default_type_of_work_id, _pair(account), clerk, year)


async def _work(tx: Tx, actor: Actor, now: datetime) -> tuple[str, str]:
    client = await CLIENTS.add(tx, actor, now, {"name": CLIENT, "archived": False})
    members = {"name": PROJECT, "client_id": client.id, "billable": True, "archived": False}
    project = await PROJECTS.add(tx, actor, now, members)
    task = await TASKS.add(tx, actor, now, {"name": TASK, "project_id": project.id, "assignees": [], "archived": False})
    return project.id, task.id


def _person(
    house: House, actor: Actor, now: datetime, username: str, task: str, entries: int
) -> Callable[[Tx], Awaitable[Somebody]]:
    async def run(tx: Tx) -> Somebody:
        person = await people.add(tx, actor, now, _new(username))
        for hours in range(entries):
            begin = now - timedelta(days=30) + timedelta(hours=hours)
            written = Written(begin, begin + timedelta(minutes=50))
            await time_entries.create(tx, actor, now, person.id, written, Purpose(task_id=task, note="First draft"))
        native = await issue(tx, actor, now, house.vault, "native", person.id, "bench")
        awork = await issue(tx, actor, now, house.vault, "awork", person.id, "bench")
        return Somebody(username, native.token, awork.token)

    return run


def _visitor(
    house: House, actor: Actor, now: datetime, faces: Sequence[str], username: str
) -> Callable[[Tx], Awaitable[Somebody]]:
    async def run(tx: Tx) -> Somebody:
        person = await people.add(tx, actor, now, _new(username))
        issued = {face: await issue(tx, actor, now, house.vault, face, person.id, "bench") for face in faces}
        tokens = {face: each.token for face, each in issued.items()}
        onoffice = _pair(issued["onoffice"]) if "onoffice" in issued else ("", "")
        return Somebody(username, tokens.get("native", ""), tokens.get("awork", ""), onoffice)

    return run


async def _worked(tx: Tx, actor: Actor, now: datetime, username: str, year: tuple[date, date]) -> None:
    """A year by a contract that asks for most: holidays of a region, breaks deducted, a vacation."""
    person = await people.by_username(tx, actor, username)
    first, last = year
    terms = {"starts_on": first, "kind": "week", "weekly_seconds": 40 * 3600, "region": "DE-BE"}
    await contracts.add(tx, actor, now, person.id, terms | {"break_policy": "deduct-minimum"})
    vacation = await ABSENCE_TYPES.add(
        tx, actor, now, {"name": "Vacation", "kind": "vacation", "plannable": True, "archived": False}
    )
    away = {"starts_on": first + 14 * DAY, "ends_on": first + 28 * DAY, "absence_type_id": vacation.id}
    await absences.add(tx, actor, now, person.id, away)
    for number in range(28, (last - first).days + 1):
        day = first + DAY * number
        if day.weekday() < SATURDAY:
            begin = datetime.combine(day, time(7, number % 60, 11), UTC)
            noon = begin + timedelta(hours=4)
            lunch = Break(noon, noon + timedelta(minutes=20 + number % 30))
            stretch = {"started_at": begin, "ended_at": begin + timedelta(hours=8, minutes=40), "breaks": (lunch,)}
            await attendance.create(tx, actor, now, person.id, stretch)


def _new(username: str) -> NewPerson:
    return NewPerson(username, f"{username}@example.org", username.title(), "Example")


def _pair(issued: Issued) -> tuple[str, str]:
    assert issued.secret is not None
    return issued.token, issued.secret
