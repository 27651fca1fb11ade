"""Signing in and out with a name and a password: the form, the session, and what keeps others out."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.home import Clock, Home, Someone, Workplace, settings_for
from tests.oauth.flows import PASSWORD
from tests.oauth.flows import with_password as account
from tests.web.browser import HTML, Browser, Page
from uhrwerk.entrypoints.signing_in import PER_ACCOUNT
from uhrwerk.entrypoints.web.visit import COOKIE
from uhrwerk.operations import people
from uhrwerk.operations.demo.build import SETTING
from uhrwerk.operations.workspaces import change_setting, command_line_actor


def send(home: Home, name: str, password: str, **more: str) -> httpx.Response:
    home.http.cookies.clear()
    fields = {"name": name, "password": password, **more}
    answer = home.http.post("/sign-in", data=fields, headers=HTML, follow_redirects=False)
    home.http.cookies.clear()
    return answer


def cookie(answer: httpx.Response) -> str:
    return answer.headers["set-cookie"].partition(";")[0]


def is_in(home: Home, session: str) -> bool:
    answer = home.http.get("/", headers={**HTML, "Cookie": session}, follow_redirects=False)
    assert answer.status_code in (200, 303)
    return answer.status_code == 200


def test_the_right_password_opens_a_session_and_goes_on(home: Home, place: Workplace) -> None:
    name = account(home, place, place.owner).username
    answer = send(home, name, PASSWORD, next="/week?of=2026-03-09")
    assert (answer.status_code, answer.headers["location"]) == (303, "/week?of=2026-03-09")
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=lax" in said
    assert is_in(home, cookie(answer))


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "week", "/a\nb"),
        *("//[", "//evil\u2100.example", "/\u20ac", "/\x00", "/\x7f"),
    ],
)
def test_nobody_is_sent_to_another_site(home: Home, place: Workplace, elsewhere: str) -> None:
    assert send(home, account(home, place, place.owner).username, PASSWORD, next=elsewhere).headers["location"] == "/"


@pytest.mark.parametrize("password", ["wrong", "", "correct horse "])
def test_a_wrong_one_says_so_keeps_the_name_and_opens_nothing(home: Home, place: Workplace, password: str) -> None:
    name = account(home, place, place.owner).username
    answer = send(home, name, password)
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers
    shown = Page(answer)
    assert shown.problems == {"form": "Name and password do not belong together."}
    assert shown.value("name") == name
    assert password == "" or password not in answer.text


def test_after_many_wrong_ones_a_name_waits(home: Home, place: Workplace) -> None:
    name = account(home, place, place.owner).username
    for _ in range(PER_ACCOUNT.most):
        assert send(home, name, "wrong").status_code == 422
    answer = send(home, name, PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
    assert Page(answer).problems == {"form": "Too many attempts. Try again in 15 min."}
    home.clock.forward(minutes=15)
    assert send(home, name, PASSWORD).status_code == 303


def test_another_site_cannot_sign_anybody_in(home: Home, place: Workplace) -> None:
    fields = {"name": account(home, place, place.owner).username, "password": PASSWORD}
    headers = {**HTML, "Sec-Fetch-Site": "cross-site"}
    assert home.http.post("/sign-in", data=fields, headers=headers, follow_redirects=False).status_code == 403


def test_signing_out_ends_the_session_for_good(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.owner)
    other = Browser(home, place.owner)
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert browser.get("/").status_code == 303
    assert other.get("/").status_code == 200


def test_a_session_ends_after_thirty_days(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.owner)
    home.clock.forward(days=30, seconds=-1)
    assert browser.get("/").status_code == 200
    home.clock.forward(seconds=1)
    assert browser.get("/").status_code == 303


def test_who_is_deactivated_is_out_at_once(home: Home, own_place: Workplace) -> None:
    browser = Browser(home, own_place.colleague)
    actor, person = command_line_actor(own_place.id), own_place.colleague.id
    home.run(lambda tx: people.change(tx, actor, home.clock.now, person, {"active": False}))
    assert browser.get("/").status_code == 303


def test_a_session_is_no_key_to_the_apis_and_a_key_no_session(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.owner)
    token = browser.cookies["Cookie"].partition("=")[2]
    assert home.http.get("/v1/timers/current", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert home.http.get("/v1/timers/current", headers=browser.cookies).status_code == 401
    assert not is_in(home, f"{COOKIE}={place.owner.native}")


def test_the_page_asked_for_is_shown_after_signing_in(home: Home) -> None:
    asked = home.http.get("/week?of=2026-03-09&x=a%26b", headers=HTML, follow_redirects=False)
    assert asked.headers["location"] == "/sign-in?next=/week%3Fof%3D2026-03-09%26x%3Da%2526b"


def test_a_piece_of_a_page_sends_the_whole_browser_to_sign_in(home: Home) -> None:
    answer = home.http.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/sign-in")


@pytest.fixture
def trial(home: Home, own_place: Workplace) -> Workplace:
    now = home.clock.now
    home.run(lambda tx: change_setting(tx, command_line_actor(own_place.id), now, SETTING, own_place.id))
    return own_place


def sign_in_as(home: Home, someone: Someone) -> httpx.Response:
    home.http.cookies.clear()
    answer = home.http.post("/sign-in", data={"as": someone.id}, headers=HTML, follow_redirects=False)
    home.http.cookies.clear()
    return answer


def test_the_demos_people_can_be_tried_without_a_password(home: Home, trial: Workplace, elsewhere: Workplace) -> None:
    assert is_in(home, cookie(sign_in_as(home, trial.lead)))
    assert sign_in_as(home, elsewhere.admin).status_code == 422


@pytest.fixture
def earnest(tmp_path: Path) -> Iterator[Home]:
    """The house where no demo is shown."""
    house = Home(replace(settings_for(f"sqlite:///{tmp_path / 'uhrwerk.sqlite3'}", tmp_path), demo=False), Clock())
    with ExitStack() as stack:
        house.open(stack)
        yield house


def test_and_only_where_demos_are_on(earnest: Home) -> None:
    place = earnest.workplace()
    now = earnest.clock.now
    earnest.run(lambda tx: change_setting(tx, command_line_actor(place.id), now, SETTING, place.id))
    assert sign_in_as(earnest, place.admin).status_code == 422
    assert "Example" not in earnest.http.get("/sign-in", headers=HTML).text


def test_the_token_of_one_page_is_good_for_the_session_and_no_other(home: Home, place: Workplace) -> None:
    mine, other = Browser(home, place.owner), Browser(home, place.owner)
    assert mine.token != Browser(home, place.owner).token
    answer = mine.post("/sign-out", headers={"X-CSRF-Token": other.token})
    assert answer.status_code == 403
    nonce, _, mac = mine.token.partition(".")
    wrong = f"{nonce}.{mac[:-1]}{'0' if mac[-1] != '0' else '1'}"
    assert mine.post("/sign-out", headers={"X-CSRF-Token": wrong}).status_code == 403
    home.clock.forward(days=1)
    assert mine.post("/sign-out").status_code == 303
