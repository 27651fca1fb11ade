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
from uhrwerk.storage.search.tree import Order
from uhrwerk.storage.shelf import Shelf

K = TypeVar("K", bound=Kept)


@dataclass(frozen=True)
class Listed(Generic[K]):
    """A kind of thing that is listed; `order` is how, where the request names none."""

    shelf: Shelf[K]
    order: Sequence[Order] = OLDEST_FIRST


TIME_ENTRIES: Final = Listed(time_entries.shelf)
PROJECTS: Final = Listed(projects.shelf)
PROJECT_TYPES: Final = Listed(projects.types)
PROJECT_STATUSES: Final = Listed(projects.statuses)
TASKS: Final = Listed(tasks.shelf)
TASK_LISTS: Final = Listed(tasks.lists)
TASK_STATUSES: Final = Listed(tasks.statuses)
TYPES_OF_WORK: Final = Listed(types_of_work.shelf)
USERS: Final = Listed(people.shelf)
COMPANIES: Final = Listed(clients.shelf)
TEAMS: Final = Listed(teams.shelf)
TAGS: Final = Listed(tags.shelf)
ABSENCES: Final = Listed(absences.shelf)
WORKSPACE_ABSENCES: Final = Listed(absences.company_holidays)
TIME_REPORTS: Final = Listed(saved_reports.shelf)
