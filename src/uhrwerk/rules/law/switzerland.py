"""Switzerland: Arbeitsgesetz (ArG) and its first ordinance (ArGV 1) for grown-ups.

Sundays and holidays are in `switzerland_sundays.py`, who is under 18 in `switzerland_minors.py`. Source of all
articles: fedlex.admin.ch, SR 822.11 and 822.111.

Not covered: the special rules of ArGV 2 (hospitals, restaurants and many more), permits, continuous operation
(art. 24), compensating work (art. 11), expectant mothers (art. 35a), and whom the act leaves out (arts. 2 to 4). Where
a permit or ArGV 2 would make a thing legal, a rule says *warning*.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Final

from uhrwerk.rules.day import DAY
from uhrwerk.rules.law import switzerland_minors, switzerland_sundays
from uhrwerk.rules.law.case import Case, Shift
from uhrwerk.rules.law.checks import long_stretches, short_breaks, work_at_night
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import (
    HOUR,
    MINUTE,
    Clause,
    Rest,
    adults,
    break_taken,
    is_under,
    long_weeks,
    monday_of,
    night_seconds,
    rests,
    rests_between,
    span_seconds,
    without_end,
)
from uhrwerk.rules.law.pack import BreakStep, Law, Rule, break_due
from uhrwerk.rules.law.switzerland_sundays import SINCE

NIGHT: Final = (time(23), time(6))
"""ArG art. 10 (1): the day is from 6 to 20, the evening from 20 to 23. Shifted by an hour (10 (2)) is not covered."""

BREAKS: Final = (
    BreakStep(9 * HOUR, 60 * MINUTE, 15 * MINUTE),
    BreakStep(7 * HOUR, 30 * MINUTE, 30 * MINUTE),
    BreakStep(5 * HOUR + 30 * MINUTE, 15 * MINUTE, 15 * MINUTE),
)
"""ArG art. 15 (1). Only breaks of more than half an hour may be split (ArGV 1 art. 18 (3)); into what, no one says."""

PIECE: Final = 15 * MINUTE
STRETCH: Final = 5 * HOUR + 30 * MINUTE


def breaks(born: date | None, day: date) -> Sequence[BreakStep]:
    """ArG art. 15 (1), for minors as well."""
    return BREAKS


def daily_most(born: date | None, day: date) -> int:
    """The 14 h of ArG art. 10 (3) without the hour of break of art. 15, for minors 9 h (art. 31 (1)); in seconds."""
    return switzerland_minors.DAILY_MOST if is_under(18, born, day) else 13 * HOUR


LONG_WEEK = Clause(
    "ch-weekly-hours",
    "ArG art. 9 (1)",
    Severity.WARNING,
    "{} of work in the week; {} are the most without overtime (art. 12)",
)
SPAN = Clause("ch-span", "ArG art. 10 (3)", Severity.BREACH, "{} from coming to leaving; at most {} are allowed")


def long_week(case: Case) -> Iterable[Finding]:
    """ArG art. 9 (1) (a): 45 h a week in industry, for office, technical and other staff, and in large shops' sales.

    On the day on which they were passed. The 50 h for all others (9 (1) (b)) are not known from a record. A warning, as
    overtime is allowed in special cases (art. 12); its bounds, 2 h a day and 170 h a year, are not judged.
    """
    for week in long_weeks(case, 45 * HOUR):
        yield from LONG_WEEK.over(week.day, week.seconds, 45 * HOUR, week.punches)


def long_span(case: Case) -> Iterable[Finding]:
    """ArG art. 10 (3): the day's work lies within 14 h, with breaks and overtime."""
    for shift in adults(case):
        yield from SPAN.over(shift.day, span_seconds(shift), 14 * HOUR, shift.ids)


BREAK = Clause("ch-breaks", "ArG art. 15 (1)", Severity.BREACH, "{} of break for {worked} of work; {} are due")
LONG_STRETCH = Clause(
    "ch-stretch", "ArGV 1 art. 18 (2)", Severity.BREACH, "{} of work without a further break; at most {} are allowed"
)


def enough_breaks(case: Case) -> Iterable[Finding]:
    """ArG art. 15 (1): 15 min of break for more than 5 h 30 of work, 30 for more than 7 h, 60 for more than 9 h.

    The half hour is in one piece, the hour may be split (ArGV 1 art. 18 (3)), here into pieces of 15 min. That with
    flexible hours the average day counts (18 (4)), and that a break at the workplace is work (15 (2)), is not judged.
    """
    return short_breaks(case.in_range(), BREAKS, BREAK)


def further_break(case: Case) -> Iterable[Finding]:
    """ArGV 1 art. 18 (2): a part of the day of more than 5 h 30 before or after a break has a further break.

    Who had less break than the day's work asks for is found by art. 15 (1).
    """
    enough = (shift for shift in case.in_range() if _has_due_break(shift))
    return long_stretches(enough, STRETCH, PIECE, LONG_STRETCH)


def _has_due_break(shift: Shift) -> bool:
    step = break_due(BREAKS, shift.worked_seconds)
    return step is not None and break_taken(shift, step.piece_seconds) >= step.due_seconds


