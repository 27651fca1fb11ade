"""/reports in a browser without a screen: figures, where they lead, files, and reports that are kept."""

import csv
import io
import re
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook

from tests.home import MORNING, Home
from tests.reports.office import Booked, Office, office_of
from tests.web.browser import Browser, Page
from uhrwerk.entrypoints.web.reports import export
from uhrwerk.operations.billing import ROUNDING
from uhrwerk.operations.workspaces import change_setting, command_line_actor
from uhrwerk.storage.store import Tx

MARCH = "starts_on=2026-03-01&ends_on=2026-03-31"
DANGEROUS = '=HYPERLINK("http://example.org")'


def furnished(home: Home) -> Office:
    """A week of the owner, a day of the others; the week before an hour more."""
    office = office_of(home)
    monday = MORNING - timedelta(days=1)

    async def book(tx: Tx) -> None:
        for each in (
            Booked("owner", monday, 61, task="Sitemap", tags=("urgent", "travel"), note=DANGEROUS),
            Booked("owner", monday + timedelta(hours=2), 59, project="Intern", billable=False),
            Booked("owner", monday - timedelta(days=7), 180),
            Booked("owner", monday + timedelta(hours=14), 240, project="Shop", type_of_work="Other"),
            Booked("colleague", monday, 120, project="Secret", task="Plan"),
            Booked("lead", monday, 240, project="Shop", tags=("travel",)),
        ):
            await office.book(tx, each)

    home.run(book)
    return office


@pytest.fixture(scope="module")
def office(running_home: Home) -> Office:
    """One for all tests that change nothing."""
    running_home.clock.now = MORNING
    return furnished(running_home)


@pytest.fixture
def own_office(home: Home) -> Office:
    """The test's own, to change."""
    return furnished(home)


def browser(home: Home, office: Office, who: str = "owner", language: str = "en") -> Browser:
    return Browser(home, office.someone(who), language)


class Table(HTMLParser):
    """A page's table: the texts of its cells row by row, and where a row leads."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self._within = False
        self.feed(page.answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag != "div" and (self._within or tag == "table")
        if not self._within:
            return
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
        elif tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._within = self._within and tag != "table"

    def handle_data(self, data: str) -> None:
        if self._within and self.rows and self.rows[-1]:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {data.strip()}".strip()


def figures(page: Page) -> dict[str, str]:
    """The page's large figures by what they are called."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page.answer.text)
    return {name.replace("\u2009", " "): re.sub(r" <small.*|<[^>]+>", "", value) for name, value in found}


def test_the_page_shows_sums_their_parts_and_a_chart(home: Home, office: Office) -> None:
    page = browser(home, office).page(f"/reports?{MARCH}&by=project&then=billable")
    assert figures(page)["Time"].startswith("9:00")
    assert figures(page)["Billable"].startswith("8:01")
    assert figures(page)["Entries"] == "4"
    rows = [[cell for cell in row if cell] for row in Table(page).rows]
    assert rows == [
        ["Project", "Bar", "Time", "Share", "Billable", "Entries"],
        ["Website", "4:01 Website", "45%", "4:01", "2"],
        ["Billable", "4:01 Billable", "45%", "4:01", "2"],
        ["Shop", "4:00 Shop", "44%", "4:00", "1"],
        ["Billable", "4:00 Billable", "44%", "4:00", "1"],
        ["Intern", "0:59 Intern", "11%", "0:00", "1"],
        ["Not billable", "0:59 Not billable", "11%", "0:00", "1"],
        ["Total", "9:00", "100%", "8:01", "4"],
    ]
    columns = page.all("a", class_="chart-column")
    # A column a day, drawn for a desk and for a phone.
    assert len(columns) == 2 * 31
    told = [column["data-tip"] for column in columns if "Mar 9" in (column["data-tip"] or "")]
    assert told == ["Mon, Mar 9, 2026\n3:00\nIntern 0:59\nShop 1:00\nWebsite 1:01"] * 2


