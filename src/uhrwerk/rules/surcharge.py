"""Surcharges: how much of the work was at night, on Sundays and on public holidays.

What is paid for it is a matter of contracts; here are the seconds. Night work on a Sunday counts as both. A public
holiday that is a Sunday counts as a holiday alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from uhrwerk.rules.day import DAY, Span, Zones, bound_of, day_seconds, local_date
from uhrwerk.rules.instants import microseconds

SUNDAY: Final = 6


@dataclass(frozen=True, slots=True)
class SurchargeRules:
    """What holds for shifts that begin on the local day `since` or later.

    `night` is from when to when, on the wall's clock. A shift with no more than `night_over_seconds` at night has no
    night work. Sundays and holidays begin at `day_begins`, which is noon or later on the day before, or 0 h.
    """

    since: date
    night: tuple[time, time]
    night_over_seconds: int = 0
    day_begins: time = time.min


SURCHARGES: Final[Mapping[str, Sequence[SurchargeRules]]] = {
    # ArbZG § 2 (3) and (4): 23 to 6 h, and night work is more than two hours of it; § 9 (1): Sundays from 0 to 24 h.
    "DE": (SurchargeRules(date(1994, 7, 1), (time(23), time(6)), 2 * 3600),),
    # AZG § 12a (1): 22 to 5 h.
    "AT": (SurchargeRules(date(2002, 8, 1), (time(22), time(5))),),
    # ArG art. 10 (1): 23 to 6 h; arts. 18 (1) and 20a (1): Sundays and holidays from 23 h of the day before.
    "CH": (SurchargeRules(date(2000, 8, 1), (time(23), time(6)), day_begins=time(23)),),
    # Directive 2003/88/EC art. 2 no. 3 leaves the hours to the members.
    "EU": (SurchargeRules(date(2004, 8, 2), (time(23), time(6))),),
}
"""By the law's code, the earliest first. What tax law calls night and Sunday work (EStG § 3b) is not covered."""


@dataclass(frozen=True, slots=True)
class Surcharge:
    """Whole seconds of one local day's work."""

    night_seconds: int = 0
    sunday_seconds: int = 0
    holiday_seconds: int = 0


def surcharges(
    shifts: Iterable[Sequence[Span]], zones: Zones, holidays: Mapping[date, str], rules: Sequence[SurchargeRules]
) -> dict[date, Surcharge]:
    """The surcharges by local day, of days that have any, in order.

    A shift is its worked spans (UTC) in order. Before the first of the rules there are none.
    """
    spans: dict[str, list[Span]] = {"night": [], "sunday": [], "holiday": []}
    for worked in shifts:
        in_force = _in_force(rules, local_date(worked[0][0], zones)) if worked else None
        if in_force is not None:
            _sort_out(worked, zones, holidays, in_force, spans)
    seconds = {kind: day_seconds(sorted(found), zones) for kind, found in spans.items()}
    days = sorted({day for of_kind in seconds.values() for day, each in of_kind.items() if each})
    return {day: Surcharge(*(seconds[kind].get(day, 0) for kind in ("night", "sunday", "holiday"))) for day in days}


def _in_force(rules: Sequence[SurchargeRules], day: date) -> SurchargeRules | None:
    return next((each for each in reversed(rules) if each.since <= day), None)


def _sort_out(
    worked: Sequence[Span],
    zones: Zones,
    holidays: Mapping[date, str],
    rules: SurchargeRules,
    into: dict[str, list[Span]],
) -> None:
    """Put the shift's parts where they belong."""
    begin, end = worked[0][0], worked[-1][1]
    first, last = local_date(begin, zones), local_date(end, zones)
    days = [date.fromordinal(each) for each in range(first.toordinal() - 1, last.toordinal() + 2)]
    nights = [part for day in days for part in _parts(worked, _night(day, rules.night, zones))]
    if sum(microseconds(until - since) for since, until in nights) > rules.night_over_seconds * 1_000_000:
        into["night"] += nights
    for day in days:
        if day in holidays:
            into["holiday"] += _parts(worked, _day(day, rules.day_begins, zones))
        elif day.weekday() == SUNDAY:
            into["sunday"] += _parts(worked, _day(day, rules.day_begins, zones))


def _parts(worked: Iterable[Span], within: Span) -> Iterable[Span]:
    """What of the work lies within."""
    begin, end = within
    return [(max(begin, since), min(end, until)) for since, until in worked if since < end and begin < until]


@lru_cache(maxsize=4096)
def _night(day: date, night: tuple[time, time], zones: Zones) -> Span:
    """The night that begins on the local day."""
    begins, ends = night
    until = day if begins < ends else day + DAY
    return bound_of(datetime.combine(day, begins), zones), bound_of(datetime.combine(until, ends), zones)


@lru_cache(maxsize=4096)
def _day(day: date, begins: time, zones: Zones) -> Span:
    """The local day, from `begins` (of the day before, unless that is midnight) until as much later."""
    first = datetime.combine(day if begins == time.min else day - DAY, begins)
    return bound_of(first, zones), bound_of(first + DAY, zones)
