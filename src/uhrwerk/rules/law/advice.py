"""Advice: what a punch about to be made would mean, and how long somebody who is in may go on.

The law's own rules are asked about the record as it would be: what they find then and not now is the advice. The case
is one of today; its last shift is the latest that there is.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Final

from uhrwerk.rules.day import day_seconds, local_date
from uhrwerk.rules.instants import microseconds, whole_seconds
from uhrwerk.rules.law.case import Case, Punch, Shift, shifts_of
from uhrwerk.rules.law.findings import Finding, Severity
from uhrwerk.rules.law.measures import MINUTE, length
from uhrwerk.rules.law.pack import Law, findings_of
from uhrwerk.rules.timer import Break, State, Timer

A_MINUTE: Final = timedelta(minutes=1)

Kind = tuple[date, str, Severity]
"""What makes two findings the same, but for their figures."""

SEVERITIES: Final = tuple(Severity)
"""The mildest first."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What somebody should know before a punch.

    `rule`, `paragraph` and `severity` are those of the finding that there would be. `minutes` are the whole minutes
    that it is over the limit or short of it; where it lies `ahead`, those that are left until there is one.
    """

    rule: str
    paragraph: str
    severity: Severity
    minutes: int
    ahead: bool
    sentence: str


def before_clock_in(law: Law, case: Case, at: datetime) -> list[Advice]:
    """What clocking in at `at` would mean, looked at after a minute of work. Nothing for somebody who is in."""
    if _active(case) is not None:
        return []
    soon = at + A_MINUTE
    now, then = _with(case, None, soon), _with(case, Punch("", Timer(at)), soon)
    return [_meaning(finding, "clocking in now") for finding in _new(law, now, then)]


def before_clock_out(law: Law, case: Case, at: datetime) -> list[Advice]:
    """What clocking out at `at` would mean beyond what is found while one is in. Nothing for somebody who is out."""
    active = _active(case)
    if active is None:
        return []
    gone = replace(active, timer=replace(_back(active, at).timer, ended_at=at), recorded_at=at)
    now, then = _with(case, active, at), _with(case, gone, at)
    return [_meaning(finding, "clocking out now") for finding in _new(law, now, then)]


def before_break_ends(law: Law, case: Case, at: datetime) -> list[Advice]:
    """What going back to work at `at` would mean, and what is ahead then. Nothing for somebody who is not on a break.

    A break that is too short to count is named where the law will ask for one.
    """
    active = _active(case)
    if active is None or active.timer.state is not State.PAUSED:
        return []
    ahead = _ahead(law, case, _back(active, at), at)
    pause = whole_seconds(microseconds(at - active.timer.breaks[-1].started_at))
    return [*_too_short(law, case, pause, at, [finding for _, finding in ahead]), *map(_still_left, ahead)]


def while_working(law: Law, case: Case, at: datetime) -> list[Advice]:
    """How long somebody who is in may work on without a break from `at`, soonest first: until the day is as long as it
    may be, until a break is due, and whatever else the rules find on the way. Nothing for who is out or on a break.
    """
    active = _active(case)
    if active is None or active.timer.state is not State.RUNNING:
        return []
    return [_still_left(each) for each in _ahead(law, case, active, at)]


def _active(case: Case) -> Punch | None:
    punches = case.shifts[-1].punches if case.shifts else ()
    return next((punch for punch in punches if punch.timer.ended_at is None), None)


def _back(punch: Punch, at: datetime) -> Punch:
    """The punch with its open break ended."""
    if punch.timer.state is not State.PAUSED:
        return punch
    *breaks, last = punch.timer.breaks
    return replace(punch, timer=replace(punch.timer, breaks=(*breaks, Break(last.started_at, at))))


def _with(case: Case, punch: Punch | None, at: datetime) -> Case:
    """The case of the last shift's days at that instant, with the punch in the place of the active one."""
    near = [each for shift in case.shifts[-2:] for each in shift.punches if each.timer.ended_at is not None]
    shifts = shifts_of([*near, punch] if punch else near, case.zones, at)
    last = local_date(at, case.zones)
    first = min(shifts[-1].day, last) if shifts else last
    return replace(
        case,
        first=first,
        last=last,
        at=at,
        shifts=[*case.shifts[:-2], *shifts],
        worked_by_day={**case.worked_by_day, **_worked_since(first, shifts, case)},
    )


