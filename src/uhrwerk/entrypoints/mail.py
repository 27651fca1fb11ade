"""Letters to people, by SMTP: plain text, handed in beside the requests, so that none waits for a mail server."""

import asyncio
from collections.abc import Awaitable, Coroutine, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import structlog

if TYPE_CHECKING:
    from email.message import EmailMessage

log = structlog.get_logger(__name__)

PATIENCE: Final = 30.0
"""Seconds for a mail server to take a letter."""

PATIENCE_AT_END: Final = 5.0
"""Seconds that the server's end waits for letters that are under way."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`what` says in the log what kind of letter it is; its text, which may let somebody in, is never logged."""

    what: str
    to: str
    subject: str
    text: str


class Post:
    """Hands letters in at a mail server. `encryption` is `tls`, `starttls` or `none`."""

    def __init__(
        self, host: str, port: int, encryption: str, sender: str, user: str | None = None, password: str | None = None
    ) -> None:
        self._sender = sender
        self._options: dict[str, Any] = {
            "hostname": host,
            "port": port,
            "use_tls": encryption == "tls",
            "start_tls": encryption == "starttls",
            "username": user,
            "password": password,
            "timeout": PATIENCE,
        }
        self._under_way: set[asyncio.Task[None]] = set()

    def send(self, letter: Letter) -> None:
        """Hand it in, soon. What fails is logged."""
        self._begin(self._hand_in(letter))

    def do(self, writing: Awaitable[Sequence[Letter]]) -> None:
        """Have letters written, soon, and hand them in."""
        self._begin(self._write(writing))

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """Wait for what is under way, but not for long."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=PATIENCE_AT_END)
            for task in late:
                task.cancel()

    async def _write(self, writing: Awaitable[Sequence[Letter]]) -> None:
        try:
            letters = await writing
        except Exception as error:
            log.error("letters not written", exc_info=error)
            return
        for letter in letters:
            await self._hand_in(letter)

    async def _hand_in(self, letter: Letter) -> None:
        try:
            # Its import takes a while: not on the loop.
            smtp = await asyncio.to_thread(import_module, "aiosmtplib")
            await smtp.send(self._message(letter), **self._options)
        except Exception as error:
            # A mail server's answer may quote the letter: the kind of error is all that is logged.
            log.error("letter not sent", what=letter.what, error=type(error).__name__)
        else:
            log.info("letter sent", what=letter.what)

    def _message(self, letter: Letter) -> "EmailMessage":
        from email.message import EmailMessage
        from email.utils import localtime, make_msgid, parseaddr

        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = localtime()
        message["Message-ID"] = make_msgid(domain=parseaddr(self._sender)[1].rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message
