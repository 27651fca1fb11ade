"""The timer, time entries, and what goes around them."""

from datetime import date, timedelta
from typing import Any, Final

from tests.awork.operations.stage import UNKNOWN, Line, Stage, entry, entry_form, line, project, running, task, user
from uhrwerk.operations import people
from uhrwerk.operations.catalog import ABSENCE_TYPES, CLIENTS, PROJECTS, TASK_LISTS, TASKS
from uhrwerk.operations.personal import SAVED_REPORTS
from uhrwerk.operations.workspaces import command_line_actor


def start_form(stage: Stage) -> dict[str, Any]:
    return {"typeOfWorkId": stage.place.type_of_work, "timezone": "Europe/Berlin", "projectId": stage.place.project}


def me_running(stage: Stage) -> str:
    """The query of a verb on one's own timer, which runs."""
    running(stage)
    return ""


def colleague_running(stage: Stage) -> str:
    """A colleague whose timer runs."""
    stage.make(f"/users/{stage.place.colleague.id}/timetracking/start", start_form(stage))
    return stage.place.colleague.id


def idle(stage: Stage) -> str:
    """Somebody whose timer never ran."""
    return stage.place.lead.id


def of_idle(stage: Stage) -> str:
    return f"?userId={stage.place.lead.id}"


def with_entry(stage: Stage) -> str:
    """A query for what lists entries, of which there is one."""
    entry(stage)
    return ""


def changed_form(stage: Stage) -> dict[str, Any]:
    return entry_form(stage) | {"duration": 1800, "note": "Corrected"}


def entries(stage: Stage) -> dict[str, Any]:
    return {"ids": [entry(stage), entry(stage)]}


def entries_to_type(stage: Stage) -> dict[str, Any]:
    return entries(stage) | {"typeOfWorkId": stage.place.type_of_work}


def billed(stage: Stage) -> dict[str, Any]:
    form = entries(stage)
    answer = stage.call("POST", "/timeentries/setbilled", form)
    assert answer.status_code == 204, answer.text
    return form


def to_colleague(stage: Stage) -> dict[str, Any]:
    return {"timeEntryIds": [entry(stage), UNKNOWN], "newUserId": stage.place.colleague.id}


def absence_type(stage: Stage) -> None:
    """Absences are of some type: awork's clients name none, and the first one is taken."""
    actor, now = command_line_actor(stage.place.id), stage.home.clock.now
    members = {"name": "Vacation", "kind": "vacation", "plannable": True, "archived": False}
    stage.home.run(lambda tx: ABSENCE_TYPES.add(tx, actor, now, members))


def absence(stage: Stage) -> str:
    made: str = stage.make("/absences", absence_form(stage))["id"]
    return made


def absence_form(stage: Stage) -> dict[str, Any]:
    """After all that there are: nobody is away twice."""
    absence_type(stage)
    ends = [date.fromisoformat(each["endOn"][:10]) for each in stage.call("GET", "/absences").json()]
    first = max(ends, default=date(2026, 4, 6)) + timedelta(days=1)
    days = {"startOn": f"{first}T00:00:00Z", "endOn": f"{first + timedelta(days=3)}T00:00:00Z"}
    return days | {"userId": stage.place.admin.id, "description": "Easter", "isHalfDayOnStart": True}


def with_absence(stage: Stage) -> str:
    absence(stage)
    return ""


def holiday(stage: Stage) -> str:
    made: str = stage.make("/workspaceabsences", holiday_form(stage))["id"]
    return made


def holiday_form(stage: Stage) -> dict[str, Any]:
    return {"startOn": "2026-12-24", "endOn": "2026-12-31", "description": "Between the years"}


def with_holiday(stage: Stage) -> str:
    holiday(stage)
    return ""


def with_report(stage: Stage) -> str:
    """A report as it is saved by the native face, whose definition has words that the vendor has too."""
    place, now = stage.place, stage.home.clock.now
    definition = {
        "period": "last-month",
        "group_by": ["project"],
        "people": [place.owner.id],
        "starts_on": "2026-02-01",
    }
    members = {"name": "Last month", "shared": True, "definition": definition}
    actor = command_line_actor(place.id)
    stage.home.run(lambda tx: SAVED_REPORTS.add(tx, actor, now, place.admin.id, members))
    return ""


