"""The timer, time entries, and what goes around them."""

from typing import Any, Final

from tests.awork.operations.stage import Line, Stage, line, running, user


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
]

UNSERVED: Final[dict[str, str]] = {}
