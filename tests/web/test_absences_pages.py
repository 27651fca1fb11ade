"""Absences: one's own with what is left, the form and what it costs, the team's calendar, feeds."""

from typing import Any

import pytest

from tests.home import Home, Someone, Workplace
from tests.web.browser import Browser, Page
from tests.web.test_team_board import team_of


def add(home: Home, who: Someone, path: str, **members: Any) -> dict[str, Any]:
    answer = home.http.post(path, headers=who.bearer, json=members)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def furnish(home: Home, place: Workplace) -> dict[str, str]:
    """Vacation, of which the owner has 30 days and three of them until March, and sickness; ids by name."""
    vacation = add(home, place.admin, "/v1/absence-types", name="Vacation", kind="vacation", short_name="VAC")
    sick = add(home, place.admin, "/v1/absence-types", name="Sickness", kind="sick")
    granted = {"person_id": place.owner.id, "year": 2026, "absence_type_id": vacation["id"]}
    add(home, place.admin, "/v1/entitlements", **granted, days="27")
    add(home, place.admin, "/v1/entitlements", **granted, days="3", expires_on="2026-03-31")
    return {"vacation": vacation["id"], "sick": sick["id"]}


def text(page: Page) -> str:
    return " ".join(page.texts)


def mine(home: Home, place: Workplace) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = home.http.get("/v1/absences", headers=place.owner.bearer).json()["items"]
    return items


def test_a_request_from_the_form_to_its_withdrawal(home: Home, own_place: Workplace) -> None:
    place, types = own_place, furnish(home, own_place)
    browser = Browser(home, place.owner, "en-GB")
    assert "Nothing in this year" in text(browser.page("/absences"))
    form = {
        "absence_type_id": types["vacation"],
        "starts_on": "2026-03-20",
        "ends_on": "2026-03-24",
        "half_day_end": "yes",
        "note": "Alps",
    }
    # Friday to Tuesday noon, the weekend between: two and a half days; nothing is written yet.
    shown = text(Page(browser.post("/absences/preview", form, headers={"HX-Request": "true"})))
    assert "2.5 days" in shown
    assert "After that 27.5 remain of 2026." in shown
    assert mine(home, place) == []
    done = browser.post("/absences", form)
    assert (done.status_code, done.headers["Location"]) == (303, "/absences?year=2026")
    page = browser.page("/absences?year=2026")
    said = text(page)
    for wanted in ("20–24 Mar 2026", "until noon on the last day", "Alps", "requested", "27.5 days left"):
        assert wanted in said, wanted
    assert "Alps" not in text(browser.page("/absences?year=2025"))
    widths = {str(had["class"]): had["width"] for tag, had in page.tags if tag == "rect"}
    assert set(widths) == {"is-requested", "is-left"}
    assert abs(float(widths["is-requested"] or 0) - 100 * 2.5 / 30) < 0.01
    # The same days again are refused before and after sending, and what was typed stays.
    assert "another absence" in text(Page(browser.post("/absences/preview", form, headers={"HX-Request": "true"})))
    again = browser.post("/absences", form)
    assert again.status_code == 422
    assert "another absence" in Page(again).problems["form"]
    assert Page(again).value("starts_on") == "2026-03-20"
    assert 'name="note" rows="3" aria-describedby="hint-note">Alps' in again.text
    [asked] = mine(home, place)
    withdrawn = browser.post(f"/absences/{asked['id']}/withdraw", {"version": "1", "year": "2026"})
    assert (withdrawn.status_code, mine(home, place)) == (303, [])


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"starts_on": ""}, "starts_on", "is required"),
        ({"ends_on": "soon"}, "ends_on", "must be a day such as"),
        ({"ends_on": "2026-03-01"}, "ends_on", ""),
        ({"hours": "a while"}, "hours", "must be a length such as 1:30"),
        ({"hours": "25"}, "hours", "is more than a day"),
        ({"hours": "2:30", "ends_on": "2026-03-17"}, "hours", "are of a single day"),
        ({"half_day_start": "yes", "half_day_end": "yes"}, "half_day_end", "leaves nothing of a single day"),
    ],
)
def test_a_refused_request_keeps_what_was_typed(
    home: Home, place: Workplace, changes: dict[str, str], field: str, said: str
) -> None:
    if not home.http.get("/v1/absence-types", headers=place.admin.bearer).json()["items"]:
        furnish(home, place)
    form = {"starts_on": "2026-03-16", "ends_on": "2026-03-16", "note": "My words"} | changes
    answer = Browser(home, place.colleague).post("/absences", form)
    assert answer.status_code == 422
    page = Page(answer)
    assert said in page.problems[field]
    for name in ("starts_on", "ends_on", "hours"):
        assert page.value(name) == form.get(name, "")
    assert "My words" in answer.text


def test_more_than_remains_is_said_before_it_is_sent(home: Home, own_place: Workplace) -> None:
    types = furnish(home, own_place)
    form = {"absence_type_id": types["vacation"], "starts_on": "2026-04-01", "ends_on": "2026-05-29"}
    shown = Browser(home, own_place.owner).post("/absences/preview", form, headers={"HX-Request": "true"})
    assert "more than remain of 2026" in text(Page(shown))


