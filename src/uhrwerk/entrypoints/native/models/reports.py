"""Saved reports: questions about time that are asked again and again."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from uhrwerk.entrypoints.native.models.values import Kept, Name, Reason, same
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.saved_reports import SavedReport as SavedReportRecord

Period = Literal[
    "today",
    "yesterday",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-quarter",
    "last-quarter",
    "this-year",
    "last-year",
]
Group = Literal["person", "client", "project", "task", "type-of-work", "tag", "billable", "day", "week", "month"]
Ids = Annotated[list[UUID], Meta(max_length=500, description="Only these; empty: all")]


class ReportDefinition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a report asks for: a `period` counted from the day it is read, or the days from `starts_on` to `ends_on`.

    `group_by` names the groups from the outermost to the innermost. Ids are not looked up: one that leads nowhere
    narrows the report to nothing.
    """

    period: Period | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    group_by: Annotated[list[Group], Meta(max_length=5)] = []
    people: Ids = []
    projects: Ids = []
    clients: Ids = []
    tasks: Ids = []
    types_of_work: Ids = []
    tags: Ids = []
    billable: bool | None = None
    text: Annotated[str, Meta(max_length=10_000, description="Only time whose note has this in it")] | None = None

    def kept(self, field: str) -> dict[str, Any]:
        """As JSON. Raises Invalid unless it names a period, or two days in their order."""
        if (self.period is None) is (self.starts_on is None and self.ends_on is None):
            raise Invalid.field(field, "needs either a period or starts_on and ends_on")
        if self.period is None:
            if self.starts_on is None or self.ends_on is None:
                raise Invalid.field(field, "needs both starts_on and ends_on")
            if self.ends_on < self.starts_on:
                raise Invalid.field(field, "ends_on lies before starts_on")
        members: dict[str, Any] = msgspec.to_builtins(self)
        return members


class Report(Kept, frozen=True, kw_only=True):
    """A `shared` one is seen by the whole workspace. `definition` is null for one that another API has defined."""

    person_id: str
    name: str
    shared: bool
    definition: ReportDefinition | None


class NewReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`person_id` is whose, left out one's own."""

    name: Name
    shared: bool = False
    definition: ReportDefinition
    person_id: UUID | None = None


class ReportChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members left out stay as they are; the definition is replaced as a whole.

    `reason` is required for somebody else's.
    """

    name: Name | UnsetType = UNSET
    shared: bool | UnsetType = UNSET
    definition: ReportDefinition | UnsetType = UNSET
    reason: Reason | None = None


def report(record: SavedReportRecord) -> Report:
    return Report(**same(record, Report, definition=_definition(record.definition)))


def _definition(kept: dict[str, Any]) -> ReportDefinition | None:
    try:
        return msgspec.convert(kept, ReportDefinition)
    except msgspec.ValidationError:
        return None
