"""Making the files: person by person, each read by itself, so that a year of everybody takes the memory of one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from uhrwerk.entrypoints.household import House
from uhrwerk.entrypoints.records.csv_file import CsvFile, Order
from uhrwerk.operations import inspection
from uhrwerk.operations.inspection import Sheet
from uhrwerk.rules.refusals import Invalid, Overloaded

MEDIA_TYPES = {"csv": "text/csv", "pdf": "application/pdf"}

Progress = Callable[[int], None]


def file_name(order: Order, extension: str) -> str:
    return f"records-{order.first}-{order.last}.{extension}"


async def csv_pieces(
    house: House, order: Order, person_ids: Sequence[str], progress: Progress = lambda people: None
) -> AsyncIterator[bytes]:
    """The file in pieces. One that breaks off has no proof and passes for nothing."""
    file = CsvFile(order, house.notary)
    yield file.head()
    async for sheet in _sheets(house, order, person_ids, progress):
        yield file.sheet(sheet)
    yield file.proof()


async def pdf(house: House, order: Order, person_ids: Sequence[str], progress: Progress = lambda people: None) -> bytes:
    """The file, made in a thread, one at a time. Raises Invalid where it would be too large, Overloaded."""
    if house.printing.locked():
        raise Overloaded("Another PDF is being made; try again.")
    async with house.printing:
        from uhrwerk.entrypoints.records.pdf_file import MOST_LINES, made

        sheets: list[Sheet] = []
        rows = 0
        async for sheet in _sheets(house, order, person_ids, progress):
            rows += sheet.rows
            if rows > MOST_LINES:
                message = f"a PDF holds {MOST_LINES} rows at most: ask for csv, fewer days or one person"
                raise Invalid.field("format", message)
            sheets.append(sheet)
        return await asyncio.to_thread(made, order, house.notary, sheets)


async def _sheets(house: House, order: Order, person_ids: Sequence[str], progress: Progress) -> AsyncIterator[Sheet]:
    for number, person_id in enumerate(person_ids, 1):
        sheet = await _read(house, order, person_id)
        # Who has gone and has nothing on these days is of no interest to anybody.
        if sheet.rows or sheet.person.deleted_at is None or len(person_ids) == 1:
            yield sheet
        progress(number)


async def _read(house: House, order: Order, person_id: str) -> Sheet:
    return await house.store.read(
        lambda tx: inspection.sheet(tx, order.workspace_id, person_id, order.first, order.last, order.made_at),
        long=True,
    )
