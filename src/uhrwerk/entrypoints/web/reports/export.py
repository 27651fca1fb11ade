"""Handing out files: a report as it is shown, and its entries, read page by page."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.pages import SECURITY_HEADERS
from uhrwerk.entrypoints.web.reports.files import (
    Row,
    Table,
    Workbook,
    csv_head,
    csv_rows,
    entries_rows,
    entries_table,
    report_rows,
    report_table,
)
from uhrwerk.entrypoints.web.reports.pages import is_rounded, reporter_for, well_asked
from uhrwerk.entrypoints.web.reports.question import Question
from uhrwerk.entrypoints.web.reports.showing import sheet
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations.report_entries import After, Line, lines
from uhrwerk.rules.refusals import Invalid, NotFound, Overloaded

MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
AT_ONCE: Final = 500
"""Entries that are read in one go."""

MOST_ROWS: Final = 50_000
"""In a spreadsheet of entries: more take minutes and a gigabyte to open. CSV has no end."""

Rows = list[Row]


@get("/file/{kind:str}")
async def report_file(request: AnyRequest, kind: FromPath[str]) -> Response[bytes]:
    """The table of the report as the page with the same query shows it."""
    visit = await visit_of(request)
    check_kind(kind)
    question = well_asked(visit, Form.of_query(request))
    reader = visit.reader
    found = await visit.house.store.read(
        lambda tx: sheet(reporter_for(visit, tx), question, reader, rounded=is_rounded(visit), drawn=False), long=True
    )
    table, rows = report_table(found, reader), list(report_rows(found, reader))
    return await handed_out(visit, question, visit.t("report"), kind, table, rows)


async def handed_out(
    visit: Visit, question: Question, name: str, kind: str, table: Table, rows: Rows
) -> Response[bytes]:
    """A table at hand as a file of that name. Raises Overloaded."""
    if kind == "csv":
        content = csv_head(table, visit.reader) + csv_rows(rows, visit.reader)
    else:
        content = await _spreadsheet(visit, table, _once(rows))
    return Response(content, media_type=MEDIA_TYPES[kind], headers=_headers(visit, question, name, kind))


@get("/entries/file/{kind:str}")
async def entries_file(request: AnyRequest, kind: FromPath[str]) -> Response[bytes] | Stream:
    """All entries behind a figure."""
    visit = await visit_of(request)
    check_kind(kind)
    question = well_asked(visit, Form.of_query(request))
    headers = _headers(visit, question, visit.t("time-entries"), kind)
    table = entries_table(visit.reader)
    if kind == "csv":
        return Stream(_csv(visit, question, table), media_type=MEDIA_TYPES[kind], headers=headers)
    content = await _spreadsheet(visit, table, _bounded(visit, question))
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


def check_kind(kind: str) -> None:
    """Raise NotFound for a kind of file that is none."""
    if kind not in MEDIA_TYPES:
        raise NotFound("file")


def _headers(visit: Visit, question: Question, name: str, kind: str) -> dict[str, str]:
    days = question.wanted.days
    disposition = f'attachment; filename="{name}-{days.first}-{days.last}.{kind}"'
    return {**SECURITY_HEADERS, "Content-Disposition": disposition}


async def _pages(visit: Visit, question: Question) -> AsyncIterator[list[Line]]:
    after: After | None = None
    while True:
        found, after = await _page(visit, question, after)
        yield found
        if after is None:
            return


async def _page(visit: Visit, question: Question, after: After | None) -> tuple[list[Line], After | None]:
    return await visit.house.store.read(
        lambda tx: lines(tx, visit.actor, question.wanted, limit=AT_ONCE, after=after), long=True
    )


async def _csv(visit: Visit, question: Question, table: Table) -> AsyncIterator[bytes]:
    yield csv_head(table, visit.reader)
    async for found in _pages(visit, question):
        yield csv_rows(entries_rows(found, visit.reader), visit.reader)


async def _bounded(visit: Visit, question: Question) -> AsyncIterator[Rows]:
    """Raises Invalid once there are too many."""
    count = 0
    async for found in _pages(visit, question):
        count += len(found)
        if count > MOST_ROWS:
            message = f"makes more than {MOST_ROWS} entries: ask for csv, for fewer days or for one person"
            raise Invalid.field("ends_on", message)
        yield list(entries_rows(found, visit.reader))


async def _once(rows: Rows) -> AsyncIterator[Rows]:
    yield rows


async def _spreadsheet(visit: Visit, table: Table, pieces: AsyncIterator[Rows]) -> bytes:
    """Made in a thread, one at a time. Raises Overloaded."""
    printing = visit.house.printing
    if printing.locked():
        raise Overloaded("Another file is being made; try again.")
    async with printing:
        with TemporaryDirectory(prefix="uhrwerk-") as folder:
            path = Path(folder) / "report.xlsx"
            book = await asyncio.to_thread(Workbook, path, table)
            try:
                async for rows in pieces:
                    await asyncio.to_thread(book.add, rows)
            finally:
                await asyncio.to_thread(book.close)
            return await asyncio.to_thread(path.read_bytes)
