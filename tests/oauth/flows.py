"""An application and somebody in front of a browser, as they speak to the OAuth 2 endpoints."""

import base64
import hashlib
import re
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx

from tests.home import Home, Someone, Workplace
from tests.passwords import CHEAP
from uhrwerk.operations import people
from uhrwerk.operations.oauth_clients import NewClient, WithSecret, add, register
from uhrwerk.operations.workspaces import command_line_actor

PASSWORD: Final = "correct horse"
CALLBACK: Final = "https://app.example.org/back"
VERIFIER: Final = "v" * 43
CHALLENGE: Final = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


@dataclass(frozen=True)
class Door:
    """A face's endpoints and what a token of it opens."""

    face: str
    issuer: str
    authorize: str
    token: str
    revoke: str
    register: str
    scopes: str
    opens: str

    def __str__(self) -> str:
        return self.face


BASE: Final = "http://testserver.local"
NATIVE: Final = Door(
    "native",
    BASE,
    "/oauth/authorize",
    "/oauth/token",
    "/oauth/revoke",
    "/oauth/register",
    "time:read time:write",
    "/v1/me",
)
AWORK: Final = Door(
    "awork",
    f"{BASE}/api/v1",
    "/api/v1/accounts/authorize",
    "/api/v1/accounts/token",
    "/api/v1/accounts/revoke",
    "/api/v1/clientapplications/register",
    "full_access offline_access",
    "/api/v1/me",
)
DOORS: Final = (NATIVE, AWORK)


@cache
def password_hash(password: str) -> str:
    return CHEAP.hash(password)


def with_password(home: Home, place: Workplace, someone: Someone, password: str = PASSWORD, **members: Any) -> Someone:
    """Somebody who can sign in, under a name that nobody else in the house has."""
    name = f"{someone.username}-{uuid4()}"
    now, actor = home.clock.now, command_line_actor(place.id)
    changes = {"username": name, "email": f"{name}@Example.org", "password_hash": password_hash(password)} | members
    home.run(lambda tx: people.change(tx, actor, now, someone.id, changes))
    return replace(someone, username=changes["username"])


@dataclass
class App:
    """A client application, public unless it has a secret."""

    home: Home
    door: Door
    client_id: str
    id: str
    secret: str | None = None
    redirect_uri: str = CALLBACK
    asks: dict[str, str] = field(default_factory=dict)

    def request(self, **changes: str | None) -> dict[str, str]:
        """The parameters of a good request; None leaves one out."""
        good: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.door.scopes,
            "state": "a state",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (good | self.asks | changes).items() if value is not None}

    def page(self, language: str = "en", /, **changes: str | None) -> httpx.Response:
        return self.home.http.get(
            self.door.authorize,
            params=self.request(**changes),
            headers={"Accept-Language": language},
            follow_redirects=False,
        )

    def submit(self, page: httpx.Response, **fields: str) -> httpx.Response:
        """Send the page's form with what is typed; hidden fields come along."""
        assert page.status_code in (200, 400), page.text
        data = hidden(page) | {"answer": "allow"} | fields
        return self.home.http.post(self.door.authorize, data=data, follow_redirects=False)

    def allow(self, someone: Someone, **changes: str | None) -> dict[str, str]:
        """Somebody allows the request; what comes back to the application."""
        answer = self.submit(self.page(**changes), name=someone.username, password=PASSWORD)
        return came_back(answer, self.redirect_uri)

    def code(self, someone: Someone, **changes: str | None) -> str:
        return self.allow(someone, **changes)["code"]

    def exchange(self, code: str, /, **changes: str | None) -> httpx.Response:
        return self.post(
            **(
                {
                    "grant_type": "authorization_code",
                    "code": code,
                    "redirect_uri": self.redirect_uri,
                    "code_verifier": VERIFIER,
                }
                | changes
            )
        )

    def refresh(self, refresh_token: str, /, **changes: str | None) -> httpx.Response:
        return self.post(**({"grant_type": "refresh_token", "refresh_token": refresh_token} | changes))

    def post(self, path: str | None = None, **form: str | None) -> httpx.Response:
        """To the token endpoint, as this client: by Basic with a secret, by its name in the form without."""
        given = {name: value for name, value in form.items() if value is not None}
        auth = None
        if self.secret is None:
            given.setdefault("client_id", self.client_id)
        else:
            auth = httpx.BasicAuth(self.client_id, self.secret)
        if auth is None:
            return self.home.http.post(path or self.door.token, data=given)
        return self.home.http.post(path or self.door.token, data=given, auth=auth)

    def tokens(self, someone: Someone, **changes: str | None) -> dict[str, Any]:
        """The whole way, to the tokens."""
        return granted(self.exchange(self.code(someone, **changes)))

    def opens(self, access_token: str) -> int:
        """What the face says to a request with that token."""
        bearer = {"Authorization": f"Bearer {access_token}"}
        return self.home.http.get(self.door.opens, headers=bearer).status_code


def made(
    home: Home,
    place: Workplace,
    door: Door,
    *,
    confidential: bool = False,
    name: str = "Stopwatch",
    redirect_uri: str = CALLBACK,
) -> App:
    """An application of a workspace."""
    now, actor = home.clock.now, command_line_actor(place.id)
    new = NewClient(door.face, name, [redirect_uri], _all_scopes(door), confidential)
    return replace(_app(home, door, home.run(lambda tx: add(tx, actor, now, new))), redirect_uri=redirect_uri)


def registered(home: Home, door: Door) -> App:
    """An application that registered itself."""
    now = home.clock.now
    new = NewClient(door.face, "Wanderer", [CALLBACK], _all_scopes(door), confidential=False)
    return _app(home, door, home.run(lambda tx: register(tx, now, new)))


def _all_scopes(door: Door) -> list[str]:
    return [*door.scopes.split(), "directory:read"] if door is NATIVE else door.scopes.split()


def _app(home: Home, door: Door, found: WithSecret) -> App:
    return App(home, door, found.client.client_id, found.client.id, found.secret)


def hidden(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the page's form."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def came_back(answer: httpx.Response, redirect_uri: str) -> dict[str, str]:
    """The parameters with which the browser was sent to the application."""
    assert answer.status_code == 303, answer.text
    location = answer.headers["location"]
    assert location.startswith(redirect_uri)
    assert answer.headers["cache-control"] == "no-store"
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def granted(answer: httpx.Response) -> dict[str, Any]:
    """The token endpoint's good answer."""
    assert answer.status_code == 200, answer.text
    _check_headers(answer)
    body: dict[str, Any] = answer.json()
    assert body["token_type"] == "Bearer"
    assert body["expires_in"] == 86_400
    return body


def refused(answer: httpx.Response, error: str, status: int = 400) -> None:
    """The token endpoint's error (RFC 6749 §5.2)."""
    assert (answer.status_code, answer.json()["error"]) == (status, error), answer.text
    assert answer.json().keys() <= {"error", "error_description"}
    _check_headers(answer)


def _check_headers(answer: httpx.Response) -> None:
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
