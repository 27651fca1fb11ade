"""Local days: which day an instant belongs to, and how a record's seconds fall on days.

Days are those of the *person's* zone. A person's zone is dated: a change holds from an instant on, so that a day
once worked keeps its seconds. One function, `local_date`, says which day it is.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from uhrwerk.rules.instants import CLOCKS_DIFFER, EPOCH, MICROSECOND, microseconds, whole_seconds
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.timer import Timer, break_spans, worked_spans

Span = tuple[datetime, datetime]

ALWAYS = datetime(1, 1, 1, tzinfo=UTC)
"""The beginning of time: the first zone of a person holds from here on."""

DAY = timedelta(days=1)

_DAY_LENGTH = 86_400_000_000
"""In microseconds."""

_DAYS_KNOWN = 5_000


NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})
"""Files that lie among the zones and name none: what they say depends on the machine."""


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones() - NO_ZONES)


def zone(name: str, field: str = "zone") -> ZoneInfo:
    """The IANA zone of that name. Raises Invalid, naming `field`, for any other text."""
    if name not in _zone_names():
        raise Invalid.field(field, "is not the name of an IANA time zone")
    return ZoneInfo(name)


def utc_offset(zone_name: str, instant: datetime) -> int:
    """Seconds that the zone's wall clock is ahead of UTC at `instant`."""
    offset = instant.astimezone(ZoneInfo(zone_name)).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


@dataclass(frozen=True, slots=True)
class ZoneChange:
    """From `since` (UTC) on, days are those of the IANA zone `name`."""

    since: datetime
    name: str


@dataclass(frozen=True, slots=True)
class Zones:
    """A person's zones, earliest first; the first holds from the beginning of time."""

    changes: tuple[ZoneChange, ...]

    @classmethod
    def always(cls, name: str) -> "Zones":
        return cls((ZoneChange(ALWAYS, name),))

    def at(self, instant: datetime) -> ZoneInfo:
        """The zone in force at `instant`."""
        return ZoneInfo(self.changes[self._index(instant)].name)

    def changed(self, since: datetime, name: str) -> "Zones":
        """The same history with another zone from `since` on; what was later is dropped."""
        kept = tuple(change for change in self.changes if change.since < since)
        if kept and kept[-1].name == name:
            return Zones(kept)
        return Zones((*kept, ZoneChange(since if kept else ALWAYS, name)))

    def without(self, since: datetime, name: str) -> "Zones":
        """The same history without the change to `name` at exactly `since`, if there is one; what was later stays."""
        left = [change for change in self.changes if change.since == ALWAYS or change != ZoneChange(since, name)]
        told = [(None, left[0]), *pairwise(left)]
        return Zones(tuple(change for last, change in told if last is None or last.name != change.name))

    def next_change(self, instant: datetime) -> datetime | None:
        """When the zone changes next after `instant`."""
        following = self._index(instant) + 1
        return self.changes[following].since if following < len(self.changes) else None

    def _index(self, instant: datetime) -> int:
        if len(self.changes) == 1:
            return 0
        return bisect_right([change.since for change in self.changes], instant) - 1


def local_date(instant: datetime, zones: Zones) -> date:
    """The person's calendar day at `instant`."""
    return instant.astimezone(zones.at(instant)).date()


def start_of_day(day: date, where: ZoneInfo) -> datetime:
    """The first instant (UTC) of the local `day`, or of the day after where that day was skipped altogether.

    Where the clocks go forward over midnight, the day begins at the change.
    """
    begin = datetime.combine(day, time.min, where).astimezone(UTC)
    if (begin - MICROSECOND).astimezone(where).date() < day:
        return begin
    earlier = begin - DAY
    while begin - earlier > MICROSECOND:
        middle = earlier + (begin - earlier) // 2
        if middle.astimezone(where).date() < day:
            earlier = middle
        else:
            begin = middle
    return begin


@lru_cache(maxsize=_DAYS_KNOWN)
def day_bounds(day: date, zones: Zones) -> tuple[datetime, datetime]:
    """The first instant of the person's local `day`, and the first one after it (UTC).

    Where the clocks or the person's zone go back over midnight, the day comes in parts: the bounds hold them all.
    Of a day that was skipped altogether both are the same.
    """
    parts = []
    for change in zones.changes:
        where = ZoneInfo(change.name)
        begin, end = max(start_of_day(day, where), change.since), _end_of_day(day, where)
        until = zones.next_change(change.since)
        if begin < (end if until is None else min(end, until)):
            parts.append((begin, end if until is None else min(end, until)))
    if not parts:
        nowhere = start_of_day(day, zones.at(datetime.combine(day, time(12), UTC)))
        return nowhere, nowhere
    return parts[0][0], parts[-1][1]


