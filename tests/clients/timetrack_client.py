"""A small integration with TimeTrack: a timer, a corrected entry, a day's attendance, a report.

Run as `timetrack_client.py BASE_URL KEY SECRET USERNAME CLIENT_NAME PROJECT_NAME ZONE`; BASE_URL is what the vendor's
`https://ACCOUNT.timetrackenterprise.com` is.
"""

import sys
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx


class TimeTrack:
    def __init__(self, base: str, key: str, secret: str) -> None:
        headers = {"X-TimeTrack-Api-Key": key, "X-TimeTrack-Api-Secret": secret}
        self.http = httpx.Client(base_url=f"{base}/api/v2/ext/", headers=headers, timeout=60)

    def call(self, method: str, path: str, expected: int = 200, **arguments: Any) -> Any:
        answer = self.http.request(method, path, **arguments)
        assert answer.status_code == expected, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def every(self, path: str, size: int, **query: str) -> list[Any]:
        """All pages, until a short one."""
        found: list[Any] = []
        page = 0
        while True:
            items = self.call("GET", path, params={**query, "page_number": str(page), "limit": str(size)})
            found += items
            page += 1
            if len(items) < size:
                return found


def main(base: str, key: str, secret: str, username: str, client: str, project: str, zone: str) -> None:
    timetrack = TimeTrack(base, key, secret)

    def local(minutes_ago: float = 0) -> str:
        """The person's wall-clock time; the Z means nothing."""
        return f"{datetime.now(ZoneInfo(zone)) - timedelta(minutes=minutes_ago):%Y-%m-%dT%H:%M:%S}.000Z"

    assert username in {user["username"] for user in timetrack.every("users", 2)}
    (found,) = timetrack.call("GET", "projects", params={"projectName": project, "clientName": client})
    assert (found["projectName"], type(found["id"])) == (project, int)

    names = {"username": username, "clientName": client, "projectName": project}
    started = timetrack.call("POST", "timers/project_timer/start", json={"date": local(30), **names, "note": "Script"})
    assert (started["playing"], started["projectName"]) == (True, project)
    who = {"username": username}
    assert timetrack.call("POST", "timers/project_timer/pause", json={"date": local(20), **who})["paused"] is True
    assert timetrack.call("POST", "timers/project_timer/resume", json={"date": local(15), **who})["playing"] is True
    stopped = timetrack.call("POST", "timers/project_timer/stop", json={"date": local(5), **who})
    assert (stopped["stopped"], stopped["breakSeconds"]) == (True, 300)

    today = f"{datetime.now(ZoneInfo(zone)) - timedelta(days=1):%Y-%m-%d}"
    entries = timetrack.every("project_time_entries", 1, user=username, projectName=project, **{"from": today})
    entry = max(entries, key=lambda each: each["from"])
    assert (entry["workedMinutes"], entry["breakMinutes"]) == (20, 5)
    corrected = timetrack.call(
        "PUT",
        f"project_time_entries/{entry['id']}",
        json={"details": "Corrected", "billable": "0", "hourRate": "80.50"},
    )
    assert (corrected["details"], corrected["billable"], corrected["hourRate"]) == ("Corrected", False, 80.5)

    timetrack.call("POST", "attendance_timer/start", json={"date": local(60), **who})
    present = timetrack.call("POST", "attendance_timer/stop", json={"date": local(1), **who})
    assert (present["workedMinutes"], present["manual"]) == (59, False)
    week = f"{datetime.now(ZoneInfo(zone)) - timedelta(days=7):%Y-%m-%d}"
    tomorrow = f"{datetime.now(ZoneInfo(zone)) + timedelta(days=1):%Y-%m-%d}"
    attendances = timetrack.every("attendances", 2, user=username, **{"from": week, "to": tomorrow})
    assert present["id"] in {each["id"] for each in attendances}
    report = timetrack.call("GET", "work_reports", params={"username": username, "from": week, "to": tomorrow})
    assert len(report) == 9
    assert sum(day["workedSeconds"] for day in report) >= 59 * 60

    timetrack.call("DELETE", f"project_time_entries/{entry['id']}")
    gone = timetrack.call("GET", f"project_time_entries/{entry['id']}", 404)
    assert gone["errors"][0]["code"] == 15020


if __name__ == "__main__":
    main(*sys.argv[1:])
