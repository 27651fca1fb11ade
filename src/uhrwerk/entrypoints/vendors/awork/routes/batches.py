"""Operations on many records at once: each is done or refused by itself."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

import msgspec

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.awork.routes.calls import Call
from uhrwerk.entrypoints.vendors.awork.routes.forms import MOST_ELEMENTS
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, nothing
from uhrwerk.entrypoints.vendors.awork.wire.batches import MultiStatusResult, StatusResult
from uhrwerk.operations import tags
from uhrwerk.operations.catalog import Keeper
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid, NotAllowed, NotFound, Overloaded, Refusal
from uhrwerk.storage.store import Tx

T = TypeVar("T")
D = TypeVar("D", bound=date)

MOST_DAYS: Final = 36_600
"""How far dates are moved."""

Act = Callable[[Tx, str], Awaitable[object]]
"""What is done to the record of an id."""

Get = Callable[[Tx, Actor, str], Awaitable[object]]
"""Looks a record up; raises NotFound."""


class NotAll(Exception):
    """Some of it was refused where all or nothing was asked for: nothing is done."""

    def __init__(self, result: MultiStatusResult) -> None:
        self.result = result


async def done_to_each(request: AnyRequest, ids: Iterable[str], act: Act) -> MultiStatusResult:
    """Do it to each id once, every one in a transaction of its own, so that what is refused leaves nothing behind."""
    store = house_of(request).store
    return await _by_outcome(ids, lambda id: store.write(lambda tx: act(tx, id)))


async def done_together(tx: Tx, ids: Iterable[str], act: Act, *, all_or_nothing: bool) -> MultiStatusResult:
    """Do it to each id once within one transaction; `act` refuses before it writes. Raises NotAll."""
    result = await _by_outcome(ids, lambda id: act(tx, id))
    if all_or_nothing and not is_all_done(result):
        raise NotAll(msgspec.structs.replace(result, ok=None))
    return result


async def _by_outcome(ids: Iterable[str], act: Callable[[str], Awaitable[object]]) -> MultiStatusResult:
    outcomes: dict[str, list[str]] = {}
    for id in dict.fromkeys(ids):
        outcomes.setdefault(await _outcome(act(id)), []).append(id)
    return MultiStatusResult(**{name: StatusResult(found) for name, found in outcomes.items()})


async def _outcome(act: Awaitable[object]) -> str:
    try:
        await act
    except Overloaded:
        raise
    except NotFound as refusal:
        # What is missing is the record itself, unless a member of the form is at fault.
        return "bad_request" if refusal.problems else "not_found"
    except NotAllowed:
        return "unauthorized"
    except Refusal:
        return "bad_request"
    return "ok"


def is_all_done(result: MultiStatusResult) -> bool:
    return result == MultiStatusResult(ok=result.ok)


def multi_status(result: MultiStatusResult) -> Reply:
    return answer(result, status=207)


def nothing_or_multi_status(result: MultiStatusResult) -> Reply:
    """204 where all of it could be done, else 207 with what became of each."""
    return nothing() if is_all_done(result) else multi_status(result)


def ids(given: Sequence[UUID], field: str) -> list[str]:
    """As the core has them. Raises Invalid for more than anybody would name."""
    if len(given) > MOST_ELEMENTS:
        raise Invalid.field(field, f"must not be more than {MOST_ELEMENTS}")
    return [str(id) for id in given]


def needed(value: T | None, field: str) -> T:
    """A member that the operation cannot do without. Raises Invalid."""
    if value is None:
        raise Invalid.field(field, "is required")
    return value


def shift_of(days: float | None) -> timedelta:
    """By how much a form's `days_offset` moves dates. Raises Invalid."""
    days = needed(days, "days_offset")
    if not -MOST_DAYS <= days <= MOST_DAYS:
        raise Invalid.field("days_offset", f"must lie between -{MOST_DAYS} and {MOST_DAYS}")
    return timedelta(days=days)


def shifted(when: D, by: timedelta) -> D:
    """Raises Invalid for what is no date any more."""
    try:
        return when + by
    except OverflowError:
        raise Invalid.field("days_offset", "leads out of the calendar") from None


class Dates(Protocol):
    """The part of a form that sets a start and a due date."""

    new_start_date: str | None
    new_due_date: str | None
    remove_start_date: bool | None
    remove_due_date: bool | None


def dates_of(form: Dates, start: str, due: str, read: Callable[[str, str], D]) -> dict[str, D | None]:
    """What the form says of the members `start` and `due`, each text read by `read`. Raises Invalid."""
    members: dict[str, D | None] = {}
    for name, field, text, removed in (
        (start, "new_start_date", form.new_start_date, form.remove_start_date),
        (due, "new_due_date", form.new_due_date, form.remove_due_date),
    ):
        if text is not None:
            members[name] = read(text, field)
        elif removed:
            members[name] = None
    if not members:
        raise Invalid.field("new_due_date", "is required, unless a date is to be removed")
    return members


class Word(Protocol):
    """A tag as a form names it."""

    name: str
    color: str | None


def tags_added(call: Call, keeper: Keeper[Any], wanted: Sequence[Word] | None) -> Act:
    """Give a record these tags besides its own; a word that is not there yet is added. Raises Invalid."""
    words = needed(wanted, "tags")

    async def act(tx: Tx, id: str) -> None:
        await tx.lock(call.actor.workspace_id, call.actor.workspace_id)
        await keeper.get(tx, call.actor, id)
        found = [id for tag in words for id in await tags.named(tx, call.actor, call.now, [tag.name], tag.color)]
        await keeper.change_with(
            tx, call.actor, call.now, id, lambda record: {"tags": list(dict.fromkeys([*record.tags, *found]))}
        )

    return act


async def check_known(call: Call, get: Get, id: str, field: str) -> None:
    """Raise NotFound, naming the form's field, for what all of the records would get in vain."""
    try:
        await call.read(lambda tx: get(tx, call.actor, id))
    except NotFound as refusal:
        raise NotFound(refusal.kind, field) from None
