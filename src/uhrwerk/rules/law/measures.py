"""What the laws measure alike: hours of a week, breaks, rest, work within the night, and age.

Lengths are seconds where work is measured and `timedelta` where rest is. A length counts in started minutes: a second
over ten hours is a minute over, a second short of the rest a minute short.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final

from uhrwerk.rules.day import ALWAYS, DAY, Span, Zones, bound_of, day_bounds, local_date
from uhrwerk.rules.instants import microseconds, whole_seconds
from uhrwerk.rules.law.case import Case, Punch, Shift
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.timer import worked_spans

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
WEEK: Final = timedelta(days=7)
OF_A_WEEK: Final = tuple(timedelta(days=each) for each in range(7))
HALF_A_DAY: Final = timedelta(hours=12)
FRIDAY: Final = 4
SUNDAY: Final = 6

FOREVER: Final = datetime.max.replace(tzinfo=UTC)
"""The end of a rest from which nobody has come back yet."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule's name, its paragraph and its sentence.

    `says` is a format: its first place is for what was measured, its second for the limit, names for what else is told.
    """

    rule: str
    paragraph: str
    severity: Severity
    says: str

    def over(self, day: date, seconds: int, most: int, punches: Sequence[str], **more: str) -> Iterable[Finding]:
        """The finding if `seconds` are more than `most`, nothing otherwise."""
        if seconds > most:
            minutes = _started_minutes(seconds - most)
            yield self._finding(day, minutes, most, True, most // MINUTE + minutes, punches, more)

    def short(self, day: date, seconds: int, least: int, punches: Sequence[str], **more: str) -> Iterable[Finding]:
        """The finding if `seconds` are less than `least`, nothing otherwise."""
        if seconds < least:
            minutes = _started_minutes(least - seconds)
            yield self._finding(day, minutes, least, False, least // MINUTE - minutes, punches, more)

    def _finding(
        self,
        day: date,
        minutes: int,
        limit: int,
        over: bool,
        measured: int,
        punches: Sequence[str],
        more: dict[str, str],
    ) -> Finding:
        sentence = self.says.format(length(measured), length(limit // MINUTE), **more)
        return Finding(
            day, self.rule, self.paragraph, self.severity, minutes, limit // MINUTE, over, sentence, tuple(punches)
        )


def _started_minutes(seconds: int) -> int:
    return -(-seconds // MINUTE)


@lru_cache(maxsize=2048)
def length(minutes: int) -> str:
    """`9 h 40`, `11 h`, `40 min`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


# Age


def is_under(years: int, born: date | None, day: date) -> bool:
    """Whether somebody born then is younger than that on the day. Whose birthday nobody knows is grown up."""
    if born is None:
        return False
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < years


def adults(case: Case) -> Iterable[Shift]:
    """The shifts of the range on whose day the person was 18 or older."""
    if not has_minor(case):
        return case.in_range()
    return (shift for shift in case.in_range() if not is_under(18, case.born, shift.day))


def minors(case: Case) -> Iterable[Shift]:
    """The shifts of the range on whose day the person was not yet 18."""
    return (shift for shift in case.in_range() if is_under(18, case.born, shift.day)) if has_minor(case) else ()


def has_minor(case: Case) -> bool:
    """Whether the person was under 18 when the range began; otherwise no day of it is a minor's."""
    return is_under(18, case.born, case.first)


# Weeks


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def sundays(case: Case) -> Iterable[date]:
    """The Sundays of the range, in order."""
    day = monday_of(case.first) + timedelta(days=SUNDAY)
    while day <= case.last:
        yield day
        day += WEEK


def shifts_between(case: Case, first: date, last: date) -> Sequence[Shift]:
    """The shifts that begin on those days, both included."""
    return case.shifts[bisect_left(case.days, first) : bisect_right(case.days, last)]


def shifts_on(case: Case, first: date, last: date) -> Sequence[Shift]:
    """The shifts that have work on those days, both included, whenever they begin."""
    return case.shifts[bisect_left(case.last_days, first) : bisect_right(case.days, last)]


