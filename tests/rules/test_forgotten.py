"""Forgotten clocks: when they are warned of, and at which instant they end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.strategies import PROPERTY
from uhrwerk.rules.forgotten import StopPolicy, reached_at, stops_at, warns_at
from uhrwerk.rules.instants import Act
from uhrwerk.rules.timer import Break, State, Timer, net_seconds, stop

EIGHT = datetime(2026, 3, 10, 8, tzinfo=UTC)
HOUR = 3600


def at(hours: float) -> datetime:
    return EIGHT + timedelta(hours=hours)


RUNNING = Timer(EIGHT)
PAUSED = Timer(EIGHT, (Break(at(4)),))
BACK = Timer(EIGHT, (Break(at(4), at(5)),))


@pytest.mark.parametrize(
    ("warned_at", "hours", "due"), [(None, 10, at(10)), (None, 6, at(6)), (at(10), 10, None), (None, 0, None)]
)
def test_one_is_warned_once_so_long_after_the_start(warned_at: datetime | None, hours: int, due: datetime) -> None:
    assert warns_at(BACK, warned_at, timedelta(hours=hours)) == due


@pytest.mark.parametrize(
    ("policy", "timer", "recorded_at", "seconds_left", "ends_at"),
    [
        (StopPolicy.NEVER, RUNNING, EIGHT, 10 * HOUR, None),
        (StopPolicy.AFTER_24_H, RUNNING, EIGHT, None, at(24)),
        (StopPolicy.AFTER_24_H, RUNNING, at(3), 10 * HOUR, at(27)),
        (StopPolicy.AFTER_24_H, PAUSED, EIGHT, None, at(24)),
        # A start in the client's own time a little ahead of ours, and a break that began after the 24 h.
        (StopPolicy.AFTER_24_H, Timer(EIGHT, (Break(at(24.05)),)), EIGHT, None, at(24.05)),
        (StopPolicy.AT_DAY_LIMIT, RUNNING, EIGHT, 10 * HOUR, at(10)),
        (StopPolicy.AT_DAY_LIMIT, BACK, EIGHT, 10 * HOUR, at(11)),
        # On a break before the limit: the day may yet go on, but not for ever.
        (StopPolicy.AT_DAY_LIMIT, PAUSED, EIGHT, 4 * HOUR + 1, at(24)),
        (StopPolicy.AT_DAY_LIMIT, PAUSED, EIGHT, 4 * HOUR, at(4)),
        # The limit was passed before the last act, which stands.
        (StopPolicy.AT_DAY_LIMIT, BACK, EIGHT, 3 * HOUR, at(5)),
        # Whoever began again after the limit did so knowingly.
        (StopPolicy.AT_DAY_LIMIT, RUNNING, EIGHT, 0, at(24)),
        (StopPolicy.AT_DAY_LIMIT, RUNNING, EIGHT, None, at(24)),
        (StopPolicy.AT_DAY_LIMIT, RUNNING, EIGHT, 30 * HOUR, at(24)),
    ],
)
def test_a_forgotten_clock_ends_when_its_policy_says(
    policy: StopPolicy, timer: Timer, recorded_at: datetime, seconds_left: int | None, ends_at: datetime | None
) -> None:
    assert stops_at(policy, timer, recorded_at, seconds_left) == ends_at


@given(
    acts=st.lists(st.timedeltas(timedelta(0), timedelta(hours=6)), max_size=5),
    seconds=st.integers(1, 30 * HOUR),
)
@PROPERTY
def test_stopped_where_the_work_is_reached_it_has_exactly_that_work(acts: list[timedelta], seconds: int) -> None:
    instants = [EIGHT]
    for length in acts:
        instants.append(instants[-1] + length)
    pairs = iter(instants[1:])
    timer = Timer(EIGHT, tuple(Break(begin, next(pairs, None)) for begin in pairs))
    reached = reached_at(timer, seconds)
    if reached is None:
        assert timer.state is State.PAUSED
        assert net_seconds(timer, timer.last_act_at) < seconds
    elif reached >= timer.last_act_at:
        assert net_seconds(stop(timer, Act(reached)), reached) == seconds
    else:
        assert net_seconds(timer, timer.last_act_at) >= seconds
