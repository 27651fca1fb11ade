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


def application(stage: Stage) -> str:
    """A confidential one."""
    made: str = stage.make("/clientapplications", {"displayName": "Stopwatch", "isConfidential": True})["clientId"]
    return made


def with_application(stage: Stage) -> str:
    application(stage)
    return ""


def api_user(stage: Stage) -> str:
    made: str = stage.make("/apiusers", {"name": "Robot", "clientId": application(stage)})["id"]
    return made


def with_api_user(stage: Stage) -> str:
    api_user(stage)
    return ""


def key_form(stage: Stage) -> dict[str, str]:
    return {"apiUserId": api_user(stage)}


LINES: Final[list[Line]] = [
    line("GET /clientapplications", query=with_application),
    line("POST /clientapplications", body={"displayName": "Clock", "redirectUris": [], "isConfidential": True}),
    line("GET /clientapplications/{clientId}", clientId=application),
    line("PUT /clientapplications/{clientId}", clientId=application, body={"displayName": "Clock"}),
    line("DELETE /clientapplications/{clientId}", clientId=application),
    line("POST /clientapplications/{clientId}/generatesecret", clientId=application),
    line("POST /clientapplications/{clientId}/generateapikey", clientId=application, body=key_form),
    line("GET /apiusers", query=with_api_user),
    line("POST /apiusers", body={"name": "Robot"}),
    line("GET /apiusers/{apiUserId}", apiUserId=api_user),
    line("PUT /apiusers/{apiUserId}", apiUserId=api_user, body={"name": "Automaton"}),
    line("DELETE /apiusers/{apiUserId}", apiUserId=api_user),
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
