"""Signing in in a real browser: a password, a passkey that is made and used, and the account's pages as they look."""

import pytest
from playwright.sync_api import CDPSession, expect

from tests.browser.conftest import OpenWindow
from tests.browser.served import ServedHome
from tests.browser.window import UNLIKE, Look, Window
from tests.home import Workplace
from tests.oauth.flows import PASSWORD
from tests.oauth.flows import with_password as account

WORDS = {
    "en": {
        "sign in": "Sign in",
        "passkey": "Sign in with a passkey",
        "add": "Add a passkey",
        "new codes": "Make new ones",
    },
    "de": {
        "sign in": "Anmelden",
        "passkey": "Mit einem Passkey anmelden",
        "add": "Passkey hinzufügen",
        "new codes": "Neue erstellen",
    },
}


def with_authenticator(opened: Window) -> tuple[CDPSession, str]:
    """A device's own authenticator, whose person is there and verified."""
    devtools = opened.context.new_cdp_session(opened.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


@pytest.mark.parametrize("look", UNLIKE, ids=str)
def test_a_passkey_is_made_and_signs_in(window: OpenWindow, home: ServedHome, place: Workplace, look: Look) -> None:
    say = WORDS[look.language]
    someone = account(home, place, place.owner, language=look.language)
    opened = window(look=look)
    page = opened.go("/sign-in?next=/account/security")
    opened.check()
    # From here until the passkey has been used nothing is checked: that would take the authenticator away.
    devtools, authenticator = with_authenticator(opened)
    page.locator("[name=name]").fill(someone.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name=say["sign in"], exact=True).click()
    expect(page).to_have_url(f"{home.url}/account/security")
    page.get_by_role("button", name=say["add"]).click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    # Another day: no cookie, no password. Whether the browser offers the passkey by itself or is asked for it by the
    # button is the browser's to say.
    simulate = {"authenticatorId": authenticator, "enabled": False}
    devtools.send("WebAuthn.setAutomaticPresenceSimulation", simulate)
    opened.context.clear_cookies()
    opened.go("/sign-in?next=/account/security")
    button = page.get_by_role("button", name=say["passkey"])
    expect(button).to_be_visible()
    devtools.send("WebAuthn.setAutomaticPresenceSimulation", simulate | {"enabled": True})
    button.click()
    expect(page).to_have_url(f"{home.url}/account/security")
    expect(page.locator(".key-name [name=name]")).to_have_count(1)
    opened.check()
    page.get_by_role("button", name=say["new codes"]).click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    opened.check()
    for path in ("/account", "/account/app", "/account/confirm", "/reset"):
        opened.go(path)
        expect(page.locator("h1")).to_be_visible()
        opened.check()
