"""Closing days of a workplace: by a lock, or by a timesheet that was handed in."""

from typing import Any

from tests.home import Home, Someone, Workplace


def lock(home: Home, place: Workplace, through: str, **members: Any) -> str:
    """Lock the days up to and including `through`; the lock's id."""
    answer = home.http.post("/v1/locks", headers=place.admin.bearer, json={"locked_through": through} | members)
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["id"]
    return id


def timesheet(home: Home, someone: Someone, starts_on: str, period: str = "week") -> str:
    """An open timesheet of theirs; its id."""
    form = {"period": period, "starts_on": starts_on}
    answer = home.http.post("/v1/timesheets", headers=someone.bearer, json=form)
    assert answer.status_code == 201, answer.text
    id: str = answer.json()["id"]
    return id


def moved(home: Home, someone: Someone, id: str, verb: str, reason: str | None = None) -> dict[str, Any]:
    """The timesheet after the verb."""
    answer = home.http.post(f"/v1/timesheets/{id}/{verb}", headers=someone.bearer, json={"reason": reason})
    assert answer.status_code == 200, answer.text
    sheet: dict[str, Any] = answer.json()
    return sheet


def handed_in(home: Home, someone: Someone, starts_on: str, period: str = "week") -> str:
    """A timesheet of theirs, submitted; its id."""
    id = timesheet(home, someone, starts_on, period)
    moved(home, someone, id, "submit")
    return id
