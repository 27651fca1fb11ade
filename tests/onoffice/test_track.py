"""`track` starts and stops the working time of the token's person."""

from typing import Any

import pytest

from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace
from tests.onoffice.client import OnOffice, assert_action_failed


@pytest.fixture
def onoffice(home: Home, place: Workplace) -> OnOffice:
    return OnOffice(home, place.owner)


def state(home: Home, place: Workplace) -> str | None:
    current = home.http.get("/v1/attendance/current", headers=place.owner.bearer).json()
    return None if current is None else current["state"]


def test_the_forms_of_start_and_stop(
    home: Home, place: Workplace, onoffice: OnOffice, subtests: pytest.Subtests
) -> None:
    forms = [(1, 0), (True, False), ("1", "0"), ("true", "false"), ("True", "FALSE"), (" 1 ", " 0 ")]
    for start, stop in forms:
        with subtests.test(start=start, stop=stop):
            assert onoffice.track(start)["currentlytracking"] is True
            assert state(home, place) == "running"
            assert onoffice.track(stop)["currentlytracking"] is False
            assert state(home, place) is None


WRONG_VALUES: list[tuple[Any, int]] = [
    (2, 255),
    (-1, 255),
    (10**18, 255),
    ("2", 255),
    ("", 255),
    ("yes", 255),
    ("on", 255),
    ("\0", 255),
    ("１", 255),
    ("x" * 1_000_000, 255),
    (1.0, 294),
    (0.5, 294),
    ([], 294),
    ([1], 294),
    ({}, 294),
    ({"track": 1}, 294),
]


@pytest.mark.parametrize("tracking", [False, True])
def test_a_value_that_means_nothing_is_refused(
    home: Home, place: Workplace, onoffice: OnOffice, tracking: bool, subtests: pytest.Subtests
) -> None:
    """255 for a wrong value, 294 for a value of another type."""
    onoffice.track(tracking)
    with unchanged(home, place):
        for value, errorcode in WRONG_VALUES:
            with subtests.test(value=str(value)[:40]):
                assert_action_failed(onoffice.send(onoffice.action({"track": value})), errorcode, '"track"')


def test_parameters_are_an_object(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    with unchanged(home, place):
        for parameters in ("track", 1, True, [1], ["track"]):
            assert_action_failed(onoffice.send(onoffice.action(parameters)), 294, '"parameters"')


def test_starting_while_in_and_stopping_while_out_change_nothing(
    home: Home, place: Workplace, onoffice: OnOffice
) -> None:
    with unchanged(home, place):
        out = onoffice.track(0)
    assert out == {
        "worktimeActive": True,
        "worktime": "00:00:00",
        "breaktime": "00:00:00",
        "currentlytracking": False,
        "targetTimeToday": "00:00:00",
    }
    onoffice.track(1)
    home.clock.forward(minutes=1)
    with unchanged(home, place):
        assert onoffice.track(1) == out | {"worktime": "00:01:00", "currentlytracking": True}


def test_on_a_break_clocked_elsewhere_nobody_is_tracking_and_a_start_ends_it(
    home: Home, place: Workplace, onoffice: OnOffice
) -> None:
    onoffice.track(1)
    home.clock.forward(minutes=10)
    home.http.post("/v1/attendance/start-break", headers=place.owner.bearer)
    home.clock.forward(minutes=5)
    assert onoffice.track() == {
        "worktimeActive": True,
        "worktime": "00:10:00",
        "breaktime": "00:05:00",
        "currentlytracking": False,
        "targetTimeToday": "00:00:00",
    }
    assert onoffice.track(1)["currentlytracking"] is True
    assert state(home, place) == "running"
    assert len(home.http.get("/v1/attendance", headers=place.owner.bearer).json()["items"]) == 1


def test_on_a_break_clocked_elsewhere_a_stop_goes_home(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    onoffice.track(1)
    home.clock.forward(minutes=10)
    home.http.post("/v1/attendance/start-break", headers=place.owner.bearer)
    home.clock.forward(minutes=5)
    elements = onoffice.track(0)
    assert (elements["worktime"], elements["breaktime"]) == ("00:10:00", "00:05:00")
    assert state(home, place) is None


def test_it_is_attendance_and_not_project_time(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    onoffice.track(1)
    assert home.http.get("/v1/timers/current", headers=place.owner.bearer).json() is None
    home.http.post("/v1/timers/start", headers=place.colleague.bearer)
    assert OnOffice(home, place.colleague).track()["currentlytracking"] is False


def test_only_the_tokens_person_is_clocked(home: Home, place: Workplace, onoffice: OnOffice) -> None:
    onoffice.track(1)
    for other in (place.colleague, place.lead, place.admin):
        assert OnOffice(home, other).track()["currentlytracking"] is False