def _end_of_day(day: date, where: ZoneInfo) -> datetime:
    """The first instant (UTC) after the local `day`, the last midnight where the clocks go back over it."""
    end = start_of_day(day + DAY, where)
    again = datetime.combine(day + DAY, time.min, where).replace(fold=1).astimezone(UTC)
    return again if again > end and (again - MICROSECOND).astimezone(where).date() == day else end


def instant_of(
    wall: datetime, zones: Zones, now: datetime, field: str = "at", latest: datetime | None = None
) -> datetime:
    """The instant (UTC) at which a wall clock in the person's zone shows the naive `wall`.

    A time that the autumn change shows twice is the one nearer to `now` (the earlier where both are as near), but not
    one after `latest` while the other is not: clocks tell what has been, and a start comes before its end.
    Raises Invalid, naming `field`, for a time that the spring change leaves out.
    """
    latest = now + CLOCKS_DIFFER if latest is None else latest
    try:
        readings = list(_readings(wall, zones))
    except OverflowError:
        raise Invalid.field(field, "lies outside of the calendar") from None
    if not readings:
        where = zones.at(wall.replace(tzinfo=UTC))
        raise Invalid.field(field, f"{wall:%Y-%m-%dT%H:%M:%S} does not exist in {where.key}: the clocks go forward")
    return min(readings, key=lambda instant: (instant > latest, abs(now - instant), instant))


def bound_of(wall: datetime, zones: Zones, *, last: bool = False) -> datetime:
    """The first instant (UTC) from which on the person's wall clock shows `wall` or more; with `last`, the last one.

    They differ in the hour that autumn shows twice. A time that is left out, by spring or by a move to another zone, is
    the change itself.
    """
    readings = sorted(_readings(wall, zones))
    if readings:
        return readings[-1 if last else 0]
    for change in zones.changes[1:]:
        if _shown(change.since - MICROSECOND, zones) < wall < _shown(change.since, zones):
            return change.since
    where = zones.at(wall.replace(tzinfo=UTC))
    before, after = (wall.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (1, 0))
    return _change_of_clocks(before, after, where)


def _shown(instant: datetime, zones: Zones) -> datetime:
    """What the person's wall clock shows, without a zone."""
    return instant.astimezone(zones.at(instant)).replace(tzinfo=None)


def _readings(wall: datetime, zones: Zones) -> Iterable[datetime]:
    """Every instant at which the person's wall clock shows `wall`."""
    for change in zones.changes:
        for fold in (0, 1):
            instant = wall.replace(tzinfo=ZoneInfo(change.name), fold=fold).astimezone(UTC)
            if _shown(instant, zones) == wall:
                yield instant


def day_seconds(spans: Iterable[Span], zones: Zones) -> dict[date, int]:
    """Whole seconds per local day, in order, adding up to the whole seconds of all `spans` together.

    The exact length is rounded cumulatively, so that no second is lost or made at a midnight.
    """
    exact: dict[date, int] = {}
    for begin, end in spans:
        for day, since, until in _by_day(begin, end, zones):
            exact[day] = exact.get(day, 0) + microseconds(until - since)
    seconds: dict[date, int] = {}
    total = 0
    for day in sorted(exact):
        seconds[day] = whole_seconds(total + exact[day]) - whole_seconds(total)
        total += exact[day]
    return seconds


def _seconds_of_day(spans: Iterable[Span], day: date, bounds: Span, zones: Zones) -> int:
    """What `day_seconds` has for the day of these bounds, without walking through all the days before it."""
    first, last = bounds
    before = of_day = 0
    for begin, end in spans:
        before += max(0, microseconds(min(end, first) - begin))
        for each, since, until in _by_day(max(begin, first), min(end, last), zones):
            length = microseconds(until - since)
            before += length if each < day else 0
            of_day += length if each == day else 0
    return whole_seconds(before + of_day) - whole_seconds(before)


def _by_day(begin: datetime, end: datetime, zones: Zones) -> Iterable[tuple[date, datetime, datetime]]:
    """The stretch in parts, each with the local day that it lies on."""
    whole = local_days(zones).of(microseconds(begin - EPOCH), microseconds(end - EPOCH)) if begin < end else None
    if whole is not None:
        yield whole, begin, end
        return
    while begin < end:
        where = zones.at(begin)
        local = begin.astimezone(where)
        midnight = begin + (datetime.combine(local.date() + DAY, time.min) - local.replace(tzinfo=None))
        until = min(end, midnight, zones.next_change(begin) or end)
        if (until - MICROSECOND).astimezone(where).utcoffset() != local.utcoffset():
            # The clocks change on the way, maybe back over midnight: what follows is looked at anew.
            until = _change_of_clocks(begin, until, where)
        yield local.date(), begin, until
        begin = until


