"""A mail server of the test's own: what is handed in lies in its box."""

import re
from asyncio import Server
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from uhrwerk.config import Encryption, MailServer


@dataclass
class Mailbox:
    """`refuses` says what the server answers instead of taking a letter."""

    letters: list[EmailMessage] = field(default_factory=list)
    signed_in: list[tuple[str, str]] = field(default_factory=list)
    refuses: str | None = None
    port: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuses is not None:
            return self.refuses
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, said: Any) -> AuthResult:
        assert isinstance(said, LoginPassword)
        self.signed_in.append((said.login.decode(), said.password.decode()))
        return AuthResult(success=True)

    @property
    def server(self) -> MailServer:
        return MailServer("127.0.0.1", self.port, Encryption.NONE, "Uhrwerk <clock@example.org>", "clock", "pass wörd")


class OnAnyPort(Controller):
    """It looks for itself at the port that it was given."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    authenticate: Callable[..., AuthResult] = box.authenticate
    controller = OnAnyPort(
        box, hostname="127.0.0.1", port=0, authenticator=authenticate, auth_require_tls=False, ready_timeout=20
    )
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()


def link_in(letter: EmailMessage) -> str:
    """The path of the link that the letter brings."""
    [found] = re.findall(r"^http://testserver\.local(/\S+)$", text_of(letter), re.M)
    return str(found)


def text_of(letter: EmailMessage) -> str:
    content: str = letter.get_content()
    return content.replace("\r\n", "\n")
