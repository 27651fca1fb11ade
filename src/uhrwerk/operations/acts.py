"""Every act that the journal tells of, by the kind of record it was done to."""

from typing import Final

_KEPT: Final = ("added", "changed", "deleted")
_FORGOTTEN: Final = ("warned", "stopped_by_policy", "confirmed")

ACTS: Final[dict[str, tuple[str, ...]]] = {
    "time_entry": (
        *("started", "paused", "resumed", "stopped", "discarded", "created", "changed", "deleted"),
        *("handed_over", "taken_over"),
        *_FORGOTTEN,
    ),
    "attendance": (
        *("started", "break_started", "break_ended", "stopped", "created", "changed", "deleted"),
        *_FORGOTTEN,
    ),
    "finding": ("added", "changed", "cleared"),
    "contract": _KEPT,
    "balance_adjustment": _KEPT,
    "absence": (*_KEPT, "requested", "approved", "rejected"),
    "entitlement": _KEPT,
    "timesheet": ("added", "submitted", "withdrawn", "approved", "rejected", "locked", "reopened"),
    "correction": ("added", "approved", "rejected", "deleted"),
    "overtime": (*_KEPT, "approved", "rejected", "reopened"),
    "period_lock": _KEPT,
    "lock_exception": _KEPT,
    "expense": _KEPT,
    "saved_report": _KEPT,
    "workspace": ("added",),
    "person": (*_KEPT, "erased"),
    "team": (*_KEPT, "member_added", "member_removed"),
    "client": _KEPT,
    "project": _KEPT,
    "project_type": _KEPT,
    "project_status": _KEPT,
    "task": _KEPT,
    "task_list": _KEPT,
    "task_status": _KEPT,
    "type_of_work": _KEPT,
    "tag": _KEPT,
    "absence_type": _KEPT,
    "company_holiday": _KEPT,
}
"""What others are told of."""

INTERNAL_ACTS: Final[dict[str, tuple[str, ...]]] = {
    "account": (
        *("invited", "password_changed", "codes_set_up", "codes_taken_off"),
        *("recovery_codes_made", "recovery_code_used"),
    ),
    "passkey": _KEPT,
    "identity": ("added", "deleted"),
    "identity_provider": _KEPT,
    "credential": ("issued", "revoked"),
    "kiosk": (*_KEPT, "linked", "connected"),
    "kiosk_pin": ("added", "changed", "deleted", "unlocked"),
    "badge": ("added", "deleted"),
    "oauth_client": (*_KEPT, "secret_rotated"),
    "oauth_grant": ("added", "revoked"),
    "setting": ("changed",),
    "webhook": (*_KEPT, "paused"),
}
"""What stays in the house: neither the feed nor a webhook tells of keys and of how the house is set up."""
