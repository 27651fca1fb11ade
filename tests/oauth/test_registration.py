"""A program registers itself (RFC 7591), and finds out by itself where everything is (RFC 8414)."""

from typing import Any

import httpx
import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata

from tests.awork.wire import refusal
from tests.home import Home, Workplace
from tests.oauth.flows import AWORK, CALLBACK, NATIVE, App, Door, granted, with_password


def register(home: Home, door: Door, **members: Any) -> httpx.Response:
    return home.http.post(door.register, json={"client_name": "Wanderer", "redirect_uris": [CALLBACK]} | members)


@pytest.mark.parametrize("method", ["none", "client_secret_basic", "client_secret_post", None])
def test_a_program_registers_itself_and_is_let_in(home: Home, place: Workplace, door: Door, method: str | None) -> None:
    answer = register(home, door, **({} if method is None else {"token_endpoint_auth_method": method}))
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()
    secret = found.pop("client_secret", None)
    assert (secret is None) is (method == "none")
    assert found.pop("client_secret_expires_at", None) == (None if method == "none" else 0)
    client_id = found.pop("client_id")
    scope = found.pop("scope")
    assert set(door.scopes.split()) <= set(scope.split())
    assert found == {
        "client_name": "Wanderer",
        "redirect_uris": [CALLBACK],
        "token_endpoint_auth_method": method or "client_secret_basic",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "client_id_issued_at": int(home.clock.now.timestamp()),
    }
    app = App(home, door, client_id, "", secret)
    granted(app.exchange(app.code(with_password(home, place, place.owner))))


def test_what_is_told_beyond_that_is_taken_and_forgotten(home: Home, door: Door) -> None:
    more = {
        "application_type": "native",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "client_uri": "https://app.example.org",
        "logo_uri": "https://app.example.org/logo.png",
        "contacts": ["dev@example.org"],
        "software_id": "wanderer",
        "software_version": "1.0",
    }
    answer = register(home, door, **more)
    assert answer.status_code == 201
    assert "logo_uri" not in answer.json()


def test_a_program_may_ask_for_less(home: Home, place: Workplace) -> None:
    found = register(home, NATIVE, scope="time:read", token_endpoint_auth_method="none").json()
    assert found["scope"] == "time:read"
    app = App(home, NATIVE, found["client_id"], "")
    assert "error=invalid_scope" in app.page(scope="time:write").headers["location"]
    owner = with_password(home, place, place.owner)
    assert granted(app.exchange(app.code(owner, scope=None)))["scope"] == "time:read"


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no redirect": ({"redirect_uris": []}, "redirect_uris"),
    "plain http": ({"redirect_uris": ["http://app.example.org/back"]}, "redirect_uris"),
    "a script": ({"redirect_uris": ["javascript:alert(1)"]}, "redirect_uris"),
    "one of two": ({"redirect_uris": [CALLBACK, "data:text/html,x"]}, "redirect_uris"),
    "no list": ({"redirect_uris": CALLBACK}, "redirect_uris"),
    "no texts": ({"redirect_uris": [1]}, "redirect_uris"),
    "unknown scope": ({"scope": "world:rule"}, "scope"),
    "scope as a list": ({"scope": ["time:read"]}, "scope"),
    "unknown way to prove itself": ({"token_endpoint_auth_method": "private_key_jwt"}, "token_endpoint_auth_method"),
    "unknown grant": ({"grant_types": ["password"]}, "grant_types"),
    "unknown response": ({"response_types": ["token"]}, "response_types"),
    "a name of two lines": ({"client_name": "Wan\nderer"}, "name"),
    "a name that is too long": ({"client_name": "W" * 201}, "name"),
    "an address that is none": ({"client_uri": "nowhere"}, "client_uri"),
}


@pytest.mark.parametrize(("members", "field"), WRONG.values(), ids=WRONG)
def test_a_registration_that_is_wrong_is_refused_in_the_doors_own_words(
    home: Home, door: Door, members: dict[str, Any], field: str
) -> None:
    answer = register(home, door, **members)
    if door is AWORK:
        refusal(answer, 400, "validation-error", "".join(part.title() for part in field.split("_")))
        return
    error = "invalid_redirect_uri" if field == "redirect_uris" else "invalid_client_metadata"
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff", b""])
def test_a_body_that_is_no_object_is_refused(home: Home, door: Door, body: bytes) -> None:
    assert home.http.post(door.register, content=body).status_code == 400


def test_an_address_registers_sixty_in_an_hour(home: Home) -> None:
    assert [register(home, NATIVE).status_code for _ in range(61)] == [201] * 60 + [503]
    home.clock.forward(hours=1)
    assert register(home, NATIVE).status_code == 201


PLACES = [
    (NATIVE, "/.well-known/oauth-authorization-server"),
    (AWORK, "/.well-known/openid-configuration"),
    (AWORK, "/api/v1/.well-known/openid-configuration"),
    (AWORK, "/.well-known/openid-configuration/api/v1"),
    (AWORK, "/.well-known/oauth-authorization-server/api/v1"),
]


@pytest.mark.parametrize(("door", "path"), PLACES, ids=[path for _, path in PLACES])
def test_the_metadata_leads_to_the_endpoints(home: Home, door: Door, path: str) -> None:
    answer = home.http.get(path)
    assert answer.status_code == 200
    found = answer.json()
    AuthorizationServerMetadata(found | {"issuer": found["issuer"].replace("http:", "https:")}).validate_issuer()
    assert found["issuer"] == door.issuer
    base = "http://testserver.local"
    assert found["authorization_endpoint"] == base + door.authorize
    assert found["token_endpoint"] == base + door.token
    assert found["registration_endpoint"] == base + door.register
    assert found["revocation_endpoint"] == base + door.revoke
    assert set(door.scopes.split()) <= set(found["scopes_supported"])
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["response_types_supported"] == ["code"]
    assert set(found["grant_types_supported"]) == {"authorization_code", "refresh_token", "client_credentials"}
    assert found["authorization_response_iss_parameter_supported"] is True