def ids_of(shifts: Iterable[Shift]) -> tuple[str, ...]:
    return tuple(id_ for shift in shifts for id_ in shift.ids)


@dataclass(frozen=True, slots=True)
class LongWeek:
    """A week from Monday to Sunday with more work than a limit; on `day` the limit was passed."""

    day: date
    seconds: int
    punches: tuple[str, ...]


def long_weeks(case: Case, most: int) -> Iterable[LongWeek]:
    """The weeks with more than `most` seconds of work that passed the limit on a day of the range."""
    monday = monday_of(case.first)
    while monday <= case.last:
        days = [monday + each for each in OF_A_WEEK]
        sums = list(accumulate(case.worked_by_day.get(day, 0) for day in days))
        if sums[-1] > most:
            passed = days[bisect_right(sums, most)]
            if case.first <= passed <= case.last:
                yield LongWeek(passed, sums[-1], ids_of(shifts_on(case, days[0], days[-1])))
        monday += WEEK


def weekly_averages(case: Case, weeks: int) -> Iterable[tuple[date, int]]:
    """The Sundays of the range, each with the seconds of work a week, rounded up, over the weeks that end with it.

    Days of absence are neutral: neither their work nor their time counts. Each one from Monday to Friday takes a fifth
    of a week out of the period, one on a weekend nothing. 0 where nothing is left.
    """
    days = sorted(day for day in case.worked_by_day if day not in case.away)
    sums = list(accumulate((case.worked_by_day[day] for day in days), initial=0))
    off = sorted(day for day in case.away if day.weekday() <= FRIDAY)
    for sunday in sundays(case):
        before = sunday - weeks * WEEK
        fifths = 5 * weeks - (bisect_right(off, sunday) - bisect_right(off, before))
        worked = sums[bisect_right(days, sunday)] - sums[bisect_right(days, before)]
        yield sunday, -(-5 * worked // fifths) if fifths else 0


# Breaks


def span_seconds(shift: Shift) -> int:
    """Seconds from coming to leaving, breaks among them."""
    return whole_seconds(microseconds(shift.ended_at - shift.started_at))


def break_pieces(shift: Shift) -> list[int]:
    """The breaks of a shift in seconds, in order."""
    return [whole_seconds(microseconds(end - begin)) for begin, end in shift.breaks]


def break_taken(shift: Shift, piece_seconds: int) -> int:
    """Seconds of the breaks that are at least as long as a piece must be."""
    return sum(piece for piece in break_pieces(shift) if piece >= piece_seconds)


def longest_stretch(shift: Shift, piece_seconds: int) -> int:
    """The most seconds of work between two breaks of at least that length; shorter ones interrupt nothing."""
    longest = stretch = 0
    left: datetime | None = None
    for begin, end in shift.worked:
        if left is not None and whole_seconds(microseconds(begin - left)) >= piece_seconds:
            stretch = 0
        stretch += microseconds(end - begin)
        longest, left = max(longest, stretch), end
    return whole_seconds(longest)


# Rest


@dataclass(frozen=True, slots=True)
class Rest:
    """The rest between two shifts that follow one another."""

    before: Shift
    after: Shift

    @property
    def seconds(self) -> int:
        return whole_seconds(max(0, microseconds(self.after.started_at - self.before.ended_at)))

    @property
    def ids(self) -> tuple[str, str]:
        """The punch from which the person left, and the one with which they came back."""
        return self.before.ids[-1], self.after.ids[0]


def rests(case: Case) -> Sequence[Rest]:
    """The rests that end with a shift of the range; what came before the first shift of the case is not known."""
    return rests_between(case, case.first, case.last)


def rests_between(case: Case, first: date, last: date) -> Sequence[Rest]:
    """The rests that end with a shift of those days, both included."""
    begin, end = max(1, bisect_left(case.days, first)), bisect_right(case.days, last)
    return [Rest(case.shifts[each - 1], case.shifts[each]) for each in range(begin, end)]


def free_spans(case: Case, least: timedelta) -> list[Span]:
    """The stretches without work around the range that are at least so long, in order.

    Before the first work that is known and after the last there is no end to it: nobody is accused of what the record
    does not show. Work more than two weeks away is not looked at: a rest up to there is long enough for every law.
    """
    free: list[Span] = []
    left = ALWAYS
    for shift in shifts_on(case, case.first - 2 * WEEK, case.last + 2 * WEEK):
        for begin, end in shift.worked:
            if begin - left >= least:
                free.append((left, begin))
            left = end
    return [*free, (left, FOREVER)]


def length_around(free: Sequence[Span], inner: Span) -> timedelta:
    """The length of the free stretch that holds `inner` as a whole; nothing where none does. They are in order."""
    begin, end = inner
    number = bisect_right(free, begin, key=lambda span: span[0]) - 1
    since, until = free[number] if number >= 0 else inner
    return until - since if number >= 0 and end <= until else timedelta(0)


def longest_day_free(free: Sequence[Span], sunday: date, zones: Zones) -> timedelta:
    """The longest free stretch that holds a whole day of the week that ends with that Sunday; nothing where none does.

    It may reach into the weeks beside. Two days long is long enough for every law: the search ends there.
    """
    longest = timedelta(0)
    for back in OF_A_WEEK:
        longest = max(longest, length_around(free, bounds_of(sunday - back, zones)))
        if longest >= 2 * DAY:
            break
    return longest


# Work within given hours


@lru_cache(maxsize=4096)
def clock_on(day: date, clock: time, zones: Zones) -> datetime:
    """The first instant (UTC) from which on the wall's clock shows that time of the day or more."""
    return bound_of(datetime.combine(day, clock), zones)


@lru_cache(maxsize=4096)
def bounds_of(day: date, zones: Zones) -> Span:
    """`day_bounds`, kept: everybody in a place has the same midnights."""
    return day_bounds(day, zones)


def worked_within(shifts: Iterable[Shift], begin: datetime, end: datetime) -> int:
    """Seconds worked from one instant to another (UTC)."""
    spans = (span for shift in shifts for span in shift.worked)
    return whole_seconds(
        sum(microseconds(max(min(until, end) - max(since, begin), timedelta(0))) for since, until in spans)
    )


def night_seconds(shift: Shift, zones: Zones, night: tuple[time, time]) -> int:
    """Seconds of a shift that lie within the night, which begins and ends at those times of the wall's clock."""
    begins, ends = night
    began, left = shift.began, shift.left
    if began.date() == left.date() and ends <= began.time() and left.time() <= begins and ends < begins:
        return 0
    seconds, day = 0, began.date() - DAY
    while day <= left.date():
        until = day if begins < ends else day + DAY
        seconds += worked_within((shift,), clock_on(day, begins, zones), clock_on(until, ends, zones))
        day += DAY
    return seconds


@dataclass(frozen=True, slots=True)
class Work:
    """Seconds worked within a stretch of time, and the punches that show it."""

    seconds: int
    punches: tuple[str, ...]


def work_within(case: Case, begin: datetime, end: datetime) -> Work:
    """What was worked from one instant to another (UTC)."""
    shifts = shifts_on(case, local_date(begin, case.zones), local_date(end, case.zones))
    punches = (punch for shift in shifts for punch in shift.punches)
    touching = tuple(
        punch.id
        for punch in punches
        if any(since < end and begin < until for since, until in worked_spans(punch.timer, case.at))
    )
    return Work(worked_within(shifts, begin, end), touching)


def holidays(case: Case) -> Iterable[tuple[date, str]]:
    """The public holidays of the range with their names, in order; those on a Sunday are Sundays."""
    named = sorted(case.holidays.items())
    return ((day, name) for day, name in named if case.first <= day <= case.last and day.weekday() != SUNDAY)


# Records


def without_end(case: Case, least: timedelta) -> Iterable[tuple[Shift, Punch, int]]:
    """Attendances of the range that have been running for at least so long, with the seconds that it is."""
    for shift in case.in_range():
        for punch in shift.punches:
            open_for = case.at - punch.timer.started_at
            if punch.timer.ended_at is None and open_for >= least:
                yield shift, punch, whole_seconds(microseconds(open_for))
