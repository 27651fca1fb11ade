"""`/v1`: what a member gets who tries it on a colleague's record, or on what only admins and leads keep.

`{kind}` in a path or a body is the id of a record of that kind: the colleague's where it is a person's.
"""

from dataclasses import dataclass
from typing import Any, Final

DAY: Final = {"starts_on": "2026-04-01", "ends_on": "2026-04-02"}
RANGE: Final = "starts_on=2026-03-09&ends_on=2026-03-10"
STRETCH: Final = {"started_at": "2026-03-09T08:00:00Z", "ended_at": "2026-03-09T09:00:00Z"}
LATER: Final = {"started_at": "2026-03-09T10:00:00Z", "ended_at": "2026-03-09T11:00:00Z"}

MISSED: Final = {"record_kind": "attendance", "action": "create", "members": LATER, "reason": "Forgot to clock in"}


@dataclass(frozen=True)
class Row:
    """`member` is the status; `own` says that the route is about oneself alone, so that there is no record to name."""

    method: str
    path: str
    member: int
    body: Any = None


def kept(path: str, kind: str, new: dict[str, Any], change: dict[str, Any], read: int = 200) -> list[Row]:
    """The five routes of a kind that members read and do not keep."""
    one = f"{path}/{{{kind}}}"
    return [
        Row("GET", path, read),
        Row("POST", path, 403, new),
        Row("GET", one, read),
        Row("PATCH", one, 403, change),
        Row("DELETE", one, 403),
    ]


def personal(path: str, kind: str, new: dict[str, Any], change: dict[str, Any]) -> list[Row]:
    """The five routes of a kind that belongs to a person: a colleague's are not there."""
    one = f"{path}/{{{kind}}}"
    return [
        Row("GET", f"{path}?person_id={{person}}", 404),
        Row("POST", path, 403, {"person_id": "{person}", **new}),
        Row("GET", one, 404),
        Row("PATCH", one, 404, change),
        Row("DELETE", one, 404),
    ]


NAMED: Final = {"name": "Another"}

