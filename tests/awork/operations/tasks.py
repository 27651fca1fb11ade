"""Tasks, their statuses, lists and tags."""

from typing import Any, Final

from tests.awork.operations.stage import Line, Maker, Stage, line, project, task, type_of_work, user
from uhrwerk.operations.catalog import PROJECTS, TASK_STATUSES
from uhrwerk.operations.workspaces import command_line_actor

RECURRENCE: Final = "tasks that come again are outside the clock"


def new_task(stage: Stage, **members: Any) -> Any:
    form = {"name": "Wireframes", "baseType": "projecttask", "entityId": stage.place.project}
    return stage.make("/tasks", form | members)


def made(stage: Stage) -> str:
    """A task of the project."""
    id: str = new_task(stage)["id"]
    return id


def assigned(stage: Stage) -> str:
    """A task of the project that is assigned to the admin and tagged."""
    return _assigned_to(stage, stage.place.admin.id)


def assigned_to_user(stage: Stage) -> str:
    return _assigned_to(stage, stage.place.colleague.id)


def _assigned_to(stage: Stage, person_id: str) -> str:
    id = made(stage)
    assert stage.call("POST", f"/tasks/{id}/setassignees", [person_id]).status_code == 204
    tag = {"taskIds": [id], "tags": [{"name": "web"}]}
    assert stage.call("POST", "/tasks/batch/addtags", tag).status_code == 207
    return id


def private(stage: Stage) -> str:
    """A private task of the admin's own."""
    id: str = new_task(stage, baseType="private", entityId=stage.place.admin.id)["id"]
    return id


def private_of_user(stage: Stage) -> str:
    """A private task that the admin has made for somebody."""
    id: str = new_task(stage, baseType="private", entityId=stage.place.colleague.id)["id"]
    return id


def identifier(stage: Stage) -> str:
    shown: str = new_task(stage)["taskIdentifier"]
    return shown


def status(stage: Stage) -> str:
    form = {"name": "Doing", "type": "progress"}
    id: str = stage.make(f"/projects/{stage.place.project}/taskstatuses", form)["id"]
    return id


def workspace_status(stage: Stage) -> str:
    """A status of the workspace, which private tasks can have."""
    column = {"name": "To do", "stage": "todo", "position": 1}
    actor, now = command_line_actor(stage.place.id), stage.home.clock.now
    return stage.home.run(lambda tx: TASK_STATUSES.add(tx, actor, now, column)).id


def task_list(stage: Stage) -> str:
    id: str = stage.make(f"/projects/{stage.place.project}/tasklists", {"name": "Sprint"})["id"]
    return id


def filled_list(stage: Stage) -> str:
    """A list with the place's task in it."""
    id = task_list(stage)
    stage.make(f"/projects/{stage.place.project}/tasklists/{id}/addtasks", [{"taskId": stage.place.task}])
    return id


def other_project(stage: Stage) -> str:
    members = {"name": "Relaunch", "billable": False, "archived": False}
    actor, now = command_line_actor(stage.place.id), stage.home.clock.now
    return stage.home.run(lambda tx: PROJECTS.add(tx, actor, now, members)).id


def after(maker: Maker) -> Maker:
    """An empty query, once that is there which the list is to show."""

    def prepare(stage: Stage) -> str:
        maker(stage)
        return ""

    return prepare


def subtask_form(stage: Stage) -> list[Any]:
    return [{"taskId": made(stage), "parentId": stage.place.task, "order": 1.5}]


def subtask_to_task_form(stage: Stage) -> list[Any]:
    return [{"taskId": new_task(stage, parentId=stage.place.task)["id"], "listId": task_list(stage)}]


LISTS: Final = "/projects/{projectId}/tasklists"
LIST: Final = "/projects/{projectId}/tasklists/{taskListId}"
STATUSES: Final = "/projects/{projectId}/taskstatuses"

