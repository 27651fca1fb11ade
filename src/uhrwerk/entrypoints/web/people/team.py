"""/team: who is in, and what leads and admins do for somebody."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.languages import N_
from uhrwerk.entrypoints.web.own_time.entry_form import EntryForm, time_values, times_values
from uhrwerk.entrypoints.web.pages import moved, page
from uhrwerk.entrypoints.web.people.absence_words import what
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import attendance, team_board
from uhrwerk.operations.catalog import sees
from uhrwerk.operations.team_board import Board, Standing, Where
from uhrwerk.rules.access import Actor
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import NotFound, Refusal
from uhrwerk.storage.attendances import Attendance
from uhrwerk.storage.store import Tx

BACK: Final = timedelta(days=14)
"""How far the attendances go that a lead sees on somebody's page; older ones stand in the record."""

MOST: Final = 100
STATES: Final = {
    Where.IN: N_("In"),
    Where.BREAK: N_("On break"),
    Where.OUT: N_("Out"),
    Where.ABSENT: N_("Absent"),
    Where.NOT_YET: N_("Not yet in"),
}

Verb = Callable[[Tx, Actor, Act, str], Awaitable[Attendance | None]]
VERBS: Final[Mapping[str, Verb]] = {
    "clock-in": attendance.clock_in,
    "start-break": attendance.start_break,
    "end-break": attendance.end_break,
    "clock-out": attendance.clock_out,
}
SENSIBLE: Final = {
    Where.IN: (("start-break", N_("Start break")), ("clock-out", N_("Clock out"))),
    Where.BREAK: (("end-break", N_("End break")), ("clock-out", N_("Clock out"))),
}
OTHERWISE: Final = (("clock-in", N_("Clock in")),)


@dataclass(frozen=True, slots=True)
class Group:
    """A team's people, or those of none."""

    name: str
    standings: Sequence[Standing]


@get("/")
async def team_page(request: AnyRequest) -> Response[bytes]:
    """Everybody whom one may see, by team; narrowed by `q`, `team` and `state`. For htmx the board alone."""
    visit = await visit_of(request)
    form = Form.of_query(request)
    board = await visit.house.store.read(lambda tx: team_board.board(tx, visit.actor, visit.now))
    shown = [each for each in board.standings.values() if _is_wanted(each, form)]
    counts = {where: sum(each.where is where for each in board.standings.values()) for where in Where}
    values: dict[str, Any] = {
        "board": board,
        "groups": _groups(visit, board, {each.person.id for each in shown}, form.text("team")),
        "counts": counts,
        "states": STATES,
        "form": form,
        "address": f"/team?{request.url.query}" if request.url.query else "/team",
        "said": _Said(visit, board),
    }
    return page(visit, "team/board.html" if visit.reader.piece else "team.html", **values)


