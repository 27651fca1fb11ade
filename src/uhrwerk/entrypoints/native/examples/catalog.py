"""What time is booked on."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import CLIENT, KEPT, PERSON, PROJECT, TASK, TYPE_OF_WORK, Examples
from uhrwerk.entrypoints.native.models import catalog as models

EXAMPLES: Final[Examples] = {
    models.Client: {"id": CLIENT, "name": "Harbour Museum", "note": None, "archived": False, **KEPT},
    models.NewClient: {"name": "Harbour Museum", "note": "Invoices in English"},
    models.ClientChanges: {"archived": True},
    models.Project: {
        "id": PROJECT,
        "name": "Website",
        "key": "WEB",
        "note": None,
        "client_id": CLIENT,
        "billable": True,
        "archived": False,
        **KEPT,
    },
    models.NewProject: {"name": "Website", "key": "WEB", "client_id": CLIENT, "billable": True},
    models.ProjectChanges: {"billable": False},
    models.Task: {
        "id": TASK,
        "name": "Sitemap",
        "note": None,
        "project_id": PROJECT,
        "type_of_work_id": TYPE_OF_WORK,
        "assignees": [PERSON],
        "planned_seconds": 21600,
        "archived": False,
        **KEPT,
    },
    models.NewTask: {
        "name": "Sitemap",
        "project_id": PROJECT,
        "assignees": [PERSON],
        "planned_seconds": 21600,
    },
    models.TaskChanges: {"assignees": []},
    models.TypeOfWork: {
        "id": TYPE_OF_WORK,
        "name": "Design",
        "icon": "brush",
        "note": None,
        "archived": False,
        **KEPT,
    },
    models.NewTypeOfWork: {"name": "Design", "icon": "brush"},
    models.TypeOfWorkChanges: {"name": "Visual design"},
}
