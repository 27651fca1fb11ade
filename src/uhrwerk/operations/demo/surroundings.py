"""What surrounds the demo's clock: teams, tags, lists, contacts, absences, expenses, a report.

Each kind is made once, where there is none of it; what is there already is left alone.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from uhrwerk.operations import absences, contacts, people, tags
from uhrwerk.operations.catalog import ABSENCE_TYPES, CLIENTS, COMPANY_HOLIDAYS, PROJECTS, TASK_LISTS, TASKS
from uhrwerk.operations.demo.build import Made, Piece, employ
from uhrwerk.operations.demo.cast import ABSENCE_KINDS, EXPENSES_MADE, TAGS_OF_PROJECTS
from uhrwerk.operations.personal import EXPENSES, SAVED_REPORTS
from uhrwerk.operations.teams import TEAMS, add_members
from uhrwerk.rules.access import Actor, Role
from uhrwerk.storage.clients import Client
from uhrwerk.storage.parts import ListPlace, ProjectMember
from uhrwerk.storage.people import Person
from uhrwerk.storage.projects import Project
from uhrwerk.storage.store import Tx
from uhrwerk.storage.tasks import Task

MANY: Final = 1000
POSITIONS: Final = {Role.ADMIN: "Management", Role.LEAD: "Team lead", Role.AUDITOR: "Auditor"}


async def _team(tx: Tx, made: Made, now: datetime) -> None:
    if not await TEAMS.every(tx, made.actor, limit=1):
        members = {"name": "Team", "projects": [each.id for each in made.projects]}
        team = await TEAMS.add(tx, made.actor, made.since, members)
        await add_members(tx, made.actor, made.since, team.id, [person.id for person in made.people])


async def _plans(tx: Tx, made: Made, now: datetime) -> None:
    if not await TASK_LISTS.every(tx, made.actor, limit=1):
        await _plan_projects(tx, made.actor, made.since, made.people, made.projects)
        await _list_tasks(tx, made.actor, made.since, made.projects, made.tasks)
        await _private_task(tx, made.actor, made.since, _staff(made)[-1])


async def _contacts(tx: Tx, made: Made, now: datetime) -> None:
    for client_id in sorted({each.client_id for each in made.projects if each.client_id is not None}):
        client = await CLIENTS.get(tx, made.actor, client_id)
        if not client.contacts:
            await _contacts_of_client(tx, made.actor, made.since, client)


async def _files(tx: Tx, made: Made, now: datetime) -> None:
    for number, person in enumerate(made.people):
        if person.personnel_number is None:
            await _file(tx, made.actor, made.since, person, number)


async def _days_off(tx: Tx, made: Made, now: datetime) -> None:
    if not await COMPANY_HOLIDAYS.every(tx, made.actor, limit=1):
        for year in sorted({made.since.year, now.year}):
            await _company_holidays(tx, made.actor, made.since, year)


async def _vacations(tx: Tx, made: Made, now: datetime) -> None:
    if not await ABSENCE_TYPES.every(tx, made.actor, limit=1):
        for kind in ABSENCE_KINDS:
            await ABSENCE_TYPES.add(tx, made.actor, made.since, {**kind, "archived": False})
        await _absences(tx, made.actor, made.since, _staff(made), now.date())


async def _costs(tx: Tx, made: Made, now: datetime) -> None:
    if not await EXPENSES.every(tx, made.actor, None, limit=1, after=None):
        await _expenses(tx, made.actor, made.since, _staff(made), made.projects, now.date())


async def _reports(tx: Tx, made: Made, now: datetime) -> None:
    if not await SAVED_REPORTS.every(tx, made.actor, None, limit=1, after=None):
        await _report(tx, made.actor, made.since, made.people[0])


SURROUNDINGS: Final[tuple[Piece, ...]] = (
    employ,
    _team,
    _plans,
    _contacts,
    _files,
    _days_off,
    _vacations,
    _costs,
    _reports,
)
"""In the order in which it is made, a transaction each: visitors may have left something that stands in the way."""


def _staff(made: Made) -> list[Person]:
    return [each for each in made.people if each.role != Role.AUDITOR]


async def _plan_projects(
    tx: Tx, actor: Actor, now: datetime, members: Sequence[Person], projects: Sequence[Project]
) -> None:
    await tx.lock(actor.workspace_id, actor.workspace_id)
    for number, project in enumerate(projects):
        words = TAGS_OF_PROJECTS[number % len(TAGS_OF_PROJECTS)]
        changes: dict[str, Any] = {
            "tags": await tags.named(tx, actor, now, words),
            "members": tuple(ProjectMember(each.id, each.role == Role.LEAD) for each in members),
            "starts_on": now.date() - timedelta(days=40),
            "planned_seconds": 3600 * (80 + 40 * number),
            "color": ("blue", "green", "orange", "purple")[number % 4],
        }
        if project.billable:
            changes |= {"hour_rate": Decimal(95 + 5 * number), "budget": Decimal(12_000 + 3_000 * number)}
        await PROJECTS.change(tx, actor, now, project.id, changes)


async def _list_tasks(tx: Tx, actor: Actor, now: datetime, projects: Sequence[Project], tasks: Sequence[Task]) -> None:
    """A list a project, with its tasks in it."""
    for project in projects:
        members = {"name": "Backlog", "project_id": project.id, "position": 1.0, "archived": False}
        backlog = await TASK_LISTS.add(tx, actor, now, members)
        own = [task for task in tasks if task.project_id == project.id]
        for position, task in enumerate(own, 1):
            await TASKS.change(tx, actor, now, task.id, {"lists": (ListPlace(backlog.id, float(position)),)})


async def _private_task(tx: Tx, actor: Actor, now: datetime, person: Person) -> None:
    members = {"name": "Read the new handbook", "person_id": person.id, "assignees": [person.id], "archived": False}
    await TASKS.add(tx, actor, now, members)


async def _contacts_of_client(tx: Tx, actor: Actor, now: datetime, client: Client) -> None:
    host = "".join(letter for letter in client.name.lower() if letter.isascii() and letter.isalnum())
    details, _ = contacts.added((), actor, now, {"kind": "email", "label": "Office", "value": f"office@{host}.example"})
    details, _ = contacts.added(
        details,
        actor,
        now,
        {"kind": "address", "street": "Hauptstraße 1", "zip_code": "10115", "city": "Berlin", "country": "Germany"},
    )
    await CLIENTS.change(tx, actor, now, client.id, {"contacts": details, "industry": "Services"})


async def _file(tx: Tx, actor: Actor, now: datetime, person: Person, number: int) -> None:
    phone = {"kind": "phone", "label": "Work", "value": f"+49 30 5550 {100 + number}"}
    details, _ = contacts.added(person.contacts, actor, now, phone)
    changes = {
        "contacts": details,
        "personnel_number": f"{1000 + number}",
        "position": POSITIONS.get(Role(person.role), "Specialist"),
    }
    await people.change(tx, actor, now, person.id, changes)


async def _company_holidays(tx: Tx, actor: Actor, now: datetime, year: int) -> None:
    for name, first, last in (
        ("Summer party", date(year, 7, 3), date(year, 7, 3)),
        ("Closed between the years", date(year, 12, 24), date(year, 12, 31)),
    ):
        half = first == last
        members = {"name": name, "starts_on": first, "ends_on": last, "half_day_start": half, "half_day_end": False}
        await COMPANY_HOLIDAYS.add(tx, actor, now, members)


async def _absences(tx: Tx, actor: Actor, now: datetime, staff: Sequence[Person], today: date) -> None:
    """Everybody goes on vacation some day: most may, one may not, and the last ones wait for an answer."""
    types = {each.kind: each for each in await ABSENCE_TYPES.every(tx, actor, limit=MANY)}
    monday = today - timedelta(days=today.weekday())
    lead = next(each for each in staff if each.role == Role.LEAD)
    for number, person in enumerate(staff):
        first = monday + timedelta(weeks=2 + number)
        days = {"starts_on": first, "ends_on": first + timedelta(days=4), "half_day_end": number % 2 == 1}
        asking = Actor(actor.workspace_id, person.id, Role.MEMBER, actor.face, person.id)
        asked = await absences.add(tx, asking, now, person.id, {**days, "absence_type_id": types["vacation"].id})
        if number >= len(staff) - 2:
            continue
        deciding = actor if person is lead else Actor(actor.workspace_id, lead.id, Role.LEAD, actor.face, lead.id)
        refused = number == len(staff) - 3
        status, reason = (absences.REJECTED, "Too many are away that week") if refused else (absences.APPROVED, None)
        await absences.decide(tx, deciding, now, asked.id, status, reason=reason)


async def _expenses(
    tx: Tx, actor: Actor, now: datetime, members: Sequence[Person], projects: Sequence[Project], today: date
) -> None:
    chance = Random("expenses")  # noqa: S311 (a demo's dice, no secret)
    for number, (name, price, quantity, payment) in enumerate(EXPENSES_MADE):
        members_of_expense = {
            "project_id": projects[number % len(projects)].id,
            "name": name,
            "price": Decimal(price),
            "quantity": Decimal(quantity),
            "billable": projects[number % len(projects)].billable,
            "payment": payment,
            "note": None,
            "tags": [],
            "spent_on": today - timedelta(days=chance.randrange(1, 20)),
        }
        await EXPENSES.add(tx, actor, now, members[number % len(members)].id, members_of_expense)


async def _report(tx: Tx, actor: Actor, now: datetime, person: Person) -> None:
    definition = {"period": "last-month", "group_by": ["project", "person"], "billable": True}
    members = {"name": "Billable last month", "shared": True, "definition": definition}
    await SAVED_REPORTS.add(tx, actor, now, person.id, members)
