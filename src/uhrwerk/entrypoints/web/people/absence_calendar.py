"""/absences/calendar: who is away when, people by days of a month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from litestar import Response, get

from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.addresses import is_id, month_in
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.pages import page
from uhrwerk.entrypoints.web.people.absence_words import what
from uhrwerk.entrypoints.web.reader import Reader
from uhrwerk.entrypoints.web.visit import visit_of
from uhrwerk.operations import absence_calendar, teams
from uhrwerk.operations.absence_calendar import Row
from uhrwerk.rules.absence import BOTH, Away, Half, days_between, halves_off
from uhrwerk.rules.approval import Decision
from uhrwerk.rules.refusals import NotAllowed, NotFound
from uhrwerk.storage import absences as kept
from uhrwerk.storage.absences import Absence, AbsenceType
from uhrwerk.storage.store import Tx

SATURDAY: Final = 6
MOST_TEAMS: Final = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of somebody: `kind` is its look, `mark` the letters in it, `text` what it says to readers.

    `half` is `morning` or `afternoon` where only that is taken.
    """

    day: date
    kind: str = ""
    mark: str = ""
    text: str = ""
    half: str = ""
    requested: bool = False


@get("/calendar")
async def calendar_page(request: AnyRequest) -> Response[bytes]:
    """A month of one's teams (admins and auditors: of all), or of the one team."""
    visit = await visit_of(request)
    form = Form.of_query(request)
    month = month_in(form, visit.today)
    team_id = form.text("team") or None
    if team_id is not None and not is_id(team_id):
        raise NotFound("team")

    async def read(tx: Tx) -> tuple[list[Row], Mapping[str, AbsenceType], list[tuple[str, str]]]:
        every = await teams.TEAMS.every(tx, visit.actor, limit=MOST_TEAMS)
        members = await teams.memberships(tx, visit.actor)
        mine = [t for t in every if visit.reads_all or visit.person.id in members.get(t.id, ())]
        try:
            rows = await absence_calendar.of_team(
                tx, visit.actor, month.first, month.last, team_id, visit.reader.language
            )
        except NotAllowed:
            # Which teams there are is known to everybody; whose calendar it is not, sees none.
            raise NotFound("team") from None
        types = {each.id: each for each in await kept.every_type(tx, visit.workspace.id)}
        return rows, types, sorted(((t.id, t.name) for t in mine), key=lambda each: each[1].casefold())

    rows, types, choices = await visit.house.store.read(read, long=True)
    days = list(days_between(month.first, month.last))
    return page(
        visit,
        "absences/calendar.html",
        month=month,
        days=days,
        rows=[(row, cells(visit.reader, row, days, types)) for row in rows],
        used=_legend(rows, types),
        teams=choices,
        team=team_id or "",
    )


def cells(reader: Reader, row: Row, days: Sequence[date], types: Mapping[str, AbsenceType]) -> list[Cell]:
    return [_cell(reader, row, day, types) for day in days]


def _cell(reader: Reader, row: Row, day: date, types: Mapping[str, AbsenceType]) -> Cell:
    """Of several absences on a day the one that takes most of it; a holiday only where nobody is away."""
    away = [each for each in row.away if each.starts_on <= day <= each.ends_on]
    if away:
        found = max(away, key=lambda each: (len(halves_off(each, day)), isinstance(each, Absence)))
        return _away(reader, found, day, types)
    for holiday in row.holidays:
        if halves_off(holiday.days, day):
            return Cell(day, "holiday", "H", holiday.name, _half(halves_off(holiday.days, day)))
    return Cell(day, "weekend" if day.isoweekday() >= SATURDAY else "")


def _legend(rows: Sequence[Row], types: Mapping[str, AbsenceType]) -> list[tuple[str, str]]:
    """The letters and the name of each type that is seen."""
    seen = {each.absence_type_id for row in rows for each in row.away if isinstance(each, Absence)}
    return sorted((_mark(types[id]), types[id].name) for id in seen)


def _mark(kind: AbsenceType) -> str:
    return (kind.short_name or kind.name)[:2].upper()


def _away(reader: Reader, away: Absence | Away, day: date, types: Mapping[str, AbsenceType]) -> Cell:
    half = _half(halves_off(away, day))
    if not isinstance(away, Absence):
        return Cell(day, "away", "–", what(reader, away, types), half)
    kind = types[away.absence_type_id]
    return Cell(day, kind.kind, _mark(kind), what(reader, away, types), half, away.status == Decision.REQUESTED)


def _half(halves: frozenset[Half]) -> str:
    if halves == BOTH or not halves:
        return ""
    return "morning" if Half.MORNING in halves else "afternoon"
