"""A small integration with Uhrwerk's own API: a timer, a correction, a signed webhook, the change feed.

Run as `native_client.py BASE_URL TOKEN PROJECT_NAME`, with an admin's token.
"""

import json
import queue
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
from standardwebhooks import Webhook

deliveries: "queue.Queue[tuple[bytes, dict[str, str]]]" = queue.Queue()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(204)
        self.end_headers()
        deliveries.put((body, {name.lower(): value for name, value in self.headers.items()}))

    def log_message(self, *arguments: Any) -> None:
        pass


class Uhrwerk:
    def __init__(self, base: str, token: str) -> None:
        self.http = httpx.Client(base_url=f"{base}/v1/", headers={"Authorization": f"Bearer {token}"}, timeout=60)

    def call(self, method: str, path: str, expected: int = 200, **arguments: Any) -> Any:
        answer = self.http.request(method, path, **arguments)
        assert answer.status_code == expected, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def every(self, path: str, **query: Any) -> list[Any]:
        """All pages, by their cursor."""
        found: list[Any] = []
        while True:
            page = self.call("GET", path, params=query)
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            query["cursor"] = page["next_cursor"]


def changes(uhrwerk: Uhrwerk, cursor: str) -> tuple[list[Any], str]:
    """What changed since, and the cursor to go on from."""
    found = []
    while True:
        page = uhrwerk.call("GET", "changes", params={"since": cursor} if cursor else {})
        found += page["items"]
        cursor = page["next_cursor"]
        if not page["more"]:
            return found, cursor


def main(base: str, token: str, project_name: str) -> None:
    uhrwerk = Uhrwerk(base, token)
    me = uhrwerk.call("GET", "me")["person"]
    assert me["id"] in {person["id"] for person in uhrwerk.every("people", limit=2)}
    project = next(each for each in uhrwerk.every("projects", limit=2) if each["name"] == project_name)
    _, cursor = changes(uhrwerk, "")

    receiver = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    webhook = uhrwerk.call(
        "POST",
        "webhooks",
        201,
        json={
            "name": "Script",
            "url": f"http://127.0.0.1:{receiver.server_port}/uhrwerk",
            "events": ["time_entry.*"],
        },
    )

    started = uhrwerk.call("POST", "timers/start", json={"project_id": project["id"], "note": "From the script"})
    uhrwerk.call("POST", "timers/pause")
    uhrwerk.call("POST", "timers/resume")
    stopped = uhrwerk.call("POST", "timers/stop")
    assert (stopped["id"], stopped["state"]) == (started["id"], "stopped")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    correction = {
        "started_at": f"{yesterday.isoformat()}",
        "ended_at": f"{(yesterday + timedelta(minutes=90)).isoformat()}",
        "breaks": [],
    }
    assert uhrwerk.call("PATCH", f"time-entries/{started['id']}", json=correction)["net_seconds"] == 90 * 60
    week = (datetime.now(UTC) - timedelta(days=7)).isoformat()
    entries = uhrwerk.every("time-entries", limit=3, project_id=project["id"], **{"from": week})
    assert started["id"] in {entry["id"] for entry in entries}

    verifier = Webhook(webhook["secret"])
    events: list[str] = []
    deadline = time.monotonic() + 60
    while len(events) < 5 and time.monotonic() < deadline:
        body, headers = deliveries.get(timeout=60)
        verifier.verify(body, headers)
        event = json.loads(body)
        if event["data"]["id"] == started["id"]:
            events.append(event["type"].removeprefix("time_entry."))
    assert events == ["started", "paused", "resumed", "stopped", "changed"], events

    uhrwerk.call("DELETE", f"time-entries/{started['id']}", 204)
    changed, _ = changes(uhrwerk, cursor)
    tombstone = next(item for item in changed if item["id"] == started["id"])
    assert (tombstone["kind"], tombstone["deleted"], tombstone["record"]) == ("time_entry", True, None)
    uhrwerk.call("DELETE", f"webhooks/{webhook['id']}", 204)
    receiver.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
