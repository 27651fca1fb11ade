"""The curl lines of the README and of the vendors' page, sent as they stand there."""

import base64
import hmac
import re
import shlex
from collections.abc import Iterator
from urllib.parse import quote_plus

import httpx
import pytest

from tests.docs.pages import page
from tests.home import Home, Someone, Workplace

MODIFY = "urn:onoffice-de-ns:smart:2.5:smartml:action:modify"


@pytest.mark.parametrize(("name", "lines"), [("README.md", 4), ("docs/vendors.md", 13)])
def test_every_curl_line_is_answered_with_success(home: Home, place: Workplace, name: str, lines: int) -> None:
    commands = list(_curl_commands(page(name)))
    assert len(commands) == lines
    for command in commands:
        answer = _send(home, _filled(command, home, place))
        assert answer.status_code == 200, f"{command}\n{answer.status_code} {answer.text}"
        if answer.request.url.path.endswith("api.php"):
            assert answer.json()["status"] == {"code": 200, "errorcode": 0, "message": "OK"}


def _curl_commands(text: str) -> Iterator[str]:
    for block in re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S):
        for command in re.split(r"^(?=\S)", block.replace("\\\n", " "), flags=re.M):
            if command.startswith("curl "):
                yield command


def _filled(command: str, home: Home, place: Workplace) -> str:
    """The command with the values in place of the variables, as the page asks the reader to."""
    me = place.owner
    timestamp = str(int(home.clock.now.timestamp()))
    values = {
        "BASE": "http://testserver.local",
        "TOKEN": me.native,
        "AWORK_TOKEN": me.awork,
        "TYPE_OF_WORK": place.type_of_work,
        "USERNAME": me.username,
        "CLIENT": place.client_name,
        "PROJECT": place.project_name,
        "TIMETRACK_KEY": place.timetrack_key,
        "TIMETRACK_SECRET": place.timetrack_secret,
        "ONOFFICE_TOKEN": me.onoffice_token,
        "ACTION": MODIFY,
        "TS": timestamp,
        "HMAC": _signature(me, timestamp),
    }
    return re.sub(r"\$([A-Z_]+)", lambda found: values[found[1]], command)


def _signature(someone: Someone, timestamp: str) -> str:
    message = f"{timestamp}{someone.onoffice_token}timetracking{MODIFY}"
    return base64.b64encode(hmac.digest(someone.onoffice_secret.encode(), message.encode(), "sha256")).decode()


def _send(home: Home, command: str) -> httpx.Response:
    """What curl would send: with `-d` a POST, labelled as a form unless a header says otherwise; with `-G` a GET."""
    words = iter(shlex.split(command)[1:])
    method, url, headers = "", "", {}
    data: list[str] = []
    in_query = False
    for word in words:
        match word:
            case "-X":
                method = next(words)
            case "-H":
                header, _, value = next(words).partition(": ")
                headers[header] = value
            case "-d":
                data.append(next(words))
            case "--data-urlencode":
                name, _, value = next(words).partition("=")
                data.append(f"{name}={quote_plus(value)}")
            case "-G":
                in_query = True
            case _:
                assert not word.startswith("-"), word
                url = word
    if in_query:
        return home.http.get(f"{url}?{'&'.join(data)}", headers=headers)
    if data:
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
    body = "&".join(data) if data else None
    return home.http.request(method or ("POST" if data else "GET"), url, headers=headers, content=body)
