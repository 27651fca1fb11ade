"""The timer: idle → running ⇄ paused → stopped.

One record from start to stop, with its breaks: a pause never makes a new record. Every verb takes the record as it
is and returns it as it becomes; one that changes nothing returns the very same object.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from uhrwerk.rules.instants import EARLIEST, Act, check_not_in_future, effective, microseconds, whole_seconds
from uhrwerk.rules.refusals import Invalid, NothingRunning

LONGEST: Final = timedelta(days=31)
"""A record written down by hand is no longer than this: more is a slip of the hand."""

MOST_BREAKS: Final = 200


class State(StrEnum):
    """What a record is doing. A person without an active record is idle."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Break:
    """From pause to resume (UTC); `ended_at` is None while it lasts. It may be empty."""

    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """The clock part of a time entry or an attendance (UTC instants; breaks in order, never overlapping)."""

    started_at: datetime
    breaks: tuple[Break, ...] = ()
    ended_at: datetime | None = None

    @property
    def state(self) -> State:
        return state_of(self.breaks, self.ended_at)

    @property
    def last_act_at(self) -> datetime:
        """The instant of the last verb."""
        if self.ended_at is not None:
            return self.ended_at
        if not self.breaks:
            return self.started_at
        last = self.breaks[-1]
        return last.ended_at or last.started_at


def state_of(breaks: tuple[Break, ...], ended_at: datetime | None) -> State:
    """The state of a record with these breaks and this end."""
    if ended_at is not None:
        return State.STOPPED
    if breaks and breaks[-1].ended_at is None:
        return State.PAUSED
    return State.RUNNING


def start(act: Act) -> Timer:
    """A new running timer. Raises Invalid for an instant in the future."""
    return Timer(effective(act, None))


def pause(timer: Timer, act: Act) -> Timer:
    """Open a break; a paused timer stays as it is. Raises NothingRunning on a stopped one."""
    if timer.state is State.STOPPED:
        raise NothingRunning
    if timer.state is State.PAUSED:
        return timer
    at = effective(act, timer.last_act_at)
    return replace(timer, breaks=(*timer.breaks, Break(at)))


def resume(timer: Timer, act: Act) -> Timer:
    """Close the open break; a running timer stays as it is. Raises NothingRunning on a stopped one."""
    if timer.state is State.STOPPED:
        raise NothingRunning
    if timer.state is State.RUNNING:
        return timer
    return _close_break(timer, effective(act, timer.last_act_at))


def stop(timer: Timer, act: Act) -> Timer:
    """End the timer now; an open break ends with it. Raises NothingRunning on a stopped one."""
    if timer.state is State.STOPPED:
        raise NothingRunning
    at = effective(act, timer.last_act_at)
    if timer.state is State.PAUSED:
        timer = _close_break(timer, at)
    return replace(timer, ended_at=at)


def _close_break(timer: Timer, at: datetime) -> Timer:
    *earlier, last = timer.breaks
    return replace(timer, breaks=(*earlier, replace(last, ended_at=at)))


def check_written(timer: Timer, now: datetime, *, length_only: bool = False) -> None:
    """Raise Invalid unless start, breaks and end are in order, not in the future and of a sane length.

    `length_only`: the times stand for a day and a length; today's may be longer than the day is old.
    """
    check_not_in_future(timer.started_at, now, "started_at")
    if timer.started_at < EARLIEST:
        raise Invalid.field("started_at", "lies before 1970")
    if timer.ended_at is not None:
        if not length_only:
            check_not_in_future(timer.ended_at, now, "ended_at")
        if timer.ended_at < timer.started_at:
            raise Invalid.field("ended_at", "lies before the start")
        if timer.ended_at - timer.started_at > LONGEST:
            raise Invalid.field("ended_at", f"a record is no longer than {LONGEST.days} days")
    if len(timer.breaks) > MOST_BREAKS:
        raise Invalid.field("breaks", f"a record has no more than {MOST_BREAKS} breaks")
    earliest = timer.started_at
    for each in timer.breaks:
        if each.ended_at is None and timer.ended_at is not None:
            raise Invalid.field("breaks", "a break of a stopped record needs an end")
        end = each.ended_at or each.started_at
        if each.started_at < earliest or end < each.started_at or end > (timer.ended_at or end):
            raise Invalid.field("breaks", "breaks lie in order between start and end")
        earliest = end


def break_within(started_at: datetime, ended_at: datetime, seconds: int) -> tuple[Break, ...]:
    """A break of that length in the middle of the stretch, for clients that tell its length alone.

    Raises Invalid for one that is longer than the stretch, or shorter than nothing.
    """
    length = timedelta(seconds=seconds)
    if not timedelta() <= length <= ended_at - started_at:
        raise Invalid.field("break_seconds", "must fit between start and end")
    if not length:
        return ()
    begin = started_at + timedelta(seconds=int((ended_at - started_at - length).total_seconds() // 2))
    return (Break(begin, begin + length),)


def split(timer: Timer, at: datetime) -> tuple[Timer, Timer]:
    """A stopped timer as two, the first up to `at` (UTC), the second from there; a break around it is one of both.

    Raises Invalid (`at`) for an instant that is not within it.
    """
    end = timer.ended_at
    if end is None or not timer.started_at < at < end:
        raise Invalid.field("at", "must lie between start and end")
    first = tuple(
        Break(each.started_at, min(each.ended_at or end, at)) for each in timer.breaks if each.started_at < at
    )
    second = tuple(
        Break(max(each.started_at, at), each.ended_at) for each in timer.breaks if (each.ended_at or end) > at
    )
    return Timer(timer.started_at, first, at), Timer(at, second, end)


def worked_spans(timer: Timer, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of work, breaks left out, up to `at` where the timer is active (UTC)."""
    end = timer.ended_at or max(at, timer.last_act_at)
    begin = timer.started_at
    for pause_ in timer.breaks:
        yield begin, pause_.started_at
        begin = pause_.ended_at or end
    yield begin, end


def break_spans(timer: Timer, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The breaks, the open one up to `at` (UTC)."""
    end = max(at, timer.last_act_at)
    for pause_ in timer.breaks:
        yield pause_.started_at, pause_.ended_at or end


def net_seconds(timer: Timer, at: datetime) -> int:
    """End − start − breaks to the nearest second; for an active timer as if it stopped at `at`."""
    if timer.ended_at is not None and not timer.breaks:
        return whole_seconds(microseconds(timer.ended_at - timer.started_at))
    return whole_seconds(sum(microseconds(end - begin) for begin, end in worked_spans(timer, at)))


def break_seconds(timer: Timer, at: datetime) -> int:
    """All breaks to the nearest second, the open one up to `at`."""
    if not timer.breaks:
        return 0
    return whole_seconds(sum(microseconds(end - begin) for begin, end in break_spans(timer, at)))
