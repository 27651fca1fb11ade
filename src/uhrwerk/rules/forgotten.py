"""Forgotten clocks: when somebody is warned that a clock still runs, and when it is stopped by itself.

A stop takes effect at the instant that the policy names, however late that is noticed, and never before the last act.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from uhrwerk.rules.instants import MICROSECOND, microseconds
from uhrwerk.rules.timer import State, Timer, worked_spans

LONGEST: Final = timedelta(hours=24)


class StopPolicy(StrEnum):
    """What becomes of a clock that nobody stops.

    stop-after-24-h: it is stopped 24 h after its start was recorded · stop-at-day-limit: as soon as the law's longest
    day of work is reached, after 24 h at the latest · never: it runs on.
    """

    AFTER_24_H = "stop-after-24-h"
    AT_DAY_LIMIT = "stop-at-day-limit"
    NEVER = "never"


def warns_at(timer: Timer, warned_at: datetime | None, after: timedelta) -> datetime | None:
    """When to warn of an active timer (UTC): so long after its start. None where it was done; no length: never."""
    return timer.started_at + after if after and warned_at is None else None


def stops_at(
    policy: StopPolicy, timer: Timer, start_recorded_at: datetime, seconds_left: int | None = None
) -> datetime | None:
    """The instant (UTC) at which the policy ends an active timer that nobody moves any more; None: never.

    `seconds_left` is the work that the law leaves this timer of its day. Where it left nothing at the start already
    (None, or 0), somebody went on knowingly, and the 24 h alone count.
    """
    if policy is StopPolicy.NEVER:
        return None
    due = start_recorded_at + LONGEST
    if policy is StopPolicy.AT_DAY_LIMIT and seconds_left:
        limit = reached_at(timer, seconds_left)
        due = due if limit is None else min(due, limit)
    return max(due, timer.last_act_at)


def reached_at(timer: Timer, seconds: int) -> datetime | None:
    """The instant (UTC) at which an active timer has so many seconds of work; None where a break goes on before."""
    left = seconds * 1_000_000
    for begin, end in worked_spans(timer, timer.last_act_at):
        worked = microseconds(end - begin)
        if worked >= left:
            return begin + left * MICROSECOND
        left -= worked
    return None if timer.state is State.PAUSED else timer.last_act_at + left * MICROSECOND