def test_the_teams_calendar_hides_why_from_colleagues(home: Home, own_place: Workplace, elsewhere: Workplace) -> None:
    place, types = own_place, furnish(home, own_place)
    studio = team_of(home, place, "Studio", place.lead, place.owner, place.colleague)
    other = team_of(home, place, "Others", place.admin)
    ill = {"person_id": place.owner.id, "absence_type_id": types["sick"], "note": "Broken leg"}
    add(home, place.admin, "/v1/absences", starts_on="2026-03-11", ends_on="2026-03-12", **ill)
    add(
        home,
        place.owner,
        "/v1/absences",
        starts_on="2026-03-25",
        ends_on="2026-03-25",
        absence_type_id=types["vacation"],
    )

    def cells(reader: Someone, name: str) -> list[str]:
        page = Browser(home, reader, "en-GB").page("/absences/calendar?month=2026-03")
        at = page.answer.text.index(f'<th scope="row">{name}')
        row = page.answer.text[at : page.answer.text.index("</tr>", at)]
        return [part.split('"')[0] for part in row.split('class="away is-')[1:]]

    for reader in (place.lead, place.admin, place.owner):
        row = cells(reader, "Owner Example")
        assert len(row) == 31
        assert (row[9].split()[0], row[10], row[11], row[24]) == ("work", "sick", "sick", "vacation is-requested")
        assert row[13] == "weekend"
    row = cells(place.colleague, "Owner Example")
    assert (row[10], row[11], row[24]) == ("away", "away", "work")
    said = Browser(home, place.colleague).get("/absences/calendar?month=2026-03").text
    for hidden in ("Sickness", "Broken leg", "sick"):
        assert hidden not in said
    assert "Broken leg" not in Browser(home, place.lead).get("/absences/calendar?month=2026-03").text
    assert Browser(home, place.colleague).get(f"/absences/calendar?team={studio}").status_code == 200
    assert Browser(home, place.colleague).get(f"/absences/calendar?team={other}").status_code == 404
    assert Browser(home, elsewhere.admin).get(f"/absences/calendar?team={studio}").status_code == 404
    assert "Sickness" not in Browser(home, elsewhere.admin).get("/absences/calendar?month=2026-03").text
    assert "March 2026" in text(Browser(home, place.owner).page("/absences/calendar?month=2026-13"))


def test_admins_enter_for_others_and_say_why(home: Home, own_place: Workplace) -> None:
    place, types = own_place, furnish(home, own_place)
    team_of(home, place, "Studio", place.lead, place.owner)
    form = {
        "person_id": place.owner.id,
        "absence_type_id": types["sick"],
        "starts_on": "2026-03-09",
        "ends_on": "2026-03-10",
    }
    admin = Browser(home, place.admin)
    assert "Absence of Owner Example" in text(admin.page(f"/absences/new?person_id={place.owner.id}"))
    silent = admin.post("/absences", form)
    assert (silent.status_code, "say why" in Page(silent).problems["reason"]) == (422, True)
    assert admin.post("/absences", form | {"reason": "Called in sick"}).status_code == 303
    [entered] = mine(home, place)
    assert entered["status"] == "approved"
    for reader, status in ((place.lead, 403), (place.colleague, 404)):
        browser = Browser(home, reader)
        assert browser.get(f"/absences/new?person_id={place.owner.id}").status_code == status
        later = form | {"starts_on": "2026-03-16", "ends_on": "2026-03-16", "reason": "Why not"}
        assert browser.post("/absences", later).status_code >= 400
        assert browser.post(f"/absences/{entered['id']}/withdraw", {"reason": "No"}).status_code >= 400
    # What has been decided is not the person's to take back.
    refused = Browser(home, place.owner).post(f"/absences/{entered['id']}/withdraw", {"year": "2026"})
    assert refused.status_code == 422
    assert "has been decided" in Page(refused).problems["form"]
    assert [each["id"] for each in mine(home, place)] == [entered["id"]]


def test_a_feed_is_shown_once_and_ends_when_it_is_revoked(home: Home, own_place: Workplace) -> None:
    furnish(home, own_place)
    browser = Browser(home, own_place.owner)
    nameless = browser.post("/absences/feeds", {"name": " "})
    assert (nameless.status_code, "name" in Page(nameless).problems) == (422, True)
    made = browser.post("/absences/feeds", {"name": "Phone"})
    assert made.status_code == 200
    address = next(each for each in Page(made).texts if "/calendars/" in each)
    assert home.http.get(address).status_code == 200
    page = browser.page("/absences")
    assert "Phone" in page.texts
    assert "/calendars/" not in page.answer.text
    [form] = [had for tag, had in page.tags if tag == "form" and "/revoke" in str(had.get("action"))]
    assert Browser(home, own_place.colleague).post(str(form["action"])).status_code == 404
    assert browser.post(str(form["action"])).status_code == 303
    assert home.http.get(address).status_code == 404
