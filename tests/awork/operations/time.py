"""The timer, time entries, and what goes around them."""

from typing import Any, Final

from tests.awork.operations.stage import UNKNOWN, Line, Stage, entry, entry_form, line, project, running, task, user


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
]

UNSERVED: Final[dict[str, str]] = {}
