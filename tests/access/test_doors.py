"""Every door of the house is in one of the tables, or stands open on purpose."""

from typing import Final

from tests.access.trespass import routes
from tests.home import Home

OPEN: Final = {
    "GET /",
    "GET /healthz",
    "GET /assets/{}",
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

TABLES: Final = ("/v1/", "/api/")


def test_no_door_is_in_no_table(home: Home) -> None:
    others = {name for name in routes(home, "/") if not name.partition(" ")[2].startswith(TABLES)}
    assert others == OPEN
