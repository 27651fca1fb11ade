"""What awork lists: where each kind of thing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from uhrwerk.storage import (
    absences,
    clients,
    people,
    projects,
    saved_reports,
    tags,
    tasks,
    teams,
    time_entries,
    types_of_work,
)
from uhrwerk.storage.records import Kept
from uhrwerk.storage.search.pages import OLDEST_FIRST
from uhrwerk.storage.search.tree import Field, Order
from uhrwerk.storage.shelf import Shelf

K = TypeVar("K", bound=Kept)


@dataclass(frozen=True)
class Listed(Generic[K]):
    """A kind of thing that is listed: its model (see `properties`), and its order where the request names none."""

    shelf: Shelf[K]
    model: str
    order: Sequence[Order] = OLDEST_FIRST


# By their start, not by their ids: for that there are indexes by person, project and task.
TIME_ENTRIES: Final = Listed(time_entries.shelf, "time entry", (Order(Field("started_at")),))
PROJECTS: Final = Listed(projects.shelf, "project")
PROJECT_TYPES: Final = Listed(projects.types, "project type")
PROJECT_STATUSES: Final = Listed(projects.statuses, "project status")
TASKS: Final = Listed(tasks.shelf, "task")
TASK_LISTS: Final = Listed(tasks.lists, "task list")
TASK_STATUSES: Final = Listed(tasks.statuses, "task status")
TYPES_OF_WORK: Final = Listed(types_of_work.shelf, "type of work")
USERS: Final = Listed(people.shelf, "user")
COMPANIES: Final = Listed(clients.shelf, "company")
TEAMS: Final = Listed(teams.shelf, "team")
TAGS: Final = Listed(tags.shelf, "tag")
ABSENCES: Final = Listed(absences.shelf, "absence")
WORKSPACE_ABSENCES: Final = Listed(absences.company_holidays, "workspace absence")
TIME_REPORTS: Final = Listed(saved_reports.shelf, "time report")
