"""`python -m bench`: measure, print tables, and write them into a page where asked."""

import argparse
import resource
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench import budget, machine, peers, report, scale, soak, throughput
from bench.client import WrongAnswer
from bench.scenarios import POSTGRESQL, SQLITE
from bench.tables import PAGE, write_into
from uhrwerk.bootstrap import configure_logging

Done = tuple[str, Mapping[str, str]]
"""The tables, and the pictures by name."""


def main() -> int:
    options = _options()
    if not Path("/proc/self/stat").exists():
        print("bench reads CPU times from /proc: it needs Linux.", file=sys.stderr)
        return 2
    configure_logging()
    _allow_open_files()
    try:
        text, pictures = COMMANDS[options.command](options)
    except WrongAnswer as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    print(text)
    if options.write:
        write_into(options.write, options.command, text, pictures)
    return 0


def _about() -> str:
    """When and where; the command stands in the page."""
    return f"{datetime.now(UTC):%Y-%m-%d}, {machine.description()}."


def _throughput(options: argparse.Namespace) -> Done:
    about = _about()
    length = throughput.QUICK if options.quick else throughput.FULL
    results = [throughput.measure(store, length, options.directory) for store in options.store or report.NAMES]
    return report.tables(results, about), report.pictures(results)


def _peers(options: argparse.Namespace) -> Done:
    about = _about()
    results = peers.measure(peers.QUICK if options.quick else peers.FULL, options.directory)
    return peers.tables(results, about), peers.pictures(results)


def _scale(options: argparse.Namespace) -> Done:
    about = _about()
    length = scale.QUICK if options.quick else scale.FULL
    results = []
    for store in options.store or report.NAMES:
        named = options.size or (scale.TINY if options.quick else scale.USUAL)
        sizes = [(scale.TINY if options.quick else scale.SIZES)[name] for name in named]
        results.append(scale.measure(store, sizes, length))
    return scale.tables(results, about), scale.pictures(results)


def _soak(options: argparse.Namespace) -> Done:
    about = _about()
    seconds = 2.0 if options.quick else options.minutes * 60
    soaks = [soak.measure(store, seconds, options.directory) for store in options.store or (SQLITE,)]
    return soak.tables(soaks, about), soak.pictures(soaks)


def _budget(options: argparse.Namespace) -> Done:
    about = _about()
    return budget.tables(budget.measure(budget.QUICK if options.quick else budget.FULL, options.directory), about), {}


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], Done]]] = {
    "throughput": _throughput,
    "peers": _peers,
    "scale": _scale,
    "soak": _soak,
    "budget": _budget,
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        command = commands.add_parser(name)
        command.add_argument(
            "--write", type=Path, metavar="PAGE", nargs="?", const=PAGE, help="put it into the page, this one's if none"
        )
        command.add_argument("--quick", action="store_true", help="a smoke run: the figures mean nothing")
        command.add_argument("--store", action="append", choices=(SQLITE, POSTGRESQL), help="only this; repeatable")
        command.add_argument(
            "--directory", type=Path, default=Path(tempfile.gettempdir()), help="on the disk to measure"
        )
        if name == "scale":
            command.add_argument("--size", action="append", choices=scale.SIZES, help="only this; repeatable")
        if name == "soak":
            command.add_argument("--minutes", type=float, default=10.0)
    return parser.parse_args()


def _allow_open_files() -> None:
    """A connection is an open file, here and in the servers: as many as the system lets us have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    sys.exit(main())
