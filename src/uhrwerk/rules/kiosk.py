"""The kiosk: what can be punched at it, and how late what it kept while it was offline may arrive."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from uhrwerk.rules.instants import SAME_ACT, check_not_in_future
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.timer import State


class Punch(StrEnum):
    """What somebody does at the door. Coming ends a break too, and going does."""

    COME = "come"
    BREAK = "break"
    BACK = "back"
    GO = "go"


class Way(StrEnum):
    """How somebody says who they are: a PIN beside their name, their own QR code, a badge that a reader types."""

    PIN = "pin"
    CODE = "code"
    BADGE = "badge"


LONGEST_OFFLINE: Final = timedelta(days=7)
"""What was punched longer ago is for an admin to write down: nobody knows any more what that tablet went through."""

STANDS_FOR: Final = timedelta(minutes=2)
"""So long after somebody was recognised they may punch."""


def sensible(state: State | None) -> tuple[Punch, ...]:
    """What makes sense for somebody in that state; None and stopped are out."""
    match state:
        case State.RUNNING:
            return Punch.BREAK, Punch.GO
        case State.PAUSED:
            return Punch.BACK, Punch.GO
        case _:
            return (Punch.COME,)


def check_punched_at(at: datetime, now: datetime) -> None:
    """Raise InstantInFuture, or Invalid for an instant (UTC) that lies too far back."""
    check_not_in_future(at, now)
    if at < now - LONGEST_OFFLINE:
        raise Invalid.field("at", f"lies more than {LONGEST_OFFLINE.days} days back")


def check_recognised_for(recognised_at: datetime, at: datetime) -> None:
    """Raise Invalid unless the punch was made soon after somebody had been recognised (both UTC; clocks differ)."""
    if not recognised_at - SAME_ACT <= at <= recognised_at + STANDS_FOR:
        raise Invalid.field("ticket", "has run out; say again who you are")
