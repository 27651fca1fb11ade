"""When somebody came and left on a day, and the breaks between."""

from datetime import UTC, date, datetime

import pytest

from uhrwerk.rules.day import Zones, attendance_day
from uhrwerk.rules.presence import presence
from uhrwerk.rules.timer import Break, Timer

BERLIN = Zones.always("Europe/Berlin")
MONDAY = date(2026, 3, 9)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}+01:00").astimezone(UTC)


def came(begin: str, end: str | None, *breaks: tuple[str, str]) -> Timer:
    pauses = tuple(Break(berlin(left), berlin(back)) for left, back in breaks)
    return Timer(berlin(begin), pauses, berlin(end) if end else None)


DAY_BEGINS, DAY_ENDS = "09T00:00", "10T00:00"


@pytest.mark.parametrize(
    ("timers", "at", "began", "left", "worked", "breaks"),
    [
        ([], "20T12:00", None, None, 0, []),
        ([came("09T08:00", "09T12:00")], "20T12:00", "09T08:00", "09T12:00", 240, []),
        # A clocked break and the gap between two records, in order.
        (
            [came("09T12:30", "09T16:00", ("09T14:00", "09T14:10")), came("09T08:00", "09T12:00")],
            "20T12:00",
            "09T08:00",
            "09T16:00",
            440,
            [("09T12:00", "09T12:30"), ("09T14:00", "09T14:10")],
        ),
        # Nights: of each day what lies on it.
        ([came("08T22:00", "09T06:00")], "20T12:00", DAY_BEGINS, "09T06:00", 360, []),
        ([came("09T22:00", "10T06:00")], "20T12:00", "09T22:00", DAY_ENDS, 120, []),
        ([came("08T22:00", "10T06:00")], "20T12:00", DAY_BEGINS, DAY_ENDS, 1440, []),
        (
            [came("08T20:00", "09T04:00", ("08T23:30", "09T00:30"))],
            "20T12:00",
            DAY_BEGINS,
            "09T04:00",
            210,
            [(DAY_BEGINS, "09T00:30")],
        ),
        ([came("08T08:00", "09T00:00"), came("10T00:00", "10T08:00")], "20T12:00", None, None, 0, []),
        # Still in: no end yet; but yesterday ended at midnight.
        ([came("09T08:00", None)], "09T10:00", "09T08:00", None, 120, []),
        ([came("09T08:00", None)], "10T10:00", "09T08:00", DAY_ENDS, 960, []),
        (
            [came("09T08:00", "09T09:00"), came("09T10:00", None)],
            "09T10:00",
            "09T08:00",
            None,
            60,
            [("09T09:00", "09T10:00")],
        ),
        ([came("08T08:00", None)], "08T10:00", None, None, 0, []),
        # Come and gone within the same second.
        ([came("09T08:00", "09T08:00")], "20T12:00", "09T08:00", "09T08:00", 0, []),
    ],
)
def test_when_somebody_came_and_left(
    timers: list[Timer],
    at: str,
    began: str | None,
    left: str | None,
    worked: int,
    breaks: list[tuple[str, str]],
) -> None:
    found = presence(timers, MONDAY, BERLIN, berlin(at))
    assert (found.started_at, found.ended_at) == (began and berlin(began), left and berlin(left))
    assert found.breaks == tuple((berlin(begin), berlin(end)) for begin, end in breaks)
    total = attendance_day(timers, MONDAY, BERLIN, berlin(at))
    assert total.worked_seconds == worked * 60
    assert total.break_seconds == sum((end - begin).total_seconds() for begin, end in found.breaks)
