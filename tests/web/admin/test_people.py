"""People, their contracts and balances, in the administration."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.home import Home, Workplace
from tests.web.admin.cast import ids_in, says, someone
from tests.web.browser import Browser, Page
from uhrwerk.storage.statement import Statement

NEW = {
    "first_name": "Ada",
    "last_name": "Byron",
    "username": "ada",
    "email": "ada@example.org",
    "role": "member",
    "zone": "Europe/Berlin",
    "language": "en",
}
PEOPLE = "/admin/people"


def test_somebody_is_added_invited_and_changed(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    wrong = NEW | {"email": "nowhere", "zone": "Mars/Olympus"}
    refused = Page(browser.post(f"{PEOPLE}/new", wrong))
    assert refused.answer.status_code == 422
    assert set(refused.problems) & {"email", "zone"}
    assert {name: refused.value(name) for name in ("username", "email", "zone")} == {
        name: wrong[name] for name in ("username", "email", "zone")
    }
    taken = Page(browser.post(f"{PEOPLE}/new", NEW | {"username": "owner"}))
    assert set(taken.problems) == {"username"}

    invited = Page(browser.post(f"{PEOPLE}/new", NEW | {"invite": "yes"}))
    assert says(invited, "Ada Byron is invited")
    assert says(invited, "/invitation/"), "without a mail server the link is shown, this once"
    [id] = ids_in(browser.page(f"{PEOPLE}?q=byr ada"), PEOPLE)

    one = browser.page(f"{PEOPLE}/{id}")
    assert not says(one, "/invitation/")
    born = NEW | {"birth_date": "2009-05-01", "personnel_number": "17", "role": "lead", "version": one.value("version")}
    assert browser.post(f"{PEOPLE}/{id}", born | {"reason": "promoted"}).status_code == 303
    kept = home.http.get(f"/v1/people/{id}", headers=place.admin.bearer).json()
    assert (kept["role"], kept["birth_date"], kept["personnel_number"]) == ("lead", "2009-05-01", "17")
    assert says(browser.page(f"{PEOPLE}/{id}"), "promoted")
    late = Page(browser.post(f"{PEOPLE}/{id}", born | {"birth_date": "2090-01-01", "version": "2"}))
    assert set(late.problems) == {"birth_date"}


def test_the_list_is_narrowed_by_role_team_and_state(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.admin)
    browser.post("/admin/teams/new", {"name": "Netz", "people": [place.owner.id]})
    [team] = ids_in(browser.page("/admin/teams"), "/admin/teams")

    def found(query: str) -> set[str]:
        return set(ids_in(browser.page(f"{PEOPLE}?{query}"), PEOPLE))

    assert found("role=lead") == {place.lead.id}
    assert found(f"team={team}") == {place.owner.id}
    assert says(browser.page(PEOPLE), "Netz")
    assert browser.post(f"{PEOPLE}/{place.colleague.id}/ask/deactivate", {"reason": "left"}).status_code == 303
    assert place.colleague.id not in found("")
    assert found("state=inactive") == {place.colleague.id}
    assert home.http.get("/v1/me", headers=place.colleague.bearer).status_code == 401
    assert len(found("state=all")) == 4


def test_a_list_of_many_asks_the_database_as_often_as_one_of_few(
    home: Home, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(home, place.admin)
    someone(home, place, "first", "member")
    few = statements_of(home, browser, monkeypatch)
    for number in range(11):
        someone(home, place, f"more{number}", "member")
    assert len(ids_in(browser.page(PEOPLE), PEOPLE)) == 16
    assert statements_of(home, browser, monkeypatch) == few


def statements_of(home: Home, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many statements the list of people takes."""
    browser.page(PEOPLE)  # who asks is known from here on
    asked: list[Statement] = []
    read = home.house.store.read

    async def counted(operation: Any, *, long: bool = False) -> Any:
        return await read(lambda tx: operation(Counting(tx, asked)), long=long)

    with monkeypatch.context() as patched:
        patched.setattr(home.house.store, "read", counted)
        assert len(ids_in(browser.page(PEOPLE), PEOPLE)) >= 4
    assert asked
    return len(asked)


class Counting:
    """A reading transaction that notes each statement."""

    def __init__(self, tx: Any, asked: list[Statement]) -> None:
        self._tx, self._asked = tx, asked

    async def one(self, statement: Statement, **values: Any) -> Any:
        self._asked.append(statement)
        return await self._tx.one(statement, **values)

    async def all(self, statement: Statement, **values: Any) -> Sequence[Any]:
        self._asked.append(statement)
        found: Sequence[Any] = await self._tx.all(statement, **values)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)


def test_erasing_asks_for_the_name_and_a_reason(home: Home, place: Workplace) -> None:
    browser, path = Browser(home, place.admin), f"{PEOPLE}/{place.colleague.id}/ask/erase"
    assert says(browser.page(path), "cannot be undone")
    active = Page(browser.post(path, {"sure": "colleague", "reason": "asked for it"}))
    assert says(active, "deactivate them first")
    browser.post(f"{PEOPLE}/{place.colleague.id}/ask/deactivate")
    assert set(Page(browser.post(path, {"sure": "owner", "reason": "asked"})).problems) == {"sure"}
    unsaid = Page(browser.post(path, {"sure": "colleague"}))
    assert set(unsaid.problems) == {"reason"}
    assert unsaid.value("sure") == "colleague"
    assert browser.post(path, {"sure": "colleague", "reason": "asked for it"}).status_code == 303
    assert browser.get(f"{PEOPLE}/{place.colleague.id}").status_code == 404
    assert not says(browser.page(f"{PEOPLE}?state=all"), "colleague")


