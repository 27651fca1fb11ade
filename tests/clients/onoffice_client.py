"""A small integration with onOffice: may I punch, who am I among the users, in, out.

Run as `onoffice_client.py BASE_URL TOKEN SECRET USERNAME`; BASE_URL is what the vendor's `https://api.onoffice.de` is.
"""

import base64
import hashlib
import hmac
import sys
import time
from typing import Any

import httpx

SMART = "urn:onoffice-de-ns:smart:2.5:smartml:action:"


class OnOffice:
    def __init__(self, base: str, token: str, secret: str) -> None:
        self.url, self.token, self.secret = f"{base}/api/latest/api.php", token, secret
        self.http = httpx.Client(timeout=60)

    def action(self, action: str, kind: str, **parameters: Any) -> dict[str, Any]:
        timestamp = int(time.time())
        signed = f"{timestamp}{self.token}{kind}{SMART}{action}"
        digest = hmac.new(self.secret.encode(), signed.encode(), hashlib.sha256).digest()
        return {
            "actionid": SMART + action,
            "resourceid": "",
            "resourcetype": kind,
            "identifier": "",
            "timestamp": timestamp,
            "hmac_version": 2,
            "hmac": base64.b64encode(digest).decode(),
            "parameters": parameters,
        }

    def send(self, *actions: dict[str, Any]) -> list[Any]:
        """The records of each action, in their order."""
        body = {"token": self.token, "request": {"actions": list(actions)}}
        answer = self.http.post(self.url, json=body)
        assert answer.status_code == 200
        reply = answer.json()
        assert reply["status"]["code"] == 200, reply
        return [result["data"]["records"] for result in reply["response"]["results"]]


def main(base: str, token: str, secret: str, username: str) -> None:
    onoffice = OnOffice(base, token, secret)
    flag = "/onOfficeApp/timetracking/enabled"
    users, settings = onoffice.send(
        onoffice.action("get", "users"),
        onoffice.action("read", "basicsettings", data={"basicData": {"permissions": [flag]}}),
    )
    assert username in {user["elements"]["username"] for user in users}
    assert settings[0]["elements"]["basicData"]["permissions"][flag] is True

    seen: list[str] = []
    while page := onoffice.send(onoffice.action("read", "user", data=["username"], listlimit=2, listoffset=len(seen)))[
        0
    ]:
        seen += [user["elements"]["username"] for user in page]
    assert sorted(seen) == sorted(user["elements"]["username"] for user in users)

    for track, running in ((1, True), (1, True), (0, False), (0, False)):
        (record,) = onoffice.send(onoffice.action("modify", "timetracking", track=track))[0]
        assert record["elements"]["worktimeActive"] is True
        assert record["elements"]["currentlytracking"] is running
        assert len(record["elements"]["worktime"]) == len("HH:MM:SS")


if __name__ == "__main__":
    main(*sys.argv[1:])
