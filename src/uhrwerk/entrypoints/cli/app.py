"""The command line's frame: its groups, and how an error looks (one line on stderr, exit code 2)."""

import sys

import click
import typer

from uhrwerk import __version__
from uhrwerk.config import WrongSetting
from uhrwerk.entrypoints.cli import credential, demo, journal, person, serve, setting, workspace
from uhrwerk.entrypoints.cli.workshop import CommandFailed, Workshop
from uhrwerk.rules.refusals import Refusal

USAGE_ERROR = 2

app = typer.Typer(help="Uhrwerk: one time clock, many faces.", no_args_is_help=True, add_completion=False)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.add_typer(workspace.app, name="workspace")
app.add_typer(person.app, name="person")
app.add_typer(credential.app, name="credential")
app.add_typer(setting.app, name="setting")
app.add_typer(journal.app, name="journal")


@app.callback(invoke_without_command=True)
def frame(version: bool = typer.Option(False, "--version", help="Print the version and end.")) -> None:
    if version:
        print(__version__)
        raise typer.Exit


def run(workshop: Workshop) -> None:
    """Run the command in `sys.argv` and exit."""
    code: object = None
    try:
        code = app(standalone_mode=False, obj=workshop, prog_name="uhrwerk")
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message())
        sys.exit(USAGE_ERROR)
    except click.ClickException as error:
        _fail(error.format_message())
    except (Refusal, WrongSetting, CommandFailed, OSError) as error:
        _fail(str(error))
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> None:
    print("uhrwerk: " + " ".join(message.split()), file=sys.stderr)
    sys.exit(USAGE_ERROR)
