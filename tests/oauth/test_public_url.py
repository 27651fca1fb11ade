"""Behind a proxy the house is known under another address than the one that requests come in by."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.home import Clock, Home, settings_for
from tests.oauth.flows import NATIVE, came_back, made
from uhrwerk.config import Settings, WrongSetting


@pytest.fixture
def behind_a_proxy(tmp_path: Path) -> Iterator[Home]:
    settings = replace(
        settings_for(f"sqlite:///{tmp_path / 'uhrwerk.sqlite3'}", tmp_path), public_url="https://clock.example.org"
    )
    home = Home(settings, Clock())
    with ExitStack() as stack:
        home.open(stack)
        yield home


def test_issuer_and_endpoints_have_the_outer_address(behind_a_proxy: Home) -> None:
    found = behind_a_proxy.http.get("/.well-known/oauth-authorization-server").json()
    assert found["issuer"] == "https://clock.example.org"
    assert found["token_endpoint"] == "https://clock.example.org/oauth/token"
    app = made(behind_a_proxy, behind_a_proxy.workplace(), NATIVE)
    assert came_back(app.submit(app.page(), answer="deny"), app.redirect_uri)["iss"] == "https://clock.example.org"


@pytest.mark.parametrize(
    "url", ["clock.example.org", "ftp://x", "https://", "https://x/path", "https://x?y", "https://u@x"]
)
def test_an_address_that_is_none_ends_the_start(url: str) -> None:
    with pytest.raises(WrongSetting, match="UHRWERK_PUBLIC_URL"):
        Settings.from_environment({"UHRWERK_PUBLIC_URL": url})


@pytest.mark.parametrize("url", ["https://clock.example.org", "https://clock.example.org/", "http://[::1]:8600"])
def test_a_slash_at_the_end_is_no_matter(url: str) -> None:
    assert Settings.from_environment({"UHRWERK_PUBLIC_URL": url}).public_url == url.rstrip("/")
