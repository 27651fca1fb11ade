"""The page that asks: what is on it, who may sign in there, and what it keeps others from doing."""

import re
from html.parser import HTMLParser

import httpx
import pytest

from tests.home import Home, Workplace
from tests.oauth.flows import AWORK, CALLBACK, NATIVE, PASSWORD, App, Door, came_back, hidden, made, registered
from tests.oauth.flows import with_password as account
from uhrwerk.entrypoints.native.auth import ALL_SCOPES
from uhrwerk.entrypoints.vendors.awork.auth import SCOPES
from uhrwerk.entrypoints.web.signing_in.consent_texts import SCOPES as SCOPE_TEXTS
from uhrwerk.operations import people
from uhrwerk.operations.workspaces import command_line_actor


class Page(HTMLParser):
    """What a page is made of: its tags with their attributes, and its texts."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())

    def field(self, name: str) -> dict[str, str | None]:
        [found] = [attributes for tag, attributes in self.tags if tag == "input" and attributes.get("name") == name]
        return found

    def alert(self) -> str | None:
        """The text of what is wrong."""
        return self.texts[self.texts.index("Allow access?", 1) + 1] if self._has_alert() else None

    def _has_alert(self) -> bool:
        return any(attributes.get("role") == "alert" for _, attributes in self.tags)


def test_it_says_who_wants_what_and_where_it_leads(home: Home, place: Workplace) -> None:
    app = made(home, place, NATIVE, name="Stopwatch <b>")
    answer = app.page()
    assert answer.status_code == 200
    shown = Page(answer)
    assert "Stopwatch <b>" in shown.texts
    assert {"time:read", "time:write", "read project time", "https://app.example.org"} <= set(shown.texts)
    assert "directory:read" not in shown.texts
    assert any(text.startswith("Workspace ") for text in shown.texts)
    assert not any("registered itself" in text for text in shown.texts)


def test_one_that_registered_itself_is_told_apart(home: Home) -> None:
    shown = Page(registered(home, NATIVE).page())
    assert any("registered itself" in text for text in shown.texts)
    assert "the one of the account that you sign in with" in shown.texts


@pytest.mark.parametrize(("language", "title"), [("de", "Zugriff erlauben?"), ("en", "Allow access?")])
def test_it_speaks_german_and_english(home: Home, place: Workplace, language: str, title: str) -> None:
    answer = made(home, place, AWORK).page(language)
    shown = Page(answer)
    assert ("html", {"lang": language}) in shown.tags
    assert title in shown.texts
    assert answer.headers["content-language"] == language


def test_every_scope_has_its_words() -> None:
    assert {*ALL_SCOPES, *SCOPES} == SCOPE_TEXTS.keys()


def test_people_and_their_programs_can_fill_it_in(home: Home, place: Workplace) -> None:
    """Labels, what a password manager looks for, keyboard and small screens."""
    shown = Page(made(home, place, NATIVE).page())
    labels = {attributes.get("for") for tag, attributes in shown.tags if tag == "label"}
    for name, fills in (("name", "username"), ("password", "current-password")):
        box = shown.field(name)
        assert box["id"] in labels
        assert box["autocomplete"] == fills
        assert "required" in box
    assert shown.field("password")["type"] == "password"
    answers = [attributes["value"] for tag, attributes in shown.tags if tag == "button"]
    # Enter takes the first one.
    assert answers == ["allow", "deny"]
    assert (
        "meta",
        {"name": "viewport", "content": "width=device-width, initial-scale=1, viewport-fit=cover"},
    ) in shown.tags
    assert ("meta", {"name": "color-scheme", "content": "light dark"}) in shown.tags
    assert sum(tag == "h1" for tag, _ in shown.tags) == 1


def test_nothing_is_inline_nothing_is_framed_and_nothing_is_kept(home: Home, place: Workplace) -> None:
    answer = made(home, place, NATIVE).page()
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        # Browsers hold the redirect after the form to it.
        "form-action": "'self' https://app.example.org",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    shown = Page(answer)
    sources = [attributes.get("src") for tag, attributes in shown.tags if tag == "script"]
    assert all(source and source.startswith("/assets/") for source in sources)
    assert [tag for tag, _ in shown.tags if tag == "style"] == []
    assert [name for _, attributes in shown.tags for name in attributes if re.match("on|style", name)] == []


@pytest.mark.parametrize(
    ("redirect_uri", "target"),
    [
        ("http://127.0.0.1:4711/back", "http://127.0.0.1:4711"),
        ("http://[::1]/back", "http:"),
        ("com.example.app:/back", "com.example.app:"),
        ("https://app.example.org:8443/back?x=1", "https://app.example.org:8443"),
    ],
)
def test_the_form_may_lead_to_the_application_alone(
    home: Home, place: Workplace, redirect_uri: str, target: str
) -> None:
    app = made(home, place, NATIVE, redirect_uri=redirect_uri)
    answer = app.page()
    assert f"form-action 'self' {target};" in answer.headers["content-security-policy"]
    assert app.code(account(home, place, place.owner))


@pytest.mark.parametrize("name", ["username", "USERNAME", "e-mail", " blanks "])
def test_one_signs_in_by_username_or_e_mail(home: Home, place: Workplace, door: Door, name: str) -> None:
    owner = account(home, place, place.owner)
    typed = {
        "username": owner.username,
        "USERNAME": owner.username.upper(),
        "e-mail": f"{owner.username}@example.ORG",
        " blanks ": f" {owner.username} ",
    }[name]
    app = made(home, place, door)
    assert "code" in came_back(app.submit(app.page(), name=typed, password=PASSWORD), CALLBACK)


@pytest.mark.parametrize(
    ("name", "password"),
    [("{name}", "wrong"), ("{name}", ""), ("{name}", PASSWORD + " "), ("nobody", PASSWORD), ("", PASSWORD), ("%", "%")],
)
def test_a_wrong_password_says_so_and_keeps_what_was_typed(
    home: Home, place: Workplace, name: str, password: str
) -> None:
    owner = account(home, place, place.owner)
    app = made(home, place, NATIVE)
    typed = name.format(name=owner.username)
    answer = app.submit(app.page(), name=typed, password=password)
    assert answer.status_code == 400
    assert "location" not in answer.headers
    shown = Page(answer)
    assert shown.alert() == "Name and password do not belong together. Nothing was allowed."
    assert shown.field("name")["value"] == typed
    assert "value" not in shown.field("password")
    # The same for a name that is there and one that is not; and the page can be used again.
    assert app.submit(answer, name=owner.username, password=PASSWORD).status_code == 303


@pytest.mark.parametrize("gone", ["deactivated", "without a password"])
def test_who_cannot_sign_in_is_like_nobody(home: Home, own_place: Workplace, gone: str) -> None:
    members = {"active": False} if gone == "deactivated" else {"password_hash": None}
    owner = account(home, own_place, own_place.owner)
    now, actor = home.clock.now, command_line_actor(own_place.id)
    home.run(lambda tx: people.change(tx, actor, now, owner.id, members))
    app = made(home, own_place, NATIVE)
    answer = app.submit(app.page(), name=owner.username, password=PASSWORD)
    assert Page(answer).alert() == "Name and password do not belong together. Nothing was allowed."


def namesakes(home: Home, *places: Workplace, passwords: tuple[str, ...]) -> str:
    """Somebody of one name in several workspaces."""
    first = account(home, places[0], places[0].owner, passwords[0])
    for place, password in zip(places[1:], passwords[1:], strict=True):
        account(home, place, place.owner, password, username=first.username)
    return first.username


def test_the_right_password_tells_which_account_is_meant(
    home: Home, own_place: Workplace, elsewhere: Workplace
) -> None:
    name = namesakes(home, own_place, elsewhere, passwords=("one of two", "the other one"))
    app = registered(home, NATIVE)
    for password, place in (("one of two", own_place), ("the other one", elsewhere)):
        code = came_back(app.submit(app.page(), name=name, password=password), CALLBACK)["code"]
        token = app.exchange(code).json()["access_token"]
        me = home.http.get("/v1/me", headers={"Authorization": f"Bearer {token}"}).json()
        assert me["workspace"]["id"] == place.id


def test_if_it_fits_several_the_page_asks_for_the_workspace(
    home: Home, own_place: Workplace, elsewhere: Workplace
) -> None:
    name = namesakes(home, own_place, elsewhere, passwords=(PASSWORD, PASSWORD))
    app = registered(home, NATIVE)
    asked = app.submit(app.page(), name=name, password=PASSWORD)
    assert asked.status_code == 400
    choices = [attributes["value"] for tag, attributes in Page(asked).tags if attributes.get("type") == "radio"]
    assert set(choices) == {own_place.id, elsewhere.id}
    wrong = app.submit(asked, name=name, password="wrong", workspace=elsewhere.id)
    chosen = [attributes["value"] for _, attributes in Page(wrong).tags if "checked" in attributes]
    assert chosen == [elsewhere.id]
    code = came_back(app.submit(wrong, name=name, password=PASSWORD, workspace=elsewhere.id), CALLBACK)["code"]
    token = app.exchange(code).json()["access_token"]
    me = home.http.get("/v1/me", headers={"Authorization": f"Bearer {token}"}).json()
    assert me["workspace"]["id"] == elsewhere.id


def test_who_shares_an_address_and_a_password_is_asked_for_the_user_name(home: Home, own_place: Workplace) -> None:
    mine = account(home, own_place, own_place.owner, email="desk@example.org")
    account(home, own_place, own_place.colleague, email="desk@example.org")
    app = made(home, own_place, NATIVE)
    asked = app.submit(app.page(), name="desk@example.org", password=PASSWORD)
    assert Page(asked).alert() == "Several people share this e-mail address. Sign in with your user name."
    assert came_back(app.submit(asked, name=mine.username, password=PASSWORD), CALLBACK)["code"]


def test_a_workspaces_client_is_let_in_there_whatever_else_the_name_fits(
    home: Home, own_place: Workplace, elsewhere: Workplace
) -> None:
    name = namesakes(home, own_place, elsewhere, passwords=(PASSWORD, PASSWORD))
    app = made(home, own_place, NATIVE)
    answer = app.submit(app.page(), name=name, password=PASSWORD, workspace=elsewhere.id)
    token = app.exchange(came_back(answer, CALLBACK)["code"]).json()["access_token"]
    me = home.http.get("/v1/me", headers={"Authorization": f"Bearer {token}"}).json()
    assert me["workspace"]["id"] == own_place.id


def expired(answer: httpx.Response) -> bool:
    return answer.status_code == 400 and "open for too long" in answer.text and "location" not in answer.headers


def test_the_page_is_good_for_ten_minutes(home: Home, place: Workplace) -> None:
    owner = account(home, place, place.owner)
    app = made(home, place, NATIVE)
    page = app.page()
    home.clock.forward(minutes=9, seconds=59)
    assert app.submit(page, name=owner.username, password=PASSWORD).status_code == 303
    home.clock.forward(seconds=1)
    assert expired(app.submit(page, name=owner.username, password=PASSWORD))


@pytest.mark.parametrize("forged", ["", "x", "x.y", "….…", "{good}x", "x{good}", "{content}.", "{other}"])
def test_a_form_that_was_not_signed_here_is_no_form(home: Home, place: Workplace, forged: str) -> None:
    owner = account(home, place, place.owner)
    app = made(home, place, NATIVE)
    page = app.page()
    good = hidden(page)["request"]
    at_the_other_door = hidden(made(home, place, AWORK).page())["request"]
    text = forged.format(good=good, content=good.partition(".")[0], other=at_the_other_door)
    assert expired(app.submit(page, name=owner.username, password=PASSWORD, request=text))


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_site_cannot_send_the_form(home: Home, place: Workplace, site: str) -> None:
    owner = account(home, place, place.owner)
    app = made(home, place, NATIVE)
    data = hidden(app.page()) | {"answer": "allow", "name": owner.username, "password": PASSWORD}
    answer = home.http.post(NATIVE.authorize, data=data, headers={"Sec-Fetch-Site": site}, follow_redirects=False)
    assert expired(answer)
    own = home.http.post(NATIVE.authorize, data=data, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False)
    assert own.status_code == 303


def attempt(app: App, page: httpx.Response, name: str, password: str = "wrong") -> int:
    data = hidden(page) | {"answer": "allow", "name": name, "password": password}
    return app.home.http.post(app.door.authorize, data=data, follow_redirects=False).status_code


def test_after_ten_wrong_attempts_a_name_waits_a_quarter_of_an_hour(home: Home, place: Workplace) -> None:
    owner, other = account(home, place, place.owner), account(home, place, place.colleague)
    app = made(home, place, NATIVE)
    page = app.page()
    assert [attempt(app, page, owner.username) for _ in range(11)] == [400] * 10 + [429]
    answer = app.submit(page, name=owner.username.upper(), password=PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
    assert Page(answer).alert() == "Too many attempts. Try again in 15 min."
    assert attempt(app, page, other.username, PASSWORD) == 303
    home.clock.forward(minutes=15)
    assert attempt(app, app.page(), owner.username, PASSWORD) == 303


def test_the_right_password_begins_the_count_again(home: Home, place: Workplace) -> None:
    owner = account(home, place, place.owner)
    app = made(home, place, NATIVE)
    page = app.page()
    for _ in range(3):
        assert [attempt(app, page, owner.username) for _ in range(9)] == [400] * 9
        assert attempt(app, page, owner.username, PASSWORD) == 303


def test_an_address_that_tries_many_names_waits_too(home: Home, place: Workplace, own_place: Workplace) -> None:
    owner = account(home, place, place.owner)
    others = [account(home, own_place, each) for each in (own_place.owner, own_place.lead, own_place.colleague)]
    others += [account(home, place, each) for each in (place.lead, place.colleague)]
    app = registered(home, NATIVE)
    page = app.page()
    # The right ones do not count.
    assert [attempt(app, page, owner.username, PASSWORD) for _ in range(3)] == [303] * 3
    assert [attempt(app, page, each.username) for each in others for _ in range(10)] == [400] * 50
    assert attempt(app, page, owner.username, PASSWORD) == 429
    home.clock.forward(minutes=15)
    assert attempt(app, app.page(), owner.username, PASSWORD) == 303
