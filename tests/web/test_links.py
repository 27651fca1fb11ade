"""Forgotten passwords and invitations: the links, the letters that bring them, and what they tell nobody."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests.home import MORNING, Clock, Home, Someone, Workplace, settings_for
from tests.oauth.flows import PASSWORD
from tests.oauth.flows import with_password as account
from tests.web.browser import Page
from tests.web.mailbox import Mailbox, link_in, mailbox, text_of
from tests.web.test_second_factor import code_of, sign_in, with_app
from tests.web.visitor import Visitor
from uhrwerk.entrypoints import mail
from uhrwerk.entrypoints.jobs.schedule import forget_old_links
from uhrwerk.entrypoints.web.signing_in import letters
from uhrwerk.entrypoints.web.signing_in.links import RESETS
from uhrwerk.operations import account_links, people
from uhrwerk.operations.account_links import Opened
from uhrwerk.operations.workspaces import command_line_actor
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.refusals import Conflict, NotAllowed, NotFound

NEW = "a new password"


@pytest.fixture(scope="module")
def post_office() -> Iterator[Mailbox]:
    with mailbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def mailing_house(tmp_path_factory: pytest.TempPathFactory, post_office: Mailbox) -> Iterator[Home]:
    data_dir = tmp_path_factory.mktemp("mailing")
    settings = settings_for(f"sqlite:///{data_dir / 'uhrwerk.sqlite3'}", data_dir)
    house = Home(replace(settings, demo=False, mail=post_office.server), Clock())
    with ExitStack() as stack:
        house.open(stack)
        yield house


@pytest.fixture
def box(post_office: Mailbox) -> Mailbox:
    """With nothing in it."""
    post_office.letters.clear()
    post_office.signed_in.clear()
    post_office.refuses = None
    return post_office


@pytest.fixture
def mailing(mailing_house: Home, box: Mailbox) -> Home:
    """A house that sends letters, and is no demo; counters begin anew with every test."""
    mailing_house.clock.now = MORNING
    mailing_house.house.counters.clear()
    return mailing_house


def delivered(home: Home) -> None:
    """Wait for the letters that are under way."""
    assert home.house.post is not None
    home.http.blocking_portal.call(home.house.post.idle)


def invited(home: Home, place: Workplace, someone: Someone) -> Opened:
    now = home.clock.now
    admin = Actor(place.id, place.admin.id, Role.ADMIN, "web", place.admin.id, reason="new here")
    return home.run(lambda tx: account_links.invite(tx, admin, now, someone.id))


def choose(visitor: Visitor, path: str, password: str = NEW, again: str = NEW) -> int:
    return visitor.post(path, password=password, again=again).status_code


def test_a_letter_brings_a_link_by_which_one_chooses_a_new_password(mailing: Home, box: Mailbox) -> None:
    place = mailing.workplace()
    someone = account(mailing, place, place.owner)
    settled = sign_in(mailing, someone)
    visitor = Visitor(mailing)
    assert "Look into your mail" in Page(visitor.post("/reset", name=f" {someone.username.upper()} ")).texts
    delivered(mailing)
    [letter] = box.letters
    assert box.signed_in == [("clock", "pass wörd")]
    assert letter["To"].lower() == f"{someone.username}@example.org"
    assert (letter["From"], letter["Subject"]) == ("Uhrwerk <clock@example.org>", "A new password for Uhrwerk")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert f"for {someone.username} in the workspace" in text_of(letter)
    path = link_in(letter)
    for password, again, problem in (
        ("short", "short", {"password": "must have 8 to 200 characters"}),
        (NEW, "x", {"again": "must be the same as above"}),
    ):
        refused = visitor.post(path, password=password, again=again)
        assert (refused.status_code, Page(refused).problems) == (422, problem)
    assert choose(visitor, path) == 303
    assert visitor.is_in()
    assert not settled.is_in(), "all sessions end"
    assert choose(Visitor(mailing), path) == 404, "once"
    assert visitor.get(path).status_code == 404
    assert Visitor(mailing).post("/sign-in", name=someone.username, password=NEW).status_code == 303
    assert Visitor(mailing).post("/sign-in", name=someone.username, password=PASSWORD).status_code == 422


def test_whoever_asks_learns_nothing_and_an_account_gets_few_letters(mailing: Home, box: Mailbox) -> None:
    place, other = mailing.workplace(), mailing.workplace()
    someone = account(mailing, place, place.owner)
    twin = account(mailing, other, other.owner, username="twin", email=f"{someone.username}@example.org")
    names = ("nobody@example.org", "owner@example.org", f"{someone.username}@example.org")
    # The second is somebody without a password.
    pages = [Visitor(mailing).post("/reset", name=name) for name in names]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert len({page.text.replace(name, "…") for page, name in zip(pages, names, strict=True)}) == 1
    delivered(mailing)
    assert len(box.letters) == 2, "one for each account of that address"
    assert {twin.username in text_of(letter) for letter in box.letters} == {True, False}
    for _ in range(RESETS.most - 1):
        assert Visitor(mailing).post("/reset", name=names[2]).status_code == 200
    refused = Visitor(mailing).post("/reset", name=names[2].upper())
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3600")
    delivered(mailing)
    assert len(box.letters) == 2 * RESETS.most
    assert choose(Visitor(mailing), link_in(box.letters[0])) == 404, "a newer link ends the older"
    assert Page(Visitor(mailing).post("/reset", name=" ")).problems.keys() == {"name"}


class Told:
    """A log that is read by the test."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def error(self, event: str, **more: object) -> None:
        self.lines.append(f"{event} {more}")

    info = error


