"""Corrections that a person asks for: /v1/corrections."""

from typing import Annotated, Any, Final

import msgspec
from litestar import Response, post
from litestar.params import JSONBody, QueryParameter

from uhrwerk.entrypoints.bodies import fill
from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.alike import Kind, delete_route, get_route
from uhrwerk.entrypoints.native.auth import Scope
from uhrwerk.entrypoints.native.deciding import decision_route
from uhrwerk.entrypoints.native.models import approvals as models
from uhrwerk.entrypoints.native.models.approvals import Correction, NewCorrection, Status
from uhrwerk.entrypoints.native.models.clock import (
    AttendanceChanges,
    NewAttendance,
    NewTimeEntry,
    TimeEntryChanges,
)
from uhrwerk.entrypoints.native.models.values import given, text_id
from uhrwerk.entrypoints.native.paging import BY_INSTANT
from uhrwerk.entrypoints.native.personal import Conditions, personal_list_route
from uhrwerk.entrypoints.native.whose import own_or
from uhrwerk.entrypoints.native.writing import IdempotencyKey, write
from uhrwerk.operations.corrections import CORRECTIONS
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.store import Tx

CORRECTION = Kind(
    "Correction",
    "Corrections",
    models.correction,
    models.Correction,
    models.NewCorrection,
    models.NewCorrection,
    keepers="one's own, admins anybody's, while nobody has decided",
    unused="",
    read=Scope.APPROVALS_READ,
    write=Scope.APPROVALS_WRITE,
)


class _Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is deleted needs no members."""


FORMS: Final[dict[tuple[str, str], type[msgspec.Struct]]] = {
    ("attendance", "create"): NewAttendance,
    ("attendance", "change"): AttendanceChanges,
    ("time-entry", "create"): NewTimeEntry,
    ("time-entry", "change"): TimeEntryChanges,
}
"""The forms of the records' own paths."""

NOT_OF_THE_RECORD: Final = ("person_id", "reason")
"""What these forms have besides: a correction says it itself."""


def wanted(
    status: Annotated[Status | None, QueryParameter(required=False)] = None,
) -> Conditions:
    return [] if status is None else [("status", "=", status)]


@post(scope=Scope.APPROVALS_WRITE, operation_id="addCorrection")
async def ask(request: AnyRequest, data: JSONBody[NewCorrection], key: IdempotencyKey = None) -> Response[Correction]:
    """Ask for a correction; it is looked at as if it were carried out now."""
    now = house_of(request).now()
    actor, person_id = own_or(request, data.person_id)
    asked = {
        "record_kind": data.record_kind.replace("-", "_"),
        "record_id": text_id(data.record_id),
        "action": data.action,
        "members": _members(data),
    }

    async def run(tx: Tx) -> Correction:
        return models.correction(await CORRECTIONS.ask(tx, actor, now, person_id, asked, data.reason))

    return await write(request, key, run, 201)


def _members(data: NewCorrection) -> dict[str, Any]:
    """As the core wants them. Raises Invalid, naming the members at fault by their own names."""
    for name in NOT_OF_THE_RECORD:
        if name in data.members:
            raise Invalid.field(name, "is not a member to be corrected")
    form = FORMS.get((data.record_kind, data.action), _Nothing)
    members = given(fill(form, data.members), *NOT_OF_THE_RECORD)
    # What was left out of a new record is left to the operation, here as when it is carried out.
    return {name: members[name] for name in members if name in data.members}


HANDLERS: list[Any] = [
    CORRECTION.router(
        personal_list_route(CORRECTION, CORRECTIONS, "created_at", BY_INSTANT),
        ask,
        get_route(CORRECTION, CORRECTIONS),
        delete_route(CORRECTION, CORRECTIONS),
        decision_route(
            CORRECTION,
            "approve",
            CORRECTIONS.approve,
            "Approve a correction, which carries it out (admins, leads for their teams).",
        ),
        decision_route(
            CORRECTION,
            "reject",
            CORRECTIONS.reject,
            "Reject a correction, saying why (admins, leads for their teams).",
        ),
        wanted=wanted,
    )
]
