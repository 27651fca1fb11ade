"""What every changing route has in common: idempotency keys, versions, the answer with its ETag."""

import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Response
from litestar.params import HeaderParameter

from uhrwerk.entrypoints.house import AnyRequest, house_of
from uhrwerk.entrypoints.native.auth import guest_of
from uhrwerk.entrypoints.replies import EncodedResponse
from uhrwerk.operations.idempotency import once
from uhrwerk.rules.refusals import Invalid
from uhrwerk.storage.store import Tx

M = TypeVar("M", bound=msgspec.Struct | None)

IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        required=False,
        description="The same key with the same body within 24 hours acts once and gets the same answer",
    ),
]
IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match", required=False, description='The ETag of the version to change, for example `"3"`'
    ),
]

_ETAG = re.compile(r'"(\d{1,9})"', re.ASCII)


def expected_version(if_match: str | None) -> int | None:
    """The version that the client means; None for any. Raises Invalid for what is no ETag of ours."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _ETAG.fullmatch(if_match.strip())
    if found is None:
        raise Invalid.field("If-Match", 'must be an ETag such as "3"')
    return int(found[1])


def with_etag(model: M, status: int = 200) -> Response[M]:
    """The answer, with the record's version as its ETag."""
    version = getattr(model, "version", None)
    headers = {"ETag": f'"{version}"'} if version is not None else None
    return EncodedResponse(msgspec.json.encode(model), status, headers=headers)


async def write(
    request: AnyRequest,
    key: str | None,
    act: Callable[[Tx], Awaitable[M]],
    status: int = 200,
) -> Response[M]:
    """Run `act` in one transaction; with an idempotency key, once."""
    house = house_of(request)
    if key is None:
        return with_etag(await house.store.write(act), status)
    now, actor, body = house.now(), guest_of(request).actor, await request.body()

    async def remembered(tx: Tx) -> dict[str, Any]:
        model = await act(tx)
        return {"body": msgspec.to_builtins(model), "version": getattr(model, "version", None)}

    # The path as it was understood: an id can be written in many ways, and at any length.
    route = " ".join([request.method, request.scope["path_template"], *map(str, request.path_params.values())])
    answer = await house.store.write(lambda tx: once(tx, actor, now, route=route, key=key, body=body, act=remembered))
    headers = {"ETag": f'"{answer["version"]}"'} if answer["version"] is not None else None
    return EncodedResponse(msgspec.json.encode(answer["body"]), status, headers=headers)
