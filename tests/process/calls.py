"""Calls of every face as bytes on a socket, so that a thousand at once cost the test next to nothing."""

import asyncio
import base64
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.home import Someone, Workplace

MODIFY = "urn:onoffice-de-ns:smart:2.5:smartml:action:modify"


@dataclass(frozen=True)
class Call:
    face: str
    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any] | None = None

    def bytes(self) -> bytes:
        content = b"" if self.body is None else json.dumps(self.body).encode()
        headers = {"Host": "test", "Connection": "close", "Content-Length": str(len(content)), **self.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.method} {self.path} HTTP/1.1\r\n{head}\r\n".encode() + content


@dataclass(frozen=True)
class Answer:
    status: int
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


async def send(port: int, call: Call) -> Answer | None:
    """The whole answer, or None where the connection ended before it: then nothing was acknowledged."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return None
    try:
        writer.write(call.bytes())
        return _answer(await reader.read(-1))
    except OSError:
        return None
    finally:
        writer.close()


def _answer(received: bytes) -> Answer | None:
    head, separator, content = received.partition(b"\r\n\r\n")
    if not separator:
        return None
    status, *lines = head.decode().split("\r\n")
    lengths = [line.partition(":")[2] for line in lines if line.lower().startswith("content-length:")]
    if lengths and len(content) != int(lengths[0]):
        return None
    return Answer(int(status.split(" ")[1]), content)


def native(someone: Someone, path: str, body: dict[str, Any], key: str | None = None) -> Call:
    headers = someone.bearer | {"Content-Type": "application/json"}
    return Call("native", "POST", path, headers | ({"Idempotency-Key": key} if key else {}), body)


def awork_start(someone: Someone, place: Workplace, note: str) -> Call:
    body = {"typeOfWorkId": place.type_of_work, "projectId": place.project, "timezone": "Europe/Berlin", "note": note}
    headers = someone.awork_bearer | {"Content-Type": "application/json"}
    return Call("awork", "POST", "/api/v1/me/timetracking/start", headers, body)


def timetrack(someone: Someone, place: Workplace, timer: str, **body: Any) -> Call:
    """`date` is the wall clock of Berlin, in whole seconds as its clients send them."""
    date = datetime.now(UTC).astimezone(ZoneInfo("Europe/Berlin")).strftime("%Y-%m-%dT%H:%M:%S")
    form = {"username": someone.username, "date": date} | body
    headers = place.timetrack | {"Content-Type": "application/json"}
    return Call("timetrack", "POST", f"/api/v2/ext/timers/{timer}/start", headers, form)


def timetrack_start(someone: Someone, place: Workplace, note: str) -> Call:
    names = {"clientName": place.client_name, "projectName": place.project_name}
    return timetrack(someone, place, "project_timer", note=note, **names)


def onoffice_start(someone: Someone) -> Call:
    timestamp = str(int(datetime.now(UTC).timestamp()))
    message = f"{timestamp}{someone.onoffice_token}timetracking{MODIFY}"
    signature = hmac.digest(someone.onoffice_secret.encode(), message.encode(), "sha256")
    action = {
        "actionid": MODIFY,
        "resourceid": "",
        "identifier": "",
        "resourcetype": "timetracking",
        "timestamp": timestamp,
        "hmac": base64.b64encode(signature).decode(),
        "hmac_version": "2",
        "parameters": {"track": 1},
    }
    body = {"token": someone.onoffice_token, "request": {"actions": [action]}}
    return Call("onoffice", "POST", "/api/stable/api.php", {"Content-Type": "application/json"}, body)
