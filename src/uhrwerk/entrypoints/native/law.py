"""Labour law: /v1/law."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Annotated, Any, Final, Literal

import msgspec
from litestar import get
from litestar.params import QueryParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import Scope
from uhrwerk.entrypoints.native.models import law as models
from uhrwerk.entrypoints.native.models.law import (
    LawAdvice,
    LawAdvices,
    LawFinding,
    LawRules,
    RecordedFinding,
    Surcharges,
)
from uhrwerk.entrypoints.native.models.values import Instant, Page, utc
from uhrwerk.entrypoints.native.paging import BY_DAY, Cursor, Limit, after_key, page
from uhrwerk.entrypoints.native.personal import days_within
from uhrwerk.entrypoints.native.whose import PersonId, TeamsOrEveryone, own_or, own_or_all
from uhrwerk.operations import law as operations
from uhrwerk.rules.law.findings import Severity
from uhrwerk.rules.law.laws import LAWS
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.store import Tx

TAGS = ["Labour law"]

StartsOn = Annotated[date, QueryParameter(description="The first day")]
EndsOn = Annotated[date, QueryParameter(description="The last day, included")]
WithSeverity = Annotated[Severity | None, QueryParameter(description="Of this severity alone", required=False)]

_Number = Annotated[int, msgspec.Meta(ge=0, le=2**31)]
_PLACE: Final = msgspec.json.Decoder(tuple[_Number, _Number])
_BEGINNING: Final = (0, 0)


@get("/law/findings", scope=Scope.ATTENDANCE_READ, tags=TAGS, operation_id="listLawFindings")
async def list_findings(
    request: AnyRequest,
    starts_on: StartsOn,
    ends_on: EndsOn,
    limit: Limit = 50,
    cursor: Cursor = None,
    person_id: PersonId = None,
    everyone: TeamsOrEveryone = False,
) -> Page[LawFinding]:
    """What labour law finds, looked at now, by person and day: up to a year of one person, a month of everybody."""
    house = house_of(request)
    now, after = house.now(), _place(cursor)
    actor, whose = own_or_all(request, person_id, everyone)

    async def read(tx: Tx) -> list[tuple[tuple[int, int], operations.Found]]:
        if whose is None:
            return await operations.found_for_all(tx, actor, now, starts_on, ends_on, after=after, limit=limit + 1)
        found = await operations.found_for(tx, actor, now, whose, starts_on, ends_on)
        placed = [((each.person.number, count), each) for count, each in enumerate(found, 1)]
        return [each for each in placed if each[0] > after][: limit + 1]

    placed = await house.store.read(read, long=True)
    shown = placed[:limit]
    return Page([models.law_finding(each) for _, each in shown], _cursor(shown[-1][0]) if len(placed) > limit else None)


def _cursor(place: tuple[int, int]) -> str:
    return urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _place(cursor: str | None) -> tuple[int, int]:
    """Raises Invalid for a cursor that is not ours."""
    if cursor is None:
        return _BEGINNING
    try:
        return _PLACE.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, msgspec.MsgspecError):
        raise Invalid.field("cursor", "is not a cursor of this list") from None


@get("/law/findings/recorded", scope=Scope.ATTENDANCE_READ, tags=TAGS, operation_id="listRecordedFindings")
async def list_recorded(
    request: AnyRequest,
    limit: Limit = 50,
    cursor: Cursor = None,
    person_id: PersonId = None,
    everyone: TeamsOrEveryone = False,
    starts_on: Annotated[date | None, QueryParameter(description="The first day", required=False)] = None,
    ends_on: Annotated[date | None, QueryParameter(description="The last day, included", required=False)] = None,
    severity: WithSeverity = None,
) -> Page[RecordedFinding]:
    """What was found as the days closed, latest day first."""
    actor, whose = own_or_all(request, person_id, everyone)
    after, where = after_key(cursor, BY_DAY), days_within("day", "day", starts_on, ends_on)
    if severity is not None:
        where.append(("severity", "=", severity.value))
    records = await house_of(request).store.read(
        lambda tx: operations.RECORDED.every(tx, actor, whose, limit=limit + 1, after=after, where=where)
    )
    return page(records, limit, "day", models.recorded_finding)


@get("/law/advice", scope=Scope.ATTENDANCE_READ, tags=TAGS, operation_id="getLawAdvice")
async def get_advice(
    request: AnyRequest,
    act: Annotated[
        Literal["clock-in", "clock-out", "start-break", "end-break"],
        QueryParameter(description="The punch that is about to be made"),
    ],
    at: Annotated[Instant | None, QueryParameter(description="When; left out: now", required=False)] = None,
    person_id: PersonId = None,
) -> LawAdvices:
    """What labour law has to say before a punch; nothing is kept of it."""
    house = house_of(request)
    now, instant = house.now(), utc(at, "at")
    actor, whose = own_or(request, person_id)
    law, read_at, advice = await house.store.read(
        lambda tx: operations.advise(tx, actor, now, whose, act, instant), long=True
    )
    items = [
        LawAdvice(
            rule=each.rule,
            paragraph=each.paragraph,
            severity=each.severity,
            minutes=each.minutes,
            ahead=each.ahead,
            sentence=each.sentence,
        )
        for each in advice
    ]
    return LawAdvices(person_id=whose, act=act, at=read_at, law=law.code, items=items)


@get("/law/surcharges", scope=Scope.ATTENDANCE_READ, tags=TAGS, operation_id="getSurcharges")
async def get_surcharges(
    request: AnyRequest, starts_on: StartsOn, ends_on: EndsOn, person_id: PersonId = None
) -> Surcharges:
    """A person's work at night, on Sundays and on public holidays, by day and in all; at most 366 days."""
    house = house_of(request)
    now = house.now()
    actor, whose = own_or(request, person_id)
    days = await house.store.read(
        lambda tx: operations.surcharges_of(tx, actor, now, whose, starts_on, ends_on), long=True
    )
    return models.surcharge_sums(whose, starts_on, ends_on, days)


@get("/law/rules", tags=TAGS, operation_id="listLawRules")
async def list_rules() -> LawRules:
    """Every rule that is checked, with its paragraph and the days on which it holds."""
    return LawRules([models.law_rule(law, rule) for law in LAWS.values() for rule in law.rules])


HANDLERS: list[Any] = [list_findings, list_recorded, get_advice, get_surcharges, list_rules]