def test_a_letter_that_is_not_taken_is_logged_without_its_link(
    mailing: Home, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, told = mailing.workplace(), Told()
    monkeypatch.setattr(mail, "log", told)
    box.refuses = "554 no, not uwl_secret"
    assert Visitor(mailing).post("/reset", name=account(mailing, place, place.owner).username).status_code == 200
    delivered(mailing)
    assert told.lines == ["letter not sent {'what': 'reset', 'error': 'SMTPDataError'}"]


def test_letters_speak_the_language_of_whom_they_are_for(home: Home, place: Workplace) -> None:
    opened = invited(home, place, place.owner)
    german = replace_language(opened, "de-CH")
    letter = letters.letter(german, "http://testserver.local/x", "Ada Admin")
    assert letter.subject == "Ihr Konto in Uhrwerk"
    assert "Ada Admin hat im Arbeitsbereich" in letter.text
    assert letter.text.count("http://testserver.local/x\n") == 1
    assert letters.letter(replace_language(opened, "fr"), "x", "").subject == "Your account in Uhrwerk"


def replace_language(opened: Opened, language: str) -> Opened:
    from msgspec.structs import replace as with_members

    return replace(opened, person=with_members(opened.person, language=language))


def test_in_the_demo_the_link_is_on_the_screen_and_where_no_mail_is_there_is_none(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    visitor = Visitor(home)
    page = Page(visitor.post("/reset", name=someone.username))
    [link] = [str(each["href"]) for each in page.all("a") if "/reset/" in str(each["href"])]
    assert visitor.get(link).status_code == 200
    nobody = Page(visitor.post("/reset", name="nobody at all"))
    assert [each for each in nobody.all("a") if "/reset/" in str(each["href"])] == []
    home.clock.forward(hours=1)
    assert choose(visitor, link.removeprefix("http://testserver.local")) == 404, "an hour"
    assert home.http.blocking_portal.call(forget_old_links, home.house) == 0
    home.clock.forward(seconds=1)
    assert home.http.blocking_portal.call(forget_old_links, home.house) >= 1


def test_a_reset_does_not_get_past_the_second_factor(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    _, secret, _ = with_app(home, someone)
    visitor = Visitor(home)
    page = Page(visitor.post("/reset", name=someone.username))
    [link] = [str(each["href"]) for each in page.all("a") if "/reset/" in str(each["href"])]
    answer = visitor.post(link.removeprefix("http://testserver.local"), password=NEW, again=NEW)
    assert answer.headers["location"] == "/sign-in/second-step"
    assert not visitor.is_in()
    assert visitor.post("/sign-in/second-step", code=code_of(home, secret)).status_code == 303
    assert visitor.is_in()


def test_an_invitation_makes_somebody_an_account(home: Home, own_place: Workplace) -> None:
    opened = invited(home, own_place, own_place.owner)
    path = f"/invitation/{opened.token}"
    visitor = Visitor(home)
    assert any("For owner in" in text for text in visitor.page(path).texts)
    assert visitor.get(f"/reset/{opened.token}").status_code == 404, "it is no link of another kind"
    home.clock.forward(days=7, seconds=-1)
    assert choose(visitor, path) == 303
    assert visitor.is_in()
    assert choose(Visitor(home), path) == 404
    with pytest.raises(Conflict):
        invited(home, own_place, own_place.owner)
    late = invited(home, own_place, own_place.colleague)
    home.clock.forward(days=7)
    assert Visitor(home).get(f"/invitation/{late.token}").status_code == 404


def test_invitations_are_for_admins_and_end_with_who_leaves(
    home: Home, own_place: Workplace, elsewhere: Workplace
) -> None:
    now, person = home.clock.now, own_place.owner.id
    lead = Actor(own_place.id, own_place.lead.id, Role.LEAD, "web", own_place.lead.id)
    with pytest.raises(NotAllowed):
        home.run(lambda tx: account_links.invite(tx, lead, now, person))
    with pytest.raises(NotFound):
        home.run(lambda tx: account_links.invite(tx, command_line_actor(elsewhere.id), now, person))
    opened = invited(home, own_place, own_place.owner)
    admin = command_line_actor(own_place.id)
    home.run(lambda tx: people.change(tx, admin, now, person, {"active": False}))
    assert choose(Visitor(home), f"/invitation/{opened.token}") == 404
    home.run(lambda tx: people.change(tx, admin, now, person, {"active": True}))
    assert choose(Visitor(home), f"/invitation/{opened.token}") == 404
