"""What all of awork's routes have in common: whose request, query, pages, the answer's headers."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Response

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.entrypoints.vendors.awork import errors
from uhrwerk.entrypoints.vendors.awork.auth import admit
from uhrwerk.operations.authentication import Guest
from uhrwerk.rules.access import Actor
from uhrwerk.rules.refusals import Invalid, NotFound
from uhrwerk.storage.store import Tx

PAGE_SIZE: Final = 1000

Reply = Response[bytes]


async def list_request(request: AnyRequest) -> tuple[Guest, dict[str, str]]:
    guest = await admit(request, house_of(request).now())
    query = query_of(request)
    for name in ("filterBy", "orderBy"):
        if query.get(name.lower()):
            # Answering with everything would be taken for the filtered list.
            raise errors.FilterOrOrder.field(name, "is not supported on this list yet")
    return guest, query


async def whole(every: Callable[..., Awaitable[list[Any]]], tx: Tx, actor: Actor, **equal: Any) -> list[Any]:
    """All records, oldest first, as awork lists them."""
    return list(reversed(await every(tx, actor, limit=100_000, **equal)))


def page(models: Sequence[msgspec.Struct], query: dict[str, str]) -> Reply:
    page = _whole_number(query, "page", 1, 1, 2**31 - 1)
    size = _whole_number(query, "pageSize", PAGE_SIZE, 1, PAGE_SIZE)
    shown = models[(page - 1) * size : page * size]
    return answer(
        shown,
        {
            "aw-page": str(page),
            "aw-pagesize": str(size),
            "aw-items": str(len(shown)),
            "aw-totalitems": str(len(models)),
        },
    )


def _whole_number(query: dict[str, str], name: str, default: int, least: int, most: int) -> int:
    text = query.get(name.lower())
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 10 or not least <= int(text) <= most:
        raise Invalid.field(name, f"must be a whole number from {least} to {most}")
    return int(text)


def query_of(request: AnyRequest) -> dict[str, str]:
    """Query parameters; names are matched without regard to case."""
    return {name.lower(): value for name, value in request.query_params.items()}


def person_id_of(request: AnyRequest, guest: Guest, user_id: str | None) -> str:
    """Whose clock: the path's user, else the query's `userId`, else the token's own."""
    if user_id is not None and user_id.lower() != "me":
        return path_id(user_id, "user")
    wanted = query_of(request).get("userid")
    if wanted:
        try:
            return str(UUID(wanted))
        except ValueError:
            raise Invalid.field("userId", "must be a UUID") from None
    if guest.person is None:
        raise NotFound("user")
    return guest.person.id


def path_id(text: str, kind: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise NotFound(kind) from None


def text_id(id: UUID | None) -> str | None:
    return None if id is None else str(id)


def answer(model: msgspec.Struct | Sequence[msgspec.Struct], headers: dict[str, str] | None = None) -> Reply:
    headers = {"trace-id": errors.trace_id(), **(headers or {})}
    return EncodedResponse(msgspec.json.encode(model), media_type=errors.MEDIA_TYPE, headers=headers)


def nothing() -> Reply:
    return EncodedResponse(b"", 204, headers={"trace-id": errors.trace_id()})
