"""Every face behind the same few words: how one starts, pauses, resumes and stops there, and what is seen there.

A driver reckons as its face tells its readers to: TimeTrack's seconds are those of the last verb, awork's are 0 while
the timer is active. What comes out must be the same through all of them, at any time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import httpx

from tests.home import Home, Someone, Workplace
from tests.onoffice.client import OnOffice
from tests.timetrack.client import TimeTrack


@dataclass(frozen=True)
class Seen:
    """State (running, paused, stopped) and whole seconds, as of now."""

    state: str
    worked: int
    breaks: int


@dataclass(frozen=True)
class Driver:
    home: Home
    place: Workplace

    name: ClassVar[str]

    @property
    def someone(self) -> Someone:
        return self.place.owner

    @property
    def now(self) -> datetime:
        return self.home.clock.now


@dataclass(frozen=True)
class ProjectTime(Driver):
    """A face of the project timer. `stop` is also pressed when nothing runs: `nothing_runs` is how it then answers."""

    nothing_runs: ClassVar[int]

    def start(self) -> None:
        raise NotImplementedError

    def press(self, verb: str) -> httpx.Response:
        """Pause, resume or stop, whatever comes back."""
        raise NotImplementedError

    def act(self, verb: str) -> None:
        """Start, pause, resume or stop; it must be taken."""
        if verb == "start":
            self.start()
        else:
            assert self.press(verb).status_code == 200

    def see(self) -> Seen:
        raise NotImplementedError


class NativeProjectTime(ProjectTime):
    name = "native"
    nothing_runs = 409

    def start(self) -> None:
        answer = self.home.http.post(
            "/v1/timers/start", headers=self.someone.bearer, json={"project_id": self.place.project}
        )
        assert answer.status_code == 200

    def press(self, verb: str) -> httpx.Response:
        return self.home.http.post(f"/v1/timers/{verb}", headers=self.someone.bearer)

    def see(self) -> Seen:
        entry = self.home.http.get("/v1/timers/current", headers=self.someone.bearer).json()
        if entry is None:
            entry = self.home.http.get("/v1/time-entries?limit=1", headers=self.someone.bearer).json()["items"][0]
        return Seen(entry["state"], entry["net_seconds"], entry["break_seconds"])


class AworkProjectTime(ProjectTime):
    name = "awork"
    nothing_runs = 204

    def start(self) -> None:
        form = {
            "typeOfWorkId": self.place.type_of_work,
            "timezone": "Europe/Berlin",
            "projectId": self.place.project,
        }
        answer = self.home.http.post("/api/v1/me/timetracking/start", headers=self.someone.awork_bearer, json=form)
        assert answer.status_code == 200

    def press(self, verb: str) -> httpx.Response:
        return self.home.http.post(f"/api/v1/me/timetracking/{verb}", headers=self.someone.awork_bearer)

    def see(self) -> Seen:
        entry = self.home.http.get("/api/v1/me/timeentries/last", headers=self.someone.awork_bearer).json()
        if "endTimeUtc" in entry:
            return Seen("stopped", entry["duration"], entry["breakDuration"])
        assert entry["duration"] == 0
        started = _instant(entry["startDateUtc"][:11] + entry["startTimeUtc"] + "Z")
        closed = entry["breakDuration"]
        open_breaks = [each for each in entry["breaks"] if "endDate" not in each]
        if not open_breaks:
            return Seen("running", _seconds(self.now - started) - closed, closed)
        (pause,) = open_breaks
        paused = _instant(pause["startDate"])
        return Seen("paused", _seconds(paused - started) - closed, closed + _seconds(self.now - paused))


class TimeTrackProjectTime(ProjectTime):
    name = "timetrack"
    nothing_runs = 404

    @property
    def client(self) -> TimeTrack:
        return TimeTrack(self.home, self.place)

    def start(self) -> None:
        assert self.client.start().status_code == 200

    def press(self, verb: str) -> httpx.Response:
        return self.client.act(f"/timers/project_timer/{verb}")

    def see(self) -> Seen:
        timer = self.client.read("/timers/project_timer").json()
        worked, breaks = timer["workedSeconds"], timer["breakSeconds"]
        if timer["stopped"]:
            return Seen("stopped", worked, breaks)
        passed = _seconds(_instant(self.client.wall) - _instant(timer["startedAt"]))
        if timer["playing"]:
            return Seen("running", passed - breaks, breaks)
        return Seen("paused", worked, passed - worked)


PROJECT_TIME: list[type[ProjectTime]] = [NativeProjectTime, AworkProjectTime, TimeTrackProjectTime]


class AttendanceFace(Driver):
    """A face of the attendance. Only the native one can go on a break; a start anywhere ends it."""

    def come(self) -> None:
        """Come to work, or back from a break."""
        raise NotImplementedError

    def go(self) -> httpx.Response | None:
        """Go home; the answer where the face has one of its own for somebody who is out."""
        raise NotImplementedError

    def check(self, now: Seen, at_last_act: Seen) -> None:
        """Assert that this face shows `now` (and, where it shows what was saved last, `at_last_act`)."""
        raise NotImplementedError


class NativeAttendance(AttendanceFace):
    name = "native"

    def come(self) -> None:
        assert self.home.http.post("/v1/attendance/clock-in", headers=self.someone.bearer).status_code == 200

    def go(self) -> httpx.Response | None:
        answer = self.home.http.post("/v1/attendance/clock-out", headers=self.someone.bearer)
        assert answer.status_code == 200
        return answer

    def go_on_break(self) -> None:
        assert self.home.http.post("/v1/attendance/start-break", headers=self.someone.bearer).status_code == 200

    def see(self) -> Seen:
        record = self.home.http.get("/v1/attendance/current", headers=self.someone.bearer).json()
        if record is None:
            record = self.home.http.get("/v1/attendance?limit=1", headers=self.someone.bearer).json()["items"][0]
        return Seen(record["state"], record["net_seconds"], record["break_seconds"])

    def check(self, now: Seen, at_last_act: Seen) -> None:
        assert self.see() == now


class TimeTrackAttendance(AttendanceFace):
    """`to` is null in and on a break alike; the minutes are those of the last act."""

    name = "timetrack"

    @property
    def client(self) -> TimeTrack:
        return TimeTrack(self.home, self.place)

    def come(self) -> None:
        assert self.client.act("/attendance_timer/start").status_code == 200

    def go(self) -> httpx.Response | None:
        return self.client.act("/attendance_timer/stop")

    def check(self, now: Seen, at_last_act: Seen) -> None:
        timer = self.client.read("/attendance_timer").json()
        assert (timer["to"] is not None) == (now.state == "stopped")
        minutes = at_last_act.worked // 60, at_last_act.breaks // 60
        assert (timer["workedMinutes"], timer["breakMinutes"]) == minutes


class OnOfficeAttendance(AttendanceFace):
    """Nobody tracks on a break or out; the sums are the day's, up to now."""

    name = "onoffice"

    @property
    def client(self) -> OnOffice:
        return OnOffice(self.home, self.someone)

    def come(self) -> None:
        assert self.client.track(1)["currentlytracking"] is True

    def go(self) -> httpx.Response | None:
        assert self.client.track(0)["currentlytracking"] is False
        return None

    def check(self, now: Seen, at_last_act: Seen) -> None:
        elements = self.client.track()
        assert elements["currentlytracking"] is (now.state == "running")
        assert (_clock(elements["worktime"]), _clock(elements["breaktime"])) == (now.worked, now.breaks)


ATTENDANCE: list[type[AttendanceFace]] = [NativeAttendance, TimeTrackAttendance, OnOfficeAttendance]


def _instant(text: str) -> datetime:
    """`Z` or not, and however many decimals."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    instant = datetime.fromisoformat(whole).replace(tzinfo=UTC)
    return instant + timedelta(microseconds=int(fraction[:6].ljust(6, "0")))


def _seconds(length: timedelta) -> int:
    return round(length.total_seconds())


def _clock(text: str) -> int:
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    return 3600 * hours + 60 * minutes + seconds


def journaled(home: Home, place: Workplace, kind: str) -> list[tuple[str, str]]:
    """What the owner's journal says about records of that kind, oldest first: the act, and through which face."""
    rows: list[dict[str, Any]] = home.http.get("/v1/journal?limit=500", headers=place.owner.bearer).json()["items"]
    return [(row["act"], row["face"]) for row in reversed(rows) if row["act"].startswith(f"{kind}.")]
