"""Running `uhrwerk …` within the test's own process: the same function as the command's, with its own environment."""

import io
import os
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from uhrwerk import bootstrap
from uhrwerk.config import Settings
from uhrwerk.entrypoints import cli
from uhrwerk.entrypoints.household import House


@dataclass(frozen=True)
class Outcome:
    code: int | str | None
    out: str
    err: str


@dataclass(frozen=True)
class Workshop:
    """The bootstrap's, with a clock to set."""

    now: Callable[[], datetime]

    def read_settings(self) -> Settings:
        return bootstrap.read_settings()

    def migrate(self, settings: Settings) -> None:
        bootstrap.migrate(settings)

    def open_house(self, settings: Settings) -> AbstractAsyncContextManager[House]:
        return bootstrap.open_house(settings, self.now)


@dataclass(frozen=True)
class CommandLine:
    """`uhrwerk` on one data directory; `environment` has further variables, `now` is the clock (None: the real one)."""

    data_dir: Path
    environment: dict[str, str]
    now: Callable[[], datetime] | None = None

    def __call__(self, *arguments: str, stdin: str = "", **environment: str) -> Outcome:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("UHRWERK_")}
        variables = inherited | {"UHRWERK_DATA_DIR": str(self.data_dir)} | self.environment | environment
        out, err = io.StringIO(), io.StringIO()
        with (
            patch.dict(os.environ, variables, clear=True),
            patch.object(sys, "argv", ["uhrwerk", *arguments]),
            patch.object(sys, "stdin", io.StringIO(stdin)),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                cli.run(bootstrap if self.now is None else Workshop(self.now))
            except SystemExit as end:
                return Outcome(end.code, out.getvalue(), err.getvalue())
        raise AssertionError("The command did not exit.")

    def result(self, *arguments: str, stdin: str = "") -> str:
        """What a command that must succeed prints."""
        outcome = self(*arguments, stdin=stdin)
        assert outcome.code == 0, outcome
        return outcome.out
