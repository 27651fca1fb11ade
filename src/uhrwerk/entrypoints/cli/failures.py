"""How a command that cannot do what it was asked ends: one line on stderr, exit code 2."""

import sys
from typing import Final, NoReturn

USAGE_ERROR: Final = 2


class CommandFailed(Exception):
    """The command cannot do what it was asked; the message is one clear line."""


def complain(message: str) -> None:
    print("uhrwerk: " + " ".join(message.split()), file=sys.stderr, flush=True)


def fail(message: str) -> NoReturn:
    complain(message)
    sys.exit(USAGE_ERROR)