@pytest.mark.parametrize(
    "by", ["person", "client", "project", "task", "type-of-work", "tag", "billable", "day", "month"]
)
def test_every_figure_leads_to_entries_that_come_to_it(home: Home, office: Office, by: str) -> None:
    reader = browser(home, office, "lead")
    page = reader.page(f"/reports?{MARCH}&by={by}&then=week")
    table = Table(page)
    shown = [row[2].split()[0] for row in table.rows[1:-1]]
    assert shown
    assert figures(reader.page(table.links[0]))["Time"] == shown[0]
    assert [figures(reader.page(link))["Time"] for link in table.links] == shown
    column = page.all("a", class_="chart-column")[8]
    assert column["data-tip"] is not None
    assert figures(reader.page(column["href"] or ""))["Time"] == column["data-tip"].split("\n")[1]


def test_the_days_before_are_compared_row_by_row(home: Home, office: Office) -> None:
    days = "starts_on=2026-03-09&ends_on=2026-03-15"
    page = browser(home, office).page(f"/reports?{days}&by=project&compare=yes")
    assert figures(page)["Mar 2 – 8, 2026"].startswith("3:00")
    rows = {row[0]: row[4:6] for row in Table(page).rows[1:]}
    assert rows == {
        "Website": ["3:00", "−1:59"],
        "Shop": ["0:00", "+4:00"],
        "Intern": ["0:00", "+0:59"],
        "Total": ["3:00", "+3:00"],
    }


def test_what_the_workspace_bills_rounded_stands_beside_what_is_exact(home: Home, own_office: Office) -> None:
    actor = command_line_actor(own_office.place.id)
    home.run(lambda tx: change_setting(tx, actor, home.clock.now, ROUNDING.name, 15))
    page = browser(home, own_office).page(f"/reports?{MARCH}&by=project")
    assert figures(page)["Billed, rounded"] == "8:15"
    assert {row[0]: row[5] for row in Table(page).rows[1:]} == {
        "Website": "4:15",
        "Shop": "4:00",
        "Intern": "0:00",
        "Total": "8:15",
    }


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("period=custom", {"starts_on", "ends_on"}),
        ("starts_on=2026-03-01&ends_on=2026-02-01", {"ends_on"}),
        ("starts_on=2026-03-40&ends_on=2026-02-01", {"starts_on"}),
        ("starts_on=0001-01-01&ends_on=2026-02-01", {"starts_on"}),
        ("period=next-year", {"period"}),
        ("by=shoe-size", {"by"}),
        (f"{MARCH}&by=day&then=hour", {"then"}),
    ],
)
def test_a_question_that_is_none_is_shown_again_with_what_is_wrong(
    home: Home, office: Office, query: str, fields: set[str]
) -> None:
    reader = browser(home, office)
    page = reader.page(f"/reports?{query}", status=422)
    assert set(page.problems) == fields
    if "starts_on" in query:
        assert page.value("starts_on") == query.partition("starts_on=")[2].partition("&")[0]
    assert reader.get(f"/reports/file/csv?{query}").status_code == 422
    assert reader.get(f"/reports/entries?{query}").status_code == 422
    assert reader.get(f"/reports/file/pdf?{query}").status_code == 404


def test_ids_that_lead_nowhere_find_nothing(home: Home, office: Office) -> None:
    elsewhere = office_of(home)
    for query in (
        f"project={elsewhere.ids['Website']}",
        f"person={elsewhere.place.owner.id}",
        f"person={office.place.colleague.id}",
        f"task={office.ids['Plan']}",
        "tag=no-id",
        "text=nothing+like+it",
    ):
        page = browser(home, office).page(f"/reports?{MARCH}&{query}")
        assert "No time on these days" in page.texts, query
        assert "No entries" in browser(home, office).page(f"/reports/entries?{MARCH}&{query}").texts


