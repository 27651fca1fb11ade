"""Every door of the house is in one of the tables, or stands open on purpose."""

from typing import Final
from uuid import uuid4

from tests.access.trespass import routes
from tests.home import Home, Workplace
from tests.web.browser import HTML, signed_in

OPEN: Final = {
    "GET /healthz",
    "GET /assets/{}",
    "GET /welcome",
    "GET /sw.js",
    "GET /manifest.webmanifest",
    "GET /offline",
    "GET /sign-in",
    "POST /sign-in",
    "GET /sign-in/second-step",
    "POST /sign-in/second-step",
    "POST /sign-in/second-step/set-up",
    "POST /sign-in/passkey",
    "POST /sign-in/passkey/options",
    "GET /reset",
    "POST /reset",
    "GET /reset/{}",
    "POST /reset/{}",
    "GET /invitation/{}",
    "POST /invitation/{}",
    "GET /sso/{}/start",
    "GET /sso/callback",
    "GET /calendars/{}",
    "GET /docs",
    "GET /docs/{}",
    "GET /docs/assets/{}",
    "GET /docs/start.js",
    "GET /docs/openapi.json",
    "GET /docs/problems",
    "GET /.well-known/oauth-authorization-server",
    "GET /.well-known/oauth-authorization-server/api/v1",
    "GET /.well-known/openid-configuration",
    "GET /.well-known/openid-configuration/api/v1",
    "GET /oauth/authorize",
    "POST /oauth/authorize",
    "POST /oauth/token",
    "POST /oauth/register",
    "POST /oauth/revoke",
}
"""No credential in a header: pages, documentation, OAuth's endpoints, where clients show what they have, and calendars,
whose address is the secret."""

OTHERWISE: Final = ("/live", "/kiosk", "/punches")
"""Asked by our own scripts, which cannot follow to a page, or by devices: they have tests of their own."""

TABLES: Final = ("/v1/", "/api/")


def pages(home: Home) -> set[str]:
    """The doors of the web app: what is in no other table."""
    return {name for name in routes(home, "/") if not name.partition(" ")[2].startswith(TABLES + OTHERWISE)} - OPEN


def test_what_stands_open_is_there(home: Home) -> None:
    assert routes(home, "/") >= OPEN


def test_every_other_page_asks_who_is_there_first(home: Home) -> None:
    """A browser is led to the sign-in page; a program is told; nobody learns whether there is such a record."""
    for name in sorted(pages(home)):
        method, _, path = name.partition(" ")
        path = path.replace("{}", str(uuid4()))
        browser = home.http.request(method, path, headers=HTML, follow_redirects=False)
        assert (browser.status_code, browser.headers.get("location", "")[:8]) == (303, "/sign-in"), name
        assert home.http.request(method, path).status_code == 401, name


def test_no_page_is_changed_without_the_sessions_token(home: Home, place: Workplace) -> None:
    """Another site's page can make a browser send the cookie, but it does not know the token."""
    cookies = signed_in(home, place.admin)
    for name in sorted(pages(home)):
        method, _, path = name.partition(" ")
        if method == "GET":
            continue
        path = path.replace("{}", str(uuid4()))
        for headers in ({}, {"X-CSRF-Token": "x.y"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = home.http.request(method, path, headers={**HTML, **cookies, **headers})
            assert answer.status_code == 403, name
