"""The command line writes beside a running server, which notices."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.process import calls
from tests.process.server import READY_WITHIN, Server


def _status(server: Server, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return server.request("GET", "/v1/timers/current", headers=headers).status_code


def _onoffice(server: Server, call: calls.Call) -> dict[str, Any]:
    answer = server.request("POST", call.path, json=call.body).json()
    status: dict[str, Any] = answer["status"]
    return status


def _comes_true(server: Server, expected: int, token: str) -> bool:
    """Other workers may remember for a moment; wait for all of them."""
    deadline = time.monotonic() + READY_WITHIN
    seen = 0
    while time.monotonic() < deadline and seen < 10:
        seen = seen + 1 if _status(server, token) == expected else 0
    return seen == 10


def test_credentials_and_settings_changed_beside_the_server_count_at_once(server: Server) -> None:
    place = server.prepare()
    server.start()
    added = server.command("credential", "add", "native", "--workspace", place.id, "--person", "owner")
    assert added.returncode == 0, added.stderr
    found = re.fullmatch(r"id\t(\S+)\ntoken\t(uhr_\S+)\n", added.stdout)
    assert found, added.stdout
    credential_id, token = found.groups()
    assert [_status(server, token) for _ in range(4)] == [200] * 4

    assert _onoffice(server, calls.onoffice_start(place.owner))["errorcode"] == 0
    with ThreadPoolExecutor() as threads:
        switched, revoked, verified = threads.map(
            lambda arguments: server.command(*arguments),
            (
                ("setting", "set", "onoffice.app_switch", "off", "--workspace", place.id),
                ("credential", "revoke", credential_id, "--workspace", place.id),
                ("journal", "verify"),
            ),
        )
    assert (switched.returncode, revoked.returncode) == (0, 0), switched.stderr + revoked.stderr
    assert (verified.returncode, verified.stdout.rpartition(": ")[2]) == (0, "all fit\n"), verified
    if server.workers == 1:
        assert _status(server, token) == 401
    assert _comes_true(server, 401, token)
    assert _onoffice(server, calls.onoffice_start(place.owner))["errorcode"] == 174