LINES: Final[list[Line]] = [
    line(
        "POST /tasks",
        body=lambda stage: {"name": "Sketch", "baseType": "projecttask", "entityId": stage.place.project},
    ),
    line("GET /tasks/{taskId}", taskId=task),
    line("GET /tasks/key/{taskIdentifier}", taskIdentifier=identifier),
    line("PUT /tasks/{taskId}", taskId=made, body={"name": "Sketches", "dueOn": "2026-03-20T12:00:00Z"}),
    line("POST /tasks/{taskId}/copy", taskId=made),
    line("POST /tasks/{taskId}/setassignees", taskId=made, body=lambda stage: [stage.place.owner.id]),
    line(
        "POST /tasks/{taskId}/setplannedefforts",
        taskId=assigned,
        body=lambda stage: [{"userId": stage.place.admin.id, "plannedEffort": 3600}],
    ),
    line("POST /tasks/{taskId}/updateorder", taskId=made, body={"order": 2.5}),
    line("GET /projects/{projectId}/projecttasks", projectId=project),
    line("GET /projects/{projectId}/projecttasks/{taskId}", projectId=project, taskId=task),
    line(
        "POST /projects/{projectId}/projecttasks/{taskId}/changeproject",
        projectId=project,
        taskId=made,
        body=lambda stage: {"projectId": other_project(stage)},
    ),
    line("POST /tasks/changestatuses", body=lambda stage: [{"taskId": made(stage), "statusId": status(stage)}]),
    line(
        "POST /tasks/changelists",
        body=lambda stage: [{"taskId": made(stage), "taskLists": [{"id": task_list(stage), "order": 1}]}],
    ),
    line(
        "POST /tasks/changetypeofwork",
        body=lambda stage: {"typeOfWorkId": type_of_work(stage), "taskIds": [made(stage)], "changeTimeEntries": True},
    ),
    line(
        "POST /tasks/changebasetypes",
        body=lambda stage: {"baseType": "private", "entityId": stage.place.admin.id, "taskIds": [made(stage)]},
    ),
    line("POST /tasks/delete", body=lambda stage: {"taskIds": [made(stage)], "deleteTimeTrackings": True}),
    line("POST /tasks/settaskpriority", body=lambda stage: {"taskId": made(stage), "isPrio": True}),
    line(
        "POST /tasks/assignuserbyemail",
        body=lambda stage: {"taskId": made(stage), "email": "owner@example.org", "roleId": stage.place.id},
    ),
    line("POST /tasks/changesubtasks", body=subtask_form),
    line("POST /tasks/changesubtaskstoparent", body=subtask_to_task_form),
    line("POST /tasks/batch/{operation}", operation="setprio", body=lambda s: {"taskIds": [made(s)], "isPrio": True}),
    line("GET /me/projecttasks", query=after(assigned)),
    line("GET /me/allavailabletasks"),
    line("GET /me/assignedtasks", query=after(assigned)),
    line("GET /me/assignedtasks/{taskId}", taskId=assigned),
    line("GET /me/privatetasks", query=after(private)),
    line("GET /me/privatetasks/{taskId}", taskId=private),
    line("GET /me/privatetasks/taskstatuses", query=after(workspace_status)),
    line("GET /me/otherprivatetasks", query=after(private_of_user)),
    line("GET /me/otherprivatetasks/{taskId}", taskId=private_of_user),
    line("GET /me/tasks/tags", query=after(assigned)),
    line("GET /users/{userId}/allavailabletasks", userId=user),
    line("GET /users/{userId}/assignedtasks", userId=user, query=after(assigned_to_user)),
    line("GET /users/{userId}/assignedtasks/{taskId}", userId=user, taskId=assigned_to_user),
    line("GET /users/{userId}/privatetasks", userId=user, query=after(private_of_user)),
    line("GET /users/{userId}/privatetasks/{taskId}", userId=user, taskId=private_of_user),
    line("GET /users/{userId}/privatetasks/taskstatuses", userId=user, query=after(workspace_status)),
    line("GET /users/{userId}/otherprivatetasks", userId=lambda s: s.place.admin.id, query=after(private_of_user)),
    line("GET /users/{userId}/otherprivatetasks/{taskId}", userId=lambda s: s.place.admin.id, taskId=private_of_user),
    line("GET /users/{userId}/tasks/tags", userId=user, query=after(assigned_to_user)),
    line("GET /projects/projecttasks/tags", query=after(assigned)),
    line(f"GET {STATUSES}", projectId=project, query=after(status)),
    line(f"POST {STATUSES}", projectId=project, body={"name": "Waiting", "type": "stuck", "icon": "pause"}),
    line(f"GET {STATUSES}/{{taskStatusId}}", projectId=project, taskStatusId=status),
    line(
        f"PUT {STATUSES}/{{taskStatusId}}", projectId=project, taskStatusId=status, body={"name": "A", "type": "done"}
    ),
    line(f"POST {STATUSES}/{{taskStatusId}}/delete", projectId=project, taskStatusId=status),
    line(f"GET {LISTS}", projectId=project, query=after(task_list)),
    line(f"POST {LISTS}", projectId=project, body={"name": "Backlog"}),
    line(f"GET {LIST}", projectId=project, taskListId=task_list),
    line(f"PUT {LIST}", projectId=project, taskListId=task_list, body={"name": "Later"}),
    line(f"POST {LIST}/delete", projectId=project, taskListId=filled_list),
    line(f"POST {LIST}/setarchived", projectId=project, taskListId=task_list, body={"isArchived": True}),
    line(f"POST {LIST}/copy", projectId=project, taskListId=task_list),
    line(f"POST {LIST}/updateorder", projectId=project, taskListId=task_list, body={"order": 0.5}),
    line(
        f"POST {LIST}/changeproject",
        projectId=project,
        taskListId=task_list,
        body=lambda stage: {"projectId": other_project(stage), "taskStatusMapping": []},
    ),
    line(f"POST {LIST}/addtasks", projectId=project, taskListId=task_list, body=lambda s: [{"taskId": s.place.task}]),
    line(f"POST {LIST}/removetasks", projectId=project, taskListId=filled_list, body=lambda s: [s.place.task]),
    line(f"GET {LIST}/tasks/{{taskId}}", projectId=project, taskListId=filled_list, taskId=task),
    line(
        f"POST {LIST}/tasks/{{taskId}}/updateorder",
        projectId=project,
        taskListId=filled_list,
        taskId=task,
        body={"order": 7},
    ),
]

UNSERVED: Final[dict[str, str]] = {
    "GET /tasks/{taskId}/recurrency": RECURRENCE,
    "POST /tasks/{taskId}/setrecurrency": RECURRENCE,
    "POST /tasks/{taskId}/deleterecurrency": RECURRENCE,
}
