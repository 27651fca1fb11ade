"""One clock: what is pressed in one face is seen in every other at once, with equal seconds."""

from itertools import product

import pytest

from tests.faces.drivers import (
    ATTENDANCE,
    PROJECT_TIME,
    AttendanceFace,
    NativeAttendance,
    ProjectTime,
    Seen,
    journaled,
)
from tests.faces.unchanged import unchanged
from tests.home import Home, Workplace

PROJECT_PAIRS = pytest.mark.parametrize(
    ("one", "other"),
    list(product(PROJECT_TIME, PROJECT_TIME)),
    ids=[f"{one.name}-{other.name}" for one, other in product(PROJECT_TIME, PROJECT_TIME)],
)
ATTENDANCE_PAIRS = pytest.mark.parametrize(
    ("one", "other"),
    list(product(ATTENDANCE, ATTENDANCE)),
    ids=[f"{one.name}-{other.name}" for one, other in product(ATTENDANCE, ATTENDANCE)],
)

# Seconds to wait, the act, and what every face must show at once; `one` and `other` press in turn.
PROJECT_STEPS = [
    (0, "start", Seen("running", 0, 0)),
    (600, "pause", Seen("paused", 600, 0)),
    (61, "resume", Seen("running", 600, 61)),
    (1, "pause", Seen("paused", 601, 61)),
    (3600, "resume", Seen("running", 601, 3661)),
    (59, "stop", Seen("stopped", 660, 3661)),
]


def all_see(home: Home, place: Workplace, expected: Seen) -> None:
    for face in PROJECT_TIME:
        assert (face.name, face(home, place).see()) == (face.name, expected)


def later(seen: Seen, seconds: int) -> Seen:
    """What a clock that goes on shows after some seconds."""
    return Seen(
        seen.state,
        seen.worked + (seconds if seen.state == "running" else 0),
        seen.breaks + (seconds if seen.state == "paused" else 0),
    )


@PROJECT_PAIRS
def test_project_time(home: Home, place: Workplace, one: type[ProjectTime], other: type[ProjectTime]) -> None:
    faces = [one(home, place), other(home, place)]
    for step, (seconds, verb, expected) in enumerate(PROJECT_STEPS):
        home.clock.forward(seconds=seconds)
        faces[step % 2].act(verb)
        all_see(home, place, expected)
        home.clock.forward(seconds=17)
        all_see(home, place, later(expected, 17))
        home.clock.forward(seconds=-17)
    acts = {"start": "started", "pause": "paused", "resume": "resumed", "stop": "stopped"}
    assert journaled(home, place, "time_entry") == [
        (f"time_entry.{acts[verb]}", faces[step % 2].name) for step, (_, verb, _) in enumerate(PROJECT_STEPS)
    ]


@PROJECT_PAIRS
def test_a_start_elsewhere_stops_what_runs(
    home: Home, place: Workplace, one: type[ProjectTime], other: type[ProjectTime]
) -> None:
    one(home, place).act("start")
    home.clock.forward(seconds=90)
    other(home, place).act("start")
    all_see(home, place, Seen("running", 0, 0))
    entries = home.http.get("/v1/time-entries", headers=place.owner.bearer).json()["items"]
    assert [(entry["state"], entry["net_seconds"]) for entry in entries] == [("running", 0), ("stopped", 90)]


@PROJECT_PAIRS
@pytest.mark.parametrize("paused", [False, True])
def test_what_is_stopped_elsewhere_is_stopped_here(
    home: Home, place: Workplace, one: type[ProjectTime], other: type[ProjectTime], paused: bool
) -> None:
    """Fractions of a second are rounded once, and the same everywhere: 787.54 s are 788."""
    one(home, place).act("start")
    home.clock.forward(seconds=787, milliseconds=540)
    if paused:
        one(home, place).act("pause")
        home.clock.forward(seconds=59, milliseconds=500)
    other(home, place).act("stop")
    all_see(home, place, Seen("stopped", 788, 60 if paused else 0))
    with unchanged(home, place):
        for face in PROJECT_TIME:
            for verb in ("pause", "resume", "stop"):
                assert face(home, place).press(verb).status_code == face.nothing_runs


