"""Absences of people, and of the whole workspace."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from msgspec import UNSET, UnsetType

from uhrwerk.entrypoints.vendors.awork.wire.forms import Form, day, given
from uhrwerk.entrypoints.vendors.awork.wire.values import Answer, midnight, timestamp
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.absences import Absence, CompanyHoliday

NAMES: Final = {
    "note": "description",
    "name": "description",
    "source": "external_provider",
    "starts_on": "start_on",
    "ends_on": "end_on",
    "half_day_start": "is_half_day_on_start",
    "half_day_end": "is_half_day_on_end",
    "person_id": "user_id",
}
"""The forms' members by the core's names."""

REQUESTED: Final = "requested"


class DaysForm(Form):
    """Days, both included; a time behind them says nothing."""

    start_on: str | None = None
    end_on: str | None = None
    is_half_day_on_start: bool | None = None
    is_half_day_on_end: bool | None = None


class AbsenceForm(DaysForm, kw_only=True):
    user_id: UUID
    description: str | None | UnsetType = UNSET
    external_provider: str | None | UnsetType = UNSET
    is_single_day_absence: bool = False


class WorkspaceAbsenceForm(DaysForm, kw_only=True):
    """The vendor's `regionId` is nothing that is kept here."""

    start_on: str
    end_on: str
    description: str


class AbsenceModel(Answer, kw_only=True):
    id: str
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str
    user_id: str
    start_on: str
    end_on: str
    description: str | None = None
    external_provider: str | None = None
    is_read_only: bool
    is_half_day_on_start: bool
    is_half_day_on_end: bool


class WorkspaceAbsenceModel(Answer, kw_only=True):
    id: str
    created_on: str
    created_by: str
    updated_on: str
    updated_by: str
    start_on: str
    end_on: str
    description: str
    region: str | None = None
    is_read_only: bool
    is_half_day_on_start: bool
    is_half_day_on_end: bool


def new_absence(form: AbsenceForm) -> dict[str, Any]:
    """The members by the core's names; without an end it ends on its first day. Raises Invalid."""
    if form.start_on is None:
        raise Invalid.field("start_on", "is required")
    begins = day(form.start_on, "start_on")
    return {"ends_on": begins} | changed_absence(form, begins)


def changed_absence(form: AbsenceForm, begins: date) -> dict[str, Any]:
    """What is left out stays as it is; `begins` is the first day so far. Raises Invalid."""
    members = {"starts_on": begins} | _days(form) | given(form, {"note": "description", "source": "external_provider"})
    return members | {"ends_on": members["starts_on"]} if form.is_single_day_absence else members


def workspace_absence(form: WorkspaceAbsenceForm) -> dict[str, Any]:
    return _days(form) | {"name": form.description}


def _days(form: DaysForm) -> dict[str, Any]:
    texts = {"starts_on": form.start_on, "ends_on": form.end_on}
    members: dict[str, Any] = {name: day(text, NAMES[name]) for name, text in texts.items() if text is not None}
    halves = {"half_day_start": form.is_half_day_on_start, "half_day_end": form.is_half_day_on_end}
    return members | {name: half for name, half in halves.items() if half is not None}


def absence(record: Absence, actor: Actor) -> AbsenceModel:
    """What has been decided is read-only for all but admins, and so is what belongs to somebody else."""
    own = record.person_id == actor.person_id and record.status == REQUESTED
    return AbsenceModel(
        id=record.id,
        created_on=timestamp(record.created_at),
        created_by=record.created_by,
        updated_on=timestamp(record.updated_at),
        updated_by=record.updated_by,
        user_id=record.person_id,
        start_on=midnight(record.starts_on) + "Z",
        end_on=midnight(record.ends_on) + "Z",
        description=record.note,
        external_provider=record.source,
        is_read_only=actor.role is not Role.ADMIN and not own,
        is_half_day_on_start=record.half_day_start,
        is_half_day_on_end=record.half_day_end,
    )


def company_holiday(record: CompanyHoliday, actor: Actor) -> WorkspaceAbsenceModel:
    return WorkspaceAbsenceModel(
        id=record.id,
        created_on=timestamp(record.created_at),
        created_by=record.created_by,
        updated_on=timestamp(record.updated_at),
        updated_by=record.updated_by,
        start_on=midnight(record.starts_on) + "Z",
        end_on=midnight(record.ends_on) + "Z",
        description=record.name,
        region=record.region,
        is_read_only=actor.role is not Role.ADMIN,
        is_half_day_on_start=record.half_day_start,
        is_half_day_on_end=record.half_day_end,
    )
