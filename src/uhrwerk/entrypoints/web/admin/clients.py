"""What a client of each dialect is told: where to point it, and a line for the shell that works as it stands."""

import json
from dataclasses import dataclass
from shlex import quote
from typing import Final

from uhrwerk.entrypoints.vendors.timetrack.auth import KEY_HEADER, SECRET_HEADER
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.operations.credentials import Issued

ONOFFICE_ACTION: Final = "urn:onoffice-de-ns:smart:2.5:smartml:action:modify"


@dataclass(frozen=True, slots=True)
class Dialect:
    """`base` is what stands behind this server's address; `about` and `how` are English, keys of their translations."""

    name: str
    base: str
    about: str
    how: str


DIALECTS: Final[dict[str, Dialect]] = {
    "native": Dialect(
        N_("API of Uhrwerk"),
        "/v1",
        N_("A person's token, with scopes. It acts as that person."),
        N_("Send it as “Authorization: Bearer …”. The documentation is at /docs."),
    ),
    "awork": Dialect(
        "awork",
        "/api/v1",
        N_("A person's token, for programs that speak awork's API."),
        N_("Where the program names https://api.awork.com/api/v1, put this address instead."),
    ),
    "timetrack": Dialect(
        "TimeTrack",
        "/api/v2/ext",
        N_("A key and a secret of the whole workspace, for programs that speak TimeTrack's API v2/ext."),
        N_("Where the program names TimeTrack's own server, put this address instead; people are named by username."),
    ),
    "onoffice": Dialect(
        "onOffice",
        "/api/stable/api.php",
        N_("A person's token and secret, for programs that speak onOffice's API."),
        N_("Where the program names https://api.onoffice.de/api/stable/api.php, put this address instead."),
    ),
}


def curl_line(base: str, issued: Issued, username: str) -> str:
    """A call that works at once: it tells who one is, or reads the clock; onOffice's, which only writes, clocks in."""
    match issued.credential.face:
        case "native":
            return f"curl {quote(base + '/v1/me')} -H {quote(f'Authorization: Bearer {issued.token}')}"
        case "awork":
            return f"curl {quote(base + '/api/v1/users/me')} -H {quote(f'Authorization: Bearer {issued.token}')}"
        case "timetrack":
            address = f"{base}/api/v2/ext/timers/project_timer?username={username}&date=2020-10-23T16:00:00.000Z"
            headers = {KEY_HEADER: issued.token, SECRET_HEADER: issued.secret}
            return " ".join(
                ["curl", quote(address), *(f"-H {quote(f'{name}: {value}')}" for name, value in headers.items())]
            )
        case _:
            return _signed_call(base, issued)


def _signed_call(base: str, issued: Issued) -> str:
    """onOffice's calls are signed with the instant: the shell reckons the signature."""
    action = {
        "actionid": ONOFFICE_ACTION,
        "resourceid": "",
        "identifier": "",
        "resourcetype": "timetracking",
        "timestamp": "'$TS'",
        "hmac": "'$HMAC'",
        "hmac_version": "2",
        "parameters": {"track": 1},
    }
    body = json.dumps({"token": "'$TOKEN'", "request": {"actions": [action]}})
    return (
        f"TOKEN={issued.token} SECRET={issued.secret} TS=$(date +%s); "
        f'HMAC=$(printf %s "${{TS}}${{TOKEN}}timetracking{ONOFFICE_ACTION}" '
        f'| openssl dgst -sha256 -hmac "$SECRET" -binary | base64); '
        f"curl {quote(base + '/api/stable/api.php')} -d '{body}'"
    )