def _change_of_clocks(before: datetime, after: datetime, where: ZoneInfo) -> datetime:
    """The first instant between the two (UTC) that has another offset than `before`."""
    offset = before.astimezone(where).utcoffset()
    while after - before > MICROSECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(where).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


class LocalDays:
    """Tells quickly which local day a stretch lies on: nearly all lie on one, and there is nothing to walk through.

    What was found out is kept, a stretch of UTC's day each.
    """

    def __init__(self, zones: Zones) -> None:
        self._zones = zones
        self._known: dict[int, tuple[tuple[int, int, date], ...]] = {}

    def of(self, begin: int, end: int) -> date | None:
        """The local day on which all from `begin` to `end` lies (microseconds since 1970, UTC).

        None where it lies on several, or somewhere where days come in parts: there `_by_day` walks.
        """
        number = begin // _DAY_LENGTH
        known = self._known.get(number)
        if known is None:
            if len(self._known) > _DAYS_KNOWN:
                self._known.clear()
            known = self._known[number] = self._around(EPOCH.date() + number * DAY)
        for first, last, day in known:
            if first <= begin < last:
                return day if end <= last else None
        return None

    def _around(self, day: date) -> tuple[tuple[int, int, date], ...]:
        """The beginnings and ends of the local days that UTC's touches; nothing unless they follow one another."""
        days = [day + number * DAY for number in range(-2, 3)]
        bounds = [day_bounds(each, self._zones) for each in days]
        if any(before[1] != after[0] or before[0] >= before[1] for before, after in pairwise(bounds)):
            return ()
        found = ((microseconds(begin - EPOCH), microseconds(end - EPOCH)) for begin, end in bounds)
        # An instant lies at most a day off; the outer two only show that those before them are whole.
        return tuple((begin, end, each) for (begin, end), each in zip(found, days, strict=True))[1:-1]


@lru_cache(maxsize=200)
def local_days(zones: Zones) -> LocalDays:
    """People who share their zones share what is known of their days."""
    return LocalDays(zones)


def net_by_day(timer: Timer, zones: Zones, at: datetime) -> dict[date, int]:
    """Net seconds per local day; they add up to the timer's net seconds. The start's day is always there."""
    seconds = day_seconds(worked_spans(timer, at), zones)
    return {local_date(timer.started_at, zones): 0} | seconds


@dataclass(frozen=True, slots=True)
class AttendanceDay:
    """A day's attendance in whole seconds: worked, and on break (clocked, or between going and coming back)."""

    worked_seconds: int
    break_seconds: int


def attendance_day(timers: Iterable[Timer], day: date, zones: Zones, at: datetime) -> AttendanceDay:
    """What the attendances come to on the local `day`; an active one counts up to `at`.

    The gap between two attendances of the day is a break. Every sum adds each record's own whole seconds; of records
    that overlap each instant counts once, as work where it was work in one of them.
    """
    bounds = day_bounds(day, zones)
    return _attendance_day([timer for timer in timers if _touches(timer, day, bounds, zones, at)], day, zones, at)


def _attendance_day(timers: Sequence[Timer], day: date, zones: Zones, at: datetime) -> AttendanceDay:
    """The same of timers that touch the day, all of them."""
    bounds = day_bounds(day, zones)
    timers = sorted(timers, key=_by_start)
    worked = breaks = 0
    for group in _overlapping(timers, at):
        worked += _seconds_of_day(_work_of(group, at), day, bounds, zones)
        breaks += _seconds_of_day(_breaks_of(group, at), day, bounds, zones)
    breaks += sum(whole_seconds(microseconds(back - left)) for left, back in _gaps(timers, day, zones, at))
    return AttendanceDay(worked, breaks)


def _touches(timer: Timer, day: date, bounds: Span, zones: Zones, at: datetime) -> bool:
    """Whether `day` is among the timer's `days_of`, without walking through the others."""
    begin, end = max(timer.started_at, bounds[0]), min(_until(timer, at), bounds[1])
    return local_date(timer.started_at, zones) == day or any(each == day for each, _, _ in _by_day(begin, end, zones))


