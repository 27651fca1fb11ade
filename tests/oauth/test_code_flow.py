"""An application gets in with somebody's consent: authorization code with PKCE, on both faces that have it."""

from typing import Any

import pytest

from tests.home import Home, Workplace
from tests.oauth.flows import DOORS, Door, made, registered, with_password


@pytest.fixture(params=DOORS, ids=str)
def door(request: pytest.FixtureRequest) -> Door:
    found: Door = request.param
    return found


@pytest.mark.parametrize("kind", ["public", "confidential", "registered"])
def test_the_whole_way(home: Home, place: Workplace, door: Door, kind: str) -> None:
    owner = with_password(home, place, place.owner)
    app = registered(home, door) if kind == "registered" else made(home, place, door, confidential=kind != "public")
    back = app.allow(owner)
    assert back.keys() == {"code", "state", "iss"}
    assert (back["state"], back["iss"]) == ("a state", door.issuer)
    tokens: dict[str, Any] = app.exchange(back["code"]).json()
    assert tokens.keys() == {"access_token", "refresh_token", "token_type", "expires_in", "scope"}
    assert tokens["scope"] == door.scopes
    assert app.opens(tokens["access_token"]) == 200
