"""HEAD wherever GET is taken: the same answer without its body."""

from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send


def answering_head(app: ASGIApp) -> ASGIApp:
    """The application, asked for GET when a client asks for HEAD."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("method") != "HEAD":
            await app(scope, receive, send)
            return

        async def send_without_body(message: Any) -> None:
            await send(message | {"body": b""} if message["type"] == "http.response.body" else message)

        as_get: Any = {**scope, "method": "GET"}
        await app(as_get, receive, send_without_body)

    return answer
