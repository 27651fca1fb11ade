"""An office to report on: three projects, one of them private, two tags, a team of the lead and the owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.home import MORNING, Home, Someone, Workplace
from uhrwerk.operations import teams, time_entries
from uhrwerk.operations.catalog import CLIENTS, PROJECTS, TAGS, TASKS, TYPES_OF_WORK
from uhrwerk.operations.purposes import Purpose
from uhrwerk.operations.teams import TEAMS
from uhrwerk.operations.time_entries import Written
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.timer import Break
from uhrwerk.storage.parts import ProjectMember
from uhrwerk.storage.store import Tx
from uhrwerk.storage.time_entries import TimeEntry


@dataclass(frozen=True)
class Booked:
    """An entry to be; `project` and `task` are names of the office's, None for none of them."""

    who: str = "owner"
    started_at: datetime = MORNING - timedelta(days=1)
    minutes: float = 60
    pause: float = 0
    project: str | None = "Website"
    task: str | None = None
    type_of_work: str = "Design"
    billable: bool = True
    tags: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class Office:
    """`ids` by name: of projects, tasks, tags, clients and types of work."""

    place: Workplace
    ids: dict[str, str]

    def actor(self, who: str) -> Actor:
        role = {"owner": Role.MEMBER, "colleague": Role.MEMBER, "auditor": Role.AUDITOR}.get(who) or Role(who)
        person_id = None if who == "auditor" else self.someone(who).id
        return Actor(self.place.id, person_id, role, "web", self.place.id)

    def someone(self, who: str) -> Someone:
        someone: Someone = getattr(self.place, who)
        return someone

    async def book(self, tx: Tx, booked: Booked) -> TimeEntry:
        begin, end = booked.started_at, booked.started_at + timedelta(minutes=booked.minutes)
        pause = timedelta(minutes=min(booked.pause, booked.minutes))
        written = Written(begin, end, (Break(end - pause, end),) if pause else ())
        purpose = Purpose(
            project_id=self.ids[booked.project] if booked.project else None,
            task_id=self.ids[booked.task] if booked.task else None,
            type_of_work_id=self.ids[booked.type_of_work],
            note=booked.note,
            billable=booked.billable,
        )
        further = {"tags": [self.ids[name] for name in booked.tags]}
        admin = command_line_actor(self.place.id)
        return await time_entries.create(
            tx, admin, MORNING + timedelta(days=400), self.someone(booked.who).id, written, purpose, further
        )


PROJECTS_OF: dict[str, str | None] = {"Website": "Nordlicht", "Intern": None, "Secret": "Nordlicht", "Shop": "Südwind"}
TASKS_OF = {"Sitemap": "Website", "Plan": "Secret"}
TAG_NAMES = ("urgent", "travel")


async def furnish(tx: Tx, place: Workplace) -> Office:
    """The private project is the colleague's."""
    admin = command_line_actor(place.id)
    ids = {"Nordlicht": place.client, "Website": place.project, "Sitemap": place.task, "Design": place.type_of_work}
    ids["Südwind"] = (await CLIENTS.add(tx, admin, MORNING, {"name": "Südwind", "archived": False})).id
    for name, client in PROJECTS_OF.items():
        if name not in ids:
            members: dict[str, Any] = {
                "name": name,
                "client_id": client and ids[client],
                "billable": True,
                "archived": False,
            }
            if name == "Secret":
                members |= {"private": True, "members": (ProjectMember(place.colleague.id),)}
            ids[name] = (await PROJECTS.add(tx, admin, MORNING, members)).id
    plan = {"name": "Plan", "project_id": ids["Secret"], "assignees": [], "archived": False}
    ids["Plan"] = (await TASKS.add(tx, admin, MORNING, plan)).id
    for name in TAG_NAMES:
        ids[name] = (await TAGS.add(tx, admin, MORNING, {"name": name})).id
    ids["Other"] = (await TYPES_OF_WORK.add(tx, admin, MORNING, {"name": "Other", "archived": False})).id
    team = await TEAMS.add(tx, admin, MORNING, {"name": "Studio"})
    await teams.add_members(tx, admin, MORNING, team.id, [place.lead.id, place.owner.id])
    return Office(place, ids)


def office_of(home: Home) -> Office:
    """An office in a workplace of its own."""
    place = home.workplace()
    return home.run(lambda tx: furnish(tx, place))
