"""/: what runs now, and a day's entries; and the clocks' buttons, /timer/… and /attendance/…."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Response, get, post

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.forms import Form
from uhrwerk.entrypoints.web.own_time.board import board_answer, clocks_of, shown_day
from uhrwerk.entrypoints.web.own_time.picker import chosen_purpose
from uhrwerk.entrypoints.web.own_time.punches import once_if_named
from uhrwerk.entrypoints.web.pages import fragment, moved
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import attendance, timers
from uhrwerk.operations.purposes import Purpose
from uhrwerk.rules.access import Actor
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import Refusal
from uhrwerk.storage.store import Tx

Verb = Callable[[Tx, Actor, Act, str], Awaitable[Any]]


@get(["/", "/now/board"])
async def now_page(request: AnyRequest) -> Response[bytes]:
    """The page; for htmx its board alone."""
    visit = await visit_of(request)
    return await board_answer(visit, shown_day(visit, Form.of_query(request)))


@get("/now/strip")
async def strip(request: AnyRequest) -> Response[bytes]:
    """What runs, for the frame of all other pages."""
    return await _strip(await visit_of(request))


@post("/timer/start", status_code=200)
async def start(request: AnyRequest) -> Response[bytes]:
    """Start the timer for what the form says; what runs is stopped."""
    visit = await visit_of(request)
    form = await Form.of(request)
    purpose = Purpose(**chosen_purpose(form), note=form.given("note"))
    if not form.ok:
        return await _told(visit, form, next(iter(form.errors.values())), 422)
    return await _moved(visit, form, lambda tx: timers.start(tx, visit.actor, Act(visit.now), visit.person.id, purpose))


@post("/timer/pause", status_code=200)
async def pause(request: AnyRequest) -> Response[bytes]:
    return await _punch(request, timers.pause)


@post("/timer/resume", status_code=200)
async def resume(request: AnyRequest) -> Response[bytes]:
    return await _punch(request, timers.resume)


@post("/timer/stop", status_code=200)
async def stop(request: AnyRequest) -> Response[bytes]:
    return await _punch(request, timers.stop)


@post("/timer/discard", status_code=200)
async def discard(request: AnyRequest) -> Response[bytes]:
    """Throw away what runs, if it is still what the person saw (`version`)."""
    visit = await visit_of(request)
    form = await Form.of(request)
    version = form.whole("version")
    return await _moved(visit, form, lambda tx: timers.discard(tx, visit.actor, visit.now, visit.person.id, version))


@post("/attendance/clock-in", status_code=200)
async def clock_in(request: AnyRequest) -> Response[bytes]:
    return await _punch(request, attendance.clock_in)


@post("/attendance/start-break", status_code=200)
async def start_break(request: AnyRequest) -> Response[bytes]:
    return await _punch(request, attendance.start_break)


@post("/attendance/end-break", status_code=200)
async def end_break(request: AnyRequest) -> Response[bytes]:
    return await _punch(request, attendance.end_break)


@post("/attendance/clock-out", status_code=200)
async def clock_out(request: AnyRequest) -> Response[bytes]:
    return await _punch(request, attendance.clock_out)


async def _punch(request: AnyRequest, verb: Verb) -> Response[bytes]:
    visit = await visit_of(request)
    form = await Form.of(request)
    return await _moved(visit, form, lambda tx: verb(tx, visit.actor, Act(visit.now), visit.person.id))


async def _moved(visit: Visit, form: Form, act: Callable[[Tx], Awaitable[Any]]) -> Response[bytes]:
    """The board as it is after the act; what was refused is said over the board as it is."""
    try:
        await visit.house.store.write(lambda tx: once_if_named(tx, visit, form, act))
    except Refusal as refusal:
        return await _told(visit, form, refusal.message, 409)
    if form.text("from") == "strip" and visit.reader.piece:
        return await _strip(visit)
    if not visit.reader.piece:
        return moved(visit, "/")
    return await board_answer(visit, shown_day(visit, form))


async def _told(visit: Visit, form: Form, said: str, status: int) -> Response[bytes]:
    if form.text("from") == "strip" and visit.reader.piece:
        return await _strip(visit, status, said)
    return await board_answer(visit, shown_day(visit, form), status=status, said=visit.reader.say(said))


async def _strip(visit: Visit, status: int = 200, said: str | None = None) -> Response[bytes]:
    clocks = await visit.house.store.read(lambda tx: clocks_of(tx, visit))
    said = visit.reader.say(said) if said else None
    return fragment(visit, "now/strip.html", status=status, clocks=clocks, said=said)


VERBS = [start, pause, resume, stop, discard, clock_in, start_break, end_break, clock_out]
router = Router("/", route_handlers=[now_page, strip, *VERBS])
