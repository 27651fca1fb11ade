"""Codes and recovery codes: set up in the account, asked for after the password, required by the workspace."""

import re
from datetime import timedelta

import httpx
import pyotp
import pytest

from tests.cli.command import CommandLine
from tests.home import Home, Someone, Workplace
from tests.oauth.flows import NATIVE, PASSWORD, came_back, made
from tests.oauth.flows import with_password as account
from tests.web.browser import Browser, Page
from tests.web.visitor import Visitor
from uhrwerk.entrypoints.web.signing_in.second_step import CODES
from uhrwerk.operations import people
from uhrwerk.operations.second_factors import SECOND_FACTOR
from uhrwerk.operations.workspaces import change_setting, command_line_actor
from uhrwerk.storage import credentials


def sign_in(home: Home, someone: Someone, to: str = "/account") -> Visitor:
    """As far as the password goes."""
    visitor = Visitor(home)
    answer = visitor.post("/sign-in", name=someone.username, password=PASSWORD, next=to)
    assert answer.status_code == 303, answer.text[:2000]
    assert answer.headers["location"] in (to, "/sign-in/second-step")
    return visitor


def secret_on(page: Page) -> str:
    """The key as a person would type it."""
    [found] = re.findall(r'<code class="secret">([A-Z2-7 ]+)</code>', page.answer.text)
    return str(found).replace(" ", "")


def code_of(home: Home, secret: str, **later: float) -> str:
    """What the app shows now, or so much later."""
    return pyotp.TOTP(secret).at(home.clock.now + timedelta(**later))


