"""Operations on many records at once: each is done or refused by itself."""

from collections.abc import Awaitable, Callable, Iterable

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.vendors.awork.routes.requests import Reply, answer, nothing
from uhrwerk.entrypoints.vendors.awork.wire.batches import MultiStatusResult, StatusResult
from uhrwerk.rules.refusals import NotAllowed, NotFound, Overloaded, Refusal
from uhrwerk.storage.store import Tx

Act = Callable[[Tx, str], Awaitable[object]]
"""What is done to the record of an id."""


async def done_to_each(request: AnyRequest, ids: Iterable[str], act: Act) -> MultiStatusResult:
    """Do it to each id once, every one in a transaction of its own, so that what is refused leaves nothing behind."""
    outcomes: dict[str, list[str]] = {}
    for id in dict.fromkeys(ids):
        outcomes.setdefault(await _outcome(request, id, act), []).append(id)
    return MultiStatusResult(**{name: StatusResult(found) for name, found in outcomes.items()})


async def _outcome(request: AnyRequest, id: str, act: Act) -> str:
    try:
        await house_of(request).store.write(lambda tx: act(tx, id))
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


def multi_status(result: MultiStatusResult) -> Reply:
    return answer(result, status=207)


def nothing_or_multi_status(result: MultiStatusResult) -> Reply:
    """204 where all of it could be done, else 207 with what became of each."""
    all_done = result == MultiStatusResult(ok=result.ok)
    return nothing() if all_done else multi_status(result)
