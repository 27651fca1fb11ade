"""A thousand starts at once for one person, through every face."""

import asyncio
from itertools import pairwise
from typing import Any

from tests.home import Workplace
from tests.process import calls
from tests.process.calls import Answer, Call
from tests.process.reading import every, get
from tests.process.server import Server

PROJECT_STARTS = 750
ATTENDANCE_STARTS = 250


def _calls(place: Workplace) -> list[Call]:
    me = place.owner
    project = (
        lambda note: calls.native(me, "/v1/timers/start", {"project_id": place.project, "note": note}),
        lambda note: calls.awork_start(me, place, note),
        lambda note: calls.timetrack_start(me, place, note),
    )
    attendance = (
        lambda: calls.native(me, "/v1/attendance/clock-in", {}),
        lambda: calls.timetrack(me, place, "attendance_timer"),
        lambda: calls.onoffice_start(me),
    )
    starts = [project[number % 3](f"start {number}") for number in range(PROJECT_STARTS)]
    presences = [attendance[number % 3]() for number in range(ATTENDANCE_STARTS)]
    # Every fourth is an attendance: all kinds in one crowd.
    crowd = []
    for number in range(ATTENDANCE_STARTS):
        crowd += [*starts[number * 3 : number * 3 + 3], presences[number]]
    return crowd


async def _all_at_once(port: int, crowd: list[Call]) -> list[Answer | None]:
    return await asyncio.gather(*(calls.send(port, call) for call in crowd))


def _is_documented(call: Call, answer: Answer) -> bool:
    """Success, or TimeTrack's refusal of a date that others have overtaken by more than two seconds."""
    if call.face == "onoffice":
        return answer.status == 200 and answer.json()["status"] == {"code": 200, "errorcode": 0, "message": "OK"}
    if call.face == "timetrack" and answer.status == 400:
        return b"lies before the last act of the active record" in answer.content
    return answer.status == 200


def test_a_thousand_starts_at_once_leave_one_timer_and_the_whole_story(server: Server) -> None:
    place = server.prepare()
    server.start()
    crowd = _calls(place)
    answers = asyncio.run(_all_at_once(server.port, crowd))
    strange = [
        (call.face, call.path, answer)
        for call, answer in zip(crowd, answers, strict=True)
        if answer is None or not _is_documented(call, answer)
    ]
    assert strange == []

    started = [
        (call, answer)
        for call, answer in zip(crowd, answers, strict=True)
        if answer is not None and answer.status == 200 and "note" in (call.body or {})
    ]
    _check_entries(server, place, started)
    _check_attendance(server, place)
    assert server.verdict().faults == ()


def _check_entries(server: Server, place: Workplace, started: list[tuple[Call, Answer]]) -> None:
    """One entry for each start that was answered, one of them active; the journal agrees row by row."""
    me = place.owner
    entries = every(server, me, "/v1/time-entries")
    notes = sorted(str(call.body and call.body["note"]) for call, _ in started)
    assert sorted(entry["note"] for entry in entries) == notes
    active = [entry for entry in entries if entry["state"] != "stopped"]
    assert [entry["id"] for entry in active] == [get(server, me, "/v1/timers/current")["id"]]

    told = [answer.json()["id"] for call, answer in started if call.face != "timetrack"]
    assert set(told) <= {entry["id"] for entry in entries}
    rows = list(reversed(every(server, me, "/v1/journal")))
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    starts = _ids(rows, "time_entry.started")
    assert sorted(starts) == sorted(entry["id"] for entry in entries)
    # Each start stops the one before it, and nothing else does.
    assert _ids(rows, "time_entry.stopped") == starts[:-1]
    assert starts[-1] == active[0]["id"]
    by_id = {entry["id"]: entry for entry in entries}
    for before, after in pairwise(starts):
        assert by_id[before]["ended_at"] == by_id[after]["started_at"]


def _check_attendance(server: Server, place: Workplace) -> None:
    """The first clocked in, for all the others there was nothing to change."""
    attendances = every(server, place.owner, "/v1/attendance")
    assert [each["ended_at"] for each in attendances] == [None]
    rows = [row for row in every(server, place.owner, "/v1/journal") if row["record_kind"] == "attendance"]
    assert [(row["act"], row["record_id"]) for row in rows] == [("attendance.started", attendances[0]["id"])]


def _ids(rows: list[dict[str, Any]], act: str) -> list[str]:
    return [row["record_id"] for row in rows if row["act"] == act]