@PROJECT_PAIRS
def test_what_is_done_already_elsewhere_changes_nothing(
    home: Home, place: Workplace, one: type[ProjectTime], other: type[ProjectTime]
) -> None:
    one(home, place).act("start")
    home.clock.forward(seconds=10)
    with unchanged(home, place):
        other(home, place).act("resume")
    one(home, place).act("pause")
    home.clock.forward(seconds=5)
    with unchanged(home, place):
        other(home, place).act("pause")
    all_see(home, place, Seen("paused", 10, 5))


class Attendances:
    """All faces of one person's attendance, and what was last seen in the native one."""

    def __init__(self, home: Home, place: Workplace) -> None:
        self.home = home
        self.faces = [face(home, place) for face in ATTENDANCE]

    def show(self, expected: Seen) -> None:
        """Right after an act, and a while later."""
        for face in self.faces:
            face.check(expected, expected)
        self.home.clock.forward(seconds=77)
        for face in self.faces:
            face.check(later(expected, 77), expected)
        self.home.clock.forward(seconds=-77)


@ATTENDANCE_PAIRS
def test_attendance(home: Home, place: Workplace, one: type[AttendanceFace], other: type[AttendanceFace]) -> None:
    here, there, attendances = one(home, place), other(home, place), Attendances(home, place)
    here.come()
    attendances.show(Seen("running", 0, 0))
    home.clock.forward(seconds=7261)
    NativeAttendance(home, place).go_on_break()
    attendances.show(Seen("paused", 7261, 0))
    home.clock.forward(seconds=1859)
    there.come()
    attendances.show(Seen("running", 7261, 1859))
    home.clock.forward(seconds=59)
    with unchanged(home, place):
        here.come()
        there.come()
    home.clock.forward(seconds=1)
    there.go()
    attendances.show(Seen("stopped", 7321, 1859))
    assert journaled(home, place, "attendance") == [
        ("attendance.started", here.name),
        ("attendance.break_started", "native"),
        ("attendance.break_ended", there.name),
        ("attendance.stopped", there.name),
    ]
    with unchanged(home, place):
        assert [face.go() for face in attendances.faces if face.name == "onoffice"] == [None]
        answers = {face.name: face.go() for face in attendances.faces}
    assert answers["native"] is not None
    assert answers["native"].json() is None
    assert answers["timetrack"] is not None
    assert answers["timetrack"].status_code == 404


@ATTENDANCE_PAIRS
def test_going_home_from_a_break(
    home: Home, place: Workplace, one: type[AttendanceFace], other: type[AttendanceFace]
) -> None:
    one(home, place).come()
    home.clock.forward(seconds=600)
    NativeAttendance(home, place).go_on_break()
    home.clock.forward(seconds=300)
    other(home, place).go()
    Attendances(home, place).show(Seen("stopped", 600, 300))


@ATTENDANCE_PAIRS
def test_leaving_and_coming_again_is_a_break_of_the_day(
    home: Home, place: Workplace, one: type[AttendanceFace], other: type[AttendanceFace]
) -> None:
    """onOffice has no other way to take one: its sums are those of all the day's records and of the gaps between."""
    here, there = one(home, place), other(home, place)
    here.come()
    home.clock.forward(seconds=3600)
    there.go()
    home.clock.forward(seconds=754)
    there.come()
    home.clock.forward(seconds=1800)
    here.go()
    records = home.http.get("/v1/attendance", headers=place.owner.bearer).json()["items"]
    assert [(record["net_seconds"], record["break_seconds"]) for record in records] == [(1800, 0), (3600, 0)]
    onoffice = next(face for face in Attendances(home, place).faces if face.name == "onoffice")
    onoffice.check(Seen("stopped", 5400, 754), Seen("stopped", 5400, 754))


@pytest.mark.parametrize("face", ATTENDANCE, ids=[face.name for face in ATTENDANCE])
def test_attendance_and_project_time_do_not_move_each_other(
    home: Home, place: Workplace, face: type[AttendanceFace]
) -> None:
    for timer in PROJECT_TIME:
        face(home, place).come()
        timer(home, place).act("start")
        home.clock.forward(seconds=60)
        face(home, place).go()
        all_see(home, place, Seen("running", 60, 0))
        face(home, place).come()
        timer(home, place).act("stop")
        NativeAttendance(home, place).check(Seen("running", 0, 0), Seen("running", 0, 0))
        face(home, place).go()
        home.clock.forward(seconds=60)
