"""The team's calendar: who is away when. Colleagues learn that somebody is away; why is for those who may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from uhrwerk.operations import teams, workdays
from uhrwerk.rules.absence import Away, Stretch, days_between, merged
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.approval import Decision
from uhrwerk.rules.contract import check_range
from uhrwerk.rules.refusals import Invalid, NotAllowed
from uhrwerk.rules.workdays import Workdays, lies_in
from uhrwerk.storage import absences, contracts, people
from uhrwerk.storage.absences import Absence, CompanyHoliday
from uhrwerk.storage.contracts import Contract
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx

MOST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days that nobody works where the person does: a public holiday, or one of the company's."""

    name: str
    days: Stretch


@dataclass(frozen=True, slots=True)
class Row:
    """One person's. `known`: the absences themselves are the actor's to read; otherwise stretches without a reason."""

    person: Person
    region: str | None
    known: bool
    away: Sequence[Absence | Away]
    holidays: Sequence[Holiday]


async def of_team(tx: Tx, actor: Actor, first: date, last: date, team_id: str | None, language: str) -> list[Row]:
    """A row for everybody in the actor's teams (admins and auditors: for all), or in the one team, by name.

    Absences are whole, also where they begin before `first` or end after `last`. Requested ones are shown to those who
    may read them, rejected ones to nobody. Holidays are named in the language. Raises Invalid (`ends_on`), NotFound,
    NotAllowed for a team of others.
    """
    check_range(first, last)
    if (last - first).days >= MOST_DAYS:
        raise Invalid.field("ends_on", f"must be within {MOST_DAYS} days of the first")
    return await rows(tx, actor, first, last, await _people(tx, actor, team_id), language)


async def rows(tx: Tx, actor: Actor, first: date, last: date, shown: Sequence[Person], language: str) -> list[Row]:
    """The rows of these people; who may read which of their absences is looked at here."""
    agreed: dict[str, list[Contract]] = {}
    for contract in await contracts.in_force(tx, actor.workspace_id, first, last):
        agreed.setdefault(contract.person_id, []).append(contract)
    company = await absences.holidays_touching(tx, actor.workspace_id, first, last)
    found: dict[str, list[Absence]] = {}
    for absence in await absences.of_everybody(tx, actor.workspace_id, first, last):
        found.setdefault(absence.person_id, []).append(absence)
    led = await _led(tx, actor)
    calendar = []
    for person in shown:
        terms = agreed.get(person.id, [])
        public = workdays.public_holidays_of(terms, first, last, language)
        days = Workdays(terms, public, company)
        known = actor.reads_all or person.id == actor.person_id or person.id in led
        away = _away(found.get(person.id, []), known, first, last)
        region = days.region(first) or days.region(last)
        calendar.append(Row(person, region, known, away, _holidays(days, company, first, last)))
    return calendar


def _away(found: Sequence[Absence], known: bool, first: date, last: date) -> Sequence[Absence | Away]:
    if known:
        return [each for each in found if each.status != Decision.REJECTED]
    return merged([each for each in found if each.status == Decision.APPROVED], first, last)


def _holidays(days: Workdays, company: Sequence[CompanyHoliday], first: date, last: date) -> list[Holiday]:
    """The public holidays of where the person works on the day, and those of the company that hold there."""
    public = [
        Holiday(name, Away(day, day))
        for region, named in days.public_holidays.items()
        for day, name in named.items()
        if days.region(day) == region
    ]
    closed = [
        Holiday(each.name, each)
        for each in company
        if any(
            lies_in(days.region(day), each.region)
            for day in days_between(max(each.starts_on, first), min(each.ends_on, last))
        )
    ]
    return sorted([*public, *closed], key=lambda each: each.days.starts_on)


async def _people(tx: Tx, actor: Actor, team_id: str | None) -> list[Person]:
    mates = set() if actor.person_id is None else await people.team_mates(tx, actor.workspace_id, actor.person_id)
    everybody = await people.every(tx, actor.workspace_id)
    there = [each for each in everybody if each.active and not each.service and not each.archived]
    if team_id is not None:
        members = set(await teams.members_of(tx, actor, team_id))
        if not actor.reads_all and actor.person_id not in members:
            raise NotAllowed("The calendar of a team is read by its members, admins and auditors.")
        there = [each for each in there if each.id in members]
    elif not actor.reads_all:
        there = [each for each in there if each.id in mates or each.id == actor.person_id]
    return sorted(there, key=lambda each: (each.last_name, each.first_name, each.number))


async def _led(tx: Tx, actor: Actor) -> set[str]:
    """Whose absences a lead may read."""
    if actor.role is not Role.LEAD or actor.person_id is None:
        return set()
    return await people.team_mates(tx, actor.workspace_id, actor.person_id)