CONTRACT: dict[str, Any] = {
    "starts_on": "2026-04-01",
    "kind": "week",
    "weekly_seconds": "38,5",
    "workdays": ["1", "2", "3", "4", "5"],
    "region": "DE-BE",
    "break_policy": "deduct-minimum",
    "overtime": "counts",
    "balance_excess": "forfeit",
    "vacation_days": "28",
    "start_balance_seconds": "-1:30",
}


def test_contracts_stand_in_a_timeline_and_the_past_stays(home: Home, place: Workplace) -> None:
    browser, base = Browser(home, place.admin), f"{PEOPLE}/{place.owner.id}/contracts"
    assert says(browser.page(base), "No contract yet")
    for wrong, field in (
        ({"weekly_seconds": "long"}, "weekly_seconds"),
        ({"weekly_seconds": "169"}, "weekly_seconds"),
        ({"region": "DE-XX"}, "region"),
        ({"ends_on": "2026-03-01"}, "ends_on"),
        ({"kind": "weekdays", "weekday_seconds_1": "eight"}, "weekday_seconds"),
        ({"balance_period": "month"}, "balance_cap_seconds"),
    ):
        refused = Page(browser.post(f"{base}/new", {**CONTRACT, **wrong}))
        assert (refused.answer.status_code, set(refused.problems)) == (422, {field})
        assert refused.value("vacation_days") == "28"
    assert browser.post(f"{base}/new", CONTRACT).status_code == 303
    [kept] = home.http.get(f"/v1/contracts?person_id={place.owner.id}", headers=place.admin.bearer).json()["items"]
    assert (kept["weekly_seconds"], kept["vacation_days"], kept["start_balance_seconds"]) == (138_600, "28", -5400)

    path = f"{base}/{kept['id']}"
    form = browser.page(path)
    assert (form.value("weekly_seconds"), form.value("start_balance_seconds")) == ("38:30", "−1:30")
    # It has not begun, so all of it can be changed; read back, a form gives what it was.
    assert browser.post(path, {**CONTRACT, "start_balance_seconds": "−1:30", "version": "1"}).status_code == 303
    home.clock.forward(days=25)
    begun = browser.page(path)
    assert [had["name"] for had in begun.all("input", type="date")] == ["ends_on"]
    days = {"kind": "weekdays", "starts_on": "2026-05-01"} | {f"weekday_seconds_{day}": "8:00" for day in range(1, 5)}
    assert browser.post(f"{base}/new", {**CONTRACT, **days}).status_code == 303
    timeline = browser.page(base)
    assert says(timeline, "32:00 h a week")
    assert says(timeline, "38:30 h a week")
    assert says(timeline, "In force")
    assert says(timeline, "To come")

    removing = f"{path}/remove"
    assert set(Page(browser.post(removing)).problems) == {"reason"}
    assert browser.post(removing, {"reason": "typed for somebody else"}).status_code == 303
    assert says(browser.page(f"/admin/audit?person={place.owner.id}"), "typed for somebody else")
    other = f"{PEOPLE}/{place.colleague.id}/contracts/{kept['id']}"
    assert browser.get(other).status_code == 404


def test_balances_are_adjusted_and_days_granted_by_hand(home: Home, place: Workplace) -> None:
    browser, base = Browser(home, place.admin), f"{PEOPLE}/{place.owner.id}/balance"
    browser.post(f"{PEOPLE}/{place.owner.id}/contracts/new", {**CONTRACT, "starts_on": "2026-01-01"})
    browser.post("/admin/absence-types/new", {"name": "Holiday", "kind": "vacation", "plannable": "yes"})
    adjustment = {"day": "2026-03-09", "seconds": "+2:00", "kind": "pay-out", "note": "March"}
    refused = Page(browser.post(f"{base}/adjustments/new", adjustment))
    assert (set(refused.problems), refused.value("seconds")) == ({"seconds"}, "+2:00")
    assert browser.post(f"{base}/adjustments/new", adjustment | {"seconds": "-2:00"}).status_code == 303
    granted = {"year": "2026", "days": "30,5"}
    assert set(Page(browser.post(f"{base}/entitlements/new", granted | {"days": "400"})).problems) == {"days"}
    assert browser.post(f"{base}/entitlements/new", granted).status_code == 303
    page = browser.page(base)
    assert says(page, "−2:00")
    assert says(page, "30.5")
    removing = [had["href"] for had in page.all("a") if "/adjustments/" in (had["href"] or "") and "data-ask" in had]
    assert set(Page(browser.post(removing[0] or "")).problems) == {"reason"}
    assert browser.post(removing[0] or "", {"reason": "twice"}).status_code == 303
    assert not says(browser.page(base), "−2:00 ·")
    assert browser.get(f"{PEOPLE}/{place.colleague.id}/balance/adjustments/new").status_code == 200
