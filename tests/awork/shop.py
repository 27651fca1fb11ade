"""A workspace to search: projects, tasks and types of work that differ in everything that can be asked for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx

from tests.home import Home, Someone, Workplace
from uhrwerk.operations import people, tags, teams
from uhrwerk.operations.catalog import PROJECT_STATUSES, PROJECT_TYPES, PROJECTS, TASK_STATUSES, TASKS, TYPES_OF_WORK
from uhrwerk.operations.teams import TEAMS
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.storage.parts import ProjectMember
from uhrwerk.storage.store import Tx

CHANGED = datetime(2026, 3, 10, 7, 30, 0, 123_456, tzinfo=UTC)
"""When the tasks were made, and the project changed for the last time."""


@dataclass(frozen=True)
class Shop:
    place: Workplace
    ids: dict[str, str]

    def fill(self, expression: str) -> str:
        """The expression with `{Website}`, `{owner}` and the like replaced by ids."""
        return expression.format(**self.ids)


def make_shop(home: Home) -> Shop:
    """Projects Website, Ärger 100% and intern; tasks Sitemap, Budget and ändern; a type of work C++."""
    place = home.workplace()
    actor = command_line_actor(place.id)

    async def build(tx: Tx) -> Shop:
        now = home.clock.now - timedelta(minutes=50)
        [urgent] = await tags.named(tx, actor, now, ["urgent"])
        customer = await PROJECT_TYPES.add(tx, actor, now, {"name": "Customer", "archived": False})
        open_ = {"name": "In progress", "stage": "progress", "archived": False}
        progress = await PROJECT_STATUSES.add(tx, actor, now, open_)
        done = await TASK_STATUSES.add(tx, actor, now, {"name": "Done", "stage": "done", "position": 3})
        members = (ProjectMember(place.owner.id, responsible=True), ProjectMember(place.colleague.id))
        website = {
            "project_type_id": customer.id,
            "project_status_id": progress.id,
            "due_on": date(2026, 5, 3),
            "members": members,
            "tags": [urgent],
        }
        await PROJECTS.change(tx, actor, CHANGED, place.project, website)
        trouble = {"name": "Ärger 100%", "note": "it's here", "billable": False, "archived": False}
        second = await PROJECTS.add(tx, actor, now, trouble)
        third = await PROJECTS.add(
            tx, actor, now, {"name": "intern", "key": "INT", "billable": False, "archived": False}
        )
        await _tasks(tx, place, urgent, done.id)
        crew = await TEAMS.add(tx, actor, now, {"name": "Crew", "projects": [place.project]})
        await teams.add_members(tx, actor, now, crew.id, [place.owner.id, place.lead.id])
        await people.change(tx, actor, now, place.colleague.id, {"title": "Dr.", "tags": [urgent]})
        plus = {"name": "C++", "note": "", "archived": False}
        await TYPES_OF_WORK.add(tx, actor, now, plus)
        return Shop(
            place,
            {
                "Website": place.project,
                "trouble": second.id,
                "intern": third.id,
                "client": place.client,
                "owner": place.owner.id,
                "colleague": place.colleague.id,
                "urgent": urgent,
                "design": place.type_of_work,
            },
        )

    return home.run(build)


async def _tasks(tx: Tx, place: Workplace, urgent: str, done: str) -> None:
    actor = command_line_actor(place.id)
    base: dict[str, Any] = {"project_id": place.project, "archived": False}
    both = [place.owner.id, place.colleague.id]
    budget = {"name": "Budget", "task_status_id": done, "planned_seconds": 3600, "priority": True, "tags": [urgent]}
    await TASKS.add(tx, actor, CHANGED, base | budget | {"assignees": [], "due_at": CHANGED})
    await TASKS.add(tx, actor, CHANGED, base | {"name": "ändern", "assignees": both, "parent_id": place.task})


def asked(home: Home, someone: Someone, path: str, **query: str) -> httpx.Response:
    return home.http.get(f"/api/v1/{path}", params=query, headers=someone.awork_bearer)


def names(answer: httpx.Response) -> list[str]:
    """The names of what is listed, in order; the headers count it."""
    assert answer.status_code == 200, answer.text
    found = [each["name"] for each in answer.json()]
    assert answer.headers["aw-items"] == str(len(found))
    return found
