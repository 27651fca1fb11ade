"""The journal: /v1/journal."""

import re
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import get
from litestar.params import QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope, guest_of
from uhrwerk.entrypoints.native.models.journal import JournalEntry, journal_entry
from uhrwerk.entrypoints.native.models.values import Page
from uhrwerk.entrypoints.native.paging import LONG_PAGE, Limit
from uhrwerk.entrypoints.native.whose import own_or
from uhrwerk.operations import journal
from uhrwerk.rules.refusals import Invalid

_SEQUENCE: Final = re.compile("[1-9][0-9]{0,8}", re.ASCII)


@get("/journal", scope=Scope.JOURNAL_READ, tags=["Journal"], operation_id="listJournal")
async def list_journal(
    request: AnyRequest,
    limit: Limit = 50,
    cursor: Annotated[
        str | None, QueryParameter(description="`next_cursor` of the page before", required=False, max_length=20)
    ] = None,
    person_id: Annotated[
        UUID | None, QueryParameter(description="Whose records; left out: one's own", required=False)
    ] = None,
    workspace: Annotated[
        bool,
        QueryParameter(
            description="What belongs to everybody: projects, people, settings (admins and auditors)", required=False
        ),
    ] = False,
) -> Page[JournalEntry]:
    """Every change to a person's records, newest first: who, when, through which face, before and after."""
    house = house_of(request)
    if workspace:
        actor = guest_of(request).actor
        subject_id = actor.workspace_id
    else:
        actor, subject_id = own_or(request, person_id)
    if cursor is not None and not _SEQUENCE.fullmatch(cursor):
        raise Invalid.field("cursor", "is not a cursor of this list")
    before = None if cursor is None else int(cursor)
    rows = await house.store.read(
        lambda tx: journal.page(tx, actor, subject_id, limit=limit + 1, before=before), long=limit > LONG_PAGE
    )
    shown = rows[:limit]
    next_cursor = str(shown[-1].sequence) if len(rows) > limit else None
    return Page([journal_entry(row) for row in shown], next_cursor)


HANDLERS: list[Any] = [list_journal]
