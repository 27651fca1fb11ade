"""All tables. `workspace_id` leads every key; what is looked up without a workspace is the exception: credentials,
client applications and their grants, passkeys, links to an account, who somebody is at an identity provider.

Every record has a UUIDv7 `id` and an integer `number`, unique in its workspace.
"""

from uhrwerk.storage.tables.absences import absence, absence_type, company_holiday
from uhrwerk.storage.tables.access import credential, oauth_client, oauth_grant, oauth_ticket
from uhrwerk.storage.tables.accounts import (
    account_link,
    identity,
    identity_provider,
    passkey,
    recovery_code,
    session_mark,
    totp,
)
from uhrwerk.storage.tables.approvals import correction, lock_exception, overtime, period_lock, timesheet
from uhrwerk.storage.tables.base import metadata
from uhrwerk.storage.tables.clock import attendance, rollup, rollup_total, time_entry
from uhrwerk.storage.tables.journals import journal, journal_head
from uhrwerk.storage.tables.kiosks import badge, kiosk, kiosk_pin, kiosk_punch
from uhrwerk.storage.tables.people import person, tag, team, team_member
from uhrwerk.storage.tables.personal import expense, saved_report
from uhrwerk.storage.tables.webhooks import webhook, webhook_delivery
from uhrwerk.storage.tables.work import (
    client,
    project,
    project_status,
    project_type,
    task,
    task_list,
    task_status,
    type_of_work,
)
from uhrwerk.storage.tables.work_time import (
    attendance_day,
    balance_adjustment,
    contract,
    entitlement,
    finding,
    law_check,
)
from uhrwerk.storage.tables.workspaces import idempotency, number_source, setting, workspace

__all__ = [
    "absence",
    "absence_type",
    "account_link",
    "attendance",
    "attendance_day",
    "badge",
    "balance_adjustment",
    "client",
    "company_holiday",
    "contract",
    "correction",
    "credential",
    "entitlement",
    "expense",
    "finding",
    "idempotency",
    "identity",
    "identity_provider",
    "journal",
    "journal_head",
    "kiosk",
    "kiosk_pin",
    "kiosk_punch",
    "law_check",
    "lock_exception",
    "metadata",
    "number_source",
    "oauth_client",
    "oauth_grant",
    "oauth_ticket",
    "overtime",
    "passkey",
    "period_lock",
    "person",
    "project",
    "project_status",
    "project_type",
    "recovery_code",
    "rollup",
    "rollup_total",
    "saved_report",
    "session_mark",
    "setting",
    "tag",
    "task",
    "task_list",
    "task_status",
    "team",
    "team_member",
    "time_entry",
    "timesheet",
    "totp",
    "type_of_work",
    "webhook",
    "webhook_delivery",
    "workspace",
]
