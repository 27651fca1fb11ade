"""The lines of an export: what stands in a row, as text, the same in a CSV file and in a PDF."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from uhrwerk.operations.inspection import Sheet
from uhrwerk.rules.day import local_date
from uhrwerk.storage.attendance_days import AttendanceDayRow
from uhrwerk.storage.attendances import Attendance

COLUMNS = (
    *("row", "person", "personnel_number", "day", "start", "start_offset", "end", "end_offset", "zone"),
    *("breaks", "break_times", "deducted", "worked", "how", "recorded_at", "corrections", "state"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row; the names are those of COLUMNS. Lengths are `h:mm:ss`, wall clocks `2026-03-10 08:00:00`."""

    row: str
    person: str
    personnel_number: str
    day: str
    start: str = ""
    start_offset: str = ""
    end: str = ""
    end_offset: str = ""
    zone: str = ""
    breaks: str = ""
    break_times: str = ""
    deducted: str = ""
    worked: str = ""
    how: str = ""
    recorded_at: str = ""
    corrections: str = ""
    state: str = ""

    @property
    def cells(self) -> list[str]:
        return [getattr(self, name) for name in COLUMNS]


def lines(sheet: Sheet, texts: Mapping[str, str]) -> Iterator[Line]:
    """Every record of the sheet, each day's sum after the records that began on it, and the sum of all days."""
    sums = {day.day: day for day in sheet.days}
    for record in sheet.attendances:
        began_on = local_date(record.started_at, sheet.person.zones)
        yield from (_sum(sheet, sums.pop(day), texts) for day in sorted(sums) if day < began_on)
        yield _record(sheet, record, began_on, texts)
    yield from (_sum(sheet, sums[day], texts) for day in sorted(sums))
    yield _total(sheet, texts)


def _record(sheet: Sheet, record: Attendance, began_on: date, texts: Mapping[str, str]) -> Line:
    where = sheet.person.zones.at(record.started_at)
    counts = record.deleted_at is None and record.net_seconds is not None
    return Line(
        row=texts["record"],
        **_whose(sheet),
        day=began_on.isoformat(),
        start=_wall(record.started_at, where),
        start_offset=_offset(record.started_at, where),
        end=_wall(record.ended_at, where) if record.ended_at else "",
        end_offset=_offset(record.ended_at, where) if record.ended_at else "",
        zone=where.key,
        breaks=length(record.break_seconds or 0) if counts else "",
        break_times=_break_times(record, where),
        worked=length(record.net_seconds or 0) if counts else "",
        how=texts["by_hand" if record.manual else "clocked"],
        recorded_at=f"{record.start_recorded_at:%Y-%m-%d %H:%M:%S}",
        corrections=str(sheet.corrections.get(record.id, 0)),
        state=texts[_state(record)],
    )


def _sum(sheet: Sheet, day: AttendanceDayRow, texts: Mapping[str, str]) -> Line:
    sums = _sums(day.break_seconds, sheet.deducted.get(day.day, 0), day.worked_seconds)
    return Line(row=texts["day_sum"], **_whose(sheet), day=day.day.isoformat(), **sums)


def _total(sheet: Sheet, texts: Mapping[str, str]) -> Line:
    breaks, worked = (sum(getattr(day, name) for day in sheet.days) for name in ("break_seconds", "worked_seconds"))
    deducted = sum(sheet.deducted.get(day.day, 0) for day in sheet.days)
    return Line(row=texts["total"], **_whose(sheet), day="", **_sums(breaks, deducted, worked))


def _sums(breaks: int, deducted: int, worked: int) -> dict[str, str]:
    """What was deducted stands apart: `worked` is what was worked."""
    return {"breaks": length(breaks), "deducted": length(deducted) if deducted else "", "worked": length(worked)}


def _whose(sheet: Sheet) -> dict[str, str]:
    return {"person": sheet.person.name, "personnel_number": sheet.person.personnel_number or ""}


def _state(record: Attendance) -> str:
    if record.deleted_at is not None:
        return "deleted"
    if record.ended_at is None:
        return "running"
    return "to_confirm" if record.to_confirm else "confirmed"


def _break_times(record: Attendance, where: ZoneInfo) -> str:
    spans = [(each.started_at, each.ended_at) for each in record.breaks]
    clocks = [tuple(f"{at.astimezone(where):%H:%M:%S}" if at else "" for at in span) for span in spans]
    return ", ".join(f"{begin}–{end}" for begin, end in clocks)


def length(seconds: int) -> str:
    """`h:mm:ss`, which spreadsheets of every language take for a length of time."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _wall(instant: datetime, where: ZoneInfo) -> str:
    return f"{instant.astimezone(where):%Y-%m-%d %H:%M:%S}"


def _offset(instant: datetime, where: ZoneInfo) -> str:
    return "UTC" + instant.astimezone(where).isoformat(timespec="seconds")[19:]