def codes_on(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text[:2000]
    return re.findall(r"<code>([a-z2-9-]{19})</code>", answer.text)


def with_app(home: Home, someone: Someone) -> tuple[Visitor, str, list[str]]:
    """A session that has just set up an app: its secret and the recovery codes."""
    visitor = sign_in(home, someone)
    page = visitor.page("/account/app")
    secret, locked = secret_on(page), page.value("secret") or ""
    codes = codes_on(visitor.change("/account/app", secret=locked, code=code_of(home, secret)))
    home.clock.forward(seconds=30)
    return visitor, secret, codes


def test_with_an_app_the_password_is_not_enough(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    _, secret, codes = with_app(home, someone)
    assert len(set(codes)) == 10
    visitor = sign_in(home, someone, "/account?x=1")
    assert not visitor.is_in()
    for wrong in ("000000", "", "12345", code_of(home, secret, minutes=-2), code_of(home, secret, minutes=2)):
        refused = visitor.post("/sign-in/second-step", code=wrong)
        assert refused.status_code == 422
        assert Page(refused).problems == {"code": "This code is not right, or it was used already."}
    assert not visitor.is_in()
    code = code_of(home, secret)
    answer = visitor.post("/sign-in/second-step", code=f" {code[:3]} {code[3:]}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?x=1")
    assert visitor.is_in()
    assert "uhrwerk_pending" not in visitor.cookies
    again = sign_in(home, someone)
    assert again.post("/sign-in/second-step", code=code).status_code == 422, "each code once"
    assert again.post("/sign-in/second-step", code=code_of(home, secret, seconds=30)).status_code == 303


def test_a_recovery_code_opens_once_and_new_ones_end_the_old(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    settled, _, codes = with_app(home, someone)
    visitor = sign_in(home, someone)
    assert visitor.post("/sign-in/second-step", code=codes[0].upper().replace("-", " ")).status_code == 303
    assert sign_in(home, someone).post("/sign-in/second-step", code=codes[0]).status_code == 422
    assert "9 left" in settled.page("/account/security").texts
    fresh = codes_on(settled.change("/account/recovery-codes"))
    assert set(fresh).isdisjoint(codes)
    assert sign_in(home, someone).post("/sign-in/second-step", code=codes[1]).status_code == 422
    assert sign_in(home, someone).post("/sign-in/second-step", code=fresh[1]).status_code == 303
    acts = [
        each["act"]
        for each in home.http.get(
            "/v1/journal", headers=place.admin.bearer, params={"person_id": someone.id, "limit": "100"}
        ).json()["items"]
    ]
    assert acts.count("account.recovery_code_used") == 2
    assert {"account.codes_set_up", "account.recovery_codes_made"} <= set(acts)


def test_after_many_wrong_codes_the_account_waits(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    _, secret, _ = with_app(home, someone)
    for _ in range(CODES.most):
        assert sign_in(home, someone).post("/sign-in/second-step", code="000000").status_code == 422
    visitor = sign_in(home, someone)
    answer = visitor.post("/sign-in/second-step", code=code_of(home, secret))
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
    home.clock.forward(minutes=9)
    assert visitor.post("/sign-in/second-step", code=code_of(home, secret)).status_code == 429
    home.clock.forward(minutes=6)
    assert visitor.post("/sign-in/second-step", code=code_of(home, secret)).headers["location"] == "/sign-in"
    assert sign_in(home, someone).post("/sign-in/second-step", code=code_of(home, secret)).status_code == 303


def test_half_in_is_nowhere_and_not_for_long(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    _, secret, _ = with_app(home, someone)
    visitor = sign_in(home, someone)
    pending = visitor.cookies["uhrwerk_pending"]
    for path in ("/account", "/account/security", "/account/app"):
        assert visitor.get(path).headers["location"].startswith("/sign-in")
    # A ticket of another kind, another's, or a forged one is none.
    content, _, signature = pending.partition(".")
    for forged in (f"{content}x.{signature}", f"{content}.{signature[:-2]}", "x"):
        assert Visitor(home, cookies={"uhrwerk_pending": forged}).get("/sign-in/second-step").status_code == 303
    challenge = Visitor(home, cookies={"uhrwerk_challenge": pending})
    assert challenge.post("/sign-in/passkey", credential='{"id": "x"}').status_code == 422
    home.clock.forward(minutes=10)
    assert visitor.post("/sign-in/second-step", code=code_of(home, secret)).headers["location"] == "/sign-in"
    assert not visitor.is_in()


@pytest.mark.parametrize(("policy", "asked"), [("admins", {"admin"}), ("required", {"admin", "member"})])
def test_a_workspace_can_ask_for_one(home: Home, place: Workplace, policy: str, asked: set[str]) -> None:
    actor, now = command_line_actor(place.id), home.clock.now
    home.run(lambda tx: change_setting(tx, actor, now, SECOND_FACTOR.name, policy))
    for role, person in (("admin", place.admin), ("member", place.owner)):
        someone = account(home, place, person)
        visitor = sign_in(home, someone)
        assert visitor.is_in() == (role not in asked)
        if role not in asked:
            continue
        page = Page(visitor.get("/sign-in/second-step"))
        secret, locked = secret_on(page), page.value("secret") or ""
        path = "/sign-in/second-step/set-up"
        refused = visitor.post(path, secret=locked, code="000000")
        assert refused.status_code == 422
        assert secret_on(Page(refused)) == secret, "the code that was scanned stays good"
        assert visitor.post(path, secret="made-up", code="000000").headers["location"] == "/sign-in"
        assert not visitor.is_in()
        codes = codes_on(visitor.post(path, secret=locked, code=code_of(home, secret)))
        assert len(codes) == 10
        assert visitor.is_in()
        # It can be exchanged, but not be without.
        refused = visitor.change("/account/app/remove")
        assert refused.status_code == 422
        assert "Your workspace asks for a second factor: set up another one first." in Page(refused).texts
        home.clock.forward(seconds=30)
        # Whoever has the password alone does not get past it by setting up another one.
        thief = sign_in(home, someone)
        assert thief.post(path, secret=locked, code=code_of(home, secret)).status_code in (303, 422)
        assert not thief.is_in()


def test_an_admin_helps_who_has_lost_the_phone(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    with_app(home, someone)
    uhrwerk = CommandLine(home.settings.data_dir, {"UHRWERK_DATABASE_URL": home.settings.database_url}, home.clock)
    assert uhrwerk.result("person", "unlock", someone.username, "--workspace", place.id) == ""
    # Read from the database: another process's change reaches this one's memory a moment later.
    left = home.run(lambda tx: credentials.valid_of_person(tx, place.id, someone.id))
    assert "web" not in {each.face for each in left}, "sessions end with it"
    assert sign_in(home, someone).is_in()


def test_an_application_is_not_let_in_past_it(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    _, secret, _ = with_app(home, someone)
    app = made(home, place, NATIVE)
    fields = {"name": someone.username, "password": PASSWORD}
    asked = app.submit(app.page(), **fields)
    assert asked.status_code == 400
    assert "This account has a second factor. Type your password once more, and the code." in Page(asked).texts
    wrong = app.submit(asked, **fields, code="000000")
    assert wrong.status_code == 400
    assert "This code is not right, or it was used already." in Page(wrong).texts
    code = code_of(home, secret)
    assert "code" in came_back(app.submit(wrong, **fields, code=code), app.redirect_uri)
    assert app.submit(asked, **fields, code=code).status_code == 400
    # Where one is asked for and there is none, the application waits too.
    now = home.clock.now
    home.run(lambda tx: change_setting(tx, command_line_actor(place.id), now, SECOND_FACTOR.name, "required"))
    other = account(home, place, place.colleague)
    answer = app.submit(app.page(), name=other.username, password=PASSWORD)
    assert answer.status_code == 400
    assert "Your workspace asks for a second factor. Sign in to Uhrwerk and set it up first." in Page(answer).texts


def test_who_leaves_takes_it_along(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    with_app(home, someone)
    now, admin = home.clock.now, command_line_actor(place.id)
    home.run(lambda tx: people.change(tx, admin, now, someone.id, {"active": False}))
    home.run(lambda tx: people.change(tx, admin, now, someone.id, {"active": True}))
    assert sign_in(home, someone).is_in()


def test_an_admin_takes_off_what_somebody_has_lost(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    settled, _, _ = with_app(home, someone)
    admin, person = Browser(home, place.admin), f"/admin/people/{someone.id}"
    asked = f"{person}/ask/unlock"
    assert admin.page(person).all("a", href=asked)
    assert Browser(home, place.lead).post(asked).status_code == 404
    question = admin.page(asked)
    assert question.all("form", method="post", action=asked)
    assert admin.post(asked, headers={"X-CSRF-Token": "guessed"}).status_code == 403
    assert settled.is_in(), "it was only asked"
    answer = admin.post(asked, {"reason": "phone in the lake"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{person}?done=unlocked")
    told = admin.page(answer.headers["location"])
    assert "Their second factors are gone, and all of their sessions have ended." in told.texts
    assert not told.all("a", href=asked)
    assert not settled.is_in()
    assert sign_in(home, someone).is_in(), "the password alone"
    about = {"person_id": someone.id, "limit": "100"}
    rows = home.http.get("/v1/journal", headers=place.admin.bearer, params=about).json()["items"]
    [row] = [each for each in rows if each["act"] == "account.codes_taken_off"]
    assert (row["payload"]["reason"], row["actor_id"]) == ("phone in the lake", place.admin.id)
