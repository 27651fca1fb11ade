"""What somebody reads in an exported PDF."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from tests.pdf_text import pages_of
from uhrwerk.entrypoints.records import pdf_file
from uhrwerk.entrypoints.records.csv_file import Order
from uhrwerk.entrypoints.records.texts import texts
from uhrwerk.keys import Notary
from uhrwerk.operations.inspection import Chain, Sheet
from uhrwerk.rules.day import Zones
from uhrwerk.storage.attendance_days import AttendanceDayRow
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person

BEGUN: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOURS: Final = 8 * 3600
BASE: Final[dict[str, Any]] = {
    "workspace_id": "w",
    "number": 1,
    "version": 1,
    "deleted_at": None,
    "created_by": "p",
    "created_at": BEGUN,
    "updated_by": "p",
    "updated_at": BEGUN,
}


def somebody() -> Person:
    """With a name that would be markup, were it read as such."""
    return Person(
        **BASE,
        id="p",
        username="ada",
        email="ada@example.org",
        first_name="#strong[Ada]",
        last_name="$x$ Łęcka",
        role="member",
        zones=Zones.always("Europe/Berlin"),
        language="de",
        password_hash=None,
        active=True,
        personnel_number="0815",
    )


def eight_hours(id: str, start: datetime) -> Attendance:
    return Attendance(
        **BASE,
        id=id,
        person_id="p",
        zone="Europe/Berlin",
        started_at=start,
        start_recorded_at=start,
        breaks=(),
        ended_at=start + timedelta(hours=8),
        end_recorded_at=start,
        net_seconds=HOURS,
        break_seconds=0,
        note=None,
        manual=False,
        warned_at=None,
        to_confirm=False,
        latitude_start=None,
        longitude_start=None,
        latitude_end=None,
        longitude_end=None,
    )


def test_names_sums_and_on_every_page_what_stands_in_its_columns(tmp_path: Path) -> None:
    days = [BEGUN + timedelta(days=number) for number in range(31)]
    sheet = Sheet(
        person=somebody(),
        attendances=[eight_hours(str(number), start) for number, start in enumerate(days)],
        corrections={"2": 7},
        days=[AttendanceDayRow("w", "p", start.date(), HOURS, 0, ()) for start in days],
        deducted={days[0].date(): 1800},
        chain=Chain("p", 62, "a" * 64),
    )
    order = Order("w", "Werk & Co", days[0].date(), days[-1].date(), "de", BEGUN)
    pages = pages_of(pdf_file.made(order, Notary(b"n" * 32, tmp_path), [sheet]))
    words = texts("de")
    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        begin = page.index(words["day"])
        assert page[begin : begin + 11] == [words[name] for name in pdf_file.COLUMNS]
        assert {"Werk & Co", "2026-03-02 – 2026-04-01", f"{number} / 2"} <= set(page)
    first, second = pages
    assert {"248:00:00", "a" * 64} <= set(first)
    assert f"#strong[Ada] $x$ Łęcka ({words['personnel_number']} 0815)" in "".join(first)
    at = first.index("2026-03-04")
    assert first[at : at + 5] == ["2026-03-04", "09:00:00 +01:00", "17:00:00 +01:00", "0:00:00", "8:00:00"]
    assert first[at + 5 : at + 9] == ["gestempelt", "2026-03-04 08:00:00", "7", "bestätigt"]
    # The sum of the first day, and the heading's, which has it of all days.
    assert "0:30:00" in first
    assert f"{words['deducted']}: 0:30:00" in "".join(first)
    # The clocks went forward on March 29th.
    assert "10:00:00 +02:00" in second
