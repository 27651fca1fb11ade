"""/reports/attendance: due, worked, balance, of whose time one may read, as far as today."""

import pytest

from tests.home import Home, Workplace
from tests.native.test_work_time import agreed, periods, worked
from tests.reports.test_page import Table, read_csv, sheet_of
from tests.web.browser import Browser

MARCH = "starts_on=2026-03-01&ends_on=2026-03-31"


@pytest.fixture
def at_work(home: Home, place: Workplace) -> Workplace:
    """The owner has been full-time since Monday a week ago, and was there ten hours each Monday; so was the lead."""
    agreed(home, place)
    for someone in (place.owner, place.lead):
        for day in ("2026-03-02", "2026-03-09"):
            worked(home, someone, day, (7, 17))
    return place


def test_days_to_come_do_not_count_and_the_balance_is_the_accounts(home: Home, at_work: Workplace) -> None:
    owner = Browser(home, at_work.owner)
    [_, row] = Table(owner.page(f"/reports/attendance?{MARCH}")).rows
    # Two Mondays of ten hours in seven days of eight, the eighth is to come to its end.
    assert row[:3] == ["Owner Example", "56:00", "20:00"]
    [of_api] = periods(home, at_work.owner, "range", "2026-03-01", "2026-03-10")
    assert (of_api["due_seconds"], of_api["worked_seconds"]) == (56 * 3600, 20 * 3600)
    hours = of_api["balance_seconds"] // 3600
    assert row[3:] == [f"−{-hours}:00"] * 2
    assert len(Table(owner.page(f"/reports/attendance?{MARCH}&step=week")).rows) == 1 + 3
    future = owner.page("/reports/attendance?starts_on=2026-04-01&ends_on=2026-04-30")
    assert "No attendance on these days" in future.texts


def test_everybody_sees_whose_time_is_theirs_to_read(home: Home, at_work: Workplace) -> None:
    def seen(someone_is: str) -> list[str]:
        page = Browser(home, getattr(at_work, someone_is)).page(f"/reports/attendance?{MARCH}")
        return [row[0] for row in Table(page).rows[1:]]

    assert seen("admin") == ["Lead Example", "Owner Example"]
    assert seen("lead") == ["Lead Example"]
    assert seen("owner") == ["Owner Example"]
    assert seen("colleague") == []
    asked = f"/reports/attendance?{MARCH}&person={at_work.lead.id}"
    assert Table(Browser(home, at_work.owner).page(asked)).rows == []


def test_its_files_have_what_the_page_has(home: Home, at_work: Workplace) -> None:
    admin = Browser(home, at_work.admin)
    answer = admin.get(f"/reports/attendance/file/csv?{MARCH}&step=month&person={at_work.owner.id}")
    assert answer.headers["content-disposition"] == 'attachment; filename="attendance-2026-03-01-2026-03-31.csv"'
    head, row = read_csv(answer.content, ",")
    assert head == ["Person", "From", "To", "Due", "Worked", "Difference", "Balance"]
    assert row[:5] == ["Owner Example", "2026-03-01", "2026-03-10", "56:00:00", "20:00:00"]
    sheet = sheet_of(admin.get(f"/reports/attendance/file/xlsx?{MARCH}").content)
    assert [cell.value for cell in sheet["A"]] == ["Person", "Lead Example", "Owner Example"]
    assert sheet["G3"].value.total_seconds() < 0


@pytest.mark.parametrize(
    ("query", "fields"),
    [("starts_on=2026-03-09&ends_on=2026-03-08", {"ends_on"}), (f"{MARCH}&step=decade", {"step"})],
)
def test_what_cannot_be_shown_is_said_beside_its_field(
    home: Home, place: Workplace, query: str, fields: set[str]
) -> None:
    page = Browser(home, place.owner).page(f"/reports/attendance?{query}", status=422)
    assert set(page.problems) == fields
