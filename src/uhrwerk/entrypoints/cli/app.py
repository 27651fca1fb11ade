"""The command line's frame: its commands, and how an error looks (one line on stderr, exit code 2)."""

import gc
import sys
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from uhrwerk import __version__
from uhrwerk.config import WrongSetting
from uhrwerk.entrypoints.cli.failures import CommandFailed, fail
from uhrwerk.entrypoints.cli.workshop import Workshop
from uhrwerk.rules.refusals import Refusal

COMMANDS: Final = ("serve", "demo")
GROUPS: Final = ("workspace", "person", "credential", "setting", "journal", "records", "law", "kiosk", "rollup")
"""A module each, whose `app` has the group's commands."""


class Lazy(TyperGroup):
    """Imports a command when it is called: the parts of all of them would cost each start a second."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*COMMANDS, *GROUPS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in GROUPS:
            group = typer.main.get_group(_module(cmd_name).app)
            group.name = cmd_name
            return group
        if cmd_name in COMMANDS:
            alone = typer.Typer(add_completion=False)
            alone.command(cmd_name)(getattr(_module(cmd_name), cmd_name))
            return typer.main.get_command(alone)
        return None


def _module(name: str) -> Any:
    # Nothing that an import makes is garbage: not to look for it saves a tenth of the time.
    gc.disable()
    try:
        return import_module(f"uhrwerk.entrypoints.cli.{name}")
    finally:
        gc.enable()


app = typer.Typer(
    cls=Lazy, help="Uhrwerk: one time clock, many faces.", add_completion=False, pretty_exceptions_enable=False
)


@app.callback(invoke_without_command=True)
def frame(
    context: typer.Context, version: bool = typer.Option(False, "--version", help="Print the version and end.")
) -> None:
    if version:
        print(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise CommandFailed("Name a command; `uhrwerk --help` lists them.")


def run(workshop: Workshop) -> None:
    """Run the command in `sys.argv` and exit."""
    code: object = None
    try:
        code = app(standalone_mode=False, obj=workshop, prog_name="uhrwerk")
    except TyperException as error:
        fail(error.format_message())
    except (Refusal, WrongSetting, CommandFailed) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.strerror}: {error.filename}" if error.filename else str(error))
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)
