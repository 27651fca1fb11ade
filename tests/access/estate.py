"""A record of every kind in a workspace: a colleague's where it is a person's."""

from tests.access.native import DAY, MISSED, STRETCH
from tests.access.trespass import UNKNOWN
from tests.home import Home, Someone, Workplace


def estate(home: Home, place: Workplace) -> dict[str, str]:
    """Ids by kind."""

    def made(who: Someone, path: str, **members: object) -> str:
        answer = home.http.post(f"/v1/{path}", headers=who.bearer, json=members)
        assert answer.status_code == 201, answer.text
        id: str = answer.json()["id"]
        return id

    admin, colleague = place.admin, place.colleague
    absence_type = made(admin, "absence-types", name="Vacation", kind="vacation")
    return {
        "person": colleague.id,
        "client": place.client,
        "project": place.project,
        "task": place.task,
        "type_of_work": place.type_of_work,
        "project_type": made(admin, "project-types", name="Internal"),
        "project_status": made(admin, "project-statuses", name="Planned", stage="not-started"),
        "task_status": made(admin, "task-statuses", name="To do", stage="todo"),
        "task_list": made(admin, "task-lists", name="Backlog", project_id=place.project),
        "tag": made(admin, "tags", name="urgent"),
        "team": made(admin, "teams", name="North"),
        "absence_type": absence_type,
        "company_holiday": made(admin, "company-holidays", name="Party", **DAY),
        "webhook": made(admin, "webhooks", name="Books", url="https://93.184.216.34/", events=["*"]),
        "oauth_client": made(admin, "oauth-clients", name="App", redirect_uris=["https://app.example.org/"]),
        "time_entry": made(colleague, "time-entries", **STRETCH),
        "attendance": made(colleague, "attendance", **STRETCH),
        "entitlement": made(admin, "entitlements", person_id=colleague.id, year=2026, days="30"),
        "calendar_feed": made(colleague, "calendar-feeds", name="Phone"),
        "absence": made(colleague, "absences", absence_type_id=absence_type, **DAY),
        "contract": made(admin, "contracts", person_id=colleague.id, starts_on="2026-01-01", kind="trust"),
        "balance_adjustment": made(
            admin,
            "balance-adjustments",
            person_id=colleague.id,
            day="2026-03-09",
            seconds=-60,
            kind="pay-out",
            note="Paid",
        ),
        "expense": made(colleague, "expenses", name="Train", price="48.90", spent_on="2026-03-01"),
        "saved_report": made(colleague, "reports", name="Mine", definition={"period": "last-month"}),
        "overtime": made(colleague, "overtime", day="2026-03-09", seconds=3600),
        "timesheet": made(colleague, "timesheets", period="week", starts_on="2026-03-02"),
        "correction": made(colleague, "corrections", **MISSED),
        "lock": made(admin, "locks", locked_through="2026-01-31"),
        "lock_exception": made(admin, "lock-exceptions", person_id=colleague.id, reason="Late", **DAY),
        "authorization": UNKNOWN,
    }
