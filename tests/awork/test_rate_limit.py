"""awork's rate limit, which a workspace can switch on."""

from typing import Any

import httpx

from tests.awork.wire import refusal
from tests.home import Home, Someone, Workplace
from uhrwerk.entrypoints.vendors.awork.rates import RATE_LIMIT
from uhrwerk.operations.workspaces import change_setting, command_line_actor


def ask(home: Home, someone: Someone) -> httpx.Response:
    return home.http.get("/api/v1/me", headers=someone.awork_bearer)


def switch(home: Home, place: Workplace, value: Any) -> None:
    now = home.clock.now
    home.run(lambda tx: change_setting(tx, command_line_actor(place.id), now, RATE_LIMIT.name, value))


def rates(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if "ratelimit" in name and "expose" not in name}


def test_it_is_off_and_says_nothing(home: Home, place: Workplace) -> None:
    answers = [ask(home, place.owner) for _ in range(60)]
    assert {answer.status_code for answer in answers} == {200}
    assert rates(answers[-1]) == {}


def test_the_51st_request_within_a_second_is_refused_for_the_whole_workspace(
    home: Home, place: Workplace, elsewhere: Workplace
) -> None:
    switch(home, place, RATE_LIMIT.values["on"])
    assert {ask(home, someone).status_code for someone in (place.owner, place.admin) for _ in range(25)} == {200}
    answer = ask(home, place.colleague)
    refusal(answer, 429, "too-many-requests")
    assert rates(answer) == {
        "ratelimit-limit": "50",
        "ratelimit-remaining": "0",
        "ratelimit-reset": "1",
        "x-ratelimit-limit-second": "50",
        "x-ratelimit-remaining-second": "0",
        "x-ratelimit-limit-minute": "1000",
        "x-ratelimit-remaining-minute": "949",
    }
    assert ask(home, elsewhere.owner).status_code == 200
    home.clock.forward(seconds=1)
    assert ask(home, place.colleague).status_code == 200


def test_a_minute_has_its_own_limit(home: Home, place: Workplace) -> None:
    switch(home, place, {"per_second": 3, "per_minute": 5})
    for _ in range(5):
        assert ask(home, place.owner).status_code == 200
        home.clock.forward(seconds=1)
    answer = ask(home, place.owner)
    refusal(answer, 429, "too-many-requests")
    assert rates(answer)["ratelimit-limit"] == "5"
    assert rates(answer)["ratelimit-reset"] == "55"
    home.clock.forward(seconds=55)
    assert ask(home, place.owner).status_code == 200


def test_a_request_counts_once_whatever_it_takes(home: Home, place: Workplace) -> None:
    """Some routes look twice who is asking."""
    switch(home, place, {"per_second": 2, "per_minute": 100})
    for name in ("one", "two"):
        body = {"displayName": name}
        assert home.http.post("/api/v1/clientapplications", headers=place.admin.awork_bearer, json=body).is_success
    refusal(ask(home, place.owner), 429, "too-many-requests")


def test_switched_off_again_it_lets_everybody_in(home: Home, place: Workplace) -> None:
    switch(home, place, {"per_second": 1, "per_minute": 1})
    assert [ask(home, place.owner).status_code for _ in range(2)] == [200, 429]
    switch(home, place, RATE_LIMIT.values["off"])
    assert ask(home, place.owner).status_code == 200
