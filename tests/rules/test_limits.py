"""Windows: how often something may happen."""

from datetime import UTC, datetime, timedelta

import pytest

from uhrwerk.rules.limits import Limit, Window, counted, is_over, remaining, seconds_left

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
LIMIT = Limit(3, timedelta(seconds=10))


@pytest.mark.parametrize(
    ("at", "left", "over"),
    [
        ([0], 2, False),
        ([0, 0, 0], 0, False),
        ([0, 1, 2, 3], 0, True),
        ([0, 1, 2, 9.999999], 0, True),
        ([0, 1, 2, 10], 2, False),
        ([0, 1, 2, 3, 12, 13, 14], 0, False),
        ([0, 1, 2, 3, 12, 13, 14, 21.9], 0, True),
        # The clock was set back: the window is none of this time.
        ([0, 1, 2, 3, -1], 2, False),
    ],
)
def test_a_window_counts_and_ends(at: list[float], left: int, over: bool) -> None:
    window: Window | None = None
    for seconds in at:
        window = counted(window, LIMIT, NOON + timedelta(seconds=seconds))
    assert window is not None
    assert (remaining(window, LIMIT), is_over(window, LIMIT)) == (left, over)


@pytest.mark.parametrize(("passed", "seconds"), [(0, 10), (0.000001, 10), (9, 1), (9.5, 1), (10, 1)])
def test_how_long_to_wait_is_told_in_whole_seconds_and_never_too_short(passed: float, seconds: int) -> None:
    assert seconds_left(Window(NOON, 4), LIMIT, NOON + timedelta(seconds=passed)) == seconds
