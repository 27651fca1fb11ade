"""Attendances beside each other: a person is at work once at a time."""

from collections.abc import Iterable
from datetime import datetime

from uhrwerk.rules.day import Span
from uhrwerk.rules.instants import MICROSECOND, SAME_ACT, Act
from uhrwerk.rules.refusals import Conflict, Invalid
from uhrwerk.rules.timer import Timer, start


class AttendanceOverlaps(Conflict):
    """The person was at work then already, by another attendance."""

    key = "attendance-overlaps"


def reach(timer: Timer, now: datetime) -> Span:
    """From its start to its end (UTC). An active one goes on: it takes up what has been until `now`, and a moment."""
    if timer.ended_at is not None:
        return timer.started_at, timer.ended_at
    return timer.started_at, max(now, timer.last_act_at, timer.started_at + MICROSECOND)


def check_apart(timer: Timer, others: Iterable[Timer], now: datetime) -> None:
    """Raise AttendanceOverlaps if the timer shares more than an instant with one of the others."""
    begin, end = reach(timer, now)
    for other in others:
        since, until = reach(other, now)
        if max(begin, since) < min(end, until):
            raise AttendanceOverlaps(_sentence(other))


def check_has_length(timer: Timer) -> None:
    """Raise Invalid for what ends as it starts: written down by hand it proves nothing."""
    if timer.ended_at == timer.started_at:
        raise Invalid.field("ended_at", "must lie after the start")


def clocked_in(act: Act, ended: Iterable[Timer]) -> Timer:
    """A new running attendance beside those that have `ended`.

    Clocks differ: one that the server times, or that is claimed up to two seconds too early, begins where the one has
    ended that it would lie in. Raises AttendanceOverlaps for an instant further inside, and as `start` does.
    """
    timer = start(act)
    for each in sorted(ended, key=lambda each: each.started_at):
        if each.ended_at is None or not each.started_at <= timer.started_at < each.ended_at:
            continue
        if act.claimed_at is not None and each.ended_at - act.claimed_at > SAME_ACT:
            raise AttendanceOverlaps(_sentence(each))
        timer = Timer(each.ended_at)
    return timer


def _sentence(other: Timer) -> str:
    until = "now" if other.ended_at is None else f"{other.ended_at:%Y-%m-%dT%H:%M:%SZ}"
    return f"This person was at work from {other.started_at:%Y-%m-%dT%H:%M:%SZ} to {until} already."
