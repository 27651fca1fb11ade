"""Labour law: what the rules find in people's records, what they say before a punch, and what earns a surcharge.

Everything a rule looks at is read here, for one person or for many in as few statements, and handed over as a case.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Final, NamedTuple, TypeVar

from uhrwerk.operations import people, public_holidays
from uhrwerk.operations.personal import PersonalKeeper
from uhrwerk.operations.settings import switched_off
from uhrwerk.operations.work_time import check_days
from uhrwerk.rules.access import Actor, Role, check_reads_all
from uhrwerk.rules.contract import contract_on
from uhrwerk.rules.day import DAY, Zones, day_seconds, joined, local_date, without
from uhrwerk.rules.law import advice
from uhrwerk.rules.law.advice import Advice
from uhrwerk.rules.law.case import Case, Exemption, Punch, Shift, shifts_of
from uhrwerk.rules.law.european_union import EUROPEAN_UNION
from uhrwerk.rules.law.findings import Finding
from uhrwerk.rules.law.laws import law_for, law_in_force
from uhrwerk.rules.law.pack import Law, findings_of
from uhrwerk.rules.refusals import Invalid
from uhrwerk.rules.surcharge import SURCHARGES, Surcharge, surcharges
from uhrwerk.rules.timer import worked_spans
from uhrwerk.storage import findings, law_cases, settings
from uhrwerk.storage import people as staff
from uhrwerk.storage.absences import Absence
from uhrwerk.storage.contracts import Contract
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

T = TypeVar("T")

SHORT_REST: Final = switched_off(
    "short-rest",
    "The trade may shorten rest as its law allows: hospitals and care, restaurants, transport, broadcasting, farming.",
)

ROOM: Final = 2 * DAY
"""Read are UTC days: local ones begin elsewhere, and a shift goes on over midnight."""

MOST_DAYS: Final = 366
MOST_DAYS_OF_ALL: Final = 31
AT_ONCE: Final = 64
"""People looked at together: what is known of more of them takes longer to keep in memory than to read again."""

FURTHEST_BACK: Final = timedelta(weeks=8)
FURTHEST_AHEAD: Final = timedelta(days=7)

ADVICE: Final = {
    "clock-in": advice.before_clock_in,
    "clock-out": advice.before_clock_out,
    "start-break": advice.while_working,
    "end-break": advice.before_break_ends,
}
"""By the punch that is about to be made. Before a break: how long one may still go on without it."""

RECORDED: Final = PersonalKeeper(findings.Finding, findings.shelf, "day")
"""The findings that were kept as the days closed."""


class Reach(NamedTuple):
    """How far the laws look from the days of a range: at shifts around them, and back at sums of days."""

    before: timedelta
    after: timedelta
    look_back: timedelta


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person on the days of a range and, as far as their laws look, around them."""

    person: Person
    reach: Reach
    contracts: Sequence[Contract]
    punches: Sequence[Punch]
    worked_by_day: Mapping[date, int]
    away: frozenset[date]
    exemptions: frozenset[Exemption]


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, whose, and by the law of which code."""

    person: Person
    law: str
    finding: Finding


async def found_for(tx: Tx, actor: Actor, now: datetime, person_id: str, first: date, last: date) -> list[Found]:
    """What is found on the person's days from `first` to `last`, both included, by day.

    Raises NotFound for a person whose time the actor may not read, Invalid for a range that is none or over a year.
    """
    check_days(first, last, MOST_DAYS)
    await people.check_readable(tx, actor, person_id)
    person = await staff.shelf.get(tx, actor.workspace_id, person_id)
    assert person is not None
    return await found_of(tx, [person], now, first, last)


async def found_for_all(
    tx: Tx, actor: Actor, now: datetime, first: date, last: date, *, after: tuple[int, int], limit: int
) -> list[tuple[tuple[int, int], Found]]:
    """Up to `limit` of everybody's findings (for leads: their teams') with their places, by person and day.

    A place is a person's number and the count of the finding among theirs; `after` is that of the last one seen. Raises
    NotAllowed for members, Invalid.
    """
    check_days(first, last, MOST_DAYS_OF_ALL)
    everybody = [each for each in await _whom(tx, actor) if each.number >= after[0]]
    found: list[tuple[tuple[int, int], Found]] = []
    for part in in_parts(everybody):
        for _, of_person in groupby(await found_of(tx, part, now, first, last), lambda each: each.person.number):
            placed = (((each.person.number, count), each) for count, each in enumerate(of_person, 1))
            found += [(place, each) for place, each in placed if place > after]
        if len(found) >= limit:
            break
    return found[:limit]


async def _whom(tx: Tx, actor: Actor) -> list[Person]:
    everybody = await staff.every(tx, actor.workspace_id)
    if actor.role is Role.LEAD and actor.person_id is not None:
        team = await staff.team_mates(tx, actor.workspace_id, actor.person_id)
        return [each for each in everybody if each.id in team]
    check_reads_all(actor)
    return everybody


def in_parts(whom: Sequence[Person]) -> Iterator[Sequence[Person]]:
    """As many at once as are looked at together."""
    return (whom[begin : begin + AT_ONCE] for begin in range(0, len(whom), AT_ONCE))


async def found_of(tx: Tx, whom: Sequence[Person], now: datetime, first: date, last: date) -> list[Found]:
    """What is found on these people's days, person by person, by day. Nobody is asked whether they may know."""
    found = []
    for part in in_parts(whom):
        of_part = [_found(known, first, last, now) for known in await known_of(tx, part, first, last, now)]
        far = {person.id: person for person, each in zip(part, of_part, strict=True) if _is_proved_far_back(each)}
        known_far = await known_of(tx, list(far.values()), first, last, now, proofs=True) if far else ()
        proved = {known.person.id: _found(known, first, last, now) for known in known_far}
        for person, each in zip(part, of_part, strict=True):
            found += proved.get(person.id, each)
    return found


