"""`POST /punches`: what somebody did at the clocks while their browser could not reach the server, in its order."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from litestar import Response, post

from uhrwerk.entrypoints.bodies import Malformed
from uhrwerk.entrypoints.house import AnyRequest
from uhrwerk.entrypoints.web.forms import Form, sent_json
from uhrwerk.entrypoints.web.own_time.picker import chosen_purpose
from uhrwerk.entrypoints.web.pages import SECURITY_HEADERS
from uhrwerk.entrypoints.web.visit import Visit, visit_of
from uhrwerk.operations import attendance, idempotency, timers
from uhrwerk.operations.purposes import Purpose
from uhrwerk.rules.access import Actor
from uhrwerk.rules.instants import Act
from uhrwerk.rules.refusals import Invalid, NotAllowed, Overloaded, Refusal
from uhrwerk.storage.store import Tx

ROUTE: Final = "/punches"
BODY_LIMIT: Final = 256 * 1024

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Id = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_ID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Verb = Callable[[Tx, Actor, Act, str], Awaitable[Any]]

VERBS: Final[dict[str, Verb]] = {
    "pause": timers.pause,
    "resume": timers.resume,
    "stop": timers.stop,
    "clock-in": attendance.clock_in,
    "start-break": attendance.start_break,
    "end-break": attendance.end_break,
    "clock-out": attendance.clock_out,
}
TIMER: Final = frozenset(("start", "pause", "resume", "stop"))


class Punch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`id` is the browser's; `fields` are those of the form that was sent, for a start."""

    id: Id
    act: Literal["start", "pause", "resume", "stop", "clock-in", "start-break", "end-break", "clock-out"]
    at: Instant
    fields: dict[str, str] = {}

    @property
    def of_timer(self) -> bool:
        return self.act in TIMER


class Punches(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`person` is who made them: what waits in a browser is not booked on whoever signs in there next."""

    person: Id
    punches: Annotated[list[Punch], msgspec.Meta(min_length=1, max_length=100)]


_decoder: Final = msgspec.json.Decoder(Punches)


@post("/punches", status_code=200)
async def punches(request: AnyRequest) -> Response[bytes]:
    """Book each at its own instant, once, however often it is sent: `booked`, or `refused` with why.

    After one that was refused, the later ones of the same clock are `held`: what they meant is not known without it.
    """
    visit = await visit_of(request)
    sent = _read(await sent_json(request, BODY_LIMIT))
    if sent.person != visit.person.id:
        raise NotAllowed("Somebody else is signed in by now.")
    refused: set[bool] = set()
    outcomes: list[dict[str, str]] = []
    for punch in sent.punches:
        outcome = {"outcome": "held"} if punch.of_timer in refused else await _book(visit, punch)
        if outcome["outcome"] == "refused":
            refused.add(punch.of_timer)
        outcomes.append({"id": punch.id, **outcome})
    body = msgspec.json.encode({"outcomes": outcomes})
    return Response(body, media_type="application/json", headers=SECURITY_HEADERS)


def _read(body: bytes) -> Punches:
    """Raises Malformed."""
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Malformed(f"The body is not right: {error}") from None


async def _book(visit: Visit, punch: Punch) -> dict[str, str]:
    """Raises Overloaded: then nobody has said no, and it is sent again."""
    try:
        await visit.house.store.write(lambda tx: once(tx, visit, punch.id, _act_of(visit, punch)))
    except Overloaded:
        raise
    except Refusal as refusal:
        return {"outcome": "refused", "refusal": refusal.key, "detail": visit.reader.say(refusal.message)}
    return {"outcome": "booked"}


async def once(tx: Tx, visit: Visit, id: str, act: Callable[[Tx], Awaitable[Any]]) -> None:
    """Act, unless the person's punch of that id was booked before, in whichever session that was."""

    async def run(tx: Tx) -> bool:
        await act(tx)
        return True

    whose = replace(visit.actor, credential_id=visit.person.id)
    await idempotency.once(tx, whose, visit.now, route=ROUTE, key=id, body=b"", act=run)


async def once_if_named(tx: Tx, visit: Visit, form: Form, act: Callable[[Tx], Awaitable[Any]]) -> None:
    """Act; where the page has given the punch an id, it can be sent again when its answer was lost."""
    id = form.text("punch_id")
    if _ID.fullmatch(id):
        await once(tx, visit, id, act)
    else:
        await act(tx)


def _act_of(visit: Visit, punch: Punch) -> Callable[[Tx], Awaitable[Any]]:
    """Raises Invalid for fields of a start that no form of ours has, and for an instant beyond the calendar."""
    person_id, act = visit.person.id, Act(visit.now, _in_utc(punch.at))
    if punch.act != "start":
        verb = VERBS[punch.act]
        return lambda tx: verb(tx, visit.actor, act, person_id)
    form = Form.with_values(**punch.fields)
    purpose = Purpose(**chosen_purpose(form), note=form.given("note"))
    for name, problem in form.errors.items():
        raise Invalid.field(name, problem)
    return lambda tx: timers.start(tx, visit.actor, act, person_id, purpose)


def _in_utc(instant: datetime) -> datetime:
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise Invalid.field("at", "lies outside of the calendar") from None
