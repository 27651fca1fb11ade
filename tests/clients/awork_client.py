"""A small integration with awork: book a timer on a project found by name, correct it, hear of it by webhook.

Run as `awork_client.py BASE_URL TOKEN PROJECT_NAME`; BASE_URL is what the vendor's `https://api.awork.com` is.
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

heard: "queue.Queue[dict[str, Any]]" = queue.Queue()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.end_headers()
        if self.headers.get("authorization") == "Bearer receiver-secret":
            heard.put(json.loads(body))

    def log_message(self, *arguments: Any) -> None:
        pass


class Awork:
    def __init__(self, base: str, token: str) -> None:
        self.http = httpx.Client(base_url=f"{base}/api/v1/", headers={"Authorization": f"Bearer {token}"}, timeout=60)

    def call(self, method: str, path: str, expected: int = 200, **arguments: Any) -> Any:
        answer = self.http.request(method, path, **arguments)
        assert answer.status_code == expected, f"{method} {path}: {answer.status_code} {answer.text}"
        assert answer.headers["trace-id"]
        return answer.json() if answer.content else None

    def every(self, path: str, size: int, **query: str) -> list[Any]:
        """All pages, until an empty one."""
        found: list[Any] = []
        page = 1
        while items := self.call("GET", path, params={**query, "page": str(page), "pageSize": str(size)}):
            found += items
            page += 1
        return found


def main(base: str, token: str, project_name: str) -> None:
    awork = Awork(base, token)
    me = awork.call("GET", "users/me")
    users = awork.every("users", 2)
    assert me["id"] in {user["id"] for user in users}
    assert len({user["id"] for user in users}) == len(users) > 2

    (project,) = awork.call("GET", "projects", params={"filterby": f"name eq '{project_name}'"})
    task = awork.call(
        "GET", f"projects/{project['id']}/projecttasks", params={"orderby": "name desc", "pageSize": "1"}
    )[0]
    work = awork.call("GET", "typeofwork", params={"filterby": "tolower(name) eq 'design'"})[0]

    receiver = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    assert "timetracking_added" in awork.call("GET", "webhooks/eventtypes")
    webhook = awork.call(
        "POST",
        "webhooks",
        json={
            "name": "Book keeping",
            "uri": f"http://127.0.0.1:{receiver.server_port}/awork",
            "events": "timetracking_added,timetracking_updated",
            "isActive": True,
            "authenticationType": "header",
            "authentication": "Bearer receiver-secret",
        },
    )

    started = awork.call(
        "POST",
        "me/timetracking/start",
        json={"typeOfWorkId": work["id"], "timezone": "Europe/Berlin", "taskId": task["id"], "note": "From the script"},
    )
    running = awork.call("GET", "timeentries", params={"filterby": "endTimeUtc eq null and userId eq me.id"})
    assert [entry["id"] for entry in running] == [started["id"]]
    assert running[0]["project"]["name"] == project_name
    paused = awork.call("POST", "me/timetracking/pause")
    assert "endDate" not in paused["breaks"][-1]
    awork.call("POST", "me/timetracking/resume")
    stopped = awork.call("POST", "me/timetracking/stop", json={})
    assert (stopped["id"], "endTimeUtc" in stopped) == (started["id"], True)

    # It was yesterday, from nine to half past ten, in fact.
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    corrected = awork.call(
        "PUT",
        f"timeentries/{started['id']}",
        json={
            "timezone": "Europe/Berlin",
            "typeOfWorkId": work["id"],
            "taskId": task["id"],
            "isBillable": True,
            "note": "Corrected",
            "startDateLocal": f"{yesterday}",
            "startTimeLocal": "09:00",
            "endDateLocal": f"{yesterday}",
            "endTimeLocal": "10:30",
        },
    )
    assert (corrected["startTimeLocal"], corrected["note"]) == ("09:00:00", "Corrected")

    week = (datetime.now(UTC) - timedelta(days=7)).date()
    expression = (
        f"userId eq guid'{me['id']}' and startDateLocal ge datetime'{week}T00:00' and project/name eq '{project_name}'"
    )
    last_week = awork.every("timeentries", 3, filterby=expression, orderby="startDateUtc desc,startTimeUtc desc")
    starts = [(entry["startDateUtc"], entry["startTimeUtc"]) for entry in last_week]
    assert starts == sorted(starts, reverse=True)
    assert started["id"] in {entry["id"] for entry in last_week}

    events: set[str] = set()
    deadline = time.monotonic() + 60
    while events < {"timetracking_added", "timetracking_updated"} and time.monotonic() < deadline:
        event = heard.get(timeout=60)
        if event["entityId"] == started["id"]:
            assert event["triggeredBy"]["id"] == me["id"]
            events.add(event["eventType"])
    assert events == {"timetracking_added", "timetracking_updated"}, events
    assert any(entry["isSuccessful"] for entry in awork.call("GET", f"webhooks/{webhook['id']}/logs"))

    awork.call("DELETE", f"timeentries/{started['id']}", 204)
    awork.call("GET", f"timeentries/{started['id']}", 404)
    awork.call("DELETE", f"webhooks/{webhook['id']}", 204)
    receiver.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
