"""My record: what is stored about somebody's working time, who changed it and why, and the files."""

import json
from typing import Any

from tests.home import Home, Workplace
from tests.web.browser import Browser, Page
from tests.web.test_team_board import team_of


def furnish(home: Home, place: Workplace) -> None:
    """The owner: eight hours a day, one day of work that a lead corrected, an adjustment, a day of vacation."""
    team_of(home, place, "Studio", place.lead, place.owner)

    def add(who: Any, path: str, **members: Any) -> dict[str, Any]:
        answer = home.http.post(path, headers=who.bearer, json=members)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    whose = {"person_id": place.owner.id}
    agreed = home.http.post(
        "/v1/contracts",
        headers=place.admin.bearer,
        json=whose | {"starts_on": "2026-03-02", "kind": "week", "weekly_seconds": 144_000, "vacation_days": "30"},
    )
    assert agreed.status_code == 201, agreed.text
    worked = {"started_at": "2026-03-09T07:00:00Z", "ended_at": "2026-03-09T15:00:00Z"}
    pause = [{"started_at": "2026-03-09T11:00:00Z", "ended_at": "2026-03-09T11:30:00Z"}]
    record = add(place.owner, "/v1/attendance", **worked, breaks=pause)
    corrected = home.http.patch(
        f"/v1/attendance/{record['id']}",
        headers=place.lead.bearer,
        json={"ended_at": "2026-03-09T15:30:00Z", "reason": "Stayed for the call"},
    )
    assert corrected.status_code == 200, corrected.text
    add(place.admin, "/v1/absence-types", name="Vacation", kind="vacation")
    add(place.owner, "/v1/absences", starts_on="2026-03-20", ends_on="2026-03-20")
    adjusted = {"day": "2026-03-04", "seconds": 7200, "kind": "correction", "note": "Taken over"}
    add(place.admin, "/v1/balance-adjustments", **whose, **adjusted)
    entry = {"started_at": "2026-03-09T07:00:00Z", "ended_at": "2026-03-09T08:00:00Z", "note": "Secret work"}
    add(place.owner, "/v1/time-entries", **entry)


def text(page: Page) -> str:
    return " ".join(page.texts)


def test_a_month_with_all_that_is_stored(home: Home, own_place: Workplace, elsewhere: Workplace) -> None:
    place = own_place
    furnish(home, place)
    own = text(Browser(home, place.owner, "en-GB").page("/record?month=2026-03"))
    for wanted in (
        "08:00–16:30",
        "Adjustment +2:00",
        "20 Mar 2026",
        "requested",
        "40:00 h a week",
        "30 days of vacation a year",
        "Taken over",
        "Stayed for the call",
        "Lead Example",
        "owner@example.org",
        "Secret work",
    ):
        assert wanted in own, wanted
    # 2 to 10 March are seven workdays of eight hours; eight were worked, and two given.
    assert "−46:00" in own
    assert "08:00–16:30" not in text(Browser(home, place.owner, "en-GB").page("/record?month=2026-02"))
    led = text(Browser(home, place.lead, "en-GB").page(f"/record?month=2026-03&person_id={place.owner.id}"))
    assert "Stayed for the call" in led
    for hidden in ("owner@example.org", "Secret work", "Everything (JSON)"):
        assert hidden not in led
    whole = text(Browser(home, place.admin).page(f"/record?month=2026-03&person_id={place.owner.id}"))
    assert "owner@example.org" in whole
    for stranger in (place.colleague, elsewhere.admin):
        browser = Browser(home, stranger)
        for path in ("/record?", "/record/export?", "/record/data?"):
            assert browser.get(f"{path}person_id={place.owner.id}").status_code == 404
    assert Browser(home, place.owner).get("/record?person_id=nobody").status_code == 404
    assert Browser(home, place.lead).get(f"/record/data?person_id={place.owner.id}").status_code == 404


def test_the_files_are_those_of_the_month(home: Home, own_place: Workplace) -> None:
    furnish(home, own_place)
    browser = Browser(home, own_place.owner, "en-GB")
    answer = browser.get("/record/export?month=2026-03&format=csv")
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, "text/csv")
    assert 'filename="records-2026-03-01-2026-03-31.csv"' in answer.headers["Content-Disposition"]
    assert "2026-03-09" in answer.text
    pdf = browser.get("/record/export?month=2026-03&format=pdf")
    assert pdf.content.startswith(b"%PDF-")
    data = browser.get("/record/data")
    assert "attachment" in data.headers["Content-Disposition"]
    assert own_place.owner.id in json.dumps(json.loads(data.content))


def test_long_histories_come_in_pages(home: Home, own_place: Workplace) -> None:
    place = own_place
    for minute in range(45):
        at = f"2026-03-09T07:{minute:02d}:00Z"
        entry = {"started_at": at, "ended_at": at, "note": f"Note {minute}!"}
        assert home.http.post("/v1/time-entries", headers=place.owner.bearer, json=entry).status_code == 201
    browser = Browser(home, place.owner)
    page = browser.page("/record?month=2026-03")
    [further] = [str(had["href"]) for tag, had in page.tags if tag == "a" and "after=" in str(had.get("href"))]
    rest = browser.page(further.partition("#")[0])
    seen = [sum(f"Note {minute}!" in each.answer.text for minute in range(45)) for each in (page, rest)]
    assert sum(seen) == 45
    assert min(seen) > 0
    assert browser.get("/record?month=2026-03&after=nonsense").status_code == 422