DAILY_REST = Clause("ch-daily-rest", "ArG art. 15a", Severity.BREACH, "{} of rest; {} are due, once a week 8 h")
SHORTER_REST = replace(
    DAILY_REST,
    severity=Severity.NOTICE,
    says="{} of rest, not {}: allowed once a week if two weeks come to 11 h on average",
)


def daily_rest(case: Case) -> Iterable[Finding]:
    """ArG art. 15a: 11 h of rest, once a week 8 h if the average of two weeks is 11 h; on the day of coming back.

    The first rest of a calendar week that is shorter is a notice, if those of the 14 days up to then come to 11 h on
    average. In an average a rest of more than a day counts as a day, one of more than a week not at all. That no
    overtime follows on a short rest (ArGV 1 art. 19 (2)) is not judged.
    """
    for rest in rests(case):
        if rest.seconds < 11 * HOUR and not is_under(18, case.born, rest.after.day):
            clause = SHORTER_REST if _may_be_shorter(case, rest) else DAILY_REST
            yield from clause.short(rest.after.day, rest.seconds, 11 * HOUR, rest.ids)


def _may_be_shorter(case: Case, rest: Rest) -> bool:
    day = rest.after.day
    of_week = rests_between(case, monday_of(day), day)
    earlier = any(each.seconds < 11 * HOUR for each in of_week if each.after.started_at < rest.after.started_at)
    of_two_weeks = [each.seconds for each in rests_between(case, day - 13 * DAY, day)]
    lengths = [min(seconds, 24 * HOUR) for seconds in of_two_weeks if seconds <= 7 * 24 * HOUR]
    return rest.seconds >= 8 * HOUR and not earlier and sum(lengths) >= 11 * HOUR * len(lengths)


NIGHT_WORK = Clause(
    "ch-night", "ArG art. 16", Severity.WARNING, "{} of work between 23:00 and 6:00, which needs a permit (art. 17)"
)
LONG_NIGHT = Clause(
    "ch-night-hours", "ArG art. 17a", Severity.BREACH, "{} of work with night work; at most {} are allowed"
)
NIGHT_SPAN = Clause(
    "ch-night-span",
    "ArG art. 17a",
    Severity.BREACH,
    "{} from coming to leaving with night work; at most {} are allowed",
)


def night_work(case: Case) -> Iterable[Finding]:
    """ArG art. 16: no work between 23:00 and 6:00; a warning, as a permit (art. 17) or ArGV 2 may allow it.

    Evening work from 20:00 on needs none (art. 10 (1)), only that the staff was heard.
    """
    return work_at_night(adults(case), case, NIGHT, NIGHT_WORK)


def long_night(case: Case) -> Iterable[Finding]:
    """ArG art. 17a (1): 9 h of work at most within 10 h, breaks among them, for who works at night.

    Up to 10 h within 12 are a warning: allowed in three of seven nights (17a (2), ArGV 1 art. 29), which is not judged.
    """
    for shift in adults(case):
        worked, span = shift.worked_seconds, span_seconds(shift)
        if span > 9 * HOUR and night_seconds(shift, case.zones, NIGHT):
            within = worked <= 10 * HOUR and span <= 12 * HOUR
            severity = Severity.WARNING if within else Severity.BREACH
            yield from replace(LONG_NIGHT, severity=severity).over(shift.day, worked, 9 * HOUR, shift.ids)
            yield from replace(NIGHT_SPAN, severity=severity).over(shift.day, span, 10 * HOUR, shift.ids)


NO_END = Clause(
    "ch-record", "ArGV 1 art. 73 (1)", Severity.WARNING, "no end for {}; begin and end of work are to be recorded"
)


def missing_end(case: Case) -> Iterable[Finding]:
    """ArGV 1 art. 73 (1) (c), (e): begin, end and breaks of half an hour or more are recorded.

    An attendance without an end for 24 h lacks it. Who has waived recording (art. 73a: a collective agreement, 120,000
    francs a year or more, hours of one's own) or records the length of the day alone (art. 73b) is not known, and owes
    less than the clock records. No article says by when it is to be written down.
    """
    return (
        finding
        for shift, punch, seconds in without_end(case, DAY)
        for finding in NO_END.over(shift.day, seconds, 24 * HOUR, (punch.id,))
    )


SWITZERLAND: Final = Law(
    code="CH",
    name="Switzerland",
    rules=(
        Rule(long_week, SINCE),
        Rule(long_span, SINCE),
        Rule(enough_breaks, SINCE),
        Rule(further_break, SINCE),
        Rule(daily_rest, SINCE),
        Rule(night_work, SINCE),
        Rule(long_night, SINCE),
        Rule(missing_end, SINCE),
        *switzerland_sundays.RULES,
        *switzerland_minors.RULES,
    ),
    breaks=breaks,
    daily_most=daily_most,
    night=NIGHT,
    look_back_days=14,
    # The rests of two weeks, each of them up to a week long.
    before_days=21,
    # The week after a Sunday, with the rest that begins on its last day.
    after_days=9,
)
