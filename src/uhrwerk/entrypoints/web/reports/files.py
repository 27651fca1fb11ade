"""Reports and their entries as tables for spreadsheets: exactly what the page shows, in the same language.

CSV is as the records of an inspection are: with a byte order mark, in German with semicolons. XLSX has hours as
numbers, shown as `7:45`, and its first row stays where it is.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from uhrwerk.entrypoints.records.csv_file import BOM, harmless
from uhrwerk.entrypoints.web.reader import Reader
from uhrwerk.entrypoints.web.reports.showing import GROUPS, Sheet
from uhrwerk.operations.report_entries import Line
from uhrwerk.operations.reports import Figures

NARROW: Final = 11
WIDE: Final = 28
"""A column's width in letters: of figures, and of words."""

Cell = str | int | date | datetime | timedelta | None
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """What a table is called, its heads, and how many columns of words it begins with."""

    title: str
    heads: list[str]
    words: int


def report_table(sheet: Sheet, reader: Reader) -> Table:
    names = [reader.t(GROUPS[group]) for group in sheet.question.groups]
    heads = [*names, reader.t("Time"), reader.t("Billable")]
    heads += [reader.t("Billed, rounded")] if sheet.rounded else []
    heads += [reader.t("Before"), reader.t("Difference")] if sheet.earlier else []
    return Table(reader.t("Report"), [*heads, reader.t("Entries")], len(names))


def report_rows(sheet: Sheet, reader: Reader) -> Iterator[Row]:
    """The rows of the page, those within others under both names, and the total at the end."""
    outer = ""
    for row in sheet.rows:
        outer = outer if row.within else row.name
        names: list[Cell] = [outer, row.name if row.within else None]
        yield names[: len(sheet.question.groups)] + _figures(sheet, row.figures, row.before)
    total: list[Cell] = [reader.t("Total"), None]
    earlier = sheet.earlier.seconds if sheet.earlier else None
    yield total[: len(sheet.question.groups)] + _figures(sheet, sheet.total, earlier)


def _figures(sheet: Sheet, figures: Figures, before: int | None) -> list[Cell]:
    cells: list[Cell] = [length(figures.seconds), length(figures.billable_seconds)]
    cells += [length(figures.billed_seconds)] if sheet.rounded else []
    if sheet.earlier:
        cells += [None, None] if before is None else [length(before), length(figures.seconds - before)]
    return [*cells, figures.entries]


def entries_table(reader: Reader) -> Table:
    t = reader.t
    words = [t("Person"), t("Client"), t("Project"), t("Task"), t("Type of work"), t("Tags"), t("Note")]
    return Table(t("Entries"), [*words, t("Billable"), t("Day"), t("Begin"), t("End"), t("Time")], len(words))


def entries_rows(found: Iterable[Line], reader: Reader) -> Iterator[Row]:
    """A row an entry, with the person's wall clock; where only the length is known there is none."""
    for line in found:
        entry = line.entry
        clock: list[Cell] = [None, None] if entry.length_only else [_wall(line.start), _wall(line.end)]
        yield [
            *(line.person, line.client, line.project or (reader.t("Private") if line.hidden else None), line.task),
            *(line.type_of_work, ", ".join(line.tags), entry.note),
            *(reader.t("yes") if entry.billable else reader.t("no"), line.started_on, *clock, length(line.seconds)),
        ]


def length(seconds: int) -> timedelta:
    return timedelta(seconds=seconds)


def _wall(local: datetime) -> datetime:
    return local.replace(tzinfo=None, microsecond=0)


def csv_head(table: Table, reader: Reader) -> bytes:
    return BOM + csv_rows([table.heads], reader)


def csv_rows(rows: Iterable[Row], reader: Reader) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if reader.language == "de" else ",", lineterminator="\r\n")
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return harmless(cell)
        case timedelta():
            seconds = abs(cell) // timedelta(seconds=1)
            sign = "-" if cell < timedelta() else ""
            return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M:%S}"
    return str(cell)


class Workbook:
    """An XLSX file of one sheet, written row by row: memory holds one of them. All of it is work for a thread."""

    def __init__(self, path: Path, table: Table) -> None:
        from xlsxwriter import Workbook as Book

        # Counted from 1904 Excel shows times below nothing, too. No text is taken for a formula or a link.
        options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False}
        self._book = Book(str(path), options | {"strings_to_urls": False, "date_1904": True})
        self._sheet = self._book.add_worksheet(table.title[:31])
        self._head = self._book.add_format({"bold": True, "bottom": 1})
        self._formats = {
            timedelta: self._book.add_format({"num_format": "[h]:mm"}),
            datetime: self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: self._book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        self._sheet.set_column(0, table.words - 1, WIDE)
        self._sheet.set_column(table.words, len(table.heads) - 1, NARROW + 5)
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, table.heads, self._head)
        self._next = 1

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            for column, cell in enumerate(row):
                self._write(column, cell)
            self._next += 1

    def _write(self, column: int, cell: Any) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            self._sheet.write_string(self._next, column, cell)
        elif isinstance(cell, int):
            self._sheet.write_number(self._next, column, cell)
        else:
            self._sheet.write_datetime(self._next, column, cell, self._formats[type(cell)])

    def close(self) -> None:
        self._book.close()
