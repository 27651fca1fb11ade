"""Labour law: findings, advice, surcharges, and the rules themselves."""

from datetime import date, datetime

import msgspec

from uhrwerk.entrypoints.native.models.values import Kept, same
from uhrwerk.operations.law import Found
from uhrwerk.rules.law.findings import Severity
from uhrwerk.rules.law.pack import Law, Rule
from uhrwerk.rules.surcharge import Surcharge
from uhrwerk.storage.findings import Finding as FindingRecord


class LawFinding(msgspec.Struct, frozen=True, kw_only=True):
    """Where the attendance of a local day falls short of a law.

    `minutes` are over the limit or short of it, as `over` says. `punches` are the ids of the attendances that prove it.
    """

    person_id: str
    day: date
    law: str
    rule: str
    paragraph: str
    severity: Severity
    minutes: int
    limit_minutes: int
    over: bool
    sentence: str
    punches: list[str]


class RecordedFinding(Kept, frozen=True, kw_only=True):
    """A finding that was kept as its day closed; one that a correction made moot is deleted."""

    person_id: str
    day: date
    law: str
    rule: str
    paragraph: str
    severity: str
    minutes: int
    limit_minutes: int
    over: bool
    sentence: str
    punches: list[str]


class LawAdvice(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody should know before a punch.

    `minutes` are over the limit or short of it if the punch is made; where that lies `ahead`, those left until then.
    """

    rule: str
    paragraph: str
    severity: Severity
    minutes: int
    ahead: bool
    sentence: str


class LawAdvices(msgspec.Struct, frozen=True, kw_only=True):
    """The advice on a punch at `at`, by the law that is in force then."""

    person_id: str
    act: str
    at: datetime
    law: str
    items: list[LawAdvice]


class SurchargeDay(msgspec.Struct, frozen=True, kw_only=True):
    """The seconds of a local day that earn a surcharge; work on a night of Sunday counts as both."""

    day: date
    night_seconds: int
    sunday_seconds: int
    holiday_seconds: int


class Surcharges(msgspec.Struct, frozen=True, kw_only=True):
    """The days with any, and their sums."""

    person_id: str
    starts_on: date
    ends_on: date
    night_seconds: int
    sunday_seconds: int
    holiday_seconds: int
    items: list[SurchargeDay]


class LawRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that is checked on the days from `since` to `until` (null: until further notice)."""

    law: str
    country: str
    paragraph: str
    text: str
    since: date
    until: date | None


class LawRules(msgspec.Struct, frozen=True):
    items: list[LawRule]


def law_finding(found: Found) -> LawFinding:
    finding = found.finding
    return LawFinding(
        person_id=found.person.id,
        law=found.law,
        day=finding.day,
        rule=finding.rule,
        paragraph=finding.paragraph,
        severity=finding.severity,
        minutes=finding.minutes,
        limit_minutes=finding.limit_minutes,
        over=finding.over,
        sentence=finding.sentence,
        punches=list(finding.punches),
    )


def recorded_finding(record: FindingRecord) -> RecordedFinding:
    return RecordedFinding(**same(record, RecordedFinding))


def surcharge_sums(person_id: str, starts_on: date, ends_on: date, days: dict[date, Surcharge]) -> Surcharges:
    return Surcharges(
        person_id=person_id,
        starts_on=starts_on,
        ends_on=ends_on,
        night_seconds=sum(each.night_seconds for each in days.values()),
        sunday_seconds=sum(each.sunday_seconds for each in days.values()),
        holiday_seconds=sum(each.holiday_seconds for each in days.values()),
        items=[
            SurchargeDay(
                day=day,
                night_seconds=each.night_seconds,
                sunday_seconds=each.sunday_seconds,
                holiday_seconds=each.holiday_seconds,
            )
            for day, each in days.items()
        ],
    )


def law_rule(law: Law, rule: Rule) -> LawRule:
    """What a rule's own documentation says: the paragraph, a colon, and what it asks for."""
    paragraph, _, text = " ".join((rule.find.__doc__ or "").split()).partition(": ")
    return LawRule(law=law.code, country=law.name, paragraph=paragraph, text=text, since=rule.since, until=rule.until)
