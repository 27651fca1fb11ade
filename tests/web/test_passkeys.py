"""Passkeys over HTTP, with an authenticator of the test's own: made, used without a password and after one, removed."""

import json
from typing import Any

import httpx
import pytest

from tests.home import Home, Someone, Workplace
from tests.oauth.flows import PASSWORD
from tests.oauth.flows import with_password as account
from tests.web.authenticator import PRESENT, Authenticator, encoded
from tests.web.browser import Page
from tests.web.test_second_factor import codes_on, sign_in
from tests.web.visitor import Visitor

REFUSED = "This passkey was not accepted."


def asked(visitor: Visitor, path: str) -> dict[str, Any]:
    """The options that the script gets."""
    headers = {"X-CSRF-Token": visitor.token()} if path.startswith("/account") else {}
    answer = visitor.send("POST", path, headers=headers)
    assert answer.status_code == 200, answer.text[:2000]
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = answer.json()
    return found


def with_passkey(home: Home, someone: Someone, name: str = "Notebook") -> tuple[Visitor, Authenticator, list[str]]:
    """A session that has just made a passkey, and the recovery codes that came with it."""
    visitor, authenticator = sign_in(home, someone), Authenticator()
    made = authenticator.made(asked(visitor, "/account/passkeys/options"))
    return visitor, authenticator, codes_on(visitor.change("/account/passkeys", credential=made, name=name))


def use(visitor: Visitor, authenticator: Authenticator, **fields: str) -> httpx.Response:
    signed = authenticator.signed(asked(visitor, "/sign-in/passkey/options"))
    return visitor.post("/sign-in/passkey", credential=signed, **fields)


def test_a_passkey_signs_in_without_a_password(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    settled, authenticator, codes = with_passkey(home, someone)
    assert len(codes) == 10
    visitor = Visitor(home)
    options = asked(visitor, "/sign-in/passkey/options")
    assert options["userVerification"] == "required"
    assert options.get("allowCredentials", []) == [], "any that the browser has: nobody was named"
    answer = use(visitor, authenticator, next="/account?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?x=1")
    assert visitor.is_in()
    page = settled.page("/account/security")
    assert page.all("input", value="Notebook")
    assert any("last used Mar 10, 2026" in text for text in page.texts)


def test_and_it_is_the_second_step_of_who_has_one(home: Home, place: Workplace) -> None:
    someone, other = account(home, place, place.owner), account(home, place, place.colleague)
    _, authenticator, codes = with_passkey(home, someone)
    _, others, _ = with_passkey(home, other)
    visitor = sign_in(home, someone)
    assert not visitor.is_in()
    options = asked(visitor, "/sign-in/passkey/options")
    assert [each["id"] for each in options["allowCredentials"]] == [encoded(authenticator.handle)]
    assert options["allowCredentials"][0]["transports"] == ["hybrid", "internal"]
    refused = use(visitor, others)
    assert refused.status_code == 422
    assert "This passkey is somebody else's." in Page(refused).problems.values()
    assert not visitor.is_in()
    assert use(visitor, authenticator).status_code == 303
    assert visitor.is_in()
    # Without it: a recovery code.
    assert sign_in(home, someone).post("/sign-in/second-step", code=codes[3]).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"handle": b"another passkey's name"},
        {"user": b"another person's id"},
        {"key": Authenticator().key},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_not_signed_as_it_must_be_opens_nothing(home: Home, place: Workplace, wrong: dict[str, Any]) -> None:
    someone = account(home, place, place.owner)
    _, authenticator, _ = with_passkey(home, someone)
    right = {name: getattr(authenticator, name) for name in wrong}
    for name, value in wrong.items():
        setattr(authenticator, name, value)
    visitor = Visitor(home)
    refused = use(visitor, authenticator)
    assert refused.status_code == 422
    assert Page(refused).problems == {"form": REFUSED}
    assert not visitor.is_in()
    for name, value in right.items():
        setattr(authenticator, name, value)
    assert use(visitor, authenticator).status_code == 303


