"""Client applications of OAuth 2."""

from typing import Final

from uhrwerk.entrypoints.native.examples.common import Examples
from uhrwerk.entrypoints.native.models import oauth_clients as models

_OAUTH_CLIENT: Final = {
    "id": "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7e99",
    "client_id": "b7Zk2QmXw9RtYv4LpNc8HsJd",
    "face": "native",
    "name": "Stopwatch",
    "confidential": True,
    "redirect_uris": ["https://stopwatch.example.org/back"],
    "scopes": ["time:read", "time:write"],
    "service_person_id": None,
    "created_at": "2026-11-02T07:00:00Z",
    "updated_at": "2026-11-02T07:00:00Z",
    "version": 1,
}

EXAMPLES: Final[Examples] = {
    models.OAuthClient: _OAUTH_CLIENT,
    models.OAuthClientWithSecret: {**_OAUTH_CLIENT, "client_secret": "uhrs_…"},
    models.NewOAuthClient: {"name": "Stopwatch", "redirect_uris": ["https://stopwatch.example.org/back"]},
    models.OAuthClientChanges: {"scopes": ["time:read"]},
    models.Authorization: {
        "id": "0198f0c2-5d4e-7a31-9c58-2f6a1d0b7eaa",
        "client_id": "b7Zk2QmXw9RtYv4LpNc8HsJd",
        "client_name": "Stopwatch",
        "face": "native",
        "scopes": ["time:read", "time:write"],
        "created_at": "2026-11-02T07:05:00Z",
        "expires_at": "2026-12-02T07:05:00Z",
    },
}