def test_only_what_one_may_know_is_there_to_choose(home: Home, office: Office) -> None:
    def offered(who: str, name: str) -> set[str | None]:
        page = browser(home, office, who).page("/reports")
        return {each["value"] for each in page.all("input", type="checkbox", name=name)}

    place, ids = office.place, office.ids
    assert offered("owner", "person") == set()
    assert offered("lead", "person") == {place.lead.id, place.owner.id}
    assert offered("admin", "person") >= {place.admin.id, place.colleague.id}
    assert ids["Secret"] not in offered("owner", "project") | offered("lead", "project")
    assert ids["Secret"] in offered("admin", "project") & offered("colleague", "project")


def test_who_is_not_signed_in_signs_in_first(home: Home) -> None:
    for path in (f"/reports?{MARCH}", "/reports/entries", "/reports/file/csv", "/reports/entries/file/xlsx"):
        answer = home.http.get(path, headers={"Accept": "text/html"}, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=/reports")


def test_entries_come_page_by_page_and_lead_to_their_day(home: Home, own_office: Office) -> None:
    async def book(tx: Tx) -> None:
        for number in range(55):
            await own_office.book(
                tx, Booked("owner", MORNING - timedelta(days=30, minutes=number), 1, note=f"No. {number}")
            )

    home.run(book)
    reader = browser(home, own_office)
    path = "/reports/entries?starts_on=2026-02-01&ends_on=2026-02-28"
    first = reader.page(path)
    rows = Table(first).rows[1:]
    [older] = [each["href"] for each in first.all("a", class_="button") if "after=" in (each["href"] or "")]
    second = reader.page(older or "")
    rows += Table(second).rows[1:]
    assert [re.findall(r"No\. \d+", row[2])[0] for row in rows] == [f"No. {number}" for number in range(55)]
    assert not [each for each in second.all("a", class_="button") if "after=" in (each["href"] or "")]
    assert Table(first).links[0] == "/calendar?view=day&of=2026-02-08"
    assert figures(first)["Time"] == figures(second)["Time"] == "0:55"


def read_csv(content: bytes, delimiter: str) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content[3:].decode(), newline=""), delimiter=delimiter))


def test_the_csv_files_have_what_the_page_has(home: Home, own_office: Office) -> None:
    answer = browser(home, own_office).get(f"/reports/file/csv?{MARCH}&by=project&then=billable&compare=yes")
    assert answer.headers["content-disposition"] == 'attachment; filename="report-2026-03-01-2026-03-31.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert read_csv(answer.content, ",")[1:4] == [
        ["Website", "", "4:01:00", "4:01:00", "0:00:00", "4:01:00", "2"],
        ["Website", "Billable", "4:01:00", "4:01:00", "0:00:00", "4:01:00", "2"],
        ["Shop", "", "4:00:00", "4:00:00", "0:00:00", "4:00:00", "1"],
    ]
    german = browser(home, own_office, language="de")
    me = f"/v1/people/{own_office.place.owner.id}"
    assert home.http.patch(me, headers=own_office.place.owner.bearer, json={"language": "de"}).status_code == 200
    answer = german.get(f"/reports/entries/file/csv?{MARCH}&task={own_office.ids['Sitemap']}")
    assert answer.headers["content-disposition"] == 'attachment; filename="zeiteintraege-2026-03-01-2026-03-31.csv"'
    head, row = read_csv(answer.content, ";")
    assert dict(zip(head, row, strict=True)) == {
        "Person": "Owner Example",
        "Kunde": "Nordlicht",
        "Projekt": "Website",
        "Aufgabe": "Sitemap",
        "Tätigkeit": "Design",
        "Schlagwörter": row[5],
        "Notiz": f"'{DANGEROUS}",
        "Abrechenbar": "ja",
        "Tag": "2026-03-09",
        "Beginn": "2026-03-09 09:00:00",
        "Ende": "2026-03-09 10:01:00",
        "Zeit": "1:01:00",
    }
    assert set(row[5].split(", ")) == {"urgent", "travel"}