@get("/{id:uuid}")
async def person_page(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """Somebody whose time one may read."""
    visit = await visit_of(request)
    return await _person(visit, str(id), Form())


@post("/{id:uuid}/{verb:str}", status_code=200)
async def act_for(request: AnyRequest, id: FromPath[UUID], verb: FromPath[str]) -> Response[bytes]:
    """Clock somebody in or out, or their break; for another one says why."""
    visit = await visit_of(request)
    form = await Form.of(request)
    if verb not in VERBS:
        raise NotFound("verb")
    await _readable(visit, str(id))
    if str(id) != visit.person.id and form.given("reason") is None:
        form.refuse("reason", N_("say why: the person can read it"))
    if form.ok:
        try:
            await visit.house.store.write(
                lambda tx: VERBS[verb](tx, visit.because(form.given("reason")), Act(visit.now), str(id))
            )
        except Refusal as refusal:
            form.refuse_all(refusal, ["reason"])
    return moved(visit, f"/team/{id}") if form.ok else await _person(visit, str(id), form, status=422)


@get("/{id:uuid}/attendances/new")
async def new_attendance(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """An empty form for an attendance that nobody clocked."""
    visit = await visit_of(request)
    standing = await _readable(visit, str(id))
    zones, at = standing.person.zones, visit.now.replace(minute=0, second=0, microsecond=0)
    values = {**time_values("start", at - timedelta(hours=8), zones), **time_values("end", at, zones)}
    return page(visit, "team/attendance.html", standing=standing, form=Form.with_values(**values), record=None)


@get("/{id:uuid}/attendances/{attendance_id:uuid}")
async def attendance_page(request: AnyRequest, id: FromPath[UUID], attendance_id: FromPath[UUID]) -> Response[bytes]:
    visit = await visit_of(request)
    standing = await _readable(visit, str(id))
    record = await visit.house.store.read(lambda tx: _attendance_of(tx, visit, str(id), str(attendance_id)))
    form = Form.with_values(**times_values(record, standing.person.zones))
    return page(visit, "team/attendance.html", standing=standing, form=form, record=record)


@post("/{id:uuid}/attendances", status_code=200)
async def add_attendance(request: AnyRequest, id: FromPath[UUID]) -> Response[bytes]:
    """Write an attendance down that nobody clocked, saying why."""
    visit = await visit_of(request)
    return await _written(request, visit, await _readable(visit, str(id)), None)


@post("/{id:uuid}/attendances/{attendance_id:uuid}", status_code=200)
async def correct(request: AnyRequest, id: FromPath[UUID], attendance_id: FromPath[UUID]) -> Response[bytes]:
    """Correct an attendance, saying why."""
    visit = await visit_of(request)
    standing = await _readable(visit, str(id))
    record = await visit.house.store.read(lambda tx: _attendance_of(tx, visit, str(id), str(attendance_id)))
    return await _written(request, visit, standing, record)


async def _written(request: AnyRequest, visit: Visit, standing: Standing, record: Attendance | None) -> Response[bytes]:
    """Take the form over, or show it again with what is wrong."""
    person_id = standing.person.id
    form = EntryForm(await Form.of(request), standing.person.zones, visit.now)
    members = _members(form, record)
    if members is not None and form.form.ok:
        try:
            await visit.house.store.write(lambda tx: _write(tx, visit, person_id, record, members, form.form))
        except Refusal as refusal:
            form.form.refuse_all(refusal, ["reason"], started_at="start_time", ended_at="end_time")
    if form.form.ok:
        return moved(visit, f"/team/{person_id}")
    return page(visit, "team/attendance.html", status=422, standing=standing, form=form.form, record=record)


def _members(form: EntryForm, record: Attendance | None) -> dict[str, Any] | None:
    """What the form says; one that has not ended keeps its breaks, and ends only where an end is given."""
    if record is not None and record.ended_at is None and not form.form.given("end_time"):
        began = form.instant("start")
        return None if began is None else {"started_at": began}
    written = form.written()
    if written is None:
        return None
    return {"started_at": written.started_at, "ended_at": written.ended_at, "breaks": written.breaks}


async def _write(
    tx: Tx, visit: Visit, person_id: str, record: Attendance | None, members: dict[str, Any], form: Form
) -> None:
    actor = visit.because(form.given("reason"))
    if record is None:
        await attendance.create(tx, actor, visit.now, person_id, members)
    else:
        await attendance.change(tx, actor, visit.now, record.id, members, form.whole("version"))


async def _attendance_of(tx: Tx, visit: Visit, person_id: str, id: str) -> Attendance:
    found = await attendance.get(tx, visit.actor, id)
    if found.person_id != person_id:
        raise NotFound("attendance")
    return found


async def _readable(visit: Visit, person_id: str) -> Standing:
    return await visit.house.store.read(lambda tx: team_board.one(tx, visit.actor, visit.now, person_id))


async def _person(visit: Visit, person_id: str, form: Form, *, status: int = 200) -> Response[bytes]:
    standing = await _readable(visit, person_id)
    found = await visit.house.store.read(
        lambda tx: attendance.every(tx, visit.actor, person_id, begin=visit.now - BACK, limit=MOST, after=None)
    )
    board = Board({}, (), await visit.house.store.read(lambda tx: team_board.types(tx, visit.actor)), False)
    return page(
        visit,
        "team/person.html",
        status=status,
        standing=standing,
        attendances=found,
        states=STATES,
        verbs=SENSIBLE.get(standing.where, OTHERWISE),
        said=_Said(visit, board),
        form=form,
    )


def _is_wanted(standing: Standing, form: Form) -> bool:
    words = form.text("q").casefold().split()
    wanted = form.text("state")
    return all(word in standing.person.name.casefold() for word in words) and wanted in ("", standing.where)


def _groups(visit: Visit, board: Board, shown: set[str], team_id: str) -> list[Group]:
    """By team; who is in several stands in each of them. Those of no team come last."""
    of_teams = {id for _, ids in board.teams for id in ids}
    groups = [
        Group(team.name, [board.standings[id] for id in ids if id in shown])
        for team, ids in board.teams
        if team_id in ("", team.id)
    ]
    alone = [each for id, each in board.standings.items() if id in shown and id not in of_teams]
    if not team_id:
        groups.append(Group(visit.t("Without a team") if board.teams else visit.t("Everybody"), alone))
    return [group for group in groups if group.standings]


@dataclass(frozen=True, slots=True)
class _Said:
    """Sentences about somebody's standing."""

    visit: Visit
    board: Board

    def away(self, standing: Standing) -> str:
        if standing.away is None or standing.where is not Where.ABSENT:
            return ""
        return what(self.visit.reader, standing.away, self.board.types)

    def project(self, standing: Standing) -> str:
        """What the timer runs for, as far as the actor may know of the project."""
        if standing.entry is None:
            return ""
        details, parts = standing.entry, []
        if details.project is not None and sees(self.visit.actor, details.project.project):
            parts.append(details.project.project.name)
            if details.task is not None:
                parts.append(details.task.task.name)
        return " · ".join(parts) or details.type_of_work.name


router = Router(
    "/team", route_handlers=[team_page, person_page, act_for, new_attendance, attendance_page, add_attendance, correct]
)