def test_a_challenge_is_signed_once_soon_and_for_its_purpose(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    settled, authenticator, _ = with_passkey(home, someone)
    visitor = Visitor(home)
    signed = authenticator.signed(asked(visitor, "/sign-in/passkey/options"))
    challenge = visitor.cookies["uhrwerk_challenge"]
    assert visitor.post("/sign-in/passkey", credential=signed).status_code == 303
    copied = Visitor(home, cookies={"uhrwerk_challenge": challenge})
    assert copied.post("/sign-in/passkey", credential=signed).status_code == 422
    late = Visitor(home)
    signed = authenticator.signed(asked(late, "/sign-in/passkey/options"))
    home.clock.forward(minutes=10)
    assert late.post("/sign-in/passkey", credential=signed).status_code == 422
    stranger = Visitor(home)
    assert stranger.post("/sign-in/passkey", credential=signed).status_code == 422, "without any challenge"
    for nonsense in ("", "{}", "[]", "null", "x", '{"id": 7}', json.dumps({"id": encoded(authenticator.handle)})):
        asked(stranger, "/sign-in/passkey/options")
        assert stranger.post("/sign-in/passkey", credential=nonsense).status_code == 422
    # What was to be signed for signing in does not make a passkey.
    settled.change("/account/confirm", password=PASSWORD)
    made = Authenticator().made(asked(settled, "/account/passkeys/options"))
    settled.cookies["uhrwerk_challenge"] = challenge
    assert settled.change("/account/passkeys", credential=made).status_code == 422


def test_a_copy_that_counts_behind_is_found_out(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    _, authenticator, _ = with_passkey(home, someone)
    assert use(Visitor(home), authenticator).status_code == 303
    assert use(Visitor(home), authenticator).status_code == 303
    authenticator.count = 1
    assert use(Visitor(home), authenticator).status_code == 422


def test_passkeys_are_named_and_removed_by_their_person_alone(home: Home, place: Workplace) -> None:
    someone, other = account(home, place, place.owner), account(home, place, place.colleague)
    settled, authenticator, _ = with_passkey(home, someone)
    stranger, _, _ = with_passkey(home, other, "Other")
    [removing] = [form for form in settled.page("/account/security").all("form") if _removes(form)]
    path = str(removing["action"])
    assert stranger.change(path).status_code == 404
    assert settled.change(path.replace("/remove", "/name"), name=" Phone ").status_code == 303
    assert settled.page("/account/security").all("input", value="Phone")
    assert settled.change(path.replace("/remove", "/name"), name="").status_code == 422
    # The same one is not registered twice, nor by somebody else.
    again = authenticator.made(asked(settled, "/account/passkeys/options"))
    assert "already" in settled.change("/account/passkeys", credential=again).text
    assert settled.change(path).status_code == 303
    assert not settled.page("/account/security").all("input", value="Phone")
    assert use(Visitor(home), authenticator).status_code == 422
    assert sign_in(home, someone).is_in(), "the last second factor is gone"


def _removes(form: dict[str, str | None]) -> bool:
    action = form.get("action") or ""
    return action.startswith("/account/passkeys/") and action.endswith("/remove")


def test_changes_ask_who_one_is_when_that_is_long_ago(home: Home, place: Workplace) -> None:
    someone = account(home, place, place.owner)
    settled, authenticator, _ = with_passkey(home, someone)
    home.clock.forward(minutes=10)
    headers = {"X-CSRF-Token": settled.token()}
    answer = settled.send("POST", "/account/passkeys/options", headers=headers)
    assert (answer.status_code, answer.json()) == (403, {"to": "/account/confirm?next=/account/security"})
    assert settled.change("/account/recovery-codes").headers["location"] == "/account/confirm?next=/account/security"
    assert settled.get("/account/app").headers["location"] == "/account/confirm?next=/account/app"
    assert settled.change("/account/confirm", password="wrong", next="/account/app").status_code == 422
    signed = authenticator.signed(asked(settled, "/account/confirm/options"))
    answer = settled.change("/account/confirm", credential=signed, next="/account/app")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/app")
    assert settled.get("/account/app").status_code == 200
    assert len(codes_on(settled.change("/account/recovery-codes"))) == 10
