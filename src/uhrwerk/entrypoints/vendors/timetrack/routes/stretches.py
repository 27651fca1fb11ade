"""From when to when, and how long a break was, of records of the clock that are written down or corrected."""

from datetime import datetime
from typing import Any, Protocol

from msgspec import UNSET

from uhrwerk.entrypoints.vendors.timetrack.wire.values import Given, Wall
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.timer import Break, break_seconds, break_within
from uhrwerk.storage.records import Timed


class Form(Protocol):
    started_at: Given[str]
    ended_at: Given[str]
    break_minutes: Given[int]


def stretch(form: Form, wall: Wall, now: datetime, before: Timed | None = None) -> dict[str, Any]:
    """The members `started_at`, `ended_at` and `breaks` that the form changes (of a new record: all that it has).

    A time sent back as it was shown stays what it is, to the microsecond; of a break only its length is told. Raises
    Invalid.
    """
    kept = (before.started_at, before.ended_at, before.breaks) if before else (None, None, ())
    ended_at = _instant(form.ended_at, kept[1], wall, now, "to")
    started_at = _instant(form.started_at, kept[0], wall, now, "from", ended_at)
    if started_at is None:
        raise Invalid.field("started_at", "is required")
    if ended_at is not None and ended_at < started_at:
        raise Invalid.field("ended_at", "lies before the start")
    breaks = _breaks(form, started_at, ended_at, before)
    said = {"started_at": started_at, "ended_at": ended_at, "breaks": breaks}
    return {name: value for (name, value), old in zip(said.items(), kept, strict=True) if value != old}


def _instant(
    said: Given[str], kept: datetime | None, wall: Wall, now: datetime, field: str, latest: datetime | None = None
) -> datetime | None:
    if said is UNSET:
        return kept
    if not said:
        return None
    assert isinstance(said, str)
    if kept is not None and said in (wall.text(kept), wall.stamp(kept)):
        return kept
    return wall.instant(said, now, field, latest)


def _breaks(form: Form, started_at: datetime, ended_at: datetime | None, before: Timed | None) -> tuple[Break, ...]:
    kept = before.breaks if before else ()
    minutes = form.break_minutes
    if not isinstance(minutes, int):
        if before is None or ended_at is None or not before.manual or _fit(kept, started_at, ended_at):
            return kept
        # Moved away from a break that was never clocked, of which the client knows the length alone.
        return break_within(started_at, ended_at, break_seconds(before.timer, ended_at))
    if before is not None and minutes == shown_minutes(before) and _fit(kept, started_at, ended_at):
        return kept
    if ended_at is not None:
        return break_within(started_at, ended_at, minutes * 60)
    if minutes:
        raise Invalid.field("break_minutes", "can only be told of a record that has an end")
    return ()


def shown_minutes(record: Timed) -> int:
    """Whole minutes of break, while it runs those of the last act."""
    return break_seconds(record.timer, record.timer.last_act_at) // 60


def _fit(breaks: tuple[Break, ...], started_at: datetime, ended_at: datetime | None) -> bool:
    return not breaks or (
        started_at <= breaks[0].started_at and (ended_at is None or (breaks[-1].ended_at or ended_at) <= ended_at)
    )
