"""One's own account: profile, looks, password, sessions."""

from uuid import uuid4

import pytest

from tests.home import Home, Workplace
from tests.oauth.flows import PASSWORD
from tests.oauth.flows import with_password as account
from tests.web.browser import Browser, Page
from tests.web.test_second_factor import sign_in
from tests.web.visitor import Visitor
from uhrwerk.entrypoints.jobs.schedule import forget_old_sessions, write_down_sightings
from uhrwerk.entrypoints.web.account.devices import device_name

LOOKS = {"language": "en", "clock": "auto", "theme": "system"}


def test_people_say_who_they_are_and_how_it_looks(home: Home, own_place: Workplace) -> None:
    browser = Browser(home, own_place.owner)
    page = browser.page("/account")
    assert page.value("first_name") == "Owner"
    assert page.all("input", name="email") == [], "an admin's to change"
    wanted = {"first_name": " Olga ", "last_name": "Nord", "language": "de", "clock": "12", "theme": "dark"}
    answer = browser.post("/account", {**wanted, "email": "boss@example.org", "zone": "Asia/Tokyo"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?saved=yes")
    assert "uhrwerk_theme=dark" in answer.headers["set-cookie"]
    shown = browser.page(answer.headers["location"])
    assert shown.all("div", role="status")
    assert {"Olga Nord", "Gespeichert."} <= set(shown.texts)
    assert not browser.page("/account").all("div", role="status")
    assert {"Aussehen", "Europe/Berlin", "owner@example.org"} <= set(shown.texts)
    assert shown.all("html", lang="de", data_theme="dark")
    security = browser.page("/account/security")
    assert any("Seit 10.03.2026" in text for text in security.texts)
    assert any("9:00 AM" in text for text in security.texts), "12 hours, whatever the language"
    # It follows the person into another browser, where the switch in the frame goes before it.
    other = Browser(home, own_place.owner)
    assert other.page("/account").all("html", data_theme="dark")
    other.cookies = {"Cookie": f"{other.cookies['Cookie']}; uhrwerk_theme=light"}
    assert other.page("/account").all("html", data_theme="light")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first_name", " ", "must not be empty"),
        ("last_name", "x" * 201, "must not be longer than 200 characters"),
        ("language", "tlh", "must be one of those offered"),
        ("clock", "13", "must be one of auto, 12, 24"),
        ("theme", "pink", "must be one of system, light, dark"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    home: Home, place: Workplace, field: str, value: str, said: str
) -> None:
    browser = Browser(home, place.owner)
    answer = browser.post("/account", {"first_name": "Olga", "last_name": "Süd", **LOOKS, field: value})
    assert answer.status_code == 422
    page = Page(answer)
    assert page.problems == {field: said}
    assert page.value("first_name" if field == "last_name" else "last_name") in ("Olga", "Süd")
    assert "Owner Example" in browser.page("/account").texts


def test_an_admin_changes_address_and_zone_too(home: Home, own_place: Workplace) -> None:
    browser = Browser(home, own_place.admin)
    form = {"first_name": "Ada", "last_name": "", **LOOKS, "email": "ada@example.org", "zone": "Asia/Tokyo"}
    assert browser.post("/account", {**form, "zone": "Mars/Olympus"}).status_code == 422
    assert browser.post("/account", form).status_code == 303
    me = home.http.get(f"/v1/people/{own_place.admin.id}", headers=own_place.admin.bearer).json()
    assert (me["email"], me["zone"]) == ("ada@example.org", "Asia/Tokyo")


def test_an_auditor_changes_nothing_but_how_it_looks(home: Home, own_place: Workplace) -> None:
    role = {"role": "auditor"}
    path = f"/v1/people/{own_place.colleague.id}"
    headers = {**own_place.admin.bearer, "X-Reason": "audit"}
    assert home.http.patch(path, headers=headers, json=role).status_code == 200
    browser = Browser(home, own_place.colleague)
    assert browser.page("/account").all("input", name="first_name") == []
    assert browser.post("/account", {**LOOKS, "language": "de", "first_name": "Anna"}).status_code == 303
    assert "Colleague Example" in browser.page("/account").texts
    assert browser.page("/account").all("html", lang="de")
    assert browser.page("/approvals/nothing", 404).all("html", lang="en"), "nobody was asked who they are"
    refused = browser.page(f"/team/{uuid4()}", 404)
    assert refused.all("html", lang="de"), "also where something is refused"


def test_a_new_password_ends_all_other_sessions(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    visitor, other = sign_in(home, someone), sign_in(home, someone)
    new = "a new password"
    for current, password, again, problem in (
        ("wrong", new, new, {"current": "This is not your password."}),
        (PASSWORD, "short", "short", {"password": "must have 8 to 200 characters"}),
        (PASSWORD, new, "another", {"again": "must be the same as above"}),
    ):
        refused = visitor.change("/account/password", current=current, password=password, again=again)
        assert refused.status_code == 422
        assert Page(refused).problems == problem
    assert other.is_in()
    assert visitor.change("/account/password", current=PASSWORD, password=new, again=new).status_code == 303
    assert visitor.is_in()
    assert not other.is_in()
    assert Visitor(home).post("/sign-in", name=someone.username, password=PASSWORD).status_code == 422
    assert Visitor(home).post("/sign-in", name=someone.username, password=new).status_code == 303


def test_who_has_no_password_chooses_one_while_the_session_is_fresh(home: Home, own_place: Workplace) -> None:
    browser = Browser(home, own_place.owner)
    fields = {"password": "a new password", "again": "a new password"}
    home.clock.forward(minutes=10)
    refused = browser.post("/account/password", fields)
    assert refused.headers["location"] == "/account/confirm?next=/account/security"
    assert any("sign out and sign in again" in text for text in browser.page("/account/confirm").texts)
    fresh = Browser(home, own_place.owner)
    changed = fresh.post("/account/password", fields)
    assert "Your password is changed. Your other sessions have ended." in fresh.page(changed.headers["location"]).texts


def test_sessions_are_listed_and_ended(home: Home, own_place: Workplace) -> None:
    chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
    someone = account(home, own_place, own_place.owner)
    visitor = sign_in(home, someone)
    home.clock.forward(hours=1)
    second, third = Visitor(home), sign_in(home, someone)
    fields = {"name": someone.username, "password": PASSWORD}
    second.send("POST", "/sign-in", data=fields, headers={"User-Agent": chrome})
    home.clock.forward(hours=1)
    assert second.is_in()
    home.http.blocking_portal.call(write_down_sightings, home.house)
    page = visitor.page("/account/security")
    assert "Chrome, Windows" in page.texts
    assert any(text.endswith("last seen Mar 10, 2026, 11:00 AM") for text in map(_plain, page.texts))
    ends = [str(form["action"]) for form in page.all("form") if str(form.get("action")).endswith("/end")]
    assert len(ends) == 2, "this one is not among them"
    stranger = Browser(home, own_place.colleague)
    assert stranger.post(ends[0]).status_code == 404
    assert second.is_in()
    assert visitor.change(ends[0]).status_code == 303
    assert not second.is_in(), "the last seen stands first"
    assert third.is_in()
    assert visitor.change("/account/sessions/end-others").status_code == 303
    assert not third.is_in()
    assert visitor.is_in()
    assert stranger.get("/account").status_code == 200
    # What ended long ago is forgotten; what goes on is not.
    home.clock.forward(days=29)
    assert visitor.is_in()
    assert home.http.blocking_portal.call(forget_old_sessions, home.house) == 0
    home.clock.forward(days=31)
    assert home.http.blocking_portal.call(forget_old_sessions, home.house) >= 2


def _plain(text: str) -> str:
    """CLDR has a narrow blank before a.m. and p.m."""
    return text.replace("\u202f", " ")


def test_when_a_session_was_seen_is_written_every_few_minutes_only(home: Home, place: Workplace) -> None:
    browser = Browser(home, place.owner)
    home.house.sightings.to_write(home.clock.now)
    written = []
    for minutes in (0, 1, 3, 1, 1):
        home.clock.forward(minutes=minutes)
        browser.page("/account")
        written.append(len(home.house.sightings.to_write(home.clock.now)))
    assert written == [1, 0, 0, 1, 0]
    home.clock.forward(minutes=5)
    assert len(home.house.sightings.to_write(home.clock.now)) == 1, "what was seen meanwhile is not lost"
    assert home.house.sightings.to_write(home.clock.now) == {}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18.0 Safari/605", "Safari, macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140 Mobile Safari/604.1", "Chrome, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/28 Chrome/130 Safari/537", "Samsung Internet, Android"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("?", "?"),
    ],
)
def test_a_device_is_named_as_people_know_it(said: str, name: str) -> None:
    assert device_name(said) == name
