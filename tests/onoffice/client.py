"""A client of onOffice's one URL, which signs each action as HMAC version 2 asks."""

import base64
import hmac
import json
from dataclasses import dataclass
from typing import Any, Final

import httpx

from tests.home import Home, Someone

URL: Final = "/api/stable/api.php"
ACTIONS: Final = "urn:onoffice-de-ns:smart:2.5:smartml:action:"
ABSENT: Final = object()
"""As a member's value: leave the member out."""

NO_PARAMETERS: Final[dict[str, Any]] = {}


@dataclass(frozen=True)
class OnOffice:
    home: Home
    someone: Someone

    def action(self, parameters: Any = NO_PARAMETERS, **changes: Any) -> dict[str, Any]:
        """A signed `modify timetracking`; `changes` replace members before it is signed, ABSENT ones are left out."""
        action = {
            "actionid": ACTIONS + "modify",
            "resourceid": "",
            "identifier": "",
            "resourcetype": "timetracking",
            "timestamp": int(self.home.clock.now.timestamp()),
            "hmac_version": "2",
            "parameters": parameters,
        } | changes
        if "hmac" not in action:
            texts = (action["timestamp"], self.someone.onoffice_token, action["resourcetype"], action["actionid"])
            message = "".join("" if each is ABSENT else str(each) for each in texts)
            signature = hmac.digest(self.someone.onoffice_secret.encode(), message.encode(), "sha256")
            action["hmac"] = base64.b64encode(signature).decode()
        return {name: value for name, value in action.items() if value is not ABSENT}

    def body(self, *actions: dict[str, Any]) -> dict[str, Any]:
        return {"token": self.someone.onoffice_token, "request": {"actions": list(actions)}}

    def send(self, *actions: dict[str, Any]) -> dict[str, Any]:
        """The whole reply to a request of these actions."""
        return replied(self.home.http.post(URL, content=json.dumps(self.body(*actions))))

    def track(self, track: Any = ABSENT) -> dict[str, Any]:
        """The elements that a punch, or a read where `track` is left out, comes back with."""
        reply = self.send(self.action({} if track is ABSENT else {"track": track}))
        assert reply["status"] == {"code": 200, "errorcode": 0, "message": "OK"}, reply
        elements: dict[str, Any] = reply["response"]["results"][0]["data"]["records"][0]["elements"]
        return elements


def replied(answer: httpx.Response) -> dict[str, Any]:
    """The reply, which is HTTP 200 with status and results whatever happened."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert "content-encoding" not in answer.headers
    reply: dict[str, Any] = answer.json()
    assert list(reply) == ["status", "response"]
    assert list(reply["status"]) == ["code", "errorcode", "message"]
    assert list(reply["response"]) == ["results"]
    for result in reply["response"]["results"]:
        assert list(result) == [
            "actionid",
            "resourceid",
            "resourcetype",
            "cacheable",
            "identifier",
            "data",
            "status",
        ]
        assert list(result["status"]) == ["errorcode", "message"]
        assert type(result["status"]["errorcode"]) is int
        assert result["status"]["message"]
        if result["status"]["errorcode"]:
            assert result["data"] == []
    return reply


def assert_request_failed(reply: dict[str, Any], code: int, errorcode: int) -> None:
    """The whole request failed: no results, but the member is there."""
    assert (reply["status"]["code"], reply["status"]["errorcode"]) == (code, errorcode), reply
    assert reply["status"]["message"]
    assert reply["response"] == {"results": []}


def assert_action_failed(reply: dict[str, Any], errorcode: int, name: str = "") -> None:
    """The only action of the request failed, and the top status says what it says."""
    (result,) = reply["response"]["results"]
    assert (result["status"]["errorcode"], result["data"]) == (errorcode, []), reply
    assert name in result["status"]["message"]
    assert reply["status"] == {"code": 500, **result["status"]}
