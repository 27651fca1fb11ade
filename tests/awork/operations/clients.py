"""Client applications, their own users, what people have allowed them."""

from typing import Final

from tests.awork.operations.stage import Line, Stage, line
from tests.oauth.flows import AWORK, registered, with_password


def allowed(stage: Stage) -> str:
    """An application that the admin has allowed to act for them."""
    app = registered(stage.home, AWORK)
    app.tokens(with_password(stage.home, stage.place, stage.place.admin))
    return app.client_id


def with_allowed(stage: Stage) -> str:
    allowed(stage)
    return ""


LINES: Final[list[Line]] = [
    line("POST /clientapplications/register", body={"redirect_uris": ["https://client.example/back"]}),
    line("GET /accounts/me/authorizedclients", query=with_allowed),
    line("DELETE /accounts/me/authorizedclients", query=with_allowed),
    line("DELETE /accounts/me/authorizedclients/{clientId}", clientId=allowed),
]

UNSERVED: Final[dict[str, str]] = {}

BESIDES: Final[set[str]] = {
    "GET /accounts/authorize",
    "POST /accounts/authorize",
    "POST /accounts/token",
    "POST /accounts/revoke",
    "GET /.well-known/openid-configuration",
}
"""Served besides the operations of the subset: the vendor's pages on OAuth name them."""