def sheet_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).active


def test_the_spreadsheets_have_what_the_page_has(home: Home, office: Office) -> None:
    reader = browser(home, office)
    answer = reader.get(f"/reports/file/xlsx?{MARCH}&by=project")
    assert answer.headers["content-disposition"] == 'attachment; filename="report-2026-03-01-2026-03-31.xlsx"'
    sheet = sheet_of(answer.content)
    assert sheet.freeze_panes == "A2"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Project", "Time", "Billable", "Entries"],
        ["Website", timedelta(hours=4, minutes=1), timedelta(hours=4, minutes=1), 2],
        ["Shop", timedelta(hours=4), timedelta(hours=4), 1],
        ["Intern", timedelta(minutes=59), timedelta(), 1],
        ["Total", timedelta(hours=9), timedelta(hours=8, minutes=1), 4],
    ]
    assert sheet["B2"].number_format == "[h]:mm"
    sheet = sheet_of(reader.get(f"/reports/entries/file/xlsx?{MARCH}&text=HYPERLINK").content)
    row = {head.value: cell for head, cell in zip(*sheet.iter_rows(), strict=True)}
    assert (row["Note"].value, row["Note"].data_type) == (DANGEROUS, "s")
    assert row["Time"].value == timedelta(minutes=61)
    assert row["Begin"].value == datetime(2026, 3, 9, 9, 0)  # noqa: DTZ001 - a wall clock


def test_a_spreadsheet_of_too_many_entries_is_refused(
    home: Home, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = browser(home, office)
    path = f"/reports/entries/file/xlsx?{MARCH}"
    monkeypatch.setattr(export, "MOST_ROWS", 4)
    assert reader.get(path).status_code == 200
    monkeypatch.setattr(export, "MOST_ROWS", 3)
    refused = reader.get(path)
    assert refused.status_code == 422
    assert "more than 3 entries" in refused.text


def test_a_report_is_kept_found_again_by_other_faces_and_forgotten(home: Home, own_office: Office) -> None:
    reader = browser(home, own_office)
    asked = f"period=this-month&by=client&then=week&project={own_office.ids['Website']}&billable=yes&text=kick"
    form = {"question": asked, "name": "  Billable  ", "shared": "yes"}
    answer = reader.post("/reports/saved", form)
    assert (answer.status_code, parse_qs(urlsplit(answer.headers["location"]).query)) == (303, parse_qs(asked))
    [kept] = home.http.get("/v1/reports", headers=own_office.place.owner.bearer).json()["items"]
    assert (kept["name"], kept["shared"]) == ("Billable", True)
    assert kept["definition"] == {
        "period": "this-month",
        "starts_on": None,
        "ends_on": None,
        "group_by": ["client", "week"],
        "people": [],
        "projects": [own_office.ids["Website"]],
        "clients": [],
        "tasks": [],
        "types_of_work": [],
        "tags": [],
        "billable": True,
        "text": "kick",
    }
    for who in ("owner", "colleague"):
        links = browser(home, own_office, who).page("/reports").all("a")
        queries = [parse_qs(urlsplit(each["href"] or "").query) for each in links]
        assert parse_qs(asked) in queries, who
    remove = f"/reports/saved/{kept['id']}/remove"
    assert browser(home, own_office, "colleague").post(remove).status_code == 403
    assert reader.post(remove).status_code == 303
    assert home.http.get("/v1/reports", headers=own_office.place.owner.bearer).json()["items"] == []


def test_a_report_without_a_name_is_not_kept(home: Home, office: Office) -> None:
    answer = browser(home, office).post("/reports/saved", {"question": MARCH, "name": " "})
    page = Page(answer)
    assert (answer.status_code, set(page.problems)) == (422, {"name"})
    assert figures(page)["Time"] == "9:00"