def _found(known: Known, first: date, last: date, now: datetime) -> list[Found]:
    return [
        Found(known.person, law.code, each)
        for law, case in cases(known, first, last, now)
        for each in findings_of(law, case)
    ]


def _is_proved_far_back(found: Iterable[Found]) -> bool:
    """Whether any of it is proved by older shifts than the rules look at."""
    return any(each.finding.rule in law_for(each.law).proof_days for each in found)


async def advise(
    tx: Tx, actor: Actor, now: datetime, person_id: str, act: str, at: datetime | None
) -> tuple[Law, datetime, list[Advice]]:
    """What the person should know before a punch at `at` (UTC; None: now): the law, the instant, and the advice.

    An instant before the last act is read as that act. Raises NotFound, Invalid (`act`, `at`).
    """
    await people.check_readable(tx, actor, person_id)
    person = await staff.shelf.get(tx, actor.workspace_id, person_id)
    assert person is not None
    if act not in ADVICE:
        raise Invalid.field("act", f"must be one of {', '.join(ADVICE)}")
    at = at or now
    if not now - FURTHEST_BACK <= at <= now + FURTHEST_AHEAD:
        raise Invalid.field("at", "must be within eight weeks before and a week after now")
    day = local_date(at, person.zones)
    [known] = await known_of(tx, [person], day, day, at)
    known = replace(known, punches=[each for each in known.punches if each.timer.started_at <= at])
    at = max([at, *(punch.timer.last_act_at for punch in known.punches if punch.timer.ended_at is None)])
    [(law, case)] = cases(known, day, day, at)
    return law, at, ADVICE[act](law, case, at)


async def surcharges_of(
    tx: Tx, actor: Actor, now: datetime, person_id: str, first: date, last: date
) -> dict[date, Surcharge]:
    """The seconds at night, on Sundays and on holidays, by local day. Raises NotFound, Invalid, as `found_for`."""
    check_days(first, last, MOST_DAYS)
    await people.check_readable(tx, actor, person_id)
    person = await staff.shelf.get(tx, actor.workspace_id, person_id)
    assert person is not None
    [known] = await known_of(tx, [person], first, last, now)
    holidays = _holidays(known.contracts, first - DAY, last + DAY)
    by_law: dict[str, list[Shift]] = defaultdict(list)
    for shift in shifts_of(known.punches, person.zones, now):
        by_law[law_in_force(contract_on(known.contracts, shift.day)).code].append(shift)
    days: dict[date, Surcharge] = {}
    for code, shifts in by_law.items():
        rules = SURCHARGES.get(code, SURCHARGES[EUROPEAN_UNION.code])
        for day, each in surcharges([shift.worked for shift in shifts], person.zones, holidays, rules).items():
            days[day] = _added(days.get(day, Surcharge()), each)
    return {day: days[day] for day in sorted(days) if first <= day <= last}


def _added(one: Surcharge, other: Surcharge) -> Surcharge:
    return Surcharge(
        one.night_seconds + other.night_seconds,
        one.sunday_seconds + other.sunday_seconds,
        one.holiday_seconds + other.holiday_seconds,
    )


def cases(known: Known, first: date, last: date, now: datetime) -> Iterator[tuple[Law, Case]]:
    """The days from `first` to `last` that have come, as a case for each law that was in force, in order."""
    person = known.person
    last = min(last, local_date(now, person.zones))
    shifts = shifts_of(known.punches, person.zones, now)
    holidays = _holidays(known.contracts, first - known.reach.look_back, last + DAY)
    for law, begin, end in _laws(known.contracts, first, last):
        yield (
            law,
            Case(
                first=begin,
                last=end,
                zones=person.zones,
                shifts=shifts,
                at=now,
                born=person.birth_date,
                worked_by_day=known.worked_by_day,
                holidays=holidays,
                away=known.away,
                exemptions=known.exemptions,
            ),
        )


