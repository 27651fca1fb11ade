"""What lists take: the page, whose records, from when to when."""

from typing import Annotated

import msgspec
from msgspec import Meta

from uhrwerk.entrypoints.vendors.timetrack.wire.values import Number

Limit = Annotated[int, Meta(ge=0, le=1000)]


class PageForm(msgspec.Struct, kw_only=True):
    """Which page, from 0, and how many records it has."""

    page_number: Number = 0
    limit: Limit = 50


class NameFilter(msgspec.Struct, kw_only=True):
    name: str | None = None


class NamesFilter(msgspec.Struct, kw_only=True, rename="camel"):
    project_name: str | None = None
    client_name: str | None = None


class UserFilter(msgspec.Struct, kw_only=True):
    username: str | None = None


class SpanFilter(UserFilter, kw_only=True):
    """Dates or timestamps, both included."""

    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None


class AbsenceFilter(SpanFilter, kw_only=True):
    absence_type: Number | None = msgspec.field(name="absenceType", default=None)


class EntryFilter(SpanFilter, kw_only=True):
    project_name: str | None = msgspec.field(name="projectName", default=None)
    client_name: str | None = msgspec.field(name="clientName", default=None)


class ExpenseFilter(EntryFilter, kw_only=True):
    name: str | None = None


class ReportForm(PageForm, kw_only=True):
    """Days, both included; a page has all of them unless the client says otherwise."""

    limit: Limit = 1000
    username: str | None = None
    starts_on: str | None = msgspec.field(name="from", default=None)
    ends_on: str | None = msgspec.field(name="to", default=None)
