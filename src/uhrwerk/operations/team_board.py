"""The team board: who is in, on a break, out, absent, not there yet. One statement for each kind of thing.

Who may read somebody's time sees since when, what on and how long; others see themselves alone or, where the workspace
has it so, of everybody the state and nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from uhrwerk.operations import absence_calendar, people, teams
from uhrwerk.operations.absence_calendar import Row
from uhrwerk.operations.details import EntryDetails, Neighbours
from uhrwerk.operations.settings import Option
from uhrwerk.rules.absence import BOTH, Away, halves_off
from uhrwerk.rules.access import Actor, Role
from uhrwerk.rules.approval import Decision
from uhrwerk.rules.day import DAY, local_date, net_by_day
from uhrwerk.rules.refusals import NotFound
from uhrwerk.rules.timer import State
from uhrwerk.rules.workdays import USUAL_WORKDAYS
from uhrwerk.storage import absences, attendance_days, attendances, settings, time_entries
from uhrwerk.storage import people as staff
from uhrwerk.storage import teams as kept_teams
from uhrwerk.storage.absences import Absence, AbsenceType
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.people import Person
from uhrwerk.storage.store import Tx
from uhrwerk.storage.teams import Team

TEAM_BOARD: Final = Option(
    "team-board",
    "Who sees who is in: leads (of their teams), or everyone, of whom others see the state alone.",
    {"leads": False, "everyone": True},
)

AHEAD: Final = timedelta(days=60)
"""How far it is looked for the day on which somebody comes back."""


class Where(StrEnum):
    """Where somebody is. Out has been there today; not yet has not."""

    IN = "in"
    BREAK = "break"
    OUT = "out"
    ABSENT = "absent"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with somebody at an instant. What is not `known` to the actor is None: all but the state.

    `since` is when they came, went on their break or began what runs (UTC); `seconds` are worked today, without breaks;
    `away` is today's absence, `back_on` the first workday after it.
    """

    person: Person
    where: Where
    known: bool
    may_act: bool
    since: datetime | None = None
    entry: EntryDetails | None = None
    seconds: int | None = None
    away: Absence | Away | None = None
    back_on: date | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """`teams` are those with anybody on the board, with their people's ids; `open_to_all` is the setting."""

    standings: Mapping[str, Standing]
    teams: Sequence[tuple[Team, Sequence[str]]]
    types: Mapping[str, AbsenceType]
    open_to_all: bool


async def board(tx: Tx, actor: Actor, now: datetime) -> Board:
    """Everybody whom the actor may see, by name."""
    open_to_all: bool = TEAM_BOARD.of(await settings.all_of(tx, actor.workspace_id))
    known = await _readable(tx, actor)
    there = [each for each in await staff.every(tx, actor.workspace_id) if _stands_on_it(each)]
    shown = [each for each in there if open_to_all or known is None or each.id in known]
    members = await teams.memberships(tx, actor)
    ids = {each.id for each in shown}
    standings = await _standings(tx, actor, now, sorted(shown, key=_by_name), known)
    return Board(
        {each.person.id: each for each in standings},
        [
            (team, [each.person.id for each in standings if each.person.id in members.get(team.id, ())])
            for team in await kept_teams.every(tx, actor.workspace_id)
            if ids & set(members.get(team.id, ()))
        ],
        await types(tx, actor),
        open_to_all,
    )


async def one(tx: Tx, actor: Actor, now: datetime, person_id: str) -> Standing:
    """How it stands with somebody whose time the actor may read. Raises NotFound."""
    await people.check_readable(tx, actor, person_id)
    person = await people.listed(tx, actor, person_id)
    if not _stands_on_it(person):
        raise NotFound("person")
    [found] = await _standings(tx, actor, now, [person], {person_id})
    return found


async def types(tx: Tx, actor: Actor) -> dict[str, AbsenceType]:
    """The types of absences by id, those that are no more in use among them."""
    return {each.id: each for each in await absences.every_type(tx, actor.workspace_id)}


def _stands_on_it(person: Person) -> bool:
    """An auditor keeps no time."""
    return person.active and not person.service and not person.archived and person.role != Role.AUDITOR


def _by_name(person: Person) -> tuple[str, str, int]:
    return person.last_name.casefold(), person.first_name.casefold(), person.number


