"""The start and the end that a request names, by its `*Utc` or its `*Local` members."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from uhrwerk.entrypoints.vendors.awork.wire.points import Group, Point, day_and_time, time_of_day
from uhrwerk.rules.day import Zones, instant_of, start_of_day
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.time_entries import TimeEntry

End = Literal["start", "end"]

GROUPS: Final[tuple[Group, ...]] = ("utc", "local")
ENDS: Final[tuple[End, ...]] = ("start", "end")


@dataclass(frozen=True, slots=True)
class Ends:
    """What the members of one group say; `zone` is the form's."""

    group: Group
    zone: ZoneInfo
    start: Point | None
    end: Point | None

    @property
    def untimed(self) -> bool:
        """No time of day is said of either."""
        return not any(point and point.timed for point in (self.start, self.end))

    def instant(self, end: End, now: datetime, latest: datetime | None = None) -> datetime:
        """The instant (UTC) of an end that is named. Raises Invalid for a time that the wall clock left out.

        Of a time that autumn shows twice it is not one after `latest`, while the other is not.
        """
        point = self._point(end)
        if self.group == "utc":
            return point.wall.replace(tzinfo=UTC)
        part = "date" if point.time is None else "time"
        return instant_of(point.wall, Zones.always(self.zone.key), now, f"{end}_{part}_local", latest)

    def beginning_of_day(self) -> datetime:
        """The first instant (UTC) of the start's day in the zone."""
        return start_of_day(self._point("start").day, self.zone)

    def shown_locally(self, end: End) -> datetime | date | None:
        """What is said of that end, on the wall of the zone."""
        point = self.start if end == "start" else self.end
        if point is None:
            return None
        if not point.timed:
            return point.day
        if self.group == "local":
            return point.wall
        return point.wall.replace(tzinfo=UTC).astimezone(self.zone).replace(tzinfo=None)

    def _point(self, end: End) -> Point:
        point = self.start if end == "start" else self.end
        assert point is not None
        return point


def ends_of(form: Any, zone: ZoneInfo, before: TimeEntry | None) -> Ends:
    """The ends that a form names: members `start_date_utc`, `start_time_utc`, `end_date_local` and so on.

    Where both groups are there, as in an entry that is sent back, they have to say the same. A time alone is of the
    day of the entry as it was `before`. Raises Invalid.
    """
    groups = [_read(form, group, zone, before) for group in GROUPS if _is_given(form, group)]
    if not groups:
        return Ends("utc", zone, None, None)
    for end in ENDS:
        if groups[0].shown_locally(end) != groups[-1].shown_locally(end):
            raise Invalid.field(f"{end}_date_local", "does not say what the Utc members say: send one of the groups")
    return groups[0]


def _is_given(form: Any, group: Group) -> bool:
    return any(getattr(form, f"{end}_{part}_{group}") is not None for end in ENDS for part in ("date", "time"))


def _read(form: Any, group: Group, zone: ZoneInfo, before: TimeEntry | None) -> Ends:
    start = _point(form, "start", group, _day_before(before, "start", group, zone))
    left_out = start.day if start else _day_before(before, "end", group, zone)
    return Ends(group, zone, start, _point(form, "end", group, left_out))


def _day_before(before: TimeEntry | None, end: End, group: Group, zone: ZoneInfo) -> date | None:
    """The day of that end as it was; an active entry's end is looked for on the day of its start."""
    if before is None:
        return None
    instant = before.ended_at if end == "end" and before.ended_at is not None else before.started_at
    return instant.astimezone(UTC if group == "utc" else zone).date()


def _point(form: Any, end: End, group: Group, left_out: date | None) -> Point | None:
    """`left_out` is the day of a time alone."""
    day_field, time_field = f"{end}_date_{group}", f"{end}_time_{group}"
    day_text, time_text = getattr(form, day_field), getattr(form, time_field)
    moment = None if time_text is None else time_of_day(time_text, time_field)
    if day_text is not None:
        return Point(*day_and_time(day_text, day_field, group), moment)
    if moment is None:
        return None
    if left_out is None:
        raise Invalid.field(day_field, "is required")
    return Point(left_out, time(), moment)