def everything_named_so(stage: Stage) -> str:
    """A term that is found in something of every kind."""
    actor, now, project = command_line_actor(stage.place.id), stage.home.clock.now, stage.place.project
    name = "Quasar"
    stage.home.run(lambda tx: people.change(tx, actor, now, stage.place.owner.id, {"position": name}))
    stage.home.run(lambda tx: CLIENTS.add(tx, actor, now, {"name": name, "archived": False}))
    other = {"name": name, "billable": True, "due_on": date(2026, 12, 1), "archived": False}
    stage.home.run(lambda tx: PROJECTS.add(tx, actor, now, other))
    stage.home.run(lambda tx: TASKS.change(tx, actor, now, stage.place.task, {"note": name, "due_at": now}))
    task_list = {"name": name, "project_id": project, "position": 1.0, "archived": False}
    stage.home.run(lambda tx: TASK_LISTS.add(tx, actor, now, task_list))
    report: dict[str, Any] = {"name": name, "shared": True, "definition": {}}
    stage.home.run(lambda tx: SAVED_REPORTS.add(tx, actor, now, stage.place.admin.id, report))
    stage.make("/timeentries", entry_form(stage) | {"note": name})
    return f"?searchTerm={name}"


def workspace(stage: Stage) -> str:
    return stage.place.id


LINES: Final[list[Line]] = [
    line("POST /me/timetracking/start", body=start_form),
    line("POST /me/timetracking/pause", query=me_running),
    line("POST /me/timetracking/pause", query=of_idle, status=204),
    line("POST /me/timetracking/resume", query=me_running),
    line("POST /me/timetracking/resume", query=of_idle, status=204),
    line("POST /me/timetracking/stop", query=me_running, body={"stopReason": "user-stopped"}),
    line("POST /me/timetracking/stop", query=of_idle, status=204),
    line("POST /users/{userId}/timetracking/start", userId=user, body=start_form),
    line("POST /users/{userId}/timetracking/pause", userId=colleague_running),
    line("POST /users/{userId}/timetracking/pause", userId=idle, status=204),
    line("POST /users/{userId}/timetracking/resume", userId=colleague_running),
    line("POST /users/{userId}/timetracking/resume", userId=idle, status=204),
    line("POST /users/{userId}/timetracking/stop", userId=colleague_running),
    line("POST /users/{userId}/timetracking/stop", userId=idle, status=204),
    line("GET /me/timeentries/last", query=me_running),
    line("GET /me/timeentries/last", query=of_idle, status=204),
    line("GET /users/{userId}/timeentries/last", userId=colleague_running),
    line("GET /users/{userId}/timeentries/last", userId=idle, status=204),
    line("GET /timeentries", query=with_entry),
    line("POST /timeentries", body=entry_form),
    line("GET /timeentries/{timeEntryId}", timeEntryId=entry),
    line("PUT /timeentries/{timeEntryId}", timeEntryId=entry, body=changed_form),
    line("DELETE /timeentries/{timeEntryId}", timeEntryId=entry),
    line("POST /timeentries/{timeEntryId}/removebreaks", timeEntryId=entry),
    line("GET /projects/{projectId}/timeentries", projectId=project, query=with_entry),
    line("GET /tasks/{taskId}/timeentries", taskId=task, query=with_entry),
    line("GET /timeentries/simplified", query=lambda stage: with_entry(stage) + "?grouping=user"),
    line("POST /timeentries/setbillable", body=entries),
    line("POST /timeentries/setunbillable", body=entries),
    line("POST /timeentries/setbilled", body=entries),
    line("POST /timeentries/setunbilled", body=billed),
    line("POST /timeentries/settypeofwork", body=entries_to_type),
    line("POST /timeentries/delete", body=entries),
    line("POST /timeentries/batch/{operation}", operation="setUser", body=to_colleague),
    line("GET /timetracking/settings"),
    line("GET /timereports", query=with_report),
    line("GET /absences", query=with_absence),
    line("POST /absences", body=absence_form),
    line("GET /absences/{absenceId}", absenceId=absence),
    line("PUT /absences/{absenceId}", absenceId=absence, body=absence_form),
    line("DELETE /absences/{absenceId}", absenceId=absence),
    line("GET /workspaceabsences", query=with_holiday),
    line("POST /workspaceabsences", body=holiday_form),
    line("PUT /workspaceabsences/{workspaceAbsenceId}", workspaceAbsenceId=holiday, body=holiday_form),
    line("DELETE /workspaceabsences/{workspaceAbsenceId}", workspaceAbsenceId=holiday),
    line("GET /workspaces/types"),
    line("GET /workspaces/{workspaceId}", workspaceId=workspace),
    line("GET /me/permissions"),
    line("GET /permissions/features"),
    line("GET /permissions/projectfeatures", empty=True),
    line("GET /search", query=everything_named_so),
]

UNSERVED: Final[dict[str, str]] = {}
