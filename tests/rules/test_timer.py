"""The timer's verbs one by one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from tests.rules.strategies import PROPERTY, instants, timers
from uhrwerk.rules.instants import Act, whole_seconds
from uhrwerk.rules.refusals import InstantBeforeLastAct, Invalid, NothingRunning
from uhrwerk.rules.timer import (
    Break,
    State,
    Timer,
    break_seconds,
    break_spans,
    net_seconds,
    pause,
    resume,
    split,
    start,
    stop,
    worked_spans,
)

Verb = Callable[[Timer, Act], Timer]

T0 = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


def minute(number: float) -> datetime:
    return T0 + timedelta(minutes=number)


RUNNING = Timer(T0)
PAUSED = Timer(T0, (Break(minute(10)),))
RESUMED = Timer(T0, (Break(minute(10), minute(15)),))
STOPPED = Timer(T0, (Break(minute(10), minute(15)),), minute(30))
VERBS: tuple[Verb, ...] = (pause, resume, stop)


@pytest.mark.parametrize(
    ("timer", "state", "last_act"),
    [
        (RUNNING, State.RUNNING, T0),
        (PAUSED, State.PAUSED, minute(10)),
        (RESUMED, State.RUNNING, minute(15)),
        (STOPPED, State.STOPPED, minute(30)),
    ],
)
def test_a_record_says_what_it_does_and_when_it_was_moved_last(timer: Timer, state: State, last_act: datetime) -> None:
    assert (timer.state, timer.last_act_at) == (state, last_act)


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        (pause, RUNNING, Timer(T0, (Break(minute(20)),))),
        (pause, RESUMED, Timer(T0, (Break(minute(10), minute(15)), Break(minute(20))))),
        (resume, PAUSED, Timer(T0, (Break(minute(10), minute(20)),))),
        (stop, RUNNING, Timer(T0, (), minute(20))),
        (stop, RESUMED, Timer(T0, (Break(minute(10), minute(15)),), minute(20))),
        (stop, PAUSED, Timer(T0, (Break(minute(10), minute(20)),), minute(20))),
    ],
)
def test_a_verb_moves_the_record(verb: Verb, before: Timer, after: Timer) -> None:
    assert verb(before, Act(minute(20))) == after


@pytest.mark.parametrize(("verb", "timer"), [(pause, PAUSED), (resume, RUNNING), (resume, RESUMED)])
@pytest.mark.parametrize("claimed", [None, minute(-60), minute(600)])
def test_what_is_done_already_changes_nothing(verb: Verb, timer: Timer, claimed: datetime | None) -> None:
    assert verb(timer, Act(minute(20), claimed)) is timer


@pytest.mark.parametrize("verb", VERBS)
def test_a_stopped_record_is_not_moved(verb: Verb) -> None:
    with pytest.raises(NothingRunning):
        verb(STOPPED, Act(minute(40)))


@pytest.mark.parametrize(("verb", "timer"), [(pause, RUNNING), (resume, PAUSED), (stop, RUNNING), (stop, PAUSED)])
def test_a_verb_before_the_last_act_is_refused(verb: Verb, timer: Timer) -> None:
    claimed = timer.last_act_at - timedelta(seconds=2)
    assert verb(timer, Act(minute(20), claimed)).last_act_at == timer.last_act_at
    with pytest.raises(InstantBeforeLastAct):
        verb(timer, Act(minute(20), claimed - timedelta(microseconds=1)))


def test_all_verbs_in_the_same_microsecond_make_an_empty_record() -> None:
    act = Act(T0)
    timer = stop(pause(resume(pause(start(act), act), act), act), act)
    assert timer == Timer(T0, (Break(T0, T0), Break(T0, T0)), T0)
    assert (net_seconds(timer, T0), break_seconds(timer, T0)) == (0, 0)


@pytest.mark.parametrize(
    ("timer", "at", "net", "breaks"),
    [
        (RUNNING, minute(7), 420, 0),
        (RUNNING, minute(-7), 0, 0),  # looked at by a clock that is behind
        (PAUSED, minute(12), 600, 120),
        (PAUSED, minute(9), 600, 0),
        (RESUMED, minute(20), 900, 300),
        (STOPPED, minute(20), 1500, 300),
        (STOPPED, minute(2000), 1500, 300),
        (Timer(T0, (), T0 + timedelta(microseconds=499_999)), T0, 0, 0),
        (Timer(T0, (), T0 + timedelta(microseconds=500_000)), T0, 1, 0),
    ],
)
def test_seconds(timer: Timer, at: datetime, net: int, breaks: int) -> None:
    assert (net_seconds(timer, at), break_seconds(timer, at)) == (net, breaks)


@PROPERTY
@given(timers(), instants)
def test_net_is_end_minus_start_minus_breaks(timer: Timer, at: datetime) -> None:
    end = timer.ended_at or max(at, timer.last_act_at)
    worked = [end - begin for begin, end in worked_spans(timer, at)]
    rested = [end - begin for begin, end in break_spans(timer, at)]
    assert min(worked + rested) >= timedelta(0)
    assert sum(worked, timedelta(0)) == end - timer.started_at - sum(rested, timedelta(0))
    assert net_seconds(timer, at) == whole_seconds(sum(worked, timedelta(0)) // timedelta(microseconds=1))
    assert break_seconds(timer, at) == whole_seconds(sum(rested, timedelta(0)) // timedelta(microseconds=1))


def test_a_stopped_timer_is_split_and_a_break_around_the_place_is_one_of_both() -> None:
    before, within, after = (Timer(T0, (Break(minute(10), minute(15)),), minute(30)) for _ in range(3))
    assert split(before, minute(5)) == (Timer(T0, (), minute(5)), Timer(minute(5), STOPPED.breaks, minute(30)))
    assert split(within, minute(12)) == (
        Timer(T0, (Break(minute(10), minute(12)),), minute(12)),
        Timer(minute(12), (Break(minute(12), minute(15)),), minute(30)),
    )
    assert split(after, minute(15)) == (Timer(T0, STOPPED.breaks, minute(15)), Timer(minute(15), (), minute(30)))


@pytest.mark.parametrize(
    ("timer", "at"), [(STOPPED, T0), (STOPPED, minute(30)), (STOPPED, minute(31)), (RUNNING, minute(5))]
)
def test_a_timer_is_split_within_itself_alone(timer: Timer, at: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        split(timer, at)
    assert [problem.field for problem in refused.value.problems] == ["at"]
