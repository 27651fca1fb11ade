"""The command line: `uhrwerk`. A file per group of commands; results go to stdout, everything else to stderr."""

from uhrwerk.entrypoints.cli.app import run

__all__ = ["run"]
