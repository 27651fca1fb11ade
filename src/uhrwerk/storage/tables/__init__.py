"""All tables. `workspace_id` leads every key; what is looked up without a workspace is the exception: credentials,
client applications and their grants, passkeys, links to an account, who somebody is at an identity provider.

Every record has a UUIDv7 `id` and an integer `number`, unique in its workspace.

A theme is imported when the first of its tables is asked for: a server's first answer needs few of them. `metadata` has
all of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

_THEMES: Final = {
    "absences": "absence absence_type company_holiday",
    "access": "credential oauth_client oauth_grant oauth_ticket",
    "accounts": "account_link identity identity_provider passkey recovery_code session_mark totp",
    "approvals": "correction lock_exception overtime period_lock timesheet",
    "clock": "attendance rollup rollup_total time_entry",
    "journals": "journal journal_head",
    "kiosks": "badge kiosk kiosk_pin kiosk_punch",
    "people": "person tag team team_member",
    "personal": "expense saved_report",
    "webhooks": "webhook webhook_delivery",
    "work": "client project project_status project_type task task_list task_status type_of_work",
    "work_time": "attendance_day balance_adjustment contract entitlement finding law_check",
    "workspaces": "idempotency number_source setting workspace",
}
"""The tables of each theme's module, by name."""

_HOMES: Final = {table: theme for theme, names in _THEMES.items() for table in names.split()}

if TYPE_CHECKING:
    from uhrwerk.storage.tables.absences import *  # noqa: F403
    from uhrwerk.storage.tables.access import *  # noqa: F403
    from uhrwerk.storage.tables.accounts import *  # noqa: F403
    from uhrwerk.storage.tables.approvals import *  # noqa: F403
    from uhrwerk.storage.tables.base import *  # noqa: F403
    from uhrwerk.storage.tables.clock import *  # noqa: F403
    from uhrwerk.storage.tables.journals import *  # noqa: F403
    from uhrwerk.storage.tables.kiosks import *  # noqa: F403
    from uhrwerk.storage.tables.people import *  # noqa: F403
    from uhrwerk.storage.tables.personal import *  # noqa: F403
    from uhrwerk.storage.tables.webhooks import *  # noqa: F403
    from uhrwerk.storage.tables.work import *  # noqa: F403
    from uhrwerk.storage.tables.work_time import *  # noqa: F403
    from uhrwerk.storage.tables.workspaces import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:
        if name == "metadata":
            for theme in _THEMES:
                import_module(f"{__name__}.{theme}")
            theme = "base"
        elif name in _HOMES:
            theme = _HOMES[name]
        else:
            raise AttributeError(f"There is no table {name}.")
        return getattr(import_module(f"{__name__}.{theme}"), name)