ROWS: Final = [
    *kept("/v1/clients", "client", NAMED, NAMED),
    *kept("/v1/projects", "project", NAMED, NAMED),
    *kept("/v1/tasks", "task", {**NAMED, "project_id": "{project}"}, NAMED),
    *kept("/v1/types-of-work", "type_of_work", NAMED, NAMED),
    *kept("/v1/project-types", "project_type", NAMED, NAMED),
    *kept("/v1/project-statuses", "project_status", {**NAMED, "stage": "progress"}, NAMED),
    *kept("/v1/task-statuses", "task_status", {**NAMED, "stage": "todo"}, NAMED),
    *kept("/v1/task-lists", "task_list", {**NAMED, "project_id": "{project}"}, NAMED),
    *kept("/v1/tags", "tag", NAMED, NAMED),
    *kept("/v1/teams", "team", NAMED, NAMED),
    Row("GET", "/v1/teams/{team}/members", 200),
    Row("PUT", "/v1/teams/{team}/members/{person}", 403),
    Row("DELETE", "/v1/teams/{team}/members/{person}", 403),
    *kept("/v1/absence-types", "absence_type", {**NAMED, "kind": "other"}, NAMED),
    *kept("/v1/company-holidays", "company_holiday", {**NAMED, **DAY}, NAMED),
    *kept(
        "/v1/people",
        "person",
        {"username": "new", "email": "new@example.org", "first_name": "New"},
        {"first_name": "Changed"},
    ),
    Row("GET", "/v1/people/{person}/record", 404),
    Row("POST", "/v1/people/{person}/erase", 403, {"reason": "asked for"}),
    *kept(
        "/v1/webhooks", "webhook", {**NAMED, "url": "https://93.184.216.34/", "events": ["*"]}, {"active": False}, 403
    ),
    Row("GET", "/v1/webhooks/event-types", 403),
    Row("GET", "/v1/webhooks/{webhook}/deliveries", 403),
    Row("POST", "/v1/webhooks/{webhook}/test", 403),
    Row("POST", "/v1/webhooks/{webhook}/rotate-secret", 403),
    *kept("/v1/oauth-clients", "oauth_client", {**NAMED, "redirect_uris": ["https://app.example.org/"]}, NAMED, 403),
    Row("POST", "/v1/oauth-clients/{oauth_client}/rotate-secret", 403),
    *personal("/v1/time-entries", "time_entry", STRETCH, {"note": "Changed"}),
    Row("POST", "/v1/time-entries/{time_entry}/continue", 404),
    Row("POST", "/v1/time-entries/{time_entry}/confirm", 404),
    Row("POST", "/v1/attendance/{attendance}/confirm", 404),
    *personal("/v1/attendance", "attendance", STRETCH, {"note": "Changed"}),
    *personal("/v1/absences", "absence", {"absence_type_id": "{absence_type}", **DAY}, {"note": "Changed"}),
    Row("POST", "/v1/absences/{absence}/approve", 404),
    Row("POST", "/v1/absences/{absence}/reject", 404),
    Row("POST", "/v1/absences/{absence}/reopen", 404),
    Row("GET", "/v1/absences/calendar?starts_on=2026-04-01&ends_on=2026-04-30&team_id={team}", 403),
    *personal("/v1/entitlements", "entitlement", {"year": 2026, "days": "1"}, {"days": "2"}),
    Row("GET", "/v1/entitlements/account?person_id={person}", 404),
    Row("GET", "/v1/calendar-feeds", 200),
    # One's own alone, so that there is nothing of others to try; a feed without a name cannot be.
    Row("POST", "/v1/calendar-feeds", 400, {"name": ""}),
    Row("DELETE", "/v1/calendar-feeds/{calendar_feed}", 404),
    *personal("/v1/contracts", "contract", {"starts_on": "2026-04-01", "kind": "trust"}, {"note": "Changed"}),
    *personal(
        "/v1/balance-adjustments",
        "balance_adjustment",
        {"day": "2026-03-09", "seconds": -60, "kind": "pay-out", "note": "Paid"},
        {"note": "Changed"},
    ),
    *[Row("GET", f"/v1/work-time/{what}?{RANGE}&person_id={{person}}", 404) for what in ("days", "periods")],
    Row("GET", "/v1/work-time/balance?person_id={person}", 404),
    Row("GET", "/v1/public-holidays?region=DE&year=2026", 200),
    *personal("/v1/expenses", "expense", {**NAMED, "price": "1.50", "spent_on": "2026-03-01"}, {"note": "Changed"}),
    *personal("/v1/reports", "saved_report", {**NAMED, "definition": {"period": "last-month"}}, NAMED),
    *personal("/v1/overtime", "overtime", {"day": "2026-03-09", "seconds": 60}, {"note": "Changed"}),
    *[Row("POST", f"/v1/overtime/{{overtime}}/{verb}", 404) for verb in ("approve", "reject", "reopen")],
    Row("GET", "/v1/timesheets?person_id={person}", 404),
    Row("POST", "/v1/timesheets", 403, {"person_id": "{person}", "period": "month", "starts_on": "2026-02-01"}),
    Row("GET", "/v1/timesheets/{timesheet}", 404),
    *[
        Row("POST", f"/v1/timesheets/{{timesheet}}/{verb}", 404)
        for verb in ("submit", "withdraw", "approve", "reject", "lock", "reopen")
    ],
    Row("GET", "/v1/corrections?person_id={person}", 404),
    Row("POST", "/v1/corrections", 403, {"person_id": "{person}", **MISSED}),
    Row("GET", "/v1/corrections/{correction}", 404),
    Row("DELETE", "/v1/corrections/{correction}", 404),
    *[Row("POST", f"/v1/corrections/{{correction}}/{verb}", 404) for verb in ("approve", "reject")],
    *kept("/v1/locks", "lock", {"locked_through": "2026-01-31"}, {"note": "Changed"}),
    Row("GET", "/v1/lock-exceptions", 200),
    Row("POST", "/v1/lock-exceptions", 403, {"person_id": "{person}", "reason": "Late", **DAY}),
    Row("GET", "/v1/lock-exceptions/{lock_exception}", 404),
    Row("PATCH", "/v1/lock-exceptions/{lock_exception}", 403, {"reason": "Changed"}),
    Row("DELETE", "/v1/lock-exceptions/{lock_exception}", 403),
    Row("GET", "/v1/time-entries/{time_entry}/history", 404),
    Row("GET", "/v1/attendance/{attendance}/history", 404),
    Row("GET", "/v1/timers/current?person_id={person}", 404),
    *[Row("POST", f"/v1/timers/{verb}", 403, {"person_id": "{person}"}) for verb in ("start", "pause", "resume")],
    *[Row("POST", f"/v1/timers/{verb}", 403, {"person_id": "{person}"}) for verb in ("stop", "switch", "discard")],
    Row("GET", "/v1/attendance/current?person_id={person}", 404),
    *[
        Row("POST", f"/v1/attendance/{verb}", 403, {"person_id": "{person}"})
        for verb in ("clock-in", "clock-out", "start-break", "end-break")
    ],
    *[Row("GET", f"/v1/law/{what}?{RANGE}&person_id={{person}}", 404) for what in ("findings", "surcharges")],
    Row("GET", "/v1/law/findings/recorded?person_id={person}", 404),
    Row("GET", "/v1/law/advice?act=clock-in&person_id={person}", 404),
    Row("GET", "/v1/law/rules", 200),
    Row("GET", "/v1/journal?person_id={person}", 404),
    Row("GET", "/v1/records/export?person_id={person}", 404),
    Row("GET", "/v1/me", 200),
    Row("GET", "/v1/me/authorizations", 200),
    Row("DELETE", "/v1/me/authorizations/{authorization}", 404),
    Row("GET", "/v1/changes", 200),
]