async def _readable(tx: Tx, actor: Actor) -> set[str] | None:
    """Whose time the actor may read; None: everybody's."""
    if actor.reads_all:
        return None
    own = {actor.person_id} if actor.person_id else set()
    if actor.role is not Role.LEAD or actor.person_id is None:
        return own
    return own | await staff.team_mates(tx, actor.workspace_id, actor.person_id)


async def _standings(
    tx: Tx, actor: Actor, now: datetime, shown: Sequence[Person], known: set[str] | None
) -> list[Standing]:
    workspace_id = actor.workspace_id
    if not shown:
        return []
    days = [local_date(now, each.zones) for each in shown]
    first, last = min(days), max(days)
    present = {each.person_id: each for each in await attendances.all_active(tx, workspace_id)}
    ids = {each.id for each in shown if known is None or each.id in known}
    running = await time_entries.all_active(tx, workspace_id)
    details = await Neighbours(tx, workspace_id).of_entries([each for each in running if each.person_id in ids])
    worked = await attendance_days.of_everybody(tx, workspace_id, first, last)
    away = {each.person.id: each for each in await absence_calendar.rows(tx, actor, first, last + AHEAD, shown, "en")}
    seen = _Seen(
        now,
        present,
        {each.person_id: each.started_at for each in running},
        {each.entry.person_id: each for each in details},
        worked,
        away,
    )
    return [seen.standing(each, each.id in ids, _may_act(actor, each.id)) for each in shown]


def _may_act(actor: Actor, person_id: str) -> bool:
    """Whether the actor may keep the time of somebody whose time they may read."""
    return actor.person_id == person_id or actor.role in (Role.ADMIN, Role.LEAD)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was read of everybody at `now`."""

    now: datetime
    present: Mapping[str, Attendance]
    running: Mapping[str, datetime]
    entries: Mapping[str, EntryDetails]
    worked: Mapping[tuple[str, date], int]
    away: Mapping[str, Row]

    def standing(self, person: Person, known: bool, may_act: bool) -> Standing:
        today = local_date(self.now, person.zones)
        away = self._away_on(person, today)
        where = self._where(person, today, away is not None)
        if not known:
            return Standing(person, Where.OUT if where is Where.NOT_YET else where, False, False)
        return Standing(
            person,
            where,
            True,
            may_act,
            self._since(person.id),
            self.entries.get(person.id),
            self._seconds(person, today),
            away,
            self._back_on(person, today) if where is Where.ABSENT else None,
        )

    def _where(self, person: Person, today: date, away: bool) -> Where:
        """Who has a timer running and no attendance is there all the same: not every workspace keeps both."""
        attendance = self.present.get(person.id)
        if attendance is not None:
            return Where.BREAK if attendance.state is State.PAUSED else Where.IN
        if person.id in self.running:
            return Where.IN
        if (person.id, today) in self.worked:
            return Where.OUT
        return Where.ABSENT if away else Where.NOT_YET

    def _since(self, person_id: str) -> datetime | None:
        attendance = self.present.get(person_id)
        if attendance is None:
            return self.running.get(person_id)
        return attendance.timer.last_act_at if attendance.state is State.PAUSED else attendance.started_at

    def _seconds(self, person: Person, today: date) -> int:
        attendance = self.present.get(person.id)
        running = 0 if attendance is None else net_by_day(attendance.timer, person.zones, self.now).get(today, 0)
        return self.worked.get((person.id, today), 0) + running

    def _away_on(self, person: Person, day: date) -> Absence | Away | None:
        """The approved absence that takes something of the day; the whole day before a part of it."""
        found = [
            each
            for each in self.away[person.id].away
            if getattr(each, "status", Decision.APPROVED) == Decision.APPROVED and halves_off(each, day)
        ]
        return max(found, key=lambda each: len(halves_off(each, day)), default=None)

    def _back_on(self, person: Person, today: date) -> date | None:
        """The first day after today on which they are expected; None: not within sight."""
        off = [each.days for each in self.away[person.id].holidays]
        for number in range(1, AHEAD // DAY):
            day = today + number * DAY
            away = self._away_on(person, day)
            closed = any(halves_off(each, day) == BOTH for each in off)
            if day.isoweekday() in USUAL_WORKDAYS and not closed and (away is None or halves_off(away, day) != BOTH):
                return day
        return None
