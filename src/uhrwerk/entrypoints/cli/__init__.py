"""The command line: `uhrwerk`. A file per group of commands; results go to stdout, everything else to stderr."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uhrwerk.entrypoints.cli.workshop import Workshop


def run(workshop: "Workshop") -> None:
    """Run the command in `sys.argv` and exit."""
    if sys.argv[1:] == ["serve"]:
        # A server is to answer soon and stays for long: where it is told nothing, it goes without the command line.
        from uhrwerk.entrypoints.cli import server

        server.run(workshop)
    else:
        from uhrwerk.entrypoints.cli import app

        app.run(workshop)