def _worked_since(first: date, shifts: Iterable[Shift], case: Case) -> dict[date, int]:
    days = day_seconds((span for shift in shifts for span in shift.worked), case.zones)
    return {day: seconds for day, seconds in days.items() if day >= first}


def _new(law: Law, now: Case, then: Case) -> list[Finding]:
    """What is found then and not now, or is worse then."""
    first = min(now.first, then.first)
    known = {(each.day, each.rule): each for each in findings_of(law, replace(now, first=first))}
    found = findings_of(law, replace(then, first=first))
    return [finding for finding in found if _is_worse(finding, known.get((finding.day, finding.rule)))]


def _is_worse(finding: Finding, known: Finding | None) -> bool:
    if known is None:
        return True
    worse = SEVERITIES.index(finding.severity) - SEVERITIES.index(known.severity)
    return worse > 0 or (worse == 0 and finding.minutes > known.minutes)


def _ahead(law: Law, case: Case, punch: Punch, at: datetime) -> list[tuple[int, Finding]]:
    """What will be found if one works on from `at`, with the minutes that are left until then, soonest first.

    Looked at is a minute after each border of the law's; for what is new there, the first minute is searched for.
    """
    now = _with(case, punch, at)
    ahead: dict[Kind, tuple[int, Finding]] = {}

    @cache
    def after(minutes: int) -> dict[Kind, Finding]:
        then = replace(_with(case, punch, at + minutes * A_MINUTE), first=now.first)
        return {(finding.day, finding.rule, finding.severity): finding for finding in findings_of(law, then)}

    for border in _borders(law, now):
        for kind in after(border).keys() - after(0).keys() - ahead.keys():
            first = bisect_left(range(border), True, key=partial(_is_in, kind, after))
            ahead[kind] = max(first - 1, 0), after(first)[kind]
    return sorted(ahead.values(), key=lambda each: (each[0], each[1].rule, each[1].severity))


def _is_in(kind: Kind, after: Callable[[int], dict[Kind, Finding]], minutes: int) -> bool:
    return kind in after(minutes)


def _borders(law: Law, now: Case) -> list[int]:
    """Minutes from now until just after the borders of the law that the last shift has not passed yet."""
    shift = now.shifts[-1]
    steps = law.breaks(now.born, shift.day)
    limits = sorted({law.daily_most(now.born, shift.day), *(step.over_seconds for step in steps)})
    return [(limit - shift.worked_seconds) // MINUTE + 1 for limit in limits if limit >= shift.worked_seconds]


def _too_short(law: Law, case: Case, pause: int, at: datetime, ahead: Sequence[Finding]) -> Iterable[Advice]:
    steps = law.breaks(case.born, case.shifts[-1].day)
    pieces = {step.due_seconds // MINUTE: step.piece_seconds for step in reversed(steps)}
    for finding in ahead:
        piece = 0 if finding.over else pieces.get(finding.limit_minutes, 0)
        if pause < piece:
            missing = -((pause - piece) // MINUTE)
            least = length(piece // MINUTE)
            sentence = f"going back now leaves a break of {length(pause // MINUTE)}; under {least} it does not count"
            yield Advice(finding.rule, finding.paragraph, Severity.NOTICE, missing, False, sentence)
            return


def _meaning(finding: Finding, act: str) -> Advice:
    means = ":" if finding.over else " leaves"
    sentence = f"{act}{means} {finding.sentence}"
    return Advice(finding.rule, finding.paragraph, finding.severity, finding.minutes, False, sentence)


def _still_left(ahead: tuple[int, Finding]) -> Advice:
    minutes, finding = ahead
    sentence = f"after {length(minutes)} more: {finding.sentence}"
    return Advice(finding.rule, finding.paragraph, finding.severity, minutes, True, sentence)
