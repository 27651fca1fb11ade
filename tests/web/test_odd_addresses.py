"""Addresses and forms that no page of ours makes: a word about what is wrong, or what there is without it."""

from datetime import date
from typing import Final

from tests.home import Home, Workplace
from tests.web.browser import Browser
from uhrwerk.entrypoints.web.addresses import cursor_of

ADDRESSES: Final = {
    "/absences/new?person_id=x": 404,
    "/absences/new?starts_on=9999-12-31": 200,
    "/absences/calendar?team=x": 404,
    "/admin/kiosks/people?after=x": 200,
    f"/admin/people?after={cursor_of(['x', 'x', 'x'])}": 422,
    f"/admin/projects?after={cursor_of(['x', 'x'])}": 422,
    f"/corrections?after={cursor_of(['2026-03-10', 'x'])}": 422,
    f"/corrections?after={cursor_of([chr(0), 'x'])}": 422,
    "/findings?month=9999-12": 200,
    "/palette?q=%00": 200,
    "/purposes?q=%00": 200,
    "/record?month=0001-01": 200,
    "/record?person_id=x": 404,
    "/week?q=%ff": 400,
}


def test_an_odd_address_gets_a_page(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    assert {path: browser.get(path).status_code for path in ADDRESSES} == ADDRESSES


def test_what_is_no_id_cannot_be_chosen(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    day = str(date(2026, 3, 12))
    absence = {"starts_on": day, "ends_on": day, "absence_type_id": "x"}
    assert browser.post("/absences", absence).status_code == 422
    assert browser.post("/absences/preview", absence).status_code == 200
    assert browser.post("/absences", absence | {"person_id": "x", "reason": "because"}).status_code == 404
    assert browser.post("/admin/kiosks/new", {"name": "Door", "teams": "x"}).status_code == 422
