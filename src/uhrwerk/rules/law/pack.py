"""A rule pack: a country's law as dated rules, and how a case is looked at by it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from uhrwerk.rules.law.case import Case
from uhrwerk.rules.law.findings import Finding


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the days on which it holds: from `since`, up to and including `until` (None: until further notice)."""

    find: Callable[[Case], Iterable[Finding]]
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class BreakStep:
    """Who works longer than `over_seconds` is due breaks of `due_seconds`, in pieces of at least `piece_seconds`."""

    over_seconds: int
    due_seconds: int
    piece_seconds: int


@dataclass(frozen=True, slots=True)
class Law:
    """A country's law. `code` is its ISO 3166 code in capitals, `EU` for the directive.

    `breaks` gives the steps of the breaks that are due to somebody born then (None: grown up) on a day, the longest
    work first. `daily_most` is the longest day's work in seconds for the like. `night` is when the night begins and
    ends, on the wall's clock.

    How far the rules look, in days: at shifts `before_days` before the days that they judge and `after_days` after
    them, at sums of days `look_back_days` back. What a rule finds may be proved by older shifts than that; `proof_days`
    has how old, by the key of the rule.
    """

    code: str
    name: str
    rules: Sequence[Rule]
    breaks: Callable[[date | None, date], Sequence[BreakStep]]
    daily_most: Callable[[date | None, date], int]
    night: tuple[time, time]
    look_back_days: int
    before_days: int
    after_days: int
    proof_days: Mapping[str, int] = field(default_factory=dict)


def findings_of(law: Law, case: Case) -> list[Finding]:
    """What the law's rules find on the days of the case, by day; each rule on the days on which it holds."""
    found = [finding for rule in law.rules for finding in rule.find(case) if rule.holds_on(finding.day)]
    return sorted(found, key=lambda each: (each.day, each.rule, each.punches))


def break_due(steps: Sequence[BreakStep], worked_seconds: int) -> BreakStep | None:
    """The break that is due to somebody who works so long; None where none is."""
    return next((step for step in steps if worked_seconds > step.over_seconds), None)
