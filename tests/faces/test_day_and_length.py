"""An entry of which only the day and the length are known keeps both, whichever face changes whatever else."""

from typing import Any

import pytest

from tests.home import Home, Workplace

AWORK = "/api/v1/timeentries"


@pytest.fixture
def entry(home: Home, place: Workplace) -> dict[str, Any]:
    """An hour and a half of the 5th of March, of which ten minutes more were a break."""
    return shown(home, place, "POST", AWORK, {"startDateLocal": "2026-03-05", "duration": 5400, "breakDuration": 600})


def shown(home: Home, place: Workplace, method: str, path: str, members: dict[str, Any]) -> dict[str, Any]:
    base = {"typeOfWorkId": place.type_of_work, "timezone": "Europe/Berlin", "userId": place.owner.id}
    answer = home.http.request(method, path, headers=place.owner.awork_bearer, json=base | members)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def known(entry: dict[str, Any]) -> tuple[Any, ...]:
    """Day and lengths; no time is told, of the breaks either."""
    assert not {"startTimeLocal", "startTimeUtc", "endTimeLocal", "endTimeUtc"} & entry.keys()
    assert entry["breaks"] == []
    return entry["startDateLocal"][:10], entry["startDateUtc"][:10], entry["duration"], entry["breakDuration"]


CHANGES: list[tuple[dict[str, Any], tuple[str, int, int]]] = [
    ({"note": "n"}, ("2026-03-05", 5400, 600)),
    ({"startDateLocal": "2026-03-02"}, ("2026-03-02", 5400, 600)),
    ({"startDateLocal": "2026-03-09"}, ("2026-03-09", 5400, 600)),
    ({"startDateUtc": "2026-03-02T00:00:00Z"}, ("2026-03-02", 5400, 600)),
    ({"timezone": "America/New_York", "note": "n"}, ("2026-03-05", 5400, 600)),
    ({"timezone": "Asia/Tokyo", "startDateLocal": "2026-03-06"}, ("2026-03-06", 5400, 600)),
    ({"breakDuration": 1200}, ("2026-03-05", 5400, 1200)),
    ({"duration": 60}, ("2026-03-05", 60, 600)),
]


def test_what_is_changed_through_awork_leaves_the_rest(
    home: Home, place: Workplace, entry: dict[str, Any], subtests: pytest.Subtests
) -> None:
    assert known(entry) == ("2026-03-05", "2026-03-05", 5400, 600)
    for members, (day, duration, rest) in CHANGES:
        with subtests.test(members=members):
            made = shown(
                home, place, "POST", AWORK, {"startDateLocal": "2026-03-05", "duration": 5400, "breakDuration": 600}
            )
            changed = shown(home, place, "PUT", f"{AWORK}/{made['id']}", members)
            assert known(changed) == (day, day, duration, rest)


def test_a_time_of_day_makes_it_an_entry_of_that_time_and_length(
    home: Home, place: Workplace, entry: dict[str, Any]
) -> None:
    told = {"startDateLocal": "2026-03-05", "startTimeLocal": "09:00"}
    changed = shown(home, place, "PUT", f"{AWORK}/{entry['id']}", told)
    assert (changed["startTimeLocal"], changed["endTimeLocal"], changed["duration"]) == ("09:00:00", "10:40:00", 5400)


def test_the_day_moves_natively_with_its_length(home: Home, place: Workplace, entry: dict[str, Any]) -> None:
    path, mine = f"/v1/time-entries/{entry['id']}", place.owner.bearer
    changed = home.http.patch(path, headers=mine, json={"started_at": "2026-03-02T15:00:00+01:00"}).json()
    assert (changed["length_only"], changed["started_at"]) == (True, "2026-03-01T23:00:00Z")
    assert (changed["net_seconds"], changed["break_seconds"]) == (5400, 600)


def test_timetracks_break_leaves_it_a_day_and_a_length(home: Home, place: Workplace, entry: dict[str, Any]) -> None:
    path, mine = f"/v1/time-entries/{entry['id']}", place.owner.bearer
    assert home.http.patch(path, headers=mine, json={"project_id": place.project}).status_code == 200
    number = home.http.get(path, headers=mine).json()["number"]
    url = f"/api/v2/ext/project_time_entries/{number}"
    answer = home.http.put(url, headers=place.timetrack, json={"breakMinutes": 20})
    assert (answer.json()["breakMinutes"], answer.json()["workedMinutes"]) == (20, 90)
    kept = home.http.get(path, headers=mine).json()
    assert (kept["length_only"], kept["net_seconds"], kept["break_seconds"]) == (True, 5400, 1200)


def test_todays_length_may_be_longer_than_today_is_old(home: Home, place: Workplace) -> None:
    made = shown(home, place, "POST", AWORK, {"startDateLocal": "2026-03-10", "duration": 13 * 3600})
    assert known(made) == ("2026-03-10", "2026-03-10", 13 * 3600, 0)
    tomorrow: dict[str, Any] = {
        "typeOfWorkId": place.type_of_work,
        "timezone": "Europe/Berlin",
        "userId": place.owner.id,
    }
    tomorrow |= {"startDateLocal": "2026-03-11", "duration": 60}
    assert home.http.post(AWORK, headers=place.owner.awork_bearer, json=tomorrow).status_code == 400