def _overlapping(timers: Iterable[Timer], at: datetime) -> list[list[Timer]]:
    """The timers, which are in order, in groups: each overlaps one that is before it in its group."""
    groups: list[list[Timer]] = []
    until: datetime | None = None
    for timer in timers:
        if until is not None and timer.started_at < until:
            groups[-1].append(timer)
            until = max(until, _until(timer, at))
        else:
            groups.append([timer])
            until = _until(timer, at)
    return groups


def _work_of(group: Iterable[Timer], at: datetime) -> list[Span]:
    """When any of them was at work (UTC), in order."""
    return joined(span for timer in group for span in worked_spans(timer, at))


def _breaks_of(group: Sequence[Timer], at: datetime) -> list[Span]:
    """When a break of one was clocked and none was at work (UTC), in order."""
    breaks = [span for timer in group for span in break_spans(timer, at)]
    return breaks if len(group) == 1 else without(joined(breaks), _work_of(group, at))


def joined(spans: Iterable[Span]) -> list[Span]:
    """The stretches in order; those that touch or overlap are one, empty ones are gone."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        elif begin < end:
            found.append((begin, end))
    return found


def without(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of the stretches beside those `taken`, which are in order and apart."""
    left: list[Span] = []
    for begin, end in spans:
        rest = begin
        for since, until in taken:
            if rest < min(since, end):
                left.append((rest, min(since, end)))
            rest = max(rest, until)
        if rest < end:
            left.append((rest, end))
    return left


@dataclass(frozen=True, slots=True)
class Attended:
    """A local day's attendance, with the stretches of work on it (UTC): in order, none touching the next.

    Where they have been erased there are none, and `deducted_seconds` is what a contract took off for breaks not taken.
    """

    day: date
    worked_seconds: int
    break_seconds: int
    worked: tuple[Span, ...]
    deducted_seconds: int | None = None


def attended_days(timers: Iterable[Timer], zones: Zones, at: datetime) -> list[Attended]:
    """Every local day with any work or break on it, in order; an active timer counts up to `at`.

    What other timers have on a day is missing: give all that touch the days that are wanted.
    """
    touching: dict[date, list[Timer]] = {}
    for timer in timers:
        for day in days_of(timer, zones, at):
            touching.setdefault(day, []).append(timer)
    days = (_attended(day, found, zones, at) for day, found in sorted(touching.items()))
    return [each for each in days if each.worked or each.break_seconds]


def _attended(day: date, timers: Sequence[Timer], zones: Zones, at: datetime) -> Attended:
    total = _attendance_day(timers, day, zones, at)
    first, last = day_bounds(day, zones)
    worked = joined(
        (since, until)
        for timer in timers
        for begin, end in worked_spans(timer, at)
        for each, since, until in _by_day(max(begin, first), min(end, last), zones)
        if each == day
    )
    return Attended(day, total.worked_seconds, total.break_seconds, tuple(worked))


def days_of(timer: Timer, zones: Zones, at: datetime) -> list[date]:
    """The local days that the timer touches, in order; who stops at midnight stopped the day before."""
    start = local_date(timer.started_at, zones)
    return sorted({start, *(day for day, _, _ in _by_day(timer.started_at, _until(timer, at), zones))})


def _until(timer: Timer, at: datetime) -> datetime:
    return timer.ended_at or max(at, timer.last_act_at)


def _by_start(timer: Timer) -> datetime:
    return timer.started_at


def breaks_of_day(timers: Iterable[Timer], day: date, zones: Zones, at: datetime) -> list[Span]:
    """When the breaks of `attendance_day` were (UTC), in order: of clocked ones what lies on the day, and the gaps."""
    timers = sorted(timers, key=_by_start)
    first, last = day_bounds(day, zones)
    clocked = [span for group in _overlapping(timers, at) for span in _breaks_of(group, at)]
    of_day = [(max(begin, first), min(end, last)) for begin, end in clocked]
    return sorted([span for span in of_day if span[0] < span[1]] + list(_gaps(timers, day, zones, at)))


def _gaps(timers: Sequence[Timer], day: date, zones: Zones, at: datetime) -> Iterable[Span]:
    """From leaving to coming back on the local `day`; the timers are in order."""
    left_at: datetime | None = None
    for timer in timers:
        if left_at is not None and left_at < timer.started_at and _within_day(left_at, timer.started_at, day, zones):
            yield left_at, timer.started_at
        until = _until(timer, at)
        left_at = until if left_at is None else max(left_at, until)


def _within_day(left_at: datetime, back_at: datetime, day: date, zones: Zones) -> bool:
    """Whether somebody left and came back on the local `day`. Who left at midnight left the day before."""
    return local_date(left_at - MICROSECOND, zones) == day == local_date(back_at, zones)