def _laws(agreed: Sequence[Contract], first: date, last: date) -> Iterator[tuple[Law, date, date]]:
    """The laws in force from `first` to `last`, each with its first and last day of them, in order."""
    changes = {
        first,
        *(each.starts_on for each in agreed),
        *(each.ends_on + DAY for each in agreed if each.ends_on and each.ends_on < last),
    }
    begins = sorted(day for day in changes if first <= day <= last)
    for law, days in groupby(begins, lambda day: law_in_force(contract_on(agreed, day))):
        begin = next(days)
        later = [day for day in begins if day > begin and law_in_force(contract_on(agreed, day)) is not law]
        yield law, begin, later[0] - DAY if later else last


async def known_of(
    tx: Tx, whom: Sequence[Person], first: date, last: date, now: datetime, *, proofs: bool = False
) -> list[Known]:
    """What is known of these people of one workspace, in their order; an active attendance counts up to `now`.

    It is as much as the rules of their laws look at; with `proofs` also what their findings are proved by.
    """
    workspace_id, ids = whom[0].workspace_id, [person.id for person in whom]
    exempt = SHORT_REST.of(await settings.all_of(tx, workspace_id))
    agreed = _by_person((each.person_id, each) for each in await law_cases.contracts(tx, workspace_id, ids))
    reaches = {id_: _reach(agreed[id_], first, last, proofs=proofs) for id_ in ids}
    by_reach: dict[Reach, list[str]] = defaultdict(list)
    for id_, reach in reaches.items():
        by_reach[reach].append(id_)
    punches: dict[str, list[Punch]] = defaultdict(list)
    worked: dict[str, dict[date, int]] = defaultdict(dict)
    away: dict[str, list[Absence]] = defaultdict(list)
    for reach, of_reach in by_reach.items():
        begin, end = _midnight(first - reach.before - ROOM), _midnight(last + reach.after + ROOM)
        for person_id, punch in await law_cases.punches(tx, workspace_id, of_reach, begin, end):
            punches[person_id].append(punch)
        since, until = first - reach.look_back, last + reach.after
        worked |= await law_cases.worked(tx, workspace_id, of_reach, since, until)
        for each in await law_cases.absences(tx, workspace_id, of_reach, since, until):
            away[each.person_id].append(each)
    return [
        Known(
            person,
            reaches[person.id],
            agreed[person.id],
            punches[person.id],
            _with_active(worked[person.id], punches[person.id], person.zones, now),
            frozenset(_days_of(away[person.id])),
            frozenset((Exemption.SHORT_REST,) if exempt else ()),
        )
        for person in whom
    ]


def _by_person(found: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    by_person: dict[str, list[T]] = defaultdict(list)
    for person_id, each in found:
        by_person[person_id].append(each)
    return by_person


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _reach(agreed: Sequence[Contract], first: date, last: date, *, proofs: bool = False) -> Reach:
    """That of all laws in force from `first` to `last`; with `proofs` as far as any finding of theirs is proved."""
    laws = [law for law, _, _ in _laws(agreed, first, last)]
    before = max(max([law.before_days, *law.proof_days.values()] if proofs else [law.before_days]) for law in laws)
    return Reach(before * DAY, max(law.after_days for law in laws) * DAY, max(law.look_back_days for law in laws) * DAY)


def _days(first: date, last: date) -> list[date]:
    return [first + number * DAY for number in range((last - first).days + 1)]


def _days_of(found: Iterable[Absence]) -> Iterator[date]:
    """The whole days of absence: on half a day, and where it is hours, there is work."""
    for each in found:
        if each.seconds is None:
            yield from _days(each.starts_on + each.half_day_start * DAY, each.ends_on - each.half_day_end * DAY)


def _with_active(worked: dict[date, int], punches: Sequence[Punch], zones: Zones, now: datetime) -> dict[date, int]:
    """The roll-up has ended attendances alone; what an active one shares with them is counted already."""
    active = [each.timer for each in punches if each.timer.ended_at is None]
    for timer in active:
        ended = joined(span for each in punches if each.timer.ended_at for span in worked_spans(each.timer, now))
        for day, seconds in day_seconds(without(worked_spans(timer, now), ended), zones).items():
            worked[day] = worked.get(day, 0) + seconds
        worked.setdefault(local_date(timer.started_at, zones), 0)
    return worked


def _holidays(agreed: Iterable[Contract], first: date, last: date) -> dict[date, str]:
    """The public holidays where each contract has the person work, on the days on which it holds."""
    named: dict[date, str] = {}
    for each in agreed:
        begin, end = max(first, each.starts_on), min(last, each.ends_on or last)
        region = each.region or law_in_force(each).code
        if begin <= end and region != EUROPEAN_UNION.code:
            named |= public_holidays.between(region, begin, end)
    return named
