"""From a report to the entries behind a figure, and to a file."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.served import ServedHome
from tests.browser.window import UNLIKE, Look
from tests.home import MORNING
from tests.reports.office import Booked, office_of
from uhrwerk.storage.store import Tx

MARCH = "starts_on=2026-03-01&ends_on=2026-03-31"


@pytest.mark.parametrize("look", UNLIKE, ids=str)
def test_from_a_report_by_its_filters_to_entries_and_a_file(window: OpenWindow, home: ServedHome, look: Look) -> None:
    opened = window(look=look)
    opened.at(MORNING)
    office = office_of(home)

    async def book(tx: Tx) -> None:
        for who, minutes, project in (("owner", 61, "Website"), ("lead", 90, "Shop"), ("owner", 30, "Shop")):
            await office.book(tx, Booked(who, minutes=minutes, project=project))

    home.run(book)
    opened.sign_in(office.place.lead)
    page = opened.go(f"/reports?{MARCH}&by=project&compare=yes")
    opened.check()

    # Another group, by the keyboard: the address says it, nothing else is loaded anew.
    page.evaluate("window.same = true")
    page.locator("#field-by").focus()
    page.locator("#field-by").select_option("person")
    page.wait_for_url(re.compile("by=person"))
    expect(page.locator(".report-table tbody th").first).to_have_text("Owner Example")
    page.locator(".report-names:has([name=project]) > summary").click()
    page.locator(f"[name=project][value='{office.ids['Shop']}']").check()
    page.wait_for_url(re.compile(f"project={office.ids['Shop']}"))
    expect(page.locator(".report-table tfoot td.number").first).to_have_text("2:00")
    assert page.evaluate("window.same")
    opened.check()

    # The chart is one stop of the tab key; the arrows go from day to day, and each says what it is.
    columns = page.locator(".columns-chart:visible a.chart-column")
    columns.first.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(columns.nth(8)).to_be_focused()
    expect(page.locator(".chart-tip")).to_contain_text("2:00")
    assert columns.and_(page.locator("[tabindex='0']")).count() == 1

    page.locator(".report-table tbody a", has_text="0:30").click()
    page.wait_for_url(re.compile("/reports/entries"))
    expect(page.locator(".report-table tbody tr")).to_have_count(1)
    opened.check()
    with page.expect_download() as download:
        page.locator("a[download]", has_text="Excel").click()
    assert download.value.suggested_filename.endswith("-2026-03-01-2026-03-31.xlsx")

    opened.go(f"/reports/attendance?{MARCH}")
    opened.check()
